/**
 * A call of tensors and numbers, as its recorder sees it: what `observer` of loupe/embedded.py does where all is as it mostly is, on Python's
 * own objects. For the rest that function is called. See native-lines.ts for why.
 */
import { SmallInt } from '../trace/schema.ts';
import type { NativeBody } from './native.ts';
import { ELSEWHERE, LAST_INT, OBJECTS, SIZE, TAG, THREE_DIGITS, TWO_DIGITS, TYPE, valueOfDigits, type PythonApi } from './python-objects.ts';
import { OPS } from './python-rows.ts';
import type { Values } from './python-values.ts';
import { CELL, cells } from './scratch.ts';
import type { Slots, Watched } from './watch.ts';

/** Instead of a result, where the quick way is none: nothing has been done yet. */
export const NOTHING = -1;

/** As in torch/_border.py. */
const DRAIN_AT = 64;
/** Answers with the call's result, with 0 where it raised, or with NOTHING. `call`: the engine's function of that name. */
export function observeCall(python: PythonApi, { valueOf, objectOf, renew: renewValues }: Values, call: NativeBody, watched: Watched, slots: Slots): (func: number, args: number, flat: number) => number {
	const { __Py_NoneStruct: none, __Py_FalseStruct: isFalse, _PyLong_Type: intType } = python;
	const { _PyDict_GetItem: lookUp, _PyDict_SetItem: put, _PySet_Contains: contains, _PyLong_FromLong: newInt, __Py_IncRef: hold, __Py_DecRef: drop } = python;
	const { _PyType_GenericAlloc: allocate, _PyFrame_GetLasti: offsetIn, _PyObject_Vectorcall: invoke } = python;
	let words = python.HEAPU32;
	/** After whatever may ask for memory, which leaves a view of it without elements. */
	const renew = (): void => {
		if (words.length === 0) words = python.HEAPU32;
	};
	const { Tensor: tensorType, exact, refs, number, row, ended, drain, counted } = watched, recorder = watched.recorder >>> 2, stack = watched.stack >>> 2, values = watched.values >>> 2;
	const modes = watched.modes >>> 2, tracing = watched.tracing >>> 2, dead = watched.dead >>> 2;
	/** For the arguments of Python's functions. */
	const room = python._malloc(4 * 4), at = room >>> 2;

	const isAlone = (): boolean => words[modes + SIZE] === 1 && words[tracing + SIZE] === 1 && words[words[modes + ELSEWHERE]! >>> 2] === words[words[tracing + ELSEWHERE]! >>> 2];

	/** Calls a function of Python's; the int that it answers, or undefined where it raised, which no Exception of the recorder's does. */
	const ask = (callable: number, ...given: readonly number[]): number | undefined => {
		words.set(given, at);
		const ref = invoke(callable, room, given.length, 0);
		renew();
		if (ref === 0) return undefined;
		const number = valueOfDigits(words, ref >>> 2);
		drop(ref);
		return number;
	};

	/** The refs of a call's arguments to `inputs`; 0 where it raised, NOTHING where a tensor's is not known. */
	const lookAt = (args: number, count: number, inputs: number[]): number => {
		for (let i = 0; i < count; i++) {
			const value = words[args + OBJECTS + i]!, place = value >>> 2, type = words[place + TYPE]!;
			let ref: number | undefined;
			if (type === tensorType || isExact(type)) {
				const handle = words[place + slots.handle]!, known = handle === 0 ? 0 : lookUp(refs, handle);
				if (known === 0) return NOTHING;
				ref = valueOfDigits(words, known >>> 2);
			} else {
				ref = type === intType && words[place + TAG]! < TWO_DIGITS ? SmallInt.zero + valueOfDigits(words, place) : ask(number, value);
			}
			if (ref === undefined) return 0;
			inputs.push(ref);
		}
		return count;
	};

	const isExact = (type: number): boolean => {
		const answer = contains(exact, type);
		renew();
		// A type may have a hash of its own.
		if (answer < 0) python._PyErr_Clear();
		return answer === 1;
	};

	/** A tensor of Python's for a handle, as `wrap` of torch/_tensor.py makes one; 0 where there is no memory for it. */
	const wrapped = (handle: number): number => {
		const tensor = allocate(tensorType, 0);
		if (tensor === 0) return 0;
		renew();
		words[(tensor >>> 2) + slots.handle] = handle;
		words[(tensor >>> 2) + slots.grad] = none;
		return tensor;
	};

	/** Keeps the row of the op; false where something raised. `made`: the number that the engine has given to the result, or 0. */
	const record = (begin: number, index: number, site: number, handle: number, result: number, end: number, made: number, inputs: readonly number[]): boolean => {
		let ref: number | undefined = made;
		if (made === 0) {
			ref = ask(row, result, end);
		} else {
			const number = newInt(made);
			put(refs, handle, number);
			drop(number);
			renew();
		}
		if (ref === undefined) return false;
		// The recorder has failed, and says so elsewhere.
		if (ref === 0) return true;
		const place = OPS.next(), { numbers } = OPS;
		numbers[place] = begin;
		numbers[place + 1] = begin + 1;
		numbers[place + 2] = index;
		numbers[place + 3] = site;
		numbers[place + 4] = inputs.length + 1;
		OPS.child(ref);
		for (let i = 0; i < inputs.length; i++) OPS.child(inputs[i]!);
		return counted === none || ask(counted) !== undefined;
	};

	return (func, argsAt, flatAt) => {
		renew();
		const depth = words[stack + SIZE]!, args = argsAt >>> 2, flat = flatAt >>> 2, count = words[args + SIZE]!;
		if (depth === 0 || words[recorder + slots.muted] !== isFalse || !isAlone()) return NOTHING;
		const top = words[(words[stack + ELSEWHERE]! >>> 2) + depth - 1]! >>> 2, index = valueOfDigits(words, words[top + slots.index]! >>> 2);
		const offset = newInt(offsetIn(words[top + slots.frame]!));
		renew();
		const known = lookUp(words[(words[top + slots.info]! >>> 2) + slots.plainSites]!, offset) >>> 2;
		drop(offset);
		if (known === 0 || words[known + OBJECTS] !== func || valueOfDigits(words, words[known + OBJECTS + 1]! >>> 2) !== count) return NOTHING;
		const site = valueOfDigits(words, words[known + OBJECTS + 2]! >>> 2);
		// Its own: within a call another one may be made, by whatever garbage has to say in the end.
		const inputs: number[] = [], looked = lookAt(args, count, inputs);
		if (looked !== count) return looked;
		const last = words[values + slots.now]!;
		if (words[(last >>> 2) + TYPE] !== intType || words[(last >>> 2) + TAG]! >= THREE_DIGITS || valueOfDigits(words, last >>> 2) + 2 > LAST_INT) return NOTHING;
		// The time is that of its end, from here on: what runs within it comes later.
		const begin = valueOfDigits(words, last >>> 2) + 1, end = newInt(begin + 1);
		renew();
		hold(end);
		words[values + slots.now] = end;
		drop(last);
		const passed: unknown[] = [];
		for (let i = 0, length = words[flat + SIZE]!; i < length; i++) {
			renew();
			renewValues();
			passed.push(valueOf(words[flat + OBJECTS + i]!));
		}
		cells()[CELL.tick] = begin + 1;
		const answer = call(passed), handle = objectOf(answer);
		renew();
		const shared = cells();
		let result: number;
		if (typeof answer !== 'number' || answer <= 0) {
			// It failed, or gives what is none of its own tensors.
			shared[CELL.tick] = 0;
			const beginning = newInt(begin);
			renew();
			words.set([func, argsAt, beginning, handle], at);
			result = invoke(ended, room, 4, 0);
			drop(beginning);
			drop(handle);
		} else {
			result = wrapped(handle);
			if (result !== 0 && (!record(begin, index, site, handle, result, end, shared[CELL.handle] === answer ? shared[CELL.ref]! : 0, inputs) || (words[dead + SIZE]! > DRAIN_AT && ask(drain) === undefined))) {
				drop(result);
				result = 0;
			}
		}
		drop(end);
		return result;
	};
}
