/**
 * What an instrumented program (script/instrument.ts) tells as it runs: the calls that are open, the line of each, its names.
 * The methods have one letter, since they stand in every line.
 *
 * A call says its line by itself, so what runs is always known, however the program came there: a generator that goes on, a
 * function after `await`. What is above it in the stack has ended, or waits, without having said so.
 */
import type { Program, PlannedName } from '../script/program.ts';
import { ExitKind } from '../trace/schema.ts';
import { describe } from './describe.ts';
import { Ending, type Recorder } from './recorder.ts';
import { visited, visitedAsync, type AnyIterator } from './visited.ts';
import type { Call, Stack } from './stack.ts';
import type { Pace } from './pace.ts';

/** The scope of the document's own names, for all cells. */
const DOCUMENT = 1;
const NOTHING: readonly never[] = Object.freeze([]);

/** Where an exception was raised, as V8 tells it: the innermost place of the program's own first. */
export type PlacesOf = (error: unknown) => readonly { readonly line: number; readonly column: number; readonly endLine: number; readonly endColumn: number }[];

export class Follower {
	/** What the program imports. */
	readonly module: object;
	readonly #recorder: Recorder;
	readonly #program: Program;
	readonly #stack: Stack;
	readonly #pace: Pace;
	readonly #placesOf: PlacesOf;
	readonly #globals = new Map<string, number>();
	/** Of each plan the numbers of its names in the trace. */
	readonly #strings: (number[] | undefined)[] = [];
	#frames = 0;
	#scopes = DOCUMENT;
	/** The call of the cell that runs. */
	cell: Call | undefined;
	/** Exceptions that were told. */
	readonly #raised = new WeakSet<object>();
	/** Something of the program's is being looked at: what that runs is not followed. */
	#isLooking = false;

	constructor(recorder: Recorder, program: Program, stack: Stack, module: object, placesOf: PlacesOf) {
		this.#recorder = recorder;
		this.#program = program;
		this.#stack = stack;
		this.#pace = recorder.pace;
		this.#placesOf = placesOf;
		this.module = module;
	}

	/** A cell begins. */
	b(number: number): Call {
		if (this.cell !== undefined) this.l(this.cell);
		const { line } = this.#program.cells[number]!.request;
		return this.cell = this.#begin(number, '<module>', line, DOCUMENT, this.#globals);
	}

	/** A function is entered with its parameters. */
	e(number: number, ...values: readonly unknown[]): Call {
		const { cell, name, line, parameters } = this.#program.functions[number]!;
		const call = this.#begin(cell, name, line, this.#scopes + 1, new Map());
		this.#scopes++;
		if (--this.#pace.left <= 0) this.#recorder.look();
		if (this.#recorder.hasLines && !this.#isLooking) for (const [at, each] of parameters.entries()) this.#bind(call, each, values[at]);
		this.#recorder.site = -1;
		return call;
	}

	#begin(cell: number, name: string, line: number, scope: number, bound: Map<string, number>): Call {
		const { top } = this.#stack;
		const { writer } = this.#recorder;
		let index = -1;
		if (this.#recorder.isActive) {
			writer.add('frame', this.#recorder.next(), top?.index ?? -1, cell, writer.string(name), line, scope, DOCUMENT);
			index = this.#frames++;
		}
		const call: Call = { index, cell, name, scope, bound, line, value: undefined, hasThrown: false, hasEnded: false };
		this.#stack.calls.push(call);
		return call;
	}

	/** A line begins. */
	s(call: Call, line: number): void {
		if (this.#stack.top !== call) this.#return(call);
		call.line = line;
		if (--this.#pace.left <= 0) this.#recorder.look();
		if (this.#recorder.hasLines && !this.#isLooking && call.index >= 0) this.#recorder.step(call, line);
	}

	/** What a call is about to be made with comes last, so this says where that call stands. */
	a<T>(site: number, value: T): T {
		this.#recorder.site = site;
		return value;
	}

	/** The same of a call without arguments. */
	z(site: number): readonly never[] {
		this.#recorder.site = site;
		return NOTHING;
	}

	/** Names of a statement that has run. */
	n(call: Call, number: number, ...values: readonly unknown[]): void {
		if (!this.#recorder.hasLines || this.#isLooking || call.index < 0) return;
		const plan = this.#program.plans[number]!;
		const strings = this.#strings[number] ??= plan.map(({ name }) => this.#recorder.writer.string(name));
		this.#recorder.next();
		this.#isLooking = true;
		try {
			for (let at = 0; at < plan.length; at++) this.#name(call, plan[at]!, strings[at]!, values[at]);
		} finally {
			this.#isLooking = false;
		}
	}

	/** The same, of an expression that has this value. */
	p<T>(call: Call, number: number, value: T, ...values: readonly unknown[]): T {
		this.n(call, number, ...values);
		return value;
	}

	#name(call: Call, { name, isStored, isGlobal, isOuter }: PlannedName, string: number, value: unknown): void {
		const bound = isGlobal ? this.#globals : call.bound;
		// What only was read, and has nothing in it that may have changed.
		if (!isStored && (typeof value !== 'object' || value === null) && (bound.has(name) || typeof value === 'function')) return;
		const ref = this.#recorder.values.look(value);
		if (bound.get(name) !== ref) {
			bound.set(name, ref);
			this.#recorder.writer.add('binding', this.#recorder.tick, isGlobal ? DOCUMENT : call.scope, string, ref);
		}
		if (!isStored || !isOuter) return;
		// The function around this one knows it, too.
		const outer = this.#stack.calls.findLast(other => other !== call && other.scope !== DOCUMENT && other.bound.has(name));
		if (outer === undefined || outer.bound.get(name) === ref) return;
		outer.bound.set(name, ref);
		this.#recorder.writer.add('binding', this.#recorder.tick, outer.scope, string, ref);
	}

	#bind(call: Call, name: string, value: unknown): void {
		const ref = this.#recorder.values.look(value);
		call.bound.set(name, ref);
		this.#recorder.writer.add('binding', this.#recorder.tick, call.scope, this.#recorder.writer.string(name), ref);
	}

	/** What a function gives. */
	r<T>(call: Call, value: T): T {
		call.value = value;
		return value;
	}

	/** An exception leaves a function. */
	x(call: Call, error: unknown): unknown {
		call.hasThrown = true;
		this.#tellRaised(call, error);
		return error;
	}

	/** A program caught an exception; one that ends it goes on. */
	t(call: Call, error: unknown): void {
		this.#tellRaised(call, error);
		if (error instanceof Ending) throw error;
	}

	/** A call ends. */
	l(call: Call): void {
		if (call.hasEnded) return;
		call.hasEnded = true;
		if (this.#stack.top !== call) this.#return(call);
		this.#stack.calls.pop();
		if (!this.#recorder.isActive || call.index < 0) return;
		this.#recorder.next();
		let ref = 0;
		if (!call.hasThrown && this.#recorder.hasLines && !this.#isLooking) {
			this.#isLooking = true;
			try {
				ref = this.#recorder.values.look(call.value);
			} finally {
				this.#isLooking = false;
			}
		}
		call.value = undefined;
		this.#recorder.writer.add('exit', this.#recorder.tick, call.index, call.hasThrown ? ExitKind.exception : ExitKind.return, ref);
	}

	/** It waits from here on: `await`, `yield`. */
	w<T>(call: Call, value: T): T {
		if (this.#stack.top !== call) this.#return(call);
		this.#wait();
		return value;
	}

	/** It goes on. */
	u<T>(call: Call, value: T): T {
		if (this.#stack.top !== call) this.#return(call);
		return value;
	}

	#wait(): void {
		const call = this.#stack.calls.pop()!;
		if (this.#recorder.isActive && call.index >= 0) this.#recorder.writer.add('resume', this.#recorder.next(), call.index, -1);
	}

	/** A call runs that isn't the innermost one that is known to. */
	#return(call: Call): void {
		const { calls } = this.#stack;
		// Near the end as a rule, however deep the program is.
		if (calls.lastIndexOf(call) >= 0) {
			while (this.#stack.top !== call) this.#wait();
			return;
		}
		const parent = this.#stack.top?.index ?? -1;
		calls.push(call);
		if (this.#recorder.isActive && call.index >= 0) this.#recorder.writer.add('resume', this.#recorder.next(), call.index, parent);
	}

	#tellRaised(call: Call, error: unknown): void {
		const isObject = typeof error === 'object' && error !== null;
		if (error instanceof Ending || !this.#recorder.isActive || call.index < 0 || (isObject && this.#raised.has(error))) return;
		if (isObject) this.#raised.add(error);
		const { writer } = this.#recorder;
		const { line, column, endLine, endColumn } = this.#placesOf(error)[0] ?? { line: call.line, column: 0, endLine: call.line, endColumn: 0 };
		const { type, message } = describe(error);
		writer.add('raised', this.#recorder.next(), call.index, writer.string(type), writer.string(message.slice(0, 1000)), line, column, endLine, endColumn);
	}

	// Loops

	/** A loop of the document's own, which may wait, is to give the collector its turn. */
	get m(): boolean {
		return this.#recorder.isCrowded;
	}

	async y(call: Call): Promise<void> {
		await this.#recorder.collect();
		if (this.#stack.top !== call) this.#return(call);
	}

	/** What a loop goes over: each time that the next is asked for, its line begins anew. */
	i(call: Call, line: number, number: number, iterable: unknown): Iterable<unknown> {
		return visited(this.#iteratorOf(iterable, Symbol.iterator, number), () => this.s(call, line));
	}

	/** The same of `for await`. */
	j(call: Call, line: number, number: number, iterable: unknown): AsyncIterable<unknown> {
		const isAsync = iterable !== null && iterable !== undefined && typeof (iterable as AsyncIterable<unknown>)[Symbol.asyncIterator] === 'function';
		return visitedAsync(this.#iteratorOf(iterable, isAsync ? Symbol.asyncIterator : Symbol.iterator, number), isAsync, () => this.s(call, line));
	}

	#iteratorOf(iterable: unknown, symbol: symbol, number: number): AnyIterator {
		const make = iterable === null || iterable === undefined ? undefined : (iterable as Record<symbol, unknown>)[symbol];
		if (typeof make !== 'function') throw new TypeError(`${this.#program.iterables[number]!} is not iterable`);
		return make.call(iterable) as AnyIterator;
	}

	/** What `for … in` goes over. */
	k(object: object): string[] {
		const keys: string[] = [];
		for (const key in object) keys.push(key);
		return keys;
	}
}
