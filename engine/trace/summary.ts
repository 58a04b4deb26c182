/**
 * What a trace keeps of a storage that is larger than the recording's limit for one: for each block of its elements the
 * least, the greatest and the mean of the finite ones, and how many are none. Blocks together make larger blocks exactly,
 * so this is the lowest level of a pyramid: any coarser picture is made from it, and one NaN among 10⁸ is counted in each.
 *
 * The recorder writes it (recorder/tensor-rows.ts; for real PyTorch python/loupe/summaries.py does the same), `Trace.summary`
 * reads it. Level-of-detail pyramids that keep min and max are what audio editors and Perfetto draw from.
 */
import { elementReader } from './elements.ts';
import type { DTypeName } from './dtype.ts';
import type { Elements } from './model.ts';
import { done, type Work } from './work.ts';

/** Elements as `rows` × `columns`, row-major, in blocks of `blockRows` × `blockColumns`; the last of each side may be smaller. */
export interface BlockLayout { readonly rows: number; readonly columns: number; readonly blockRows: number; readonly blockColumns: number }

/** One number for each block, row-major. `low`, `high` and `mean` are NaN where no element is finite. */
export interface Summary extends BlockLayout {
	readonly low: Float64Array;
	readonly high: Float64Array;
	readonly mean: Float64Array;
	readonly nan: Float64Array;
	readonly positiveInfinity: Float64Array;
	readonly negativeInfinity: Float64Array;
}

const FACTS = 6;
/** Elements after which the work may be interrupted. */
const ELEMENTS_PER_LOOK = 2 ** 14;
/** Bytes of summaries that one recording has in such blocks; after that each is one block, which takes 48. */
export const MOST_SUMMED = 64 * 2 ** 20;
/** Blocks along a side that has so many elements; in all it is at most the square of it. */
const SIDE = 128;

/** The finest blocks that a summary has of `rows` × `columns` elements. */
export function blockLayout(rows: number, columns: number): BlockLayout {
	const down = Math.min(rows, Math.max(SIDE, Math.floor(SIDE * SIDE / columns)));
	const across = Math.min(columns, Math.max(SIDE, Math.floor(SIDE * SIDE / rows)));
	return { rows, columns, blockRows: Math.ceil(rows / down), blockColumns: Math.ceil(columns / across) };
}

/** The same elements as one block. */
export function oneBlock({ rows, columns }: BlockLayout): BlockLayout {
	return { rows, columns, blockRows: rows, blockColumns: columns };
}

/** How many blocks lie down and across. */
export function blocksOf({ rows, columns, blockRows, blockColumns }: BlockLayout): { readonly down: number; readonly across: number } {
	return { down: Math.ceil(rows / blockRows), across: Math.ceil(columns / blockColumns) };
}

/** Elements of a block. */
export function blockSize({ rows, columns, blockRows, blockColumns }: BlockLayout, row: number, column: number): number {
	return Math.min(blockRows, rows - row * blockRows) * Math.min(blockColumns, columns - column * blockColumns);
}

/** The numbers of a summary, as the trace has them: low, high, mean, NaNs, +Infs, -Infs of all blocks. */
export function summarize(dtype: DTypeName, bytes: Uint8Array, layout: BlockLayout): Float64Array {
	return done(summarizing(elementReader(dtype, bytes), layout));
}

/** A summary of elements that are there, for who can't wait for a look at each of them. */
export function* summaryOf(elements: Elements, shape: readonly number[]): Work<Summary> {
	const columns = shape.at(-1) ?? 1;
	const layout = blockLayout(elements.length / columns, columns);
	return { ...layout, ...named(yield* summarizing(index => elements[index]!, layout)) };
}

function* summarizing(read: (index: number) => number | bigint, layout: BlockLayout): Work<Float64Array> {
	const { rows, columns, blockRows, blockColumns } = layout;
	const { down, across } = blocksOf(layout);
	const blocks = down * across;
	const numbers = new Float64Array(FACTS * blocks);
	const { low, high, mean, nan, positiveInfinity, negativeInfinity } = named(numbers);
	low.fill(Infinity);
	high.fill(-Infinity);
	const add = (at: number, from: number, end: number): void => {
		let sum = 0, least = Infinity, greatest = -Infinity;
		for (let i = from; i < end; i++) {
			const value = Number(read(i));
			if (value - value === 0) {
				sum += value;
				if (value < least) least = value;
				if (value > greatest) greatest = value;
			} else {
				const count = value !== value ? nan : value > 0 ? positiveInfinity : negativeInfinity;
				count[at]!++;
			}
		}
		mean[at]! += sum;
		if (least < low[at]!) low[at] = least;
		if (greatest > high[at]!) high[at] = greatest;
	};
	let looked = 0;
	for (let row = 0; row < rows; row++) {
		const first = Math.floor(row / blockRows) * across;
		for (let block = 0; block < across; block++) {
			const from = row * columns + block * blockColumns, end = row * columns + Math.min(columns, (block + 1) * blockColumns);
			add(first + block, from, end);
			looked += end - from;
			if (looked < ELEMENTS_PER_LOOK) continue;
			looked = 0;
			yield;
		}
	}
	for (let at = 0; at < blocks; at++) {
		const finite = blockSize(layout, Math.floor(at / across), at % across) - nan[at]! - positiveInfinity[at]! - negativeInfinity[at]!;
		if (finite === 0) low[at] = high[at] = mean[at] = NaN;
		else mean[at]! /= finite;
	}
	return numbers;
}

/** undefined where the bytes are not those of such a layout. */
export function decodeSummary(layout: BlockLayout, bytes: Uint8Array): Summary | undefined {
	const { rows, columns, blockRows, blockColumns } = layout;
	if (![rows, columns, blockRows, blockColumns].every(size => Number.isSafeInteger(size) && size > 0) || blockRows > rows || blockColumns > columns) return undefined;
	const { down, across } = blocksOf(layout);
	if (bytes.length !== FACTS * 8 * down * across) return undefined;
	const summary = { ...layout, ...named(new Float64Array(bytes.slice().buffer)) };
	for (let at = 0; at < down * across; at++) {
		const { finite, nan, positiveInfinity, negativeInfinity } = factsOf(summary, at);
		if (![finite, nan, positiveInfinity, negativeInfinity].every(count => Number.isSafeInteger(count) && count >= 0)) return undefined;
	}
	return summary;
}

/** What is known of a block. `low`, `high` and `mean` are NaN where no element is finite. */
export interface BlockFacts { readonly count: number; readonly finite: number; readonly low: number; readonly high: number; readonly mean: number; readonly nan: number; readonly positiveInfinity: number; readonly negativeInfinity: number }

/** Of the block at a place, in row-major order. */
export function factsOf(summary: Summary, at: number): BlockFacts {
	const { across } = blocksOf(summary);
	const [low, high, mean, nan, positiveInfinity, negativeInfinity] = [summary.low[at]!, summary.high[at]!, summary.mean[at]!, summary.nan[at]!, summary.positiveInfinity[at]!, summary.negativeInfinity[at]!];
	const count = blockSize(summary, Math.floor(at / across), at % across);
	return { count, finite: count - nan - positiveInfinity - negativeInfinity, low, high, mean, nan, positiveInfinity, negativeInfinity };
}

/** A level further up the pyramid: each block takes the place of `down` × `across` of them. */
export function coarser(summary: Summary, down: number, across: number): Summary {
	const layout = { rows: summary.rows, columns: summary.columns, blockRows: summary.blockRows * down, blockColumns: summary.blockColumns * across };
	const [fine, coarse] = [blocksOf(summary), blocksOf(layout)];
	const blocks = coarse.down * coarse.across;
	const into = named(new Float64Array(FACTS * blocks));
	const finite = new Float64Array(blocks);
	into.low.fill(NaN);
	into.high.fill(NaN);
	for (let from = 0; from < fine.down * fine.across; from++) {
		const to = Math.floor(Math.floor(from / fine.across) / down) * coarse.across + Math.floor(from % fine.across / across);
		const facts = factsOf(summary, from);
		into.nan[to]! += facts.nan;
		into.positiveInfinity[to]! += facts.positiveInfinity;
		into.negativeInfinity[to]! += facts.negativeInfinity;
		if (facts.finite === 0) continue;
		finite[to]! += facts.finite;
		into.mean[to]! += facts.mean * facts.finite;
		if (!(into.low[to]! <= facts.low)) into.low[to] = facts.low;
		if (!(into.high[to]! >= facts.high)) into.high[to] = facts.high;
	}
	for (let at = 0; at < blocks; at++) into.mean[at]! /= finite[at]!;
	return { ...layout, ...into };
}

/** All blocks as one. */
export function whole(summary: Summary): Summary {
	const { down, across } = blocksOf(summary);
	return { ...coarser(summary, down, across), ...oneBlock(summary) };
}

function named(numbers: Float64Array): Omit<Summary, keyof BlockLayout> {
	const blocks = numbers.length / FACTS;
	const [low, high, mean, nan, positiveInfinity, negativeInfinity] = Array.from({ length: FACTS }, (_, i) => numbers.subarray(i * blocks, (i + 1) * blocks)) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
	return { low, high, mean, nan, positiveInfinity, negativeInfinity };
}
