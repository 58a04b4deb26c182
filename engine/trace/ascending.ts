/** Search in numbers that ascend, wherever they lie. */
import type { Rows } from './rows.ts';

/** How many of the first `length` numbers that `at` gives are at most `limit`. */
export function countUpTo(length: number, at: (index: number) => number, limit: number): number {
	return countWhile(length, index => at(index) <= limit);
}

/** How many of ascending numbers are below a bound. */
export function countBelow(numbers: Rows, bound: number): number {
	return countWhile(numbers.length, index => numbers.at(index)! < bound);
}

/** How many at the beginning of a list, all of which come first, satisfy a condition. */
export function countWhile(length: number, holds: (index: number) => boolean): number {
	let low = 0, high = length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (holds(middle)) low = middle + 1;
		else high = middle;
	}
	return low;
}
