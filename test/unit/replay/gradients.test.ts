/** How far replayed gradients are off those that the program kept: not at all where the same engine made both, by rounding where PyTorch made the one. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { derivedFrame } from '../../../engine/replay/derived.ts';
import { gradientNumbers, opGradientNumbers } from '../../../engine/replay/gradients.ts';
import { contentsOf, sliceOf } from '../../../engine/slice/contents.ts';
import type { GraphSlice, IndexMapSlice } from '../../../engine/slice/slice.ts';
import type { TraceReader } from '../../../engine/trace/reader.ts';
import { done } from '../../../engine/trace/work.ts';
import '../engine/engine.ts';
import { runPython } from '../runtime/embedded.ts';
import { read } from '../trace/tracer.ts';

const PROGRAM = `import torch
from torch import nn
torch.manual_seed(0)
net = nn.Sequential(nn.Embedding(5, 4), nn.Linear(4, 3), nn.Tanh(), nn.ReLU(), nn.Linear(3, 2))
unused = torch.ones(3, requires_grad=True)
for step in range(3):
    loss = nn.functional.cross_entropy(net(torch.tensor([step, 1, 1, 4])), torch.tensor([0, 1, 1, 0]))
    loss.backward()
alone = (net[1].weight * 3).sum()
`;

async function embedded(text: string): Promise<TraceReader> {
	const { bytes, stderr } = await runPython(text);
	expect(stderr).toBe('');
	return read(bytes);
}

const stored = (name: string) => read(readFileSync(new URL(`../trace/stored/${name}.loupe`, import.meta.url)));

/** Of each graph in a trace, with its gradients computed. */
function graphs(trace: TraceReader): GraphSlice[] {
	return done(contentsOf(trace)).filter(({ kind }) => kind === 'graph').map(({ id }) => {
		const { ref: root, tick } = done(sliceOf(trace, id)) as GraphSlice;
		trace.push(derivedFrame(trace.nextSequence, 'gradients', { root, tick }, gradientNumbers(trace, { root, tick })));
		return done(sliceOf(trace, id)) as GraphSlice;
	});
}

describe('the embedded runtime', () => {
	test('they are the program\'s own, to the bit, though they were added up over three calls', async () => {
		const trace = await embedded(PROGRAM);
		expect(graphs(trace).map(({ off, gradients }) => [off, gradients])).toEqual([[0, 'replayed']]);
		const maps = done(contentsOf(trace)).filter(({ kind }) => kind === 'indexMap').map(({ id }) => ({ id, slice: done(sliceOf(trace, id)) as IndexMapSlice })).filter(({ slice }) => slice.backward !== undefined);
		expect(maps.length).toBeGreaterThan(0);
		for (const { id, slice } of maps) {
			const { request } = slice.backward!;
			trace.push(derivedFrame(trace.nextSequence, 'opGradient', request, opGradientNumbers(trace, request)));
			expect((done(sliceOf(trace, id)) as IndexMapSlice).backward).toMatchObject({ off: 0, gradient: { kind: 'tensor', shape: slice.output.shape } });
		}
	});

	test('where the program kept none they are what it would have had', async () => {
		const trace = await embedded(PROGRAM), root = trace.lookup('alone', 0, trace.lastTick), id = `graph:${root}@${trace.lastTick}`;
		const { tick } = done(sliceOf(trace, id)) as GraphSlice, numbers = gradientNumbers(trace, { root, tick });
		expect(numbers.at(-1)).toBe(-1);
		trace.push(derivedFrame(trace.nextSequence, 'gradients', { root, tick }, numbers));
		expect(done(sliceOf(trace, id))).toMatchObject({ gradients: 'replayed', off: 0 });
	});
});

describe('real PyTorch', () => {
	test('they are off by rounding', () => {
		const [graph] = graphs(stored('warm-ema'));
		expect(graph!.gradients).toBe('replayed');
		expect(graph!.off).toBeGreaterThanOrEqual(0);
		expect(graph!.off).toBeLessThan(1e-6);
	});

	test('where the program kept none, how far cannot be told', () => {
		const trace = stored('warm-ema'), step = trace.optimizerStep(0);
		// Before there was a backward call from it.
		const [root, tick] = [step.loss, trace.backwards.find(each => each.root === step.loss)!.tick];
		const numbers = gradientNumbers(trace, { root, tick });
		numbers[numbers.length - 1] = -1;
		const { tick: made } = done(sliceOf(trace, `graph:${root}@${tick}`)) as GraphSlice;
		trace.push(derivedFrame(trace.nextSequence, 'gradients', { root, tick: made }, numbers));
		expect(done(sliceOf(trace, `graph:${root}@${tick}`))).toMatchObject({ gradients: 'replayed', off: undefined });
	});
});
