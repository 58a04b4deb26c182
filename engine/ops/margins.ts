/**
 * Family: losses of margins, rankings and likelihoods. `reduction` is 1 mean, 2 sum, any other none. What PyTorch composes is composed here too.
 */
import { notImplementedError, runtimeError, shapeText } from '../tensor/errors.ts';
import { dtypeText, isFloating, resultType } from '../tensor/promotion.ts';
import { float, int, type Scalar, toNumber } from '../tensor/scalar.ts';
import { sameShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { numel } from '../trace/shape.ts';
import { call } from './call.ts';
import { operator, type Operator, type Run, type Saved } from './operator.ts';
import { itemOf } from './reduce.ts';
import { SUMS } from './tolerances.ts';

const sub = (a: Tensor, b: Tensor) => call('sub', a, b);
const add = (a: Tensor, b: Tensor) => call('add', a, b);
const mul = (a: Tensor, b: Tensor) => call('mul', a, b);
const not = (mask: Tensor) => call('logical_not', mask);
const zeroed = (tensor: Tensor, mask: Tensor) => call('masked_fill', tensor, mask, int(0));

function reduced(loss: Tensor, reduction: number): Tensor {
	return reduction === 1 ? call('mean', loss) : reduction === 2 ? call('sum', loss) : loss;
}

function divergence(self: Tensor, target: Tensor, reduction: number, isLogarithm: boolean): Tensor {
	if (!isFloating(self.dtype) || !isFloating(target.dtype)) {
		throw runtimeError('kl_div: Integral inputs not supported.');
	}
	if (isLogarithm) {
		return reduced(mul(call('exp', target), sub(target, self)), reduction);
	}
	// What is 0 has no logarithm, and adds nothing.
	const positive = call('masked_fill', target, call('eq', target, int(0)), int(1));
	return reduced(sub(mul(positive, call('log', positive)), mul(target, self)), reduction);
}

function poisson(input: Tensor, target: Tensor, isLogarithm: boolean, isFull: boolean, eps: number, reduction: number): Tensor {
	let loss = isLogarithm ? sub(call('exp', input), mul(target, input)) : sub(input, mul(target, call('log', call('add', input, float(eps)))));
	if (isFull) {
		// Stirling's approximation of the factorial's logarithm.
		const factorial = add(sub(mul(target, call('log', target)), target), call('mul', call('log', call('mul', target, float(2 * Math.PI))), float(0.5)));
		loss = call('add_', loss, zeroed(factorial, call('le', target, int(1))));
	}
	return reduced(loss, reduction);
}

function hinge(self: Tensor, target: Tensor, margin: number, reduction: number): Tensor {
	const zeros = call('zeros_like', self);
	// The margin is of the input's dtype, as in C++.
	const apart = call('clamp_min', sub(call('full', [], float(margin), self.dtype), self), int(0));
	return reduced(add(call('where', call('ne', target, int(1)), apart, zeros), call('where', call('ne', target, int(-1)), self, zeros)), reduction);
}

function ranking(input1: Tensor, input2: Tensor, target: Tensor, margin: number, reduction: number): Tensor {
	return reduced(call('clamp_min', call('add', mul(call('neg', target), sub(input1, input2)), float(margin)), int(0)), reduction);
}

function triplet(anchor: Tensor, positive: Tensor, negative: Tensor, margin: number, p: number, eps: number, swaps: boolean, reduction: number): Tensor {
	if (anchor.ndim !== positive.ndim || positive.ndim !== negative.ndim) {
		throw runtimeError(`The anchor, positive, and negative tensors are expected to have the same number of dimensions, but got: anchor ${anchor.ndim}D, positive ${positive.ndim}D, and negative ${negative.ndim}D inputs`);
	}
	const distance = (a: Tensor, b: Tensor) => call('pairwise_distance', a, b, p, eps);
	const near = distance(anchor, positive);
	const own = distance(anchor, negative);
	const far = swaps ? call('minimum', own, distance(positive, negative)) : own;
	return reduced(call('clamp_min', sub(call('add', near, float(margin)), far), int(0)), reduction);
}

const LEAST_SQUARE = 1e-12;

function cosineEmbedding(input1: Tensor, input2: Tensor, target: Tensor, margin: number, reduction: number): Tensor {
	if (target.ndim > 1) {
		throw runtimeError('0D or 1D target tensor expected, multi-target not supported');
	}
	if (target.ndim === 1 && (input1.ndim !== 2 || input2.ndim !== 2)) {
		throw runtimeError(`1D target tensor expects 2D input tensors, but found inputs with sizes ${shapeText(input1.shape)} and ${shapeText(input2.shape)}.`);
	}
	if (target.ndim === 0 && (input1.ndim !== 1 || input2.ndim !== 1)) {
		throw runtimeError(`0D target tensor expects 1D input tensors, but found inputs with sizes ${shapeText(input1.shape)} and ${shapeText(input2.shape)}.`);
	}
	const product = (a: Tensor, b: Tensor) => call('sum', mul(a, b), [target.ndim]);
	const square = (a: Tensor) => call('add', product(a, a), float(LEAST_SQUARE));
	const cosine = call('div', product(input1, input2), call('sqrt', mul(square(input1), square(input2))));
	const zeros = call('zeros_like', cosine);
	const alike = call('where', call('eq', target, int(1)), call('rsub', cosine, int(1)), zeros);
	return reduced(add(alike, call('where', call('eq', target, int(-1)), call('clamp_min', call('sub', cosine, float(margin)), int(0)), zeros)), reduction);
}

/** The gradient of a mean or sum as that of each of `count` terms. */
function each(grad: Tensor, saved: Saved, count: number): Tensor {
	return saved.value<number>('reduction') === 1 ? call('div', grad, int(count)) : grad;
}

function requireFloat(self: Tensor, kernel: string): void {
	if (!isFloating(self.dtype)) {
		throw notImplementedError(`"${kernel}" not implemented for '${dtypeText(self.dtype)}'`);
	}
}

/** Scores as rows; a vector is one. */
function rowsOf(self: Tensor): Tensor {
	return self.ndim === 2 ? self : call('reshape', self, [1, self.numel]);
}

function requireRows(self: Tensor): void {
	if (self.ndim > 2 || (self.ndim === 2 ? self.shape[1] === 0 : self.numel === 0)) {
		throw runtimeError(`Expected non-empty vector or matrix with optional 0-dim batch size, but got: ${shapeText(self.shape)}`);
	}
}

interface Margins {
	/** How far each score comes too near, 0 where it does not or is the target's own. */
	readonly excess: Tensor;
	readonly classes: Tensor;
	readonly weights: Tensor | undefined;
}

function marginsOf(self: Tensor, target: Tensor, margin: number, weight: Tensor | undefined): Margins {
	const rows = rowsOf(self), classes = call('reshape', target, [-1, 1]);
	const excess = call('clamp_min', call('add', sub(rows, call('gather', rows, 1, classes)), float(margin)), int(0));
	return { excess: call('scatter', excess, 1, classes, int(0)), classes, weights: weight === undefined ? undefined : call('index_select', weight, 0, call('reshape', classes, [-1])) };
}

function multiMargin(self: Tensor, target: Tensor, p: Scalar, margin: Scalar, weight: Tensor | undefined, reduction: number): Tensor {
	requireRows(self);
	const samples = self.ndim === 2 ? self.shape[0]! : 1, classes = self.ndim === 0 ? 1 : self.shape.at(-1)!;
	if (target.ndim > 1 || target.numel !== samples) {
		throw runtimeError(`multi_margin_loss: target tensor should be 1-D with size equal to the number of input samples (batch size). Expected target size [${samples}], but got ${shapeText(target.shape)}. Input has shape ${shapeText(self.shape)}.`);
	}
	if (weight !== undefined && (weight.ndim > 1 || weight.numel !== classes)) {
		throw runtimeError(`inconsistent weight size, expected ${classes} but got ${shapeText(weight.shape)}`);
	}
	requireFloat(self, 'multi_margin_loss');
	if (target.dtype !== 'int64') {
		throw runtimeError(`expected scalar type Long but found ${dtypeText(target.dtype)}`);
	}
	if (target.numel > 0 && itemOf(call('any', call('logical_or', call('lt', target, int(0)), call('ge', target, int(classes))))).value === true) {
		throw runtimeError('target out of range');
	}
	const { excess, weights } = marginsOf(self, target, toNumber(margin), weight);
	const terms = call('div', call('sum', toNumber(p) === 1 ? excess : mul(excess, excess), [1]), int(classes));
	const losses = weights === undefined ? terms : mul(terms, weights);
	return reduced(self.ndim === 2 || reduction !== 0 ? losses : call('reshape', losses, target.shape), reduction);
}

function multiMarginGradient(grad: Tensor, saved: Saved): Tensor {
	const self = saved.tensor('self'), weight = saved.value('weight') === undefined ? undefined : saved.tensor('weight');
	const { excess, classes, weights } = marginsOf(self, saved.tensor('target'), toNumber(saved.value<Scalar>('margin')), weight);
	const slope = toNumber(saved.value<Scalar>('p')) === 1 ? call('to', call('gt', excess, int(0)), self.dtype) : call('mul', excess, int(2));
	const weighted = weights === undefined ? slope : mul(slope, call('unsqueeze', weights, 1));
	const own = call('neg', call('sum', weighted, [1], true));
	const each1 = call('div', call('scatter', weighted, 1, classes, own), int(excess.shape[1]!));
	const incoming = each(grad, saved, excess.shape[0]!);
	return call('reshape', mul(each1, saved.value<number>('reduction') === 0 ? call('reshape', incoming, [-1, 1]) : incoming), self.shape);
}

interface Labels {
	/** (samples, targets, classes): how far a class that is none of the targets comes too near to one. */
	readonly excess: Tensor;
	readonly places: Tensor;
}

/** Labels of a row end at the first that is -1. */
function labelsOf(self: Tensor, target: Tensor): Labels {
	const rows = rowsOf(self), labels = rowsOf(target);
	const isGiven = call('gt', call('cumprod', call('to', call('ge', labels, int(0)), 'int64'), 1), int(0));
	const places = zeroed(labels, not(isGiven));
	const isTarget = call('gt', call('scatter_add', call('zeros_like', labels), 1, places, call('to', isGiven, 'int64')), int(0));
	const excess = call('clamp_min', call('add', sub(call('unsqueeze', rows, 1), call('unsqueeze', call('gather', rows, 1, places), 2)), int(1)), int(0));
	return { excess: zeroed(zeroed(excess, call('unsqueeze', isTarget, 1)), call('unsqueeze', not(isGiven), 2)), places };
}

function multilabelMargin(self: Tensor, target: Tensor, reduction: number): Tensor {
	requireRows(self);
	if (!sameShape(self.shape, target.shape)) {
		throw runtimeError(`inconsistent target size: ${shapeText(target.shape)} for input of size: ${shapeText(self.shape)}`);
	}
	const classes = self.ndim === 0 ? 1 : self.shape.at(-1)!;
	if (target.numel > 0 && (toNumber(itemOf(call('min', target))) < -1 || toNumber(itemOf(call('max', target))) >= classes)) {
		throw runtimeError('argument #2 \'target\' is out of range');
	}
	if (target.dtype !== 'int64') {
		throw runtimeError(`expected scalar type Long but found ${dtypeText(target.dtype)}`);
	}
	requireFloat(self, 'multilabel_margin_loss_forward_out_frame');
	const losses = call('div', call('sum', labelsOf(self, target).excess, [1, 2]), int(classes));
	return reduced(self.ndim === 2 || reduction !== 0 ? losses : call('reshape', losses, []), reduction);
}

function multilabelMarginGradient(grad: Tensor, saved: Saved): Tensor {
	const self = saved.tensor('self'), { excess, places } = labelsOf(self, saved.tensor('target'));
	const slope = call('to', call('gt', excess, int(0)), self.dtype);
	const each1 = call('scatter_add', call('sum', slope, [1]), 1, places, call('neg', call('sum', slope, [2])));
	const incoming = each(grad, saved, excess.shape[0]!);
	return call('reshape', mul(call('div', each1, int(excess.shape[2]!)), saved.value<number>('reduction') === 0 ? call('reshape', incoming, [-1, 1]) : incoming), self.shape);
}

function composed(name: string, schema: string, run: Run): Operator {
	return operator({ name, variants: ['function'], tolerance: SUMS, overloads: [{ schema: `${name}${schema} -> Tensor`, run }] });
}

export const MARGINS: readonly Operator[] = [
	composed('kl_div', '(Tensor self, Tensor target, int reduction=1, *, bool log_target=False)', divergence),
	composed('poisson_nll_loss', '(Tensor input, Tensor target, bool log_input, bool full, float eps, int reduction)', poisson),
	composed('hinge_embedding_loss', '(Tensor self, Tensor target, float margin=1.0, int reduction=1)', hinge),
	composed('margin_ranking_loss', '(Tensor input1, Tensor input2, Tensor target, float margin=0.0, int reduction=1)', ranking),
	composed('triplet_margin_loss', '(Tensor anchor, Tensor positive, Tensor negative, float margin=1.0, float p=2, float eps=1e-06, bool swap=False, int reduction=1)', triplet),
	composed('cosine_embedding_loss', '(Tensor input1, Tensor input2, Tensor target, float margin=0.0, int reduction=1)', cosineEmbedding),
	operator({ name: 'soft_margin_loss', variants: ['nn'], tolerance: SUMS, overloads: [{
		schema: 'soft_margin_loss(Tensor self, Tensor target, int reduction=1) -> Tensor',
		run: (self: Tensor, target: Tensor, reduction: number) => {
			// PyTorch computes it in place.
			if (!isFloating(resultType(self, target))) {
				throw runtimeError(`result type Float can't be cast to the desired output type ${dtypeText(resultType(self, target))}`);
			}
			const losses = call('log1p', call('exp', mul(self, call('neg', target))));
			// By no reduction that there is, PyTorch gives the first loss.
			return reduction < 0 || reduction > 2 ? call('select', call('reshape', losses, [-1]), 0, 0) : reduced(losses, reduction);
		},
		backward: { node: 'SoftMarginLossBackward0', inputs: { self: { saves: ['self', 'target'], gradient: (grad, saved) => {
			const target = saved.tensor('target');
			const chance = call('sigmoid', mul(call('neg', target), saved.tensor('self')));
			return mul(mul(call('neg', target), chance), each(grad, saved, Math.max(numel(saved.shape('self')), numel(saved.shape('target')))));
		} } } },
	}] }),
	operator({ name: 'multi_margin_loss', variants: ['nn'], tolerance: SUMS, overloads: [{
		schema: 'multi_margin_loss(Tensor self, Tensor target, Scalar p=1, Scalar margin=1, Tensor? weight=None, int reduction=1) -> Tensor',
		run: multiMargin,
		backward: { node: 'MultiMarginLossBackward0', inputs: { self: { saves: ['self', 'target', 'weight'], gradient: multiMarginGradient } } },
	}] }),
	operator({ name: 'multilabel_margin_loss', variants: ['nn'], tolerance: SUMS, overloads: [{
		schema: 'multilabel_margin_loss(Tensor self, Tensor target, int reduction=1) -> Tensor',
		run: multilabelMargin,
		backward: { node: 'MultilabelMarginLossBackward0', inputs: { self: { saves: ['self', 'target'], gradient: multilabelMarginGradient } } },
	}] }),
];
