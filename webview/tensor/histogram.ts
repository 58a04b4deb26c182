/** How many elements lie where between two ends. Pure; of millions it is counted in pieces, so that a page answers meanwhile. */
import type { Elements } from '../../engine/trace/model.ts';
import type { Work } from '../../engine/trace/work.ts';
import type { Interval } from '../grid/paint.ts';

/** Elements that are counted in one go. */
const PIECE = 2 ** 18;
/** As many of the elements stand for all of them where they are put in order. */
const SAMPLE = 2 ** 16;

/** Counts of `bins` equal parts from `low` to `high`; what lies outside or is no number is in none. Yields between two pieces. */
export function* histogram(elements: Elements, [low, high]: Interval, bins: number): Work<Uint32Array> {
	const counts = new Uint32Array(bins);
	for (let from = 0; from < elements.length; from += PIECE) {
		if (from > 0) yield;
		count(elements, from, Math.min(elements.length, from + PIECE), low, high, counts);
	}
	return counts;
}

/** How many finite elements lie beyond two ends. Yields between two pieces. */
export function* countBeyond(elements: Elements, [low, high]: Interval): Work<{ readonly above: number; readonly below: number }> {
	let [above, below] = [0, 0];
	for (let i = 0; i < elements.length; i++) {
		if (i > 0 && i % PIECE === 0) yield;
		const value = Number(elements[i]);
		if (value > high && value < Infinity) above++;
		else if (value < low && value > -Infinity) below++;
	}
	return { above, below };
}

function count(elements: Elements, from: number, end: number, low: number, high: number, counts: Uint32Array): void {
	const last = counts.length - 1;
	// The halves of a range may be all that a double holds.
	const scale = counts.length / (high / 2 - low / 2) / 2;
	for (let i = from; i < end; i++) {
		const value = Number(elements[i]);
		if (value >= low && value <= high) counts[Math.min(last, Math.floor((value - low) * scale))]!++;
	}
}

/** The values between which all but a part of the finite elements lie: of 0.01 the 1st and the 99th percentile, by the nearest rank in a sample. */
export function middleOf(elements: Elements, part: number): Interval {
	const step = Math.max(1, Math.floor(elements.length / SAMPLE));
	const sample = Array.from({ length: Math.floor(elements.length / step) }, (_, i) => Number(elements[i * step])).filter(Number.isFinite).sort((a, b) => a - b);
	const at = (rank: number) => sample[Math.min(sample.length - 1, Math.max(0, Math.round(rank * (sample.length - 1))))] ?? 0;
	return [at(part), at(1 - part)];
}
