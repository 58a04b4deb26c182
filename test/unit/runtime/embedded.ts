/** Runs Python, TypeScript and JavaScript in the embedded runtime as it is built, and gives back what came of it. For tests. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isError, OutputStream } from '../../../engine/cli/output.ts';
import { startRuntime, type Ended, type Ready, type Run, type Runtime, type RuntimeOptions } from '../../../engine/runtime/host.ts';
import { DEFAULT_RECORD, type RunRequest } from '../../../engine/runtime/protocol.ts';
import { ensureSnapshot } from '../../../engine/runtime/snapshot.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
export const dist = path.join(root, 'dist');

let made: Promise<string> | undefined;

/** The snapshot of this build, made once and kept from run to run. */
export function snapshot(): Promise<string> {
	if (!existsSync(path.join(dist, 'runtime', 'child.mjs'))) throw new Error('dist/ is not there: npm run build');
	return made ??= ensureSnapshot(dist, path.join(root, 'node_modules', '.cache', 'tensor-loupe'));
}

export interface RunOptions {
	readonly folder?: string;
	readonly file?: string;
	readonly launch?: Partial<RuntimeOptions>;
	readonly record?: Partial<RunRequest['record']>;
	/** How long the process waits before it is asked to run, in milliseconds, as a spare does. */
	readonly waits?: number;
	/** What comes until the process is gone counts too, where that lingers. */
	readonly untilGone?: true;
	/** Called with the run at its first output. */
	readonly onOutput?: (run: Run, runtime: Runtime) => void;
}

export interface Outcome {
	readonly stdout: string;
	readonly stderr: string;
	/** Past Python's streams. */
	readonly stray: string;
	readonly ended: Ended;
	readonly bytes: Uint8Array;
	readonly ready: Ready | undefined;
}

/** One run of `text` in a process of its own. */
export async function runPython(text: string, options: RunOptions = {}): Promise<Outcome> {
	const file = options.file ?? path.join(options.folder ?? '/nowhere', 'test.py');
	const runtime = startRuntime({ dist, snapshot: await snapshot(), folders: options.folder === undefined ? [] : [options.folder], ...options.launch });
	return runIn(runtime, { text, file, cells: [{ line: 1, text, shift: 0, mode: 'exec' }], customaryNames: false }, options);
}

/** One run of TypeScript as a note has it: `torch` is there. */
export async function runScript(text: string, options: RunOptions = {}): Promise<Outcome> {
	const runtime = startRuntime({ dist, language: 'javascript', folders: [], ...options.launch });
	return runIn(runtime, { text, file: options.file ?? '/nowhere/test.ts', cells: [{ line: 1, text, shift: 0, mode: 'exec', language: 'typescript' }], customaryNames: true }, options);
}

type Asked = Pick<RunRequest, 'text' | 'cells' | 'customaryNames'> & { readonly file: string };

async function runIn(runtime: Runtime, { file, ...asked }: Asked, options: RunOptions): Promise<Outcome> {
	if (options.waits !== undefined) {
		await runtime.ready;
		await new Promise((resolve) => setTimeout(resolve, options.waits));
	}
	const request: RunRequest = {
		type: 'run', uri: `file://${file}`, name: file, ...asked, argv: [file],
		folder: options.folder, record: { ...DEFAULT_RECORD, ...options.record },
	};
	const output = new OutputStream();
	const decoder = new TextDecoder();
	const chunks: Uint8Array[] = [];
	const streams = { stdout: '', stderr: '', stray: '' };
	let called = false;
	const run = runtime.run(request, {
		onData(bytes) {
			chunks.push(bytes);
			for (const row of output.push(bytes)) streams[isError(row) ? 'stderr' : 'stdout'] += decoder.decode(row.text);
			if (!called && streams.stdout !== '') {
				called = true;
				options.onOutput?.(run, runtime);
			}
		},
		onStray: (_stream, bytes) => { streams.stray += decoder.decode(bytes); },
	});
	const ready = await runtime.ready.catch(() => undefined);
	const ended = await run.done;
	if (options.untilGone) await runtime.ended;
	return { ...streams, ended, ready, bytes: Buffer.concat(chunks) };
}

/** Whether a process is there. */
export function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}
