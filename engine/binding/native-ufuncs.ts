/**
 * NumPy's operators and ufuncs where their operands are as plain as they mostly are: arrays of a dtype that the ufunc computes in, and
 * numbers beside them. What is not finite is left to Python, which has to look for what it warns of.
 */
import { asType, fillWith } from '../ops/copy.ts';
import { invoke } from '../ops/dispatch.ts';
import { itemOf } from '../ops/reduce.ts';
import type { Argument, Operator } from '../ops/operator.ts';
import { call } from '../ops/call.ts';
import { OPERATOR_BY_NAME } from '../ops/table.ts';
import { views } from '../memory/memory.ts';
import { isFloating, isReduced } from '../tensor/promotion.ts';
import { toNumber, type Scalar } from '../tensor/scalar.ts';
import { emptyTensor, Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import type { Arrays } from './native-arrays.ts';

/** As Python gives it (`plain` of numpy/_ufunc.py). */
export interface Ufunc {
	/** Of the table. */
	readonly operator: string;
	/** Of the dtypes that it computes in: b, i, f; F: those of wide integers become float64. */
	readonly kinds: string;
	/** Has nothing to warn of. */
	readonly isQuiet: boolean;
	/** How many operands. */
	readonly count: number;
}

/** An overload of tensors alone, and which operands may be numbers too, since the same function takes them. */
interface Overload {
	readonly operator: Operator;
	readonly index: number;
	readonly takesNumber: readonly (number | undefined)[];
	/** What the parameters after the operands are where nothing is said. */
	readonly rest: readonly Argument[];
}

/** Up to so many numbers are looked at one by one. */
const FEW = 64;

export type Compute = (ufunc: Ufunc, objects: readonly number[]) => Tensor | undefined;

/** Answers with the result; undefined: the operands are not as plain. */
export function ufuncs(arrays: Arrays): Compute {
	const overloads = new Map<Ufunc, Overload>();

	const overloadOf = (ufunc: Ufunc): Overload => {
		let found = overloads.get(ufunc);
		if (found === undefined) overloads.set(ufunc, found = find(ufunc));
		return found;
	};

	return (ufunc, objects) => {
		if (objects.length !== ufunc.count) return undefined;
		const first = arrays.tensorIn(objects[0]!), second = ufunc.count === 1 ? undefined : arrays.tensorIn(objects[1]!);
		const dtype = computedIn(ufunc, first, second, ufunc.count === 2 && arrays.isFloat(objects[first === undefined ? 0 : 1]!));
		if (dtype === undefined) return undefined;
		const a = operand(first, objects[0]!, dtype), b = ufunc.count === 1 ? undefined : operand(second, objects[1]!, dtype);
		if (a === undefined || (b === undefined && ufunc.count === 2)) return undefined;
		const result = computed(overloadOf(ufunc), a, b, dtype);
		return result === a || result === b || !(ufunc.isQuiet || isFinite(result)) ? undefined : result;
	};

	function operand(tensor: Tensor | undefined, object: number, dtype: DTypeName): Tensor | Scalar | undefined {
		return tensor === undefined ? arrays.numberIn(object, dtype) : asType(tensor, dtype);
	}
}

function computed({ operator, index, takesNumber, rest }: Overload, a: Tensor | Scalar, b: Tensor | Scalar | undefined, dtype: DTypeName): Tensor {
	// As NumPy does it, so that the last bit is the product's.
	if (operator.name === 'pow' && b !== undefined && !(b instanceof Tensor) && toNumber(b) === 2) return call('square', a as Tensor);
	const place = a instanceof Tensor ? b === undefined || b instanceof Tensor ? undefined : 1 : 0, which = place === undefined ? index : takesNumber[place];
	const args: Argument[] = [which === undefined && place === 0 ? filled(a as Scalar, dtype) : a];
	if (b !== undefined) args.push(which === undefined && place === 1 ? filled(b as Scalar, dtype) : b);
	for (let i = 0; i < rest.length; i++) args.push(rest[i]);
	return invoke(operator, which ?? index, args) as Tensor;
}

function filled(value: Scalar, dtype: DTypeName): Tensor {
	const tensor = emptyTensor([], dtype);
	fillWith(tensor, value);
	return tensor;
}

/** The dtype that NumPy computes in; undefined where it is none of the plain cases. `besideFloat`: the other operand is a number with a point. */
function computedIn({ kinds }: Ufunc, a: Tensor | undefined, b: Tensor | undefined, besideFloat: boolean): DTypeName | undefined {
	const own = a === undefined ? b?.dtype : b === undefined || a.dtype === b.dtype ? a.dtype : a.dtype === 'float64' || b.dtype === 'float64' ? 'float64' : undefined;
	if (own === undefined || isReduced(own)) return undefined;
	const isWide = own === 'int64' || own === 'int32';
	if (kinds.includes(kindOf(own)) && !(isWide && besideFloat)) return own;
	return isWide && (kinds.includes('F') || (besideFloat && kinds.includes('f'))) ? 'float64' : undefined;
}

function kindOf(dtype: DTypeName): string {
	return dtype === 'bool' ? 'b' : isFloating(dtype) ? 'f' : 'i';
}

function find({ operator: name, count }: Ufunc): Overload {
	const operator = OPERATOR_BY_NAME.get(name)!, { overloads } = operator;
	const takes = (place: number): number => overloads.findIndex(({ schema: { parameters } }) => parameters.slice(count).every(item => item.hasDefault) && parameters.length >= count
		&& parameters.slice(0, count).every((item, i) => i === place ? item.type === 'Scalar' || (item.type === 'Tensor' && operator.numbersAsTensors === true) : item.type === 'Tensor' && !item.isList));
	const index = takes(-1), { run, defaults } = overloads[index]!;
	return { operator, index, rest: defaults.slice(count), takesNumber: [0, 1].map(place => {
		const other = takes(place);
		return overloads[other]?.run === run && overloads[other].defaults.length === defaults.length ? other : undefined;
	}) };
}

/** Of floats, that all are finite: a sum says of many at once that they are. */
function isFinite(tensor: Tensor): boolean {
	if (!isFloating(tensor.dtype)) return true;
	if (tensor.numel > FEW || !tensor.isContiguous) return Number.isFinite(toNumber(itemOf(call('sum', tensor))));
	const all = tensor.dtype === 'float32' ? views.f32 : views.f64, from = tensor.pointer / tensor.itemSize;
	for (let i = from; i < from + tensor.numel; i++) if (!Number.isFinite(all[i])) return false;
	return true;
}
