/** Runs the tracer under the machine's Python, where there is one: plain Python programs, no PyTorch. */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pythonSchema } from '../../../engine/trace/schema-python.ts';
import { TraceReader } from '../../../engine/trace/reader.ts';
import { DEFAULT_RECORD, type RecordOptions, type RunRequest } from '../../../engine/runtime/protocol.ts';

/** The tracer runs on 3.10 too, which knows no columns; the tests ask for them. */
export const hasPython = /^Python 3\.(1[1-9]|[2-9]\d)/.test(spawnSync('python3', ['--version'], { encoding: 'utf8' }).stdout ?? '');

/** A folder with the package `loupe` in it, and room for programs. */
export function tracerFolder(): { readonly folder: string; readonly remove: () => void } {
	const folder = mkdtempSync(path.join(tmpdir(), 'loupe-test-'));
	const name = path.join(folder, 'loupe');
	mkdirSync(name);
	cpSync(path.join(import.meta.dirname, '../../../engine/python/loupe'), name, { recursive: true, filter: file => !file.includes('__pycache__') });
	writeFileSync(path.join(name, 'schema.py'), pythonSchema());
	return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export interface Ran { readonly trace: TraceReader; readonly bytes: Uint8Array; readonly stdout: string; readonly stderr: string; readonly status: number | null }

export function read(bytes: Uint8Array): TraceReader {
	const trace = new TraceReader();
	trace.push(bytes);
	trace.finish();
	return trace;
}

function environment(folder: string): NodeJS.ProcessEnv {
	return { ...process.env, PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '1', PYTHONIOENCODING: 'utf-8' };
}

/** Runs a program as one cell of a file `program.py`. */
export function run(folder: string, text: string, record: Partial<RecordOptions> = {}): Ran {
	return runRequest(folder, { text, cells: [{ line: 1, text, shift: 0, mode: 'exec' }], record: { ...DEFAULT_RECORD, ...record } });
}

export function runRequest(folder: string, request: Partial<RunRequest> & Pick<RunRequest, 'cells' | 'text'>): Ran {
	const whole = { type: 'run', uri: 'file:///program.py', name: 'program.py', argv: ['program.py'], customaryNames: false, record: DEFAULT_RECORD, ...request };
	writeFileSync(path.join(folder, 'request.json'), JSON.stringify(whole));
	const { stdout, stderr, status } = spawnSync('python3', ['-m', 'loupe', '--request', 'request.json', '--trace', 'out.loupe'], { cwd: folder, encoding: 'utf8', env: environment(folder) });
	const bytes = new Uint8Array(readFileSync(path.join(folder, 'out.loupe')));
	return { trace: read(bytes), bytes, stdout, stderr, status };
}

/** Runs a program and sends it a signal so many milliseconds after its first frame; what of the trace was there, and the exit status. */
export async function runAndSignal(folder: string, text: string, milliseconds: number, signal: 'SIGKILL' | 'SIGINT'): Promise<{ bytes: Uint8Array; status: number | null }> {
	writeFileSync(path.join(folder, 'program.py'), text);
	const out = path.join(folder, 'killed.loupe');
	writeFileSync(out, '');
	const child = spawn('python3', ['-m', 'loupe', 'program.py', '--trace', out], { cwd: folder, env: environment(folder), stdio: 'ignore' });
	const ended = new Promise<number | null>(resolve => child.once('exit', resolve));
	let timer: NodeJS.Timeout | undefined;
	const begun = setInterval(() => {
		if (statSync(out).size === 0) return;
		clearInterval(begun);
		timer = setTimeout(() => child.kill(signal), milliseconds);
	}, 2);
	const status = await ended;
	clearInterval(begun);
	clearTimeout(timer);
	return { bytes: new Uint8Array(readFileSync(out)), status };
}

/** The CPython that the machine has, as plain `python3 program.py` would run the text. */
export function plainPython(folder: string, text: string): { readonly stdout: string; readonly stderr: string; readonly status: number | null } {
	writeFileSync(path.join(folder, 'program.py'), text);
	const { stdout, stderr, status } = spawnSync('python3', ['program.py'], { cwd: folder, encoding: 'utf8', env: environment(folder) });
	return { stdout, stderr: stderr.replaceAll(path.join(realpathSync(folder), 'program.py'), 'program.py'), status };
}
