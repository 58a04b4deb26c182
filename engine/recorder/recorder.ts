/**
 * The recorder of JavaScript: rows of what a program does (trace/schema.ts) become frames of bytes, within the budgets of a
 * recording. Python's is engine/python/loupe/recorder.py; what rows mean, and when frames are written, is the same.
 */
import type { Program, Site } from '../script/program.ts';
import type { Observer } from '../torch/observer.ts';
import { observe } from '../torch/observer.ts';
import { handlesOfCollector } from '../torch/ownership.ts';
import { Tensor } from '../torch/tensor.ts';
import type { RecordOptions, RunRequest } from '../runtime/protocol.ts';
import { TRACE_VERSION } from '../trace/schema.ts';
import { describe } from './describe.ts';
import { Pace } from './pace.ts';
import type { Call, Stack } from './stack.ts';
import { TensorRows, type Outlet, type Room } from './tensor-rows.ts';
import { utf8 } from './utf8.ts';
import { Values } from './values.ts';
import { Writer } from './writer.ts';

/** What the recorder is given of the world. */
export interface Outside {
	/** Takes whole frames. */
	readonly write: (bytes: Uint8Array) => void;
	/** Milliseconds. */
	readonly now: () => number;
	readonly isProxy: (value: object) => boolean;
	/** Somebody has asked the program to stop. */
	readonly isInterrupted: () => boolean;
	/** Has the collector do its work. */
	readonly collect: () => void;
}

const FRAME_BYTES = 2 ** 19, FRAME_ROWS = 4000, FRAME_MILLISECONDS = 25;
/** Printed lines are written at once, up to this many in a burst; then with the next frame. */
const BURST = 64, BURST_PER_MILLISECOND = 0.5;
const OUTPUT_BYTES = 65536;
const MOST_OUTPUTS = 100;
const GRACE_MILLISECONDS = 200;
/** Calls within calls, beyond which the stack may be used up. */
const MOST_DEEP = 1000;
/** Handles that wait for the collector, of which most are most likely garbage. */
const MOST_HANDLES = 40_000;

/** Calls whose result is no tensor, and on which control flow may depend. */
const LEAVES_TENSORS = new Set(['item', 'tolist', 'equal', 'allclose', 'is_nonzero']);

/** Ends a program: on request, or where its budget says so. What a program catches is not this. */
export class Ending extends Error {
	readonly status: number;

	constructor(name: string, message: string, status: number) {
		super(message);
		this.name = name;
		this.status = status;
	}
}

export class Recorder implements Observer {
	readonly values: Values;
	readonly writer = new Writer();
	readonly #tensors: TensorRows;
	readonly #room: Room;
	readonly #outside: Outside;
	readonly #options: RecordOptions;
	readonly #stack: Stack;
	readonly #sites: readonly Site[];
	readonly #pace: Pace;
	/** Recording is on. */
	isActive = false;
	/** Lines and names are recorded. */
	hasLines = false;
	/** The place of the call that is about to be made, among the program's; -1: not known. */
	site = -1;
	#isMuted = false;
	readonly #siteNumbers = new Map<string, number>();
	#sitesWritten = 0;
	#stepsLeft: number;
	#written = 0;
	#lastWrite: number;
	#deadline: number;
	#tokens = BURST;
	#outputBytes = 0;
	#isOver = false;
	/** So many are in use: those that were left when it was collected last. */
	#handles = 0;
	/** It is time to collect. */
	isCrowded = false;
	#collected: (() => void) | undefined;
	/** When the program was last told to end. */
	#interrupted = -Infinity;

	/** @param named objects that are shown by a name alone */
	constructor(outside: Outside, request: RunRequest, program: Program, stack: Stack, named: readonly (readonly [object, string])[]) {
		this.#outside = outside;
		this.#options = request.record;
		this.#stack = stack;
		this.#sites = program.sites;
		this.#stepsLeft = request.record.maxSteps;
		this.#room = { pending: 0, left: request.record.maxBytes };
		this.#tensors = new TensorRows(request.record.maxTensorBytes, this.#room, this.#outlet());
		this.values = new Values(this.writer, this.#tensors, outside.isProxy, named);
		this.#pace = new Pace(outside.now);
		this.#lastWrite = outside.now();
		this.#deadline = request.record.maxSeconds > 0 ? this.#lastWrite + 1000 * request.record.maxSeconds : Infinity;
	}

	get tick(): number {
		return this.values.now;
	}

	next(): number {
		return ++this.values.now;
	}

	begin(request: RunRequest, started: string): void {
		const { writer } = this;
		const info = { runtime: 'embedded', language: 'javascript', torchVersion: '2.13.0+cpu', pythonVersion: '', argv: request.argv, started };
		writer.add('run', TRACE_VERSION, utf8(JSON.stringify(info)));
		writer.add('source', writer.string(request.uri), writer.string(request.name), utf8(request.text));
		for (const { line, text, shift } of request.cells) writer.add('cell', 0, line, text.split('\n').length, shift);
		const { record, what, maxSteps } = this.#options;
		if (!record) return;
		this.isActive = true;
		this.hasLines = what === 'lines';
		if (what === 'optimizerSteps') this.limit('ops', 'only optimizer steps were recorded, no lines and no calls');
		else if (what === 'ops') this.limit('lines', 'calls of PyTorch and optimizer steps were recorded, no lines');
		if (maxSteps === 0) return this.#endRecording('steps', '0 steps were recorded; what follows was not');
		if (what !== 'optimizerSteps') observe(this);
	}

	// Lines

	/** A line begins. */
	step(call: Call, line: number): void {
		this.writer.add('step', this.next(), call.index, line);
		this.#count();
	}

	#count(): void {
		if (--this.#stepsLeft === 0) this.#endRecording('steps', `${counted(this.#options.maxSteps, 'step')} recorded; what follows was not`);
	}

	/** Lines until `look` is to be called. */
	get pace(): Pace {
		return this.#pace;
	}

	/** Now and then: whether the program is to end, and whether a frame is due. */
	look(): void {
		const now = this.#pace.look();
		// A `finally` is left some time.
		if (this.#outside.isInterrupted() && now - this.#interrupted > GRACE_MILLISECONDS) {
			this.#interrupted = now;
			throw new Ending('KeyboardInterrupt', '', 130);
		}
		this.isCrowded = handlesOfCollector() - this.#handles > MOST_HANDLES;
		if (this.#isDeep) return;
		if (now - this.#lastWrite > FRAME_MILLISECONDS || this.writer.waiting > FRAME_ROWS || this.#room.pending > FRAME_BYTES || this.#room.left === 0) this.writeFrame(now);
	}

	/** A frame takes some stack; a part of one would be none. */
	get #isDeep(): boolean {
		return this.#stack.calls.length > MOST_DEEP;
	}

	/** Gives the collector its turn, which it has only where nothing runs. */
	collect(): Promise<void> {
		this.#outside.collect();
		return new Promise(resolve => {
			this.#collected = resolve;
		});
	}

	get isCollecting(): boolean {
		return this.#collected !== undefined;
	}

	collected(): void {
		const resolve = this.#collected;
		this.#collected = undefined;
		this.#handles = handlesOfCollector();
		this.isCrowded = false;
		resolve?.();
	}

	// Calls of PyTorch

	call<T>(name: string, names: readonly string[], args: readonly unknown[], body: () => T): T {
		const top = this.#stack.top;
		if (top === undefined || this.#isMuted || this.#options.what === 'optimizerSteps') return body();
		const { site } = this;
		const begin = this.next();
		const inputs = args.map((value, at) => this.#operand(name, names[at]!, value));
		let result: T;
		try {
			result = body();
		} catch (error) {
			const number = this.#siteNumber(top, site, name, 0, names);
			this.writer.addParent('failedOp', [begin, top.index, number, inputs.length], 'failedArgument', inputs);
			throw error;
		}
		this.next();
		const outputs = this.#outputs(name, result);
		if (outputs === undefined) return result;
		const refs = [...outputs, ...inputs];
		this.writer.addParent('op', [begin, this.tick, top.index, this.#siteNumber(top, site, name, outputs.length, names), refs.length], 'argument', refs);
		if (!this.hasLines) this.#count();
		return result;
	}

	#operand(call: string, name: string, value: unknown): number {
		if (name === 'index' && (call === '__getitem__' || call === '__setitem__')) return this.values.index(value as readonly unknown[]);
		return name === 'dtype' && typeof value === 'string' ? this.values.dtype(value) : this.values.operand(value);
	}

	/** undefined: it gave nothing that belongs to a tape. */
	#outputs(name: string, result: unknown): number[] | undefined {
		if (result instanceof Tensor) return [this.values.look(result)];
		if (Array.isArray(result) && result.length > 0 && result.every(item => item instanceof Tensor)) return result.slice(0, MOST_OUTPUTS).map(item => this.values.look(item));
		if (LEAVES_TENSORS.has(name)) return [this.values.operand(result)];
		return name === '__setitem__' ? [] : undefined;
	}

	#siteNumber(top: Call, site: number, name: string, outputs: number, names: readonly string[]): number {
		const key = `${site < 0 ? `${top.cell}:${top.line}` : site} ${name} ${outputs} ${names.join()}`;
		const found = this.#siteNumbers.get(key);
		if (found !== undefined) return found;
		const { cell, line, column, endLine, endColumn } = this.#sites[site] ?? { cell: top.cell, line: top.line, column: 0, endLine: top.line, endColumn: 0 };
		this.writer.addParent('site', [cell, this.writer.string(name), line, column, endLine, endColumn, outputs, names.length], 'parameter', names.map(each => this.writer.string(each)));
		const number = this.#sitesWritten++;
		this.#siteNumbers.set(key, number);
		return number;
	}

	backward<T>(roots: readonly unknown[], gradients: readonly unknown[], body: () => T): T {
		const top = this.#stack.top;
		if (top === undefined || this.#isMuted) return body();
		const begin = this.next();
		const refs = roots.map(root => this.values.look(root)), given = gradients.map(gradient => gradient === undefined ? 0 : this.values.look(gradient));
		let result: T;
		this.#isMuted = true;
		try {
			result = body();
		} finally {
			this.#isMuted = false;
		}
		this.next();
		this.#tensors.gradients(this.tick);
		for (const [at, root] of refs.entries()) {
			this.writer.add('backward', begin, this.tick, root, top.index, top.line);
			if (given[at] !== undefined && given[at] !== 0) this.writer.add('backwardGradient', begin, given[at]);
		}
		return result;
	}

	// Output

	/** @param stream 1 stdout, 2 stderr */
	output(stream: 1 | 2, text: string): void {
		const call = this.#stack.top, bytes = utf8(text);
		this.writer.add('output', this.next(), stream, this.isActive && call !== undefined ? call.index : -1, call?.line ?? 0, bytes);
		this.#outputBytes += bytes.length;
		const now = this.#outside.now();
		this.#tokens = Math.min(BURST, this.#tokens + (now - this.#lastWrite) * BURST_PER_MILLISECOND) - 1;
		if (this.#isDeep) return;
		if (this.#tokens > 0 || now - this.#lastWrite > FRAME_MILLISECONDS || this.#outputBytes > OUTPUT_BYTES) this.writeFrame(now);
	}

	/** An exception that ended the program. `calls`: the outermost first. */
	error(error: unknown, text: string, calls: readonly (Site & { readonly name: string })[]): void {
		const { type, message } = describe(error);
		const places = calls.flatMap(({ cell, name, line, column, endLine, endColumn }) => [cell, this.writer.string(name === '' ? '<module>' : name), line, column, endLine, endColumn]);
		this.writer.addParent('error', [this.next(), this.writer.string(type), utf8(message), utf8(text), calls.length], 'location', places);
	}

	// Frames of bytes, budgets

	/** All rows so far: those of tensors come before the lines that made them. */
	writeFrame(now = this.#outside.now()): void {
		this.#lastWrite = now;
		this.#outputBytes = 0;
		const { names, over } = this.#tensors.news();
		const strings = names.map(name => this.writer.string(name));
		for (const [tick, size] of over) this.limit('tensor', `the values of a tensor of ${size} bytes; a summary is kept`, tick);
		if (strings.length > 0) this.#give(this.writer.strings());
		this.#tensors.write(strings);
		this.#give(this.writer.frame());
		if (!this.isActive) return;
		const { maxBytes, maxSeconds } = this.#options;
		if (this.#written > maxBytes || this.#room.left === 0) return this.#endRecording('bytes', `${counted(maxBytes, 'byte')} recorded; what follows was not`);
		this.#room.left = maxBytes - this.#written;
		if (now > this.#deadline) this.#endRecording('seconds', `${counted(maxSeconds, 'second')} recorded; what follows was not`);
	}

	#outlet(): Outlet {
		const { writer } = this, isOpen = (): boolean => !this.#isDeep;
		return {
			get sequence() { return writer.sequence; },
			set sequence(number) { writer.sequence = number; },
			get isOpen() { return isOpen(); },
			write: pieces => this.#give(pieces),
		};
	}

	#give(pieces: readonly Uint8Array[]): void {
		for (const piece of pieces) {
			this.#written += piece.length;
			this.#outside.write(piece);
		}
	}

	limit(what: string, detail: string, tick = this.tick): void {
		this.writer.add('limit', tick, this.writer.string(what), this.writer.string(detail));
	}

	/** A budget is used up: from here on the program runs unrecorded, or ends. */
	#endRecording(what: string, detail: string): void {
		if (this.#isOver) return;
		this.#isOver = true;
		this.next();
		this.limit(what, detail);
		this.stop();
		// Whoever follows the recording is told now: the program may run on for long, and print nothing.
		this.writeFrame();
		if (this.#options.atLimit === 'stop') throw new Ending('OverBudget', detail, 1);
	}

	/** Records nothing more but output and how it ends. */
	stop(): void {
		this.isActive = this.hasLines = false;
		observe(undefined);
	}

	/** The program has ended; everything is written. */
	end(status: number): void {
		this.stop();
		this.writer.add('end', this.next(), status);
		this.writeFrame();
	}
}

function counted(number: number, what: string): string {
	return number === 1 ? `${number} ${what} was` : `${number} ${what}s were`;
}
