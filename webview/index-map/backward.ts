/**
 * An index map the other way round: each edge brings the gradient of its output cell back to its source cell, where what arrives
 * is added up. The same three tensors, with the gradients in place of the values.
 */
import type { IndexMapSlice, TensorSlice } from '../../engine/slice/slice.ts';
import { numel } from '../../engine/trace/shape.ts';
import type { Mapping } from './mapping.ts';

export interface BackwardMap {
	/** Source and output are their gradients. */
	readonly slice: IndexMapSlice;
	/** Of a source's cell: the edges that bring something. */
	flowing(edges: readonly number[]): readonly number[];
}

/** `gradient`: the output's. */
export function backwardMap(slice: IndexMapSlice, { ends, valueAt }: Mapping, gradient: TensorSlice): BackwardMap {
	const { source, backward } = slice;
	const flowing = (edges: readonly number[]) => edges.filter(edge => valueAt(ends.index[edge]!) !== backward?.skipped);
	const round = source.dtype === 'float64' ? (value: number) => value : Math.fround, scale = round(slice.scale);
	const sums = source.dtype === 'float64' ? new Float64Array(numel(source.shape)) : new Float32Array(numel(source.shape));
	// In the order in which PyTorch adds them, with its rounding: the array is of the tensor's dtype.
	for (const edge of flowing(Array.from(ends.source.keys()))) sums[ends.source[edge]!]! += round(scale * Number(gradient.elements?.[ends.output[edge]!] ?? NaN));
	const flowed: TensorSlice = { ...gradient, title: `${source.title}.grad`, dtype: source.dtype, shape: source.shape, strides: source.strides, elements: sums };
	return { slice: { ...slice, source: flowed, output: gradient }, flowing };
}
