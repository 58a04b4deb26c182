/**
 * Which overload of an operator a recorded call meant, and its arguments in the schema's order.
 *
 * The rules are those of PyTorch's argument parser, for calls that are known to have succeeded once: the first
 * overload whose parameters take the given values wins.
 */
import type { Argument, Operator, Overload } from '../ops/operator.ts';
import type { Parameter } from '../ops/schema.ts';
import { isScalar, type Scalar } from '../tensor/scalar.ts';
import { Tensor } from '../tensor/tensor.ts';
import { DTYPES, type DTypeName } from '../trace/dtype.ts';

/** An argument as the trace has it: None is undefined, a dtype is the text 'torch.float32', sequences are arrays. */
export type Recorded = Tensor | Scalar | string | undefined | readonly Recorded[];

export interface RecordedArgument { readonly name: string; readonly value: Recorded }

export interface Call { readonly overload: number; readonly args: readonly Argument[] }

/** The schemas' name for the first argument, and NumPy's words, which PyTorch takes too. */
const ALIASES: Readonly<Record<string, string>> = { input: 'self', axis: 'dim', keepdims: 'keepdim' };

/** undefined where no overload takes the arguments. */
export function bind(operator: Operator, args: readonly RecordedArgument[]): Call | undefined {
	const positional = args.filter(argument => /^\d+$/.test(argument.name)).map(argument => argument.value);
	const named = new Map(args.filter(argument => !/^\d+$/.test(argument.name)).map(argument => [ALIASES[argument.name] ?? argument.name, argument.value]));
	for (const [overload, candidate] of operator.overloads.entries()) {
		const bound = bindOverload(operator, candidate, positional, named);
		if (bound !== undefined) return { overload, args: bound };
	}
	return undefined;
}

function bindOverload(operator: Operator, overload: Overload, positional: readonly Recorded[], named: ReadonlyMap<string, Recorded>): Argument[] | undefined {
	const bound: Argument[] = [];
	let next = 0;
	let used = 0;
	for (const [place, parameter] of overload.schema.parameters.entries()) {
		// What a call's first argument is named is the customary word, whatever the schema's.
		const name = named.has(parameter.name) || place > 0 && parameter.name !== 'input' ? parameter.name : 'self';
		let value: Recorded;
		if (named.has(name)) {
			value = named.get(name);
			used++;
		} else if (!parameter.isKeywordOnly && next < positional.length) {
			const rest = positional.slice(next);
			const spread = parameter.isList && parameter.type === 'int' && takesNothingElse(overload, parameter) && rest.every(item => isScalar(item) && item.tag === 'int');
			const count = spread ? rest.length : VARIADIC.has(operator.name) && parameter.isList ? leading(rest) : 0;
			value = count > 0 ? rest.slice(0, count) : positional[next];
			next += Math.max(count, 1);
		} else if (parameter.hasDefault || parameter.isOptional) {
			bound.push(overload.defaults[place]);
			continue;
		} else {
			return undefined;
		}
		const converted = convert(parameter, value, operator.numbersAsTensors === true);
		if (converted === MISMATCH) return undefined;
		bound.push(converted);
	}
	return next === positional.length && used === named.size ? bound : undefined;
}

/** Functions that are Python's in PyTorch, whose tensors stand side by side: a list to the operator. */
const VARIADIC = new Set(['meshgrid', 'broadcast_tensors', 'block_diag', 'cartesian_prod']);

/** How many tensors come first. */
function leading(values: readonly Recorded[]): number {
	const end = values.findIndex(value => !(value instanceof Tensor));
	return end < 0 ? values.length : end;
}

/** Only then may the numbers of a list stand side by side, as in `x.view(2, 3)`. */
function takesNothingElse({ schema }: Overload, list: Parameter): boolean {
	return schema.parameters.every(parameter => parameter === list || parameter.isKeywordOnly || parameter.name === 'self');
}

/** Words of losses, which operators have as numbers. */
export const REDUCTIONS = ['none', 'mean', 'sum'];

const MISMATCH = Symbol('mismatch');

function convert(parameter: Parameter, value: Recorded, numbersAsTensors: boolean): Argument | typeof MISMATCH {
	if (value === undefined) return parameter.isOptional ? undefined : MISMATCH;
	if (parameter.isList) {
		const items = Array.isArray(value) ? value as readonly Recorded[] : parameter.listSize > 0 ? new Array<Recorded>(parameter.listSize).fill(value) : undefined;
		if (items === undefined) return MISMATCH;
		const converted = items.map(item => convertOne(parameter, item, numbersAsTensors));
		return converted.includes(MISMATCH) ? MISMATCH : converted as readonly number[];
	}
	return Array.isArray(value) ? MISMATCH : convertOne(parameter, value, numbersAsTensors);
}

function convertOne(parameter: Parameter, value: Recorded, numbersAsTensors: boolean): Argument | typeof MISMATCH {
	switch (parameter.type) {
		case 'Tensor': return value instanceof Tensor || (numbersAsTensors && isScalar(value)) ? value : MISMATCH;
		case 'Scalar': return isScalar(value) ? value : MISMATCH;
		case 'int': return isScalar(value) && value.tag === 'int' ? Number(value.value) : parameter.name === 'reduction' && typeof value === 'string' && REDUCTIONS.includes(value) ? REDUCTIONS.indexOf(value) : MISMATCH;
		case 'float': return isScalar(value) && value.tag !== 'bool' ? Number(value.value) : MISMATCH;
		case 'bool': return isScalar(value) && value.tag === 'bool' ? value.value as boolean : MISMATCH;
		case 'str': return typeof value === 'string' ? value : MISMATCH;
		case 'ScalarType': return typeof value === 'string' && value.startsWith('torch.') && value.slice(6) in DTYPES ? value.slice(6) as DTypeName : MISMATCH;
		case 'MemoryFormat': return typeof value === 'string' ? value.replace('torch.', '') : undefined;
		default: return undefined;
	}
}
