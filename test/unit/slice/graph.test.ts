/** Autograd graphs cut from traces of real runs; the gradients of the embedded run's own `retain_grad` are the judge of the replayed ones. */
import { beforeAll, describe, expect, test } from 'vitest';
import { gradientNumbers } from '../../../engine/replay/gradients.ts';
import { derivedFrame } from '../../../engine/replay/derived.ts';
import { NotReplayable } from '../../../engine/replay/not-replayable.ts';
import { contentsOf, sliceOf } from '../../../engine/slice/contents.ts';
import { numberFacts } from '../../../engine/slice/number-facts.ts';
import type { GraphSlice } from '../../../engine/slice/slice.ts';
import { numbers } from '../../../engine/slice/children.ts';
import { TraceReader } from '../../../engine/trace/reader.ts';
import { done } from '../../../engine/trace/work.ts';
import '../engine/engine.ts';
import { marksOf } from '../../../webview/graph/marks.ts';
import { runPython } from '../runtime/embedded.ts';
import { read } from '../trace/tracer.ts';

async function traceOf(text: string): Promise<TraceReader> {
	const { bytes } = await runPython(text);
	const trace = new TraceReader();
	trace.push(bytes);
	trace.finish();
	expect(trace.errors).toEqual([]);
	return trace;
}

function requestOf(trace: TraceReader): { id: string; root: number; tick: number } {
	const id = done(contentsOf(trace)).find(entry => entry.kind === 'graph')!.id;
	const [, root, tick] = /^graph:(\d+)@(\d+)$/.exec(id)!.map(Number);
	return { id, root: root!, tick: tick! };
}

function graphOf(trace: TraceReader): GraphSlice {
	return done(sliceOf(trace, requestOf(trace).id)) as GraphSlice;
}

/** With its gradients computed. */
function replayed(trace: TraceReader): GraphSlice {
	const { ref, tick } = graphOf(trace);
	trace.push(derivedFrame(trace.nextSequence, 'gradients', { root: ref, tick }, gradientNumbers(trace, { root: ref, tick })));
	return graphOf(trace);
}

const NET = `import torch
from torch import nn
torch.manual_seed(0)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 4)
        self.rest = nn.Sequential(nn.ReLU(), nn.Linear(4, 1))
    def forward(self, x):
        h = self.first(x)
        h.retain_grad()
        kept.append(h)
        return self.rest(h * 2)
kept = []
net = Net()
x = torch.randn(5, 3)
loss = (net(x) - 1).pow(2).mean()
loss.backward()
retained = kept[0].grad
`;

describe('a net', () => {
	let trace: TraceReader;
	beforeAll(async () => { trace = await traceOf(NET); });

	test('is its ops in order of time, each parameter before the first that uses it', () => {
		const { nodes, edges, title } = graphOf(trace);
		expect(title).toBe('loss');
		expect(nodes.map(({ kind, name, module }) => [kind, name, module])).toEqual([
			['leaf', 'net.first.weight', 'net.first'], ['leaf', 'net.first.bias', 'net.first'], ['op', 'linear', 'net.first'], ['op', 'mul', 'net'], ['op', 'relu', 'net'],
			['leaf', 'net.rest.1.weight', 'net.rest.1'], ['leaf', 'net.rest.1.bias', 'net.rest.1'], ['op', 'linear', 'net.rest.1'],
			['op', 'sub', ''], ['op', 'pow', ''], ['op', 'mean', ''],
		].map(([kind, name, module]) => [kind, expect.stringMatching(new RegExp(`^(__)?${name}(__)?$`)), module]));
		expect(Array.from({ length: edges.length / 2 }, (_, i) => [edges[2 * i], edges[2 * i + 1]])).toEqual([[0, 2], [1, 2], [2, 3], [3, 4], [4, 7], [5, 7], [6, 7], [7, 8], [8, 9], [9, 10]]);
		expect(nodes.map(({ gradFn }) => gradFn).slice(0, 4)).toEqual(['AccumulateGrad', 'AccumulateGrad', 'AddmmBackward0', 'MulBackward0']);
		expect(nodes.map(({ origin }) => origin?.line)).toEqual([undefined, undefined, 10, 13, 13, undefined, undefined, 13, 17, 17, 17]);
	});

	test('before a replay the leaves have the gradients that the program kept', () => {
		const { nodes, gradients } = graphOf(trace);
		expect(gradients).toBe('pending');
		expect(nodes.map(({ kind, gradient }) => kind === 'leaf' === (gradient !== undefined)).every(Boolean)).toBe(true);
	});

	test('replayed, every node has its gradient: a leaf’s and a retained one’s are the program’s own, to the bit', () => {
		const kept = graphOf(trace).nodes;
		const { nodes, gradients } = replayed(trace);
		expect(gradients).toBe('replayed');
		nodes.forEach(({ kind, gradient }, i) => {
			expect(gradient).toBeDefined();
			if (kind === 'leaf') expect(gradient).toEqual(kept[i]!.gradient);
		});
		expect(nodes[2]!.gradient).toEqual(numberFacts(numbers(trace, trace.lookup('retained', 0, trace.lastTick), trace.lastTick)!));
		expect(nodes.at(-1)!.gradient!.values).toEqual([1]);
	});
});

test('in-place ops, lists and a tensor that is used twice', async () => {
	const trace = await traceOf(`import torch
w = torch.tensor([1., 2.], requires_grad=True)
a = w * 3
a.add_(1)
b = torch.cat([a, w, a])
b[0] = w[1]
y = (b * b).sum()
y.backward()`);
	const { nodes, edges } = replayed(trace);
	expect(nodes.map(({ name }) => name.replaceAll('_', ''))).toEqual(['w', 'mul', 'add', 'cat', 'getitem', 'setitem', 'mul', 'sum']);
	expect(edges.length / 2).toBe(11);
	const [w] = nodes;
	expect(w!.gradient!.values).toEqual([26, 92]);
});

test('a copy has its own share of the gradient', async () => {
	const trace = await traceOf(`import torch
from torch.nn import functional as F
w = torch.tensor([[1., 2.], [3., 4.]], requires_grad=True)
a = w.clone()
b = w.T.contiguous()
y = F.mse_loss(F.leaky_relu(a * 3 - b, 0.1), w.detach()) + F.cross_entropy(b[:, :], torch.tensor([0, 1]))
y.backward()
kept = w.grad`);
	const { nodes } = replayed(trace);
	const own = numberFacts(numbers(trace, trace.lookup('kept', 0, trace.lastTick), trace.lastTick)!);
	const gradientOf = (name: string) => nodes.find(node => node.name === name)!.gradient!;
	expect(gradientOf('w')).toEqual(own);
	expect(gradientOf('clone').rms).not.toBe(own.rms);
	expect(gradientOf('contiguous').rms).not.toBe(own.rms);
});

test('what a view writes is a part of the graph, whose gradients replay does not give', async () => {
	const trace = await traceOf(`import torch
x = torch.tensor([1., 2., 0.], requires_grad=True)
h = x * 2
h[2:].mul_(5)
loss = h.sum()
loss.backward()`);
	const { nodes, edges } = graphOf(trace);
	expect(nodes.map(({ name }) => name.replaceAll('_', ''))).toEqual(['x', 'mul', 'getitem', 'mul', 'sum']);
	expect(Array.from({ length: edges.length / 2 }, (_, i) => [edges[2 * i], edges[2 * i + 1]])).toEqual([[0, 1], [1, 3], [1, 2], [2, 3], [3, 4]]);
	expect(() => gradientNumbers(trace, requestOf(trace))).toThrow('replayUnsupported mul_ 4');
	const filled = await traceOf('import torch\nw = torch.ones(3, requires_grad=True)\ny = torch.zeros(3)\ny[1:].copy_(w[1:])\ny[0] = w[0] * 2\nloss = y.sum()\nloss.backward()');
	expect(graphOf(filled).nodes.map(({ kind, name }) => [kind, name.replaceAll('_', '')])).toEqual([['leaf', 'w'], ['op', 'getitem'], ['op', 'copy'], ['op', 'getitem'], ['op', 'mul'], ['op', 'setitem'], ['op', 'sum']]);
});

test('gradients that a hook has changed are not claimed', async () => {
	const trace = await traceOf('import torch\nw = torch.ones(3, requires_grad=True)\nh = w * 2\nh.register_hook(lambda g: g * 10)\nloss = (h * h).sum()\nloss.backward()');
	expect(() => gradientNumbers(trace, requestOf(trace))).toThrow('replayDisagrees');
});

test('a constant that is written to between two uses', async () => {
	const trace = await traceOf('import torch\nw = torch.ones(2, requires_grad=True)\nbuf = torch.tensor([1., 2.])\nh = w + buf\nbuf.add_(1)\nloss = (h * buf).sum()');
	const ref = trace.lookup('loss', 0, trace.lastTick);
	const slice = done(sliceOf(trace, `graph:${ref}`)) as GraphSlice;
	const values = gradientNumbers(trace, { root: slice.ref, tick: slice.tick });
	expect([...values.subarray(7, 9)]).toEqual([2, 3]);
});

test('a leaf that had a gradient before says nothing of it until replay does', async () => {
	const trace = await traceOf('import torch\nw = torch.ones(2, requires_grad=True)\nfor i in range(3):\n    loss = (w * 2).sum()\n    loss.backward()\n    kept = w.grad');
	expect(graphOf(trace).nodes[0]!.gradient).toBeUndefined();
	expect(replayed(trace).nodes[0]!.gradient!.values).toEqual([2, 2]);
});

test('of a list that was recorded in part the graph says so; of many uses it is made quickly', async () => {
	const trace = await traceOf('import torch\nleaves = [torch.tensor(float(i), requires_grad=True) for i in range(1500)]\nloss = torch.stack(leaves).sum()\nloss.backward()');
	expect(graphOf(trace).isCut).toBe(true);
	expect(() => gradientNumbers(trace, requestOf(trace))).toThrow('replayOverBudget');
	const chain = await traceOf('import torch\nw = torch.ones(2, requires_grad=True)\nx = w\nfor i in range(3000):\n    x = x * 1.0001\nx = torch.stack([x] * 900).sum()\nx.backward()');
	const { nodes } = replayed(chain);
	expect(nodes).toHaveLength(3003);
	expect(nodes.every(({ gradient }) => gradient !== undefined)).toBe(true);
});

test('a note of somebody’s own is none', async () => {
	const trace = await traceOf('import torch\nw = torch.ones(2, requires_grad=True)\nloss = w.sum()\nloss.backward()');
	const { root, tick } = requestOf(trace), { tick: made } = graphOf(trace);
	trace.push(derivedFrame(trace.nextSequence, 'gradientsNote', { root, tick: made, note: { reason: 'bogus' } }));
	expect(graphOf(trace).gradients).toBe('pending');
	trace.push(derivedFrame(trace.nextSequence, 'gradientsNote', { root, tick: made, note: { reason: 'replayRandom', values: ['dropout', {}, 3] } }));
	expect(graphOf(trace).gradients).toEqual({ reason: 'replayRandom', values: ['dropout', 3] });
	expect(tick).toBeGreaterThanOrEqual(made);
});

test('what has no history has no graph; a random op and a root of many numbers have no gradients, and say why', async () => {
	const plain = await traceOf('import torch\nx = torch.ones(2)\ny = x + 1\n');
	expect(done(contentsOf(plain)).filter(({ kind }) => kind === 'graph')).toEqual([]);
	const ref = plain.lookup('y', 0, plain.lastTick);
	expect(done(sliceOf(plain, `graph:${ref}@${plain.lastTick}`))).toBeUndefined();
	const random = await traceOf('import torch\nw = torch.ones(8, requires_grad=True)\nloss = torch.nn.functional.dropout(w).sum()\nloss.backward()');
	expect(() => gradientNumbers(random, requestOf(random))).toThrow(NotReplayable);
	const many = await traceOf('import torch\nw = torch.ones(2, requires_grad=True)\ny = w * 2\ny.sum().backward()');
	const y = many.lookup('y', 0, many.lastTick);
	expect((done(sliceOf(many, `graph:${y}@${many.lastTick}`)) as GraphSlice).gradients).toEqual({ reason: 'replayNotScalar', values: [] });
});

test.each([
	['of many numbers', 'w = torch.tensor([1., -2., 3.], requires_grad=True)\ny = (w * 2).tanh()\ny.backward(torch.tensor([1., 10., 100.]))'],
	['by its name, computed', 'w = torch.tensor([1., -2., 3.], requires_grad=True)\ny = w * w\ny.backward(gradient=y.detach() + 1)'],
	['of one number', 'w = torch.tensor([1., -2., 3.], requires_grad=True)\ny = (w * 2).sum()\ny.backward(torch.tensor(7.))'],
])('the gradient that a root was given flows back: %s', async (_, code) => {
	const trace = await traceOf(`import torch\n${code}\n`), { nodes } = replayed(trace);
	const leaf = nodes.find(({ kind }) => kind === 'leaf')!, kept = trace.value(trace.lookup('w', 0, trace.lastTick), trace.lastTick);
	const gradient = kept?.kind === 'tensor' ? trace.value(kept.grad, trace.lastTick) : undefined;
	expect(gradient?.kind === 'tensor' && leaf.gradient!.values).toEqual(gradient?.kind === 'tensor' && [...trace.elements(gradient, trace.lastTick)!]);
});

test('what is converted on its way is converted back', async () => {
	const trace = await traceOf(`import torch
w = torch.tensor([1.5, -2.], dtype=torch.float64, requires_grad=True)
loss = (w.float().contiguous().float().half().to(torch.float32).to(dtype=torch.float64, device='cpu').double() * torch.tensor([3., 5.])).sum()
loss.backward()
`);
	const { nodes } = replayed(trace);
	expect(nodes.map(({ name, dtype, gradient }) => [name, dtype, gradient?.values])).toEqual([
		['w', 'float64', [3, 5]], ['float', 'float32', [3, 5]], ['half', 'float16', [3, 5]], ['to', 'float32', [3, 5]], ['to', 'float64', [3, 5]], ['mul', 'float64', [1, 1]], ['sum', 'float64', [1]],
	]);
});

test('NaN is told where it begins', async () => {
	const trace = await traceOf('import torch\nw = torch.tensor([0., 4.], requires_grad=True)\nloss = ((w - 1).sqrt() * 2).sum()\nloss.backward()');
	const { nodes } = replayed(trace);
	expect(nodes.map(({ value }) => value!.nan)).toEqual([0, 0, 1, 1, 1]);
});

test('NaN or an infinity that was in the data is told of the data, as the code calls it, and not of the op', async () => {
	const cases: readonly (readonly [code: string, ...marked: string[]])[] = [
		['x = torch.tensor([nan, 1.])\nloss = (w * x).relu() * 2', 'nanGiven mul x'],
		// An infinity became NaN.
		['x = torch.tensor([inf, 1.])\nloss = w * 0 * x', 'infiniteGiven mul x'],
		["def forward(data):\n    return data @ w\nbatches = [{'x': torch.tensor([[nan, 1.]])}]\nloss = forward(batches[0]['x'])", 'nanGiven matmul data'],
		["batches = [{'x': torch.tensor([nan, 1.])}]\nloss = batches[0]['x'] / w", "nanGiven div batches[0]['x']"],
		['x = torch.zeros(2)\nloss = w * (x / 0)', 'nanGiven mul x / 0'],
		['loss = torch.stack([w, torch.full((2,), inf)])', 'infiniteGiven stack torch.full((2,), inf)'],
		['y = torch.tensor([nan, 0.])\ny[1] = w[0]\nloss = y', 'nanGiven setitem y'],
		['loss = w * nan', 'nanGiven mul nan'],
		['mask = torch.tensor([True, False])\nloss = w.masked_fill(mask, -inf)', 'infiniteGiven maskedfill -inf'],
		// Other data has nothing to do with it, or it was so in a leaf.
		['x = torch.tensor([1., 0.])\nloss = w / x', 'infinite div'],
		['x = torch.tensor([nan, 1.])\nloss = w * x.isfinite() + (w - 5).sqrt() * x.nan_to_num()', 'nan sqrt'],
		['b = torch.tensor([nan, 1.], requires_grad=True)\nloss = w * b', 'nan b'],
	];
	const trace = await traceOf(["import torch\nnan, inf = float('nan'), float('inf')\nw = torch.tensor([1., 4.], requires_grad=True)", ...cases.map(([code]) => `${code}\nloss.sum().backward()`)].join('\n'));
	const graphs = done(contentsOf(trace)).filter(({ kind }) => kind === 'graph').map(({ id }) => done(sliceOf(trace, id)) as GraphSlice);
	const told = graphs.map(slice => marksOf(slice).flatMap((marks, place) => marks.filter(mark => /^(nan|infinite)(Given)?$/.test(mark)).map(mark => `${mark} ${slice.nodes[place]!.name.replaceAll('_', '')} ${slice.nodes[place]!.given?.title ?? ''}`.trim())));
	expect(told.map((marked, i) => [cases[i]![0], ...marked])).toEqual(cases);
});

test('of tensors over the budget their summaries say where NaN begins', async () => {
	const { bytes } = await runPython(`import torch
x = torch.ones(1000)
x[7] = float('nan')
w = torch.ones(1000, requires_grad=True)
loss = ((w + 1) * x).sum()
loss.backward()`, { record: { maxTensorBytes: 2000 } });
	const nodes = graphOf(read(bytes)).nodes;
	expect(nodes.map(({ name, value, given }) => [name.replaceAll('_', ''), value!.nan, given?.title])).toEqual([['w', 0, undefined], ['add', 0, undefined], ['mul', 1, 'x'], ['sum', 1, undefined]]);
});

test('of many steps only the last one is walked through', async () => {
	const trace = await traceOf(`import torch
w = torch.ones(2, requires_grad=True)
opt = torch.optim.SGD([w], lr=0.1)
for step in range(50):
    opt.zero_grad()
    loss = (w * 2).sum()
    loss.backward()
    opt.step()`);
	expect(graphOf(trace).nodes).toHaveLength(3);
	expect(replayed(trace).nodes.map(({ gradient }) => gradient!.values)).toEqual([[2, 2], [1, 1], [1]]);
});
