/** The generators' states, the messages for arguments that they refuse, and rounding once. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Generator, STATE_BYTES } from '../../../engine/random/generator.ts';
import { fillRandomInteger, randperm } from '../../../engine/random/integers.ts';
import { multinomial } from '../../../engine/random/multinomial.ts';
import { fillNormal } from '../../../engine/random/normal.ts';
import { RandomState } from '../../../engine/random/numpy-legacy.ts';
import { EngineError } from '../../../engine/tensor/errors.ts';
import { fma32, fma64, toBfloat16, toFloat16 } from '../../../engine/random/rounding.ts';
import { fillBernoulli, fillExponential, fillUniform } from '../../../engine/random/uniform.ts';

function draw(generator: Generator): number[] {
	const out = new Float32Array(20);
	fillNormal(generator, out.subarray(0, 3));
	fillUniform(generator, out.subarray(3));
	return Array.from(out);
}

describe('torch.Generator', () => {
	test('goes on from a saved state, cached normal included', () => {
		fc.assert(fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }), fc.nat(1500), fc.boolean(), (seed, words, odd) => {
			const first = new Generator().manualSeed(seed);
			for (let i = 0; i < words; i++) first.random();
			if (odd) fillNormal(first, new Float32Array(1));
			const second = new Generator();
			second.setState(first.getState());
			const third = first.clone();
			expect(second.initialSeed()).toBe(first.initialSeed());
			const wanted = draw(first);
			expect(draw(second)).toEqual(wanted);
			expect(draw(third)).toEqual(wanted);
		}), { numRuns: 40 });
	});

	test('refuses what is no state or no seed, in PyTorch\'s words', () => {
		const generator = new Generator(7n);
		expect(() => generator.setState(new Uint8Array(3))).toThrow('Expected a CPUGeneratorImplState of size 5056 but found the input RNG state size to be 3');
		expect(() => generator.setState(new Uint8Array(STATE_BYTES))).toThrow('Invalid mt19937 state');
		expect(() => generator.manualSeed(2n ** 64n)).toThrow('Overflow when unpacking long long');
		expect(generator.initialSeed()).toBe(7n);
	});

	test('seed() gives a new sequence', () => {
		const generator = new Generator();
		const seeds = new Set(Array.from({ length: 5 }, () => generator.seed()));
		expect(seeds.size).toBe(5);
		expect(seeds.has(generator.initialSeed())).toBe(true);
	});
});

test('arguments that a distribution refuses', () => {
	const generator = new Generator();
	const out = new Float32Array(2);
	const cases: [() => void, string][] = [
		[() => fillUniform(generator, out, 3, 1), 'uniform_ expects to return a [from, to) range, but found from=3 > to=1'],
		[() => fillUniform(generator, out, 0, Infinity), 'to is out of bounds for float'],
		[() => fillUniform(generator, out, -3e38, 3e38), 'uniform_ expects to-from <= std::numeric_limits<Float>::max(), but found to=3e+38 and from=-3e+38 which result in to-from to exceed the limit'],
		[() => fillNormal(generator, out, 0, -1), 'normal expects std >= 0.0, but found std -1'],
		[() => fillNormal(generator, out, 0, NaN), 'normal expects std >= 0.0, but found std nan'],
		[() => fillBernoulli(generator, out, 2), 'bernoulli_ expects p to be in [0, 1], but got p=2'],
		[() => fillExponential(generator, out, -0.125), 'exponential_ expects lambda > 0.0, but found lambda=-0.125'],
		[() => fillRandomInteger(generator, out, 3n, 3n), 'random_ expects \'from\' to be less than \'to\', but got from=3 >= to=3'],
		[() => randperm(generator, -1), 'Trying to create tensor with negative dimension -1: [-1]'],
		[() => multinomial(generator, Float32Array.of(1, 0), 1, 2, 3, false), 'cannot sample n_sample > prob_dist.size(-1) samples without replacement'],
		[() => multinomial(generator, Float32Array.of(1, 0), 1, 2, 0, false), 'cannot sample n_sample <= 0 samples'],
		[() => multinomial(generator, Float32Array.of(0, 0), 1, 2, 1, false), 'invalid multinomial distribution (sum of probabilities <= 0)'],
		[() => multinomial(generator, Float32Array.of(-1, 0), 1, 2, 1, false), 'probability tensor contains either `inf`, `nan` or element < 0'],
		[() => multinomial(generator, Float32Array.of(NaN, 0), 1, 2, 2, true), 'invalid multinomial distribution (encountering probability entry < 0)'],
		[() => new RandomState(-1n), 'Seed must be between 0 and 2**32 - 1'],
		[() => new RandomState([]), 'Seed must be non-empty'],
		[() => new RandomState(0n).fillRandint(new BigInt64Array(1), 0n, 0n), 'high <= 0'],
		[() => new RandomState(0n).fillRandint(new BigInt64Array(1), 3n, 1n), 'low >= high'],
		[() => new RandomState(0n).fillRandint(new Uint8Array(1), 0n, 300n, 'uint8'), 'high is out of bounds for uint8'],
		[() => new RandomState(0n).choice(3, 4, false), 'Cannot take a larger sample than population when \'replace=False\''],
		[() => new RandomState(0n).choice(3, 1, true, Float64Array.of(0.5, 0.2, 0.2)), 'probabilities do not sum to 1'],
		[() => new RandomState(0n).choice(3, 2, false, Float64Array.of(0, 0, 1)), 'Fewer non-zero entries in p than size'],
	];
	for (const [call, message] of cases) {
		expect(call, message).toThrow(EngineError);
		expect(call).toThrow(message);
	}
});

describe('rounding once', () => {
	/** A double as mantissa * 2^exponent. */
	function exact(value: number): [bigint, number] {
		const view = new DataView(new ArrayBuffer(8));
		view.setFloat64(0, value);
		const bits = view.getBigUint64(0);
		const exponent = Number((bits >> 52n) & 0x7ffn);
		const mantissa = (bits & (2n ** 52n - 1n)) | (exponent === 0 ? 0n : 2n ** 52n);
		return [value < 0 ? -mantissa : mantissa, Math.max(exponent, 1) - 1075];
	}
	/** a*b + c on integers, then rounded to `bits` bits, ties to even. */
	function reference(a: number, b: number, c: number, bits: number): number {
		const [ma, ea] = exact(a);
		const [mb, eb] = exact(b);
		const [mc, ec] = exact(c);
		const e = Math.min(ea + eb, ec);
		const sum = (ma * mb << BigInt(ea + eb - e)) + (mc << BigInt(ec - e));
		const size = sum < 0n ? -sum : sum;
		const drop = BigInt(Math.max(0, size.toString(2).length - bits));
		let kept = size >> drop;
		const rest = size - (kept << drop);
		const half = drop === 0n ? 1n : 1n << (drop - 1n);
		if (rest > half || (rest === half && (kept & 1n) === 1n)) kept += 1n;
		return Number(kept) * 2 ** (Number(drop) + e) * (sum < 0n ? -1 : 1);
	}
	const moderate = fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((x) => (Math.abs(x) < 1e-9 ? 0.5 : x));
	const single = moderate.map(Math.fround);

	test('fma64', () => {
		fc.assert(fc.property(moderate, moderate, moderate, (a, b, c) => {
			expect(fma64(a, b, c)).toBe(reference(a, b, c, 53));
			expect(fma64(a, b, -(a * b)) + 0).toBe(reference(a, b, -(a * b), 53) + 0);
		}), { numRuns: 1000 });
	});

	test('fma32, also where the sum stands just beside a tie', () => {
		fc.assert(fc.property(single, single, single, fc.integer({ min: 1, max: 2 ** 23 }), (a, b, c, odd) => {
			expect(fma32(a, b, c)).toBe(reference(a, b, c, 24));
			// c + 1 is a tie of two float32; the product is 1 - 2^-40, which a double sum rounds to the tie.
			for (const sign of [1, -1]) {
				const tie = sign * (2 ** 24 + 2 * odd);
				const x = 1 + 2 ** -20;
				const y = sign * (1 - 2 ** -20);
				expect(fma32(x, y, tie)).toBe(reference(x, y, tie, 24));
				expect(fma32(-x, y, tie)).toBe(reference(-x, y, tie, 24));
			}
		}), { numRuns: 300 });
	});

	test('float16 and bfloat16', () => {
		const half = (x: number) => [toFloat16(x), toBfloat16(x)];
		expect(half(1 / 3)).toEqual([0.333251953125, 0.333984375]);
		expect(half(65519)).toEqual([65504, 65536]);
		expect(half(65520)).toEqual([Infinity, 65536]);
		expect(half(-5.960464477539063e-8 / 2)).toEqual([-0, -5.960464477539063e-8 / 2]);
		expect(half(5.960464477539063e-8 * 0.75)).toEqual([5.960464477539063e-8, 5.960464477539063e-8 * 0.75]);
		expect(half(1 + 2 ** -11)).toEqual([1, 1]);
		expect(half(1 + 3 * 2 ** -11)).toEqual([1 + 2 ** -9, 1]);
		expect(half(NaN)).toEqual([NaN, NaN]);
		expect(half(-Infinity)).toEqual([-Infinity, -Infinity]);
		expect(half(3.4e38)[1]).toBe(Infinity);
	});
});
