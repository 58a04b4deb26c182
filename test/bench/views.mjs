/**
 * The panel's page in Chromium without a GPU, under the panel's own policy: how soon it is painted, and how fast a large
 * tensor is drawn and moved. A frame is what lies between two of the page's animation frames, while each of them moves the picture.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { median, RUNS } from './measure.mjs';

const SIDE = 4096;
const FRAMES = 120;

/** `root`: of the checkout. */
export async function views({ esbuild, root, row }) {
	console.log('\nViews, in Chromium without a GPU');
	const harness = path.join(root, 'test/ui/harness.ts');
	// Among the packages, which it imports; it knows the checkout by its own address.
	const outfile = path.join(root, 'node_modules/.cache/tensor-loupe-harness.mjs');
	await esbuild.build({ entryPoints: [harness], outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'warning', define: { 'import.meta.url': JSON.stringify(pathToFileURL(harness).href) } });
	const { bundle, openPanel, openStage } = await import(pathToFileURL(outfile).href);
	const size = readFileSync(path.join(root, 'dist/webview/panel.js')).length;
	row('bundle of the panel', `${(size / 1000).toFixed(0)} kB`, 'goal: at most 400 kB');
	const stage = await openStage(await bundle());
	try {
		const first = [];
		for (let i = 0; i < RUNS; i++) {
			const panel = await openPanel(stage);
			first.push(await panel.page.evaluate(firstPaint));
			await panel.close();
		}
		row('first paint of the panel', `${median(first).toFixed(0)} ms`, 'goal: 200 ms');
		const painted = [];
		const panel = await openPanel(stage);
		const memory = await memoryOf(stage.browser);
		const before = await memory();
		await panel.page.evaluate(makeLarge, SIDE);
		const withData = await memory();
		for (let i = 0; i < RUNS; i++) {
			painted.push(await panel.page.evaluate(paint, i));
			// What is computed when it is painted.
			await panel.page.waitForTimeout(1500);
		}
		row(`${SIDE} × ${SIDE} float32, from its data to its first frame`, `${median(painted).toFixed(0)} ms`, 'goal: 300 ms');
		for (const clicks of [2, 4, 8, 12]) {
			await panel.page.evaluate(zoom, clicks);
			const frames = (await panel.page.evaluate(pan, FRAMES)).sort((a, b) => a - b);
			row(`… moved, zoomed in ${1.5 ** clicks < 10 ? (1.5 ** clicks).toFixed(1) : (1.5 ** clicks).toFixed(0)} times: 95 % of frames within`, `${frames[Math.floor(FRAMES * 0.95)].toFixed(1)} ms`, 'goal: 20 ms');
		}
		if (before !== undefined) row('… memory of the page, in parts of the data', ((await memory() - before) / (withData - before)).toFixed(2), 'goal: at most 3');
		await panel.close();
	} finally {
		await stage.close();
	}
}

/** A function that gives the bytes that the newest page's process holds; on Linux. */
async function memoryOf(browser) {
	const session = await browser.newBrowserCDPSession();
	const processes = (await session.send('SystemInfo.getProcessInfo')).processInfo.filter(({ type }) => type === 'renderer');
	return async () => {
		try {
			return Math.max(...processes.map(({ id }) => Number(/^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))[1]) * 1024));
		} catch {
			return undefined;
		}
	};
}

// In the page: these functions are handed to it as text.

/* global KeyboardEvent, MessageEvent, PerformanceObserver, requestAnimationFrame, WheelEvent */

function firstPaint() {
	return new Promise((resolve) => new PerformanceObserver((list) => list.getEntriesByName('first-contentful-paint').forEach(({ startTime }) => resolve(startTime))).observe({ type: 'paint', buffered: true }));
}

function makeLarge(side) {
	const elements = new Float32Array(side * side);
	for (let i = 0; i < elements.length; i++) elements[i] = Math.sin(i / side / 300) * Math.cos(i % side / 200);
	elements[1234 * side + 3000] = NaN;
	globalThis.large = { kind: 'tensor', title: 'large', ref: 1, type: 'Tensor', dtype: 'float32', shape: [side, side], strides: [side, 1], requiresGrad: false, gradFn: '', elements };
}

function paint(run) {
	const send = (data) => window.dispatchEvent(new MessageEvent('message', { data }));
	return new Promise((resolve) => {
		const id = `tensor:${run}`;
		send({ type: 'contents', title: 't', entries: [{ id, kind: 'tensor', label: 'large', detail: '' }], selected: id, state: {} });
		const start = performance.now();
		const look = () => requestAnimationFrame(() => document.querySelector('.zoom output')?.textContent ? resolve(performance.now() - start) : look());
		requestAnimationFrame(() => {
			send({ type: 'slice', id, slice: globalThis.large });
			look();
		});
	});
}

async function zoom(clicks) {
	const frame = () => new Promise(requestAnimationFrame);
	const press = async (key) => {
		document.querySelector('.heatmap').dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
		await frame();
	};
	await press('0');
	for (let i = 0; i < clicks; i++) await press('+');
	for (let i = 0; i < 20; i++) await frame();
}

async function pan(frames) {
	const frame = () => new Promise(requestAnimationFrame);
	const node = document.querySelector('.heatmap');
	const times = [];
	let last = await frame();
	for (let i = 0; i < frames; i++) {
		const by = i % 40 < 20 ? 30 : -30;
		node.dispatchEvent(new WheelEvent('wheel', { deltaX: by, deltaY: by, bubbles: true, cancelable: true }));
		const now = await frame();
		times.push(now - last);
		last = now;
	}
	return times;
}
