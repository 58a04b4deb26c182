/**
 * One pass over a tensor's elements: least, greatest and mean of the finite values, and how many are not finite.
 * The idea of saying so much of a tensor in one line is lovely-tensors'.
 */

import { factsOf, whole, type Summary } from '../trace/summary.ts';

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

/** Elements of a tensor, in any order. */
export function statistics(elements: ArrayLike<number | bigint>): Statistics {
	let finite = 0;
	let nan = 0;
	let positiveInfinity = 0;
	let negativeInfinity = 0;
	let nonzero = 0;
	let min: number | bigint = Infinity;
	let max: number | bigint = -Infinity;
	let sum = 0;
	let lost = 0;
	for (let at = 0; at < elements.length; at++) {
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
	if (finite === 0) min = max = NaN;
	return { count: elements.length, finite, min, max, sum: sum + lost, mean: (sum + lost) / finite, nan, positiveInfinity, negativeInfinity, nonzero };
}

/** The same of a tensor of which the trace has a summary alone. Whether an element is 0 is known of bool, whose mean counts. */
export function summaryStatistics(summary: Summary): Statistics {
	const { count, finite, low, high, mean, nan, positiveInfinity, negativeInfinity } = factsOf(whole(summary), 0);
	return { count, finite, min: low, max: high, sum: mean * finite, mean, nan, positiveInfinity, negativeInfinity, nonzero: finite === 0 ? 0 : Math.round(mean * finite) };
}
