/** Of many some, at equal distances: the first and the last are among them. */

/** Ascending indices under `count`; all of them where there are no more than `most` (at least 2). */
export function evenly(count: number, most: number): number[] {
	if (count <= most) return Array.from({ length: count }, (_, index) => index);
	return [...new Set(Array.from({ length: most }, (_, i) => Math.round(i * (count - 1) / (most - 1))))];
}
