/**
 * Sums as NumPy rounds them, which prints them with all their digits. PyTorch adds in another order, so that its
 * operator is of no use here.
 */
import { kernels } from '../kernels/load.ts';
import { runtimeError } from '../tensor/errors.ts';
import { codeOf } from '../tensor/promotion.ts';
import { emptyTensor } from '../tensor/tensor.ts';
import { numel } from '../trace/shape.ts';
import type { Answer } from './answer.ts';
import { expose, tensorOf } from './handles.ts';

/** The sum of a dense float32 or float64 tensor along `axis`, which disappears; -1: of all elements. */
export function numpySum(handle: number, axis: number): Answer {
	const tensor = tensorOf(handle);
	if (!tensor.isContiguous || (tensor.dtype !== 'float32' && tensor.dtype !== 'float64')) throw runtimeError('numpy_sum takes dense float tensors');
	const [outer, count, inner] = axis < 0 ? [1, tensor.numel, 1] : [numel(tensor.shape.slice(0, axis)), tensor.shape[axis]!, numel(tensor.shape.slice(axis + 1))];
	const result = emptyTensor(axis < 0 ? [] : tensor.shape.toSpliced(axis, 1), tensor.dtype);
	kernels().numpy_sum(codeOf(tensor.dtype), outer, count, inner, tensor.pointer, result.pointer);
	return expose(result);
}
