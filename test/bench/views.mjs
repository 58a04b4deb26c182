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
		await graphs(stage, openPanel, row);
		await trajectories(stage, openPanel, row);
	} finally {
		await stage.close();
	}
}

const NODES = 5000;
const STEPS = 100_000;

/** Laid out in a worker: meanwhile the page's own frames go on. */
async function graphs(stage, openPanel, row) {
	const [laidOut, longest] = [[], []];
	for (let i = 0; i < RUNS; i++) {
		const panel = await openPanel(stage);
		const figures = await panel.page.evaluate(layOut, NODES);
		laidOut.push(figures.taken);
		longest.push(figures.longest);
		if (i === RUNS - 1) {
			const frames = (await panel.page.evaluate(panGraph, FRAMES)).sort((a, b) => a - b);
			row(`a graph of ${NODES} nodes, from its data to its picture`, `${median(laidOut).toFixed(0)} ms`, 'goal: 1 s');
			row('… longest time without a frame meanwhile', `${median(longest).toFixed(0)} ms`);
			row('… moved, all of it seen: 95 % of frames within', `${frames[Math.floor(FRAMES * 0.95)].toFixed(1)} ms`);
		}
		await panel.close();
	}
}

/** What the host makes of so many steps, which it thins out, over contours. */
async function trajectories(stage, openPanel, row) {
	const taken = [], frames = [];
	for (let i = 0; i < RUNS; i++) {
		const panel = await openPanel(stage);
		taken.push(await panel.page.evaluate(drawPath, STEPS));
		frames.push(...await panel.page.evaluate(scrub, FRAMES));
		await panel.close();
	}
	frames.sort((a, b) => a - b);
	row(`a path of ${STEPS} steps over its contours, from its data to its picture`, `${median(taken).toFixed(0)} ms`, 'goal: 500 ms');
	row('… scrubbed: 95 % of frames within', `${frames[Math.floor(frames.length * 0.95)].toFixed(1)} ms`, 'goal: 20 ms');
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

/* global Event, KeyboardEvent, MessageEvent, PerformanceObserver, requestAnimationFrame, WheelEvent */

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

/** A net of residual blocks. Times in milliseconds. */
async function layOut(count) {
	const nodes = [], edges = [];
	const add = (kind, name, ...inputs) => {
		const at = nodes.push({ kind, name, gradFn: 'X', shape: [1], dtype: 'float32', module: '', value: undefined, gradient: undefined }) - 1;
		for (const input of inputs) edges.push(input, at);
		return at;
	};
	let x = add('leaf', 'x');
	while (nodes.length < count) x = add('op', 'add', x, add('op', 'relu', add('op', 'linear', x, add('leaf', 'weight'), add('leaf', 'bias'))));
	const send = (data) => window.dispatchEvent(new MessageEvent('message', { data }));
	const began = performance.now();
	let [last, longest] = [began, 0];
	send({ type: 'contents', title: 'bench', entries: [{ id: 'graph:0', kind: 'graph', label: 'loss', detail: '1' }], selected: 'graph:0', state: {} });
	send({ type: 'slice', id: 'graph:0', slice: { kind: 'graph', ref: 1, tick: 1, title: 'loss', nodes, edges: Uint32Array.from(edges), isCut: false, gradients: 'pending' } });
	for (;;) {
		const now = await new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now())));
		longest = Math.max(longest, now - last);
		last = now;
		if (document.querySelector('.graph > g')) break;
	}
	return { taken: last - began, longest };
}

/** Zooms out to all of it, then moves it with each frame. */
async function panGraph(count) {
	const graph = document.querySelector('.graph');
	graph.focus();
	graph.dispatchEvent(new KeyboardEvent('keydown', { key: '0', bubbles: true }));
	const frames = [];
	let last = await new Promise((resolve) => requestAnimationFrame(resolve));
	for (let i = 0; i < count; i++) {
		graph.dispatchEvent(new WheelEvent('wheel', { deltaY: i % 2 === 0 ? 6 : -6, ctrlKey: true, clientX: 300, clientY: 300, bubbles: true, cancelable: true }));
		const now = await new Promise((resolve) => requestAnimationFrame(resolve));
		frames.push(now - last);
		last = now;
	}
	return frames;
}

/** Two numbers that spiral in, with a surface of 64 × 64 below. */
async function drawPath(count) {
	const kept = Math.min(count, 1000), parameter = (phase) => {
		const at = (i) => Math.cos(phase + 20 * i / kept) * (1 - i / kept) * 3;
		return {
			name: `w${phase}`, shape: [], ref: 1 + phase, elements: 1, before: Float64Array.from({ length: kept }, (_, i) => at(i)), after: Float64Array.from({ length: kept }, (_, i) => at(i + 1)),
			terms: [{ name: 'update', formulas: ['g'], formula: new Uint16Array(kept).fill(1), value: new Float64Array(kept).fill(0.01) }], reproduced: new Uint8Array(kept).fill(1),
		};
	};
	const side = 64, x = { parameter: 0, element: 0, label: 'w0' }, y = { parameter: 1, element: 0, label: 'w1' };
	const values = Float64Array.from({ length: side * side }, (_, i) => ((i % side) / side - 0.5) ** 2 * 3 + (Math.floor(i / side) / side - 0.4) ** 2);
	const steps = {
		count: kept, index: Uint32Array.from({ length: kept }, (_, i) => Math.floor(i * count / kept)), tick: Float64Array.from({ length: kept }, (_, i) => i), loss: Float64Array.from({ length: kept }, (_, i) => 1 / (i + 1)), hasLoss: new Uint8Array(kept).fill(1),
		origin: new Uint16Array(kept), origins: [{ uri: 'file:///b.py', line: 1 }], hyperparameters: [{ name: 'lr', isFlag: false, has: new Uint8Array(kept).fill(1), values: new Float64Array(kept).fill(0.1) }],
	};
	const slice = { kind: 'optimizer', type: 'SGD', parameters: [parameter(0), parameter(1)], steps, x, y, surface: { x, y, xDomain: [-4, 4], yDomain: [-4, 4], columns: side, rows: side, values } };
	const send = (data) => window.dispatchEvent(new MessageEvent('message', { data }));
	const began = performance.now();
	send({ type: 'contents', title: 'bench', entries: [{ id: 'optimizer:1', kind: 'optimizer', label: 'SGD', detail: String(count) }], selected: 'optimizer:1', state: {} });
	send({ type: 'slice', id: 'optimizer:1', slice });
	while (!document.querySelector('.trajectory .path')) await new Promise((resolve) => requestAnimationFrame(resolve));
	return new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now() - began)));
}

/** The slider goes a step on with each frame. */
async function scrub(count) {
	const slider = document.querySelector('.optimizer-view input[type=range]');
	const frames = [];
	let last = await new Promise((resolve) => requestAnimationFrame(resolve));
	for (let i = 0; i < count; i++) {
		slider.value = String(10 + i);
		slider.dispatchEvent(new Event('input', { bubbles: true }));
		const now = await new Promise((resolve) => requestAnimationFrame(resolve));
		frames.push(now - last);
		last = now;
	}
	return frames;
}
