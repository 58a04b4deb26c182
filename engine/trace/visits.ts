/**
 * The runs of a line, counted as a user counts them: within the call that ran it, or over all calls where each ran it once.
 * A recording grows and a line may run a million times, so each run is looked at once and what was found is kept.
 */
import { countUpTo } from './ascending.ts';
import { type Focus, isNested, openCallOf } from './focus.ts';
import type { Step, Tick, Trace } from './model.ts';
import { spentBudget } from './recorded.ts';
import type { Rows } from './rows.ts';
import type { StepRows } from './step-rows.ts';
import type { Work } from './work.ts';

export interface VisitedLine {
	/** Index of the trace's source. */
	readonly source: number;
	/** 1-based. */
	readonly line: number;
	/** First and last line of the statement: Python runs a statement of several lines in steps of its own choice. */
	readonly statement: { readonly from: number; readonly to: number };
	/** Last line of the body of which it is the header: a `for`, `while` or `with`, whose line is visited again at its end. */
	readonly bodyEnd?: number | undefined;
}

export interface Iteration {
	readonly k: number;
	readonly n: number;
	/** There may have been more, after the recording had ended. */
	readonly isCut: boolean;
}

/** Runs that are taken at a time. */
const MANY = 256;

const known = new WeakMap<Trace, Map<string, Visits>>();

/**
 * The runs of a line as they are recorded by now; with a name those that bound it, for a header, which is visited once more at its
 * end. (A name that is bound to what it was bound to before leaves no row; that the body follows tells.)
 */
export function* visitsOf(trace: Trace, at: VisitedLine, name?: string): Work<Visits> {
	let lines = known.get(trace);
	if (lines === undefined) known.set(trace, lines = new Map());
	const key = JSON.stringify([at.source, at.line, at.statement.from, at.statement.to, name, name === undefined ? 0 : at.bodyEnd]);
	let visits = lines.get(key);
	// A function may be defined on a line that ran before without one.
	if (visits === undefined || (visits instanceof PlainVisits && !isPlain(trace, at))) lines.set(key, visits = isPlain(trace, at) ? new PlainVisits(trace, at, name) : new ManifoldVisits(trace, at, name));
	yield* visits.follow();
	return visits;
}

/** The runs of a line, as far as it has been followed. */
export abstract class Visits {
	/** Indexes of the steps. */
	abstract readonly steps: Rows;
	protected readonly trace: Trace;
	protected readonly at: VisitedLine;
	readonly #name: string | undefined;
	#taken = 0;

	constructor(trace: Trace, at: VisitedLine, name: string | undefined) {
		this.trace = trace;
		this.at = at;
		this.#name = name;
	}

	*follow(): Work<void> {
		const all = stepsOf(this.trace, this.at);
		while (this.#taken < all.length) {
			const index = all.at(this.#taken)!, isOne = this.#isOne(index);
			if (isOne === undefined) return;
			if (isOne) this.take(index);
			this.#taken++;
			if (this.#taken % MANY === 0) yield;
		}
	}

	/** How many there are up to the last that had begun or had ended, in the call that is looked at if one is; 0: none had. */
	countUntil(focus: Focus, what: 'begun' | 'ended'): number {
		const { steps } = this;
		let open: number | undefined;
		for (let count = this.#countUpTo(focus.tick); count > 0; count--) {
			const step = this.trace.step(steps.at(count - 1)!);
			const owner = this.#ownerOf(step.frame);
			open ??= openCallOf(this.trace, focus, owner);
			if (open !== undefined && step.tick < this.trace.frame(open).tick) return 0;
			// One of a function that calls itself ends after those that it called.
			if ((what === 'begun' || step.end <= focus.tick) && owner === (open ?? owner)) return count;
		}
		return 0;
	}

	/** Of the first so many runs, those in a frame; where it has one alone, those in all frames of its function. And of all. */
	iteration(count: number, frame: number): Iteration {
		const { tick, end } = this.trace.frame(frame);
		const begin = this.#countUpTo(tick - 1);
		const until = this.countOf(frame, begin, count), own = until + this.countOf(frame, Math.max(begin, count), this.#countUpTo(end));
		const last = spentBudget(this.trace)?.tick;
		return own > 1 ? { k: until, n: own, isCut: last !== undefined && end >= last } : { ...this.ofFunction(count, frame), isCut: last !== undefined };
	}

	protected abstract take(index: number): void;
	/** Of those from one place to another, how many runs of a frame. */
	protected abstract countOf(frame: number, from: number, to: number): number;
	/** Of the first so many, the last run of a frame's function: which of that function's it is, and how many they are in all. */
	protected abstract ofFunction(count: number, frame: number): { readonly k: number; readonly n: number };

	/** Whether a step of the line is one of the runs; undefined: that is not known yet. */
	#isOne(index: number): boolean | undefined {
		if (this.#name === undefined || this.#entersBody(index)) return true;
		const step = this.trace.step(index);
		// What it binds is not known before it has ended.
		return step.end >= this.trace.lastTick && this.trace.status === undefined ? undefined : this.#binds(step, this.#name);
	}

	#binds(step: Step, name: string): boolean {
		const { locals, globals } = this.trace.frame(step.frame);
		const bound = (scope: number): boolean => this.trace.bindingsBetween(scope, step.tick, step.end + 1).some(binding => binding.name === name);
		return bound(locals) || locals !== globals && bound(globals);
	}

	#entersBody(index: number): boolean {
		const { statement, bodyEnd = 0 } = this.at;
		const next = this.trace.lineBeside(index, 1);
		return next !== undefined && next > statement.to && next <= bodyEnd;
	}

	/** How many had begun by a tick. */
	#countUpTo(tick: Tick): number {
		const { steps } = this;
		return countUpTo(steps.length, place => this.trace.step(steps.at(place)!).tick, tick);
	}

	/** The call whose line it is. */
	#ownerOf(frame: number): number {
		const found = this.trace.frame(frame);
		return isNested(found) && found.parent >= 0 ? this.#ownerOf(found.parent) : frame;
	}
}

/** Of a statement on one line, which one function ran: each of its steps counts, and where all of them are runs the trace has counted them. */
class PlainVisits extends Visits {
	/** Those that bind the name; undefined: all are runs. */
	readonly #bound: StepRows | undefined;

	constructor(trace: Trace, at: VisitedLine, name: string | undefined) {
		super(trace, at, name);
		this.#bound = name === undefined ? undefined : stepsOf(trace, at).emptied();
	}

	get steps(): StepRows {
		return this.#bound ?? stepsOf(this.trace, this.at);
	}

	override *follow(): Work<void> {
		if (this.#bound !== undefined) yield* super.follow();
	}

	protected override take(index: number): void {
		this.#bound?.push(index);
	}

	protected override countOf(frame: number, from: number, to: number): number {
		return this.steps.countOf(frame, from, to);
	}

	protected override ofFunction(count: number): { readonly k: number; readonly n: number } {
		return { k: count, n: this.steps.length };
	}
}

/** Of any: looked at one by one. */
class ManifoldVisits extends Visits {
	readonly steps: number[] = [];
	/** Of each, how many of its function there were with it; and where one only goes on, which are not counted. */
	readonly #ofFunction = new Count();
	readonly #goingOn = new Set<number>();

	protected override take(index: number): void {
		const place = this.steps.push(index) - 1;
		const goesOn = this.#goesOn(index);
		if (goesOn) this.#goingOn.add(place);
		this.#ofFunction.add(this.#functionOf(place), !goesOn);
	}

	protected override countOf(frame: number, from: number, to: number): number {
		let found = 0;
		for (let place = from; place < to; place++) {
			if (this.trace.stepFrame(this.steps[place]!) === frame && !this.#goingOn.has(place)) found++;
		}
		return found;
	}

	protected override ofFunction(count: number, frame: number): { readonly k: number; readonly n: number } {
		const name = this.trace.frameName(frame);
		let place = count - 1;
		while (place >= 0 && this.#functionOf(place) !== name) place--;
		return { k: this.#ofFunction.until(place), n: this.#ofFunction.all(name) };
	}

	#functionOf(place: number): string {
		return this.trace.frameName(this.trace.stepFrame(this.steps[place]!));
	}

	/** The statement that is under way was at this line before: one of several lines comes back to the first. */
	#goesOn(index: number): boolean {
		const { from, to } = this.at.statement;
		if (from === to) return false;
		const { line } = this.trace.step(index);
		let before = this.trace.besideStep(index, -1);
		while (before !== undefined && before.line !== line && before.line >= from && before.line <= to) before = this.trace.besideStep(before.index, -1);
		return before?.line === line;
	}
}

function isPlain(trace: Trace, at: VisitedLine): boolean {
	return at.statement.from === at.statement.to && stepsOf(trace, at).isOfOneFunction;
}

/** Steps of the line itself, else of another line of the same statement: its bracket's line has none of its own. */
function stepsOf(trace: Trace, { source, line, statement }: VisitedLine): StepRows {
	const own = trace.stepsOfLine(source, line);
	for (let other = statement.from; own.length === 0 && other <= statement.to; other++) {
		const steps = trace.stepsOfLine(source, other);
		if (steps.length > 0) return steps;
	}
	return own;
}

/** What is counted one by one, apart by a key that seldom changes: which of its key's each is. */
class Count {
	readonly #all = new Map<string, { count: number }>();
	readonly #until: number[] = [];
	#key: string | undefined;
	#current = { count: 0 };

	add(key: string, counts: boolean): void {
		if (key !== this.#key) {
			this.#key = key;
			const known = this.#all.get(key);
			this.#current = known ?? { count: 0 };
			if (known === undefined) this.#all.set(key, this.#current);
		}
		if (counts) this.#current.count++;
		this.#until.push(this.#current.count);
	}

	all(key: string): number {
		return this.#all.get(key)?.count ?? 0;
	}

	until(place: number): number {
		return this.#until[place] ?? 0;
	}
}
