/**
 * The panel's page in Chromium without a GPU, under the panel's own policy: how soon it is painted, and how fast a large
 * tensor is drawn and moved. A frame is what lies between two of the page's animation frames, while each of them moves the picture.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { median, RUNS } from './measure.mjs';
import { recordedSlices } from './slices.mjs';

const SIDE = 4096;
const FRAMES = 120;

/** `root`: of the checkout; `folder`: for what is recorded. */
export async function views({ esbuild, root, folder, row }) {
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
		const recorded = await recordedSlices({ esbuild, root, folder });
		await graphs(stage, openPanel, row, recorded.graph);
		const { outputFiles: [d3] } = await esbuild.build({ stdin: { contents: 'export * from "d3";', resolveDir: root }, bundle: true, minify: true, write: false, format: 'iife', globalName: 'd3' });
		await trajectories(stage, openPanel, row, recorded.path, d3.text);
	} finally {
		await stage.close();
	}
}

/** Laid out in a worker: meanwhile the page's own frames go on. It opens folded by its modules; then all of its calls are asked for. */
async function graphs(stage, openPanel, row, slice) {
	const text = asText(slice), opened = [], laidOut = [], longest = [];
	for (let i = 0; i < RUNS; i++) {
		const panel = await openPanel(stage);
		await panel.page.evaluate(revive, text);
		opened.push(await panel.page.evaluate(openGraph));
		const figures = await panel.page.evaluate(unfoldGraph);
		laidOut.push(figures.taken);
		longest.push(figures.longest);
		if (i === RUNS - 1) {
			const frames = (await panel.page.evaluate(panGraph, FRAMES)).sort((a, b) => a - b);
			row(`a recorded graph of ${slice.nodes.length} nodes, folded by modules, drawn in`, `${median(opened).toFixed(0)} ms`);
			row('… all of its nodes laid out and drawn in', `${median(laidOut).toFixed(0)} ms`, 'goal: 1 s');
			row('… longest time without a frame meanwhile', `${median(longest).toFixed(0)} ms`);
			row('… moved, all of it seen: 95 % of frames within', `${frames[Math.floor(FRAMES * 0.95)].toFixed(1)} ms`);
		}
		await panel.close();
	}
}

/** What the host makes of so many steps, which it thins out, over their contours; and beside it plain D3, which draws each of them. */
async function trajectories(stage, openPanel, row, { slice, places, taken }, d3) {
	const text = asText(slice), steps = places[0].length, plain = asText({ places, surface: slice.surface });
	const page = await stage.browser.newPage({ viewport: { width: 1000, height: 760 } });
	await page.addScriptTag({ content: d3 });
	await page.evaluate(revive, plain);
	const sides = { ours: { drawn: [], frames: [] }, svg: { drawn: [], frames: [] }, canvas: { drawn: [], frames: [] } };
	let points = 0;
	for (let i = 0; i < RUNS; i++) {
		const panel = await openPanel(stage);
		await panel.page.evaluate(revive, text);
		await panel.page.bringToFront();
		const figures = await panel.page.evaluate(drawPath);
		points = figures.points;
		sides.ours.drawn.push(figures.taken);
		sides.ours.frames.push(...await panel.page.evaluate(scrub, FRAMES));
		await panel.close();
		await page.bringToFront();
		for (const kind of ['svg', 'canvas']) {
			const { drawn, frames } = await page.evaluate(drawPlainly, { kind, count: FRAMES });
			sides[kind].drawn.push(drawn);
			sides[kind].frames.push(...frames);
		}
	}
	row(`the slice of ${steps} recorded steps, cut by the host in`, `${taken.toFixed(0)} ms`);
	for (const [kind, name] of [['ours', `the view: ${points} of its points over contours, with all that stands around them,`], ['svg', `D3: all ${steps} points and contours, one SVG path,`], ['canvas', 'D3: the same on a canvas,']]) {
		const { drawn, frames } = sides[kind], within = frames.sort((a, b) => a - b)[Math.floor(frames.length * 0.95)];
		row(`${name} drawn in`, `${median(drawn).toFixed(0)} ms`, kind === 'ours' ? 'goal: 500 ms' : '');
		row('… scrubbed: 95 % of frames within', `${within.toFixed(1)} ms`, kind === 'ours' ? 'goal: 20 ms' : kind === 'svg' ? 'a dot is moved' : 'all is drawn again');
	}
	await page.close();
}

/** Typed arrays and what JSON has no number for, which `revive` takes back in the page. */
function asText(value) {
	return JSON.stringify(value, (_, each) => ArrayBuffer.isView(each) ? { array: each.constructor.name, values: Array.from(each, (x) => Number.isFinite(x) ? x : String(x)) } : typeof each === 'number' && !Number.isFinite(each) ? { number: String(each) } : each);
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

function revive(text) {
	globalThis.recorded = JSON.parse(text, (_, value) => value?.array !== undefined ? new globalThis[value.array](value.values.map(Number)) : value?.number !== undefined ? Number(value.number) : value);
}

async function openGraph() {
	const send = (data) => window.dispatchEvent(new MessageEvent('message', { data }));
	const began = performance.now();
	send({ type: 'contents', title: 'bench', entries: [{ id: 'graph:0', kind: 'graph', label: 'loss', detail: '1' }], selected: 'graph:0', state: {} });
	send({ type: 'slice', id: 'graph:0', slice: globalThis.recorded });
	while (!document.querySelector('.graph > g')) await new Promise((resolve) => requestAnimationFrame(resolve));
	return performance.now() - began;
}

/** Times in milliseconds. */
async function unfoldGraph() {
	const folding = document.querySelector('[data-focus=folding]');
	folding.value = 'nothing';
	const began = performance.now();
	let [last, longest] = [began, 0];
	folding.dispatchEvent(new Event('change', { bubbles: true }));
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

async function drawPath() {
	const send = (data) => window.dispatchEvent(new MessageEvent('message', { data }));
	const slice = globalThis.recorded, began = performance.now();
	send({ type: 'contents', title: 'bench', entries: [{ id: 'optimizer:1', kind: 'optimizer', label: 'SGD', detail: '' }], selected: 'optimizer:1', state: {} });
	send({ type: 'slice', id: 'optimizer:1', slice });
	while (!document.querySelector('.trajectory .path')) await new Promise((resolve) => requestAnimationFrame(resolve));
	const taken = await new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now() - began)));
	if (!document.querySelector('.trajectory .bands')) throw new Error('there are no contours');
	return { taken, points: slice.steps.count + 1 };
}

/** The same path as a page would have it that D3's examples were followed in. */
async function drawPlainly({ kind, count }) {
	const { d3, recorded: { places: [xs, ys], surface } } = globalThis, width = 660, height = 480;
	document.body.replaceChildren();
	const began = performance.now();
	const x = d3.scaleLinear(surface.xDomain, [0, width]), y = d3.scaleLinear(surface.yDomain, [height, 0]);
	const toPlot = d3.geoTransform({ point(column, row) { this.stream.point(column / surface.columns * width, height - row / surface.rows * height); } });
	const rings = d3.contours().size([surface.columns, surface.rows]).thresholds(14)(surface.values);
	const line = d3.line((_, i) => x(xs[i]), (_, i) => y(ys[i]));
	const frame = () => new Promise(requestAnimationFrame);
	let show;
	if (kind === 'svg') {
		const svg = d3.select(document.body).append('svg').attr('width', width).attr('height', height);
		svg.selectAll('path').data(rings).join('path').attr('d', d3.geoPath(toPlot)).attr('fill', 'none').attr('stroke', 'gray');
		svg.append('path').attr('d', line(xs)).attr('fill', 'none').attr('stroke', 'black');
		const dot = svg.append('circle').attr('r', 4);
		show = (step) => dot.attr('cx', x(xs[step])).attr('cy', y(ys[step]));
	} else {
		const context = d3.select(document.body).append('canvas').attr('width', width).attr('height', height).node().getContext('2d');
		const [ring, along] = [d3.geoPath(toPlot, context), line.context(context)];
		show = (step) => {
			context.clearRect(0, 0, width, height);
			for (const draw of [...rings.map((each) => () => ring(each)), () => along(xs)]) {
				context.beginPath();
				draw();
				context.stroke();
			}
			context.beginPath();
			context.arc(x(xs[step]), y(ys[step]), 4, 0, 7);
			context.fill();
		};
	}
	show(0);
	await frame();
	const drawn = await frame().then(() => performance.now() - began);
	const frames = [];
	let last = await frame();
	for (let i = 0; i < count; i++) {
		show(Math.floor(i / count * xs.length));
		const now = await frame();
		frames.push(now - last);
		last = now;
	}
	return { drawn, frames };
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
