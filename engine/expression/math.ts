/** What of Python's `math` an expression may call: pure functions of numbers. */
import { PythonError, Refusal, typeError } from './errors.ts';
import { isTensor, type Evaluator } from './evaluate.ts';
import { bool, float, int, isIntegral, isNumber } from './scalars.ts';
import type { Value } from '../trace/model.ts';

export const MATH_CONSTANTS: ReadonlyMap<string, Value> = new Map([['pi', float(Math.PI)], ['e', float(Math.E)], ['inf', float(Infinity)], ['nan', float(NaN)]]);

const OF_ONE: Readonly<Record<string, (x: number) => number>> = {
	sqrt: Math.sqrt, exp: Math.exp, expm1: Math.expm1, log: Math.log, log2: Math.log2, log10: Math.log10, log1p: Math.log1p, sin: Math.sin, cos: Math.cos, tan: Math.tan,
	sinh: Math.sinh, cosh: Math.cosh, tanh: Math.tanh, asin: Math.asin, acos: Math.acos, atan: Math.atan, fabs: Math.abs,
};
const OF_TWO: Readonly<Record<string, (x: number, y: number) => number>> = { pow: Math.pow, hypot: Math.hypot, atan2: Math.atan2, log: (x, base) => Math.log(x) / Math.log(base) };
const TESTS: Readonly<Record<string, (x: number) => boolean>> = { isnan: Number.isNaN, isfinite: Number.isFinite, isinf: x => Math.abs(x) === Infinity };
const ROUNDED: Readonly<Record<string, (x: number) => number>> = { floor: Math.floor, ceil: Math.ceil, trunc: Math.trunc };

export function callMath(evaluator: Evaluator, name: string, args: readonly Value[]): Value {
	const numbers = args.map(arg => {
		const value = isTensor(arg) ? evaluator.item(arg) : arg;
		if (!isNumber(value)) throw typeError(`must be real number, not ${arg.type}`);
		return value;
	});
	const [x, y] = numbers;
	if (x === undefined || numbers.length > 2) throw new Refusal('call', `math.${name}`);
	const [a, b] = [Number(x.value), Number(y?.value)];
	if (y === undefined && name in TESTS) return bool(TESTS[name]!(a));
	if (y === undefined && name in ROUNDED) return isIntegral(x) ? int(x.kind === 'int' ? BigInt(x.text) : a) : int(BigInt(finite(ROUNDED[name]!(a))));
	const result = y === undefined ? OF_ONE[name]?.(a) : OF_TWO[name]?.(a, b);
	if (result === undefined) throw new Refusal('call', `math.${name}`);
	if ((Number.isNaN(result) && !Number.isNaN(a)) || (name.startsWith('log') && a <= 0)) throw new PythonError('ValueError', name === 'sqrt' ? `expected a nonnegative input, got ${a}` : 'math domain error');
	if (result === Infinity && Number.isFinite(a)) throw new PythonError('OverflowError', 'math range error');
	return float(result);
}

function finite(value: number): number {
	if (Number.isNaN(value)) throw new PythonError('ValueError', 'cannot convert float NaN to integer');
	if (!Number.isFinite(value)) throw new PythonError('OverflowError', 'cannot convert float infinity to integer');
	return value;
}
