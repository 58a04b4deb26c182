/** The run as one line, of stored traces of real PyTorch: what is on it, and walking it forwards and back. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { placeOnTimeline, timelineOf, walked } from '../../../engine/slice/timeline.ts';
import { endOfLine } from '../../../engine/trace/moments.ts';
import { done } from '../../../engine/trace/work.ts';
import { read } from '../trace/tracer.ts';

const stored = (name: string) => read(readFileSync(new URL(`../trace/stored/${name}.loupe`, import.meta.url)));

describe('ema-training', () => {
	const trace = stored('ema-training');
	const timeline = done(timelineOf(trace));

	test('its losses are those that it printed, each after its backward call and before its optimizer step', () => {
		const printed = trace.outputs.map(({ text }) => /^(\d+) ([\d.]+) /.exec(text)).filter(match => match !== null).map(([, , loss]) => Number(loss));
		expect(printed).toHaveLength(20);
		expect([...timeline.losses.values].map(loss => Number(loss.toFixed(4)))).toEqual(printed);
		expect(timeline.optimizers).toHaveLength(20);
		timeline.losses.ticks.forEach((tick, i) => expect(tick <= timeline.optimizers[i]!).toBe(true));
		expect([timeline.steps, timeline.optimizerSteps, timeline.outputs.length, timeline.raised.length, timeline.limit]).toEqual([trace.stepCount, 20, trace.outputs.length, 0, undefined]);
	});

	test('a line at a time: from the beginning each is begun once, and back it goes through the same moments', () => {
		const moments: number[] = [timeline.from];
		for (let tick: number | undefined = timeline.from; tick !== undefined;) {
			tick = walked(trace, tick, 'step', 1);
			if (tick !== undefined) moments.push(tick);
		}
		expect(moments).toEqual(Array.from({ length: trace.stepCount }, (_, index) => trace.step(index).tick));
		const back: number[] = [];
		for (let tick = walked(trace, undefined, 'step', -1); tick !== back.at(-1); tick = walked(trace, tick, 'step', -1)) back.push(tick!);
		expect(back).toEqual([...moments].reverse());
		expect(moments.map(tick => placeOnTimeline(trace, tick).step)).toEqual(moments.map((_, i) => i));
		expect(placeOnTimeline(trace, undefined)).toMatchObject({ step: trace.stepCount, optimizerStep: 20, tick: trace.lastTick });
	});

	test('an optimizer step at a time: the moments of the commands of the same name', () => {
		const moments = Array.from({ length: trace.optimizerStepCount }, (_, index) => endOfLine(trace, trace.optimizerStep(index).tick));
		const forward: number[] = [];
		for (let tick = walked(trace, timeline.from, 'optimizerStep', 1); tick !== undefined; tick = walked(trace, tick, 'optimizerStep', 1)) forward.push(tick);
		expect(forward).toEqual(moments);
		expect(forward.map(tick => placeOnTimeline(trace, tick).optimizerStep)).toEqual(moments.map((_, i) => i + 1));
		expect(placeOnTimeline(trace, moments[0]).origin?.line).toBe(52);
		expect(walked(trace, undefined, 'optimizerStep', -1)).toBe(moments.at(-1));
		expect(walked(trace, moments[0], 'optimizerStep', -1)).toBe(timeline.from);
	});
});

test('an empty trace has an empty line', () => {
	const trace = read(new Uint8Array());
	expect(done(timelineOf(trace))).toMatchObject({ steps: 0, optimizerSteps: 0, from: 0, end: 0 });
	expect(placeOnTimeline(trace, undefined)).toEqual({ tick: 0, step: 0, optimizerStep: 0, origin: undefined });
	for (const by of ['step', 'optimizerStep'] as const) for (const direction of [1, -1] as const) expect(walked(trace, 5, by, direction) ?? 'end').toBe(direction === 1 ? 'end' : by === 'step' ? 'end' : 0);
});
