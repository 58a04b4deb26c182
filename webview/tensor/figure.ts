/**
 * The heatmap as something to point at: one tab stop, a cell cursor moved by pointer and arrow keys, whose words go to the
 * readout. It knows how cells are found and not what stands in them.
 */
import { moveCell, type Cell } from '../grid/keys.ts';
import { element, type Readout } from '../theme/dom.ts';
import type { ViewContext } from '../view.ts';
import { drawHeatmap, type Square, type Squares } from './heatmap.ts';

/** What is said of a cell, and what is copied of it. */
export interface CellWords {
	line(cell: Cell, square: Square): string;
	value(cell: Cell): string;
}

/** `note` stands below; `pointed` is told what a copy of the cell would be. */
export function drawFigure(squares: Squares, label: string, words: CellWords, note: string | undefined, from: Cell, context: ViewContext, pointed: (text: string) => void, readout: Readout): HTMLElement {
	const { document } = context;
	const { plane, layout } = squares;
	const heatmap = drawHeatmap(document, squares);
	const figure = heatmap.node;
	figure.style.width = `${layout.width}px`;
	figure.tabIndex = 0;
	figure.setAttribute('role', 'application');
	figure.setAttribute('aria-label', label);
	figure.dataset['focus'] = 'cells';
	let cell = { row: Math.min(from.row, plane.rows - 1), column: Math.min(from.column, plane.columns - 1) };

	const show = (at: Cell, by: 'pointer' | 'keyboard') => {
		if (plane.at(at.row, at.column) < 0) return;
		const square = { row: Math.floor(at.row / layout.blockRows), column: Math.floor(at.column / layout.blockColumns) };
		heatmap.setCursor(square.row, square.column);
		readout.show(words.line(at, squares.at(square.row, square.column)), by);
		pointed(words.value(at));
	};
	const pointedAt = (event: PointerEvent): Cell | undefined => {
		const box = figure.getBoundingClientRect();
		const square = heatmap.squareAt(event.clientX - box.left, event.clientY - box.top);
		return square && { row: square.row * layout.blockRows, column: square.column * layout.blockColumns };
	};
	pointed(words.value(cell));
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
		const next = moveCell(event, cell, plane.rows, plane.columns);
		if (next === undefined) return;
		event.preventDefault();
		if (plane.at(next.row, next.column) < 0) return;
		cell = next;
		context.remember({ ...context.state, cell: [cell.row, cell.column] });
		show(cell, 'keyboard');
	});
	const scroller = element(document, 'div', { class: 'scroller' }, figure);
	if (note !== undefined) scroller.append(element(document, 'p', { class: 'note' }, note));
	return scroller;
}
