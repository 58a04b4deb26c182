/** Index maps the other way round: what comes back by their edges is what the run's own autograd gave the source. */
import { describe, expect, test } from 'vitest';
import { opGradientNumbers } from '../../../engine/replay/gradients.ts';
import { derivedFrame } from '../../../engine/replay/derived.ts';
import { indexMapSlice } from '../../../engine/slice/index-map.ts';
import type { IndexMapSlice, TensorSlice } from '../../../engine/slice/slice.ts';
import type { TraceReader } from '../../../engine/trace/reader.ts';
import { done } from '../../../engine/trace/work.ts';
import { backwardMap } from '../../../webview/index-map/backward.ts';
import { backwardText, mappingOf, ruleText } from '../../../webview/index-map/mapping.ts';
import '../engine/engine.ts';
import { runPython } from '../runtime/embedded.ts';
import { read } from '../trace/tracer.ts';

/** Each case is one op of a source of its own, and a backward call. */
const RANDOM = `import random
import torch
import torch.nn.functional as F
random.seed(0)
torch.manual_seed(0)

def shape(rank):
    return [random.randint(1, 4) for _ in range(rank)]

for case in range(320):
    kind = case % 16
    size = shape(random.randint(1, 3))
    dim = random.randrange(len(size))
    source = torch.randn(size, dtype=random.choice((torch.float32, torch.float64)), requires_grad=True)
    along = [random.randint(1, 4) if axis == dim else random.randint(1, each) for axis, each in enumerate(size)]
    index = torch.randint(0, size[dim], along)
    if kind == 0:
        out = torch.gather(source, dim, index)
    elif kind == 1:
        out = torch.index_select(source, dim, torch.randint(0, size[dim], (random.randint(1, 5),)))
    elif kind == 2:
        out = source[torch.randint(0, size[0], (random.randint(1, 5),))]
    elif kind == 3:
        out = source[source.detach() > 0]
    elif kind == 4:
        out = torch.take_along_dim(source, torch.randint(0, size[dim], [3 if axis == dim else each for axis, each in enumerate(size)]), dim)
    elif kind == 5:
        out = torch.sort(source, dim)[0]
    elif kind == 6:
        out = torch.topk(source, 1, dim)[0]
    elif kind == 7:
        out = F.embedding(torch.randint(0, 4, (2, 3)), source := torch.randn(4, 2, requires_grad=True), padding_idx=random.choice((None, 1, -2)))
    elif kind == 8:
        source = torch.randn(along, requires_grad=True)
        out = torch.zeros(size).scatter(dim, index.argsort(dim) if along == size else index, source)
    elif kind == 9:
        source = torch.randn(along, requires_grad=True)
        out = torch.zeros(size).scatter_add(dim, index, source)
    elif kind == 10:
        out = torch.zeros([2 if axis == dim else each for axis, each in enumerate(size)]).index_add(dim, torch.randint(0, 2, (size[dim],)), source := torch.randn(size, requires_grad=True))
    elif kind == 11:
        out = source[[random.randrange(-size[0], size[0]) for _ in range(3)]]
        source = source if len(size) < 2 or case % 2 else torch.randn(size, requires_grad=True)
        out = out if len(size) < 2 or case % 2 else source[torch.randint(0, size[0], (4,)), ..., torch.randint(0, size[-1], (2, 1))]
    elif kind == 12:
        source = torch.randn(along, requires_grad=True)
        out = torch.ones(size).scatter_reduce(dim, index, source, 'sum', include_self=case % 2 == 0)
    elif kind == 13:
        out = torch.zeros([2 if axis == dim else each for axis, each in enumerate(size)]).index_add(dim, torch.randint(0, 2, (size[dim],)), source := torch.randn(size, requires_grad=True), alpha=random.choice((3, 0.1)))
    elif kind == 14:
        rows = torch.randint(-size[0], size[0], (3,)) if case % 3 else torch.rand(size[0]) < 0.7
        out = torch.zeros(size) * 2
        out[rows] = source = torch.randn(out[rows].shape, requires_grad=True)
    else:
        out = source.masked_select(torch.rand(size) < 0.7)
    if out.numel() and source is not None:
        (out * torch.randn(out.shape, dtype=out.dtype)).sum().backward()
    source = None
`;

/** With the gradient of the output computed. */
function replayed(trace: TraceReader, op: number): IndexMapSlice {
	const { backward } = done(indexMapSlice(trace, trace.op(op)))!;
	trace.push(derivedFrame(trace.nextSequence, 'opGradient', backward!.request, opGradientNumbers(trace, backward!.request)));
	return done(indexMapSlice(trace, trace.op(op)))!;
}

describe('what comes back by the edges', () => {
	test('320 random takes and puts: to the bit what the program\'s own backward call gave the source', async () => {
		const { bytes, stderr } = await runPython(RANDOM);
		expect(stderr).toBe('');
		const trace = read(bytes);
		let count = 0, put = 0;
		for (let op = 0, all = trace.opCount; op < all; op++) {
			if (done(indexMapSlice(trace, trace.op(op)))?.backward === undefined) continue;
			const slice = replayed(trace, op), mapping = mappingOf(slice);
			const { source } = backwardMap(slice, mapping, slice.backward!.gradient as TensorSlice).slice;
			const leaf = trace.value(slice.source.ref, trace.backwards.find(({ tick }) => tick === slice.backward!.request.tick)!.end);
			const kept = leaf?.kind === 'tensor' ? trace.value(leaf.grad, trace.backwards.find(({ tick }) => tick === slice.backward!.request.tick)!.end) : undefined;
			if (kept?.kind !== 'tensor') throw new Error('the program kept no gradient');
			expect([slice.op, [...source.elements!].map(String)]).toEqual([slice.op, [...trace.elements(kept, trace.lastTick)!].map(String)]);
			count++;
			put += slice.op === '__setitem__' ? 1 : 0;
		}
		expect(count).toBeGreaterThan(220);
		expect(put).toBeGreaterThan(10);
	});

	test('in letters; a source that wants no gradient, or that no backward call reached, has none', async () => {
		const { bytes } = await runPython(`import torch
x = torch.arange(6.).view(2, 3).requires_grad_()
index = torch.tensor([[2, 0, 1], [0, 2, 1]])
a = torch.gather(x, 1, index)
b = torch.gather(x.detach(), 1, index)
a.sum().backward()
c = torch.gather(x, 1, index)
d = torch.zeros(2, 3).scatter(1, index, x)
d.sum().backward()
`);
		const trace = read(bytes);
		const slices = Array.from({ length: trace.opCount }, (_, op) => done(indexMapSlice(trace, trace.op(op)))).filter(slice => slice !== undefined);
		expect(slices.map(slice => slice.backward && backwardText(slice, mappingOf(slice)))).toEqual([
			'source.grad[i][index[i][j]] += out.grad[i][j]', undefined, undefined, 'source.grad[i][j] = out.grad[i][index[i][j]]',
		]);
		expect(slices[0]!.backward).toMatchObject({ gradient: 'pending', line: 6 });
	});

	test('what is put several times over says so, both ways', async () => {
		const { bytes } = await runPython(`import torch
x = torch.ones(3, 2).requires_grad_()
out = torch.zeros(2, 2).index_add(0, torch.tensor([0, 1, 0]), x, alpha=3)
out.sum().backward()
`);
		const trace = read(bytes);
		const slice = Array.from({ length: trace.opCount }, (_, op) => done(indexMapSlice(trace, trace.op(op)))).find(each => each !== undefined)!;
		expect([ruleText(slice, mappingOf(slice)), backwardText(slice, mappingOf(slice))]).toEqual(['out[index[i]][j] += 3·source[i][j]', 'source.grad[i][j] = 3·out.grad[index[i]][j]']);
	});

	test('the call that went through it, though others came before; what it added alone, though there was a gradient', async () => {
		const { bytes } = await runPython(`import torch
x = torch.arange(4.).requires_grad_()
i = torch.tensor([1, 1, 3])
(x * 1).sum().backward()
y = x[i]
(x * 2).sum().backward()
(y * 5).sum().backward()
`);
		const trace = read(bytes), op = Array.from({ length: trace.opCount }, (_, at) => at).find(at => trace.opName(at) === '__getitem__')!;
		const slice = replayed(trace, op);
		expect(slice.backward!.line).toBe(7);
		expect([...backwardMap(slice, mappingOf(slice), slice.backward!.gradient as TensorSlice).slice.source.elements!]).toEqual([0, 10, 0, 5]);
	});

	test('scaled by what was given to backward(), it is that; by a hook, it is not told', async () => {
		const program = (between: string, given: string) => `import torch
x = torch.arange(4.).requires_grad_()
y = x[torch.tensor([1, 1, 3])]
${between}
y.sum().backward(${given})
`;
		const of = async (between: string, given: string) => {
			const { bytes } = await runPython(program(between, given));
			const trace = read(bytes), op = Array.from({ length: trace.opCount }, (_, at) => at).find(at => trace.opName(at) === '__getitem__')!;
			return replayed(trace, op).backward!.gradient as TensorSlice;
		};
		expect([...(await of('', 'torch.tensor(7.)')).elements!]).toEqual([7, 7, 7]);
		await expect(of('y.register_hook(lambda g: g * 7)', '')).rejects.toThrow('replayDisagrees');
	});
});
