/**
 * Family: tensors put together, repeated, turned and cut: results are copies.
 */
import { notImplementedError, runtimeError, shapeText, typeError, valueError } from '../tensor/errors.ts';
import { canCast, dtypeText, Promotion } from '../tensor/promotion.ts';
import { int } from '../tensor/scalar.ts';
import { sameShape, sizeAt, wrapDim } from '../tensor/shape.ts';
import { contiguousStrides } from '../trace/shape.ts';
import { alias, emptyTensor, type Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { call } from './call.ts';
import { copyInto, copyOf } from './copy.ts';
import { cloneOf } from './elementwise.ts';
import { formatOf, type MemoryFormat, stridesIn } from './format.ts';
import { EXACT, operator, type Operator, type Saved } from './operator.ts';
import { itemOf } from './reduce.ts';

/** A one-dimensional empty tensor has always been welcome in cat, whatever the others' shape. */
function isSkipped(tensor: Tensor): boolean {
	return tensor.ndim === 1 && tensor.shape[0] === 0;
}

function cat(tensors: readonly Tensor[], dim: number, out?: Tensor): Tensor {
	if (tensors.length === 0) {
		throw valueError('torch.cat(): expected a non-empty list of Tensors');
	}
	tensors.forEach((tensor, i) => {
		if (tensor.ndim === 0) {
			throw runtimeError(`zero-dimensional tensor (at position ${i}) cannot be concatenated`);
		}
	});
	const dtype = commonDType(tensors);
	checkOut(dtype, out);
	const first = tensors.find(tensor => !isSkipped(tensor)) ?? tensors[0]!;
	const at = wrapDim(dim, first.ndim);
	let length = 0;
	tensors.forEach((tensor, i) => {
		if (isSkipped(tensor)) {
			return;
		}
		if (tensor.ndim !== first.ndim) {
			throw runtimeError(`Tensors must have same number of dimensions: got ${first.ndim} and ${tensor.ndim}`);
		}
		for (let d = 0; d < first.ndim; d++) {
			if (d !== at && tensor.shape[d] !== first.shape[d]) {
				throw runtimeError(`Sizes of tensors must match except in dimension ${at}. Expected size ${first.shape[d]!} but got size ${tensor.shape[d]!} for tensor number ${i} in the list.`);
			}
		}
		length += tensor.shape[at]!;
	});
	const result = emptyTensor(first.shape.with(at, length), dtype);
	const format = commonFormat(tensors);
	if (format !== 'contiguous_format') {
		result.setGeometry(result.shape, stridesIn(result.shape, format), 0);
	}
	let start = 0;
	for (const tensor of tensors) {
		if (!isSkipped(tensor)) {
			copyInto(alias(result, tensor.shape, result.strides, start * result.strides[at]!), tensor);
			start += tensor.shape[at]!;
		}
	}
	return result;
}

/** The memory format of all of them; where they differ, the plain one. */
function commonFormat(tensors: readonly Tensor[]): Exclude<MemoryFormat, 'preserve_format'> {
	const formats = new Set(tensors.filter(tensor => !isSkipped(tensor)).map(formatOf));
	const [format = 'contiguous_format'] = formats;
	return formats.size > 1 ? 'contiguous_format' : format;
}

function checkOut(dtype: DTypeName, out: Tensor | undefined): void {
	if (out !== undefined && !canCast(dtype, out.dtype)) {
		throw typeError(`torch.cat(): input types can't be cast to the desired output type ${dtypeText(out.dtype)}`);
	}
}

function commonDType(tensors: readonly Tensor[]): DTypeName {
	const promotion = new Promotion();
	for (const tensor of tensors) {
		promotion.add(tensor);
	}
	return promotion.dtype;
}

function stack(tensors: readonly Tensor[], dim: number, out?: Tensor): Tensor {
	if (tensors.length === 0) {
		throw runtimeError('stack expects a non-empty TensorList');
	}
	const { shape } = tensors[0]!;
	const at = wrapDim(dim, shape.length + 1);
	tensors.forEach((tensor, i) => {
		if (!sameShape(tensor.shape, shape)) {
			throw runtimeError(`stack expects each tensor to be equal size, but got ${shapeText(shape)} at entry 0 and ${shapeText(tensor.shape)} at entry ${i}`);
		}
	});
	if (at === shape.length) {
		return cat(tensors.map(tensor => call('unsqueeze', tensor, at)), at, out);
	}
	// As PyTorch goes about it, which decides how the result lies: put together along a dimension, then that taken apart.
	const joined = cat(tensors, at, out);
	return alias(joined, shape.toSpliced(at, 0, tensors.length), joined.strides.toSpliced(at, 0, joined.strides[at]! * Math.max(shape[at]!, 1)), 0);
}

/** The shapes of a list of tensors, which the node keeps. */
function shapesOf(saved: Saved): readonly (readonly number[])[] {
	return saved.value<readonly { readonly shape: readonly number[] }[]>('tensors').map(({ shape }) => shape);
}

function catGradient(grad: Tensor, saved: Saved): readonly (Tensor | undefined)[] {
	const at = wrapDim(saved.value<number>('dim'), grad.ndim);
	let start = 0;
	return shapesOf(saved).map(shape => {
		if (shape.length === 1 && shape[0] === 0) {
			return call('zeros', [0], grad.dtype);
		}
		const part = call('narrow', grad, at, start, shape[at]!);
		start += shape[at]!;
		return part;
	});
}

function flip(self: Tensor, dims: readonly number[]): Tensor {
	const flipped = dims.map(dim => wrapDim(dim, self.ndim));
	flipped.forEach((dim, i) => {
		if (flipped.indexOf(dim) !== i) {
			throw runtimeError(`dim ${dim} appears multiple times in the list of dims`);
		}
	});
	if (self.numel === 0 || self.ndim === 0) {
		return copyOf(self);
	}
	const strides = self.strides.map((stride, i) => flipped.includes(i) ? -stride : stride);
	const offset = self.strides.reduce((sum, stride, i) => flipped.includes(i) ? sum + stride * (self.shape[i]! - 1) : sum, self.offset);
	const result = call('empty_like', self);
	copyInto(result, alias(self, self.shape, strides, offset));
	return result;
}

/** Quarter turns in the plane of two dimensions, from the first to the second. */
function rot90(self: Tensor, k: number, dims: readonly number[]): Tensor {
	if (dims.length !== 2) {
		throw runtimeError(`expected total rotation dims == 2, but got dims = ${dims.length}`);
	}
	if (self.ndim < 2) {
		throw runtimeError(`expected total dims >= 2, but got total dims = ${self.ndim}`);
	}
	const [first, second] = dims as [number, number];
	if (first === second || Math.abs(first - second) === self.ndim) {
		throw runtimeError(`expected rotation dims to be different, but got dim0 = ${first} and dim1 = ${second}`);
	}
	for (const dim of dims) {
		wrapDim(dim, self.ndim);
	}
	switch ((k % 4 + 4) % 4) {
		case 1: return call('transpose_', call('flip', self, [second]), first, second);
		case 2: return call('flip', self, dims);
		case 3: return call('transpose_', call('flip', self, [first]), first, second);
		default: return copyOf(self);
	}
}

function roll(self: Tensor, shifts: readonly number[], dims: readonly number[]): Tensor {
	if (dims.length === 0 && shifts.length === 1) {
		return call('view', roll(call('reshape', self, [-1]), shifts, [0]), self.shape);
	}
	if (shifts.length !== dims.length || shifts.length === 0) {
		throw runtimeError(shifts.length === 0 ? '`shifts` required' : `shifts and dimensions must align. shifts: ${shifts.length}, dims:${dims.length}`);
	}
	if (self.numel === 0) {
		return cloneOf(self);
	}
	sizeAt(self.shape, dims[0]!);
	return shifts.reduce((result, shift, i) => {
		const at = wrapDim(dims[i]!, self.ndim);
		const size = self.shape[at]!;
		const start = ((-shift % size) + size) % size;
		return cat([call('narrow', result, at, start, size - start), call('narrow', result, at, 0, start)], at);
	}, self);
}

function repeat(self: Tensor, repeats: readonly number[]): Tensor {
	if (repeats.length < self.ndim) {
		throw runtimeError('Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor');
	}
	const padded = [...new Array<number>(repeats.length - self.ndim).fill(1), ...self.shape];
	const result = emptyTensor(padded.map((size, i) => size * repeats[i]!), self.dtype);
	// The result seen as (repeat, size) pairs: the source is broadcast along the repeats.
	const pairs = padded.flatMap((size, i) => [repeats[i]!, size]);
	const lead = repeats.length - self.ndim;
	const strides = padded.flatMap((_, i) => [0, i < lead ? 0 : self.strides[i - lead]!]);
	copyInto(alias(result, pairs, contiguousStrides(pairs), 0), alias(self, pairs, strides, self.offset));
	return result;
}

function repeatGradient(grad: Tensor, saved: Saved): Tensor {
	const shape = saved.shape('self');
	const repeats = saved.value<readonly number[]>('repeats');
	const lead = repeats.length - shape.length;
	const pairs = repeats.flatMap((count, i) => [count, i < lead ? 1 : shape[i - lead]!]);
	return call('reshape', call('sum', call('reshape', grad, pairs), repeats.map((_, i) => 2 * i)), shape);
}

/** Keeps what lies on, below (`tril`) or above (`triu`) a diagonal. */
function triangle(name: 'tril' | 'triu', self: Tensor, diagonal: number): Tensor {
	if (self.ndim < 2) {
		throw runtimeError(`${name}: input tensor must have at least 2 dimensions`);
	}
	const [rows, columns] = [self.shape.at(-2)!, self.shape.at(-1)!];
	const row = call('unsqueeze', call('arange', int(rows)), 1);
	// Beyond the matrix any diagonal keeps all or nothing.
	const column = call('sub', call('arange', int(columns)), int(Math.min(Math.max(diagonal, -rows), columns)));
	return call('masked_fill', self, call(name === 'tril' ? 'gt' : 'lt', column, row), int(0));
}

function triangleOperator(name: 'tril' | 'triu', node: string): Operator {
	return operator({ name, variants: ['function', 'method', 'in-place', 'out'], tolerance: EXACT, overloads: [{
		schema: `${name}(Tensor self, int diagonal=0) -> Tensor`,
		run: (self: Tensor, diagonal: number) => triangle(name, self, diagonal),
		backward: { node, inputs: { self: { gradient: (grad, saved) => call(name, grad, saved.value<number>('diagonal')) } } },
	}] });
}

function repeatInterleave(self: Tensor, repeats: number, dim: number | undefined, size: number | undefined): Tensor {
	const source = dim === undefined ? call('flatten', self) : self;
	const at = wrapDim(dim ?? 0, source.ndim);
	if (repeats < 0) {
		throw runtimeError('Repeats must be non-negative');
	}
	const count = repeats * (source.shape[at] ?? 1);
	if (size !== undefined && size !== count) {
		throw runtimeError(`repeat_interleave: Invalid output_size, expected ${count} but got ${size}`);
	}
	const shape = source.shape.toSpliced(at + 1, 0, repeats);
	return call('flatten', call('clone', call('expand', call('unsqueeze', source, at + 1), shape), 'contiguous_format'), at, at + 1);
}

/** The number of each element, as often as it is to be repeated. */
function repeatedPositions(repeats: Tensor, size: number | undefined): Tensor {
	if (repeats.dtype !== 'int32' && repeats.dtype !== 'int64') {
		throw notImplementedError(`"repeat_interleave_cpu" not implemented for '${dtypeText(repeats.dtype)}'`);
	}
	if (repeats.ndim !== 1) {
		throw runtimeError('repeat_interleave only accept 1D vector as repeat');
	}
	if (repeats.numel === 0) {
		return emptyTensor([0], repeats.dtype);
	}
	if (Number(itemOf(call('min', repeats)).value) < 0) {
		throw runtimeError('repeats can not be negative');
	}
	const ends = call('cumsum', repeats, 0), count = Number(itemOf(call('select', ends, 0, -1)).value);
	if (size !== undefined && size !== count) {
		throw runtimeError('allocated size does not match required size');
	}
	return call('to', call('searchsorted', ends, call('arange', int(count)), false, true), repeats.dtype);
}

function repeatEach(self: Tensor, repeats: Tensor, dim: number | undefined, size: number | undefined): Tensor {
	const source = dim === undefined ? call('flatten', self) : self;
	const at = wrapDim(dim ?? 0, source.ndim), length = source.shape[at] ?? 1;
	let each = repeats;
	if (repeats.ndim === 0 || (repeats.ndim === 1 && repeats.numel === 1)) {
		each = call('expand', call('reshape', repeats, [1]), [length]);
	} else if (repeats.ndim > 1) {
		throw runtimeError('repeats must be 0-dim or 1-dim tensor');
	} else if (repeats.numel !== length) {
		throw runtimeError(`repeats must have the same size as input along dim, but got repeats.size(0) = ${repeats.numel} and input.size(${at}) = ${length}`);
	}
	return call('index_select', source, at, repeatedPositions(call('contiguous', each), size));
}

/** A tensor of at least that many dimensions, as torch.atleast_1d and its kin. */
function atLeast(self: Tensor, ndim: 1 | 2 | 3): Tensor {
	if (self.ndim >= ndim) {
		return self;
	}
	if (self.ndim === 0) {
		return call('reshape', self, new Array<number>(ndim).fill(1));
	}
	return ndim === 2 ? call('unsqueeze', self, 0) : self.ndim === 1 ? call('unsqueeze', call('unsqueeze', self, 0), 2) : call('unsqueeze', self, 2);
}

export const REARRANGE: readonly Operator[] = [
	operator({ name: 'cat', variants: ['function', 'out'], aliases: ['concat', 'concatenate'], tolerance: EXACT, overloads: [{ schema: 'cat(Tensor[] tensors, int dim=0) -> Tensor', run: cat, backward: { node: 'CatBackward0', inputs: { tensors: { gradient: catGradient } } } }] }),
	operator({ name: 'stack', variants: ['function', 'out'], tolerance: EXACT, overloads: [{ schema: 'stack(Tensor[] tensors, int dim=0) -> Tensor', run: stack, backward: { node: 'StackBackward0', inputs: { tensors: { gradient: (grad, saved) => {
		const at = wrapDim(saved.value<number>('dim'), grad.ndim);
		return Array.from({ length: grad.shape[at]! }, (_, i) => call('select', grad, at, i));
	} } } } }] }),
	operator({ name: 'vstack', nameInErrors: 'cat', variants: ['function', 'out'], aliases: ['row_stack'], tolerance: EXACT, overloads: [{ schema: 'vstack(Tensor[] tensors) -> Tensor', run: (tensors: readonly Tensor[], out?: Tensor) => call('cat', nonEmpty('vstack', tensors, out).map(tensor => atLeast(tensor, 2)), 0) }] }),
	operator({ name: 'hstack', nameInErrors: 'cat', variants: ['function', 'out'], tolerance: EXACT, overloads: [{ schema: 'hstack(Tensor[] tensors) -> Tensor', run: (tensors: readonly Tensor[], out?: Tensor) => call('cat', nonEmpty('hstack', tensors, out).map(tensor => atLeast(tensor, 1)), tensors[0]!.ndim < 2 ? 0 : 1) }] }),
	operator({ name: 'dstack', nameInErrors: 'cat', variants: ['function', 'out'], tolerance: EXACT, overloads: [{ schema: 'dstack(Tensor[] tensors) -> Tensor', run: (tensors: readonly Tensor[], out?: Tensor) => call('cat', nonEmpty('dstack', tensors, out).map(tensor => atLeast(tensor, 3)), 2) }] }),
	operator({ name: 'column_stack', nameInErrors: 'cat', variants: ['function', 'out'], tolerance: EXACT, overloads: [{ schema: 'column_stack(Tensor[] tensors) -> Tensor', run: (tensors: readonly Tensor[], out?: Tensor) => call('hstack', nonEmpty('column_stack', tensors, out).map(tensor => tensor.ndim <= 1 ? call('reshape', tensor, [tensor.numel, 1]) : tensor)) }] }),
	...([1, 2, 3] as const).map(ndim => operator({ name: `atleast_${ndim}d`, variants: ['function'], tolerance: EXACT, overloads: [
		{ schema: `atleast_${ndim}d(Tensor(a) self) -> Tensor(a)`, run: (self: Tensor) => atLeast(self, ndim) },
		{ schema: `atleast_${ndim}d.Sequence(Tensor[] tensors) -> Tensor[]`, run: (tensors: readonly Tensor[]) => tensors.map(tensor => atLeast(tensor, ndim)) },
	] })),
	operator({ name: 'flip', variants: ['function', 'method'], tolerance: EXACT, overloads: [{ schema: 'flip(Tensor self, int[] dims) -> Tensor', run: flip, backward: { node: 'FlipBackward0', inputs: { self: { gradient: (grad, saved) => call('flip', grad, saved.value<readonly number[]>('dims')) } } } }] }),
	operator({ name: 'fliplr', variants: ['function', 'method'], tolerance: EXACT, overloads: [{ schema: 'fliplr(Tensor self) -> Tensor', run: (self: Tensor) => call('flip', ofRank(self, 2), [1]) }] }),
	operator({ name: 'flipud', variants: ['function', 'method'], tolerance: EXACT, overloads: [{ schema: 'flipud(Tensor self) -> Tensor', run: (self: Tensor) => call('flip', ofRank(self, 1), [0]) }] }),
	operator({ name: 'rot90', variants: ['function', 'method', 'out'], tolerance: EXACT, overloads: [{
		schema: 'rot90(Tensor self, int k=1, int[] dims=[0,1]) -> Tensor',
		run: rot90,
		backward: { node: 'Rot90Backward0', inputs: { self: { gradient: (grad, saved) => call('rot90', grad, -saved.value<number>('k'), saved.value<readonly number[]>('dims')) } } },
	}] }),
	operator({ name: 'roll', variants: ['function', 'method'], tolerance: EXACT, overloads: [{ schema: 'roll(Tensor self, int[1] shifts, int[1] dims=[]) -> Tensor', run: roll, backward: { node: 'RollBackward0', inputs: { self: { gradient: (grad, saved) => call('roll', grad, saved.value<readonly number[]>('shifts').map(shift => -shift), saved.value<readonly number[]>('dims')) } } } }] }),
	operator({ name: 'repeat', variants: ['method'], tolerance: EXACT, overloads: [{ schema: 'repeat(Tensor self, int[] repeats) -> Tensor', run: repeat, backward: { node: 'RepeatBackward0', inputs: { self: { gradient: repeatGradient } } } }] }),
	operator({ name: 'tile', variants: ['function', 'method'], tolerance: EXACT, overloads: [{ schema: 'tile(Tensor self, int[] dims) -> Tensor', run: (self: Tensor, dims: readonly number[]) => call('repeat', self, [...new Array<number>(Math.max(self.ndim - dims.length, 0)).fill(1), ...dims]) }] }),
	operator({ name: 'repeat_interleave', variants: ['function', 'method'], tolerance: EXACT, overloads: [
		{ schema: 'repeat_interleave.self_Tensor(Tensor self, Tensor repeats, int? dim=None, *, int? output_size=None) -> Tensor', run: repeatEach },
		{ schema: 'repeat_interleave.self_int(Tensor self, int repeats, int? dim=None, *, int? output_size=None) -> Tensor', run: repeatInterleave },
		{ schema: 'repeat_interleave.Tensor(Tensor repeats, *, int? output_size=None) -> Tensor', run: repeatedPositions },
	] }),
	triangleOperator('tril', 'TrilBackward0'),
	triangleOperator('triu', 'TriuBackward0'),
];

function ofRank(self: Tensor, least: number): Tensor {
	if (self.ndim < least) {
		throw runtimeError(`Input must be >= ${least}-d.`);
	}
	return self;
}

/** The tensors, which are some, and whose common dtype `out` can take. */
function nonEmpty(name: string, tensors: readonly Tensor[], out: Tensor | undefined): readonly Tensor[] {
	if (tensors.length === 0) {
		throw runtimeError(`${name} expects a non-empty TensorList`);
	}
	checkOut(commonDType(tensors), out);
	return tensors;
}
