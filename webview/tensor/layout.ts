/**
 * How large the cells of planes are drawn, and how many planes lie side by side: with digits where there is room for them,
 * else so that all of it is seen, however small a cell gets.
 */
import { formatThatFits, type CellFormat } from '../grid/format.ts';
import { extentOf, type Plane } from './plane.ts';

export const FONT_SIZE = 12;
/** Above this many cells, or where one would be smaller than this many pixels, a canvas is drawn instead of SVG. */
export const CANVAS_ABOVE = 2000;
export const MIN_SQUARE = 2;
/** Pixels that the bars above and below a canvas take from its height. */
export const BARS = 90;
/** … and what lies right of its cells, for half a column's number, from its width. */
export const BESIDE = 14;

const MAX_CELL_HEIGHT = 30;
const DIGIT_PADDING = 10;
/** Pixels between facets, and above each for what it is called. */
const FACET_GAP = 14;
const CAPTION = 20;
const MOST_ACROSS = 256;

/** Pixels; cells may be parts of one. */
export interface Layout {
	/** Room for the rows' numbers, and above the first line of facets. */
	readonly left: number;
	readonly top: number;
	readonly cellWidth: number;
	readonly cellHeight: number;
	/** Facets side by side, and what lies between two. */
	readonly across: number;
	readonly gapX: number;
	readonly gapY: number;
	readonly format: CellFormat | undefined;
	/** Pixels left free between cells. */
	readonly gap: number;
	/** Pixels right of each facet and below it, for what its rows and columns range over. */
	readonly margin: number;
}

/** What there is to lay out. `rowCharacters` and `hasColumnLabels`: of the numbers beside and above it; `margin`: pixels to be left right of a facet and below it. */
export interface Sizes { readonly rows: number; readonly columns: number; readonly facets: number; readonly rowCharacters: number; readonly hasColumnLabels: boolean; readonly hasCaptions: boolean; readonly margin: number }

export function layoutOf({ rows, columns, facets, rowCharacters, hasColumnLabels, hasCaptions, margin }: Sizes, formats: readonly CellFormat[], width: number, height: number): Layout {
	const left = rowCharacters === 0 ? 0 : Math.ceil(rowCharacters * FONT_SIZE * 0.62) + 8;
	const top = (hasColumnLabels ? FONT_SIZE + 8 : 0) + (hasCaptions ? CAPTION : 0);
	const room = Math.max(40, width - left - margin - 1);
	const tall = Math.max(160, height - top - margin);
	const gaps = { gapX: FACET_GAP + margin, gapY: FACET_GAP + margin + (hasCaptions ? CAPTION : 0) };
	const sides = { left, top, margin, ...gaps };
	const format = rows * columns * facets <= CANVAS_ABOVE ? formatThatFits(formats, room / columns - DIGIT_PADDING, FONT_SIZE) : undefined;
	if (format !== undefined) {
		const wanted = format.characters * FONT_SIZE * 0.62 + DIGIT_PADDING;
		const cellWidth = Math.floor(Math.min(room / columns, Math.max(wanted, MAX_CELL_HEIGHT + 12)));
		const across = Math.min(facets, Math.max(1, Math.floor((room + gaps.gapX) / (columns * cellWidth + gaps.gapX))));
		// One plane may be scrolled; facets are there to be compared.
		if (Math.ceil(facets / across) * rows * (facets > 1 ? MAX_CELL_HEIGHT : 18) <= tall * (facets > 1 ? 1 : 4)) return { ...sides, across, cellWidth, cellHeight: MAX_CELL_HEIGHT, format, gap: 1 };
	}
	const { across, share, shareDown } = facetsThatFit({ rows, columns, facets }, room, tall, gaps);
	// Without digits, cells are squares as long as both sides fit; then each side shrinks by itself.
	const square = Math.min(share, shareDown, MAX_CELL_HEIGHT);
	// A few long rows or columns would be a hairline: together they are at least as thick as one cell may be.
	const thick = (count: number) => Math.max(Math.floor(square), Math.floor(MAX_CELL_HEIGHT / count));
	const [cellWidth, cellHeight] = square >= MIN_SQUARE ? [Math.min(share, thick(columns)), Math.min(shareDown, thick(rows))] : [Math.min(share, MAX_CELL_HEIGHT), Math.min(shareDown, MAX_CELL_HEIGHT)];
	return { ...sides, across, cellWidth, cellHeight, format: undefined, gap: Math.min(cellWidth, cellHeight) >= 12 ? 1 : 0 };
}

/** As many facets side by side as make the cells largest, and what a cell has then across and down. */
function facetsThatFit({ rows, columns, facets }: Pick<Sizes, 'rows' | 'columns' | 'facets'>, room: number, tall: number, { gapX, gapY }: Pick<Layout, 'gapX' | 'gapY'>): { readonly across: number; readonly share: number; readonly shareDown: number } {
	let best = { across: 1, share: 0, shareDown: 0, square: -1 };
	for (let across = 1; across <= Math.min(facets, MOST_ACROSS); across++) {
		const lines = Math.ceil(facets / across);
		// Where gaps would take more than half of the page, there is more of it than fits.
		const share = Math.max(room / 2, room - (across - 1) * gapX) / (across * columns), shareDown = Math.max(tall / 2, tall - (lines - 1) * gapY) / (lines * rows);
		const square = Math.min(share, shareDown, MAX_CELL_HEIGHT);
		if (square > best.square) best = { across, share, shareDown, square };
	}
	return best;
}

/** How large cells are drawn, and what lies between two facets. */
export type Spacing = Pick<Layout, 'cellWidth' | 'cellHeight' | 'gapX' | 'gapY'>;

/** Where a cell begins, from where the cells do. Rows and columns are counted through all facets. */
export function offsetOf({ cellWidth, cellHeight, gapX, gapY }: Spacing, { rows, columns }: Plane, row: number, column: number): { readonly x: number; readonly y: number } {
	return { x: column * cellWidth + Math.floor(column / columns) * gapX, y: row * cellHeight + Math.floor(row / rows) * gapY };
}

/** How large all cells are together. */
export function cellsSize({ cellWidth, cellHeight, gapX, gapY }: Spacing, plane: Plane): { readonly width: number; readonly height: number } {
	const { rows, columns } = extentOf(plane);
	return { width: columns * cellWidth + (plane.across - 1) * gapX, height: rows * cellHeight + (rows / plane.rows - 1) * gapY };
}

/** In the whole picture. */
export function placeOf(layout: Layout, plane: Plane, row: number, column: number): { readonly x: number; readonly y: number } {
	const { x, y } = offsetOf(layout, plane, row, column);
	return { x: layout.left + x, y: layout.top + y };
}

/** How large the whole picture is. */
export function sizeOf(layout: Layout, plane: Plane): { readonly width: number; readonly height: number } {
	const { width, height } = cellsSize(layout, plane);
	return { width: layout.left + width, height: layout.top + height };
}

/** Which of `count` cells of `size` in groups of `each`, with `gap` between two groups, is at a place; undefined between and beyond. */
export function cellAt(place: number, size: number, each: number, gap: number, count: number): number | undefined {
	const group = Math.floor(place / (each * size + gap));
	const within = Math.floor((place - group * (each * size + gap)) / size);
	const cell = group * each + within;
	return place >= 0 && within < each && cell < count ? cell : undefined;
}

/** The first of such cells that reaches beyond a place. */
export function firstBeyond(place: number, size: number, each: number, gap: number): number {
	const group = Math.max(0, Math.floor(place / (each * size + gap)));
	return group * each + Math.min(each, Math.max(0, Math.floor((place - group * (each * size + gap)) / size)));
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
