/** Entries of the list as they were at a moment: of a loop's lines what the iteration of then did. */
import { beforeAll, expect, test } from 'vitest';
import { contentsOf, sliceOf } from '../../../engine/slice/contents.ts';
import { idAt } from '../../../engine/slice/entry-ids.ts';
import type { Slice, SliceSummary } from '../../../engine/slice/slice.ts';
import type { TraceReader } from '../../../engine/trace/reader.ts';
import { done } from '../../../engine/trace/work.ts';
import { runPython } from '../runtime/embedded.ts';
import { read } from '../trace/tracer.ts';

const ROUNDS = 6;
const PROGRAM = `import torch
w = torch.ones(2, 2, requires_grad=True)
for i in range(${ROUNDS}):
    x = torch.arange(4.).view(2, 2) + 10 * i
    y = x.T
    picked = x[torch.tensor([1, i % 2])]
    z = x @ w
    loss = (z * (i + 1)).sum()
    loss.backward()
    end = i
`;

let trace: TraceReader, entries: readonly SliceSummary[], ends: readonly number[];
beforeAll(async () => {
	const { bytes, stderr } = await runPython(PROGRAM);
	expect(stderr).toBe('');
	trace = read(bytes);
	entries = done(contentsOf(trace));
	const line = PROGRAM.split('\n').indexOf('    end = i') + 1;
	ends = Array.from(trace.stepsOfLine(0, line), step => trace.step(step).end);
});

const entry = (kind: Slice['kind'], label?: string): string => entries.find(each => each.kind === kind && (label === undefined || each.label.includes(label)))!.id;
const at = <K extends Slice['kind']>(id: string, kind: K, moment: number | undefined): Extract<Slice, { kind: K }> => {
	const slice = done(sliceOf(trace, idAt(id, moment)));
	expect(slice?.kind).toBe(kind);
	return slice as Extract<Slice, { kind: K }>;
};
const first = (values: ArrayLike<number | bigint> | undefined): number => Number(values?.[0]);

test('an index map, a product, a storage and a graph are those of the iteration that is looked at', () => {
	expect(ends).toHaveLength(ROUNDS);
	const ids = { map: entry('indexMap'), product: entry('product', 'matmul'), storage: entry('storage', 'x'), graph: entry('graph') };
	const seen = (moment: number | undefined) => {
		const map = at(ids.map, 'indexMap', moment), product = at(ids.product, 'product', moment), storage = at(ids.storage, 'storage', moment), graph = at(ids.graph, 'graph', moment);
		const root = trace.value(graph.ref, graph.tick);
		return [first(map.output?.elements), first(product.operands[0]!.elements), first(storage.elements), root?.kind === 'tensor' ? first(trace.elements(root, graph.tick)) : undefined];
	};
	const expected = (i: number) => [2 + 10 * i, 10 * i, 10 * i, (i + 1) * (6 + 40 * i) * 2];
	for (const [i, end] of ends.entries()) expect(seen(end)).toEqual(expected(i));
	expect(seen(undefined)).toEqual(expected(ROUNDS - 1));
});

test('an iteration in which a line made no map shows the one before', async () => {
	const { bytes } = await runPython('import torch\nx = torch.arange(6.).view(3, 2)\nends = []\nfor index in (torch.tensor([2]), 0, torch.tensor([1])):\n    y = x[index]\n    ends.append(1)\n');
	const own = read(bytes), id = done(contentsOf(own)).find(({ kind }) => kind === 'indexMap')!.id, line = own.stepsOfLine(0, 6);
	expect(Array.from(line, step => {
		const slice = done(sliceOf(own, idAt(id, own.step(step).end)));
		return slice?.kind === 'indexMap' ? first(slice.output.elements) : undefined;
	})).toEqual([4, 4, 2]);
});

test('before a line first ran, it is the first time that it did; what was asked for as of a moment stays', () => {
	const map = entry('indexMap'), begin = trace.step(0).tick;
	expect(first(at(map, 'indexMap', begin).output?.elements)).toBe(2);
	expect(done(sliceOf(trace, idAt(entry('storage', 'x'), begin)))).toBeUndefined();
	const tensor = entries.find(({ kind, label }) => kind === 'tensor' && label === 'picked')!.id;
	expect(idAt(`${tensor}@${begin}`, ends[3])).toBe(`${tensor}@${begin}`);
});
