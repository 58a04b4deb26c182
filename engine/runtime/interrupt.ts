/**
 * How a busy runtime hears that it should stop: Python asks every few instructions, and this answers from one byte
 * of a file that the host can write, looked at no more than every 10 ms. The same look notices that the host has died.
 */
import fs from 'node:fs';
import { Control, CONTROL_FD } from './protocol.ts';

const POLL_MILLISECONDS = 10;

/** Where Pyodide looks for an interrupt: its buffer, and whether to look at all. */
export interface SignalModule {
	readonly HEAP8: Int8Array;
	readonly _Py_EMSCRIPTEN_SIGNAL_HANDLING: number;
}

export interface Interrupt {
	/** In place of `pyodide.setInterruptBuffer`; `module` is Pyodide's. */
	attach(module: SignalModule): void;
	/** Waits, at most 10 ms, and returns whether an interrupt came that nobody has been told of: the caller is told now. */
	wait(milliseconds: number): boolean;
}

/** `exit` ends the process at once. It is called when the host is gone. */
export function watchControl(exit: () => never): Interrupt {
	const { readSync } = fs;
	const now = performance.now.bind(performance);
	const parent = process.ppid;
	// On Windows a child keeps its parent's number after the parent's end; asking whether that number lives is all there is.
	const { _kill: signal } = process as unknown as { _kill(pid: number, signal: number): number };
	const hostIsGone = process.platform === 'win32'
		? () => signal(parent, 0) !== 0
		: () => process.ppid !== parent;
	const byte = new Uint8Array(1);
	let last = 0;
	let pending = false, taken = false;
	const look = (): void => {
		last = now();
		if (hostIsGone()) exit();
		try {
			pending = readSync(CONTROL_FD, byte, 0, 1, 0) === 1 && byte[0] === Control.interrupt;
		} catch {
			pending = false;
		}
	};
	/** Of the kind that Pyodide reads: a byte, set to 0 when it was read. */
	const buffer = Object.create(null, {
		0: {
			get: () => Control.interrupt,
			// One request is one KeyboardInterrupt: a `finally` that takes long must not be interrupted again by the same byte.
			set: () => void (taken = true),
		},
	}) as object;
	const never = new Int32Array(new SharedArrayBuffer(4));
	return {
		attach(module) {
			// The buffer is there only while something is in it: V8 computes a named property far quicker than an element.
			Object.defineProperty(module, 'Py_EmscriptenSignalBuffer', {
				get: () => {
					if (now() - last >= POLL_MILLISECONDS) look();
					return pending && !taken ? buffer : undefined;
				},
			});
			module.HEAP8[module._Py_EMSCRIPTEN_SIGNAL_HANDLING] = 1;
		},
		wait(milliseconds) {
			// Anything else that a program passes would be NaN, and that waits for ever.
			if (typeof milliseconds === 'number' && milliseconds > 0) Atomics.wait(never, 0, 0, Math.min(milliseconds, POLL_MILLISECONDS));
			if (now() - last >= POLL_MILLISECONDS) look();
			const told = pending && !taken;
			if (told) taken = true;
			return told;
		},
	};
}
