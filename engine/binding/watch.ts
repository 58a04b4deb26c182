/**
 * Where a recording's objects are, for what records without Python's interpreter (native-lines.ts, native-calls.ts). loupe/embedded.py
 * gives them, and says by descriptors where their slots lie; nothing here is found out by itself.
 */
import { NOTHING, observeCall } from './native-calls.ts';
import { lineBegins } from './native-lines.ts';
import type { NativeBody } from './native.ts';
import { addFunction, slotsOf, TYPE, type PythonApi } from './python-objects.ts';
import { dropRows } from './python-rows.ts';
import type { Values } from './python-values.ts';

/** In the order in which they are given: Python's functions, the recorder's objects, then those of torch. */
const OBJECTS_GIVEN = [
	'line', 'observer', 'ended', 'recorder', 'stack', 'values', 'refs', 'quiet', 'handlers', 'number', 'row', 'counted',
	'Tensor', 'exact', 'modes', 'tracing', 'dead', 'drain',
] as const;
/** In the order of their descriptors, which are the last that is given. */
const SLOTS = [
	'muted', 'code', 'frame', 'info', 'loops', 'plan', 'plans', 'namespace', 'bound', 'scope', 'index', 'line', 'plainSites', 'isSimple', 'stores', 'loadNames', 'now', 'handle', 'grad',
] as const;

/** Addresses. */
export type Watched = Readonly<Record<typeof OBJECTS_GIVEN[number], number>>;
/** Words from an object's start. */
export type Slots = Readonly<Record<typeof SLOTS[number], number>>;

/** Puts `watch`, `line_begins` and `observe_call` into the module. `call`: the engine's function of that name. */
export function addWatch(python: PythonApi, values: Values, moduleName: string, call: NativeBody): void {
	const { __Py_NoneStruct: none, _PyCode_Type: codeType, _PyLong_Type: intType, _PyTuple_Type: tupleType } = python;
	let begins: ReturnType<typeof lineBegins> | undefined, observe: ReturnType<typeof observeCall> | undefined;
	let line = 0, observer = 0;
	const typeAt = (place: number): number => python.HEAPU32[(python.HEAPU32[place]! >>> 2) + TYPE]!;
	// Once in a process, before the user's code runs: whoever asks again has objects of other kinds.
	addFunction(python, moduleName, 'watch', (_self, args, count) => {
		if (begins !== undefined || count !== OBJECTS_GIVEN.length + 1) return none;
		const given = python.HEAPU32.slice(args >>> 2, (args >>> 2) + count);
		for (const object of given) python.__Py_IncRef(object);
		const watched = Object.fromEntries(OBJECTS_GIVEN.map((name, place) => [name, given[place]!])) as Watched;
		const offsets = slotsOf(python.HEAPU32, given[count - 1]!), slots = Object.fromEntries(SLOTS.map((name, place) => [name, offsets[place]!])) as Slots;
		({ line, observer } = watched);
		dropRows();
		begins = lineBegins(python, watched, slots);
		observe = observeCall(python, values, call, watched, slots);
		return python.__Py_TrueStruct;
	});
	addFunction(python, moduleName, 'line_begins', (_self, args, count) => {
		const at = args >>> 2;
		if (begins === undefined || count !== 2 || typeAt(at) !== codeType || typeAt(at + 1) !== intType) return none;
		return begins(python.HEAPU32[at]!, python.HEAPU32[at + 1]!) ? none : python._PyObject_Vectorcall(line, args, 2, 0);
	});
	addFunction(python, moduleName, 'observe_call', (_self, args, count) => {
		const at = args >>> 2;
		if (observe === undefined || count !== 3 || typeAt(at + 1) !== tupleType || typeAt(at + 2) !== tupleType) return none;
		const result = observe(python.HEAPU32[at]!, python.HEAPU32[at + 1]!, python.HEAPU32[at + 2]!);
		return result === NOTHING ? python._PyObject_Vectorcall(observer, args, 3, 0) : result;
	});
}
