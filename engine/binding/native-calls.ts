/**
 * A call of tensors and numbers, as its recorder sees it: what `observer` of loupe/embedded.py does where all is as it mostly is, on Python's
 * own objects. For the rest that function is called. See native-lines.ts for why.
 */
import { SmallInt } from '../trace/schema.ts';
import type { NativeBody } from './native.ts';
import { addFunction, ELSEWHERE, OBJECTS, SIZE, slotsOf, TAG, THREE_DIGITS, TWO_DIGITS, TYPE, valueOfDigits, type PythonApi } from './python-objects.ts';
import type { Values } from './python-values.ts';
import { CELL, cells } from './scratch.ts';

/** How many objects `watch_calls` is given. */
const WATCHED = 17;
/** Of the arguments of a call. */
const MOST = 8;
/** As in torch/_border.py. */
const DRAIN_AT = 64;
/** Ticks beyond are ints of more digits. */
const LAST_TICK = 2 ** 31 - 1;

/** The call's result, 0 where it raised, or NOTHING where nothing has been done yet. */
type Observe = (func: number, args: number, flat: number) => number;
const NOTHING = -1;

/** Puts `watch_calls` and `observe_call` into the module. `call`: the engine's function of that name. */
export function addCalls(python: PythonApi, values: Values, moduleName: string, call: NativeBody): void {
	let observe: Observe = () => NOTHING;
	let otherwise = 0;
	addFunction(python, moduleName, 'watch_calls', (_self, args) => {
		const given = python.HEAPU32.slice(args >>> 2, (args >>> 2) + WATCHED);
		// For good: there is one recording in most processes.
		for (const object of given) python.__Py_IncRef(object);
		observe = quickObserver(python, values, call, [...given]);
		otherwise = given[0]!;
		return python.__Py_NoneStruct;
	});
	addFunction(python, moduleName, 'observe_call', (_self, args) => {
		const { HEAPU32 } = python, at = args >>> 2;
		const result = observe(HEAPU32[at]!, HEAPU32[at + 1]!, HEAPU32[at + 2]!);
		return result === NOTHING ? python._PyObject_Vectorcall(otherwise, args, 3, 0) : result;
	});
}

/**
 * @param given `observer`, Recorder, the stack of calls, Values, Writer, the active modes, the recorder's own, the type Tensor, the types that are
 * as plain, the refs of tensors by handle, the handles to give back, then functions: `number(value)`, `row(tensor, tick)`,
 * `ended(func, args, begin, answer)`, `drain()`, and `counted()` or None; and the descriptors of _CALL_SLOTS
 */
function quickObserver(python: PythonApi, { valueOf, objectOf, renew: renewValues }: Values, call: NativeBody, given: readonly number[]): Observe {
	const { __Py_NoneStruct: none, __Py_FalseStruct: isFalse, _PyLong_Type: intType } = python;
	const { _PyDict_GetItem: lookUp, _PyDict_SetItem: put, _PySet_Contains: contains, _PyList_Append: append, _PyLong_FromLong: newInt, _PyLong_FromDouble: newLong, __Py_IncRef: hold, __Py_DecRef: drop } = python;
	const { _PyTuple_New: newTuple, _PyType_GenericAlloc: allocate, _PyFrame_GetLasti: offsetIn, _PyObject_Vectorcall: invoke } = python;
	let words = python.HEAPU32;
	/** After whatever may ask for memory, which leaves a view of it without elements. */
	const renew = (): void => {
		if (words.length === 0) words = python.HEAPU32;
	};
	const [, recorderAt, stackAt, valuesAt, writerAt, modesAt, mode, tensorType, exact, refs, deadAt, number, row, ended, drain, counted, descriptors] = given as [
		number, number, number, number, number, number, number, number, number, number, number, number, number, number, number, number, number];
	const [recorder, stack, values, writer, modes, dead] = [recorderAt >>> 2, stackAt >>> 2, valuesAt >>> 2, writerAt >>> 2, modesAt >>> 2, deadAt >>> 2];
	const [MUTED, FRAME, INFO, INDEX, SITES, NOW, OP, HANDLE, GRAD] = slotsOf(words, descriptors) as [number, number, number, number, number, number, number, number, number];
	const room = python._malloc(4 * Math.max(MOST, 4)), at = room >>> 2;
	const inputs: number[] = [];

	const isAlone = (): boolean => words[modes + SIZE] === 1 && words[words[modes + ELSEWHERE]! >>> 2] === mode;

	/** The refs of a call's arguments, owned, to `inputs`; false where one is not known. */
	const lookAt = (args: number, count: number): boolean => {
		inputs.length = 0;
		for (let i = 0; i < count; i++) {
			const value = words[args + OBJECTS + i]!, place = value >>> 2, type = words[place + TYPE]!;
			let ref: number;
			if (type === tensorType || contains(exact, type) === 1) {
				const handle = words[place + HANDLE]!;
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

	const giveBack = (): void => {
		for (const ref of inputs) drop(ref);
	};

	/** A tensor of Python's for a handle, as `wrap` of torch/_tensor.py makes one; 0 where there is no memory for it. */
	const wrapped = (handle: number): number => {
		const tensor = allocate(tensorType, 0);
		if (tensor === 0) return 0;
		renew();
		words[(tensor >>> 2) + HANDLE] = handle;
		words[(tensor >>> 2) + GRAD] = none;
		return tensor;
	};

	/** Keeps the row of the op. `made`: the number that the engine has given to the result, or 0. */
	const record = (index: number, site: number, begin: number, end: number, handle: number, result: number, made: number): void => {
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
		const places = (all >>> 2) + OBJECTS, rows = words[writer + OP]!;
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
		if (depth === 0 || count > MOST || words[recorder + MUTED] !== isFalse || !isAlone()) return NOTHING;
		const top = words[(words[stack + ELSEWHERE]! >>> 2) + depth - 1]! >>> 2, index = words[top + INDEX]!;
		const offset = newInt(offsetIn(words[top + FRAME]!));
		renew();
		const known = lookUp(words[(words[top + INFO]! >>> 2) + SITES]!, offset) >>> 2;
		drop(offset);
		if (known === 0 || words[known + OBJECTS] !== func || valueOfDigits(words, words[known + OBJECTS + 1]! >>> 2) !== count) return NOTHING;
		const site = words[known + OBJECTS + 2]!, now = words[values + NOW]! >>> 2;
		if (words[now + TYPE] !== intType || words[now + TAG]! >= THREE_DIGITS || valueOfDigits(words, now) + 2 > LAST_TICK) return NOTHING;
		const before = valueOfDigits(words, now);
		if (!lookAt(args, count)) {
			giveBack();
			return NOTHING;
		}
		hold(site);
		renewValues();
		const passed: unknown[] = [];
		for (let i = 0; i < words[flat + SIZE]!; i++) passed.push(valueOf(words[flat + OBJECTS + i]!));
		cells()[CELL.tick] = before + 2;
		const answer = call(passed), begin = newInt(before + 1), end = newInt(before + 2), handle = objectOf(answer);
		renew();
		const last = words[values + NOW]!;
		hold(end);
		words[values + NOW] = end;
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
				record(index, site, begin, end, handle, result, shared[CELL.handle] === answer ? shared[CELL.ref]! : 0);
				if (words[dead + SIZE]! > DRAIN_AT) drop(invoke(drain, 0, 0, 0));
			}
		}
		drop(site);
		drop(begin);
		drop(end);
		giveBack();
		return result;
	};
}
