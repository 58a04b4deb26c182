/** Loss surfaces by replay, on the trace that real PyTorch's run of ema-training.py wrote: the closed form is known. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { Replay } from '../../../engine/replay/evaluate.ts';
import { NotReplayable } from '../../../engine/replay/not-replayable.ts';
import { surfaces } from '../../../engine/replay/surface.ts';
import { tapeOf } from '../../../engine/replay/tape.ts';
import { optimizerSlice } from '../../../engine/slice/optimizer.ts';
import { COMPONENT, directionsOf } from '../../../engine/slice/components.ts';
import type { Coordinate } from '../../../engine/slice/slice.ts';
import { done } from '../../../engine/trace/work.ts';
import { TraceReader } from '../../../engine/trace/reader.ts';
import '../engine/engine.ts';
import { runPython } from '../runtime/embedded.ts';

const trace = new TraceReader();

beforeAll(() => {
	trace.push(readFileSync(new URL('../trace/stored/ema-training.loupe', import.meta.url)));
	trace.finish();
});

/** What a program's run in the embedded runtime wrote. */
async function recorded(text: string): Promise<TraceReader> {
	const { bytes, stderr } = await runPython(text);
	expect(stderr).toBe('');
	const own = new TraceReader();
	own.push(bytes);
	return own;
}

/** mean((w·x + b − (3x − 0.5))²) over x = linspace(−1, 1, 16). */
function lossOf(w: number, b: number): number {
	const xs = Array.from({ length: 16 }, (_, i) => -1 + 2 * i / 15);
	return xs.reduce((sum, x) => sum + (w * x + b - (3 * x - 0.5)) ** 2, 0) / 16;
}

describe('tape', () => {
	test('is the forward pass of that step and nothing of the average or of what was printed', () => {
		const tape = tapeOf(trace, 7)!;
		expect(tape.ops.map(op => op.name)).toEqual(['linear', 'sub', 'pow', 'mean']);
		expect(tape.branchLine).toBeUndefined();
	});

	test('replayed with the recorded values gives the recorded loss, at every step', () => {
		for (let i = 0; i < trace.optimizerStepCount; i++) {
			using replay = new Replay(trace, tapeOf(trace, i)!);
			const loss = done(optimizerSlice(trace, trace.optimizerStep(0).optimizer))!.steps.loss[i]!;
			expect(Math.abs(replay.lossAt(replay.recorded()) - loss) / loss).toBeLessThan(1e-5);
		}
	});

	test('replayed with other values gives the closed form', () => {
		using replay = new Replay(trace, tapeOf(trace, 3)!);
		for (const [w, b] of [[0, 0], [3, -0.5], [-2.5, 4], [1e3, 1]] as const) {
			expect(replay.lossAt([Float64Array.of(w), Float64Array.of(b)])).toBeCloseTo(lossOf(w, b), w > 100 ? -1 : 5);
		}
	});
});

describe('what networks and matrices compute gives the recorded loss, to the bit', () => {
	const z = 'torch.stack([w * 2, w.flip(0)])[None]';
	test.each([
		'F.conv2d(z, torch.ones(1, 2, 3, 3), padding=1)', 'F.conv_transpose2d(z, torch.ones(2, 1, 2, 2), stride=2)', 'F.max_pool2d(z, 2)', 'F.max_pool2d(z, kernel_size=2, stride=1, padding=1)',
		'F.avg_pool2d(z, 2)', 'F.adaptive_avg_pool2d(z, 1)', 'F.adaptive_max_pool2d(z, (2, 2))', 'F.batch_norm(z, torch.zeros(2), torch.ones(2), training=True)', 'F.batch_norm(z, torch.zeros(2), torch.ones(2))',
		'F.layer_norm(z, (4, 4))', 'F.group_norm(z, 2)', 'F.softmax(z, dim=-1)', 'F.log_softmax(z, dim=1)', 'F.gelu(z, approximate="tanh")', 'F.scaled_dot_product_attention(z, z, z, is_causal=True)',
		'F.pad(z, (1, 1, 1, 1), mode="reflect")', 'F.margin_ranking_loss(z, z * 0, z * 0 + 1)', 'F.triplet_margin_loss(z[0], z[0] * 0, z[0] + 1, reduction="sum")',
		'torch.einsum("bcij->bji", z)', 'torch.linalg.inv(w + 9 * torch.eye(4))', 'torch.linalg.solve(w + 9 * torch.eye(4), torch.ones(4))', 'torch.linalg.qr(w + 9 * torch.eye(4)).R', 'torch.linalg.norm(w)',
		'w.split(2)[0]', 'torch.hstack([w, w])', 'torch.meshgrid(w[0], w[1], indexing="ij")[0]', 'torch.quantile(w, .3)', 'torch.cummax(w, 0).values',
	])('%s', async expression => {
		const own = await recorded(`import torch
import torch.nn.functional as F
torch.manual_seed(0)
w = torch.randn(4, 4, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
z = ${z}
loss = (${expression}).sum()
loss.backward()
optimizer.step()`);
		using replay = new Replay(own, tapeOf(own, 0)!);
		expect(replay.lossAt(replay.recorded())).toBe(done(optimizerSlice(own, own.optimizerStep(0).optimizer))!.steps.loss[0]);
	});
});

test('operators whose tensor stands on the right', async () => {
	const { bytes } = await runPython(`import torch
w = torch.tensor([1., 2.], requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
(1 / w + 2 ** w + (3 - w) + (7 % w).detach()).sum().backward()
optimizer.step()`);
	const own = new TraceReader();
	own.push(bytes);
	using replay = new Replay(own, tapeOf(own, 0)!);
	expect(replay.lossAt([Float64Array.of(4, 2)])).toBeCloseTo(0.25 + 16 - 1 + 3 + 0.5 + 4 + 1 + 1, 5);
});

describe('surface', () => {
	test('refines from coarse to fine around the whole path, with weight decay beside', () => {
		const ref = trace.optimizerStep(0).optimizer;
		const { x, y, parameters: [weight] } = done(optimizerSlice(trace, ref))!;
		const grids = [...surfaces(trace, { optimizer: ref, x, y })].map(grid => grid.surface);
		expect(grids.map(grid => grid.columns)).toEqual([12, 32, 64]);
		for (const { xDomain, yDomain, columns, rows, values, withWeightDecay } of grids) {
			for (const after of weight!.after) {
				expect(after).toBeGreaterThan(xDomain[0]);
				expect(after).toBeLessThan(xDomain[1]);
			}
			for (const [row, column] of [[0, 0], [rows - 1, columns - 1], [3, 7]] as const) {
				const w = xDomain[0] + (xDomain[1] - xDomain[0]) * column / (columns - 1);
				const b = yDomain[0] + (yDomain[1] - yDomain[0]) * row / (rows - 1);
				expect(values[row * columns + column]).toBeCloseTo(lossOf(w, b), 4);
				expect(withWeightDecay![row * columns + column]! - values[row * columns + column]!).toBeCloseTo(0.001 / 2 * (w * w + b * b), 6);
			}
		}
	});

	test('says how far it is off: of real PyTorch\'s trace by rounding', () => {
		const ref = trace.optimizerStep(0).optimizer, { x, y } = done(optimizerSlice(trace, ref))!;
		const { surface: { off } } = surfaces(trace, { optimizer: ref, x, y }).next().value!;
		using replay = new Replay(trace, tapeOf(trace, trace.optimizerStepCount - 1)!);
		const loss = done(optimizerSlice(trace, ref))!.steps.loss.at(-1)!;
		expect(off).toBe(Math.abs(replay.lossAt(replay.recorded()) - loss) / loss);
		expect(off).toBeLessThan(1e-5);
	});

	test('along principal components: of two numbers, the same surface turned', () => {
		const ref = trace.optimizerStep(0).optimizer;
		const slice = done(optimizerSlice(trace, ref))!, components = directionsOf(slice);
		const [x, y] = [0, 1].map(element => ({ parameter: COMPONENT, element, label: '' })) as [Coordinate, Coordinate];
		const [end, ...others] = [...surfaces(trace, { optimizer: ref, x, y })].map(grid => grid.surface).reverse();
		expect(others).toHaveLength(2);
		const [last, { xDomain, yDomain, columns, rows, values, withWeightDecay }] = [slice.parameters.map(({ after }) => after.at(-1)!), end!];
		for (const [row, column] of [[0, 0], [rows - 1, columns - 1], [3, 7], [40, 20]] as const) {
			const [u, v] = [xDomain[0] + (xDomain[1] - xDomain[0]) * column / (columns - 1), yDomain[0] + (yDomain[1] - yDomain[0]) * row / (rows - 1)];
			const [w, b] = last.map((value, i) => value + u * components[0]!.direction[i]![0]! + v * components[1]!.direction[i]![0]!) as [number, number];
			expect(values[row * columns + column]).toBeCloseTo(lossOf(w, b), 4);
			expect(withWeightDecay![row * columns + column]! - values[row * columns + column]!).toBeCloseTo(0.001 / 2 * (w * w + b * b), 6);
		}
	});

	test.each([['SGD', true], ['Adam', true], ['AdamW', false]])('%s: a weight decay that goes past the gradient is in no loss', async (type, isInLoss) => {
		const { bytes } = await runPython(`import torch
x = torch.linspace(-1, 1, 5)
w, b = torch.ones(1, requires_grad=True), torch.zeros(1, requires_grad=True)
optimizer = torch.optim.${type}([w, b], lr=0.1, weight_decay=0.5)
for i in range(3):
    loss = ((w * x + b - x) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
`);
		const own = new TraceReader();
		own.push(bytes);
		const { optimizer } = own.optimizerStep(0), { x, y, steps } = done(optimizerSlice(own, optimizer))!;
		expect(steps.count).toBe(3);
		const { surface } = surfaces(own, { optimizer, x, y }).next().value!;
		expect(surface.withWeightDecay !== undefined).toBe(isInLoss);
	});

	test.each([
		['all data in each step', 'x, y', false],
		['the same, made anew', 'x * 1, torch.cat([y[:3], y[3:]])', false],
		['minibatches', 'x[step % 4 * 2:step % 4 * 2 + 2], y[step % 4 * 2:step % 4 * 2 + 2]', true],
		['one of which was another', '(x, y) if step != 2 else (x.flip(0), y)', true],
		['what was written to between', 'x.mul_(0.5), y', true],
		['another factor in each', 'x, y * (step + 1)', true],
		['the last one shorter', 'x[:8 if step < 5 else 4], y[:8 if step < 5 else 4]', true],
	])('of other steps\' data or not: %s', async (_name, batch, isOfLastStep) => {
		const own = await recorded(`import torch
torch.manual_seed(0)
x, y = torch.randn(8), torch.randn(8)
w, b = torch.ones(1, requires_grad=True), torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w, b], lr=0.1)
for step in range(6):
    xs, ys = ${batch}
    loss = ((w * xs + b - ys) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
`);
		const { optimizer } = own.optimizerStep(0), { x, y } = done(optimizerSlice(own, optimizer))!;
		expect(surfaces(own, { optimizer, x, y }).next().value!.surface).toMatchObject({ isOfLastStep, off: 0 });
	});

	test('says why there is none', () => {
		const ref = trace.optimizerStep(0).optimizer;
		const { x } = done(optimizerSlice(trace, ref))!;
		expect(() => [...surfaces(trace, { optimizer: ref, x, y: x })]).toThrow(NotReplayable);
		expect(() => [...surfaces(trace, { optimizer: 999999, x, y: x })]).toThrow('replayNoBackward');
	});
});

test('in a trace of the engine’s own each step’s loss comes again to the bit', async () => {
	const own = await recorded(`import torch
from torch import nn
torch.manual_seed(0)
x, y = torch.randn(16, 5), torch.randint(0, 3, (16,))
net = nn.Sequential(nn.Linear(5, 8), nn.Tanh(), nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 3))
optimizer = torch.optim.Adam(net.parameters(), lr=0.05)
for step in range(30):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(net(x), y) + 1e-3 * sum((p ** 2).sum() for p in net.parameters())
    loss.backward()
    optimizer.step()
`);
	const { loss } = done(optimizerSlice(own, own.optimizerStep(0).optimizer))!.steps;
	for (let i = 0; i < own.optimizerStepCount; i++) {
		using replay = new Replay(own, tapeOf(own, i)!);
		expect(replay.lossAt(replay.recorded())).toBe(loss[i]);
	}
	expect(own.optimizerStepCount).toBe(30);
});
