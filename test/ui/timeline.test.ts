/** The timeline below the views: what is drawn on it, what it asks for, how it follows. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OtherRun } from '../../engine/slice/losses.ts';
import { placeOnTimeline, timelineOf } from '../../engine/slice/timeline.ts';
import { TraceReader } from '../../engine/trace/reader.ts';
import { done } from '../../engine/trace/work.ts';
import { bundle, openPanel, openStage, ROOT, THEMES, VARIABLES, type Panel, type PanelOptions, type Stage } from './harness.ts';
import { hasColor } from './pixels.ts';
import { load, show } from './stored/load.ts';

let stage: Stage;
beforeAll(async () => stage = await openStage(await bundle()));
afterAll(() => stage.close());

const trace = new TraceReader();
trace.push(readFileSync(path.join(ROOT, 'test/unit/trace/stored/ema-training.loupe')));
const timeline = done(timelineOf(trace));

async function opened(options: PanelOptions = {}, tick?: number): Promise<Panel> {
	const panel = await openPanel(stage, options);
	await panel.send(...show(load('arange', 'tensor')), { type: 'timeline', timeline }, { type: 'position', tick, place: placeOnTimeline(trace, tick), own: false });
	return panel;
}
const asked = async (panel: Panel) => (await panel.posted()).filter(({ type }) => type === 'seek' || type === 'walk');
const playhead = async (panel: Panel) => {
	const [track, here] = [(await panel.page.locator('footer .track').boundingBox())!, (await panel.page.locator('footer .here circle').boundingBox())!];
	return (here.x + here.width / 2 - track.x - 8) / (track.width - 16);
};

test.each(THEMES)('losses, optimizer steps and prints are on it, each in its colour: %s', async theme => {
	const panel = await opened({ theme });
	expect((await panel.page.getAttribute('footer .loss', 'd'))!.match(/[ML]/g)).toHaveLength(20);
	expect((await panel.page.getAttribute('footer .optimizers', 'd'))!.match(/M/g)).toHaveLength(20);
	expect((await panel.page.getAttribute('footer .outputs', 'd'))!.match(/M/g)).toHaveLength(timeline.outputs.length);
	const box = (await panel.page.locator('footer .track').boundingBox())!;
	const image = await panel.page.screenshot();
	for (const name of ['--vscode-charts-green', '--vscode-charts-purple']) expect(hasColor(image, box, VARIABLES[theme][name]!)).toBe(true);
	expect(await panel.page.textContent('footer .count')).toBe(`step ${trace.stepCount} of ${trace.stepCount} · loss 0.06147`);
	expect(await playhead(panel)).toBeCloseTo(1, 2);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('dragging asks for the moments on the way, keys for a line, an optimizer step, the ends', async () => {
	const panel = await opened();
	const box = (await panel.page.locator('footer .track').boundingBox())!;
	await panel.page.mouse.move(box.x + box.width * 0.75, box.y + 20);
	await panel.page.mouse.down();
	for (const part of [0.6, 0.5]) {
		await panel.page.mouse.move(box.x + box.width * part, box.y + 20);
		await panel.page.evaluate(() => new Promise(requestAnimationFrame));
	}
	await panel.page.mouse.up();
	await panel.page.mouse.move(box.x + 10, box.y + 20);
	const ticks = (await asked(panel)).flatMap(message => message.type === 'seek' ? [message.tick] : []);
	expect([...ticks].sort((a, b) => b - a)).toEqual(ticks);
	expect((ticks.at(-1)! - timeline.from) / (timeline.end - timeline.from)).toBeCloseTo(0.5, 2);
	const before = ticks.length;
	for (const key of ['ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End']) await panel.page.keyboard.press(key);
	expect((await asked(panel)).slice(before)).toEqual([
		{ type: 'walk', by: 'step', direction: -1 }, { type: 'walk', by: 'step', direction: 1 }, { type: 'walk', by: 'optimizerStep', direction: 1 }, { type: 'walk', by: 'optimizerStep', direction: -1 },
		{ type: 'seek', tick: timeline.from }, { type: 'seek', tick: timeline.end },
	]);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('it stands where the moment is that is looked at, and says so; its line leads to the editor', async () => {
	const tick = timeline.optimizers[9]!;
	const panel = await opened({}, tick);
	expect(await playhead(panel)).toBeCloseTo((tick - timeline.from) / (timeline.end - timeline.from), 2);
	const place = placeOnTimeline(trace, tick);
	expect(await panel.page.getAttribute('footer .track', 'aria-valuenow')).toBe(String(place.step));
	expect(await panel.page.getAttribute('footer .track', 'aria-valuetext')).toMatch(new RegExp(`^step ${place.step} of ${trace.stepCount} · loss 0\\.0202\\d? · line \\d+$`));
	await panel.page.click('footer .link');
	expect((await panel.posted()).at(-1)).toMatchObject({ type: 'reveal', origin: { line: place.origin!.line } });
	await panel.close();
});

test('playing goes from optimizer step to optimizer step; without motion there is a step for each press', async () => {
	const panel = await opened({}, timeline.from);
	await panel.page.click('[data-focus=play-run]');
	await panel.page.waitForFunction(() => (globalThis as unknown as { posted: { type: string }[] }).posted.some(({ type }) => type === 'seek'));
	expect((await asked(panel))[0]).toEqual({ type: 'seek', tick: timeline.optimizers[0] });
	await panel.close();
	const still = await opened({ reducedMotion: true }, timeline.from);
	await still.page.click('[data-focus=play-run]');
	expect(await asked(still)).toEqual([{ type: 'seek', tick: timeline.optimizers[0] }]);
	await still.close();
});

const other = (by: number, length = timeline.losses.count): OtherRun => ({
	title: 'the run of 14:32', losses: { count: length, numbers: Float64Array.from({ length }, (_, i) => i), values: Float64Array.from({ length }, (_, i) => timeline.losses.values[i % timeline.losses.count]! + by) },
});
const points = async (panel: Panel, selector: string) => [...(await panel.page.getAttribute(selector, 'd'))!.matchAll(/[ML]([-\d.]+),([-\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);

test('another run is laid upon it: its losses at the moments of the same calls, on one scale, what goes beyond left out; its loss is said', async () => {
	const tick = timeline.optimizers[9]!;
	const panel = await opened({}, tick);
	expect(await panel.page.locator('footer .other:visible').count()).toBe(0);
	// Itself lies on itself; one that is greater, above; a longer one has no more points.
	for (const [by, length] of [[0, 20], [0.5, 20], [0.5, 33], [0.5, 7]] as const) {
		await panel.send({ type: 'timeline', timeline, other: other(by, length) });
		const [own, theirs] = [await points(panel, 'footer .loss:not(.other)'), await points(panel, 'footer .track .loss.other')];
		expect(own).toHaveLength(20);
		expect(theirs.map(([x]) => x)).toEqual(own.slice(0, length).map(([x]) => x));
		theirs.forEach(([, y], i) => by === 0 ? expect(y).toBe(own[i]![1]) : expect(y).toBeLessThan(own[i]![1]));
	}
	const loss = timeline.losses.values[9]!;
	await panel.send({ type: 'timeline', timeline, other: other(0.5) });
	expect(await panel.page.textContent('footer .where .other')).toBe(`${(loss + 0.5).toPrecision(4)} in the run of 14:32`);
	expect(await panel.page.getAttribute('footer .track', 'aria-valuetext')).toContain(`${(loss + 0.5).toPrecision(4)} in the run of 14:32`);
	await panel.send({ type: 'timeline', timeline, other: other(0.5, 7) });
	expect(await panel.page.textContent('footer .where .other')).toBe('– in the run of 14:32');
	expect(await panel.page.getAttribute('[data-focus=timeline-compare]', 'title')).toBe(`here 20 losses, the last 0.06147\nthe run of 14:32: 7 losses, the last ${(timeline.losses.values[6]! + 0.5).toPrecision(4)}`);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('of many losses some are at hand: those of another run lie between their neighbours', async () => {
	const panel = await opened();
	const few = { count: 1001, numbers: Float64Array.of(0, 400, 1000), values: Float64Array.of(3, 2, 1), ticks: Float64Array.of(timeline.from, timeline.from + (timeline.end - timeline.from) / 2, timeline.end) };
	await panel.send({ type: 'timeline', timeline: { ...timeline, losses: few }, other: { title: 'a run', losses: { count: 2001, numbers: Float64Array.of(0, 200, 700, 1500), values: Float64Array.of(3, 2, 1, 1) } } });
	const [own, theirs] = [await points(panel, 'footer .loss:not(.other)'), await points(panel, 'footer .track .loss.other')];
	const [begin, middle, end] = own.map(([x]) => x) as [number, number, number];
	expect(theirs.map(([x]) => x)).toEqual([begin, expect.closeTo((begin + middle) / 2, 0), expect.closeTo((middle + end) / 2, 0)]);
	await panel.close();
});

test('its button asks for a run to compare with; a run without losses, and a page without an editor, have none', async () => {
	const panel = await opened();
	await panel.page.click('[data-focus=timeline-compare]');
	expect((await panel.posted()).at(-1)).toEqual({ type: 'compare' });
	await panel.send({ type: 'timeline', timeline: { ...timeline, losses: { count: 0, numbers: new Float64Array(), values: new Float64Array(), ticks: new Float64Array() } }, other: other(1) });
	expect(await panel.page.isVisible('[data-focus=timeline-compare]')).toBe(false);
	expect(await panel.page.getAttribute('footer .track .loss.other', 'd')).toBe('');
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('a run of one line has none; at 300 pixels it fits', async () => {
	const narrow = await opened({ width: 300 });
	const box = (await narrow.page.locator('footer').boundingBox())!;
	expect(await narrow.page.evaluate(() => document.documentElement.scrollWidth)).toBe(300);
	expect(box.x + box.width).toBeLessThanOrEqual(300);
	await narrow.send({ type: 'timeline', timeline: { ...timeline, steps: 1, optimizerSteps: 0 } });
	expect(await narrow.page.isVisible('footer')).toBe(false);
	await narrow.close();
});
