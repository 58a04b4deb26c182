/** Sums, means, extremes and the like of whole arrays. */
import { call } from '../ops/call.ts';
import { asType } from '../ops/copy.ts';
import { writeScalar } from '../ops/iterator.ts';
import { isFloating, isReduced } from '../tensor/promotion.ts';
import { float } from '../tensor/scalar.ts';
import { own } from '../tensor/scope.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { views } from '../memory/memory.ts';
import { expose, release, tensorOf } from './handles.ts';
import { numpySum } from './numpy-sum.ts';

/** By ndarray's method; undefined where the array is not as plain. */
export const TOTALS = new Map<string, (tensor: Tensor) => Tensor | undefined>(Object.entries({
	sum: (tensor: Tensor) => isFloating(tensor.dtype) ? floatSum(tensor) : call('sum', tensor),
	mean: (tensor: Tensor) => {
		const wide = isFloating(tensor.dtype) ? tensor : asType(tensor, 'float64'), total = floatSum(wide);
		if (total === undefined || tensor.numel === 0) return undefined;
		const sum = wide.dtype === 'float32' ? views.f32[total.pointer / 4]! : views.f64[total.pointer / 8]!, mean = emptyTensor([], wide.dtype);
		writeScalar(mean.pointer, wide.dtype, float(sum / wide.numel));
		return mean;
	},
	max: (tensor: Tensor) => call('amax', tensor),
	min: (tensor: Tensor) => call('amin', tensor),
	any: (tensor: Tensor) => call('any', asType(tensor, 'bool')),
	all: (tensor: Tensor) => call('all', asType(tensor, 'bool')),
	argmax: (tensor: Tensor) => place('argmax', tensor),
	argmin: (tensor: Tensor) => place('argmin', tensor),
}));

function place(name: string, tensor: Tensor): Tensor | undefined {
	return tensor.dtype === 'bool' ? undefined : call(name, call('reshape', tensor, [-1]), 0);
}

/** As NumPy adds up what lies densely. */
function floatSum(tensor: Tensor): Tensor | undefined {
	if (!tensor.isContiguous || isReduced(tensor.dtype)) return undefined;
	const handle = expose(tensor), answer = Number(numpySum(handle, -1)), sum = own(tensorOf(answer).retain());
	release(handle, answer);
	return sum;
}
