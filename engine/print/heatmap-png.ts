/**
 * The hover's picture of a tensor of up to two dimensions, as a data URI of at most 32 KB: an SVG image whose cells
 * are drawn as shapes with their values while there are at most 8 x 8, and are the pixels of a PNG inside it when there are more.
 *
 * Signed values get a diverging scale centred on 0 (blue below, red above), others a sequential one. What is not
 * finite is marked by shape, not by colour alone: a cross for NaN, a triangle that points up or down for the
 * infinities. It carries its own colours, frame and halos, since a hover's background may be dark or light.
 * The same tensor always gives the same bytes. Not here: axes, tooltips, interaction (the panel has them).
 */
import { interpolateRdBu, interpolateViridis } from 'd3-scale-chromatic';
import { cellText } from './cell-text.ts';
import { base64, encodePng } from './png.ts';
import type { Grid, Reduction } from './reduce.ts';
import { asMatrix, Mark, reduceToGrid } from './reduce.ts';
import type { ElementSource } from './tensor-repr.ts';

/** Bytes that a hover's picture may have. */
export const PICTURE_BYTES = 32 * 1024;

export interface Picture {
	/** `data:image/svg+xml;base64,...` */
	readonly uri: string;
	/** In CSS pixels. */
	readonly width: number;
	readonly height: number;
	/** Elements that one cell stands for: [1, 1] where all are shown. */
	readonly block: readonly [rows: number, columns: number];
	/** Values at the ends of the colour scale; equal where there is but one, NaN where none is finite. */
	readonly low: number;
	readonly high: number;
}

export interface PictureOptions {
	readonly maxBytes?: number;
	/** What a cell shows of its block. */
	readonly reduction?: Reduction;
}

/** Up to so many rows and columns have their values written in them. */
const WITH_TEXT = 8;
/** Cells along the longer side, and in all, that a PNG within the limit has room for. */
const LONGEST = 128;
const MOST_CELLS = 96 * 96;
/** Up to so many marks are drawn large, one by one. */
const LARGE_MARKS = 40;
const LEVELS = 255;

/** undefined for an empty tensor or one of more than two dimensions. */
export function heatmapPicture(source: ElementSource, { maxBytes = PICTURE_BYTES, reduction = 'mean' }: PictureOptions = {}): Picture | undefined {
	if (source.shape.length > 2 || source.shape.includes(0)) return undefined;
	const { rows, columns } = asMatrix(source);
	let maxRows = Math.min(LONGEST, rows);
	let maxColumns = Math.min(LONGEST, columns);
	if (maxRows * maxColumns > MOST_CELLS) maxRows = maxColumns = Math.floor(Math.sqrt(MOST_CELLS));
	for (;;) {
		const grid = reduceToGrid(source, maxRows, maxColumns, reduction);
		const picture = draw(grid, source);
		if (picture.uri.length <= maxBytes || (maxRows === 1 && maxColumns === 1)) return picture;
		maxRows = Math.max(1, maxRows >> 1);
		maxColumns = Math.max(1, maxColumns >> 1);
	}
}

/** Colours by value: `level` in 0..LEVELS-1, and the scale's ends. */
interface Scale { readonly low: number; readonly high: number; level(value: number): number; color(level: number): string }

function scaleOf(grid: Grid, isBool: boolean): Scale {
	const { min, max } = grid;
	if (min < 0) {
		const reach = Math.max(-min, max);
		return {
			low: -reach, high: reach,
			level: (value) => Math.round((value / reach / 2 + 0.5) * (LEVELS - 1)),
			color: (level) => interpolateRdBu(1 - level / (LEVELS - 1)),
		};
	}
	// Two truth values are told apart best from within the scale, not from its dark ends.
	const [low, high] = isBool ? [0, 1] : [min, max];
	const spread = high - low;
	return {
		low, high,
		level: (value) => (spread > 0 ? Math.round(((value - low) / spread) * (LEVELS - 1)) : (LEVELS - 1) / 2),
		color: (level) => interpolateViridis(isBool ? 0.15 + (0.7 * level) / (LEVELS - 1) : level / (LEVELS - 1)),
	};
}

function draw(grid: Grid, source: ElementSource): Picture {
	const { rows, columns, block } = grid;
	const scale = scaleOf(grid, source.dtype === 'bool');
	const withText = Math.max(rows, columns) <= WITH_TEXT;
	const cellWidth = withText ? 44 : Math.max(2, Math.min(20, Math.floor(288 / columns)));
	const cellHeight = withText ? 24 : Math.max(2, Math.min(20, Math.floor(288 / rows)));
	const width = columns * cellWidth + 2;
	const height = rows * cellHeight + 2;
	const cells = withText ? shapes(grid, scale, cellWidth, cellHeight) : bitmap(grid, scale, cellWidth, cellHeight);
	const text = withText ? texts(grid, scale, source, cellWidth, cellHeight) : '';
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="-1 -1 ${width} ${height}">`
		+ `${cells}${marks(grid, cellWidth, cellHeight, withText)}${text}`
		+ `<path fill="none" stroke="#888" d="M-.5-.5h${width - 1}v${height - 1}h${1 - width}z"/></svg>`;
	return { uri: `data:image/svg+xml;base64,${base64(new TextEncoder().encode(svg))}`, width, height, block, low: scale.low, high: scale.high };
}

/** One rectangle a cell; those that are only marked are grey. */
function shapes(grid: Grid, scale: Scale, width: number, height: number): string {
	let text = '';
	for (let cell = 0; cell < grid.values.length; cell++) {
		const x = (cell % grid.columns) * width;
		const y = Math.floor(cell / grid.columns) * height;
		const value = grid.values[cell]!;
		const fill = Number.isNaN(value) || grid.marks[cell] !== Mark.none ? '#999' : hex(scale.color(scale.level(value)));
		text += `<path fill="${fill}" d="M${x} ${y}h${width}v${height}h-${width}z"/>`;
	}
	return `<g shape-rendering="crispEdges">${text}</g>`;
}

/** One pixel a cell, enlarged without smoothing. */
function bitmap(grid: Grid, scale: Scale, width: number, height: number): string {
	const pixels = new Uint8Array(grid.values.length);
	for (let cell = 0; cell < pixels.length; cell++) {
		const value = grid.values[cell]!;
		pixels[cell] = Number.isNaN(value) || grid.marks[cell] !== Mark.none ? LEVELS : scale.level(value);
	}
	const palette = new Uint8Array(3 * (LEVELS + 1)).fill(0x99);
	for (let level = 0; level < LEVELS; level++) palette.set(rgb(scale.color(level)), 3 * level);
	const png = base64(encodePng(grid.columns, grid.rows, pixels, palette));
	return `<image width="${grid.columns * width}" height="${grid.rows * height}" preserveAspectRatio="none" style="image-rendering:pixelated" href="data:image/png;base64,${png}"/>`;
}

/** Values in the cells, black or white by what lies beneath. */
function texts(grid: Grid, scale: Scale, source: ElementSource, width: number, height: number): string {
	const { rowStride, columnStride } = asMatrix(source);
	let text = '';
	for (let cell = 0; cell < grid.values.length; cell++) {
		if (grid.marks[cell] !== Mark.none) continue;
		const column = cell % grid.columns;
		const row = Math.floor(cell / grid.columns);
		const element = source.read((source.offset ?? 0) + row * rowStride + column * columnStride);
		const [r, g, b] = rgb(scale.color(scale.level(grid.values[cell]!))) as [number, number, number];
		const dark = 0.2126 * r + 0.7152 * g + 0.0722 * b < 128;
		text += `<text x="${(column + 0.5) * width}" y="${row * height + height / 2 + 4}"${dark ? ' fill="#fff"' : ''}>${cellText(element, source.dtype, 5)}</text>`;
	}
	return `<g font-family="monospace" font-size="12" text-anchor="middle">${text}</g>`;
}

/** A cross, or a triangle up or down, about (0, 0), half as wide as `size`. */
function outline(mark: number, size: number): string {
	const r = number(size / 2);
	const d = number(size);
	if (mark === Mark.nan) return `m-${r}-${r}l${d} ${d}m0-${d}l-${d} ${d}`;
	return mark === Mark.positive ? `m-${r} ${r}h${d}l-${r}-${d}z` : `m-${r}-${r}h${d}l-${r} ${d}z`;
}

function marks(grid: Grid, width: number, height: number, withText: boolean): string {
	const cells = [...grid.marks.keys()].filter((cell) => grid.marks[cell] !== Mark.none);
	if (cells.length === 0) return '';
	if (cells.length <= LARGE_MARKS || withText) {
		// White beneath black: seen on any colour. Never smaller than seven pixels.
		const size = withText ? 10 : Math.max(7, Math.min(width, height) * 0.7);
		const path = cells.map((cell) => `M${number(((cell % grid.columns) + 0.5) * width)} ${number((Math.floor(cell / grid.columns) + 0.5) * height)}${outline(grid.marks[cell]!, size)}`).join('');
		return `<g fill="none"><path stroke="#fff" stroke-width="4" d="${path}"/><path stroke="#000" stroke-width="1.5" d="${path}"/></g>`;
	}
	// Many: a pattern of the mark over runs of cells, which the grey beneath already tells from values.
	let text = '';
	for (const mark of [Mark.nan, Mark.positive, Mark.negative]) {
		let path = '';
		for (let row = 0; row < grid.rows; row++) {
			for (let column = 0; column < grid.columns; column++) {
				if (grid.marks[row * grid.columns + column] !== mark) continue;
				const from = column;
				while (column + 1 < grid.columns && grid.marks[row * grid.columns + column + 1] === mark) column++;
				path += `M${from} ${row}h${column + 1 - from}v1h-${column + 1 - from}z`;
			}
		}
		if (path === '') continue;
		const shape = outline(mark, 0.7);
		text += `<pattern id="m${mark}" width="1" height="1" patternUnits="userSpaceOnUse"><path fill="none" stroke="#000" stroke-width=".2" d="M.5.5${shape}"/></pattern>`
			+ `<path fill="url(#m${mark})" d="${path}"/>`;
	}
	return `<g transform="scale(${width} ${height})">${text}</g>`;
}

function number(value: number): string {
	return String(Math.round(value * 100) / 100);
}

/** d3 writes colours as `rgb(r, g, b)` or `#rrggbb`. */
function rgb(color: string): number[] {
	if (color.startsWith('#')) return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
	return (color.match(/\d+/g) ?? []).map(Number);
}

function hex(color: string): string {
	return `#${rgb(color).map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
