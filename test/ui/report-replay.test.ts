/** What a report computes itself, in a worker: surfaces over any pair, gradients of any graph; and what it says where it can't. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runPython } from '../unit/runtime/embedded.ts';
import { openReports, stored, type ReportOptions, type Reports } from './reports.ts';

const TRAINING = `import torch
torch.manual_seed(0)
model = torch.nn.Linear(3, 2)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.5)
x, y = torch.randn(2000, 3), torch.randn(2000, 2)
for step in range(6):
    optimizer.zero_grad()
    ((model(x) - y) ** 2).mean().backward()
    optimizer.step()
rows = model.weight[torch.tensor([0, 1, 1])]
(rows.exp() * 2).sum().backward()
`;

let reports: Reports, training: Uint8Array;
beforeAll(async () => {
	reports = await openReports();
	training = await recorded(TRAINING);
});
afterAll(() => reports.close());

async function recorded(text: string): Promise<Uint8Array> {
	const { bytes, stderr } = await runPython(text);
	expect(stderr).toBe('');
	return bytes;
}

const under = (page: Page) => page.textContent('.optimizer-view .under');
const surface = (page: Page) => page.waitForSelector('.trajectory .bands', { state: 'attached' });
const choose = async (page: Page, key: 'x' | 'y', element: number) => {
	await page.fill(`[data-focus=element-${key}]`, String(element));
	await page.keyboard.press('Enter');
};
/** The contours, by which one surface is told from another and a coarse one from a fine one. */
const contours = (page: Page) => page.$$eval('.trajectory .lines path', paths => paths.map(path => path.getAttribute('d')).join(' '));

describe('from the disk', () => {
	test('an optimizer has the surface of the pair that is shown first, and of any other that is chosen', async () => {
		const page = await reports.open(training);
		await page.click('[role=option][data-kind=optimizer]');
		await surface(page);
		const first = await contours(page);
		await choose(page, 'x', 4);
		await choose(page, 'y', 5);
		await page.waitForFunction(former => ![...document.querySelectorAll('.trajectory .lines path')].map(path => path.getAttribute('d')).join(' ').includes(former), first);
		await surface(page);
		expect(await under(page)).not.toContain('No loss surface');
		expect(reports.complaints).toEqual([]);
		await page.close();
	});

	test('what was left while it was computed is computed to its end when it is shown again', async () => {
		const whole = await reports.open(training);
		await whole.click('[role=option][data-kind=optimizer]');
		let last = '';
		await expect.poll(async () => {
			const now = await contours(whole), isSame = now === last && now !== '';
			last = now;
			return isSame;
		}, { interval: 1500 }).toBe(true);
		await whole.close();
		// It is shown first; after the first part of it another is chosen.
		const page = await reports.open(training, { before: each => each.addInitScript(() => new MutationObserver((_, observer) => {
			if (document.querySelector('.trajectory .bands') === null) return;
			observer.disconnect();
			document.querySelector<HTMLElement>('[role=option][data-kind=tensor]')!.click();
		}).observe(document, { childList: true, subtree: true })) });
		await page.waitForSelector('.tensor-view');
		await page.click('[role=option][data-kind=optimizer]');
		await expect.poll(() => contours(page)).toBe(last);
		await page.close();
	});

	test('graphs have their gradients, and index maps what comes back through them', async () => {
		const page = await reports.open(training);
		await page.click('[role=option][data-kind=graph]');
		await page.waitForSelector('.graph-view >> text=Lines are the thicker the larger the gradient');
		await page.click('[role=option][data-kind=indexMap]');
		await page.click('[data-focus=backward]');
		await page.waitForSelector('.index-map-view >> text=What comes back by this op');
		expect(await page.textContent('.index-map-view .rule code')).toContain('grad');
		expect(reports.complaints).toEqual([]);
		await page.close();
	});

	test('of more than 200 backward calls every graph of the list has them', async () => {
		const page = await reports.open(await recorded(`import torch\nw = torch.ones(2, requires_grad=True)\n${'(w.exp() * 2).sum().backward()\n'.repeat(210)}`));
		const graphs = page.locator('[role=option][data-kind=graph]'), count = await graphs.count();
		expect(count).toBe(200);
		for (const i of [0, 99, count - 1]) {
			await graphs.nth(i).click();
			await page.waitForSelector('.graph-view >> text=Lines are the thicker the larger the gradient');
		}
		expect(reports.complaints).toEqual([]);
		await page.close();
	});

	test('a trace cut short is replayed as far as it goes', async () => {
		const whole = stored('ema-training.loupe');
		const page = await reports.open(whole.subarray(0, Math.floor(whole.length * 0.9)));
		await page.click('[role=option][data-kind=optimizer]');
		await surface(page);
		expect(await page.textContent('.problem')).toContain('cannot be read');
		expect(reports.complaints).toEqual([]);
		await page.close();
	});
});

describe('says why there is none', () => {
	const without = async (options: ReportOptions) => {
		const page = await reports.open(training, options);
		await page.click('[role=option][data-kind=optimizer]');
		return page;
	};

	test.each<[string, ReportOptions]>([
		['forbids workers', { change: html => html.replace('worker-src blob:', 'worker-src \'none\'') }],
		['has none', { before: page => page.addInitScript(() => Object.defineProperty(globalThis, 'Worker', { value: undefined })) }],
	])('where the browser %s', async (_, options) => {
		const page = await without(options);
		await expect.poll(() => under(page)).toContain('No loss surface: the browser lets this page have no worker');
		expect(await page.locator('.trajectory .dots circle').count()).toBeGreaterThan(5);
		await page.close();
	});

	test('where computing fails', async () => {
		const page = await without({ change: html => html.replace(/(<script id="kernels"[^>]*>)[^<]*/, '$1AAAA') });
		await expect.poll(() => under(page)).toContain('No loss surface: it took too long to compute, or computing it failed');
		await page.close();
	});

	test('where it takes too long', async () => {
		const page = await without({ before: page => page.clock.install(), change: html => html.replace(/(<script id="replay"[^>]*>).*?(?=<\/script>)/s, '$1') });
		await expect.poll(() => under(page)).toContain('is being computed');
		await page.clock.fastForward('01:01');
		await expect.poll(() => under(page)).toContain('No loss surface: it took too long');
		await page.close();
	});

	test('where the calls can\'t be replayed', async () => {
		const page = await reports.open(await recorded('import torch\nw = torch.ones(2, requires_grad=True)\noptimizer = torch.optim.SGD([w], lr=0.1)\nfor step in range(3):\n    optimizer.zero_grad()\n    torch.dropout(w, 0.5, True).sum().backward()\n    optimizer.step()\n'));
		await page.click('[role=option][data-kind=optimizer]');
		await expect.poll(() => under(page)).toContain('draws random numbers');
		expect(reports.complaints).toEqual([]);
		await page.close();
	});
});
