/** NumPy's sums, against its algorithm as it is written there: to the bit, so that signs of zero and NaN are too. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kernels } from '../../../engine/kernels/load.ts';
import { Scope } from '../../../engine/tensor/scope.ts';
import { emptyTensor } from '../../../engine/tensor/tensor.ts';
import { codeOf } from '../../../engine/tensor/promotion.ts';
import { elements, tensor } from './engine.ts';

type Round = (value: number) => number;

function pairwise(a: readonly number[], round: Round): number {
	const n = a.length;
	if (n < 8) return n === 0 ? 0 : a.reduce((sum, x) => round(sum + x), -0);
	if (n <= 128) {
		const r = a.slice(0, 8);
		const whole = n - n % 8;
		for (let i = 8; i < whole; i++) r[i % 8] = round(r[i % 8]! + a[i]!);
		const pair = (k: number) => round(r[k]! + r[k + 1]!);
		const sum = round(round(pair(0) + pair(2)) + round(pair(4) + pair(6)));
		return a.slice(whole).reduce((total, x) => round(total + x), sum);
	}
	const half = Math.floor(n / 2), left = half - half % 8;
	return round(pairwise(a.slice(0, left), round) + pairwise(a.slice(left), round));
}

/** Over the middle of outer × count × inner. */
function summed(given: readonly number[], dtype: 'float32' | 'float64', outer: number, count: number, inner: number): number[] {
	using _ = new Scope();
	const source = tensor(given, dtype), result = emptyTensor([outer * inner], dtype);
	kernels().numpy_sum(codeOf(dtype), outer, count, inner, source.pointer, result.pointer);
	return elements(result).map(Number);
}

for (const dtype of ['float32', 'float64'] as const) {
	const round: Round = dtype === 'float32' ? Math.fround : value => value;
	const number = fc.oneof(fc.double({ min: -1e6, max: 1e6 }), fc.constantFrom(0, -0, 1e30, -1e30)).map(round);
	const few = fc.constantFrom(0, 1, 2, 7, 8, 9, 15, 16, 127, 128, 129, 136, 255, 256, 257, 1000);

	test(`${dtype}: rows, pairwise`, () => {
		fc.assert(fc.property(few.chain(n => fc.array(number, { minLength: 2 * n, maxLength: 2 * n })), given => {
			const n = given.length / 2;
			expect(summed(given, dtype, 2, n, 1)).toEqual([pairwise(given.slice(0, n), round), pairwise(given.slice(n), round)]);
		}), { numRuns: 200 });
	});

	test(`${dtype}: columns, one row after another`, () => {
		fc.assert(fc.property(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 2, max: 11 }), fc.infiniteStream(number), (count, inner, stream) => {
			const given = [...stream.take(2 * count * inner)];
			const wanted = [0, 1].flatMap(row => Array.from({ length: inner }, (_, column) => {
				const own = Array.from({ length: count }, (_, k) => given[(row * count + k) * inner + column]!);
				return own.length === 0 ? 0 : own.reduce((sum, x) => round(sum + x));
			}));
			expect(summed(given, dtype, 2, count, inner)).toEqual(wanted);
		}), { numRuns: 200 });
	});
}
