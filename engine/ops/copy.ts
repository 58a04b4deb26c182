/**
 * Copies between tensors, with conversion and broadcasting; and the making of contiguous ones. These write bytes and
 * know nothing of autograd or versions: operators do.
 */
import { kernels } from '../kernels/load.ts';
import { views } from '../memory/memory.ts';
import { expandStrides, sameShape } from '../tensor/shape.ts';
import { contiguousStrides, numel } from '../trace/shape.ts';
import { codeOf } from '../tensor/promotion.ts';
import type { Scalar } from '../tensor/scalar.ts';
import { Storage } from '../tensor/storage.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { begin, BLOCK_ADDRESS, operand, scalarOperand, writeBlock } from './iterator.ts';

/** Writes `source`, broadcast and converted, to `target`. Overlapping memory must be the caller's care. */
export function copyInto(target: Tensor, source: Tensor): void {
	begin();
	operand(target);
	operand(source, sameShape(source.shape, target.shape) ? source.strides : expandStrides(source.shape, source.strides, target.shape));
	if (writeBlock(target.shape)) {
		kernels().copy(codeOf(source.dtype), codeOf(target.dtype), BLOCK_ADDRESS);
	}
}

export function fillWith(target: Tensor, value: Scalar): void {
	begin();
	operand(target);
	scalarOperand(value, target.dtype);
	if (writeBlock(target.shape)) {
		kernels().copy(codeOf(target.dtype), codeOf(target.dtype), BLOCK_ADDRESS);
	}
}

/** A new dense tensor with the values, converted. */
export function copyOf(source: Tensor, dtype: DTypeName = source.dtype): Tensor {
	const result = emptyTensor(source.shape, dtype);
	copyInto(result, source);
	return result;
}

/** The tensor itself where it is of that dtype, else a converted copy. */
export function asType(source: Tensor, dtype: DTypeName): Tensor {
	return source.dtype === dtype ? source : copyOf(source, dtype);
}

/** The tensor itself where it is dense and row-major, else a copy that is. */
export function asContiguous(source: Tensor): Tensor {
	return source.isContiguous ? source : copyOf(source);
}

/** The values, whole numbers, one after another. */
export function integersOf(source: Tensor): number[] {
	const dense = asContiguous(asType(source, 'int64')), at = dense.pointer / 8;
	return Array.from({ length: dense.numel }, (_, i) => Number(views.i64[at + i]));
}

/** Gives `out` another shape where it differs, with new bytes where the old are too few; it then lies as the strides say. */
export function resizeOutput(out: Tensor, shape: readonly number[], strides: readonly number[] = contiguousStrides(shape)): void {
	if (sameShape(out.shape, shape)) {
		return;
	}
	const bytes = (out.offset + numel(shape)) * out.itemSize;
	if (bytes > out.storage.nbytes) {
		out.storage.release();
		out.storage = new Storage(bytes);
	}
	out.setGeometry(shape, strides, out.offset);
}
