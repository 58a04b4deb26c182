/**
 * The iterations of a loop of the user's code, read from the steps of its header's line: CPython visits that line before
 * each iteration, and once more where the loop ends by itself. Pure reading; which lines are a loop is the caller's syntax.
 */
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
export function iterationsAt(trace: Trace, loop: LoopLines, tick: Tick = trace.lastTick): Iterations | undefined {
	const runs = runsOf(trace, loop);
	const run = runs.findLast(({ begins }) => begins[0]! <= tick) ?? runs[0];
	return run && { ...run, current: countUpTo(run.begins, tick) };
}

/** How many of ascending ticks are not after one. */
function countUpTo(ticks: readonly Tick[], tick: Tick): number {
	let low = 0, high = ticks.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (ticks[middle]! <= tick) { low = middle + 1; } else { high = middle; }
	}
	return low;
}

type LoopRun = Omit<Iterations, 'current'>;

/** Of each trace, what its loops were found to be while it had so many steps. */
const known = new WeakMap<Trace, Map<string, { readonly steps: number; readonly runs: readonly LoopRun[] }>>();

function runsOf(trace: Trace, loop: LoopLines): readonly LoopRun[] {
	let loops = known.get(trace);
	if (!loops) { known.set(trace, loops = new Map()); }
	const key = `${loop.source}:${loop.header}:${loop.last}`;
	const found = loops.get(key);
	if (found?.steps === trace.stepCount) { return found.runs; }
	const runs = findRuns(trace, loop);
	loops.set(key, { steps: trace.stepCount, runs });
	return runs;
}

function findRuns(trace: Trace, { source, header, last }: LoopLines): LoopRun[] {
	const isBody = (line: number): boolean => line > header && line <= last;
	const headers = trace.stepsOfLine(source, header);
	const runs: { frame: number; begins: Tick[]; ends: Tick[] }[] = [];
	/** By frame, the run that its next visit of the header goes on. */
	const open = new Map<number, { frame: number; begins: Tick[]; ends: Tick[] }>();
	headers.forEach((index, place) => {
		const step = trace.step(index);
		const before = neighbour(trace, index, -1, headers[place - 1] ?? -1);
		let run = before !== undefined && (isBody(before) || before === header) ? open.get(step.frame) : undefined;
		if (run && run.ends.length < run.begins.length) { run.ends.push(step.tick); }
		const after = neighbour(trace, index, 1, headers[place + 1] ?? trace.stepCount);
		if (after === undefined || !isBody(after)) { open.delete(step.frame); return; }
		if (!run) { open.set(step.frame, run = { frame: step.frame, begins: [], ends: [] }); runs.push(run); }
		run.begins.push(step.end);
	});
	// Left by `break`, `return` or an exception, or still running: ended where the last step of its body did.
	for (const run of runs) { if (run.ends.length < run.begins.length) { run.ends.push(endOfBody(trace, run, source, header, last)); } }
	return runs;
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

function endOfBody(trace: Trace, { frame, begins }: LoopRun, source: number, header: number, last: number): Tick {
	let end = begins.at(-1)!;
	for (let line = header + 1; line <= last; line++) {
		for (const index of trace.stepsOfLine(source, line).toReversed()) {
			const step = trace.step(index);
			if (step.tick < begins.at(-1)!) { break; }
			if (step.frame === frame) { end = Math.max(end, step.end); }
		}
	}
	return end;
}

/** The last step of one of some lines (1-based) that had ended at a tick; undefined: none had. */
export function lastStepOf(trace: Trace, source: number, from: number, to: number, tick: Tick): { readonly frame: number; readonly end: Tick } | undefined {
	let found: { readonly frame: number; readonly end: Tick; readonly tick: Tick } | undefined;
	for (let line = from; line <= to; line++) {
		const steps = trace.stepsOfLine(source, line);
		let low = 0;
		let high = steps.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (trace.step(steps[middle]!).tick <= tick) { low = middle + 1; } else { high = middle; }
		}
		// A line of a function that calls itself ends after those that it called.
		for (let i = low - 1; i >= 0; i--) {
			const step = trace.step(steps[i]!);
			if (step.end > tick) { continue; }
			if (!found || step.tick > found.tick) { found = step; }
			break;
		}
	}
	return found;
}
