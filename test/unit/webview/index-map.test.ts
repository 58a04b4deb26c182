/** Every edge of an index map against real PyTorch: arange pushed through the same gather says where each cell came from. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { IndexMapSlice, TensorSlice } from '../../../engine/slice/slice.ts';
import { drawnAxes, mappingOf, ruleText } from '../../../webview/index-map/mapping.ts';

interface StoredGather { readonly source: number[]; readonly dim: number; readonly index: { readonly shape: number[]; readonly values: number[] }; readonly from: number[] }
const stored = JSON.parse(readFileSync(new URL('stored/gathers.json', import.meta.url), 'utf8')) as StoredGather[];

function tensor(shape: readonly number[], values: readonly number[] | undefined): TensorSlice {
	return {
		kind: 'tensor', title: 't', ref: 1, type: 'Tensor', dtype: 'int64', shape, strides: [], requiresGrad: false, gradFn: '',
		elements: values && BigInt64Array.from(values, BigInt), summary: undefined, note: undefined, origin: undefined,
	};
}

function gather(source: readonly number[], dim: number, shape: readonly number[], values: readonly number[]): IndexMapSlice {
	return { kind: 'indexMap', op: 'gather', dim, source: tensor(source, undefined), index: tensor(shape, values), output: tensor(shape, undefined), origin: undefined };
}

describe('mappingOf', () => {
	test('is what PyTorch does, in 500 random gathers', () => {
		expect(stored).toHaveLength(500);
		for (const each of stored) expect([...mappingOf(gather(each.source, each.dim, each.index.shape, each.index.values)).from]).toEqual(each.from);
	});

	test('knows where a source cell went', () => {
		const { to } = mappingOf(gather([4], 0, [3], [2, 2, 0]));
		expect([...to]).toEqual([[2, [0, 1]], [0, [2]]]);
	});

	test('an index out of bounds comes from nowhere', () => {
		expect([...mappingOf(gather([3, 2], 0, [1, 2], [3, -1])).from]).toEqual([-1, -1]);
	});
});

test('the rule has the index in the place of the gathered dimension', () => {
	expect(ruleText(2, 0)).toBe('out[i][j] = source[index[i][j]][j]');
	expect(ruleText(3, 1)).toBe('out[i][j][k] = source[i][index[i][j][k]][k]');
	expect(ruleText(2, 0, [0, 2])).toBe('out[0][2] = source[index[0][2]][2]');
});

test('the gathered axis is always one of the two that are drawn', () => {
	expect(drawnAxes(1, 0)).toEqual([undefined, 0]);
	expect(drawnAxes(2, 0)).toEqual([0, 1]);
	expect(drawnAxes(3, 0)).toEqual([0, 2]);
	expect(drawnAxes(3, 2)).toEqual([1, 2]);
	expect(drawnAxes(4, 1)).toEqual([1, 3]);
});
