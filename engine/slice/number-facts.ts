/** A tensor's numbers in a line, as a node of a graph shows them: how large they are, and what of them is no number. */
import { done, type Work } from '../trace/work.ts';
import type { NumberFacts } from './slice.ts';

/** So few are told one by one. */
export const MOST_VALUES = 6;

/** Elements that are looked at in one turn. */
const PIECE = 2 ** 16;

export function numberFacts(elements: ArrayLike<number | bigint>): NumberFacts {
	return done(gatheringFacts(elements));
}

/** The same, for who can't wait for a look at each of them. */
export function* gatheringFacts(elements: ArrayLike<number | bigint>): Work<NumberFacts> {
	const seen: Seen = { nan: 0, infinite: 0, low: Infinity, high: -Infinity, squares: 0 };
	let largest = 0;
	for (let from = 0; from < elements.length; from += PIECE) {
		largest = largestOf(elements, from, Math.min(elements.length, from + PIECE), largest);
		yield;
	}
	for (let from = 0; from < elements.length; from += PIECE) {
		look(elements, from, Math.min(elements.length, from + PIECE), largest, seen);
		yield;
	}
	const { nan, infinite, low, high, squares } = seen, count = elements.length - nan - infinite;
	const values = elements.length <= MOST_VALUES ? Array.from(elements, Number) : [];
	return { count: elements.length, nan, infinite, low: count === 0 ? NaN : low, high: count === 0 ? NaN : high, rms: count === 0 ? NaN : largest * Math.sqrt(squares / count), values };
}

/** `squares`: of the finite ones' parts of the largest. */
interface Seen { nan: number; infinite: number; low: number; high: number; squares: number }

function largestOf(elements: ArrayLike<number | bigint>, from: number, end: number, known: number): number {
	let largest = known;
	for (let at = from; at < end; at++) {
		const size = Math.abs(Number(elements[at]));
		if (size > largest && size !== Infinity) largest = size;
	}
	return largest;
}

function look(elements: ArrayLike<number | bigint>, from: number, end: number, largest: number, seen: Seen): void {
	let { nan, infinite, low, high, squares } = seen;
	for (let at = from; at < end; at++) {
		const value = Number(elements[at]);
		if (value - value !== 0) {
			if (value !== value) nan++;
			else infinite++;
			continue;
		}
		if (value < low) low = value;
		if (value > high) high = value;
		// By the largest one: a square of 1e-200 is 0, of 1e200 infinite.
		if (largest !== 0) squares += (value / largest) ** 2;
	}
	Object.assign(seen, { nan, infinite, low, high, squares });
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
