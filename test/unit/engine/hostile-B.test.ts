/** Arguments that no kernel can take: the engine refuses them in words, and goes on. */
import { expect, test } from 'vitest';
import { grad as gradientsOf } from '../../../engine/autograd/backward.ts';
import { EngineError } from '../../../engine/tensor/errors.ts';
import { call } from '../../../engine/ops/call.ts';
import { Scope } from '../../../engine/tensor/scope.ts';
import { elements, leaf } from './engine.ts';

const ones = (...shape: readonly number[]) => call('ones', shape);
const integers = (...shape: readonly number[]) => call('ones', shape, 'int64');

test.each<[string, () => unknown]>([
	['a stride of integers wider than 32 bits', () => call('conv1d', integers(1, 1, 4), integers(1, 1, 1), undefined, [2 ** 32])],
	['a stride of integers that overflows beside the image', () => call('conv1d', integers(1, 1, 4), integers(1, 1, 1), undefined, [2 ** 31 - 1])],
	['an area that an average divides by', () => call('avg_pool2d', ones(1, 1, 1), [2 ** 16, 2 ** 16], [2 ** 15, 2 ** 15], [2 ** 15, 2 ** 15])],
	['a divisor wider than 32 bits', () => call('avg_pool2d', ones(1, 4, 4), [2, 2], [2, 2], [0, 0], false, true, 2 ** 32)],
	['more windows than memory', () => call('adaptive_avg_pool1d', ones(1, 1, 4), [10 ** 9])],
	['more positions than memory', () => call('upsample_linear1d', ones(1, 1, 4), [10 ** 9], false, undefined)],
])('%s', (_, attempt) => {
	using _scope = new Scope();
	expect(attempt).toThrow(EngineError);
	expect(elements(call('max_pool1d', ones(1, 1, 4), [1], [1], [0], [2 ** 32]))).toEqual([1, 1, 1, 1]);
});

test.each([2 ** 31 - 1, 2 ** 32])('of floats there is one window, however far the next would be: %s', stride => {
	using _scope = new Scope();
	expect(elements(call('conv1d', ones(1, 1, 4), ones(1, 1, 1), undefined, [stride]))).toEqual([1]);
});

test('distances of many vectors do not hold all differences, and are those of the rows alone', () => {
	using _ = new Scope();
	const [x1, x2] = [leaf(Array.from({ length: 3000 * 4 }, (_, i) => Math.sin(i)), 'float64', [3000, 4]), leaf(Array.from({ length: 700 * 4 }, (_, i) => Math.cos(i)), 'float64', [700, 4])];
	const [first, second] = gradientsOf([call('sum', call('cdist', x1, x2, 3))], [x1, x2], [undefined]);
	const row = call('select', call('cdist', call('narrow', x1, 0, 2999, 1), x2, 3), 0, 0);
	expect(elements(call('select', call('cdist', x1, x2, 3), 0, 2999))).toEqual(elements(row));
	const [own] = gradientsOf([call('sum', row)], [x1], [undefined]);
	expect(elements(call('select', first!, 0, 2999))).toEqual(elements(call('select', own!, 0, 2999)));
	// What moves all vectors together changes no distance.
	const total = elements(call('add', call('sum', first!, [0]), call('sum', second!, [0]))) as number[];
	expect(total.every(value => Math.abs(value) < 1e-6)).toBe(true);
});

test.each([2 ** 31 - 1, 2 ** 31 - 40])('a row whose end the steps to it would overshoot in 32 bits is refused: %s', length => {
	expect(() => call('fill_', call('as_strided', integers(1), [length], [0]), 3)).toThrow(/too long|single memory location/);
	expect(() => call('sum', call('as_strided', integers(1), [length], [0]))).toThrow(/too long/);
});

test.each(['linalg_inv', 'linalg_cholesky', 'linalg_qr'])('more matrices of nothing than there is room for: %s', name => {
	expect(() => call(name, ones(2 ** 40, 0, 0))).toThrow(EngineError);
});
