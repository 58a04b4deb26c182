/**
 * tensor[index] and tensor[index] = value: one Python index is a chain of operators (select, slice, unsqueeze, index),
 * put together here so that it costs one call over the border. The rules are those of NumPy's basic and advanced
 * indexing as PyTorch has them; the codes are those of engine/python/torch/_indexing.py.
 */
import { call } from '../ops/call.ts';
import { indexError } from '../tensor/errors.ts';
import { isScalar } from '../tensor/scalar.ts';
import { sameShape } from '../tensor/shape.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { views } from '../memory/memory.ts';
import { NONE, encode, type Answer } from './answer.ts';
import { Cursor, type Flat } from './decode.ts';
import { tensorOf } from './handles.ts';

type Item =
	| { readonly kind: 'int'; readonly at: number }
	| { readonly kind: 'slice'; readonly start: number | undefined; readonly stop: number | undefined; readonly step: number }
	| { readonly kind: 'ellipsis' | 'none' }
	| { readonly kind: 'tensor'; readonly tensor: Tensor }
	| { readonly kind: 'bool'; readonly value: boolean };

const CODE = { int: 0, slice: 1, ellipsis: 2, none: 3, tensor: 4, bool: 5 };

function readItems(cursor: Cursor): Item[] {
	const items: Item[] = [];
	while (cursor.hasMore) {
		const code = cursor.number();
		if (code === CODE.int) items.push({ kind: 'int', at: cursor.int() });
		else if (code === CODE.slice) {
			const part = (): number | undefined => {
				const value = cursor.next();
				return value === undefined ? undefined : Number(value);
			};
			const [start, stop, step] = [part(), part(), part()];
			items.push({ kind: 'slice', start, stop, step: step ?? 1 });
		} else if (code === CODE.tensor) items.push({ kind: 'tensor', tensor: cursor.tensor() });
		else if (code === CODE.bool) items.push({ kind: 'bool', value: Boolean(cursor.next()) });
		else items.push({ kind: code === CODE.ellipsis ? 'ellipsis' : 'none' });
	}
	return items;
}

function isMask(tensor: Tensor): boolean {
	return tensor.dtype === 'bool' || tensor.dtype === 'uint8';
}

/** The view that basic indexing gives, and the tensors that are still to be applied, by dimension of that view. */
function applyBasic(self: Tensor, items: readonly Item[]): { view: Tensor; indices: (Tensor | undefined)[] } {
	let specified = 0;
	for (const item of items) {
		if (item.kind === 'int' || item.kind === 'slice') specified++;
		else if (item.kind === 'tensor') specified += isMask(item.tensor) ? item.tensor.ndim : 1;
	}
	if (self.ndim === 0 && items.length === 1 && items[0]!.kind === 'int') {
		throw indexError('invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a number');
	}
	if (specified > self.ndim) throw indexError(`too many indices for tensor of dimension ${self.ndim}`);
	let view = self;
	let dim = 0;
	let realDim = 0;
	const indices: (Tensor | undefined)[] = [];
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
				indices[dim++] = oneBool(item.value);
				break;
			case 'tensor':
				indices[dim] = item.tensor;
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

/** (tensor, index…) → the view or copy. */
export function index(handle: number, ...flat: Flat): Answer {
	const self = tensorOf(handle);
	const { view, indices } = applyBasic(self, readItems(new Cursor(flat)));
	if (indices.length === 0) return encode(view === self ? call('alias', self) : view, [self]);
	return encode(call('index', view, indices as Tensor[]), []);
}

/** (tensor, value, index…): the value is a handle, or a tag and a number. */
export function indexPut(handle: number, ...flat: Flat): Answer {
	const self = tensorOf(handle);
	const cursor = new Cursor(flat);
	const value = cursor.operand()!;
	const { view, indices } = applyBasic(self, readItems(cursor));
	if (indices.length > 0) {
		const given = isScalar(value) ? call('fill_', emptyTensor([], self.dtype), value) : value.dtype === self.dtype ? value : call('to', value, self.dtype);
		call('index_put_', view, indices as Tensor[], given);
	} else if (isScalar(value)) {
		call('fill_', view, value);
	} else {
		const given = withoutLeadingOnes(value, view.ndim);
		call('copy_', view, sameShape(given.shape, view.shape) ? given : call('expand', given, view.shape));
	}
	return NONE;
}

/** A value may have more dimensions than its place, as long as the extra ones are of size 1. */
function withoutLeadingOnes(value: Tensor, ndim: number): Tensor {
	let extra = 0;
	while (value.ndim - extra > ndim && value.shape[extra] === 1) extra++;
	return extra === 0 ? value : call('view', value, value.shape.slice(extra));
}
