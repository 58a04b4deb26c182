/**
 * The picture of a plane: SVG cells with digits, or a canvas below an SVG overlay where there are thousands.
 * It knows where cells lie and not what happens when one is pointed at.
 */
import type { Elements } from '../../engine/trace/model.ts';
import { markPath, special, type Special } from '../grid/marks.ts';
import { element, svg } from '../theme/dom.ts';
import { inkOn } from '../theme/theme.ts';
import { CANVAS_ABOVE, FONT_SIZE, type Layout } from './layout.ts';
import type { Plane } from './plane.ts';

export interface Heatmap {
	readonly node: HTMLElement;
	/** Frame one square, or none. */
	setCursor(row: number, column: number): void;
	clearCursor(): void;
	/** The square at a point of the figure, in CSS pixels from its top left corner. */
	squareAt(x: number, y: number): { readonly row: number; readonly column: number } | undefined;
}

/** One square: a cell, or a block of cells with their mean and whatever in it is not finite. `low` > `high` where nothing is. */
export interface Square { readonly mean: number; readonly low: number; readonly high: number; readonly count: number; readonly special: Special | undefined }

/** What is drawn where, whoever made the squares. */
export interface Squares {
	readonly plane: Plane;
	readonly layout: Layout;
	readonly color: (value: number) => string;
	at(row: number, column: number): Square;
}

export function squareOf(elements: Elements, plane: Plane, layout: Layout, row: number, column: number): Square {
	let [sum, low, high, finite, count] = [0, Infinity, -Infinity, 0, 0];
	let mark: Special | undefined;
	const lastRow = Math.min(plane.rows, (row + 1) * layout.blockRows);
	const lastColumn = Math.min(plane.columns, (column + 1) * layout.blockColumns);
	for (let r = row * layout.blockRows; r < lastRow; r++) {
		for (let c = column * layout.blockColumns; c < lastColumn; c++) {
			const at = plane.at(r, c);
			if (at < 0) continue;
			count++;
			const value = Number(elements[at]);
			if (!Number.isFinite(value)) {
				if (mark !== 'nan') mark = special(value);
				continue;
			}
			finite++;
			sum += value;
			low = Math.min(low, value);
			high = Math.max(high, value);
		}
	}
	return { mean: finite === 0 ? NaN : sum / finite, low, high, count, special: mark };
}

export function drawHeatmap(document: Document, squares: Squares): Heatmap {
	const { plane, layout } = squares;
	const picture = svg(document, 'svg', { width: layout.width, height: layout.height + 1, class: 'cells', 'aria-hidden': true });
	picture.append(labels(document, plane, layout));
	const node = element(document, 'div', { class: 'heatmap' });
	const marks: string[] = [];
	const put = (mark: Special, x: number, y: number, square: number) => marks.push(markPath(mark, x, y, Math.max(2.5, Math.min(6, square * 0.28))));
	if (layout.rows * layout.columns > CANVAS_ABOVE) {
		node.append(paint(document, squares, put));
	} else {
		picture.append(cells(document, squares, put));
	}
	if (marks.length > 0) picture.append(svg(document, 'path', { class: 'marks halo', d: marks.join('') }), svg(document, 'path', { class: 'marks', d: marks.join('') }));
	const cursor = svg(document, 'rect', { class: 'cursor', visibility: 'hidden', width: layout.cellWidth, height: layout.cellHeight });
	picture.append(cursor);
	node.append(picture);
	return {
		node,
		setCursor(row, column) {
			cursor.setAttribute('x', String(layout.left + column * layout.cellWidth));
			cursor.setAttribute('y', String(layout.top + row * layout.cellHeight));
			cursor.setAttribute('visibility', 'visible');
		},
		clearCursor() {
			cursor.setAttribute('visibility', 'hidden');
		},
		squareAt(x, y) {
			const row = Math.floor((y - layout.top) / layout.cellHeight);
			const column = Math.floor((x - layout.left) / layout.cellWidth);
			return row >= 0 && column >= 0 && row < layout.rows && column < layout.columns ? { row, column } : undefined;
		},
	};
}

type PutMark = (mark: Special, x: number, y: number, square: number) => void;

function cells(document: Document, { plane, layout, color, at: squareAt }: Squares, put: PutMark): SVGGElement {
	const group = svg(document, 'g');
	for (let row = 0; row < layout.rows; row++) {
		for (let column = 0; column < layout.columns; column++) {
			const square = squareAt(row, column);
			if (square.count === 0) continue;
			const [x, y] = [layout.left + column * layout.cellWidth, layout.top + row * layout.cellHeight];
			const fill = Number.isNaN(square.mean) ? 'none' : color(square.mean);
			const radius = layout.gap > 0 ? 2 : 0;
			group.append(svg(document, 'rect', {
				class: square.special === undefined ? 'cell' : 'cell special', 'data-cell': `${row},${column}`,
				x, y, width: layout.cellWidth - layout.gap, height: layout.cellHeight - layout.gap, rx: radius, fill,
			}));
			const at = plane.at(row * layout.blockRows, column * layout.blockColumns);
			if (square.special !== undefined && (layout.format === undefined || layout.cellWidth < 60)) {
				put(square.special, x + (layout.cellWidth - layout.gap) / 2, y + (layout.cellHeight - layout.gap) / 2, layout.cellHeight);
			} else if (layout.format !== undefined) {
				if (square.special !== undefined) put(square.special, x + 12, y + (layout.cellHeight - layout.gap) / 2, 14);
				group.append(svg(document, 'text', {
					class: 'digits', x: x + layout.cellWidth - layout.gap - 5, y: y + (layout.cellHeight - layout.gap) / 2, 'text-anchor': 'end', 'dominant-baseline': 'central',
					fill: fill === 'none' ? 'currentColor' : inkOn(fill),
				}, layout.format.text(at)));
			}
		}
	}
	return group;
}

function paint(document: Document, { layout, color, at: squareAt }: Squares, put: PutMark): HTMLCanvasElement {
	const scale = document.defaultView?.devicePixelRatio ?? 1;
	const [width, height] = [layout.columns * layout.cellWidth, layout.rows * layout.cellHeight];
	const canvas = element(document, 'canvas', { width: Math.round(width * scale), height: Math.round(height * scale), 'aria-hidden': true });
	canvas.style.left = `${layout.left}px`;
	canvas.style.top = `${layout.top}px`;
	canvas.style.width = `${width}px`;
	canvas.style.height = `${height}px`;
	const context = canvas.getContext('2d');
	if (context === null) return canvas;
	context.scale(scale, scale);
	for (let row = 0; row < layout.rows; row++) {
		for (let column = 0; column < layout.columns; column++) {
			const square = squareAt(row, column);
			if (square.count === 0) continue;
			const [x, y] = [column * layout.cellWidth, row * layout.cellHeight];
			if (!Number.isNaN(square.mean)) {
				context.fillStyle = color(square.mean);
				context.fillRect(x, y, layout.cellWidth - layout.gap, layout.cellHeight - layout.gap);
			}
			if (square.special !== undefined) put(square.special, layout.left + x + layout.cellWidth / 2, layout.top + y + layout.cellHeight / 2, layout.cellHeight);
		}
	}
	return canvas;
}

/** Row and column numbers, thinned so that they don't touch. */
function labels(document: Document, plane: Plane, layout: Layout): SVGGElement {
	const group = svg(document, 'g', { class: 'labels' });
	const everyColumn = thin(plane.columnLabel(Math.max(0, plane.columns - 1)).length * FONT_SIZE * 0.62 + 10, layout.cellWidth / layout.blockColumns);
	const everyRow = thin(FONT_SIZE + 3, layout.cellHeight / layout.blockRows);
	if (layout.top > 0) {
		for (let column = 0; column < plane.columns; column += everyColumn) {
			const x = layout.left + (Math.floor(column / layout.blockColumns) + 0.5) * layout.cellWidth;
			group.append(svg(document, 'text', { x, y: layout.top - 7, 'text-anchor': 'middle' }, plane.columnLabel(column)));
		}
	}
	if (layout.left > 0) {
		for (let row = 0; row < plane.rows; row += everyRow) {
			const y = layout.top + (Math.floor(row / layout.blockRows) + 0.5) * layout.cellHeight;
			group.append(svg(document, 'text', { x: layout.left - 7, y, 'text-anchor': 'end', 'dominant-baseline': 'central' }, plane.rowLabel(row)));
		}
	}
	return group;
}

/** The smallest of 1, 2, 5, 10, 20 … steps that leaves `room` pixels between labels. */
function thin(room: number, cell: number): number {
	for (let power = 1; ; power *= 10) for (const digit of [1, 2, 5]) if (digit * power * cell >= room) return digit * power;
}
