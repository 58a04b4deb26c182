/**
 * Family: which bytes a tensor lies over, and of what size it is: resize_, set_, and sums to a smaller shape.
 */
import { sumTo } from '../autograd/function-node.ts';
import { runtimeError, shapeText } from '../tensor/errors.ts';
import { sameShape } from '../tensor/shape.ts';
import { Storage } from '../tensor/storage.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { contiguousStrides, numel } from '../trace/shape.ts';
import { formatOf, type MemoryFormat, stridesIn } from './format.ts';
import { EXACT, operator, type Operator } from './operator.ts';
import { CPP } from './pointwise.ts';
import { itemOf } from './reduce.ts';
import { SUMS } from './tolerances.ts';

/** Row-major in the new shape; elements that were not there hold whatever bytes there are. */
function resize(self: Tensor, size: readonly number[], format?: MemoryFormat): Tensor {
	if (self.requiresGrad) {
		throw runtimeError('cannot resize variables that require grad');
	}
	requireCountable(size);
	if (!sameShape(self.shape, size)) {
		layOver(self, self.storage, size, contiguousStrides(size), self.offset);
	}
	if (format === 'preserve_format') {
		throw runtimeError('Unsupported memory formatPreserve');
	}
	if (format !== undefined) {
		self.setGeometry(self.shape, stridesIn(self.shape, format), self.offset);
	}
	return self;
}

function requireCountable(size: readonly number[]): void {
	if (size.some(item => !(item >= 0)) || numel(size) >= 2 ** 63) {
		throw runtimeError('numel: integer multiplication overflow');
	}
}

/** The storage grows where it is too small. What can fail comes first: a tensor never lies beyond its bytes. */
function layOver(self: Tensor, storage: Storage, shape: readonly number[], strides: readonly number[], offset: number): void {
	const last = shape.reduce((sum, size, d) => sum + Math.max(size - 1, 0) * strides[d]!, offset);
	const needed = numel(shape) === 0 ? 0 : (last + 1) * self.itemSize;
	if (needed >= 2 ** 63) {
		throw runtimeError(`Storage size calculation overflowed with sizes=[${shape.map(BigInt).join(', ')}]`);
	}
	if (needed > storage.nbytes) {
		storage.grow(needed);
	}
	const before = self.storage;
	self.storage = storage.retain();
	before.release();
	self.setGeometry([...shape], [...strides], offset);
}

function setSource(self: Tensor, source: Tensor, shape: readonly number[], strides: readonly number[], offset: number): Tensor {
	if (self.dtype !== source.dtype) {
		throw runtimeError(`Could not set tensor of type ${CPP[source.dtype]} to a tensor of type ${CPP[self.dtype]}`);
	}
	if (offset < 0) {
		throw runtimeError(`Tensor: invalid storage offset ${offset}`);
	}
	if (shape.length !== strides.length) {
		throw runtimeError(`unequal size length (${shape.length}) and stride length (${strides.length})`);
	}
	requireCountable(shape);
	if (strides.some(item => item < 0)) {
		throw runtimeError(`Storage size calculation overflowed with sizes=${shapeText(shape)} and strides=${shapeText(strides)}`);
	}
	if (!source.isContiguous && shape !== source.shape) {
		throw runtimeError('passed in tensor to be used as storage must be contiguous');
	}
	layOver(self, source.storage, shape, strides, offset);
	return self;
}

/** RuntimeError where it is not the truth of one value. */
function isNonzero(self: Tensor): boolean {
	if (self.numel !== 1) {
		throw runtimeError(`Boolean value of Tensor with ${self.numel === 0 ? 'no values' : 'more than one value'} is ambiguous`);
	}
	return Boolean(itemOf(self).value);
}

function sumToSize(self: Tensor, size: readonly number[]): Tensor {
	const lead = self.ndim - size.length;
	if (lead < 0 || size.some((item, d) => item !== 1 && item !== self.shape[d + lead])) {
		throw runtimeError(`size {${shapeText(size)}} is not expandable to size {${shapeText(self.shape)}}.`);
	}
	return sumTo(self, size);
}

export const STORAGES: readonly Operator[] = [
	operator({ name: 'resize_', variants: ['method'], tolerance: EXACT, overloads: [{ schema: 'resize_(Tensor(a) self, int[] size, *, MemoryFormat? memory_format=None) -> Tensor(a)', run: resize }] }),
	operator({ name: 'resize_as_', variants: ['function', 'method'], tolerance: EXACT, overloads: [{ schema: 'resize_as_(Tensor(a) self, Tensor the_template, *, MemoryFormat? memory_format=None) -> Tensor(a)', run: (self: Tensor, template: Tensor, format?: MemoryFormat) => resize(self, template.shape, format === 'preserve_format' ? formatOf(template) : format) }] }),
	operator({ name: 'set_', variants: ['method'], tolerance: EXACT, overloads: [
		{ schema: 'set_(Tensor(a!) self) -> Tensor(a!)', run: (self: Tensor) => {
			self.storage.release();
			self.storage = new Storage(0);
			self.setGeometry([0], [1], 0);
			return self;
		} },
		{ schema: 'set_.source_Tensor(Tensor(a!) self, Tensor source) -> Tensor(a!)', run: (self: Tensor, source: Tensor) => setSource(self, source, source.shape, source.strides, source.offset) },
		{ schema: 'set_.source_Tensor_storage_offset(Tensor(a!) self, Tensor source, int storage_offset, int[] size, int[] stride=[]) -> Tensor(a!)', run: (self: Tensor, source: Tensor, offset: number, size: readonly number[], stride: readonly number[]) => setSource(self, source, size, stride.length === 0 ? contiguousStrides(size) : stride, offset) },
	] }),
	operator({ name: 'is_set_to', variants: ['method'], tolerance: EXACT, overloads: [{
		schema: 'is_set_to(Tensor self, Tensor tensor) -> bool',
		run: (self: Tensor, other: Tensor) => self.storage === other.storage && self.offset === other.offset && sameShape(self.shape, other.shape) && sameShape(self.strides, other.strides),
	}] }),
	operator({ name: 'is_nonzero', variants: ['function', 'method'], tolerance: EXACT, overloads: [{ schema: 'is_nonzero(Tensor self) -> bool', run: isNonzero }] }),
	operator({ name: 'sum_to_size', variants: ['method'], tolerance: SUMS, overloads: [{ schema: 'sum_to_size(Tensor self, int[] size) -> Tensor', run: sumToSize }] }),
];
