/**
 * The heatmap as something to point at: one tab stop, a cell cursor moved by pointer and arrow keys, whose words go to the
 * readout. It knows how cells are found and not what stands in them.
 */
import { moveCell, type Cell } from '../grid/keys.ts';
import type { Paint } from '../grid/paint.ts';
import { element, type Readout } from '../theme/dom.ts';
import type { Drawn } from '../theme/image.ts';
import type { ViewContext } from '../view.ts';
import { drawHeatmap, type Block, type Picture } from './heatmap.ts';
import type { LineStatistics } from './lines.ts';
import { CANVAS_ABOVE, MIN_SQUARE } from './layout.ts';
import { extentOf, placeAt, type Plane } from './plane.ts';
import { drawRaster } from './raster.ts';

/** What is said of a cell, and what is copied of it. `block`: what its square stands for, if more than the cell. */
export interface CellWords {
	line(cell: Cell, block: Block | undefined): string;
	value(cell: Cell): string;
}

export interface Figure {
	readonly node: HTMLElement;
	/** What a copy of the cell under the cursor is. */
	value(): string;
	repaint(paint: Paint): void;
	/** Shows what rows and columns range over. */
	setLines(lines: LineStatistics): void;
	readonly plane: Plane;
	drawn(): Drawn;
}

/** `note` stands below. */
export function drawFigure(picture: Picture, label: string, words: CellWords, note: string | undefined, from: Cell, context: ViewContext, readout: Readout): Figure {
	const { document } = context;
	const { plane, layout } = picture;
	const extent = extentOf(plane);
	const isSmall = extent.rows * extent.columns <= CANVAS_ABOVE && Math.min(layout.cellWidth, layout.cellHeight) >= MIN_SQUARE;
	const heatmap = isSmall ? drawHeatmap(document, picture) : drawRaster(picture, context);
	const figure = heatmap.node;
	figure.tabIndex = 0;
	figure.setAttribute('role', 'application');
	figure.setAttribute('aria-label', label);
	figure.dataset['focus'] = 'cells';
	let cell = { row: Math.min(from.row, extent.rows - 1), column: Math.min(from.column, extent.columns - 1) };
	if (placeAt(plane, cell.row, cell.column) < 0) cell = { row: 0, column: 0 };
	let pointed = cell;

	const show = (at: Cell, by: 'pointer' | 'keyboard') => {
		if (placeAt(plane, at.row, at.column) < 0) return;
		pointed = at;
		heatmap.setCursor(at, by === 'keyboard');
		readout.show(words.line(at, heatmap.blockAt(at)), by);
	};
	const pointedAt = (event: PointerEvent): Cell | undefined => {
		const box = figure.getBoundingClientRect();
		return heatmap.cellAt(event.clientX - box.left, event.clientY - box.top);
	};
	figure.addEventListener('pointermove', event => {
		const at = pointedAt(event);
		if (at !== undefined) show(at, 'pointer');
	});
	figure.addEventListener('pointerleave', () => {
		if (document.activeElement === figure) return show(cell, 'pointer');
		heatmap.clearCursor();
		readout.rest();
	});
	figure.addEventListener('pointerdown', event => cell = pointedAt(event) ?? cell);
	figure.addEventListener('focus', () => show(cell, 'keyboard'));
	figure.addEventListener('blur', () => {
		heatmap.clearCursor();
		readout.rest();
	});
	figure.addEventListener('keydown', event => {
		if ((event.ctrlKey || event.metaKey) && event.key === 'c') {
			event.preventDefault();
			return context.copy(words.value(cell));
		}
		if (heatmap.key(event)) {
			event.preventDefault();
			return show(pointed, 'keyboard');
		}
		const next = moveCell(event, cell, extent.rows, extent.columns);
		if (next === undefined) return;
		event.preventDefault();
		if (placeAt(plane, next.row, next.column) < 0) return;
		cell = next;
		context.remember({ ...context.state, cell: [cell.row, cell.column] });
		show(cell, 'keyboard');
	});
	const node = element(document, 'div', { class: 'scroller' }, figure, ...(heatmap.bar === undefined ? [] : [heatmap.bar]));
	if (note !== undefined) node.append(element(document, 'p', { class: 'note' }, note));
	return { node, plane, value: () => words.value(pointed), repaint: paint => heatmap.repaint(paint), setLines: lines => heatmap.setLines(lines), drawn: () => heatmap.drawn() };
}
