/**
 * How large the cells of a plane are drawn: large enough for digits where they fit, down to one square for a block of
 * cells where not even two pixels are left for each.
 */
import { formatThatFits, type CellFormat } from '../grid/format.ts';
import type { Plane } from './plane.ts';

export const FONT_SIZE = 12;
/** Above this many squares, a canvas is drawn instead of SVG. */
export const CANVAS_ABOVE = 2000;

const MAX_CELL_HEIGHT = 30;
const DIGIT_PADDING = 10;
const MIN_SQUARE = 2;

export interface Layout {
	readonly left: number;
	readonly top: number;
	readonly cellWidth: number;
	readonly cellHeight: number;
	/** Cells that one square stands for, down and across; 1 and 1 but for huge planes. */
	readonly blockRows: number;
	readonly blockColumns: number;
	/** Squares. */
	readonly rows: number;
	readonly columns: number;
	readonly width: number;
	readonly height: number;
	readonly format: CellFormat | undefined;
	/** Pixels left free between cells. */
	readonly gap: number;
}

export function layoutOf(plane: Plane, formats: readonly CellFormat[], width: number, height: number): Layout {
	const rowCharacters = plane.rows > 0 ? Math.max(plane.rowLabel(plane.rows - 1).length, plane.rowLabel(0).length) : 0;
	const left = rowCharacters === 0 ? 0 : Math.ceil(rowCharacters * FONT_SIZE * 0.62) + 8;
	const top = plane.columns > 0 && plane.columnLabel(0) !== '' ? FONT_SIZE + 8 : 0;
	const room = Math.max(40, width - left - 1);
	const tall = Math.max(160, height - top);
	const share = room / Math.max(1, plane.columns);
	const format = plane.rows * 18 <= tall * 4 && plane.rows * plane.columns <= CANVAS_ABOVE
		? formatThatFits(formats, share - DIGIT_PADDING, FONT_SIZE) : undefined;
	if (format !== undefined) {
		const wanted = format.characters * FONT_SIZE * 0.62 + DIGIT_PADDING;
		const cellWidth = Math.floor(Math.min(share, Math.max(wanted, MAX_CELL_HEIGHT + 12)));
		return finish(plane, { left, top, cellWidth, cellHeight: MAX_CELL_HEIGHT, blockRows: 1, blockColumns: 1, format });
	}
	// Without digits, cells are squares as long as both sides fit; then each side shrinks by itself.
	const square = Math.min(share, tall / Math.max(1, plane.rows), MAX_CELL_HEIGHT);
	// A few long rows or columns would be a hairline: together they are at least as thick as one cell may be.
	const thick = (count: number) => Math.max(Math.floor(square), Math.floor(MAX_CELL_HEIGHT / Math.max(1, count)));
	if (square >= MIN_SQUARE) return finish(plane, { left, top, cellWidth: thick(plane.columns), cellHeight: thick(plane.rows), blockRows: 1, blockColumns: 1, format: undefined });
	const fit = (count: number, pixels: number) => {
		const block = Math.max(1, Math.ceil(count * MIN_SQUARE / pixels));
		const squares = Math.ceil(count / block);
		return { block, size: Math.min(MAX_CELL_HEIGHT, Math.max(MIN_SQUARE, Math.floor(pixels / squares))) };
	};
	const across = fit(plane.columns, room);
	const down = fit(plane.rows, tall);
	return finish(plane, { left, top, cellWidth: across.size, cellHeight: down.size, blockRows: down.block, blockColumns: across.block, format: undefined });
}

function finish(plane: Plane, parts: Omit<Layout, 'rows' | 'columns' | 'width' | 'height' | 'gap'>): Layout {
	const rows = Math.ceil(plane.rows / parts.blockRows);
	const columns = Math.ceil(plane.columns / parts.blockColumns);
	return { ...parts, rows, columns, width: parts.left + columns * parts.cellWidth, height: parts.top + rows * parts.cellHeight, gap: Math.min(parts.cellWidth, parts.cellHeight) >= 12 ? 1 : 0 };
}

/** Cells of one dimension in a line: round numbers, as many as have room for their digits. */
export function perLine(length: number, formats: readonly CellFormat[], width: number): number {
	const measure = formats[Math.min(1, formats.length - 1)];
	const digits = measure === undefined ? Infinity : Math.floor((width - 50) / (measure.characters * FONT_SIZE * 0.62 + DIGIT_PADDING));
	if (length <= digits) return length;
	const most = length <= 400 ? digits : Math.floor((width - 50) / 12);
	return ROUND_NUMBERS.find(count => count <= most) ?? 1;
}

const ROUND_NUMBERS = [128, 100, 64, 50, 32, 20, 16, 10, 8, 5, 4, 2];
