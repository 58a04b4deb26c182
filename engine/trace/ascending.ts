/** Search in numbers that ascend, wherever they lie. */

/** How many of the first `length` numbers that `at` gives are at most `limit`. */
export function countUpTo(length: number, at: (index: number) => number, limit: number): number {
	let low = 0, high = length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (at(middle) <= limit) low = middle + 1;
		else high = middle;
	}
	return low;
}
