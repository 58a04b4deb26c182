/**
 * Family: normalisation over layers, batches, groups and instances. 16-bit floats are computed in float32. Derivatives are composed of
 * operators that have their own; where they are themselves to be differentiated the statistics are computed anew from the input.
 */
import { isGradEnabled } from '../autograd/mode.ts';
import { notImplementedError, runtimeError, shapeText, valueError } from '../tensor/errors.ts';
import { dtypeText, isFloating, isReduced } from '../tensor/promotion.ts';
import { float, int } from '../tensor/scalar.ts';
import { sameShape, sizeAt } from '../tensor/shape.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { numel } from '../trace/shape.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { call, callMany } from './call.ts';
import { asContiguous, asType, copyInto } from './copy.ts';
import { laidOutAs } from './format.ts';
import { operator, type Derivative, type Operator, type Saved } from './operator.ts';
import { SUMS } from './tolerances.ts';

const mul = (a: Tensor, b: Tensor) => call('mul', a, b);
const sub = (a: Tensor, b: Tensor) => call('sub', a, b);

/** What is computed in: float32 for the 16-bit types. By an operator, so that it can be differentiated. */
function wide(self: Tensor): Tensor {
	return isReduced(self.dtype) ? call('to', self, 'float32') : self;
}

/** Mean and reciprocal deviation over dimensions, which stay with size 1. */
function statistics(self: Tensor, dims: readonly number[], eps: number): readonly [mean: Tensor, scale: Tensor] {
	return [call('mean', self, dims, true), call('rsqrt', call('add', call('var', self, dims, int(0), true), float(eps)))];
}

/** The gradient of a normalised input; `slope` is that of what was normalised. */
function centred(slope: Tensor, normal: Tensor, scale: Tensor, dims: readonly number[]): Tensor {
	const mean = (tensor: Tensor) => call('mean', tensor, dims, true);
	return mul(scale, sub(sub(slope, mean(slope)), mul(normal, mean(mul(slope, normal)))));
}

function affine(normal: Tensor, weight: Tensor | undefined, bias: Tensor | undefined): Tensor {
	const scaled = weight === undefined ? normal : mul(normal, wide(weight));
	return bias === undefined ? scaled : call('add', scaled, wide(bias));
}

function requireDTypes(self: Tensor, kernel: string, parameters: readonly (Tensor | undefined)[]): void {
	if (kernel === 'LayerNormKernelImpl' && !isFloating(self.dtype) && parameters.some(parameter => parameter !== undefined && parameter.dtype !== self.dtype)) {
		throw runtimeError('mixed dtype (CPU): all inputs must share same datatype.');
	}
	if (!isFloating(self.dtype)) {
		throw notImplementedError(`"${kernel}" not implemented for '${dtypeText(self.dtype)}'`);
	}
	const given = parameters.filter(parameter => parameter !== undefined);
	const [first] = given;
	if (first === undefined || given.every(parameter => parameter.dtype === self.dtype)) {
		return;
	}
	if (first.dtype === self.dtype) {
		throw runtimeError(`expected scalar type ${dtypeText(self.dtype)} but found ${dtypeText(given.find(parameter => parameter.dtype !== self.dtype)!.dtype)}`);
	}
	if (given.some(parameter => parameter.dtype !== 'float32')) {
		throw runtimeError('mixed dtype (CPU): expect parameter to have scalar type of Float');
	}
	if (!isReduced(self.dtype)) {
		throw runtimeError('mixed dtype (CPU): all inputs must share same datatype.');
	}
}

/** Saved arguments that may be absent. */
function optional(saved: Saved, name: string): Tensor | undefined {
	return saved.value(name) === undefined ? undefined : saved.tensor(name);
}

function requireNormalisedShape(self: Tensor, shape: readonly number[], parameters: readonly (readonly [string, Tensor | undefined])[], separator: string): void {
	if (shape.length < 1) {
		throw runtimeError('Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got normalized_shape = []');
	}
	for (const [name, parameter] of parameters) {
		if (parameter !== undefined && !sameShape(parameter.shape, shape)) {
			throw runtimeError(`Expected ${name} to be of same shape as normalized_shape, but got ${name} of shape ${shapeText(parameter.shape)} and normalized_shape = ${shapeText(shape)}`);
		}
	}
	if (self.ndim < shape.length || !sameShape(self.shape.slice(-shape.length), shape)) {
		throw runtimeError(`Given normalized_shape=${shapeText(shape)}, expected input with shape [*${separator}${shape.join(', ')}], but got input of size${shapeText(self.shape)}`);
	}
}

/** The last dimensions, counted from the end. */
function lastDims(shape: readonly number[]): number[] {
	return shape.map((_, d) => d - shape.length);
}

function layerNorm(input: Tensor, shape: readonly number[], weight: Tensor | undefined, bias: Tensor | undefined, eps: number): readonly Tensor[] {
	requireNormalisedShape(input, shape, [['weight', weight], ['bias', bias]], ', ');
	requireDTypes(input, 'LayerNormKernelImpl', [weight, bias]);
	const values = asContiguous(wide(input));
	const [mean, scale] = statistics(values, lastDims(shape), eps);
	const kept = weight?.dtype ?? bias?.dtype ?? input.dtype;
	return [asType(affine(mul(sub(values, mean), scale), weight, bias), input.dtype), asType(mean, kept), asType(scale, kept)];
}

/** The normalised input and what it was divided by, in a node's backward. */
function normalised(saved: Saved, dims: readonly number[]): { readonly normal: Tensor; readonly scale: Tensor } {
	const values = wide(saved.tensor('input'));
	const [mean, scale] = isGradEnabled() || isReduced(saved.dtype('input')) ? statistics(values, dims, saved.value<number>('eps')) : [saved.tensor('result1'), saved.tensor('result2')];
	return { normal: mul(sub(values, mean), scale), scale };
}

const layerDerivative: Derivative = { node: 'NativeLayerNormBackward0', nonDifferentiable: [1, 2], inputs: {
	input: { saves: ['input', 'weight', 'result1', 'result2'], gradient: (grad, saved) => {
		const dims = lastDims(saved.value<readonly number[]>('normalized_shape')), weight = optional(saved, 'weight');
		const { normal, scale } = normalised(saved, dims);
		return centred(weight === undefined ? wide(grad) : mul(wide(grad), wide(weight)), normal, scale, dims);
	} },
	// Summed over what the parameter has not by the node itself.
	weight: { saves: ['input', 'result1', 'result2'], gradient: (grad, saved) => mul(wide(grad), normalised(saved, lastDims(saved.value<readonly number[]>('normalized_shape'))).normal) },
	bias: { gradient: grad => wide(grad) },
} };

/** A value for each channel, seen beside all of an input's dimensions. */
function byChannel(parameter: Tensor, ndim: number): Tensor {
	return call('view', wide(parameter), [1, parameter.numel, ...new Array<number>(Math.max(ndim - 2, 0)).fill(1)]);
}

function otherDims(ndim: number): number[] {
	return Array.from({ length: ndim }, (_, d) => d).filter(d => d !== 1);
}

function requireChannels(input: Tensor, parameters: readonly (readonly [string, Tensor | undefined])[], training: boolean): void {
	const channels = input.shape[1] ?? 0;
	for (const [name, parameter] of parameters) {
		if (parameter !== undefined && parameter.numel !== channels) {
			throw runtimeError(`${name} should contain ${channels} elements not ${parameter.numel}`);
		}
		if (parameter === undefined && name.startsWith('running') && !training) {
			throw runtimeError(`${name} must be defined in evaluation mode`);
		}
	}
}

function batchNorm(input: Tensor, weight: Tensor | undefined, bias: Tensor | undefined, runningMean: Tensor | undefined, runningVar: Tensor | undefined, training: boolean, momentum: number, eps: number): readonly Tensor[] {
	requireChannels(input, [['running_mean', runningMean], ['running_var', runningVar], ['weight', weight], ['bias', bias]], training);
	requireDTypes(input, 'batch_norm', [weight, bias, runningMean, runningVar]);
	const values = asContiguous(wide(input)), dims = otherDims(input.ndim), { ndim } = input;
	const beside = (parameter: Tensor | undefined) => parameter === undefined ? undefined : byChannel(parameter, ndim);
	const computed = (mean: Tensor, scale: Tensor) => laidOutAs(asType(affine(mul(sub(values, mean), scale), beside(weight), beside(bias)), input.dtype), input);
	const kept: DTypeName = weight?.dtype ?? runningMean?.dtype ?? input.dtype;
	if (!training) {
		const none = () => emptyTensor([0], kept);
		return [computed(byChannel(runningMean!, ndim), call('rsqrt', call('add', byChannel(runningVar!, ndim), float(eps)))), none(), none()];
	}
	const [mean, scale] = statistics(values, dims, eps);
	const flat = (tensor: Tensor) => asType(call('reshape', tensor, [-1]), kept);
	const count = input.numel / Math.max(input.shape[1]!, 1);
	if (runningMean !== undefined) {
		follow(runningMean, mean, momentum);
	}
	if (runningVar !== undefined) {
		follow(runningVar, call('mul', call('var', values, dims, int(0), true), float(count / (count - 1))), momentum);
	}
	return [computed(mean, scale), flat(mean), flat(scale)];
}

/** Moves running statistics towards a batch's; PyTorch counts no version for it. */
function follow(running: Tensor, batch: Tensor, momentum: number): void {
	const value = call('add', call('mul', wide(running), float(1 - momentum)), call('mul', call('reshape', batch, [-1]), float(momentum)));
	copyInto(running, value);
	running.storage.writes++;
}

/** As `normalised`, for a batch: by its own statistics, or by the running ones where it was evaluated. */
function normalisedBatch(saved: Saved): { readonly normal: Tensor; readonly scale: Tensor } {
	const values = wide(saved.tensor('input')), ndim = values.ndim, eps = saved.value<number>('eps');
	const [mean, scale] = !saved.value<boolean>('training')
		? [byChannel(saved.tensor('running_mean'), ndim), call('rsqrt', call('add', byChannel(saved.tensor('running_var'), ndim), float(eps)))]
		: isGradEnabled() ? statistics(values, otherDims(ndim), eps) : [byChannel(saved.tensor('result1'), ndim), byChannel(saved.tensor('result2'), ndim)];
	return { normal: mul(sub(values, mean), scale), scale };
}

/** A gradient of each channel. */
function perChannel(grad: Tensor): Tensor {
	return call('sum', grad, otherDims(grad.ndim));
}

const batchDerivative: Derivative = { node: 'NativeBatchNormBackward0', nonDifferentiable: [1, 2], inputs: {
	input: { saves: ['input', 'weight', 'running_mean', 'running_var', 'result1', 'result2'], gradient: (grad, saved) => {
		const weight = optional(saved, 'weight');
		const { normal, scale } = normalisedBatch(saved);
		const slope = weight === undefined ? wide(grad) : mul(wide(grad), byChannel(weight, grad.ndim));
		return saved.value<boolean>('training') ? centred(slope, normal, scale, otherDims(grad.ndim)) : mul(slope, scale);
	} },
	weight: { saves: ['input', 'running_mean', 'running_var', 'result1', 'result2'], gradient: (grad, saved) => perChannel(mul(wide(grad), normalisedBatch(saved).normal)) },
	bias: { gradient: grad => perChannel(wide(grad)) },
} };

function requireGroups(input: Tensor, groups: number, weight: Tensor | undefined, bias: Tensor | undefined): void {
	const channels = input.shape[1]!;
	if (groups <= 0) {
		throw runtimeError(`Expected num groups to be greater than 0, got ${groups}`);
	}
	if (channels % groups !== 0) {
		throw runtimeError(`Expected number of channels in input to be divisible by num_groups, but got input of shape ${shapeText(input.shape)} and num_groups=${groups}`);
	}
	for (const [name, parameter] of [['weight', weight], ['bias', bias]] as const) {
		if (parameter !== undefined && (parameter.ndim !== 1 || parameter.numel !== channels)) {
			// Of a bias PyTorch tells the shape of the weight.
			throw runtimeError(`Expected ${name} to be a vector of size equal to the number of channels in input, but got ${name} of shape ${shapeText(weight?.shape ?? [0])} and input of shape ${shapeText(input.shape)}`);
		}
	}
}

/** An input whose groups are rows: (samples, groups, the rest). */
function groupRows(input: Tensor, samples: number, groups: number): Tensor {
	return call('reshape', wide(input), [samples, groups, samples * groups === 0 ? 0 : input.numel / (samples * groups)]);
}

function groupNorm(input: Tensor, weight: Tensor | undefined, bias: Tensor | undefined, samples: number, _channels: number, _places: number, groups: number, eps: number): readonly Tensor[] {
	requireDTypes(input, 'GroupNormKernelImpl', [weight, bias]);
	const rows = groupRows(asContiguous(input), samples, groups);
	const [mean, scale] = statistics(rows, [2], eps);
	const beside = (parameter: Tensor | undefined) => parameter === undefined ? undefined : byChannel(parameter, input.ndim);
	const normal = call('reshape', mul(sub(rows, mean), scale), input.shape);
	const kept = weight?.dtype ?? input.dtype;
	const flat = (tensor: Tensor) => asType(call('reshape', tensor, [samples, groups]), kept);
	return [laidOutAs(asType(affine(normal, beside(weight), beside(bias)), input.dtype), input), flat(mean), flat(scale)];
}

function normalisedGroups(saved: Saved): { readonly rows: Tensor; readonly scale: Tensor } {
	const rows = groupRows(saved.tensor('input'), saved.value<number>('N'), saved.value<number>('group'));
	const [mean, scale] = statistics(rows, [2], saved.value<number>('eps'));
	return { rows: mul(sub(rows, mean), scale), scale };
}

const groupDerivative: Derivative = { node: 'NativeGroupNormBackward0', nonDifferentiable: [1, 2], inputs: {
	input: { saves: ['input', 'weight'], gradient: (grad, saved) => {
		const weight = optional(saved, 'weight');
		const { rows, scale } = normalisedGroups(saved);
		const slope = weight === undefined ? wide(grad) : mul(wide(grad), byChannel(weight, grad.ndim));
		return call('reshape', centred(call('reshape', slope, rows.shape), rows, scale, [2]), saved.shape('input'));
	} },
	weight: { saves: ['input'], gradient: (grad, saved) => perChannel(mul(wide(grad), call('reshape', normalisedGroups(saved).rows, grad.shape))) },
	bias: { gradient: grad => perChannel(wide(grad)) },
} };

/** Each sample's channels as the channels of one sample. */
function instanceNorm(input: Tensor, weight: Tensor | undefined, bias: Tensor | undefined, runningMean: Tensor | undefined, runningVar: Tensor | undefined, usesInput: boolean, momentum: number, eps: number): Tensor {
	if (!usesInput && (runningMean === undefined || runningVar === undefined)) {
		throw runtimeError('Expected running_mean and running_var to be defined when use_input_stats is false');
	}
	const samples = sizeAt(input.shape, 0), channels = sizeAt(input.shape, 1);
	const repeated = (parameter: Tensor | undefined) => parameter === undefined ? undefined : call('repeat', parameter, [samples]);
	const [mean, variance] = [repeated(runningMean), repeated(runningVar)];
	const wanted = call('view', call('contiguous', input), [1, samples * channels, ...input.shape.slice(2)]);
	const result = call('batch_norm', wanted, repeated(weight), repeated(bias), mean, variance, usesInput, momentum, eps, true);
	for (const [running, each] of [[runningMean, mean], [runningVar, variance]] as const) {
		if (running !== undefined && usesInput) {
			call('copy_', call('detach', running), call('mean', call('view', call('detach', each!), [samples, channels]), [0]));
		}
	}
	return call('view', result, input.shape);
}

const LEAST_STEP: Partial<Record<DTypeName, number>> = { float16: 2 ** -23, bfloat16: 2 ** -23, float32: 2 ** -23, float64: 2 ** -52 };

function rmsNorm(input: Tensor, shape: readonly number[], weight: Tensor | undefined, eps: number | undefined): Tensor {
	if (shape.length > input.ndim) {
		throw valueError(`Input tensor must have at least ${shape.length} dimensions, but got ${input.ndim}`);
	}
	requireNormalisedShape(input, shape, [['weight', weight]], '');
	if (!isFloating(input.dtype)) {
		throw notImplementedError(`"rms_norm" not implemented for '${dtypeText(input.dtype)}'`);
	}
	const values = wide(input);
	const scale = call('rsqrt', call('add', call('mean', call('pow', values, int(2)), lastDims(shape), true), float(eps ?? LEAST_STEP[input.dtype]!)));
	const result = mul(values, scale);
	const scaled = weight === undefined ? result : mul(result, weight);
	return call('contiguous', scaled.dtype === input.dtype ? scaled : call('to', scaled, input.dtype));
}

const PARAMETERS = 'Tensor? weight, Tensor? bias';
const RUNNING = `Tensor input, ${PARAMETERS}, Tensor? running_mean, Tensor? running_var`;

export const NORMALISATION: readonly Operator[] = [
	operator({ name: 'layer_norm', variants: ['function'], tolerance: SUMS, overloads: [{
		schema: 'layer_norm(Tensor input, int[] normalized_shape, Tensor? weight=None, Tensor? bias=None, float eps=1e-05, bool cudnn_enable=True) -> Tensor',
		run: (input: Tensor, shape: readonly number[], weight: Tensor | undefined, bias: Tensor | undefined, eps: number) => callMany('native_layer_norm', input, shape, weight, bias, eps)[0]!,
	}] }),
	operator({ name: 'native_layer_norm', variants: ['function'], tolerance: SUMS, overloads: [{
		schema: `native_layer_norm(Tensor input, int[] normalized_shape, ${PARAMETERS}, float eps) -> (Tensor, Tensor, Tensor)`,
		run: layerNorm,
		backward: layerDerivative,
	}] }),
	operator({ name: 'batch_norm', variants: ['function'], tolerance: SUMS, overloads: [{
		schema: `batch_norm(${RUNNING}, bool training, float momentum, float eps, bool cudnn_enabled) -> Tensor`,
		run: (...args: readonly never[]) => callMany('native_batch_norm', ...args.slice(0, 8))[0]!,
	}] }),
	operator({ name: 'native_batch_norm', variants: ['function'], tolerance: SUMS, overloads: [{
		schema: `native_batch_norm(${RUNNING}, bool training, float momentum, float eps) -> (Tensor, Tensor, Tensor)`,
		run: batchNorm,
		backward: batchDerivative,
	}] }),
	operator({ name: 'group_norm', variants: ['function'], tolerance: SUMS, overloads: [{
		schema: 'group_norm(Tensor input, int num_groups, Tensor? weight=None, Tensor? bias=None, float eps=1e-05, bool cudnn_enabled=True) -> Tensor',
		run: (input: Tensor, groups: number, weight: Tensor | undefined, bias: Tensor | undefined, eps: number) => {
			sizeAt(input.shape, 0);
			sizeAt(input.shape, 1);
			requireGroups(input, groups, weight, bias);
			return callMany('native_group_norm', input, weight, bias, input.shape[0]!, input.shape[1]!, numel(input.shape.slice(2)), groups, eps)[0]!;
		},
	}] }),
	operator({ name: 'native_group_norm', variants: ['function'], tolerance: SUMS, overloads: [{
		schema: `native_group_norm(Tensor input, ${PARAMETERS}, int N, int C, int HxW, int group, float eps) -> (Tensor, Tensor, Tensor)`,
		run: groupNorm,
		backward: groupDerivative,
	}] }),
	operator({ name: 'instance_norm', variants: ['function'], tolerance: SUMS, overloads: [{
		schema: `instance_norm(${RUNNING}, bool use_input_stats, float momentum, float eps, bool cudnn_enabled) -> Tensor`,
		run: instanceNorm,
	}] }),
	operator({ name: 'rms_norm', variants: ['function'], tolerance: SUMS, overloads: [{
		schema: 'rms_norm(Tensor input, int[] normalized_shape, Tensor? weight=None, float? eps=None) -> Tensor',
		run: rmsNorm,
	}] }),
];
