/**
 * A call of tensors and numbers, as its recorder sees it: what `observer` of loupe/embedded.py does where all is as it mostly is, on Python's
 * own objects. For the rest that function is called. See native-lines.ts for why.
 */
import { SmallInt } from '../trace/schema.ts';
import type { NativeBody } from './native.ts';
import { ELSEWHERE, OBJECTS, SIZE, TAG, THREE_DIGITS, TWO_DIGITS, TYPE, valueOfDigits, type PythonApi } from './python-objects.ts';
import { OPS } from './python-rows.ts';
import type { Values } from './python-values.ts';
import { CELL, cells } from './scratch.ts';
import type { Slots, Watched } from './watch.ts';

/** Instead of a result, where the quick way is none: nothing has been done yet. */
export const NOTHING = -1;

/** Of the arguments of a call. */
const MOST = 8;
/** As in torch/_border.py. */
const DRAIN_AT = 64;
/** Ticks beyond are ints of more digits. */
const LAST_TICK = 2 ** 31 - 1;

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

	/** The refs of a call's arguments to `inputs`; false where one is not known. */
	const lookAt = (args: number, count: number, inputs: number[]): boolean => {
		for (let i = 0; i < count; i++) {
			const value = words[args + OBJECTS + i]!, place = value >>> 2, type = words[place + TYPE]!;
			if (type === intType && words[place + TAG]! < TWO_DIGITS) {
				inputs.push(SmallInt.zero + valueOfDigits(words, place));
				continue;
			}
			const isTensor = type === tensorType || contains(exact, type) === 1, handle = isTensor ? words[place + slots.handle]! : 0;
			if (!isTensor) words[at] = value;
			const ref = isTensor ? handle === 0 ? 0 : lookUp(refs, handle) : invoke(number, room, 1, 0);
			renew();
			if (ref === 0) {
				python._PyErr_Clear();
				return false;
			}
			inputs.push(valueOfDigits(words, ref >>> 2));
			if (!isTensor) drop(ref);
		}
		return true;
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

	/** The number of a call's result. `made`: what the engine has said that it is, or 0. */
	const refOf = (result: number, handle: number, end: number, made: number): number => {
		if (made === 0) words.set([result, end], at);
		const ref = made === 0 ? invoke(row, room, 2, 0) : newInt(made);
		if (ref === 0) {
			python._PyErr_Clear();
			return 0;
		}
		if (made !== 0) put(refs, handle, ref);
		renew();
		const number = valueOfDigits(words, ref >>> 2);
		drop(ref);
		return number;
	};

	/** Keeps the row of the op. */
	const record = (begin: number, index: number, site: number, ref: number, inputs: readonly number[]): void => {
		const place = OPS.next(), { numbers } = OPS;
		numbers[place] = begin;
		numbers[place + 1] = begin + 1;
		numbers[place + 2] = index;
		numbers[place + 3] = site;
		numbers[place + 4] = inputs.length + 1;
		OPS.child(ref);
		for (let i = 0; i < inputs.length; i++) OPS.child(inputs[i]!);
		if (counted !== none) drop(invoke(counted, 0, 0, 0));
		renew();
	};

	return (func, argsAt, flatAt) => {
		renew();
		const depth = words[stack + SIZE]!, args = argsAt >>> 2, flat = flatAt >>> 2, count = words[args + SIZE]!;
		if (depth === 0 || count > MOST || words[recorder + slots.muted] !== isFalse || !isAlone()) return NOTHING;
		const top = words[(words[stack + ELSEWHERE]! >>> 2) + depth - 1]! >>> 2, index = valueOfDigits(words, words[top + slots.index]! >>> 2);
		const offset = newInt(offsetIn(words[top + slots.frame]!));
		renew();
		const known = lookUp(words[(words[top + slots.info]! >>> 2) + slots.plainSites]!, offset) >>> 2;
		drop(offset);
		if (known === 0 || words[known + OBJECTS] !== func || valueOfDigits(words, words[known + OBJECTS + 1]! >>> 2) !== count) return NOTHING;
		const site = valueOfDigits(words, words[known + OBJECTS + 2]! >>> 2), now = words[values + slots.now]! >>> 2;
		if (words[now + TYPE] !== intType || words[now + TAG]! >= THREE_DIGITS || valueOfDigits(words, now) + 2 > LAST_TICK) return NOTHING;
		const before = valueOfDigits(words, now);
		// Its own: within a call another one may be made, by whatever garbage has to say in the end.
		const inputs: number[] = [];
		if (!lookAt(args, count, inputs)) return NOTHING;
		renewValues();
		const passed: unknown[] = [];
		for (let i = 0; i < words[flat + SIZE]!; i++) passed.push(valueOf(words[flat + OBJECTS + i]!));
		cells()[CELL.tick] = before + 2;
		const answer = call(passed), end = newInt(before + 2), handle = objectOf(answer);
		renew();
		const last = words[values + slots.now]!;
		hold(end);
		words[values + slots.now] = end;
		drop(last);
		const shared = cells();
		let result: number;
		if (typeof answer !== 'number' || answer <= 0) {
			// It failed, or gives what is none of its own tensors.
			shared[CELL.tick] = 0;
			const begin = newInt(before + 1);
			renew();
			words.set([func, argsAt, begin, handle], at);
			result = invoke(ended, room, 4, 0);
			drop(begin);
			drop(handle);
		} else {
			result = wrapped(handle);
			if (result !== 0) {
				const ref = refOf(result, handle, end, shared[CELL.handle] === answer ? shared[CELL.ref]! : 0);
				if (ref !== 0) record(before + 1, index, site, ref, inputs);
				if (words[dead + SIZE]! > DRAIN_AT) drop(invoke(drain, 0, 0, 0));
			}
		}
		drop(end);
		return result;
	};
}
