/** NumPy's arrays and numbers as Python's objects: what is in one, and a new one for a tensor. */
import { readScalar } from '../ops/iterator.ts';
import { bool, float, int, type Scalar } from '../tensor/scalar.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { dtypeInfo, DTYPES, type DTypeName } from '../trace/dtype.ts';
import { handOver, releaseTensor, tensorOf } from './handles.ts';
import { LAST_INT, OBJECTS, SIZE, TAG, TWO_DIGITS, TYPE, valueOfDigits, type PythonApi } from './python-objects.ts';

/** Addresses, and words from an object's start to its slots. */
export interface NumpyObjects {
	readonly ndarray: number;
	/** The classes of numbers by their dtype's code. */
	readonly numbers: readonly number[];
	readonly slots: { readonly handle: number; readonly tensor: number; readonly backwards: number; readonly value: number };
}

export interface Arrays {
	/** A word of an object's, counted from its start. */
	wordOf(object: number, word: number): number;
	/** The tensor of an array; undefined: the object is none, or of a class of its own. */
	tensorIn(object: number): Tensor | undefined;
	/** The same of any that is an array. */
	anyIn(object: number): Tensor | undefined;
	/** As `tensorIn`, unless it stands for a view with a negative step. */
	forwardsIn(object: number): Tensor | undefined;
	/** That, unless several of its elements lie in one place. */
	writableIn(object: number): Tensor | undefined;
	/** Of a whole number of Python's, or of NumPy's int64. */
	indexIn(object: number): number | undefined;
	/** Whether it is Python's float, or NumPy's float64. */
	isFloat(object: number): boolean;
	/** Of a float or a small int of Python's, or of NumPy's float64 or int64. */
	realIn(object: number): number | undefined;
	/** A number that an array of the dtype takes as one of its own. */
	numberIn(object: number, dtype: DTypeName): Scalar | undefined;
	/** These answer with an object that is owned; 0 where there is no memory, undefined where only Python knows. */
	arrayOf(tensor: Tensor): number;
	/** The same, which takes over the reference that the caller has. */
	arrayTaking(tensor: Tensor): number;
	/** A number where the tensor has no dimensions. */
	resultOf(tensor: Tensor): number | undefined;
	numberAt(address: number, dtype: DTypeName): number | undefined;
	/** NumPy's number, and Python's. */
	numberOf(scalar: Scalar, dtype: DTypeName): number | undefined;
	valueOf(scalar: Scalar): number | undefined;
	tupleOf(numbers: readonly number[]): number;
	/** For one owner more. */
	hold(object: number): void;
	/** Python's tensor of an array, made by `wrap` where there is none yet. */
	ownTensorOf(object: number, wrap: (handle: number) => number): number;
	/** The array's own handle is given back; the tensor that Python has made of it gives back its own. */
	forget(object: number): void;
	itemsOf(tuple: number): number[];
}

const FLOAT32_MOST = 3.4028234663852886e38;

export function arraysOf(python: PythonApi, { ndarray, numbers, slots }: NumpyObjects): Arrays {
	// Not looked up each time: CPython has thousands of them.
	const { _PyLong_Type: intType, _PyFloat_Type: floatType, __Py_TrueStruct: isTrue, __Py_FalseStruct: isFalse, _PyType_GenericAlloc: allocate, __Py_IncRef: hold,
		_PyLong_FromLong: intFrom, _PyLong_FromDouble: wideIntFrom, _PyFloat_FromDouble: floatFrom, _PyTuple_New: tupleWith } = python;
	const float64Type = numbers[DTYPES.float64.code]!, int64Type = numbers[DTYPES.int64.code]!;
	let words = python.HEAPU32, doubles = python.HEAPF64;
	/** Wherever Python may have asked for memory, which leaves a view of it without elements. */
	const renew = (): void => {
		if (words.length === 0) ({ HEAPU32: words, HEAPF64: doubles } = python);
	};
	const intObject = (value: number): number => Math.abs(value) <= LAST_INT ? intFrom(value) : wideIntFrom(value);
	const handleIn = (object: number): number => words[(object >>> 2) + slots.handle]!;

	const tensorIn = (object: number): Tensor | undefined => {
		renew();
		return words[(object >>> 2) + TYPE] === ndarray ? tensorOf(handleIn(object)) : undefined;
	};

	const anyIn = (object: number): Tensor | undefined => {
		const tensor = tensorIn(object);
		return tensor !== undefined || python._PyType_IsSubtype(words[(object >>> 2) + TYPE]!, ndarray) === 0 ? tensor : tensorOf(handleIn(object));
	};

	const forwardsIn = (object: number): Tensor | undefined => {
		const tensor = tensorIn(object);
		return tensor === undefined || words[(object >>> 2) + slots.backwards] !== 0 ? undefined : tensor;
	};

	const indexIn = (object: number): number | undefined => {
		renew();
		const at = (words[(object >>> 2) + TYPE] === int64Type ? words[(object >>> 2) + slots.value]! : object) >>> 2;
		return words[at + TYPE] === intType && words[at + TAG]! < TWO_DIGITS ? valueOfDigits(words, at) : undefined;
	};

	const isFloat = (object: number): boolean => {
		renew();
		const type = words[(object >>> 2) + TYPE]!;
		return type === floatType || type === float64Type;
	};

	const realIn = (object: number): number | undefined => isFloat(object) ? doubles[(object >>> 3) + 1] : indexIn(object);

	const valueOf = ({ tag, value }: Scalar): number | undefined => {
		if (tag === 'float') return floatFrom(Number(value));
		if (tag === 'int') return typeof value === 'bigint' ? undefined : intObject(Number(value));
		hold(value === true ? isTrue : isFalse);
		return value === true ? isTrue : isFalse;
	};

	const arrayTaking = (tensor: Tensor): number => {
		const object = allocate(ndarray, 0);
		if (object === 0) {
			tensor.release();
			return 0;
		}
		renew();
		words[(object >>> 2) + slots.handle] = handOver(tensor);
		return object;
	};
	const arrayOf = (tensor: Tensor): number => arrayTaking(tensor.retain());

	const numberOf = (scalar: Scalar, dtype: DTypeName): number | undefined => {
		const value = dtype === 'float64' ? 0 : valueOf(scalar), object = value === undefined ? undefined : allocate(numbers[dtypeInfo(dtype).code]!, 0);
		if (object === undefined || object === 0) return object;
		renew();
		if (dtype === 'float64') doubles[(object >>> 3) + 1] = Number(scalar.value);
		else words[(object >>> 2) + slots.value] = value!;
		return object;
	};
	const numberAt = (address: number, dtype: DTypeName): number | undefined => numberOf(readScalar(address, dtype), dtype);

	return {
		wordOf: (object, word) => {
			renew();
			return words[(object >>> 2) + word]!;
		},
		tensorIn, anyIn, forwardsIn, indexIn, isFloat, realIn, arrayOf, arrayTaking, numberAt, numberOf, valueOf, hold,
		resultOf: tensor => tensor.ndim === 0 ? numberAt(tensor.pointer, tensor.dtype) : arrayOf(tensor),
		writableIn: object => {
			const tensor = forwardsIn(object);
			return tensor === undefined || tensor.isContiguous || !overlaps(tensor) ? tensor : undefined;
		},
		numberIn: (object, dtype) => {
			renew();
			const type = words[(object >>> 2) + TYPE]!;
			if (dtype === 'float64' || dtype === 'float32') {
				if (type === floatType || (type === float64Type && dtype === 'float64')) {
					const value = doubles[(object >>> 3) + 1]!;
					return dtype === 'float32' && Math.abs(value) > FLOAT32_MOST ? undefined : float(value);
				}
				const value = type === intType ? indexIn(object) : undefined;
				return value === undefined ? undefined : float(value);
			}
			if (dtype === 'bool') return object === isTrue || object === isFalse ? bool(object === isTrue) : undefined;
			const value = (dtype === 'int32' && type === intType) || dtype === 'int64' ? indexIn(object) : undefined;
			return value === undefined ? undefined : int(value);
		},
		tupleOf: sizes => {
			const tuple = tupleWith(sizes.length);
			if (tuple === 0) return 0;
			for (let i = 0; i < sizes.length; i++) {
				const size = intObject(sizes[i]!);
				renew();
				words[(tuple >>> 2) + OBJECTS + i] = size;
			}
			return tuple;
		},
		ownTensorOf: (object, wrap) => {
			renew();
			let made = words[(object >>> 2) + slots.tensor]!;
			if (made === 0) {
				made = wrap(handleIn(object));
				if (made === 0) return 0;
				renew();
				words[(object >>> 2) + slots.tensor] = made;
			}
			hold(made);
			return made;
		},
		forget: object => {
			renew();
			if (words[(object >>> 2) + slots.tensor] === 0) releaseTensor(handleIn(object));
		},
		itemsOf: tuple => {
			renew();
			const all: number[] = [], first = (tuple >>> 2) + OBJECTS;
			for (let i = 0; i < words[(tuple >>> 2) + SIZE]!; i++) all.push(words[first + i]!);
			return all;
		},
	};
}

/** An element lies in several places. */
function overlaps({ shape, strides }: Tensor): boolean {
	let reach = 0;
	const steps = strides.map((stride, d) => ({ stride, size: shape[d]! })).filter(({ size }) => size > 1).sort((a, b) => a.stride - b.stride);
	return steps.some(({ stride, size }) => {
		const isWithin = stride <= reach;
		reach += stride * (size - 1);
		return isWithin;
	});
}
