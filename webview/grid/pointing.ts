/** Pointing at the cells of a drawn grid, by mouse and by keyboard: one tab stop, and arrow keys from cell to cell. */
import { moveCell, type Cell } from './keys.ts';

export interface Pointing {
	readonly rows: number;
	readonly columns: number;
	/** For a screen reader. */
	readonly label: string;
	/** By what the shell finds the grid again when it is drawn anew. */
	readonly focusKey: string;
	show(cell: Cell, by: 'pointer' | 'keyboard'): void;
	/** Nothing is pointed at. */
	rest(): void;
}

export function listenToCells(document: Document, node: Element, { rows, columns, label, focusKey, show, rest }: Pointing): void {
	let cursor: Cell = { row: 0, column: 0 };
	const cellOf = (event: Event): Cell | undefined => {
		const name = event.target instanceof Element ? event.target.closest('[data-cell]')?.getAttribute('data-cell') : undefined;
		const [row, column] = name?.split(',').map(Number) ?? [];
		return row === undefined || column === undefined ? undefined : { row, column };
	};
	const isEmpty = rows * columns === 0;
	node.setAttribute('tabindex', isEmpty ? '-1' : '0');
	node.setAttribute('role', 'application');
	node.setAttribute('aria-label', label);
	node.setAttribute('data-focus', focusKey);
	node.addEventListener('pointerover', event => {
		const cell = cellOf(event);
		if (cell !== undefined) show(cell, 'pointer');
	});
	node.addEventListener('pointerleave', () => document.activeElement === node ? show(cursor, 'pointer') : rest());
	node.addEventListener('pointerdown', event => cursor = cellOf(event) ?? cursor);
	node.addEventListener('focus', () => {
		if (!isEmpty) show(cursor, 'keyboard');
	});
	node.addEventListener('blur', rest);
	node.addEventListener('keydown', event => {
		const next = event instanceof KeyboardEvent ? moveCell(event, cursor, rows, columns) : undefined;
		if (next === undefined) return;
		event.preventDefault();
		cursor = next;
		show(cursor, 'keyboard');
	});
}
