/**
 * Gamma numbers of scale 1, by rejection from a normal (Marsaglia and Tsang 2000, "A simple method for generating gamma variables").
 * A shape below 1 is drawn as one above it and taken back by a power of a uniform.
 */
import type { Generator } from './generator.ts';
import { nextNormal } from './normal.ts';
import type { FloatDType } from './uniform.ts';
import { rounder } from './uniform.ts';

/** The shape is counted with in its own precision, as PyTorch does; what is drawn with it in float64. */
export function drawGamma(generator: Generator, shape: number, dtype: FloatDType): number {
	const round = rounder(dtype);
	let scale = 1, alpha = shape;
	if (alpha < 1) {
		if (alpha === 0) return 0;
		scale = (1 - generator.uniform53()) ** round(1 / alpha);
		alpha = round(alpha + 1);
	}
	const d = round(alpha - Math.fround(1 / 3)), c = 1 / Math.sqrt(9 * d);
	// Of a shape that is no positive number v is NaN, which only the first condition lets pass.
	for (;;) {
		let x: number, y: number;
		do {
			x = nextNormal(generator);
			y = 1 + c * x;
		} while (y <= 0);
		const v = y * y * y, u = 1 - generator.uniform53(), square = x * x;
		if (u < 1 - Math.fround(0.0331) * square * square || Math.log(u) < 0.5 * square + d * (1 - v + Math.log(v))) {
			return scale * d * v;
		}
	}
}
