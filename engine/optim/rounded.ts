/** Arithmetic on arrays of a dtype's numbers, each operation rounded as PyTorch's CPU kernels round it. Nothing is written to. */
import { fma32, fma64 } from '../random/rounding.ts';
import type { DTypeName } from '../trace/dtype.ts';
import type { Arithmetic } from './arithmetic.ts';

/** Plain arrays: of a step of many small ones are made, and soon forgotten. */
export type Numbers = readonly number[];

export function roundedArithmetic(dtype: DTypeName): Arithmetic<Numbers> {
	const [round, fma] = dtype === 'float64' ? [(x: number) => x, fma64] : [Math.fround, fma32];
	const addScaled = (a: Numbers, b: Numbers, alpha: number): Numbers => {
		const factor = round(alpha);
		return a.map((x, i) => fma(b[i]!, factor, x));
	};
	const scaled = (a: Numbers, factor: number): Numbers => {
		const by = round(factor);
		return a.map(x => round(x * by));
	};
	const addProduct = (a: Numbers, b: Numbers, c: Numbers, value: number): Numbers => {
		const by = round(value);
		return a.map((x, i) => fma(round(by * b[i]!), c[i]!, x));
	};
	const addSquare = (a: Numbers, b: Numbers, value: number): Numbers => addProduct(a, b, b, value);
	const product = (a: Numbers, b: Numbers): Numbers => a.map((x, i) => round(x * b[i]!));
	return {
		scaled, scale_: scaled, addScaled, addScaled_: addScaled, addSquare, addSquare_: addSquare, addProduct_: addProduct,
		named: (_, a) => a,
		called: (_, a) => a,
		negated: a => a.map(x => -x),
		copy: a => a,
		abs: a => a.map(Math.abs),
		sqrt: a => a.map(x => round(Math.sqrt(x))),
		sign: a => a.map(Math.sign),
		plus: (a, number) => {
			const more = round(number);
			return a.map(x => round(x + more));
		},
		over: (a, divisor) => {
			const by = round(divisor);
			return a.map(x => round(x / by));
		},
		decay_: (a, rate, weight) => scaled(a, 1 - rate * weight),
		lerp_: (a, end, weight) => {
			const by = round(weight), rest = round(1 - by);
			return a.map((x, i) => {
				const difference = round(end[i]! - x);
				return Math.abs(by) < 0.5 ? fma(by, difference, x) : fma(-difference, rest, end[i]!);
			});
		},
		addQuotient_: (a, b, divisor, value) => {
			const by = round(value);
			return a.map((x, i) => round(x + round(round(by * b[i]!) / divisor[i]!)));
		},
		maximum_: (a, b) => a.map((x, i) => Math.max(x, b[i]!)),
		product, multiply_: product,
		quotient: (a, divisor) => a.map((x, i) => round(x / divisor[i]!)),
		timesQuotient: (a, number, divisor) => {
			const by = round(number);
			return a.map((x, i) => round(x * round(round(1 / divisor[i]!) * by)));
		},
		clamp_: (a, least, most) => {
			const [low, high] = [round(least), round(most)];
			return a.map(x => Math.min(Math.max(x, low), high));
		},
		bySign: (a, above, below) => {
			const [up, down] = [round(above), round(below)];
			return a.map(x => x > 0 ? up : x < 0 ? down : x === 0 ? 1 : x);
		},
		zeroed: (a, which, number) => {
			const value = round(number);
			return a.map((x, i) => which[i] === value ? 0 : x);
		},
		approach_: (a, b, weight) => {
			const by = round(weight);
			return a.map((x, i) => round(x + round(round(b[i]! - x) * by)));
		},
	};
}

/** At most six significant digits, as a reader would write it. */
export function written(x: number): string {
	return String(Number(x.toPrecision(6)));
}
