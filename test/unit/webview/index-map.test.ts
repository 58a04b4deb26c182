/** Every edge of an index map against real PyTorch, which was asked where each element came from and where it went. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { indexRuleOf, ruleOfMap } from '../../../engine/slice/index-rules.ts';
import type { IndexMapSlice, TensorSlice } from '../../../engine/slice/slice.ts';
import { mappingOf, ruleText } from '../../../webview/index-map/mapping.ts';
import { drawnAxes, heldChosen, planesOf } from '../../../webview/index-map/planes.ts';

type Edge = readonly [source: number, output: number];
interface Stored { readonly op: string; readonly dim: number; readonly source: number[]; readonly index: { readonly shape: number[]; readonly values: number[] }; readonly output: number[]; readonly edges: readonly Edge[] }
const stored = JSON.parse(readFileSync(new URL('stored/index_maps.json', import.meta.url), 'utf8')) as Stored[];
const OPS = [...new Set(stored.map(({ op }) => op))];

function tensor(shape: readonly number[], values: readonly number[] | undefined): TensorSlice {
	return {
		kind: 'tensor', title: 't', ref: 1, type: 'Tensor', dtype: 'int64', shape, strides: [], requiresGrad: false, gradFn: '',
		elements: values && BigInt64Array.from(values, BigInt), summary: undefined, note: undefined, origin: undefined, before: undefined,
	};
}

function slice(op: string, dim: number, source: readonly number[], index: readonly number[], values: readonly number[], output: readonly number[]): IndexMapSlice {
	return { kind: 'indexMap', op, dim, parts: undefined, stretched: undefined, indices: undefined, reduce: undefined, failed: undefined, scale: 1, backward: undefined, source: tensor(source, undefined), index: tensor(index, values), output: tensor(output, undefined), origin: undefined };
}

const gather = (source: readonly number[], dim: number, shape: readonly number[], values: readonly number[] = []) => slice('gather', dim, source, shape, values, shape);

describe('mappingOf', () => {
	test.each(OPS)('%s: every edge is the one that PyTorch\'s answer shows', op => {
		const cases = stored.filter(each => each.op === op);
		expect(cases).toHaveLength(60);
		for (const { dim, source, index, output, edges } of cases) {
			const { ends } = mappingOf(slice(op, dim, source, index.shape, index.values, output));
			expect([...ends.source].map((from, edge): Edge => [from, ends.output[edge]!]).sort((a, b) => a[0] - b[0] || a[1] - b[1])).toEqual(edges);
		}
	});

	test('knows the edges of each cell', () => {
		const { edgesOf } = mappingOf(gather([4], 0, [3], [2, 2, 0]));
		expect([0, 1, 2].map(flat => edgesOf('source', flat))).toEqual([[2], [], [0, 1]]);
		expect(edgesOf('output', 1)).toEqual([1]);
		const lookup = mappingOf(slice('embedding', 0, [3, 2], [2], [2, 0], [2, 2]));
		expect([lookup.edgesOf('index', 0), lookup.edgesOf('source', 4)]).toEqual([[0, 1], [0]]);
	});

	test('a tensor without dimensions is one cell, as PyTorch takes it', () => {
		for (const [op, source, output] of [['gather', [], []], ['gather', [3], []], ['scatter', [], []], ['scatter', [], [3]], ['index_add', [], []], ['sort', [], []]] as const) {
			const { ends } = mappingOf(slice(op, op === 'sort' ? -1 : 0, source, [], [source.length + output.length > 0 ? 2 : 0], output));
			expect([op, ...ends.source, ...ends.index, ...ends.output]).toEqual([op, source.length > 0 ? 2 : 0, 0, output.length > 0 ? 2 : 0]);
		}
		expect([...mappingOf(slice('index_select', 0, [], [1], [0], [])).ends.source]).toEqual([0]);
	});

	test('an index out of bounds comes from nowhere, or goes nowhere', () => {
		expect([...mappingOf(gather([3, 2], 0, [1, 2], [3, -1])).ends.source]).toEqual([-1, -1]);
		expect([...mappingOf(slice('scatter', 0, [2], [2], [1, 5], [3])).ends.output]).toEqual([1, -1]);
	});
});

describe('the rule in PyTorch\'s letters, and with numbers', () => {
	const texts = (made: IndexMapSlice, at?: readonly number[]) => ruleText(made, mappingOf(made), at);
	test.each([
		[gather([3, 3], 0, [1, 3]), 'out[i][j] = source[index[i][j]][j]'],
		[gather([3, 3, 3], 1, [3, 3, 3]), 'out[i][j][k] = source[i][index[i][j][k]][k]'],
		[slice('index_select', 1, [2, 4], [3], [], [2, 3]), 'out[i][j] = source[i][index[j]]'],
		[slice('embedding', 0, [9, 4], [2, 3], [], [2, 3, 4]), 'out[i][j][k] = source[index[i][j]][k]'],
		[slice('scatter', 0, [1, 3], [1, 3], [], [3, 3]), 'out[index[i][j]][j] = source[i][j]'],
		[slice('scatter_add', 1, [1, 3], [1, 3], [], [3, 3]), 'out[i][index[i][j]] += source[i][j]'],
		[slice('index_add', 0, [2, 3], [2], [], [4, 3]), 'out[index[i]][j] += source[i][j]'],
		[gather([], 0, []), 'out = source[index]'],
	])('%#', (made, text) => expect(texts(made)).toBe(text));

	test('numbers', () => expect(texts(gather([3, 3], 0, [1, 3]), [0, 2])).toBe('out[0][2] = source[index[0][2]][2]'));
});

describe('planes', () => {
	const planes = (made: IndexMapSlice, held: readonly number[] = []) => {
		const rule = indexRuleOf(made.op)!;
		const { source, index, output } = planesOf(made, rule, drawnAxes(made, rule), held, []);
		return [source.axes, index.axes, output.axes];
	};
	test('the axis that is chosen along is always one of the two that are drawn', () => {
		expect(planes(gather([3], 0, [3]))).toEqual([[undefined, 0], [undefined, 0], [undefined, 0]]);
		expect(planes(gather([3, 3], 0, [1, 3]))).toEqual([[0, 1], [0, 1], [0, 1]]);
		expect(planes(gather([3, 3, 3], 0, [3, 3, 3]))).toEqual([[0, 2], [0, 2], [0, 2]]);
		expect(planes(gather([2, 2, 2, 2], 1, [2, 2, 2, 2]))).toEqual([[1, 3], [1, 3], [1, 3]]);
	});

	test('a mask is drawn whole, whatever it leaves of the axes', () => {
		const masked = (source: readonly number[], mask: readonly number[], output: readonly number[]): IndexMapSlice => {
			const made = slice('__getitem__', 0, source, mask, [], output);
			return { ...made, index: { ...made.index, dtype: 'bool' } };
		};
		const planesOfMask = (made: IndexMapSlice) => {
			const rule = ruleOfMap(made), { source, index, output } = planesOf(made, rule, drawnAxes(made, rule), [], []);
			return [source.axes, index.axes, output.axes];
		};
		expect(planesOfMask(masked([3, 4], [3, 4], [5]))).toEqual([[0, 1], [0, 1], [undefined, 0]]);
		expect(planesOfMask(masked([3, 4], [3], [2, 4]))).toEqual([[0, 1], [undefined, 0], [0, 1]]);
		expect(planesOfMask(masked([5], [5], [2]))).toEqual([[undefined, 0], [undefined, 0], [undefined, 0]]);
		expect(planesOfMask(masked([2, 3, 4], [2, 3], [5, 4]))).toEqual([[0, 1], [0, 1], [undefined, 0]]);
	});

	test('of a mask of three dimensions the last two are drawn, and the first is held where it is said', () => {
		const made = { ...slice('__getitem__', 0, [2, 3, 4], [2, 3, 4], [], [5]) }, masked: IndexMapSlice = { ...made, index: { ...made.index, dtype: 'bool' } };
		const rule = ruleOfMap(masked), planes = planesOf(masked, rule, drawnAxes(masked, rule), [0], [1]);
		expect(planes).toMatchObject({ source: { axes: [1, 2], held: [1, 0, 0] }, index: { axes: [1, 2], held: [1, 0, 0] }, output: { axes: [undefined, 0] } });
		expect(heldChosen(masked, rule, planes)).toEqual([{ axis: 0, which: 0 }]);
	});

	test('what is held at a number, or stepped over, is held there in the source', () => {
		const made: IndexMapSlice = { ...slice('__getitem__', 0, [4, 5, 6], [2], [], [2, 2]), parts: [{ kind: 'at', at: 3 }, { kind: 'slice', start: 1, step: 2, stop: undefined }, { kind: 'index' }] };
		const rule = ruleOfMap(made);
		expect(planesOf(made, rule, drawnAxes(made, rule), [0, 0], []).source).toEqual({ axes: [1, 2], held: [3, 1, 0] });
	});

	test('an index lies along the axis that it stands for', () => {
		expect(planes(slice('index_select', 0, [4, 2], [3], [], [3, 2]))).toEqual([[0, 1], [0, undefined], [0, 1]]);
		expect(planes(slice('index_select', 1, [2, 4], [3], [], [2, 3]))).toEqual([[0, 1], [undefined, 0], [0, 1]]);
		expect(planes(slice('embedding', 0, [9, 4], [2, 3], [], [2, 3, 4]))).toEqual([[0, 1], [1, undefined], [1, 2]]);
	});
});
