/**
 * numpy.ndarray's operators, indices, totals and facts, and the calls of ufuncs, as functions of the engine's that CPython calls itself.
 * numpy/_native.py says which classes these are, and what they hold; nothing here is found out by itself.
 */
import type { Tensor } from '../tensor/tensor.ts';
import { DTYPES } from '../trace/dtype.ts';
import { arraysOf, type Arrays, type NumpyObjects } from './native-arrays.ts';
import { items } from './native-items.ts';
import { defineMethod, type NativeMethod } from './native-methods.ts';
import { TOTALS } from './native-totals.ts';
import { ufuncs, type Ufunc } from './native-ufuncs.ts';
import { addFunction, NOTHING, OBJECTS, SIZE, slotsOf, valueOfDigits, type PythonApi } from './python-objects.ts';
import type { Values } from './python-values.ts';

/** Puts `arrays`, which is called once, and the getters of ndarray's properties into the module. */
export function addNumpy(python: PythonApi, { valueOf, renew }: Values, moduleName: string): void {
	const { __Py_NoneStruct: none } = python;
	let arrays: Arrays | undefined, dtypes: readonly number[] = [];
	const partsOf = (tuple: number): number[] => Array.from(python.HEAPU32.subarray((tuple >>> 2) + OBJECTS, (tuple >>> 2) + OBJECTS + python.HEAPU32[(tuple >>> 2) + SIZE]!));

	addFunction(python, moduleName, 'arrays', (_self, args, count) => {
		if (arrays !== undefined || count !== 7) return none;
		// They are Python's for good, as its modules are; this keeps them so whatever becomes of the names.
		const given = [...python.HEAPU32.subarray(args >>> 2, (args >>> 2) + count)] as [number, number, number, number, number, number, number];
		for (const object of given) python.__Py_IncRef(object);
		const [ndarray, ufuncClass, numbers, dtypeObjects, ufuncsGiven, methods, descriptors] = given;
		renew();
		const [handle, tensor, backwards, value, numberSlot] = slotsOf(python.HEAPU32, descriptors) as [number, number, number, number, number];
		const objects: NumpyObjects = { ndarray, numbers: partsOf(numbers), slots: { handle, tensor, backwards, value } };
		arrays = arraysOf(python, objects);
		dtypes = partsOf(dtypeObjects);
		const plain = partsOf(ufuncsGiven).map((parts): Ufunc => {
			const [operator, kinds, isQuiet, operands] = partsOf(parts).map(valueOf) as [string, string, boolean, number];
			return { operator, kinds, isQuiet, count: operands };
		});
		const bodies = bodiesOf(python, arrays, plain, self => valueOfDigits(python.HEAPU32, python.HEAPU32[(self >>> 2) + numberSlot]! >>> 2));
		for (const method of partsOf(methods)) {
			const [name, kind, which, fallback] = partsOf(method) as [number, number, number, number];
			const body = bodies[String(valueOf(kind))]!(valueOf(which));
			defineMethod(python, valueOf(kind) === 'call' ? ufuncClass : ndarray, String(valueOf(name)), fallback, body);
		}
		return none;
	});

	const fact = (name: string, read: (tensor: Tensor, arrays: Arrays) => number): void => addFunction(python, moduleName, name, (_self, args, count) => {
		const tensor = count === 1 ? arrays?.anyIn(python.HEAPU32[args >>> 2]!) : undefined;
		return tensor === undefined ? none : read(tensor, arrays!);
	});
	fact('array_shape', (tensor, { tupleOf }) => tupleOf(tensor.shape));
	fact('array_ndim', tensor => python._PyLong_FromLong(tensor.ndim));
	fact('array_size', tensor => python._PyLong_FromDouble(tensor.numel));
	fact('array_dtype', tensor => {
		const dtype = dtypes[DTYPES[tensor.dtype].code]!;
		python.__Py_IncRef(dtype);
		return dtype;
	});
}

/** By the kinds of methods: what makes one of them. `numberOf`: a ufunc's own. */
function bodiesOf(python: PythonApi, arrays: Arrays, plain: readonly Ufunc[], numberOf: (self: number) => number): Readonly<Record<string, (which: unknown) => NativeMethod>> {
	const compute = ufuncs(arrays), { get, set } = items(python, arrays);
	const answer = (tensor: Tensor | undefined): number => tensor === undefined ? NOTHING : arrays.resultOf(tensor) ?? NOTHING;
	const wordsAt = (args: number, count: number): number[] => Array.from(python.HEAPU32.subarray(args, args + count));
	return {
		forwards: which => {
			const ufunc = plain[which as number]!;
			return (self, args, count) => answer(compute(ufunc, [self, ...wordsAt(args, count)]));
		},
		backwards: which => {
			const ufunc = plain[which as number]!;
			return (self, args, count) => answer(compute(ufunc, [...wordsAt(args, count), self]));
		},
		call: () => (self, args, count) => {
			const ufunc = plain[numberOf(self)];
			return ufunc === undefined ? NOTHING : answer(compute(ufunc, wordsAt(args, count)));
		},
		total: which => {
			const total = TOTALS[String(which)]!;
			return (self, _args, count) => {
				const tensor = count === 0 ? arrays.tensorIn(self) : undefined;
				return tensor === undefined ? NOTHING : answer(total(tensor));
			};
		},
		get: () => get,
		set: () => set,
		forget: () => self => {
			arrays.forget(self);
			return python.__Py_NoneStruct;
		},
	};
}
