/** Python's numbers, strings and None as a trace has them, and what Python's operators make of them. */
import type { ScalarValue, Value } from '../trace/model.ts';
import { PythonError, Refusal, typeError } from './errors.ts';
import type { BinaryOperator, ComparisonOperator } from './syntax.ts';

export const NONE: ScalarValue = { kind: 'none', type: 'NoneType' };
export const ELLIPSIS: ScalarValue = { kind: 'opaque', type: 'ellipsis', text: 'Ellipsis' };

export type NumberValue = Extract<Value, { readonly kind: 'bool' | 'int' | 'float' }>;

export function bool(value: boolean): Extract<Value, { kind: 'bool' }> {
	return { kind: 'bool', type: 'bool', value };
}

export function int(value: number | bigint): Extract<Value, { kind: 'int' }> {
	return { kind: 'int', type: 'int', value: Number(value), text: String(value) };
}

export function float(value: number): Extract<Value, { kind: 'float' }> {
	return { kind: 'float', type: 'float', value };
}

export function str(text: string): Extract<Value, { kind: 'str' }> {
	return { kind: 'str', type: 'str', text, length: [...text].length };
}

export function isNumber(value: Value): value is NumberValue {
	return value.kind === 'bool' || value.kind === 'int' || value.kind === 'float';
}

export function isIntegral(value: Value): value is Extract<NumberValue, { kind: 'bool' | 'int' }> {
	return value.kind === 'bool' || value.kind === 'int';
}

/** Exact. */
export function bigOf(value: Extract<NumberValue, { kind: 'bool' | 'int' }>): bigint {
	return value.kind === 'bool' ? BigInt(value.value) : BigInt(value.text);
}

/** As an index is taken; TypeError where it is none. */
export function indexOf(value: Value): number {
	if (isIntegral(value)) return Number(value.value);
	throw typeError(`'${value.type}' object cannot be interpreted as an integer`);
}

/** Of two numbers. */
export function calculate(operator: BinaryOperator, left: NumberValue, right: NumberValue): NumberValue {
	if (isIntegral(left) && isIntegral(right) && operator !== '/') return calculateExactly(operator, left, right);
	const [a, b] = [Number(left.value), Number(right.value)];
	switch (operator) {
		case '+': return float(a + b);
		case '-': return float(a - b);
		case '*': return float(a * b);
		case '/': return float(a / nonZero(b));
		case '//': return float(floorDivided(a, b));
		case '%': return float(modulo(a, b));
		case '**':
			if (a === 0 && b < 0) throw new PythonError('ZeroDivisionError', 'zero to a negative power');
			if (a < 0 && Number.isFinite(b) && !Number.isInteger(b)) throw new Refusal('lacking', 'complex');
			return float(a === 1 || b === 0 ? 1 : a ** b);
		default: throw unsupported(operator, left, right);
	}
}

/** Python's has the sign of the divisor, at 0 too. */
function modulo(a: number, b: number): number {
	const rest = a % nonZero(b);
	if (rest === 0) return b < 0 ? -0 : 0;
	return rest < 0 !== b < 0 ? rest + b : rest;
}

/** As CPython's `float_divmod`. */
function floorDivided(a: number, b: number): number {
	const rest = a % nonZero(b);
	let quotient = (a - rest) / b;
	if (rest !== 0 && rest < 0 !== b < 0) quotient--;
	if (quotient === 0) return a / b < 0 ? -0 : 0;
	const floor = Math.floor(quotient);
	return quotient - floor > 0.5 ? floor + 1 : floor;
}

/** RangeErrors of BigInt's as Python words them. */
export function finite(value: number): number {
	if (Number.isNaN(value)) throw new PythonError('ValueError', 'cannot convert float NaN to integer');
	if (!Number.isFinite(value)) throw new PythonError('OverflowError', 'cannot convert float infinity to integer');
	return value;
}

function nonZero<T extends number | bigint>(value: T): T {
	if (Number(value) === 0) throw new PythonError('ZeroDivisionError', 'division by zero');
	return value;
}

/** More bits than anyone looks at. */
const MOST_BITS = 100_000;

function calculateExactly(operator: BinaryOperator, left: Extract<NumberValue, { kind: 'bool' | 'int' }>, right: Extract<NumberValue, { kind: 'bool' | 'int' }>): NumberValue {
	const [a, b] = [bigOf(left), bigOf(right)];
	const areBools = left.kind === 'bool' && right.kind === 'bool';
	switch (operator) {
		case '+': return int(a + b);
		case '-': return int(a - b);
		case '*': return int(a * b);
		case '//': return int((a - moduloExactly(a, b)) / b);
		case '%': return int(moduloExactly(a, b));
		case '**':
			if (b < 0n) return calculate('**', float(Number(a)), float(Number(b)));
			if (a.toString(2).length * Number(b) > MOST_BITS) throw new Refusal('form', '**');
			return int(a ** b);
		case '&': return areBools ? bool(left.value && right.value) : int(a & b);
		case '|': return areBools ? bool(left.value || right.value) : int(a | b);
		case '^': return areBools ? bool(left.value !== right.value) : int(a ^ b);
		case '<<':
		case '>>':
			if (b < 0n) throw new PythonError('ValueError', 'negative shift count');
			if (operator === '<<' && Number(b) > MOST_BITS) throw new Refusal('form', '<<');
			return int(operator === '<<' ? a << b : a >> b);
		default: throw unsupported(operator, left, right);
	}
}

function moduloExactly(a: bigint, b: bigint): bigint {
	const rest = a % nonZero(b);
	return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest;
}

export function unsupported(operator: BinaryOperator, left: Value, right: Value): PythonError {
	return typeError(`unsupported operand type(s) for ${operator === '**' ? '** or pow()' : operator}: '${left.type}' and '${right.type}'`);
}

/** `<`, `<=`, `>`, `>=` of numbers and of strings. */
export function isOrdered(operator: ComparisonOperator, left: Value, right: Value): boolean {
	let order: number;
	if (isIntegral(left) && isIntegral(right)) {
		const [a, b] = [bigOf(left), bigOf(right)];
		order = a < b ? -1 : a > b ? 1 : 0;
	} else if (isNumber(left) && isNumber(right)) {
		const [a, b] = [Number(left.value), Number(right.value)];
		order = a < b ? -1 : a > b ? 1 : a === b ? 0 : NaN;
	} else if (left.kind === 'str' && right.kind === 'str') {
		const [a, b] = [wholeText(left), wholeText(right)];
		order = a < b ? -1 : a > b ? 1 : 0;
	} else if (isOpen(left) || isOpen(right) || (left.kind === 'sequence' && right.kind === 'sequence')) {
		throw new Refusal('call', operator);
	} else {
		throw typeError(`'${operator}' not supported between instances of '${left.type}' and '${right.type}'`);
	}
	switch (operator) {
		case '<': return order < 0;
		case '<=': return order <= 0;
		case '>': return order > 0;
		default: return order >= 0;
	}
}

/** What an operator does with it is the program's to say, or is not known here: an object, a range, a set, a dictionary. */
export function isOpen(value: Value): boolean {
	return value.kind === 'opaque' || value.kind === 'object' || value.kind === 'mapping' || (value.kind === 'sequence' && /set|dict_|deque/.test(value.type));
}

/** Of a long string the trace has the beginning only. */
export function wholeText(value: Extract<Value, { kind: 'str' }>): string {
	if (value.length > [...value.text].length) throw new Refusal('unrecorded', `'${value.text.slice(0, 20)}…'`);
	return value.text;
}
