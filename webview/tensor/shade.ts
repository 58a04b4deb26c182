/**
 * Pixels of many cells: which cell or block lies under each pixel of a window, and its colour. Knows nothing of a canvas,
 * so that it is measured and tested alone.
 */
import { rgb } from 'd3';
import type { Special } from '../grid/marks.ts';
import type { Paint } from '../grid/paint.ts';
import { markOf, NAN, NEGATIVE, POSITIVE, type Level, type Pyramid } from './pyramid.ts';

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

const COLORS = 1024, LAST = COLORS - 1;
/** How much of a colour is left where a value is left out. */
const FADED = 0.16;

export function paletteOf(paint: Paint, background: string): Palette {
	const [low, high] = paint.domain;
	const ground = rgb(background);
	const [colors, faded] = [new Uint32Array(COLORS), new Uint32Array(COLORS)];
	const pack = (r: number, g: number, b: number) => (255 << 24 | Math.round(b) << 16 | Math.round(g) << 8 | Math.round(r)) >>> 0;
	for (let i = 0; i < COLORS; i++) {
		const t = i / LAST;
		const { r, g, b } = rgb(paint.color(low * (1 - t) + high * t));
		const mix = (channel: number, of: number) => channel * FADED + of * (1 - FADED);
		colors[i] = pack(r, g, b);
		faded[i] = pack(mix(r, ground.r), mix(g, ground.g), mix(b, ground.b));
	}
	return { paint, colors, faded };
}

/** The first pixel of a block that has something that its colour doesn't tell. */
export interface Marked<Mark> { readonly x: number; readonly y: number; readonly mark: Mark }

/** What is to be marked. */
export interface Found {
	/** What is not finite. */
	readonly specials: readonly Marked<Special>[];
	/** What lies beyond the scale's ends, where these are chosen: above or below. */
	readonly beyond: readonly Marked<1 | -1>[];
	/** A value that lies far from the mean of its block, where few blocks have one. */
	readonly spikes: readonly Marked<number>[];
	/** More than a few have. */
	readonly hasManySpikes: boolean;
}

/** Pixels between two marks of a kind at least: of more, the first of each square of so many. */
const MARK_EVERY = 8, BEYOND_EVERY = 12;
/** Far is this part of the scale. */
const FAR = 0.25;
/** Of more than this part of the blocks that are seen none is marked: it is how such data is. */
const FEW = 1 / 20;

/** Colours the pixels of a window, row by row; 0 where nothing is. A block has `blockDown` × `blockAcross` cells. */
export function shade(pyramid: Pyramid, across: Side, down: Side, blockDown: number, blockAcross: number, palette: Palette, into: Uint32Array): Found {
	const { plane } = pyramid;
	const [width, height] = [across.block.length, down.block.length];
	const marks = new Finder(width, height, palette.paint);
	const level = pyramid.level(blockDown, blockAcross);
	const line = level === undefined ? cellLine(pyramid, blockDown, blockAcross, palette, marks) : levelLine(level, palette, marks);
	const segments = segmentsOf(across);
	into.fill(0);
	for (let y = 0; y < height; y++) {
		const row = down.block[y]!, facets = down.facet[y]!;
		if (row < 0) continue;
		if (y > 0 && row === down.block[y - 1] && facets === down.facet[y - 1]) {
			into.copyWithin(y * width, (y - 1) * width, y * width);
			continue;
		}
		for (const { facet, from, end } of segments) {
			const at = facets * plane.across + facet;
			if (at < plane.facets) line(at, row, across.block, from, end, y, into.subarray(y * width));
		}
	}
	return marks.found();
}

/** Colours the pixels `from` to `end` of a line, which show blocks of one row of a facet. */
type Line = (facet: number, row: number, blocks: Int32Array, from: number, end: number, y: number, into: Uint32Array) => void;

function levelLine({ rows, columns, mean, low, high, marks: levelMarks }: Level, { paint, colors, faded }: Palette, marks: Finder): Line {
	const [bottom, top] = paint.domain, scale = scaleOf(bottom, top);
	const [least, greatest] = paint.filter ?? [-Infinity, Infinity];
	const isFiltered = paint.filter !== undefined;
	return (facet, row, blocks, from, end, y, into) => {
		const start = (facet * rows + row) * columns;
		for (let x = from, block = -1, color = 0; x < end; x++) {
			if (blocks[x] !== block) {
				block = blocks[x]!;
				const at = start + block, value = mean[at]!;
				if (levelMarks[at] !== 0) marks.specials.add(x, y, markOf(levelMarks[at]!)!);
				marks.look(x, y, low[at]!, high[at]!, value);
				const place = value <= bottom ? 0 : value >= top ? LAST : (value / 2 - bottom / 2) * scale | 0;
				color = value !== value ? 0 : isFiltered && !(high[at]! >= least && low[at]! <= greatest) ? faded[place]! : colors[place]!;
			}
			into[x] = color;
		}
	};
}

function cellLine({ numbers, plane: { rows, columns, starts, down, right, length } }: Pyramid, blockDown: number, blockAcross: number, { paint, colors, faded }: Palette, marks: Finder): Line {
	const [bottom, top] = paint.domain, scale = scaleOf(bottom, top);
	const [least, greatest] = paint.filter ?? [-Infinity, Infinity];
	const isFiltered = paint.filter !== undefined;
	return (facet, row, blocks, from, end, y, into) => {
		const firstRow = row * blockDown, lastRow = Math.min(rows, firstRow + blockDown);
		for (let x = from, block = -1, color = 0; x < end; x++) {
			if (blocks[x] !== block) {
				block = blocks[x]!;
				const firstColumn = block * blockAcross, lastColumn = Math.min(columns, firstColumn + blockAcross);
				const first = starts[facet]! + firstRow * down + firstColumn * right;
				let sum = 0, finite = (lastRow - firstRow) * (lastColumn - firstColumn), isKept = true, low = Infinity, high = -Infinity;
				for (let r = firstRow, line = first; r < lastRow; r++, line += down) {
					// Beyond the last element there is `undefined`, which is no number either.
					for (let c = firstColumn, at = line; c < lastColumn; c++, at += right) {
						const value = numbers[at]!;
						sum += value;
						if (value < low) low = value;
						if (value > high) high = value;
					}
				}
				if (isFiltered || sum - sum !== 0) {
					let mark = 0;
					[sum, finite, isKept, low, high] = [0, 0, false, Infinity, -Infinity];
					for (let r = firstRow, line = first; r < lastRow; r++, line += down) {
						for (let c = firstColumn, at = line; c < lastColumn && at < length; c++, at += right) {
							const value = numbers[at]!;
							if (value - value === 0) {
								sum += value;
								finite++;
								if (value < low) low = value;
								if (value > high) high = value;
								isKept ||= value >= least && value <= greatest;
							} else mark |= value !== value ? NAN : value > 0 ? POSITIVE : NEGATIVE;
						}
					}
					if (mark !== 0) marks.specials.add(x, y, markOf(mark)!);
				}
				const value = sum / finite;
				marks.look(x, y, low, high, value);
				const place = value <= bottom ? 0 : value >= top ? LAST : (value / 2 - bottom / 2) * scale | 0;
				color = finite === 0 ? 0 : isKept ? colors[place]! : faded[place]!;
			}
			into[x] = color;
		}
	};
}

/** Places of the palette for each half of a unit: the halves of a range may be all that a double holds. */
function scaleOf(low: number, high: number): number {
	return high > low ? LAST / (high / 2 - low / 2) : 0;
}

/** Pixels side by side that show one line of facets' same facet. */
function segmentsOf({ facet, block }: Side): readonly { readonly facet: number; readonly from: number; readonly end: number }[] {
	const segments: { readonly facet: number; readonly from: number; readonly end: number }[] = [];
	for (let x = 0; x < facet.length;) {
		const from = x;
		while (x < facet.length && facet[x] === facet[from] && (block[x]! < 0) === (block[from]! < 0)) x++;
		if (block[from]! >= 0) segments.push({ facet: facet[from]!, from, end: x });
	}
	return segments;
}

/** Marks, no two of them in one square of some pixels. */
class Marks<Mark> {
	readonly found: Marked<Mark>[] = [];
	readonly #every: number;
	readonly #across: number;
	readonly #taken: Uint8Array;

	constructor(width: number, height: number, every: number) {
		this.#every = every;
		this.#across = Math.ceil(width / every);
		this.#taken = new Uint8Array(this.#across * Math.ceil(height / every));
	}

	add(x: number, y: number, mark: Mark): void {
		const square = Math.floor(y / this.#every) * this.#across + Math.floor(x / this.#every);
		if (this.#taken[square] !== 0) return;
		this.#taken[square] = 1;
		this.found.push({ x, y, mark });
	}
}

/** Finds in blocks what is to be marked. */
class Finder {
	readonly specials: Marks<Special>;
	readonly #beyond: Marks<1 | -1>;
	readonly #spikes: Marks<number>;
	readonly #low: number;
	readonly #high: number;
	readonly #far: number;
	#blocks = 0;
	#spiky = 0;

	constructor(width: number, height: number, { domain: [low, high], isChosen }: Paint) {
		this.specials = new Marks(width, height, MARK_EVERY);
		this.#beyond = new Marks(width, height, BEYOND_EVERY);
		this.#spikes = new Marks(width, height, MARK_EVERY);
		[this.#low, this.#high] = isChosen ? [low, high] : [-Infinity, Infinity];
		this.#far = high > low ? (high / 2 - low / 2) * 2 * FAR : Infinity;
	}

	/** At the range of a block's finite cells, and their mean. */
	look(x: number, y: number, low: number, high: number, mean: number): void {
		this.#blocks++;
		if (high > this.#high || low < this.#low) {
			this.#beyond.add(x, y, high > this.#high ? 1 : -1);
		} else if (high - mean > this.#far || mean - low > this.#far) {
			this.#spiky++;
			this.#spikes.add(x, y, high - mean > mean - low ? high : low);
		}
	}

	found(): Found {
		const hasManySpikes = this.#spiky > Math.max(1, this.#blocks * FEW);
		return { specials: this.specials.found, beyond: this.#beyond.found, spikes: hasManySpikes ? [] : this.#spikes.found, hasManySpikes };
	}
}
