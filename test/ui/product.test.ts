/** Products in the panel: pointing and keyboard light the cells that meet, and the sum is spelt out. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProductSlice, TensorSlice } from '../../engine/slice/slice.ts';
import { violations } from './axe.ts';
import { bundle, openPanel, openStage, type Panel, type Stage } from './harness.ts';
import { load, show } from './stored/load.ts';

let stage: Stage;
beforeAll(async () => stage = await openStage(await bundle()));
afterAll(() => stage.close());

/** The grids' cells that are lit, grid by grid: operands, then the result. */
const lit = (panel: Panel) => panel.page.$$eval('[data-grid]', grids => grids.map(grid => [...grid.querySelectorAll('.cell.lit')].map(cell => cell.getAttribute('data-cell')!)));
const readout = (panel: Panel) => panel.page.textContent('.product-view .readout');
const rule = (panel: Panel) => panel.page.textContent('.product-view .rule code');
const cell = (grid: number, at: string) => `:nth-match([data-grid], ${grid + 1}) [data-cell="${at}"]`;

test('a cell of a matrix product is its row with its column; an operand\'s cell goes into a row or a column', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('product-mm', 'product')));
	expect(await panel.page.textContent('h2 .name')).toBe('c = a @ b');
	expect(await panel.page.textContent('.rule .op')).toBe('matmul of 2-D and 2-D: mm');
	expect(await rule(panel)).toBe('c[i][j] = Σk a[i][k] · b[k][j]');
	await panel.page.hover(cell(2, '1,2'));
	expect(await lit(panel)).toEqual([['1,0', '1,1', '1,2'], ['0,2', '1,2', '2,2'], ['1,2']]);
	expect(await readout(panel)).toBe('c[1][2] = 4 · (−3) + 5 · 1 + 6 · 5 = 23');
	await panel.page.hover(cell(1, '0,3'));
	expect(await lit(panel)).toEqual([['0,0', '1,0'], ['0,3'], ['0,3', '1,3']]);
	expect(await readout(panel)).toBe('b[0][3] = −2   goes into 2 cells: c[0][3], c[1][3]');
	await panel.page.mouse.move(5, 5);
	expect((await lit(panel)).flat()).toEqual([]);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('what stretches has ghosts: they light with the row that they stand in, the cell itself with all', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('product-add', 'product')));
	expect(await rule(panel)).toBe('table[i][j] = column[i][0] + v[j]');
	expect(await panel.page.locator('.cell.ghost').count()).toBe(7);
	await panel.page.hover(cell(0, '1,0'));
	expect(await lit(panel)).toEqual([['1,0'], ['0,0', '0,1', '0,2', '1,0', '1,1', '1,2'], ['1,0', '1,1', '1,2']]);
	expect(await readout(panel)).toBe('column[1][0] = 20   goes into 3 cells: table[1][0], table[1][1], table[1][2]');
	await panel.page.hover(cell(0, '1,2'));
	expect((await lit(panel))[2]).toEqual(['1,2']);
	await panel.page.hover(cell(2, '0,1'));
	expect(await readout(panel)).toBe('table[0][1] = 10 + 0 = 10');
	expect(await panel.page.textContent('.product-view .note')).toContain('stretches');
	await panel.close();
});

test('one number that goes into all of them is drawn where it goes', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('product-scale', 'product')));
	expect(await panel.page.textContent('h2 .name')).toBe('smaller = a * scale');
	expect(await rule(panel)).toBe('smaller[i][j] = a[i][j] · scale');
	await panel.page.hover(cell(1, '0,0'));
	expect((await lit(panel))[2]).toHaveLength(6);
	expect(await readout(panel)).toMatch(/^scale = −0\.5 {3}goes into 6 cells: smaller\[0\]\[0\], /);
	await panel.page.hover(cell(2, '1,0'));
	expect(await readout(panel)).toBe('smaller[1][0] = 4 · (−0.5) = −2');
	await panel.close();
});

test('many matrices times one are said to be one product', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('product-folded', 'product')));
	expect(await panel.page.textContent('.rule .op')).toBe('matmul of 3-D and 2-D: one mm of all rows of the batch');
	await panel.close();
});

test('the products of a batch side by side, each with three tab stops and arrow keys', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('product-bmm', 'product')));
	expect(await panel.page.$$eval('.facet figcaption', captions => captions.map(caption => caption.textContent))).toEqual(['b = 0', 'b = 1', 'b = 2']);
	expect(await panel.page.locator('.axes').count()).toBe(0);
	const first = (facet: number) => panel.page.textContent(`.facet:nth-child(${facet + 1}) [data-grid=output] [data-cell="0,0"]`);
	expect(new Set([await first(0), await first(1), await first(2)]).size).toBe(3);
	await panel.page.focus('[data-focus=grid-2-1]');
	await panel.page.keyboard.press('ArrowRight');
	expect(await readout(panel)).toMatch(/^scores\[1\]\[0\]\[1\] = .* = −2\.6164/);
	await panel.page.keyboard.press('Tab');
	expect(await panel.page.evaluate(() => document.activeElement?.getAttribute('data-focus'))).toBe('grid-0-2');
	expect(await panel.page.getAttribute('.product-view .readout', 'aria-live')).toBe('polite');
	await panel.close();
});

test('a layer: its weight stands as it is multiplied, its bias is in the sum', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('product-linear', 'product')));
	expect(await panel.page.textContent('h2 .name')).toBe('y = linear(x, layer.weight, layer.bias)');
	expect(await panel.page.$$eval('.caption .name', names => names.map(name => name.textContent))).toEqual(['x', 'layer.weight.T', 'y']);
	await panel.page.hover(cell(1, '0,1'));
	expect(await readout(panel)).toContain('layer.weight[1][0] = ');
	await panel.page.hover(cell(2, '3,1'));
	expect((await readout(panel))!.split(' + ')).toHaveLength(4);
	await panel.close();
});

test('of a larger batch four from where its slider stands', async () => {
	const panel = await openPanel(stage);
	const small = load('product-bmm', 'product'), times = 2;
	const more = (tensor: TensorSlice): TensorSlice => ({ ...tensor, shape: [times * tensor.shape[0]!, ...tensor.shape.slice(1)], elements: Float32Array.from([...tensor.elements!, ...tensor.elements!].map(Number)) });
	await panel.send(...show({ ...small, operands: small.operands.map(more), output: more(small.output) }));
	const captions = () => panel.page.$$eval('.facet figcaption', all => all.map(caption => caption.textContent));
	expect(await captions()).toEqual(['b = 0', 'b = 1', 'b = 2', 'b = 3']);
	await panel.page.focus('.axes input');
	await panel.page.keyboard.press('End');
	expect([await panel.page.textContent('.axes output'), await captions()]).toEqual(['2 / 2', ['b = 2', 'b = 3', 'b = 4', 'b = 5']]);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

/** What it holds comes after the click. */
const openTable = async (panel: Panel): Promise<void> => {
	await panel.page.click('.as-table summary');
	await panel.page.waitForSelector('.as-table tr');
};

const filled = (like: TensorSlice, shape: readonly [number, number], value: (row: number, column: number) => number): TensorSlice => ({
	...like, dtype: 'float64', shape, strides: [shape[1], 1], elements: Float64Array.from({ length: shape[0] * shape[1] }, (_, i) => value(Math.floor(i / shape[1]), i % shape[1])),
});
const LONG = 100;
/** c = a @ b, [3, 100] with [100, 90]. */
function long(): ProductSlice {
	const small = load('product-mm', 'product'), [a, b] = small.operands;
	const left = (i: number, k: number) => i + k / 4, right = (k: number, j: number) => k % 3 - j / 8;
	const sum = (i: number, j: number) => Array.from({ length: LONG }, (_, k) => left(i, k) * right(k, j)).reduce((all, each) => all + each);
	return { ...small, operands: [filled(a!, [3, LONG], left), filled(b!, [LONG, 90], right)], output: filled(small.output, [3, 90], sum) };
}

test('beyond what is drawn at once: what a letter stands for moves in all that have it', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(long()));
	const drawn = () => panel.page.$$eval('.axes .axis', all => all.map(each => `${each.querySelector('span')!.textContent}: ${each.querySelector('output')!.textContent}`));
	expect(await drawn()).toEqual(['axis k: 0–63 / 99', 'axis j: 0–63 / 89']);
	await panel.page.focus('[data-focus=grid-2]');
	await panel.page.keyboard.press('End');
	expect(await drawn()).toEqual(['axis k: 0–63 / 99', 'axis j: 26–89 / 89']);
	expect(await readout(panel)).toMatch(/^c\[0\]\[89\] = /);
	expect((await lit(panel)).map(cells => [cells.length, cells.at(-1)])).toEqual([[64, '0,63'], [64, '63,89'], [1, '0,89']]);
	await panel.page.focus('[data-focus=grid-0]');
	await panel.page.keyboard.press('End');
	expect(await drawn()).toEqual(['axis k: 36–99 / 99', 'axis j: 26–89 / 89']);
	expect(await panel.page.evaluate(() => document.activeElement?.getAttribute('data-focus'))).toBe('grid-0');
	expect((await lit(panel)).map(cells => [cells.length, cells[0]])).toEqual([[1, '0,99'], [64, '99,26'], [64, '0,26']]);
	expect(await panel.page.textContent('.product-view > .note')).toContain('at most 64 rows and columns');
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('all terms of a cell as a table: they add up to it', async () => {
	const panel = await openPanel(stage), slice = long();
	await panel.send(...show(slice));
	await panel.page.focus('[data-focus=grid-2]');
	await panel.page.keyboard.press('Control+End');
	expect(await panel.page.locator('.as-table tr').count()).toBe(0);
	await openTable(panel);
	expect(await panel.page.$$eval('.as-table thead th', all => all.map(each => each.textContent))).toEqual(['k', 'a', 'b', 'product', 'sum so far']);
	const rows = () => panel.page.$$eval('.as-table tbody tr', all => all.map(row => [...row.children].map(each => each.textContent!.replace('−', '-'))));
	const terms = await rows();
	expect(terms.map(([k]) => Number(k))).toEqual(Array.from({ length: LONG }, (_, k) => k));
	const total = Number(slice.output.elements!.at(-1));
	expect(terms.reduce((sum, [, a, b]) => sum + Number(a) * Number(b), 0)).toBeCloseTo(total, 6);
	// Written with six digits.
	expect(Number(terms.at(-1)![4]) / total).toBeCloseTo(1, 5);
	expect(await panel.page.textContent('.as-table caption')).toContain('c[2][89] = ');
	// What the mouse comes over on its way to the table does not change it; a click does, and it stays where the view is drawn anew.
	await panel.page.hover(cell(2, '0,30'));
	expect(await panel.page.textContent('.as-table caption')).toContain('c[2][89] = ');
	await panel.page.click(cell(2, '0,30'));
	await expect.poll(() => panel.page.textContent('.as-table caption')).toContain('c[0][30] = ');
	const made = (cells: readonly string[]) => panel.page.evaluate(async all => {
		const captions: string[] = [], caption = (): string => document.querySelector('.as-table caption')!.textContent!;
		const observer = new MutationObserver(() => captions.push(caption()));
		observer.observe(document.querySelector('.as-table .scroller')!, { childList: true });
		for (const at of all) document.querySelector(`[data-grid=output] [data-cell="${at}"]`)!.dispatchEvent(new Event('pointerdown', { bubbles: true }));
		captions.push(caption());
		for (let frame = 0; frame < 5; frame++) await new Promise<void>(resolve => requestAnimationFrame(() => setTimeout(resolve)));
		observer.disconnect();
		return captions.map(text => text.split(' = ')[0]);
	}, cells);
	// Several between two frames make one table, of the last; the one that it is of already makes none.
	expect(await made(['0,28', '0,29', '1,30'])).toEqual(['c[0][30]', 'c[1][30]']);
	expect(await made(['1,30'])).toEqual(['c[1][30]']);
	expect(await made(['0,30'])).toEqual(['c[1][30]', 'c[0][30]']);
	await panel.send({ type: 'slice', id: 'product:0', slice: { ...slice } });
	expect([await panel.page.textContent('.as-table caption'), (await rows()).length]).toEqual([expect.stringContaining('c[0][30] = '), LONG]);
	expect(await violations(panel)).toEqual([]);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('integers are added exactly, a bias is the last of a sum, and what sums nothing is a table of its cells', async () => {
	const panel = await openPanel(stage);
	const rows = () => panel.page.$$eval('.as-table tbody tr', all => all.map(row => [...row.children].map(each => each.textContent!)));
	const small = load('product-mv', 'product'), big = 2n ** 53n;
	const [a, b] = small.operands;
	await panel.send(...show(
		{ ...small, operands: [{ ...a!, elements: BigInt64Array.of(big, 1n, 0n, 0n, 0n, 0n) }, { ...b!, elements: BigInt64Array.of(1n, 1n, 1n) }], output: { ...small.output, elements: BigInt64Array.of(big + 1n, 0n) } }, load('product-linear', 'product'), load('product-mul', 'product')));
	await openTable(panel);
	expect((await rows()).map(row => row.at(-1))).toEqual(['9007199254740992', '9007199254740993', '9007199254740993']);
	await panel.page.click('[role=option] >> nth=1');
	await panel.page.waitForSelector('text=layer.weight.T');
	await openTable(panel);
	expect([(await rows()).length, (await rows()).at(-1)![0]]).toEqual([4, 'layer.bias']);
	const linear = load('product-linear', 'product');
	expect(Number((await rows()).at(-1)!.at(-1)!.replace('−', '-'))).toBeCloseTo(Number(linear.output.elements![0]), 4);
	await panel.page.click('[role=option] >> nth=2');
	await panel.page.waitForFunction(() => document.querySelector('.rule .op')?.textContent?.startsWith('mul'));
	await openTable(panel);
	const mul = load('product-mul', 'product'), [x, v] = mul.operands;
	expect((await rows())[4]).toEqual([`${mul.output.title}[1][1]`, `${x!.title}[1][1] = ${x!.elements![4]}`, `${v!.title}[1] = ${v!.elements![1]}`, String(mul.output.elements![4])].map(text => text.replace('-', '−')));
	await panel.close();
});
