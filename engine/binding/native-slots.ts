/**
 * What CPython calls of a class for an operator, an index, a call or the end of an object: one function for both sides of an operator,
 * and one for all comparisons, as it is in C. Each answers for the engine where it can, and else as Python's methods do that stood there.
 */
import { copyInto } from '../ops/copy.ts';
import { sameShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Arrays } from './native-arrays.ts';
import type { Items } from './native-items.ts';
import { callOf, guarded, type Slot } from './native-methods.ts';
import { numberOperator } from './native-numbers.ts';
import type { Compute, Ufunc } from './native-ufuncs.ts';
import { NOTHING, SIZE, TYPE, type PythonApi } from './python-objects.ts';

export interface Entry { readonly signature: string; readonly body: Slot }

/** Of a class: `which` says what it computes, `methods` are Python's that stood there, in the order of their names. */
export type MakeEntry = (type: number, which: unknown, methods: readonly number[]) => Entry;

/** The operators of `richcompare`, in its order. */
const COMPARED = ['lt', 'le', 'eq', 'ne', 'gt', 'ge'] as const;

/** @param numberOf a ufunc's own @param out the name of the parameter for a ufunc's result, as Python keeps it */
export function slots(python: PythonApi, arrays: Arrays, plain: readonly Ufunc[], compute: Compute, { get, set }: Items, numberOf: (self: number) => number, out: number): Readonly<Record<string, MakeEntry>> {
	const { __Py_NotImplementedStruct: notImplemented, __Py_NoneStruct: none } = python;
	const isOf = (type: number, object: number): boolean => {
		const own = python.HEAPU32[(object >>> 2) + TYPE]!;
		return own === type || python._PyType_IsSubtype(own, type) !== 0;
	};
	const answer = (tensor: Tensor | undefined): number => tensor === undefined ? NOTHING : arrays.resultOf(tensor) ?? NOTHING;
	const unimplemented = (): number => {
		python.__Py_IncRef(notImplemented);
		return notImplemented;
	};

	/** What the engine answers of two objects, and else what Python's method does. (Of any count it would be slower.) */
	const quickOr = (method: number | undefined, quick: (a: number, b: number) => number): Slot => {
		const body = guarded(quick);
		return (a, b) => {
			const result = body(a!, b!);
			return result === NOTHING ? callOf(python, method!, a!, b!) : result;
		};
	};

	/** Both sides of an operator: the left one's method is asked first. */
	const sides = (type: number, methods: readonly number[], quick: (a: number, b: number) => number): Slot => {
		const [forwards, backwards] = methods as [number, number | undefined], body = guarded(quick);
		return (a, b) => {
			const result = body(a!, b!);
			if (result !== NOTHING) return result;
			if (isOf(type, a!)) {
				const said = callOf(python, forwards, a!, b!);
				if (said !== notImplemented || backwards === undefined || !isOf(type, b!)) return said;
				python.__Py_DecRef(said);
			}
			return backwards === undefined ? unimplemented() : callOf(python, backwards, b!, a!);
		};
	};
	const ofUfunc = (which: unknown) => {
		const ufunc = plain[which as number]!;
		return (a: number, b: number): number => answer(compute(ufunc, [a, b]));
	};
	/** With a third operand, which is None in all that is quick. */
	const ternary = (both: Slot): Slot => (a, b, modulus) => modulus === none ? both(a!, b!) : unimplemented();

	/** The result into an array that is there. */
	const into = (array: number, ufunc: Ufunc, objects: readonly number[]): number => {
		const target = arrays.writableIn(array), result = target && compute(ufunc, objects);
		if (target === undefined || result?.dtype !== target.dtype || !sameShape(result.shape, target.shape)) return NOTHING;
		copyInto(target, result);
		target.bumpVersion();
		python.__Py_IncRef(array);
		return array;
	};

	const inside = (which: unknown, [method]: readonly number[]): Slot => {
		const ufunc = plain[which as number]!;
		return quickOr(method, (self, other) => into(self, ufunc, [self, other]));
	};

	/** By the operator's number, after two objects. */
	const compared = (methods: readonly number[], quick: readonly ((a: number, b: number) => number)[]): Entry => {
		const all = quick.map((each, i) => quickOr(methods[i], each));
		return { signature: 'iiii', body: (self, other, operator) => all[operator!]!(self!, other!) };
	};

	return {
		operator: (type, which, methods) => ({ signature: 'iii', body: sides(type, methods, ofUfunc(which)) }),
		power: (type, which, methods) => ({ signature: 'iiii', body: ternary(sides(type, methods, ofUfunc(which))) }),
		inside: (_type, which, methods) => ({ signature: 'iii', body: inside(which, methods) }),
		power_inside: (_type, which, methods) => ({ signature: 'iiii', body: ternary(inside(which, methods)) }),
		compared: (_type, which, methods) => compared(methods, (which as readonly number[]).map(ofUfunc)),
		unary: (_type, which, [method]) => {
			const ufunc = plain[which as number]!, quick = guarded((self: number): number => answer(compute(ufunc, [self])));
			return { signature: 'ii', body: self => {
				const result = quick(self!);
				return result === NOTHING ? callOf(python, method!, self!) : result;
			} };
		},
		number: (type, which, methods) => ({ signature: 'iii', body: sides(type, methods, numberOperator(arrays, String(which), notImplemented)) }),
		numbers_compared: (_type, _which, methods) => compared(methods, COMPARED.map(name => numberOperator(arrays, name, notImplemented))),
		get: (_type, _which, [method]) => ({ signature: 'iii', body: quickOr(method, get) }),
		// `del array[index]` is one without a value.
		set: (_type, _which, [method, remove]) => {
			const quick = guarded(set);
			return { signature: 'iiii', body: (self, index, value) => {
				if (value !== 0 && quick(self!, index!, value!) !== NOTHING) return 0;
				const said = value === 0 ? callOf(python, remove!, self!, index!) : callOf(python, method!, self!, index!, value!);
				if (said === 0) return -1;
				python.__Py_DecRef(said);
				return 0;
			} };
		},
		call: (_type, _which, [method]) => {
			const quick = guarded((self: number, args: number, keywords: number): number => {
				const ufunc = plain[numberOf(self)], objects = arrays.itemsOf(args);
				if (ufunc === undefined) return NOTHING;
				const named = keywords === 0 ? 0 : python._PyDict_GetItem(keywords, out);
				if (keywords !== 0 && (named === 0 || arrays.wordOf(keywords, SIZE) !== 1)) return NOTHING;
				if (named === 0) return objects.length === ufunc.count + 1 ? into(objects.at(-1)!, ufunc, objects.slice(0, -1)) : answer(compute(ufunc, objects));
				return into(named, ufunc, objects);
			});
			return { signature: 'iiii', body: (self, args, keywords) => {
				const result = quick(self!, args!, keywords!);
				if (result !== NOTHING) return result;
				const bound = python._PyMethod_New(method!, self!);
				if (bound === 0) return 0;
				const said = python._PyObject_Call(bound, args!, keywords!);
				python.__Py_DecRef(bound);
				return said;
			} };
		},
		forget: () => ({ signature: 'vi', body: ((self: number): void => arrays.forget(self)) as unknown as Slot }),
	};
}
