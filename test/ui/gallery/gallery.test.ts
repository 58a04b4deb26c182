/**
 * The SVG of every picture of the gallery, compared as text with the stored one, and every canvas by its pixels, block by block: the views are pure
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

/** Blocks of a canvas in each direction, and by how much a channel of one's mean may differ: other machines have other fonts and edges. */
const BLOCKS = 16, TOLERANCE = 8;

/** Of each canvas a line for each row of blocks: their mean colours. */
const meansOf = (name: string) => page.$$eval(`[data-picture="${name}"] canvas`, (canvases, blocks) => (canvases as HTMLCanvasElement[]).map(canvas => {
	const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
	const sums = Array.from({ length: blocks }, () => Array.from({ length: blocks }, () => [0, 0, 0, 0, 0]));
	for (let y = 0; y < canvas.height; y++) {
		for (let x = 0; x < canvas.width; x++) {
			const sum = sums[Math.floor(y * blocks / canvas.height)]![Math.floor(x * blocks / canvas.width)]!;
			for (let channel = 0; channel < 4; channel++) sum[channel]! += data[4 * (y * canvas.width + x) + channel]!;
			sum[4]!++;
		}
	}
	const hex = ([red, green, blue, alpha, count]: readonly number[]) => [red, green, blue, alpha].map(channel => Math.round(channel! / count!).toString(16).padStart(2, '0')).join('');
	return sums.map(row => row.map(hex).join(' ')).join('\n');
}), BLOCKS);

const areAlike = (stored: string, now: string): boolean => stored.length === now.length && stored.split(/\s/).every((block, i) => {
	const other = now.split(/\s/)[i]!;
	return block === other || (/^[0-9a-f]{8}$/.test(block) && [0, 2, 4, 6].every(at => Math.abs(parseInt(block.slice(at, at + 2), 16) - parseInt(other.slice(at, at + 2), 16)) <= TOLERANCE));
});

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

	test('every canvas as stored', async () => {
		await open(theme);
		const pictures: string[] = [];
		for (const { name } of PICTURES) for (const means of await meansOf(name)) pictures.push(`${name}\n${means}\n`);
		expect(pictures.length).toBeGreaterThan(2);
		const file = path.join(ROOT, `test/ui/gallery/stored/canvases-${theme}.txt`);
		const [stored, now] = [existsSync(file) ? readFileSync(file, 'utf8') : '', pictures.join('\n')];
		await expect(areAlike(stored, now) ? stored : now).toMatchFileSnapshot(file);
	});

	test('drawing twice gives the same', async () => {
		await open(theme);
		const first = await svgText('sgd');
		await open(theme);
		expect(await svgText('sgd')).toBe(first);
	});
});
