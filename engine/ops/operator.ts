/**
 * One operator is one object: its schemas in PyTorch's syntax, what computes it, its derivative, and how closely
 * it follows PyTorch. The Python binding, the TypeScript types, OPERATORS.md and the
 * conformance tests are all made from these objects. The idea (schema and derivative in one table, the rest
 * generated) is PyTorch's native_functions.yaml and derivatives.yaml.
 */
import type { DTypeName } from '../trace/dtype.ts';
import { notImplementedError, runtimeError } from '../tensor/errors.ts';
import { float, int, type Scalar } from '../tensor/scalar.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { parseSchema, type Parameter, type Schema } from './schema.ts';

/**
 * - `function`: `torch.NAME`
 * - `method`: `Tensor.NAME`
 * - `in-place`: `Tensor.NAME_` writes to self
 * - `out`: `torch.NAME(..., out=)`
 * - `nn`: `torch.nn.functional.NAME`
 * - `linalg`, `special`: `torch.linalg.NAME`, `torch.special.NAME`, where the operator is called NAME or `linalg_NAME`, `special_NAME`
 */
export type Variant = 'function' | 'method' | 'in-place' | 'out' | 'nn' | 'linalg' | 'special';

/**
 * How a result may differ from PyTorch's, per floating element (integers are always exact):
 * `ulp`: units in the last place of the result's dtype; `relative`: |a-b| <= relative * sqrt(n) * max|terms|, n the
 * number of terms summed for one element.
 */
export type Closeness =
	| { readonly kind: 'exact' }
	| { readonly kind: 'ulp'; readonly ulp: number }
	| { readonly kind: 'relative'; readonly relative: number };

/** With the reason why it is no closer (tolerances.ts). */
export type Tolerance = { readonly kind: 'exact' } | Exclude<Closeness, { readonly kind: 'exact' }> & { readonly because: string };

export const EXACT: Tolerance = { kind: 'exact' };

/**
 * A decoded argument. For a `Tensor` parameter: Tensor, or Scalar where the operator says `numbersAsTensors`.
 * `Scalar`: Scalar. `int`, `float`: number. `bool`: boolean. `str`: string. `ScalarType`: DTypeName. `Generator`: a
 * generator of engine/random. Lists are arrays. None and absent optional arguments are undefined.
 */
export type Argument = Tensor | Scalar | number | boolean | string | DTypeName | readonly number[] | readonly Tensor[] | object | undefined;

/** Where a Python number may stand for a tensor. */
export type Operand = Tensor | Scalar;

export type Result = Tensor | readonly Tensor[] | Scalar | boolean | number | undefined;

/** What a node kept from its forward call. */
export interface Saved {
	/** A saved tensor argument, or 'result' (or 'result1' …). Raises PyTorch's error where it was modified in place since. */
	tensor(name: string): Tensor;
	/** As `tensor`, for a list of tensors; undefined where the list has None. */
	tensors(name: string): readonly (Tensor | undefined)[];
	/** As `tensor`, for a parameter that may have been a Python number. */
	operand(name: string): Operand;
	/** An argument that is not a tensor. */
	value<T extends Argument>(name: string): T;
	/** Shape of a tensor argument, saved or not; [] for a Python number. */
	shape(name: string): readonly number[];
	dtype(name: string): DTypeName;
	/** Where a tensor argument lay in its storage; strides and offset in elements. */
	geometry(name: string): { readonly shape: readonly number[]; readonly strides: readonly number[]; readonly offset: number };
	/** Whether that argument's gradient is wanted. */
	needs(name: string): boolean;
}

/** The derivative for one input. `grads` has one entry per output, undefined where no gradient flowed. */
export interface Gradient {
	/** Tensor arguments (or 'result') kept for it; only kept when this input requires grad. */
	readonly saves?: readonly string[];
	/** For a `Tensor[]` parameter: one gradient per element. */
	readonly gradient: (grad: Tensor, saved: Saved, grads: readonly (Tensor | undefined)[]) => Tensor | undefined | readonly (Tensor | undefined)[];
}

/** PyTorch records these too, and fails only when backward gets there. */
export function notDifferentiable(name: string): Gradient {
	return { gradient: () => {
		throw notImplementedError(`the derivative for '${name}' is not implemented.`);
	} };
}

export interface Derivative {
	/** PyTorch's name of the node: 'MulBackward0'. */
	readonly node: string;
	/** By parameter name. A tensor parameter that is not named here gets no gradient. */
	readonly inputs: Readonly<Record<string, Gradient>>;
	/** Outputs that are never differentiable (max's indices); by position. */
	readonly nonDifferentiable?: readonly number[];
}

/**
 * Computes one overload: all schema parameters in order (defaults filled in), then `out`: where the result may be
 * written directly (already checked to be writable; shape and dtype are `run`'s to check). A `run` that does not use
 * `out` may ignore it: the result is then copied over.
 */
export type Run = (...args: never[]) => Result;

export interface OverloadDefinition {
	readonly schema: string;
	readonly run: Run;
	/** Absent: not differentiable, or composed of operators that are. */
	readonly backward?: Derivative;
	/** In place, of how the first argument lies over its bytes; no byte is written. */
	readonly isReshaping?: boolean;
	/** Only TypeScript calls it: no Python signature (PyTorch hides `add.Scalar` so). */
	readonly isHidden?: boolean;
	/** Accepted but not first choice; PyTorch marks such signatures deprecated. */
	readonly isDeprecated?: boolean;
}

/** With every property there, if only as undefined: V8 then reads them in one way, which is a good part of a small call. */
type Whole<T> = { readonly [K in keyof Required<T>]: T[K] };

export interface Overload extends Whole<Omit<OverloadDefinition, 'schema'>> {
	readonly schema: Schema;
	/** Result shares memory with an argument. */
	readonly isView: boolean;
	/** `Tensor(a!) self`: the call itself writes to its first argument. */
	readonly writesSelf: boolean;
	/** One per parameter: what an absent argument means. */
	readonly defaults: readonly Argument[];
}

export interface OperatorDefinition {
	readonly name: string;
	readonly variants: readonly Variant[];
	/** In the order in which PyTorch's argument parser tries them. */
	readonly overloads: readonly OverloadDefinition[];
	/** A Python number is accepted for a `Tensor` parameter (arithmetic and the like). */
	readonly numbersAsTensors?: boolean;
	/** `out` of as many elements as the result keeps its own shape. */
	readonly fillsOut?: boolean;
	/** Makes a tensor: in Python it also takes device, layout, pin_memory and requires_grad. */
	readonly isFactory?: boolean;
	/** Where PyTorch's own errors about autograd call it otherwise. */
	readonly nameInErrors?: string;
	/** PyTorch says that its result is never differentiable, so that inputs that require grad may be written to `out`. */
	readonly isUndifferentiable?: boolean;
	/** `out` must have the dtype of the first argument, as its kernel converts nothing: what is raised where it has not (`otherDType`, or words of the operator's own). */
	readonly outKeepsDType?: (out: string, self: string) => string;
	readonly tolerance: Tolerance;
	/** What else differs from PyTorch, and why: for OPERATORS.md. */
	readonly differs?: string;
	/** Other names for the same: `multiply` for `mul`. */
	readonly aliases?: readonly string[];
	/** Python's special methods that call it, with the reflected one: `__mul__`, `__rmul__`, `__imul__`. */
	readonly magic?: readonly string[];
}

export interface Operator extends Whole<Omit<OperatorDefinition, 'overloads'>> {
	readonly overloads: readonly Overload[];
}

/** Of an operator that PyTorch records but can't differentiate: it fails when backward gets there. */
export function noDerivative(name: string, ...inputs: readonly string[]): Derivative {
	const gradient = (): never => {
		throw runtimeError(`derivative for aten::${name} is not implemented`);
	};
	return { node: 'NotImplemented', inputs: Object.fromEntries(inputs.map(input => [input, { gradient }])) };
}

/** The usual words where `out` has another dtype than it must have. */
export const otherDType = (out: string, self: string): string => `Found dtype ${out} but expected ${self}`;

export function operator(definition: OperatorDefinition): Operator {
	const { name, variants, numbersAsTensors, fillsOut, isFactory, nameInErrors, isUndifferentiable, outKeepsDType, tolerance, differs, aliases, magic } = definition;
	return { name, variants, overloads: definition.overloads.map(overloadOf), numbersAsTensors, fillsOut, isFactory, nameInErrors, isUndifferentiable, outKeepsDType, tolerance, differs, aliases, magic };
}

function overloadOf({ schema: text, run, backward, isReshaping, isHidden, isDeprecated }: OverloadDefinition): Overload {
	const schema = parseSchema(text), writesSelf = schema.parameters[0]?.isWritten ?? false;
	return { schema, run, backward, isReshaping, isHidden, isDeprecated, isView: schema.returns.some(item => item.isAlias) && !writesSelf, writesSelf, defaults: schema.parameters.map(defaultOf) };
}

function defaultOf(parameter: Parameter): Argument {
	const { defaultValue } = parameter;
	if (defaultValue === null || defaultValue === undefined) {
		return undefined;
	}
	if (parameter.type === 'Scalar' && typeof defaultValue === 'number') {
		return Number.isInteger(defaultValue) ? int(defaultValue) : float(defaultValue);
	}
	return parameter.isList && typeof defaultValue === 'number' ? new Array<number>(Math.max(parameter.listSize, 1)).fill(defaultValue) : defaultValue;
}
