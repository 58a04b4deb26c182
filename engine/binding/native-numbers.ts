/** Arithmetic and comparisons of NumPy's float64 and int64 numbers with each other and with Python's. */
import { bool, float, int } from '../tensor/scalar.ts';
import type { Arrays } from './native-arrays.ts';
import { NOTHING } from './python-objects.ts';

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = { add: (a, b) => a + b, sub: (a, b) => a - b, mul: (a, b) => a * b, truediv: (a, b) => a / b };
const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
	eq: (a, b) => a === b, ne: (a, b) => a !== b, lt: (a, b) => a < b, le: (a, b) => a <= b, gt: (a, b) => a > b, ge: (a, b) => a >= b,
};

/** What is not finite, or no safe integer, is left to Python. */
export function numberOperator(arrays: Arrays, name: string, notImplemented: number): (a: number, b: number) => number {
	const compare = COMPARISONS[name], arithmetic = ARITHMETIC[name]!, isDivision = name === 'truediv';
	return (a, b) => {
		const left = arrays.realIn(a), right = arrays.realIn(b);
		if (left === undefined || right === undefined) {
			// An array computes itself with a number.
			if (arrays.tensorIn(left === undefined ? a : b) === undefined) return NOTHING;
			arrays.hold(notImplemented);
			return notImplemented;
		}
		if (compare !== undefined) return arrays.numberOf(bool(compare(left, right)), 'bool') ?? NOTHING;
		const value = arithmetic(left, right);
		if (isDivision || arrays.isFloat(a) || arrays.isFloat(b)) return Number.isFinite(value) ? arrays.numberOf(float(value), 'float64') ?? NOTHING : NOTHING;
		return Number.isSafeInteger(value) ? arrays.numberOf(int(value), 'int64') ?? NOTHING : NOTHING;
	};
}
