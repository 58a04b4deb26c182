/**
 * Family: activations. What one has of numbers (slopes, thresholds) the kernel reads beside each element; the 16-bit types
 * are computed in float32 and rounded once.
 */
import type { KernelName } from '../kernels/load.ts';
import { general } from '../print/decimal.ts';
import { defaultGenerator, type Generator } from '../random/generator.ts';
import { runtimeError } from '../tensor/errors.ts';
import { dtypeText, isFloating, isReduced } from '../tensor/promotion.ts';
import { float, int, type Scalar, toBigInt, toNumber } from '../tensor/scalar.ts';
import { wrapDim } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { call } from './call.ts';
import { asContiguous, asType, copyInto } from './copy.ts';
import { checkFits } from './creation.ts';
import { cloneOf, elementwise } from './elementwise.ts';
import { noLoop } from './loop.ts';
import { EXACT, type Derivative, type Gradient, type Operator, operator, otherDType, type OverloadDefinition, type Saved, type Variant } from './operator.ts';
import { masked } from './pointwise.ts';
import { BUT_ZERO, STEPS } from './tolerances.ts';

const mul = (a: Tensor, b: Tensor | Scalar) => call('mul', a, b);
const self = (saved: Saved) => saved.tensor('self');

/** NotImplementedError in the name of PyTorch's loop where the input is not floating. */
function compute(kernel: KernelName, loop: string, input: Tensor, numbers: readonly Scalar[], out: Tensor | undefined): Tensor {
	const { dtype } = input;
	if (!isFloating(dtype)) {
		throw noLoop(loop, dtype, [input], out);
	}
	const inputs = [input, ...numbers];
	return isReduced(dtype) ? cloneOf(elementwise(kernel, inputs, undefined, 'float32', 'float32'), dtype) : elementwise(kernel, inputs, out, dtype, dtype);
}

/** A gradient of the 16-bit types is computed in float32 too. */
function widely(gradient: (grad: Tensor, input: Tensor, saved: Saved) => Tensor, saves: 'self' | 'result' = 'self'): Gradient {
	return { saves: [saves], gradient: (grad, saved) => {
		const input = saved.tensor(saves);
		return isReduced(input.dtype) ? call('to', gradient(call('to', grad, 'float32'), call('to', input, 'float32'), saved), input.dtype) : gradient(grad, input, saved);
	} };
}

interface Rule {
	readonly node: string;
	readonly gradient: Gradient;
	/** Of a loop that isn't called after the operator. */
	readonly loop?: string;
	readonly variants?: readonly Variant[];
}

/** One tensor, no numbers; in place where PyTorch has that. */
function plain(name: KernelName, { node, gradient, loop = `${name}_cpu`, variants = ['nn', 'in-place'] }: Rule): Operator {
	return operator({
		name, variants, tolerance: STEPS, outKeepsDType: otherDType,
		overloads: [{ schema: `${name}(Tensor self) -> Tensor`, run: (input: Tensor, out?: Tensor) => compute(name, loop, input, [], out), backward: { node, inputs: { self: gradient } } }],
	});
}

type Forward = (input: Tensor, ...rest: readonly never[]) => Tensor;

/** A function and, as its derivative there is by the result, the form in place under a name of its own. */
function withInPlace(name: string, parameters: string, variant: Variant, forward: Forward, backward: Derivative, inPlace: Derivative): readonly Operator[] {
	const overload: OverloadDefinition = { schema: `${name}(Tensor self${parameters}) -> Tensor`, run: forward, backward };
	return [
		operator({ name, variants: variant === 'nn' ? ['nn'] : [variant, 'nn'], tolerance: STEPS, overloads: [overload] }),
		operator({ name: `${name}_`, variants: variant === 'nn' ? ['nn'] : [variant, 'nn'], tolerance: STEPS, overloads: [{
			schema: `${name}_(Tensor(a!) self${parameters}) -> Tensor(a!)`,
			run: (input: Tensor, ...rest: readonly never[]) => {
				copyInto(input, forward(input, ...rest));
				return input;
			},
			backward: inPlace,
		}] }),
	];
}

const ONE = int(1);

/** Factors of a negative number's exponential, of a positive number, and of the exponent. */
interface EluFactors { readonly negative: number; readonly positive: number; readonly input: number }

function eluFamily(name: string, parameters: string, variant: Variant, node: string, factors: (...numbers: readonly Scalar[]) => EluFactors, named: readonly string[]): readonly Operator[] {
	const of = (saved: Saved) => factors(...named.map(item => saved.value<Scalar>(item)));
	const forward = (input: Tensor, ...numbers: readonly Scalar[]) => {
		const { negative, positive, input: inner } = factors(...numbers);
		return compute('elu', 'elu_cpu', input, [float(negative), float(positive), float(inner)], undefined);
	};
	const slopes = (grad: Tensor, at: Tensor, { positive }: EluFactors, below: Tensor) => call('where', call('gt', at, int(0)), mul(grad, float(positive)), below);
	return withInPlace(name, parameters, variant, forward, { node: `${node}Backward0`, inputs: { self: widely((grad, input, saved) => {
		const found = of(saved);
		return slopes(grad, input, found, mul(mul(grad, float(found.input * found.negative)), call('exp', mul(input, float(found.input)))));
	}) } }, { node: `${node}Backward1`, inputs: { self: widely((grad, value, saved) => {
		const found = of(saved);
		if (found.negative < 0) {
			throw runtimeError('In-place elu backward calculation is triggered with a negative slope which is not supported. This is caused by calling in-place forward function with a negative slope, please call out-of-place version instead.');
		}
		return slopes(grad, value, found, mul(mul(grad, float(found.input)), call('add', value, float(found.negative))));
	}, 'result') } });
}

function celuFactors(alpha: Scalar): EluFactors {
	const size = toNumber(alpha);
	if (size === 0) {
		throw runtimeError('ZeroDivisionError: alpha cannot be 0 for CELU');
	}
	return { negative: size, positive: 1, input: 1 / size };
}

const SELU: EluFactors = { negative: 1.0507009873554805 * 1.6732632423543772, positive: 1.0507009873554805, input: 1 };

const LEAKY_IN_PLACE = 'In-place leakyReLu backward calculation is triggered with a negative slope which is not supported. This is caused by calling in-place forward function with a negative slope, please call out-of-place version instead. File an issue at https://github.com/pytorch/pytorch if you do require supporting in-place leakRelu backward calculation with negative slope';

const leakySlopes = (grad: Tensor, at: Tensor, slope: Scalar) => call('where', call('gt', at, int(0)), grad, mul(grad, slope));

const leakyInPlace = widely((grad, value, saved) => {
	const slope = saved.value<Scalar>('negative_slope');
	if (toNumber(slope) < 0) {
		throw runtimeError(LEAKY_IN_PLACE);
	}
	return leakySlopes(grad, value, slope);
}, 'result');

/** A number in the dtype that it is compared in: whole where that is. */
function numberIn(value: Scalar, dtype: DTypeName): Scalar {
	return isFloating(dtype) ? value : int(toBigInt(value));
}

function threshold(input: Tensor, limit: Scalar, value: Scalar): Tensor {
	if (input.dtype === 'bool') {
		throw noLoop('threshold_cpu', input.dtype, [input], undefined);
	}
	checkFits(limit, input.dtype, Infinity);
	return call('where', call('le', input, numberIn(limit, input.dtype)), numberIn(value, input.dtype), input);
}

const thresholdGradient: Gradient = { saves: ['self'], gradient: (grad, saved) => call('masked_fill', grad, call('le', self(saved), saved.value<Scalar>('threshold')), int(0)) };

function hardtanh(input: Tensor, low: Scalar, high: Scalar, out?: Tensor): Tensor {
	if (input.dtype === 'bool') {
		throw runtimeError('Bool inputs not supported for hardtanh');
	}
	const [least, most] = [numberIn(low, input.dtype), numberIn(high, input.dtype)];
	if (input.dtype === 'uint8' && toNumber(least) < 0) {
		throw runtimeError('cannot do hardtanh on an unsigned type with negative limits');
	}
	return out === input ? call('clamp_', input, least, most) : call('clamp', input, least, most);
}

/** No gradient at the bounds and beyond. */
const hardtanhGradient = (low: (saved: Saved) => Scalar, high: (saved: Saved) => Scalar): Gradient => ({ saves: ['self'], gradient: (grad, saved) => masked(grad, call('logical_and', call('gt', self(saved), low(saved)), call('lt', self(saved), high(saved)))) });

/** No gradient within the threshold. */
const shrinkGradient: Gradient = { saves: ['self'], gradient: (grad, saved) => {
	const size = saved.value<Scalar>('lambd');
	return masked(grad, call('logical_or', call('gt', self(saved), size), call('lt', self(saved), float(-toNumber(size)))));
} };

function within(input: Tensor, size: Scalar): Tensor {
	return call('logical_and', call('ge', input, float(-toNumber(size))), call('le', input, size));
}

const LARGEST: Partial<Record<DTypeName, number>> = { float16: 65504, bfloat16: 3.3895313892515355e38, float32: 3.4028234663852886e38, float64: Number.MAX_VALUE };

function softshrink(input: Tensor, size: Scalar, out?: Tensor): Tensor {
	const most = LARGEST[input.dtype];
	if (most === undefined) {
		throw noLoop('softshrink_check', input.dtype, [input], out);
	}
	const value = toNumber(size);
	if (!(value >= 0 && value <= most)) {
		throw runtimeError(`lambda must be in range [0, ${general(most)}] for input dtype ${dtypeText(input.dtype)}, but found ${general(value)}`);
	}
	return compute('softshrink', 'softshrink_cpu', input, [size], out);
}

function checkGelu(approximate: string): 'gelu' | 'gelu_tanh' {
	if (approximate !== 'none' && approximate !== 'tanh') {
		throw runtimeError('approximate argument must be either none or tanh.');
	}
	return approximate === 'none' ? 'gelu' : 'gelu_tanh';
}

const BY_ROOT_TWO_PI = 1 / Math.sqrt(2 * Math.PI);
const CUBIC = 0.044715;

function geluGradient(grad: Tensor, x: Tensor, saved: Saved): Tensor {
	if (saved.value('approximate') === 'none') {
		const chance = mul(call('add', call('erf', mul(x, float(Math.SQRT1_2))), ONE), float(0.5));
		return mul(grad, call('add', chance, mul(x, mul(call('exp', mul(mul(x, x), float(-0.5))), float(BY_ROOT_TWO_PI)))));
	}
	const factor = float(Math.sqrt(2 / Math.PI));
	const square = mul(x, x);
	const bent = call('tanh', mul(mul(x, call('add', mul(square, float(CUBIC)), ONE)), factor));
	const slope = mul(call('add', mul(square, float(3 * CUBIC)), ONE), factor);
	const ofTanh = mul(mul(mul(x, float(0.5)), call('rsub', mul(bent, bent), ONE)), slope);
	return mul(grad, call('add', mul(call('add', bent, ONE), float(0.5)), ofTanh));
}

/** The weights lie along the second dimension; one does for all. */
function prelu(input: Tensor, weight: Tensor): Tensor {
	if (input.dtype !== weight.dtype) {
		throw runtimeError(`prelu: Type promoting not supported. Got ${dtypeText(input.dtype)} and ${dtypeText(weight.dtype)}`);
	}
	if (weight.numel !== 1) {
		if (input.ndim === 0) {
			throw runtimeError('Not allow zero-dim input tensor.');
		}
		const channels = input.ndim > 1 ? input.shape[1]! : 1;
		if (channels !== weight.numel) {
			throw runtimeError(`Mismatch of parameter numbers and input channel size. Found parameter numbers = ${weight.numel} and channel size = ${channels}.`);
		}
	}
	if (weight.ndim > 1) {
		throw runtimeError(`prelu: Expected \`weight\` to be a scalar or 1D tensor, but got: ndim = ${weight.ndim}`);
	}
	return call('_prelu_kernel', input, weight.ndim === 0 || input.ndim === 0 ? call('reshape', weight, input.ndim === 0 ? [] : [1]) : call('reshape', weight, input.shape.map((_, d) => d === (input.ndim > 1 ? 1 : 0) ? weight.numel : 1)));
}

function preluKernel(input: Tensor, weight: Tensor): Tensor {
	if (!isFloating(input.dtype)) {
		throw noLoop('prelu_cpu', input.dtype, [input, weight], undefined);
	}
	return call('where', call('gt', input, int(0)), input, mul(weight, input));
}

/** Each negative element has a slope of its own, drawn in the order of elements; noted in `noise`. */
function rrelu(input: Tensor, noise: Tensor, lower: Scalar, upper: Scalar, training: boolean, generator: Generator = defaultGenerator): Tensor {
	const [low, high] = [toNumber(lower), toNumber(upper)];
	for (const [name, value] of [['lower', low], ['upper', high]] as const) {
		if (!Number.isFinite(value)) {
			throw runtimeError(`rrelu: ${name} bound must be finite, got ${general(value)}`);
		}
	}
	if (low > high) {
		throw runtimeError('Lower bound should be less than or equal to the upper bound');
	}
	const dense = asContiguous(input);
	if (!training) {
		return compute('leaky_relu', 'leaky_relu_cpu', dense, [float((low + high) / 2)], undefined);
	}
	if (!isFloating(input.dtype) || input.dtype === 'float16') {
		throw noLoop('rrelu_with_noise_out_cpu', input.dtype, [input], undefined);
	}
	const wide = asType(dense, input.dtype === 'float64' ? 'float64' : 'float32');
	const bounds = input.dtype === 'float64' ? [low, high] as const : [Math.fround(low), Math.fround(high)] as const;
	const places = call('reshape', call('nonzero', call('reshape', call('le', wide, int(0)), [-1])), [-1]);
	const drawn = call('to', call('add', mul(call('uniform_', call('empty', [places.numel], undefined, 'float64'), 0, 1, generator), float(bounds[1] - bounds[0])), float(bounds[0])), wide.dtype);
	const slopes = call('reshape', call('scatter_', call('ones', [wide.numel], wide.dtype), 0, places, drawn), input.shape);
	copyInto(noise, slopes);
	return asType(mul(wide, slopes), input.dtype);
}

const rreluGradient = (saves: 'self' | 'result'): Gradient => ({ saves: [saves, 'noise'], gradient: (grad, saved) => {
	const [low, high] = [toNumber(saved.value('lower')), toNumber(saved.value('upper'))];
	return saved.value<boolean>('training') && high - low > 1e-6 ? mul(grad, saved.tensor('noise')) : leakySlopes(grad, saved.tensor(saves), float((low + high) / 2));
} });

const RRELU = 'Scalar lower=0.125, Scalar upper=0.3333333333333333, bool training=False, Generator? generator=None';

function noiseOf(input: Tensor): Tensor {
	return call('empty', input.shape, undefined, input.dtype);
}

/** Half of a dimension, each element weighed by the sigmoid of its fellow in the other half. */
function glu(input: Tensor, dim: number): Tensor {
	if (input.ndim === 0) {
		throw runtimeError('glu does not support 0-dimensional tensors');
	}
	const at = wrapDim(dim, input.ndim);
	const size = input.shape[at]!;
	if (size % 2 !== 0) {
		throw runtimeError(`Halving dimension must be even, but dimension ${at} is size ${size}`);
	}
	if (!isFloating(input.dtype)) {
		throw noLoop('glu_cpu', input.dtype, [input], undefined);
	}
	const [value, gate] = halves(isReduced(input.dtype) ? call('to', input, 'float32') : input, at);
	return call('to', mul(value, call('sigmoid', gate)), input.dtype);
}

function halves(input: Tensor, dim: number): readonly [Tensor, Tensor] {
	const half = input.shape[dim]! / 2;
	return [call('narrow', input, dim, 0, half), call('narrow', input, dim, half, half)];
}

/** A float32 in PyTorch, whatever the dtype. */
const SIXTH = float(Math.fround(1 / 6));

const HARDSWISH = widely((grad, x) => {
	const inner = mul(grad, call('add', call('div', x, int(3)), float(0.5)));
	return call('where', call('le', x, int(-3)), call('zeros_like', grad), call('where', call('ge', x, int(3)), grad, inner));
});

export const ACTIVATIONS: readonly Operator[] = [
	...withInPlace('leaky_relu', ', Scalar negative_slope=0.01', 'nn', (input: Tensor, slope: Scalar) => compute('leaky_relu', 'leaky_relu_cpu', input, [slope], undefined),
		{ node: 'LeakyReluBackward0', inputs: { self: widely((grad, input, saved) => leakySlopes(grad, input, saved.value('negative_slope'))) } },
		{ node: 'LeakyReluBackward1', inputs: { self: leakyInPlace } }),
	...eluFamily('elu', ', Scalar alpha=1, Scalar scale=1, Scalar input_scale=1', 'nn', 'Elu', (alpha, scale, input) => ({ negative: toNumber(alpha!) * toNumber(scale!), positive: toNumber(scale!), input: toNumber(input!) }), ['alpha', 'scale', 'input_scale']),
	...eluFamily('selu', '', 'function', 'Elu', () => SELU, []),
	...eluFamily('celu', ', Scalar alpha=1.', 'function', 'Celu', alpha => celuFactors(alpha!), ['alpha']),
	plain('silu', { node: 'SiluBackward0', gradient: widely((grad, x) => {
		const chance = call('sigmoid', x);
		return mul(mul(grad, chance), call('add', mul(x, call('rsub', chance, ONE)), ONE));
	}) }),
	plain('mish', { node: 'MishBackward0', gradient: widely((grad, x) => {
		const bent = call('tanh', call('softplus', x));
		return mul(grad, call('add', bent, mul(mul(x, call('sigmoid', x)), call('rsub', mul(bent, bent), ONE))));
	}) }),
	plain('hardswish', { node: 'HardswishBackward0', gradient: HARDSWISH }),
	plain('hardsigmoid', { node: 'HardsigmoidBackward0', gradient: widely((grad, x) => call('where', call('logical_and', call('gt', x, int(-3)), call('lt', x, int(3))), mul(grad, SIXTH), call('zeros_like', grad))) }),
	operator({ name: 'log_sigmoid', variants: ['nn', 'out'], tolerance: STEPS, outKeepsDType: (out, self) => `expected scalar type ${self} but found ${out}`, overloads: [{
		schema: 'log_sigmoid(Tensor self) -> Tensor',
		run: (input: Tensor, out?: Tensor) => compute('log_sigmoid', 'log_sigmoid_cpu', asContiguous(input), [], out),
		backward: { node: 'LogSigmoidBackward0', inputs: { self: widely((grad, x) => mul(grad, call('sigmoid', call('neg', x)))) } },
	}] }),
	operator({ name: 'gelu', variants: ['nn', 'in-place', 'out'], tolerance: STEPS, outKeepsDType: otherDType, overloads: [{
		schema: "gelu(Tensor self, *, str approximate='none') -> Tensor",
		run: (input: Tensor, approximate: string, out?: Tensor) => compute(checkGelu(approximate), 'GeluKernelImpl', input, [], out),
		backward: { node: 'GeluBackward0', inputs: { self: widely(geluGradient) } },
	}] }),
	operator({ name: 'softplus', variants: ['nn', 'out'], tolerance: STEPS, outKeepsDType: otherDType, overloads: [{
		schema: 'softplus(Tensor self, Scalar beta=1, Scalar threshold=20) -> Tensor',
		run: (input: Tensor, beta: Scalar, limit: Scalar, out?: Tensor) => compute('softplus', 'softplus_cpu', input, [beta, limit], out),
		backward: { node: 'SoftplusBackward0', inputs: { self: widely((grad, x, saved) => {
			const scaled = mul(x, saved.value<Scalar>('beta'));
			return call('where', call('gt', scaled, saved.value<Scalar>('threshold')), grad, mul(grad, call('sigmoid', scaled)));
		}) } },
	}] }),
	...withInPlace('threshold', ', Scalar threshold, Scalar value', 'function', threshold,
		{ node: 'ThresholdBackward0', inputs: { self: thresholdGradient } },
		{ node: 'ThresholdBackward1', inputs: { self: thresholdGradient } }),
	operator({ name: 'hardtanh', variants: ['nn', 'in-place'], tolerance: EXACT, overloads: [{
		schema: 'hardtanh(Tensor self, Scalar min_val=-1, Scalar max_val=1) -> Tensor', run: hardtanh,
		backward: { node: 'HardtanhBackward0', inputs: { self: hardtanhGradient(saved => saved.value('min_val'), saved => saved.value('max_val')) } },
	}] }),
	operator({ name: 'relu6', variants: ['nn', 'in-place'], tolerance: EXACT, overloads: [{
		schema: 'relu6(Tensor self) -> Tensor',
		run: (input: Tensor, out?: Tensor) => hardtanh(input, int(0), int(6), out),
		backward: { node: 'HardtanhBackward0', inputs: { self: hardtanhGradient(() => int(0), () => int(6)) } },
	}] }),
	operator({ name: 'hardshrink', variants: ['function', 'method', 'out', 'nn'], tolerance: EXACT, outKeepsDType: otherDType, overloads: [{
		schema: 'hardshrink(Tensor self, Scalar lambd=0.5) -> Tensor',
		run: (input: Tensor, size: Scalar, out?: Tensor) => {
			if (!isFloating(input.dtype)) {
				throw noLoop('hardshrink_cpu', input.dtype, [input], out);
			}
			return call('where', within(input, size), int(0), input);
		},
		backward: { node: 'HardshrinkBackward0', inputs: { self: shrinkGradient } },
	}] }),
	operator({ name: 'softshrink', variants: ['nn', 'out'], tolerance: BUT_ZERO, outKeepsDType: otherDType, overloads: [{
		schema: 'softshrink(Tensor self, Scalar lambd=0.5) -> Tensor', run: softshrink,
		backward: { node: 'SoftshrinkBackward0', inputs: { self: shrinkGradient } },
	}] }),
	operator({ name: 'prelu', variants: ['function', 'method', 'nn'], tolerance: EXACT, overloads: [{ schema: 'prelu(Tensor self, Tensor weight) -> Tensor', run: prelu }] }),
	operator({ name: '_prelu_kernel', variants: [], tolerance: EXACT, overloads: [{ schema: '_prelu_kernel(Tensor self, Tensor weight) -> Tensor', run: preluKernel, backward: { node: 'PreluKernelBackward0', inputs: {
		self: { saves: ['self', 'weight'], gradient: (grad, saved) => call('where', call('gt', self(saved), int(0)), grad, mul(saved.tensor('weight'), grad)) },
		weight: { saves: ['self'], gradient: (grad, saved) => call('where', call('gt', self(saved), int(0)), call('zeros_like', grad), mul(self(saved), grad)) },
	} } }] }),
	operator({ name: 'rrelu', variants: ['function', 'nn'], tolerance: EXACT, overloads: [{
		schema: `rrelu(Tensor self, ${RRELU}) -> Tensor`,
		run: (input: Tensor, lower: Scalar, upper: Scalar, training: boolean, generator?: Generator) => call('rrelu_with_noise', input, noiseOf(input), lower, upper, training, generator),
	}] }),
	operator({ name: 'rrelu_', variants: ['function', 'nn'], tolerance: EXACT, overloads: [{
		schema: `rrelu_(Tensor(a!) self, ${RRELU}) -> Tensor(a!)`,
		run: (input: Tensor, lower: Scalar, upper: Scalar, training: boolean, generator?: Generator) => call('rrelu_with_noise_', input, noiseOf(input), lower, upper, training, generator),
	}] }),
	...withInPlace('rrelu_with_noise', `, Tensor noise, ${RRELU}`, 'nn', rrelu,
		{ node: 'RreluWithNoiseBackward0', inputs: { self: rreluGradient('self') } },
		{ node: 'RreluWithNoiseBackward1', inputs: { self: rreluGradient('result') } }),
	operator({ name: 'glu', variants: ['nn'], tolerance: STEPS, overloads: [{
		schema: 'glu(Tensor self, int dim=-1) -> Tensor', run: glu,
		backward: { node: 'GluBackward0', inputs: { self: widely((grad, input, saved) => {
			const at = wrapDim(saved.value<number>('dim'), input.ndim);
			const [value, gate] = halves(input, at);
			const chance = call('sigmoid', gate);
			const ofValue = mul(grad, chance);
			return call('cat', [ofValue, mul(mul(ofValue, value), call('rsub', chance, ONE))], at);
		}) } },
	}] }),
];
