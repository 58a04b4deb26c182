/**
 * Family: random numbers. What is drawn, and in which order, is `engine/random/`; here are the tensors around it.
 *
 * PyTorch fills a tensor in the order in which its elements lie in memory: a transposed tensor gets the same numbers as
 * the tensor that it is a view of.
 */
import { views } from '../memory/memory.ts';
import { defaultGenerator, type Generator } from '../random/generator.ts';
import { fillRandom, fillRandomInteger, randperm } from '../random/integers.ts';
import { multinomial } from '../random/multinomial.ts';
import { fillNormal } from '../random/normal.ts';
import { fillBernoulli, fillBernoulliTensor, fillCauchy, fillExponential, fillGeometric, fillUniform, type AnyArray, type FloatArray, type FloatDType } from '../random/uniform.ts';
import { notImplementedError, runtimeError } from '../tensor/errors.ts';
import { defaultDType, dtypeText, isFloating } from '../tensor/promotion.ts';
import { float, toBigInt, type Scalar } from '../tensor/scalar.ts';
import { alias, emptyTensor, type Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { call } from './call.ts';
import { asContiguous, asType, copyInto } from './copy.ts';
import { resultStrides } from './elementwise.ts';
import { EXACT, operator, type OverloadDefinition, type Operator } from './operator.ts';

/** A dense tensor's elements as the array that the fillers write; 16-bit floats have none. */
function elementsOf(tensor: Tensor): AnyArray {
	const { pointer, numel: n } = tensor;
	switch (tensor.dtype) {
		case 'float32': return views.f32.subarray(pointer / 4, pointer / 4 + n);
		case 'float64': return views.f64.subarray(pointer / 8, pointer / 8 + n);
		case 'int64': return views.i64.subarray(pointer / 8, pointer / 8 + n);
		case 'int32': return views.i32.subarray(pointer / 4, pointer / 4 + n);
		case 'int16': return views.i16.subarray(pointer / 2, pointer / 2 + n);
		case 'int8': return views.i8.subarray(pointer, pointer + n);
		default: return views.u8.subarray(pointer, pointer + n);
	}
}

/** The tensor with its dimensions in the order of memory: filling it row by row goes through the storage. */
function inMemoryOrder(tensor: Tensor): Tensor {
	if (tensor.isContiguous) {
		return tensor;
	}
	const order = tensor.shape.map((_, i) => i).sort((a, b) => tensor.strides[b]! - tensor.strides[a]!);
	return alias(tensor, order.map(i => tensor.shape[i]!), order.map(i => tensor.strides[i]!), tensor.offset);
}

/** Lets `draw` write the tensor's elements, through a dense float32 copy where it can't be written directly. */
function fillElements(tensor: Tensor, draw: (out: AnyArray, dtype: DTypeName) => void): Tensor {
	const ordered = inMemoryOrder(tensor);
	const isHalf = tensor.dtype === 'float16' || tensor.dtype === 'bfloat16';
	if (ordered.isContiguous && !isHalf) {
		draw(elementsOf(ordered), tensor.dtype);
		return tensor;
	}
	const dense = emptyTensor(ordered.shape, isHalf ? 'float32' : tensor.dtype);
	draw(elementsOf(dense), tensor.dtype);
	copyInto(ordered, dense);
	return tensor;
}

/** The same for distributions over real numbers. NotImplementedError for an integer tensor, naming PyTorch's kernel. */
function fillReal(tensor: Tensor, kernel: string, draw: (out: FloatArray, dtype: FloatDType) => void): Tensor {
	if (!isFloating(tensor.dtype)) {
		throw notImplementedError(`"${kernel}" not implemented for '${dtypeText(tensor.dtype)}'`);
	}
	return fillElements(tensor, (out, dtype) => draw(out as FloatArray, dtype as FloatDType));
}

const uniform = (tensor: Tensor, from: number, to: number, generator: Generator = defaultGenerator) =>
	fillReal(tensor, 'check_uniform_bounds', (out, dtype) => fillUniform(generator, out, from, to, dtype));

const normal = (tensor: Tensor, mean: number, std: number, generator: Generator = defaultGenerator) => {
	if (!(std >= 0)) {
		throw runtimeError(`normal expects std >= 0.0, but found std ${std}`);
	}
	return fillReal(tensor, 'normal_kernel_cpu', (out, dtype) => fillNormal(generator, out, mean, std, tensor.isContiguous, dtype));
};

const integers = (tensor: Tensor, from: bigint, to: bigint, generator: Generator = defaultGenerator) =>
	fillElements(tensor, (out, dtype) => fillRandomInteger(generator, out, from, to, dtype));

function made(size: readonly number[], dtype: DTypeName): Tensor {
	for (const item of size) {
		if (item < 0) {
			throw runtimeError(`Trying to create tensor with negative dimension ${item}: [${size.join(', ')}]`);
		}
	}
	return emptyTensor([...size], dtype);
}

function like(self: Tensor, dtype: DTypeName | undefined): Tensor {
	const result = emptyTensor(self.shape, dtype ?? self.dtype);
	result.setGeometry(self.shape, resultStrides(self.shape, [self]), 0);
	return result;
}

function bernoulli(probabilities: Tensor, generator: Generator = defaultGenerator): Tensor {
	if (!isFloating(probabilities.dtype)) {
		throw notImplementedError(`"bernoulli_tensor_cpu_p_" not implemented for '${dtypeText(probabilities.dtype)}'`);
	}
	return fillElements(like(probabilities, undefined), out => {
		const dtype = probabilities.dtype as FloatDType;
		const p = asContiguous(asType(inMemoryOrder(probabilities), dtype === 'float64' ? 'float64' : 'float32'));
		fillBernoulliTensor(generator, out, elementsOf(p) as FloatArray, dtype);
	});
}

function drawn(self: Tensor, samples: number, replacement: boolean, generator: Generator = defaultGenerator): Tensor {
	if (self.ndim < 1 || self.ndim > 2) {
		throw runtimeError('prob_dist must be 1 or 2 dim');
	}
	if (!isFloating(self.dtype)) {
		throw runtimeError(`multinomial only supports floating-point dtypes for input, got: ${dtypeText(self.dtype)}`);
	}
	const dtype = self.dtype as FloatDType;
	const weights = asContiguous(asType(self, dtype === 'float64' ? 'float64' : 'float32'));
	const [rows, columns] = self.ndim === 2 ? [self.shape[0]!, self.shape[1]!] : [1, self.shape[0]!];
	const indices = multinomial(generator, elementsOf(weights) as FloatArray, rows, columns, samples, replacement, dtype);
	const result = emptyTensor(self.ndim === 2 ? [rows, samples] : [samples], 'int64');
	(elementsOf(result) as BigInt64Array).set(indices);
	return result;
}

function permutation(n: number, dtype: DTypeName, generator: Generator = defaultGenerator): Tensor {
	if (n < 0) {
		throw runtimeError(`n must be non-negative, got${n}`);
	}
	const order = randperm(generator, n);
	const result = emptyTensor([n], 'int64');
	(elementsOf(result) as BigInt64Array).set(BigInt64Array.from(order, BigInt));
	return asType(result, dtype);
}

/** Composed of operators that have derivatives, as PyTorch composes it: grad_fn is MulBackward0. */
function dropout(self: Tensor, p: number, train: boolean): Tensor {
	if (!(p >= 0 && p <= 1)) {
		throw runtimeError(`dropout probability has to be between 0 and 1, but got ${p}`);
	}
	if (p === 0 || !train || self.numel === 0) {
		return self;
	}
	const noise = fillElements(like(self, undefined), out => fillBernoulli(defaultGenerator, out, 1 - p));
	return call('mul', self, p === 1 ? noise : call('div', noise, float(1 - p)));
}

type Size = readonly number[];
const FACTORY = { isFactory: true, tolerance: EXACT, variants: ['function'] } as const;
const LIKE = 'ScalarType? dtype=None, MemoryFormat? memory_format=None';

/** `NAME_`: fills self. No gradient passes through what was overwritten. */
function filler(name: string, parameters: string, run: OverloadDefinition['run'], more: readonly OverloadDefinition[] = []): Operator {
	return operator({
		name, variants: ['method'], tolerance: EXACT,
		overloads: [{ schema: `${name}(Tensor(a!) self, ${parameters}*, Generator? generator=None) -> Tensor(a!)`, run }, ...more],
	});
}

export const RANDOM: readonly Operator[] = [
	operator({ ...FACTORY, name: 'rand', overloads: [{ schema: 'rand(int[] size, *, Generator? generator=None, ScalarType? dtype=None) -> Tensor', run: (size: Size, generator?: Generator, dtype?: DTypeName) => uniform(made(size, dtype ?? defaultDType()), 0, 1, generator) }] }),
	operator({ ...FACTORY, name: 'randn', overloads: [{ schema: 'randn(int[] size, *, Generator? generator=None, ScalarType? dtype=None) -> Tensor', run: (size: Size, generator?: Generator, dtype?: DTypeName) => normal(made(size, dtype ?? defaultDType()), 0, 1, generator) }] }),
	operator({ ...FACTORY, name: 'rand_like', overloads: [{ schema: `rand_like(Tensor self, *, ${LIKE}) -> Tensor`, run: (self: Tensor, dtype?: DTypeName) => uniform(like(self, dtype), 0, 1) }] }),
	operator({ ...FACTORY, name: 'randn_like', overloads: [{ schema: `randn_like(Tensor self, *, ${LIKE}) -> Tensor`, run: (self: Tensor, dtype?: DTypeName) => normal(like(self, dtype), 0, 1) }] }),
	operator({ ...FACTORY, name: 'randint', overloads: [
		{ schema: 'randint(int high, int[] size, *, Generator? generator=None, ScalarType? dtype=None) -> Tensor', run: (high: number, size: Size, generator?: Generator, dtype?: DTypeName) => integers(made(size, dtype ?? 'int64'), 0n, BigInt(high), generator) },
		{ schema: 'randint.low(int low, int high, int[] size, *, Generator? generator=None, ScalarType? dtype=None) -> Tensor', run: (low: number, high: number, size: Size, generator?: Generator, dtype?: DTypeName) => integers(made(size, dtype ?? 'int64'), BigInt(low), BigInt(high), generator) },
	] }),
	operator({ ...FACTORY, name: 'randint_like', overloads: [
		{ schema: `randint_like(Tensor self, int high, *, ${LIKE}) -> Tensor`, run: (self: Tensor, high: number, dtype?: DTypeName) => integers(like(self, dtype), 0n, BigInt(high)) },
		{ schema: `randint_like.low(Tensor self, int low, int high, *, ${LIKE}) -> Tensor`, run: (self: Tensor, low: number, high: number, dtype?: DTypeName) => integers(like(self, dtype), BigInt(low), BigInt(high)) },
	] }),
	operator({ ...FACTORY, name: 'randperm', overloads: [{ schema: 'randperm(int n, *, Generator? generator=None, ScalarType? dtype=None) -> Tensor', run: (n: number, generator?: Generator, dtype?: DTypeName) => permutation(n, dtype ?? 'int64', generator) }] }),
	operator({
		name: 'normal', variants: ['function'], tolerance: EXACT,
		overloads: [{ schema: 'normal.float_float(float mean, float std, int[] size, *, Generator? generator=None, ScalarType? dtype=None) -> Tensor', run: (mean: number, std: number, size: Size, generator?: Generator, dtype?: DTypeName) => normal(made(size, dtype ?? defaultDType()), mean, std, generator) }],
	}),
	operator({
		name: 'bernoulli', variants: ['function', 'method'], tolerance: EXACT,
		overloads: [
			{ schema: 'bernoulli(Tensor self, *, Generator? generator=None) -> Tensor', run: bernoulli },
			{ schema: 'bernoulli.p(Tensor self, float p, *, Generator? generator=None) -> Tensor', run: (self: Tensor, p: number, generator: Generator = defaultGenerator) => fillElements(like(self, undefined), out => fillBernoulli(generator, out, p)) },
		],
	}),
	operator({ name: 'multinomial', variants: ['function', 'method'], tolerance: EXACT, overloads: [{ schema: 'multinomial(Tensor self, int num_samples, bool replacement=False, *, Generator? generator=None) -> Tensor', run: drawn }] }),
	operator({ name: 'dropout', variants: ['function', 'in-place'], tolerance: EXACT, overloads: [{ schema: 'dropout(Tensor self, float p, bool train) -> Tensor', run: dropout }] }),
	filler('uniform_', 'float from=0, float to=1, ', uniform),
	filler('normal_', 'float mean=0, float std=1, ', normal),
	filler('exponential_', 'float lambd=1, ', (self: Tensor, lambda: number, generator: Generator = defaultGenerator) => fillReal(self, 'exponential', (out, dtype) => fillExponential(generator, out, lambda, dtype))),
	filler('cauchy_', 'float median=0, float sigma=1, ', (self: Tensor, median: number, sigma: number, generator: Generator = defaultGenerator) => fillReal(self, 'cauchy', (out, dtype) => fillCauchy(generator, out, median, sigma, dtype))),
	filler('geometric_', 'float p, ', (self: Tensor, p: number, generator: Generator = defaultGenerator) => fillElements(self, out => fillGeometric(generator, out, p))),
	filler('bernoulli_', 'float p=0.5, ', (self: Tensor, p: number, generator: Generator = defaultGenerator) => fillElements(self, out => fillBernoulli(generator, out, p))),
	filler('random_', '', (self: Tensor, generator: Generator = defaultGenerator) => fillElements(self, (out, dtype) => fillRandom(generator, out, dtype)), [
		{ schema: 'random_.to(Tensor(a!) self, Scalar to, *, Generator? generator=None) -> Tensor(a!)', run: (self: Tensor, to: Scalar, generator?: Generator) => integers(self, 0n, toBigInt(to), generator) },
		{ schema: 'random_.from(Tensor(a!) self, Scalar from, Scalar to, *, Generator? generator=None) -> Tensor(a!)', run: (self: Tensor, from: Scalar, to: Scalar, generator?: Generator) => integers(self, toBigInt(from), toBigInt(to), generator) },
	]),
];
