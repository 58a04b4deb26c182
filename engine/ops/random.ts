/**
 * Family: random numbers. The sequences are PyTorch's (engine/random draws them); here they are brought into tensors,
 * in the order of memory, as PyTorch fills.
 */
import { notImplementedError, runtimeError, valueError } from '../tensor/errors.ts';
import { float } from '../tensor/scalar.ts';
import { defaultDType, dtypeText, isFloating, isReduced } from '../tensor/promotion.ts';
import { broadcastShapes } from '../tensor/shape.ts';
import { alias, emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { views } from '../memory/memory.ts';
import { defaultGenerator, type Generator } from '../random/generator.ts';
import { fillRandom, fillRandomFullRange, fillRandomInteger, randperm, type IntegerDType } from '../random/integers.ts';
import { multinomial } from '../random/multinomial.ts';
import { drawBinomial, drawPoisson } from '../random/counts.ts';
import { drawGamma } from '../random/gamma.ts';
import { betaSlope, gammaSlope } from '../random/implicit-slopes.ts';
import { fillLogNormal, fillNormal } from '../random/normal.ts';
import { fillBernoulli, fillBernoulliTensor, fillCauchy, fillExponential, fillGeometric, fillUniform, type AnyArray, type FloatArray, type FloatDType } from '../random/uniform.ts';
import { dtypeInfo, type DTypeName } from '../trace/dtype.ts';
import { call } from './call.ts';
import { asContiguous, asType, copyInto } from './copy.ts';
import type { MemoryFormat } from './format.ts';
import { EXACT, noDerivative, operator, type Gradient, type Operator, type Saved, type Tolerance } from './operator.ts';
import { CPP } from './pointwise.ts';
import { OF_FUNCTIONS } from './tolerances.ts';

/** The dtype of an array that holds a tensor's values: float32 stands in for the 16-bit types. */
function arrayDType(dtype: DTypeName): DTypeName {
	return dtype === 'float16' || dtype === 'bfloat16' ? 'float32' : dtype;
}

/** A view of a dense tensor's bytes; valid until the next allocation. */
function arrayOf(tensor: Tensor): AnyArray {
	const { buffer } = views.u8;
	const { pointer, numel } = tensor;
	switch (tensor.dtype) {
		case 'float64': return new Float64Array(buffer, pointer, numel);
		case 'float32': return new Float32Array(buffer, pointer, numel);
		case 'int64': return new BigInt64Array(buffer, pointer, numel);
		case 'int32': return new Int32Array(buffer, pointer, numel);
		case 'int16': return new Int16Array(buffer, pointer, numel);
		case 'int8': return new Int8Array(buffer, pointer, numel);
		case 'uint8':
		case 'bool': return new Uint8Array(buffer, pointer, numel);
		default: throw new Error(`${tensor.dtype} has no array`);
	}
}

/** The tensor with its dimensions in the order of memory, outermost first. */
function inMemoryOrder(self: Tensor): Tensor {
	const order = self.shape.map((_, d) => d).sort((a, b) => self.strides[b]! - self.strides[a]! || a - b);
	return alias(self, order.map(d => self.shape[d]!), order.map(d => self.strides[d]!), self.offset);
}

/** Fills `self` from a drawn array, in the order of memory. */
function fillFrom(self: Tensor, draw: (array: AnyArray) => void): Tensor {
	const ordered = inMemoryOrder(self);
	const dtype = arrayDType(self.dtype);
	if (ordered.isContiguous && dtype === self.dtype) {
		draw(arrayOf(ordered));
		return self;
	}
	const drawn = emptyTensor(ordered.shape, dtype);
	draw(arrayOf(drawn));
	copyInto(ordered, drawn);
	return self;
}

function requireFloat(self: Tensor, kernel: string): FloatDType {
	if (!isFloating(self.dtype)) {
		throw notImplementedError(`"${kernel}" not implemented for '${dtypeText(self.dtype)}'`);
	}
	return self.dtype as FloatDType;
}

function uniform(self: Tensor, from: number, to: number, generator: Generator = defaultGenerator): Tensor {
	const dtype = requireFloat(self, 'check_uniform_bounds');
	return fillFrom(self, array => fillUniform(generator, array as FloatArray, from, to, dtype));
}

function normal(self: Tensor, mean: number, std: number, generator: Generator = defaultGenerator): Tensor {
	if (self.numel === 0) {
		return self;
	}
	const dtype = requireFloat(self, 'normal_kernel_cpu');
	return fillFrom(self, array => fillNormal(generator, array as FloatArray, mean, std, self.isContiguous, dtype));
}

/** Each element with a mean and a deviation of its own: what is drawn for mean 0 and deviation 1 is brought there. */
function normalOf(mean: Tensor, std: Tensor, generator: Generator | undefined): Tensor {
	requireDeviations(std);
	const drawn = normal(emptyTensor(broadcastShapes(mean.shape, std.shape), mean.dtype), 0, 1, generator);
	return call('add_', call('mul_', drawn, std), mean);
}

function normalAround(mean: Tensor, std: number, generator: Generator | undefined): Tensor {
	return call('add_', normal(emptyTensor(mean.shape, mean.dtype), 0, std, generator), mean);
}

function normalOfDeviations(mean: number, std: Tensor, generator: Generator | undefined): Tensor {
	requireDeviations(std);
	return call('add_', call('mul_', normal(emptyTensor(std.shape, std.dtype), 0, 1, generator), std), float(mean));
}

function requireDeviations(std: Tensor): void {
	if (numbersOf(asType(std, 'float64')).some(value => !(value >= 0))) {
		throw runtimeError('normal expects all elements of std >= 0.0');
	}
}

function exponential(self: Tensor, lambda: number, generator: Generator = defaultGenerator): Tensor {
	if (self.numel === 0) {
		return self;
	}
	if (!isFloating(self.dtype)) {
		throw runtimeError(`Exponential distribution is a continuous probability distribution. dtype must be a floating point but you specified ${dtypeText(self.dtype)}`);
	}
	const dtype = self.dtype as FloatDType;
	return fillFrom(self, array => fillExponential(generator, array as FloatArray, lambda, dtype));
}

function cauchy(self: Tensor, median: number, sigma: number, generator: Generator = defaultGenerator): Tensor {
	if (!isFloating(self.dtype)) {
		throw runtimeError(`Cauchy distribution is a continuous probability distribution. dtype must be a floating point but you specified ${CPP[self.dtype]}`);
	}
	return fillFrom(self, array => fillCauchy(generator, array as FloatArray, median, sigma, self.dtype as FloatDType));
}

function logNormal(self: Tensor, mean: number, std: number, generator: Generator = defaultGenerator): Tensor {
	const draw = (array: AnyArray, dtype: FloatDType) => fillLogNormal(generator, array as FloatArray, mean, std, dtype);
	if (!(std > 0)) {
		draw(new Float64Array(0), 'float64');
	}
	if (self.numel === 0) {
		return self;
	}
	const dtype = requireFloat(self, 'log_normal_cpu');
	return fillFrom(self, array => draw(array, dtype));
}

function geometric(self: Tensor, p: number, generator: Generator = defaultGenerator): Tensor {
	if (self.dtype === 'bool' && self.numel > 0) {
		throw notImplementedError('"geometric_cpu" not implemented for \'Bool\'');
	}
	return fillFrom(self, array => fillGeometric(generator, array, p));
}

/** One draw for each element, in the order of the elements. */
function drawEach(self: Tensor, draw: (i: number) => number): Tensor {
	const result = emptyTensor(self.shape, arrayDType(self.dtype));
	const array = arrayOf(result) as FloatArray;
	for (let i = 0; i < array.length; i++) {
		array[i] = draw(i);
	}
	return asType(result, self.dtype);
}

function numbersOf(tensor: Tensor): FloatArray {
	return arrayOf(asContiguous(asType(tensor, arrayDType(tensor.dtype)))).slice() as FloatArray;
}

function poisson(self: Tensor, generator: Generator = defaultGenerator): Tensor {
	requireFloat(self, 'poisson_cpu');
	const rates = numbersOf(self);
	return drawEach(self, i => drawPoisson(generator, rates[i]!));
}

function binomial(count: Tensor, prob: Tensor, generator: Generator = defaultGenerator): Tensor {
	if (!isFloating(count.dtype)) {
		throw valueError(`binomial only supports floating-point dtypes for count, got: ${dtypeText(count.dtype)}`);
	}
	if (!isFloating(prob.dtype)) {
		throw valueError(`binomial only supports floating-point dtypes for prob, got: ${dtypeText(prob.dtype)}`);
	}
	requireDType(prob, count);
	if (isReduced(count.dtype)) {
		throw notImplementedError(`"binomial_cpu" not implemented for '${dtypeText(count.dtype)}'`);
	}
	const shape = broadcastShapes(count.shape, prob.shape);
	const [counts, probabilities] = [count, prob].map(tensor => numbersOf(call('expand', tensor, shape))) as [FloatArray, FloatArray];
	return drawEach(call('expand', count, shape), i => drawBinomial(generator, counts[i]!, probabilities[i]!));
}

/** The least positive number of each type that gamma numbers are drawn in, and the greatest below 1. */
const LEAST: Partial<Record<DTypeName, number>> = { float32: 2 ** -126, float64: 2 ** -1022 };
const BELOW_ONE: Partial<Record<DTypeName, number>> = { float32: 1 - 2 ** -24, float64: 1 - 2 ** -53 };

function requireDType(self: Tensor, like: Tensor): void {
	if (self.dtype !== like.dtype) {
		throw runtimeError(`Found dtype ${dtypeText(self.dtype)} but expected ${dtypeText(like.dtype)}`);
	}
}

/** Tensors in one shape, all of the first one's dtype. */
function together(tensors: readonly Tensor[], kernel: string): readonly Tensor[] {
	const shape = tensors.map(tensor => tensor.shape).reduce(broadcastShapes);
	tensors.forEach(tensor => requireDType(tensor, tensors[0]!));
	requireWideFloat(tensors[0]!, kernel);
	return tensors.map(tensor => call('expand', tensor, shape));
}

function requireWideFloat(self: Tensor, kernel: string): FloatDType {
	if (!(self.dtype in LEAST)) {
		throw notImplementedError(`"${kernel}" not implemented for '${dtypeText(self.dtype)}'`);
	}
	return self.dtype as FloatDType;
}

function atLeast(value: number, least: number): number {
	return value > least ? value : least;
}

function standardGamma(self: Tensor, generator: Generator = defaultGenerator): Tensor {
	const dtype = requireWideFloat(self, 'gamma_cpu'), shapes = numbersOf(self);
	return drawEach(self, i => atLeast(drawGamma(generator, shapes[i]!, dtype), LEAST[dtype]!));
}

/** Gamma numbers of each row, over their sum. */
function sampleDirichlet(self: Tensor, generator: Generator = defaultGenerator): Tensor {
	const dtype = requireWideFloat(self, 'dirichlet'), shapes = numbersOf(self);
	const drawn = emptyTensor(self.shape, 'float64');
	(arrayOf(drawn) as Float64Array).set(Array.from(shapes, shape => atLeast(drawGamma(generator, shape, 'float64'), LEAST.float64!)));
	const shares = numbersOf(call('div', drawn, call('sum', drawn, [-1], true)));
	return drawEach(self, i => Math.min(BELOW_ONE[dtype]!, atLeast(dtype === 'float32' ? Math.fround(shares[i]!) : shares[i]!, LEAST[dtype]!)));
}

function standardGammaGrad(self: Tensor, output: Tensor): Tensor {
	const [given, other] = together([self, output], '_standard_gamma_grad_cpu') as [Tensor, Tensor];
	const wide = asType(given, 'float64'), shapes = numbersOf(wide), drawn = numbersOf(other), digammas = numbersOf(call('digamma', wide));
	return drawEach(given, i => gammaSlope(drawn[i]!, shapes[i]!, digammas[i]!));
}

function dirichletGrad(x: Tensor, alpha: Tensor, total: Tensor): Tensor {
	const [given, ...others] = together([x, alpha, total], '_dirichlet_grad_cpu') as [Tensor, Tensor, Tensor];
	const [wide, sum] = others.map(tensor => asType(tensor, 'float64')) as [Tensor, Tensor];
	const drawn = numbersOf(given), first = numbersOf(wide), sums = numbersOf(sum), rises = numbersOf(call('sub', call('digamma', sum), call('digamma', wide)));
	return drawEach(given, i => betaSlope(drawn[i]!, first[i]!, sums[i]! - first[i]!, rises[i]!));
}

function integers(self: Tensor, from: number, to: number, generator: Generator = defaultGenerator): Tensor {
	return fillFrom(self, array => fillRandomInteger(generator, array, BigInt(from), BigInt(to), self.dtype as FloatDType | IntegerDType));
}

function bernoulli(self: Tensor, p: number, generator: Generator = defaultGenerator): Tensor {
	return fillFrom(self, array => fillBernoulli(generator, array, p));
}

function bernoulliOf(probabilities: Tensor, generator: Generator = defaultGenerator): Tensor {
	const dtype = requireFloat(probabilities, 'bernoulli_tensor_cpu_p_');
	const result = emptyTensor(probabilities.shape, probabilities.dtype);
	const weights = arrayOf(asContiguous(asType(probabilities, arrayDType(dtype)))).slice() as FloatArray;
	return fillFrom(result, array => fillBernoulliTensor(generator, array, weights, dtype));
}

function sized(size: readonly number[], dtype: DTypeName | undefined): Tensor {
	return emptyTensor([...size], dtype ?? defaultDType());
}

function permutation(n: number, generator: Generator = defaultGenerator, dtype: DTypeName = 'int64'): Tensor {
	if (dtype === 'bool') {
		throw notImplementedError('"randperm" not implemented for \'Bool\'');
	}
	const result = emptyTensor([n], 'int64');
	const order = randperm(generator, n);
	const array = arrayOf(result) as BigInt64Array;
	order.forEach((value, i) => {
		array[i] = BigInt(value);
	});
	return asType(result, dtype);
}

function drawMultinomial(self: Tensor, samples: number, replacement: boolean, generator: Generator = defaultGenerator): Tensor {
	if (self.ndim === 0 || self.ndim > 2) {
		throw runtimeError('prob_dist must be 1 or 2 dim');
	}
	if (!isFloating(self.dtype)) {
		throw runtimeError(`multinomial only supports floating-point dtypes for input, got: ${dtypeText(self.dtype)}`);
	}
	const columns = self.shape.at(-1)!;
	const rows = self.ndim === 1 ? 1 : self.shape[0]!;
	const weights = arrayOf(asContiguous(asType(self, arrayDType(self.dtype)))).slice() as FloatArray;
	let result = self;
	multinomial(generator, weights, rows, columns, samples, replacement, self.dtype as FloatDType, () => {
		result = emptyTensor(self.ndim === 1 ? [samples] : [rows, samples], 'int64');
		return arrayOf(result) as BigInt64Array;
	});
	return result;
}

const FACTORY = { variants: ['function'], isFactory: true, tolerance: EXACT } as const;
const zerosFor = (saved: Saved, name: string): Tensor => call('zeros', [...saved.shape(name)], saved.dtype(name));
const erased: Gradient = { gradient: grad => call('zeros_like', grad) };

/** PyTorch's slopes are approximations; ours are integrals (random/implicit-slopes.ts). */
const APPROXIMATED: Tolerance = { kind: 'relative', relative: 2e-3, because: 'PyTorch approximates the slopes, which are integrals here' };

/** A method that overwrites self; its gradient is zero. */
function filler(name: string, overloads: readonly { readonly schema: string; readonly run: (self: Tensor, ...args: readonly never[]) => Tensor }[], node: string, tolerance: Tolerance = EXACT): Operator {
	return operator({ name, variants: ['method'], tolerance, overloads: overloads.map(({ schema, run }) => ({ schema, run, backward: { node, inputs: { self: erased } } })) });
}

export const RANDOM: readonly Operator[] = [
	filler('uniform_', [{ schema: 'uniform_(Tensor(a!) self, float from=0, float to=1, *, Generator? generator=None) -> Tensor(a!)', run: uniform }], 'UniformBackward0'),
	filler('normal_', [{ schema: 'normal_(Tensor(a!) self, float mean=0, float std=1, *, Generator? generator=None) -> Tensor(a!)', run: normal }], 'NormalBackward0'),
	filler('exponential_', [{ schema: 'exponential_(Tensor(a!) self, float lambd=1, *, Generator? generator=None) -> Tensor(a!)', run: exponential }], 'ExponentialBackward0'),
	filler('cauchy_', [{ schema: 'cauchy_(Tensor(a!) self, float median=0, float sigma=1, *, Generator? generator=None) -> Tensor(a!)', run: cauchy }], 'CauchyBackward0', OF_FUNCTIONS),
	filler('log_normal_', [{ schema: 'log_normal_(Tensor(a!) self, float mean=1, float std=2, *, Generator? generator=None) -> Tensor(a!)', run: logNormal }], 'LogNormalBackward0', OF_FUNCTIONS),
	filler('geometric_', [{ schema: 'geometric_(Tensor(a!) self, float p, *, Generator? generator=None) -> Tensor(a!)', run: geometric }], 'GeometricBackward0'),
	operator({ name: 'poisson', variants: ['function'], tolerance: EXACT, overloads: [{ schema: 'poisson(Tensor self, Generator? generator=None) -> Tensor', run: poisson, backward: { node: 'PoissonBackward0', inputs: { self: erased } } }] }),
	operator({ name: 'binomial', variants: ['function'], tolerance: EXACT, overloads: [{ schema: 'binomial(Tensor count, Tensor prob, Generator? generator=None) -> Tensor', run: binomial, backward: noDerivative('binomial', 'count', 'prob') }] }),
	filler('random_', [
		{ schema: 'random_.from(Tensor(a!) self, int from, int? to, *, Generator? generator=None) -> Tensor(a!)', run: (self: Tensor, from: number, to: number | undefined, generator: Generator = defaultGenerator) => to === undefined ? fromUpwards(self, from, generator) : integers(self, from, to, generator) },
		{ schema: 'random_.to(Tensor(a!) self, int to, *, Generator? generator=None) -> Tensor(a!)', run: (self: Tensor, to: number, generator?: Generator) => integers(self, 0, to, generator) },
		{ schema: 'random_(Tensor(a!) self, *, Generator? generator=None) -> Tensor(a!)', run: (self: Tensor, generator: Generator = defaultGenerator) => fillFrom(self, array => fillRandom(generator, array, self.dtype as FloatDType | IntegerDType)) },
	], 'RandomBackward0'),
	filler('bernoulli_', [
		{ schema: 'bernoulli_.Tensor(Tensor(a!) self, Tensor p, *, Generator? generator=None) -> Tensor(a!)', run: (self: Tensor, p: Tensor, generator?: Generator) => {
			copyInto(self, bernoulliOf(call('expand', p, self.shape), generator));
			return self;
		} },
		{ schema: 'bernoulli_.float(Tensor(a!) self, float p=0.5, *, Generator? generator=None) -> Tensor(a!)', run: bernoulli },
	], 'BernoulliBackward1'),
	operator({ name: 'bernoulli', variants: ['function', 'method'], tolerance: EXACT, overloads: [
		{ schema: 'bernoulli(Tensor self, *, Generator? generator=None) -> Tensor', run: bernoulliOf, backward: { node: 'BernoulliBackward0', inputs: { self: erased } } },
		{ schema: 'bernoulli.p(Tensor self, float p, *, Generator? generator=None) -> Tensor', run: (self: Tensor, p: number, generator?: Generator) => bernoulli(call('empty_like', self), p, generator), backward: noDerivative('bernoulli', 'self') },
	] }),
	operator({ name: 'multinomial', variants: ['function', 'method', 'out'], tolerance: EXACT, overloads: [{ schema: 'multinomial(Tensor self, int num_samples, bool replacement=False, *, Generator? generator=None) -> Tensor', run: drawMultinomial }] }),
	operator({ ...FACTORY, name: 'rand', overloads: [{ schema: 'rand(int[] size, *, Generator? generator=None, ScalarType? dtype=None) -> Tensor', run: (size: readonly number[], generator?: Generator, dtype?: DTypeName) => uniform(sized(size, dtype), 0, 1, generator) }] }),
	operator({ ...FACTORY, name: 'randn', overloads: [{ schema: 'randn(int[] size, *, Generator? generator=None, ScalarType? dtype=None) -> Tensor', run: (size: readonly number[], generator?: Generator, dtype?: DTypeName) => normal(sized(size, dtype), 0, 1, generator) }] }),
	operator({ ...FACTORY, name: 'randint', overloads: [
		{ schema: 'randint(int high, int[] size, *, Generator? generator=None, ScalarType? dtype=int64) -> Tensor', run: (high: number, size: readonly number[], generator?: Generator, dtype?: DTypeName) => integers(sized(size, dtype), 0, high, generator) },
		{ schema: 'randint.low(int low, int high, int[] size, *, Generator? generator=None, ScalarType? dtype=int64) -> Tensor', run: (low: number, high: number, size: readonly number[], generator?: Generator, dtype?: DTypeName) => integers(sized(size, dtype), low, high, generator) },
	] }),
	operator({ ...FACTORY, name: 'randperm', overloads: [{ schema: 'randperm(int n, *, Generator? generator=None, ScalarType? dtype=int64) -> Tensor', run: permutation }] }),
	operator({ name: '_standard_gamma', variants: ['function'], tolerance: OF_FUNCTIONS, overloads: [{ schema: '_standard_gamma(Tensor self, Generator? generator=None) -> Tensor', run: standardGamma, backward: {
		node: 'StandardGammaBackward0', inputs: { self: { saves: ['self', 'result'], gradient: (grad, saved) => call('mul', grad, call('_standard_gamma_grad', saved.tensor('self'), saved.tensor('result'))) } },
	} }] }),
	operator({ name: '_standard_gamma_grad', variants: ['function'], tolerance: APPROXIMATED, overloads: [{ schema: '_standard_gamma_grad(Tensor self, Tensor output) -> Tensor', run: standardGammaGrad }] }),
	operator({ name: '_sample_dirichlet', variants: ['function'], tolerance: OF_FUNCTIONS, overloads: [{ schema: '_sample_dirichlet(Tensor self, Generator? generator=None) -> Tensor', run: sampleDirichlet }] }),
	operator({ name: '_dirichlet_grad', variants: ['function'], tolerance: APPROXIMATED, overloads: [{ schema: '_dirichlet_grad(Tensor x, Tensor alpha, Tensor total) -> Tensor', run: dirichletGrad }] }),
	operator({ ...FACTORY, name: 'normal', variants: ['function', 'out'], overloads: [
		{ schema: 'normal.Tensor_Tensor(Tensor mean, Tensor std, *, Generator? generator=None) -> Tensor', run: normalOf, backward: { node: 'NormalBackward3', inputs: { mean: { gradient: (_, saved) => zerosFor(saved, 'mean') }, std: { gradient: (_, saved) => zerosFor(saved, 'std') } } } },
		{ schema: 'normal.Tensor_float(Tensor mean, float std=1, *, Generator? generator=None) -> Tensor', run: normalAround, backward: { node: 'NormalBackward1', inputs: { mean: erased } } },
		{ schema: 'normal.float_Tensor(float mean, Tensor std, *, Generator? generator=None) -> Tensor', run: normalOfDeviations, backward: { node: 'NormalBackward2', inputs: { std: erased } } },
		{ schema: 'normal.float_float(float mean, float std, int[] size, *, Generator? generator=None, ScalarType? dtype=None) -> Tensor', run: (mean: number, std: number, size: readonly number[], generator?: Generator, dtype?: DTypeName) => normal(sized(size, dtype), mean, std, generator) },
	] }),
	operator({ ...FACTORY, name: 'rand_like', overloads: [{ schema: 'rand_like(Tensor self, *, MemoryFormat? memory_format=None, ScalarType? dtype=None) -> Tensor', run: (self: Tensor, format?: MemoryFormat, dtype?: DTypeName) => uniform(call('empty_like', self, format, dtype), 0, 1) }] }),
	operator({ ...FACTORY, name: 'randn_like', overloads: [{ schema: 'randn_like(Tensor self, *, MemoryFormat? memory_format=None, ScalarType? dtype=None) -> Tensor', run: (self: Tensor, format?: MemoryFormat, dtype?: DTypeName) => normal(call('empty_like', self, format, dtype), 0, 1) }] }),
	operator({ ...FACTORY, name: 'randint_like', overloads: [
		{ schema: 'randint_like(Tensor self, int high, *, MemoryFormat? memory_format=None, ScalarType? dtype=None) -> Tensor', run: (self: Tensor, high: number, format?: MemoryFormat, dtype?: DTypeName) => integers(call('empty_like', self, format, dtype), 0, high) },
		{ schema: 'randint_like.low_dtype(Tensor self, int low, int high, *, MemoryFormat? memory_format=None, ScalarType? dtype=None) -> Tensor', run: (self: Tensor, low: number, high: number, format?: MemoryFormat, dtype?: DTypeName) => integers(call('empty_like', self, format, dtype), low, high) },
	] }),
];

/** From a least value to the greatest of the dtype. */
function fromUpwards(self: Tensor, from: number, generator: Generator): Tensor {
	if (self.dtype === 'int64' && from === -9223372036854775808) {
		return fillFrom(self, array => fillRandomFullRange(generator, array, 'int64'));
	}
	const bits = dtypeInfo(self.dtype).size * 8;
	const greatest = isFloating(self.dtype) ? 2n ** BigInt(({ float16: 11, bfloat16: 8, float32: 24, float64: 53 } as Record<string, number>)[self.dtype]!) + 1n : self.dtype === 'bool' ? 2n : 2n ** BigInt(self.dtype === 'uint8' ? bits : bits - 1);
	return fillFrom(self, array => fillRandomInteger(generator, array, BigInt(from), greatest, self.dtype as FloatDType | IntegerDType));
}
