/**
 * Family: distances and likenesses of vectors, one by one or each to each, and the bilinear form.
 */
import { isGradEnabled } from '../autograd/mode.ts';
import { notImplementedError, runtimeError, valueError } from '../tensor/errors.ts';
import { dtypeText, isFloating, isReduced, resultType } from '../tensor/promotion.ts';
import { float, int } from '../tensor/scalar.ts';
import { broadcastShapes, sizeAt, wrapDim } from '../tensor/shape.ts';
import { closeScope, openScope } from '../tensor/scope.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { numel } from '../trace/shape.ts';
import { call } from './call.ts';
import { copyInto } from './copy.ts';
import { operator, type Operator } from './operator.ts';
import { CPP } from './pointwise.ts';
import { SUMS } from './tolerances.ts';

const mul = (a: Tensor, b: Tensor) => call('mul', a, b);

function cosine(x1: Tensor, x2: Tensor, dim: number, eps: number): Tensor {
	const dtype = resultType(x1, x2);
	if (!isFloating(dtype)) {
		throw runtimeError(`expected common dtype to be floating point, yet common dtype is ${dtypeText(dtype)}`);
	}
	const shape = broadcastShapes(x1.shape, x2.shape);
	const unit = (tensor: Tensor) => {
		const own = call('to', call('expand', tensor, shape), isFloating(tensor.dtype) ? tensor.dtype : dtype);
		const length = call('clone', call('linalg_vector_norm', own, int(2), [dim], true));
		// Not part of the graph: a vector that is too short has the slope of any other.
		call('clamp_min_', call('detach', length), float(eps));
		return call('div', own, length);
	};
	wrapDim(dim, shape.length);
	return call('sum', mul(unit(x1), unit(x2)), [dim]);
}

/**
 * The slope of a norm over the last dimension; 0 where the norm is. `norm` has that dimension, of size 1; `isShared`: equal largest entries share
 * what each of them has in cdist.
 */
function normSlope(self: Tensor, norm: Tensor, p: number, isShared = false): Tensor {
	if (p === 0) {
		return call('zeros_like', self);
	}
	if (p === 1) {
		return call('sign', self);
	}
	if (p === Infinity) {
		const isLargest = call('eq', call('abs', self), norm), slope = mul(call('sign', self), call('to', isLargest, self.dtype));
		return isShared ? call('div', slope, call('sum', isLargest, [-1], true)) : slope;
	}
	const power = p === 2 ? self : mul(call('sign', self), call('pow', call('abs', self), float(p - 1)));
	const size = p < 1 ? call('masked_fill', power, call('eq', self, int(0)), int(0)) : power;
	return call('masked_fill', call('div', size, p === 2 ? norm : call('pow', norm, float(p - 1))), call('eq', norm, int(0)), int(0));
}

function pairwise(x1: Tensor, x2: Tensor, p: number, eps: number, keepdim: boolean): Tensor {
	const difference = call('add', call('sub', x1, x2), float(eps));
	return call('_norm_of_last', difference, p, keepdim);
}

function requireFloats(name: string, tensors: readonly Tensor[], p: number): void {
	for (const [i, tensor] of tensors.entries()) {
		if (!isFloating(tensor.dtype)) {
			throw runtimeError(`${name} only supports floating-point dtypes${name === 'cdist' ? `, X${i + 1} got: ${dtypeText(tensor.dtype)}` : ''}`);
		}
	}
	if (p < 0) {
		throw runtimeError(`${name} only supports non-negative p values`);
	}
}

function requireComputed(name: string, dtype: Tensor['dtype']): void {
	if (isReduced(dtype)) {
		throw notImplementedError(`"${name}" not implemented for '${dtypeText(dtype)}'`);
	}
}

/** Each vector less each other. */
function differences(x1: Tensor, x2: Tensor): Tensor {
	return call('sub', call('unsqueeze', x1, -2), call('unsqueeze', x2, -3));
}

function cdist(x1: Tensor, x2: Tensor, p: number): Tensor {
	for (const [i, tensor] of [x1, x2].entries()) {
		if (tensor.ndim < 2) {
			throw runtimeError(`cdist only supports at least 2D tensors, X${i + 1} got: ${tensor.ndim}D`);
		}
	}
	if (x1.shape.at(-1) !== x2.shape.at(-1)) {
		throw runtimeError(`X1 and X2 must have the same number of columns. X1: ${x1.shape.at(-1)!} X2: ${x2.shape.at(-1)!}`);
	}
	requireFloats('cdist', [x1, x2], p);
	broadcastShapes(x1.shape.slice(0, -2), x2.shape.slice(0, -2));
	if (x1.dtype !== x2.dtype) {
		throw runtimeError(`expected scalar type ${dtypeText(x1.dtype)} but found ${dtypeText(x2.dtype)}`);
	}
	requireComputed('cdist', x1.dtype);
	return byRows(x1, x2, x2.shape.at(-2)!, (from, count) => lengths(differences(call('narrow', x1, -2, from, count), x2), p));
}

/** Bytes of differences that are alive at a time. */
const MANY = 2 ** 24;

/** Puts together what is made of some rows of `x1` and all of `x2`, temporary tensors freed after each. */
function byRows(x1: Tensor, x2: Tensor, columns: number, make: (from: number, count: number) => Tensor): Tensor {
	const rows = x1.shape.at(-2)!, batch = broadcastShapes(x1.shape.slice(0, -2), x2.shape.slice(0, -2));
	const most = Math.max(1, Math.floor(MANY / Math.max(1, numel(batch) * numel(x2.shape.slice(-2)) * x1.itemSize)));
	if (rows <= most) {
		return make(0, rows);
	}
	const result = emptyTensor([...batch, rows, columns], x1.dtype);
	for (let from = 0; from < rows; from += most) {
		const count = Math.min(most, rows - from);
		const mark = openScope();
		try {
			copyInto(call('narrow', result, -2, from, count), make(from, count));
		} finally {
			closeScope(mark);
		}
	}
	return result;
}

/** Norms over the last dimension, 0 where it is empty. */
function lengths(vectors: Tensor, p: number): Tensor {
	return vectors.shape.at(-1) === 0 ? call('zeros', vectors.shape.slice(0, -1), vectors.dtype) : call('linalg_vector_norm', vectors, float(p), [-1], false);
}

/** Each pair of rows once. */
function pairsOfRows(count: number): readonly [Tensor, Tensor] {
	const rows = call('arange', int(0), int(count));
	const isAfter = call('lt', call('unsqueeze', rows, 1), rows);
	const places = call('nonzero', isAfter);
	return [call('select', places, 1, 0), call('select', places, 1, 1)];
}

function bilinear(input1: Tensor, input2: Tensor, weight: Tensor, bias: Tensor | undefined): Tensor {
	const given = { input1, input2, weight, bias }, dtypes = Object.entries(given).flatMap(([name, tensor]) => tensor === undefined ? [] : [`${name}: ${CPP[tensor.dtype]}`]);
	if (Object.values(given).some(tensor => tensor !== undefined && tensor.dtype !== input1.dtype)) {
		throw runtimeError(`All tensors must have the same dtype, got ${dtypes.join(', ')}`);
	}
	const fail = (text: string) => runtimeError(`bilinear(): ${text}`);
	if (input1.ndim !== input2.ndim) {
		throw fail(`input dimensions do not match: got ${input1.ndim} and ${input2.ndim}`);
	}
	for (let d = 0; d < input1.ndim - 1; d++) {
		if (input1.shape[d] !== input2.shape[d]) {
			throw fail(`input batch dimensions do not match at dim ${d}: got ${input1.shape[d]!} and ${input2.shape[d]!}`);
		}
	}
	for (const [i, input] of [input1, input2].entries()) {
		const wanted = sizeAt(weight.shape, i + 1), own = sizeAt(input.shape, -1);
		if (own !== wanted) {
			throw fail(`input${i + 1} size does not match weight size: got ${own} but expected ${wanted}`);
		}
	}
	const [outputs, own, other] = weight.shape as [number, number, number];
	if (bias !== undefined && bias.shape[0] !== outputs) {
		throw fail(`bias size does not match weight size: got ${bias.shape[0]!} but expected ${outputs}`);
	}
	const rows = (input: Tensor, size: number) => call('reshape', input, [size === 0 ? 0 : input.numel / size, size]);
	const [left, right] = [rows(input1, own), rows(input2, other)];
	const mixed = call('matmul', left, call('reshape', call('permute', weight, [1, 0, 2]), [own, outputs * other]));
	const sums = call('sum', mul(call('reshape', mixed, [left.shape[0]!, outputs, other]), call('unsqueeze', right, 1)), [2]);
	const result = call('view', call('to', sums, input1.dtype), [...input1.shape.slice(0, -1), outputs]);
	return bias === undefined ? result : call('add', result, bias);
}

export const DISTANCES: readonly Operator[] = [
	operator({ name: 'cosine_similarity', variants: ['function'], tolerance: SUMS, overloads: [{ schema: 'cosine_similarity(Tensor x1, Tensor x2, int dim=1, float eps=1e-08) -> Tensor', run: cosine }] }),
	operator({ name: 'pairwise_distance', variants: ['function'], tolerance: SUMS, overloads: [{ schema: 'pairwise_distance(Tensor x1, Tensor x2, float p=2, float eps=1e-06, bool keepdim=False) -> Tensor', run: pairwise }] }),
	operator({ name: '_norm_of_last', variants: [], tolerance: SUMS, overloads: [{
		schema: '_norm_of_last(Tensor self, float p, bool keepdim) -> Tensor',
		run: (self: Tensor, p: number, keepdim: boolean) => call('linalg_vector_norm', self, float(p), self.ndim === 0 ? undefined : [-1], keepdim),
		backward: { node: 'NormBackward1', inputs: { self: { saves: ['self', 'result'], gradient: (grad, saved) => {
			const kept = (tensor: Tensor) => saved.value<boolean>('keepdim') || saved.shape('self').length === 0 ? tensor : call('unsqueeze', tensor, -1);
			return mul(kept(grad), normSlope(saved.tensor('self'), kept(saved.tensor('result')), saved.value<number>('p'), true));
		} } } },
	}] }),
	operator({ name: 'cdist', variants: ['function'], tolerance: SUMS, overloads: [{
		schema: 'cdist(Tensor x1, Tensor x2, float p=2, str compute_mode="use_mm_for_euclid_dist_if_necessary") -> Tensor',
		run: (x1: Tensor, x2: Tensor, p: number, mode: string) => {
			if (!['use_mm_for_euclid_dist_if_necessary', 'use_mm_for_euclid_dist', 'donot_use_mm_for_euclid_dist'].includes(mode)) {
				throw valueError(`${mode} is not a valid value for compute_mode`);
			}
			return call('_cdist', x1, x2, p);
		},
	}] }),
	operator({ name: '_cdist', variants: [], tolerance: SUMS, overloads: [{
		schema: '_cdist(Tensor x1, Tensor x2, float p) -> Tensor',
		run: cdist,
		backward: { node: 'CdistBackward0', inputs: {
			x1: { saves: ['x1', 'x2', 'result'], gradient: (grad, saved) => cdistGradient(grad, saved.tensor('x1'), saved.tensor('x2'), saved.tensor('result'), saved.value<number>('p')) },
			x2: { saves: ['x1', 'x2', 'result'], gradient: (grad, saved) => cdistGradient(call('transpose', grad, -2, -1), saved.tensor('x2'), saved.tensor('x1'), call('transpose', saved.tensor('result'), -2, -1), saved.value<number>('p')) },
		} },
	}] }),
	operator({ name: 'pdist', variants: ['function'], tolerance: SUMS, overloads: [{
		schema: 'pdist(Tensor self, float p=2) -> Tensor',
		run: (self: Tensor, p: number) => {
			if (self.ndim !== 2) {
				throw runtimeError(`pdist only supports 2D tensors, got: ${self.ndim}D`);
			}
			requireFloats('pdist', [self], p);
			return call('_pdist_forward', call('contiguous', self), p);
		},
	}] }),
	operator({ name: '_pdist_forward', variants: [], tolerance: SUMS, overloads: [{
		schema: '_pdist_forward(Tensor self, float p) -> Tensor',
		run: (self: Tensor, p: number) => {
			const [i, j] = pairsOfRows(self.shape[0]!);
			if (i.numel > 0) {
				requireComputed('pdist', self.dtype);
			}
			return lengths(call('sub', call('index_select', self, 0, i), call('index_select', self, 0, j)), p);
		},
		backward: { node: 'PdistBackward0', inputs: { self: { saves: ['self', 'result'], gradient: (grad, saved) => {
			const self = saved.tensor('self'), [i, j] = pairsOfRows(self.shape[0]!);
			const vectors = call('sub', call('index_select', self, 0, i), call('index_select', self, 0, j));
			const slope = mul(call('unsqueeze', grad, -1), normSlope(vectors, call('unsqueeze', saved.tensor('result'), -1), saved.value<number>('p')));
			return call('index_add', call('index_add', call('zeros_like', self), 0, i, slope), 0, j, call('neg', slope));
		} } } },
	}] }),
	operator({ name: 'bilinear', variants: ['function'], tolerance: SUMS, overloads: [{ schema: 'bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor? bias=None) -> Tensor', run: bilinear }] }),
];

/** The gradient of `x1`. */
function cdistGradient(grad: Tensor, x1: Tensor, x2: Tensor, result: Tensor, p: number): Tensor {
	const ofRows = (from: number, count: number) => {
		const [some, lengthsOf, slopes] = [x1, result, grad].map(tensor => call('narrow', tensor, -2, from, count)) as [Tensor, Tensor, Tensor];
		return call('sum', mul(call('unsqueeze', slopes, -1), normSlope(differences(some, x2), call('unsqueeze', lengthsOf, -1), p)), [-2]);
	};
	// Parts that are put together have no history.
	return isGradEnabled() ? ofRows(0, x1.shape.at(-2)!) : byRows(x1, x2, x1.shape.at(-1)!, ofRows);
}
