/**
 * tensor[index]: one Python index is a chain of operators (select, slice, unsqueeze, index), by the rules of NumPy's basic
 * and advanced indexing as PyTorch has them.
 */
import { views } from '../memory/memory.ts';
import { indexError } from '../tensor/errors.ts';
import { isScalar, type Scalar } from '../tensor/scalar.ts';
import { sameShape } from '../tensor/shape.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';

export type Item =
	| { readonly kind: 'int'; readonly at: number }
	| { readonly kind: 'slice'; readonly start: number | undefined; readonly stop: number | undefined; readonly step: number }
	| { readonly kind: 'ellipsis' | 'none' }
	| { readonly kind: 'tensor'; readonly tensor: Tensor }
	| { readonly kind: 'bool'; readonly value: boolean };

function isMask(tensor: Tensor): boolean {
	return tensor.dtype === 'bool' || tensor.dtype === 'uint8';
}

/** The view that basic indexing gives, and the tensors that are still to be applied, in the order of that view's dimensions. */
export function applyBasic(self: Tensor, items: readonly Item[]): { view: Tensor; indices: (Tensor | undefined)[] } {
	let specified = 0;
	for (const item of items) {
		if (item.kind === 'int' || item.kind === 'slice') specified++;
		else if (item.kind === 'tensor') specified += isMask(item.tensor) ? item.tensor.ndim : 1;
	}
	if (self.ndim === 0 && items.length === 1 && items[0]!.kind === 'int') {
		throw indexError('invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a number');
	}
	if (self.ndim === 0 && items.length === 1 && items[0]!.kind === 'slice') {
		throw indexError('slice() cannot be applied to a 0-dim tensor.');
	}
	if (specified > self.ndim) throw indexError(`too many indices for tensor of dimension ${self.ndim}`);
	let view = self;
	let dim = 0;
	let realDim = 0;
	const indices: (Tensor | undefined)[] = [];
	// A mask stands once for all of its dimensions.
	let within = 0;
	for (const item of items) {
		switch (item.kind) {
			case 'int': {
				const size = view.shape[dim]!;
				if (item.at < -size || item.at >= size) throw indexError(`index ${item.at} is out of bounds for dimension ${realDim} with size ${size}`);
				view = call('select', view, dim, item.at);
				realDim++;
				break;
			}
			case 'slice':
				if (item.start !== undefined || item.stop !== undefined || item.step !== 1) view = call('slice', view, dim, item.start, item.stop, item.step);
				dim++;
				realDim++;
				break;
			case 'ellipsis':
				dim += self.ndim - specified;
				realDim += self.ndim - specified;
				break;
			case 'none':
				view = call('unsqueeze', view, dim++);
				break;
			case 'bool':
				view = call('unsqueeze', view, dim);
				indices[dim++ - within] = oneBool(item.value);
				break;
			case 'tensor':
				// One number of a mask counts as a Python bool.
				if (item.tensor.ndim === 0 && isMask(item.tensor)) {
					view = call('unsqueeze', view, dim);
					indices[dim++ - within] = oneBool(views.u8[item.tensor.pointer] !== 0);
					break;
				}
				indices[dim - within] = item.tensor;
				within += isMask(item.tensor) ? Math.max(0, item.tensor.ndim - 1) : 0;
				dim += isMask(item.tensor) ? item.tensor.ndim : 1;
				realDim += isMask(item.tensor) ? item.tensor.ndim : 1;
		}
	}
	return { view, indices: Array.from(indices, item => item) };
}

function oneBool(value: boolean): Tensor {
	const tensor = emptyTensor([1], 'bool');
	views.u8[tensor.pointer] = Number(value);
	return tensor;
}

/** The view or copy. */
export function subscript(self: Tensor, items: readonly Item[]): Tensor {
	const { view, indices } = applyBasic(self, items);
	if (indices.length > 0) return call('index', view, indices as Tensor[]);
	return view === self ? call('alias', self) : view;
}

/** tensor[index] = value. A number becomes the tensor's dtype, and so does one value that is put where a mask is true. */
export function assign(self: Tensor, items: readonly Item[], value: Tensor | Scalar): void {
	const { view, indices } = applyBasic(self, items);
	if (indices.length > 0) {
		const given = isScalar(value) ? call('fill_', emptyTensor([], self.dtype), value) : value.numel === 1 && indices.length === 1 && indices[0]?.dtype === 'bool' ? call('to', value, self.dtype) : value;
		call('index_put_', view, indices as Tensor[], given);
	} else if (isScalar(value)) {
		call('fill_', view, value);
	} else {
		const given = withoutLeadingOnes(value, view.ndim);
		call('copy_', view, sameShape(given.shape, view.shape) ? given : call('expand', given, view.shape));
	}
}

/** A value may have more dimensions than its place, as long as the extra ones are of size 1. */
function withoutLeadingOnes(value: Tensor, ndim: number): Tensor {
	let extra = 0;
	while (value.ndim - extra > ndim && value.shape[extra] === 1) extra++;
	return extra === 0 ? value : call('view', value, value.shape.slice(extra));
}
