/**
 * Whole numbers: `random_`, `randint`, `randperm`. The rule is that of PyTorch 2.13: 64 bits a draw from a range
 * of 2^28 on, else 32, in both cases the remainder of a division (slightly uneven, and kept so).
 */
import type { Generator } from './generator.ts';
import { runtimeError } from '../tensor/errors.ts';
import type { AnyArray, FloatDType } from './uniform.ts';
import { rounder } from './uniform.ts';

export type IntegerDType = 'bool' | 'uint8' | 'int8' | 'int16' | 'int32' | 'int64';

const WIDE = 2n ** 28n;

/**
 * `tensor.random_(from, to)`, `torch.randint(from, to)`: integers in [from, to), `to` at most 2^63.
 * An int64 array is filled exactly; a float one gets the integer rounded to its dtype.
 * @throws EngineError (RuntimeError) where the range is empty.
 */
export function fillRandomInteger(generator: Generator, out: AnyArray, from: bigint, to: bigint, dtype?: FloatDType | IntegerDType): void {
	if (from >= to) throw runtimeError(`random_ expects 'from' to be less than 'to', but got from=${from} >= to=${to}`);
	const range = to - from;
	if (range >= WIDE) {
		fill(out, dtype, () => (generator.random64() % range) + from);
		return;
	}
	const narrow = Number(range);
	if (out instanceof BigInt64Array) {
		for (let i = 0; i < out.length; i++) out[i] = BigInt(generator.random() % narrow) + from;
	} else if (Number.isSafeInteger(Number(from))) {
		const base = Number(from);
		const round = roundTo(dtype);
		for (let i = 0; i < out.length; i++) out[i] = round((generator.random() % narrow) + base);
	} else {
		fill(out, dtype, () => BigInt(generator.random() % narrow) + from);
	}
}

/** `tensor.random_()`: all non-negative values of an integer type; for a float type, the integers it holds exactly. */
export function fillRandom(generator: Generator, out: AnyArray, dtype: FloatDType | IntegerDType): void {
	switch (dtype) {
		case 'int64': return fill(out, dtype, () => generator.random64() & (2n ** 63n - 1n));
		case 'float64': return fill(out, dtype, () => generator.random64() % (2n ** 53n + 1n));
		case 'bool': return fillSmall(generator, out, 2);
		case 'uint8': return fillSmall(generator, out, 2 ** 8);
		case 'int8': return fillSmall(generator, out, 2 ** 7);
		case 'int16': return fillSmall(generator, out, 2 ** 15);
		case 'int32': return fillSmall(generator, out, 2 ** 31);
		case 'float32': return fillSmall(generator, out, 2 ** 24 + 1);
		case 'float16': return fillSmall(generator, out, 2 ** 11 + 1);
		case 'bfloat16': return fillSmall(generator, out, 2 ** 8 + 1);
	}
}

/** `tensor.random_(-2^63, None)`: any 64-bit integer. */
export function fillRandomFullRange(generator: Generator, out: AnyArray, dtype?: FloatDType | IntegerDType): void {
	fill(out, dtype, () => BigInt.asIntN(64, generator.random64()));
}

/**
 * `torch.randperm(n)`: 0 to n-1 shuffled; `n` below 2^32/20, where PyTorch's draws are 32 bits wide.
 * @throws EngineError (RuntimeError) for a negative or larger n.
 */
export function randperm(generator: Generator, n: number): Uint32Array {
	if (n < 0) throw runtimeError(`Trying to create tensor with negative dimension ${n}: [${n}]`);
	if (n >= (2 ** 32 - 1) / 20) throw runtimeError(`randperm of more than ${Math.floor((2 ** 32 - 1) / 20)} elements is not reproduced`);
	const order = new Uint32Array(n);
	for (let i = 0; i < n; i++) order[i] = i;
	for (let i = 0; i < n - 1; i++) {
		const j = i + (generator.random() % (n - i));
		const kept = order[i]!;
		order[i] = order[j]!;
		order[j] = kept;
	}
	return order;
}

/** One int64 `random_()`: how DataLoader and RandomSampler draw their seeds. */
export function randomSeed(generator: Generator): bigint {
	return generator.random64() & (2n ** 63n - 1n);
}

function fillSmall(generator: Generator, out: AnyArray, count: number): void {
	for (let i = 0; i < out.length; i++) {
		const value = generator.random() % count;
		if (out instanceof BigInt64Array) out[i] = BigInt(value);
		else out[i] = value;
	}
}

function fill(out: AnyArray, dtype: FloatDType | IntegerDType | undefined, draw: () => bigint): void {
	if (out instanceof BigInt64Array) {
		for (let i = 0; i < out.length; i++) out[i] = draw();
		return;
	}
	const round = roundTo(dtype);
	const toNumber = out instanceof Float32Array ? forFloat32 : Number;
	for (let i = 0; i < out.length; i++) out[i] = round(toNumber(draw()));
}

function roundTo(dtype: FloatDType | IntegerDType | undefined): (value: number) => number {
	return dtype === 'float16' || dtype === 'bfloat16' ? rounder(dtype) : (value) => value;
}

/** A 64-bit integer as a double which rounds on to float32 as the integer itself would: a set bit stands for a lost part. */
function forFloat32(value: bigint): number {
	const size = value < 0n ? -value : value;
	if (size < 2n ** 53n) return Number(value);
	const kept = Number(((size >> 24n) | (size & 0xffffffn ? 1n : 0n)) << 24n);
	return value < 0n ? -kept : kept;
}
