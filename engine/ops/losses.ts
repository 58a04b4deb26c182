/**
 * Family: losses. `reduction` is 1 mean, 2 sum, any other none, as in PyTorch's schemas.
 */
import { views } from '../memory/memory.ts';
import { indexError, notImplementedError, runtimeError, shapeText, valueError } from '../tensor/errors.ts';
import { canCast, dtypeText, isFloating, resultType } from '../tensor/promotion.ts';
import { float, int } from '../tensor/scalar.ts';
import { sameShape } from '../tensor/shape.ts';
import { numel } from '../trace/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import { asContiguous, asType } from './copy.ts';
import { type Gradient, type Operator, operator, type Saved } from './operator.ts';
import { itemOf } from './reduce.ts';
import { SUMS } from './tolerances.ts';

const sub = (a: Tensor, b: Tensor) => call('sub', a, b);
const mul = (a: Tensor, b: Tensor) => call('mul', a, b);

function reduced(loss: Tensor, reduction: number): Tensor {
	return reduction === 1 ? call('mean', loss) : reduction === 2 ? call('sum', loss) : loss;
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

function checkTargets(self: Tensor, target: Tensor, weight: Tensor | undefined, ignore: number): void {
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
	if (weight !== undefined && (weight.ndim !== 1 || weight.numel !== classes)) {
		throw runtimeError(`weight tensor should be defined either for all ${classes} classes or no classes but got weight tensor of shape: ${shapeText(weight.shape)}`);
	}
	if (weight !== undefined && weight.dtype !== self.dtype) {
		throw runtimeError(`expected scalar type ${dtypeText(self.dtype)} but found ${dtypeText(weight.dtype)}`);
	}
	hasIgnored(target, classes, ignore);
}

/** Whether a target is to be ignored. IndexError where one that is not is no class. */
function hasIgnored(target: Tensor, classes: number, ignore: number): boolean {
	const { pointer, numel } = asContiguous(asType(target, 'int64')), { i32, i64 } = views;
	let isSome = false;
	for (let i = 0; i < numel; i++) {
		const at = pointer / 4 + 2 * i, value = i32[at + 1]! * 2 ** 32 + (i32[at]! >>> 0);
		if (value === ignore) {
			isSome = true;
		} else if (value < 0 || value >= classes) {
			throw indexError(`Target ${i64[pointer / 8 + i]!} is out of bounds.`);
		}
	}
	return isSome;
}

/** `weights` undefined: each is 1. */
interface Picked { readonly rows: Tensor; readonly classes: Tensor; readonly weights: Tensor | undefined }

/** The weight of each row's class, 0 where the target is to be ignored. */
function picked(self: Tensor, target: Tensor, weight: Tensor | undefined, ignore: number): Picked {
	const [rows, targets] = classRows(self, call('to', target, 'int64'));
	if (!hasIgnored(targets, rows.shape[1]!, ignore)) {
		return { rows, classes: call('unsqueeze', targets, 1), weights: weight === undefined ? undefined : call('index_select', weight, 0, targets) };
	}
	const isIgnored = call('eq', targets, int(ignore));
	const classes = call('masked_fill', targets, isIgnored, int(0));
	const each = weight === undefined ? call('ones', [classes.numel], rows.dtype) : call('index_select', weight, 0, classes);
	return { rows, classes: call('unsqueeze', classes, 1), weights: call('masked_fill', each, isIgnored, int(0)) };
}

function nllLoss(self: Tensor, target: Tensor, weight: Tensor | undefined, reduction: number, ignore: number): Tensor {
	checkTargets(self, target, weight, ignore);
	const { rows, classes, weights } = picked(self, target, weight, ignore);
	const own = call('squeeze', call('gather', rows, 1, classes), 1);
	const losses = call('neg', weights === undefined ? own : mul(own, weights));
	switch (reduction) {
		case 0: return call('reshape', losses, target.shape);
		case 1: return call('div', call('sum', losses), weights === undefined ? int(losses.numel) : call('sum', weights));
		default: return call('sum', losses);
	}
}

const nllGradient: Gradient = { saves: ['self', 'target', 'weight'], gradient: (grad, saved) => {
	const self = saved.tensor('self');
	const target = saved.tensor('target');
	const weight = saved.value('weight') === undefined ? undefined : saved.tensor('weight');
	const { rows, classes, weights } = picked(self, target, weight, saved.value<number>('ignore_index'));
	const reduction = saved.value<number>('reduction');
	const own = reduction === 0 ? call('reshape', grad, [-1]) : grad;
	const each = weights === undefined ? float(reduction === 1 ? -1 / classes.numel : -1) : reduction === 1 ? call('div', call('neg', weights), call('sum', weights)) : call('neg', weights);
	const scaled = call('mul', own, each);
	const result = call('scatter', call('zeros_like', rows), 1, classes, call('expand', scaled.ndim === 0 ? scaled : call('unsqueeze', scaled, 1), classes.shape));
	return self.ndim <= 2 ? call('reshape', result, self.shape) : call('movedim', call('reshape', result, [self.shape[0]!, ...self.shape.slice(2), self.shape[1]!]), -1, 1);
} };

function crossEntropy(self: Tensor, target: Tensor, weight: Tensor | undefined, reduction: number, ignore: number, smoothing: number): Tensor {
	if (smoothing < 0 || smoothing > 1) {
		throw runtimeError(`label_smoothing must be between 0.0 and 1.0. Got: ${smoothing}`);
	}
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
	const terms = weight === undefined ? weighted : mul(weighted, classShaped(weight, logarithms, classDim));
	const total = call('neg', reduction === 0 ? call('sum', terms, [classDim]) : call('sum', terms));
	return reduction === 1 ? call('div.Scalar', total, int(Math.max(logarithms.numel / classes, 1))) : total;
}

/** Binary cross entropy; logarithms are at least -100, as in PyTorch. */
function binaryCrossEntropy(self: Tensor, target: Tensor, weight: Tensor | undefined, reduction: number): Tensor {
	if (!sameShape(self.shape, target.shape)) {
		throw valueError(`Using a target size (torch.Size([${target.shape.join(', ')}])) that is different to the input size (torch.Size([${self.shape.join(', ')}])) is deprecated. Please ensure they have the same size.`);
	}
	for (const other of [weight, target]) {
		if (other !== undefined && other.dtype !== self.dtype) {
			throw runtimeError(`Found dtype ${dtypeText(other.dtype)} but expected ${dtypeText(self.dtype)}`);
		}
	}
	if (!isFloating(self.dtype)) {
		throw notImplementedError(`"binary_cross_entropy" not implemented for '${dtypeText(self.dtype)}'`);
	}
	const outside = call('logical_or', call('lt', self, int(0)), call('gt', self, int(1)));
	if (self.numel > 0 && itemOf(call('any', outside)).value === true) {
		throw runtimeError('all elements of input should be between 0 and 1');
	}
	const floored = (tensor: Tensor) => call('clamp_min', call('log', tensor), float(-100));
	const losses = sub(mul(floored(call('rsub', self, int(1))), call('sub', target, int(1))), mul(floored(self), target));
	return reduced(weight === undefined ? losses : mul(losses, weight), reduction);
}

function binaryCrossEntropyWithLogits(self: Tensor, target: Tensor, weight: Tensor | undefined, positive: Tensor | undefined, reduction: number): Tensor {
	if (!sameShape(self.shape, target.shape)) {
		throw valueError(`Target size (torch.Size([${target.shape.join(', ')}])) must be the same as input size (torch.Size([${self.shape.join(', ')}]))`);
	}
	if (!isFloating(self.dtype)) {
		throw notImplementedError(`"log_sigmoid_cpu" not implemented for '${dtypeText(self.dtype)}'`);
	}
	const softened = sub(call('clamp_max', self, int(0)), call('log1p', call('exp', call('neg', call('abs', self)))));
	// In place, as PyTorch has it: a target of whole numbers is refused.
	const rest = call('mul_', call('rsub', target, int(1)), self);
	const losses = positive === undefined ? sub(rest, softened) : sub(rest, mul(call('add', mul(call('sub', positive, int(1)), target), int(1)), softened));
	return reduced(weight === undefined ? losses : mul(losses, weight), reduction);
}

function smoothL1(self: Tensor, target: Tensor, reduction: number, beta: number): Tensor {
	if (beta < 0) {
		throw runtimeError('smooth_l1_loss does not support negative values for beta.');
	}
	const dtype = resultType(self, target);
	if (!isFloating(dtype)) {
		throw notImplementedError(`"smooth_l1_cpu" not implemented for '${dtypeText(dtype)}'`);
	}
	const distance = call('abs', sub(asType(self, dtype), asType(target, dtype)));
	if (beta === 0) {
		return reduced(distance, reduction);
	}
	return reduced(call('where', call('lt', distance, float(beta)), call('div', call('mul', mul(distance, distance), float(0.5)), float(beta)), call('sub', distance, float(0.5 * beta))), reduction);
}

function huber(self: Tensor, target: Tensor, reduction: number, delta: number): Tensor {
	if (!(delta > 0)) {
		throw runtimeError('huber_loss does not support non-positive values for delta.');
	}
	const dtype = resultType(self, target);
	if (!canCast(dtype, self.dtype)) {
		throw runtimeError(`result type ${dtypeText(dtype)} can't be cast to the desired output type ${dtypeText(self.dtype)}`);
	}
	if (!isFloating(dtype)) {
		throw notImplementedError(`"huber_cpu" not implemented for '${dtypeText(dtype)}'`);
	}
	const distance = call('abs', sub(asType(self, dtype), asType(target, dtype)));
	const losses = call('where', call('le', distance, float(delta)), call('mul', mul(distance, distance), float(0.5)), call('mul', call('sub', distance, float(0.5 * delta)), float(delta)));
	return reduced(asType(losses, self.dtype), reduction);
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

/** A gradient by the samples' weights, of a reduced loss. */
function byWeight(slope: Tensor, grad: Tensor, saved: Saved): Tensor {
	const weighted = saved.value('weight') === undefined ? slope : mul(slope, saved.tensor('weight'));
	return mul(weighted, unreduced(grad, saved, numel(saved.shape('self'))));
}

export const LOSSES: readonly Operator[] = [
	operator({ name: 'mse_loss', variants: ['nn'], tolerance: SUMS, overloads: [{ schema: 'mse_loss(Tensor self, Tensor target, int reduction=1) -> Tensor', run: (self: Tensor, target: Tensor, reduction: number) => {
		const dtype = resultType(self, target);
		if (!isFloating(dtype)) {
			throw notImplementedError(`"mse_cpu" not implemented for '${dtypeText(dtype)}'`);
		}
		const difference = sub(asType(self, dtype), asType(target, dtype));
		return reduced(mul(difference, difference), reduction);
	}, backward: { node: 'MseLossBackward0', inputs: { self: mseGradient(1), target: mseGradient(-1) } } }] }),
	operator({ name: 'smooth_l1_loss', variants: ['nn'], tolerance: SUMS, overloads: [{ schema: 'smooth_l1_loss(Tensor self, Tensor target, int reduction=1, float beta=1.0) -> Tensor', run: smoothL1, backward: { node: 'SmoothL1LossBackward0', inputs: { self: clippedSlope(1, 'beta', true), target: clippedSlope(-1, 'beta', true) } } }] }),
	operator({ name: 'huber_loss', variants: ['nn'], tolerance: SUMS, overloads: [{ schema: 'huber_loss(Tensor self, Tensor target, int reduction=1, float delta=1.0) -> Tensor', run: huber, backward: { node: 'HuberLossBackward0', inputs: { self: clippedSlope(1, 'delta', false), target: clippedSlope(-1, 'delta', false) } } }] }),
	operator({ name: 'binary_cross_entropy', variants: ['nn'], tolerance: SUMS, overloads: [{ schema: 'binary_cross_entropy(Tensor self, Tensor target, Tensor? weight=None, int reduction=1) -> Tensor', run: binaryCrossEntropy, backward: { node: 'BinaryCrossEntropyBackward0', inputs: { self: { saves: ['self', 'target', 'weight'], gradient: (grad, saved) => {
		const self = saved.tensor('self');
		const slope = call('div', sub(self, saved.tensor('target')), call('clamp_min', mul(self, call('rsub', self, int(1))), float(1e-12)));
		return byWeight(slope, grad, saved);
	} }, target: { saves: ['self', 'weight'], gradient: (grad, saved) => {
		const self = saved.tensor('self');
		const floored = (tensor: Tensor) => call('clamp_min', call('log', tensor), float(-100));
		return byWeight(sub(floored(call('rsub', self, int(1))), floored(self)), grad, saved);
	} } } } }] }),
	operator({ name: 'binary_cross_entropy_with_logits', variants: ['nn'], tolerance: SUMS, overloads: [{ schema: 'binary_cross_entropy_with_logits(Tensor self, Tensor target, Tensor? weight=None, Tensor? pos_weight=None, int reduction=1) -> Tensor', run: binaryCrossEntropyWithLogits, backward: { node: 'BinaryCrossEntropyWithLogitsBackward0', inputs: { self: { saves: ['self', 'target', 'weight', 'pos_weight'], gradient: (grad, saved) => {
		const [self, target] = [saved.tensor('self'), saved.tensor('target')];
		const chance = call('sigmoid', self);
		let slope = sub(chance, target);
		if (saved.value('pos_weight') !== undefined) {
			const positive = mul(saved.tensor('pos_weight'), target);
			slope = sub(mul(call('sub', call('add', positive, int(1)), target), chance), positive);
		}
		return byWeight(slope, grad, saved);
	} }, target: { saves: ['self', 'weight', 'pos_weight'], gradient: (grad, saved) => {
		const self = saved.tensor('self');
		const slope = saved.value('pos_weight') === undefined
			? call('neg', self)
			: sub(call('log_sigmoid', call('neg', self)), mul(saved.tensor('pos_weight'), call('log_sigmoid', self)));
		return byWeight(slope, grad, saved);
	} } } } }] }),
	operator({ name: 'nll_loss', variants: [], tolerance: SUMS, overloads: [{ schema: 'nll_loss(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, int ignore_index=-100) -> Tensor', run: nllLoss, backward: { node: 'NllLossBackward0', inputs: { self: nllGradient } } }] }),
	operator({ name: 'nll_loss2d', variants: [], tolerance: SUMS, overloads: [{ schema: 'nll_loss2d(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, int ignore_index=-100) -> Tensor', run: nllLoss, backward: { node: 'NllLoss2DBackward0', inputs: { self: nllGradient } } }] }),
	operator({ name: 'nll_loss_nd', variants: ['nn'], tolerance: SUMS, overloads: [{ schema: 'nll_loss_nd(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, int ignore_index=-100) -> Tensor', run: (self: Tensor, target: Tensor, weight: Tensor | undefined, reduction: number, ignore: number) => {
		if (self.ndim < 1) {
			throw valueError(`Expected 1 or more dimensions (got ${self.ndim})`);
		}
		const loss = call(self.ndim <= 2 ? 'nll_loss' : 'nll_loss2d', self, target, weight, reduction, ignore);
		// PyTorch sees all but images as such, and the losses of each place in their own shape again.
		return reduction === 0 && (self.ndim === 3 || self.ndim > 4) ? call('view', loss, target.shape) : loss;
	} }] }),
	operator({ name: 'cross_entropy_loss', variants: ['nn'], tolerance: SUMS, overloads: [{ schema: 'cross_entropy_loss(Tensor self, Tensor target, Tensor? weight=None, int reduction=1, int ignore_index=-100, float label_smoothing=0.0) -> Tensor', run: crossEntropy }] }),
];
