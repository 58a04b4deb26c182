/**
 * One pass over a tensor's elements: least, greatest and mean of the finite values, and how many are not finite.
 * The idea of saying so much of a tensor in one line is lovely-tensors'.
 */

import { factsOf, whole, type Summary } from '../trace/summary.ts';
import { done, type Work } from '../trace/work.ts';

export interface Statistics {
	readonly count: number;
	/** Finite elements; 0 leaves `min`, `mean` and `max` NaN. */
	readonly finite: number;
	/** Exact for int64 (bigint); of floats the element itself. */
	readonly min: number | bigint;
	readonly max: number | bigint;
	/** Of the finite ones, in double, by Neumaier's sum. */
	readonly sum: number;
	readonly mean: number;
	readonly nan: number;
	readonly positiveInfinity: number;
	readonly negativeInfinity: number;
	/** Elements that are not 0; for bool, those that are True. */
	readonly nonzero: number;
}

/** Elements that are looked at in one turn. */
const PIECE = 2 ** 16;

/** Elements of a tensor, in any order. */
export function statistics(elements: ArrayLike<number | bigint>): Statistics {
	return done(gathering(elements));
}

/** The same, for who can't wait for a look at each of them. */
export function* gathering(elements: ArrayLike<number | bigint>): Work<Statistics> {
	const seen: Seen = { finite: 0, nan: 0, positiveInfinity: 0, negativeInfinity: 0, nonzero: 0, min: Infinity, max: -Infinity, sum: 0, lost: 0 };
	for (let from = 0; from < elements.length; from += PIECE) {
		look(elements, from, Math.min(elements.length, from + PIECE), seen);
		yield;
	}
	const { finite, nan, positiveInfinity, negativeInfinity, nonzero, sum, lost } = seen;
	const [min, max] = finite === 0 ? [NaN, NaN] : [seen.min, seen.max];
	return { count: elements.length, finite, min, max, sum: sum + lost, mean: (sum + lost) / finite, nan, positiveInfinity, negativeInfinity, nonzero };
}

/** `lost`: what rounding has taken from the sum. */
interface Seen { finite: number; nan: number; positiveInfinity: number; negativeInfinity: number; nonzero: number; min: number | bigint; max: number | bigint; sum: number; lost: number }

function look(elements: ArrayLike<number | bigint>, from: number, end: number, seen: Seen): void {
	let { finite, nan, positiveInfinity, negativeInfinity, nonzero, min, max, sum, lost } = seen;
	for (let at = from; at < end; at++) {
		const element = elements[at]!;
		const value = Number(element);
		if (value !== 0) nonzero++;
		if (value - value !== 0) {
			if (value !== value) nan++;
			else if (value > 0) positiveInfinity++;
			else negativeInfinity++;
			continue;
		}
		finite++;
		if (element < min) min = element;
		if (element > max) max = element;
		const next = sum + value;
		lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
		sum = next;
	}
	Object.assign(seen, { finite, nan, positiveInfinity, negativeInfinity, nonzero, min, max, sum, lost });
}

/** The same of a tensor of which the trace has a summary alone. Whether an element is 0 is known of bool, whose mean counts. */
export function summaryStatistics(summary: Summary): Statistics {
	const { count, finite, low, high, mean, nan, positiveInfinity, negativeInfinity } = factsOf(whole(summary), 0);
	return { count, finite, min: low, max: high, sum: mean * finite, mean, nan, positiveInfinity, negativeInfinity, nonzero: finite === 0 ? 0 : Math.round(mean * finite) };
}
