/**
 * Family: variance and deviation, running sums and products.
 */
import { kernels } from '../kernels/load.ts';
import { notImplementedError, runtimeError } from '../tensor/errors.ts';
import { codeOf, isFloating } from '../tensor/promotion.ts';
import { float, int, type Scalar, toNumber } from '../tensor/scalar.ts';
import { wrapDim } from '../tensor/shape.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { call } from './call.ts';
import { asType } from './copy.ts';
import { begin, BLOCK_ADDRESS, operand, run, setRow, writeBlock } from './iterator.ts';
import { type Gradient, type Operator, operator, type Saved } from './operator.ts';
import { computedIn, zeroCount } from './reduce.ts';
import { countAlong, dimsOf, keepdimOf, reduceDims, rowsOf, shaped, unreduced, withoutDims } from './rows.ts';
import { SUMS } from './tolerances.ts';

function variance(isRoot: boolean, self: Tensor, dim: readonly number[] | undefined, correction: Scalar | undefined, keepdim: boolean): Tensor {
	if (!isFloating(self.dtype)) {
		throw runtimeError('std and var only support floating point and complex dtypes');
	}
	const dims = reduceDims(dim, self.ndim);
	const rows = rowsOf(self, dims);
	const result = emptyTensor(rows.starts.shape, self.dtype);
	begin();
	operand(result);
	operand(rows.starts);
	setRow(rows.length, rows.stride * self.itemSize);
	if (writeBlock(rows.starts.shape)) {
		kernels().var_(codeOf(self.dtype), isRoot, correction === undefined ? 1 : toNumber(correction), BLOCK_ADDRESS);
	}
	return shaped(result, self, dims, keepdim);
}

function varianceGradient(grad: Tensor, saved: Saved): Tensor {
	const self = saved.tensor('self');
	const dims = dimsOf(saved);
	const correction = saved.value<Scalar | undefined>('correction');
	const freedom = countAlong(saved, dims) - (correction === undefined ? 1 : toNumber(correction));
	const mean = call('mean', self, [...dims], true);
	if (freedom <= 0 && saved.value('dim') === undefined) {
		return call('mul', grad, call('where', call('eq', self, mean), float(Number.NaN), float(Infinity)));
	}
	const scale = 2 / Math.max(freedom, 0);
	const centred = call('sub', self, mean);
	return call('mul', call('mul', unreduced(grad, self.shape, dims, keepdimOf(saved)), float(scale)), centred);
}

function varianceOperator(name: 'var' | 'std'): Operator {
	const isRoot = name === 'std';
	const gradient: Gradient = isRoot
		? { saves: ['self', 'result'], gradient: (grad, saved) => {
			const result = saved.tensor('result');
			const scaled = call('masked_fill', call('div', grad, call('mul', result, int(2))), call('eq', result, int(0)), int(0));
			return varianceGradient(scaled, saved);
		} }
		: { saves: ['self'], gradient: varianceGradient };
	const backward = { node: isRoot ? 'StdBackward0' : 'VarBackward0', inputs: { self: gradient } };
	const run = (self: Tensor, dim: readonly number[] | undefined, correction: Scalar | undefined, keepdim: boolean) => variance(isRoot, self, dim, correction, keepdim);
	return operator({
		name, variants: ['function', 'method', 'out'], tolerance: SUMS,
		overloads: [
			{ schema: `${name}.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> Tensor`, run: (self: Tensor, dim: readonly number[] | undefined, unbiased: boolean, keepdim: boolean) => call(name, self, dim, int(unbiased ? 1 : 0), keepdim) },
			{ schema: `${name}.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor`, run, backward },
			{ schema: `${name}(Tensor self, bool unbiased=True) -> Tensor`, run: (self: Tensor, unbiased: boolean) => call(name, self, undefined, int(unbiased ? 1 : 0), false) },
		],
	});
}

/** Running sums and products keep the dtype of floats and count in int64 otherwise. */
function cumulate(kernel: 'cumsum' | 'cumprod', self: Tensor, dim: number, dtype: DTypeName | undefined, out: Tensor | undefined): Tensor {
	const at = wrapDim(dim, self.ndim);
	const target = computedIn(self, dtype, out);
	if (target === 'bool') {
		throw notImplementedError(`"${kernel}_out_cpu" not implemented for 'Bool'`);
	}
	const source = asType(self, target);
	const result = emptyTensor(source.shape, source.dtype);
	if (source.ndim === 0) {
		return call('clone', source);
	}
	const starts = withoutDims(source, [at]);
	begin();
	operand(withoutDims(result, [at]));
	operand(starts);
	setRow(source.shape[at]!, source.strides[at]! * source.itemSize, result.strides[at]! * source.itemSize);
	if (source.shape[at]! > 0) {
		run(kernel, source.dtype, starts.shape);
	}
	return result;
}

/** Each element's part in the products from it on, those of the others multiplied anew: some are zero. */
function withoutDivision(grad: Tensor, self: Tensor, dim: number): Tensor {
	const n = self.shape[dim]!;
	const parts = Array.from({ length: n }, (_, k) => {
		const others = call('cat', [call('narrow', self, dim, 0, k), call('ones_like', call('narrow', self, dim, k, 1)), call('narrow', self, dim, k + 1, n - k - 1)], dim);
		return call('sum', call('narrow', call('mul', grad, call('cumprod', others, dim)), dim, k, n - k), [dim]);
	});
	return call('stack', parts, dim);
}

export const STATISTICS: readonly Operator[] = [
	varianceOperator('var'),
	varianceOperator('std'),
	operator({
		name: 'cumsum', variants: ['function', 'method', 'in-place', 'out'], tolerance: SUMS,
		overloads: [{
			schema: 'cumsum(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor',
			run: (self: Tensor, dim: number, dtype?: DTypeName, out?: Tensor) => cumulate('cumsum', self, dim, dtype, out),
			backward: { node: 'CumsumBackward0', inputs: { self: { gradient: (grad, saved) => {
				const dim = saved.value<number>('dim');
				return grad.ndim === 0 ? grad : call('flip', call('cumsum', call('flip', grad, [dim]), dim), [dim]);
			} } } },
		}],
	}),
	operator({
		name: 'cumprod', variants: ['function', 'method', 'in-place', 'out'], tolerance: SUMS,
		overloads: [{
			schema: 'cumprod(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor',
			run: (self: Tensor, dim: number, dtype?: DTypeName, out?: Tensor) => cumulate('cumprod', self, dim, dtype, out),
			backward: { node: 'CumprodBackward0', inputs: { self: { saves: ['self', 'result'], gradient: (grad, saved) => {
				const self = saved.tensor('self');
				const dim = saved.value<number>('dim');
				if (self.ndim > 0 && zeroCount(self) > 0) {
					return withoutDivision(grad, self, wrapDim(dim, self.ndim));
				}
				const weighted = call('flip', call('cumsum', call('flip', call('mul', grad, saved.tensor('result')), [dim]), dim), [dim]);
				return call('div', weighted, self);
			} } } },
		}],
	}),
];
