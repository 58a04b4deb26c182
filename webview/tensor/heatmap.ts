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
import { cellAt, FONT_SIZE, sizeOf, xOf, yOf, type Layout } from './layout.ts';
import { drawMargins, MARGIN } from './margins.ts';
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
	/** The picture as it is. */
	drawn(): Drawn;
	/** A key that moves the picture and not the cursor. @returns whether it was one */
	key(event: KeyboardEvent): boolean;
}

/** `low` > `high` where nothing in it is finite. */
export interface Block { readonly rows: number; readonly columns: number; readonly low: number; readonly high: number }

/** What is drawn: elements, where they lie, and how they look; `hasMargins`: what rows and columns range over stands beside them. */
export interface Picture { readonly hasMargins: boolean; readonly elements: Elements; readonly dtype: DTypeName; readonly plane: Plane; readonly layout: Layout; readonly paint: Paint }

export function drawHeatmap(document: Document, picture: Picture): Heatmap {
	const { plane, layout } = picture;
	const cellsSize = sizeOf(layout, plane);
	const [width, height] = picture.hasMargins ? [cellsSize.width + MARGIN, cellsSize.height + MARGIN] : [cellsSize.width, cellsSize.height];
	const drawing = svg(document, 'svg', { width, height: height + 1, class: 'cells', 'aria-hidden': true });
	let group = cells(document, picture);
	drawing.append(labels(document, plane, layout), group);
	const cursor = svg(document, 'rect', { class: 'cursor', visibility: 'hidden', width: layout.cellWidth, height: layout.cellHeight });
	drawing.append(cursor);
	const node = element(document, 'div', { class: 'heatmap' }, drawing);
	node.style.width = `${width}px`;
	const extent = extentOf(plane);
	return {
		node,
		bar: undefined,
		setCursor({ row, column }) {
			cursor.setAttribute('x', String(xOf(layout, plane, column)));
			cursor.setAttribute('y', String(yOf(layout, plane, row)));
			cursor.setAttribute('visibility', 'visible');
		},
		clearCursor: () => cursor.setAttribute('visibility', 'hidden'),
		cellAt(x, y) {
			const row = cellAt(y - layout.top, layout.cellHeight, plane.rows, layout.gapY, extent.rows);
			const column = cellAt(x - layout.left, layout.cellWidth, plane.columns, layout.gapX, extent.columns);
			return row === undefined || column === undefined ? undefined : { row, column };
		},
		blockAt: () => undefined,
		repaint(paint) {
			const next = cells(document, { ...picture, paint });
			group.replaceWith(next);
			group = next;
		},
		drawn: () => drawing,
		key: () => false,
	};
}

function cells(document: Document, { elements, plane, layout, paint, hasMargins }: Picture): SVGGElement {
	const group = svg(document, 'g');
	if (hasMargins) group.append(drawMargins(document, elements, plane, layout, paint));
	const marks: string[] = [];
	const extent = extentOf(plane);
	const [width, height] = [layout.cellWidth - layout.gap, layout.cellHeight - layout.gap];
	for (let row = 0; row < extent.rows; row++) {
		for (let column = 0; column < extent.columns; column++) {
			const at = placeAt(plane, row, column);
			if (at < 0) continue;
			const value = Number(elements[at]);
			const mark = special(value);
			const [x, y] = [xOf(layout, plane, column), yOf(layout, plane, row)];
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
function cornerPath(side: 1 | -1, x: number, y: number, width: number, height: number): string {
	const size = Math.max(2, Math.min(7, width / 2, height / 2));
	return side > 0 ? `M${x},${y}h${size}l${-size},${size}z` : `M${x},${y + height}h${size}l${-size},${-size}z`;
}

/** Row and column numbers, thinned so that they don't touch, and what each facet is called. */
function labels(document: Document, plane: Plane, layout: Layout): SVGGElement {
	const group = svg(document, 'g', { class: 'labels' });
	const extent = extentOf(plane);
	const everyColumn = thin(plane.columnLabel(Math.max(0, plane.columns - 1)).length * FONT_SIZE * 0.62 + 10, layout.cellWidth);
	const everyRow = thin(FONT_SIZE + 3, layout.cellHeight);
	const text = (x: number, y: number, anchor: string, words: string, baseline: string | undefined = undefined) => {
		if (words !== '') group.append(svg(document, 'text', { x, y, 'text-anchor': anchor, 'dominant-baseline': baseline }, words));
	};
	for (let column = 0; column < extent.columns; column++) {
		if (column % plane.columns % everyColumn === 0) text(xOf(layout, plane, column) + layout.cellWidth / 2, layout.top - 7, 'middle', plane.columnLabel(column % plane.columns));
	}
	for (let row = 0; row < extent.rows; row++) {
		if (row % plane.rows % everyRow === 0) text(layout.left - 7, yOf(layout, plane, row) + layout.cellHeight / 2, 'end', plane.rowLabel(row % plane.rows), 'central');
	}
	const above = plane.columnLabel(0) === '' ? 0 : FONT_SIZE + 8;
	for (let facet = 0; facet < plane.facets; facet++) {
		const line = Math.floor(facet / plane.across);
		const y = yOf(layout, plane, line * plane.rows) - (line === 0 ? above : 0) - 7;
		text(xOf(layout, plane, facet % plane.across * plane.columns), y, 'start', plane.facetLabel(facet));
	}
	return group;
}

/** The smallest of 1, 2, 5, 10, 20 … steps that leaves `room` pixels between labels. */
export function thin(room: number, cell: number): number {
	for (let power = 1; ; power *= 10) for (const digit of [1, 2, 5]) if (digit * power * cell >= room) return digit * power;
}
