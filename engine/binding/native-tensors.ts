/** The number by which the trace speaks of a Python tensor, without the interpreter: at hand in Python's table, or asked of its rows. */
import { TYPE, valueOfDigits, type PythonApi } from './python-objects.ts';
import { rowOfKnown, rowOfPlain } from './tensor-rows.ts';
import type { Slots, Watched } from './watch.ts';

export interface TensorRefs {
	/** 0: it is of another type than Tensor, and was not looked at before. The view of Python's memory may be without elements after it. */
	of(tensor: number, words: Uint32Array, tick: number): number;
	/** The same of one that has changed. */
	again(tensor: number, words: Uint32Array, tick: number): number;
}

export function tensorRefs(python: PythonApi, { refs, Tensor: tensorType }: Watched, slots: Slots): TensorRefs {
	const { _PyDict_GetItem: lookUp, _PyDict_SetItem: put, _PyLong_FromDouble: newInt, __Py_DecRef: drop } = python;
	const again = (tensor: number, words: Uint32Array, tick: number): number => {
		const handle = words[(tensor >>> 2) + slots.handle]!;
		if (handle === 0) return 0;
		let ref = 0;
		try {
			ref = (words[(tensor >>> 2) + TYPE] === tensorType ? rowOfPlain : rowOfKnown)(valueOfDigits(words, handle >>> 2), tick);
		} catch {
			// Out of stack or memory: who asks instead is told in Python's way.
		}
		if (ref === 0) return 0;
		const number = newInt(ref);
		put(refs, handle, number);
		drop(number);
		return ref;
	};
	return {
		again,
		of: (tensor, words, tick) => {
			const handle = words[(tensor >>> 2) + slots.handle]!, known = handle === 0 ? 0 : lookUp(refs, handle);
			return known === 0 ? again(tensor, words, tick) : valueOfDigits(words, known >>> 2);
		},
	};
}
