/**
 * Family: views. They share their argument's bytes; only shape, strides and offset differ.
 */
import { indexError, runtimeError, shapeText } from '../tensor/errors.ts';
import { int } from '../tensor/scalar.ts';
import { inferSize, viewStrides, wrapDim } from '../tensor/shape.ts';
import { alias, asMade, type Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import { copyOf } from './copy.ts';
import { cloneOf } from './elementwise.ts';
import { laidIn, liesIn, type MemoryFormat, stridesIn } from './format.ts';
import { numel } from '../trace/shape.ts';
import { EXACT, type Operator, operator, type OperatorDefinition, type OverloadDefinition, type Saved, type Variant } from './operator.ts';
import { dtypeText } from '../tensor/promotion.ts';
import { asDType } from './reinterpret.ts';

/** An operator with the usual settings of this family. */
export function view(name: string, overloads: readonly OverloadDefinition[], variants: readonly Variant[] = ['function', 'method'], more: Partial<OperatorDefinition> = {}): Operator {
	return operator({ name, variants, tolerance: EXACT, overloads, ...more });
}

function viewAs(self: Tensor, size: readonly number[]): Tensor {
	const shape = inferSize(size, self.numel);
	const strides = viewStrides(self.shape, self.strides, shape);
	if (strides === undefined) {
		throw runtimeError('view size is not compatible with input tensor\'s size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.');
	}
	return alias(self, shape, strides, self.offset);
}

export function transposed(self: Tensor, dim0: number, dim1: number): Tensor {
	const [a, b] = [wrapDim(dim0, self.ndim), wrapDim(dim1, self.ndim)];
	if (self.ndim === 0) {
		return alias(self, [], [], self.offset);
	}
	const shape = [...self.shape];
	const strides = [...self.strides];
	[shape[a], shape[b]] = [shape[b]!, shape[a]!];
	[strides[a], strides[b]] = [strides[b]!, strides[a]!];
	return alias(self, shape, strides, self.offset);
}

function permute(self: Tensor, dims: readonly number[]): Tensor {
	if (dims.length !== self.ndim) {
		throw runtimeError(`permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering of dimensions i.e. input.dim() = ${self.ndim} is not equal to len(dims) = ${dims.length}`);
	}
	const order = dims.map(dim => wrapDim(dim, self.ndim));
	if (new Set(order).size !== order.length) {
		throw runtimeError('permute(): duplicate dims are not allowed.');
	}
	return alias(self, order.map(dim => self.shape[dim]!), order.map(dim => self.strides[dim]!), self.offset);
}

function movedim(self: Tensor, source: readonly number[], destination: readonly number[]): Tensor {
	if (source.length !== destination.length) {
		throw runtimeError(`movedim: Invalid source or destination dims: source (${shapeText(source)} dims) should contain the same number of dims as destination (${shapeText(destination)} dims)`);
	}
	const [from, to] = [source, destination].map(dims => dims.map(dim => wrapDim(dim, self.ndim))) as [number[], number[]];
	for (const [name, dims, given] of [['source', from, source], ['destination', to, destination]] as const) {
		if (new Set(dims).size !== dims.length) {
			throw runtimeError(`movedim: repeated dim in \`${name}\` (${shapeText(given)})`);
		}
	}
	if (self.ndim === 0) {
		return call('alias', self);
	}
	const order = new Array<number>(self.ndim).fill(-1);
	to.forEach((place, i) => {
		order[place] = from[i]!;
	});
	const others = self.shape.map((_, d) => d).filter(d => !from.includes(d));
	return call('permute', self, order.map(d => d < 0 ? others.shift()! : d));
}

function inverse(dims: readonly number[]): number[] {
	const result = new Array<number>(dims.length).fill(0);
	dims.forEach((dim, i) => {
		result[dim < 0 ? dim + dims.length : dim] = i;
	});
	return result;
}

function expand(self: Tensor, size: readonly number[]): Tensor {
	if (size.length < self.ndim) {
		throw runtimeError(`expand(torch.${typeText(self)}{${shapeText(self.shape)}}, size=${shapeText(size)}): the number of sizes provided (${size.length}) must be greater or equal to the number of dimensions in the tensor (${self.ndim})`);
	}
	const lead = size.length - self.ndim;
	const shape = new Array<number>(size.length).fill(0);
	const strides = new Array<number>(size.length).fill(0);
	for (let i = size.length - 1; i >= 0; i--) {
		const old = i < lead ? 1 : self.shape[i - lead]!;
		let wanted = size[i]!;
		if (wanted === -1) {
			if (i < lead && self.ndim > 0) {
				throw runtimeError(`The expanded size of the tensor (-1) isn't allowed in a leading, non-existing dimension ${i}`);
			}
			wanted = self.ndim > 0 ? old : wanted;
		}
		if (old !== wanted && old !== 1) {
			throw runtimeError(`The expanded size of the tensor (${wanted}) must match the existing size (${old}) at non-singleton dimension ${i}.  Target sizes: ${shapeText(size)}.  Tensor sizes: ${shapeText(self.shape)}`);
		}
		if (wanted < 0) {
			throw runtimeError('numel: integer multiplication overflow');
		}
		shape[i] = wanted;
		const outer = i + 1 < size.length ? shape[i + 1]! * strides[i + 1]! : 1;
		strides[i] = i < lead ? (wanted === 1 ? outer : 0) : old === wanted ? self.strides[i - lead]! : 0;
	}
	if (numel(shape) >= 2 ** 63) {
		throw runtimeError('numel: integer multiplication overflow');
	}
	return alias(self, shape, strides, self.offset);
}

function typeText(self: Tensor): string {
	return `${dtypeText(self.dtype)}Tensor`;
}

export function squeezed(self: Tensor, dims: readonly number[]): Tensor {
	const wrapped = dims.map(dim => wrapDim(dim, self.ndim));
	const gone = new Set(wrapped);
	if (gone.size !== wrapped.length) {
		throw runtimeError(`dim ${wrapped.find((dim, i) => wrapped.indexOf(dim) !== i)!} appears multiple times in the list of dims`);
	}
	const kept = self.shape.map((_, i) => i).filter(i => !(gone.has(i) && self.shape[i] === 1));
	return alias(self, kept.map(i => self.shape[i]!), kept.map(i => self.strides[i]!), self.offset);
}

export function unsqueezed(self: Tensor, dim: number): Tensor {
	const at = wrapDim(dim, self.ndim + 1);
	const stride = at < self.ndim ? self.shape[at]! * self.strides[at]! : 1;
	return alias(self, self.shape.toSpliced(at, 0, 1), self.strides.toSpliced(at, 0, stride), self.offset);
}

export function select(self: Tensor, dim: number, index: number): Tensor {
	if (self.ndim === 0) {
		throw indexError('select() cannot be applied to a 0-dim tensor.');
	}
	const at = wrapDim(dim, self.ndim);
	const size = self.shape[at]!;
	if (index < -size || index >= size) {
		throw indexError(`select(): index ${index} out of range for tensor of size ${shapeText(self.shape)} at dimension ${at}`);
	}
	const position = index < 0 ? index + size : index;
	return alias(self, self.shape.toSpliced(at, 1), self.strides.toSpliced(at, 1), self.offset + position * self.strides[at]!);
}

export function slice(self: Tensor, dim: number, start: number | undefined, end: number | undefined, step: number): Tensor {
	if (self.ndim === 0) {
		throw indexError('slice() cannot be applied to a 0-dim tensor.');
	}
	const at = wrapDim(dim, self.ndim);
	if (step <= 0) {
		throw runtimeError('slice step must be positive');
	}
	const size = self.shape[at]!;
	const from = clampIndex(start ?? 0, size);
	const to = Math.max(from, clampIndex(end ?? size, size));
	return alias(self, self.shape.with(at, Math.ceil((to - from) / step)), self.strides.with(at, self.strides[at]! * step), self.offset + from * self.strides[at]!);
}

function clampIndex(index: number, size: number): number {
	return Math.min(Math.max(index < 0 ? index + size : index, 0), size);
}

function narrow(self: Tensor, dim: number, start: number, length: number): Tensor {
	if (self.ndim === 0) {
		throw runtimeError('narrow() cannot be applied to a 0-dim tensor.');
	}
	if (length < 0) {
		throw runtimeError('narrow(): length must be non-negative.');
	}
	const at = wrapDim(dim, self.ndim);
	const size = self.shape[at]!;
	if (start < -size || start > size) {
		throw indexError(`start out of range (expected to be in range of [${-size}, ${size}], but got ${start})`);
	}
	const from = start < 0 ? start + size : start;
	if (from > size - length) {
		throw runtimeError(`start (${from}) + length (${length}) exceeds dimension size (${size}).`);
	}
	return call('slice', self, at, from, from + length, 1);
}

function reshape(self: Tensor, shape: readonly number[]): Tensor {
	const size = inferSize(shape, self.numel);
	if (viewStrides(self.shape, self.strides, size) === undefined) {
		return call('_unsafe_view', call('clone', self, 'contiguous_format'), size);
	}
	return call(self.isContiguous ? 'view' : '_reshape_alias', self, size);
}

function flatten(self: Tensor, startDim: number, endDim: number): Tensor {
	const [start, end] = [wrapDim(startDim, self.ndim), wrapDim(endDim, self.ndim)];
	if (start > end) {
		throw runtimeError('flatten() has invalid args: start_dim cannot come after end_dim');
	}
	if (self.ndim === 0) {
		return call('reshape', self, [1]);
	}
	return start === end ? self : call('reshape', self, [...self.shape.slice(0, start), self.shape.slice(start, end + 1).reduce((a, b) => a * b, 1), ...self.shape.slice(end + 1)]);
}

function unflatten(self: Tensor, dim: number, sizes: readonly number[]): Tensor {
	const at = wrapDim(dim, self.ndim);
	if (sizes.length === 0) {
		throw runtimeError('unflatten: sizes must be non-empty');
	}
	const inner = inferOrElse(sizes, self.shape[at]!, () => runtimeError(`unflatten: Provided sizes ${shapeText(sizes)} don't multiply up to the size of dim ${at} (${self.shape[at]!}) in the input tensor`));
	return call('view', self, [...self.shape.slice(0, at), ...inner, ...self.shape.slice(at + 1)]);
}

function inferOrElse(sizes: readonly number[], count: number, error: () => Error): readonly number[] {
	try {
		return inferSize(sizes, count);
	} catch {
		throw error();
	}
}

function diagonal(self: Tensor, offset: number, dim1: number, dim2: number): Tensor {
	const [a, b] = [wrapDim(dim1, self.ndim), wrapDim(dim2, self.ndim)];
	if (a === b) {
		throw runtimeError(`diagonal dimensions cannot be identical ${dim1}, ${dim2}`);
	}
	const length = offset >= 0 ? Math.max(Math.min(self.shape[a]!, self.shape[b]! - offset), 0) : Math.max(Math.min(self.shape[a]! + offset, self.shape[b]!), 0);
	const start = length === 0 ? 0 : offset >= 0 ? offset * self.strides[b]! : -offset * self.strides[a]!;
	const kept = self.shape.map((_, i) => i).filter(i => i !== a && i !== b);
	return alias(self, [...kept.map(i => self.shape[i]!), length], [...kept.map(i => self.strides[i]!), self.strides[a]! + self.strides[b]!], self.offset + start);
}

export function stridedView(self: Tensor, size: readonly number[], stride: readonly number[], offset: number | undefined): Tensor {
	if (size.length !== stride.length) {
		throw runtimeError(`mismatch in length of strides and shape`);
	}
	if (stride.some(item => item < 0)) {
		throw runtimeError(`as_strided: Negative strides are not supported at the moment, got strides: ${shapeText(stride)}`);
	}
	if (size.some(item => item < 0)) {
		throw runtimeError(`Storage size calculation overflowed with sizes=${shapeText(size)} and strides=${shapeText(stride)}`);
	}
	const start = offset ?? self.offset;
	if (start < 0) {
		throw runtimeError(`Tensor: invalid storage offset ${start}`);
	}
	const last = size.reduce((sum, item, i) => sum + Math.max(item - 1, 0) * stride[i]!, start);
	const needed = (last + 1) * self.itemSize;
	if (!size.includes(0) && needed > self.storage.nbytes) {
		throw runtimeError(`setStorage: sizes ${shapeText(size)}, strides ${shapeText(stride)}, storage offset ${start}, and itemsize ${self.itemSize} requiring a storage size of ${needed} are out of bounds for storage of size ${self.storage.nbytes}`);
	}
	return alias(self, [...size], [...stride], start);
}

/** Gradient of a view of one part: zeros but for that part. */
function scatteredInto(grad: Tensor, shape: readonly number[], part: (whole: Tensor) => Tensor): Tensor {
	const whole = call('zeros', shape, grad.dtype);
	call('copy_', part(whole), grad);
	return asMade(whole);
}

/** Where a tensor lies in its storage. */
interface Geometry { readonly shape: readonly number[]; readonly strides: readonly number[]; readonly offset: number }

function lastElement({ shape, strides, offset }: Geometry): number {
	return shape.reduce((sum, size, i) => sum + Math.max(size - 1, 0) * strides[i]!, offset);
}

/** The gradient of one view of a storage (`part`) as that of another (`self`): elements meet where they are the same memory. */
export function stridedGradient(grad: Tensor, self: Geometry, part: Geometry): Tensor {
	const length = Math.max(lastElement(self), lastElement(part)) + 1;
	const places = call('as_strided', call('arange', int(length)), part.shape, part.strides, part.offset);
	let memory = call('index_add_', call('zeros', [length], grad.dtype), 0, call('reshape', places, [-1]), call('reshape', grad, [-1]));
	if (self.strides.some((stride, i) => stride === 0 && self.shape[i]! > 1)) {
		// Where several elements of self are the same memory they share its gradient.
		const seen = call('reshape', call('as_strided', call('arange', int(length)), self.shape, self.strides, self.offset), [-1]);
		const counts = call('index_add_', call('zeros', [length], grad.dtype), 0, seen, call('ones', [seen.numel], grad.dtype));
		memory = call('div', memory, call('clamp_min', counts, int(1)));
	}
	return call('clone', call('as_strided', memory, self.shape, self.strides, self.offset), 'contiguous_format');
}

/** Of `as_strided`, by what its node keeps. */
export function asStridedGradient(grad: Tensor, saved: Saved): Tensor {
	const self = saved.geometry('self');
	return asMade(stridedGradient(grad, self, { shape: saved.value<readonly number[]>('size'), strides: saved.value<readonly number[]>('stride'), offset: saved.value<number | undefined>('storage_offset') ?? self.offset }), 1);
}

function contiguousRun(self: Tensor, format: MemoryFormat): Tensor {
	if (format === 'preserve_format') {
		if (self.isContiguous) {
			return self;
		}
		throw runtimeError('preserve memory format is unsupported by the contiguous operator');
	}
	return (format === 'contiguous_format' ? self.isContiguous : liesIn(self, format)) ? self : call('clone', self, format);
}

const VIEW_BACK = (grad: Tensor, shape: readonly number[]) => call('reshape', grad, shape);

export const VIEW: readonly Operator[] = [
	view('view', [{
		schema: 'view(Tensor(a) self, int[] size) -> Tensor(a)',
		run: viewAs,
		backward: { node: 'ViewBackward0', inputs: { self: { gradient: (grad, saved) => VIEW_BACK(grad, saved.shape('self')) } } },
	}, {
		// Of another dtype it has no history of its own.
		schema: 'view.dtype(Tensor self, ScalarType dtype) -> Tensor',
		run: asDType,
	}], ['method']),
	view('_unsafe_view', [{
		schema: '_unsafe_view(Tensor self, int[] size) -> Tensor',
		run: (self: Tensor, size: readonly number[]) => viewAs(self, size),
		backward: { node: 'UnsafeViewBackward0', inputs: { self: { gradient: (grad, saved) => VIEW_BACK(grad, saved.shape('self')) } } },
	}], ['function']),
	view('_reshape_alias', [{
		schema: '_reshape_alias(Tensor(a) self, int[] size) -> Tensor(a)',
		run: viewAs,
		backward: { node: 'ReshapeAliasBackward0', inputs: { self: { gradient: (grad, saved) => VIEW_BACK(grad, saved.shape('self')) } } },
	}], []),
	view('reshape', [{ schema: 'reshape(Tensor(a) self, int[] shape) -> Tensor(a)', run: reshape }]),
	view('view_as', [{ schema: 'view_as(Tensor(a) self, Tensor other) -> Tensor(a)', run: (self: Tensor, other: Tensor) => call('view', self, other.shape) }], ['method']),
	view('reshape_as', [{ schema: 'reshape_as(Tensor(a) self, Tensor other) -> Tensor(a)', run: (self: Tensor, other: Tensor) => call('reshape', self, other.shape) }], ['method']),
	view('flatten', [{ schema: 'flatten.using_ints(Tensor(a) self, int start_dim=0, int end_dim=-1) -> Tensor(a)', run: flatten }]),
	view('ravel', [{ schema: 'ravel(Tensor(a) self) -> Tensor(a)', run: (self: Tensor) => call('view', call('contiguous', self), [-1]) }]),
	view('unflatten', [{ schema: 'unflatten.int(Tensor(a) self, int dim, int[] sizes) -> Tensor(a)', run: unflatten }]),
	view('t', [{
		schema: 't(Tensor(a) self) -> Tensor(a)',
		run: (self: Tensor) => {
			if (self.ndim > 2) {
				throw runtimeError(`t() expects a tensor with <= 2 dimensions, but self is ${self.ndim}D`);
			}
			return self.ndim < 2 ? alias(self, self.shape, self.strides, self.offset) : transposed(self, 0, 1);
		},
		backward: { node: 'TBackward0', inputs: { self: { gradient: grad => call('t', grad) } } },
	}]),
	view('transpose', [{
		schema: 'transpose.int(Tensor(a) self, int dim0, int dim1) -> Tensor(a)',
		run: transposed,
		backward: { node: 'TransposeBackward0', inputs: { self: { gradient: (grad, saved) => call('transpose', grad, saved.value<number>('dim0'), saved.value<number>('dim1')) } } },
	}]),
	view('swapaxes', [{ schema: 'swapaxes(Tensor(a) self, int axis0, int axis1) -> Tensor(a)', run: (self: Tensor, dim0: number, dim1: number) => call('transpose', self, dim0, dim1) }]),
	view('swapdims', [{ schema: 'swapdims(Tensor(a) self, int dim0, int dim1) -> Tensor(a)', run: (self: Tensor, dim0: number, dim1: number) => call('transpose', self, dim0, dim1) }]),
	view('adjoint', [{ schema: 'adjoint(Tensor(a) self) -> Tensor(a)', run: (self: Tensor) => {
		if (self.ndim === 1) {
			throw runtimeError('tensor.adjoint() is only supported on matrices or batches of matrices. Got 1-D tensor.');
		}
		return self.ndim === 0 ? self : call('transpose', self, -2, -1);
	} }]),
	view('permute', [{
		schema: 'permute(Tensor(a) self, int[] dims) -> Tensor(a)',
		run: permute,
		backward: { node: 'PermuteBackward0', inputs: { self: { gradient: (grad, saved) => call('permute', grad, inverse(saved.value<readonly number[]>('dims'))) } } },
	}]),
	view('numpy_T', [{ schema: 'numpy_T(Tensor(a) self) -> Tensor(a)', run: (self: Tensor) => call('permute', self, self.shape.map((_, i) => self.ndim - 1 - i)) }], []),
	view('matrix_T', [{ schema: 'matrix_T(Tensor(a) self) -> Tensor(a)', run: (self: Tensor) => {
		if (self.ndim < 2) {
			throw runtimeError(`tensor.mT is only supported on matrices or batches of matrices. Got ${self.ndim}-D tensor.`);
		}
		return call('transpose', self, -2, -1);
	} }], []),
	view('movedim', [
		{ schema: 'movedim.int(Tensor(a) self, int source, int destination) -> Tensor(a)', run: (self: Tensor, source: number, destination: number) => movedim(self, [source], [destination]) },
		{ schema: 'movedim.intlist(Tensor(a) self, int[] source, int[] destination) -> Tensor(a)', run: movedim },
	], ['function', 'method'], { aliases: ['moveaxis'] }),
	view('expand', [{
		schema: 'expand(Tensor(a) self, int[] size, *, bool implicit=False) -> Tensor(a)',
		run: expand,
		backward: { node: 'ExpandBackward0', inputs: { self: { gradient: grad => grad } } },
	}], ['method']),
	view('expand_as', [{ schema: 'expand_as(Tensor(a) self, Tensor other) -> Tensor(a)', run: (self: Tensor, other: Tensor) => call('expand', self, other.shape) }], ['method']),
	view('broadcast_to', [{ schema: 'broadcast_to(Tensor(a) self, int[] size) -> Tensor(a)', run: (self: Tensor, size: readonly number[]) => call('expand', self, size) }]),
	view('squeeze', [{
		schema: 'squeeze(Tensor(a) self) -> Tensor(a)',
		run: (self: Tensor) => squeezed(self, self.shape.map((_, i) => i)),
		backward: { node: 'SqueezeBackward0', inputs: { self: { gradient: (grad, saved) => VIEW_BACK(grad, saved.shape('self')) } } },
	}, {
		schema: 'squeeze.dim(Tensor(a) self, int dim) -> Tensor(a)',
		run: (self: Tensor, dim: number) => squeezed(self, [dim]),
		backward: { node: 'SqueezeBackward1', inputs: { self: { gradient: (grad, saved) => VIEW_BACK(grad, saved.shape('self')) } } },
	}, {
		schema: 'squeeze.dims(Tensor(a) self, int[] dim) -> Tensor(a)',
		run: squeezed,
		backward: { node: 'SqueezeBackward2', inputs: { self: { gradient: (grad, saved) => VIEW_BACK(grad, saved.shape('self')) } } },
	}]),
	view('unsqueeze', [{
		schema: 'unsqueeze(Tensor(a) self, int dim) -> Tensor(a)',
		run: unsqueezed,
		backward: { node: 'UnsqueezeBackward0', inputs: { self: { gradient: (grad, saved) => VIEW_BACK(grad, saved.shape('self')) } } },
	}]),
	view('select', [{
		schema: 'select.int(Tensor(a) self, int dim, int index) -> Tensor(a)',
		run: select,
		backward: { node: 'SelectBackward0', inputs: { self: { gradient: (grad, saved) => scatteredInto(grad, saved.shape('self'), whole => call('select', whole, saved.value<number>('dim'), saved.value<number>('index'))) } } },
	}]),
	view('slice', [{
		schema: 'slice.Tensor(Tensor(a) self, int dim=0, int? start=None, int? end=None, int step=1) -> Tensor(a)',
		run: slice,
		backward: { node: 'SliceBackward0', inputs: { self: { gradient: (grad, saved) => scatteredInto(grad, saved.shape('self'), whole => call('slice', whole, saved.value<number>('dim'), saved.value<number>('start'), saved.value<number>('end'), saved.value<number>('step'))) } } },
	}], []),
	view('narrow_copy', [{
		schema: 'narrow_copy(Tensor self, int dim, int start, int length) -> Tensor',
		run: (self: Tensor, dim: number, start: number, length: number) => {
			if (length < 0 && self.ndim > 0) {
				throw runtimeError(`start (${start}) + length (${length}) exceeds dimension size (${self.shape[wrapDim(dim, self.ndim)]!}).`);
			}
			return copyOf(narrow(self, dim, start, length));
		},
		backward: { node: 'NarrowCopyBackward0', inputs: { self: { gradient: (grad, saved) => scatteredInto(grad, saved.shape('self'), whole => call('narrow', whole, saved.value<number>('dim'), saved.value<number>('start'), saved.value<number>('length'))) } } },
	}], ['function', 'method', 'out']),
	view('narrow', [{ schema: 'narrow(Tensor(a) self, int dim, int start, int length) -> Tensor(a)', run: narrow }]),
	view('alias', [{
		schema: 'alias(Tensor(a) self) -> Tensor(a)',
		run: (self: Tensor) => alias(self, self.shape, self.strides, self.offset),
		backward: { node: 'AliasBackward0', inputs: { self: { gradient: grad => grad } } },
	}], []),
	view('diagonal', [{
		schema: 'diagonal(Tensor(a) self, int offset=0, int dim1=0, int dim2=1) -> Tensor(a)',
		run: diagonal,
		backward: { node: 'DiagonalBackward0', inputs: { self: { gradient: (grad, saved) => scatteredInto(grad, saved.shape('self'), whole => call('diagonal', whole, saved.value<number>('offset'), saved.value<number>('dim1'), saved.value<number>('dim2'))) } } },
	}]),
	view('as_strided', [{
		schema: 'as_strided(Tensor(a) self, int[] size, int[] stride, int? storage_offset=None) -> Tensor(a)',
		run: stridedView,
		backward: { node: 'AsStridedBackward0', inputs: { self: { gradient: asStridedGradient } } },
	}]),
	view('contiguous', [{ schema: 'contiguous(Tensor(a) self, *, MemoryFormat memory_format=contiguous_format) -> Tensor(a)', run: contiguousRun }], ['method']),
	view('clone', [{
		schema: 'clone(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor',
		run: (self: Tensor, format: MemoryFormat = 'preserve_format') => format === 'preserve_format' ? cloneOf(self) : laidIn(self, stridesIn(self.shape, format)),
		backward: { node: 'CloneBackward0', inputs: { self: { gradient: grad => grad } } },
	}]),
	view('detach', [{ schema: 'detach(Tensor(a) self) -> Tensor(a)', run: (self: Tensor) => alias(self, self.shape, self.strides, self.offset) }]),
];
