/** Where a graph's nodes stand, and what is put together: for any graph, as fast-check makes them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GraphNode, GraphSlice } from '../../../engine/slice/slice.ts';
import { foldGraph, FOLDINGS } from '../../../webview/graph/fold.ts';
import { hitAt, layoutGraph, NODE, routeOf } from '../../../webview/graph/layout.ts';
import { marksOf } from '../../../webview/graph/marks.ts';

/** Each node but the first has up to three inputs before it. */
const graphs = fc.array(fc.tuple(fc.array(fc.nat(), { maxLength: 3 }), fc.constantFrom('', 'a', 'b'), fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 60 }).map((rows): GraphSlice => {
	const nodes = rows.map(([inputs, module, line], place): GraphNode => ({
		kind: place === 0 || inputs.length === 0 ? 'leaf' : 'op', name: `n${place}`, gradFn: 'X', shape: [], dtype: 'float32', module,
		origin: inputs.length === 0 ? undefined : { uri: 'file:///a.py', line, range: undefined, tick: place }, value: undefined, given: undefined, gradient: undefined,
	}));
	const edges = rows.flatMap(([inputs], place) => place === 0 ? [] : inputs.flatMap(input => [input % place, place]));
	return { kind: 'graph', ref: 1, tick: 1, title: 'y', nodes, edges: Uint32Array.from(edges), isCut: false, gradients: 'pending', off: undefined };
});

describe('layout', () => {
	test('no two nodes overlap, every edge goes down, from its node to its node', () => {
		fc.assert(fc.property(graphs, ({ nodes, edges }) => {
			const layout = layoutGraph(nodes.length, edges), { x, y } = layout;
			for (let i = 0; i < nodes.length; i++) {
				expect(x[i]! - NODE.width / 2).toBeGreaterThanOrEqual(-0.1);
				expect(x[i]! + NODE.width / 2).toBeLessThanOrEqual(layout.width + 0.1);
				for (let j = 0; j < i; j++) if (y[i] === y[j]) expect(Math.abs(x[i]! - x[j]!)).toBeGreaterThanOrEqual(NODE.width + NODE.gapX - 0.5);
				expect(hitAt(layout, x[i]!, y[i]! + NODE.height / 2)).toEqual({ node: i, isCorner: false });
			}
			for (let edge = 0; edge < edges.length / 2; edge++) {
				const [from, to] = [edges[2 * edge]!, edges[2 * edge + 1]!], route = routeOf(layout, edge);
				expect(y[from]!).toBeLessThan(y[to]!);
				expect([route[0], route[1], route.at(-2), route.at(-1)]).toEqual([x[from], y[from]! + NODE.height, x[to], y[to]]);
				for (let at = 3; at < route.length; at += 2) expect(route[at]!).toBeGreaterThanOrEqual(route[at - 2]!);
			}
		}), { numRuns: 200 });
	});

	test('what stands alone in a chain stands in one column', () => {
		const { x } = layoutGraph(5, Uint32Array.of(0, 1, 1, 2, 2, 3, 3, 4));
		expect(new Set(x).size).toBe(1);
	});
});

describe('folding', () => {
	test('every node is in one group, in order of time, and every edge between groups leads to a later one', () => {
		fc.assert(fc.property(graphs, fc.constantFrom(...FOLDINGS), fc.array(fc.nat({ max: 60 })), (slice, folding, open) => {
			const folded = foldGraph(slice, folding, new Set(open), line => line);
			expect(folded.nodes.flatMap(({ members }) => members)).toEqual(slice.nodes.map((_, place) => place));
			for (let i = 0; i < folded.edges.length; i += 2) expect(folded.edges[i]!).toBeLessThan(folded.edges[i + 1]!);
		}), { numRuns: 300 });
	});
});

test('marks: the first NaN alone, and each gradient by its size', () => {
	const facts = (rms: number, nan = 0, infinite = 0) => ({ count: 2, nan, infinite, low: 0, high: 0, rms, values: [] });
	const node = (value: GraphNode['value'], gradient: GraphNode['gradient']): GraphNode => ({ kind: 'op', name: 'n', gradFn: '', shape: [2], dtype: 'float32', module: '', origin: undefined, value, given: undefined, gradient });
	const slice: GraphSlice = {
		kind: 'graph', ref: 1, tick: 1, title: 'y', edges: Uint32Array.of(0, 1, 1, 2, 2, 3, 3, 4), isCut: false, gradients: 'replayed', off: 0,
		nodes: [node(facts(1), facts(1e-9)), node(facts(1, 0, 1), facts(NaN, 1)), node(facts(1, 1), facts(0)), node(facts(1, 2), facts(1e5)), node(undefined, undefined)],
	};
	expect(marksOf(slice)).toEqual([['vanishing'], ['infinite', 'nanGradient'], ['zero'], ['exploding'], []]);
});
