/**
 * Family: what else networks use: activations, dropout, embeddings.
 */
import { runtimeError } from '../tensor/errors.ts';
import { dtypeText } from '../tensor/promotion.ts';
import { float, int, type Scalar, toNumber } from '../tensor/scalar.ts';
import { asMade, type Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import { EXACT, type Gradient, type Operator, operator, type Tolerance } from './operator.ts';
import { itemOf } from './reduce.ts';

const ULP_4: Tolerance = { kind: 'ulp', ulp: 4 };

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

/** Elementwise activations made of others; the derivative is their own. */
function activation(name: string, schema: string, run: (self: Tensor, ...args: readonly never[]) => Tensor, node: string, gradient: Gradient): Operator {
	return operator({ name, variants: ['nn'], tolerance: ULP_4, overloads: [{ schema, run, backward: { node, inputs: { self: gradient } } }] });
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
];
