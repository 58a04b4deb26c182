/**
 * The picture of a tensor, and what it is asked for by who points at it. Few cells are SVG, with digits where they fit;
 * `raster.ts` is the same for many.
 */
import type { DTypeName } from '../../engine/trace/dtype.ts';
import type { Elements } from '../../engine/trace/model.ts';
import type { Cell } from '../grid/keys.ts';
import { markPath, special } from '../grid/marks.ts';
import type { Paint } from '../grid/paint.ts';
import { element, svg } from '../theme/dom.ts';
import type { Drawn } from '../theme/image.ts';
import { inkOn } from '../theme/theme.ts';
import { wholeView } from './camera.ts';
import { labelsOf } from './labels.ts';
import { cellAt, placeOf, sizeOf, type Layout } from './layout.ts';
import type { LineStatistics } from './lines.ts';
import { drawMargins } from './margins.ts';
import { extentOf, placeAt, type Plane } from './plane.ts';

export interface Heatmap {
	readonly node: HTMLElement;
	/** What it is moved by, to stand below it; undefined: there is nothing to move. */
	readonly bar: HTMLElement | undefined;
	/** Frames a cell, or the square in which it lies; `reveal`: brings it into sight. */
	setCursor(cell: Cell, reveal: boolean): void;
	clearCursor(): void;
	/** The cell at a point of the picture, in CSS pixels from its top left corner; of a square that stands for several, the first. */
	cellAt(x: number, y: number): Cell | undefined;
	/** What the square of a cell stands for; undefined: the cell alone. */
	blockAt(cell: Cell): Block | undefined;
	/** Draws the same cells in other colours. */
	repaint(paint: Paint): void;
	/** Draws what rows and columns range over. */
	setLines(lines: LineStatistics): void;
	/** The picture as it is. */
	drawn(): Drawn;
	/** A key that moves the picture and not the cursor. @returns whether it was one */
	key(event: KeyboardEvent): boolean;
}

/** `low` > `high` where nothing in it is finite. */
export interface Block { readonly rows: number; readonly columns: number; readonly low: number; readonly high: number }

/** What is drawn: elements, where they lie, and how they look. */
export interface Picture { readonly elements: Elements; readonly dtype: DTypeName; readonly plane: Plane; readonly layout: Layout; readonly paint: Paint }

export function drawHeatmap(document: Document, picture: Picture): Heatmap {
	const { plane, layout } = picture;
	const size = sizeOf(layout, plane), [width, height] = [size.width + layout.margin, size.height + layout.margin];
	const drawing = svg(document, 'svg', { width, height: height + 1, class: 'cells', 'aria-hidden': true });
	let { paint } = picture;
	let group = cells(document, picture);
	let lines: LineStatistics | undefined;
	const margins = svg(document, 'g');
	const drawLines = () => lines !== undefined && margins.replaceChildren(drawMargins(document, lines, plane, layout, paint.domain));
	const labels = svg(document, 'g', { class: 'labels' });
	for (const { text, x, y, anchor, isCentred } of labelsOf(plane, layout, wholeView(layout), width, height)) {
		labels.append(svg(document, 'text', { x: layout.left + x, y: layout.top + y, 'text-anchor': anchor, 'dominant-baseline': isCentred ? 'central' : undefined }, text));
	}
	drawing.append(labels, ...(layout.margin > 0 ? [margins] : []), group);
	const cursor = svg(document, 'rect', { class: 'cursor', visibility: 'hidden', width: layout.cellWidth, height: layout.cellHeight });
	drawing.append(cursor);
	const node = element(document, 'div', { class: 'heatmap' }, drawing);
	node.style.width = `${width}px`;
	const extent = extentOf(plane);
	return {
		node,
		bar: undefined,
		setCursor({ row, column }) {
			const { x, y } = placeOf(layout, plane, row, column);
			cursor.setAttribute('x', String(x));
			cursor.setAttribute('y', String(y));
			cursor.setAttribute('visibility', 'visible');
		},
		clearCursor: () => cursor.setAttribute('visibility', 'hidden'),
		cellAt(x, y) {
			const row = cellAt(y - layout.top, layout.cellHeight, plane.rows, layout.gapY, extent.rows);
			const column = cellAt(x - layout.left, layout.cellWidth, plane.columns, layout.gapX, extent.columns);
			return row === undefined || column === undefined ? undefined : { row, column };
		},
		blockAt: () => undefined,
		repaint(next) {
			paint = next;
			const drawn = cells(document, { ...picture, paint });
			group.replaceWith(drawn);
			group = drawn;
			drawLines();
		},
		setLines(next) {
			lines = next;
			drawLines();
		},
		drawn: () => drawing,
		key: () => false,
	};
}

function cells(document: Document, { elements, plane, layout, paint }: Picture): SVGGElement {
	const group = svg(document, 'g');
	const marks: string[] = [];
	const extent = extentOf(plane);
	const [width, height] = [layout.cellWidth - layout.gap, layout.cellHeight - layout.gap];
	for (let row = 0; row < extent.rows; row++) {
		for (let column = 0; column < extent.columns; column++) {
			const at = placeAt(plane, row, column);
			if (at < 0) continue;
			const value = Number(elements[at]);
			const mark = special(value);
			const { x, y } = placeOf(layout, plane, row, column);
			const fill = mark === undefined ? paint.color(value) : 'none';
			const classes = ['cell', ...(mark === undefined ? [] : ['special']), ...(paint.keeps(value) ? [] : ['left-out'])];
			group.append(svg(document, 'rect', { class: classes.join(' '), 'data-cell': `${row},${column}`, x, y, width, height, rx: layout.gap > 0 ? 2 : 0, fill }));
			const middle = y + height / 2;
			const hasDigits = layout.format !== undefined && (mark === undefined || layout.cellWidth >= 60);
			if (mark !== undefined) marks.push(hasDigits ? markPath(mark, x + 12, middle, 4) : markPath(mark, x + width / 2, middle, Math.max(2.5, Math.min(6, layout.cellHeight * 0.28))));
			if (hasDigits) {
				group.append(svg(document, 'text', {
					class: paint.keeps(value) ? 'digits' : 'digits left-out', x: x + width - 5, y: middle, 'text-anchor': 'end', 'dominant-baseline': 'central',
					fill: fill === 'none' ? 'currentColor' : inkOn(fill),
				}, layout.format!.text(at)));
			}
			const clipped = paint.clips(value);
			if (clipped !== 0) group.append(svg(document, 'path', { class: 'clipped', d: cornerPath(clipped, x, y, width, height), fill: inkOn(fill) }));
		}
	}
	if (marks.length > 0) group.append(svg(document, 'path', { class: 'marks halo', d: marks.join('') }), svg(document, 'path', { class: 'marks', d: marks.join('') }));
	return group;
}

/** A corner of a cell whose value lies beyond the scale: the upper left one above it, the lower left one below. */
export function cornerPath(side: 1 | -1, x: number, y: number, width: number, height: number, size = Math.max(2, Math.min(7, width / 2, height / 2))): string {
	return side > 0 ? `M${x},${y}h${size}l${-size},${size}z` : `M${x},${y + height}h${size}l${-size},${-size}z`;
}
