/** A tensor's values as Python prints them. */
import { arrayRepr } from '../../engine/print/array-repr.ts';
import { tensorRepr, type ElementSource } from '../../engine/print/tensor-repr.ts';
import type { TensorSlice } from '../../engine/slice/slice.ts';
import type { Elements } from '../../engine/trace/model.ts';

export function tensorText(slice: TensorSlice, elements: Elements): string {
	const source: ElementSource = { dtype: slice.dtype, shape: slice.shape, read: index => elements[index] ?? 0 };
	return slice.type === 'ndarray' ? arrayRepr(source) : tensorRepr(source, { requiresGrad: slice.requiresGrad, gradFn: slice.gradFn, typeName: slice.type });
}
