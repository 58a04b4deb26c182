/**
 * Family: softmax and its logarithm, and logsumexp.
 */
import { kernels } from '../kernels/load.ts';
import { notImplementedError, runtimeError, shapeText } from '../tensor/errors.ts';
import { defaultDType, dtypeText, isFloating } from '../tensor/promotion.ts';
import { int } from '../tensor/scalar.ts';
import { wrapDim } from '../tensor/shape.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { call } from './call.ts';
import { asContiguous, asType } from './copy.ts';
import { type Gradient, type Operator, operator, type Saved } from './operator.ts';
import { SUMS } from './tolerances.ts';

const sub = (a: Tensor, b: Tensor) => call('sub', a, b);
const mul = (a: Tensor, b: Tensor) => call('mul', a, b);

/** Exponentials are taken of differences to the largest, so that none overflows. */
function shifted(self: Tensor, dim: number): Tensor {
	return self.numel === 0 ? self : sub(self, call('amax', self, [dim], true));
}

function checkSoftmax(self: Tensor, dim: number, dtype: DTypeName | undefined, name: 'softmax' | 'log_softmax'): Tensor {
	const input = dtype === undefined ? self : call('to', self, dtype);
	if (!isFloating(input.dtype)) {
		throw notImplementedError(`"${name}${wrapDim(dim, self.ndim) === self.ndim - 1 ? '_lastdim' : ''}_kernel_impl" not implemented for '${dtypeText(input.dtype)}'`);
	}
	return input;
}

/** Elements from which on a kernel of its own is worth less exact exponentials. */
const LARGE = 2 ** 14;

function isLarge(self: Tensor, at: number): boolean {
	return self.dtype === 'float32' && self.numel >= LARGE && self.shape[at]! >= 8;
}

/** Softmax of large tensors, along rows: of another dimension than the last by way of one that is turned. */
function byRows(self: Tensor, at: number, isLog: boolean): Tensor {
	if (at !== self.ndim - 1) {
		return asContiguous(call('transpose', byRows(call('transpose', self, at, -1), self.ndim - 1, isLog), at, -1));
	}
	const source = asContiguous(self), result = emptyTensor(self.shape, self.dtype), n = self.shape[at]!;
	kernels().softmax(isLog, self.numel / n, n, source.pointer, result.pointer);
	return result;
}

/** Of a number by itself: not 1 where it is NaN or infinite. */
function alone(self: Tensor, of: (self: Tensor, dim: number) => Tensor): Tensor {
	return call('view', of(call('view', self, [1]), 0), []);
}

/** Softmax or its logarithm, in float32 for the 16-bit types. */
function softmax(self: Tensor, dim: number): Tensor {
	const at = wrapDim(dim, self.ndim);
	if (self.ndim === 0) {
		return alone(self, softmax);
	}
	if (isLarge(self, at)) {
		return byRows(self, at, false);
	}
	const powers = call('exp', shifted(wide(asContiguous(self)), at));
	return call('to', call('div', powers, call('sum', powers, [at], true)), self.dtype);
}

function logSoftmax(self: Tensor, dim: number): Tensor {
	const at = wrapDim(dim, self.ndim);
	if (self.ndim === 0) {
		return alone(self, logSoftmax);
	}
	if (isLarge(self, at)) {
		return byRows(self, at, true);
	}
	const differences = shifted(wide(asContiguous(self)), at);
	return call('to', sub(differences, call('log', call('sum', call('exp', differences), [at], true))), self.dtype);
}

function wide(self: Tensor): Tensor {
	return self.dtype === 'float16' || self.dtype === 'bfloat16' ? call('to', self, 'float32') : self;
}

function dimOf(saved: Saved): number {
	return wrapDim(saved.value<number>('dim'), saved.shape('self').length);
}

const softmaxGradient: Gradient = { saves: ['result'], gradient: (grad, saved) => {
	const result = saved.tensor('result');
	const weighted = mul(grad, result);
	return result.ndim === 0 ? call('zeros_like', grad) : sub(weighted, mul(result, call('sum', weighted, [dimOf(saved)], true)));
} };

const logSoftmaxGradient: Gradient = { saves: ['result'], gradient: (grad, saved) => {
	const result = saved.tensor('result');
	return result.ndim === 0 ? call('zeros_like', grad) : sub(grad, mul(call('exp', result), call('sum', grad, [dimOf(saved)], true)));
} };

export const SOFTMAX: readonly Operator[] = [
	operator({ name: 'softmax', nameInErrors: 'aten::softmax', variants: ['function', 'method', 'nn', 'out'], tolerance: SUMS, overloads: [{ schema: 'softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor', run: (self: Tensor, dim: number, dtype?: DTypeName) => call('_softmax', checkSoftmax(self, dim, dtype, 'softmax'), dim) }] }),
	operator({ name: '_softmax', variants: [], tolerance: SUMS, overloads: [{ schema: '_softmax(Tensor self, int dim) -> Tensor', run: softmax, backward: { node: 'SoftmaxBackward0', inputs: { self: softmaxGradient } } }] }),
	operator({ name: 'log_softmax', nameInErrors: 'aten::log_softmax', variants: ['function', 'method', 'nn', 'out'], tolerance: SUMS, overloads: [{ schema: 'log_softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor', run: (self: Tensor, dim: number, dtype?: DTypeName) => call('_log_softmax', checkSoftmax(self, dim, dtype, 'log_softmax'), dim) }] }),
	operator({ name: '_log_softmax', variants: [], tolerance: SUMS, overloads: [{ schema: '_log_softmax(Tensor self, int dim) -> Tensor', run: logSoftmax, backward: { node: 'LogSoftmaxBackward0', inputs: { self: logSoftmaxGradient } } }] }),
	operator({ name: 'logsumexp', variants: ['function', 'method', 'out'], tolerance: SUMS, overloads: [{
		schema: 'logsumexp(Tensor self, int[1] dim, bool keepdim=False) -> Tensor',
		run: (self: Tensor, dim: readonly number[], keepdim: boolean) => {
			if (!isFloating(self.dtype)) {
				return call('logsumexp', asType(self, defaultDType()), dim, keepdim);
			}
			if (self.numel === 0) {
				return call('log', call('sum', call('exp', self), dim, keepdim));
			}
			if (dim.length === 0 && !keepdim && self.ndim > 0) {
				throw runtimeError(`output with shape [] doesn't match the broadcast shape ${shapeText(self.shape.map(() => 1))}`);
			}
			const largest = call('amax', self, dim, true);
			const finite = call('masked_fill', largest, call('isinf', largest), int(0));
			const logs = call('add', call('log', call('sum', call('exp', sub(self, finite)), dim, true)), finite);
			return keepdim ? logs : call('squeeze', logs, dim);
		},
		backward: { node: 'LogsumexpBackward0', inputs: { self: { saves: ['self', 'result'], gradient: (grad, saved) => {
			const self = saved.tensor('self');
			const dims = saved.value<readonly number[]>('dim').map(dim => wrapDim(dim, self.ndim));
			const kept = (tensor: Tensor) => saved.value<boolean>('keepdim') ? tensor : call('reshape', tensor, self.shape.map((size, d) => dims.includes(d) ? 1 : size));
			return mul(kept(grad), call('exp', sub(self, kept(saved.tensor('result')))));
		} } } },
	}] }),
];
