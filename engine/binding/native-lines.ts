/**
 * A line that begins, as CPython tells its tracer: what `line` of loupe/steps.py does where all is as it mostly is, on Python's own
 * objects. For the rest that function is called. The interpreter takes a hundred instructions for it, which in WebAssembly
 * is more than a small operator and its own row together.
 */
import { SmallInt } from '../trace/schema.ts';
import type { TensorRefs } from './native-tensors.ts';
import { ELSEWHERE, LAST_INT, OBJECTS, SIZE, TAG, THREE_DIGITS, TWO_DIGITS, TYPE, valueOfDigits, type PythonApi } from './python-objects.ts';
import type { KeptObjects } from './kept.ts';
import { BINDINGS, STEPS } from './python-rows.ts';
import { CELL, cells } from './scratch.ts';
import type { Slots, Watched } from './watch.ts';

/** How deep a line looks: OLD_DEPTH of loupe/values.py. */
const DEPTH = 3;

/** Answers with whether it has recorded that the line of the code begins. */
export function lineBegins(python: PythonApi, watched: Watched, slots: Slots, tensors: TensorRefs, kept: KeptObjects): (code: number, line: number) => boolean {
	const { __Py_NoneStruct: none, __Py_TrueStruct: isTrue, _PyLong_Type: intType, _PyDict_Type: dictType } = python;
	const { _PyDict_GetItem: lookUp, _PyDict_SetItem: put, _PySet_Contains: contains, _PyLong_FromLong: newInt, _PyLong_FromDouble: newLong, __Py_IncRef: hold, __Py_DecRef: drop, _PyFrame_GetLasti: offsetIn } = python;
	let words = python.HEAPU32;
	/** After whatever may ask for memory, which leaves a view of it without elements. */
	const renew = (): void => {
		if (words.length === 0) words = python.HEAPU32;
	};
	const { refs, quiet, handlers, Tensor: tensorType } = watched, stack = watched.stack >>> 2, values = watched.values >>> 2;

	/** Of an int of up to two digits; another is NaN, which equals nothing. */
	const numberOf = (object: number): number => {
		const at = object >>> 2;
		return words[at + TYPE] === intType && words[at + TAG]! < THREE_DIGITS ? valueOfDigits(words, at) : NaN;
	};

	/** Whether what runs in a frame belongs to one of the loops, pairs of its first and last offset: then no step begins. */
	const isWithin = (loops: number, frame: number): boolean => {
		const count = words[loops + SIZE]!;
		if (count === 0) return false;
		const offset = offsetIn(frame);
		for (let i = 0; i < count; i++) {
			const pair = words[loops + OBJECTS + i]! >>> 2;
			if (valueOfDigits(words, words[pair + OBJECTS]! >>> 2) <= offset && offset <= valueOfDigits(words, words[pair + OBJECTS + 1]! >>> 2)) return true;
		}
		return false;
	};

	const set = (place: number, object: number): void => {
		const before = words[place]!;
		hold(object);
		words[place] = object;
		if (before !== 0) drop(before);
	};

	const bind = (call: number, name: number, string: number, ref: number, value: number, tick: number): void => {
		const at = BINDINGS.next(), { numbers } = BINDINGS;
		numbers[at] = tick;
		numbers[at + 1] = numberOf(words[call + slots.scope]!);
		numbers[at + 2] = numberOf(string);
		numbers[at + 3] = value;
		put(words[call + slots.bound]!, name, ref);
		renew();
	};

	/** The names that the last line has to do with; false where one is not known, or neither a tensor nor an int nor what it was. */
	const names = (call: number, plan: number, tick: number): boolean => {
		const namespace = words[call + slots.namespace]!, bound = words[call + slots.bound]!;
		if (words[(namespace >>> 2) + TYPE] !== dictType) return false;
		const stores = words[plan + slots.stores]! >>> 2;
		for (let i = 0; i < words[stores + SIZE]!; i++) {
			const pair = words[stores + OBJECTS + i]! >>> 2, name = words[pair + OBJECTS]!, value = lookUp(namespace, name);
			renew();
			if (value === 0) return false;
			const at = value >>> 2, type = words[at + TYPE]!;
			if (type === tensorType) {
				const ref = tensors.of(value, words, tick), before = ref === 0 ? 0 : lookUp(bound, name);
				renew();
				if (before === 0) return false;
				if (numberOf(before) !== ref) bind(call, name, words[pair + OBJECTS + 1]!, lookUp(refs, words[at + slots.handle]!), ref, tick);
			} else {
				const ref = type === intType && words[at + TAG]! < TWO_DIGITS ? SmallInt.zero + valueOfDigits(words, at) : kept.refOf(value, DEPTH, tick), before = lookUp(bound, name);
				renew();
				if (ref === 0 || before === 0) return false;
				if (numberOf(before) !== ref) {
					const string = words[pair + OBJECTS + 1]!, made = newLong(ref);
					renew();
					bind(call, name, string, made, ref, tick);
					drop(made);
				}
			}
		}
		const loads = words[plan + slots.loadNames]! >>> 2;
		for (let i = 0; i < words[loads + SIZE]!; i++) {
			const name = words[loads + OBJECTS + i]!, value = lookUp(namespace, name);
			renew();
			if (value === 0) return false;
			const at = value >>> 2, type = words[at + TYPE]!, before = lookUp(bound, name);
			if (type === tensorType) {
				const ref = before === 0 ? 0 : tensors.of(value, words, tick);
				renew();
				if (ref === 0 || numberOf(before) !== ref) return false;
			} else {
				const isQuiet = contains(quiet, type);
				renew();
				// A type may have a hash of its own.
				if (isQuiet < 0) python._PyErr_Clear();
				if (isQuiet === 1) {
					if (before === 0 && lookUp(handlers, type) !== 0) return false;
					continue;
				}
				const ref = kept.refOf(value, DEPTH, tick);
				renew();
				if (ref === 0 || before === 0 || numberOf(before) !== ref) return false;
			}
		}
		return true;
	};

	return (code, line) => {
		renew();
		const depth = words[stack + SIZE]!, left = cells();
		if (depth === 0 || left[CELL.steps]! <= 1) return false;
		const call = words[(words[stack + ELSEWHERE]! >>> 2) + depth - 1]! >>> 2;
		if (words[call + slots.code] !== code) return false;
		if (isWithin(words[call + slots.loops]! >>> 2, words[call + slots.frame]!)) return true;
		const plan = words[call + slots.plan]!;
		let tick = numberOf(words[values + slots.now]!) + 1;
		if (!(tick < LAST_INT)) return false;
		if (plan !== none) {
			if (words[(plan >>> 2) + slots.isSimple] !== isTrue || !names(call, plan >>> 2, tick)) return false;
			tick++;
		}
		const now = newInt(tick);
		renew();
		set(values + slots.now, now);
		drop(now);
		const at = STEPS.next(), { numbers } = STEPS;
		numbers[at] = tick;
		numbers[at + 1] = numberOf(words[call + slots.index]!);
		numbers[at + 2] = numberOf(line);
		set(call + slots.line, line);
		const next = lookUp(words[call + slots.plans]!, line);
		set(call + slots.plan, next === 0 ? none : next);
		cells()[CELL.steps]!--;
		return true;
	};
}
