/** How long a vector is. */
export function norm(values: ArrayLike<number>): number {
	return Math.sqrt(squared(values));
}

/** The sum of its numbers' squares. */
export function squared(values: ArrayLike<number>): number {
	let sum = 0;
	for (let i = 0; i < values.length; i++) sum += values[i]! ** 2;
	return sum;
}
