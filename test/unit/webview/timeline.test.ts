/** Which part of a run the timeline shows: what holds for every window on every run; and what a wheel asks of it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wheelOf } from '../../../webview/theme/gestures.ts';
import { between, holds, isWhole, LEAST, panned, remembered, revealing, within, zoomed, type Span } from '../../../webview/timeline/span.ts';

const runs = fc.tuple(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: LEAST, max: 1e7 })).map(([from, length]): Span => [from, from + length]);
const part = fc.double({ min: 0, max: 1, noNaN: true });
/** A run, a window on it, and two moments of it. */
const cases = fc.tuple(runs, part, part, part, part).map(([run, a, b, c, d]) => {
	const at = (t: number) => run[0] + t * (run[1] - run[0]);
	return { run, span: between(at(a), at(b), run), tick: at(c), other: at(d) };
});
const length = ([from, to]: Span) => to - from;
const isIn = (span: Span, run: Span) => span[0] >= run[0] && span[1] <= run[1] && length(span) >= Math.min(LEAST, length(run)) - 1e-6;
const near = (a: number, b: number, run: Span) => Math.abs(a - b) <= 1e-9 * (run[1] + 1);

describe('whatever is done, it is a part of the run and has the least length', () => {
	const factor = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
	test('brushed', () => fc.assert(fc.property(cases, ({ run, span }) => isIn(span, run))));
	test('zoomed', () => fc.assert(fc.property(cases, factor, ({ run, span, tick }, by) => isIn(zoomed(span, by, tick, run), run))));
	test('moved', () => fc.assert(fc.property(cases, fc.double({ min: -1e8, max: 1e8, noNaN: true }), ({ run, span }, by) => isIn(panned(span, by, run), run))));
	test('moved to a moment', () => fc.assert(fc.property(cases, part, ({ run, span, tick }, margin) => isIn(revealing(span, tick, margin, run), run))));
	test('a run shorter than the least is shown whole', () => expect(within([3, 4], [2, 4])).toEqual([2, 4]));
});

test('moving keeps the length, and ends at the ends of the run', () => {
	fc.assert(fc.property(cases, fc.double({ min: -1e8, max: 1e8, noNaN: true }), ({ run, span }, by) => near(length(panned(span, by, run)), length(span), run)));
	expect(panned([20, 40], 15, [0, 100])).toEqual([35, 55]);
	expect(panned([20, 40], 1000, [0, 100])).toEqual([80, 100]);
	expect(panned([20, 40], -1000, [0, 100])).toEqual([0, 20]);
});

test('what is zoomed about stays in its place, but at the ends of the run', () => {
	const place = ([from, to]: Span, tick: number) => (tick - from) / (to - from);
	fc.assert(fc.property(cases, fc.double({ min: 1, max: 16, noNaN: true }), ({ run, span, tick }, factor) => {
		fc.pre(holds(span, tick) && length(span) / factor > LEAST);
		return Math.abs(place(zoomed(span, factor, tick, run), tick) - place(span, tick)) < 1e-3;
	}));
	expect(zoomed([0, 100], 2, 25, [0, 100])).toEqual([12.5, 62.5]);
	expect(zoomed([10, 30], 0.5, 10, [0, 100])).toEqual([10, 50]);
	expect(zoomed([70, 100], 0.5, 70, [0, 100])).toEqual([40, 100]);
	expect(isWhole(zoomed([20, 90], 1 / 8, 50, [0, 100]), [0, 100])).toBe(true);
});

test('a moment that is not shown is not zoomed about', () => expect(zoomed([20, 40], 2, 90, [0, 100])).toEqual([25, 35]));

test('nearer and back again is the same', () => fc.assert(fc.property(cases, ({ run, span }) => {
	fc.pre(length(span) / 2 > LEAST);
	const middle = (span[0] + span[1]) / 2, back = zoomed(zoomed(span, 2, middle, run), 1 / 2, middle, run);
	return near(back[0], span[0], run) && near(back[1], span[1], run);
})));

test('an end that is drawn past the other becomes the other', () => {
	fc.assert(fc.property(cases, ({ run, tick, other }) => {
		expect(between(tick, other, run)).toEqual(between(other, tick, run));
	}));
	expect(between(60, -5, [0, 100])).toEqual([0, 60]);
});

test('a moment comes into the window, which stays where it is if the moment is in it', () => {
	fc.assert(fc.property(cases, part, ({ run, span, tick }, margin) => {
		const next = revealing(span, tick, margin, run);
		if (holds(span, tick)) expect(next).toBe(span);
		expect(tick).toBeGreaterThanOrEqual(next[0] - 1e-3);
		expect(tick).toBeLessThanOrEqual(next[1] + 1e-3);
	}));
	expect(revealing([20, 40], 50, 0, [0, 100])).toEqual([30, 50]);
	expect(revealing([20, 40], 10, 0, [0, 100])).toEqual([10, 30]);
	expect(revealing([20, 40], 50, 0.5, [0, 100])).toEqual([40, 60]);
	expect(revealing([20, 40], 99, 0.5, [0, 100])).toEqual([80, 100]);
});

test('what was remembered holds for a run that it lies in', () => {
	fc.assert(fc.property(cases, ({ run, span }) => {
		expect(remembered(span, run)).toEqual(span);
	}));
	expect(remembered([20, 40], [0, 30])).toEqual([0, 30]);
	for (const other of [undefined, 7, 'x', true, [], [1], [1, 2, 3], [20, NaN], [40, 20]]) expect(remembered(other, [0, 100])).toEqual([0, 100]);
});

describe('a wheel', () => {
	const turned = (event: Partial<Parameters<typeof wheelOf>[0]>) => wheelOf({ ctrlKey: false, metaKey: false, shiftKey: false, deltaX: 0, deltaY: 0, deltaMode: 0, ...event });
	test('with Ctrl zooms, away from oneself nearer; a pinch comes as that', () => {
		expect(turned({ ctrlKey: true, deltaY: -240 })).toEqual({ kind: 'zoom', factor: 2 });
		expect(turned({ metaKey: true, deltaY: 15, deltaMode: 1 })).toEqual({ kind: 'zoom', factor: 0.5 });
	});
	test('with Shift or across moves, whatever the browser makes of Shift', () => {
		expect(turned({ shiftKey: true, deltaY: 30 })).toEqual({ kind: 'pan', pixels: 30 });
		expect(turned({ shiftKey: true, deltaX: 30 })).toEqual({ kind: 'pan', pixels: 30 });
		expect(turned({ deltaX: -30, deltaY: 5 })).toEqual({ kind: 'pan', pixels: -30 });
	});
	test('alone is the page\'s', () => expect(turned({ deltaX: 2, deltaY: 30 })).toBeUndefined());
});
