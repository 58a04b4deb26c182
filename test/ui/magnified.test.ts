/**
 * Every stored slice where the page is magnified to 200 % (WCAG 1.4.4: half the pixels, each twice as large), and where
 * the document is read from right to left: nothing is cut off or scrolls the page sideways, and axe finds nothing.
 */
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Slice } from '../../engine/slice/slice.ts';
import { violations } from './axe.ts';
import { bundle, openPanel, openStage, type Panel, type PanelOptions, type Stage } from './harness.ts';
import { large } from './stored/large.ts';
import { loadAny, show } from './stored/load.ts';
import { placeInTraining, TRAINING } from './stored/training.ts';

let stage: Stage;
beforeAll(async () => stage = await openStage(await bundle()));
afterAll(() => stage.close());

const NAMES = readdirSync(new URL('stored/', import.meta.url)).filter(name => name.endsWith('.json')).map(name => name.replace('.json', ''));
const slices = (): readonly (readonly [string, Slice])[] => [...NAMES.map(name => [name, loadAny(name)] as const), ['large', large()]];

/** Runs in the page: what scrolls sideways and may not, what lies outside the window with nothing to scroll it in by. */
function sideways(): string[] {
	const name = (node: Element) => `${node.tagName}.${node.getAttribute('class') ?? ''} ${(node.textContent ?? '').trim().slice(0, 20)}`;
	const frames = [document.documentElement, document.querySelector('.shell')!, document.querySelector('main')!, document.querySelector('footer')!];
	const wide = frames.filter(node => node.scrollWidth > node.clientWidth).map(node => `${name(node)}: ${node.scrollWidth} > ${node.clientWidth}`);
	const outside: string[] = [];
	for (const node of document.querySelectorAll('.shell *')) {
		const { left, right, width } = node.getBoundingClientRect();
		if (width === 0 || (left >= -1 && right <= innerWidth + 1) || node.closest('.visually-hidden') !== null) continue;
		let parent = node.parentElement;
		while (parent !== null && !['main', 'html', 'body'].includes(parent.localName) && getComputedStyle(parent).overflowX === 'visible') parent = parent.parentElement;
		if (parent === null || ['main', 'html', 'body'].includes(parent.localName)) outside.push(`${name(node)}: ${Math.round(left)}–${Math.round(right)}`);
	}
	return [...wide, ...outside.slice(0, 5)];
}

async function opened(options: PanelOptions): Promise<Panel> {
	const panel = await openPanel(stage, { ...options, state: { traceUri: 'file:///trace', selected: undefined, views: {}, timeline: { span: [4000, 8000] } } });
	await panel.send(...show(...slices().map(([, slice]) => slice)), { type: 'timeline', timeline: TRAINING }, { type: 'position', tick: 6000, place: placeInTraining(6000), own: false });
	return panel;
}

/** 200 % of a window of 1000 × 760 pixels, and of a side bar. */
describe.each([
	['200 %', { width: 500, height: 380, scale: 2 }], ['200 % in a side bar', { width: 300, height: 380, scale: 2 }],
	['from right to left', { direction: 'rtl' }], ['from right to left at 200 %', { width: 500, height: 380, scale: 2, direction: 'rtl' }],
] as const)('%s', (_, options) => {
	test('nothing sticks out', async () => {
		const panel = await opened(options);
		const found: Record<string, readonly string[]> = {};
		for (const [i, [name]] of slices().entries()) {
			await panel.page.$eval(`[role=option] >> nth=${i}`, option => (option as HTMLElement).click());
			await panel.page.waitForSelector('.view');
			await panel.page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))));
			const sticking = await panel.page.evaluate(sideways);
			if (sticking.length > 0) found[name] = sticking;
		}
		expect(found).toEqual({});
		expect(panel.complaints).toEqual([]);
		await panel.close();
	});

	test('axe finds nothing', async () => {
		const panel = await opened(options);
		const names = slices().map(([name]) => name);
		for (const name of ['gather', 'masked', 'product-bmm', 'storage-views', 'optimizer-what-if', 'average', 'images', 'nonfinite', 'large']) {
			await panel.page.$eval(`[role=option] >> nth=${names.indexOf(name)}`, option => (option as HTMLElement).click());
			await panel.page.waitForSelector('.view');
			expect([name, await violations(panel)]).toEqual([name, []]);
		}
		await panel.close();
	});
});
