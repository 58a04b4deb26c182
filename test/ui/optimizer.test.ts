/** The optimizer and average views on the training run of the notes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { StepColumns } from '../../engine/slice/optimizer-steps.ts';
import { directionsOf, projected } from '../../engine/slice/components.ts';
import type { OptimizerSlice } from '../../engine/slice/slice.ts';
import { bundle, openPanel, openStage, THEMES, type Panel, type Stage } from './harness.ts';
import { colorsIn } from './pixels.ts';
import { stepsOf } from '../support/steps.ts';
import { load, show, withSteps } from './stored/load.ts';

const PLACE = { tick: 0, step: 0, optimizerStep: 0, origin: undefined };
let stage: Stage;
beforeAll(async () => stage = await openStage(await bundle()));
afterAll(() => stage.close());

const slice = load('optimizer', 'optimizer');
const steps = stepsOf(slice);
const table = (panel: Panel, which: number) => panel.page.$$eval('.terms', (tables, i) => [...tables[i]!.querySelectorAll('tr')].map(row => [...row.cells].map(cell => cell.textContent)), which);

describe.each(THEMES)('SGD, %s', theme => {
	test('the path lies over the contours, with the step\'s arrows', async () => {
		const panel = await openPanel(stage, { theme });
		await panel.send(...show(slice));
		expect(await panel.page.locator('.trajectory .dots circle').count()).toBe(21);
		expect(await panel.page.locator('.trajectory .lines:not(.decayed) path').count()).toBe(8);
		expect(await panel.page.locator('.trajectory .lines.decayed path').count()).toBe(8);
		expect(await panel.page.$$eval('.arrow', arrows => arrows.map(arrow => arrow.getAttribute('data-term')))).toEqual(['update', 'momentum_buffer', 'grad']);
		expect(colorsIn(await panel.page.screenshot(), (await panel.page.locator('.trajectory .frame').boundingBox())!)).toBeGreaterThan(30);
		expect(panel.complaints).toEqual([]);
		await panel.close();
	});
});

test('the step is one: slider, keys, pointing and the loss curve move it', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(slice));
	await panel.page.locator('[data-focus=step]').fill('0');
	expect(await panel.page.textContent('.controls .count')).toBe('step 0 of 19');
	expect(await table(panel, 0)).toEqual([['before', '', '−0.007487'], ['grad', '−0.3·(−2.272)', '0.6817'], ['weight_decay', '−0.3·0.001·(−0.007487)', '2.246e-6'], ['update', '−0.007487 + 0.6817', '0.6817'], ['after', '', '0.6742']]);
	await panel.page.focus('[data-focus=path]');
	await panel.page.keyboard.press('ArrowRight');
	expect(await panel.page.textContent('.controls .count')).toBe('step 1 of 19');
	expect(await panel.page.textContent('.optimizer-view .readout')).toContain('model.weight 0.6742 → 1.747');
	await panel.page.keyboard.press('End');
	expect(await panel.page.inputValue('[data-focus=step]')).toBe('19');
	expect(await panel.page.textContent('.step-curve .now')).toBe('0.061474');
	await panel.page.locator('.trajectory circle[data-step="5"]').click();
	expect(await panel.page.textContent('.controls .count')).toBe('step 5 of 19');
	expect(await panel.state()).toMatchObject({ views: { 'optimizer:0': { step: 5 } } });
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('arrows are to scale: the update ends at the next step\'s point', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(slice));
	for (const step of [2, 9]) {
		await panel.page.locator('[data-focus=step]').fill(String(step));
		const tip = (await panel.page.getAttribute('.arrow[data-term=update] path', 'd'))!.match(/^M([\d.-]+),([\d.-]+)/)!.slice(1).map(Number);
		const next = await panel.page.$eval(`circle[data-step="${step + 1}"]`, circle => ['cx', 'cy'].map(name => Number(circle.getAttribute(name))));
		expect(tip).toEqual(next);
	}
	await panel.close();
});

test('Play goes on by itself; where motion is unwanted it is a step for each press', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(slice));
	await panel.page.locator('[data-focus=step]').fill('17');
	await panel.page.click('.optimizer-view .play');
	await panel.page.waitForFunction(() => document.querySelector('.controls .count')?.textContent === 'step 19 of 19');
	await panel.page.waitForFunction(() => document.querySelector('.optimizer-view .play')?.getAttribute('aria-pressed') === 'false');
	await panel.close();
	const still = await openPanel(stage, { reducedMotion: true });
	await still.send(...show(slice));
	await still.page.locator('[data-focus=step]').fill('17');
	const counts: (string | null)[] = [];
	for (let press = 0; press < 3; press++) {
		await still.page.click('.optimizer-view .play');
		counts.push(await still.page.textContent('.controls .count'));
	}
	// Behind the last it begins again.
	expect(counts).toEqual(['step 18 of 19', 'step 19 of 19', 'step 0 of 19']);
	await still.close();
});

test('without a surface the path alone is drawn, and the reason is given', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show({ ...slice, surface: undefined, surfaceNote: { reason: 'replayRandom', values: ['dropout', 12] } }));
	expect(await panel.page.locator('.trajectory .bands').count()).toBe(0);
	expect(await panel.page.locator('.trajectory .dots circle').count()).toBe(21);
	expect(await panel.page.textContent('.under')).toContain('`dropout` at line 12 draws random numbers.');
	await panel.send({ type: 'slice', id: 'optimizer:0', slice: { ...slice, surface: { ...slice.surface!, branchLine: 7 } } });
	expect(await panel.page.textContent('.main .under')).toContain('the branch taken at line 7');
	expect(await panel.page.textContent('.main .under')).not.toContain('other steps had other data');
	await panel.send({ type: 'slice', id: 'optimizer:0', slice: { ...slice, surface: { ...slice.surface!, isOfLastStep: true } } });
	expect(await panel.page.textContent('.main .under')).toContain('that of the last step\'s data: other steps had other data');
	for (const [off, said] of [[0, false], [undefined, false], [3.04e-5, true]] as const) {
		await panel.send({ type: 'slice', id: 'optimizer:0', slice: { ...slice, surface: { ...slice.surface!, off } } });
		expect((await panel.page.textContent('.main .under'))!.includes('of the last step\'s loss it is off by ')).toBe(said);
	}
	expect(await panel.page.textContent('.main .under')).toMatch(/off by 3e.5, where 0\.0001 is the most/);
	await panel.close();
});

test('a step that its terms do not reproduce says so', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(withSteps(slice, steps.map(step => ({ ...step, parameters: step.parameters.map(parameter => ({ ...parameter, reproduced: false })) })))));
	expect(await panel.page.textContent('.notes .warning')).toContain('do not reproduce');
	await panel.close();
});

test('another pair of coordinates is asked for, and drawn without the old surface until it comes', async () => {
	const panel = await openPanel(stage);
	const wide: OptimizerSlice = withSteps(
		{ ...slice, parameters: [{ name: 'layer.weight', shape: [1, 2], ref: 1 }, { name: 'layer.bias', shape: [1], ref: 2 }] },
		steps.map(step => ({ ...step, parameters: step.parameters.map((parameter, i) => i === 1 ? parameter : {
			...parameter, before: Float64Array.of(parameter.before[0]!, 1), after: Float64Array.of(parameter.after[0]!, 1), terms: parameter.terms.map(term => ({ ...term, value: Float64Array.of(term.value[0]!, 0) })),
		}) })),
	);
	await panel.send(...show(wide));
	await panel.page.locator('[data-focus=element-x]').fill('1');
	await panel.page.keyboard.press('Enter');
	await panel.page.waitForFunction(() => document.querySelectorAll('.trajectory .bands').length === 0);
	expect((await panel.posted()).filter(message => message.type === 'surface')).toEqual([{ type: 'surface', id: 'optimizer:0', x: { parameter: 0, element: 1, label: 'layer.weight[0, 1]' }, y: slice.y }]);
	expect(await panel.page.textContent('.trajectory')).toContain('layer.weight[0, 1]');
	expect(await panel.page.textContent('.main .under')).toContain('is being computed');
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('a pair that was chosen before a reload is asked for again, once', async () => {
	const panel = await openPanel(stage, { state: { traceUri: 'file:///trace', selected: 'optimizer:0', views: { 'optimizer:0': { x: [1, 0], y: [0, 0] } } } });
	await panel.send(...show(slice));
	await panel.send({ type: 'position', tick: undefined, place: PLACE, own: false });
	const asked = [{ type: 'surface', id: 'optimizer:0', x: slice.y, y: slice.x }];
	expect((await panel.posted()).filter(message => message.type === 'surface')).toEqual(asked);
	await panel.send({ type: 'slice', id: 'optimizer:0', slice: { ...slice, x: slice.y, y: slice.x, surface: { ...slice.surface!, x: slice.y, y: slice.x } } });
	expect(await panel.page.locator('.trajectory .lines:not(.decayed) path').count()).toBe(8);
	expect((await panel.posted()).filter(message => message.type === 'surface')).toEqual(asked);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('a path that leaves the numbers ends there', async () => {
	const nan = (values: ArrayLike<number>) => Array.from(values, () => NaN);
	const broken = withSteps({ ...slice, surface: undefined }, steps.map((step, i) => ({ ...step, parameters: step.parameters.map(each => ({ ...each, before: i === 0 ? each.before : nan(each.before), after: nan(each.after) })) })));
	const panel = await openPanel(stage);
	await panel.send(...show(broken));
	expect(await panel.page.locator('.trajectory .dots circle').count()).toBe(1);
	expect(await panel.page.textContent('.trajectory .start')).toBe('start');
	expect(await panel.page.getAttribute('.trajectory .here', 'visibility')).toBe('hidden');
	expect(await panel.page.textContent('.notes')).toBe('');
	await panel.page.focus('[data-focus=path]');
	await panel.page.keyboard.press('Home');
	expect(await panel.page.getAttribute('.trajectory .here', 'visibility')).toBe('visible');
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('of many steps those that are drawn keep their numbers', async () => {
	const panel = await openPanel(stage);
	const thinned = withSteps(slice, steps.map((step, i) => ({ ...step, index: i === 19 ? 109 : i * 6 })));
	await panel.send(...show(thinned));
	expect(await panel.page.textContent('.controls .count')).toBe('step 109 of 109');
	await panel.page.locator('[data-focus=step]').fill('3');
	expect(await panel.page.textContent('.controls .count')).toBe('step 18 of 109');
	expect(await panel.page.getAttribute('[data-focus=step]', 'aria-valuetext')).toBe('step 18 of 109');
	expect(await panel.page.getAttribute('[data-focus=path]', 'aria-label')).toContain('over 110 steps');
	expect(await panel.page.textContent('.under')).toContain('Of 110 steps 20 are drawn.');
	await panel.page.focus('[data-focus=path]');
	await panel.page.keyboard.press('ArrowRight');
	expect(await panel.page.textContent('.readout')).toMatch(/^step 24 of 109 /);
	await panel.send(...show(slice));
	expect(await panel.page.textContent('.under')).not.toContain('are drawn.');
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('who has not moved is at the end, and goes on with it; who has stays', async () => {
	const panel = await openPanel(stage);
	const count = (): Promise<string | null> => panel.page.textContent('.controls .count');
	await panel.send(...show(withSteps(slice, steps.slice(0, 8))));
	expect(await count()).toBe('step 7 of 7');
	await panel.send(...show(slice));
	expect(await count()).toBe('step 19 of 19');
	await panel.page.locator('[data-focus=step]').fill('5');
	await panel.send(...show(withSteps(slice, steps.slice(0, 12))));
	expect(await count()).toBe('step 5 of 11');
	await panel.close();
});

test('a single number is drawn over the steps', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show({ ...slice, x: slice.y, surface: undefined, surfaceNote: { reason: 'replayOneNumber', values: [] } }));
	expect(await panel.page.locator('.terms').count()).toBe(1);
	const across = await panel.page.$$eval('.trajectory .dots circle', dots => dots.map(dot => Number(dot.getAttribute('cx'))));
	expect(across).toEqual([...across].sort((a, b) => a - b));
	expect(await panel.page.$$eval('.trajectory .axis-title', titles => titles.map(title => title.textContent))).toEqual(['step', 'model.bias']);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('the line of a step is shown in the editor', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(slice));
	await panel.page.click('.controls .link');
	expect((await panel.posted()).at(-1)).toMatchObject({ type: 'reveal', origin: { line: 52 } });
	await panel.close();
});

test('the step moves the moment that is looked at, and follows it', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(withSteps(slice, steps.map((step, i) => ({ ...step, origin: { ...step.origin, tick: 100 * (i + 1) } })))));
	const shown = (): Promise<string | null> => panel.page.textContent('.controls .count');
	expect((await panel.posted()).filter(({ type }) => type === 'move')).toEqual([]);
	await panel.page.focus('[data-focus=path]');
	await panel.page.keyboard.press('End');
	expect((await panel.posted()).at(-1)).toEqual({ type: 'move', tick: 100 * steps.length });
	await panel.send({ type: 'position', tick: 650, place: PLACE, own: false });
	await panel.page.waitForFunction(() => document.querySelector('.controls .count')?.textContent?.includes('step 5 '));
	expect(await shown()).toBe(`step 5 of ${steps.length - 1}`);
	// Its own move, come back, changes nothing of what it shows.
	await panel.page.keyboard.press('Home');
	await panel.send({ type: 'position', tick: 101, place: PLACE, own: true });
	expect(await shown()).toBe(`step 0 of ${steps.length - 1}`);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('of many numbers, how much each term is for each parameter; a learning rate that changes is drawn over the steps', async () => {
	const net = load('optimizer-net', 'optimizer');
	const panel = await openPanel(stage);
	await panel.send(...show(net));
	const rows = () => panel.page.$$eval('.bars tbody tr', (all: HTMLTableRowElement[]) => all.map(row => [...row.cells].map(cell => cell.textContent).filter(Boolean).join(' ')));
	await panel.page.locator('[data-focus=step]').fill('0');
	const first = await rows();
	expect(first.filter(text => text.startsWith('net.')).map(text => text.split(' ')[0])).toEqual(['net.0.weight', 'net.0.bias', 'net.2.weight', 'net.2.bias']);
	// At the first step there is no momentum yet; the update of a parameter is then as long as its other terms together.
	expect(first).toHaveLength(4 * 4);
	await panel.page.locator('[data-focus=step]').fill('7');
	expect(await rows()).toHaveLength(4 * 5);
	const update = Math.hypot(...net.parameters[3]!.terms.find(({ name }) => name === 'update')!.value.subarray(7, 8));
	expect((await rows()).at(-1)).toBe(`update ${Number(update.toPrecision(3))}`);
	const widths = await panel.page.$$eval('.bar rect', bars => bars.map(each => Number(each.getAttribute('width'))));
	expect([Math.max(...widths), Math.min(...widths) > 0]).toEqual([100, true]);
	expect(await panel.page.$$eval('.step-curve .axis-title', titles => titles.map(title => title.textContent))).toEqual(['loss', 'lr']);
	expect(await panel.page.$$eval('.step-curve .now', all => all.map(each => each.textContent))).toEqual([expect.any(String), '0.2']);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('of a parameter that is there in part the norms of all of its numbers are asked for, once, and drawn when they come', async () => {
	const net = load('optimizer-net', 'optimizer'), all = stepsOf(net);
	const first = (values: ArrayLike<number>) => Array.from(values).slice(0, 2);
	const cut = withSteps(net, all.map(step => ({ ...step, parameters: step.parameters.map(each => ({ ...each, before: first(each.before), after: first(each.after), terms: each.terms.map(term => ({ ...term, value: first(term.value) })) })) })));
	const columns = new StepColumns(net.parameters.map(each => ({ ...each, elements: 1 })), all.length);
	const one = (values: ArrayLike<number>) => [Math.hypot(...Array.from(values))];
	for (const step of all) columns.add({ ...step, parameters: step.parameters.map(each => ({ ...each, before: one(each.before), after: one(each.after), terms: each.terms.map(term => ({ ...term, value: one(term.value) })) })) });
	const panel = await openPanel(stage);
	const bars = () => panel.page.$$eval('.bars tbody tr', (rows: HTMLTableRowElement[]) => rows.map(row => [...row.cells].map(cell => cell.textContent).filter(Boolean).join(' ')));
	const asked = async () => (await panel.posted()).filter(({ type }) => type === 'norms');
	await panel.send(...show(net));
	await panel.page.locator('[data-focus=step]').fill('7');
	const whole = await bars();
	expect(await asked()).toEqual([]);
	await panel.send({ type: 'slice', id: 'optimizer:0', slice: cut });
	expect((await bars()).filter(text => text.includes('first 2'))).toHaveLength(net.parameters.filter(({ elements }) => elements > 2).length);
	for (const step of ['8', '9', '7']) await panel.page.locator('[data-focus=step]').fill(step);
	expect(await asked()).toEqual([{ type: 'norms', id: 'optimizer:0', step: all[7]!.index }]);
	await panel.send({ type: 'norms', id: 'optimizer:0', norms: columns.columns });
	expect(await bars()).toEqual(whole);
	// Those of other steps came with them.
	for (const step of ['8', '9', '7']) await panel.page.locator('[data-focus=step]').fill(step);
	expect(await asked()).toHaveLength(1);
	expect(await bars()).toEqual(whole);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('of two numbers the tables say it all, and a learning rate that stays is no curve', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(slice));
	expect([await panel.page.locator('.bars').count(), await panel.page.locator('.step-curve').count()]).toEqual([0, 1]);
	await panel.close();
});

test('an AdamW\'s terms have their numbers, and its state stands below them', async () => {
	const panel = await openPanel(stage);
	await panel.send(...show(load('optimizer-adamw', 'optimizer')));
	const slider = panel.page.locator('input[type=range]').first();
	await slider.focus();
	await panel.page.keyboard.press('Home');
	// The first step knows no average.
	expect((await table(panel, 0)).map(([name]) => name)).toEqual(['before', 'grad', 'weight_decay', 'update', 'after', 'state after it', 'exp_avg', 'exp_avg_sq', 'denom']);
	await panel.page.keyboard.press('ArrowRight');
	const rows = await table(panel, 0), of = (name: string, place = 0) => rows.filter(row => row[0] === name)[place]!;
	const number = (text: string | undefined) => Number(text!.replaceAll('−', '-'));
	expect(rows.map(([name]) => name)).toEqual(['before', 'grad', 'weight_decay', 'exp_avg', 'update', 'after', 'state after it', 'exp_avg', 'exp_avg_sq', 'denom']);
	// What stands there is what it comes to.
	for (const name of ['grad', 'exp_avg']) {
		const [factors, denominator] = of(name)[1]!.split('/');
		expect(denominator).toBe(of('denom')[2]);
		const product = factors!.replace(/[()]/g, '').split('·').reduce((result, factor) => result * number(factor), 1);
		expect(product / number(denominator)).toBeCloseTo(number(of(name)[2]), 3);
	}
	expect(['grad', 'weight_decay', 'exp_avg'].reduce((sum, name) => sum + number(of(name)[2]), 0)).toBeCloseTo(number(of('update')[2]), 3);
	expect(of('exp_avg', 1)[1]).toBe('0.8·exp_avg + 0.2·grad');
	// Its arrows are the terms, not the state; weight decay's is too short to be seen.
	expect(await panel.page.$$eval('.arrow', arrows => arrows.map(arrow => arrow.getAttribute('class')).sort())).toEqual(['exp_avg', 'grad', 'update'].map(name => `arrow term-${name}`));
	await panel.close();
});

describe('what if', () => {
	const asked = load('optimizer-what-if', 'optimizer');
	const nothing = { values: {}, steps: undefined, problem: undefined, isRunning: false };
	const whatIf = (panel: Panel) => panel.posted().then(messages => messages.filter(({ type }) => type === 'whatIf' || type === 'apply'));

	test('a trace whose program can\'t be run again asks nothing', async () => {
		const panel = await openPanel(stage);
		await panel.send(...show(slice));
		expect(await panel.page.locator('.what-if').count()).toBe(0);
		await panel.close();
	});

	test('a hyperparameter that is let go of is asked for with those that differ', async () => {
		const panel = await openPanel(stage);
		await panel.send(...show({ ...slice, whatIf: nothing }));
		expect(await panel.page.$$eval('.what-if input', (inputs: HTMLInputElement[]) => inputs.map(input => [input.dataset['focus'], input.type === 'checkbox' ? String(input.checked) : input.value]))).toEqual([
			['what-lr', '0'], ['number-lr', '0.3'], ['what-momentum', '0.8'], ['number-momentum', '0.8'], ['what-dampening', '0'], ['number-dampening', '0'],
			['what-weight_decay', '0'], ['number-weight_decay', '0.001'], ['what-nesterov', 'false']]);
		await panel.page.focus('[data-focus="what-lr"]');
		await panel.page.keyboard.press('ArrowLeft');
		expect((await whatIf(panel)).at(-1)).toEqual({ type: 'whatIf', id: 'optimizer:0', values: { lr: 0.283 } });
		await panel.page.keyboard.press('ArrowRight');
		expect((await whatIf(panel)).at(-1)).toEqual({ type: 'whatIf', id: 'optimizer:0', values: {} });
		await panel.page.check('[data-focus="what-nesterov"]');
		await panel.page.fill('[data-focus="number-weight_decay"]', '0');
		await panel.page.keyboard.press('Enter');
		expect((await whatIf(panel)).at(-1)).toEqual({ type: 'whatIf', id: 'optimizer:0', values: { nesterov: true, weight_decay: 0 } });
		// What is no number is not asked for.
		const before = (await whatIf(panel)).length;
		for (const text of ['', '-1']) {
			await panel.page.fill('[data-focus="number-lr"]', text);
			await panel.page.keyboard.press('Enter');
			expect(await panel.page.inputValue('[data-focus="number-lr"]')).toBe('0.3');
		}
		expect(await whatIf(panel)).toHaveLength(before);
		expect(panel.complaints).toEqual([]);
		await panel.close();
	});

	test('an AdamW has its betas; beta2, which is near one, by its window', async () => {
		const panel = await openPanel(stage);
		await panel.send(...show({ ...load('optimizer-adamw', 'optimizer'), whatIf: nothing }));
		expect(await panel.page.$$eval('.what-if input', (inputs: HTMLInputElement[]) => inputs.map(input => input.dataset['focus']))).toEqual(['lr', 'beta1', 'beta2', 'weight_decay'].flatMap(name => [`what-${name}`, `number-${name}`]));
		await panel.page.focus('[data-focus="what-beta2"]');
		await panel.page.keyboard.press('ArrowRight');
		expect((await whatIf(panel)).at(-1)).toEqual({ type: 'whatIf', id: 'optimizer:0', values: { beta2: 0.95268 } });
		await panel.page.fill('[data-focus="number-beta1"]', '0.5');
		await panel.page.keyboard.press('Enter');
		expect((await whatIf(panel)).at(-1)).toMatchObject({ values: { beta1: 0.5 } });
		expect(panel.complaints).toEqual([]);
		await panel.close();
	});

	test('its path and losses lie beside the recorded ones; it is applied, and forgotten', async () => {
		const panel = await openPanel(stage);
		await panel.send(...show({ ...slice, whatIf: { ...nothing, values: { lr: 0.1, momentum: 0.5 }, isRunning: true } }));
		expect([await panel.page.locator('.path.other').count(), await panel.page.textContent('.what-if [role=status]')]).toEqual([0, 'The program runs once more with these values …']);
		await panel.send(...show(asked));
		expect([await panel.page.locator('.path.other').count(), await panel.page.locator('.curve.other').count()]).toEqual([1, 1]);
		expect(await panel.page.textContent('.what-if [role=status]')).toMatch(/^Dashed: the same program with these values, 20 steps\.Its last loss is [\d.e−]+; it was 0\.06147\.$/);
		expect(await panel.page.inputValue('[data-focus="number-lr"]')).toBe('0.1');
		await panel.page.click('[data-focus=apply]');
		expect((await whatIf(panel)).at(-1)).toEqual({ type: 'apply', id: 'optimizer:0', values: { lr: 0.1, momentum: 0.5 } });
		await panel.page.click('[data-focus="as-recorded"]');
		expect((await whatIf(panel)).at(-1)).toEqual({ type: 'whatIf', id: 'optimizer:0', values: {} });
		expect(panel.complaints).toEqual([]);
		await panel.close();
	});

	test('a program that sets the value itself, or begins elsewhere, says so', async () => {
		const { steps, parameters, ...shown } = asked.whatIf!.steps!;
		const panel = await openPanel(stage);
		const sentences = async (other: typeof asked.whatIf) => {
			await panel.send(...show({ ...asked, whatIf: other }));
			return panel.page.$$eval('.what-if [role=status] p', all => all.map(each => each.textContent));
		};
		expect(await sentences(asked.whatIf)).toHaveLength(2);
		const scheduled = { ...steps, hyperparameters: steps.hyperparameters.map(each => each.name === 'lr' ? { ...each, values: each.values.map((value, i) => i === 0 ? value : 0.3) } : each) };
		expect((await sentences({ ...asked.whatIf!, steps: { ...shown, steps: scheduled, parameters } })).at(-1)).toBe('The program sets lr itself after its first step.');
		const elsewhere = parameters.map(each => ({ ...each, before: each.before.map(value => value + 1) }));
		expect((await sentences({ ...asked.whatIf!, steps: { ...shown, steps, parameters: elsewhere } })).at(-1)).toBe('It began elsewhere: the program draws numbers that differ from run to run.');
		await panel.close();
	});

	test('a program that ends early says so; a path that flies off leaves the recorded one in sight', async () => {
		const far = asked.whatIf!.steps!.parameters.map(parameter => ({ ...parameter, before: parameter.before.map(value => 1e6 * value), after: parameter.after.map(value => 1e6 * value) }));
		const panel = await openPanel(stage);
		await panel.send(...show({ ...asked, whatIf: { ...asked.whatIf!, steps: { ...asked.whatIf!.steps!, parameters: far }, problem: 'It ended with ValueError: no.' } }));
		expect(await panel.page.textContent('.what-if [role=status]')).toMatch(/^It ended with ValueError: no\.Dashed/);
		const [plot, path] = await Promise.all(['.trajectory .frame', '.trajectory .path.ahead'].map(selector => panel.page.locator(selector).boundingBox()));
		expect(path!.width).toBeGreaterThan(plot!.width / 8);
		expect(panel.complaints).toEqual([]);
		await panel.close();
	});
});

describe('the average', () => {
	test('weights, average and decay as curves; the formula with the numbers of the update pointed at', async () => {
		const panel = await openPanel(stage);
		await panel.send(...show(load('average', 'average')));
		expect(await panel.page.textContent('.rule code')).toBe('v ← d·v + (1−d)·w');
		const box = (await panel.page.locator('.average-view .figure').boundingBox())!;
		await panel.page.mouse.move(box.x + box.width - 20, box.y + 40);
		// What `print` showed at the last step: 3.274 and 3.0796.
		expect(await panel.page.textContent('.average-view .readout')).toBe('update 20 of 20   weight 3.274   average 3.0796   decay 0.8835: about the last 8.58 updates');
		expect(await panel.page.textContent('.worked')).toBe('v ← 0.8835·3.054 + 0.1165·3.274 = 3.0796');
		await panel.page.focus('[data-focus=curves]');
		await panel.page.keyboard.press('Home');
		expect(await panel.page.textContent('.average-view .readout')).toBe('update 1 of 20   weight 0.67421   average 0.563   decay 0.1631: about the last 1.19 updates');
		await panel.page.locator('[data-focus=curve]').selectOption('1');
		expect(await panel.page.textContent('.average-view .rule')).toContain('bit for bit');
		expect(panel.complaints).toEqual([]);
		await panel.close();
	});

	test('of many updates it says of which the curves are made', async () => {
		const panel = await openPanel(stage), slice = load('average', 'average'), [first, ...others] = slice.curves;
		// As if there had been ten between each two.
		const many = { ...slice, count: 191, updates: slice.updates.map(update => 10 * update - 9) };
		const note = () => panel.page.textContent('.average-view');
		await panel.send(...show(many));
		expect(await note()).toContain('20 of the 191 updates, those that are drawn, were checked');
		expect(await note()).not.toContain('What if: computed');
		await panel.page.fill('[data-focus="number-d"]', '0.5');
		expect(await note()).toContain('What if: computed from the 20 updates that are drawn, as if the weights had not moved between them; there are 191.');
		// With the weights of all of them it is of all.
		await panel.send(...show({ ...many, curves: [{ ...first!, every: { elements: 1, weights: new Float64Array(191).fill(7) } }, ...others] }));
		await panel.page.fill('[data-focus="number-d"]', '0');
		expect(await note()).not.toContain('What if: computed');
		await panel.page.focus('[data-focus=curves]');
		await panel.page.keyboard.press('End');
		expect(await panel.page.textContent('.average-view .readout')).toContain('update 191 of 191   weight 3.274   average 3.0796   decay 0.8835: about the last 8.58 updates   what if 7 ');
		await panel.close();
	});

	test('what if the decay were another: a curve beside, by slider, number or schedule, until it is as recorded again', async () => {
		const panel = await openPanel(stage);
		await panel.send(...show(load('average', 'average')));
		const others = () => panel.page.locator('path.series.other').count();
		const value = (key: string) => panel.page.locator(`[data-focus="${key}"]`).inputValue();
		expect([await value('schedule'), await value('number-d'), await value('number-τ'), await others()]).toEqual(['ramp', '0.9', '5', 0]);
		await panel.page.fill('[data-focus="number-d"]', '0');
		expect(await others()).toBe(2);
		await panel.page.focus('[data-focus=curves]');
		await panel.page.keyboard.press('End');
		// Without any decay the average is the weight.
		expect(await panel.page.textContent('.average-view .readout')).toMatch(/weight 3.274 .*what if 3.274 {3}decay 0: about the last 1 updates$/);
		await panel.page.locator('[data-focus="schedule"]').selectOption('constant');
		await panel.page.focus('[data-focus="what-d"]');
		await panel.page.keyboard.press('End');
		expect(await value('number-d')).toBe('0.99999');
		expect(await panel.page.locator('[data-focus="number-τ"]').isVisible()).toBe(false);
		// What is chosen outlives a new drawing.
		await panel.page.setViewportSize({ width: 420, height: 700 });
		await panel.page.waitForFunction(() => document.querySelector('svg.average')?.clientWidth !== undefined && document.querySelector('svg.average')!.clientWidth < 420);
		expect([await value('schedule'), await value('number-d'), await others()]).toEqual(['constant', '0.99999', 2]);
		await panel.page.click('[data-focus="as-recorded"]');
		expect([await value('schedule'), await value('number-d'), await value('number-τ'), await others()]).toEqual(['ramp', '0.9', '5', 0]);
		expect(panel.complaints).toEqual([]);
		await panel.close();
	});

	test('a decay is typed, digit by digit', async () => {
		const panel = await openPanel(stage);
		await panel.send(...show(load('average', 'average')));
		await panel.page.fill('[data-focus="number-d"]', '');
		await panel.page.locator('[data-focus="number-d"]').pressSequentially('0.0905');
		expect(await panel.page.inputValue('[data-focus="number-d"]')).toBe('0.0905');
		await panel.page.fill('[data-focus="number-τ"]', '');
		await panel.page.locator('[data-focus="number-τ"]').pressSequentially('10.05');
		expect(await panel.page.inputValue('[data-focus="number-τ"]')).toBe('10.05');
		await panel.close();
	});

	test('what is no decay changes nothing', async () => {
		const panel = await openPanel(stage);
		await panel.send(...show(load('average', 'average')));
		for (const text of ['', '1.5', '-1']) {
			await panel.page.fill('[data-focus="number-d"]', text);
			expect(await panel.page.locator('path.series.other').count()).toBe(0);
		}
		expect(panel.complaints).toEqual([]);
		await panel.close();
	});

	test('the norm of all elements', async () => {
		const slice = load('average', 'average'), [weight] = slice.curves;
		const doubled = (values: Float64Array) => Float64Array.from({ length: 2 * values.length }, (_, i) => values[i >> 1]!);
		const end = (values: Float64Array) => (values.at(-1)! * Math.SQRT2).toFixed(4);
		const pair = { ...weight!, shape: [1, 2], elements: 2, start: doubled(weight!.start), weights: doubled(weight!.weights), shadow: doubled(weight!.shadow) };
		const panel = await openPanel(stage);
		await panel.send(...show({ ...slice, curves: [pair] }));
		await panel.page.check('[data-focus=norm]');
		await panel.page.focus('[data-focus=curves]');
		await panel.page.keyboard.press('End');
		expect(await panel.page.textContent('.average-view .readout')).toContain(`weight ${end(weight!.weights)}   average ${end(weight!.shadow)}`);
		await panel.page.fill('[data-focus="number-d"]', '0');
		await panel.page.focus('[data-focus=curves]');
		await panel.page.keyboard.press('End');
		expect(await panel.page.textContent('.average-view .readout')).toContain(`what if ${end(weight!.weights)}`);
		expect(panel.complaints).toEqual([]);
		await panel.close();
	});

	test('the two curves differ by more than colour', async () => {
		const panel = await openPanel(stage, { theme: 'high-contrast-light' });
		await panel.send(...show(load('average', 'average')));
		const widths = await Promise.all(['weight', 'shadow'].map(name => panel.page.$eval(`path.series.${name}`, node => getComputedStyle(node).strokeWidth)));
		expect(widths[0]).not.toBe(widths[1]);
		expect(await panel.page.$$eval('.end-label', labels => labels.map(label => label.textContent))).toEqual(['weight', 'average']);
		await panel.close();
	});
});

test('all parameters at once: both directions are taken together, and given up together', async () => {
	const panel = await openPanel(stage), surface = async () => (await panel.posted()).filter(message => message.type === 'surface').at(-1);
	await panel.send(...show(load('optimizer-net', 'optimizer')));
	await panel.page.selectOption('[data-focus=choose-y]', '-1');
	const [x, y] = [0, 1].map(element => ({ parameter: -1, element, label: expect.stringMatching(new RegExp(`^PC ${element + 1} \\([\\d.]+ %\\)$`)) as string }));
	await expect.poll(surface).toMatchObject({ x, y });
	await panel.send(...show(load('optimizer-principal', 'optimizer')));
	expect(await panel.page.$$eval('.axis-title', titles => titles.map(title => title.textContent).filter(text => text!.startsWith('PC')))).toHaveLength(2);
	expect(await panel.page.$$eval('.tables caption', captions => captions.map(caption => caption.textContent!.slice(0, 4)))).toEqual(['PC 1', 'PC 2']);
	expect(await panel.page.textContent('.optimizer-view .under')).toMatch(/along the two directions in which they moved most: [\d.]+ % and [\d.]+ %/);
	expect(await panel.page.textContent('.optimizer-view .notes')).not.toContain('not reproduce');
	await panel.page.selectOption('[data-focus=choose-x]', '1');
	await expect.poll(surface).toMatchObject({ x: { parameter: 1, element: 0 }, y: { parameter: 0, element: 0 } });
	// Faster than it is drawn: what counts is what was chosen last.
	await panel.page.evaluate(choices => {
		for (const [key, value] of choices) {
			const select = document.querySelector<HTMLSelectElement>(`[data-focus=choose-${key}]`)!;
			select.value = value;
			select.dispatchEvent(new Event('change'));
		}
	}, [['x', '-1'], ['y', '0']] as const);
	await expect.poll(surface).toMatchObject({ x: { parameter: 0, element: 1 }, y: { parameter: 0, element: 0 } });
	expect(panel.complaints).toEqual([]);
	await panel.close();
});

test('of large parameters, which are not in the slice whole, they are asked for, and drawn alike', async () => {
	const whole = load('optimizer-principal', 'optimizer'), directions = directionsOf(whole);
	const rows = stepsOf(whole);
	const few = (row: ArrayLike<number>) => Array.from(row).slice(0, 1);
	const cut = withSteps({ ...load('optimizer-net', 'optimizer'), surface: undefined }, rows.map(step => ({ ...step, parameters: step.parameters.map(({ before, after, terms, reproduced }) => ({ before: few(before), after: few(after), reproduced, terms: terms.map(term => ({ ...term, value: few(term.value) })) })) })));
	const columns = new StepColumns([0, 1].map(() => ({ name: '', shape: [], ref: 0, elements: 1 })), rows.length);
	for (const step of rows) columns.add({ ...step, parameters: directions.map(each => projected(step.parameters, [each])) });
	const { parameters } = columns.columns, explained = directions.map(each => each.explained);
	const drawn = async (panel: Panel) => ({
		dots: await panel.page.$$eval('.trajectory .dots circle', circles => circles.map(circle => [circle.getAttribute('cx'), circle.getAttribute('cy')])),
		arrows: await panel.page.$$eval('.arrow', arrows => arrows.map(arrow => arrow.outerHTML)), tables: [await table(panel, 0), await table(panel, 1)],
		titles: await panel.page.$$eval('.axis-title', titles => titles.map(title => title.textContent)), under: await panel.page.textContent('.optimizer-view .under'), notes: await panel.page.textContent('.optimizer-view .notes'),
	});
	const panel = await openPanel(stage);
	await panel.send(...show(cut));
	await panel.page.selectOption('[data-focus=choose-y]', '-1');
	const asked = async () => (await panel.posted()).filter(({ type }) => type === 'surface').at(-1);
	await expect.poll(asked).toMatchObject({ x: { parameter: -1, element: 0 }, y: { parameter: -1, element: 1 } });
	await panel.send({ type: 'slice', id: 'optimizer:0', slice: { ...cut, x: whole.x, y: whole.y, surface: whole.surface, asked: { explained, columns: parameters } } });
	const large = await drawn(panel);
	// Another run of it lies beside it, over the coordinates that it was asked for.
	const rerun = { steps: cut.steps, parameters: cut.parameters, x: whole.x, y: whole.y, asked: { explained, columns: parameters } };
	const other = (steps: typeof rerun) => ({ type: 'slice', id: 'optimizer:0', slice: { ...cut, x: whole.x, y: whole.y, surface: whole.surface, asked: { explained, columns: parameters }, whatIf: { values: { lr: 0.1 }, steps, problem: undefined, isRunning: false } } }) as const;
	const otherPath = async () => /[\d.]/.test(await panel.page.getAttribute('.trajectory .other', 'd') ?? '');
	await panel.send(other(rerun));
	expect([await otherPath(), await panel.page.locator('.what-if [role=status] p', { hasText: 'when it began' }).count()]).toEqual([true, 0]);
	await panel.send(other({ ...rerun, x: cut.x, y: cut.y }));
	expect([await otherPath(), await panel.page.locator('.what-if [role=status] p', { hasText: 'when it began' }).count()]).toEqual([false, 1]);
	await panel.send(...show(whole));
	expect(large).toEqual(await drawn(panel));
	expect(large.dots.length).toBeGreaterThan(10);
	// Of a path that goes straight on there are not two: the first numbers are taken, and nothing is asked for over and over.
	await panel.send(...show(cut), { type: 'slice', id: 'optimizer:0', slice: { ...cut, x: whole.x, y: whole.y, asked: { explained: [1], columns: parameters.slice(0, 1) } } });
	await expect.poll(asked).toMatchObject({ x: { parameter: 0, element: 0 }, y: { parameter: 1, element: 0 } });
	const count = (await panel.posted()).length;
	await panel.send({ type: 'slice', id: 'optimizer:0', slice: cut });
	await panel.page.waitForTimeout(200);
	expect((await panel.posted()).slice(count).filter(({ type }) => type === 'surface')).toEqual([]);
	expect(panel.complaints).toEqual([]);
	await panel.close();
});
