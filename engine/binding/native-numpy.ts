/**
 * numpy.ndarray's operators, indices, totals, forms and facts, the calls of ufuncs and the arithmetic of NumPy's numbers, as functions of
 * the engine's that CPython calls itself: a facade's frames cost more than a small array's elements. numpy/_native.py says which classes
 * these are, and what they hold; nothing here is found out by itself. What is not as plain is Python's, as it would be without this.
 */
import { view, type Tensor } from '../tensor/tensor.ts';
import { DTYPE_BY_CODE, dtypeInfo, type DTypeName } from '../trace/dtype.ts';
import { arraysOf, type Arrays, type NumpyObjects } from './native-arrays.ts';
import { formsOf } from './native-forms.ts';
import { items } from './native-items.ts';
import { making, type Making } from './native-making.ts';
import { callOf, defineAttribute, defineMethod, defineSlot, functionOf, type NativeMethod } from './native-methods.ts';
import { slots } from './native-slots.ts';
import { TOTALS } from './native-totals.ts';
import { ufuncs, type Ufunc } from './native-ufuncs.ts';
import { addFunction, holdNumber, kept, NOTHING, OBJECTS, SIZE, slotsOf, TYPE, TYPE_NAME, valueOfDigits, type PythonApi } from './python-objects.ts';
import type { Values } from './python-values.ts';

/** What Python gives, in its order: objects, and tuples of them. */
const GIVEN = ['ndarray', 'numbers', 'dtypes', 'names', 'ufuncs', 'methods', 'functions', 'module', 'slots', 'helpers', 'descriptors'] as const;

/** Puts `arrays` into the module, which is called once and answers with NumPy's functions that are the engine's. */
export function addNumpy(python: PythonApi, { valueOf, renew }: Values, moduleName: string): void {
	const { __Py_NoneStruct: none } = python;
	let isCalled = false;
	const typeOf = (object: number): number => python.HEAPU32[(object >>> 2) + TYPE]!;
	const partsOf = (tuple: number): number[] => wordsAt(python, (tuple >>> 2) + OBJECTS, python.HEAPU32[(tuple >>> 2) + SIZE]!);

	addFunction(python, moduleName, 'arrays', (_self, args, count) => {
		if (isCalled || count !== GIVEN.length) return none;
		isCalled = true;
		const words = wordsAt(python, args >>> 2, count), given = Object.fromEntries(GIVEN.map((name, i) => [name, words[i]])) as Readonly<Record<typeof GIVEN[number], number>>;
		// They are Python's for good, as its modules are; this keeps them so whatever becomes of the names.
		for (const object of words) python.__Py_IncRef(object);
		renew();
		const [handle, tensor, backwards, value, numberSlot] = slotsOf(python.HEAPU32, given.descriptors) as [number, number, number, number, number];
		// An int for each array would be made and freed with it.
		holdNumber(python.HEAPU32, python.HEAPU32[(given.descriptors >>> 2) + OBJECTS]!);
		const objects: NumpyObjects = { ndarray: given.ndarray, numbers: partsOf(given.numbers), slots: { handle, tensor, backwards, value } };
		const all = arraysOf(python, objects), dtypes = partsOf(given.dtypes);
		const byName = new Map<number, DTypeName>([[python._PyBool_Type, 'bool'], [python._PyLong_Type, 'int64'], [python._PyFloat_Type, 'float64']]);
		for (const named of [objects.numbers, dtypes, partsOf(given.names)]) for (const [code, object] of named.entries()) if (object !== none) byName.set(object, DTYPE_BY_CODE[code]!);
		const plain = partsOf(given.ufuncs).map((parts): Ufunc => {
			const [operator, kinds, isQuiet, operands] = partsOf(parts).map(valueOf) as [string, string, boolean, number];
			return { operator, kinds, isQuiet, count: operands };
		});
		const bodies = methodsOf(python, all, byName), functionBodies = functionsOf(python, all, making(python, all, byName), valueOf);
		for (const method of partsOf(given.methods)) {
			const [type, name, kind, which, fallback] = partsOf(method) as [number, number, number, number, number];
			defineMethod(python, type, String(valueOf(name)), fallback, bodies[String(valueOf(kind))]!(String(valueOf(which))));
		}
		const made = partsOf(given.functions).map(item => {
			const [name, kind, which, fallback] = partsOf(item) as [number, number, number, number];
			return functionOf(python, String(valueOf(name)), given.module, fallback, functionBodies[String(valueOf(kind))]!(which));
		});
		const [wrap, reshape, refuse, out] = partsOf(given.helpers) as [number, number, number, number];
		const entries = slots(python, all, plain, ufuncs(all), items(python, all), self => valueOfDigits(python.HEAPU32, python.HEAPU32[(self >>> 2) + numberSlot]! >>> 2), out);
		for (const slot of partsOf(given.slots)) {
			const [type, kind, which, slotNames, likes, stood] = partsOf(slot) as [number, number, number, number, number, number];
			const what = typeOf(which) === python._PyTuple_Type ? partsOf(which).map(valueOf) : valueOf(which);
			const { signature, body } = entries[String(valueOf(kind))]!(type, what, partsOf(stood)), entry = python.addFunction(body, signature), like = partsOf(likes);
			for (const [i, name] of partsOf(slotNames).entries()) defineSlot(python, type, name, String(valueOf(name)), like[i]!, entry);
		}
		attributes(given.ndarray, all, dtypes, { wrap, reshape, refuse });
		const answer = python._PyTuple_New(made.length);
		for (const [i, object] of made.entries()) python.HEAPU32[(answer >>> 2) + OBJECTS + i] = object;
		return answer;
	});

	/** `refuse` raises for an object that was made without an array. */
	const attributes = (ndarray: number, all: Arrays, dtypes: readonly number[], { wrap, reshape, refuse }: Readonly<Record<'wrap' | 'reshape' | 'refuse', number>>): void => {
		// Errors of Python's own name a class by this, as NumPy's have it.
		python.HEAPU32[(ndarray >>> 2) + TYPE_NAME] = kept(python, 'numpy.ndarray');
		const fact = (name: string, read: (tensor: Tensor) => number, write?: (self: number, value: number) => number): void => {
			defineAttribute(python, ndarray, name, self => {
				try {
					return read(all.anyIn(self)!);
				} catch {
					return callOf(python, refuse, self);
				}
			}, write);
		};
		defineAttribute(python, ndarray, '_t', self => all.ownTensorOf(self, handle => {
			if (handle === 0) return callOf(python, refuse, self);
			const number = python._PyLong_FromDouble(handle), made = number === 0 ? 0 : callOf(python, wrap, number);
			python.__Py_DecRef(number);
			return made;
		}));
		// Not as the others, whose one place for all of them is a call that V8 can't foresee.
		defineAttribute(python, ndarray, 'T', self => {
			try {
				const tensor = all.tensorIn(self) ?? all.anyIn(self)!;
				return all.arrayTaking(view(tensor, reversed(tensor.shape), reversed(tensor.strides), tensor.offset));
			} catch {
				return callOf(python, refuse, self);
			}
		});
		fact('ndim', tensor => python._PyLong_FromLong(tensor.ndim));
		fact('size', tensor => python._PyLong_FromDouble(tensor.numel));
		fact('dtype', tensor => {
			const dtype = dtypes[dtypeInfo(tensor.dtype).code]!;
			python.__Py_IncRef(dtype);
			return dtype;
		});
		fact('shape', ({ shape }) => all.tupleOf(shape), (self, value) => {
			// It is deleted where there is no value.
			const said = value === 0 ? callOf(python, reshape, self) : callOf(python, reshape, self, value);
			if (said !== 0) python.__Py_DecRef(said);
			return said === 0 ? -1 : 0;
		});
	};
}

/** Of few, sooner than the built-in does it. */
function reversed(items: readonly number[]): readonly number[] {
	return items.length < 2 ? items : items.length === 2 ? [items[1]!, items[0]!] : items.toReversed();
}

function wordsAt(python: PythonApi, place: number, count: number): number[] {
	const words = python.HEAPU32, found: number[] = [];
	for (let i = 0; i < count; i++) found.push(words[place + i]!);
	return found;
}

/** Of a whole array, which is all that is given. */
function totalOf(arrays: Arrays, name: string): (array: number) => number {
	const total = TOTALS.get(name)!;
	return array => {
		const tensor = arrays.tensorIn(array), found = tensor && total(tensor);
		return found === undefined ? NOTHING : arrays.resultOf(found) ?? NOTHING;
	};
}

/** By the kinds of NumPy's functions: what makes one of them, of an object that says which. */
function functionsOf(python: PythonApi, arrays: Arrays, { listed, full, range }: Making, valueOf: Values['valueOf']): Readonly<Record<string, (which: number) => (args: number, count: number) => number>> {
	const { __Py_NoneStruct: none, _PyList_Type: listType, _PyTuple_Type: tupleType, _PyFloat_Type: floatType } = python, one = python._PyLong_FromLong(1);
	const answer = (tensor: Tensor | undefined): number => tensor === undefined ? NOTHING : arrays.arrayOf(tensor);
	const given = (args: number, count: number, place: number, absent: number): number => place < count ? python.HEAPU32[args + place]! : absent;
	return {
		listed: () => (args, count) => {
			const [sequence, dtype] = [given(args, count, 0, none), given(args, count, 1, none)], type = arrays.wordOf(sequence, TYPE);
			return count <= 2 && (type === listType || type === tupleType) ? answer(listed(sequence, dtype)) : NOTHING;
		},
		filled: which => (args, count) => {
			if (count === 1) return answer(full(python.HEAPU32[args]!, which, floatType));
			const dtype = given(args, count, 1, none);
			return count === 2 ? answer(full(given(args, count, 0, none), which, dtype === none ? floatType : dtype)) : NOTHING;
		},
		full: () => (args, count) => count === 2 || count === 3 ? answer(full(given(args, count, 0, none), given(args, count, 1, none), given(args, count, 2, none))) : NOTHING,
		range: () => (args, count) => count >= 1 && count <= 3 ? answer(range(given(args, count, 0, none), given(args, count, 1, none), given(args, count, 2, one))) : NOTHING,
		total: which => {
			const total = totalOf(arrays, String(valueOf(which)));
			return (args, count) => count === 1 ? total(python.HEAPU32[args]!) : NOTHING;
		},
	};
}

/** By the kinds of methods: what makes one of them. */
function methodsOf(python: PythonApi, arrays: Arrays, dtypes: ReadonlyMap<number, DTypeName>): Readonly<Record<string, (which: string) => NativeMethod>> {
	const forms = formsOf(python, arrays, dtypes);
	return {
		total: which => {
			const total = totalOf(arrays, which);
			return (self, _args, count) => count === 0 ? total(self) : NOTHING;
		},
		form: which => {
			const form = forms[which]!;
			return (self, args, count) => {
				const tensor = arrays.tensorIn(self);
				return tensor === undefined ? NOTHING : form(tensor, wordsAt(python, args, count)) ?? NOTHING;
			};
		},
	};
}
