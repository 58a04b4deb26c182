/** Of what NumPy's distributions are made, and the gamma distribution (Marsaglia and Tsang 2000; Ahrens and Dieter 1974 below 1), of which most are. */
import { logarithm, power } from './double-functions.ts';

/** What a generator's standard numbers are. */
export interface Source {
	random(): number;
	normal(): number;
	exponential(): number;
	/** A whole number in [0, most]; only a Generator is asked. */
	interval(most: number): number;
	/** Whether it is a RandomState, whose numbers remain what they were when formulas were made better. */
	readonly isLegacy: boolean;
}

export type Distribution = (source: Source, a: number, b: number, c: number) => number;

export function gamma(source: Source, shape: number): number {
	if (shape === 1) return source.exponential();
	if (shape === 0) return 0;
	if (shape < 1) {
		for (;;) {
			const u = source.random(), v = source.exponential();
			if (u <= 1 - shape) {
				const x = power(u, 1 / shape);
				if (x <= v) return x;
			} else {
				const y = -logarithm((1 - u) / shape), x = power(1 - shape + shape * y, 1 / shape);
				if (x <= v + y) return x;
			}
		}
	}
	const b = shape - 1 / 3, c = 1 / Math.sqrt(9 * b);
	for (;;) {
		let x: number, v: number;
		do {
			x = source.normal();
			v = 1 + c * x;
		} while (v <= 0);
		v = v * v * v;
		const u = source.random();
		// Of a shape that is NaN no number would be taken: NumPy goes on for good.
		if (u < 1 - 0.0331 * (x * x) * (x * x) || Number.isNaN(v) || Math.log(u) < 0.5 * x * x + b * (1 - v + Math.log(v))) return b * v;
	}
}
