/** Arithmetic on arrays of a dtype's numbers, each operation rounded as PyTorch's CPU kernels round it. Nothing is written to. */
import { fma32, fma64 } from '../random/rounding.ts';
import type { DTypeName } from '../trace/dtype.ts';
import type { AdamArithmetic } from './adam-formula.ts';
import type { SgdArithmetic } from './sgd-formula.ts';

/** Plain arrays: of a step of many small ones are made, and soon forgotten. */
type Numbers = readonly number[];

export function roundedArithmetic(dtype: DTypeName): SgdArithmetic<Numbers> & AdamArithmetic<Numbers> {
	const [round, fma] = dtype === 'float64' ? [(x: number) => x, fma64] : [Math.fround, fma32];
	const addScaled = (a: Numbers, b: Numbers, alpha: number): Numbers => {
		const factor = round(alpha);
		return a.map((x, i) => fma(b[i]!, factor, x));
	};
	const scale = (a: Numbers, factor: number): Numbers => {
		const by = round(factor);
		return a.map(x => round(x * by));
	};
	return {
		addScaled, scale,
		negated: a => a.map(x => -x),
		copy: a => a,
		updateBuffer: (buffer, momentum, d, weight) => addScaled(scale(buffer, momentum), d, weight),
		update: addScaled,
		lerp: (a, end, weight) => {
			const by = round(weight), rest = round(1 - by);
			return a.map((x, i) => {
				const difference = round(end[i]! - x);
				return Math.abs(by) < 0.5 ? fma(by, difference, x) : fma(-difference, rest, end[i]!);
			});
		},
		addSquare: (a, b, value) => {
			const by = round(value);
			return a.map((x, i) => fma(round(by * b[i]!), b[i]!, x));
		},
		maximum: (a, b) => a.map((x, i) => Math.max(x, b[i]!)),
		addQuotient: (a, b, divisor, value) => {
			const by = round(value);
			return a.map((x, i) => round(x + round(round(by * b[i]!) / divisor[i]!)));
		},
		denominator: (a, divisor, eps) => {
			const by = round(divisor), more = round(eps);
			return a.map(x => round(round(round(Math.sqrt(x)) / by) + more));
		},
	};
}

/** At most six significant digits, as a reader would write it. */
export function written(x: number): string {
	return String(Number(x.toPrecision(6)));
}
