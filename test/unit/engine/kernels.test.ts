/** The helpers that keep kernels from trapping, and their rounding, against exact arithmetic. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kernels } from '../../../engine/kernels/load.ts';
import { call } from '../../../engine/ops/call.ts';
import { fma32, fma64, toBfloat16, toFloat16 } from '../../../engine/random/rounding.ts';
import { float, int } from '../../../engine/tensor/scalar.ts';
import { Scope } from '../../../engine/tensor/scope.ts';
import type { Tensor } from '../../../engine/tensor/tensor.ts';
import { elements, tensor } from './engine.ts';

const doubles = fc.oneof(fc.double(), fc.double({ min: -10, max: 10 }), fc.constantFrom(0, -0, 1, -1, 2 ** -1074, 2 ** -1022, 1e308, -1e308, 2 ** 52 + 1));
const singles = fc.oneof(fc.float(), fc.constantFrom(0, -0, 1, 2 ** -149, 2 ** -126, 3.4028234663852886e38, 16777215));

test('fma64 rounds once, to the ends of the range', () => {
	fc.assert(fc.property(doubles, doubles, doubles, (a, b, c) => {
		expect(kernels().fma64(a, b, c)).toBe(fma64(a, b, c));
	}), { numRuns: 3000 });
});

test('fma64 where product and sum nearly cancel', () => {
	fc.assert(fc.property(fc.double({ min: 0.5, max: 2, noNaN: true }), fc.double({ min: 0.5, max: 2, noNaN: true }), fc.integer({ min: -3, max: 3 }), (a, b, ulps) => {
		const c = -(a * b) * (1 + ulps * 2 ** -52);
		expect(kernels().fma64(a, b, c)).toBe(fma64(a, b, c));
	}), { numRuns: 2000 });
});

test('fma32 rounds once', () => {
	fc.assert(fc.property(singles, singles, singles, (a, b, c) => {
		expect(kernels().fma32(a, b, c)).toBe(fma32(a, b, c));
	}), { numRuns: 3000 });
});

test('four at a time round once too', () => {
	using _ = new Scope();
	// Sums of these lie in the middle between two float32, or next to it.
	const near = fc.constantFrom(16777215, 16777214, 0.5, 0.25, 1 + 2 ** -23, 1 - 2 ** -24, 2 ** -24, 2 ** -48, 2 ** -140, 1.5 * 2 ** -126, 1);
	const rows = fc.array(fc.tuple(...[0, 1, 2].map(() => fc.oneof(singles, near)) as [typeof singles, typeof singles, typeof singles]), { minLength: 1, maxLength: 11 });
	fc.assert(fc.property(rows, each => {
		const [a, b, c] = [0, 1, 2].map(at => tensor(each.map(row => row[at]!), 'float32')) as [Tensor, Tensor, Tensor];
		expect(elements(call('addcmul', c, a, b))).toEqual(each.map(row => fma32(...row)));
		expect(elements(call('lerp', c, a, float(0.25)))).toEqual(each.map(([end, , self]) => fma32(0.25, Math.fround(end - self), self)));
	}), { numRuns: 2000 });
});

test('every float16 goes to float32 and back', () => {
	for (let bits = 0; bits < 65536; bits++) {
		const value = kernels().f16ToF32(bits);
		if (!Number.isNaN(value)) {
			expect(kernels().f32ToF16(value)).toBe(bits);
		}
	}
});

test('float16 and bfloat16 round to the nearest, ties to even', () => {
	using _ = new Scope();
	fc.assert(fc.property(fc.array(singles, { minLength: 1, maxLength: 20 }), values => {
		expect(elements(tensor(values, 'float16'))).toEqual(values.map(value => toFloat16(value)));
		expect(elements(tensor(values, 'bfloat16'))).toEqual(values.map(value => toBfloat16(value)));
	}));
});

test('the least integers divide without a trap', () => {
	using _ = new Scope();
	for (const [dtype, least] of [['int8', -128n], ['int16', -32768n], ['int32', -(2n ** 31n)], ['int64', -(2n ** 63n)]] as const) {
		const lowest = tensor([least], dtype);
		const minusOne = tensor([-1n], dtype);
		expect(elements(call('div', lowest, minusOne, 'floor')).map(BigInt), dtype).toEqual([least]);
		expect(elements(call('div', lowest, minusOne, 'trunc')).map(BigInt), dtype).toEqual([least]);
		expect(elements(call('remainder', lowest, minusOne)), dtype).toEqual([0]);
		expect(elements(call('fmod', lowest, minusOne)), dtype).toEqual([0]);
		expect(elements(call('neg', lowest)).map(BigInt), dtype).toEqual([least]);
	}
});

test('integer division is exact and floors as Python does', () => {
	using _ = new Scope();
	const big = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
	fc.assert(fc.property(big, big, (a, b) => {
		fc.pre(b !== 0n && !(a === -(2n ** 63n) && b === -1n));
		const quotient = a / b - (a % b !== 0n && a % b < 0n !== b < 0n ? 1n : 0n);
		expect(elements(call('div', tensor([a], 'int64'), tensor([b], 'int64'), 'floor')).map(BigInt)).toEqual([quotient]);
		expect(elements(call('remainder', tensor([a], 'int64'), tensor([b], 'int64'))).map(BigInt)).toEqual([a - quotient * b]);
	}));
});

test('int64 arithmetic wraps as in C', () => {
	using _ = new Scope();
	const big = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
	fc.assert(fc.property(big, big, (a, b) => {
		const [x, y] = [tensor([a], 'int64'), tensor([b], 'int64')];
		for (const [name, exact] of [['add', a + b], ['sub', a - b], ['mul', a * b]] as const) {
			expect(elements(call(name, x, y)).map(BigInt)).toEqual([BigInt.asIntN(64, exact)]);
		}
		expect(elements(call('matmul', tensor([a, b], 'int64'), tensor([b, a], 'int64'))).map(BigInt)).toEqual([BigInt.asIntN(64, 2n * a * b)]);
	}));
});

test('a product of matrices, every size of tile and rest', () => {
	using _ = new Scope();
	for (const [m, k, n] of [[1, 1, 1], [4, 3, 8], [5, 7, 9], [9, 2, 17], [8, 16, 70], [3, 0, 4]] as const) {
		const a = Array.from({ length: m * k }, (_, i) => (i * 7) % 5 - 2);
		const b = Array.from({ length: k * n }, (_, i) => (i * 3) % 7 - 3);
		const expected = Array.from({ length: m * n }, (_, at) => {
			let sum = 0;
			for (let l = 0; l < k; l++) {
				sum += a[Math.floor(at / n) * k + l]! * b[l * n + at % n]!;
			}
			return sum;
		});
		for (const dtype of ['float32', 'float64', 'int64', 'int8', 'float16'] as const) {
			const [x, y] = [tensor(a, dtype, [m, k]), tensor(b, dtype, [k, n])];
			const transposed = call('t', call('contiguous', call('t', y)));
			expect(elements(call('mm', x, y)).map(Number), `${dtype} ${m}×${k}×${n}`).toEqual(expected.map(value => value + 0));
			expect(elements(call('mm', x, transposed)).map(Number)).toEqual(expected.map(value => value + 0));
		}
	}
});

test('sorting is stable', () => {
	using _ = new Scope();
	fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 40 }), fc.boolean(), (values, descending) => {
		const order = values.map((_, i) => i).sort((a, b) => (descending ? values[b]! - values[a]! : values[a]! - values[b]!) || a - b);
		expect(elements(call('argsort', tensor(values, 'int32'), 0, descending))).toEqual(order);
	}));
});

test('remainder of a float by zero is nan, of an integer an error', () => {
	using _ = new Scope();
	expect(elements(call('remainder', tensor([1]), tensor([0])))).toEqual([Number.NaN]);
	expect(() => call('remainder', tensor([1], 'int64'), int(0))).toThrow('ZeroDivisionError');
});
