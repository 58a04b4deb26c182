/**
 * Starts the process of the embedded runtime with the flags and descriptors of its sandbox.
 *
 * Only that: what is said to it afterwards is in `host.ts`. Of node it uses what the extension host has too.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { startHere, type Start, type StartedProcess, type Stdio } from '../process/process.ts';
import { CONTROL_FD, TRACE_FD } from './protocol.ts';

/** What the child gets as its one argument. */
export interface ChildOptions {
	readonly dist: string;
	readonly snapshot?: string | undefined;
	readonly folders: readonly string[];
	/** V8's stack, in KB. */
	readonly stackKilobytes: number;
	/** A file to write a snapshot to, instead of running anything. */
	readonly makeSnapshot?: string;
}

export interface LaunchOptions {
	/** The folder with runtime/, pyodide/ and python/. */
	readonly dist: string;
	/** What it runs; Python where nothing is said. */
	readonly language?: 'python' | 'javascript';
	/** The snapshot's file; undefined, or a file that is not there: the interpreter loads without. */
	readonly snapshot?: string | undefined;
	/** Absolute folders that programs may read. */
	readonly folders: readonly string[];
	/** Limit of V8's heap (not of the engine's memory). */
	readonly heapMegabytes?: number;
	/** false only in tests of the other layers. */
	readonly flags?: boolean;
	/** Who starts the process; this one where nothing is said. */
	readonly start?: Start;
}

export interface Launched {
	readonly process: StartedProcess;
	/** Writes the control byte. */
	control(value: number): void;
	/** Lets go of the control file; call it when the process has ended. */
	release(): void;
}

const KEPT_FOR_NODE_KILOBYTES = 600;
/** V8's own default, which every system's main thread can hold. */
const LEAST_STACK_KILOBYTES = 984;
const MOST_STACK_KILOBYTES = 7600;

/** As much of the main thread's stack as V8 may use: recursion in Python goes as deep as this allows. */
export function stackKilobytes(): number {
	if (process.platform === 'darwin') return MOST_STACK_KILOBYTES;
	if (process.platform !== 'linux') return LEAST_STACK_KILOBYTES;
	try {
		const limit = /^Max stack size\s+(\S+)/m.exec(fs.readFileSync('/proc/self/limits', 'utf8'))?.[1];
		const kilobytes = limit === 'unlimited' ? MOST_STACK_KILOBYTES : Math.floor(Number(limit) / 1024) - KEPT_FOR_NODE_KILOBYTES;
		return Math.max(LEAST_STACK_KILOBYTES, Math.min(MOST_STACK_KILOBYTES, kilobytes)) || LEAST_STACK_KILOBYTES;
	} catch {
		return LEAST_STACK_KILOBYTES;
	}
}

/** Node's flags for a child that may read `readable` and do nothing else. */
export function sandboxFlags(readable: readonly string[]): string[] {
	const allowed = process.allowedNodeEnvironmentFlags;
	const permission = allowed.has('--permission') ? '--permission' : allowed.has('--experimental-permission') ? '--experimental-permission' : undefined;
	return [
		'--disallow-code-generation-from-strings',
		...(permission === undefined ? [] : [permission, ...readable.map((entry) => `--allow-fs-read=${entry}`)]),
	];
}

/** Threads in which V8 compiles what has run often. Left at Node's four, they take the processor from the program that runs on two cores. */
const COMPILERS = Math.max(1, Math.min(4, os.availableParallelism() - 1));

/** V8's settings; the snapshot's maker has the same ones, since V8 takes a code cache only from where they were equal. */
export function engineFlags(stack: number, heapMegabytes: number | undefined): string[] {
	return [
		'--no-warnings', `--max-old-space-size=${heapMegabytes ?? 2048}`, `--stack-size=${stack}`,
		...(process.allowedNodeEnvironmentFlags.has('--v8-pool-size') ? [`--v8-pool-size=${COMPILERS}`] : []),
	];
}

/** The scrubbed environment: nothing of the user's but the time zone; what Electron needs to be node, what Windows needs to start. */
export function environment(): Record<string, string> {
	const kept: Record<string, string> = {};
	for (const name of ['TZ', 'SystemRoot', 'ELECTRON_RUN_AS_NODE']) {
		const value = process.env[name];
		if (value !== undefined) kept[name] = value;
	}
	if (process.versions['electron'] !== undefined) kept['ELECTRON_RUN_AS_NODE'] = '1';
	return kept;
}

function controlFile(): { descriptor: number; file: string; unlink(): void } {
	const file = path.join(os.tmpdir(), `tensor-loupe-${process.pid}-${randomUUID()}`);
	const descriptor = fs.openSync(file, 'wx+', 0o600);
	fs.writeSync(descriptor, new Uint8Array(1), 0, 1, 0);
	return { descriptor, file, unlink: () => fs.rmSync(file, { force: true }) };
}

/** Without those that lie in another: where both are allowed, Node 20 refuses the outer folder itself. */
function outermost(entries: readonly string[]): string[] {
	const kept = [...new Set(entries.map((entry) => path.resolve(entry)))];
	return kept.filter((entry) => !kept.some((other) => other !== entry && entry.startsWith(other.endsWith(path.sep) ? other : other + path.sep)));
}

export function launch(options: LaunchOptions): Launched {
	const { folders } = options;
	// Node loads a program from its real path; an extension under development may be a link.
	const dist = fs.realpathSync(options.dist);
	const snapshot = options.snapshot !== undefined && fs.existsSync(options.snapshot) ? path.resolve(options.snapshot) : undefined;
	const readable = outermost([dist, ...folders, ...(snapshot === undefined ? [] : [snapshot])]).map((entry) => entry === snapshot ? entry : path.join(entry, '*'));
	const control = controlFile();
	const stdio: Stdio[] = ['ignore', 'pipe', 'pipe', 'ipc'];
	stdio[TRACE_FD] = 'pipe';
	stdio[CONTROL_FD] = { open: control.file };
	const release = (): void => {
		fs.closeSync(control.descriptor);
		control.unlink();
	};
	const stack = stackKilobytes();
	const childOptions: ChildOptions = { dist, snapshot, folders, stackKilobytes: stack };
	try {
		const child = (options.start ?? startHere)({
			file: path.join(dist, 'runtime', options.language === 'javascript' ? 'script.mjs' : 'child.mjs'), args: [JSON.stringify(childOptions)], stdio, environment: environment(), folder: dist, serialization: 'json',
			flags: [...engineFlags(stack, options.heapMegabytes), ...(options.flags === false ? [] : sandboxFlags(readable))],
		});
		// A file that both have open can do without a name, except on Windows.
		if (process.platform !== 'win32') child.once('spawn', control.unlink);
		return { process: child, control: (value) => void fs.writeSync(control.descriptor, Uint8Array.of(value), 0, 1, 0), release };
	} catch (error) {
		release();
		throw error;
	}
}
