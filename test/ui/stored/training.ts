/** The timeline of a run of 400 optimizer steps: a loss that falls and wavers, jumps once and is NaN once, prints, a budget that ended it. */
import type { OtherRun } from '../../../engine/slice/losses.ts';
import type { Timeline, TimelinePlace } from '../../../engine/slice/timeline.ts';

const STEPS = 400, TICKS = 40, LINES = 6;
const ends = Float64Array.from({ length: STEPS }, (_, i) => (i + 1) * TICKS);
const every = (count: number, by: number) => ends.filter((_, i) => i % count === count - 1).map(tick => tick + by);

export const TRAINING: Timeline = {
	steps: STEPS * LINES, optimizerSteps: STEPS, from: 0, end: STEPS * TICKS + 10,
	losses: { count: STEPS, numbers: Float64Array.from({ length: STEPS }, (_, i) => i), ticks: ends.map(tick => tick - 10), values: Float64Array.from({ length: STEPS }, (_, i) => i === 320 ? NaN : 2.5 * Math.exp(-i / 90) + 0.2 + 0.08 * Math.sin(i * 1.7) * Math.cos(i / 5) + (i >= 140 && i < 150 ? (150 - i) / 9 : 0)) },
	optimizers: ends, outputs: every(25, 4), raised: Float64Array.of(STEPS * TICKS + 5), limit: STEPS * TICKS + 8,
};

/** The same with a smaller learning rate, and stopped after 260 steps. */
export const EARLIER: OtherRun = {
	title: 'the run of 14:32:10',
	losses: { count: 260, numbers: Float64Array.from({ length: 260 }, (_, i) => i), values: Float64Array.from({ length: 260 }, (_, i) => 2.6 * Math.exp(-i / 200) + 0.25 + 0.05 * Math.sin(i * 1.3)) },
};

export function placeInTraining(tick: number | undefined): TimelinePlace {
	const at = Math.min(TRAINING.end, tick ?? Infinity);
	return { tick: at, step: Math.min(TRAINING.steps, Math.floor(at / TICKS * LINES)), optimizerStep: Math.min(STEPS, Math.floor(at / TICKS)), origin: undefined };
}
