/**
 * `tensor.normal_(mean, std)`, `torch.randn`: PyTorch's two ways to a normal, which draw differently.
 *
 * Fewer than 16 elements, or a tensor with gaps: pairs by Box-Muller in double, the second of a pair kept in the
 * generator. 16 or more without gaps: blocks of 16 uniforms in the tensor's own precision, nothing kept.
 * The reference is PyTorch on x86-64 with AVX2.
 */
import { general } from '../print/decimal.ts';
import { cosine, logarithm, sine } from './double-functions.ts';
import type { Generator } from './generator.ts';
import { normal16 } from './normal-float32.ts';
import { runtimeError } from '../tensor/errors.ts';
import { fma64 } from './rounding.ts';
import type { FloatArray, FloatDType } from './uniform.ts';
import { dtypeOf, rounder } from './uniform.ts';

const BLOCK = 16;
const TWO_PI = 2 * Math.PI;

/**
 * Fills `out` (in storage order) with normals. `contiguous`: the tensor is contiguous in PyTorch's sense
 * (row-major without gaps; a transposed matrix is not).
 * @throws EngineError (RuntimeError) for a negative std.
 */
export function fillNormal(generator: Generator, out: FloatArray, mean = 0, std = 1, contiguous = true, dtype: FloatDType = dtypeOf(out)): void {
	if (!(std >= 0)) throw runtimeError(`normal expects std >= 0.0, but found std ${general(std)}`);
	if (out.length < BLOCK || !contiguous) fillScalar(generator, out, mean, std, dtype);
	else if (dtype === 'float64') fillBlocks(out, () => generator.uniform53(), (data, at) => normal16Double(data, at, mean, std));
	else if (dtype === 'float32') fillBlocks(out as Float32Array, () => generator.uniform24(), (data, at) => normal16(data, at, Math.fround(mean), Math.fround(std)));
	else fillHalf(generator, out, mean, std, dtype);
}

/**
 * `tensor.log_normal_(mean, std)`: exp of a normal, always by the scalar way, whatever the size.
 * @throws EngineError (RuntimeError) for a std that is not positive.
 */
export function fillLogNormal(generator: Generator, out: FloatArray, mean = 1, std = 2, dtype: FloatDType = dtypeOf(out)): void {
	if (!(std > 0)) throw runtimeError(`log_normal_ expects std > 0.0, but found std=${general(std)}`);
	const round = rounder(dtype);
	for (let i = 0; i < out.length; i++) out[i] = round(Math.exp(fma64(nextNormal(generator), std, mean)));
}

/** One normal in double: the generator's cached one, else a new pair's first, whose second is then cached. */
export function nextNormal(generator: Generator): number {
	const cached = generator.cachedNormal;
	if (cached !== undefined) {
		generator.cachedNormal = undefined;
		return cached;
	}
	const angle = TWO_PI * generator.uniform53();
	const radius = Math.sqrt(-2 * Math.log1p(-generator.uniform53()));
	generator.cachedNormal = radius * sine(angle);
	return radius * cosine(angle);
}

function fillScalar(generator: Generator, out: FloatArray, mean: number, std: number, dtype: FloatDType): void {
	const round = rounder(dtype);
	for (let i = 0; i < out.length; i++) out[i] = round(fma64(nextNormal(generator), std, mean));
}

/** Uniforms everywhere, blocks of 16 transformed in place; a rest takes 16 new uniforms at the very end. */
function fillBlocks<A extends FloatArray>(out: A, uniform: () => number, transform: (data: A, at: number) => void): void {
	const n = out.length;
	for (let i = 0; i < n; i++) out[i] = uniform();
	for (let i = 0; i + BLOCK <= n; i += BLOCK) transform(out, i);
	if (n % BLOCK !== 0) {
		for (let i = n - BLOCK; i < n; i++) out[i] = uniform();
		transform(out, n - BLOCK);
	}
}

/** The 16-bit types go block by block through a float32 buffer, so a rest does not draw twice. */
function fillHalf(generator: Generator, out: FloatArray, mean: number, std: number, dtype: FloatDType): void {
	const round = rounder(dtype);
	const buffer = new Float32Array(BLOCK);
	const block = (at: number) => {
		for (let i = 0; i < BLOCK; i++) buffer[i] = generator.uniform24();
		normal16(buffer, 0, Math.fround(mean), Math.fround(std));
		for (let i = 0; i < BLOCK; i++) out[at + i] = round(buffer[i]!);
	};
	for (let i = 0; i + BLOCK <= out.length; i += BLOCK) block(i);
	if (out.length % BLOCK !== 0) block(out.length - BLOCK);
}

function normal16Double(data: FloatArray, at: number, mean: number, std: number): void {
	for (let j = at; j < at + 8; j++) {
		const radius = Math.sqrt(-2 * logarithm(1 - data[j]!));
		const theta = TWO_PI * data[j + 8]!;
		data[j] = fma64(radius * cosine(theta), std, mean);
		data[j + 8] = fma64(radius * sine(theta), std, mean);
	}
}
