/**
 * Family: means, deviations and sums of what is not NaN, how values vary together, how far they lie apart.
 */
import { runtimeError } from '../tensor/errors.ts';
import { dtypeText, isFloating } from '../tensor/promotion.ts';
import { float, int, type Scalar, toNumber } from '../tensor/scalar.ts';
import { wrapDim } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { call, callMany } from './call.ts';
import { operator, type Operator, type Saved } from './operator.ts';
import { itemOf } from './reduce.ts';
import { countAlong, dimsOf, keepdimOf, reduceDims, spread, unreduced } from './rows.ts';
import { SUMS } from './tolerances.ts';

/** Deviation or variance with the mean beside it. */
function withMean(name: 'std' | 'var', self: Tensor, dim: readonly number[] | undefined, correction: Scalar | undefined, keepdim: boolean): readonly [Tensor, Tensor] {
	if (!isFloating(self.dtype)) {
		throw runtimeError(`${name}_mean only support floating point and complex dtypes`);
	}
	return [call(name, self, dim, correction, keepdim), call('mean', self, dim, keepdim)];
}

function withMeanGradient(isRoot: boolean, grads: readonly (Tensor | undefined)[], saved: Saved): Tensor | undefined {
	const self = saved.tensor('self');
	const dims = dimsOf(saved), keepdim = keepdimOf(saved);
	const count = dims.reduce((product, i) => product * self.shape[i]!, 1);
	const correction = saved.value<Scalar | undefined>('correction');
	let total: Tensor | undefined;
	if (grads[0] !== undefined) {
		const grad = isRoot ? rootGradient(grads[0], saved.tensor('result0')) : grads[0];
		const scale = float(2 / (countAlong(saved, dims) - (correction === undefined ? 1 : toNumber(correction))));
		total = call('mul', call('mul', unreduced(grad, self.shape, dims, keepdim), scale), call('sub', self, call('mean', self, [...dims], true)));
	}
	if (grads[1] !== undefined) {
		const share = call('div', spread(grads[1], saved, dims, keepdim), int(count));
		total = total === undefined ? share : call('add', total, share);
	}
	return total;
}

function rootGradient(grad: Tensor, result: Tensor): Tensor {
	return call('masked_fill', call('div', grad, call('mul', result, int(2))), call('eq', result, int(0)), int(0));
}

function withMeanOperator(name: 'std' | 'var'): Operator {
	const isRoot = name === 'std';
	return operator({
		name: `${name}_mean`, variants: ['function'], tolerance: SUMS,
		overloads: [
			{ schema: `${name}_mean.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> (Tensor, Tensor)`, run: (self: Tensor, dim: readonly number[] | undefined, unbiased: boolean, keepdim: boolean) => corrected(name, self, dim, int(unbiased ? 1 : 0), keepdim) },
			{
				schema: `${name}_mean.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> (Tensor, Tensor)`,
				run: (self: Tensor, dim: readonly number[] | undefined, correction: Scalar | undefined, keepdim: boolean) => withMean(name, self, dim, correction, keepdim),
				backward: { node: isRoot ? 'StdMeanBackward0' : 'VarMeanBackward0', inputs: { self: { saves: isRoot ? ['self', 'result0'] : ['self'], gradient: (_, saved, grads) => withMeanGradient(isRoot, grads, saved) } } },
			},
			{ schema: `${name}_mean(Tensor self, bool unbiased=True) -> (Tensor, Tensor)`, run: (self: Tensor, unbiased: boolean) => corrected(name, self, undefined, int(unbiased ? 1 : 0), false) },
		],
	});
}

/** Through the overload that has a derivative. */
function corrected(name: 'std' | 'var', self: Tensor, dim: readonly number[] | undefined, correction: Scalar, keepdim: boolean): readonly Tensor[] {
	return callMany(`${name}_mean`, self, dim, correction, keepdim);
}

function nansum(self: Tensor, dim: readonly number[] | undefined, keepdim: boolean, dtype: DTypeName | undefined): Tensor {
	const source = isFloating(self.dtype) ? call('masked_fill', self, call('isnan', self), int(0)) : self;
	return call('sum', source, dim, keepdim, dtype);
}

function nanmean(self: Tensor, dim: readonly number[] | undefined, keepdim: boolean, dtype: DTypeName | undefined): Tensor {
	if (dtype !== undefined && isFloating(self.dtype) && !isFloating(dtype)) {
		throw runtimeError(`nanmean(): could not infer output dtype. Optional dtype must be either a floating point or complex dtype. Got: ${dtypeText(dtype)}`);
	}
	if (!isFloating(self.dtype)) {
		throw runtimeError(`nanmean(): expected input to have floating point or complex dtype but got ${dtypeText(self.dtype)}`);
	}
	const count = call('sum', call('logical_not', call('isnan', call('detach', self))), dim, keepdim);
	return call('div', call('nansum', self, dim, keepdim, dtype), count);
}

/** Rows are variables, columns observations. */
function cov(self: Tensor, correction: number, fweights: Tensor | undefined, aweights: Tensor | undefined): Tensor {
	if (self.ndim > 2) {
		throw runtimeError(`cov(): expected input to have two or fewer dimensions but got an input with ${self.ndim} dimensions`);
	}
	if (self.dtype === 'bool') {
		throw runtimeError('cov(): bool dtype is not supported for input');
	}
	const rows = self.ndim < 2 ? call('view', call('reshape', self, [-1]), [1, -1]) : self;
	const count = rows.shape[1]!;
	let weights: Tensor | undefined;
	if (fweights !== undefined) {
		checkWeights('fweights', 'integral', fweights, count);
		weights = fweights;
	}
	if (aweights !== undefined) {
		checkWeights('aweights', 'floating point', aweights, count);
		weights = weights === undefined ? aweights : call('mul', weights, aweights);
	}
	const total = weights === undefined ? undefined : call('sum', weights);
	if (total !== undefined && toNumber(itemOf(total)) === 0) {
		throw runtimeError('cov(): weights sum to zero, can\'t be normalized');
	}
	const mean = weights === undefined ? call('div', call('sum', rows, [1]), int(count)) : call('div', call('sum', call('mul', rows, weights), [1]), total);
	let norm: Scalar | Tensor;
	if (weights === undefined) {
		norm = int(Math.max(count - correction, 0));
	} else {
		const lost = aweights === undefined || correction === 0 ? int(correction) : call('div', call('mul', call('sum', call('mul', weights, aweights)), int(correction)), total);
		norm = call('clamp_min', call('sub', total, lost), int(0));
	}
	const centred = call('sub', rows, call('unsqueeze', mean, 1));
	const weighted = weights === undefined ? centred : call('mul', centred, weights);
	return call('squeeze', call('div', call('matmul', centred, call('t', weighted)), norm));
}

function checkWeights(name: string, kind: 'integral' | 'floating point', weights: Tensor, count: number): void {
	if (weights.ndim > 1) {
		throw runtimeError(`cov(): expected ${name} to have one or fewer dimensions but got ${name} with ${weights.ndim} dimensions`);
	}
	if (kind === 'integral' ? isFloating(weights.dtype) || weights.dtype === 'bool' : !isFloating(weights.dtype)) {
		throw runtimeError(`cov(): expected ${name} to have ${kind} dtype but got ${name} with ${dtypeText(weights.dtype)} dtype`);
	}
	if (weights.numel !== count) {
		throw runtimeError(`cov(): expected ${name} to have the same numel as there are observations in the input but got ${weights.numel} != ${count}`);
	}
	if (count > 0 && toNumber(itemOf(call('min', weights))) < 0) {
		throw runtimeError(`cov(): ${name} cannot be negative`);
	}
}

function corrcoef(self: Tensor): Tensor {
	if (self.ndim > 2) {
		throw runtimeError(`corrcoef(): expected input to have two or fewer dimensions but got an input with ${self.ndim} dimensions`);
	}
	const covariance = call('cov', self);
	if (covariance.ndim === 0) {
		return call('div', covariance, covariance);
	}
	const deviations = call('sqrt', call('diagonal', covariance));
	const scaled = call('div', call('div', covariance, call('view', deviations, [-1, 1])), call('view', deviations, [1, -1]));
	return call('clamp', scaled, int(-1), int(1));
}

/** Rows along `dim` scaled down to a norm of at most `maxnorm`. */
function renorm(self: Tensor, p: Scalar, dim: number, maxnorm: Scalar): Tensor {
	if (!(toNumber(p) > 0)) {
		throw runtimeError('renorm: non-positive-norm not supported');
	}
	if (toNumber(maxnorm) < 0) {
		throw runtimeError(`renorm: expected maxnorm to be >= 0 but got ${toNumber(maxnorm)}`);
	}
	if (self.ndim <= 1) {
		throw runtimeError(`renorm: input needs at least 2 dimensions, got ${self.ndim} dimensions`);
	}
	const at = wrapDim(dim, self.ndim);
	return call('contiguous', call('mul', self, renormFactors(self, p, at, maxnorm)));
}

function renormFactors(self: Tensor, p: Scalar, at: number, maxnorm: Scalar): Tensor {
	if (!isFloating(self.dtype)) {
		throw runtimeError(`linalg.vector_norm: Expected a floating point or complex tensor as input. Got ${dtypeText(self.dtype)}`);
	}
	const norm = call('linalg_vector_norm', self, p, self.shape.map((_, d) => d).filter(d => d !== at), true);
	return call('where', call('gt', norm, maxnorm), call('mul', call('reciprocal', call('add', norm, float(1e-7))), maxnorm), call('ones_like', norm));
}

export const MOMENTS: readonly Operator[] = [
	withMeanOperator('std'),
	withMeanOperator('var'),
	operator({
		name: 'nansum', variants: ['function', 'method', 'out'], tolerance: SUMS,
		overloads: [{
			schema: 'nansum(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor',
			run: nansum,
			backward: { node: 'NansumBackward0', inputs: { self: { saves: ['self'], gradient: (grad, saved) => {
				const self = saved.tensor('self');
				return call('mul', spread(call('to', grad, self.dtype), saved, dimsOf(saved), keepdimOf(saved)), call('logical_not', call('isnan', self)));
			} } } },
		}],
	}),
	operator({
		name: 'nanmean', nameInErrors: 'nansum', variants: ['function', 'method', 'out'], tolerance: SUMS,
		overloads: [{ schema: 'nanmean(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor', run: nanmean }],
	}),
	operator({
		name: 'cov', variants: ['function', 'method'], tolerance: SUMS,
		overloads: [{ schema: 'cov(Tensor self, *, int correction=1, Tensor? fweights=None, Tensor? aweights=None) -> Tensor', run: cov }],
	}),
	operator({ name: 'corrcoef', variants: ['function', 'method'], tolerance: SUMS, overloads: [{ schema: 'corrcoef(Tensor self) -> Tensor', run: corrcoef }] }),
	operator({
		name: 'dist', variants: ['function', 'method'], tolerance: SUMS,
		overloads: [{
			schema: 'dist(Tensor self, Tensor other, Scalar p=2) -> Tensor',
			run: dist,
			backward: { node: 'DistBackward0', inputs: {
				self: { saves: ['self', 'other', 'result'], gradient: (grad, saved) => distGradient(grad, saved) },
				other: { saves: ['self', 'other', 'result'], gradient: (grad, saved) => negated(distGradient(grad, saved)) },
			} },
		}],
	}),
	operator({
		name: 'renorm', variants: ['function', 'method', 'in-place', 'out'], tolerance: SUMS,
		overloads: [{
			schema: 'renorm(Tensor self, Scalar p, int dim, Scalar maxnorm) -> Tensor',
			run: renorm,
			backward: { node: 'RenormBackward0', inputs: { self: { saves: ['self'], gradient: (grad, saved) => renormGradient(grad, saved) } } },
		}],
	}),
];

function dist(self: Tensor, other: Tensor, p: Scalar): Tensor {
	const difference = call('sub', self, other);
	if (!isFloating(difference.dtype)) {
		throw runtimeError(`norm(): input dtype should be either floating point or complex. Got ${dtypeText(difference.dtype)} instead.`);
	}
	return call('norm', difference, p);
}

/** Of a norm of `self - other`, as `norm`'s own derivative has it; none where it only counts what differs. */
function distGradient(grad: Tensor, saved: Saved): Tensor | undefined {
	const difference = call('sub', saved.tensor('self'), saved.tensor('other'));
	const p = toNumber(saved.value<Scalar>('p')), result = saved.tensor('result');
	const isZero = call('eq', result, int(0));
	switch (p) {
		case 0: return undefined;
		case 1: return call('mul', call('sign', difference), grad);
		case 2: return call('masked_fill', call('mul', difference, call('div', grad, result)), isZero, int(0));
		case Infinity: {
			const at = call('eq', call('abs', difference), result);
			return call('mul', call('mul', call('sign', difference), at), call('div', grad, call('sum', at)));
		}
		default: {
			const shares = call('mul', call('sign', difference), call('pow', call('abs', difference), float(p - 1)));
			return call('masked_fill', call('mul', shares, call('div', grad, call('pow', result, float(p - 1)))), isZero, int(0));
		}
	}
}

function negated(gradient: Tensor | undefined): Tensor {
	if (gradient === undefined) {
		throw runtimeError('Expected a proper Tensor but got None (or an undefined Tensor in C++) for argument #0 \'self\'');
	}
	return call('neg', gradient);
}

function renormGradient(grad: Tensor, saved: Saved): Tensor {
	const self = saved.tensor('self');
	const [p, maxnorm] = [saved.value<Scalar>('p'), saved.value<Scalar>('maxnorm')];
	const at = wrapDim(saved.value<number>('dim'), self.ndim);
	const dims = reduceDims(self.shape.map((_, d) => d).filter(d => d !== at), self.ndim);
	const norm = call('linalg_vector_norm', self, p, dims, true);
	const size = call('abs', self), q = toNumber(p);
	// The derivative of the norm itself, by each element.
	const shares = q === 2 ? call('div', self, norm) : call('mul', call('sign', self), call('pow', call('div', size, norm), float(q - 1)));
	const along = call('sum', call('mul', grad, self), dims, true);
	const inverse = call('reciprocal', call('add', norm, float(1e-7)));
	const scaled = call('mul', call('sub', grad, call('mul', call('mul', call('masked_fill', shares, call('eq', norm, int(0)), int(0)), along), inverse)), inverse);
	return call('where', call('gt', norm, maxnorm), call('mul', scaled, maxnorm), grad);
}
