/**
 * Family: one tensor seen as several: unbind, split, chunk. Parts share the whole's bytes.
 */
import { indexError, runtimeError, shapeText } from '../tensor/errors.ts';
import { wrapDim } from '../tensor/shape.ts';
import { asMade, type Tensor } from '../tensor/tensor.ts';
import { call, callMany } from './call.ts';
import type { Operator } from './operator.ts';
import { select, slice, view } from './view.ts';

function requireDims(self: Tensor): void {
	if (self.ndim === 0) {
		throw runtimeError('split expects at least a 1-dimensional tensor');
	}
}

/** The whole gradient of a tensor that was split, zeros where no gradient flowed. */
function joined(grads: readonly (Tensor | undefined)[], shape: readonly number[], dim: number, sizeOf: (i: number) => number, dtype: Tensor['dtype']): Tensor {
	const at = wrapDim(dim, shape.length);
	const whole = call('zeros', shape, dtype);
	let start = 0;
	grads.forEach((grad, i) => {
		const end = Math.min(start + sizeOf(i), shape[at]!);
		if (grad !== undefined) {
			call('copy_', call('slice', whole, at, start, end, 1), grad);
		}
		start = end;
	});
	return asMade(whole);
}

export const SPLIT: readonly Operator[] = [
	view('unbind', [{
		schema: 'unbind.int(Tensor(a) self, int dim=0) -> Tensor(a)[]',
		run: (self: Tensor, dim: number) => {
			const at = wrapDim(dim, self.ndim);
			if (self.ndim === 0) {
				throw indexError('Dimension specified as 0 but tensor has no dimensions');
			}
			return Array.from({ length: self.shape[at]! }, (_, i) => select(self, at, i));
		},
		backward: { node: 'UnbindBackward0', inputs: { self: { gradient: (_, saved, grads) => {
			const at = wrapDim(saved.value<number>('dim'), saved.shape('self').length);
			const known = grads.find(grad => grad !== undefined)!;
			return call('stack', grads.map(grad => grad ?? call('zeros_like', known)), at);
		} } } },
	}]),
	view('split', [{
		schema: 'split.Tensor(Tensor(a) self, int split_size, int dim=0) -> Tensor(a)[]',
		run: (self: Tensor, size: number, dim: number) => {
			requireDims(self);
			const at = wrapDim(dim, self.ndim);
			if (size < 0) {
				throw runtimeError(`split expects split_size be non-negative, but got split_size=${size}`);
			}
			const length = self.shape[at]!;
			if (size === 0 && length !== 0) {
				throw runtimeError(`split_size can only be 0 if dimension size is 0, but got dimension size of ${length}`);
			}
			const count = size === 0 ? 1 : Math.max(Math.ceil(length / size), 1);
			return Array.from({ length: count }, (_, i) => slice(self, at, i * size, Math.min((i + 1) * size, length), 1));
		},
		backward: { node: 'SplitBackward0', inputs: { self: { gradient: (_, saved, grads) => {
			const size = saved.value<number>('split_size');
			return joined(grads, saved.shape('self'), saved.value<number>('dim'), () => size, saved.dtype('self'));
		} } } },
	}, {
		schema: 'split_with_sizes(Tensor(a) self, int[] split_sizes, int dim=0) -> Tensor(a)[]',
		run: (self: Tensor, sizes: readonly number[], dim: number) => {
			requireDims(self);
			const at = wrapDim(dim, self.ndim);
			if (sizes.some(size => size < 0)) {
				throw runtimeError(`split_with_sizes expects split_sizes have only non-negative entries, but got split_sizes=${shapeText(sizes)}`);
			}
			const total = sizes.reduce((a, b) => a + b, 0);
			if (total !== self.shape[at]!) {
				throw runtimeError(`split_with_sizes expects split_sizes to sum exactly to ${self.shape[at]!} (input tensor's size at dimension ${dim}), but got split_sizes=${shapeText(sizes)}`);
			}
			let start = 0;
			return sizes.map(size => slice(self, at, start, start += size, 1));
		},
		backward: { node: 'SplitWithSizesBackward0', inputs: { self: { gradient: (_, saved, grads) => {
			const sizes = saved.value<readonly number[]>('split_sizes');
			return joined(grads, saved.shape('self'), saved.value<number>('dim'), i => sizes[i]!, saved.dtype('self'));
		} } } },
	}]),
	view('chunk', [{
		schema: 'chunk(Tensor(a) self, int chunks, int dim=0) -> Tensor(a)[]',
		run: (self: Tensor, chunks: number, dim: number) => {
			if (self.ndim === 0) {
				throw runtimeError('chunk expects at least a 1-dimensional tensor');
			}
			if (chunks <= 0) {
				throw runtimeError(`chunk expects \`chunks\` to be greater than 0, got: ${chunks}`);
			}
			const length = self.shape[wrapDim(dim, self.ndim)]!;
			return length === 0 ? callMany('split', self, new Array<number>(chunks).fill(0), dim) : callMany('split', self, Math.ceil(length / chunks), dim);
		},
	}]),
];
