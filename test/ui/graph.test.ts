/** Autograd graphs in the panel: what is said of a node, the keys, groups, and thousands of nodes. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GraphNode, GraphSlice } from '../../engine/slice/slice.ts';
import { marksOf } from '../../webview/graph/marks.ts';
import { bundle, openPanel, openStage, THEMES, type Panel, type Stage } from './harness.ts';
import { load, show } from './stored/load.ts';

let stage: Stage;
beforeAll(async () => stage = await openStage(await bundle()));
afterAll(() => stage.close());

const readout = (panel: Panel) => panel.page.textContent('.graph-view .readout');
const names = (panel: Panel) => panel.page.$$eval('.graph .name', texts => texts.map(text => text.textContent));
const node = (place: number) => `.graph [data-node="${place}"]`;

test('a node says all of itself; a click shows its line', async () => {
	const panel = await openPanel(stage);
	const slice = load('graph-net', 'graph');
	await panel.send(...show(slice));
	expect(await panel.page.textContent('h2')).toContain('loss');
	expect(await names(panel)).toEqual(['net.first.weight', 'net.first.bias', 'linear', 'relu', 'net.second.weight', 'net.second.bias', 'linear', 'cross_entropy']);
	await panel.page.hover(node(3));
	expect(await readout(panel)).toMatch(/^relu ReluBackward0 · line 10 · float32 \[8, 4\] = 0 … 1\.\d+ · gradient .* root mean square 0\.0\d+$/);
	await panel.page.click(node(3));
	expect((await panel.posted()).filter(({ type }) => type === 'reveal')).toEqual([{ type: 'reveal', origin: slice.nodes[3]!.origin }]);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('by keyboard: along the graph, to the line, larger and smaller; where it was is kept', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('graph-net', 'graph')));
	await panel.page.focus('.graph');
	expect(await readout(panel)).toMatch(/^cross_entropy NllLossBackward0/);
	expect(await panel.page.getAttribute('.graph-view .readout', 'aria-live')).toBe('polite');
	for (const [key, said] of [['ArrowUp', 'linear'], ['ArrowUp', 'relu|net.second'], ['ArrowLeft', 'relu|net'], ['Home', 'net.first.weight'], ['ArrowDown', 'linear'], ['End', 'cross_entropy']] as const) {
		await panel.page.keyboard.press(key);
		expect(await readout(panel)).toMatch(new RegExp(`^(${said})`));
	}
	await panel.page.keyboard.press('Enter');
	expect((await panel.posted()).at(-1)).toMatchObject({ type: 'reveal', origin: { line: 16 } });
	const scale = () => panel.page.$eval('.graph > g', group => Number(/scale\((.*)\)/.exec(group.getAttribute('transform')!)![1]));
	const before = await scale();
	await panel.page.keyboard.press('-');
	await panel.page.waitForFunction(was => Number(/scale\((.*)\)/.exec(document.querySelector('.graph > g')!.getAttribute('transform')!)![1]) < was, before);
	const state = await panel.state() as { views: Record<string, { camera: number[] }> };
	expect(state.views['graph:0']!.camera[0]).toBeCloseTo(before / 1.4, 3);
	await panel.close();
});

test('groups: by line and by module, opened and closed', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('graph-residual', 'graph')));
	await panel.page.selectOption('select[data-focus=folding]', 'modules');
	// An op of another module between two of one is a node of its own, and so are those around it.
	expect(await names(panel)).toEqual(['net.blocks.0.inner', 'net.blocks.0', 'net.blocks.1.inner', 'net.blocks.1', 'net.blocks.2.inner', 'net.blocks.2', 'mean']);
	await panel.page.click('.graph .unfold >> nth=0');
	expect((await names(panel)).slice(0, 4)).toEqual(['…ocks.0.inner.weight', '…blocks.0.inner.bias', 'linear', 'net.blocks.0']);
	await panel.page.focus('.graph');
	await panel.page.keyboard.press('Home');
	await panel.page.keyboard.press(' ');
	expect((await names(panel)).slice(0, 2)).toEqual(['net.blocks.0.inner', 'net.blocks.0']);
	await panel.page.selectOption('select[data-focus=folding]', 'lines');
	expect(await names(panel)).toEqual(['line 7', 'add', 'line 7', 'add', 'line 7', 'add', 'mean']);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('Space on a node of no group does nothing; on a group it stays there', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('graph-net', 'graph')));
	await panel.page.focus('.graph');
	await panel.page.keyboard.press('Home');
	await panel.page.keyboard.press(' ');
	expect(await panel.page.isVisible('[data-focus=fold-again]')).toBe(false);
	await panel.page.selectOption('select[data-focus=folding]', 'modules');
	await panel.page.focus('.graph');
	await panel.page.keyboard.press('Home');
	await panel.page.keyboard.press(' ');
	expect(await readout(panel)).toMatch(/^net\.first\.weight/);
	expect(await panel.page.evaluate(() => document.activeElement?.getAttribute('data-focus'))).toBe('graph');
	await panel.close();
});

test('what calls for a look is marked, said and explained', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('graph-nan', 'graph')));
	expect(await panel.page.$$eval('.graph .sign', signs => signs.map(sign => [sign.closest('[data-node]')!.querySelector('.name')!.textContent, sign.textContent]))).toEqual([['sub', '∇ nan'], ['sqrt', 'nan']]);
	await panel.page.hover(node(2));
	expect(await readout(panel)).toContain('NaN begins here');
	await panel.send(...show(load('graph-nan-given', 'graph')));
	expect(await panel.page.$$eval('.graph .sign', signs => signs.map(sign => [sign.closest('[data-node]')!.querySelector('.name')!.textContent, sign.textContent]))).toContainEqual(['matmul', '→ nan']);
	await panel.page.hover(node(1));
	expect(await readout(panel)).toContain("NaN came in with batch['x']");
	expect(await panel.page.textContent('.graph-view .key')).toContain("NaN came in with batch['x']");
	await panel.send(...show(load('graph-vanishing', 'graph')));
	await panel.page.selectOption('select[data-focus=folding]', 'nothing');
	expect(await panel.page.textContent('.graph-view .key')).toContain('vanishing gradient');
	await panel.send(...show(load('graph-leaves', 'graph')));
	expect(await panel.page.textContent('.graph-view')).toContain('Of the gradients (∇) those alone that the program kept: `dropout` at line 12 draws random numbers.');
	await panel.close();
});

test('replayed gradients are said to be the engine\'s own where they are not the program\'s to the bit', async () => {
	const panel = await openPanel(stage), slice = load('graph-net', 'graph');
	const said = () => panel.page.$$eval('.graph-view .note', notes => notes.map(note => note.textContent ?? '').filter(text => text.startsWith('Computed anew')));
	for (const [off, words] of [
		[0, []], [3.2e-8, ['Computed anew from what was recorded: of the gradients that the program kept they are off by 3.2e-8 of their size at most.']],
		[undefined, ['Computed anew from what was recorded; the program kept no gradients with which they could be compared.']],
	] as const) {
		await panel.send(...show({ ...slice, off }));
		expect(await said()).toEqual(words);
	}
	await panel.close();
});

test('from afar each mark has its shape, as large however small the nodes are, in every theme\'s colour of text', async () => {
	const facts = (rms: number, nan = 0, infinite = 0) => ({ count: 1, nan, infinite, low: rms, high: rms, rms, values: [rms] });
	const node = (name: string, value: ReturnType<typeof facts>, gradient: ReturnType<typeof facts>): GraphNode => ({ kind: 'op', name, gradFn: 'X', shape: [1], dtype: 'float32', module: '', origin: undefined, value, given: undefined, gradient });
	const slice: GraphSlice = {
		kind: 'graph', ref: 1, tick: 1, title: 'loss', isCut: false, gradients: 'replayed', off: 0, edges: Uint32Array.of(0, 6, 1, 6, 2, 6, 3, 6, 4, 6, 5, 6),
		nodes: [node('nan', facts(NaN, 1), facts(1)), node('infinite', facts(1, 0, 1), facts(1)), node('nanGradient', facts(1), facts(NaN, 1)), node('exploding', facts(1), facts(1e6)), node('vanishing', facts(1), facts(1e-9)), node('zero', facts(1), facts(0)), node('root', facts(1), facts(1))],
	};
	for (const theme of THEMES) {
		const panel = await openPanel(stage, { theme, width: 700 });
		await panel.send(...show(slice));
		expect(await panel.page.locator('.graph .far').count()).toBe(0);
		const sizes: number[] = [];
		for (let i = 0; i < 3; i++) await panel.page.click('[data-focus=zoom-out]');
		await panel.page.waitForSelector('.graph .far');
		for (const clicks of [0, 2]) {
			for (let i = 0; i < clicks; i++) await panel.page.click('[data-focus=zoom-out]');
			await panel.page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))));
			const marks = await panel.page.$$eval('.graph .far:not(.halo)', paths => paths.map(path => ({ mark: path.getAttribute('data-mark'), width: path.getBoundingClientRect().width, stroke: getComputedStyle(path).stroke })));
			expect(marks.map(({ mark }) => mark)).toEqual(['nan', 'infinite', 'nanGradient', 'exploding', 'vanishing', 'zero']);
			sizes.push(...marks.map(({ width }) => width));
			const probe = await panel.page.$eval('body', body => getComputedStyle(body).color);
			expect(new Set(marks.map(({ stroke }) => stroke))).toEqual(new Set([probe]));
		}
		expect(Math.min(...sizes)).toBeGreaterThan(7);
		expect(Math.max(...sizes)).toBeLessThan(16);
		// The key below says what each shape is, and no two are the same.
		const key = await panel.page.$$eval('.key path', paths => paths.map(path => path.getAttribute('d')));
		expect(new Set(key).size).toBe(6);
		expect(panel.complaints).toEqual([]);
		await panel.close();
	}
});

test('where many marks lie close together from afar, some are drawn, those that matter most first', async () => {
	const panel = await openPanel(stage, { state: { traceUri: 'file:///trace', selected: 'graph:0', timeline: {}, views: { 'graph:0': { camera: [0.03, 300, 10], folding: 'nothing' } } } });
	await panel.send(...show(load('graph-exploding', 'graph')));
	await panel.page.waitForSelector('.graph .far');
	const drawn = await panel.page.$$eval('.graph .far:not(.halo)', paths => paths.map(path => path.getAttribute('d')!.match(/M/g)!.length).reduce((sum, count) => sum + count, 0));
	const marked = marksOf(load('graph-exploding', 'graph')).filter(marks => marks.length > 0).length;
	expect(drawn).toBeGreaterThan(3);
	expect(drawn).toBeLessThan(marked);
	await panel.close();
});

test('the table holds every node', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('graph-net', 'graph')));
	await panel.page.click('.as-table summary');
	// It is made when it has opened, which is told after the click.
	await panel.page.waitForSelector('.as-table tbody tr');
	expect(await panel.page.locator('.as-table tbody tr').count()).toBe(8);
	expect(await panel.page.textContent('.as-table tbody tr >> nth=2')).toMatch(/^linearAddmmBackward0float32\[8, 4\]/);
	await panel.close();
});

/** A net of residual blocks. */
function large(count: number): GraphSlice {
	const nodes: GraphNode[] = [], edges: number[] = [];
	const add = (kind: 'op' | 'leaf', name: string, ...inputs: number[]): number => {
		const at = nodes.push({ kind, name, gradFn: 'X', shape: [1], dtype: 'float32', module: '', origin: undefined, value: undefined, given: undefined, gradient: undefined }) - 1;
		edges.push(...inputs.flatMap(input => [input, at]));
		return at;
	};
	let x = add('leaf', 'x');
	while (nodes.length < count) {
		const h = add('op', 'relu', add('op', 'linear', x, add('leaf', 'weight'), add('leaf', 'bias')));
		x = add('op', 'add', x, h);
	}
	return { kind: 'graph', ref: 1, tick: 1, title: 'loss', nodes, edges: Uint32Array.from(edges), isCut: false, gradients: 'pending', off: undefined };
}

test('thousands of nodes are laid out in a worker, under the panel’s policy, while the page goes on', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(large(5000)));
	await panel.page.selectOption('select[data-focus=folding]', 'nothing');
	await panel.page.waitForSelector('.graph > g');
	await expect.poll(() => panel.page.workers().length).toBe(0);
	await panel.page.focus('.graph');
	await panel.page.keyboard.press('0');
	// From afar they are shapes alone.
	await panel.page.waitForSelector('.graph path.op');
	expect(await panel.page.locator('.graph text').count()).toBe(0);
	await panel.page.keyboard.press('ArrowUp');
	expect(await readout(panel)).toMatch(/^(relu|add)/);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('dragging moves it, Ctrl and the wheel zoom, and a drag is no click', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('graph-net', 'graph')));
	const place = () => panel.page.$eval('.graph > g', group => group.getAttribute('transform'));
	const before = await place(), box = (await panel.page.locator(node(2)).boundingBox())!;
	await panel.page.mouse.move(box.x + 20, box.y + 10);
	await panel.page.mouse.down();
	await panel.page.mouse.move(box.x + 60, box.y + 40, { steps: 4 });
	await panel.page.mouse.up();
	await panel.page.waitForFunction(was => document.querySelector('.graph > g')!.getAttribute('transform') !== was, before);
	expect((await panel.posted()).some(({ type }) => type === 'reveal')).toBe(false);
	const moved = await place();
	await panel.page.keyboard.down('Control');
	await panel.page.mouse.wheel(0, -120);
	await panel.page.keyboard.up('Control');
	await panel.page.waitForFunction(was => document.querySelector('.graph > g')!.getAttribute('transform') !== was, moved);
	await panel.close();
});

test('a tensor that was computed leads to its graph', async () => {
	const panel = await openPanel(stage);
	const slice = load('scalar', 'tensor');
	await panel.send(...show(slice));
	await panel.page.click('.facts button');
	expect((await panel.posted()).at(-1)).toEqual({ type: 'select', id: `graph:${slice.ref}` });
	await panel.close();
});
