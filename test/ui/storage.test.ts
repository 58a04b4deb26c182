/** Storages in the panel: one cell is lit wherever it is seen, and its place is spelt out. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle, openPanel, openStage, type Panel, type Stage } from './harness.ts';
import type { StorageSlice } from '../../engine/slice/slice.ts';
import { load, show } from './stored/load.ts';

let stage: Stage;
beforeAll(async () => stage = await openStage(await bundle()));
afterAll(() => stage.close());

const lit = (panel: Panel) => panel.page.$$eval('[data-grid]', grids => grids.map(grid => [...grid.querySelectorAll('.cell.lit')].map(cell => cell.getAttribute('data-cell')!)));
const readout = (panel: Panel) => panel.page.textContent('.storage-view .readout');
const cell = (grid: number, at: string) => `:nth-match([data-grid], ${grid + 1}) [data-cell="${at}"]`;

test('a cell is the same in all that look at it', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('storage-views', 'storage')));
	expect(await panel.page.textContent('h2')).toContain('x, x.T, middle, column');
	await panel.page.hover(cell(2, '2,1'));
	expect(await lit(panel)).toEqual([['1,2'], ['1,2'], ['2,1'], ['0,1'], ['0,1']]);
	expect(await readout(panel)).toBe('x.T[2][1] = storage[2·1 + 1·4 = 6] = 2   the same as x[1][2], middle[0][1], column[1]');
	await panel.page.hover(cell(0, '0,0'));
	expect(await readout(panel)).toBe('storage[0] = −4   the same as x[0][0], x.T[0][0]');
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('by keyboard, and what is repeated or not reached', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('storage-unfold', 'storage')));
	await panel.page.focus(':nth-match([data-grid], 4)');
	await panel.page.keyboard.press('End');
	expect(await readout(panel)).toMatch(/^table\[0\]\[2\] = storage\[1 \+ 0·0 \+ 2·0 = 1\] = 2 {3}the same as v\[1\], windows\[0\]\[1\], /);
	expect(await panel.page.getAttribute('.storage-view .readout', 'aria-live')).toBe('polite');
	expect(await panel.page.locator('.cell.ghost').count()).toBe(9);
	await panel.send(...show(load('storage-part', 'storage')));
	expect(await panel.page.$$eval('.never', cells => cells.map(each => each.textContent))).toEqual(['0', '4', '6', '8']);
	await panel.page.hover(cell(0, '0,4'));
	expect(await readout(panel)).toBe('storage[4] = 4   no tensor here reaches it');
	await panel.close();
});

test('beyond what is drawn at once: each grid is panned by itself, and Enter brings the same number in the others', async () => {
	const panel = await openPanel(stage);
	const rows = 200, slice: StorageSlice = {
		kind: 'storage', dtype: 'int64', count: 3 * rows, elements: BigInt64Array.from({ length: 3 * rows }, (_, i) => BigInt(i)),
		views: [{ title: 'x', shape: [rows, 3], strides: [3, 1], offset: 0 }, { title: 'x.T', shape: [3, rows], strides: [1, 3], offset: 0 }, { title: 'again', shape: [100, 3], strides: [0, 1], offset: 6 }],
	};
	await panel.send(...show(slice));
	const drawn = () => panel.page.$$eval('.axes .axis', all => all.map(each => `${each.querySelector('span')!.textContent}: ${each.querySelector('output')!.textContent}`));
	expect(await drawn()).toEqual(['storage, rows: 0–63 / 199', 'x, rows: 0–63 / 199', 'x.T, columns: 0–63 / 199', 'again, rows: 0–63 / 99']);
	await panel.page.focus(':nth-match([data-grid], 3)');
	await panel.page.keyboard.press('Control+End');
	expect(await readout(panel)).toBe('x.T[2][199] = storage[2·1 + 199·3 = 599] = 599   the same as x[199][2]');
	expect(await lit(panel)).toEqual([[], [], ['2,199'], []]);
	await panel.page.keyboard.press('Enter');
	expect(await lit(panel)).toEqual([['199,2'], ['199,2'], ['2,199'], []]);
	expect(await drawn()).toEqual(['storage, rows: 136–199 / 199', 'x, rows: 136–199 / 199', 'x.T, columns: 136–199 / 199', 'again, rows: 0–63 / 99']);
	// The first row of those that are the same stands in another part: all that are drawn are it again.
	const ghosts = () => panel.page.locator(':nth-match([data-grid], 4) .cell.ghost').count();
	expect(await ghosts()).toBe(63 * 3);
	await panel.page.focus('[data-focus=from-3-rows]');
	await panel.page.keyboard.press('End');
	expect(await ghosts()).toBe(64 * 3);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});
