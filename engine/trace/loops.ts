/**
 * The iterations of a loop of the user's code, read from the steps of its header's lines: CPython visits these before each
 * iteration, and once more where the loop ends by itself. Pure reading; which lines are a loop is the caller's syntax.
 */
import { countUpTo } from './ascending.ts';
import { type Focus, isNested, openCallOf } from './focus.ts';
import type { Step, Tick, Trace } from './model.ts';
import { spentBudget } from './recorded.ts';
import type { Work } from './work.ts';

export interface LoopLines {
	/** Index of the trace's source. */
	readonly source: number;
	/** 1-based: of `for` or `while`, where the body begins, and the last one of it. */
	readonly header: number;
	readonly body: number;
	readonly last: number;
}

export interface Iterations {
	readonly frame: number;
	/** For each iteration the tick at which its body began, and the one at which it had ended. */
	readonly begins: readonly Tick[];
	readonly ends: readonly Tick[];
	/** How many had begun by the tick that was asked for: the current one counts, from 1; 0: the loop had not begun. */
	readonly current: number;
	/** Which of the calls in which the loop ran this is, from 1. */
	readonly call: { readonly k: number; readonly n: number };
	/** Of the loop's run before this one the end of the last iteration, and of the one after it that of the first. */
	readonly previous: Tick | undefined;
	readonly next: Tick | undefined;
	/** The recording ended in its midst. */
	readonly isCut: boolean;
}

/** The run of a loop in the innermost call that is looked at, which was under way at its tick, else the last one before it, else the first; undefined: it never ran. */
export function* iterationsAt(trace: Trace, lines: LoopLines, focus: Focus): Work<Iterations | undefined> {
	const loop = loopOf(trace, lines);
	yield* loop.follow();
	return loop.at(focus);
}

interface LoopRun {
	readonly frame: number;
	/** Among the loop's runs, and its call among their calls. */
	readonly place: number;
	readonly call: number;
	readonly begins: Tick[];
	readonly ends: Tick[];
	/** Its latest step. */
	latest: number;
}

/** Of each trace its loops, as far as they have been followed: a trace grows, and its loops are asked for all the time. */
const known = new WeakMap<Trace, Map<string, Loop>>();

function loopOf(trace: Trace, lines: LoopLines): Loop {
	let loops = known.get(trace);
	if (!loops) { known.set(trace, loops = new Map()); }
	const key = `${lines.source}:${lines.header}:${lines.body}:${lines.last}`;
	let loop = loops.get(key);
	if (!loop) { loops.set(key, loop = new Loop(trace, lines)); }
	return loop;
}

class Loop {
	/** In the order in which they began. */
	readonly #runs: LoopRun[] = [];
	readonly #byFrame = new Map<number, LoopRun[]>();
	readonly #trace: Trace;
	readonly #lines: LoopLines;
	/** By frame, the run that its next visit of the header goes on. */
	readonly #open = new Map<number, LoopRun>();
	/** Runs whose last end is only what it was when they were looked at: their last iteration goes on, or was left. */
	readonly #loose = new Set<LoopRun>();
	/** How many steps of each of the header's lines have been taken. */
	readonly #taken: number[];

	constructor(trace: Trace, lines: LoopLines) {
		this.#trace = trace;
		this.#lines = lines;
		this.#taken = Array.from({ length: lines.body - lines.header }, () => 0);
	}

	at(focus: Focus): Iterations | undefined {
		const lastBegun = (runs: readonly LoopRun[]): LoopRun | undefined => runs[countUpTo(runs.length, i => runs[i]!.begins[0]!, focus.tick) - 1];
		const open = this.#runs[0] && openCallOf(this.#trace, focus, this.#runs[0].frame);
		const own = open === undefined ? [] : this.#byFrame.get(open) ?? [];
		const run = lastBegun(own) ?? own[0] ?? lastBegun(this.#runs) ?? this.#runs[0];
		if (!run) { return undefined; }
		const { frame, place, begins, ends } = run;
		const end = spentBudget(this.#trace)?.tick;
		return {
			frame, begins, ends,
			current: countUpTo(begins.length, i => begins[i]!, focus.tick),
			call: { k: run.call, n: this.#byFrame.size },
			previous: this.#runs[place - 1]?.ends.at(-1),
			next: this.#runs[place + 1]?.ends[0],
			isCut: end !== undefined && this.#trace.frame(frame).end >= end && this.#trace.lineBeside(run.latest, 1) === undefined,
		};
	}

	*follow(): Work<void> {
		for (let visit = this.#next(); visit !== undefined; visit = this.#next()) {
			const step = this.#trace.step(visit.index);
			if (!isNested(this.#trace.frame(step.frame))) {
				const after = this.#trace.lineBeside(step.index, 1);
				// Whether the body follows is not known yet.
				if (after === undefined && this.#goesOn(step.frame)) { break; }
				this.#visit(step, this.#trace.lineBeside(step.index, -1), after);
			}
			this.#taken[visit.line]!++;
			yield;
		}
		for (const run of this.#loose) {
			this.#tie(run);
			if (!this.#goesOn(run.frame)) { this.#loose.delete(run); }
		}
	}

	/** The header's next step, and at which of its lines it is. */
	#next(): { readonly index: number; readonly line: number } | undefined {
		const { source, header } = this.#lines;
		let found: { readonly index: number; readonly line: number } | undefined;
		for (const [line, taken] of this.#taken.entries()) {
			const index = this.#trace.stepsOfLine(source, header + line).at(taken);
			if (index !== undefined && !(found && found.index < index)) { found = { index, line }; }
		}
		return found;
	}

	#visit(step: Step, before: number | undefined, after: number | undefined): void {
		const { frame } = step;
		const open = this.#open.get(frame);
		let run = open;
		if (before === undefined || !this.#isSameVisit(before)) {
			run = before !== undefined && this.#isBody(before) ? open : undefined;
			if (run) { run.ends[run.begins.length - 1] = step.tick; } else if (open) { this.#tie(open, step.tick); }
			if (open) { this.#loose.delete(open); }
		}
		if (run) { run.latest = step.index; }
		if (after !== undefined && this.#isSameVisit(after)) { return; }
		if (after === undefined || !this.#isBody(after)) { this.#open.delete(frame); return; }
		if (!run) { this.#open.set(frame, run = this.#begin(frame)); }
		run.begins.push(step.end);
		run.latest = step.index;
		this.#loose.add(run);
	}

	#begin(frame: number): LoopRun {
		const own = this.#byFrame.get(frame) ?? [];
		this.#byFrame.set(frame, own);
		const run: LoopRun = { frame, place: this.#runs.length, call: own[0]?.call ?? this.#byFrame.size, begins: [], ends: [], latest: 0 };
		own.push(run);
		this.#runs.push(run);
		return run;
	}

	/** Left by `break`, `return` or an exception, or still running: ended where the last step of its body did, before it began again. */
	#tie(run: LoopRun, before = Infinity): void {
		const { source, body, last } = this.#lines;
		const from = run.begins.at(-1)!;
		let end = from;
		for (let line = body; line <= last; line++) {
			const steps = this.#trace.stepsOfLine(source, line);
			for (let i = steps.length - 1; i >= 0; i--) {
				const step = this.#trace.step(steps.at(i)!);
				if (step.tick < from) { break; }
				if (step.frame !== run.frame || step.tick >= before) { continue; }
				end = Math.max(end, step.end);
				run.latest = Math.max(run.latest, step.index);
				break;
			}
		}
		run.ends[run.begins.length - 1] = end;
	}

	#isBody(line: number): boolean {
		return line >= this.#lines.body && line <= this.#lines.last;
	}

	/** A header of several lines is visited in several steps; that of one line is visited anew, as by `while True` around it, whose own line is none. */
	#isSameVisit(line: number): boolean {
		const { header, body } = this.#lines;
		return body > header + 1 && line >= header && line < body;
	}

	/** A frame's end is the trace's as long as none was recorded. */
	#goesOn(frame: number): boolean {
		return this.#trace.status === undefined && this.#trace.frame(frame).end >= this.#trace.lastTick;
	}
}

/** The last step of one of some lines (1-based) that had ended, in the call that is looked at if one is; undefined: none had. */
export function lastStepOf(trace: Trace, source: number, from: number, to: number, focus: Focus): Step | undefined {
	let found: Step | undefined;
	for (let line = from; line <= to; line++) {
		const step = lastStepOfLine(trace, source, line, focus);
		if (step && !(found && found.tick > step.tick)) { found = step; }
	}
	return found;
}

function lastStepOfLine(trace: Trace, source: number, line: number, focus: Focus): Step | undefined {
	const steps = trace.stepsOfLine(source, line);
	let open: number | undefined;
	for (let i = countUpTo(steps.length, place => trace.step(steps.at(place)!).tick, focus.tick) - 1; i >= 0; i--) {
		const step = trace.step(steps.at(i)!);
		const frame = trace.frame(step.frame);
		if (isNested(frame)) { continue; }
		open ??= openCallOf(trace, focus, step.frame);
		if (open !== undefined && step.tick < trace.frame(open).tick) { return undefined; }
		// A line of a function that calls itself ends after those that it called.
		if (step.end <= focus.tick && step.frame === (open ?? step.frame)) { return step; }
	}
	return undefined;
}
