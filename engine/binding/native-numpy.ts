/**
 * numpy.ndarray's operators, indices, totals, forms and facts, the calls of ufuncs and the arithmetic of NumPy's numbers, as functions of
 * the engine's that CPython calls itself: a facade's frames cost more than a small array's elements. numpy/_native.py says which classes
 * these are, and what they hold; nothing here is found out by itself. What is not as plain is Python's, as it would be without this.
 */
import { copyInto } from '../ops/copy.ts';
import { sameShape } from '../tensor/shape.ts';
import { alias, type Tensor } from '../tensor/tensor.ts';
import { DTYPE_BY_CODE, DTYPES, type DTypeName } from '../trace/dtype.ts';
import { arraysOf, type Arrays, type NumpyObjects } from './native-arrays.ts';
import { formsOf } from './native-forms.ts';
import { items } from './native-items.ts';
import { making, type Making } from './native-making.ts';
import { defineMethod, guarded, type NativeMethod } from './native-methods.ts';
import { numberMethod } from './native-numbers.ts';
import { TOTALS } from './native-totals.ts';
import { ufuncs, type Ufunc } from './native-ufuncs.ts';
import { addFunction, NOTHING, OBJECTS, SIZE, slotsOf, valueOfDigits, type PythonApi } from './python-objects.ts';
import type { Values } from './python-values.ts';

/** Puts `arrays`, which is called once, and the functions that begin with `array_` into the module. */
export function addNumpy(python: PythonApi, { valueOf, renew }: Values, moduleName: string): void {
	const { __Py_NoneStruct: none } = python;
	let arrays: Arrays | undefined, made: Making | undefined, dtypes: readonly number[] = [];
	const partsOf = (tuple: number): number[] => wordsAt(python, (tuple >>> 2) + OBJECTS, python.HEAPU32[(tuple >>> 2) + SIZE]!);

	addFunction(python, moduleName, 'arrays', (_self, args, count) => {
		if (arrays !== undefined || count !== 7) return none;
		// They are Python's for good, as its modules are; this keeps them so whatever becomes of the names.
		const given = [...python.HEAPU32.subarray(args >>> 2, (args >>> 2) + count)] as [number, number, number, number, number, number, number];
		for (const object of given) python.__Py_IncRef(object);
		const [ndarray, numbers, dtypeObjects, names, ufuncsGiven, methods, descriptors] = given;
		renew();
		const [handle, tensor, backwards, value, numberSlot] = slotsOf(python.HEAPU32, descriptors) as [number, number, number, number, number];
		const objects: NumpyObjects = { ndarray, numbers: partsOf(numbers), slots: { handle, tensor, backwards, value } };
		arrays = arraysOf(python, objects);
		dtypes = partsOf(dtypeObjects);
		const byName = new Map<number, DTypeName>([[python._PyBool_Type, 'bool'], [python._PyLong_Type, 'int64'], [python._PyFloat_Type, 'float64']]);
		for (const named of [objects.numbers, dtypes, partsOf(names)]) for (const [code, object] of named.entries()) if (object !== none) byName.set(object, DTYPE_BY_CODE[code]!);
		made = making(python, arrays, byName);
		const plain = partsOf(ufuncsGiven).map((parts): Ufunc => {
			const [operator, kinds, isQuiet, operands] = partsOf(parts).map(valueOf) as [string, string, boolean, number];
			return { operator, kinds, isQuiet, count: operands };
		});
		const bodies = bodiesOf(python, arrays, byName, plain, self => valueOfDigits(python.HEAPU32, python.HEAPU32[(self >>> 2) + numberSlot]! >>> 2));
		for (const method of partsOf(methods)) {
			const [type, name, kind, which, fallback] = partsOf(method) as [number, number, number, number, number];
			defineMethod(python, type, String(valueOf(name)), fallback, bodies[String(valueOf(kind))]!(valueOf(which)));
		}
		return none;
	});

	/** A function that answers None where its arguments are not as plain. */
	const quick = (name: string, count: number, compute: (given: readonly number[], arrays: Arrays, made: Making) => number): void => {
		const body = guarded((_self, args) => compute(wordsAt(python, args, count), arrays!, made!));
		addFunction(python, moduleName, name, (self, args, given) => {
			const result = made === undefined || given !== count ? NOTHING : body(self, args >>> 2, count);
			return result === NOTHING ? none : result;
		});
	};
	const array = (tensor: Tensor | undefined): number => tensor === undefined ? NOTHING : arrays!.arrayOf(tensor);
	quick('array_listed', 2, (given, _arrays, { listed }) => array(listed(given[0]!, given[1]!)));
	quick('array_full', 3, (given, _arrays, { full }) => array(full(given[0]!, given[1]!, given[2]!)));
	quick('array_range', 3, (given, _arrays, { range }) => array(range(given[0]!, given[1]!, given[2]!)));
	quick('array_total', 2, (given, { tensorIn, resultOf }) => {
		const tensor = tensorIn(given[1]!), total = tensor && TOTALS.get(String(valueOf(given[0]!)))?.(tensor);
		return total === undefined ? NOTHING : resultOf(total) ?? NOTHING;
	});

	const fact = (name: string, read: (tensor: Tensor, arrays: Arrays) => number): void => quick(name, 1, (given, all) => {
		const tensor = all.anyIn(given[0]!);
		return tensor === undefined ? NOTHING : read(tensor, all);
	});
	fact('array_shape', (tensor, { tupleOf }) => tupleOf(tensor.shape));
	fact('array_transposed', (tensor, { arrayOf }) => arrayOf(alias(tensor, tensor.shape.toReversed(), tensor.strides.toReversed(), tensor.offset)));
	fact('array_ndim', tensor => python._PyLong_FromLong(tensor.ndim));
	fact('array_size', tensor => python._PyLong_FromDouble(tensor.numel));
	fact('array_dtype', tensor => {
		const dtype = dtypes[DTYPES[tensor.dtype].code]!;
		python.__Py_IncRef(dtype);
		return dtype;
	});
}

/** After those of `before`, if there are any. */
function wordsAt(python: PythonApi, place: number, count: number, ...before: number[]): number[] {
	const words = python.HEAPU32;
	for (let i = 0; i < count; i++) before.push(words[place + i]!);
	return before;
}

/** By the kinds of methods: what makes one of them. `numberOf`: a ufunc's own. */
function bodiesOf(python: PythonApi, arrays: Arrays, dtypes: ReadonlyMap<number, DTypeName>, plain: readonly Ufunc[], numberOf: (self: number) => number): Readonly<Record<string, (which: unknown) => NativeMethod>> {
	const compute = ufuncs(arrays), { get, set } = items(python, arrays), forms = formsOf(python, arrays, dtypes);
	const answer = (tensor: Tensor | undefined): number => tensor === undefined ? NOTHING : arrays.resultOf(tensor) ?? NOTHING;
	return {
		forwards: which => {
			const ufunc = plain[which as number]!;
			return (self, args, count) => answer(compute(ufunc, wordsAt(python, args, count, self)));
		},
		backwards: which => {
			const ufunc = plain[which as number]!;
			return (self, args, count) => answer(compute(ufunc, [...wordsAt(python, args, count), self]));
		},
		inside: which => {
			const ufunc = plain[which as number]!;
			return (self, args, count) => {
				const target = arrays.writableIn(self), result = target && compute(ufunc, wordsAt(python, args, count, self));
				if (target === undefined || result?.dtype !== target.dtype || !sameShape(result.shape, target.shape)) return NOTHING;
				copyInto(target, result);
				target.bumpVersion();
				python.__Py_IncRef(self);
				return self;
			};
		},
		call: () => (self, args, count) => {
			const ufunc = plain[numberOf(self)];
			return ufunc === undefined ? NOTHING : answer(compute(ufunc, wordsAt(python, args, count)));
		},
		total: which => {
			const total = TOTALS.get(String(which))!;
			return (self, _args, count) => {
				const tensor = count === 0 ? arrays.tensorIn(self) : undefined;
				return tensor === undefined ? NOTHING : answer(total(tensor));
			};
		},
		number: which => numberMethod(python, arrays, String(which)),
		form: which => {
			const form = forms[String(which)]!;
			return (self, args, count) => {
				const tensor = arrays.tensorIn(self);
				return tensor === undefined ? NOTHING : form(tensor, wordsAt(python, args, count)) ?? NOTHING;
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
