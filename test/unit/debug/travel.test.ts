/** Moments to go to, on recorded runs of real PyTorch. */
import { describe, expect, test } from 'vitest';
import { Steps } from '../../../engine/debug/steps.ts';
import { changeFrom, notFiniteSince, optimizerStepFrom, type Direction } from '../../../engine/debug/travel.ts';
import type { Tick, Trace } from '../../../engine/trace/model.ts';
import { stored } from '../trace/stored.ts';
import { read } from '../trace/tracer.ts';

const changes = read(stored('changes'));
const ema = read(stored('ema-training'));

const codeAt = (trace: Trace, tick: Tick): string => trace.sources[0]!.text.split('\n')[trace.stepAt(tick)!.line - 1]!.trim();

/** Where one goes on, and on, from a tick. */
function all(trace: Trace, from: Tick | undefined, go: (from: Tick | undefined) => Tick | undefined): Tick[] {
	const ticks: Tick[] = [];
	for (let at = go(from); at !== undefined && ticks.length < 1000; at = go(at)) ticks.push(at);
	expect(ticks.length).toBeLessThan(1000);
	// Each is a step's own tick.
	for (const tick of ticks) expect(trace.stepAt(tick)!.tick).toBe(tick);
	return ticks;
}

const changesOf = (trace: Trace, text: string, from: Tick | undefined, direction: Direction): Tick[] => all(trace, from, at => changeFrom(trace, text, 0, at, direction));

test('optimizer steps, one after the other, and back', () => {
	const forwards = all(ema, 0, at => optimizerStepFrom(ema, at, 1));
	expect(forwards.length).toBe(20);
	expect(new Set(forwards.map(tick => codeAt(ema, tick)))).toEqual(new Set(['opt.step()']));
	expect(all(ema, undefined, at => optimizerStepFrom(ema, at, -1))).toEqual(forwards.toReversed());
	expect(optimizerStepFrom(ema, undefined, 1)).toBeUndefined();
	expect(optimizerStepFrom(changes, 0, 1)).toBeUndefined();
});

describe('changes', () => {
	test.each(['view', 'losses', 'settings', 'settings[\'sizes\']', 'w', 'counter', 'step', 'array'])('of %s: backwards the same as forwards', text => {
		const forwards = changesOf(changes, text, 0, 1);
		expect(forwards.length).toBeGreaterThan(1);
		expect(changesOf(changes, text, undefined, -1)).toEqual(forwards.toReversed());
	});

	test('of a view: made, written through its base, written through another view', () => {
		expect(changesOf(changes, 'view', 0, 1).map(tick => codeAt(changes, tick))).toEqual(['view = base.view(2, 3)', 'base[1] = 10.0', 'turned[2, 0].add_(1)']);
	});

	test('of a tensor are those of its values: a gradient is none', () => {
		expect(changesOf(changes, 'w', 0, 1).map(tick => codeAt(changes, tick))).toEqual(['w = torch.tensor([1.0, 2.0], requires_grad=True)', 'w.data.mul_(2)', 'w[0] = -1.0']);
		expect(changesOf(changes, 'w.grad', 0, 1).map(tick => codeAt(changes, tick))).toEqual(['w = torch.tensor([1.0, 2.0], requires_grad=True)', '(w * w).sum().backward()', '(w * 3).sum().backward()', 'w.grad = None']);
	});

	test('of a parameter by an optimizer', () => {
		expect(changesOf(ema, 'model.weight', optimizerStepFrom(ema, 0, 1), 1).map(tick => codeAt(ema, tick))).toEqual(Array<string>(19).fill('opt.step()'));
	});

	test('of what is no name', () => {
		expect(changeFrom(changes, 'w + 1', 0, 0, 1)).toBeUndefined();
		expect(changeFrom(changes, 'nobody', 0, 0, 1)).toBeUndefined();
	});
});

test('where a tensor became Inf', () => {
	expect(codeAt(changes, notFiniteSince(changes, 'brain', 0, changes.lastTick)!)).toBe('brain = half.to(torch.bfloat16)');
	expect(codeAt(changes, notFiniteSince(changes, 'half', 0, changes.lastTick)!)).toBe('half = torch.tensor([1.5, -2.25, float(\'inf\')], dtype=torch.float16)');
	expect(notFiniteSince(changes, 'view', 0, changes.lastTick)).toBeUndefined();
	expect(notFiniteSince(changes, 'brain', 0, new Steps(changes).momentAt(0).tick)).toBeUndefined();
});
