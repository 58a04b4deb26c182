/**
 * A call of tensors and numbers, as its recorder sees it: what `observer` of loupe/embedded.py does where all is as it mostly is, on Python's
 * own objects. For the rest that function is called. See native-lines.ts for why.
 */
import { SmallInt } from '../trace/schema.ts';
import type { NativeBody } from './native.ts';
import { ELSEWHERE, OBJECTS, SIZE, TAG, THREE_DIGITS, TWO_DIGITS, TYPE, valueOfDigits, type PythonApi } from './python-objects.ts';
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
	const { _PyDict_GetItem: lookUp, _PyDict_SetItem: put, _PySet_Contains: contains, _PyList_Append: append, _PyLong_FromLong: newInt, _PyLong_FromDouble: newLong, __Py_IncRef: hold, __Py_DecRef: drop } = python;
	const { _PyTuple_New: newTuple, _PyType_GenericAlloc: allocate, _PyFrame_GetLasti: offsetIn, _PyObject_Vectorcall: invoke } = python;
	let words = python.HEAPU32;
	/** After whatever may ask for memory, which leaves a view of it without elements. */
	const renew = (): void => {
		if (words.length === 0) words = python.HEAPU32;
	};
	const { Tensor: tensorType, exact, refs, number, row, ended, drain, counted } = watched, recorder = watched.recorder >>> 2, stack = watched.stack >>> 2, values = watched.values >>> 2;
	const writer = watched.writer >>> 2, modes = watched.modes >>> 2, tracing = watched.tracing >>> 2, dead = watched.dead >>> 2;
	/** For the arguments of Python's functions. */
	const room = python._malloc(4 * 4), at = room >>> 2;

	const isAlone = (): boolean => words[modes + SIZE] === 1 && words[tracing + SIZE] === 1 && words[words[modes + ELSEWHERE]! >>> 2] === words[words[tracing + ELSEWHERE]! >>> 2];

	/** The refs of a call's arguments, owned, into `inputs`; false where one is not known. */
	const lookAt = (args: number, count: number, inputs: number[]): boolean => {
		for (let i = 0; i < count; i++) {
			const value = words[args + OBJECTS + i]!, place = value >>> 2, type = words[place + TYPE]!;
			let ref: number;
			if (type === tensorType || contains(exact, type) === 1) {
				const handle = words[place + slots.handle]!;
				ref = handle === 0 ? 0 : lookUp(refs, handle);
				if (ref !== 0) hold(ref);
			} else if (type === intType && words[place + TAG]! < TWO_DIGITS) {
				ref = newLong(SmallInt.zero + valueOfDigits(words, place));
			} else {
				words[at] = value;
				ref = invoke(number, room, 1, 0);
			}
			renew();
			if (ref === 0) {
				python._PyErr_Clear();
				return false;
			}
			inputs.push(ref);
		}
		return true;
	};

	const giveBack = (refs: readonly number[]): void => {
		for (const ref of refs) drop(ref);
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

	/** Keeps the row of the op. `made`: the number that the engine has given to the result, or 0. */
	const record = (index: number, site: number, begin: number, end: number, handle: number, result: number, made: number, inputs: readonly number[]): void => {
		let ref: number;
		if (made !== 0) {
			ref = newInt(made);
			put(refs, handle, ref);
		} else {
			words.set([result, end], at);
			ref = invoke(row, room, 2, 0);
		}
		const all = ref === 0 ? 0 : newTuple(inputs.length + 1);
		renew();
		if (all === 0) {
			python._PyErr_Clear();
			return;
		}
		const places = (all >>> 2) + OBJECTS, rows = words[writer + slots.op]!;
		words[places] = ref;
		for (let i = 0; i < inputs.length; i++) {
			words[places + 1 + i] = inputs[i]!;
			hold(inputs[i]!);
		}
		append(rows, begin);
		append(rows, end);
		append(rows, index);
		append(rows, site);
		append(rows, all);
		drop(all);
		if (counted !== none) drop(invoke(counted, 0, 0, 0));
		renew();
	};

	return (func, argsAt, flatAt) => {
		renew();
		const depth = words[stack + SIZE]!, args = argsAt >>> 2, flat = flatAt >>> 2, count = words[args + SIZE]!;
		if (depth === 0 || count > MOST || words[recorder + slots.muted] !== isFalse || !isAlone()) return NOTHING;
		const top = words[(words[stack + ELSEWHERE]! >>> 2) + depth - 1]! >>> 2, index = words[top + slots.index]!;
		const offset = newInt(offsetIn(words[top + slots.frame]!));
		renew();
		const known = lookUp(words[(words[top + slots.info]! >>> 2) + slots.plainSites]!, offset) >>> 2;
		drop(offset);
		if (known === 0 || words[known + OBJECTS] !== func || valueOfDigits(words, words[known + OBJECTS + 1]! >>> 2) !== count) return NOTHING;
		const site = words[known + OBJECTS + 2]!, now = words[values + slots.now]! >>> 2;
		if (words[now + TYPE] !== intType || words[now + TAG]! >= THREE_DIGITS || valueOfDigits(words, now) + 2 > LAST_TICK) return NOTHING;
		const before = valueOfDigits(words, now);
		// Its own: within a call another one may be made, by whatever garbage has to say in the end.
		const inputs: number[] = [];
		if (!lookAt(args, count, inputs)) {
			giveBack(inputs);
			return NOTHING;
		}
		hold(site);
		renewValues();
		const passed: unknown[] = [];
		for (let i = 0; i < words[flat + SIZE]!; i++) passed.push(valueOf(words[flat + OBJECTS + i]!));
		cells()[CELL.tick] = before + 2;
		const answer = call(passed), begin = newInt(before + 1), end = newInt(before + 2), handle = objectOf(answer);
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
			words.set([func, argsAt, begin, handle], at);
			result = invoke(ended, room, 4, 0);
			drop(handle);
		} else {
			result = wrapped(handle);
			if (result !== 0) {
				record(index, site, begin, end, handle, result, shared[CELL.handle] === answer ? shared[CELL.ref]! : 0, inputs);
				if (words[dead + SIZE]! > DRAIN_AT) drop(invoke(drain, 0, 0, 0));
			}
		}
		drop(site);
		drop(begin);
		drop(end);
		giveBack(inputs);
		return result;
	};
}
