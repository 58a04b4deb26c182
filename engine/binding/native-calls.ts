/**
 * A call of PyTorch's, as its recorder sees it: what `observer` of loupe/embedded.py does where all is as it mostly is, on Python's
 * own objects. For the rest that function is called. See native-lines.ts for why.
 */
import { operands, type Ask } from './native-operands.ts';
import type { NativeBody } from './native.ts';
import type { TensorRefs } from './native-tensors.ts';
import { ELSEWHERE, LAST_INT, NOTHING, OBJECTS, SIZE, TAG, THREE_DIGITS, TYPE, valueOfDigits, type PythonApi } from './python-objects.ts';
import { OPS } from './python-rows.ts';
import type { Values } from './python-values.ts';
import { CELL, cells } from './scratch.ts';
import type { Slots, Watched } from './watch.ts';

/** As in torch/_border.py. */
const DRAIN_AT = 64;
/** Of a function that is Python. */
const MOST_KEYWORDS = 20, MOST_POSITIONAL = 64;

/** Each answers with the call's result, with 0 where it raised, or with NOTHING. */
export interface CallObserver {
	/** Of an operator. `flat`: what goes over the border. */
	call(func: number, args: number, flat: number): number;
	/** Of a function that is Python, whose calls of operators are its own. `asked`: the arguments that may override. */
	callFunction(func: number, body: number, asked: number, args: number, keywords: number): number;
	/** A property of a tensor was set. */
	touch(tensor: number): void;
}

/** @param engineCall the engine's `call` */
export function callObserver(python: PythonApi, { valueOf, objectOf, renew: renewValues }: Values, engineCall: NativeBody, watched: Watched, slots: Slots, tensors: TensorRefs): CallObserver {
	const { __Py_NoneStruct: none, __Py_FalseStruct: isFalse, _PyLong_Type: intType, _PyTuple_Type: tupleType, _PyList_Type: listType } = python;
	const { _PyDict_GetItem: lookUp, _PyDict_SetItem: put, _PyDict_Next: next, _PyLong_FromLong: newInt, __Py_IncRef: hold, __Py_DecRef: drop } = python;
	const { _PyType_GenericAlloc: allocate, _PyFrame_GetLasti: offsetIn, _PyObject_Vectorcall: invoke } = python;
	let words = python.HEAPU32;
	/** After whatever may ask for memory, which leaves a view of it without elements. */
	const renew = (): void => {
		if (words.length === 0) words = python.HEAPU32;
	};
	const { Tensor: tensorType, refs, row, ended, functionSite, functionEnded, inPlace, drain, counted } = watched, recorder = watched.recorder >>> 2, stack = watched.stack >>> 2, values = watched.values >>> 2;
	const modes = watched.modes >>> 2, tracing = watched.tracing >>> 2, dead = watched.dead >>> 2;
	/** For the arguments of Python's functions. */
	const room = python._malloc(5 * 4), at = room >>> 2;
	/** Where `next` is, and what it finds. */
	const place = python._malloc(3 * 4), key = place + 4, value = place + 8;

	const now = (): number => {
		const at = words[values + slots.now]! >>> 2;
		return words[at + TYPE] === intType && words[at + TAG]! < THREE_DIGITS ? valueOfDigits(words, at) : NaN;
	};

	const advance = (): void => {
		const last = words[values + slots.now]!, next = newInt(now() + 1);
		renew();
		words[values + slots.now] = next;
		drop(last);
	};

	const isAlone = (): boolean => words[modes + SIZE] === 1 && words[tracing + SIZE] === 1 && words[words[modes + ELSEWHERE]! >>> 2] === words[words[tracing + ELSEWHERE]! >>> 2];

	const ask: Ask = (callable, ...given) => {
		renew();
		words.set(given, at);
		const ref = invoke(callable, room, given.length, 0);
		renew();
		if (ref === 0) return undefined;
		const number = valueOfDigits(words, ref >>> 2);
		drop(ref);
		return number;
	};
	const { of: refOf, isTensor } = operands(python, watched, tensors, ask);

	/** The refs of a call's arguments to `inputs`; false where it raised. */
	const lookAt = (objects: readonly number[], inputs: number[], tick: number): boolean => {
		for (let i = 0; i < objects.length; i++) {
			const ref = refOf(objects[i]!, tick);
			renew();
			if (ref === undefined) return false;
			inputs.push(ref);
		}
		return true;
	};

	/** The call of the user's that runs, where nothing but the recorder is to see its calls; 0 else. */
	const topCall = (): number => {
		renew();
		const depth = words[stack + SIZE]!;
		return depth === 0 || words[recorder + slots.muted] !== isFalse || !isAlone() || !(now() + 2 <= LAST_INT) ? 0 : words[(words[stack + ELSEWHERE]! >>> 2) + depth - 1]! >>> 2;
	};

	const itemsOf = (tuple: number, count: number): number[] => {
		const items: number[] = [];
		for (let i = 0; i < count; i++) items.push(words[tuple + OBJECTS + i]!);
		return items;
	};

	/** The site of a function's calls at the place where the user's code is; undefined: not known; -1: there is none. `key`: what else they have in common. */
	const siteOf = (top: number, func: number, key: number): number | undefined => {
		const offset = newInt(offsetIn(words[top + slots.frame]!));
		renew();
		const functions = lookUp(words[(words[top + slots.info]! >>> 2) + slots.plainSites]!, offset), known = functions === 0 ? 0 : lookUp(functions, func) >>> 2;
		drop(offset);
		return known === 0 || valueOfDigits(words, words[known + OBJECTS]! >>> 2) !== key ? undefined : valueOfDigits(words, words[known + OBJECTS + 1]! >>> 2);
	};

	/** A call begins: its tick. The time is that of its end, from here on: what runs within it comes later. */
	const begins = (): { readonly begin: number; readonly end: number } => {
		const last = words[values + slots.now]!, begin = now() + 1, end = newInt(begin + 1);
		renew();
		hold(end);
		words[values + slots.now] = end;
		drop(last);
		return { begin, end };
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
		return add(begin, begin + 1, index, site, ref, inputs);
	};

	/** The same; `ref` is the result's. */
	const add = (begin: number, end: number, index: number, site: number, ref: number, inputs: readonly number[]): boolean => {
		// The recorder has failed, and says so elsewhere.
		if (ref === 0) return true;
		const place = OPS.next(), { numbers } = OPS;
		numbers[place] = begin;
		numbers[place + 1] = end;
		numbers[place + 2] = index;
		numbers[place + 3] = site;
		numbers[place + 4] = inputs.length + 1;
		OPS.child(ref);
		for (let i = 0; i < inputs.length; i++) OPS.child(inputs[i]!);
		return counted === none || ask(counted) !== undefined;
	};

	const call = (func: number, argsAt: number, flatAt: number): number => {
		const top = topCall(), args = argsAt >>> 2, flat = flatAt >>> 2, count = words[args + SIZE]!;
		const site = top === 0 ? undefined : siteOf(top, func, count);
		if (site === undefined || site < 0) return NOTHING;
		const index = valueOfDigits(words, words[top + slots.index]! >>> 2);
		// Its own: within a call another one may be made, by whatever garbage has to say in the end.
		const inputs: number[] = [];
		if (!lookAt(itemsOf(args, count), inputs, now() + 1)) return 0;
		const { begin, end } = begins();
		const passed: unknown[] = [];
		for (let i = 0, length = words[flat + SIZE]!; i < length; i++) {
			renew();
			renewValues();
			passed.push(valueOf(words[flat + OBJECTS + i]!));
		}
		cells()[CELL.tick] = begin + 1;
		const answer = engineCall(passed), handle = objectOf(answer);
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

	/** The keywords that aren't None to `objects`, and what calls with the same ones have in common; undefined: not as plain. */
	const keywordsOf = (keywords: number, objects: number[]): number | undefined => {
		let mask = 0;
		words[place >>> 2] = 0;
		for (let i = 0; next(keywords, place, key, value) !== 0; i++) {
			const object = words[value >>> 2]!, type = words[(object >>> 2) + TYPE];
			if (object === none) continue;
			if (i >= MOST_KEYWORDS || type === tupleType || type === listType || (words[key >>> 2] === inPlace && object !== isFalse)) return undefined;
			mask += 2 ** i;
			objects.push(object);
		}
		return mask;
	};

	/** Whether no argument has a __torch_function__ to ask. */
	const noneOverrides = (asked: number): boolean => {
		for (let i = 0; i < words[asked + SIZE]!; i++) {
			const object = words[asked + OBJECTS + i]!;
			if (object !== none && !isTensor(object)) return false;
			renew();
		}
		return true;
	};

	const callFunction = (func: number, body: number, asked: number, argsAt: number, keywords: number): number => {
		const top = topCall(), args = argsAt >>> 2, count = words[args + SIZE]!;
		if (top === 0 || count >= MOST_POSITIONAL || !noneOverrides(asked >>> 2)) return NOTHING;
		const objects = itemsOf(args, count), inputs: number[] = [];
		for (const object of objects) {
			const type = words[(object >>> 2) + TYPE];
			if (type === tupleType || type === listType) return NOTHING;
		}
		const mask = keywordsOf(keywords, objects);
		if (mask === undefined) return NOTHING;
		const common = -(mask * MOST_POSITIONAL + count + 1);
		let site = siteOf(top, func, common);
		if (site === undefined) {
			const given = newInt(common);
			renew();
			const answer = ask(functionSite, func, argsAt, keywords, given);
			drop(given);
			if (answer === undefined) return 0;
			site = answer - 1;
		}
		if (site < 0) return NOTHING;
		if (!lookAt(objects, inputs, now() + 1)) return 0;
		const index = valueOfDigits(words, words[top + slots.index]! >>> 2), { begin, end } = begins();
		const mode = words[words[tracing + ELSEWHERE]! >>> 2]!;
		hold(mode);
		python._PyList_SetSlice(watched.modes, 0, 1, 0);
		let result = python._PyObject_Call(body, argsAt, keywords);
		python._PyList_Append(watched.modes, mode);
		drop(mode);
		renew();
		if (now() > begin + 1) advance();
		if (result !== 0 && words[(result >>> 2) + TYPE] === tensorType) {
			const ref = words[tracing + SIZE] === 0 ? 0 : refOf(result, now());
			renew();
			if (ref === undefined || !add(begin, now(), index, site, ref, inputs)) {
				drop(result);
				result = 0;
			}
		} else if (result !== 0 || python._PyErr_ExceptionMatches(words[python._PyExc_Exception >>> 2]!) !== 0) {
			const exception = result === 0 ? python._PyErr_GetRaisedException() : 0, beginning = newInt(begin);
			renew();
			const told = ask(functionEnded, func, beginning, argsAt, keywords, ...result === 0 ? [] : [result]);
			drop(beginning);
			if (told !== undefined) {
				if (exception !== 0) python._PyErr_SetRaisedException(exception);
			} else {
				// An interrupt, which comes before whatever else was raised.
				drop(exception === 0 ? result : exception);
				result = 0;
			}
		}
		drop(end);
		return result;
	};

	const touch = (tensor: number): void => {
		if (topCall() === 0) return;
		advance();
		tensors.again(tensor, words, now());
		renew();
	};

	return { call, callFunction, touch };
}
