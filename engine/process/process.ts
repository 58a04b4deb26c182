/**
 * Starting a process of our own code, and what is used of one that runs: of node's `ChildProcess` no more than that, so that
 * another than this process can be the one that starts it (`starter.ts`).
 */
import { spawn, type ChildProcess } from 'node:child_process';
import type { EventEmitter } from 'node:events';
import fs from 'node:fs';
import type { Duplex } from 'node:stream';

/** 'pipe': a stream of ours at the other end. `open`: a file, to read and to write. */
export type Stdio = 'ignore' | 'pipe' | 'ipc' | { readonly open: string };

export interface StartOptions {
	/** The program, for this node. */
	readonly file: string;
	readonly args: readonly string[];
	/** Node's own. */
	readonly flags: readonly string[];
	readonly environment: Readonly<Record<string, string>>;
	readonly folder?: string;
	/** By descriptor. */
	readonly stdio: readonly Stdio[];
	/** Of messages. */
	readonly serialization?: 'json' | 'advanced';
	/** Milliseconds after which it is killed. */
	readonly timeout?: number;
}

export interface ProcessEvents {
	/** The system has started it. */
	spawn: [];
	message: [message: never];
	error: [error: Error];
	/** It has ended, and all that it wrote was read. */
	close: [code: number | null, signal: NodeJS.Signals | null];
}

export interface StartedProcess extends Pick<EventEmitter<ProcessEvents>, 'on' | 'once' | 'off'> {
	/** Undefined as long as it hasn't been started. */
	readonly pid?: number | undefined;
	/** By descriptor; null where it isn't a pipe. Written to only once the process has been started ('spawn'). */
	readonly stdio: readonly (Duplex | null)[];
	/** `done` is called when the message is on its way, so that who has many can wait. */
	send(message: object, done: (error: Error | null) => void): void;
	kill(signal: 'SIGKILL'): void;
}

export type Start = (options: StartOptions) => StartedProcess;

/** The process that calls it is the one that starts. */
export const startHere: Start = options => spawnWith(options, []) as unknown as StartedProcess;

/** @param pipes what is a pipe's other end already; where there are none, node makes pairs. */
export function spawnWith({ file, args, flags, environment, folder, stdio, serialization, timeout }: StartOptions, pipes: readonly Duplex[]): ChildProcess {
	const left = [...pipes];
	const opened: number[] = [];
	const open = (name: string): number => {
		const descriptor = fs.openSync(name, 'r+');
		opened.push(descriptor);
		return descriptor;
	};
	try {
		return spawn(process.execPath, [...flags, file, ...args], {
			env: environment, cwd: folder, serialization, timeout, killSignal: 'SIGKILL',
			stdio: stdio.map(each => typeof each === 'object' ? open(each.open) : each === 'pipe' ? left.shift() ?? each : each),
		});
	} finally {
		// The process has its own by now.
		for (const descriptor of opened) fs.closeSync(descriptor);
	}
}
