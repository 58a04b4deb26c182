/**
 * Family: what else networks use: activations, norms.
 */
import { notImplementedError, runtimeError } from '../tensor/errors.ts';
import { dtypeText, isFloating } from '../tensor/promotion.ts';
import { float, int, type Scalar, toNumber } from '../tensor/scalar.ts';
import { wrapDim } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import { type Gradient, type Operator, operator, type Tolerance } from './operator.ts';

const SUMS: Tolerance = { kind: 'relative', relative: 1e-6 };
const ULP_4: Tolerance = { kind: 'ulp', ulp: 4 };

const mul = (a: Tensor, b: Tensor) => call('mul', a, b);

function norm(self: Tensor, p: Scalar | undefined, dim: readonly number[] | undefined, keepdim: boolean): Tensor {
	if (!isFloating(self.dtype)) {
		throw runtimeError(`linalg.vector_norm: Expected a floating point or complex tensor as input. Got ${dtypeText(self.dtype)}`);
	}
	return call('linalg_vector_norm', self, p ?? int(2), dim, keepdim);
}

/** Elementwise activations made of others; the derivative is their own. */
function activation(name: string, schema: string, run: (self: Tensor, ...args: readonly never[]) => Tensor, node: string, gradient: Gradient): Operator {
	return operator({ name, variants: ['nn'], tolerance: ULP_4, overloads: [{ schema, run, backward: { node, inputs: { self: gradient } } }] });
}

export const NEURAL: readonly Operator[] = [
	activation('leaky_relu', 'leaky_relu(Tensor self, Scalar negative_slope=0.01) -> Tensor', (self: Tensor, slope: Scalar) => call('where', call('gt', self, int(0)), self, call('mul', self, slope)), 'LeakyReluBackward0', { saves: ['self'], gradient: (grad, saved) => call('where', call('gt', saved.tensor('self'), int(0)), grad, call('mul', grad, saved.value<Scalar>('negative_slope'))) }),
	activation('silu', 'silu(Tensor self) -> Tensor', (self: Tensor) => call('div', self, call('add', call('exp', call('neg', self)), int(1))), 'SiluBackward0', { saves: ['self'], gradient: (grad, saved) => {
		const self = saved.tensor('self');
		const chance = call('sigmoid', self);
		return mul(mul(grad, chance), call('add', mul(self, call('rsub', chance, int(1))), int(1)));
	} }),
	activation('elu', 'elu(Tensor self, Scalar alpha=1) -> Tensor', (self: Tensor, alpha: Scalar) => call('where', call('gt', self, int(0)), self, call('mul', call('expm1', self), alpha)), 'EluBackward0', { saves: ['self'], gradient: (grad, saved) => call('where', call('gt', saved.tensor('self'), int(0)), grad, mul(grad, call('mul', call('exp', saved.tensor('self')), saved.value<Scalar>('alpha')))) }),
	activation('softplus', 'softplus(Tensor self, Scalar beta=1, Scalar threshold=20) -> Tensor', (self: Tensor, beta: Scalar, threshold: Scalar) => {
		const scaled = call('mul', self, beta);
		return call('where', call('gt', scaled, threshold), self, call('div', call('log1p', call('exp', scaled)), beta));
	}, 'SoftplusBackward0', { saves: ['self'], gradient: (grad, saved) => {
		const scaled = call('mul', saved.tensor('self'), saved.value<Scalar>('beta'));
		return call('where', call('gt', scaled, saved.value<Scalar>('threshold')), grad, mul(grad, call('sigmoid', scaled)));
	} }),
	operator({ name: 'linalg_vector_norm', variants: [], tolerance: SUMS, overloads: [{
		schema: 'linalg_vector_norm(Tensor self, Scalar ord=2, int[1]? dim=None, bool keepdim=False) -> Tensor',
		run: (self: Tensor, ord: Scalar, dim: readonly number[] | undefined, keepdim: boolean) => {
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
