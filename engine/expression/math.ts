/** What of Python's `math` an expression may call: pure functions of numbers. */
import { PythonError, Refusal, typeError } from './errors.ts';
import { isTensor, type Evaluator } from './evaluate.ts';
import { bool, finite, float, int, isIntegral, isNumber } from './scalars.ts';
import type { Value } from '../trace/model.ts';

export const MATH_CONSTANTS: ReadonlyMap<string, Value> = new Map([['pi', float(Math.PI)], ['e', float(Math.E)], ['tau', float(2 * Math.PI)], ['inf', float(Infinity)], ['nan', float(NaN)]]);

const OF_ONE: Readonly<Record<string, (x: number) => number>> = {
	sqrt: Math.sqrt, exp: Math.exp, expm1: Math.expm1, log: Math.log, log2: Math.log2, log10: Math.log10, log1p: Math.log1p, sin: Math.sin, cos: Math.cos, tan: Math.tan,
	sinh: Math.sinh, cosh: Math.cosh, tanh: Math.tanh, asin: Math.asin, acos: Math.acos, atan: Math.atan, fabs: Math.abs,
};
const OF_TWO: Readonly<Record<string, (x: number, y: number) => number>> = { pow: Math.pow, hypot: Math.hypot, atan2: Math.atan2, log: (x, base) => Math.log(x) / Math.log(base) };
const TESTS: Readonly<Record<string, (x: number) => boolean>> = { isnan: Number.isNaN, isfinite: Number.isFinite, isinf: x => Math.abs(x) === Infinity };
const ROUNDED: Readonly<Record<string, (x: number) => number>> = { floor: Math.floor, ceil: Math.ceil, trunc: Math.trunc };

const LOGARITHMS = new Set(['log', 'log2', 'log10']);

export function isMath(name: string): boolean {
	return [OF_ONE, OF_TWO, TESTS, ROUNDED].some(table => Object.hasOwn(table, name));
}

export function callMath(evaluator: Evaluator, name: string, args: readonly Value[]): Value {
	const numbers = args.map(arg => {
		const value = isTensor(arg) ? evaluator.item(arg) : arg;
		if (!isNumber(value)) throw typeError(`must be real number, not ${arg.type}`);
		return value;
	});
	const [x, y] = numbers;
	if (x === undefined || numbers.length > 2) throw new Refusal('call', `math.${name}`);
	const [a, b] = [Number(x.value), Number(y?.value)];
	if (y === undefined && Object.hasOwn(TESTS, name)) return bool(TESTS[name]!(a));
	if (y === undefined && Object.hasOwn(ROUNDED, name)) return isIntegral(x) ? int(x.kind === 'int' ? BigInt(x.text) : a) : int(BigInt(finite(ROUNDED[name]!(a))));
	const table = y === undefined ? OF_ONE : OF_TWO;
	if (!Object.hasOwn(table, name)) throw new Refusal('call', `math.${name}`);
	const result = y === undefined ? OF_ONE[name]!(a) : OF_TWO[name]!(a, b);
	const given = numbers.map(number => Number(number.value));
	if ((Number.isNaN(result) && !given.some(Number.isNaN)) || (LOGARITHMS.has(name) && (a <= 0 || b <= 0)) || (name === 'log1p' && a <= -1)) throw new PythonError('ValueError', name === 'sqrt' ? `expected a nonnegative input, got ${a}` : 'math domain error');
	if (Math.abs(result) === Infinity && given.every(Number.isFinite)) throw new PythonError('OverflowError', 'math range error');
	return float(result);
}
