/** Arguments that can't be held to PyTorch, as it reads foreign memory, hangs or allocates without end there: the engine refuses them in words or answers, and stays usable. */
import { afterEach, expect, test } from 'vitest';
import { memoryUse } from '../../../engine/memory/allocator.ts';
import { call, callMany } from '../../../engine/ops/call.ts';
import { tensorOf } from '../../../engine/ops/matrices.ts';
import { float } from '../../../engine/tensor/scalar.ts';
import { Scope } from '../../../engine/tensor/scope.ts';
import { emptyTensor } from '../../../engine/tensor/tensor.ts';
import { elements, tensor } from './engine.ts';

afterEach(() => {
	using _ = new Scope();
	expect(elements(call('add', tensor([1, 2]), tensor([3, 4])))).toEqual([4, 6]);
});

test.each([[[2, 2], [1000, 2]], [[3, 2, 2], [2]], [[3, 2, 2], [2, 2]], [[2, 3, 2, 2], [6, 2]], [[2, 2], [3]], [[2, 2], [1]], [[2, 2], []]])('lu_unpack of %j with pivots of %j', (shape, pivots) => {
	using _ = new Scope();
	const beside = call('full', [4096], 7);
	expect(() => callMany('lu_unpack', call('ones', shape), call('ones', pivots, 'int32'))).toThrow(`Expected pivots of shape [${[...shape.slice(0, -2), 2].join(', ')}], but got [${pivots.join(', ')}]`);
	expect(new Set(elements(beside))).toEqual(new Set([7]));
	expect(callMany('lu_unpack', call('ones', shape), call('ones', pivots, 'int32'), true, false)[1]!.shape).toEqual(shape);
});

test('no elements are written behind a tensor', () => {
	using _ = new Scope();
	expect(() => tensorOf([[1, 2], [3, 4]], [2], 'float64')).toThrow(RangeError);
	expect(elements(tensorOf([[1, 2], [3, 4]], [2, 2], 'float64'))).toEqual([1, 2, 3, 4]);
});

test('a tensor whose new storage can\'t be had lies where it lay', () => {
	using _ = new Scope();
	const self = tensor([1, 2, 3, 4, 5, 6]), source = tensor([9]), { used } = memoryUse();
	for (const size of [[2 ** 40], [2 ** 62]]) {
		expect(() => call('set_', self, source, 0, size)).toThrow(/allocate|overflow/);
	}
	expect([self.shape, elements(self), elements(source)]).toEqual([[6], [1, 2, 3, 4, 5, 6], [9]]);
	expect([self.storage.references, source.storage.references, memoryUse().used]).toEqual([1, 1, used]);
	call('set_', self, source, 0, [3]);
	expect([self.shape, elements(self)[0]]).toEqual([[3], 9]);
	expect([self.storage === source.storage, self.storage.references]).toEqual([true, 2]);
});

test.each([NaN, Infinity, 0.5])('a size of %d', size => {
	using _ = new Scope();
	const { used } = memoryUse();
	expect(() => emptyTensor([2, size], 'float32')).toThrow('which is no whole number');
	expect(memoryUse().used).toBe(used);
});

test('isin of many among many takes memory of neither\'s product', () => {
	using _ = new Scope();
	const ours = call('arange', 100_000n), theirs = call('mul', call('arange', 100_000n), 3n);
	expect(elements(call('sum', call('isin', ours, theirs)))).toEqual([33_334]);
});

test.each([[1e6, -3, 0.0013381041673136], [1e10, -3, 0.001349779851443316], [1e15, -4, 3.167122080701413e-5]])('igamma of %d, %i roots of it away (by 40 digits; PyTorch has ten of them)', (a, roots, exact) => {
	using _ = new Scope();
	const given = [tensor([a], 'float64'), tensor([a + roots * Math.sqrt(a)], 'float64')] as const;
	const [lower, upper] = ['igamma', 'igammac'].map(name => elements(call(name, ...given))[0] as number) as [number, number];
	expect(Math.abs(lower / exact - 1)).toBeLessThan(1e-13);
	expect(Math.abs(lower + upper - 1)).toBeLessThan(1e-15);
});

test.each(['special_legendre_polynomial_p', 'special_laguerre_polynomial_l'])('%s of a degree beyond any loop is told by its limit, which keeps the recurrence', (name) => {
	using _ = new Scope();
	const n = 2 ** 31, at = (degree: number) => elements(call(name, tensor([-0.3, 0.25, 0.9, 0.99], 'float64'), float(degree))) as number[];
	const [before, here, after] = [n - 1, n, n + 1].map(at) as [number[], number[], number[]];
	for (const [i, x] of [-0.3, 0.25, 0.9, 0.99].entries()) {
		const next = name.endsWith('p') ? ((2 * n + 1) * x * here[i]! - n * before[i]!) / (n + 1) : ((2 * n + 1 - x) * here[i]! - n * before[i]!) / (n + 1);
		// Below 0 Laguerre's is larger than any float64.
		if (Number.isFinite(after[i]!)) expect(Math.abs(after[i]! - next)).toBeLessThan(1e-8);
	}
	expect(here.filter(Number.isFinite).length).toBeGreaterThanOrEqual(3);
});
