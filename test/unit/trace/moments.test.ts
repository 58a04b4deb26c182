/** Moments of real runs: stored traces of PyTorch, and one of the embedded runtime. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../../engine/trace/expression.ts';
import * as moments from '../../../engine/trace/moments.ts';
import { done } from '../../../engine/trace/work.ts';
import { stored } from './stored.ts';
import { read } from './tracer.ts';

const { nextMoment, nextOptimizerMoment } = moments;
const changeMoments = (...of: Parameters<typeof moments.changeMoments>): number[] => done(moments.changeMoments(...of));

const ema = read(stored('ema-training'));
const changes = read(stored('changes'));

/** The first elements of a tensor at each of some moments. */
function firsts(trace: typeof ema, text: string, ticks: readonly number[]): unknown[] {
	return ticks.map((tick) => {
		const value = trace.value(evaluate(trace, text, 0, tick) ?? 0, tick);
		return value?.kind === 'tensor' ? trace.elements(value, tick)?.[0] : value && 'value' in value ? value.value : value?.kind;
	});
}

/** The lines that had ended at some moments. */
function lines(ticks: readonly number[]): string[] {
	const text = changes.sources[0]!.text.split('\n');
	return ticks.map(tick => text[changes.stepAt(tick - 1)!.line - 1]!.trim());
}

test('each optimizer step is a moment, after which the weights are what it made them', () => {
	const walk = (from: number, direction: 1 | -1): number[] => {
		const next = nextOptimizerMoment(ema, from, direction);
		return next === undefined ? [] : [next, ...walk(next, direction)];
	};
	const moments = walk(0, 1);
	expect(moments).toHaveLength(20);
	expect(walk(ema.lastTick, -1)).toEqual(moments.toReversed());
	const weights = firsts(ema, 'model.weight', moments);
	expect(new Set(weights).size).toBe(20);
	const steps = Array.from({ length: 20 }, (_, i) => ema.optimizerStep(i));
	expect(firsts(ema, 'model.weight', steps.map(({ end }) => end))).toEqual(weights);
	// The line has ended by then, and no later one.
	const line = ema.sources[0]!.text.split('\n').findIndex(text => text.trim() === 'opt.step()') + 1;
	expect(moments).toEqual(Array.from(ema.stepsOfLine(0, line), index => ema.step(index).end));
});

describe('changeMoments', () => {
	test('a loop\'s variable changes with each iteration', () => {
		expect(firsts(ema, 'step', changeMoments(ema, 'step', 0))).toEqual(Array.from({ length: 20 }, (_, i) => i));
	});

	test('a tensor changes where another name writes to its storage', () => {
		expect(lines(changeMoments(changes, 'base', 0))).toEqual(['base = torch.arange(6.0)', 'base[1] = 10.0', 'turned[2, 0].add_(1)', 'del base']);
		expect(lines(changeMoments(changes, 'view', 0))).toEqual(['view = base.view(2, 3)', 'base[1] = 10.0', 'turned[2, 0].add_(1)']);
	});

	test('a gradient comes, grows and goes', () => {
		expect(lines(changeMoments(changes, 'w.grad', 0))).toEqual(['(w * w).sum().backward()', '(w * 3).sum().backward()', 'w.grad = None']);
	});

	test('what is no name has none', () => {
		expect(changeMoments(ema, 'f(x)', 0)).toEqual([]);
		expect(changeMoments(ema, 'nobody', 0)).toEqual([]);
	});
});

test('next and previous are each other\'s inverse', () => {
	fc.assert(fc.property(fc.uniqueArray(fc.nat(1000), { minLength: 2 }), fc.nat(), (list, pick) => {
		const moments = list.sort((a, b) => a - b);
		const at = moments[pick % (moments.length - 1)]!;
		expect(nextMoment(moments, nextMoment(moments, at, 1)!, -1)).toBe(at);
	}));
});
