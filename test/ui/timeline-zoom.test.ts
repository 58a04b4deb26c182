/** A part of the run on the timeline: how it is chosen, moved and given up, and what it outlives. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ToPanel } from '../../webview/messages.ts';
import { violations } from './axe.ts';
import { bundle, openPanel, openStage, THEMES, VARIABLES, type Panel, type PanelOptions, type Stage } from './harness.ts';
import { hasColor } from './pixels.ts';
import { load, show } from './stored/load.ts';
import { placeInTraining, TRAINING } from './stored/training.ts';

let stage: Stage;
beforeAll(async () => stage = await openStage(await bundle()));
afterAll(() => stage.close());

const at = (tick: number | undefined): ToPanel => ({ type: 'position', tick, place: placeInTraining(tick), own: false });
const [contents, slice] = show(load('arange', 'tensor')) as [ToPanel & { type: 'contents' }, ToPanel];
const timeline: ToPanel = { type: 'timeline', timeline: TRAINING };

async function opened(options: PanelOptions = {}, tick?: number): Promise<Panel> {
	const panel = await openPanel(stage, options);
	await panel.send(contents, slice, timeline, at(tick));
	return panel;
}
const zoomedTo = (from: number, to: number) => ({ traceUri: 'file:///trace', selected: undefined, views: {}, timeline: { span: [from, to] } });
/** As parts of the run; undefined: all of it. */
const span = async (panel: Panel) => {
	const { timeline: { span: kept } } = await panel.state() as { timeline: { span?: [number, number] } };
	return kept?.map(tick => tick / TRAINING.end);
};
const expectSpan = async (panel: Panel, from: number, to: number) => {
	const kept = await span(panel);
	expect(kept?.[0]).toBeCloseTo(from, 2);
	expect(kept?.[1]).toBeCloseTo(to, 2);
};
/** The page's x of a part of what is to scale. */
const xOf = async (panel: Panel, selector: string, part: number) => {
	const box = (await panel.page.locator(selector).boundingBox())!;
	return { x: box.x + 8 + part * (box.width - 16), y: box.y + box.height / 2 };
};
const TRACK = 'footer .track', OVERVIEW = 'footer .overview';
async function drag(panel: Panel, selector: string, from: number, to: number, offset = 0): Promise<void> {
	const [begin, end] = [await xOf(panel, selector, from), await xOf(panel, selector, to)];
	await panel.page.mouse.move(begin.x + offset, begin.y);
	await panel.page.mouse.down();
	await panel.page.mouse.move((begin.x + end.x) / 2, begin.y);
	await panel.page.mouse.move(end.x + offset, end.y);
	await panel.page.mouse.up();
}
async function brush(panel: Panel, from: number, to: number): Promise<void> {
	await panel.page.keyboard.down('Shift');
	await drag(panel, TRACK, from, to);
	await panel.page.keyboard.up('Shift');
}
const seeks = async (panel: Panel) => (await panel.posted()).flatMap(message => message.type === 'seek' ? [message.tick] : []);
const frame = (panel: Panel) => panel.page.evaluate(() => new Promise(requestAnimationFrame));
const count = async (panel: Panel, selector: string) => (await panel.page.getAttribute(selector, 'd'))!.match(/[ML]/g)!.length;

describe('with the pointer', () => {
	test('drawn over the figure with Shift, a part is shown alone: its marks, its losses, moments within it; twice, a part of the part', async () => {
		const panel = await opened();
		expect(await count(panel, `${TRACK} .optimizers`)).toBe(400);
		await brush(panel, 0.5, 0.25);
		await expectSpan(panel, 0.25, 0.5);
		expect(await seeks(panel)).toEqual([]);
		expect(await count(panel, `${TRACK} .optimizers`)).toBeCloseTo(100, -1);
		expect(await count(panel, `${TRACK} .loss`)).toBeLessThan(105);
		expect(await count(panel, `${OVERVIEW} .loss`)).toBeGreaterThan(398);
		// The end is looked at, which is not in the part.
		expect(await panel.page.getAttribute(`${TRACK} .here`, 'visibility')).toBe('hidden');
		expect(await panel.page.textContent('footer [role=status]')).toMatch(/^25 % to 50 % of the run · optimizer steps (?:100|101) to (?:199|200) of 400$/);
		await panel.page.mouse.click(...Object.values(await xOf(panel, TRACK, 0.5)) as [number, number]);
		await frame(panel);
		expect((await seeks(panel)).at(-1)! / TRAINING.end).toBeCloseTo(0.375, 2);
		await brush(panel, 0, 0.5);
		await expectSpan(panel, 0.25, 0.375);
		expect(panel.complaints).toEqual([]);
		await panel.close();
	});

	test('Escape lets go of what is being drawn; a press with Shift is nothing', async () => {
		const panel = await opened();
		const [begin, end] = [await xOf(panel, TRACK, 0.2), await xOf(panel, TRACK, 0.6)];
		await panel.page.keyboard.down('Shift');
		await panel.page.mouse.move(begin.x, begin.y);
		await panel.page.mouse.down();
		await panel.page.mouse.move(end.x, end.y);
		expect(await panel.page.locator(`${TRACK} .brush`).count()).toBe(1);
		await panel.page.keyboard.press('Escape');
		expect(await panel.page.locator(`${TRACK} .brush`).count()).toBe(0);
		await panel.page.mouse.up();
		await panel.page.mouse.click(begin.x, begin.y);
		expect(await span(panel)).toBeUndefined();
		await panel.close();
	});

	test('on the overview a part is drawn, moved, fetched, and changed by its grips, also past one another', async () => {
		const panel = await opened();
		await drag(panel, OVERVIEW, 0.2, 0.4);
		await expectSpan(panel, 0.2, 0.4);
		await drag(panel, OVERVIEW, 0.3, 0.5);
		await expectSpan(panel, 0.4, 0.6);
		await drag(panel, OVERVIEW, 0.6, 0.9, 3);
		await expectSpan(panel, 0.4, 0.9);
		await drag(panel, OVERVIEW, 0.4, 0.3, -3);
		await expectSpan(panel, 0.3, 0.9);
		await drag(panel, OVERVIEW, 0.3, 1, -3);
		await expectSpan(panel, 0.9, 1);
		await drag(panel, OVERVIEW, 0.95, 0.1);
		await expectSpan(panel, 0.05, 0.15);
		await panel.page.mouse.click(...Object.values(await xOf(panel, OVERVIEW, 0.7)) as [number, number]);
		await expectSpan(panel, 0.65, 0.75);
		await drag(panel, OVERVIEW, 0.2, 0.5);
		await expectSpan(panel, 0.2, 0.5);
		expect(await seeks(panel)).toEqual([]);
		await panel.close();
	});

	test('the grips are there for the whole run already', async () => {
		const panel = await opened();
		await drag(panel, OVERVIEW, 0, 0.5, -3);
		await expectSpan(panel, 0.5, 1);
		await drag(panel, OVERVIEW, 0.5, 0, -3);
		expect(await span(panel)).toBeUndefined();
		await panel.close();
	});

	test.each([TRACK, OVERVIEW])('a double click shows the whole run: %s', async selector => {
		const panel = await opened({ state: zoomedTo(4000, 8000) });
		expect(await panel.page.isVisible('footer .whole')).toBe(true);
		await panel.page.dblclick(selector);
		expect(await span(panel)).toBeUndefined();
		expect(await panel.page.isVisible('footer .whole')).toBe(false);
		expect(await count(panel, `${TRACK} .optimizers`)).toBe(400);
		await panel.close();
	});

	test('the button shows the whole run; nothing else has moved for it', async () => {
		const panel = await opened({ state: zoomedTo(4000, 8000) }, 6000);
		const before = await panel.page.locator(TRACK).boundingBox();
		await panel.page.click('footer .whole');
		expect(await span(panel)).toBeUndefined();
		expect(await panel.page.locator(TRACK).boundingBox()).toEqual(before);
		expect(await panel.page.textContent('footer [role=status]')).toBe('the whole run');
		// The button is gone; who pressed it by keyboard is where it led.
		expect(await panel.page.evaluate(() => document.activeElement!.className)).toContain('overview');
		await panel.close();
	});

	test('a wheel with Ctrl zooms about the pointer; with Shift or across it moves the part, and the whole run it leaves to the page', async () => {
		const panel = await opened({}, 4000);
		const quarter = await xOf(panel, TRACK, 0.25);
		await panel.page.mouse.move(quarter.x, quarter.y);
		const prevented = () => panel.page.evaluate(() => (globalThis as unknown as { prevented: boolean[] }).prevented.splice(0));
		await panel.page.evaluate(() => {
			const seen: boolean[] = (globalThis as unknown as { prevented: boolean[] }).prevented = [];
			document.addEventListener('wheel', event => seen.push(event.defaultPrevented));
		});
		await panel.page.mouse.wheel(120, 0);
		await frame(panel);
		expect(await span(panel)).toBeUndefined();
		await panel.page.keyboard.down('Control');
		await panel.page.mouse.wheel(0, -480);
		await frame(panel);
		await panel.page.keyboard.up('Control');
		await expectSpan(panel, 0.1875, 0.4375);
		await panel.page.mouse.wheel(0, 100);
		await frame(panel);
		await expectSpan(panel, 0.1875, 0.4375);
		const width = (await panel.page.locator(TRACK).boundingBox())!.width - 16;
		await panel.page.mouse.wheel(width / 5, 0);
		await frame(panel);
		await expectSpan(panel, 0.2375, 0.4875);
		await panel.page.keyboard.down('Shift');
		await panel.page.mouse.wheel(0, -width / 5);
		await frame(panel);
		await panel.page.keyboard.up('Shift');
		await expectSpan(panel, 0.1875, 0.4375);
		expect(await prevented()).toEqual([false, true, false, true, true]);
		const place = await xOf(panel, OVERVIEW, 0.43);
		await panel.page.mouse.move(place.x, place.y);
		await panel.page.keyboard.down('Control');
		await panel.page.mouse.wheel(0, 240);
		await panel.page.keyboard.up('Control');
		await frame(panel);
		await expectSpan(panel, 0, 0.5);
		await panel.close();
	});
});

describe('by keyboard', () => {
	test('the window is a slider: arrows move it, with Shift its end, + and − zoom about the moment, Escape gives it up', async () => {
		const panel = await opened({}, TRAINING.end / 4);
		await panel.page.focus(TRACK);
		await panel.page.keyboard.press('Tab');
		expect(await panel.page.evaluate(() => document.activeElement!.getAttribute('data-focus'))).toBe('timeline-overview');
		const says = () => panel.page.getAttribute(OVERVIEW, 'aria-valuetext');
		expect(await says()).toBe('the whole run');
		for (const [key, from, to] of [
			['+', 0.125, 0.625], ['+', 0.1875, 0.4375], ['ArrowRight', 0.21875, 0.46875], ['ArrowUp', 0.25, 0.5], ['ArrowLeft', 0.21875, 0.46875], ['ArrowDown', 0.1875, 0.4375],
			['Shift+ArrowRight', 0.1875, 0.46875], ['Shift+ArrowLeft', 0.1875, 0.43359], ['PageUp', 0.43359, 0.67969], ['PageDown', 0.1875, 0.43359], ['End', 0.75391, 1], ['Home', 0, 0.24609],
		] as const) {
			await panel.page.keyboard.press(key);
			await expectSpan(panel, from, to);
		}
		expect(await says()).toBe('0 % to 25 % of the run · optimizer steps 1 to 98 of 400');
		expect(await panel.page.getAttribute(OVERVIEW, 'aria-valuenow')).toBe('0');
		await panel.page.keyboard.press('-');
		await expectSpan(panel, 0, 0.492);
		await panel.page.keyboard.press('Escape');
		expect(await span(panel)).toBeUndefined();
		expect(await says()).toBe('the whole run');
		expect((await panel.posted()).some(({ type }) => type === 'walk' || type === 'seek')).toBe(false);
		await panel.close();
	});

	test('on the figure + and − and Escape do the same, and say so; its other keys go on as they did', async () => {
		const panel = await opened({}, TRAINING.end / 2);
		await panel.page.focus(TRACK);
		await panel.page.keyboard.press('+');
		await expectSpan(panel, 0.25, 0.75);
		expect(await panel.page.textContent('footer [role=status]')).toMatch(/^25 % to 75 % of the run/);
		await panel.page.keyboard.press('ArrowRight');
		expect((await panel.posted()).at(-1)).toEqual({ type: 'walk', by: 'step', direction: 1 });
		await panel.page.keyboard.press('Escape');
		expect(await panel.page.textContent('footer [role=status]')).toBe('the whole run');
		await panel.close();
	});

	test('so near that hundredths of the run do not tell the ends apart, more digits do', async () => {
		const panel = await opened({ state: zoomedTo(4003, 4011) });
		expect(await panel.page.getAttribute(OVERVIEW, 'aria-valuetext')).toBe('25 % to 25.05 % of the run');
		await panel.page.focus(OVERVIEW);
		for (let i = 0; i < 20; i++) await panel.page.keyboard.press('+');
		const [from, to] = (await panel.state() as { timeline: { span: [number, number] } }).timeline.span;
		expect(to - from).toBeCloseTo(4, 5);
		await panel.close();
	});
});

describe('the moment that is looked at', () => {
	test('taken out of the part takes the part along; within it, it moves alone', async () => {
		const panel = await opened({ state: zoomedTo(4000, 8000) }, 5000);
		await panel.send(at(7900));
		await expectSpan(panel, 4000 / TRAINING.end, 8000 / TRAINING.end);
		await panel.send(at(8100));
		await expectSpan(panel, 6100 / TRAINING.end, 10100 / TRAINING.end);
		expect(await panel.page.getAttribute(`${TRACK} .here`, 'visibility')).toBe('visible');
		await panel.send(at(undefined));
		await expectSpan(panel, 1 - 4000 / TRAINING.end, 1);
		await panel.send(at(100));
		await expectSpan(panel, 0, 4000 / TRAINING.end);
		await panel.close();
	});

	test('that was there before the page was stays where it is, in sight or not', async () => {
		const panel = await opened({ state: zoomedTo(4000, 8000) }, 12000);
		await expectSpan(panel, 4000 / TRAINING.end, 8000 / TRAINING.end);
		expect(await panel.page.getAttribute(`${TRACK} .here`, 'visibility')).toBe('hidden');
		const now = (await panel.page.locator(`${OVERVIEW} .now`).boundingBox())!, place = await xOf(panel, OVERVIEW, 12000 / TRAINING.end);
		expect(now.x + now.width / 2).toBeCloseTo(place.x, -0.5);
		await panel.close();
	});

	test('scrubbed a little beyond the edge, the part follows no further than that', async () => {
		const panel = await opened({ state: zoomedTo(4000, 8000) }, 5000);
		const edge = await xOf(panel, TRACK, 1);
		await panel.page.mouse.move(edge.x, edge.y);
		await panel.page.mouse.down();
		await frame(panel);
		await panel.send(at(8020));
		await expectSpan(panel, 4020 / TRAINING.end, 8020 / TRAINING.end);
		await panel.page.mouse.up();
		// What was asked for before the release may be told after it.
		await panel.send(at(8040));
		await expectSpan(panel, 4040 / TRAINING.end, 8040 / TRAINING.end);
		await panel.send(at(9000));
		await expectSpan(panel, 7000 / TRAINING.end, 11000 / TRAINING.end);
		await panel.close();
	});
});

describe('what it outlives', () => {
	const grown = (by: number): ToPanel => ({ type: 'timeline', timeline: { ...TRAINING, end: TRAINING.end + by } });

	test('a run that grows: the same moments are shown; at its end, its end', async () => {
		const panel = await opened({ state: zoomedTo(4000, 8000) });
		const ticks = async () => (await panel.state() as { timeline: { span: [number, number] } }).timeline.span;
		await panel.send(contents, grown(1000), at(undefined));
		expect(await ticks()).toEqual([4000, 8000]);
		await panel.page.focus(OVERVIEW);
		await panel.page.keyboard.press('End');
		await panel.send(contents, grown(3000), at(undefined));
		expect(await ticks()).toEqual([TRAINING.end - 1000, TRAINING.end + 3000]);
		await panel.close();
	});

	test('a reload; being saved; not another trace, nor the same code run again', async () => {
		const first = await opened();
		await brush(first, 0.25, 0.5);
		const state = await first.state();
		await first.close();
		const panel = await opened({ state });
		await expectSpan(panel, 0.25, 0.5);
		expect(await count(panel, `${TRACK} .optimizers`)).toBeCloseTo(100, -1);
		await panel.send({ ...contents, state: { traceUri: 'file:///other', selected: undefined } }, timeline);
		expect(await span(panel)).toBeUndefined();
		expect(await panel.page.isVisible('footer .whole')).toBe(false);
		await panel.close();

		const unsaved = await openPanel(stage);
		const without = { ...contents, state: { traceUri: undefined, selected: undefined } };
		await unsaved.send(without, slice, timeline, at(undefined));
		await brush(unsaved, 0.25, 0.5);
		await unsaved.send(contents, timeline, at(undefined));
		await expectSpan(unsaved, 0.25, 0.5);
		await unsaved.send(without, { type: 'timeline', timeline: { ...TRAINING, end: 9000 } });
		expect(await span(unsaved)).toBeUndefined();
		await unsaved.close();
	});

	test('a part of no run is none', async () => {
		for (const kept of [7, { span: 'x' }, { span: [9, 1e9] }, { span: [3] }]) {
			const panel = await opened({ state: { traceUri: 'file:///trace', selected: undefined, views: {}, timeline: kept } });
			expect(await panel.page.isVisible('footer .whole')).toBe(false);
			expect(panel.complaints).toEqual([]);
			await panel.close();
		}
	});
});

describe.each(THEMES)('%s', theme => {
	test('window and grips are seen, and the focus; axe finds nothing', async () => {
		const panel = await opened({ theme, state: zoomedTo(4000, 8000) }, 6000);
		const grip = (await panel.page.locator(`${OVERVIEW} .grip`).first().boundingBox())!;
		expect(hasColor(await panel.page.screenshot(), grip, VARIABLES[theme]['--vscode-focusBorder']!)).toBe(true);
		const [ground, window] = await panel.page.$$eval(`${OVERVIEW} :is(.strip, .window)`, nodes => nodes.map(node => getComputedStyle(node).fill));
		expect(window).not.toBe(ground);
		await panel.page.focus(TRACK);
		await panel.page.keyboard.press('Tab');
		expect(await panel.page.$eval(OVERVIEW, node => getComputedStyle(node).outlineStyle)).toBe('solid');
		expect(await violations(panel)).toEqual([]);
		expect(panel.complaints).toEqual([]);
		await panel.close();
	});
});

test.each(['ltr', 'rtl'] as const)('at 300 pixels it fits, and is brushed: %s', async direction => {
	const panel = await opened({ width: 300, state: zoomedTo(4000, 8000), direction });
	expect(await panel.page.evaluate(() => document.documentElement.scrollWidth)).toBe(300);
	for (const selector of [TRACK, OVERVIEW, 'footer .whole', 'footer .count']) {
		const box = (await panel.page.locator(selector).boundingBox())!;
		expect([selector, box.x >= 0 && box.x + box.width <= 300]).toEqual([selector, true]);
	}
	await drag(panel, OVERVIEW, 0.7, 0.9);
	await expectSpan(panel, 0.7, 0.9);
	await panel.page.keyboard.press('Escape');
	await brush(panel, 0.1, 0.6);
	await expectSpan(panel, 0.1, 0.6);
	await panel.close();
});
