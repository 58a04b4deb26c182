/** The same program in the embedded runtime, and under real PyTorch as a user would run it there. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startRuntime } from '../../engine/runtime/host.ts';
import { TraceReader } from '../../engine/trace/reader.ts';
import { dist, snapshot } from '../unit/runtime/embedded.ts';
import type { Program } from './programs.ts';

export async function embeddedTrace({ request }: Program): Promise<TraceReader> {
	const runtime = startRuntime({ dist, snapshot: await snapshot(), folders: [] });
	const trace = new TraceReader();
	await runtime.run(request, { onData: bytes => trace.push(bytes) }).done;
	runtime.dispose();
	trace.finish();
	return trace;
}

/** `python -m loupe FILE`, with the tracer as it is built; a document of cells goes as a request. Rejects where no trace was written. */
export async function pytorchTrace(python: string, { name, isRequest, request }: Program): Promise<TraceReader> {
	const folder = mkdtempSync(path.join(tmpdir(), 'loupe-pytorch-'));
	try {
		const file = isRequest ? 'request.json' : name;
		writeFileSync(path.join(folder, file), isRequest ? JSON.stringify(request) : request.text);
		const said = await ended(python, ['-m', 'loupe', ...(isRequest ? ['--request'] : []), file], folder);
		const trace = new TraceReader();
		try {
			trace.push(readFileSync(path.join(folder, `${path.parse(file).name}.loupe`)));
		} catch {
			throw new Error(`python -m loupe ${file} wrote no trace:\n${said}`);
		}
		trace.finish();
		return trace;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function ended(python: string, args: readonly string[], cwd: string): Promise<string> {
	const env = { ...process.env, PYTHONPATH: path.join(dist, 'python'), PYTHONDONTWRITEBYTECODE: '1', PYTHONIOENCODING: 'utf-8' };
	return new Promise((resolve, reject) => {
		let said = '';
		const child = spawn(python, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => { said += data.toString(); });
		child.once('error', reject);
		child.once('close', () => resolve(said));
	});
}
