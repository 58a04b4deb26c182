/** Averages with other decays: schedules by their definitions, shadows against real PyTorch's trace to the bit. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { averageNormWith, averageWith, decayOf, hasEvery } from '../../../engine/slice/average-what-if.ts';
import { contentsOf, sliceOf } from '../../../engine/slice/contents.ts';
import { DECAY_SCHEDULES, SCHEDULE_NAMES, scheduleOf } from '../../../engine/slice/decay-schedules.ts';
import type { AverageSlice } from '../../../engine/slice/slice.ts';
import { TraceReader } from '../../../engine/trace/reader.ts';
import { done } from '../../../engine/trace/work.ts';
import { runPython } from '../runtime/embedded.ts';
import { read } from '../trace/tracer.ts';

const trace = new TraceReader();
trace.push(readFileSync(new URL('../trace/stored/ema-training.loupe', import.meta.url)));
trace.finish();
const entry = done(contentsOf(trace)).find(({ kind }) => kind === 'average')!;
const slice = done(sliceOf(trace, entry.id)) as AverageSlice;

describe('the schedule of recorded decays', () => {
	test('of the notes\' ModelEMA', () => {
		expect(slice.schedule).toEqual({ name: 'ramp', decay: 0.9, tau: 5, first: 1 });
	});

	test.each(SCHEDULE_NAMES)('%s: is found by its decays, and none is taken for another', (name) => {
		const chosen = fc.record({ decay: fc.integer({ min: 5000, max: 9999 }).map(n => n / 1e4), tau: fc.integer({ min: 2, max: 5000 }), first: fc.integer({ min: 0, max: 12 }) });
		fc.assert(fc.property(chosen, fc.integer({ min: 20, max: 200 }), (parameters, count) => {
			const decays = Array.from({ length: count }, (_, i) => DECAY_SCHEDULES[name].at(parameters.first + i, parameters));
			const found = scheduleOf(decays);
			// A warm-up that is over by then is constant.
			if (new Set(decays).size === 1) return found?.name === 'constant';
			return found?.name === name && decays.every((decay, i) => Math.abs(decayOf(found)(i + 1) - decay) < 1e-8);
		}), { seed: 1 });
	});

	test('of one that follows no schedule there is none', () => {
		expect(scheduleOf([0.3, 0.9, 0.2, 0.95, 0.1])).toBeUndefined();
		expect(scheduleOf([])).toBeUndefined();
		expect(scheduleOf([NaN, NaN])).toBeUndefined();
	});
});

describe('an average with other decays', () => {
	test('with those that were recorded it is the recorded one, to the bit', () => {
		for (const curve of slice.curves) {
			for (let element = 0; element < curve.elements; element++) {
				expect([...averageWith(slice, curve, element, update => slice.decay[update - 1]!)]).toEqual([...curve.shadow].filter((_, i) => i % curve.elements === element));
			}
		}
	});

	test('with a constant decay of 0 it is the weights, of 1 what it was at first', () => {
		const [curve] = slice.curves;
		const of = (decay: number) => [...averageWith(slice, curve!, 0, () => decay)];
		expect(of(0)).toEqual([...curve!.weights]);
		expect(new Set(of(1))).toEqual(new Set(curve!.start));
	});

	test('of more updates than are drawn it is made of every weight that was recorded', async () => {
		const { bytes, stderr } = await runPython(`import torch
w = torch.zeros(3, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=1.)
s, t = w.detach().clone(), w.detach().clone()
for step in range(2500):
    w.grad = torch.tensor([1., -2., 0.]) if step % 7 == 0 else torch.tensor([-1., 0.25, 3.])
    optimizer.step()
    with torch.no_grad():
        s.mul_(0.5).add_(w, alpha=1 - 0.5)
        t.mul_(0.9).add_(w, alpha=1 - 0.9)
`);
		expect(stderr).toBe('');
		const own = read(bytes), [half, most] = done(contentsOf(own)).filter(({ kind }) => kind === 'average').map(({ id }) => done(sliceOf(own, id)) as AverageSlice);
		expect([half!.count, half!.updates.length < 2000, half!.reproduced, hasEvery(half!, half!.curves[0]!, 3)]).toEqual([2500, true, true, true]);
		// What the one would have been with the other's decay is the other, to the bit.
		const shadow = (element: number) => [...most!.curves[0]!.shadow].filter((_, i) => i % 3 === element);
		for (const element of [0, 1, 2]) expect([...averageWith(half!, half!.curves[0]!, element, () => 0.9)]).toEqual(shadow(element));
		const norms = averageNormWith(half!, half!.curves[0]!, () => 0.9);
		norms.forEach((norm, row) => expect(norm / Math.hypot(shadow(0)[row]!, shadow(1)[row]!, shadow(2)[row]!)).toBeCloseTo(1, 4));
	});

	test('where their weights are not here, the decays of all are in those that are', () => {
		const rows = [1, 4, 10], [curve] = slice.curves, { elements } = curve!;
		const some = { ...slice, updates: rows }, thin = { ...curve!, start: curve!.start.map(() => 1), weights: Float64Array.from({ length: rows.length * elements }, () => 0) };
		expect(hasEvery(some, thin, 1)).toBe(false);
		expect([...averageWith(some, thin, 0, () => 0.5)]).toEqual([2 ** -1, 2 ** -4, 2 ** -10]);
	});
});

describe('several averages that one place in the code updates', () => {
	const program = (decays: string) => `import torch
models = [torch.nn.Linear(2, 1), torch.nn.Linear(3, 1)]
optimizer = torch.optim.SGD([p for model in models for p in model.parameters()], lr=0.1)
shadows = [([p.detach().clone() for p in model.parameters()], decay, model) for model in models for decay in ${decays}]
for step in range(5):
    optimizer.zero_grad()
    sum(model.weight.sum() * model.bias.sum() for model in models).backward()
    optimizer.step()
    with torch.no_grad():
        for shadow, decay, model in shadows:
            for s, p in zip(shadow, model.parameters()):
                s.mul_(decay).add_(p, alpha=1 - decay)
`;
	const found = async (decays: string) => {
		const { bytes, stderr } = await runPython(program(decays));
		expect(stderr).toBe('');
		const own = read(bytes), entries = done(contentsOf(own)).filter(({ kind }) => kind === 'average');
		return entries.map(({ id, label }) => {
			const { curves, decay, reproduced } = done(sliceOf(own, id)) as AverageSlice;
			return [label, [...new Set(decay)], curves.map(({ shape }) => shape), reproduced];
		});
	};

	test('are told apart by their decays', async () => {
		const both = [[1, 2], [1], [1, 3], [1]];
		expect(await found('(0.9, 0.5)')).toEqual([['EMA 0.9', [0.9], both, true], ['EMA 0.5', [0.5], both, true]]);
	});

	test('with the same decay, two of the same weights are two', async () => {
		const both = [[1, 2], [1], [1, 3], [1]];
		expect(await found('(0.9, 0.9)')).toEqual([['EMA shadows[0][0][0]', [0.9], both, true], ['EMA shadows[1][0][0]', [0.9], both, true]]);
	});
});
