/** New arrays: of nested lists of Python's numbers, filled with one number, and of steps. */
import { fillWith } from '../ops/copy.ts';
import { writeScalar } from '../ops/iterator.ts';
import { views } from '../memory/memory.ts';
import { bool, toNumber } from '../tensor/scalar.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import type { Arrays } from './native-arrays.ts';
import { ELSEWHERE, OBJECTS, SIZE, TAG, THREE_DIGITS, TYPE, valueOfDigits, type PythonApi } from './python-objects.ts';

/** Each answers with undefined where only Python knows. `dtype` is an object that names one, or None. */
export interface Making {
	listed(sequence: number, dtype: number): Tensor | undefined;
	full(shape: number, value: number, dtype: number): Tensor | undefined;
	/** As `range(start, stop, step)`, or `range(start)` where there is no stop. */
	range(start: number, stop: number, step: number): Tensor | undefined;
}

/** NumPy has no more axes. */
const DEEPEST = 64;
/** Of more elements the operators fill an array, and make a range, sooner. */
const FEW = 64, MOST_STEPS = 4096;
const MOST_OF_FLOAT32 = 3.4028234663852886e38, TWO_TO_32 = 2 ** 32;

/** What kinds of numbers there are in a list, each of which is one of the next too. */
const BOOL = 0, INT = 1, FLOAT = 2;
const DTYPE_OF_KIND = ['bool', 'int64', 'float64'] as const;

/** @param dtypes by the addresses of what names them */
export function making(python: PythonApi, arrays: Arrays, dtypes: ReadonlyMap<number, DTypeName>): Making {
	const { __Py_NoneStruct: none, __Py_TrueStruct: isTrue, _PyLong_Type: intType, _PyBool_Type: boolType, _PyList_Type: listType, _PyTuple_Type: tupleType } = python;
	/** Nothing here asks for memory of Python's while it reads, so that a view stays one for as long as a function takes. */
	let words = python.HEAPU32, kind = BOOL;

	/** Undefined where it is no number, or one that a double does not hold; `kind` grows with it. */
	const numberOf = (object: number): number | undefined => {
		const at = object >>> 2, type = words[at + TYPE]!;
		if (arrays.isFloat(object)) {
			kind = FLOAT;
			return python.HEAPF64[(object >>> 3) + 1]!;
		}
		if (type === boolType) return object === isTrue ? 1 : 0;
		kind = Math.max(kind, INT);
		const value = type === intType && words[at + TAG]! < THREE_DIGITS ? valueOfDigits(words, at) : arrays.indexIn(object);
		return value !== undefined && Number.isSafeInteger(value) ? value : undefined;
	};

	/** The numbers of a sequence to `flat`; false where it is not as plain, or its parts differ in length. */
	const flatten = (object: number, shape: number[], level: number, flat: number[]): boolean => {
		const at = object >>> 2, type = words[at + TYPE]!;
		if (type !== listType && type !== tupleType) {
			const value = level === shape.length ? numberOf(object) : undefined;
			if (value === undefined) return false;
			flat.push(value);
			return true;
		}
		const count = words[at + SIZE]!, from = type === listType ? words[at + ELSEWHERE]! >>> 2 : at + OBJECTS;
		if (level === shape.length && flat.length === 0 && level < DEEPEST) shape.push(count);
		if (shape[level] !== count) return false;
		for (let i = 0; i < count; i++) if (!flatten(words[from + i]!, shape, level + 1, flat)) return false;
		return true;
	};

	return {
		listed: (sequence, dtype) => {
			words = python.HEAPU32;
			kind = BOOL;
			const shape: number[] = [], flat: number[] = [];
			if (!flatten(sequence, shape, 0, flat)) return undefined;
			const own = flat.length === 0 ? 'float64' : DTYPE_OF_KIND[kind]!, wanted = dtype === none ? own : dtypes.get(dtype);
			return wanted !== undefined && holds(wanted, own, flat) ? written(flat, shape, wanted) : undefined;
		},
		full: (shape, object, name) => {
			words = python.HEAPU32;
			const size = arrays.indexIn(shape), sizes = size !== undefined ? [size] : words[(shape >>> 2) + TYPE] === tupleType ? arrays.itemsOf(shape).map(arrays.indexIn) : [undefined];
			const dtype = name !== none ? dtypes.get(name) : arrays.isFloat(object) ? 'float64' : words[(object >>> 2) + TYPE] === intType ? 'int64' : undefined;
			if (dtype === undefined || !sizes.every(size => size !== undefined && size >= 0)) return undefined;
			const whole = dtype === 'bool' ? arrays.indexIn(object) : undefined, value = whole === undefined ? arrays.numberIn(object, dtype) : bool(whole !== 0);
			if (value === undefined) return undefined;
			const tensor = emptyTensor(sizes as number[], dtype), { pointer, itemSize, numel } = tensor;
			if (numel > FEW) fillWith(tensor, value);
			else if (dtype === 'float64') for (let i = 0, at = pointer / 8, each = toNumber(value); i < numel; i++) views.f64[at + i] = each;
			else for (let i = 0; i < numel; i++) writeScalar(pointer + i * itemSize, dtype, value);
			return tensor;
		},
		range: (start, stop, step) => {
			words = python.HEAPU32;
			kind = INT;
			const [given, end, by] = [start, stop, step].map(object => object === none ? NaN : numberOf(object)) as [number?, number?, number?];
			if (given === undefined || end === undefined || by === undefined) return undefined;
			const first = stop === none ? 0 : given, last = stop === none ? given : end, count = Math.max(0, Math.ceil((last - first) / by));
			if (!(count <= MOST_STEPS) || !Number.isSafeInteger(Math.trunc(last))) return undefined;
			const stride = kind === FLOAT ? first + by - first : by, flat: number[] = [];
			for (let i = 0; i < count; i++) flat.push(i * stride + first);
			return written(flat, [count], kind === FLOAT ? 'float64' : 'int64');
		},
	};
}

/** Whether a list's numbers are elements of the dtype as they are. */
function holds(dtype: DTypeName, own: typeof DTYPE_OF_KIND[number], flat: readonly number[]): boolean {
	switch (dtype) {
		case own:
		case 'float64': return true;
		case 'float32': return flat.every(value => !(Math.abs(value) > MOST_OF_FLOAT32));
		case 'int64': return own === 'bool';
		default: return false;
	}
}

function written(flat: readonly number[], shape: readonly number[], dtype: DTypeName): Tensor {
	const tensor = emptyTensor(shape, dtype), { pointer } = tensor;
	if (dtype === 'float64') views.f64.set(flat, pointer / 8);
	else if (dtype === 'float32') views.f32.set(flat, pointer / 4);
	else if (dtype === 'bool') views.u8.set(flat, pointer);
	else {
		for (let i = 0; i < flat.length; i++) {
			views.i32[pointer / 4 + 2 * i] = flat[i]! | 0;
			views.i32[pointer / 4 + 2 * i + 1] = Math.floor(flat[i]! / TWO_TO_32);
		}
	}
	return tensor;
}
