/** How large a tensor's grid of cells is, in a picture of several: cells with digits where there is room, without where not. */
import type { TensorSlice } from '../../engine/slice/slice.ts';
import type { Cell } from './keys.ts';
import { cellsIn, windowOf, type GridWindow } from './window.ts';
import { cellFormats, formatThatFits, textFormat, textWidth, type CellFormat } from './format.ts';

export const FONT_SIZE = 13;

const PADDING = 16;
/** Room between cells with digits, in which links run. */
const GUTTER = 6;
const CAPTION = 44;
const MIN_CELL = 8;

/** Which cells a grid has. */
export interface GridCells {
	/** Its class, and by what a test finds it. */
	readonly name: string;
	readonly tensor: TensorSlice;
	/** What stands before the tensor's own name. */
	readonly title: string;
	/** Below its name: dtype and shape. */
	readonly detail: string;
	/** undefined: it has no such axis, and one row or column. */
	readonly rows: number | undefined;
	readonly columns: number | undefined;
	/** From where on it is drawn; undefined: from its first cell. */
	readonly first?: Cell | undefined;
	/** What stands in its cells; undefined: the tensor's elements. */
	readonly text?: ((at: number) => string) | undefined;
	/** Rows and columns that are left free around its cells. */
	readonly around?: Around | undefined;
	/** The flat position of a cell. */
	at(row: number, column: number): number;
}

export interface Around { readonly above: number; readonly below: number; readonly before: number; readonly after: number }

/** `rows` and `columns` are those that are drawn. */
export interface GridLayout extends GridWindow, Omit<GridCells, 'rows' | 'columns' | 'first' | 'title' | 'around'> {
	/** Top left corner of the whole grid with its caption. */
	readonly x: number;
	readonly y: number;
	/** Room for row numbers. */
	readonly left: number;
	readonly top: number;
	readonly cellWidth: number;
	readonly cellHeight: number;
	readonly allRows: number;
	readonly allColumns: number;
	readonly width: number;
	readonly height: number;
	readonly format: CellFormat | undefined;
	/** Pixels between cells; part of cellWidth and cellHeight. */
	readonly gutter: number;
	/** Whether its rows and its columns are an axis, and so have numbers. */
	readonly hasRows: boolean;
	readonly hasColumns: boolean;
	readonly around: Around;
}

const NOTHING_AROUND: Around = { above: 0, below: 0, before: 0, after: 0 };

/** `narrower` is how many of the formats with most decimals are passed over. */
export interface CellSize { readonly width: number; readonly height: number; readonly narrower: number }

/** Cells with digits: as large as there is room for. */
export const CELL_SIZES: readonly CellSize[] = [{ width: 58, height: 44, narrower: 0 }, { width: 48, height: 36, narrower: 0 }, { width: 40, height: 34, narrower: 1 }, { width: 36, height: 34, narrower: 2 }];

/** `room` is the width that there is, in pixels. */
export function measureGrid({ name, tensor, title, detail, rows: allRows, columns: allColumns, first: from, text, at, around = NOTHING_AROUND }: GridCells, room: number, digits: CellSize): GridLayout {
	const window = windowOf(allRows ?? 1, allColumns ?? 1, from), { first, rows, columns } = window;
	const places = Array.from(cellsIn(window), ({ row, column }) => at(row, column));
	const all = text !== undefined ? [textFormat(text, places)] : tensor.elements === undefined ? [] : cellFormats(tensor.elements, tensor.dtype, places);
	const formats = all.slice(Math.min(all.length - 1, digits.narrower));
	const numbers = allRows === undefined ? 0 : Math.ceil(textWidth(String(Math.max(0, allRows - 1)), FONT_SIZE)) + 8;
	const share = (room - numbers) / Math.max(1, columns + around.before + around.after);
	const format = formatThatFits(formats, share - 8 - GUTTER, FONT_SIZE);
	const wanted = format === undefined ? 18 : Math.max(digits.width, textWidth('0'.repeat(format.characters), FONT_SIZE) + PADDING + GUTTER);
	const cellWidth = Math.max(MIN_CELL, Math.floor(Math.min(share, wanted)));
	const cellHeight = format === undefined ? Math.max(MIN_CELL, Math.min(18, cellWidth)) : digits.height;
	const left = numbers + around.before * cellWidth, top = CAPTION + (allColumns === undefined ? 0 : FONT_SIZE + 8) + around.above * cellHeight;
	const gutter = format !== undefined ? GUTTER : cellHeight >= 12 ? 2 : 0;
	const caption = Math.max(textWidth(`${title} ${tensor.title}`, 13), textWidth(detail, 11));
	return {
		name, tensor, detail, text, x: 0, y: 0, left, top, cellWidth, cellHeight, first, rows, columns, allRows: allRows ?? 1, allColumns: allColumns ?? 1, format, gutter, at, hasRows: allRows !== undefined, hasColumns: allColumns !== undefined, around,
		width: Math.ceil(Math.max(left + (columns + around.after) * cellWidth, Math.min(caption, room))), height: top + (rows + around.below) * cellHeight - gutter,
	};
}

/** The top left corner of a cell in the picture, of one beside the grid too. */
export function cornerOf({ x, y, left, top, first, cellWidth, cellHeight }: GridLayout, { row, column }: Cell): { readonly x: number; readonly y: number } {
	return { x: x + left + (column - first.column) * cellWidth, y: y + top + (row - first.row) * cellHeight };
}
