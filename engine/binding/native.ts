/**
 * The engine's functions as built-in functions of CPython. A call through Pyodide's proxies of JavaScript costs more than a small
 * operator does; here numbers are read where they lie in Python's memory, and Python holds no object of JavaScript's.
 */
import type { Answer } from './answer.ts';

/** What is used of CPython, under the names that Emscripten gives its exports: those of data are their addresses. */
export interface PythonApi {
	readonly HEAPU8: Uint8Array;
	readonly HEAPU32: Uint32Array;
	readonly HEAPF64: Float64Array;
	readonly _PyLong_Type: number;
	readonly _PyFloat_Type: number;
	readonly _PyBool_Type: number;
	readonly __Py_NoneStruct: number;
	readonly __Py_TrueStruct: number;
	addFunction(body: (...words: number[]) => number, signature: string): number;
	_malloc(bytes: number): number;
	_free(pointer: number): void;
	_PyErr_Clear(): void;
	_PyErr_NoMemory(): number;
	_PyImport_AddModule(name: number): number;
	_PyObject_SetAttrString(object: number, name: number, value: number): number;
	_PyCFunction_NewEx(definition: number, self: number, module: number): number;
	_PyType_GetFlags(type: number): number;
	_PyType_IsSubtype(type: number, base: number): number;
	_PyLong_FromLong(value: number): number;
	_PyLong_FromDouble(value: number): number;
	_PyLong_AsDouble(object: number): number;
	_PyNumber_ToBase(object: number, base: number): number;
	_PyFloat_FromDouble(value: number): number;
	_PyUnicode_FromStringAndSize(pointer: number, bytes: number): number;
	_PyUnicode_AsUTF8AndSize(object: number, size: number): number;
	__Py_DecRef(object: number): void;
}

/** What is read of a list of Python's: its ints, and where a tuple stands in it the length of that, whose own ints are `nested`. Valid during the call. */
export class Numbers {
	readonly own: Uint32Array;
	readonly nested: Uint32Array;

	constructor(own: Uint32Array, nested: Uint32Array) {
		this.own = own;
		this.nested = nested;
	}
}

/** Takes what Python gave, in a list. Raises nothing. */
export type NativeBody = (args: readonly unknown[]) => Answer;

const METH_FASTCALL = 0x80;
/** struct PyMethodDef { const char *name; PyCFunction function; int flags; const char *doc; } */
const DEFINITION_WORDS = 4;
/** In words from an object's start: its type, and of an int its tag (sign and count of digits) and first digit. */
const TYPE = 1, TAG = 2, DIGIT = 3;
/** The same of a list and a tuple: how many objects they hold, where a list's are, and the first of a tuple's, before which its hash is. */
const SIZE = 2, ELSEWHERE = 3, OBJECTS = 4;
/** Below this an int has one digit at most; its sign is 1 - (tag & 3). */
const TWO_DIGITS = 16, THREE_DIGITS = 24, SECOND_DIGIT = 2 ** 30;
const LONG_SUBCLASS = 1 << 24, LIST_SUBCLASS = 1 << 25, TUPLE_SUBCLASS = 1 << 26, UNICODE_SUBCLASS = 1 << 28;
const LARGEST = 2 ** 31 - 1;
/** Stands for an object that is neither a number nor a text. */
const FOREIGN = Object.freeze({});

/** Puts the functions into a module of Python's that has been imported, under their names. */
export function addFunctions(python: PythonApi, moduleName: string, functions: ReadonlyMap<string, NativeBody>): void {
	const { _PyLong_Type: longType, _PyFloat_Type: floatType, _PyBool_Type: boolType, __Py_NoneStruct: none, __Py_TrueStruct: isTrue } = python;
	const bodies = [...functions.values()];
	// Python's memory may grow, which leaves these without elements.
	let words = python.HEAPU32, doubles = python.HEAPF64;
	const renew = (): void => {
		if (words.length === 0) ({ HEAPU32: words, HEAPF64: doubles } = python);
	};
	const size = python._malloc(4);

	function valueOf(object: number): unknown {
		const at = object >>> 2, type = words[at + TYPE]!;
		if (type === longType && words[at + TAG]! < TWO_DIGITS) return words[at + DIGIT]! * (1 - (words[at + TAG]! & 3));
		if (type === floatType) return doubles[(object >>> 3) + 1];
		if (object === none) return undefined;
		if (type === boolType) return object === isTrue;
		return rareValue(object, type);
	}

	function rareValue(object: number, type: number): unknown {
		const flags = python._PyType_GetFlags(type);
		if ((flags & UNICODE_SUBCLASS) !== 0) return textOf(object);
		if ((flags & LONG_SUBCLASS) !== 0) return integerOf(object);
		if ((flags & LIST_SUBCLASS) !== 0) return numbersOf(object >>> 2);
		return python._PyType_IsSubtype(type, floatType) === 0 ? FOREIGN : doubles[(object >>> 3) + 1];
	}

	let own = new Uint32Array(0), nested = new Uint32Array(0);

	function numbersOf(list: number): Numbers {
		const count = words[list + SIZE]!, first = words[list + ELSEWHERE]! >>> 2;
		if (own.length < count) own = new Uint32Array(2 * count);
		let inTuples = 0;
		for (let i = 0; i < count; i++) {
			const at = words[first + i]! >>> 2, type = words[at + TYPE]!;
			if (type === longType) {
				own[i] = unsigned(at);
				continue;
			}
			const size = (python._PyType_GetFlags(type) & TUPLE_SUBCLASS) === 0 ? 0 : words[at + SIZE]!;
			own[i] = size;
			if (nested.length < inTuples + size) {
				const larger = new Uint32Array(2 * (inTuples + size));
				larger.set(nested.subarray(0, inTuples));
				nested = larger;
			}
			for (let k = 0; k < size; k++) nested[inTuples++] = unsigned(words[at + OBJECTS + k]! >>> 2);
		}
		return new Numbers(own.subarray(0, count), nested.subarray(0, inTuples));
	}

	/** An int of up to 32 bits; what is none is 0. */
	function unsigned(at: number): number {
		const tag = words[at + TAG]!;
		if (words[at + TYPE] !== longType || tag >= THREE_DIGITS) return 0;
		return tag < TWO_DIGITS ? words[at + DIGIT]! * (1 - (tag & 3)) : words[at + DIGIT]! + words[at + DIGIT + 1]! * SECOND_DIGIT;
	}

	function integerOf(object: number): number | bigint {
		const value = python._PyLong_AsDouble(object);
		if (Number.isSafeInteger(value)) return value;
		python._PyErr_Clear();
		const digits = python._PyNumber_ToBase(object, 16), text = textOf(digits);
		python.__Py_DecRef(digits);
		return text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text);
	}

	function textOf(object: number): string {
		const start = python._PyUnicode_AsUTF8AndSize(object, size) >>> 0;
		renew();
		if (start !== 0) return new TextDecoder().decode(python.HEAPU8.subarray(start, start + words[size >>> 2]!));
		// Half a surrogate pair is no name of anything.
		python._PyErr_Clear();
		return '\ufffd';
	}

	function objectOf(answer: Answer): number {
		if (answer === undefined) return none;
		if (typeof answer === 'string') return textObject(answer);
		if (!Number.isInteger(answer)) return python._PyFloat_FromDouble(answer);
		return Math.abs(answer) <= LARGEST ? python._PyLong_FromLong(answer) : python._PyLong_FromDouble(answer);
	}

	function textObject(text: string): number {
		const bytes = new TextEncoder().encode(text), start = python._malloc(bytes.length + 1);
		if (start === 0) return python._PyErr_NoMemory();
		python.HEAPU8.set(bytes, start >>> 0);
		const object = python._PyUnicode_FromStringAndSize(start, bytes.length);
		python._free(start);
		return object;
	}

	/** A function's own number is its `self`. */
	const entry = python.addFunction((self, args, count) => {
		renew();
		const values: unknown[] = [], first = args! >>> 2;
		for (let i = 0; i < count!; i++) values.push(valueOf(words[first + i]!));
		return objectOf(bodies[words[(self! >>> 2) + DIGIT]!]!(values));
	}, 'iiii');

	/** Kept for good, as names of functions are. */
	const nameAt = (name: string): number => {
		const bytes = new TextEncoder().encode(`${name}\0`), start = python._malloc(bytes.length);
		python.HEAPU8.set(bytes, start);
		return start;
	};
	const module = python._PyImport_AddModule(nameAt(moduleName));
	for (const [number, name] of [...functions.keys()].entries()) {
		const text = nameAt(name), definition = python._malloc(DEFINITION_WORDS * 4);
		python.HEAPU32.set([text, entry, METH_FASTCALL, 0], definition >>> 2);
		const made = python._PyCFunction_NewEx(definition, python._PyLong_FromLong(number), 0);
		if (made === 0 || python._PyObject_SetAttrString(module, text, made) !== 0) throw new Error(`CPython did not take the function ${name}`);
		python.__Py_DecRef(made);
	}
}
