/**
 * Family: norms.
 */
import { notImplementedError, runtimeError } from '../tensor/errors.ts';
import { dtypeText, isFloating } from '../tensor/promotion.ts';
import { float, int, type Scalar, scalarText, toNumber } from '../tensor/scalar.ts';
import { wrapDim } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import { type Operator, operator, type Tolerance } from './operator.ts';

const SUMS: Tolerance = { kind: 'relative', relative: 1e-6 };

const mul = (a: Tensor, b: Tensor) => call('mul', a, b);

/** Of nothing there is neither a largest nor what is raised to a power below 0. */
function checkHasNorm(self: Tensor, ord: Scalar, dim: readonly number[] | undefined): void {
	const p = toNumber(ord);
	if (p >= 0 && p !== Infinity) {
		return;
	}
	const none = `linalg.vector_norm cannot compute the ${scalarText(ord)} norm on`;
	if (dim === undefined && self.numel === 0) {
		throw runtimeError(`${none} an empty tensor because the operation does not have an identity`);
	}
	const empty = dim?.find(each => self.shape[wrapDim(each, self.ndim)] === 0);
	if (empty !== undefined) {
		throw runtimeError(`${none} the dimension ${empty}because this dimension is empty and the operation does not have an identity`);
	}
}

function norm(self: Tensor, p: Scalar | undefined, dim: readonly number[] | undefined, keepdim: boolean): Tensor {
	if (!isFloating(self.dtype)) {
		throw runtimeError(`linalg.vector_norm: Expected a floating point or complex tensor as input. Got ${dtypeText(self.dtype)}`);
	}
	return call('linalg_vector_norm', self, p ?? int(2), dim, keepdim);
}

export const NEURAL: readonly Operator[] = [
	operator({ name: 'linalg_vector_norm', variants: [], tolerance: SUMS, overloads: [{
		schema: 'linalg_vector_norm(Tensor self, Scalar ord=2, int[1]? dim=None, bool keepdim=False) -> Tensor',
		run: (self: Tensor, ord: Scalar, dim: readonly number[] | undefined, keepdim: boolean) => {
			checkHasNorm(self, ord, dim);
			const p = toNumber(ord);
			const size = call('abs', self);
			switch (p) {
				case 0: return call('to', call('sum', call('ne', self, int(0)), dim, keepdim), self.dtype);
				case 1: return call('sum', size, dim, keepdim);
				case 2: return call('sqrt', call('sum', mul(self, self), dim, keepdim));
				case Infinity: return call('amax', size, dim ?? [], keepdim);
				case -Infinity: return call('amin', size, dim ?? [], keepdim);
				default: return call('pow', call('sum', call('pow', size, ord), dim, keepdim), float(1 / p));
			}
		},
		backward: { node: 'LinalgVectorNormBackward0', inputs: { self: { saves: ['self', 'result'], gradient: (grad, saved) => {
			const self = saved.tensor('self');
			const dims = saved.value<readonly number[] | undefined>('dim')?.map(dim => wrapDim(dim, self.ndim)) ?? self.shape.map((_, d) => d);
			const kept = (tensor: Tensor) => call('reshape', tensor, self.shape.map((size, d) => dims.includes(d) ? 1 : size));
			const [norm, scale] = [kept(saved.tensor('result')), kept(grad)];
			const p = toNumber(saved.value<Scalar>('ord'));
			if (p === 0) {
				return call('zeros_like', self);
			}
			if (p === 1) {
				return mul(scale, call('sign', self));
			}
			if (!Number.isFinite(p)) {
				const mask = call('eq', call('abs', self), norm);
				return mul(mul(call('sign', self), call('div', scale, call('sum', mask, dims, true))), mask);
			}
			const slope = p === 2 ? mul(self, call('div', scale, norm)) : mul(mul(call('sign', self), call('pow', call('abs', self), float(p - 1))), call('div', scale, call('pow', norm, float(p - 1))));
			return call('masked_fill', slope, call('eq', norm, int(0)), int(0));
		} } } },
	}] }),
	operator({ name: 'norm', variants: ['function', 'method'], tolerance: SUMS, overloads: [{
		schema: 'norm(Tensor self, Scalar? p=2, int[1]? dim=None, bool keepdim=False) -> Tensor',
		run: norm,
	}, {
		schema: 'norm.name(Tensor self, str p, int[1]? dim=None, bool keepdim=False) -> Tensor',
		run: (self: Tensor, p: string, dim: readonly number[] | undefined, keepdim: boolean) => {
			if (p !== 'fro') {
				throw notImplementedError(`the norm '${p}' is not in the embedded engine yet; the python runtime has it`);
			}
			return norm(self, undefined, dim, keepdim);
		},
	}] }),
];
