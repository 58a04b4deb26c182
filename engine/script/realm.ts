/**
 * Everything that a program of JavaScript can reach, with the engine, in a realm of V8's own: what the process is, this side
 * has never seen. It is built as one script (dist/runtime/realm.js), which runtime/script.ts runs in a fresh context.
 *
 * What crosses to the process are the few functions of `World`, which take and give numbers, bytes and booleans.
 */
import { loadKernels } from '../kernels/load.ts';
import type { RunRequest } from '../runtime/protocol.ts';
import { EngineError } from '../tensor/errors.ts';
import { torch } from '../torch/namespace.ts';
import { Follower } from '../recorder/follower.ts';
import { Ending, Recorder, type Outside } from '../recorder/recorder.ts';
import { Stack } from '../recorder/stack.ts';
import { lockBuiltins } from './builtins.ts';
import { consoleOf } from './console.ts';
import { instrument, NOTHING } from './instrument.ts';
import type { Program } from './program.ts';
import { callsOf, headerOf, writeStacks, written } from './stacks.ts';
import { Timers } from './timers.ts';

export interface World extends Outside {
	/** Calls `fire` after so many milliseconds. */
	readonly wait: (milliseconds: number) => void;
	/** The program has ended, and all is written. */
	readonly done: (status: number) => void;
	readonly started: string;
}

/** What the process calls. */
export interface Realm {
	loadKernels(bytes: Uint8Array<ArrayBuffer>): void;
	/** The code of a program, which the process compiles as `file`; the cells that can't be run are told when it is over. */
	prepare(request: string, file: string): string;
	/** V8 has found at a line what the parser has not; what is to be run instead. */
	refused(message: string, line: number): string;
	run(program: (follower: Follower) => Promise<void>, world: World): void;
	/** The time that `wait` was asked for has come. */
	fire(): void;
	/** The collector has had its turn. */
	collected(): void;
	/** Nothing is left to be done. */
	idle(): void;
	rejected(reason: unknown): void;
}

const MODULE = { specifier: 'tensor-loupe', names: new Set(['torch', 'EngineError']) };
const module = Object.freeze({ torch, EngineError });
/** As Node ends where nothing can end a wait. */
const UNSETTLED = 13;

class Run {
	readonly #request: RunRequest;
	#program: Program;
	readonly #file: string;
	#world: World | undefined;
	#recorder: Recorder | undefined;
	#follower: Follower | undefined;
	readonly #stack = new Stack();
	readonly #timers = new Timers();
	#isDone = false;
	#isSettled = false;

	constructor(request: RunRequest, file: string) {
		this.#request = request;
		this.#file = file;
		this.#program = instrument(request.cells, { names: request.record.record && request.record.what === 'lines', module: MODULE });
	}

	get code(): string {
		return this.#program.code;
	}

	refused(message: string, line: number): string {
		const place = { line, column: 0, endLine: line, endColumn: 0 };
		const cell = Math.max(0, this.#request.cells.findLastIndex(each => each.line <= line));
		this.#program = { ...this.#program, code: NOTHING, cells: [], problem: { cell, message, ...place } };
		return NOTHING;
	}

	start(program: (follower: Follower) => Promise<void>, world: World): void {
		const recorder = new Recorder(world, this.#request, this.#program, this.#stack, [[torch, 'torch'], [module, 'tensor-loupe']]);
		const follower = new Follower(recorder, this.#program, this.#stack, module, callsOf);
		this.#world = world;
		this.#recorder = recorder;
		this.#follower = follower;
		writeStacks(this.#program, this.#file, this.#request.name);
		recorder.begin(this.#request, world.started);
		this.#provide(recorder);
		lockBuiltins();
		// A program without `await` has run when this comes back.
		program(follower).then(() => {
			this.#isSettled = true;
			if (follower.cell !== undefined) follower.l(follower.cell);
			const { problem } = this.#program;
			// What it has not waited for still goes on.
			if (problem !== undefined) this.#syntaxError(problem);
		}, (error: unknown) => this.failed(error));
	}

	/** What there is without being imported. */
	#provide(recorder: Recorder): void {
		const give = (name: string, value: unknown): void => void Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
		// What still runs when the program has ended has nobody to tell.
		give('console', consoleOf((stream, text) => { if (!this.#isDone) recorder.output(stream, text); }));
		if (this.#request.customaryNames) give('torch', torch);
		const { clear } = this.#timers;
		const set = (callback: unknown, milliseconds: number | undefined, isRepeated: boolean, args: readonly unknown[]): number => {
			const number = this.#timers.set(callback, milliseconds, isRepeated ? Math.max(1, Number(milliseconds) || 1) : undefined, args, this.#world!.now());
			this.#askToWait();
			return number;
		};
		give('setTimeout', (callback: unknown, milliseconds?: number, ...args: unknown[]) => set(callback, milliseconds, false, args));
		give('setInterval', (callback: unknown, milliseconds?: number, ...args: unknown[]) => set(callback, milliseconds, true, args));
		give('clearTimeout', clear);
		give('clearInterval', clear);
		give('queueMicrotask', (callback: () => void) => {
			Promise.resolve().then(callback).catch((error: unknown) => this.failed(error));
		});
		const { now } = this.#world!;
		give('performance', Object.freeze({ now: () => now() }));
	}

	collected(): void {
		this.#recorder!.collected();
		this.#askToWait();
	}

	fire(): void {
		const { now } = this.#world!;
		// What waits for the collector is no end of a turn to the program; and the host may take its time to end the process of one that is over.
		if (this.#isDone || this.#recorder!.isCollecting) return;
		try {
			this.#recorder!.look();
			// One at a time: what it promised comes before the next.
			this.#timers.due(now())?.();
		} catch (error) {
			return this.failed(error);
		}
		this.#askToWait();
	}

	#askToWait(): void {
		const next = this.#timers.next;
		if (next !== undefined && !this.#isDone) this.#world!.wait(Math.max(0, next - this.#world!.now()));
	}

	/** Microtasks are over. */
	idle(): void {
		if (this.#isDone || !this.#timers.isEmpty || this.#recorder!.isCollecting) return;
		if (this.#isSettled) return this.#end(0);
		this.#recorder!.output(2, 'Warning: the program waits for what never comes (`await` of a promise that nothing settles)\n');
		this.#end(UNSETTLED);
	}

	failed(error: unknown): void {
		if (this.#isDone) return;
		const recorder = this.#recorder!;
		const { top } = this.#stack;
		const cell = this.#follower!.cell;
		const places = callsOf(error);
		recorder.stop();
		if (error instanceof Ending && error.name === 'OverBudget') {
			recorder.output(2, `Stopped: ${error.message}.\n`);
			return this.#end(error.status);
		}
		const { name } = this.#request;
		const header = typeof error === 'string' ? `'${error}'` : headerOf(error);
		const text = `Uncaught ${header}\n${places.map(call => `    at ${written(call, name)}\n`).join('')}`;
		recorder.output(2, text);
		const call = top ?? cell;
		const rows = places.length > 0 ? [...places].reverse() : call === undefined ? [] : [{ cell: call.cell, name: '', line: call.line, column: 0, endLine: call.line, endColumn: 0 }];
		recorder.error(error, text, rows);
		this.#end(error instanceof Ending ? error.status : 1);
	}

	#syntaxError({ cell, message, ...place }: NonNullable<Program['problem']>): void {
		const recorder = this.#recorder!;
		const error = new SyntaxError(message);
		recorder.stop();
		const lines = this.#request.text.split('\n');
		const text = `${this.#request.name}:${place.line}\n${lines[place.line - 1] ?? ''}\n${' '.repeat(place.column + this.#request.cells[cell]!.shift)}${'^'.repeat(Math.max(1, place.endLine === place.line ? place.endColumn - place.column : 1))}\n\nSyntaxError: ${message}\n`;
		recorder.output(2, text);
		recorder.error(error, text, [{ cell, name: '', ...place }]);
		this.#end(1);
	}

	#end(status: number): void {
		if (this.#isDone) return;
		this.#isDone = true;
		this.#recorder!.end(status);
		this.#world!.done(status);
	}
}

let run: Run | undefined;

const realm: Realm = {
	loadKernels(bytes) {
		loadKernels(bytes);
		// A program has no use for it.
		delete (globalThis as { WebAssembly?: unknown }).WebAssembly;
		delete (globalThis as { realm?: unknown }).realm;
	},
	prepare(request, file) {
		run = new Run(JSON.parse(request) as RunRequest, file);
		return run.code;
	},
	refused: (message, line) => run!.refused(message, line),
	run: (program, world) => run!.start(program, world),
	fire: () => run!.fire(),
	collected: () => run!.collected(),
	idle: () => run?.idle(),
	rejected: reason => run?.failed(reason),
};

(globalThis as unknown as { realm: Realm }).realm = realm;
