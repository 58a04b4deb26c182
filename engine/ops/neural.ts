/**
 * Family: what networks use: softmax, losses, activations, embeddings. `reduction` is 0 none, 1 mean, 2 sum.
 */
import { indexError, notImplementedError, runtimeError, shapeText, valueError } from '../tensor/errors.ts';
import { dtypeText, isFloating } from '../tensor/promotion.ts';
import { float, int, toNumber, type Scalar } from '../tensor/scalar.ts';
import { numel, sameShape, wrapDim } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { call } from './call.ts';
import { asContiguous } from './copy.ts';
import { EXACT, operator, type Gradient, type Operator, type Saved, type Tolerance } from './operator.ts';
import { itemOf } from './reduce.ts';

const SUMS: Tolerance = { kind: 'relative', relative: 1e-6 };
const ULP_4: Tolerance = { kind: 'ulp', ulp: 4 };

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

/** Softmax or its logarithm, in float32 for the 16-bit types. */
function softmax(self: Tensor, dim: number): Tensor {
	const at = wrapDim(dim, self.ndim);
	if (self.ndim === 0) {
		return call('ones_like', self);
	}
	const powers = call('exp', shifted(wide(asContiguous(self)), at));
	return call('to', call('div', powers, call('sum', powers, [at], true)), self.dtype);
}

function logSoftmax(self: Tensor, dim: number): Tensor {
	const at = wrapDim(dim, self.ndim);
	if (self.ndim === 0) {
		return call('zeros_like', self);
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

function reduced(loss: Tensor, reduction: number): Tensor {
	return reduction === 0 ? loss : call(reduction === 1 ? 'mean' : 'sum', loss);
}

/** The gradient of a loss as that of each of its elements. */
function unreduced(grad: Tensor, saved: Saved, count: number): Tensor {
	return saved.value<number>('reduction') === 1 ? call('div', grad, int(count)) : grad;
}

function lossShape(saved: Saved): number {
	return Math.max(numel(saved.shape('self')), numel(saved.shape('target')));
}

function mseGradient(sign: 1 | -1): Gradient {
	return { saves: ['self', 'target'], gradient: (grad, saved) => mul(call('mul', sub(saved.tensor('self'), saved.tensor('target')), float(2 * sign)), unreduced(grad, saved, lossShape(saved))) };
}

/** Class scores as rows (n×classes) with their targets as one vector. */
function classRows(self: Tensor, target: Tensor): readonly [Tensor, Tensor] {
	if (self.ndim <= 2) {
		return [self.ndim === 1 ? call('unsqueeze', self, 0) : self, call('reshape', target, [-1])];
	}
	return [call('reshape', call('movedim', self, 1, -1), [-1, self.shape[1]!]), call('reshape', target, [-1])];
}

function checkTargets(self: Tensor, target: Tensor, ignore: number): void {
	if (self.ndim >= 2 && target.ndim >= 1 && self.shape[0] !== target.shape[0]) {
		throw valueError(`Expected input batch_size (${self.shape[0]!}) to match target batch_size (${target.shape[0]!}).`);
	}
	if (target.dtype !== 'int64' && target.dtype !== 'uint8') {
		throw runtimeError(`expected target dtype to be Long or Byte, but got ${dtypeText(target.dtype)}`);
	}
	const batch = self.ndim === 1 ? [] : [self.shape[0]!, ...self.shape.slice(2)];
	if (self.ndim <= 2 && target.ndim > 1) {
		throw runtimeError('0D or 1D target tensor expected, multi-target not supported');
	}
	if (self.ndim > 2 && !sameShape(batch, target.shape)) {
		throw runtimeError(`Expected target size ${shapeText(batch)}, got ${shapeText(target.shape)}`);
	}
	const classes = self.shape[self.ndim === 1 ? 0 : 1]!;
	if (target.numel > 0) {
		const wrong = call('logical_and', call('ne', target, int(ignore)), call('logical_or', call('lt', target, int(0)), call('ge', target, int(classes))));
		if (itemOf(call('any', wrong)).value === true) {
			const first = call('masked_select', target, wrong);
			throw indexError(`Target ${String(itemOf(call('select', first, 0, 0)).value)} is out of bounds.`);
		}
	}
}

interface Picked { readonly rows: Tensor; readonly classes: Tensor; readonly weights: Tensor }

/** The weight of each row's class, 0 where the target is to be ignored. */
function picked(self: Tensor, target: Tensor, weight: Tensor | undefined, ignore: number): Picked {
	const [rows, targets] = classRows(self, call('to', target, 'int64'));
	const isIgnored = call('eq', targets, int(ignore));
	const classes = call('masked_fill', targets, isIgnored, int(0));
	const each = weight === undefined ? call('ones', [classes.numel], rows.dtype) : call('index_select', weight, 0, classes);
	return { rows, classes: call('unsqueeze', classes, 1), weights: call('masked_fill', each, isIgnored, int(0)) };
}

function nllLoss(self: Tensor, target: Tensor, weight: Tensor | undefined, reduction: number, ignore: number): Tensor {
	checkTargets(self, target, ignore);
	const { rows, classes, weights } = picked(self, target, weight, ignore);
	const losses = call('neg', mul(call('squeeze', call('gather', rows, 1, classes), 1), weights));
	switch (reduction) {
		case 0: return call('reshape', losses, target.shape);
		case 1: return call('div', call('sum', losses), call('sum', weights));
		default: return call('sum', losses);
	}
}

const nllGradient: Gradient = { saves: ['self', 'target', 'weight'], gradient: (grad, saved) => {
	const self = saved.tensor('self');
	const target = saved.tensor('target');
	const weight = saved.value('weight') === undefined ? undefined : saved.tensor('weight');
	const { rows, classes, weights } = picked(self, target, weight, saved.value<number>('ignore_index'));
	const reduction = saved.value<number>('reduction');
	const each = reduction === 1 ? call('div', call('neg', weights), call('sum', weights)) : call('neg', weights);
	const scaled = mul(each, reduction === 0 ? call('reshape', grad, [-1]) : grad);
	const result = call('scatter', call('zeros_like', rows), 1, classes, call('unsqueeze', scaled, 1));
	return self.ndim <= 2 ? call('reshape', result, self.shape) : call('movedim', call('reshape', result, [self.shape[0]!, ...self.shape.slice(2), self.shape[1]!]), -1, 1);
} };

function crossEntropy(self: Tensor, target: Tensor, weight: Tensor | undefined, reduction: number, ignore: number, smoothing: number): Tensor {
	const classDim = self.ndim === 1 ? 0 : 1;
	const logarithms = call('log_softmax', self, classDim);
	if (sameShape(self.shape, target.shape) && isFloating(target.dtype)) {
		return probabilityLoss(logarithms, target, weight, reduction, smoothing, classDim);
	}
	const loss = call('nll_loss_nd', logarithms, target, weight, reduction, ignore);
	if (smoothing === 0) {
		return loss;
	}
	const classes = self.shape[classDim]!;
	const isIgnored = call('eq', target, int(ignore));
	const total = call('neg', call('sum', weight === undefined ? logarithms : mul(logarithms, classShaped(weight, self, classDim)), [classDim]));
	const smooth = call('masked_fill', total, isIgnored, int(0));
	const count = weight === undefined ? call('sum', call('logical_not', isIgnored)) : call('sum', call('masked_fill', call('index_select', weight, 0, call('reshape', call('masked_fill', target, isIgnored, int(0)), [-1])), call('reshape', isIgnored, [-1]), int(0)));
	const spread = reduction === 1 ? call('div', call('sum', smooth), count) : reduced(smooth, reduction);
	return call('add', call('mul', loss, float(1 - smoothing)), call('mul', spread, float(smoothing / classes)));
}

function classShaped(weight: Tensor, self: Tensor, classDim: number): Tensor {
	return call('reshape', weight, self.shape.map((size, d) => d === classDim ? size : 1));
}

function probabilityLoss(logarithms: Tensor, target: Tensor, weight: Tensor | undefined, reduction: number, smoothing: number, classDim: number): Tensor {
	const classes = logarithms.shape[classDim]!;
	const smooth = smoothing === 0 ? target : call('add', call('mul', target, float(1 - smoothing)), float(smoothing / classes));
	const weighted = mul(logarithms, smooth);
	const losses = call('neg', call('sum', weight === undefined ? weighted : mul(weighted, classShaped(weight, logarithms, classDim)), [classDim]));
	return reduction === 1 ? call('div', call('sum', losses), int(Math.max(logarithms.numel / classes, 1))) : reduced(losses, reduction);
}

/** Binary cross entropy; logarithms are at least -100, as in PyTorch. */
function binaryCrossEntropy(self: Tensor, target: Tensor, weight: Tensor | undefined, reduction: number): Tensor {
	if (!sameShape(self.shape, target.shape)) {
		throw valueError(`Using a target size (torch.Size([${target.shape.join(', ')}])) that is different to the input size (torch.Size([${self.shape.join(', ')}])) is deprecated. Please ensure they have the same size.`);
	}
	const outside = call('logical_or', call('lt', self, int(0)), call('gt', self, int(1)));
	if (self.numel > 0 && itemOf(call('any', outside)).value === true) {
		throw runtimeError('all elements of input should be between 0 and 1');
	}
	const floored = (tensor: Tensor) => call('clamp_min', call('log', tensor), float(-100));
	const losses = sub(mul(call('sub', target, int(1)), floored(call('rsub', self, int(1)))), mul(target, floored(self)));
	return reduced(weight === undefined ? losses : mul(losses, weight), reduction);
}

function binaryCrossEntropyWithLogits(self: Tensor, target: Tensor, weight: Tensor | undefined, positive: Tensor | undefined, reduction: number): Tensor {
	if (!sameShape(self.shape, target.shape)) {
		throw valueError(`Target size (torch.Size([${target.shape.join(', ')}])) must be the same as input size (torch.Size([${self.shape.join(', ')}]))`);
	}
	const softened = sub(call('clamp_max', self, int(0)), call('log1p', call('exp', call('neg', call('abs', self)))));
	const rest = mul(call('rsub', target, int(1)), self);
	const losses = positive === undefined ? sub(rest, softened) : sub(rest, mul(call('add', mul(call('sub', positive, int(1)), target), int(1)), softened));
	return reduced(weight === undefined ? losses : mul(losses, weight), reduction);
}

function smoothL1(self: Tensor, target: Tensor, reduction: number, beta: number): Tensor {
	if (beta < 0) {
		throw runtimeError('smooth_l1_loss does not support negative values for beta.');
	}
	const distance = call('abs', sub(self, target));
	if (beta === 0) {
		return reduced(distance, reduction);
	}
	return reduced(call('where', call('lt', distance, float(beta)), call('div', call('mul', mul(distance, distance), float(0.5)), float(beta)), call('sub', distance, float(0.5 * beta))), reduction);
}

function huber(self: Tensor, target: Tensor, reduction: number, delta: number): Tensor {
	const distance = call('abs', sub(self, target));
	return reduced(call('where', call('le', distance, float(delta)), call('mul', mul(distance, distance), float(0.5)), call('mul', call('sub', distance, float(0.5 * delta)), float(delta))), reduction);
}

/** Slope of an error that is quadratic near 0 and straight beyond. */
function clippedSlope(sign: 1 | -1, limit: string, isScaled: boolean): Gradient {
	return { saves: ['self', 'target'], gradient: (grad, saved) => {
		const size = saved.value<number>(limit);
		const difference = sub(saved.tensor('self'), saved.tensor('target'));
		const slope = isScaled ? size === 0 ? call('sign', difference) : call('clamp', call('div', difference, float(size)), int(-1), int(1)) : call('clamp', difference, float(-size), float(size));
		return mul(call('mul', slope, int(sign)), unreduced(grad, saved, lossShape(saved)));
	} };
}

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
		throw runtimeError(classes < 1 ? 'num_classes should be positive' : 'Class values must be smaller than num_classes.');
	}
	const count = classes === -1 ? largest + 1 : classes;
	return call('scatter_', call('zeros', [...self.shape, count], 'int64'), -1, call('unsqueeze', self, -1), int(1));
}

function embedding(weight: Tensor, indices: Tensor): Tensor {
	if (weight.ndim !== 2) {
		throw runtimeError('\'weight\' must be 2-D');
	}
	return call('reshape', call('index_select', weight, 0, call('reshape', indices, [-1])), [...indices.shape, weight.shape[1]!]);
}

/** Elementwise activations made of others; the derivative is their own. */
function activation(name: string, schema: string, run: (self: Tensor, ...args: readonly never[]) => Tensor, node: string, gradient: Gradient): Operator {
	return operator({ name, variants: ['nn'], tolerance: ULP_4, overloads: [{ schema, run, backward: { node, inputs: { self: gradient } } }] });
}

export const NEURAL: readonly Operator[] = [
	operator({ name: 'softmax', variants: ['function', 'method', 'nn'], tolerance: SUMS, overloads: [{ schema: 'softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor', run: (self: Tensor, dim: number, dtype?: DTypeName) => call('_softmax', checkSoftmax(self, dim, dtype, 'softmax'), dim) }] }),
	operator({ name: '_softmax', variants: [], tolerance: SUMS, overloads: [{ schema: '_softmax(Tensor self, int dim) -> Tensor', run: softmax, backward: { node: 'SoftmaxBackward0', inputs: { self: softmaxGradient } } }] }),
	operator({ name: 'log_softmax', variants: ['function', 'method', 'nn'], tolerance: SUMS, overloads: [{ schema: 'log_softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor', run: (self: Tensor, dim: number, dtype?: DTypeName) => call('_log_softmax', checkSoftmax(self, dim, dtype, 'log_softmax'), dim) }] }),
	operator({ name: '_log_softmax', variants: [], tolerance: SUMS, overloads: [{ schema: '_log_softmax(Tensor self, int dim) -> Tensor', run: logSoftmax, backward: { node: 'LogSoftmaxBackward0', inputs: { self: logSoftmaxGradient } } }] }),
	operator({ name: 'logsumexp', variants: ['function', 'method'], tolerance: SUMS, overloads: [{
		schema: 'logsumexp(Tensor self, int[1] dim, bool keepdim=False) -> Tensor',
		run: (self: Tensor, dim: readonly number[], keepdim: boolean) => {
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
	operator({ name: 'mse_loss', variants: ['nn'], tolerance: SUMS, overloads: [{ schema: 'mse_loss(Tensor self, Tensor target, int reduction=1) -> Tensor', run: (self: Tensor, target: Tensor, reduction: number) => {
		const difference = sub(self, target);
		return reduced(mul(difference, difference), reduction);
	}, backward: { node: 'MseLossBackward0', inputs: { self: mseGradient(1), target: mseGradient(-1) } } }] }),
	operator({ name: 'smooth_l1_loss', variants: ['nn'], tolerance: SUMS, overloads: [{ schema: 'smooth_l1_loss(Tensor self, Tensor target, int reduction=1, float beta=1.0) -> Tensor', run: smoothL1, backward: { node: 'SmoothL1LossBackward0', inputs: { self: clippedSlope(1, 'beta', true), target: clippedSlope(-1, 'beta', true) } } }] }),
	operator({ name: 'huber_loss', variants: ['nn'], tolerance: SUMS, overloads: [{ schema: 'huber_loss(Tensor self, Tensor target, int reduction=1, float delta=1.0) -> Tensor', run: huber, backward: { node: 'HuberLossBackward0', inputs: { self: clippedSlope(1, 'delta', false), target: clippedSlope(-1, 'delta', false) } } }] }),
	operator({ name: 'binary_cross_entropy', variants: ['nn'], tolerance: SUMS, overloads: [{ schema: 'binary_cross_entropy(Tensor self, Tensor target, Tensor? weight=None, int reduction=1) -> Tensor', run: binaryCrossEntropy, backward: { node: 'BinaryCrossEntropyBackward0', inputs: { self: { saves: ['self', 'target', 'weight'], gradient: (grad, saved) => {
		const self = saved.tensor('self');
		const slope = call('div', sub(self, saved.tensor('target')), call('clamp_min', mul(self, call('rsub', self, int(1))), float(1e-12)));
		const weighted = saved.value('weight') === undefined ? slope : mul(slope, saved.tensor('weight'));
		return mul(weighted, unreduced(grad, saved, numel(saved.shape('self'))));
	} } } } }] }),
	operator({ name: 'binary_cross_entropy_with_logits', variants: ['nn'], tolerance: SUMS, overloads: [{ schema: 'binary_cross_entropy_with_logits(Tensor self, Tensor target, Tensor? weight=None, Tensor? pos_weight=None, int reduction=1) -> Tensor', run: binaryCrossEntropyWithLogits, backward: { node: 'BinaryCrossEntropyWithLogitsBackward0', inputs: { self: { saves: ['self', 'target', 'weight', 'pos_weight'], gradient: (grad, saved) => {
		const [self, target] = [saved.tensor('self'), saved.tensor('target')];
		const chance = call('sigmoid', self);
		let slope = sub(chance, target);
		if (saved.value('pos_weight') !== undefined) {
			const positive = mul(saved.tensor('pos_weight'), target);
			slope = sub(mul(call('sub', call('add', positive, int(1)), target), chance), positive);
		}
		const weighted = saved.value('weight') === undefined ? slope : mul(slope, saved.tensor('weight'));
		return mul(weighted, unreduced(grad, saved, numel(saved.shape('self'))));
	} } } } }] }),
	operator({ name: 'nll_loss', variants: [], tolerance: SUMS, overloads: [{ schema: 'nll_loss(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, int ignore_index=-100) -> Tensor', run: nllLoss, backward: { node: 'NllLossBackward0', inputs: { self: nllGradient } } }] }),
	operator({ name: 'nll_loss2d', variants: [], tolerance: SUMS, overloads: [{ schema: 'nll_loss2d(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, int ignore_index=-100) -> Tensor', run: nllLoss, backward: { node: 'NllLoss2DBackward0', inputs: { self: nllGradient } } }] }),
	operator({ name: 'nll_loss_nd', variants: ['nn'], tolerance: SUMS, overloads: [{ schema: 'nll_loss_nd(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, int ignore_index=-100) -> Tensor', run: (self: Tensor, target: Tensor, weight: Tensor | undefined, reduction: number, ignore: number) => {
		if (self.ndim < 1) {
			throw valueError(`Expected 1 or more dimensions (got ${self.ndim})`);
		}
		return call(self.ndim <= 2 ? 'nll_loss' : 'nll_loss2d', self, target, weight, reduction, ignore);
	} }] }),
	operator({ name: 'cross_entropy_loss', variants: ['nn'], tolerance: SUMS, overloads: [{ schema: 'cross_entropy_loss(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, int ignore_index=-100, float label_smoothing=0.0) -> Tensor', run: crossEntropy }] }),
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
			return call('index_add_', call('zeros', shape, grad.dtype), 0, indices, used);
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
		run: (self: Tensor, p: Scalar | undefined, dim: readonly number[] | undefined, keepdim: boolean) => {
			if (!isFloating(self.dtype)) {
				throw runtimeError(`linalg.vector_norm: Expected a floating point or complex tensor as input. Got ${dtypeText(self.dtype)}`);
			}
			return call('linalg_vector_norm', self, p ?? int(2), dim, keepdim);
		},
	}] }),
];
