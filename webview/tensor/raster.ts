/**
 * The heatmap of many cells: one canvas as large as the window on it, which is drawn anew when it is zoomed or moved. What
 * does not fit is seen in blocks, and what in a block its mean does not tell has its mark.
 */
import type { Cell } from '../grid/keys.ts';
import { element } from '../theme/dom.ts';
import { listenToDrag, zoomOfWheel } from '../theme/gestures.ts';
import { meanwhile } from '../theme/meanwhile.ts';
import { oncePerFrame } from '../theme/perFrame.ts';
import { fill } from '../theme/strings.ts';
import type { ViewContext } from '../view.ts';
import { panned, pictureSize, placeInWindow, revealing, wholeView, zoomed, type Camera } from './camera.ts';
import type { Block, Heatmap, Picture } from './heatmap.ts';
import { drawClipped, drawDigits, drawFound, drawGaps, drawLabels, drawLines } from './ink.ts';
import { BARS, BESIDE, cellAt } from './layout.ts';
import type { LineStatistics } from './lines.ts';
import { extentOf } from './plane.ts';
import { numbersOf, Pyramid, rangeWithin, smallestKept } from './pyramid.ts';
import { cellsToFillOne, paletteOf, shade, sideOf } from './shade.ts';

const ZOOM = 1.5;

export function drawRaster(first: Picture, context: ViewContext): Heatmap {
	const { document, strings } = context;
	const { plane, layout } = first;
	const pyramid = new Pyramid(numbersOf(first.elements), plane);
	let picture = first;
	let palette = paletteOf(first.paint, context.theme.background);
	const extent = extentOf(plane);
	const all = pictureSize(wholeView(layout), layout, plane);
	const right = Math.max(BESIDE, layout.margin);
	const window = { width: Math.ceil(Math.min(all.width, context.width - layout.left - right)), height: Math.ceil(Math.min(all.height, Math.max(160, context.height - layout.top - layout.margin - BARS))) };
	const scale = document.defaultView?.devicePixelRatio ?? 1;
	const canvas = element(document, 'canvas', { 'aria-hidden': true, width: Math.round((layout.left + window.width + right) * scale), height: Math.round((layout.top + window.height + layout.margin) * scale) });
	canvas.style.width = `${layout.left + window.width + right}px`;
	canvas.style.height = `${layout.top + window.height + layout.margin}px`;
	const cursor = element(document, 'div', { class: 'cursor', hidden: true });
	const node = element(document, 'div', { class: 'heatmap raster' }, canvas, cursor);
	node.style.width = canvas.style.width;
	const note = element(document, 'output', { class: 'hint' });
	const button = (text: string, label: string, act: () => void) => {
		const made = element(document, 'button', { type: 'button', 'aria-label': label, title: label, 'data-focus': `zoom ${text}` }, text);
		made.addEventListener('click', act);
		return made;
	};
	const middle = () => [window.width / 2, window.height / 2] as const;
	const smaller = button('−', strings.zoomOut, () => look(zoomed(camera, 1 / ZOOM, ...middle(), layout, plane, window)));
	const larger = button('+', strings.zoomIn, () => look(zoomed(camera, ZOOM, ...middle(), layout, plane, window)));
	const fitted = button('⤢', strings.zoomAll, () => look(wholeView(layout)));
	const bar = element(document, 'div', { class: 'zoom' }, smaller, larger, fitted, note);

	let camera = rememberedCamera();
	let shown: Cell | undefined;
	let lines: LineStatistics | undefined;

	function rememberedCamera(): Camera {
		const kept = context.state['camera'];
		const whole = wholeView(layout);
		if (!Array.isArray(kept) || !kept.every(Number.isFinite) || kept.length !== 3) return whole;
		const [zoom, row, column] = kept as [number, number, number];
		const near = zoomed(whole, zoom, 0, 0, layout, plane, window);
		const { x, y } = placeInWindow(near, layout, plane, row, column);
		return panned(near, x, y, layout, plane, window);
	}
	const later = oncePerFrame(document, () => draw());
	const look = (next: Camera) => {
		camera = next;
		const at = cellUnder(0, 0) ?? { row: 0, column: 0 };
		context.remember({ ...context.state, camera: [camera.cellWidth / layout.cellWidth, at.row, at.column] });
		placeCursor();
		later();
	};
	const blocks = () => [cellsToFillOne(camera.cellHeight * scale), cellsToFillOne(camera.cellWidth * scale)] as const;
	/** At a point of the window. */
	const cellUnder = (x: number, y: number): Cell | undefined => {
		const row = cellAt(camera.y + y, camera.cellHeight, plane.rows, layout.gapY, extent.rows);
		const column = cellAt(camera.x + x, camera.cellWidth, plane.columns, layout.gapX, extent.columns);
		if (row === undefined || column === undefined) return undefined;
		const [down, across] = blocks();
		return { row: row - row % plane.rows % down, column: column - column % plane.columns % across };
	};
	const placeCursor = () => {
		if (shown === undefined) return;
		const { x, y } = placeInWindow(camera, layout, plane, shown.row, shown.column);
		const [down, across] = blocks();
		const [width, height] = [Math.max(4, camera.cellWidth * across), Math.max(4, camera.cellHeight * down)];
		cursor.hidden = x + width < 0 || y + height < 0 || x > window.width || y > window.height;
		Object.assign(cursor.style, { left: `${layout.left + x}px`, top: `${layout.top + y}px`, width: `${width}px`, height: `${height}px` });
	};
	const draw = () => {
		const surface = canvas.getContext('2d');
		if (surface === null) return;
		const [down, across] = blocks();
		const [width, height] = [Math.round(window.width * scale), Math.round(window.height * scale)];
		const pixels = new ImageData(width, height);
		const columns = sideOf(camera.cellWidth * scale, plane.columns, plane.across, layout.gapX * scale, camera.x * scale, width, across);
		const rows = sideOf(camera.cellHeight * scale, plane.rows, Math.ceil(plane.facets / plane.across), layout.gapY * scale, camera.y * scale, height, down);
		const found = shade(pyramid, columns, rows, down, across, palette, new Uint32Array(pixels.data.buffer));
		surface.setTransform(1, 0, 0, 1, 0, 0);
		surface.clearRect(0, 0, canvas.width, canvas.height);
		surface.putImageData(pixels, Math.round(layout.left * scale), Math.round(layout.top * scale));
		surface.scale(scale, scale);
		const ink = { surface, style: document.defaultView!.getComputedStyle(node), picture, camera, window };
		drawLabels(ink);
		if (lines !== undefined) drawLines(ink, lines);
		surface.save();
		surface.beginPath();
		surface.rect(layout.left, layout.top, window.width, window.height);
		surface.clip();
		drawGaps(ink);
		drawClipped(ink);
		drawDigits(ink);
		drawFound(ink, found, scale, down * across === 1);
		surface.restore();
		const isWhole = camera.cellWidth <= layout.cellWidth;
		smaller.disabled = fitted.disabled = isWhole;
		larger.disabled = zoomed(camera, ZOOM, 0, 0, layout, plane, window).cellWidth <= camera.cellWidth;
		note.textContent = down * across === 1 ? '' : [fill(strings.blockSize, down, across), ...(found.spikes.length > 0 ? [strings.blockSpikes] : []), ...(found.hasManySpikes ? [strings.blockManySpikes] : [])].join(' ');
	};
	node.addEventListener('wheel', event => {
		const { left, top } = node.getBoundingClientRect();
		const [x, y] = [event.clientX - left - layout.left, event.clientY - top - layout.top];
		const next = event.ctrlKey || event.metaKey
			? zoomed(camera, zoomOfWheel(event), x, y, layout, plane, window)
			: panned(camera, event.shiftKey ? event.deltaY : event.deltaX, event.shiftKey ? 0 : event.deltaY, layout, plane, window);
		// Where there is no more of it, the page scrolls.
		const isMoved = next.x !== camera.x || next.y !== camera.y || next.cellWidth !== camera.cellWidth;
		if (!isMoved && !event.ctrlKey && !event.metaKey) return;
		event.preventDefault();
		look(next);
	}, { passive: false });
	listenToDrag(node, (byX, byY) => look(panned(camera, -byX, -byY, layout, plane, window)));
	// In the same frame, once it is in the page and so has a style.
	queueMicrotask(() => {
		draw();
		// What is needed when it is looked at from nearer.
		meanwhile(document, pyramid.preparing(...smallestKept(...blocks())), () => node.isConnected, () => undefined);
	});

	return {
		node, bar,
		setCursor(cell, reveal) {
			shown = cell;
			cursor.hidden = false;
			if (reveal) {
				const next = revealing(camera, cell.row, cell.column, layout, plane, window);
				if (next.x !== camera.x || next.y !== camera.y) return look(next);
			}
			placeCursor();
		},
		clearCursor() {
			shown = undefined;
			cursor.hidden = true;
		},
		cellAt(x, y) {
			const [inX, inY] = [x - layout.left, y - layout.top];
			return inX < 0 || inY < 0 || inX > window.width || inY > window.height ? undefined : cellUnder(inX, inY);
		},
		blockAt({ row, column }): Block | undefined {
			const [down, across] = blocks();
			if (down * across === 1) return undefined;
			const facet = Math.floor(row / plane.rows) * plane.across + Math.floor(column / plane.columns);
			const [top, left] = [row % plane.rows, column % plane.columns];
			const [rows, columns] = [Math.min(down, plane.rows - top), Math.min(across, plane.columns - left)];
			return { rows, columns, ...rangeWithin(pyramid, facet, top, left, top + rows, left + columns) };
		},
		repaint(paint) {
			picture = { ...picture, paint };
			palette = paletteOf(paint, context.theme.background);
			later();
		},
		setLines(next) {
			lines = next;
			later();
		},
		drawn: () => canvas,
		key(event) {
			if (event.ctrlKey || event.metaKey || event.altKey) return false;
			const at = shown === undefined ? undefined : placeInWindow(camera, layout, plane, shown.row, shown.column);
			const [x, y] = at === undefined ? middle() : [at.x + camera.cellWidth / 2, at.y + camera.cellHeight / 2];
			switch (event.key) {
				case '+': case '=': look(zoomed(camera, ZOOM, x, y, layout, plane, window)); return true;
				case '-': look(zoomed(camera, 1 / ZOOM, x, y, layout, plane, window)); return true;
				case '0': look(wholeView(layout)); return true;
				default: return false;
			}
		},
	};
}
