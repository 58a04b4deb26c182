/**
 * The iterations of a loop of the user's code, read from the steps of its header's line: CPython visits that line before
 * each iteration, and once more where the loop ends by itself. Pure reading; which lines are a loop is the caller's syntax.
 */
import { countUpTo } from './ascending.ts';
import type { Work } from './work.ts';
import type { Tick, Trace } from './model.ts';

export interface LoopLines {
	/** Index of the trace's source. */
	readonly source: number;
	/** 1-based line of `for` or `while`, and last line of its body. */
	readonly header: number;
	readonly last: number;
}

export interface Iterations {
	readonly frame: number;
	/** For each iteration the tick at which its body began, and the one at which it had ended. */
	readonly begins: readonly Tick[];
	readonly ends: readonly Tick[];
	/** How many had begun by the tick that was asked for: the current one counts, from 1; 0: the loop had not begun. */
	readonly current: number;
}

/** The run of a loop that was under way at a tick, else the last one before it, else the first; undefined: it never ran. */
export function* iterationsAt(trace: Trace, lines: LoopLines, tick: Tick = trace.lastTick): Work<Iterations | undefined> {
	const loop = loopOf(trace, lines);
	yield* loop.follow();
	const { runs } = loop;
	const run = runs[countUpTo(runs.length, i => runs[i]!.begins[0]!, tick) - 1] ?? runs[0];
	return run && { ...run, current: countUpTo(run.begins.length, i => run.begins[i]!, tick) };
}

interface LoopRun { readonly frame: number; readonly begins: Tick[]; readonly ends: Tick[] }

/** Of each trace its loops, as far as they have been followed: a trace grows, and its loops are asked for all the time. */
const known = new WeakMap<Trace, Map<string, Loop>>();

function loopOf(trace: Trace, lines: LoopLines): Loop {
	let loops = known.get(trace);
	if (!loops) { known.set(trace, loops = new Map()); }
	const key = `${lines.source}:${lines.header}:${lines.last}`;
	let loop = loops.get(key);
	if (!loop) { loops.set(key, loop = new Loop(trace, lines)); }
	return loop;
}

class Loop {
	/** In the order in which they began. */
	readonly runs: LoopRun[] = [];
	readonly #trace: Trace;
	readonly #lines: LoopLines;
	/** By frame, the run that its next visit of the header goes on. */
	readonly #open = new Map<number, LoopRun>();
	/** Runs whose last end is only what it was when they were looked at: their last iteration goes on, or was left. */
	readonly #loose = new Set<LoopRun>();
	/** How many visits of the header have been taken. */
	#taken = 0;

	constructor(trace: Trace, lines: LoopLines) {
		this.#trace = trace;
		this.#lines = lines;
	}

	*follow(): Work<void> {
		const { source, header } = this.#lines;
		const visits = this.#trace.stepsOfLine(source, header);
		while (this.#taken < visits.length) {
			const index = visits[this.#taken]!;
			const { frame } = this.#trace.step(index);
			const after = neighbour(this.#trace, index, 1, visits[this.#taken + 1] ?? this.#trace.stepCount);
			// Whether the body follows is not known yet.
			if (after === undefined && this.#goesOn(frame)) { break; }
			this.#visit(index, neighbour(this.#trace, index, -1, visits[this.#taken - 1] ?? -1), after);
			this.#taken++;
			yield;
		}
		for (const run of this.#loose) {
			this.#tie(run);
			if (!this.#goesOn(run.frame)) { this.#loose.delete(run); }
		}
	}

	#visit(index: number, before: number | undefined, after: number | undefined): void {
		const step = this.#trace.step(index);
		const open = this.#open.get(step.frame);
		let run = before !== undefined && (this.#isBody(before) || before === this.#lines.header) ? open : undefined;
		if (run) { run.ends[run.begins.length - 1] = step.tick; } else if (open) { this.#tie(open, step.tick); }
		if (open) { this.#loose.delete(open); }
		if (after === undefined || !this.#isBody(after)) { this.#open.delete(step.frame); return; }
		if (!run) { this.#open.set(step.frame, run = { frame: step.frame, begins: [], ends: [] }); this.runs.push(run); }
		run.begins.push(step.end);
		this.#loose.add(run);
	}

	/** Left by `break`, `return` or an exception, or still running: ended where the last step of its body did, before it began again. */
	#tie(run: LoopRun, before = Infinity): void {
		const { source, header, last } = this.#lines;
		const from = run.begins.at(-1)!;
		let end = from;
		for (let line = header + 1; line <= last; line++) {
			const steps = this.#trace.stepsOfLine(source, line);
			for (let i = steps.length - 1; i >= 0; i--) {
				const step = this.#trace.step(steps[i]!);
				if (step.tick < from) { break; }
				if (step.frame === run.frame && step.tick < before) { end = Math.max(end, step.end); }
			}
		}
		run.ends[run.begins.length - 1] = end;
	}

	#isBody(line: number): boolean {
		return line > this.#lines.header && line <= this.#lines.last;
	}

	/** A frame's end is the trace's as long as none was recorded. */
	#goesOn(frame: number): boolean {
		return this.#trace.status === undefined && this.#trace.frame(frame).end >= this.#trace.lastTick;
	}
}

/** The line of the next step of the same frame in a direction, before `bound`; undefined: there is none. */
function neighbour(trace: Trace, index: number, direction: 1 | -1, bound: number): number | undefined {
	const { frame } = trace.step(index);
	for (let i = index + direction; direction === 1 ? i <= Math.min(bound, trace.stepCount - 1) : i >= Math.max(bound, 0); i += direction) {
		const step = trace.step(i);
		if (step.frame === frame) { return step.line; }
	}
	return undefined;
}

/** The last step of one of some lines (1-based) that had ended at a tick; undefined: none had. */
export function lastStepOf(trace: Trace, source: number, from: number, to: number, tick: Tick): { readonly frame: number; readonly end: Tick } | undefined {
	let found: { readonly frame: number; readonly end: Tick; readonly tick: Tick } | undefined;
	for (let line = from; line <= to; line++) {
		const steps = trace.stepsOfLine(source, line);
		// A line of a function that calls itself ends after those that it called.
		for (let i = countUpTo(steps.length, place => trace.step(steps[place]!).tick, tick) - 1; i >= 0; i--) {
			const step = trace.step(steps[i]!);
			if (step.end > tick) { continue; }
			if (!found || step.tick > found.tick) { found = step; }
			break;
		}
	}
	return found;
}
