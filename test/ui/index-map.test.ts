/** The notes' gather in the panel: pointing and keyboard light up what belongs together, in every theme. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IndexMapSlice } from '../../engine/slice/slice.ts';
import { bundle, openPanel, openStage, THEMES, type Panel, type Stage } from './harness.ts';
import { pixelAt } from './pixels.ts';
import { load, show } from './stored/load.ts';

let stage: Stage;
beforeAll(async () => stage = await openStage(await bundle()));
afterAll(() => stage.close());

const lit = (panel: Panel) => panel.page.$$eval('[data-grid] .cell.lit', cells => cells.map(cell => `${cell.closest('[data-grid]')!.getAttribute('data-grid')} ${cell.getAttribute('data-cell') ?? 'ghost'}`).sort());
const readout = (panel: Panel) => panel.page.textContent('.index-map-view .readout');
const cell = (grid: string, at: string) => `[data-grid=${grid}] [data-cell="${at}"]`;

describe.each(THEMES)('the notes\' gather, %s', theme => {
	test('pointing at the output shows where it came from, and back', async () => {
		const panel = await openPanel(stage, { theme });
		await panel.send(...show(load('gather', 'indexMap')));
		await panel.page.hover(cell('output', '0,0'));
		expect(await lit(panel)).toEqual(['index 0,0', 'output 0,0', 'source 2,0']);
		expect(await readout(panel)).toBe('out[0][0] = source[index[0][0]][0] = source[2][0] = 9');
		expect(await panel.page.locator('.links:not(.faint) path').count()).toBe(2);
		// The frame is really there: the source cell's edge has another colour than its neighbour's.
		const image = await panel.page.screenshot();
		const corner = async (at: string) => {
			const box = (await panel.page.locator(`${cell('source', at)} rect`).boundingBox())!;
			return pixelAt(image, Math.round(box.x + box.width / 2), Math.round(box.y + 1));
		};
		expect(await corner('2,0')).not.toEqual(await corner('2,1'));
		await panel.page.hover(cell('source', '1,1'));
		expect(await lit(panel)).toEqual(['index 0,1', 'output 0,1', 'source 1,1']);
		expect(await readout(panel)).toContain('source[1][1] = 7');
		await panel.page.hover(cell('index', '0,2'));
		expect(await lit(panel)).toEqual(['index 0,2', 'output 0,2', 'source 0,2']);
		await panel.page.hover(cell('source', '2,2'));
		expect(await lit(panel)).toEqual(['source 2,2']);
		expect(await readout(panel)).toContain('never taken');
		await panel.page.mouse.move(5, 5);
		expect(await lit(panel)).toEqual([]);
		expect(panel.complaints).toEqual([]);
		await panel.close();
	});
});

test('the three grids are three tab stops, and arrow keys do what pointing does', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('gather', 'indexMap')));
	await panel.page.focus('[data-grid=source]');
	expect(await lit(panel)).toEqual(['source 0,0']);
	await panel.page.keyboard.press('Tab');
	expect(await lit(panel)).toEqual(['index 0,0', 'output 0,0', 'source 2,0']);
	await panel.page.keyboard.press('Tab');
	await panel.page.keyboard.press('ArrowRight');
	expect(await lit(panel)).toEqual(['index 0,1', 'output 0,1', 'source 1,1']);
	expect(await readout(panel)).toBe('out[0][1] = source[index[0][1]][1] = source[1][1] = 7');
	expect(await panel.page.getAttribute('.index-map-view .readout', 'aria-live')).toBe('polite');
	await panel.page.keyboard.press('End');
	expect(await lit(panel)).toEqual(['index 0,2', 'output 0,2', 'source 0,2']);
	await panel.close();
});

test('repeated and never-used sources are marked, and say so in words', async () => {
	const panel = await openPanel(stage, { width: 1200 });
	await panel.send(...show(load('gather-1d', 'indexMap')));
	expect(await panel.page.locator('[data-grid=source] .never').count()).toBe(4);
	expect(await panel.page.textContent(`${cell('source', '0,3')} .badge`)).toBe('×2');
	await panel.page.hover(cell('source', '0,3'));
	expect(await lit(panel)).toEqual(['index 0,0', 'index 0,1', 'output 0,0', 'output 0,1', 'source 0,3']);
	expect(await readout(panel)).toBe('source[3] = 40   taken 2 times: out[0], out[1]');
	expect(await panel.page.textContent('.map-legend')).toContain('never taken');
	await panel.close();
});

test('a call that raised: what it said, and each index that is out of bounds where it would fall', async () => {
	const panel = await openPanel(stage, { width: 1200 });
	await panel.send(...show(load('failed-gather', 'indexMap')));
	expect(await panel.page.textContent('.failed')).toBe('The call raised RuntimeError: index 5 is out of bounds for dimension 1 with size 5');
	const ghosts = () => panel.page.$$eval('.grid .ghost', cells => cells.map(each => `${each.getAttribute('data-ghost')} ${each.textContent}`));
	// One and two columns beyond the last, and one that is farther.
	expect(await ghosts()).toEqual(['0,5 [5]', '1,6 [6]', '2,7 [12]', '2,5 [5]']);
	const middle = async (selector: string) => {
		const { x, width, y } = (await panel.page.locator(`${selector} rect`).boundingBox())!;
		return [x + width / 2, y] as const;
	};
	const [last, beyond, further] = await Promise.all([middle(cell('source', '0,4')), middle('[data-ghost="0,5"]'), middle('[data-ghost="1,6"]')]);
	expect(beyond[1]).toBe(last[1]);
	expect(further[0] - last[0]).toBeCloseTo(2 * (beyond[0] - last[0]), 3);
	await panel.page.hover(cell('index', '0,1'));
	expect(await readout(panel)).toBe('out[0][1] = source[0][index[0][1]]   index 5 is out of bounds for dimension 1 with size 5');
	expect(await panel.page.$$eval('.ghost.lit', cells => cells.map(each => each.getAttribute('data-ghost')))).toEqual(['0,5']);
	expect(await panel.page.locator('.links:not(.faint) .broken').count()).toBe(1);
	await panel.page.hover(cell('index', '0,0'));
	expect(await panel.page.locator('.ghost.lit, .links:not(.faint) .broken').count()).toBe(0);
	expect(await panel.page.textContent('.map-legend')).toMatch(/out of bounds.*where it would fall/);
	await panel.send(...show(load('failed-select', 'indexMap')));
	expect(await ghosts()).toEqual([...[0, 1, 2, 3].map(column => `7,${column} [7]`), ...[0, 1, 2, 3].map(column => `-1,${column} [−1]`)]);
	// What stands before the first row is below its numbers' own row.
	expect((await middle('[data-ghost="-1,0"]'))[1]).toBeLessThan((await middle(cell('source', '0,0')))[1]);
	await panel.send(...show(load('failed-scatter', 'indexMap')));
	expect(await panel.page.$$eval('[data-grid=output] .ghost', cells => cells.map(each => each.getAttribute('data-ghost')))).toEqual(['3,1', '3,2', '3,0']);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('three dimensions side by side: each plane shows its own edges, and one is pointed at', async () => {
	const panel = await openPanel(stage, { width: 1200 });
	await panel.send(...show(load('gather-3d', 'indexMap')));
	const slice = load('gather-3d', 'indexMap');
	for (const plane of [0, 1]) {
		await panel.page.hover(`.facet:nth-child(${plane + 1}) ${cell('output', '1,3')}`);
		const index = Number(slice.index.elements![plane * 8 + 7]);
		expect(await lit(panel)).toEqual(['index 1,3', 'output 1,3', `source ${index},3`]);
		expect(await readout(panel)).toBe(`out[${plane}][1][3] = source[${plane}][index[${plane}][1][3]][3] = source[${plane}][${index}][3] = ${plane * 12 + index * 4 + 3}`);
		await panel.page.mouse.move(1, 1);
	}
	await panel.close();
});

test('an index out of bounds is framed, marked and explained in PyTorch\'s words', async () => {
	const panel = await openPanel(stage);
	const gather = load('gather', 'indexMap');
	const broken: IndexMapSlice = { ...gather, index: { ...gather.index, elements: BigInt64Array.of(2n, 3n, 0n) }, output: { ...gather.output, elements: undefined } };
	await panel.send(...show(broken));
	await panel.page.hover(cell('index', '0,1'));
	expect(await panel.page.textContent(`${cell('index', '0,1')} .badge`)).toBe('!');
	expect(await readout(panel)).toContain('index 3 is out of bounds for dimension 0 with size 3');
	expect(await lit(panel)).toEqual(['index 0,1', 'output 0,1', 'source ghost']);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('at 300 px the grids stand below each other and nothing sticks out', async () => {
	const panel = await openPanel(stage, { width: 300, height: 900 });
	await panel.send(...show(load('gather', 'indexMap')));
	const [source, index, output] = await Promise.all(['source', 'index', 'output'].map(async role => (await panel.page.locator(`[data-grid=${role}] .cell`).first().boundingBox())!));
	expect(source!.y).toBeLessThan(index!.y);
	expect(index!.y).toBeLessThan(output!.y);
	expect(await panel.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(300);
	await panel.page.hover(cell('output', '0,0'));
	expect(await lit(panel)).toEqual(['index 0,0', 'output 0,0', 'source 2,0']);
	await panel.close();
});

test('of thousands of cells those that are not meant don\'t fade, which would hold up the page; the frames are there', async () => {
	const panel = await openPanel(stage);
	const small = load('gather', 'indexMap');
	const opacity = async () => {
		await panel.page.hover(cell('output', '0,0'));
		return panel.page.$eval(cell('output', '0,1'), node => [getComputedStyle(node).opacity, getComputedStyle(node).transitionDuration, getComputedStyle(node.parentElement!.querySelector('.lit rect')!).strokeWidth]);
	};
	const numbers = (value: (i: number) => number) => ({ shape: [64, 64], strides: [64, 1], elements: BigInt64Array.from({ length: 64 * 64 }, (_, i) => BigInt(value(i))) });
	await panel.send(...show({ ...small, source: { ...small.source, ...numbers(i => i) }, index: { ...small.index, ...numbers(i => i * 7 % 64) }, output: { ...small.output, ...numbers(i => i) } }));
	expect(await opacity()).toEqual(['1', '0s', '4px']);
	await panel.send(...show(small));
	expect((await opacity()).slice(1)).toEqual(['0.12s', '4px']);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('Play goes from cell to cell, of the plane that is drawn; without motion there is a step for each press', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('gather', 'indexMap')));
	await panel.page.click('[data-focus=play-map]');
	await panel.page.waitForFunction(() => document.querySelector('.index-map .pointed')?.getAttribute('data-cell') === '0,1');
	expect(await lit(panel)).toEqual(['index 0,1', 'output 0,1', 'source 1,1']);
	await panel.page.waitForFunction(() => document.querySelector('[data-focus=play-map]')?.getAttribute('aria-pressed') === 'false');
	expect(await panel.page.getAttribute('.index-map .pointed', 'data-cell')).toBe('0,2');
	expect(panel.complaints).toEqual([]);
	await panel.close();
	const still = await openPanel(stage, { reducedMotion: true });
	await still.send(...show(load('gather', 'indexMap')));
	const step = still.page.locator('[data-focus=play-map]'), at: (string | null)[] = [];
	expect([await step.textContent(), await step.getAttribute('aria-pressed')]).toEqual(['Step', null]);
	// Behind the last it begins again.
	for (let press = 0; press < 4; press++) {
		await step.press('Enter');
		at.push(await still.page.getAttribute('.index-map .pointed', 'data-cell'));
	}
	expect(at).toEqual(['0,0', '0,1', '0,2', '0,0']);
	await still.close();
});

describe('beyond what is drawn at once', () => {
	const ROWS = 200, chosen = (row: number, column: number) => (row * 7 + column) % ROWS;
	const wide = load('gather', 'indexMap');
	const numbers = (value: (row: number, column: number) => number) => ({ shape: [ROWS, 3], strides: [3, 1], elements: BigInt64Array.from({ length: 3 * ROWS }, (_, i) => BigInt(value(Math.floor(i / 3), i % 3))) });
	/** source[i][j] = 10·i + j */
	const slice: IndexMapSlice = { ...wide, source: { ...wide.source, ...numbers((row, column) => 10 * row + column) }, index: { ...wide.index, ...numbers(chosen) }, output: { ...wide.output, ...numbers((row, column) => 10 * chosen(row, column) + column) } };
	const drawn = (panel: Panel) => panel.page.$$eval('.axes output', all => all.map(each => each.textContent));
	const focus = (panel: Panel) => panel.page.evaluate(() => document.activeElement?.getAttribute('data-focus'));
	const links = (panel: Panel) => panel.page.locator('.links:not(.faint) path').count();

	test('by keyboard: to the last row and over an edge; Enter brings what the cell leads to', async () => {
		const panel = await openPanel(stage);
		await panel.send(...show(slice));
		expect(await panel.page.$$eval('.axes .axis > span', all => all.map(each => each.textContent))).toEqual(['source, axis 0', 'axis 0']);
		expect(await drawn(panel)).toEqual(['0–63 / 199', '0–63 / 199']);
		await panel.page.focus('[data-grid=output]');
		await panel.page.keyboard.press('Control+End');
		expect(await focus(panel)).toBe('grid-output');
		expect(await drawn(panel)).toEqual(['0–63 / 199', '136–199 / 199']);
		const row = chosen(199, 2);
		expect(await readout(panel)).toBe(`out[199][2] = source[index[199][2]][2] = source[${row}][2] = ${10 * row + 2}`);
		expect(await panel.page.getAttribute('.index-map-view .readout', 'aria-live')).toBe('polite');
		// What is chosen lies in another part of the source.
		expect([await lit(panel), await links(panel)]).toEqual([['index 199,2', 'output 199,2'], 1]);
		expect(await panel.page.$eval(cell('output', '199,2'), node => node.getBoundingClientRect().bottom <= innerHeight)).toBe(true);
		await panel.page.keyboard.press('Enter');
		expect(await drawn(panel)).toEqual(['136–199 / 199', '136–199 / 199']);
		expect([await lit(panel), await links(panel)]).toEqual([['index 199,2', 'output 199,2', `source ${row},2`], 2]);
		expect(await focus(panel)).toBe('grid-output');
		await panel.page.keyboard.press('Control+Home');
		expect(await drawn(panel)).toEqual(['136–199 / 199', '0–63 / 199']);
		for (let press = 0; press < 64; press++) await panel.page.keyboard.press('ArrowDown');
		expect(await lit(panel)).toEqual([`index 64,0`, `output 64,0`]);
		// In the middle, so that what lies around it is seen.
		expect(await drawn(panel)).toEqual(['136–199 / 199', '32–95 / 199']);
		expect(panel.complaints).toEqual([]);
		await panel.close();
	});

	test('by its slider; a click on a cell brings what it leads to, and of several the next one; all of it survives a redraw', async () => {
		const panel = await openPanel(stage);
		const twice = { ...slice, index: { ...slice.index, ...numbers((row, column) => row === 180 ? chosen(100, column) : chosen(row, column)) } };
		await panel.send(...show(twice));
		await panel.page.focus('[data-focus=from-0]');
		await panel.page.keyboard.press('End');
		expect(await focus(panel)).toBe('from-0');
		expect(await panel.page.getAttribute('[data-focus=from-0]', 'aria-valuetext')).toBe('136–199 / 199');
		const numbersOf = (grid: string) => panel.page.$$eval(`[data-grid=${grid}] .labels text[text-anchor=end]`, all => all.map(each => Number(each.textContent)));
		expect([(await numbersOf('output')).at(-1), (await numbersOf('source')).at(-1)]).toEqual([199, 63]);
		await panel.page.click(cell('output', '199,0'));
		expect(await lit(panel)).toEqual(['index 199,0', 'output 199,0', `source ${chosen(199, 0)},0`]);
		await panel.page.locator('[data-focus=from-chosen-0]').fill('80');
		// The last row is drawn that takes from it: the first comes next.
		for (const [row, part] of [[100, '68–131 / 199'], [180, '136–199 / 199'], [100, '68–131 / 199']] as const) {
			await panel.page.click(cell('source', `${chosen(100, 1)},1`));
			expect(await drawn(panel)).toEqual(['80–143 / 199', part]);
			expect(await lit(panel)).toEqual([`index ${row},1`, `output ${row},1`, `source ${chosen(100, 1)},1`]);
			await panel.page.mouse.move(1, 1);
		}
		const before = await lit(panel);
		await panel.page.setViewportSize({ width: 900, height: 700 });
		await panel.page.waitForFunction(() => document.querySelector('main')!.clientWidth < 700);
		await panel.page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))));
		expect(await focus(panel)).toBe('grid-source');
		expect([await drawn(panel), await lit(panel)]).toEqual([['80–143 / 199', '68–131 / 199'], before]);
		expect(panel.complaints).toEqual([]);
		await panel.close();
	});

	test('where an index is out of bounds: beside the end, when that is drawn', async () => {
		const panel = await openPanel(stage);
		await panel.send(...show({ ...slice, failed: 'index 200 is out of bounds', index: { ...slice.index, ...numbers((row, column) => row === 1 && column === 1 ? ROWS : chosen(row, column)) }, output: { ...slice.output, elements: undefined } }));
		expect(await panel.page.locator('.grid .ghost').count()).toBe(0);
		await panel.page.click(cell('index', '1,1'));
		expect(await drawn(panel)).toEqual(['136–199 / 199', '0–63 / 199']);
		expect(await panel.page.$$eval('.grid .ghost.lit', cells => cells.map(each => each.getAttribute('data-ghost')))).toEqual(['200,1']);
		expect(await panel.page.locator('.links:not(.faint) .broken').count()).toBe(1);
		await panel.close();
	});

	test('what a slice is of goes along, and can be seen where the slice isn\'t', async () => {
		const panel = await openPanel(stage);
		const few = { shape: [2], strides: [1], elements: BigInt64Array.of(2n, 0n) };
		// x[20:180:2, index]
		await panel.send(...show({
			...slice, op: '__getitem__', dim: 1, parts: [{ kind: 'slice', start: 20, step: 2, stop: 180 }, { kind: 'index' }], index: { ...slice.index, ...few },
			output: { ...slice.output, shape: [80, 2], strides: [2, 1], elements: BigInt64Array.from({ length: 160 }, (_, i) => BigInt(10 * (20 + 2 * Math.floor(i / 2)) + (i % 2 === 0 ? 2 : 0))) },
		}));
		expect(await drawn(panel)).toEqual(['0–63 / 79', '0–63 / 199']);
		await panel.page.focus('[data-focus=from-0]');
		await panel.page.keyboard.press('End');
		expect(await drawn(panel)).toEqual(['16–79 / 79', '52–115 / 199']);
		await panel.page.click(cell('output', '79,0'));
		expect(await lit(panel)).toEqual(['index 0,0', 'output 79,0', 'source 178,2']);
		await panel.page.focus('[data-grid=source]');
		await panel.page.keyboard.press('Control+Home');
		// The mouse rests where other cells come to lie.
		expect([await lit(panel), await readout(panel)]).toEqual([['source 0,0'], 'source[0][0] = 0   never taken']);
		await panel.close();
	});

	test('as a table: of what is drawn each cell with what it comes from', async () => {
		const panel = await openPanel(stage);
		await panel.send(...show(slice));
		const rows = () => panel.page.$$eval('.as-table tbody tr', all => all.map(row => [...row.children].map(each => each.textContent)));
		expect(await rows()).toEqual([]);
		await panel.page.click('.as-table summary');
		await panel.page.waitForSelector('.as-table tr');
		expect(await panel.page.$$eval('.as-table thead th', all => all.map(each => each.textContent))).toEqual(['output', 'index', 'source', 'value']);
		expect([(await rows()).length, (await rows())[4]]).toEqual([64 * 3, ['[1][1]', '8', '[8][1]', '81']]);
		await panel.page.focus('[data-grid=output]');
		await panel.page.keyboard.press('Control+End');
		await expect.poll(async () => (await rows()).at(-1)).toEqual(['[199][2]', String(chosen(199, 2)), `[${chosen(199, 2)}][2]`, String(10 * chosen(199, 2) + 2)]);
		// It stays open where it is drawn anew.
		await panel.send({ type: 'slice', id: 'indexMap:0', slice: { ...slice } });
		expect((await rows()).length).toBe(64 * 3);
		expect(panel.complaints).toEqual([]);
		await panel.close();
	});
});

describe('backward', () => {
	test('by the keyboard: the gradients take the place of the values, and the sum is spelt out', async () => {
		const panel = await openPanel(stage);
		await panel.send(...show(load('embedding-backward', 'indexMap')));
		expect(await panel.page.textContent('.rule code')).toBe('out[i][j] = source[index[i]][j]');
		await panel.page.focus('[data-focus=backward]');
		await panel.page.keyboard.press('Space');
		expect(await panel.page.textContent('.rule code')).toBe('source.grad[index[i]][j] += out.grad[i][j]');
		expect(await panel.page.evaluate(() => document.activeElement?.getAttribute('data-focus'))).toBe('backward');
		await panel.page.hover(cell('source', '4,0'));
		expect(await lit(panel)).toEqual(['index 0,0', 'index 2,0', 'output 0,0', 'output 2,0', 'source 4,0']);
		expect(await readout(panel)).toBe('source.grad[4][0] = out.grad[0][0] + out.grad[2][0] = 0.5 + 0.25 = 0.75');
		await panel.page.hover(cell('source', '1,0'));
		expect(await readout(panel)).toBe('source.grad[1][0] = 0   padding_idx: nothing comes back');
		await panel.page.hover(cell('source', '0,0'));
		expect(await readout(panel)).toBe('source.grad[0][0] = 0   nothing comes back to it');
		await panel.page.hover(cell('output', '2,1'));
		expect(await readout(panel)).toBe('source.grad[index[2]][1] += out.grad[2][1] = 0.5   → source.grad[4][1]');
		expect(panel.complaints).toEqual([]);
		await panel.close();
	});

	test('of what was put each cell gets back what it was added to; before it is computed, and where it can\'t be, the view says so', async () => {
		const panel = await openPanel(stage);
		const slice = load('scatter-add-backward', 'indexMap');
		await panel.send(...show(slice));
		await panel.page.check('[data-focus=backward]');
		await panel.page.hover(cell('source', '0,1'));
		expect(await readout(panel)).toBe('source.grad[0][1] = out.grad[2][1] = 0.125');
		await panel.page.hover(cell('output', '3,1'));
		expect(await readout(panel)).toContain('goes back to what it was put into');
		const id = 'indexMap:0', notes = () => panel.page.$$eval('.index-map-view .note', all => all.map(note => note.textContent));
		expect(await notes()).toHaveLength(1);
		await panel.send({ type: 'slice', id, slice: { ...slice, backward: { ...slice.backward!, off: undefined } } });
		expect((await notes())[1]).toMatch(/^Computed anew from what was recorded; the program kept no gradients/);
		await panel.send({ type: 'slice', id, slice: { ...slice, backward: { ...slice.backward!, gradient: 'pending' } } });
		expect(await panel.page.textContent('.index-map-view .note')).toBe('The gradient of the output is being computed.');
		expect(await panel.page.textContent('.rule code')).toContain('+= source');
		await panel.send({ type: 'slice', id, slice: { ...slice, backward: { ...slice.backward!, gradient: { reason: 'replayNotInPage', values: [] } } } });
		expect(await panel.page.textContent('.index-map-view .note')).toMatch(/^Not there is what came back: /);
		await panel.close();
	});
});

test('Ctrl+C copies what is said of the cell, where no text is selected', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('gather', 'indexMap')));
	await panel.page.evaluate(() => document.addEventListener('copy', event => document.body.setAttribute('data-copied', event.clipboardData!.getData('text/plain'))));
	const copied = () => panel.page.getAttribute('body', 'data-copied');
	await panel.page.keyboard.press('Control+c');
	expect(await copied()).toBe('');
	await panel.page.focus('[data-focus=grid-output]');
	await panel.page.keyboard.press('ArrowRight');
	await panel.page.keyboard.press('Control+c');
	expect(await copied()).toBe('out[0][1] = source[index[0][1]][1] = source[1][1] = 7');
	expect(await panel.page.locator('[role=status]', { hasText: 'Copied.' }).count()).toBe(1);
	await panel.page.evaluate(() => document.getSelection()!.selectAllChildren(document.querySelector('.rule code')!));
	await panel.page.keyboard.press('Control+c');
	// The browser's own, which is not there yet while the event is told.
	expect(await copied()).toBe('');
	await panel.close();
});
