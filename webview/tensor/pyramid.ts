/**
 * The same planes in larger and larger blocks, each with the least, the greatest and the mean of its finite cells and what in
 * it is not finite: whatever the zoom, one NaN among 10⁷ is in the block that is drawn. Audio editors and Perfetto draw
 * from such levels. Blocks of up to 8 cells are made when they are drawn, and levels above those kept, so that all
 * of them together take less than a third of what the elements do.
 */
import type { Elements } from '../../engine/trace/model.ts';
import { done, type Work } from '../../engine/trace/work.ts';
import type { Special } from '../grid/marks.ts';
import type { Plane } from './plane.ts';

export type Numbers = Exclude<Elements, BigInt64Array>;

/** Blocks of `down` × `across` cells, `rows` × `columns` of them for each facet, one facet after the other. */
export interface Level {
	readonly down: number;
	readonly across: number;
	readonly rows: number;
	readonly columns: number;
	/** `low`, `high` and `mean` are NaN where no cell is finite. */
	readonly low: Float32Array | Float64Array;
	readonly high: Float32Array | Float64Array;
	readonly mean: Float32Array | Float64Array;
	/** How many cells are finite. */
	readonly finite: Uint32Array;
	/** NAN, POSITIVE, NEGATIVE together: what in it is not finite. */
	readonly marks: Uint8Array;
}

export const NAN = 1, POSITIVE = 2, NEGATIVE = 4;
/** Levels of smaller blocks than this many cells are not kept. */
const FEWEST = 16;

/** The mark of a block: NaN before the infinities. */
export function markOf(marks: number): Special | undefined {
	return marks === 0 ? undefined : marks & NAN ? 'nan' : marks & POSITIVE ? 'inf' : '-inf';
}

/** Elements that are numbers; of int64, doubles. */
export function numbersOf(elements: Elements): Numbers {
	return elements instanceof BigInt64Array ? Float64Array.from(elements, Number) : elements;
}

export class Pyramid {
	readonly numbers: Numbers;
	readonly plane: Plane;
	readonly #levels = new Map<string, Level>();

	constructor(numbers: Numbers, plane: Plane) {
		this.numbers = numbers;
		this.plane = plane;
	}

	/** The level with blocks of `down` × `across` cells, powers of two; undefined where they are so small that none is kept. */
	level(down: number, across: number): Level | undefined {
		return done(this.preparing(down, across));
	}

	/** Makes such a level, in turns. */
	*preparing(down: number, across: number): Work<Level | undefined> {
		if (down * across < FEWEST) return undefined;
		const key = `${down}×${across}`;
		const known = this.#levels.get(key);
		if (known !== undefined) return known;
		// From the coarsest one whose blocks are parts of these.
		const parts = [...this.#levels.values()].filter(level => level.down <= down && level.across <= across).sort((a, b) => b.down * b.across - a.down * a.across)[0];
		const level = parts === undefined ? yield* this.#fromCells(down, across) : joined(parts, this.plane, down, across);
		this.#levels.set(key, level);
		return level;
	}

	*#fromCells(down: number, across: number): Work<Level> {
		const level = emptyLevel(this.plane, this.numbers, down, across);
		for (let facet = 0; facet < this.plane.facets; facet++) {
			for (let row = 0; row < level.rows; row++) {
				this.#rowFromCells(level, facet, row);
				yield;
			}
		}
		return level;
	}

	/** One row of blocks. */
	#rowFromCells({ down, across, rows: blockRows, columns: blockColumns, low, high, mean, finite, marks }: Level, facet: number, blockRow: number): void {
		const { plane: { rows, columns, starts, down: toNext, right, length }, numbers } = this;
		const start = starts[facet]!, top = blockRow * down, bottom = Math.min(rows, top + down);
		for (let block = 0, to = (facet * blockRows + blockRow) * blockColumns; block < blockColumns; block++, to++) {
			const left = block * across, end = Math.min(columns, left + across);
			let least = Infinity, greatest = -Infinity, sum = 0, count = 0, mark = 0;
			// As if all were finite; the sum tells whether they are.
			for (let row = top; row < bottom; row++) {
				for (let column = left, at = start + row * toNext + left * right; column < end && at < length; column++, at += right) {
					const value = numbers[at]!;
					sum += value;
					count++;
					if (value < least) least = value;
					if (value > greatest) greatest = value;
				}
			}
			if (sum - sum !== 0) {
				[least, greatest, sum, count] = [Infinity, -Infinity, 0, 0];
				for (let row = top; row < bottom; row++) {
					for (let column = left, at = start + row * toNext + left * right; column < end && at < length; column++, at += right) {
						const value = numbers[at]!;
						if (value - value !== 0) {
							mark |= value !== value ? NAN : value > 0 ? POSITIVE : NEGATIVE;
							continue;
						}
						sum += value;
						count++;
						if (value < least) least = value;
						if (value > greatest) greatest = value;
					}
				}
			}
			marks[to] = mark;
			low[to] = count === 0 ? NaN : least;
			high[to] = count === 0 ? NaN : greatest;
			mean[to] = sum / count;
			finite[to] = count;
		}
	}
}

/** The smallest blocks that are kept, of which such larger ones are made. */
export function smallestKept(down: number, across: number): readonly [number, number] {
	let [smallDown, smallAcross] = [down, across];
	while (smallDown > 1 && smallAcross > 1 && smallDown * smallAcross / 4 >= FEWEST) [smallDown, smallAcross] = [smallDown / 2, smallAcross / 2];
	return [smallDown, smallAcross];
}

function joined(from: Level, plane: Plane, down: number, across: number): Level {
	const level = emptyLevel(plane, from.mean, down, across);
	const [byRow, byColumn] = [down / from.down, across / from.across];
	const { low, high, mean, finite, marks } = level;
	const sums = new Float64Array(mean.length);
	for (let facet = 0; facet < plane.facets; facet++) {
		for (let row = 0; row < from.rows; row++) {
			for (let column = 0; column < from.columns; column++) {
				const at = (facet * from.rows + row) * from.columns + column;
				const to = (facet * level.rows + Math.floor(row / byRow)) * level.columns + Math.floor(column / byColumn);
				marks[to]! |= from.marks[at]!;
				if (from.finite[at] === 0) continue;
				sums[to]! += from.mean[at]! * from.finite[at]!;
				finite[to]! += from.finite[at]!;
				if (!(low[to]! <= from.low[at]!)) low[to] = from.low[at]!;
				if (!(high[to]! >= from.high[at]!)) high[to] = from.high[at]!;
			}
		}
	}
	for (let to = 0; to < mean.length; to++) mean[to] = sums[to]! / finite[to]!;
	return level;
}

function emptyLevel(plane: Plane, like: Numbers, down: number, across: number): Level {
	const [rows, columns] = [Math.ceil(plane.rows / down), Math.ceil(plane.columns / across)];
	const count = rows * columns * plane.facets;
	// A float64's range is not a float32's.
	const make = () => like instanceof Float64Array ? new Float64Array(count).fill(NaN) : new Float32Array(count).fill(NaN);
	return { down, across, rows, columns, low: make(), high: make(), mean: make(), finite: new Uint32Array(count), marks: new Uint8Array(count) };
}

/** The least and the greatest finite cell of a part of a facet: rows `top` to `bottom`, columns `left` to `right`, the ends not in it. */
export function rangeWithin({ numbers, plane }: Pyramid, facet: number, top: number, left: number, bottom: number, right: number): { readonly low: number; readonly high: number } {
	let [low, high] = [Infinity, -Infinity];
	for (let row = top; row < Math.min(bottom, plane.rows); row++) {
		for (let column = left; column < Math.min(right, plane.columns); column++) {
			const at = plane.starts[facet]! + row * plane.down + column * plane.right;
			const value = at < plane.length ? numbers[at]! : NaN;
			if (value < low && value !== -Infinity) low = value;
			if (value > high && value !== Infinity) high = value;
		}
	}
	return { low, high };
}
