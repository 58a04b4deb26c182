/**
 * Family: what else networks use: dropout, embeddings, norms.
 */
import { notImplementedError, runtimeError } from '../tensor/errors.ts';
import { dtypeText, isFloating } from '../tensor/promotion.ts';
import { float, int, type Scalar, scalarText, toNumber } from '../tensor/scalar.ts';
import { wrapDim } from '../tensor/shape.ts';
import { asMade, type Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import { EXACT, type Operator, operator, type Tolerance } from './operator.ts';
import { itemOf } from './reduce.ts';

const SUMS: Tolerance = { kind: 'relative', relative: 1e-6 };

const mul = (a: Tensor, b: Tensor) => call('mul', a, b);

function oneHot(self: Tensor, classes: number): Tensor {
	if (self.dtype !== 'int64') {
		throw runtimeError('one_hot is only applicable to index tensor of type LongTensor.');
	}
	if (self.numel === 0 && classes <= 0) {
		throw runtimeError(classes === -1 ? 'Can not infer total number of classes from empty tensor.' : 'num_classes should be positive');
	}
	if (self.numel > 0 && toNumber(itemOf(call('min', self))) < 0) {
		throw runtimeError('Class values must be non-negative.');
	}
	const largest = self.numel === 0 ? -1 : toNumber(itemOf(call('max', self)));
	if (classes !== -1 && largest >= classes) {
		throw runtimeError('Class values must be smaller than num_classes.');
	}
	const count = classes === -1 ? largest + 1 : classes;
	return asMade(call('scatter_', call('zeros', [...self.shape, count], 'int64'), -1, call('unsqueeze', self, -1), int(1)), 2);
}

function embedding(weight: Tensor, indices: Tensor): Tensor {
	if (weight.ndim !== 2) {
		throw runtimeError('\'weight\' must be 2-D');
	}
	if (indices.dtype !== 'int64' && indices.dtype !== 'int32') {
		throw runtimeError(`Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got torch.${dtypeText(indices.dtype)}Tensor instead (while checking arguments for embedding)`);
	}
	return call('reshape', call('index_select', weight, 0, call('reshape', indices, [-1])), [...indices.shape, weight.shape[1]!]);
}

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
	operator({ name: 'one_hot', variants: ['nn'], tolerance: EXACT, overloads: [{ schema: 'one_hot(Tensor self, int num_classes=-1) -> Tensor', run: oneHot }] }),
	operator({ name: 'embedding', variants: ['function'], tolerance: EXACT, overloads: [{
		schema: 'embedding(Tensor weight, Tensor indices, int padding_idx=-1, bool scale_grad_by_freq=False, bool sparse=False) -> Tensor',
		run: embedding,
		backward: { node: 'EmbeddingBackward0', inputs: { weight: { saves: ['indices'], gradient: (grad, saved) => {
			const shape = saved.shape('weight');
			const indices = call('reshape', saved.tensor('indices'), [-1]);
			const rows = call('reshape', grad, [-1, shape[1]!]);
			const padding = saved.value<number>('padding_idx');
			const used = padding < 0 ? rows : call('masked_fill', rows, call('unsqueeze', call('eq', indices, int(padding)), 1), int(0));
			return asMade(call('index_add_', call('zeros', shape, grad.dtype), 0, indices, used));
		} } } },
	}] }),
	operator({ name: 'dropout', variants: ['function', 'nn'], tolerance: EXACT, overloads: [{ schema: 'dropout(Tensor input, float p, bool train) -> Tensor', run: (input: Tensor, p: number, train: boolean) => {
		if (!(p >= 0 && p <= 1)) {
			throw runtimeError(`dropout probability has to be between 0 and 1, but got ${p}`);
		}
		if (p === 0 || !train || input.numel === 0) {
			return input;
		}
		if (p === 1) {
			return mul(input, call('zeros', [], input.dtype));
		}
		return mul(input, call('div_', call('bernoulli_', call('empty_like', input), 1 - p), float(1 - p)));
	} }] }),
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
