/** The program's text in a report: lines that are shown, marked and gone to; for everyone. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runPython } from '../unit/runtime/embedded.ts';
import { violations } from './axe.ts';
import { openReports, stored, type Reports } from './reports.ts';

const WIDE = 1400;
const TEXT = `import torch
# <img src=x onerror="document.title = 'markup'"> & "quoted"
w = torch.tensor([3.0, 1.0], requires_grad=True)
def loss_of(w):
    return (w ** 2).sum()

optimizer = torch.optim.SGD([w], lr=0.1)
for step in range(3):
    optimizer.zero_grad()
    loss = loss_of(w)
    loss.backward()
    optimizer.step()
print(${Array.from({ length: 60 }, (_, i) => `'word ${i}'`).join(', ')})
`;

let reports: Reports, trace: Uint8Array;
beforeAll(async () => {
	reports = await openReports();
	const { bytes, stderr } = await runPython(TEXT);
	expect(stderr).toBe('');
	trace = bytes;
});
afterAll(() => reports.close());

/** The line of the moment, and the one that was to be shown or at which the keyboard is. */
const marked = (page: Page) => page.$$eval('.source [aria-selected=true] .number', nodes => nodes.map(node => node.textContent));
const pointed = (page: Page) => page.$$eval('.source .cursor .number', nodes => nodes.map(node => node.textContent));
const step = async (page: Page) => Number(/^step (\d+)/.exec(await page.textContent('footer .count') ?? '')?.[1]);
const line = (page: Page, number: number) => page.locator('.source .lines > li').nth(number - 1);

test('lies beside the view, as it ran and as nothing but text', async () => {
	const page = await reports.open(trace, { width: WIDE });
	expect(await page.$$eval('.source code', nodes => nodes.map(node => node.textContent))).toEqual(TEXT.split('\n'));
	expect(await page.$$eval('.source .number', nodes => nodes.map(node => node.textContent))).toEqual(TEXT.split('\n').map((_, i) => String(i + 1)));
	expect(await page.locator('.source img').count()).toBe(0);
	const [main, source] = [(await page.locator('main').boundingBox())!, (await page.locator('.source').boundingBox())!];
	expect(source.x).toBeGreaterThanOrEqual(main.x + main.width - 1);
	// Nothing ran in the comment, nor in the empty line.
	expect(await page.$$eval('.source [aria-disabled=true] .number', nodes => nodes.map(node => node.textContent))).toEqual(['2', '6', '14']);
	expect(reports.complaints).toEqual([]);
	await page.close();
});

test('places lead to their lines: an optimizer\'s step, the timeline, a node of a graph', async () => {
	const page = await reports.open(trace, { width: WIDE });
	await page.click('[role=option][data-kind=optimizer]');
	await page.click('.optimizer-view [data-focus=line]');
	expect(await pointed(page)).toEqual(['12']);
	expect(await page.textContent('.source [role=status]')).toBe('line 12: optimizer.step()');
	await page.click('footer .track');
	// The pointer is followed frame by frame.
	await expect.poll(() => page.textContent('footer [data-focus=timeline-line]')).toMatch(/^line \d/);
	expect((await marked(page)).map(number => `line ${number}`)).toEqual([await page.textContent('footer [data-focus=timeline-line]')]);
	await page.click('footer [data-focus=timeline-line]');
	expect(await pointed(page)).toEqual(await marked(page));
	await page.click('[role=option][data-kind=graph]');
	await page.focus('[data-focus=graph]');
	await page.keyboard.press('Enter');
	expect(await pointed(page)).toEqual(['5']);
	// Who has asked stays where they are.
	expect(await page.evaluate(() => document.activeElement?.getAttribute('data-focus'))).toBe('graph');
	expect(reports.complaints).toEqual([]);
	await page.close();
});

test('a line that is clicked is gone to, the next time that it ran, and the first again behind the last', async () => {
	const page = await reports.open(trace, { width: WIDE });
	// At the end no line is under way.
	expect(await marked(page)).toEqual([]);
	const steps: number[] = [];
	for (let i = 0; i < 4; i++) {
		await line(page, 10).click();
		expect([await marked(page), await page.textContent('footer [data-focus=timeline-line]')]).toEqual([['10'], 'line 10']);
		steps.push(await step(page));
	}
	expect(steps.slice(0, 3)).toEqual([...steps.slice(0, 3)].sort((a, b) => a - b));
	expect(new Set(steps).size).toBe(3);
	expect(steps[3]).toBe(steps[0]);
	// From there the timeline goes on, and marks what it comes to.
	await page.focus('footer .track');
	await page.keyboard.press('ArrowRight');
	expect(await marked(page)).toEqual(['11']);
	// One that did not run leads nowhere.
	await line(page, 2).click({ force: true });
	expect(await marked(page)).toEqual(['11']);
	await page.close();
});

test('what is shown follows the line that is gone to', async () => {
	const page = await reports.open(trace, { width: WIDE });
	await page.click('[role=option][data-kind=tensor] >> text=w');
	const value = () => page.$$eval('.heatmap .digits', nodes => nodes.map(node => node.textContent).join(' '));
	const seen: string[] = [];
	for (let i = 0; i < 3; i++) {
		await line(page, 12).click();
		await page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))));
		seen.push(await value());
	}
	expect(new Set(seen).size).toBe(3);
	await page.close();
});

test('by the keyboard: one stop, arrows, Home and End, Enter; each line with its number for who listens', async () => {
	const page = await reports.open(trace, { width: WIDE });
	await page.focus('[data-focus=source-toggle]');
	await page.keyboard.press('Tab');
	expect(await page.evaluate(() => document.activeElement?.getAttribute('data-focus'))).toBe('source');
	expect(await pointed(page)).toEqual(['1']);
	for (let i = 0; i < 9; i++) await page.keyboard.press('ArrowDown');
	const active = () => page.$eval('.source .lines', list => document.getElementById(list.getAttribute('aria-activedescendant')!)!.textContent);
	expect(await active()).toBe('10     loss = loss_of(w)');
	await page.keyboard.press('Enter');
	expect(await marked(page)).toEqual(['10']);
	await page.keyboard.press('End');
	expect(await active()).toBe('14 ');
	await page.keyboard.press('Home');
	expect(await active()).toBe('1 import torch');
	await page.keyboard.press('Tab');
	expect(await page.evaluate(() => document.activeElement?.closest('footer') !== null)).toBe(true);
	await page.close();
});

test('text is marked to be copied without going anywhere', async () => {
	const page = await reports.open(trace, { width: WIDE });
	const { x, y } = (await line(page, 10).locator('code').boundingBox())!;
	let right = x + 60;
	await page.mouse.move(right, y + 8);
	await page.mouse.down();
	await expect.poll(async () => {
		await page.mouse.move(right += 4, y + 8);
		return page.evaluate(() => document.getSelection()!.toString().length);
	}).toBeGreaterThan(3);
	await page.mouse.up();
	expect(await marked(page)).toEqual([]);
	await page.close();
});

test('where there is little room it is closed until a place leads there, and a line out of sight is brought into it', async () => {
	const long = await runPython(`import torch\n${'x = torch.ones(1)\n'.repeat(300)}w = torch.ones(2, requires_grad=True)\nw.sum().backward()\n`);
	const page = await reports.open(long.bytes, { width: 600, height: 800 });
	expect(await page.isVisible('.source .lines')).toBe(false);
	expect(await page.getAttribute('[data-focus=source-toggle]', 'aria-expanded')).toBe('false');
	await page.click('[role=option][data-kind=graph]');
	await page.focus('[data-focus=graph]');
	await page.keyboard.press('Enter');
	expect(await pointed(page)).toEqual(['303']);
	expect(await page.getAttribute('[data-focus=source-toggle]', 'aria-expanded')).toBe('true');
	const inside = () => page.$eval('.source .cursor', (node, list) => {
		const [own, around] = [node.getBoundingClientRect(), document.querySelector(list)!.getBoundingClientRect()];
		return own.top >= around.top - 1 && own.bottom <= around.bottom + 1;
	}, '.source .lines');
	expect(await inside()).toBe(true);
	const [main, source] = [(await page.locator('main').boundingBox())!, (await page.locator('.source').boundingBox())!];
	expect(source.y).toBeGreaterThanOrEqual(main.y + main.height - 1);
	expect(main.height).toBeGreaterThan(250);
	await page.click('[data-focus=source-toggle]');
	expect(await page.isVisible('.source .lines')).toBe(false);
	// As it was left, though there is room.
	await page.setViewportSize({ width: WIDE, height: 800 });
	await page.reload();
	await page.waitForSelector('.graph-view');
	expect(await page.isVisible('.source .lines')).toBe(false);
	await page.click('[data-focus=source-toggle]');
	await page.reload();
	await page.waitForSelector('.source .lines');
	expect(reports.complaints).toEqual([]);
	await page.close();
});

test.each([[WIDE, 860, 'light'], [WIDE, 860, 'dark'], [600, 800, 'light'], [600, 800, 'dark']] as const)('%i × %i, %s: nothing that axe finds, nothing beyond the edge', async (width, height, colorScheme) => {
	const page = await reports.open(trace, { width, height, colorScheme });
	await page.click('[role=option][data-kind=optimizer]');
	await page.click('.optimizer-view [data-focus=line]');
	await line(page, 11).click();
	expect(await violations({ page })).toEqual([]);
	expect(await page.evaluate(() => [document.documentElement.scrollWidth - innerWidth, document.querySelector('.source .lines')!.scrollWidth - document.querySelector('.source .lines')!.clientWidth])).toEqual([0, 0]);
	await page.close();
});

test('at twice the size, and read from right to left, it reads as Python is written', async () => {
	const page = await reports.open(trace, { width: 700, height: 430, scale: 2 });
	await page.evaluate(() => document.documentElement.dir = 'rtl');
	await page.click('[data-focus=source-toggle]');
	await line(page, 10).click();
	expect(await marked(page)).toEqual(['10']);
	const [number, code] = [(await line(page, 10).locator('.number').boundingBox())!, (await line(page, 10).locator('code').boundingBox())!];
	expect(number.x).toBeLessThan(code.x);
	expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
	await page.close();
});

test('a trace that holds no text has no pane', async () => {
	const page = await reports.open(stored('gather.loupe').subarray(0, 0));
	expect(await page.locator('.source').count()).toBe(0);
	await page.close();
});
