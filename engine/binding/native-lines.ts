/**
 * A line that begins, as CPython tells its tracer: what `line` of loupe/steps.py does where all is as it mostly is, on Python's own
 * objects. For the rest that function is called. The interpreter takes a hundred instructions for it, which in WebAssembly
 * is more than a small operator and its own row together.
 *
 * Nothing here is found out by itself: loupe/embedded.py gives the objects and says by descriptors where their slots are.
 */
import { SmallInt } from '../trace/schema.ts';
import { addFunction, ELSEWHERE, OBJECTS, SIZE, slotsOf, TAG, THREE_DIGITS, TWO_DIGITS, TYPE, valueOfDigits, type PythonApi } from './python-objects.ts';
import { CELL, cells } from './scratch.ts';

/** A tick has one digit beyond which they would have to be made otherwise. */
const LAST_TICK = 2 ** 31 - 1;

/** Puts `watch_lines` and `line_begins` into the module. */
export function addLines(python: PythonApi, moduleName: string): void {
	let begins: ((code: number, line: number) => boolean) | undefined;
	let otherwise = 0;
	addFunction(python, moduleName, 'watch_lines', (_self, args) => {
		// Another recorder of the same process has another stack.
		if (begins !== undefined) return python.__Py_NoneStruct;
		const given = python.HEAPU32.slice(args >>> 2, (args >>> 2) + WATCHED);
		// For good: they live as long as the process does.
		for (const object of given) python.__Py_IncRef(object);
		begins = quickLine(python, given);
		otherwise = given[0]!;
		return python.__Py_TrueStruct;
	});
	addFunction(python, moduleName, 'line_begins', (_self, args) => {
		const { HEAPU32 } = python, at = args >>> 2;
		return begins!(HEAPU32[at]!, HEAPU32[at + 1]!) ? python.__Py_NoneStruct : python._PyObject_Vectorcall(otherwise, args, 2, 0);
	});
}

/** How many objects `watch_lines` is given. */
const WATCHED = 9;

/**
 * @param given `line`, the stack of calls, Values, Writer, the type Tensor, the refs of tensors by handle, the types of what is never looked at
 * again, those of what can be looked at, the descriptors of SLOTS
 */
function quickLine(python: PythonApi, given: Uint32Array): (code: number, line: number) => boolean {
	const { __Py_NoneStruct: none, __Py_TrueStruct: isTrue, _PyLong_Type: intType, _PyDict_Type: dictType } = python;
	const { _PyDict_GetItem: lookUp, _PyDict_SetItem: put, _PySet_Contains: contains, _PyList_Append: append, _PyLong_FromLong: newInt, _PyLong_FromDouble: newLong, __Py_IncRef: hold, __Py_DecRef: drop } = python;
	let words = python.HEAPU32;
	/** After whatever may ask for memory, which leaves a view of it without elements. */
	const renew = (): void => {
		if (words.length === 0) words = python.HEAPU32;
	};
	const [, stackAt, valuesAt, writerAt, tensorType, refs, quiet, handlers, descriptors] = given as unknown as number[];
	const [stack, values, writer] = [stackAt! >>> 2, valuesAt! >>> 2, writerAt! >>> 2];
	const [CODE, LOOPS, PLAN, PLANS, NAMESPACE, BOUND, SCOPE, INDEX, LINE, IS_SIMPLE, STORES, LOAD_NAMES, NOW, STEP, BINDING, HANDLE] = slotsOf(words, descriptors!) as [
		number, number, number, number, number, number, number, number, number, number, number, number, number, number, number, number];

	/** Of an int of up to two digits; another is NaN, which equals nothing. */
	const numberOf = (object: number): number => {
		const at = object >>> 2;
		return words[at + TYPE] === intType && words[at + TAG]! < THREE_DIGITS ? valueOfDigits(words, at) : NaN;
	};

	const set = (place: number, object: number): void => {
		const before = words[place]!;
		hold(object);
		words[place] = object;
		if (before !== 0) drop(before);
	};

	const bind = (call: number, name: number, string: number, ref: number, tick: number): void => {
		const rows = words[writer + BINDING]!, scope = words[call + SCOPE]!, bound = words[call + BOUND]!, now = newInt(tick);
		append(rows, now);
		drop(now);
		append(rows, scope);
		append(rows, string);
		append(rows, ref);
		put(bound, name, ref);
		renew();
	};

	/** The names that the last line has to do with; false where one is not known, or neither a tensor nor an int. */
	const names = (call: number, plan: number, tick: number): boolean => {
		const namespace = words[call + NAMESPACE]!, bound = words[call + BOUND]!;
		if (words[(namespace >>> 2) + TYPE] !== dictType) return false;
		const stores = words[plan + STORES]! >>> 2;
		for (let i = 0; i < words[stores + SIZE]!; i++) {
			const pair = words[stores + OBJECTS + i]! >>> 2, name = words[pair + OBJECTS]!, value = lookUp(namespace, name);
			renew();
			if (value === 0) return false;
			const at = value >>> 2, type = words[at + TYPE]!;
			if (type === tensorType) {
				const handle = words[at + HANDLE]!, ref = handle === 0 ? 0 : lookUp(refs!, handle), before = ref === 0 ? 0 : lookUp(bound, name);
				if (before === 0) return false;
				if (numberOf(before) !== numberOf(ref)) bind(call, name, words[pair + OBJECTS + 1]!, ref, tick);
			} else if (type === intType && words[at + TAG]! < TWO_DIGITS) {
				const ref = SmallInt.zero + valueOfDigits(words, at), before = lookUp(bound, name);
				if (before === 0) return false;
				if (numberOf(before) !== ref) {
					const string = words[pair + OBJECTS + 1]!, made = newLong(ref);
					renew();
					bind(call, name, string, made, tick);
					drop(made);
				}
			} else {
				return false;
			}
		}
		const loads = words[plan + LOAD_NAMES]! >>> 2;
		for (let i = 0; i < words[loads + SIZE]!; i++) {
			const name = words[loads + OBJECTS + i]!, value = lookUp(namespace, name);
			renew();
			if (value === 0) return false;
			const at = value >>> 2, type = words[at + TYPE]!, before = lookUp(bound, name);
			if (type === tensorType) {
				const handle = words[at + HANDLE]!, ref = handle === 0 || before === 0 ? 0 : lookUp(refs!, handle);
				if (ref === 0 || numberOf(before) !== numberOf(ref)) return false;
			} else {
				const isQuiet = contains(quiet!, type);
				// A type may have a hash of its own.
				if (isQuiet < 0) python._PyErr_Clear();
				if (isQuiet !== 1 || (before === 0 && lookUp(handlers!, type) !== 0)) return false;
			}
		}
		return true;
	};

	return (code, line) => {
		renew();
		const depth = words[stack + SIZE]!, left = cells();
		if (depth === 0 || left[CELL.steps]! <= 1) return false;
		const call = words[(words[stack + ELSEWHERE]! >>> 2) + depth - 1]! >>> 2;
		if (words[call + CODE] !== code || words[(words[call + LOOPS]! >>> 2) + SIZE] !== 0) return false;
		const plan = words[call + PLAN]!;
		let tick = numberOf(words[values + NOW]!) + 1;
		if (!(tick < LAST_TICK)) return false;
		if (plan !== none) {
			if (words[(plan >>> 2) + IS_SIMPLE] !== isTrue || !names(call, plan >>> 2, tick)) return false;
			tick++;
		}
		const rows = words[writer + STEP]!, index = words[call + INDEX]!, now = newInt(tick);
		renew();
		set(values + NOW, now);
		append(rows, now);
		drop(now);
		append(rows, index);
		append(rows, line);
		renew();
		set(call + LINE, line);
		const next = lookUp(words[call + PLANS]!, line);
		set(call + PLAN, next === 0 ? none : next);
		cells()[CELL.steps]!--;
		return true;
	};
}
