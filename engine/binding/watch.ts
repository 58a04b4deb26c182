/**
 * Where a recording's objects are, for what records without Python's interpreter (native-lines.ts, native-calls.ts). loupe/embedded.py
 * gives them, and says by descriptors where their slots lie; nothing here is found out by itself.
 */
import { keptObjects, type KeptObjects } from './kept.ts';
import { callObserver, type CallObserver } from './native-calls.ts';
import { lineBegins } from './native-lines.ts';
import { tensorRefs } from './native-tensors.ts';
import type { NativeBody } from './native.ts';
import { addFunction, NOTHING, slotsOf, TYPE, valueOfDigits, type PythonApi } from './python-objects.ts';
import { dropRows } from './python-rows.ts';
import type { Values } from './python-values.ts';

/** In the order in which they are given: Python's functions, the recorder's objects, then those of torch. */
const OBJECTS_GIVEN = [
	'line', 'observer', 'ended', 'functionSite', 'functionEnded', 'recorder', 'stack', 'values', 'refs', 'quiet', 'handlers', 'texts', 'number', 'row', 'counted',
	'Tensor', 'exact', 'modes', 'tracing', 'dispatch', 'inPlace', 'dead', 'drain',
] as const;
/** In the order of their descriptors, which are the last that is given. */
const SLOTS = [
	'muted', 'code', 'frame', 'info', 'loops', 'plan', 'plans', 'namespace', 'bound', 'scope', 'index', 'line', 'plainSites', 'isSimple', 'stores', 'loadNames', 'now', 'handle', 'grad',
] as const;

/** Addresses. */
export type Watched = Readonly<Record<typeof OBJECTS_GIVEN[number], number>>;
/** Words from an object's start. */
export type Slots = Readonly<Record<typeof SLOTS[number], number>>;

export interface Watch {
	/** Lets go of the recording that was watched: the next one is watched in its place. Not once the user's code has run, whose objects may be of other kinds. */
	forget(): void;
}

/** Puts `watch`, `line_begins`, `observe_call`, `observe_function`, `touch`, `kept_ref` and `keep` into the module. `call`: the engine's function of that name. */
export function addWatch(python: PythonApi, values: Values, moduleName: string, call: NativeBody): Watch {
	const { __Py_NoneStruct: none, _PyCode_Type: codeType, _PyLong_Type: intType, _PyTuple_Type: tupleType, _PyDict_Type: dictType, _PyObject_Vectorcall: invoke } = python;
	let begins: ReturnType<typeof lineBegins> | undefined, observe: CallObserver | undefined, kept: KeptObjects | undefined;
	let line = 0, observer = 0, dispatch = 0, tensorType = 0, held: readonly number[] = [];
	/** For the arguments of Python's functions. */
	const room = python._malloc(4 * 4);
	let words = python.HEAPU32;
	/** As each call begins: Python may have asked for memory, which leaves a view of it without elements. */
	const renew = (): void => {
		// Not looked up each time: Python's module has thousands of properties.
		if (words.length === 0) words = python.HEAPU32;
	};
	const typeAt = (place: number): number => words[(words[place]! >>> 2) + TYPE]!;
	const isInt = (place: number): boolean => typeAt(place) === intType;
	const intAt = (place: number): number => valueOfDigits(words, words[place]! >>> 2);
	addFunction(python, moduleName, 'watch', (_self, args, count) => {
		if (begins !== undefined || count !== OBJECTS_GIVEN.length + 1) return none;
		const given = held = [...python.HEAPU32.subarray(args >>> 2, (args >>> 2) + count)];
		for (const object of given) python.__Py_IncRef(object);
		const watched = Object.fromEntries(OBJECTS_GIVEN.map((name, place) => [name, given[place]!])) as Watched;
		const offsets = slotsOf(python.HEAPU32, given[count - 1]!), slots = Object.fromEntries(SLOTS.map((name, place) => [name, offsets[place]!])) as Slots;
		({ line, observer, dispatch, Tensor: tensorType } = watched);
		dropRows();
		const tensors = tensorRefs(python, watched, slots);
		kept = keptObjects(python, slots, tensors);
		begins = lineBegins(python, watched, slots, tensors, kept);
		observe = callObserver(python, values, call, watched, slots, tensors);
		return python.__Py_TrueStruct;
	});
	addFunction(python, moduleName, 'line_begins', (_self, args, count) => {
		renew();
		const at = args >>> 2;
		if (begins === undefined || count !== 2 || typeAt(at) !== codeType || typeAt(at + 1) !== intType) return none;
		return begins(words[at]!, words[at + 1]!) ? none : invoke(line, args, 2, 0);
	});
	addFunction(python, moduleName, 'kept_ref', (_self, args, count) => {
		renew();
		const at = args >>> 2;
		if (kept === undefined || count !== 3 || !isInt(at + 1) || !isInt(at + 2)) return none;
		const ref = kept.refOf(words[at]!, intAt(at + 1), intAt(at + 2));
		return ref === 0 ? none : python._PyLong_FromDouble(ref);
	});
	addFunction(python, moduleName, 'keep', (_self, args, count) => {
		renew();
		const at = args >>> 2;
		if (kept === undefined || count !== 6 || !isInt(at + 1) || !isInt(at + 2) || typeAt(at + 4) !== tupleType || typeAt(at + 5) !== tupleType) return none;
		kept.keep(words[at]!, intAt(at + 1), intAt(at + 2), words[at + 3]!, words[at + 4]!, words[at + 5]!);
		return none;
	});
	addFunction(python, moduleName, 'observe_call', (_self, args, count) => {
		renew();
		const at = args >>> 2;
		if (observe === undefined || count !== 3 || typeAt(at + 1) !== tupleType || typeAt(at + 2) !== tupleType) return none;
		const result = observe.call(words[at]!, words[at + 1]!, words[at + 2]!);
		return result === NOTHING ? invoke(observer, args, 3, 0) : result;
	});
	addFunction(python, moduleName, 'touch', (_self, args, count) => {
		renew();
		const object = words[args >>> 2]!;
		if (observe !== undefined && count === 1 && python._PyType_IsSubtype(words[(object >>> 2) + TYPE]!, tensorType) !== 0) observe.touch(object);
		return none;
	});
	addFunction(python, moduleName, 'observe_function', (_self, args, count) => {
		renew();
		const at = args >>> 2;
		if (observe === undefined || count !== 5 || typeAt(at + 2) !== tupleType || typeAt(at + 3) !== tupleType || typeAt(at + 4) !== dictType) return none;
		const [func, body, asked, given, keywords] = words.subarray(at, at + 5) as unknown as [number, number, number, number, number];
		const result = observe.callFunction(func, body, asked, given, keywords);
		if (result !== NOTHING) return result;
		renew();
		words.set([func, asked, given, keywords], room >>> 2);
		return invoke(dispatch, room, 4, 0);
	});
	return {
		forget: () => {
			kept?.forgetAll();
			begins = observe = kept = undefined;
			for (const object of held) python.__Py_DecRef(object);
			held = [];
		},
	};
}
