/** Every edge that an index map draws, cut from a run of the embedded runtime, is the one that real PyTorch's own op shows (ask_index_edges.py says how it was asked). */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { indexMapSlice } from '../../engine/slice/index-map.ts';
import type { IndexMapSlice } from '../../engine/slice/slice.ts';
import type { Op, Trace } from '../../engine/trace/model.ts';
import { done } from '../../engine/trace/work.ts';
import { type Mapping, mappingOf } from '../../webview/index-map/mapping.ts';
import { runPython } from '../unit/runtime/embedded.ts';
import { read } from '../unit/trace/tracer.ts';

type Case = readonly [op: string, code: string, edges: readonly number[] | readonly (readonly [source: number, output: number])[]];

const cases = JSON.parse(readFileSync(new URL('stored/index_edges.json', import.meta.url), 'utf8')) as readonly Case[];
const OPS = new Set(cases.flatMap(([op]) => [op, `${op}_`]));

interface Drawn { readonly code: string; readonly edges: Case[2]; readonly op: Op; readonly slice: IndexMapSlice; readonly mapping: Mapping }
const drawn = new Map<string, Drawn[]>();
let trace: Trace;
/** Calls that draw no map. */
const none: Case[] = [];

beforeAll(async () => {
	// Each in a function: of a module of thousands of lines every line takes longer.
	const { bytes, stderr } = await runPython(['import torch', ...cases.map(([, code]) => `def case():\n    ${code.replaceAll('\n', '\n    ')}\ncase()`)].join('\n'));
	trace = read(bytes);
	expect(stderr).toBe('');
	const ops = Array.from({ length: trace.opCount }, (_, index) => index).filter(index => OPS.has(trace.opName(index)));
	expect(ops).toHaveLength(cases.length);
	ops.forEach((index, place) => {
		const [name, code, edges] = cases[place]!, op = trace.op(index), slice = done(indexMapSlice(trace, op));
		expect([name, `${name}_`]).toContain(op.name);
		if (slice === undefined) return void none.push(cases[place]!);
		const found = { code, edges, op, slice, mapping: mappingOf(slice) };
		drawn.set(name, [...drawn.get(name) ?? [], found]);
	});
});

/** Of each cell the edges that end there are those that say so, all of them: what is lit where one points at it. */
function expectTurned({ slice, mapping }: Drawn): void {
	for (const role of ['source', 'index', 'output'] as const) {
		const ends = mapping.ends[role], places = slice[role].shape.reduce((count, size) => count * size, 1);
		const own = Array.from({ length: places }, (_, cell) => [...ends.keys()].filter(edge => ends[edge] === cell));
		expect(own.map((_, cell) => mapping.edgesOf(role, cell))).toEqual(own);
	}
}

const before = ({ inputs, tick }: Op): number[] => {
	const into = trace.value(inputs[0]!.ref, tick);
	return into?.kind === 'tensor' ? Array.from(trace.elements(into, tick)!, Number) : [];
};

test.each(['gather', '__getitem__', 'masked_select'])('%s: each element comes from where arange shows', name => {
	for (const each of drawn.get(name)!) {
		const { slice, mapping: { rule, ends }, code, edges } = each;
		expect([code, rule.over, ...ends.source]).toEqual([code, 'output', ...edges]);
		expect(Array.from(slice.output.elements!, Number)).toEqual(edges);
		// An index leads to its value, a mask to what is True.
		if (slice.index.dtype === 'bool') expect([...ends.index].every(at => slice.index.elements![at] === 1)).toBe(true);
		expectTurned(each);
	}
});

test.each(['scatter', 'scatter_add', 'scatter_reduce'])('%s: each element comes to where powers of two show, as often as they do', name => {
	for (const each of drawn.get(name)!) {
		const { slice, mapping: { rule, ends, edgesOf }, code, edges, op } = each;
		expect([code, rule.over, ...Array.from(ends.source, (source, edge) => [source, ends.output[edge]])]).toEqual([code, 'index', ...edges]);
		expectTurned(each);
		// Where no edge ends is what was there; without a reduction one of those that come is.
		before(op).forEach((own, cell) => {
			const come = edgesOf('output', cell).map(edge => Number(slice.source.elements![ends.source[edge]!])), value = Number(slice.output.elements![cell]);
			if (come.length === 0) expect(value).toBe(own);
			else if (name === 'scatter' && slice.reduce === undefined) expect(come).toContain(value);
			else if (rule.adds && (slice.reduce?.includeSelf ?? true)) expect(value).toBe(come.reduce((sum, each) => sum + each, own));
		});
	}
});

test('__setitem__: each element comes to the place that the same brackets take from arange, and the last one stays', () => {
	for (const { slice, mapping: { rule, ends, broken }, code, edges, op } of drawn.get('__setitem__')!) {
		expect([code, rule.over, broken.size, ...ends.output]).toEqual([code, 'source', 0, ...edges]);
		expect([...ends.source]).toEqual([...ends.source.keys()]);
		const put = before(op);
		ends.output.forEach((at, edge) => put[at] = Number(slice.source.elements![ends.source[edge]!]));
		expect([code, ...put]).toEqual([code, ...Array.from(slice.output.elements!, Number)]);
	}
});

describe('what was asked', () => {
	const countOf = (...ops: string[]) => ops.reduce((sum, op) => sum + drawn.get(op)!.length, 0);

	test('there are 500 of each family', () => {
		expect(countOf('gather')).toBe(500);
		expect(countOf('scatter', 'scatter_add', 'scatter_reduce')).toBe(600);
		expect(countOf('__getitem__')).toBeGreaterThan(500);
		expect(countOf('__setitem__')).toBeGreaterThan(350);
	});

	test('of several kinds', () => {
		const between = [...drawn.get('__getitem__')!, ...drawn.get('__setitem__')!];
		expect(between.filter(({ slice }) => slice.indices !== undefined).length).toBeGreaterThan(300);
		expect(between.filter(({ code, slice }) => code.includes('dtype=torch.bool') && slice.index.dtype !== 'bool').length).toBeGreaterThan(150);
		expect(drawn.get('__setitem__')!.filter(({ slice }) => slice.stretched !== undefined).length).toBeGreaterThan(80);
		const repeated = [...drawn.get('scatter')!, ...drawn.get('scatter_add')!, ...drawn.get('scatter_reduce')!].filter(({ mapping: { ends } }) => new Set(ends.output).size < ends.output.length);
		expect(repeated.length).toBeGreaterThan(200);
	});

	test('no map is drawn of numbers alone, and of some that choose nothing', () => {
		const isIndex = (code: string) => /tensor\(\[|zeros\(\[|\[\[|, \[/.test(code.slice(code.search(/(x|into)\[/)));
		expect(none.filter(([, code, edges]) => isIndex(code) && edges.length > 0)).toEqual([]);
		expect(none.length).toBeLessThan(60);
	});
});
