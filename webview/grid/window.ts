/** The part of a grid that is drawn. Its cells keep their places in the whole, so that nothing but where they stand depends on it. */
import type { Cell } from './keys.ts';

/** More rows or columns of one grid than this are not drawn at once. */
export const MAX_SIDE = 64;

export interface GridWindow {
	readonly first: Cell;
	/** How many are drawn. */
	readonly rows: number;
	readonly columns: number;
}

/** Of a grid of so many rows and columns, from a cell on; the last part is as large as the others. */
export function windowOf(rows: number, columns: number, first: Cell = { row: 0, column: 0 }): GridWindow {
	return { first: { row: firstIn(first.row, rows), column: firstIn(first.column, columns) }, rows: Math.min(MAX_SIDE, rows), columns: Math.min(MAX_SIDE, columns) };
}

export function firstIn(first: number, size: number): number {
	return Math.max(0, Math.min(first, size - MAX_SIDE));
}

/** From where on an axis is drawn so that a place is: as it was where it is drawn already, else with the place in the middle, so that what lies around it is seen too. */
export function firstShowing(place: number, first: number, size: number): number {
	return place >= first && place < first + MAX_SIDE ? first : firstIn(place - MAX_SIDE / 2, size);
}

export function isIn({ first, rows, columns }: GridWindow, { row, column }: Cell): boolean {
	return row >= first.row && row < first.row + rows && column >= first.column && column < first.column + columns;
}

export function* cellsIn({ first, rows, columns }: GridWindow): Generator<Cell> {
	for (let row = first.row; row < first.row + rows; row++) for (let column = first.column; column < first.column + columns; column++) yield { row, column };
}
