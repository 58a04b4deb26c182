/**
 * Every picture of the gallery, compared with the stored one: by its pixels, block by block, in each theme, and its SVG as text: the views are pure
 * functions, so any change is a difference that a person can read. `npx vitest run test/ui/gallery -u` stores them anew; look at
 * `npm run gallery` before.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, ROOT, THEMES } from '../harness.ts';
import { colorsOf, meansOf } from '../pixels.ts';
import { PICTURES, TIMELINES } from './pictures.ts';

/** As high as pictures are looked at; several at once where they fit. A screenshot of what the window shows takes no longer the longer its page is. */
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
	page = await browser.newPage({ viewport: { width: 1200, height: SCREEN } });
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
	await page.waitForSelector(`.vscode-${theme} [data-picture=empty]`);
	// What is pointed at may be lit with the next frame.
	await page.evaluate(() => new Promise<void>(resolve => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))));
};
/** What the window shows from there on; the end of the page stands above the window's. */
const screenFrom = async (y: number) => {
	const top = await page.evaluate(y => {
		scrollTo(0, y);
		return scrollY;
	}, y);
	return { top, image: PNG.sync.read(await page.screenshot()) };
};
/** A line for each element, so that a difference is a line. */
const svgText = (name: string) => page.$$eval(`[data-picture="${name}"] svg:not(svg svg)`, svgs => svgs.map(svg => svg.outerHTML.replaceAll('><', '>\n<')).join('\n\n'));

/** By how much a channel of a block's mean colour may differ: other machines draw edges and letters a little otherwise. */
const TOLERANCE = 8;

const areAlike = (stored: string, now: string): boolean => stored.length === now.length && stored.split(/\s/).every((block, i) => {
	const other = now.split(/\s/)[i]!;
	return block === other || (/^[0-9a-f]{6}$/.test(block) && [0, 2, 4].every(at => Math.abs(parseInt(block.slice(at, at + 2), 16) - parseInt(other.slice(at, at + 2), 16)) <= TOLERANCE));
});

/** What is stored of each picture, by its name, which stands above its blocks. */
function storedIn(file: string): ReadonlyMap<string, string> {
	return new Map((existsSync(file) ? readFileSync(file, 'utf8') : '').split('\n\n').map(picture => [picture.split('\n')[0]!, picture.trimEnd()]));
}

describe('light, as stored', () => {
	beforeAll(() => open('light'));
	test.each([...PICTURES.filter(picture => picture.slice !== 'empty'), ...TIMELINES])('$name', async ({ name }) => {
		await expect(`${await svgText(name)}\n`).toMatchFileSnapshot(`stored/${name}.svg.txt`);
	});
});

describe.each(THEMES)('%s', theme => {
	test('every picture is drawn as stored, by its pixels: no attribute that is no number, no complaint', async () => {
		await open(theme);
		const file = path.join(ROOT, `test/ui/gallery/stored/pixels-${theme}.txt`), stored = storedIn(file), now: string[] = [];
		const figures = await page.$$eval('[data-picture]', nodes => nodes.map(node => {
			const { x, y, width, height } = node.getBoundingClientRect();
			const attributes = [...node.querySelectorAll('svg *')].flatMap(part => [...part.attributes]);
			return { name: node.getAttribute('data-picture')!, box: { x, y: y + scrollY, width, height }, broken: attributes.filter(({ value }) => /NaN|undefined|Infinity|null/.test(value)).map(({ name, value }) => `${name}=${value.slice(0, 40)}`) };
		}));
		expect(figures.map(({ name }) => name)).toEqual([...TIMELINES, ...PICTURES].map(({ name }) => name));
		let screen: { readonly top: number; readonly image: PNG } | undefined;
		for (const { name, box: { y, ...box }, broken } of figures) {
			expect([name, broken]).toEqual([name, []]);
			if (name === 'empty') continue;
			const height = Math.min(box.height, SCREEN);
			if (screen === undefined || y + height > screen.top + SCREEN) screen = await screenFrom(Math.floor(y));
			const seen = { ...box, y: y - screen.top, height };
			expect([name, colorsOf(screen.image, seen) > 12]).toEqual([name, true]);
			const picture = `${name}\n${meansOf(screen.image, seen)}`, before = stored.get(name) ?? '';
			now.push(areAlike(before, picture) ? before : picture);
		}
		expect(complaints).toEqual([]);
		await expect(`${now.join('\n\n')}\n`).toMatchFileSnapshot(file);
	}, 600_000);

	test('drawing twice gives the same', async () => {
		await open(theme);
		const drawn = page.locator('[data-picture] svg:not(svg svg)'), [first, figure] = [await drawn.evaluateAll(svgs => svgs.map(svg => svg.outerHTML)), (await page.$('[data-picture]'))!];
		await page.evaluate(() => window.dispatchEvent(new HashChangeEvent('hashchange')));
		expect(await figure.evaluate(node => node.isConnected)).toBe(false);
		expect(await drawn.evaluateAll(svgs => svgs.map(svg => svg.outerHTML))).toEqual(first);
	});
});
