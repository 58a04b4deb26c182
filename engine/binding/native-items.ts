/** array[index] and array[index] = value where the index is of whole numbers and slices that go forwards, or one mask or list of places. */
import { call } from '../ops/call.ts';
import { fillWith } from '../ops/copy.ts';
import { writeScalar } from '../ops/iterator.ts';
import { assign, subscript } from '../ops/subscript.ts';
import { sameShape } from '../tensor/shape.ts';
import { numel } from '../trace/shape.ts';
import { views } from '../memory/memory.ts';
import { alias, emptyTensor, view, type Tensor } from '../tensor/tensor.ts';
import type { Arrays } from './native-arrays.ts';
import { NOTHING, TYPE, type PythonApi } from './python-objects.ts';

/** Of a slice, in words from its start: where it begins, where it ends, and its step. */
const START = 2, STOP = 3, STEP = 4;

interface Place { readonly shape: readonly number[]; readonly strides: readonly number[]; readonly offset: number }

/** Of more elements the operators take them sooner. */
const FEW = 256;

/** Answer with NOTHING where the index is of another kind. */
export interface Items {
	get(self: number, index: number): number;
	/** With anything else where it is done. */
	set(self: number, index: number, value: number): number;
}

export function items(python: PythonApi, arrays: Arrays): Items {
	const { __Py_NoneStruct: none, _PyTuple_Type: tupleType, _PySlice_Type: sliceType } = python;
	const { wordOf } = arrays;

	/** A part of a slice, counted from the first; NaN: it is none of Python's small ints. */
	const bound = (object: number, size: number, absent: number): number => {
		if (object === none) return absent;
		const at = arrays.indexIn(object) ?? NaN;
		return at < 0 ? Math.max(at + size, 0) : Math.min(at, size);
	};

	/** Undefined where an index is of another kind, or where there is nothing. */
	const placeOf = ({ shape, strides, offset }: Tensor, index: number): Place | undefined => {
		const all = wordOf(index, TYPE) === tupleType ? arrays.itemsOf(index) : [index];
		if (all.length > shape.length) return undefined;
		let left: readonly number[] = [], steps: readonly number[] = [], from = offset;
		for (let axis = 0; axis < shape.length; axis++) {
			const size = shape[axis]!, stride = strides[axis]!, item = all[axis];
			const at = item === undefined ? undefined : arrays.indexIn(item);
			if (at !== undefined) {
				if (at < -size || at >= size) return undefined;
				from += (at < 0 ? at + size : at) * stride;
			} else if (item === undefined) {
				left = longer(left, size);
				steps = longer(steps, stride);
			} else {
				if (wordOf(item, TYPE) !== sliceType) return undefined;
				const by = wordOf(item, STEP), step = by === none ? 1 : arrays.indexIn(by) ?? 0, start = bound(wordOf(item, START), size, 0), stop = bound(wordOf(item, STOP), size, size);
				if (!(step > 0) || Number.isNaN(start + stop)) return undefined;
				from += start * stride;
				left = longer(left, Math.max(0, Math.ceil((stop - start) / step)));
				steps = longer(steps, stride * step);
			}
		}
		return { shape: left, strides: steps, offset: from };
	};

	/** The index is a mask of the array's own shape, or an array of places along its first axis. */
	const pickOf = (tensor: Tensor, index: number): Tensor | undefined => {
		const picked = arrays.forwardsIn(index);
		if (picked === undefined || tensor.ndim === 0 || picked.ndim === 0) return undefined;
		return picked.dtype === 'int64' || (picked.dtype === 'bool' && sameShape(picked.shape, tensor.shape)) ? picked : undefined;
	};

	return {
		get: (self, index) => {
			const tensor = arrays.forwardsIn(self);
			if (tensor === undefined || tensor.ndim === 0) return NOTHING;
			const place = placeOf(tensor, index);
			if (place !== undefined) {
				if (place.shape.length > 0) return arrays.arrayTaking(view(tensor, place.shape, place.strides, place.offset));
				return arrays.numberAt(tensor.storage.pointer + place.offset * tensor.itemSize, tensor.dtype) ?? NOTHING;
			}
			const pick = pickOf(tensor, index);
			return pick === undefined ? NOTHING : arrays.arrayOf(fewOf(tensor, pick) ?? subscript(tensor, [{ kind: 'tensor', tensor: pick }]));
		},
		set: (self, index, object) => {
			const tensor = arrays.writableIn(self);
			if (tensor === undefined || tensor.ndim === 0) return NOTHING;
			const value = arrays.numberIn(object, tensor.dtype), place = placeOf(tensor, index);
			if (place === undefined) {
				const pick = value === undefined ? undefined : pickOf(tensor, index);
				if (pick === undefined) return NOTHING;
				assign(tensor, [{ kind: 'tensor', tensor: pick }], value!);
			} else if (value === undefined) {
				const given = arrays.forwardsIn(object);
				if (given?.dtype !== tensor.dtype || !sameShape(given.shape, place.shape) || given.ndim === 0) return NOTHING;
				call('copy_', alias(tensor, place.shape, place.strides, place.offset), given);
			} else {
				if (place.shape.length === 0) writeScalar(tensor.storage.pointer + place.offset * tensor.itemSize, tensor.dtype, value);
				else fillWith(alias(tensor, place.shape, place.strides, place.offset), value);
				tensor.bumpVersion();
			}
			return 0;
		},
	};
}

/** With one more at the end: an empty list that grows would make room for seventeen. */
function longer(list: readonly number[], item: number): readonly number[] {
	return list.length === 0 ? [item] : list.length === 1 ? [list[0]!, item] : [...list, item];
}

/** What a mask or a list of places takes out of few elements; undefined where they are more, do not lie densely or are not there. */
function fewOf(tensor: Tensor, pick: Tensor): Tensor | undefined {
	if (tensor.numel > FEW || pick.numel > FEW || !tensor.isContiguous || !pick.isContiguous) return undefined;
	const isMask = pick.dtype === 'bool', places: number[] = [], count = isMask ? tensor.numel : tensor.shape[0]!;
	for (let i = 0; i < pick.numel; i++) {
		if (isMask) {
			if (views.u8[pick.pointer + i] !== 0) places.push(i);
			continue;
		}
		const at = Number(views.i64[pick.pointer / 8 + i]);
		if (at < -count || at >= count) return undefined;
		places.push(at < 0 ? at + count : at);
	}
	const row = isMask ? [] : tensor.shape.slice(1), result = emptyTensor(isMask ? [places.length] : [...pick.shape, ...row], tensor.dtype);
	const bytes = isMask ? tensor.itemSize : numel(row) * tensor.itemSize;
	for (const [i, at] of places.entries()) views.u8.copyWithin(result.pointer + i * bytes, tensor.pointer + at * bytes, tensor.pointer + (at + 1) * bytes);
	return result;
}
