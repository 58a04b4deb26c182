/**
 * What Python asks of one tensor outside of operators: facts, shape, text, bytes, gradients, aliases.
 * Every function takes handles and numbers; `facts` answers one number by the numbering in _tensor.py.
 */
import * as settings from '../autograd/settings.ts';
import { views } from '../memory/memory.ts';
import { tensorRepr } from '../print/tensor-repr.ts';
import { liesIn } from '../ops/format.ts';
import { runtimeError, shapeText } from '../tensor/errors.ts';
import { defaultDType, setDefaultDType } from '../tensor/promotion.ts';
import { isContiguous, numel } from '../trace/shape.ts';
import { sameShape } from '../tensor/shape.ts';
import { alias, emptyTensor, Tensor } from '../tensor/tensor.ts';
import { DTYPE_BY_CODE, dtypeInfo } from '../trace/dtype.ts';
import { NONE, type Answer } from './answer.ts';
import { elementsOf } from './elements.ts';
import { expose, handOver, tensorOf } from './handles.ts';
import { printOptions } from './options.ts';
import { toScratch, fromScratch, SCRATCH_SIZE } from './scratch.ts';

const FACTS: readonly ((tensor: Tensor) => number)[] = [
	tensor => dtypeInfo(tensor.dtype).code, tensor => tensor.ndim, tensor => tensor.numel, tensor => Number(tensor.requiresGrad),
	tensor => Number(tensor.isLeaf), tensor => tensor.version, tensor => tensor.storage.id, tensor => tensor.storage.pointer, tensor => tensor.offset,
	tensor => tensor.storage.nbytes, tensor => tensor.outputNumber, tensor => Number(tensor.isContiguous), tensor => Number(tensor.retainsGrad),
	tensor => Number(tensor.gradFn !== undefined), tensor => tensor.storage.writes, tensor => Number(liesIn(tensor, 'channels_last')), tensor => Number(liesIn(tensor, 'channels_last_3d')), tensor => Number(tensor.viewOf !== undefined),
];

export function facts(handle: number, which: number): Answer {
	return FACTS[which]!(tensorOf(handle));
}

export function shape(handle: number): Answer {
	return tensorOf(handle).shape.join(',');
}

export function stride(handle: number): Answer {
	return tensorOf(handle).strides.join(',');
}

/** repr(tensor); `typeName` is 'Tensor', 'Parameter' or a subclass's name. */
export function text(handle: number, typeName: string): Answer {
	const tensor = tensorOf(handle);
	return tensorRepr(elementsOf(tensor), {
		options: printOptions(), defaultDtype: defaultDType(), requiresGrad: tensor.requiresGrad, gradFn: tensor.gradFn?.name ?? '', typeName,
	});
}

/** Copies packed row-major bytes from byte `start` on to the scratch buffer; how many. */
export function read(handle: number, start: number): Answer {
	const tensor = tensorOf(handle);
	const size = tensor.itemSize;
	const total = tensor.numel * size;
	const count = Math.min(total - start, SCRATCH_SIZE);
	if (count <= 0) return 0;
	if (tensor.isContiguous) {
		toScratch(views.u8.subarray(tensor.pointer + start, tensor.pointer + start + count));
		return count;
	}
	const packed = new Uint8Array(count);
	const index = unravel(start / size, tensor.shape);
	for (let at = 0; at < count; at += size) {
		const from = tensor.pointer + size * index.reduce((sum, i, d) => sum + i * tensor.strides[d]!, 0);
		packed.set(views.u8.subarray(from, from + size), at);
		for (let d = index.length - 1; d >= 0 && ++index[d]! === tensor.shape[d]; d--) index[d] = 0;
	}
	toScratch(packed);
	return count;
}

function unravel(position: number, sizes: readonly number[]): number[] {
	const index = new Array<number>(sizes.length).fill(0);
	for (let d = sizes.length - 1, rest = position; d >= 0; d--) {
		index[d] = rest % sizes[d]!;
		rest = Math.floor(rest / sizes[d]!);
	}
	return index;
}

/** Copies scratch bytes to a contiguous tensor from byte `start` on. */
export function write(handle: number, start: number, count: number): Answer {
	const tensor = tensorOf(handle);
	if (start < 0 || count < 0 || start + count > tensor.numel * tensor.itemSize) throw runtimeError('write beyond the tensor');
	views.u8.set(fromScratch(count), tensor.pointer + start);
	return NONE;
}

/** A new contiguous tensor whose bytes are yet to be written. */
export function make(dtype: number, ndim: number, ...sizes: number[]): Answer {
	for (const size of sizes) {
		if (size < 0) throw runtimeError(`Trying to create tensor with negative dimension ${size}: ${shapeText(sizes)}`);
	}
	if (sizes.length !== ndim) throw runtimeError('make: sizes do not match');
	return expose(emptyTensor(sizes, DTYPE_BY_CODE[dtype]!));
}

/** All bytes of the storage from `start` on. */
export function storageRead(handle: number, start: number): Answer {
	const { storage } = tensorOf(handle);
	const count = Math.min(storage.nbytes - start, SCRATCH_SIZE);
	if (count <= 0) return 0;
	toScratch(views.u8.subarray(storage.pointer + start, storage.pointer + start + count));
	return count;
}

/** A copy of the whole storage, as a flat tensor of the same dtype. */
export function copyStorage(handle: number): Answer {
	const { storage, dtype } = tensorOf(handle);
	const copy = emptyTensor([Math.ceil(storage.nbytes / dtypeInfo(dtype).size)], dtype);
	views.u8.copyWithin(copy.storage.pointer, storage.pointer, storage.pointer + storage.nbytes);
	return expose(copy);
}

/**
 * Another tensor on the same bytes, without history. `kind` 0: also without sharing the version counter;
 * 1: `detach()`, which shares it; 2: on the bytes of `handle`, laid out as `like`; 3: flat over all of them, of the dtype with the code `like`.
 */
export function aliasOf(handle: number, kind: number, like?: number): Answer {
	const source = tensorOf(handle);
	if (kind === 2) {
		const { dtype, shape: sizes, strides, offset } = tensorOf(like!);
		return handOver(new Tensor(source.storage.retain(), dtype, sizes, strides, offset));
	}
	if (kind === 3) {
		const dtype = DTYPE_BY_CODE[like!]!, { storage } = source;
		return handOver(new Tensor(storage.retain(), dtype, [Math.floor(storage.nbytes / dtypeInfo(dtype).size)], [1], 0));
	}
	if (kind === 1) return expose(alias(source, source.shape, source.strides, source.offset));
	return handOver(new Tensor(source.storage.retain(), source.dtype, source.shape, source.strides, source.offset));
}

/** Of a view, the tensor that is none; of an array, what NumPy calls its base. */
export function baseOf(handle: number, isArray: boolean): Answer {
	const tensor = tensorOf(handle);
	if (isArray) return arrayBase(tensor);
	const base = tensor.viewOf?.base;
	return base === undefined ? NONE : expose(base);
}

/** Where the base is gone another is made, which is then the one that all its views are of. */
function arrayBase(view: Tensor): Answer {
	const { storage, counter } = view, { first } = counter;
	if (first === view) return NONE;
	if (first.references > 0) return expose(first);
	if (sameShape(first.shape, view.shape)) {
		// What an operator made on its way to a result is gone, and the result has its place.
		counter.first = view;
		return NONE;
	}
	counter.first = new Tensor(storage.retain(), first.dtype, first.shape, first.strides, first.offset, counter);
	return handOver(counter.first);
}

export function grad(handle: number): Answer {
	const own = tensorOf(handle).grad;
	return own === undefined ? NONE : expose(own);
}

export function setGrad(handle: number, to: number): Answer {
	tensorOf(handle).setGrad(to === 0 ? undefined : tensorOf(to));
	return NONE;
}

export function setRequiresGrad(handle: number, value: boolean): Answer {
	settings.setRequiresGrad(tensorOf(handle), value);
	return NONE;
}

/** `tensor.data = other`: the tensor then views the other's bytes. */
export function setData(handle: number, to: number): Answer {
	const tensor = tensorOf(handle);
	const other = tensorOf(to);
	if (other.dtype !== tensor.dtype) {
		throw runtimeError('Attempted to call `variable.set_data(tensor)`, but `variable` and `tensor` have incompatible tensor type.');
	}
	const before = tensor.storage;
	tensor.storage = other.storage.retain();
	before.release();
	tensor.shape = other.shape;
	tensor.strides = other.strides;
	tensor.offset = other.offset;
	tensor.numel = numel(other.shape);
	tensor.isContiguous = isContiguous(other.shape, other.strides);
	return NONE;
}

/** The code of torch.get_default_dtype(), after setting it where `code` is not negative. */
export function defaultDtype(code: number): Answer {
	if (code >= 0) setDefaultDType(DTYPE_BY_CODE[code]!);
	return dtypeInfo(defaultDType()).code;
}
