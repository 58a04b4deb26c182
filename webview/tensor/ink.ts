/** What is written on a canvas of cells: numbers of rows and columns, digits where a cell has room for them, marks of what is not finite. */
import { cellFormats, formatThatFits } from '../grid/format.ts';
import type { Cell } from '../grid/keys.ts';
import { markPath, special } from '../grid/marks.ts';
import { inkOn } from '../theme/theme.ts';
import { placeInWindow, type Camera, type Window } from './camera.ts';
import { cornerPath, type Picture } from './heatmap.ts';
import { labelsOf } from './labels.ts';
import { firstBeyond, FONT_SIZE, type Layout } from './layout.ts';
import type { LineStatistics } from './lines.ts';
import { marginsOf } from './margins.ts';
import { extentOf, placeAt, type Plane } from './plane.ts';
import type { Found } from './shade.ts';

/** Cells smaller than this have no room for a digit, in pixels. */
const LEAST_WIDTH = 24, LEAST_HEIGHT = 14;
/** … or a corner that is seen. */
const LEAST_CORNER = 6;
/** … and else the one that stands for it, and for others beside it; half of a diamond. */
const CORNER = 5, SPIKE = 3.5;
/** Cells of so many pixels have a gap between them. */
const GAPS_FROM = 12;

/** `style`: the canvas's, for what the theme calls its colours. */
export interface Ink { readonly surface: CanvasRenderingContext2D; readonly style: CSSStyleDeclaration; readonly picture: Picture; readonly camera: Camera; readonly window: Window }

/** What was found in the pixels. `scale`: of these, by which the canvas is finer than CSS's; `areCells`: each block is one cell. */
export function drawFound(ink: Ink, found: Found, scale: number, areCells: boolean): void {
	drawSpikes(ink, found.spikes, scale);
	// Of larger cells each has its corner.
	if (Math.min(ink.camera.cellWidth, ink.camera.cellHeight) < LEAST_CORNER) drawBeyond(ink, found.beyond, scale);
	drawSpecials(ink, found.specials, scale, areCells);
}

/** A diamond in the colour of the value that the mean hides. */
function drawSpikes({ surface, style, picture: { layout, paint } }: Ink, spikes: Found['spikes'], scale: number): void {
	for (const { x, y, mark } of spikes) {
		const [left, top] = [layout.left + x / scale + 0.5, layout.top + y / scale + 0.5];
		const diamond = new Path2D(`M${left - SPIKE},${top}L${left},${top - SPIKE}L${left + SPIKE},${top}L${left},${top + SPIKE}Z`);
		for (const [name, width] of [['--ground', 4], ['--text', 2]] as const) {
			surface.strokeStyle = style.getPropertyValue(name);
			surface.lineWidth = width;
			surface.stroke(diamond);
		}
		surface.fillStyle = paint.color(mark);
		surface.fill(diamond);
	}
}

/** The corner that a larger cell would have. */
function drawBeyond({ surface, style, picture: { layout } }: Ink, beyond: Found['beyond'], scale: number): void {
	if (beyond.length === 0) return;
	const corners = new Path2D(beyond.map(({ x, y, mark }) => cornerPath(mark, layout.left + x / scale, layout.top + y / scale, CORNER, CORNER, CORNER)).join(''));
	surface.lineJoin = 'round';
	surface.strokeStyle = style.getPropertyValue('--ground');
	surface.lineWidth = 2;
	surface.stroke(corners);
	surface.fillStyle = style.getPropertyValue('--text');
	surface.fill(corners);
}

function drawSpecials({ surface, style, picture: { layout }, camera }: Ink, marked: Found['specials'], scale: number, areCells: boolean): void {
	if (marked.length === 0) return;
	const radius = areCells ? Math.max(2.5, Math.min(6, camera.cellHeight * 0.28)) : 2.5;
	const [halfWidth, halfHeight] = areCells ? [camera.cellWidth / 2, camera.cellHeight / 2] : [0.5, 0.5];
	const path = new Path2D(marked.map(({ x, y, mark }) => markPath(mark, layout.left + x / scale + halfWidth, layout.top + y / scale + halfHeight, radius)).join(''));
	surface.lineJoin = 'round';
	for (const [name, width] of [['--ground', 4.5], ['--wrong', 1.8]] as const) {
		surface.strokeStyle = style.getPropertyValue(name);
		surface.lineWidth = width;
		surface.stroke(path);
	}
}

/** Between cells, where they are large enough to be told apart. */
export function drawGaps({ surface, style, picture: { plane, layout }, camera, window }: Ink): void {
	if (Math.min(camera.cellWidth, camera.cellHeight) < GAPS_FROM) return;
	surface.fillStyle = style.getPropertyValue('--ground');
	const { first, extent } = cellsFrom({ plane, layout, camera });
	for (let column = first.column; column < extent.columns; column++) {
		const { x } = placeInWindow(camera, layout, plane, 0, column);
		if (x > window.width) break;
		surface.fillRect(layout.left + x + camera.cellWidth - 1, layout.top, 1, window.height);
	}
	for (let row = first.row; row < extent.rows; row++) {
		const { y } = placeInWindow(camera, layout, plane, row, 0);
		if (y > window.height) break;
		surface.fillRect(layout.left, layout.top + y + camera.cellHeight - 1, window.width, 1);
	}
}

/** The first cell that is in the window, if in part, and how many there are. */
function cellsFrom({ plane, layout, camera }: { readonly plane: Plane; readonly layout: Layout; readonly camera: Camera }): { readonly first: Cell; readonly extent: { readonly rows: number; readonly columns: number } } {
	const extent = extentOf(plane);
	return {
		extent,
		first: {
			row: firstBeyond(camera.y, camera.cellHeight, plane.rows, layout.gapY),
			column: firstBeyond(camera.x, camera.cellWidth, plane.columns, layout.gapX),
		},
	};
}

/** Of the cells in the window, as far as they are so large that they can be read. */
export function drawDigits(ink: Ink): void {
	const { surface, style, picture: { elements, dtype, layout, paint }, camera } = ink;
	if (camera.cellWidth < LEAST_WIDTH || camera.cellHeight < LEAST_HEIGHT) return;
	const seen = cellsInWindow(ink);
	const format = formatThatFits(cellFormats(elements, dtype, seen.map(({ at }) => at)), camera.cellWidth - 4, FONT_SIZE);
	if (format === undefined) return;
	surface.font = `${FONT_SIZE}px ${style.getPropertyValue('--mono')}`;
	surface.textAlign = 'right';
	surface.textBaseline = 'middle';
	for (const { at, x, y } of seen) {
		const value = Number(elements[at]);
		if (special(value) !== undefined) continue;
		const isKept = paint.keeps(value);
		surface.globalAlpha = isKept ? 1 : 0.4;
		surface.fillStyle = isKept ? inkOn(paint.color(value)) : style.getPropertyValue('--text');
		surface.fillText(format.text(at), layout.left + x + camera.cellWidth - 3, layout.top + y + camera.cellHeight / 2);
	}
	surface.globalAlpha = 1;
}

/** Of the cells in the window those beyond the colours' ends, as far as they are so large that a corner is seen. */
export function drawClipped(ink: Ink): void {
	const { surface, picture: { elements, layout, paint }, camera } = ink;
	if (Math.min(camera.cellWidth, camera.cellHeight) < LEAST_CORNER) return;
	for (const { at, x, y } of cellsInWindow(ink)) {
		const value = Number(elements[at]), side = paint.clips(value);
		if (side === 0) continue;
		surface.fillStyle = inkOn(paint.color(value));
		surface.fill(new Path2D(cornerPath(side, layout.left + x, layout.top + y, camera.cellWidth, camera.cellHeight)));
	}
}

/** Where each begins in the window. */
function cellsInWindow({ picture: { plane, layout }, camera, window }: Ink): readonly { readonly at: number; readonly x: number; readonly y: number }[] {
	const { first, extent } = cellsFrom({ plane, layout, camera });
	const cells: { readonly at: number; readonly x: number; readonly y: number }[] = [];
	for (let row = first.row; row < extent.rows; row++) {
		for (let column = first.column; column < extent.columns; column++) {
			const { x, y } = placeInWindow(camera, layout, plane, row, column);
			if (x > window.width) break;
			if (y > window.height) return cells;
			const at = placeAt(plane, row, column);
			if (at >= 0 && x > -camera.cellWidth && y > -camera.cellHeight) cells.push({ at, x, y });
		}
	}
	return cells;
}

/** Above and beside the window. */
export function drawLabels({ surface, style, picture: { plane, layout }, camera, window }: Ink): void {
	surface.font = `11px ${style.getPropertyValue('--mono')}`;
	surface.fillStyle = style.getPropertyValue('--quiet');
	for (const { text, x, y, anchor, isCentred } of labelsOf(plane, layout, camera, window.width, window.height)) {
		surface.textAlign = anchor === 'middle' ? 'center' : anchor;
		surface.textBaseline = isCentred ? 'middle' : 'alphabetic';
		surface.fillText(text, layout.left + x, layout.top + y);
	}
}

/** Beside the cells and below them, what rows and columns range over. */
export function drawLines({ surface, style, picture: { plane, layout, paint }, camera, window }: Ink, lines: LineStatistics): void {
	marginsOf(lines, plane, layout, camera, window, paint.domain).forEach(({ spread, mean, zero, thick }, side) => {
		surface.save();
		surface.beginPath();
		surface.rect(layout.left, layout.top, window.width + (side === 0 ? layout.margin : 0), window.height + (side === 1 ? layout.margin : 0));
		surface.clip();
		surface.lineCap = thick === undefined ? 'round' : 'butt';
		const stroke = (path: string, color: string, width: number, alpha = 1) => {
			surface.strokeStyle = style.getPropertyValue(color);
			surface.lineWidth = width;
			surface.globalAlpha = alpha;
			surface.stroke(new Path2D(path));
		};
		stroke(zero, '--quiet', 1, 0.5);
		stroke(spread, '--quiet', thick ?? 2, thick === undefined ? 1 : 0.45);
		stroke(mean, '--text', thick ?? 5.2);
		surface.restore();
	});
}
