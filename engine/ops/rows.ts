/**
 * What reductions share: which dimensions, the rows that a kernel walks, and the way back from a reduced shape.
 */
import type { KernelName } from '../kernels/load.ts';
import { runtimeError } from '../tensor/errors.ts';
import { wrapDim } from '../tensor/shape.ts';
import { contiguousStrides, numel } from '../trace/shape.ts';
import { alias, type Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import { asContiguous } from './copy.ts';
import { begin, operand, run, setRow } from './iterator.ts';
import type { Saved } from './operator.ts';

/** Dimensions to reduce, positive and without repeats; all where none are named. */
export function reduceDims(dim: readonly number[] | undefined, ndim: number): readonly number[] {
	if (dim === undefined || dim.length === 0) {
		return Array.from({ length: ndim }, (_, i) => i);
	}
	const dims = dim.map(item => wrapDim(item, ndim));
	if (new Set(dims).size !== dims.length) {
		throw runtimeError(`dim ${dims.find((item, i) => dims.indexOf(item) !== i)!} appears multiple times in the list of dims`);
	}
	return ndim === 0 ? [] : dims.sort((a, b) => a - b);
}

/** The shape without the reduced dimensions, or with 1 in their place. */
export function reducedShape(shape: readonly number[], dims: readonly number[], keepdim: boolean): number[] {
	return keepdim ? shape.map((size, i) => dims.includes(i) ? 1 : size) : shape.filter((_, i) => !dims.includes(i));
}

/** A tensor whose reduced dimensions are one row: its length and stride, and the view of the rows' starts. */
export interface Rows { readonly starts: Tensor; readonly length: number; readonly stride: number }

/** `isUnordered`: the row may be walked in the order of memory, which saves a copy of a transposed tensor. */
export function rowsOf(self: Tensor, dims: readonly number[], isUnordered = false): Rows {
	if (dims.length === 1) {
		const dim = dims[0]!;
		return { starts: withoutDims(self, dims), length: self.shape[dim]!, stride: self.strides[dim]! };
	}
	const kept = self.shape.map((_, i) => i).filter(i => !dims.includes(i));
	const order = [...kept, ...isUnordered ? [...dims].sort((a, b) => self.strides[b]! - self.strides[a]!) : dims];
	let ordered = alias(self, order.map(i => self.shape[i]!), order.map(i => self.strides[i]!), self.offset);
	ordered = asContiguous(ordered);
	const shape = ordered.shape.slice(0, kept.length);
	return { starts: alias(ordered, shape, ordered.strides.slice(0, kept.length), ordered.offset), length: numel(ordered.shape.slice(kept.length)), stride: 1 };
}

export function withoutDims(self: Tensor, dims: readonly number[]): Tensor {
	return alias(self, self.shape.filter((_, i) => !dims.includes(i)), self.strides.filter((_, i) => !dims.includes(i)), self.offset);
}

/** Runs a row kernel: operand 0 the result, 1 the rows, 2 a second result. */
export function reduceRows(kernel: KernelName, rows: Rows, result: Tensor, second?: Tensor): void {
	begin();
	operand(result);
	operand(rows.starts);
	if (second !== undefined) {
		operand(second);
	}
	setRow(rows.length, rows.stride * rows.starts.itemSize);
	run(kernel, rows.starts.dtype, rows.starts.shape);
}

export function shaped(result: Tensor, self: Tensor, dims: readonly number[], keepdim: boolean): Tensor {
	if (!keepdim) {
		return result;
	}
	const shape = reducedShape(self.shape, dims, true);
	return alias(result, shape, contiguousStrides(shape), result.offset);
}

/** A gradient of a reduced shape seen at the full shape. */
export function spread(grad: Tensor, saved: Saved, dims: readonly number[], keepdim: boolean): Tensor {
	const shape = saved.shape('self');
	return call('expand', unreduced(grad, shape, dims, keepdim), shape);
}

export function unreduced(grad: Tensor, shape: readonly number[], dims: readonly number[], keepdim: boolean): Tensor {
	return keepdim || shape.length === 0 ? grad : call('reshape', grad, reducedShape(shape, dims, true));
}

export function dimsOf(saved: Saved, name = 'dim'): readonly number[] {
	const dim = saved.value<readonly number[] | number | undefined>(name);
	return reduceDims(typeof dim === 'number' ? [dim] : dim, saved.shape('self').length);
}

/** How many elements a variance's derivative counts: with an empty list of dimensions, as PyTorch has it, one alone. */
export function countAlong(saved: Saved, dims: readonly number[]): number {
	const named = saved.value<readonly number[] | undefined>('dim');
	const shape = saved.shape('self');
	return (named?.length === 0 ? [] : dims).reduce((product, i) => product * shape[i]!, 1);
}

export function keepdimOf(saved: Saved): boolean {
	return saved.value<boolean>('keepdim');
}
