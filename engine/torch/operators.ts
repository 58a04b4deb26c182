/**
 * The operators of the table as functions and methods: an argument by position or by name in an options object, which comes
 * last. The first overload that takes the arguments is called, in the order in which PyTorch's parser tries them.
 */
import type { Namespace } from '../binding/listed.ts';
import { bindings, calledName, makesTensor, parameterName, selfPlace } from '../binding/names.ts';
import { isPassed } from '../binding/overloads.ts';
import { MISMATCH, take, type CallArgument } from '../ops/call.ts';
import { invoke, type Form } from '../ops/dispatch.ts';
import type { Argument, Operator, Overload, Result } from '../ops/operator.ts';
import type { Parameter } from '../ops/schema.ts';
import { OPERATORS } from '../ops/table.ts';
import { typeError } from '../tensor/errors.ts';
import { isScalar } from '../tensor/scalar.ts';
import { Tensor as TensorImpl } from '../tensor/tensor.ts';
import { Generator } from './generator.ts';
import { isDType, scalar } from './number.ts';
import { observer, type Observer } from './observer.ts';
import { releasing } from './ownership.ts';
import { requireGrad, Tensor } from './tensor.ts';

/** One overload under one name. */
export interface Signature {
	readonly overload: Overload;
	/** Place among the operator's overloads. */
	readonly index: number;
	/** Place of `self` where it is a method; -1 for functions. */
	readonly self: number;
	/** By which name each parameter is given; undefined for self and for what is no choice here (device, layout). */
	readonly names: readonly (string | undefined)[];
	/** `requires_grad` may be given. */
	readonly isFactory: boolean;
}

/** All overloads under one name. */
export interface Group {
	readonly operator: Operator;
	readonly name: string;
	/** The operator, whatever it is called there: `mul_` of `multiply_`. */
	readonly recorded: string;
	readonly form: Form;
	readonly signatures: readonly Signature[];
}

/** What there is in a namespace, by the table's order. */
export function groupsOf(namespace: Namespace): Group[] {
	return OPERATORS.flatMap(operator => bindings(operator).filter(([where]) => where === namespace).flatMap(([, suffix, form]) => {
		const signatures = operator.overloads.flatMap((overload, index) => {
			const self = namespace === 'METHODS' ? selfPlace(overload) : -1;
			if (overload.isHidden === true || (namespace === 'METHODS' && self === -1)) return [];
			const names = overload.schema.parameters.map((parameter, at) => at === self || !isPassed(parameter) ? undefined : parameterName(overload, parameter, namespace));
			return [{ overload, index, self, names, isFactory: makesTensor(overload) }];
		});
		if (signatures.length === 0) return [];
		return [operator.name, ...operator.aliases ?? []].map(name => ({ operator, name: calledName(namespace, name) + suffix, recorded: operator.name + suffix, form, signatures }));
	}));
}

/** Numbers of the words that PyTorch's functional losses take. */
const REDUCTIONS: readonly unknown[] = ['none', 'mean', 'sum'];

/** Whether a parameter is one of those words, which the table has as a number. */
export function isReduction({ name, type }: Parameter): boolean {
	return name === 'reduction' && type === 'int';
}

/** Whether a list may be given as several arguments: it is all that goes by position. */
export function takesSeveral({ overload, names }: Signature): boolean {
	const positional = overload.schema.parameters.filter((parameter, at) => names[at] !== undefined && !parameter.isKeywordOnly);
	return positional.length === 1 && positional[0]!.type === 'int' && positional[0]!.isList;
}

function isSeveral(signature: Signature, given: readonly unknown[]): boolean {
	return typeof given[0] === 'number' && takesSeveral(signature);
}

type Options = Readonly<Record<string, unknown>>;

/** Calls the overload that takes the arguments; `self` of a method. TypeError where none does. */
export function callGroup(group: Group, self: Tensor | undefined, args: readonly unknown[]): unknown {
	const last = args.at(-1);
	const options = isOptions(last) ? last : undefined;
	const given = options === undefined ? args : args.slice(0, -1);
	for (const signature of group.signatures) {
		const values = arrange(group, signature, self, given, options) ?? (isSeveral(signature, given) ? arrange(group, signature, self, [given], options) : undefined);
		if (values === undefined) continue;
		if (observer !== undefined) return callObserved(observer, group, signature, values, self, given, options);
		return releasing(() => run(group, signature, values, self, given, options));
	}
	throw typeError(`${group.name}() received an invalid combination of arguments - got (${args.map(described).join(', ')}), but expected one of:\n${group.signatures.map(({ overload }) => ` * ${overload.schema.text}`).join('\n')}`);
}

function callObserved(by: Observer, group: Group, signature: Signature, values: readonly Argument[], self: Tensor | undefined, given: readonly unknown[], options: Options | undefined): unknown {
	const isOneList = isSeveral(signature, given) && arrange(group, signature, self, given, options) === undefined;
	return by.call(group.recorded, ...named(signature, self, isOneList ? [given] : given, options), () => releasing(() => run(group, signature, values, self, given, options)));
}

/** The arguments that were given, and PyTorch's names of them. */
function named({ overload, self: place, names }: Signature, self: Tensor | undefined, given: readonly unknown[], options: Options | undefined): [string[], unknown[]] {
	const known: string[] = [], values: unknown[] = [];
	let next = 0;
	for (const [at, { isKeywordOnly }] of overload.schema.parameters.entries()) {
		const name = names[at];
		const isSelf = at === place;
		if (!isSelf && (name === undefined || isKeywordOnly || next >= given.length)) continue;
		known.push(isSelf ? 'input' : name!);
		values.push(isSelf ? self : given[next++]);
	}
	for (const [name, value] of Object.entries(options ?? {})) {
		if (value === undefined) continue;
		known.push(name);
		values.push(value);
	}
	return [known, values];
}

function run({ operator, form }: Group, { overload, index, isFactory }: Signature, values: readonly Argument[], self: Tensor | undefined, given: readonly unknown[], options: Options | undefined): unknown {
	const out = options?.['out'];
	const result = out instanceof Tensor ? invoke(operator, index, values, 'out', out.impl) : invoke(operator, index, values, form === 'out' ? 'function' : form);
	if (isFactory && options?.['requires_grad'] === true) requireGrad(result as TensorImpl);
	if (!(result instanceof TensorImpl)) return wrapped(result, overload);
	// A tensor that was an argument is that argument.
	if (self?.impl === result) return self;
	return [...given, ...Object.values(options ?? {})].find(item => item instanceof Tensor && item.impl === result) ?? new Tensor(result);
}

/** The arguments in the schema's order; undefined where they are not this overload's. */
function arrange({ operator, form }: Group, { overload, self: place, names, isFactory }: Signature, self: Tensor | undefined, given: readonly unknown[], options: Options | undefined): Argument[] | undefined {
	const { parameters, returns } = overload.schema;
	const values: Argument[] = [];
	let next = 0;
	let named = 0;
	for (let at = 0; at < parameters.length; at++) {
		const parameter = parameters[at]!;
		const name = names[at];
		let value: unknown;
		if (at === place) {
			value = self;
		} else if (name !== undefined && next < given.length && !parameter.isKeywordOnly) {
			value = given[next++];
		} else if (name !== undefined && options?.[name] !== undefined) {
			value = options[name];
			named++;
		} else if (!parameter.hasDefault) {
			return undefined;
		}
		const taken = takeAny(value, parameter, operator.numbersAsTensors === true);
		if (taken === MISMATCH) return undefined;
		values.push(taken);
	}
	if (next < given.length) return undefined;
	if (options === undefined) return values;
	const isOther = (key: string) => key === 'out' ? form === 'out' && returns.length === 1 && options[key] instanceof Tensor : key === 'requires_grad' && isFactory;
	return Object.keys(options).filter(key => options[key] !== undefined && !isOther(key)).length === named ? values : undefined;
}

function takeAny(value: unknown, parameter: Parameter, numbersAsTensors: boolean): Argument | typeof MISMATCH {
	if (typeof value === 'string' && isReduction(parameter)) {
		const number = REDUCTIONS.indexOf(value);
		return number === -1 ? MISMATCH : number;
	}
	if (parameter.type === 'ScalarType' && value !== undefined && value !== null && !isDType(value)) return MISMATCH;
	const isNumber = parameter.type === 'Scalar' || (parameter.type === 'Tensor' && numbersAsTensors);
	const argument = isNumber && !parameter.isList && typeof value === 'number' ? scalar(value) : unwrapped(value);
	const isWhole = parameter.type !== 'int' || !Array.isArray(argument) || argument.every(item => Number.isInteger(item));
	return isWhole ? take(argument, parameter, numbersAsTensors) : MISMATCH;
}

function unwrapped(value: unknown): CallArgument {
	if (value instanceof Tensor || value instanceof Generator) return value.impl;
	return Array.isArray(value) ? value.map(unwrapped) as Argument : (value ?? undefined) as CallArgument;
}

/** A result other than one tensor. */
function wrapped(result: Exclude<Result, TensorImpl>, { schema: { returns } }: Overload): unknown {
	if (isScalar(result)) return result.value;
	if (!Array.isArray(result)) return result;
	const list = (result as readonly TensorImpl[]).map(item => new Tensor(item));
	return returns.length > 1 ? Object.assign(list, Object.fromEntries(returns.flatMap(({ name }, at) => name === '' ? [] : [[name, list[at]]]))) : list;
}

function isOptions(value: unknown): value is Options {
	return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function described(value: unknown): string {
	if (value instanceof Tensor) return 'Tensor';
	if (Array.isArray(value)) return `[${value.map(described).join(', ')}]`;
	return isOptions(value) ? `{ ${Object.entries(value).map(([name, item]) => `${name}: ${described(item)}`).join(', ')} }` : value === null ? 'null' : typeof value;
}
