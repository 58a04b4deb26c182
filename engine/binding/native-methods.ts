/**
 * Methods, slots and attributes of Python's classes as the engine's functions, as those of a class that is written in C: CPython calls
 * them with no frame of Python's between, and slots with no look for a method. What one of them does not take goes to the function of
 * Python's that stood in its place.
 */
import { closeScope, openScope } from '../tensor/scope.ts';
import { DEFINITION_WORDS, kept, NOTHING, SIZE, type PythonApi } from './python-objects.ts';

/** Takes the object, then where its other arguments are, in words, and how many. Answers as a call of CPython's, or with NOTHING. */
export type NativeMethod = (self: number, args: number, count: number) => number;
/** A slot's function, of as many words as the slot has. */
export type Slot = (...words: number[]) => number;

/** METH_FASTCALL | METH_KEYWORDS */
const FLAGS = 0x82;
/** struct wrapperbase { const char *name; int offset; void *function; wrapperfunc wrapper; const char *doc; int flags; PyObject *name_strobj; } */
const BASE_WORDS = 7, NAME_OBJECT = 6;
/** Words from the start of a slot's descriptor to its wrapperbase. */
const BASE = 5;
/** struct PyGetSetDef { const char *name; getter get; setter set; const char *doc; void *closure; } */
const ATTRIBUTE_WORDS = 5;

/** Raises nothing, in a scope of its own. */
export function guarded<Given extends unknown[]>(body: (...given: Given) => number): (...given: Given) => number {
	return (...given) => {
		const mark = openScope();
		try {
			return body(...given);
		} catch {
			// Python's function comes to the same, and says it in NumPy's words.
			return NOTHING;
		} finally {
			closeScope(mark);
		}
	};
}

export function defineMethod(python: PythonApi, type: number, name: string, fallback: number, body: NativeMethod): void {
	const quick = guarded(body), text = kept(python, name);
	const definition = definitionOf(python, text, (self, args, count, names) => {
		const result = names === 0 ? quick(self, args >>> 2, count) : NOTHING;
		return result === NOTHING ? callWithSelf(python, fallback, self, args, count, names) : result;
	});
	put(python, type, text, python._PyDescr_NewMethod(type, definition));
}

/** A function of Python's, owned by who asked. @param body gets where the arguments are, in words, and how many @param moduleName a text of Python's */
export function functionOf(python: PythonApi, name: string, moduleName: number, fallback: number, body: (args: number, count: number) => number): number {
	const quick = guarded(body);
	const definition = definitionOf(python, kept(python, name), (_self, args, count, names) => {
		const result = names === 0 ? quick(args >>> 2, count) : NOTHING;
		return result === NOTHING ? python._PyObject_Vectorcall(fallback, args, count, names) : result;
	});
	return python._PyCFunction_NewEx(definition, 0, moduleName);
}

function definitionOf(python: PythonApi, name: number, body: (self: number, args: number, count: number, names: number) => number): number {
	const definition = python._malloc(DEFINITION_WORDS * 4);
	python.HEAPU32.set([name, python.addFunction(body as Slot, 'iiiii'), FLAGS, 0], definition >>> 2);
	return definition;
}

/**
 * @param name an object, as Python keeps it for a name
 * @param like a slot's descriptor of another class, whose function has the same parameters: that of `name`, or one that differs in its name alone
 * @param entry of `addFunction`
 */
export function defineSlot(python: PythonApi, type: number, name: number, text: string, like: number, entry: number): void {
	const kind = python.HEAPU32[(like >>> 2) + BASE]! >>> 2, base = python._malloc(BASE_WORDS * 4), word = kept(python, text);
	python.__Py_IncRef(name);
	python.HEAPU32.copyWithin(base >>> 2, kind, kind + BASE_WORDS);
	python.HEAPU32[base >>> 2] = word;
	python.HEAPU32[(base >>> 2) + NAME_OBJECT] = name;
	put(python, type, word, python._PyDescr_NewWrapper(type, base, entry));
}

/** An attribute that is computed each time it is asked for. @param write gets the object and the value (0: it is deleted); answers 0, or -1 where Python's error is set */
export function defineAttribute(python: PythonApi, type: number, name: string, read: (self: number) => number, write?: (self: number, value: number) => number): void {
	const text = kept(python, name), definition = python._malloc(ATTRIBUTE_WORDS * 4);
	python.HEAPU32.set([text, python.addFunction(read as Slot, 'iii'), write === undefined ? 0 : python.addFunction(write as Slot, 'iiii'), 0, 0], definition >>> 2);
	put(python, type, text, python._PyDescr_NewGetSet(type, definition));
}

function put(python: PythonApi, type: number, name: number, descriptor: number): void {
	if (descriptor === 0 || python._PyObject_SetAttrString(type, name, descriptor) !== 0) throw new Error('CPython did not take what is the engine\'s in a class');
	python.__Py_DecRef(descriptor);
}

/** Answers with what Python's function does. */
export function callOf(python: PythonApi, callable: number, ...objects: readonly number[]): number {
	const room = python._malloc(objects.length * 4);
	if (room === 0) return python._PyErr_NoMemory();
	for (const [i, object] of objects.entries()) python.HEAPU32[(room >>> 2) + i] = object;
	const result = python._PyObject_Vectorcall(callable, room, objects.length, 0);
	python._free(room);
	return result;
}

function callWithSelf(python: PythonApi, callable: number, self: number, args: number, count: number, names: number): number {
	const all = count + (names === 0 ? 0 : python.HEAPU32[(names >>> 2) + SIZE]!), room = python._malloc((all + 1) * 4);
	if (room === 0) return python._PyErr_NoMemory();
	python.HEAPU32[room >>> 2] = self;
	python.HEAPU32.copyWithin((room >>> 2) + 1, args >>> 2, (args >>> 2) + all);
	const result = python._PyObject_Vectorcall(callable, room, count + 1, names);
	python._free(room);
	return result;
}
