/**
 * Family: what torch.nn.functional adds: softmax, activations with parameters, losses. Most are composed of other
 * operators inside one node, with the derivative and the node's name that PyTorch has.
 */
import { indexError, notImplementedError, runtimeError, shapeText, valueError } from '../tensor/errors.ts';
import { dtypeText, isFloating } from '../tensor/promotion.ts';
import { float, int } from '../tensor/scalar.ts';
import { wrapDim } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { call } from './call.ts';
import { asType } from './copy.ts';
import { readScalar } from './iterator.ts';
import { operator, type Gradient, type Operator, type OperatorDefinition, type Run, type Saved, type Tolerance } from './operator.ts';

const CLOSE: Tolerance = { kind: 'relative', relative: 1e-6 };

/** PyTorch's enumeration at::Reduction. */
const Reduction = { none: 0, mean: 1, sum: 2 } as const;

const mul = (a: Tensor, b: Tensor) => call('mul', a, b);
const self = (saved: Saved) => saved.tensor('self');

function reduced(loss: Tensor, reduction: number): Tensor {
	return reduction === Reduction.none ? loss : call(reduction === Reduction.mean ? 'mean' : 'sum', loss);
}

/** What a loss's gradient is multiplied by: the incoming one, shared among the elements for the mean. */
function spread(grad: Tensor, saved: Saved, count: number): Tensor {
	return saved.value<number>('reduction') === Reduction.mean ? call('div', grad, int(count)) : grad;
}

/** Softmax kernels are named for the last dimension and for others. */
function checkFloat(name: string, input: Tensor, dim: number): number {
	const positive = wrapDim(dim, input.ndim);
	if (!isFloating(input.dtype)) {
		const kernel = input.ndim === 0 || positive === input.ndim - 1 ? `${name}_lastdim_kernel_impl` : name === 'log_softmax' ? 'log_softmax_kernel_impl' : 'softmax_kernel_impl';
		throw notImplementedError(`"${kernel}" not implemented for '${dtypeText(input.dtype)}'`);
	}
	return positive;
}

function softmax(input: Tensor, dim: number, dtype: DTypeName | undefined): Tensor {
	const x = dtype === undefined ? input : asType(input, dtype);
	const d = [checkFloat('softmax', x, dim)];
	const powers = call('exp', call('sub', x, call('amax', x, d, true)));
	return call('div', powers, call('sum', powers, d, true));
}

function logSoftmax(input: Tensor, dim: number, dtype: DTypeName | undefined): Tensor {
	const x = dtype === undefined ? input : asType(input, dtype);
	const d = [checkFloat('log_softmax', x, dim)];
	const shifted = call('sub', x, call('amax', x, d, true));
	return call('sub', shifted, call('log', call('sum', call('exp', shifted), d, true)));
}

const softmaxGradient: Gradient = { saves: ['result'], gradient: (grad, saved) => {
	const weighted = mul(grad, saved.tensor('result'));
	return call('sub', weighted, mul(saved.tensor('result'), call('sum', weighted, [saved.value<number>('dim')], true)));
} };

const logSoftmaxGradient: Gradient = { saves: ['result'], gradient: (grad, saved) =>
	call('sub', grad, mul(call('exp', saved.tensor('result')), call('sum', grad, [saved.value<number>('dim')], true))) };

/** d of the difference's square, for either operand. */
function mseGradient(sign: number): Gradient {
	return { saves: ['self', 'target'], gradient: (grad, saved) => {
		const difference = call('sub', self(saved), saved.tensor('target'));
		return mul(spread(grad, saved, difference.numel), call('mul', difference, int(2 * sign)));
	} };
}

/** Rows of classes: C alone, or N×C; further dimensions are moved to the rows, as PyTorch's nll_loss_nd does. */
function nllLoss(input: Tensor, target: Tensor, weight: Tensor | undefined, reduction: number, ignoreIndex: number): Tensor {
	if (input.ndim === 0) {
		throw runtimeError(`input tensor should be 1D or 2D, got ${input.ndim}D`);
	}
	if (target.dtype !== 'int64' && target.dtype !== 'uint8') {
		throw runtimeError(`expected scalar type Long but found ${dtypeText(target.dtype)}`);
	}
	if (input.ndim > 1 && input.shape[0] !== target.shape[0]) {
		throw valueError(`Expected input batch_size (${input.shape[0]}) to match target batch_size (${target.shape[0]}).`);
	}
	const classDim = input.ndim === 1 ? 0 : 1;
	const rest = input.shape.filter((_, i) => i !== classDim);
	if (rest.length !== target.ndim || rest.some((size, i) => size !== target.shape[i])) {
		throw runtimeError(`Expected target size ${shapeText(rest)}, got ${shapeText(target.shape)}`);
	}
	const isIgnored = call('eq', target, int(ignoreIndex));
	const classes = asType(call('masked_fill', target, isIgnored, int(0)), 'int64');
	checkClasses(classes, input.shape[classDim]!);
	const picked = call('neg', call('squeeze', call('gather', input, classDim, call('unsqueeze', classes, classDim)), classDim));
	const weights = weight === undefined
		? asType(call('logical_not', isIgnored), input.dtype)
		: call('masked_fill', call('reshape', call('index_select', weight, 0, call('reshape', classes, [-1])), [...classes.shape]), isIgnored, int(0));
	const losses = mul(call('masked_fill', picked, isIgnored, int(0)), weights);
	return reduction === Reduction.none ? losses : reduction === Reduction.sum ? call('sum', losses) : call('div', call('sum', losses), call('sum', weights));
}

function checkClasses(classes: Tensor, count: number): void {
	if (classes.numel === 0) {
		return;
	}
	const [low, high] = [call('min', classes), call('max', classes)].map(item => Number(readScalar(item.pointer, 'int64').value));
	if (low! < 0 || high! >= count) {
		throw indexError(`Target ${low! < 0 ? low : high} is out of bounds.`);
	}
}

function crossEntropy(input: Tensor, target: Tensor, weight: Tensor | undefined, reduction: number, ignoreIndex: number, smoothing: number): Tensor {
	const classDim = input.ndim === 1 ? 0 : 1;
	const logs = call('log_softmax', input, classDim);
	if (isFloating(target.dtype) && target.shape.length === input.shape.length) {
		const soft = smoothing === 0 ? target : call('add', call('mul', target, float(1 - smoothing)), float(smoothing / input.shape[classDim]!));
		const losses = call('neg', call('sum', mul(mul(logs, soft), weight ?? call('ones_like', logs)), [classDim]));
		return reduction === Reduction.mean ? call('div', call('sum', losses), int(Math.max(1, losses.numel))) : reduced(losses, reduction);
	}
	const plain = nll(logs, target, weight, reduction, ignoreIndex);
	if (smoothing === 0) {
		return plain;
	}
	if (weight !== undefined || reduction === Reduction.none) {
		throw notImplementedError('cross_entropy with label_smoothing together with weight or reduction=\'none\' is not in the embedded engine yet; the python runtime has it');
	}
	const kept = call('ne', target, int(ignoreIndex));
	const spreadLoss = call('neg', call('sum', mul(call('sum', logs, [classDim]), asType(kept, logs.dtype))));
	const smooth = reduction === Reduction.mean ? call('div', spreadLoss, call('sum', asType(kept, logs.dtype))) : spreadLoss;
	return call('add', call('mul', plain, float(1 - smoothing)), call('mul', smooth, float(smoothing / input.shape[classDim]!)));
}

const nll = (input: Tensor, target: Tensor, weight: Tensor | undefined, reduction: number, ignoreIndex: number) => call('nll_loss', input, target, weight, reduction, ignoreIndex);

const LOSS = 'Tensor self, Tensor target, Tensor? weight=None, int reduction=1, int ignore_index=-100';

/** −w/Σw at each row's class, elsewhere nothing. */
const nllGradient: Gradient = { saves: ['self', 'target', 'weight'], gradient: (grad, saved) => {
	const input = self(saved);
	const target = saved.tensor('target');
	const weight = saved.shape('weight').length === 0 ? undefined : saved.tensor('weight');
	const classDim = input.ndim === 1 ? 0 : 1;
	const isIgnored = call('eq', target, int(saved.value<number>('ignore_index')));
	const classes = asType(call('masked_fill', target, isIgnored, int(0)), 'int64');
	const weights = weight === undefined
		? asType(call('logical_not', isIgnored), input.dtype)
		: call('masked_fill', call('reshape', call('index_select', weight, 0, call('reshape', classes, [-1])), [...classes.shape]), isIgnored, int(0));
	const shares = saved.value<number>('reduction') === Reduction.mean ? call('div', weights, call('sum', weights)) : weights;
	const rows = call('unsqueeze', call('neg', mul(shares, grad)), classDim);
	return call('scatter_add', call('zeros_like', input), classDim, call('unsqueeze', classes, classDim), call('contiguous', rows));
} };

interface Activation { readonly node: string; readonly parameters: string; readonly run: Run; readonly gradient: Gradient; readonly more?: Partial<OperatorDefinition> }

function activation(name: string, { node, parameters, run, gradient, more }: Activation): Operator {
	return operator({ name, variants: ['nn'], tolerance: { kind: 'ulp', ulp: 4 }, ...more, overloads: [{ schema: `${name}(Tensor self${parameters}) -> Tensor`, run, backward: { node, inputs: { self: gradient } } }] });
}

export const NN: readonly Operator[] = [
	operator({
		name: 'softmax', variants: ['function', 'method', 'nn'], tolerance: CLOSE,
		overloads: [{ schema: 'softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor', run: softmax, backward: { node: 'SoftmaxBackward0', inputs: { self: softmaxGradient } } }],
	}),
	operator({
		name: 'log_softmax', variants: ['function', 'method', 'nn'], tolerance: CLOSE,
		overloads: [{ schema: 'log_softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor', run: logSoftmax, backward: { node: 'LogSoftmaxBackward0', inputs: { self: logSoftmaxGradient } } }],
	}),
	operator({
		name: 'mse_loss', variants: ['nn'], tolerance: CLOSE,
		overloads: [{
			schema: 'mse_loss(Tensor self, Tensor target, int reduction=1) -> Tensor',
			run: (input: Tensor, target: Tensor, reduction: number) => reduced(call('square', call('sub', input, target)), reduction),
			backward: { node: 'MseLossBackward0', inputs: { self: mseGradient(1), target: mseGradient(-1) } },
		}],
	}),
	operator({
		name: 'nll_loss', variants: ['nn'], tolerance: CLOSE,
		overloads: [{ schema: `nll_loss(${LOSS}) -> Tensor`, run: nllLoss, backward: { node: 'NllLossBackward0', inputs: { self: nllGradient } } }],
	}),
	operator({
		name: 'cross_entropy_loss', variants: ['nn'], tolerance: CLOSE,
		overloads: [{ schema: `cross_entropy_loss(${LOSS}, float label_smoothing=0.0) -> Tensor`, run: crossEntropy }],
	}),
	activation('leaky_relu', {
		node: 'LeakyReluBackward0', parameters: ', Scalar negative_slope=0.01',
		run: (x: Tensor, slope) => call('where', call('gt', x, int(0)), x, call('mul', x, slope)),
		gradient: { saves: ['self'], gradient: (grad, saved) => call('where', call('gt', self(saved), int(0)), grad, call('mul', grad, saved.value('negative_slope'))) },
	}),
	activation('silu', {
		node: 'SiluBackward0', parameters: '',
		run: (x: Tensor) => mul(x, call('sigmoid', x)),
		gradient: { saves: ['self'], gradient: (grad, saved) => {
			const s = call('sigmoid', self(saved));
			return mul(grad, mul(s, call('add', mul(self(saved), call('sub', float(1), s)), float(1))));
		} },
	}),
];
