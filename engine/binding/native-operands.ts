/** The numbers by which the trace speaks of a call's arguments, without the interpreter where they are tensors, numbers, texts and the like. */
import { SmallInt } from '../trace/schema.ts';
import type { TensorRefs } from './native-tensors.ts';
import { TAG, TWO_DIGITS, TYPE, valueOfDigits, type PythonApi } from './python-objects.ts';
import type { Watched } from './watch.ts';

export interface Operands {
	/** Of an object; undefined where a function of Python's raised. The view of Python's memory may be without elements after it. */
	of(object: number, tick: number): number | undefined;
	/** Whether an object is a tensor of a type that has no __torch_function__ to ask. */
	isTensor(object: number): boolean;
}

/** Calls a function of Python's; the int that it answers, or undefined where it raised, which no Exception of the recorder's does. */
export type Ask = (callable: number, ...given: readonly number[]) => number | undefined;

export function operands(python: PythonApi, { Tensor: tensorType, exact, texts, number, row }: Watched, tensors: TensorRefs, ask: Ask): Operands {
	const { __Py_NoneStruct: none, __Py_TrueStruct: isTrue, __Py_FalseStruct: isFalse, _PyLong_Type: intType, _PyFloat_Type: floatType, _PyUnicode_Type: textType } = python;
	const { _PyDict_GetItem: lookUp, _PySet_Contains: contains, _PyLong_FromDouble: newInt, __Py_DecRef: drop } = python;
	/** Of None, True and False, by their address, and of floats. */
	const constants = new Map<number, number>(), floats = new Map<number, number>();

	const isTensor = (object: number): boolean => {
		const type = python.HEAPU32[(object >>> 2) + TYPE]!;
		if (type === tensorType) return true;
		const answer = contains(exact, type);
		// A type may have a hash of its own.
		if (answer < 0) python._PyErr_Clear();
		return answer === 1;
	};

	/** Asked of Python once. */
	const kept = (table: Map<number, number>, key: number, object: number): number | undefined => {
		const known = table.get(key);
		if (known !== undefined) return known;
		const ref = ask(number, object);
		if (ref !== undefined && ref !== 0) table.set(key, ref);
		return ref;
	};

	const asTensor = (object: number, tick: number): number | undefined => {
		const when = newInt(tick), ref = ask(row, object, when);
		drop(when);
		return ref;
	};

	return {
		isTensor,
		of: (object, tick) => {
			const words = python.HEAPU32, at = object >>> 2, type = words[at + TYPE]!;
			if (isTensor(object)) return tensors.of(object, words, tick) || asTensor(object, tick);
			if (type === intType && words[at + TAG]! < TWO_DIGITS) return SmallInt.zero + valueOfDigits(words, at);
			if (object === none || object === isTrue || object === isFalse) return kept(constants, object, object);
			if (type === floatType) {
				const float = python.HEAPF64[(object >>> 3) + 1]!;
				return Object.is(float, -0) || Number.isNaN(float) ? ask(number, object) : kept(floats, float, object);
			}
			const known = type === textType ? lookUp(texts, object) : 0;
			return known === 0 ? ask(number, object) : valueOfDigits(python.HEAPU32, known >>> 2);
		},
	};
}
