/**
 * The embedded runtime: a process of its own that loads CPython, confines itself, runs one request, and ends.
 *
 * It is started by `launch.ts` only. Its trace goes to descriptor 4 while it runs; messages to the host only say that
 * it is ready, done, or failed. With `{ makeSnapshot }` in its configuration it makes the memory snapshot instead.
 */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import v8 from 'node:v8';
import { bindEngine } from '../binding/bind.ts';
import { writeRows } from '../binding/tensor-rows.ts';
import { keepWasmCallsApart } from '../process/v8-calls.ts';
import { takeNativeCrc32 } from './native-crc32.ts';
import { blockingWriter, openDevice, type WriteAll } from './trace-device.ts';
import { loadInterpreter, makeSnapshot } from './interpreter.ts';
import { watchControl } from './interrupt.ts';
import { ownFileRows, OwnFiles } from './own-files.ts';
import { mountWorkspace } from './workspace.ts';
import { TRACE_FD, type FromRuntime, type RunRequest } from './protocol.ts';
import { flagLayers, scrubProcess, takenLayers, takePowersAway } from './sandbox.ts';
import type { ChildOptions } from './launch.ts';
import { takeTrampoline } from './trampoline.ts';

const started = performance.now();
keepWasmCallsApart(v8);
/** How long nothing has been asked for before a waiting process rehearses, and how often it does: V8 compiles better what has run more. */
const REHEARSAL_MILLISECONDS = 200;
const REHEARSALS = 30;
// Kept before the sandbox closes.
const exitNow = (process as unknown as { reallyExit(code: number): never }).reallyExit.bind(process);
const send = process.send?.bind(process);
const die = (): never => exitNow(1);

const tell = (message: FromRuntime): Promise<void> => new Promise((resolve) => {
	if (send === undefined) resolve();
	else send(message, undefined, {}, () => resolve());
});
const describe = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 2000);

/** `os._exit` and a signal that the program sends itself end the interpreter, not the process, with the status that it would have had. */
function exitStatus(error: unknown): number | undefined {
	const found = /^Program terminated with exit\((\d+)\)/.exec(describe(error));
	return found === null ? undefined : Number(found[1]);
}

/** What escapes from Python is a crash of the interpreter: of those that a program can cause, a sentence. */
function crash(error: unknown): Error {
	if (error instanceof RangeError && /call stack/.test(error.message)) return new Error('The program nests calls or objects deeper than the embedded runtime can hold, and was ended.');
	return new Error(`The embedded interpreter crashed (${describe(error)}), and the program was ended.`);
}

async function fail(error: unknown): Promise<never> {
	await tell({ type: 'failed', message: describe(error) });
	return exitNow(1);
}

async function serve(options: ChildOptions): Promise<void> {
	takeNativeCrc32();
	const layers = flagLayers(options.dist);
	const interrupt = watchControl(die);
	const writeTrace = blockingWriter(TRACE_FD, die);
	const writeOut = blockingWriter(1, die);
	const writeError = blockingWriter(2, die);
	scrubProcess();
	const { pyodide, fromSnapshot, notes, close } = await loadInterpreter(options.dist, options.snapshot);
	/** Bytes of the trace of the run; what is rehearsed has none. */
	let traced = 0, isRun = false;
	const write: WriteAll = (...pieces) => {
		if (!isRun) return;
		writeTrace(...pieces);
		for (const piece of pieces) traced += piece.length;
	};
	const { forget } = bindEngine(pyodide, Uint8Array.from(fs.readFileSync(path.join(options.dist, 'kernels.wasm'))), write);
	takeTrampoline(pyodide._module);
	const { FS } = pyodide;
	pyodide.setStdin({ error: false, stdin: () => null });
	pyodide.setStdout({ write: (bytes: Uint8Array) => { writeOut(bytes); return bytes.length; } });
	pyodide.setStderr({ write: (bytes: Uint8Array) => { writeError(bytes); return bytes.length; } });
	const traceDescriptor = openDevice(FS, 1, 'trace', write);
	const ownFiles = new OwnFiles(FS);
	const mount = mountWorkspace(FS, options.folders, ownFiles);
	close(options.stackKilobytes * 1024);
	const embedded = pyodide.pyimport('_embedded');
	/** Nothing that Python could follow to more. */
	const bare = (body: (...args: never[]) => unknown): object => Object.freeze(Object.setPrototypeOf(body, null) as object);
	/** Of a run, until it is done. */
	let tellFiles: (() => void) | undefined;
	embedded['begin']!(bare((milliseconds: number) => interrupt.wait(milliseconds)), randomBytes(16).toString('hex'), traceDescriptor, bare(() => tellFiles?.()));
	takePowersAway();
	Object.assign(layers, takenLayers());

	const run = async (request: RunRequest): Promise<void> => {
		isRun = true;
		const { folder, scriptFolder } = mount(request);
		tellFiles = () => {
			tellFiles = undefined;
			for (const rows of ownFileRows(ownFiles.list(), folder, request.record.maxBytes)) writeRows(rows);
		};
		interrupt.attach(pyodide._module);
		let status: number;
		try {
			status = Number(embedded['run']!(JSON.stringify(request), scriptFolder ?? '', folder ?? ''));
		} catch (error) {
			const exit = exitStatus(error);
			if (exit === undefined) return fail(crash(error));
			status = exit;
		}
		// A program that has left by `os._exit` has not come there.
		tellFiles?.();
		// Taking the engine down in order would take 100 ms: the host ends the process.
		await tell({ type: 'done', status, bytes: traced });
	};
	// A spare has time; a run that is asked for at once is not kept waiting.
	let rehearsals = 0;
	const rehearse = (): void => {
		embedded['rehearse']!();
		forget();
		if (++rehearsals < REHEARSALS) rehearsal = setTimeout(rehearse, 0);
	};
	let rehearsal = setTimeout(rehearse, REHEARSAL_MILLISECONDS);
	process.once('message', (request: RunRequest) => {
		clearTimeout(rehearsal);
		void run(request).catch(fail);
	});
	await tell({ type: 'ready', fromSnapshot, milliseconds: Math.round(performance.now() - started), layers, notes });
}

const options = JSON.parse(process.argv[2] ?? '{}') as ChildOptions;
if (options.makeSnapshot !== undefined) {
	try {
		fs.mkdirSync(path.dirname(options.makeSnapshot), { recursive: true });
		await makeSnapshot(options.dist, options.makeSnapshot);
		exitNow(0);
	} catch (error) {
		fs.writeSync(2, `${describe(error)}\n`);
		exitNow(1);
	}
} else {
	process.on('disconnect', die);
	// Ctrl-C in a terminal reaches every process of it; the host decides what it means.
	process.on('SIGINT', () => undefined);
	process.on('uncaughtException', (error) => void fail(error));
	process.on('unhandledRejection', (error) => void fail(error));
	await serve(options).catch(fail);
}
