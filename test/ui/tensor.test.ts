/** The tensor view: what is drawn, what is read out, what is copied. */
import { rgb } from 'd3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TensorSlice } from '../../engine/slice/slice.ts';
import type { FromPanel } from '../../webview/messages.ts';
import { bundle, openPanel, openStage, THEMES, VARIABLES, type Panel, type Stage } from './harness.ts';
import { colorsIn, hasColor, pixelAt } from './pixels.ts';
import { large, summaryOf } from './stored/large.ts';
import { load, show } from './stored/load.ts';

let stage: Stage;
beforeAll(async () => stage = await openStage(await bundle()));
afterAll(() => stage.close());

/** Where the first cell of a canvas lies. */
async function cellBox(panel: Panel): Promise<{ readonly x: number; readonly y: number; readonly width: number; readonly height: number }> {
	await panel.page.focus('.heatmap');
	await panel.page.keyboard.press('Control+Home');
	return (await panel.page.locator('.heatmap div.cursor').boundingBox())!;
}

const readout = (panel: Panel) => panel.page.textContent('.tensor-view .readout');

test('digits, row and column numbers, facts in the hover\'s words', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('arange', 'tensor')));
	expect(await panel.page.$$eval('.heatmap .digits', nodes => nodes.map(node => node.textContent))).toEqual(['3', '4', '5', '6', '7', '8', '9', '10', '11']);
	expect(await panel.page.$$eval('.heatmap .labels text', nodes => nodes.map(node => node.textContent))).toEqual(['0', '1', '2', '0', '1', '2']);
	expect(await panel.page.$$eval('.facts span', nodes => nodes.map(node => node.textContent))).toEqual(['int64 [3, 3]', 'stride (3, 1)', 'min 3 mean 7 max 11']);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('pointing and keys read out index and value; one tab stop', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('arange', 'tensor')));
	await panel.page.hover('.heatmap [data-cell="1,2"]');
	expect(await readout(panel)).toBe('tensor_0[1, 2] = 8');
	expect(await panel.page.getAttribute('.tensor-view .readout', 'aria-live')).toBe('off');
	await panel.page.mouse.move(3, 3);
	await panel.page.focus('.heatmap');
	for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await panel.page.keyboard.press(key);
	expect(await readout(panel)).toBe('tensor_0[2, 1] = 10');
	expect(await panel.page.getAttribute('.tensor-view .readout', 'aria-live')).toBe('polite');
	await panel.page.keyboard.press('End');
	expect(await readout(panel)).toBe('tensor_0[2, 2] = 11');
	await panel.page.keyboard.press('Control+Home');
	expect(await readout(panel)).toBe('tensor_0[0, 0] = 3');
	expect(await panel.page.locator('.heatmap [tabindex]').count()).toBe(0);
	await panel.close();
});

test('int64 beyond doubles is exact', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('big-int', 'tensor')));
	await panel.page.hover('.heatmap [data-cell="0,0"]');
	expect(await readout(panel)).toBe('ids[0, 0] = 9007199254740993');
	await panel.close();
});

test('copied text is what PyTorch prints', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('arange', 'tensor')));
	await panel.page.click('[data-focus=copy-text]');
	await panel.page.focus('.heatmap');
	await panel.page.keyboard.press('ArrowRight');
	await panel.page.click('[data-focus=copy-value]');
	expect(await panel.page.textContent('.said:not(.visually-hidden)')).toBe('Copied.');
	await panel.page.waitForSelector('.said:not(.visually-hidden)', { state: 'detached' });
	await panel.page.focus('.heatmap');
	await panel.page.keyboard.press('Control+c');
	const copied = (await panel.posted()).filter(message => message.type === 'copy').map(message => message.text);
	expect(copied).toEqual(['tensor([[ 3,  4,  5],\n        [ 6,  7,  8],\n        [ 9, 10, 11]])', '4', '4']);
	await panel.page.click('text=Values as text');
	// A details element tells of its opening later.
	await panel.page.waitForFunction(() => document.querySelector('.values')?.textContent !== '');
	expect(await panel.page.textContent('.values')).toBe(copied[0]);
	await panel.close();
});

describe.each(THEMES)('%s', theme => {
	test('floats with a sign diverge around zero; what is not finite has a shape', async () => {
		const panel = await openPanel(stage, { theme });
		await panel.send(...show(load('nonfinite', 'tensor')));
		const fills = await panel.page.$$eval('.heatmap .cell', cells => Object.fromEntries(cells.map(cell => [cell.getAttribute('data-cell')!, cell.getAttribute('fill')!])));
		const values = load('nonfinite', 'tensor').elements!;
		for (const [at, fill] of Object.entries(fills)) {
			const [row, column] = at.split(',').map(Number) as [number, number];
			const value = Number(values[row * 8 + column]);
			if (!Number.isFinite(value)) expect(fill).toBe('none');
			else if (Math.abs(value) > 0.3) {
				const [red, , blue] = fill.match(/\d+/g)!.map(Number) as [number, number, number];
				expect(Math.sign(blue - red)).toBe(Math.sign(value));
			}
		}
		// A cross is two strokes, a triangle one closed one.
		const marks = (await panel.page.getAttribute('.heatmap .marks:not(.halo)', 'd'))!;
		expect([marks.match(/M/g)?.length, marks.match(/Z/g)?.length]).toEqual([4, 2]);
		expect(await panel.page.textContent('.legend')).toMatch(/NaN 1.*\+Inf 1.*−Inf 1/);
		expect(panel.complaints).toEqual([]);
		await panel.close();
	});

	test('thousands of cells are a canvas with the same colours, and one NaN among them is seen', async () => {
		const panel = await openPanel(stage, { theme });
		await panel.send(...show(load('waves', 'tensor')));
		expect(await panel.page.locator('.heatmap .cell').count()).toBe(0);
		const cell = await cellBox(panel);
		const [rows, columns] = [64, 96];
		const canvas = { x: cell.x, y: cell.y, width: columns * cell.width, height: rows * cell.height };
		await panel.page.evaluate(() => (document.activeElement as HTMLElement).blur());
		const image = await panel.page.screenshot();
		expect(colorsIn(image, canvas)).toBeGreaterThan(50);
		const at = (row: number, column: number) => [Math.round(canvas.x + (column + 0.5) * cell.width), Math.round(canvas.y + (row + 0.5) * cell.height)] as const;
		const [x, y] = at(40, 60);
		expect(hasColor(image, { x: x - 4, y: y - 4, width: 8, height: 8 }, VARIABLES[theme]['--vscode-editorError-foreground']!)).toBe(true);
		const values = load('waves', 'tensor').elements!;
		for (const [row, column] of [[20, 12], [20, 36], [60, 84]] as const) {
			const [red, , blue] = pixelAt(image, ...at(row, column));
			expect(Math.sign(blue - red)).toBe(Math.sign(Number(values[row * columns + column])));
		}
		await panel.page.mouse.move(x, y);
		expect(await readout(panel)).toBe('waves[40, 60] = nan');
		await panel.close();
	});
});

test('the values as text stay open when the view is drawn anew, and with them the focus', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('arange', 'tensor')));
	await panel.page.click('summary');
	await panel.page.waitForFunction(() => document.querySelector('.values')?.textContent !== '');
	const again: TensorSlice = { ...load('arange', 'tensor'), elements: BigInt64Array.from([0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n, 1n]) };
	await panel.send({ type: 'slice', id: 'tensor:0', slice: again });
	expect(await panel.page.textContent('.values')).toBe('tensor([[0, 0, 0],\n        [0, 0, 0],\n        [0, 0, 1]])');
	expect(await panel.page.isVisible('.values')).toBe(true);
	expect(await panel.page.evaluate(() => document.activeElement?.localName)).toBe('summary');
	await panel.page.keyboard.press('Enter');
	await panel.page.waitForSelector('.values', { state: 'hidden' });
	await panel.page.waitForFunction(() => (globalThis as unknown as { kept: { views: Record<string, { text?: boolean }> } }).kept.views['tensor:0']?.text === false);
	await panel.send({ type: 'slice', id: 'tensor:0', slice: again });
	expect(await panel.page.isVisible('.values')).toBe(false);
	await panel.close();
});

test('one long row, or one long column, is thick enough to be pointed at', async () => {
	const panel = await openPanel(stage);
	const elements = Float32Array.from({ length: 200 }, (_, i) => i);
	for (const shape of [[1, 200], [200, 1]]) {
		await panel.send(...show({ ...load('arange', 'tensor'), dtype: 'float32', shape, strides: [1, 1], elements }));
		const box = (await panel.page.locator('.heatmap [data-cell="0,0"]').boundingBox())!;
		expect(shape[0] === 1 ? box.height : box.width).toBeGreaterThan(20);
	}
	await panel.close();
});

test('the bar of the colour scale has the scale\'s colours, beside cells and beside blocks', async () => {
	const panel = await openPanel(stage);
	for (const slice of [load('weight', 'tensor'), large()]) {
		await panel.send(...show(slice));
		expect(await panel.page.$eval('.legend .bar', bar => getComputedStyle(bar).fill)).toMatch(/^url\("#legend-\d+"\)$/);
	}
	await panel.close();
});

test('how many are not finite is read at 300 pixels too', async () => {
	for (const width of [300, 1000]) {
		const panel = await openPanel(stage, { width });
		await panel.send(...show(load('nonfinite', 'tensor')));
		const rights = await panel.page.$$eval('.legend text', texts => texts.map(text => [text.textContent, text.getBoundingClientRect().right <= document.querySelector('main')!.clientWidth + document.querySelector('main')!.getBoundingClientRect().left]));
		expect(rights.slice(-3)).toEqual([['NaN 1', true], ['+Inf 1', true], ['−Inf 1', true]]);
		await panel.close();
	}
});

test('the scale of numbers whose distance no double holds', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show({ ...load('arange', 'tensor'), dtype: 'float64', shape: [2], strides: [1], elements: Float64Array.from([1.7e308, -1.7e308]) }));
	const [negative, positive] = await panel.page.$$eval('.heatmap .cell', cells => cells.map(cell => cell.getAttribute('fill'))).then(fills => fills.reverse());
	const stops = await panel.page.$$eval('.legend stop', all => all.map(stop => stop.getAttribute('stop-color')));
	expect([stops[0], stops.at(-1)]).toEqual([negative, positive]);
	expect(new Set(stops).size).toBe(stops.length);
	await panel.close();
});

test('axes are moved by keys and by dragging: side by side, held with a slider, rows and columns exchanged', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('images', 'tensor')));
	const texts = (selector: string) => panel.page.$$eval(selector, nodes => nodes.map(node => node.textContent));
	const [, , height, width] = load('images', 'tensor').shape;
	const place = (name: string) => texts(`[data-place=${name}] .chip`);
	expect([await place('rows'), await place('columns'), await place('facets'), await place('held')]).toEqual([[`axis 2${height}`], [`axis 3${width}`], ['axis 02', 'axis 13'], []]);
	expect((await texts('.heatmap .labels text')).filter(text => text.startsWith('['))).toEqual(['[0, 0, :, :]', '[0, 1, :, :]', '[0, 2, :, :]', '[1, 0, :, :]', '[1, 1, :, :]', '[1, 2, :, :]']);
	await panel.page.focus('[data-axis="1"]');
	await panel.page.keyboard.press('ArrowRight');
	expect(await place('held')).toEqual(['axis 13']);
	expect(await panel.page.textContent('.axes .visually-hidden')).toBe('axis 1 is in one at a time');
	expect(await panel.page.evaluate(() => document.activeElement?.getAttribute('data-axis'))).toBe('1');
	await panel.page.locator('[data-focus=axis-1]').fill('2');
	await panel.page.hover('.heatmap [data-cell="0,0"]');
	expect(await readout(panel)).toMatch(/^images\[0, 2, 0, 0\] = /);
	const from = (await panel.page.locator('[data-axis="2"]').boundingBox())!, to = (await panel.page.locator('[data-place=columns]').boundingBox())!;
	await panel.page.mouse.move(from.x + 8, from.y + 8);
	await panel.page.mouse.down();
	await panel.page.mouse.move(to.x + 5, to.y + 5, { steps: 4 });
	await panel.page.mouse.up();
	expect([await place('rows'), await place('columns')]).toEqual([[`axis 3${width}`], [`axis 2${height}`]]);
	await panel.page.hover('.heatmap [data-cell="1,3"]');
	expect(await readout(panel)).toMatch(/^images\[0, 2, 3, 1\] = /);
	expect(await panel.state()).toMatchObject({ views: { 'tensor:0': { places: [2, 3, 1, 0], held: [0, 2, 0, 0] } } });
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('facets are one tab stop: arrow keys lead from one into the next, across and down', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('images', 'tensor')));
	const [, , height, width] = load('images', 'tensor').shape as [number, number, number, number];
	expect(await panel.page.locator('.heatmap[tabindex="0"], .heatmap [tabindex]').count()).toBe(1);
	await panel.page.focus('.heatmap');
	expect(await readout(panel)).toMatch(/^images\[0, 0, 0, 0\] = /);
	for (let i = 0; i < width; i++) await panel.page.keyboard.press('ArrowRight');
	expect(await readout(panel)).toMatch(/^images\[0, 1, 0, 0\] = /);
	for (let i = 0; i < height; i++) await panel.page.keyboard.press('ArrowDown');
	expect(await readout(panel)).toMatch(/^images\[1, 1, 0, 0\] = /);
	await panel.close();
});

test('a scalar, no elements, no values', async () => {
	const panel = await openPanel(stage);
	const lost: TensorSlice = { ...load('arange', 'tensor'), elements: undefined, note: 'over the recording budget' };
	await panel.send(...show(load('scalar', 'tensor'), load('empty', 'tensor'), lost));
	expect(await panel.page.locator('.heatmap .digits').count()).toBe(1);
	await panel.page.click('[role=option] >> nth=1');
	expect(await panel.page.textContent('.tensor-view .note')).toBe('no elements');
	await panel.page.click('[role=option] >> nth=2');
	expect(await panel.page.textContent('.tensor-view .note')).toBe('over the recording budget');
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('over the budget: the blocks that were kept, each with what is in it', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(large()));
	expect(await panel.page.$$eval('.facts span', nodes => nodes.map(node => node.textContent))).toEqual(['float32 [1000, 500]', 'stride (500, 1)', 'min -1 mean 0.02826 max 1', '2 NaN']);
	expect(await panel.page.$$eval('.tensor-view .note', nodes => nodes.map(node => node.textContent))).toEqual(['over the budget', 'One square stands for 8 × 4 elements and has the colour of their mean.']);
	await panel.page.focus('.heatmap');
	expect(await readout(panel)).toBe('big[0:8, 0:4]   32 elements, mean 0.06381, from 0 to 0.1274');
	await panel.page.keyboard.press('End');
	expect(await readout(panel)).toMatch(/^big\[0:8, 496:500\] {3}32 elements, mean .*, 2 NaN$/);
	const box = (await panel.page.locator('.heatmap').boundingBox())!;
	await panel.page.mouse.move(box.x + box.width - 17, box.y + box.height - 3);
	expect(await readout(panel)).toMatch(/^big\[992:1000, 496:500\] {3}32 elements, mean /);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('over the budget: as a table, in which all of it is', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(large()));
	await panel.page.click('[data-focus=table]');
	expect(await panel.page.$$eval('.as-table thead th', cells => cells.map(cell => cell.textContent))).toEqual(['part', 'elements', 'mean', 'least', 'greatest', 'not finite']);
	const rows = await panel.page.$$eval('.as-table tbody tr', all => all.map(row => [...row.children].map(cell => cell.textContent)));
	expect([rows.length, rows[0]![0], rows.at(-1)![0]]).toEqual([32 * 32, 'big[0:32, 0:16]', 'big[992:1000, 496:500]']);
	expect(rows.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(1000 * 500);
	expect(rows.filter(row => row[5] !== '').map(([part, count, , , , others]) => [part, count, others])).toEqual([['big[0:32, 496:500]', '128', '2 NaN']]);
	// The wave's first block, as it was made.
	const first = Array.from({ length: 32 * 16 }, (_, i) => Math.fround(Math.sin((i % 16) / 60 + Math.floor(i / 16) / 90) * Math.cos(Math.floor(i / 16) / 300)));
	for (const [at, value] of [first.reduce((sum, each) => sum + each) / first.length, Math.min(...first), Math.max(...first)].entries()) expect(Number(rows[0]![2 + at])).toBeCloseTo(value, 3);
	expect(await panel.page.locator('.as-table .note').count()).toBe(0);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('over the budget and long: one key press goes to the next square, and says all that it stands for', async () => {
	const panel = await openPanel(stage);
	const values = Float32Array.from({ length: 39_000 }, (_, i) => i % 1000);
	await panel.send(...show({ ...large(), title: 'long', shape: [39_000], strides: [1], summary: summaryOf(values, 1, 39_000) }));
	await panel.page.focus('.heatmap');
	const first = /^long\[0:(\d+)\] {3}(\d+) elements, mean /.exec(await readout(panel) ?? '')!;
	expect(Number(first[1])).toBe(Number(first[2]));
	expect(Number(first[1])).toBeGreaterThan(60);
	await panel.page.keyboard.press('ArrowRight');
	expect(await readout(panel)).toMatch(new RegExp(`^long\\[${first[1]}:`));
	await panel.page.keyboard.press('End');
	expect(await readout(panel)).toMatch(/:39000\] /);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('no text of a tensor becomes HTML', async () => {
	const panel = await openPanel(stage);
	const name = '<img src=x onerror=alert(1)>';
	await panel.send(...show({ ...load('arange', 'tensor'), title: name, gradFn: name }));
	expect(await panel.page.locator('img').count()).toBe(0);
	expect(await panel.page.textContent('h2 .name')).toBe(name);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('sixteen million elements: blocks of cells, and one NaN is still marked', async () => {
	const panel = await openPanel(stage);
	await panel.page.evaluate(() => {
		const elements = new Float32Array(4096 * 4096).map((_, i) => Math.sin(i / 4096 / 300) * Math.cos(i % 4096 / 200));
		elements[1234 * 4096 + 3000] = NaN;
		const slice = { kind: 'tensor', title: 'big', ref: 1, type: 'Tensor', dtype: 'float32', shape: [4096, 4096], strides: [4096, 1], requiresGrad: false, gradFn: '', elements };
		const send = (data: unknown) => window.dispatchEvent(new MessageEvent('message', { data }));
		send({ type: 'contents', title: 't', entries: [{ id: 'tensor:1', kind: 'tensor', label: 'big', detail: '' }], selected: 'tensor:1', state: {} });
		send({ type: 'slice', id: 'tensor:1', slice });
	});
	await panel.page.waitForFunction(() => document.querySelector('.zoom output')?.textContent);
	expect(await panel.page.textContent('.zoom output')).toMatch(/^One square stands for (8|16) × (8|16) cells/);
	const box = (await panel.page.locator('.heatmap canvas').boundingBox())!;
	const wrong = VARIABLES.light['--vscode-editorError-foreground']!;
	expect(hasColor(await panel.page.screenshot(), box, wrong)).toBe(true);
	const first = await cellBox(panel);
	await panel.page.mouse.move(first.x + 3000 / 4096 * (box.width - 14 - (first.x - box.x)), first.y + 1234 / 4096 * (box.height - (first.y - box.y)));
	const [, row, column] = /^big\[(\d+), (\d+)\] = .* (64|128|256) cells, from /.exec(await readout(panel) ?? '')!.map(Number);
	expect([Math.abs(row! - 1234) < 32, Math.abs(column! - 3000) < 32]).toEqual([true, true]);
	// Where it is looked at from near, each cell has its digits, and the NaN its mark.
	for (let i = 0; i < 16; i++) await panel.page.click('[data-focus="zoom +"]', { force: true });
	await panel.page.waitForSelector('[data-focus="zoom +"]:disabled');
	expect(await panel.page.textContent('.zoom output')).toBe('');
	expect(hasColor(await panel.page.screenshot(), box, wrong)).toBe(false);
	await panel.page.focus('.heatmap');
	await panel.page.keyboard.press('0');
	await panel.page.waitForFunction(() => document.querySelector('.zoom output')?.textContent);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('a part of the histogram is brushed by pointer and by keys: what lies outside is faded', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('weight', 'tensor')));
	const values = [...load('weight', 'tensor').elements!].map(Number);
	const limit = Math.max(...values.map(Math.abs));
	const faded = async () => panel.page.$$eval('.heatmap .cell.left-out', cells => cells.map(cell => cell.getAttribute('data-cell')));
	const outside = (low: number, high: number) => values.flatMap((value, at) => value >= low && value <= high ? [] : [`${Math.floor(at / 6)},${at % 6}`]);
	expect(await faded()).toEqual([]);
	const pad = (await panel.page.locator('.histogram .pad').boundingBox())!;
	await panel.page.mouse.move(pad.x + pad.width / 2, pad.y + 10);
	await panel.page.mouse.down();
	await panel.page.mouse.move(pad.x + pad.width + 20, pad.y + 10, { steps: 3 });
	await panel.page.mouse.up();
	expect(await faded()).toEqual(outside(0, limit));
	expect(await panel.state()).toMatchObject({ views: { 'tensor:0': { filter: [0, limit] } } });
	await panel.page.focus('[data-focus=brush-high]');
	await panel.page.keyboard.press('PageDown');
	const [, high] = ((await panel.state()) as { views: Record<string, { filter: [number, number] }> }).views['tensor:0']!.filter;
	expect(high).toBeLessThan(limit);
	expect(Number(await panel.page.getAttribute('[data-focus=brush-high]', 'aria-valuenow'))).toBe(high);
	expect(await faded()).toEqual(outside(0, high));
	await panel.page.keyboard.press('Escape');
	expect(await faded()).toEqual([]);
	expect((await panel.state())).not.toMatchObject({ views: { 'tensor:0': { filter: expect.anything() as unknown } } });
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('the ends of the colours are chosen, and what lies beyond has a marked corner', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('weight', 'tensor')));
	const values = [...load('weight', 'tensor').elements!].map(Number);
	expect(await panel.page.locator('.heatmap .clipped').count()).toBe(0);
	await panel.page.fill('[data-focus=scale-1]', '0.2');
	await panel.page.keyboard.press('Enter');
	expect(await panel.page.locator('.heatmap .clipped').count()).toBe(values.filter(value => Math.abs(value) > 0.2).length);
	const fills = await panel.page.$$eval('.heatmap .cell', cells => cells.map(cell => cell.getAttribute('fill')));
	expect(new Set(values.flatMap((value, at) => value > 0.2 ? [fills[at]] : [])).size).toBe(1);
	await panel.page.fill('[data-focus=scale-1]', 'nothing'.slice(0, 0));
	await panel.page.keyboard.press('Enter');
	expect(await panel.page.inputValue('[data-focus=scale-1]')).toBe('0.2');
	await panel.page.click('[data-focus=scale-reset]');
	expect(await panel.page.locator('.heatmap .clipped').count()).toBe(0);
	await panel.page.click('[data-focus=scale-most]');
	expect(Number(await panel.page.inputValue('[data-focus=scale-1]'))).toBeLessThanOrEqual(0.3913);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test.each(THEMES)('the picture is saved as SVG and PNG that look as it does, the values as a file of NumPy\'s: %s', async theme => {
	for (const name of ['weight', 'waves']) {
		const panel = await openPanel(stage, { theme });
		await panel.send(...show(load(name, 'tensor')));
		const box = await (name === 'waves' ? cellBox(panel) : panel.page.locator('.heatmap [data-cell="0,0"]').boundingBox());
		await panel.page.evaluate(() => (document.activeElement as HTMLElement).blur());
		const origin = (await panel.page.locator('.heatmap').boundingBox())!;
		const place = { x: Math.round(box!.x - origin.x + 2), y: Math.round(box!.y - origin.y + 2) };
		// Before the buttons are scrolled to.
		const seen = pixelAt(await panel.page.screenshot(), Math.round(origin.x) + place.x, Math.round(origin.y) + place.y);
		for (const kind of ['svg', 'png', 'npy']) await panel.page.click(`[data-focus=save-${kind}]`);
		await panel.page.waitForFunction(() => (globalThis as unknown as { posted: FromPanel[] }).posted.filter(({ type }) => type === 'save').length === 3);
		const saved = await panel.page.evaluate(() => (globalThis as unknown as { posted: FromPanel[] }).posted.flatMap(message => message.type === 'save' ? [{ name: message.name, bytes: message.bytes }] : []));
		const files = new Map(saved.map(({ name: file, bytes }) => [file.split('.').at(-1)!, { file, bytes: Buffer.from(bytes) }]));
		expect([...files.values()].map(({ file }) => file).sort()).toEqual(['npy', 'png', 'svg'].map(ending => `${load(name, 'tensor').title}.${ending}`));
		expect(files.get('npy')!.bytes.subarray(1, 6).toString()).toBe('NUMPY');
		const finer = name === 'waves' ? 1 : 2;
		expect(pixelAt(files.get('png')!.bytes, place.x * finer, place.y * finer)).toEqual(seen);
		// Alone in a page, where no style of ours is.
		const page = await stage.browser.newPage();
		await page.setContent(`<body style="margin:0">${files.get('svg')!.bytes.toString()}</body>`);
		await page.waitForTimeout(50);
		const alone = await page.screenshot();
		expect(pixelAt(alone, place.x, place.y)).toEqual(seen);
		expect(colorsIn(alone, { x: 0, y: 0, width: 300, height: 150 })).toBeGreaterThan(20);
		await page.close();
		expect(panel.complaints).toEqual([]);
		await panel.close();
	}
});

test('on a canvas too, the same corner', async () => {
	const panel = await openPanel(stage, { width: 1400, height: 1000 });
	const elements = Float32Array.from({ length: 60 * 60 }, (_, i) => i % 2 === 0 ? 1 : -0.1);
	await panel.send(...show({ ...load('arange', 'tensor'), dtype: 'float32', shape: [60, 60], strides: [60, 1], elements }));
	expect((await cellBox(panel)).width).toBeGreaterThan(6);
	// Typing scrolls to where is typed.
	const pixel = async (at: (box: { x: number; y: number; width: number; height: number }) => readonly [number, number]) => {
		const [x, y] = at(await cellBox(panel));
		await panel.page.evaluate(() => (document.activeElement as HTMLElement).blur());
		return pixelAt(await panel.page.screenshot(), Math.round(x), Math.round(y));
	};
	const corner = () => pixel(({ x, y }) => [x + 1, y + 1]);
	const middle = () => pixel(({ x, y, width, height }) => [x + width - 3, y + height - 3]);
	expect(await corner()).toEqual(await middle());
	await panel.page.fill('[data-focus=scale-1]', '0.5');
	await panel.page.keyboard.press('Enter');
	await expect.poll(async () => String(await corner()) !== String(await middle())).toBe(true);
	await panel.close();
});

test.each(THEMES)('in blocks too: a value beyond the colours has a corner, one that the mean hides a diamond, and how many are beyond is said: %s', async theme => {
	const panel = await openPanel(stage, { theme });
	const [side, row, column] = [1200, 300, 900], elements = Float32Array.from({ length: side * side }, (_, at) => Math.sin(at * 12.9898));
	elements[row * side + column] = 50;
	await panel.send(...show({ ...load('arange', 'tensor'), dtype: 'float32', shape: [side, side], strides: [side, 1], elements }));
	const note = () => panel.page.textContent('.zoom output');
	expect(await note()).toMatch(/ A diamond has the colour of a value in it that lies far from the mean\.$/);
	/** Whether a colour is seen around the value, and elsewhere. */
	const seen = async (color: string) => {
		const cell = await cellBox(panel);
		await panel.page.evaluate(() => (document.activeElement as HTMLElement).blur());
		const box = (await panel.page.locator('.heatmap canvas').boundingBox())!, image = await panel.page.screenshot();
		// All of it is seen.
		const [width, height] = [box.x + box.width - 14 - cell.x, box.y + box.height - cell.y];
		const at = (r: number, c: number) => ({ x: cell.x + c / side * width - 6, y: cell.y + r / side * height - 6, width: 12, height: 12 });
		return [at(row, column), at(row, column - 300)].map(each => hasColor(image, each, color));
	};
	const greatest = await panel.page.locator('.legend stop').last().getAttribute('stop-color');
	expect(await seen(rgb(greatest!).formatHex())).toEqual([true, false]);
	expect(await panel.page.textContent('.scale output')).toBe(' ');
	await panel.page.fill('[data-focus=scale-1]', '20');
	await panel.page.keyboard.press('Enter');
	await expect.poll(() => panel.page.textContent('.scale output')).toBe('◤ 1 above the colours’ ends, ◣ 0 below. ');
	await expect.poll(note).toMatch(/mean\.$/);
	await expect.poll(note).not.toContain('diamond');
	expect(await seen(VARIABLES[theme]['--vscode-editor-foreground']!)).toEqual([true, false]);
	await panel.page.click('[data-focus=scale-reset]');
	await expect.poll(() => panel.page.textContent('.scale output')).toBe(' ');
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('what each row and column ranges over stands beside it, and is said of the cell that is pointed at', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('weight', 'tensor')));
	expect(await panel.page.locator('.margins').count()).toBe(0);
	await panel.page.check('[data-focus=lines]');
	const values = [...load('weight', 'tensor').elements!].map(Number);
	const row = values.slice(6, 12), column = values.filter((_, at) => at % 6 === 2);
	const facts = (line: readonly number[]) => [Math.min(...line), line.reduce((sum, value) => sum + value, 0) / line.length, Math.max(...line)].map(value => Number(value.toPrecision(4)));
	await panel.page.hover('.heatmap [data-cell="1,2"]');
	const lines = (await readout(panel))!.split('\n').slice(1).map(line => [...line.replaceAll('−', '-').matchAll(/-?\d+\.?\d*/g)].map(Number));
	expect(lines).toEqual([facts(row), facts(column)]);
	const drawn = async (name: string) => [...(await panel.page.$$eval(`.margins .${name}`, paths => paths.map(path => path.getAttribute('d')))).join('').matchAll(/M(-?[\d.]+),(-?[\d.]+)(?:L(-?[\d.]+),|h)/g)].map(([, x, y, end]) => ({ x: Number(x), y: Number(y), end: Number(end) }));
	const [means, spreads] = [await drawn('mean'), await drawn('spread')];
	expect([means.length, spreads.length]).toEqual([4 + 6, 4 + 6]);
	// A mean lies between the ends of its line, and rows lie where their cells do.
	const cell = (await panel.page.locator('.heatmap [data-cell="1,2"]').boundingBox())!;
	const { y: top } = (await panel.page.locator('.heatmap').boundingBox())!;
	expect(Math.abs(top + means[1]!.y - cell.y - cell.height / 2)).toBeLessThan(1.1);
	expect([spreads[1]!.x <= means[1]!.x, means[1]!.x <= spreads[1]!.end]).toEqual([true, true]);
	await panel.page.uncheck('[data-focus=lines]');
	expect(await panel.page.locator('.margins').count()).toBe(0);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('rows and columns of facets have theirs each, and so have those of a canvas, where many are drawn as one', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('images', 'tensor')));
	await panel.page.check('[data-focus=lines]');
	const { shape, elements } = load('images', 'tensor'), [, channels, height, width] = shape as [number, number, number, number];
	const plane = [...elements!].map(Number).slice(4 * height * width, 5 * height * width);
	await panel.page.waitForSelector('.margins .mean');
	expect((await panel.page.getAttribute('.margins .mean', 'd'))!.match(/M/g)!.length).toBe(shape[0]! * channels * height);
	// The fifth facet is [1, 1, :, :].
	await panel.page.hover(`.heatmap [data-cell="${height},${width + 2}"]`);
	const row = plane.slice(0, width);
	expect((await readout(panel))!.split('\n')[1]).toContain(`min ${Number(Math.min(...row).toPrecision(4))} mean`);

	// One row of a thousand lies far from the others: so does its mean beside the canvas.
	const values = Float32Array.from({ length: 1000 * 800 }, (_, at) => Math.floor(at / 800) === 500 ? 1 : at % 2 === 0 ? -0.1 : 0.1);
	await panel.send(...show({ ...load('arange', 'tensor'), dtype: 'float32', shape: [1000, 800], strides: [800, 1], elements: values }));
	await panel.page.check('[data-focus=lines]');
	const box = (await panel.page.locator('.heatmap canvas').boundingBox())!, text = VARIABLES.light['--vscode-editor-foreground']!;
	const right = { x: box.x + box.width - 60, y: box.y + 30, width: 60 }, end = { x: box.x + box.width - 16, width: 7 };
	await expect.poll(async () => hasColor(await panel.page.screenshot(), { ...right, height: 200 }, text)).toBe(true);
	const image = await panel.page.screenshot();
	const middle = box.y + 20 + (box.height - 80) / 2;
	expect(hasColor(image, { ...end, y: middle - 6, height: 12 }, text)).toBe(true);
	expect(hasColor(image, { ...end, y: box.y + 30, height: middle - box.y - 40 }, text)).toBe(false);
	const cell = await cellBox(panel);
	await panel.page.mouse.move(cell.x + 20, middle);
	await expect.poll(() => readout(panel)).toMatch(/\nrow: min 1 mean 1 max 1\ncolumn: min −0.1 mean −0.0989 max 1$/);
	// Beside the cells there is none to be pointed at.
	const said = await readout(panel);
	await panel.page.mouse.move(right.x + 30, middle);
	expect(await readout(panel)).toBe(said);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('all the same, nothing finite, the greatest doubles: drawn, with no attribute that is no number', async () => {
	const panel = await openPanel(stage);
	const of = (values: Float64Array, shape: readonly number[]): TensorSlice => ({ ...load('arange', 'tensor'), dtype: 'float64', shape, strides: [1, 1], elements: values });
	for (const fill of [0, -3, NaN, Infinity]) await panel.send(...show(of(new Float64Array(24).fill(fill), [4, 6]))).then(() => complete());
	await panel.send(...show(of(Float64Array.from({ length: 24 }, (_, i) => (i % 2 ? 1 : -1) * 1.7e308), [4, 6])));
	await complete();
	await panel.send(...show(of(Float64Array.from({ length: 60 * 60 }, (_, i) => (i % 2 ? 1 : -1) * 1.7e308), [60, 60])));
	await complete();
	const first = await cellBox(panel);
	await panel.page.evaluate(() => (document.activeElement as HTMLElement).blur());
	const image = await panel.page.screenshot();
	const [left, right] = [0, 1].map(column => pixelAt(image, Math.round(first.x + (column + 0.5) * first.width), Math.round(first.y + first.height / 2)));
	expect([Math.sign(left![2] - left![0]), Math.sign(right![2] - right![0])]).toEqual([-1, 1]);
	expect(panel.complaints).toEqual([]);
	await panel.close();

	async function complete(): Promise<void> {
		const lines = panel.page.locator('[data-focus=lines]');
		await lines.check();
		expect(await panel.page.locator('.view').evaluate(node => [...node.querySelectorAll('svg *')].flatMap(part => [...part.attributes]).filter(({ value }) => /NaN|undefined|Infinity|null/.test(value)).map(({ name, value }) => `${name}=${value.slice(0, 40)}`))).toEqual([]);
		await lines.uncheck();
	}
});

test('integers minus floats, and minus other integers: what is the same number is equal', async () => {
	const panel = await openPanel(stage);
	const base = load('arange', 'tensor');
	const whole: TensorSlice = { ...base, title: 'whole', ref: 0, dtype: 'int64', elements: BigInt64Array.from([0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n, 2n ** 60n + 1n]) };
	const float: TensorSlice = { ...base, title: 'float', ref: 1, dtype: 'float32', elements: Float32Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8.5]) };
	const small: TensorSlice = { ...base, title: 'small', ref: 2, dtype: 'int32', elements: Int32Array.from([0, 1, 2, 3, 4, 5, 6, 0, 1]) };
	await panel.send(...show(whole, float, small));
	await panel.page.selectOption('[data-focus=minus]', { label: 'float' });
	expect(await panel.page.textContent('.tensor-view .note')).toBe('8 of 9 elements are equal.');
	await panel.page.selectOption('[data-focus=minus]', { label: 'small' });
	expect(await panel.page.textContent('.tensor-view .note')).toBe('7 of 9 elements are equal.');
	await panel.page.hover('.heatmap [data-cell="2,2"]');
	await panel.page.click('[data-focus=copy-text]');
	expect(JSON.stringify((await panel.posted()).at(-1))).toContain(String(2n ** 60n));
	await panel.close();
});

test('a tensor minus another of its shape, and minus what it was before', async () => {
	const panel = await openPanel(stage);
	const of = (title: string, ref: number, values: readonly number[], before?: number): TensorSlice => ({ ...load('arange', 'tensor'), title, ref, dtype: 'float32', elements: Float32Array.from(values), before });
	const [a, b, former] = [of('a', 0, [1, 2, NaN, 4, 5, 6, 7, 8, 9], 41), of('b', 1, [1, 0.5, NaN, 4, 7, 6, 7, 8, 0]), of('a', 0, [0, 2, 0, 4, 5, 6, 7, 8, 9])];
	await panel.send(...show(a, b, load('weight', 'tensor')));
	expect(await panel.page.$$eval('[data-focus=minus] option', options => options.map(option => option.textContent))).toEqual(['nothing', 'what it was before', 'b']);
	await panel.page.selectOption('[data-focus=minus]', { label: 'b' });
	expect(await panel.page.$$eval('.heatmap .digits', nodes => nodes.map(node => node.textContent))).toEqual(['0.0000', '1.5000', 'nan', '0.0000', '−2.0000', '0.0000', '0.0000', '0.0000', '9.0000']);
	expect(await panel.page.textContent('.tensor-view .note')).toBe('6 of 9 elements are equal.');
	await panel.page.hover('.heatmap [data-cell="0,1"]');
	expect(await readout(panel)).toBe('[0, 1]   2.0 − 0.5 = 1.5');
	expect(await panel.page.evaluate(() => document.activeElement?.getAttribute('data-focus'))).toBe('minus');
	await panel.page.click('[data-focus=copy-text]');
	expect((await panel.posted()).at(-1)).toEqual({ type: 'copy', text: 'tensor([[ 0.0000,  1.5000,     nan],\n        [ 0.0000, -2.0000,  0.0000],\n        [ 0.0000,  0.0000,  9.0000]])' });
	// What isn't in the page is asked for, and drawn when it comes.
	await panel.page.selectOption('[data-focus=minus]', 'before');
	expect((await panel.posted()).at(-1)).toEqual({ type: 'other', id: 'tensor:0@41' });
	expect(await panel.page.locator('.tensor-view .note').count()).toBe(0);
	await panel.send({ type: 'slice', id: 'tensor:0@41', slice: former });
	expect(await panel.page.textContent('.tensor-view .note')).toBe('7 of 9 elements are equal.');
	await panel.page.selectOption('[data-focus=minus]', '');
	expect(await panel.page.textContent('.heatmap .digits')).toBe('1');
	expect(panel.complaints).toEqual([]);
	await panel.close();
});
