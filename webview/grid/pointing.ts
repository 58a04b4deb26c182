/** Pointing at the cells of a drawn grid, by mouse and by keyboard: one tab stop, and arrow keys from cell to cell. */
import { moveCell, type Cell } from './keys.ts';
import type { GridLayout } from './measure.ts';
import type { Panning } from './panning.ts';
import { isIn } from './window.ts';

export interface Pointing {
	readonly grid: GridLayout;
	/** For a screen reader. */
	readonly label: string;
	/** By what the shell finds the grid again when it is drawn anew. */
	readonly focusKey: string;
	readonly panning: Panning;
	show(cell: Cell, by: 'pointer' | 'keyboard'): void;
	/** Nothing is pointed at. */
	rest(): void;
	/** The keyboard, or a click, has gone to a cell. */
	chosen?(cell: Cell): void;
	/** The places of a cell along the axes that are panned. */
	places(cell: Cell): ReadonlyMap<string | undefined, number>;
	/** Those of what a cell leads to, for Enter and for a click; undefined: it leads nowhere. */
	partner?(cell: Cell): ReadonlyMap<string | undefined, number> | undefined;
}

export function listenToCells(document: Document, node: Element, { grid, label, focusKey, panning, show, rest, chosen, places, partner }: Pointing): void {
	const { first, rows, columns } = grid;
	const isEmpty = rows * columns === 0;
	const stood = panning.cursor(focusKey);
	let cursor: Cell = stood !== undefined && isIn(grid, stood) ? stood : first;
	const cellOf = (event: Event): Cell | undefined => {
		const name = event.target instanceof Element ? event.target.closest('[data-cell]')?.getAttribute('data-cell') : undefined;
		const [row, column] = name?.split(',').map(Number) ?? [];
		return row === undefined || column === undefined ? undefined : { row, column };
	};
	const stand = (cell: Cell): void => {
		cursor = cell;
		panning.stand(focusKey, cell);
		chosen?.(cell);
	};
	const follow = (cell: Cell): void => {
		const to = partner?.(cell);
		if (to !== undefined) panning.reach(to, focusKey, cell);
	};
	node.setAttribute('tabindex', isEmpty ? '-1' : '0');
	node.setAttribute('role', 'application');
	node.setAttribute('aria-label', label);
	node.setAttribute('data-focus', focusKey);
	node.addEventListener('pointerover', event => {
		const cell = cellOf(event);
		if (panning.hasMoved(event) && cell !== undefined) show(cell, 'pointer');
	});
	node.addEventListener('pointermove', event => void panning.hasMoved(event));
	node.addEventListener('pointerleave', () => document.activeElement === node ? show(cursor, 'pointer') : rest());
	node.addEventListener('pointerdown', event => {
		const cell = cellOf(event);
		if (cell !== undefined) stand(cell);
	});
	node.addEventListener('click', event => {
		const cell = cellOf(event);
		if (cell !== undefined) follow(cell);
	});
	node.addEventListener('focus', () => {
		if (!isEmpty) show(cursor, 'keyboard');
	});
	node.addEventListener('blur', rest);
	node.addEventListener('keydown', event => {
		if (!(event instanceof KeyboardEvent) || isEmpty) return;
		if (event.key === 'Enter') return follow(cursor);
		const next = moveCell(event, cursor, grid.allRows, grid.allColumns);
		if (next === undefined) return;
		event.preventDefault();
		stand(next);
		if (isIn(grid, next)) show(next, 'keyboard');
		else panning.reach(places(next), focusKey, next);
		// Of the grid that is there now.
		node.ownerDocument.activeElement?.querySelector(`[data-cell="${next.row},${next.column}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
	});
}
