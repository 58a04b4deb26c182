/** An array in another form: other shapes, dtypes, copies, and what it is to Python. */
import { call } from '../ops/call.ts';
import { readScalar } from '../ops/iterator.ts';
import { inferSize, viewStrides } from '../tensor/shape.ts';
import { view, type Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { contiguousStrides } from '../trace/shape.ts';
import type { Arrays } from './native-arrays.ts';
import { ELSEWHERE, TYPE, type PythonApi } from './python-objects.ts';

/** By ndarray's method, of its arguments' objects; undefined where only Python knows. */
export type Forms = Readonly<Record<string, (tensor: Tensor, given: readonly number[]) => number | undefined>>;

/** @param dtypes by the addresses of what names them */
export function formsOf(python: PythonApi, arrays: Arrays, dtypes: ReadonlyMap<number, DTypeName>): Forms {
	const { _PyTuple_Type: tupleType } = python;
	const copy = (tensor: Tensor): number => arrays.arrayOf(call(tensor.isContiguous ? 'clone' : 'contiguous', tensor));

	const sizesOf = (objects: readonly number[]): number[] | undefined => {
		const sizes: number[] = [];
		for (const object of objects) {
			const size = arrays.indexIn(object);
			if (size === undefined) return undefined;
			sizes.push(size);
		}
		return sizes;
	};

	/** The elements from an address on, along the dimensions from `axis` on: Python's numbers, in lists. */
	const listed = (tensor: Tensor, axis: number, address: number): number | undefined => {
		if (axis === tensor.ndim) return arrays.valueOf(readScalar(address, tensor.dtype));
		const count = tensor.shape[axis]!, step = tensor.strides[axis]! * tensor.itemSize, list = python._PyList_New(count);
		for (let i = 0; i < count && list !== 0; i++) {
			const item = listed(tensor, axis + 1, address + i * step);
			if (item === undefined || item === 0) {
				python.__Py_DecRef(list);
				return item;
			}
			const words = python.HEAPU32;
			words[(words[(list >>> 2) + ELSEWHERE]! >>> 2) + i] = item;
		}
		return list;
	};

	return {
		reshape: (tensor, given) => {
			const sizes = sizesOf(given.length === 1 && arrays.wordOf(given[0]!, TYPE) === tupleType ? arrays.itemsOf(given[0]!) : given);
			if (sizes === undefined || sizes.length === 0) return undefined;
			const shape = inferSize(sizes, tensor.numel), strides = tensor.isContiguous ? contiguousStrides(shape) : viewStrides(tensor.shape, tensor.strides, shape);
			return strides === undefined ? arrays.arrayOf(call('reshape', tensor, shape)) : arrays.arrayTaking(view(tensor, shape, strides, tensor.offset));
		},
		copy: (tensor, given) => given.length === 0 ? copy(tensor) : undefined,
		astype: (tensor, given) => {
			const dtype = given.length === 1 ? dtypes.get(given[0]!) : undefined;
			return dtype === undefined ? undefined : dtype === tensor.dtype ? copy(tensor) : arrays.arrayOf(call('to', tensor, dtype));
		},
		tolist: tensor => listed(tensor, 0, tensor.pointer),
		item: (tensor, given) => {
			const at = given.length === 0 && tensor.numel === 1 ? 0 : given.length === 1 && tensor.isContiguous ? arrays.indexIn(given[0]!) : undefined;
			if (at === undefined || at < -tensor.numel || at >= tensor.numel) return undefined;
			return arrays.valueOf(readScalar(tensor.pointer + (at < 0 ? at + tensor.numel : at) * tensor.itemSize, tensor.dtype));
		},
	};
}
