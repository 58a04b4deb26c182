/** What holds for every view in every theme: text can be read, focus can be seen, controls have names, Tab goes through. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from './axe.ts';
import { bundle, openPanel, openStage, THEMES, type Panel, type Stage } from './harness.ts';
import { distance, seenBy, VISIONS } from '../unit/webview/colour-vision.ts';
import type { StorageSlice, TensorSlice } from '../../engine/slice/slice.ts';
import type { ToPanel } from '../../webview/messages.ts';
import { load, show } from './stored/load.ts';

/** ΔE of colours that nobody takes for one another. */
const APART = 12;

let stage: Stage;
beforeAll(async () => stage = await openStage(await bundle()));
afterAll(() => stage.close());

const all = () => [load('gather', 'indexMap'), load('optimizer', 'optimizer'), load('average', 'average'), load('product-add', 'product'), load('storage-unfold', 'storage'), load('nonfinite', 'tensor'), load('images', 'tensor'), load('graph-net', 'graph'), load('graph-nan', 'graph')] as const;
const TIMELINE: readonly ToPanel[] = [
	{ type: 'timeline', timeline: { steps: 90, optimizerSteps: 3, from: 0, end: 1000, losses: { count: 3, numbers: Float64Array.of(0, 1, 2), ticks: Float64Array.of(100, 500, 900), values: Float64Array.of(3, NaN, 1) }, optimizers: Float64Array.of(120, 520, 920), outputs: Float64Array.of(130, 530), raised: Float64Array.of(950), limit: 990 } },
	{ type: 'position', tick: 500, place: { tick: 500, step: 45, optimizerStep: 1, origin: load('arange', 'tensor').origin }, own: false },
];
const each = async (panel: Panel, visit: (name: string) => Promise<void>) => {
	const slices = all();
	await panel.send(...show(...slices), ...TIMELINE);
	for (const [i, slice] of slices.entries()) {
		await panel.page.click(`[role=option] >> nth=${i}`);
		await panel.page.waitForSelector('.view');
		await visit(slice.kind);
	}
};

/** Runs in the page: every piece of text whose colour is under 4.5 : 1 against what is behind it. */
function dimTexts(): string[] {
	const parse = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
	const over = (top: number[], under: number[]) => [0, 1, 2].map(i => top[i]! * (top[3] ?? 1) + under[i]! * (1 - (top[3] ?? 1)));
	const luminance = (color: number[]) => {
		const [r, g, b] = color.map(channel => channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4);
		return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
	};
	const behind = (node: Element | null): number[] => {
		if (node === null) return [255, 255, 255];
		const color = parse(getComputedStyle(node).backgroundColor);
		return (color[3] ?? 1) === 1 && color.length > 0 ? color : over(color, behind(node.parentElement));
	};
	const found: string[] = [];
	for (const node of document.body.querySelectorAll('*')) {
		if (![...node.childNodes].some(child => child.nodeType === Node.TEXT_NODE && child.textContent!.trim() !== '')) continue;
		if (node.closest('script, style, .visually-hidden, [hidden]') !== null || node.classList.contains('digits') || node.hasAttribute('fill')) continue;
		const style = getComputedStyle(node);
		if (style.visibility === 'hidden' || style.display === 'none') continue;
		const ground = behind(node.closest('svg') === null ? node : node.closest('svg')!.parentElement);
		const color = over(parse(node instanceof SVGElement ? style.fill : style.color), ground);
		const [light, dark] = [luminance(color), luminance(ground)].sort((a, b) => b - a) as [number, number];
		const contrast = (light + 0.05) / (dark + 0.05);
		if (contrast < 4.5) found.push(`${contrast.toFixed(2)} ${node.tagName}.${node.getAttribute('class')} ${node.textContent!.slice(0, 30)}`);
	}
	return found;
}

describe.each(THEMES)('%s', theme => {
	test('text has a contrast of 4.5 : 1', async () => {
		const panel = await openPanel(stage, { theme });
		await each(panel, async name => expect([name, await panel.page.evaluate(dimTexts)]).toEqual([name, []]));
		expect(panel.complaints).toEqual([]);
		await panel.close();
	});

	test('what has the focus is outlined', async () => {
		const panel = await openPanel(stage, { theme });
		await each(panel, async name => {
			await panel.page.focus('[role=listbox]');
			const stops: string[] = [];
			for (let i = 0; i < 12; i++) {
				await panel.page.keyboard.press('Tab');
				const stop = await panel.page.evaluate(() => {
					const node = document.activeElement!;
					if (node === document.body) return undefined;
					const style = getComputedStyle(node);
					const cursor = node.querySelector('.cursor[visibility=visible], .cell.lit') !== null;
					return { name: node.getAttribute('data-focus') ?? node.textContent!.slice(0, 20), seen: cursor || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) };
				});
				if (stop === undefined) break;
				stops.push(stop.name);
				expect([name, stop.name, stop.seen]).toEqual([name, stop.name, true]);
			}
			expect(new Set(stops).size).toBe(stops.length);
			expect(stops.length).toBeGreaterThan(1);
		});
		await panel.close();
	});
});

test.each(THEMES)('axe finds nothing: %s', async theme => {
	const panel = await openPanel(stage, { theme });
	await each(panel, async name => expect([name, await violations(panel)]).toEqual([name, []]));
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

describe('as a table', () => {
	const cells = (panel: Panel, of = 'main') => panel.page.$$eval(`${of} .as-table tr`, rows => rows.map(row => [...row.children].map(cell => cell.textContent!)));
	const open = async (panel: Panel, of = 'main') => {
		await panel.page.click(`${of} .as-table summary`);
		await panel.page.waitForSelector(`${of} .as-table table`);
	};

	test('an optimizer\'s steps: the rate, the loss, the coordinates before and after, the terms between', async () => {
		const panel = await openPanel(stage), slice = load('optimizer', 'optimizer');
		await panel.send(...show(slice));
		await open(panel);
		const [head, ...rows] = await cells(panel);
		const { steps } = slice;
		expect(head!.slice(0, 3)).toEqual(['step', 'lr', 'loss']);
		expect(head!.filter(name => / (before|after)$/.test(name))).toHaveLength(4);
		expect(rows).toHaveLength(steps.count);
		const numbers = rows.map(row => row.map(text => Number(text.replace('−', '-'))));
		expect(numbers[7]![2]).toBeCloseTo(steps.loss[7]!, 3);
		// What a step left is what the next one found, and the terms lead from one to the other.
		const [before, after] = [head!.findIndex(name => name.endsWith(' before')), head!.findIndex(name => name.endsWith(' after'))];
		expect(numbers.slice(1).map(row => row[before])).toEqual(numbers.slice(0, -1).map(row => row[after]));
		const update = head!.findIndex(name => name.endsWith(' update'));
		for (const row of numbers) expect(row[before]! + row[update]!).toBeCloseTo(row[after]!, 2);
		expect(await violations(panel)).toEqual([]);
		expect(panel.complaints).toEqual([]);
		await panel.close();
	});

	test('an average\'s updates, of the element that is chosen', async () => {
		const panel = await openPanel(stage), slice = load('average', 'average');
		await panel.send(...show(slice));
		await open(panel);
		const wanted = (curve: number) => Array.from(slice.updates, (_, at) => slice.curves[curve]!.weights[at * slice.curves[curve]!.elements]!);
		const weights = async () => (await cells(panel)).slice(1).map(row => Number(row[1]!.replace('−', '-')));
		expect((await cells(panel))[0]).toEqual(['update', 'weight', 'average', 'decay']);
		for (const curve of [0, 1]) {
			await panel.page.selectOption('[data-focus=curve]', String(curve));
			// What is on the page is made anew after its picture.
			await expect.poll(weights).toEqual(wanted(curve).map(weight => expect.closeTo(weight, 3) as number));
		}
		expect(await violations(panel)).toEqual([]);
		await panel.close();
	});

	test('a tensor\'s planes, with the numbers of their rows and columns; of many cells the first', async () => {
		const panel = await openPanel(stage);
		await panel.send(...show(load('arange', 'tensor')));
		await open(panel);
		expect(await cells(panel)).toEqual([['row', '0', '1', '2'], ['0', '3', '4', '5'], ['1', '6', '7', '8'], ['2', '9', '10', '11']]);
		await panel.send({ type: 'slice', id: 'tensor:0', slice: load('images', 'tensor') });
		// It is open still, and goes along with the axes.
		const captions = () => panel.page.$$eval('.as-table caption', nodes => nodes.map(node => node.textContent));
		expect(await captions()).toEqual(['[0, 0, :, :]', '[0, 1, :, :]', '[0, 2, :, :]', '[1, 0, :, :]', '[1, 1, :, :]', '[1, 2, :, :]']);
		await panel.page.focus('[data-axis="0"]');
		await panel.page.keyboard.press('ArrowRight');
		await expect.poll(captions).toHaveLength(3);
		expect(await violations(panel)).toEqual([]);
		await panel.send({ type: 'slice', id: 'tensor:0', slice: { ...load('arange', 'tensor'), dtype: 'float32', shape: [600, 300], strides: [300, 1], elements: Float32Array.from({ length: 180_000 }, (_, at) => at) } });
		const large = await cells(panel);
		expect([large.length, large[0]!.length, large[395]![100]]).toEqual([397, 101, String(394 * 300 + 99)]);
		const notes = () => panel.page.$$eval('.as-table .note', nodes => nodes.map(node => node.textContent));
		expect([await captions(), await notes()]).toEqual([['Of 300 columns the first 100.'], ['Of 600 rows the first 396.']]);
		// 99 columns with their rows' names: the second is at the limit's end to the cell, or is cut before it.
		const several = (rows: number): TensorSlice => ({ ...load('arange', 'tensor'), dtype: 'float32', shape: [4, rows, 99], strides: [99 * rows, 99, 1], elements: new Float32Array(4 * rows * 99) });
		for (const [rows, said] of [[200, ['Tables that are left out: 2.']], [250, ['Of 250 rows the first 150.', 'Tables that are left out: 2.']], [100, []]] as const) {
			await panel.send({ type: 'slice', id: 'tensor:0', slice: several(rows) });
			expect([rows, await notes()]).toEqual([rows, said]);
		}
		expect(panel.complaints).toEqual([]);
		await panel.close();
	});

	test('a storage: of each cell its number, and what it is in each tensor', async () => {
		const panel = await openPanel(stage, { width: 500 });
		const long = load('storage-long', 'storage'), slice: StorageSlice = { ...long, views: [...long.views, { title: 'again', shape: [6, 3], strides: [0, 2], offset: 1 }] };
		await panel.send(...show(slice));
		await open(panel);
		const [head, ...rows] = await cells(panel);
		expect(head).toEqual(['storage', 'value', ...slice.views.map(({ title }) => title)]);
		// Of each tensor the elements that lie there by its strides, row by row; of many the first four.
		const names = slice.views.map(({ shape, strides, offset }) => {
			const indices = shape.reduce<readonly number[][]>((all, size) => all.flatMap(index => Array.from({ length: size }, (_, at) => [...index, at])), [[]]);
			return Array.from({ length: slice.count }, (_, place) => {
				const own = indices.filter(index => index.reduce((sum, at, axis) => sum + at * strides[axis]!, offset) === place).map(index => `[${index.join('][')}]`);
				return [...own.slice(0, 4), ...own.length > 4 ? ['…'] : []].join(', ');
			});
		});
		expect(rows).toEqual(Array.from({ length: slice.count }, (_, place) => [`[${place}]`, expect.stringMatching(/^−?\d/) as string, ...names.map(each => each[place]!)]));
		expect(await violations(panel)).toEqual([]);
		await panel.close();
	});

	test('the run\'s losses and optimizer steps, in the order of time; open, it is open again', async () => {
		const panel = await openPanel(stage, { width: 500 });
		await panel.send(...show(load('arange', 'tensor')), ...TIMELINE);
		const track = (await panel.page.locator('footer .track').boundingBox())!;
		await open(panel, 'footer');
		expect(await cells(panel, 'footer')).toEqual([
			['event', 'of the run', 'loss'],
			['loss 1', '10 %', '3'], ['optimizer step 1 of 3', '12 %', ''], ['output', '13 %', ''], ['loss 2', '50 %', ''], ['optimizer step 2 of 3', '52 %', ''], ['output', '53 %', ''], ['loss 3', '90 %', '1'], ['optimizer step 3 of 3', '92 %', ''], ['exception', '95 %', ''],
		]);
		expect((await panel.page.locator('footer .track').boundingBox())!.width).toBeGreaterThanOrEqual(track.width);
		expect(await violations(panel)).toEqual([]);
		// A part of the run that is shown leaves it as it is.
		await panel.page.focus('footer .track');
		await panel.page.keyboard.press('+');
		expect(await panel.state()).toMatchObject({ timeline: { table: true, span: [250, 750] } });
		const again = await openPanel(stage, { state: await panel.state() });
		await again.send(...show(load('arange', 'tensor')), ...TIMELINE);
		expect((await cells(again, 'footer')).length).toBe(10);
		await again.page.focus('footer .track');
		await again.page.keyboard.press('Escape');
		expect(await again.state()).toMatchObject({ timeline: { table: true } });
		await again.page.click('footer .as-table summary');
		await expect.poll(async () => (await again.state() as { timeline: object }).timeline).toEqual({ table: false });
		expect([...panel.complaints, ...again.complaints]).toEqual([]);
		await panel.close();
		await again.close();
	});
});

test('axe would find a control without a name', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('arange', 'tensor')));
	await panel.page.evaluate(() => document.querySelector('[data-focus=copy-text]')!.replaceChildren());
	await panel.page.evaluate(() => document.querySelector('[data-focus=copy-text]')!.removeAttribute('aria-label'));
	await panel.page.evaluate(() => document.querySelector('[data-focus=copy-text]')!.removeAttribute('title'));
	expect((await violations(panel)).some(each => each.startsWith('button-name'))).toBe(true);
	await panel.close();
});

test('dim text would be seen', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('gather', 'indexMap')));
	await panel.page.evaluate(() => document.documentElement.style.setProperty('--vscode-descriptionForeground', 'rgb(170, 170, 170)'));
	const found = await panel.page.evaluate(dimTexts);
	expect(found.some(each => each.includes('SPAN.kind'))).toBe(true);
	expect(found.some(each => each.includes('text.type'))).toBe(true);
	await panel.close();
});

test('every control has a name, every figure a role', async () => {
	const panel = await openPanel(stage);
	await each(panel, async name => {
		const nameless = await panel.page.evaluate(() => [...document.querySelectorAll('button, select, input, [role], [tabindex="0"]:not(pre)')]
			.filter(node => node.getAttribute('aria-label') === null && node.textContent!.trim() === '' && node.closest('label') === null && node.getAttribute('role') !== 'status')
			.map(node => node.outerHTML.slice(0, 100)));
		expect([name, nameless]).toEqual([name, []]);
		const roleless = await panel.page.evaluate(() => [...document.querySelectorAll('[tabindex="0"]:not([role]):not(pre)')].map(node => node.outerHTML.slice(0, 100)));
		expect([name, roleless]).toEqual([name, []]);
	});
	await panel.close();
});

test.each(THEMES)('what a mark\'s colour tells, its shape tells too, or who is colour-blind sees the colours apart: %s', async theme => {
	const panel = await openPanel(stage, { theme });
	await panel.send(...show(load('optimizer', 'optimizer'), load('average', 'average')), ...TIMELINE);
	// A graph's marks are words from near and shapes from afar (graph.test.ts); scales are in test/unit/webview/colour-vision.test.ts.
	/** What is drawn in the place of a selector: its colour, and what else tells it from others. */
	const looks = (selectors: readonly string[]) => panel.page.evaluate(all => all.map(selector => {
		const { stroke, strokeDasharray, strokeWidth, strokeLinecap } = getComputedStyle(document.querySelector(selector)!);
		return { selector, color: stroke, shape: `${strokeDasharray} ${strokeWidth} ${strokeLinecap}` };
	}), selectors);
	// A term that moves nothing has no arrow: one of each is put there.
	const terms = ['grad', 'weight_decay', 'momentum_buffer', 'update'];
	await panel.page.evaluate(names => document.querySelector('.trajectory .arrows')!.replaceChildren(...names.map(name => {
		const arrow = document.createElementNS('http://www.w3.org/2000/svg', 'g');
		arrow.setAttribute('class', `arrow term-${name}`);
		arrow.append(document.createElementNS('http://www.w3.org/2000/svg', 'line'));
		return arrow;
	})), terms);
	const groups = [
		await looks(terms.map(term => `.arrow.term-${term} line`)),
		await looks(['footer .track .loss', 'footer .track .optimizers', 'footer .track .outputs', 'footer .track .limit', 'footer .track .here line']),
	];
	await panel.page.click('[role=option] >> nth=1');
	groups.push(await looks(['.average .series.weight', '.average .series.shadow']));
	const alike = groups.flatMap(group => group.flatMap((one, i) => group.slice(i + 1).flatMap(other => one.shape !== other.shape ? []
		: Object.keys(VISIONS).filter(vision => distance(seenBy(vision, one.color), seenBy(vision, other.color)) < APART).map(vision => `${one.selector}, ${other.selector}: ${vision}`))));
	expect(alike).toEqual([]);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('forced colours: marks, frames and words stay', async () => {
	const panel = await openPanel(stage, { theme: 'high-contrast' });
	await panel.page.emulateMedia({ forcedColors: 'active' });
	await each(panel, async () => {
		expect(await panel.page.locator('main svg').first().isVisible()).toBe(true);
	});
	await panel.page.click('[role=option] >> nth=0');
	await panel.page.hover('[data-grid=output] [data-cell="0,0"]');
	const stroke = await panel.page.$eval('[data-grid=source] [data-cell="2,0"] rect', node => getComputedStyle(node).stroke);
	const ground = await panel.page.$eval('body', node => getComputedStyle(node).backgroundColor);
	expect(stroke).not.toBe(ground);
	await panel.close();
});
