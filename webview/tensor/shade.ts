/**
 * Pixels of many cells: which cell or block lies under each pixel of a window, and its colour. Knows nothing of a canvas,
 * so that it is measured and tested alone.
 */
import { rgb } from 'd3';
import type { Special } from '../grid/marks.ts';
import type { Paint } from '../grid/paint.ts';
import { markOf, NAN, NEGATIVE, POSITIVE, type Pyramid } from './pyramid.ts';

/** For each pixel along one side of a window which line of facets and which block of a facet it shows; -1 between facets. */
export interface Side { readonly facet: Int32Array; readonly block: Int32Array }

/** Cells of `size` pixels, `each` to a facet, `facets` facets with `gap` pixels between them; the window begins at pixel `from` and is `length` long. A block has `cells` cells. */
export function sideOf(size: number, each: number, facets: number, gap: number, from: number, length: number, cells: number): Side {
	const [facet, block] = [new Int32Array(length).fill(-1), new Int32Array(length).fill(-1)];
	const pitch = size * each + gap;
	for (let pixel = 0; pixel < length; pixel++) {
		// A pixel shows what lies under its middle.
		const place = from + pixel + 0.5, group = Math.floor(place / pitch);
		const cell = Math.floor((place - group * pitch) / size);
		if (place < 0 || group >= facets || cell >= each) continue;
		facet[pixel] = group;
		block[pixel] = Math.floor(cell / cells);
	}
	return { facet, block };
}

/** The smallest power of two of cells that fill a pixel. */
export function cellsToFillOne(size: number): number {
	return size >= 1 ? 1 : 2 ** Math.ceil(Math.log2(1 / size) - 1e-9);
}

/** Colours as a canvas has them, at equal distances from one end of a scale to the other, and the same faded. */
export interface Palette { readonly paint: Paint; readonly colors: Uint32Array; readonly faded: Uint32Array }

const COLORS = 1024;
/** How much of a colour is left where a value is left out. */
const FADED = 0.16;

export function paletteOf(paint: Paint, background: string): Palette {
	const [low, high] = paint.domain;
	const ground = rgb(background);
	const [colors, faded] = [new Uint32Array(COLORS), new Uint32Array(COLORS)];
	const pack = (r: number, g: number, b: number) => (255 << 24 | Math.round(b) << 16 | Math.round(g) << 8 | Math.round(r)) >>> 0;
	for (let i = 0; i < COLORS; i++) {
		const t = i / (COLORS - 1);
		const { r, g, b } = rgb(paint.color(low * (1 - t) + high * t));
		const mix = (channel: number, of: number) => channel * FADED + of * (1 - FADED);
		colors[i] = pack(r, g, b);
		faded[i] = pack(mix(r, ground.r), mix(g, ground.g), mix(b, ground.b));
	}
	return { paint, colors, faded };
}

/** A block that has something that is not finite: its first pixel. */
export interface Marked { readonly x: number; readonly y: number; readonly mark: Special }

/** Pixels between two marks at least: of more, the first of each square of so many. */
const MARK_EVERY = 8;

/** Colours the pixels of a window, row by row; 0 where nothing is. `down` × `across`: the cells of a block. @returns what is to be marked */
export function shade(pyramid: Pyramid, across: Side, down: Side, blockDown: number, blockAcross: number, { paint, colors, faded }: Palette, into: Uint32Array): Marked[] {
	const { plane, numbers } = pyramid;
	const level = pyramid.level(blockDown, blockAcross);
	const [width, height] = [across.block.length, down.block.length];
	const [low, high] = paint.domain;
	const scale = high > low ? (COLORS - 1) / (high - low) : 0;
	const [least, greatest] = paint.filter ?? [-Infinity, Infinity];
	const isFiltered = paint.filter !== undefined;
	const marked: Marked[] = [];
	const buckets = new Uint8Array(Math.ceil(width / MARK_EVERY) * Math.ceil(height / MARK_EVERY));
	const mark = (x: number, y: number, marks: number) => {
		const bucket = Math.floor(y / MARK_EVERY) * Math.ceil(width / MARK_EVERY) + Math.floor(x / MARK_EVERY);
		if (buckets[bucket]) return;
		buckets[bucket] = 1;
		marked.push({ x, y, mark: markOf(marks)! });
	};
	for (let y = 0; y < height; y++) {
		const row = y * width, line = down.facet[y]!, blockRow = down.block[y]!;
		const isFirst = y === 0 || blockRow !== down.block[y - 1] || line !== down.facet[y - 1];
		if (!isFirst) {
			into.copyWithin(row, row - width, row);
			continue;
		}
		for (let x = 0; x < width; x++) {
			const facet = line * plane.across + across.facet[x]!, blockColumn = across.block[x]!;
			const start = plane.starts[facet];
			if (blockRow < 0 || blockColumn < 0 || start === undefined) {
				into[row + x] = 0;
				continue;
			}
			if (x > 0 && blockColumn === across.block[x - 1] && across.facet[x] === across.facet[x - 1]) {
				into[row + x] = into[row + x - 1]!;
				continue;
			}
			let value: number, isKept = true, marks: number;
			if (level === undefined) {
				let sum = 0, finite = 0, kept = false;
				marks = 0;
				for (let r = blockRow * blockDown, bottom = Math.min(plane.rows, r + blockDown); r < bottom; r++) {
					for (let c = blockColumn * blockAcross, end = Math.min(plane.columns, c + blockAcross); c < end; c++) {
						const at = start + r * plane.down + c * plane.right;
						if (at >= plane.length) break;
						const one = numbers[at]!;
						if (one - one === 0) {
							sum += one;
							finite++;
							kept ||= one >= least && one <= greatest;
						} else marks |= one !== one ? NAN : one > 0 ? POSITIVE : NEGATIVE;
					}
				}
				value = sum / finite;
				isKept = kept;
			} else {
				const at = (facet * level.rows + blockRow) * level.columns + blockColumn;
				value = level.mean[at]!;
				marks = level.marks[at]!;
				isKept = level.high[at]! >= least && level.low[at]! <= greatest;
			}
			if (marks !== 0) mark(x, y, marks);
			if (value !== value) {
				into[row + x] = 0;
				continue;
			}
			const place = value <= low ? 0 : value >= high ? (high > low ? COLORS - 1 : 0) : (value - low) * scale | 0;
			into[row + x] = isFiltered && !isKept ? faded[place]! : colors[place]!;
		}
	}
	return marked;
}

