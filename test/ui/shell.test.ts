/** The panel's frame: list, messages, state, widths. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundle, openPanel, openStage, type Panel, type Stage } from './harness.ts';
import { load, show } from './stored/load.ts';

let stage: Stage;
beforeAll(async () => stage = await openStage(await bundle()));
afterAll(() => stage.close());

const all = () => [load('gather', 'indexMap'), load('optimizer', 'optimizer'), load('average', 'average'), load('arange', 'tensor'), load('weight', 'tensor'), load('images', 'tensor')] as const;
const chosen = (panel: Panel) => panel.page.$$eval('[role=option][aria-selected=true] .label', labels => labels.map(label => label.textContent));
const posted = async (panel: Panel) => (await panel.posted()).map(message => message.type === 'select' ? `select ${message.id}` : message.type);

test('says that it is ready, and what to do while there is nothing', async () => {
	const panel = await openPanel(stage);
	await panel.page.waitForSelector('.empty');
	expect(await posted(panel)).toEqual(['ready']);
	expect(await panel.page.textContent('.empty')).toContain('Nothing to show yet.');
	await panel.send({ type: 'notice', text: 'Run some code to see its tensors here.' });
	expect(await panel.page.textContent('main')).toBe('Run some code to see its tensors here.');
	await panel.close();
});

test('the list is a listbox: arrows, Home, End and letters choose; focus stays in it', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(...all()));
	expect(await chosen(panel)).toEqual(['gather']);
	await panel.page.focus('[role=listbox]');
	await panel.page.keyboard.press('ArrowDown');
	expect(await chosen(panel)).toEqual(['SGD']);
	await panel.page.waitForSelector('.optimizer-view');
	await panel.page.keyboard.press('End');
	expect(await chosen(panel)).toEqual(['images']);
	await panel.page.keyboard.press('t');
	expect(await chosen(panel)).toEqual(['tensor_0']);
	expect(await panel.page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('listbox');
	expect(await panel.page.getAttribute('[role=listbox]', 'aria-activedescendant')).toBe('entry-3');
	expect(await posted(panel)).toEqual(['ready', 'select optimizer:1', 'select tensor:5', 'select tensor:3']);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('nothing chosen by the host: the first entry is asked for', async () => {
	const panel = await openPanel(stage);
	const [contents] = show(load('arange', 'tensor'));
	await panel.send({ ...contents as Extract<typeof contents, { type: 'contents' }>, selected: undefined });
	expect(await posted(panel)).toEqual(['ready', 'select tensor:0']);
	await panel.close();
});

test('a choice and what the host sends may cross: what the host has chosen in the end is shown', async () => {
	const panel = await openPanel(stage);
	const [gather, optimizer, average, arange] = all(), [contents] = show(...all());
	await panel.send(contents!, { type: 'slice', id: 'indexMap:0', slice: gather, isSelected: true });
	const [, second, third] = await panel.page.$$eval('[role=option]', options => options.map(option => option.getAttribute('data-id')!));
	await panel.page.click(`[role=option][data-id="${second}"]`);
	// Both left before the choice was there.
	await panel.send(contents!, { type: 'slice', id: 'indexMap:0', slice: gather, isSelected: true });
	expect(await chosen(panel)).toEqual(['gather']);
	await panel.send({ type: 'slice', id: second!, slice: optimizer, isSelected: true });
	expect(await chosen(panel)).toEqual(['SGD']);
	await panel.page.waitForSelector('.optimizer-view');
	// One of before its choice, and one that was asked for to be laid beside it, are not what is chosen.
	await panel.page.click(`[role=option][data-id="${third}"]`);
	await panel.send({ type: 'slice', id: second!, slice: optimizer, isSelected: true });
	await panel.send({ type: 'slice', id: third!, slice: average, isSelected: true }, { type: 'slice', id: 'tensor:3', slice: arange });
	await panel.page.waitForSelector('.average-view');
	expect(await posted(panel)).toEqual(['ready', `select ${second}`, `select ${third}`]);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('an id that is in no list (a hover\'s link) is shown all the same', async () => {
	const panel = await openPanel(stage);
	const [contents] = show(load('arange', 'tensor'));
	await panel.send({ ...contents as Extract<typeof contents, { type: 'contents' }>, selected: 'tensor:9@4' }, { type: 'slice', id: 'tensor:9@4', slice: load('weight', 'tensor') });
	expect(await panel.page.textContent('h2 .name')).toBe('layer.weight');
	await panel.close();
});

test('a trace that could not be read to its end says so above each view, until another comes', async () => {
	const panel = await openPanel(stage);
	const [contents, ...slices] = show(load('arange', 'tensor'), load('weight', 'tensor'));
	const problem = 'The trace was cut short: its last frame is not whole.';
	await panel.send({ ...contents as Extract<typeof contents, { type: 'contents' }>, problem }, ...slices);
	expect(await panel.page.textContent('main .problem')).toBe(problem);
	await panel.page.click('[role=option] >> nth=1');
	expect(await panel.page.textContent('main .problem + h2 .name')).toBe('layer.weight');
	await panel.send(contents!, ...slices);
	await panel.page.waitForSelector('main .problem', { state: 'detached' });
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('a running program: contents come again, and what is looked at stays', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(...all()));
	await panel.page.click('[role=option] >> nth=1');
	await panel.page.focus('[data-focus=path]');
	await panel.page.keyboard.press('End');
	const again = show(...all()).map(message => message.type === 'contents' ? { ...message, selected: 'optimizer:1' } : message);
	await panel.send(...again);
	expect(await panel.page.textContent('.controls .count')).toBe('step 19 of 19');
	expect(await panel.page.evaluate(() => document.activeElement?.getAttribute('data-focus'))).toBe('path');
	await panel.close();
});

test('state survives a reload; another trace begins anew', async () => {
	const first = await openPanel(stage);
	await first.send(...show(load('optimizer', 'optimizer')));
	await first.page.locator('[data-focus=step]').fill('7');
	const state = await first.state();
	expect(state).toMatchObject({ traceUri: 'file:///trace', selected: 'optimizer:0' });
	await first.close();
	const second = await openPanel(stage, { state });
	await second.send(...show(load('optimizer', 'optimizer')));
	expect(await second.page.textContent('.controls .count')).toBe('step 7 of 19');
	const other = show(load('optimizer', 'optimizer')).map(message => message.type === 'contents' ? { ...message, state: { ...message.state, traceUri: 'file:///other' } } : message);
	await second.send(...other);
	expect(await second.page.textContent('.controls .count')).toBe('step 19 of 19');
	await second.close();
});

test('a state of no known shape is no state', async () => {
	for (const state of [null, 7, 'x', { views: 3, traceUri: {} }]) {
		const panel = await openPanel(stage, { state });
		await panel.send(...show(load('arange', 'tensor')));
		expect(await panel.page.textContent('h2 .name')).toBe('tensor_0');
		expect(panel.complaints).toEqual([]);
		await panel.close();
	}
});

test('words come from the strings message, English where it has none', async () => {
	const panel = await openPanel(stage);
	await panel.send({ type: 'strings', strings: { hoverHint: '指向一个单元格', line: '第 {0} 行' } }, ...show(load('arange', 'tensor')));
	expect(await panel.page.textContent('.readout')).toBe('指向一个单元格');
	expect(await panel.page.textContent('h2 .link')).toBe('第 1 行');
	expect(await panel.page.textContent('.buttons')).toContain('value');
	await panel.close();
});

describe.each([280, 300, 420, 700, 1000, 1600])('%d px wide', width => {
	test('no view sticks out sideways, and nothing is unreachable', async () => {
		const panel = await openPanel(stage, { width, height: 800 });
		const slices = all();
		await panel.send(...show(...slices));
		for (let i = 0; i < slices.length; i++) {
			await panel.page.click(`[role=option] >> nth=${i}`);
			await panel.page.waitForSelector('.view');
			const out = await panel.page.evaluate(() => {
				const main = document.querySelector('main')!;
				const right = main.getBoundingClientRect().left + main.clientWidth;
				const over = [...main.querySelectorAll('*')].filter(node => node.closest('.scroller, .values, .visually-hidden, defs, [clip-path]') === null && node.getBoundingClientRect().right > right + 1);
				return { page: document.documentElement.scrollWidth, over: over.map(node => node.outerHTML.slice(0, 120)) };
			});
			expect(out.page).toBeLessThanOrEqual(width);
			expect(out.over).toEqual([]);
		}
		expect(panel.complaints).toEqual([]);
		await panel.close();
	});
});

test('a list that was scrolled, or is being clicked, stays as it is while contents come again', async () => {
	const panel = await openPanel(stage, { width: 420, height: 500 });
	const slices = Array.from({ length: 40 }, (_, i) => ({ ...load('arange', 'tensor'), title: `t${i}` }));
	const [contents] = show(...slices);
	await panel.send(...show(...slices));
	const scrolled = () => panel.page.$eval('.entries', list => list.scrollTop);
	await panel.page.$eval('.entries', list => list.scrollTop = 300);
	const option = panel.page.locator('[role=option] >> nth=16');
	await option.hover();
	await panel.page.mouse.down();
	await panel.send(contents!);
	expect(await scrolled()).toBe(300);
	await panel.page.mouse.up();
	expect(await chosen(panel)).toEqual(['t16']);
	const { entries, ...rest } = contents as Extract<typeof contents, { type: 'contents' }>;
	await panel.send({ ...rest, selected: 'tensor:16', entries: entries.map(entry => ({ ...entry, detail: 'float32 [7]' })) });
	expect(await option.textContent()).toBe('t16float32 [7]');
	await panel.send({ ...rest, selected: 'tensor:16', entries: [{ id: 'optimizer:1', kind: 'optimizer', label: 'SGD', detail: '2' }, ...entries] });
	expect(await scrolled()).toBe(300);
	expect(await chosen(panel)).toEqual(['t16']);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('another entry is shown from its top', async () => {
	const panel = await openPanel(stage, { width: 420, height: 500 });
	await panel.send(...show(load('optimizer', 'optimizer'), load('average', 'average')));
	await panel.page.$eval('main', main => main.scrollTop = 200);
	await panel.send(...show(load('optimizer', 'optimizer'), load('average', 'average')));
	expect(await panel.page.$eval('main', main => main.scrollTop)).toBe(200);
	await panel.page.click('[role=option] >> nth=1');
	await panel.page.waitForSelector('.average-view');
	expect(await panel.page.$eval('main', main => main.scrollTop)).toBe(0);
	await panel.close();
});

test('contents without entries ask for nothing that another run may have had', async () => {
	const panel = await openPanel(stage, { state: { selected: 'tensor:9', views: {} } });
	const [contents] = show(load('arange', 'tensor'));
	await panel.send({ ...contents as Extract<typeof contents, { type: 'contents' }>, entries: [], selected: undefined });
	expect(await posted(panel)).toEqual(['ready']);
	await panel.close();
});

test('dragged narrower, a view is laid out anew', async () => {
	const panel = await openPanel(stage, { width: 1300 });
	await panel.send(...show(load('optimizer', 'optimizer')));
	await panel.page.waitForSelector('.columns.beside');
	await panel.page.setViewportSize({ width: 320, height: 760 });
	await panel.page.waitForFunction(() => document.querySelector('.columns') !== null && document.querySelector('.columns.beside') === null);
	expect((await panel.page.locator('.trajectory').boundingBox())!.width).toBeLessThan(320);
	await panel.close();
});

test('a change of theme redraws', async () => {
	const panel = await openPanel(stage, { theme: 'light' });
	await panel.send(...show(load('arange', 'tensor')));
	const before = await panel.page.getAttribute('.heatmap [data-cell="0,0"]', 'fill');
	await panel.page.evaluate(() => {
		document.documentElement.style.setProperty('--vscode-editor-background', 'rgb(10, 10, 10)');
		document.body.className = 'vscode-dark';
	});
	await panel.page.waitForFunction(was => document.querySelector('.heatmap [data-cell="0,0"]')?.getAttribute('fill') !== was, before);
	await panel.close();
});
