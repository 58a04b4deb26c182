/**
 * Distributions with one formula each: uniform, Bernoulli, exponential, Cauchy, geometric.
 *
 * Every filler writes `out` from its first element to its last; the caller hands elements in the order in which
 * they lie in the storage, which is PyTorch's order for a tensor without gaps, transposed or not.
 * Intel builds of PyTorch draw scalar Bernoulli (and so dropout) from another stream; this is the one that
 * PyTorch uses elsewhere.
 */
import { general } from '../print/decimal.ts';
import { runtimeError } from '../tensor/errors.ts';
import type { Generator } from './generator.ts';
import { fma32, fma64, toBfloat16, toFloat16 } from './rounding.ts';

/** PyTorch's real floating dtypes. The 16-bit ones are given as float32 arrays whose values are already rounded. */
export type FloatDType = 'float16' | 'bfloat16' | 'float32' | 'float64';
export type FloatArray = Float32Array | Float64Array;
export type AnyArray = FloatArray | BigInt64Array | Int32Array | Int16Array | Int8Array | Uint8Array;

const LARGEST: Record<FloatDType, number> = { float16: 65504, bfloat16: 3.3895313892515355e38, float32: 3.4028234663852886e38, float64: Number.MAX_VALUE };
/** The C++ type and PyTorch's scalar type, as its messages name them. */
const NAMES: Record<FloatDType, readonly [type: string, scalar: string]> = {
	float16: ['c10::Half', 'Half'], bfloat16: ['c10::BFloat16', 'BFloat16'], float32: ['float', 'Float'], float64: ['double', 'Double'],
};

/** Rounds to a dtype. */
export function rounder(dtype: FloatDType): (value: number) => number {
	switch (dtype) {
		case 'float16': return toFloat16;
		case 'bfloat16': return toBfloat16;
		case 'float32': return Math.fround;
		case 'float64': return (value) => value;
	}
}

/**
 * `tensor.uniform_(from, to)`, `torch.rand`: values in [from, to).
 * @throws EngineError (RuntimeError) with PyTorch's message for bounds that it refuses.
 */
export function fillUniform(generator: Generator, out: FloatArray, from = 0, to = 1, dtype: FloatDType = dtypeOf(out)): void {
	checkUniform(from, to, dtype);
	const n = out.length;
	if (dtype === 'float64') {
		const range = to - from;
		const plain = from === 0 && range === 1;
		for (let i = 0; i < n; i++) {
			const x = generator.uniform53();
			const value = plain ? x : fma64(x, range, from);
			out[i] = value === to ? from : value;
		}
		return;
	}
	const round = rounder(dtype);
	const low = Math.fround(from);
	const range = Math.fround(Math.fround(to) - low);
	const excluded = round(to);
	const instead = round(from);
	const plain = dtype === 'float32' && low === 0 && range === 1;
	for (let i = 0; i < n; i++) {
		const x = generator.uniform24();
		const value = plain ? x : round(fma32(x, range, low));
		out[i] = value === excluded ? instead : value;
	}
}

/**
 * `tensor.bernoulli_(p)`: ones with probability p, else zeros.
 * @throws EngineError (RuntimeError) for p outside [0, 1].
 */
export function fillBernoulli(generator: Generator, out: AnyArray, p: number): void {
	if (!(p >= 0 && p <= 1)) throw runtimeError(`bernoulli_ expects p to be in [0, 1], but got p=${general(p)}`);
	for (let i = 0; i < out.length; i++) put(out, i, generator.uniform53() < p);
}

/**
 * `torch.bernoulli(P)`: one draw per probability, with as many bits as the probabilities have.
 * @throws EngineError (RuntimeError) where a probability is not in [0, 1].
 */
export function fillBernoulliTensor(generator: Generator, out: AnyArray, probabilities: FloatArray, dtype: FloatDType = dtypeOf(probabilities)): void {
	for (let i = 0; i < out.length; i++) {
		const p = probabilities[i]!;
		if (!(p >= 0 && p <= 1)) {
			throw runtimeError('Expected p_in >= 0 && p_in <= 1 to be true, but got false.  (Could this error message be improved?  If so, please report an enhancement request to PyTorch.)');
		}
		put(out, i, (dtype === 'float64' ? generator.uniform53() : generator.uniform24()) < p);
	}
}

/**
 * `tensor.exponential_(lambda)`.
 * @throws EngineError (RuntimeError) for a rate that is not positive.
 */
export function fillExponential(generator: Generator, out: FloatArray, lambda = 1, dtype: FloatDType = dtypeOf(out)): void {
	if (!(lambda > 0)) throw runtimeError(`exponential_ expects lambda > 0.0, but found lambda=${general(lambda)}`);
	const round = rounder(dtype);
	const scale = -1 / lambda;
	for (let i = 0; i < out.length; i++) out[i] = round(scale * Math.log1p(-generator.uniform53()));
}

/**
 * `tensor.cauchy_(median, sigma)`.
 * @throws EngineError (RuntimeError) for a sigma that is not positive.
 */
export function fillCauchy(generator: Generator, out: FloatArray, median = 0, sigma = 1, dtype: FloatDType = dtypeOf(out)): void {
	if (!(sigma > 0)) throw runtimeError(`cauchy_ expects sigma > 0.0, but found sigma=${general(sigma)}`);
	const round = rounder(dtype);
	for (let i = 0; i < out.length; i++) out[i] = round(median + sigma * Math.tan(Math.PI * (generator.uniform53() - 0.5)));
}

/**
 * `tensor.geometric_(p)`: trials up to the first success.
 * @throws EngineError (RuntimeError) for p outside (0, 1).
 */
export function fillGeometric(generator: Generator, out: AnyArray, p: number): void {
	if (!(p > 0 && p < 1)) throw runtimeError(`geometric_ expects p to be in (0, 1), but got p=${general(p)}`);
	const scale = Math.log1p(-p);
	for (let i = 0; i < out.length; i++) {
		const trials = Math.ceil(Math.log(generator.uniform53()) / scale);
		if (out instanceof BigInt64Array) out[i] = BigInt(trials);
		else out[i] = trials;
	}
}

function checkUniform(from: number, to: number, dtype: FloatDType): void {
	const largest = LARGEST[dtype];
	for (const [name, value] of [['from', from], ['to', to]] as const) {
		if (!(value >= -largest && value <= largest)) throw runtimeError(`${name} is out of bounds for ${NAMES[dtype][0]}`);
	}
	if (!(from <= to)) throw runtimeError(`uniform_ expects to return a [from, to) range, but found from=${general(from)} > to=${general(to)}`);
	if (!(to - from <= largest)) {
		throw runtimeError(`uniform_ expects to-from <= std::numeric_limits<${NAMES[dtype][1]}>::max(), but found to=${general(to)} and from=${general(from)} which result in to-from to exceed the limit`);
	}
}

/** The dtype that an array holds when nothing else is said. */
export function dtypeOf(out: FloatArray): FloatDType {
	return out instanceof Float32Array ? 'float32' : 'float64';
}

function put(out: AnyArray, i: number, value: boolean): void {
	if (out instanceof BigInt64Array) out[i] = value ? 1n : 0n;
	else out[i] = value ? 1 : 0;
}
