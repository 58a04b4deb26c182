/**
 * Methods of Python's classes as the engine's functions: CPython calls them with no frame of Python's between. What one of them does
 * not take goes to the function of Python's that stood in its place.
 */
import { closeScope, openScope } from '../tensor/scope.ts';
import { DEFINITION_WORDS, kept, NOTHING, SIZE, type PythonApi } from './python-objects.ts';

/** Takes the object, then where its other arguments are, in words, and how many. Answers as a call of CPython's, or with NOTHING. */
export type NativeMethod = (self: number, args: number, count: number) => number;

/** METH_FASTCALL | METH_KEYWORDS */
const FLAGS = 0x82;

/** Raises nothing, in a scope of its own. */
export function guarded(body: NativeMethod): NativeMethod {
	return (self, args, count) => {
		const mark = openScope();
		try {
			return body(self, args, count);
		} catch {
			// Python's function comes to the same, and says it in NumPy's words.
			return NOTHING;
		} finally {
			closeScope(mark);
		}
	};
}

export function defineMethod(python: PythonApi, type: number, name: string, fallback: number, body: NativeMethod): void {
	const quick = guarded(body);
	const entry = python.addFunction(((self: number, args: number, count: number, names: number) => {
		const result = names === 0 ? quick(self, args >>> 2, count) : NOTHING;
		return result === NOTHING ? callWithSelf(python, fallback, self, args, count, names) : result;
	}) as (...words: number[]) => number, 'iiiii');
	const text = kept(python, name), definition = python._malloc(DEFINITION_WORDS * 4);
	python.HEAPU32.set([text, entry, FLAGS, 0], definition >>> 2);
	const method = python._PyDescr_NewMethod(type, definition);
	if (method === 0 || python._PyObject_SetAttrString(type, text, method) !== 0) throw new Error(`CPython did not take the method ${name}`);
	python.__Py_DecRef(method);
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
