/** What of Python's builtins an expression may call: those that are pure and run nothing of the program. */
import type { Value } from '../trace/model.ts';
import { fixed, floatRepr } from '../print/decimal.ts';
import { statistics } from '../print/statistics.ts';
import { valueText } from '../print/value-text.ts';
import { PythonError, Refusal, typeError } from './errors.ts';
import { isTensor, type Evaluator, type NamedValue } from './evaluate.ts';
import { bigOf, bool, calculate, finite, float, indexOf, int, isIntegral, isNumber, isOpen, type NumberValue, str, wholeText } from './scalars.ts';

type Builtin = (evaluator: Evaluator, args: readonly Value[], named: readonly NamedValue[]) => Value;

const TABLE: Readonly<Record<string, Builtin>> = {
	len: (evaluator, args) => int(evaluator.lengthOf(one('len', args))),
	abs: (evaluator, args) => {
		const value = one('abs', args);
		if (isTensor(value)) return evaluator.operators.call('torch', 'abs', [value], []);
		if (!isNumber(value)) throw typeError(`bad operand type for abs(): '${value.type}'`);
		return Number(value.value) < 0 ? calculate('*', value, int(-1)) : value.kind === 'float' ? float(Math.abs(value.value)) : int(bigOf(value));
	},
	min: (evaluator, args) => extreme(evaluator, 'min', '<', args),
	max: (evaluator, args) => extreme(evaluator, 'max', '>', args),
	sum: (evaluator, args) => {
		const [values, start = int(0)] = args;
		if (values === undefined) throw typeError('sum() takes at least 1 positional argument (0 given)');
		const items = evaluator.items(values);
		// From 3.12 on Python adds floats with what is lost in each step.
		if (isNumber(start) && items.some(({ kind }) => kind === 'float') && items.every(item => isNumber(item) && Number.isFinite(Number(item.value)))) return float(statistics([start, ...items].map(item => Number((item as NumberValue).value))).sum);
		return items.reduce((sum, item) => evaluator.binary('+', sum, item), start);
	},
	any: (evaluator, args) => bool(evaluator.items(one('any', args)).some(item => evaluator.truth(item))),
	all: (evaluator, args) => bool(evaluator.items(one('all', args)).every(item => evaluator.truth(item))),
	bool: (evaluator, args) => bool(evaluator.truth(one('bool', args))),
	float: (evaluator, args) => {
		const value = scalar(evaluator, one('float', args));
		if (value.kind === 'str') return float(parsed(wholeText(value)));
		if (!isNumber(value)) throw typeError(`float() argument must be a string or a real number, not '${value.type}'`);
		return float(Number(value.value));
	},
	int: (evaluator, args) => {
		const value = scalar(evaluator, one('int', args));
		if (isIntegral(value)) return int(bigOf(value));
		if (value.kind === 'str') return int(wholeNumber(wholeText(value)));
		if (isOpen(value)) throw new Refusal('call', 'int');
		if (value.kind !== 'float') throw typeError(`int() argument must be a string, a bytes-like object or a real number, not '${value.type}'`);
		return int(BigInt(Math.trunc(finite(value.value))));
	},
	round: (evaluator, args) => {
		const [value, digits] = [scalar(evaluator, args[0] ?? str('')), args[1]];
		if (!isNumber(value)) throw typeError(`type ${value.type} doesn't define __round__ method`);
		const places = digits === undefined || digits.kind === 'none' ? undefined : indexOf(digits);
		if (places !== undefined && places < 0) throw new Refusal('call', 'round');
		if (isIntegral(value)) return int(bigOf(value));
		if (places === undefined) return int(BigInt(fixed(finite(value.value), 0)));
		return float(Number.isFinite(value.value) && places <= 100 ? Number(fixed(value.value, places)) : value.value);
	},
	list: (evaluator, args) => evaluator.heap.sequence('list', evaluator.items(one('list', args))),
	tuple: (evaluator, args) => evaluator.heap.sequence('tuple', evaluator.items(one('tuple', args))),
	str: (evaluator, args) => text(evaluator, one('str', args)),
	repr: (evaluator, args) => text(evaluator, one('repr', args), true),
	type: (_, args) => ({ kind: 'opaque', type: 'type', text: `<class '${one('type', args).type}'>` }),
};

export const BUILTINS: ReadonlySet<string> = new Set(Object.keys(TABLE));

export function callBuiltin(evaluator: Evaluator, name: string, args: readonly Value[], named: readonly NamedValue[]): Value {
	if (named.length > 0) throw new Refusal('call', `${name}(${named[0]!.name}=…)`);
	return TABLE[name]!(evaluator, args, named);
}

function one(name: string, args: readonly Value[]): Value {
	if (args.length !== 1) throw typeError(`${name}() takes exactly one argument (${args.length} given)`);
	return args[0]!;
}

/** A tensor of one element stands for its number. */
function scalar(evaluator: Evaluator, value: Value): Value {
	return isTensor(value) ? evaluator.item(value) : value;
}

function extreme(evaluator: Evaluator, name: string, operator: '<' | '>', args: readonly Value[]): Value {
	const values = args.length === 1 ? evaluator.items(args[0]!) : args;
	if (values.length === 0) throw args.length === 0 ? typeError(`${name} expected at least 1 argument, got 0`) : new PythonError('ValueError', `${name}() iterable argument is empty`);
	return values.reduce((best, value) => evaluator.truth(evaluator.compare(operator, value, best)) ? value : best);
}

function text(evaluator: Evaluator, value: Value, isRepr = false): Value {
	if (value.kind === 'str') return isRepr ? str(valueText(evaluator.heap, value, evaluator.tick)) : str(wholeText(value));
	if (value.kind === 'tensor' || 'children' in value) throw new Refusal('call', isRepr ? 'repr' : 'str');
	return str(value.kind === 'float' ? floatRepr(value.value) : valueText(evaluator.heap, value, evaluator.tick));
}

function wholeNumber(written: string): bigint {
	const trimmed = written.trim();
	if (!/^[+-]?\d+(_\d+)*$/.test(trimmed)) throw new PythonError('ValueError', `invalid literal for int() with base 10: '${written}'`);
	return BigInt(trimmed.replaceAll('_', '').replace('+', ''));
}

function parsed(written: string): number {
	const trimmed = written.trim().replaceAll('_', '').toLowerCase();
	const infinite = /^([+-]?)inf(inity)?$/.exec(trimmed);
	if (infinite) return infinite[1] === '-' ? -Infinity : Infinity;
	const value = /^[+-]?nan$/.test(trimmed) ? NaN : Number(trimmed);
	if (trimmed === '' || (Number.isNaN(value) && !trimmed.endsWith('nan')) || /^0[xob]/.test(trimmed)) throw new PythonError('ValueError', `could not convert string to float: '${written}'`);
	return value;
}
