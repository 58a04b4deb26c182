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
	if (visits === undefined) lines.set(key, visits = new Visits(trace, at, name));
	yield* visits.follow();
	return visits;
}

export class Visits {
	readonly #trace: Trace;
	readonly #at: VisitedLine;
	readonly #name: string | undefined;
	/** Indexes of the steps that were gone through. */
	readonly #steps: number[] = [];
	/** Of each, how many of its function there were with it; and where one only goes on, which are not counted. */
	readonly #ofFunction = new Count();
	readonly #goingOn = new Set<number>();
	#taken = 0;

	constructor(trace: Trace, at: VisitedLine, name: string | undefined) {
		this.#trace = trace;
		this.#at = at;
		this.#name = name;
	}

	/** Indexes of the steps. */
	get steps(): Rows {
		return this.#counted ?? this.#steps;
	}

	/** Of a line that is a whole statement, of one function, all steps count, and the trace has counted them. */
	get #counted(): StepRows | undefined {
		const { source, line, statement } = this.#at;
		if (this.#name !== undefined || statement.from !== statement.to) return undefined;
		const steps = this.#trace.stepsOfLine(source, line);
		return steps.isOfOneFunction ? steps : undefined;
	}

	*follow(): Work<void> {
		if (this.#counted !== undefined) return;
		const all = this.#stepsOfLine();
		while (this.#taken < all.length) {
			const index = all.at(this.#taken)!;
			if (this.#name === undefined || this.#entersBody(index)) this.#take(index);
			else {
				const step = this.#trace.step(index);
				// What it binds is not known before it has ended.
				if (step.end >= this.#trace.lastTick && this.#trace.status === undefined) return;
				if (this.#binds(step, this.#name)) this.#take(index);
			}
			this.#taken++;
			if (this.#taken % MANY === 0) yield;
		}
	}

	/** How many there are up to the last that had begun or had ended, in the call that is looked at if one is; 0: none had. */
	countUntil(focus: Focus, what: 'begun' | 'ended'): number {
		const { steps } = this;
		let open: number | undefined;
		for (let count = this.#countUpTo(focus.tick); count > 0; count--) {
			const step = this.#trace.step(steps.at(count - 1)!);
			const owner = this.#ownerOf(step.frame);
			open ??= openCallOf(this.#trace, focus, owner);
			if (open !== undefined && step.tick < this.#trace.frame(open).tick) return 0;
			// One of a function that calls itself ends after those that it called.
			if ((what === 'begun' || step.end <= focus.tick) && owner === (open ?? owner)) return count;
		}
		return 0;
	}

	/** Of the first so many runs, those in a frame; where it has one alone, those in all frames of its function. And of all. */
	iteration(count: number, frame: number): Iteration {
		const { name, tick, end } = this.#trace.frame(frame);
		const begin = this.#countUpTo(tick - 1);
		const until = this.#countOf(frame, begin, count), own = until + this.#countOf(frame, Math.max(begin, count), this.#countUpTo(end));
		const last = spentBudget(this.#trace)?.tick;
		if (own > 1) return { k: until, n: own, isCut: last !== undefined && end >= last };
		if (this.#counted !== undefined) return { k: count, n: this.#counted.length, isCut: last !== undefined };
		let place = count - 1;
		while (place >= 0 && this.#functionOf(place) !== name) place--;
		return { k: this.#ofFunction.until(place), n: this.#ofFunction.all(name), isCut: last !== undefined };
	}

	/** How many had begun by a tick. */
	#countUpTo(tick: Tick): number {
		const { steps } = this;
		return countUpTo(steps.length, place => this.#trace.step(steps.at(place)!).tick, tick);
	}

	/** Of those from one place to another, how many runs of a frame. */
	#countOf(frame: number, from: number, to: number): number {
		if (this.#counted !== undefined) return this.#counted.countOf(frame, from, to);
		let found = 0;
		for (let place = from; place < to; place++) {
			if (this.#trace.stepFrame(this.#steps[place]!) === frame && !this.#goingOn.has(place)) found++;
		}
		return found;
	}

	#functionOf(place: number): string {
		return this.#trace.frameName(this.#trace.stepFrame(this.#steps[place]!));
	}

	/** The call whose line it is. */
	#ownerOf(frame: number): number {
		const found = this.#trace.frame(frame);
		return isNested(found) && found.parent >= 0 ? this.#ownerOf(found.parent) : frame;
	}

	/** Of the line itself, else of another line of the same statement: its bracket's line has none of its own. */
	#stepsOfLine(): StepRows {
		const { source, line, statement } = this.#at;
		const own = this.#trace.stepsOfLine(source, line);
		for (let other = statement.from; own.length === 0 && other <= statement.to; other++) {
			const steps = this.#trace.stepsOfLine(source, other);
			if (steps.length > 0) return steps;
		}
		return own;
	}

	#take(index: number): void {
		const place = this.#steps.push(index) - 1;
		const goesOn = this.#goesOn(index);
		if (goesOn) this.#goingOn.add(place);
		this.#ofFunction.add(this.#functionOf(place), !goesOn);
	}

	#binds(step: Step, name: string): boolean {
		const { locals, globals } = this.#trace.frame(step.frame);
		const bound = (scope: number): boolean => this.#trace.bindingsBetween(scope, step.tick, step.end + 1).some(binding => binding.name === name);
		return bound(locals) || locals !== globals && bound(globals);
	}

	#entersBody(index: number): boolean {
		const { statement, bodyEnd = 0 } = this.#at;
		const next = this.#trace.lineBeside(index, 1);
		return next !== undefined && next > statement.to && next <= bodyEnd;
	}

	/** The statement that is under way was at this line before: one of several lines comes back to the first. */
	#goesOn(index: number): boolean {
		const { from, to } = this.#at.statement;
		if (from === to) return false;
		const { line } = this.#trace.step(index);
		let before = this.#trace.besideStep(index, -1);
		while (before !== undefined && before.line !== line && before.line >= from && before.line <= to) before = this.#trace.besideStep(before.index, -1);
		return before?.line === line;
	}
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
