/**
 * The SVG of every picture of the gallery, compared as text with the stored one: the views are pure functions, so any
 * change is a difference that a person can read. `npx vitest run test/ui/gallery -u` stores them anew; look at
 * `npm run gallery` before.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, ROOT, THEMES } from '../harness.ts';
import { colorsOf } from '../pixels.ts';
import { PICTURES, TIMELINES } from './pictures.ts';

/** Pixels of the page that are looked at together. */
const SCREEN = 4000;

let folder: string;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'tensor-loupe-gallery-'));
	const { galleryHtml } = await import(pathToFileURL(path.join(ROOT, 'test/ui/gallery/build.mjs')).href) as { galleryHtml(): Promise<string> };
	writeFileSync(path.join(folder, 'gallery.html'), await galleryHtml());
	browser = await launch(folder);
	page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
	page.on('pageerror', error => complaints.push(error.message));
	page.on('console', message => {
		if (message.type() === 'error') complaints.push(message.text());
	});
});
afterAll(async () => {
	await browser.close();
	rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const open = async (theme: string) => {
	await page.goto(`${pathToFileURL(path.join(folder, 'gallery.html')).href}#${theme}`);
	await page.waitForSelector('[data-picture=empty]');
	// What is pointed at may be lit with the next frame.
	await page.evaluate(() => new Promise<void>(resolve => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))));
};
/** A line for each element, so that a difference is a line. */
const svgText = (name: string) => page.$$eval(`[data-picture="${name}"] svg`, svgs => svgs.map(svg => svg.outerHTML.replaceAll('><', '>\n<')).join('\n\n'));

describe('light, as stored', () => {
	beforeAll(() => open('light'));
	test.each([...PICTURES.filter(picture => picture.slice !== 'empty'), ...TIMELINES])('$name', async ({ name }) => {
		await expect(`${await svgText(name)}\n`).toMatchFileSnapshot(`stored/${name}.svg.txt`);
	});
});

describe.each(THEMES)('%s', theme => {
	test('every picture is drawn: colours in it, no attribute that is no number, no complaint', async () => {
		await open(theme);
		const screens = new Map<number, PNG>();
		for (const { name } of [...TIMELINES, ...PICTURES]) {
			const figure = page.locator(`[data-picture="${name}"]`);
			const broken = await figure.evaluate(node => [...node.querySelectorAll('svg *')].flatMap(part => [...part.attributes]).filter(({ value }) => /NaN|undefined|Infinity|null/.test(value)).map(({ name, value }) => `${name}=${value.slice(0, 40)}`));
			expect([name, broken]).toEqual([name, []]);
			if (name === 'empty') continue;
			// A screenshot of many is as quick as one of one.
			const { x, y, width, height } = (await figure.boundingBox())!;
			const top = SCREEN * Math.floor(y / SCREEN);
			const screen = screens.get(top) ?? PNG.sync.read(await page.screenshot({ fullPage: true, clip: { x: 0, y: top, width: 1200, height: 2 * SCREEN } }));
			screens.set(top, screen);
			expect([name, colorsOf(screen, { x, y: y - top, width, height: Math.min(height, SCREEN) }) > 12]).toEqual([name, true]);
		}
		expect(complaints).toEqual([]);
	}, 180_000);

	test('drawing twice gives the same', async () => {
		await open(theme);
		const first = await svgText('sgd');
		await open(theme);
		expect(await svgText('sgd')).toBe(first);
	});
});
