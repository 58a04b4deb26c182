/** CPython's objects, as they lie in its memory: 32-bit words. What is read of them is that of the CPython that is bundled, 3.14. */

/** What is used of CPython, under the names that Emscripten gives its exports: those of data are their addresses. */
export interface PythonApi {
	readonly HEAPU8: Uint8Array;
	readonly HEAPU32: Uint32Array;
	readonly HEAPF64: Float64Array;
	readonly _PyLong_Type: number;
	readonly _PyFloat_Type: number;
	readonly _PyBool_Type: number;
	readonly _PyDict_Type: number;
	readonly _PyTuple_Type: number;
	readonly _PyList_Type: number;
	readonly _PyCode_Type: number;
	readonly _PyUnicode_Type: number;
	readonly _PySlice_Type: number;
	readonly __Py_NoneStruct: number;
	readonly __Py_NotImplementedStruct: number;
	/** Where the class is. */
	readonly _PyExc_Exception: number;
	readonly __Py_TrueStruct: number;
	readonly __Py_FalseStruct: number;
	addFunction(body: (...words: number[]) => number, signature: string): number;
	_malloc(bytes: number): number;
	_free(pointer: number): void;
	_PyErr_Clear(): void;
	_PyErr_ExceptionMatches(exception: number): number;
	_PyErr_NoMemory(): number;
	_PyImport_AddModule(name: number): number;
	_PyObject_SetAttrString(object: number, name: number, value: number): number;
	_PyObject_Vectorcall(callable: number, args: number, count: number, names: number): number;
	_PyDescr_NewMethod(type: number, definition: number): number;
	_PyDescr_NewWrapper(type: number, base: number, wrapped: number): number;
	_PyDescr_NewGetSet(type: number, definition: number): number;
	_PyMethod_New(callable: number, self: number): number;
	_PyCFunction_NewEx(definition: number, self: number, module: number): number;
	_PyType_GetFlags(type: number): number;
	_PyType_IsSubtype(type: number, base: number): number;
	_PyType_GenericAlloc(type: number, items: number): number;
	_PyLong_FromLong(value: number): number;
	_PyLong_FromDouble(value: number): number;
	_PyLong_AsDouble(object: number): number;
	_PyNumber_ToBase(object: number, base: number): number;
	_PyFloat_FromDouble(value: number): number;
	_PyUnicode_FromStringAndSize(pointer: number, bytes: number): number;
	_PyUnicode_AsUTF8AndSize(object: number, size: number): number;
	_PyDict_GetItem(dict: number, key: number): number;
	_PyDict_SetItem(dict: number, key: number, value: number): number;
	_PyDict_Next(dict: number, place: number, key: number, value: number): number;
	_PyObject_GenericGetDict(object: number, context: number): number;
	_PyObject_Call(callable: number, args: number, keywords: number): number;
	_PyTuple_New(count: number): number;
	_PyList_New(count: number): number;
	_PyList_SetSlice(list: number, from: number, to: number, items: number): number;
	_PyList_Append(list: number, item: number): number;
	_PyErr_GetRaisedException(): number;
	_PyErr_SetRaisedException(exception: number): void;
	_PySet_Contains(set: number, key: number): number;
	_PyFrame_GetLasti(frame: number): number;
	__Py_IncRef(object: number): void;
	__Py_DecRef(object: number): void;
}

const METH_FASTCALL = 0x80;
/** struct PyMethodDef { const char *name; PyCFunction function; int flags; const char *doc; } */
export const DEFINITION_WORDS = 4;
/** In words from an object's start: its type, and of an int its tag (sign and count of digits) and first digit. */
export const TYPE = 1, TAG = 2, DIGIT = 3;
/** Of a type: its name in errors, a text that ends with a zero. */
export const TYPE_NAME = 3;
/** The same of a list and a tuple: how many objects they hold, where a list's are, and the first of a tuple's, before which its hash is. */
export const SIZE = 2, ELSEWHERE = 3, OBJECTS = 4;
/** Of a weak reference: to what. */
export const REFERENT = 2;
/** Below this an int has one digit at most; its sign is 1 - (tag & 3). */
export const TWO_DIGITS = 16, THREE_DIGITS = 24;
const SECOND_DIGIT = 2 ** 30;
/** The last that `_PyLong_FromLong` makes. */
export const LAST_INT = 2 ** 31 - 1;
/** Instead of a result, where the quick way is none: nothing has been done yet. */
export const NOTHING = -1;
/** Words from the start of a member's descriptor to its definition, and from there to its type and the offset of its slot. */
const MEMBER = 5, MEMBER_TYPE = 1, OFFSET = 2;
/** Py_T_UINT: no object, but a number as it is. */
const UINT = 11;

/** Of an int of one or two digits. */
export function valueOfDigits(words: Uint32Array, at: number): number {
	const tag = words[at + TAG]!;
	return (tag < TWO_DIGITS ? words[at + DIGIT]! : words[at + DIGIT]! + words[at + DIGIT + 1]! * SECOND_DIGIT) * (1 - (tag & 3));
}

/** Words from an object's start to the slots whose descriptors are in a tuple, in their order. */
export function slotsOf(words: Uint32Array, descriptors: number): number[] {
	const first = (descriptors >>> 2) + OBJECTS;
	return Array.from(words.subarray(first, first + words[(descriptors >>> 2) + SIZE]!), descriptor => words[(words[(descriptor >>> 2) + MEMBER]! >>> 2) + OFFSET]! >>> 2);
}

/** Makes a slot one of bare numbers, which Python reads and writes as ints. Before there is an object, and before the class is changed in another way, which has Python look at it anew. */
export function holdNumber(words: Uint32Array, descriptor: number): void {
	words[(words[(descriptor >>> 2) + MEMBER]! >>> 2) + MEMBER_TYPE] = UINT;
}

/** A text that ends with a zero, kept for good, as names of functions are. */
export function kept(python: PythonApi, text: string): number {
	const bytes = new TextEncoder().encode(`${text}\0`), start = python._malloc(bytes.length);
	python.HEAPU8.set(bytes, start);
	return start;
}

/** Puts a function of objects' addresses into a module of Python's; it answers with an object that is owned, or with 0 where Python's error is set. */
export function addFunction(python: PythonApi, moduleName: string, name: string, body: (self: number, args: number, count: number) => number): void {
	define(python, moduleName, name, entryOf(python, body), 0);
}

/** Of such a function, for `define`. */
export function entryOf(python: PythonApi, body: (self: number, args: number, count: number) => number): number {
	return python.addFunction(body as (...words: number[]) => number, 'iiii');
}

/** @param self an int that the function is given, wherever it is the same for several names */
export function define(python: PythonApi, moduleName: string, name: string, entry: number, self: number): void {
	const text = kept(python, name), definition = python._malloc(DEFINITION_WORDS * 4);
	python.HEAPU32.set([text, entry, METH_FASTCALL, 0], definition >>> 2);
	const made = python._PyCFunction_NewEx(definition, python._PyLong_FromLong(self), 0);
	if (made === 0 || python._PyObject_SetAttrString(python._PyImport_AddModule(kept(python, moduleName)), text, made) !== 0) throw new Error(`CPython did not take the function ${name}`);
	python.__Py_DecRef(made);
}
