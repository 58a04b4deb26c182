/** The report page with stored traces of real PyTorch inside: one file, opened from the disk, the panel's views. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contentsOf, sliceOf } from '../../engine/slice/contents.ts';
import { TraceReader } from '../../engine/trace/reader.ts';
import { done } from '../../engine/trace/work.ts';
import { openReports, stored, type Reports } from './reports.ts';

let reports: Reports;
beforeAll(async () => reports = await openReports());
afterAll(() => reports.close());

test.each(['/*TRACE*/', '/*OTHER*/'])('the place %s is there once', mark => expect(reports.html.split(mark)).toHaveLength(2));

test('the notes\' gather, from its trace', async () => {
	const page = await reports.open(stored('gather.loupe'));
	await page.click('[role=option][data-kind=indexMap]');
	await page.hover('[data-grid=output] [data-cell="0,0"]');
	expect(await page.textContent('.index-map-view .readout')).toBe('out[0][0] = source[index[0][0]][0] = source[2][0] = 9');
	expect(reports.complaints).toEqual([]);
	await page.close();
});

test.each(['light', 'dark'] as const)('the training run, from its trace, %s', async scheme => {
	const page = await reports.open(stored('ema-training.loupe'), { colorScheme: scheme });
	await page.click('[role=option][data-kind=optimizer]');
	expect(await page.locator('.trajectory .dots circle').count()).toBe(21);
	expect(await page.textContent('.optimizer-view .facts')).toContain('momentum 0.8');
	expect(await page.locator('.notes .warning').count()).toBe(0);
	await page.click('[role=option][data-kind=average]');
	await page.focus('[data-focus=curves]');
	await page.keyboard.press('End');
	expect(await page.textContent('.average-view .readout')).toBe('update 20 of 20   weight 3.274   average 3.0796   decay 0.8835: about the last 8.58 updates');
	expect(await page.textContent('.average-view .rule')).toContain('bit for bit');
	const [ground, text] = await page.$eval('body', node => [getComputedStyle(node).backgroundColor, getComputedStyle(node).color].map(color => Number(color.match(/\d+/)![0])));
	expect(ground! > text!).toBe(scheme === 'light');
	expect(reports.complaints).toEqual([]);
	await page.close();
});

test('an earlier run lies under it on the timeline', async () => {
	const page = await reports.open(stored('ema-training.loupe'), { other: JSON.stringify({ title: 'slow.loupe', count: 3, numbers: [0, 1, 2], values: [3, 'NaN', 2] }) });
	// The second was not recorded.
	expect((await page.getAttribute('footer .track .loss.other', 'd'))!.match(/[ML]/g)).toEqual(['M', 'M']);
	expect(await page.textContent('footer .where .other')).toBe('– in slow.loupe');
	expect(await page.isVisible('[data-focus=timeline-compare]')).toBe(false);
	expect(reports.complaints).toEqual([]);
	await page.close();
});

test('its timeline leads back through the run, and a tensor is shown as it was', async () => {
	const page = await reports.open(stored('changes.loupe'));
	const tensor = page.locator('[role=option][data-kind=tensor]').first();
	await tensor.click();
	const values = () => page.$$eval('.heatmap .digits', nodes => nodes.map(node => node.textContent).join(' '));
	const seen = [await values()];
	await page.focus('footer .track');
	const count = Number(/of (\d+)/.exec(await page.textContent('footer .count') ?? '')![1]);
	for (let i = 0; i < count; i++) {
		await page.keyboard.press('ArrowLeft');
		await page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))));
		seen.push(await values());
	}
	expect(await page.textContent('footer .count')).toMatch(/^step 0 of /);
	expect(new Set(seen).size).toBeGreaterThan(2);
	await page.keyboard.press('End');
	await page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))));
	expect(await values()).toBe(seen[0]);
	expect(reports.complaints).toEqual([]);
	await page.close();
});

test('a tensor minus what it was before it was last written', async () => {
	const page = await reports.open(stored('changes.loupe'));
	const trace = new TraceReader();
	trace.push(stored('changes.loupe'));
	const tensors = done(contentsOf(trace)).flatMap(({ id, kind }) => {
		const slice = kind === 'tensor' ? done(sliceOf(trace, id)) : undefined;
		return slice?.kind === 'tensor' && slice.before !== undefined && slice.elements !== undefined ? [{ id, slice, ref: slice.ref, before: slice.before }] : [];
	});
	expect(tensors.length).toBeGreaterThan(0);
	for (const { id, slice, ref, before } of tensors) {
		await page.click(`[role=option][data-id="${id}"]`);
		await page.selectOption('[data-focus=minus]', 'before');
		await page.waitForSelector('.tensor-view .note');
		const former = done(sliceOf(trace, `tensor:${ref}@${before}`));
		const equal = former?.kind === 'tensor' ? [...slice.elements!].filter((value, at) => value === former.elements![at]).length : -1;
		expect(equal).toBeLessThan(slice.elements!.length);
		expect(await page.textContent('.tensor-view .note')).toBe(`${equal} of ${slice.elements!.length} elements are equal.`);
	}
	expect(reports.complaints).toEqual([]);
	await page.close();
});

test('every entry of the notes\' trace has a picture', async () => {
	const page = await reports.open(stored('pytorch-notes.loupe'));
	const count = await page.locator('.entries [role=option]').count();
	expect(count).toBeGreaterThan(5);
	for (let i = 0; i < count; i++) {
		await page.click(`.entries [role=option] >> nth=${i}`);
		await page.waitForSelector('.view');
		expect(await page.textContent('h2 .name')).not.toBe('');
	}
	expect(reports.complaints).toEqual([]);
	await page.close();
});

test('a trace cut short is shown as far as it goes', async () => {
	const whole = stored('ema-training.loupe');
	const page = await reports.open(whole.subarray(0, Math.floor(whole.length * 0.7)));
	await page.waitForSelector('.entries [role=option]');
	expect(await page.textContent('.problem')).toMatch(/^The (trace in this page cannot be read|recording has no end): /);
	expect(reports.complaints).toEqual([]);
	await page.close();
});

test('no trace, or something else in its place, is a sentence', async () => {
	const none = await reports.open(undefined);
	expect(await none.textContent('.notice')).toBe('This page has no trace in it.');
	await none.close();
	const other = await reports.open(Buffer.from('this is not a trace at all, whatever its name may say'));
	expect(await other.textContent('.notice')).toContain('cannot be read');
	expect(reports.complaints).toEqual([]);
	await other.close();
});
