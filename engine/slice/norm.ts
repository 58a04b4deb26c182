/** How long a vector is: the root of the sum of its numbers' squares. */
export function norm(values: ArrayLike<number>): number {
	let sum = 0;
	for (let i = 0; i < values.length; i++) sum += values[i]! ** 2;
	return Math.sqrt(sum);
}
