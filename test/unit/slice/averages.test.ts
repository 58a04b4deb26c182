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

test('an average of all weights alike has no decay in its name, which nobody has chosen', async () => {
	const { bytes, stderr } = await runPython(`import torch
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
model = torch.nn.Linear(2, 1)
equal, forgetting = AveragedModel(model), AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(0.9))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(6):
    optimizer.zero_grad()
    model(torch.ones(2)).square().sum().backward()
    optimizer.step()
    equal.update_parameters(model)
    forgetting.update_parameters(model)
`);
	expect(stderr).toBe('');
	expect(done(contentsOf(read(bytes))).filter(({ kind }) => kind === 'average').map(({ label }) => label).sort()).toEqual(['EMA 0.9', 'SWA']);
});

/** A function for each case: what comes before a training, and what it does after each step. Of each the first and the last line. */
function programOf(cases: readonly (readonly [name: string, before: string, update: string, ...rest: unknown[]])[]): { readonly text: string; readonly lines: readonly (readonly [number, number])[] } {
	let text = 'import torch\nx, y = torch.randn(8, 3), torch.randn(8, 2)\n';
	const indented = (code: string, by: number) => code.split('\n').map(line => `${' '.repeat(by)}${line}\n`).join('');
	const lines = cases.map(([, before, update], i) => {
		const first = text.split('\n').length;
		text += `def case_${i}():\n${indented('model = torch.nn.Linear(3, 2)\nw, d = model.weight, 0.9\noptimizer = torch.optim.SGD(model.parameters(), lr=0.3, momentum=0.5)', 4)}${indented(before, 4)}    for step in range(5):
        optimizer.zero_grad()
        loss = ((model(x) - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        with torch.no_grad():
${indented(update, 12)}case_${i}()\n`;
		return [first, text.split('\n').length - 1] as const;
	});
	return { text, lines };
}

async function averagesIn(text: string): Promise<readonly { readonly label: string; readonly slice: AverageSlice }[]> {
	const { bytes, stderr } = await runPython(text);
	expect(stderr).toBe('');
	const own = read(bytes);
	return done(contentsOf(own)).filter(({ kind }) => kind === 'average').map(({ id, label }) => ({ label, slice: done(sliceOf(own, id)) as AverageSlice }));
}

/** For each case what was found in it. */
async function averagesOfCases(cases: Parameters<typeof programOf>[0]): Promise<readonly (readonly AverageSlice[])[]> {
	const { text, lines } = programOf(cases), found = await averagesIn(text);
	return lines.map(([first, last]) => found.map(({ slice: own }) => own).filter(({ origins }) => origins.some(({ line }) => line >= first && line <= last)));
}

describe('an average is found by what is computed, however that is written', () => {
	const one = 's = w.detach().clone()', dict = 'shadow = {n: p.detach().clone() for n, p in model.named_parameters()}', list = 'shadow = [p.detach().clone() for p in model.parameters()]';
	const ofEach = (update: string) => `for n, p in model.named_parameters():\n    ${update}`;
	const half = () => 0.5;
	const CASES: readonly (readonly [name: string, before: string, update: string, formula: string, count?: number, decayAt?: (k: number) => number])[] = [
		['a variable', one, 's = d * s + (1 - d) * w', 'v ← d·v + (1−d)·w'],
		['the other way round', one, 's = w * (1 - d) + s * d', 'v ← (1−d)·w + d·v'],
		['a variable that was the weights themselves', 's = w.detach()', 's = d * s + (1 - d) * w', 'v ← d·v + (1−d)·w', 4],
		['from nothing', 's = 0 * w.detach()', 's = d * s + (1 - d) * w', 'v ← d·v + (1−d)·w', 4],
		['items of a dict', dict, ofEach('shadow[n] = d * shadow[n] + (1 - d) * p'), 'v ← d·v + (1−d)·w'],
		['items of a dict, copied', dict, ofEach('new = (1.0 - d) * p.data + d * shadow[n]\n    shadow[n] = new.clone()'), 'v ← (1−d)·w + d·v'],
		['a dict that is made anew', dict, 'shadow = {n: d * shadow[n] + (1 - d) * p for n, p in model.named_parameters()}', 'v ← d·v + (1−d)·w'],
		['a list', list, 'shadow = [torch.lerp(s, p, 1 - d) for s, p in zip(shadow, model.parameters())]', 'v ← lerp(v, w, 1−d)'],
		['lerp, from the weights on', one, 's = torch.lerp(w, s, d)', 'v ← lerp(w, v, d)'],
		['the method lerp', dict, ofEach('shadow[n] = shadow[n].lerp(p, 1 - d)'), 'v ← lerp(v, w, 1−d)'],
		['what it is away, taken off', one, 's.sub_((1 - d) * (s - w))', 'v ← v − (1−d)·(v−w)'],
		['-=', one, 's -= (1 - d) * (s - w)', 'v ← v − (1−d)·(v−w)'],
		['sub_ with alpha', one, 's.sub_(s - w, alpha=1 - d)', 'v ← sub(v, v − w, alpha=1−d)'],
		['what is missing, added', one, 's.add_(w - s, alpha=1 - d)', 'v ← add(v, w − v, alpha=1−d)'],
		['a new tensor by what is missing', one, 's = s + (1 - d) * (w - s)', 'v ← v + (1−d)·(w−v)'],
		['back from the weights', one, 's = w + d * (s - w)', 'v ← w + d·(v−w)'],
		['scaled, then added', one, 's.mul_(d).add_((1 - d) * w)', 'v ← d·v + (1−d)·w'],
		['scaled anew, then added in place', one, 's = (s * d).add_(w, alpha=1 - d)', 'v ← add(d·v, w, alpha=1−d)'],
		['a decay that is a tensor', `${one}\nd = torch.tensor(0.9)`, 's = d * s + (1 - d) * w', 'v ← d·v + (1−d)·w'],
		['behind .data', 's = torch.nn.Parameter(w.detach().clone())', 's.data = d * s.data + (1 - d) * w.data', 'v ← d·v + (1−d)·w'],
		['copied', one, 's.copy_(d * s + (1 - d) * w)', 'v ← d·v + (1−d)·w'],
		['each scaled, then each added', list, 'for s in shadow:\n    s.mul_(d)\nfor s, p in zip(shadow, model.parameters()):\n    s.add_(p, alpha=1 - d)', 'v ← add(d·v, w, alpha=1−d)'],
		['all at once', list, 'torch._foreach_mul_(shadow, d)\ntorch._foreach_add_(shadow, list(model.parameters()), alpha=1 - d)', 'v ← add(d·v, w, alpha=1−d)'],
		['of all alike', one, 's = (s * (step + 1) + w) / (step + 2)', 'v ← (n·v+w)/(n+1)', 5, k => (k + 1) / (k + 2)],
		['of all alike, by what is missing', one, 's = s + (w - s) / (step + 2)', 'v ← v + (w−v)/(n+1)', 5, k => (k + 1) / (k + 2)],
		['of all alike, from the first weights on', one, 's = s + (w - s) / (step + 1)', 'v ← v + (w−v)/(n+1)', 5, k => k / (k + 1)],
		['of all alike, from the first weights on, scaled', one, 's = (s * step + w) / (step + 1)', 'v ← (n·v+w)/(n+1)', 5, k => k / (k + 1)],
		['a decay that is 1 minus itself, back from the weights', one, 's = w + .5 * (s - w)', 'v ← w + d·(v−w)', 5, half],
		['a decay that passes 1 minus itself', one, 'd = 0.3 + 0.1 * step\ns = w + d * (s - w)', 'v ← w + d·(v−w)', 5, k => 0.3 + 0.1 * k],
		['the half of a sum', one, 's = (s + w) / 2', 'v ← (v+w)/2', 5, half],
		['half of a sum', one, 's = .5 * (s + w)', 'v ← 0.5·(v+w)', 5, half],
		['two halves', one, 's = w / 2 + s / 2', 'v ← w/2 + v/2', 5, half],
		['the half of a sum, in place', one, 's.add_(w).div_(2)', 'v ← (v+w)/2', 5, half],
		['the half of a sum, all at once', list, 'torch._foreach_add_(shadow, list(model.parameters()))\ntorch._foreach_div_(shadow, 2)', 'v ← (v+w)/2', 5, half],
		['three parts and two', one, 's = (3 * s + 2 * w) / 5', 'v ← (3·v+2·w)/5', 5, () => 0.6],
	];
	const found = averagesOfCases(CASES);

	test.each(CASES.map(([name, before, , formula, count = 5, decayAt = () => 0.9], i) => ({ name, before, formula, count, decayAt, i })))('$name', async ({ before, formula, count, decayAt, i }) => {
		const own = (await found)[i]!;
		expect(own.map(each => [each.formula, each.count, each.reproduced])).toEqual([[formula, count, true]]);
		const [{ curves, decay }] = own as [AverageSlice];
		expect(curves.map(({ shape }) => shape)).toEqual(before.includes('shadow') ? [[2, 3], [2]] : [[2, 3]]);
		expect([...decay]).toEqual(Array.from({ length: count }, (_, k) => expect.closeTo(decayAt(k), 6) as number));
		// With its own decays it is what was recorded.
		for (const curve of curves) expect(averageWith(own[0]!, curve, 1, update => decay[update - 1]!).at(-1)).toBeCloseTo(curve.shadow.at(1 - curve.elements)!, 5);
	});

	test('one whose decay is a number in it has another too', async () => {
		const i = CASES.findIndex(([name]) => name === 'the half of a sum'), [own] = (await found)[i]! as [AverageSlice];
		const [curve] = own.curves as [AverageSlice['curves'][0]], weights = [...curve.weights].filter((_, k) => k % curve.elements === 0);
		let v = curve.start[0]!;
		const expected = weights.map(w => v = Math.fround(Math.fround(Math.fround(0.9) * v) + Math.fround(Math.fround(1 - 0.9) * w)));
		expect([...averageWith(own, curve, 0, () => 0.9)]).toEqual(expected);
	});

	test('several that are kept under names are told apart by them', async () => {
		const found = await averagesIn(`import torch
w = torch.zeros(3, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=1.)
fast, kept = w.detach().clone(), {'slow': w.detach().clone()}
for step in range(5):
    w.grad = torch.tensor([1., -2., 0.])
    optimizer.step()
    with torch.no_grad():
        fast = 0.5 * fast + 0.5 * w
        kept['slow'] = 0.5 * kept['slow'] + 0.5 * w
`);
		expect(found.map(({ label, slice: own }) => [label, own.count, own.reproduced])).toEqual([['EMA fast', 5, true], ["EMA kept['slow']", 5, true]]);
	});
});

describe('an average that warms up, as diffusion models have it', () => {
	const url = (extension: string) => new URL(`../trace/stored/warm-ema.${extension}`, import.meta.url);
	const powers = (k: number) => 1 - (1 + k) ** (-2 / 3), ramp = (k: number) => k === 0 ? 0 : Math.min(0.6, (1 + k) / (10 + k));
	const EXPECTED = [
		['EMA one.shadow[0]', 'v ← v − (1−d)·(v−w)', ramp], ['EMA power.shadow[0]', 'v ← v − (1−d)·(v−w)', powers],
		['EMA lists.shadow[0]', 'v ← sub(v, v − w, alpha=1−d)', ramp], ['EMA power_lists.shadow[0]', 'v ← sub(v, v − w, alpha=1−d)', powers],
	] as const;

	test.each(['real PyTorch', 'the embedded runtime'])('%s', async (runtime) => {
		const { stderr, bytes } = runtime === 'real PyTorch' ? { stderr: '', bytes: readFileSync(url('loupe')) } : await runPython(readFileSync(url('py'), 'utf8'));
		expect(stderr).toBe('');
		const own = read(bytes), found = done(contentsOf(own)).filter(({ kind }) => kind === 'average');
		expect(found.map(({ label }) => label)).toEqual(EXPECTED.map(([label]) => label));
		for (const [i, [, formula, decayAt]] of EXPECTED.entries()) {
			const { curves, count, reproduced, decay, formula: written } = done(sliceOf(own, found[i]!.id)) as AverageSlice;
			// The first update copies the weights: it is one too.
			expect([written, count, reproduced, curves.map(({ name }) => name)]).toEqual([formula, 12, true, ['net.weight', 'net.bias']]);
			expect([...decay]).toEqual(Array.from({ length: 12 }, (_, k) => expect.closeTo(decayAt(k), 12) as number));
		}
	});
});

describe('what is no average of weights is not taken for one', () => {
	const CASES: readonly (readonly [name: string, before: string, update: string])[] = [
		['a running sum', 's = torch.zeros_like(w)', 's = s + w'],
		['a running sum in place', 's = torch.zeros_like(w)', 's += w'],
		['a share that is missing something', 's = w.detach().clone()', 's = 0.9 * s + 0.05 * w'],
		['the same in place', 's = w.detach().clone()', 's.mul_(0.9).add_(w)'],
		['a step of SGD', 'v = w.detach().clone()', 'v = v - 0.1 * w.grad\nw.data = w.data - 0.1 * w.grad'],
		['decay of the weights', 'pass', 'w.mul_(1 - 0.1 * 0.01)\nw.add_(w.grad, alpha=-0.1)'],
		['momentum of gradients', 'm = torch.zeros_like(w)', 'm.mul_(0.9).add_(w.grad, alpha=1 - 0.9)\nw.sub_(0.1 * m)'],
		['Adam\'s states', 'm, v = torch.zeros_like(w), torch.zeros_like(w)', 'm = d * m + (1 - d) * w.grad\nv = 0.99 * v + (1 - 0.99) * w.grad ** 2\nw -= 0.01 * m / (v.sqrt() + 1e-8)'],
		['Adam\'s states, by lerp', 'm = torch.zeros_like(w)', 'm.lerp_(w.grad, 1 - d)'],
		['between two, but of nothing that lasts', 'other = torch.ones_like(w)', 'between = 0.5 * other + 0.5 * w\nbetween = torch.lerp(other, w, 0.25)'],
		['what overshoots', 's = w.detach().clone()', 's = 1.5 * s - 0.5 * w'],
		['the half of two, but of nothing that lasts', 'other = torch.ones_like(w)', 'between = (other + w) / 2'],
		['the mean of now and before', 'before = w.detach().clone()', 'between = (before + w) / 2\nbefore = w.detach().clone()'],
		['half of itself and of a gradient', 'm = torch.zeros_like(w)', 'm = (m + w.grad) / 2'],
		['halves that come to more', 's = w.detach().clone()', 's = (s + w) / 1.5'],
		['what an optimizer keeps of gradients', 'optimizer = torch.optim.AdamW(model.parameters(), amsgrad=True)', 'pass'],
	];
	const found = averagesOfCases(CASES);

	test.each(CASES.map(([name], i) => ({ name, i })))('$name', async ({ i }) => {
		expect((await found)[i]).toEqual([]);
	});
});
