/**
 * Calls an operator by name from TypeScript, choosing the overload by the arguments: `call('sum', x, [0], true)`.
 * Derivatives, composed operators, replay and tests use it. Python's argument parsing is the binding's.
 */
import { EngineError, typeError } from '../tensor/errors.ts';
import { bool, float, int, isScalar } from '../tensor/scalar.ts';
import { Tensor } from '../tensor/tensor.ts';
import { invoke, type Form } from './dispatch.ts';
import { MEMORY_FORMATS, type MemoryFormat } from './format.ts';
import type { Argument, Operator, Result } from './operator.ts';
import type { Parameter } from './schema.ts';
import { OPERATOR_BY_NAME } from './table.ts';

/** An argument as TypeScript writes it: a bare number for a Scalar is a float, a bigint an int. */
export type CallArgument = Argument | bigint;

/** What `take` answers for an argument that the parameter does not take. */
export const MISMATCH = Symbol('mismatch');

/** The result of an operator that returns one tensor. A trailing `_` asks for the in-place form, `mul.Scalar` for the overload of that name. */
export function call(name: string, ...args: readonly CallArgument[]): Tensor {
	return callAny(name, args) as Tensor;
}

/** The results of an operator that returns several tensors. */
export function callMany(name: string, ...args: readonly CallArgument[]): readonly Tensor[] {
	return callAny(name, args) as readonly Tensor[];
}

interface Named { readonly operator: Operator; readonly overload: string | undefined; readonly form: Form }

/** Names that were asked for. */
const named = new Map<string, Named>();

/** Any operator. TypeError where no overload takes the arguments, AttributeError's sentence where there is no such operator. */
export function callAny(name: string, args: readonly CallArgument[]): Result {
	let found = named.get(name);
	if (found === undefined) {
		named.set(name, found = find(name));
	}
	return invokeMatching(found.operator, found.overload, args, found.form);
}

function find(name: string): Named {
	const whole = OPERATOR_BY_NAME.get(name);
	if (whole !== undefined) {
		return { operator: whole, overload: undefined, form: 'function' };
	}
	const inPlace = name.endsWith('_') ? OPERATOR_BY_NAME.get(name.slice(0, -1)) : undefined;
	if (inPlace !== undefined) {
		return { operator: inPlace, overload: undefined, form: 'in-place' };
	}
	const dot = name.indexOf('.'), operator = dot > 0 ? OPERATOR_BY_NAME.get(name.slice(0, dot)) : undefined;
	if (operator === undefined) {
		throw new EngineError('NotImplementedError', `there is no operator '${name}' in the embedded engine`);
	}
	return { operator, overload: name.slice(dot + 1), form: 'function' };
}

function invokeMatching(operator: Operator, wanted: string | undefined, args: readonly CallArgument[], form: Form): Result {
	const { overloads } = operator;
	for (let i = 0; i < overloads.length; i++) {
		const { overload, parameters } = overloads[i]!.schema;
		if (args.length > parameters.length || (wanted !== undefined && overload !== wanted)) {
			continue;
		}
		const taken = takeAll(args, parameters, operator.numbersAsTensors === true);
		if (taken !== undefined) {
			return invoke(operator, i, taken, form);
		}
	}
	throw typeError(`${operator.name}(): no overload takes these arguments`);
}

/** The arguments as the parameters' own types, themselves where they are; undefined where one does not fit or is missing. */
function takeAll(args: readonly CallArgument[], parameters: readonly Parameter[], numbersAsTensors: boolean): readonly Argument[] | undefined {
	for (let k = args.length; k < parameters.length; k++) {
		if (!parameters[k]!.hasDefault) {
			return undefined;
		}
	}
	let taken: Argument[] | undefined;
	for (let k = 0; k < args.length; k++) {
		const value = take(args[k], parameters[k]!, numbersAsTensors);
		if (value === MISMATCH) {
			return undefined;
		}
		if (taken === undefined && value !== args[k]) {
			taken = args.slice(0, k) as Argument[];
		}
		taken?.push(value);
	}
	return taken ?? args as readonly Argument[];
}

/** An argument as the parameter's own type. */
export function take(arg: CallArgument, parameter: Parameter, numbersAsTensors: boolean): Argument | typeof MISMATCH {
	if (arg === undefined) {
		return parameter.isOptional || parameter.hasDefault ? undefined : MISMATCH;
	}
	if (parameter.isList) {
		if (Array.isArray(arg)) {
			return (parameter.type === 'Tensor') === (arg.length > 0 ? arg.some(item => item instanceof Tensor) : parameter.type === 'Tensor') ? arg as Argument : MISMATCH;
		}
		return typeof arg === 'number' && parameter.type === 'int' && parameter.listSize > 0 ? new Array<number>(parameter.listSize).fill(arg) : MISMATCH;
	}
	switch (parameter.type) {
		case 'Tensor': return arg instanceof Tensor ? arg : numbersAsTensors ? takeScalar(arg) : MISMATCH;
		case 'Scalar': return takeScalar(arg);
		case 'int': return typeof arg === 'number' && Number.isInteger(arg) ? arg : MISMATCH;
		case 'float': return typeof arg === 'number' ? arg : MISMATCH;
		case 'bool': return typeof arg === 'boolean' ? arg : MISMATCH;
		case 'str':
		case 'ScalarType':
		case 'Device':
		case 'Layout': return typeof arg === 'string' ? arg : MISMATCH;
		case 'MemoryFormat': return MEMORY_FORMATS.includes(arg as MemoryFormat) ? arg as MemoryFormat : MISMATCH;
		case 'Generator': return typeof arg === 'object' ? arg : MISMATCH;
	}
}

function takeScalar(arg: CallArgument): Argument | typeof MISMATCH {
	switch (typeof arg) {
		case 'number': return float(arg);
		case 'bigint': return int(arg);
		case 'boolean': return bool(arg);
		default: return isScalar(arg) ? arg : MISMATCH;
	}
}
