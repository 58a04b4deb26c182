/** A tensor's numbers in a line, as a node of a graph shows them: how large they are, and what of them is no number. */
import type { Elements } from '../trace/model.ts';
import type { NumberFacts } from './slice.ts';

/** So few are told one by one. */
export const MOST_VALUES = 6;

export function numberFacts(elements: Elements | Float64Array): NumberFacts {
	let [nan, infinite, low, high, squares, largest] = [0, 0, Infinity, -Infinity, 0, 0];
	for (const element of elements) largest = Math.max(largest, finite(Number(element)));
	for (const element of elements) {
		const value = Number(element);
		if (Number.isNaN(value)) nan++;
		else if (!Number.isFinite(value)) infinite++;
		else {
			low = Math.min(low, value);
			high = Math.max(high, value);
			// By the largest one: a square of 1e-200 is 0, of 1e200 infinite.
			squares += largest === 0 ? 0 : (value / largest) ** 2;
		}
	}
	const count = elements.length - nan - infinite;
	const values = elements.length <= MOST_VALUES ? Array.from(elements as ArrayLike<number | bigint>, Number) : [];
	return { count: elements.length, nan, infinite, low: count === 0 ? NaN : low, high: count === 0 ? NaN : high, rms: count === 0 ? NaN : largest * Math.sqrt(squares / count), values };
}

function finite(value: number): number {
	return Number.isFinite(value) ? Math.abs(value) : 0;
}

/** As so many numbers: for a derived event; the root mean square is one of them. */
export const FACT_NUMBERS = 7 + MOST_VALUES;
export const RMS = 5;

export function factsAsNumbers({ count, nan, infinite, low, high, rms, values }: NumberFacts): readonly number[] {
	return [count, nan, infinite, low, high, rms, values.length, ...values, ...new Array<number>(MOST_VALUES - values.length).fill(0)];
}

/** undefined where there are none: a count of -1. */
export function factsFromNumbers(numbers: Float64Array): NumberFacts | undefined {
	const [count = -1, nan = 0, infinite = 0, low = NaN, high = NaN, rms = NaN, some = 0] = numbers;
	return count < 0 ? undefined : { count, nan, infinite, low, high, rms, values: [...numbers.subarray(7, 7 + Math.min(some, MOST_VALUES))] };
}
