/** Arithmetic and comparisons of NumPy's float64 and int64 numbers with each other and with Python's. */
import { bool, float, int } from '../tensor/scalar.ts';
import type { Arrays } from './native-arrays.ts';
import type { NativeMethod } from './native-methods.ts';
import { NOTHING, type PythonApi } from './python-objects.ts';

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = { add: (a, b) => a + b, sub: (a, b) => a - b, mul: (a, b) => a * b, truediv: (a, b) => a / b };
const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
	eq: (a, b) => a === b, ne: (a, b) => a !== b, lt: (a, b) => a < b, le: (a, b) => a <= b, gt: (a, b) => a > b, ge: (a, b) => a >= b,
};

/** Of the operator's name, with an r before it where the number is on the right. What is not finite, or no safe integer, is left to Python. */
export function numberMethod(python: PythonApi, arrays: Arrays, name: string): NativeMethod {
	const compare = COMPARISONS[name], arithmetic = ARITHMETIC[name] ?? ARITHMETIC[name.slice(1)]!, isReflected = !(name in ARITHMETIC);
	return (self, args, count) => {
		const other = python.HEAPU32[args]!, left = arrays.realIn(self), right = count === 1 ? arrays.realIn(other) : undefined;
		// An array computes itself with a number.
		if (count === 1 && arrays.tensorIn(other) !== undefined) return python.__Py_NotImplementedStruct;
		if (left === undefined || right === undefined) return NOTHING;
		if (compare !== undefined) return arrays.numberOf(bool(compare(left, right)), 'bool') ?? NOTHING;
		const value = isReflected ? arithmetic(right, left) : arithmetic(left, right);
		if (name.endsWith('truediv') || arrays.isFloat(self) || arrays.isFloat(other)) return Number.isFinite(value) ? arrays.numberOf(float(value), 'float64') ?? NOTHING : NOTHING;
		return Number.isSafeInteger(value) ? arrays.numberOf(int(value), 'int64') ?? NOTHING : NOTHING;
	};
}
