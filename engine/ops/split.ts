/**
 * Family: one tensor seen as several: unbind, split, chunk. Parts share the whole's bytes.
 */
import { runtimeError, shapeText } from '../tensor/errors.ts';
import { dtypeText } from '../tensor/promotion.ts';
import { sizeAt, wrapDim } from '../tensor/shape.ts';
import { asMade, type Tensor } from '../tensor/tensor.ts';
import { call, callMany } from './call.ts';
import type { Operator, OverloadDefinition } from './operator.ts';
import { itemOf } from './reduce.ts';
import { select, slice, view } from './view.ts';

/** Tensors that an operator may answer: more have no room. */
const MOST_PARTS = 2 ** 20;

/** As many parts as asked; PyTorch's words where there is no room for so many. */
function parts(count: number, part: (i: number) => Tensor): readonly Tensor[] {
	requireRoom(count);
	return Array.from({ length: count }, (_, i) => part(i));
}

function requireRoom(count: number): void {
	if (count > MOST_PARTS) {
		throw runtimeError(count < 2 ** 60 ? 'std::bad_alloc' : 'cannot create std::vector larger than max_size()');
	}
}

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

const SPLIT_BY: OverloadDefinition = {
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
		return parts(count, i => slice(self, at, i * size, Math.min((i + 1) * size, length), 1));
	},
	backward: { node: 'SplitBackward0', inputs: { self: { gradient: (_, saved, grads) => {
		const size = saved.value<number>('split_size');
		return joined(grads, saved.shape('self'), saved.value<number>('dim'), () => size, saved.dtype('self'));
	} } } },
};

const SIZES: OverloadDefinition = {
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
};

/** The same, parts of which autograd does not know that they share bytes. */
function unlinked(like: OverloadDefinition, name: string, node: string): OverloadDefinition {
	return { ...like, schema: like.schema.replace(/^[\w.]+/, name).replaceAll('Tensor(a)', 'Tensor'), backward: { ...like.backward!, node } };
}

/** Sizes as equal as can be, the greater first. */
function bySections(self: Tensor, sections: number, dim: number): readonly Tensor[] {
	const at = dimOf(self, dim);
	if (sections <= 0) {
		throw runtimeError(`number of sections must be larger than 0, got ${sections}`);
	}
	const size = self.shape[at]!, least = Math.floor(size / sections), greater = size % sections;
	return parts(sections, i => {
		const start = i * least + Math.min(i, greater);
		return call('slice', self, at, start, start + least + (i < greater ? 1 : 0), 1);
	});
}

function byIndices(self: Tensor, indices: readonly number[], dim: number): readonly Tensor[] {
	const at = dimOf(self, dim);
	return [...indices, self.shape[at]!].map((end, i) => call('slice', self, at, i === 0 ? 0 : indices[i - 1]!, end, 1));
}

function dimOf(self: Tensor, dim: number): number {
	if (self.ndim === 0) {
		throw runtimeError('tensor_split expected at least a 1-dimensional tensor, but got a tensor with 0 dims');
	}
	return wrapDim(dim, self.ndim);
}

function byTensor(self: Tensor, given: Tensor, dim: number): readonly Tensor[] {
	dimOf(self, dim);
	if (given.dtype !== 'int64') {
		throw runtimeError(`tensor_split expected tensor_indices_or_sections to have dtype of long, but got ${dtypeText(given.dtype)}`);
	}
	if (given.ndim > 1) {
		throw runtimeError(`tensor_split expected tensor_indices_or_sections to be a zero-dimensional or one-dimensional tensor, but got a tensor with ${given.ndim} dims`);
	}
	const numbers = Array.from({ length: given.numel }, (_, i) => Number(itemOf(given.ndim === 0 ? given : call('select', given, 0, i)).value));
	return given.ndim === 0 ? bySections(self, numbers[0]!, dim) : byIndices(self, numbers, dim);
}

/** hsplit, vsplit, dsplit: along columns, rows, the third dimension. */
function directed(name: string, least: number, dimFor: (ndim: number) => number): Operator {
	const dim = (self: Tensor) => {
		if (self.ndim < least) {
			throw runtimeError(`torch.${name} requires a tensor with at least ${least} dimension, but got a tensor with ${self.ndim} dimensions!`);
		}
		return dimFor(self.ndim);
	};
	return view(name, [{
		schema: `${name}.int(Tensor(a -> *) self, int sections) -> Tensor(a)[]`,
		run: (self: Tensor, sections: number) => {
			const at = dim(self);
			if (sections === 0 || self.shape[at]! % sections !== 0) {
				throw runtimeError(`torch.${name} attempted to split along dimension ${at}, but the size of the dimension ${self.shape[at]!} is not divisible by the split_size ${sections}!`);
			}
			return bySections(self, sections, at);
		},
	}, {
		schema: `${name}.array(Tensor(a -> *) self, int[] indices) -> Tensor(a)[]`,
		run: (self: Tensor, indices: readonly number[]) => byIndices(self, indices, dim(self)),
	}]);
}

export const SPLIT: readonly Operator[] = [
	view('unbind', [{
		schema: 'unbind.int(Tensor(a) self, int dim=0) -> Tensor(a)[]',
		run: (self: Tensor, dim: number) => {
			const at = wrapDim(dim, self.ndim);
			return parts(sizeAt(self.shape, at), i => select(self, at, i));
		},
		backward: { node: 'UnbindBackward0', inputs: { self: { gradient: (_, saved, grads) => {
			const at = wrapDim(saved.value<number>('dim'), saved.shape('self').length);
			const known = grads.find(grad => grad !== undefined)!;
			return call('stack', grads.map(grad => grad ?? call('zeros_like', known)), at);
		} } } },
	}]),
	view('split', [SPLIT_BY, SIZES]),
	view('split_with_sizes', [SIZES]),
	view('unsafe_split', [unlinked(SPLIT_BY, 'unsafe_split.Tensor', 'UnsafeSplitBackward0')]),
	view('unsafe_split_with_sizes', [unlinked(SIZES, 'unsafe_split_with_sizes', 'UnsafeSplitWithSizesBackward0')]),
	...([['chunk', 'split'], ['unsafe_chunk', 'unsafe_split']] as const).map(([name, by]) => view(name, [{
		schema: `${name}(Tensor(a) self, int chunks, int dim=0) -> Tensor(a)[]`,
		run: (self: Tensor, chunks: number, dim: number) => {
			if (self.ndim === 0) {
				throw runtimeError('chunk expects at least a 1-dimensional tensor');
			}
			if (chunks <= 0) {
				throw runtimeError(`chunk expects \`chunks\` to be greater than 0, got: ${chunks}`);
			}
			const length = self.shape[wrapDim(dim, self.ndim)]!;
			if (length === 0) {
				requireRoom(chunks);
			}
			return length === 0 ? callMany(`${by}_with_sizes`, self, new Array<number>(chunks).fill(0), dim) : callMany(by, self, Math.ceil(length / chunks), dim);
		},
	}])),
	view('tensor_split', [
		{ schema: 'tensor_split.sections(Tensor(a -> *) self, int sections, int dim=0) -> Tensor(a)[]', run: bySections },
		{ schema: 'tensor_split.indices(Tensor(a -> *) self, int[] indices, int dim=0) -> Tensor(a)[]', run: byIndices },
		{ schema: 'tensor_split.tensor_indices_or_sections(Tensor(a -> *) self, Tensor tensor_indices_or_sections, int dim=0) -> Tensor(a)[]', run: byTensor },
	]),
	directed('hsplit', 1, ndim => ndim === 1 ? 0 : 1),
	directed('vsplit', 2, () => 0),
	directed('dsplit', 3, () => 2),
];
