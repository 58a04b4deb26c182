/** Products large enough to go by blocks: to the bit the sums in the order of k that small ones are, whatever the sizes leave over and however the factors lie. */
import { expect, test } from 'vitest';
import { call } from '../../../engine/ops/call.ts';
import { memoryUse } from '../../../engine/memory/allocator.ts';
import { Scope } from '../../../engine/tensor/scope.ts';
import type { Tensor } from '../../../engine/tensor/tensor.ts';
import { elements } from './engine.ts';

function inOrder(a: readonly number[], b: readonly number[], [m, n, k]: readonly [number, number, number], round: (value: number) => number): number[] {
	return Array.from({ length: m * n }, (_, at) => {
		const row = Math.floor(at / n), column = at % n;
		let total = 0;
		for (let l = 0; l < k; l++) {
			total = round(total + round(a[row * k + l]! * b[l * n + column]!));
		}
		return total;
	});
}

const turned = (tensor: Tensor) => call('t', call('contiguous', call('t', tensor)));

test.each([[64, 64, 64], [67, 75, 301], [4, 1030, 513], [130, 9, 260], [5, 7, 4000]] as const)('%i × %i, of %i terms', (m, n, k) => {
	for (const [dtype, round] of [['float32', Math.fround], ['float64', (value: number) => value]] as const) {
		using _ = new Scope();
		const [a, b] = [call('to', call('randn', [m, k]), dtype), call('to', call('randn', [k, n]), dtype)];
		const expected = inOrder(elements(a) as number[], elements(b) as number[], [m, n, k], round);
		for (const [left, right] of [[a, b], [turned(a), b], [a, turned(b)], [turned(a), turned(b)]] as const) {
			expect(elements(call('mm', left, right)), dtype).toEqual(expected);
		}
	}
});

test('the memory that the blocks need is given back', () => {
	using _ = new Scope();
	const [a, b] = [call('randn', [100, 100]), call('randn', [100, 100])];
	const { used } = memoryUse();
	call('mm', a, b);
	expect(memoryUse().used - used).toBe(100 * 100 * 4);
});
