/**
 * A run along one line, as a film is: what it printed, its losses, its optimizer's steps, where something was raised; and
 * where a moment lies on it. Of many of a kind some are here, evenly chosen; the ends always are.
 */
import { countUpTo } from '../trace/ascending.ts';
import type { Tick, Trace } from '../trace/model.ts';
import { endOfLine, nextOptimizerMoment } from '../trace/moments.ts';
import { spentBudget } from '../trace/recorded.ts';
import type { Work } from '../trace/work.ts';
import { evenly } from './evenly.ts';
import { runLosses, type Losses } from './losses.ts';
import { originOfLine } from './origin.ts';
import type { Origin } from './slice.ts';

/** More marks of one kind than a line has pixels for. */
const MOST = 600;

export interface Timeline {
	/** Lines that ran; 0 where lines were not recorded. */
	readonly steps: number;
	readonly optimizerSteps: number;
	readonly from: Tick;
	readonly end: Tick;
	/** With the ticks at which their calls had ended. */
	readonly losses: Losses & { readonly ticks: Float64Array };
	/** Ticks. */
	readonly optimizers: Float64Array;
	readonly outputs: Float64Array;
	readonly raised: Float64Array;
	/** Where a budget ended the recording. */
	readonly limit: Tick | undefined;
}

/** Where a moment lies: how many lines had begun before it, and the one that had ended last. */
export interface TimelinePlace { readonly tick: Tick; readonly step: number; readonly optimizerStep: number; readonly origin: Origin | undefined }

export type Walk = 'step' | 'optimizerStep';

export function* timelineOf(trace: Trace): Work<Timeline> {
	const { backwards, outputs, raised } = trace;
	const losses = yield* runLosses(trace);
	return {
		steps: trace.stepCount, optimizerSteps: trace.optimizerStepCount, from: beginOf(trace), end: trace.lastTick,
		losses: { ...losses, ticks: losses.numbers.map(number => backwards[number]!.end) },
		optimizers: Float64Array.from(evenly(trace.optimizerStepCount, MOST), index => trace.optimizerStep(index).tick),
		outputs: Float64Array.from(evenly(outputs.length, MOST), index => outputs[index]!.tick),
		raised: Float64Array.from(evenly(raised.length, MOST), index => raised[index]!.tick),
		limit: spentBudget(trace)?.tick,
	};
}

/** `tick` undefined: the end. */
export function placeOnTimeline(trace: Trace, tick: Tick | undefined): TimelinePlace {
	const at = tick ?? trace.lastTick + 1;
	const step = trace.stepAt(at - 1);
	return {
		tick: Math.min(at, trace.lastTick), step: stepsBefore(trace, at), optimizerStep: countUpTo(trace.optimizerStepCount, index => trace.optimizerStep(index).end, at),
		origin: step && originOfLine(trace, step.frame, step.line, step.tick),
	};
}

/** The moment at which the line had ended in which something began; undefined: the end, which goes on as the run does. */
export function sought(trace: Trace, tick: Tick): Tick | undefined {
	return tick >= trace.lastTick ? undefined : endOfLine(trace, tick);
}

/** The moment one step further, or before: at which the line ended of the next optimizer step; or the next line begins. undefined: the end. */
export function walked(trace: Trace, tick: Tick | undefined, by: Walk, direction: 1 | -1): Tick | undefined {
	const at = tick ?? trace.lastTick + 1;
	if (by === 'step') {
		const next = direction === 1 ? countUpTo(trace.stepCount, index => trace.step(index).tick, at) : stepsBefore(trace, at) - 1;
		return next >= trace.stepCount || trace.stepCount === 0 ? undefined : trace.step(Math.max(0, next)).tick;
	}
	return nextOptimizerMoment(trace, at, direction) ?? (direction === 1 ? undefined : beginOf(trace));
}

function beginOf(trace: Trace): Tick {
	return trace.stepCount > 0 ? trace.step(0).tick : 0;
}

function stepsBefore(trace: Trace, tick: Tick): number {
	return countUpTo(trace.stepCount, index => trace.step(index).tick, tick - 1);
}
