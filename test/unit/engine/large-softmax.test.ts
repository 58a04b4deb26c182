/** Softmax of large tensors, which has a kernel of its own, against the exact one in float64. */
import { describe, expect, test } from 'vitest';
import { call } from '../../../engine/ops/call.ts';
import { Scope } from '../../../engine/tensor/scope.ts';
import type { Tensor } from '../../../engine/tensor/tensor.ts';
import { elements, tensor } from './engine.ts';

const wide = (self: Tensor) => call('to', self, 'float64');
const numbers = (self: Tensor) => elements(self) as number[];

describe.each(['softmax', 'log_softmax'])('%s', name => {
	test.each([[[20, 1000], 1], [[20, 1000], 0], [[1000, 20], 1], [[3001, 9], 1], [[5, 33, 101], 1], [[20000], 0]] as const)('of %j along %i', (shape, dim) => {
		using _ = new Scope();
		const self = call('randn', shape);
		const [result, exact] = [call(name, self, dim), call(name, wide(self), dim)];
		expect(result.strides).toEqual(exact.strides);
		const expected = numbers(exact);
		const far = numbers(result).filter((value, i) => !(Math.abs(value - expected[i]!) <= 1e-6 * (name === 'softmax' ? expected[i]! : Math.max(1, -expected[i]!))));
		expect(far).toEqual([]);
	});
});

test('powers down to the least float32, and those that are less', () => {
	using _ = new Scope();
	const given = Array.from({ length: 2 ** 14 }, (_, i) => -110 * i / 2 ** 14);
	const sum = given.reduce((total, x) => total + Math.exp(x), 0);
	const result = numbers(call('softmax', tensor(given), 0));
	for (const [i, value] of result.entries()) {
		const exact = Math.exp(Math.fround(given[i]!)) / sum;
		expect(Math.abs(value - exact)).toBeLessThanOrEqual(1e-6 * exact + 2 ** -148);
	}
});

test.each([[NaN, NaN, NaN], [Infinity, NaN, NaN], [-Infinity, 0, -Infinity]])('a row with %d', (odd, softmax, log) => {
	using _ = new Scope();
	const rows = call('zeros', [2, 2 ** 13 + 3]);
	for (const at of [3, 2 ** 13 + 2]) {
		call('fill_', call('select', call('select', rows, 0, 0), 0, at), odd);
	}
	const [first, second] = [0, 1].map(row => numbers(call('select', call('softmax', rows, 1), 0, row)));
	expect(first![3]).toBe(softmax);
	expect(first![2 ** 13 + 2]).toBe(softmax);
	expect(Number.isNaN(first![5]!)).toBe(Number.isNaN(softmax));
	expect(second!.every(value => Math.abs(value - 1 / (2 ** 13 + 3)) < 1e-9)).toBe(true);
	expect(numbers(call('log_softmax', rows, 1))[3]).toBe(log);
});

test('rows that hold nothing but -inf', () => {
	using _ = new Scope();
	expect(numbers(call('softmax', call('full', [2, 2 ** 13], -Infinity), 1)).every(Number.isNaN)).toBe(true);
});
