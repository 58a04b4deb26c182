/**
 * A tensor of up to two dimensions brought down to a grid of cells that can be drawn: each cell the mean (or the
 * least, the greatest) of a block, and a mark where anything in the block is not finite, so that no NaN gets lost.
 */
import { type ElementSource } from './tensor-repr.ts';
import { contiguousStrides } from '../trace/shape.ts';

/** What a cell holds besides a number: `nan` outranks the infinities, `positive` the negative one. */
export const Mark = { none: 0, nan: 1, positive: 2, negative: 3 } as const;

export type Reduction = 'mean' | 'min' | 'max';

export interface Grid {
	readonly rows: number;
	readonly columns: number;
	/** Row-major; of a block's finite elements only, NaN where it has none. */
	readonly values: Float64Array;
	/** A `Mark` per cell. */
	readonly marks: Uint8Array;
	/** Elements a cell stands for, down and across (the last ones may be smaller). */
	readonly block: readonly [rows: number, columns: number];
	/** Of the cells; NaN where none has a number. */
	readonly min: number;
	readonly max: number;
}

/** A tensor of 0, 1 or 2 dimensions as rows and columns: a vector is one row. */
export function asMatrix(source: ElementSource): { rows: number; columns: number; rowStride: number; columnStride: number } {
	const { shape } = source;
	const strides = source.strides ?? contiguousStrides(shape);
	const rank = shape.length;
	return {
		rows: rank === 2 ? shape[0]! : 1, columns: rank === 0 ? 1 : shape[rank - 1]!,
		rowStride: rank === 2 ? strides[0]! : 0, columnStride: rank === 0 ? 0 : strides[rank - 1]!,
	};
}

/** At most `maxRows` x `maxColumns` cells; reads each element once. */
export function reduceToGrid(source: ElementSource, maxRows: number, maxColumns: number, reduction: Reduction = 'mean'): Grid {
	const { rows: height, columns: width, rowStride, columnStride } = asMatrix(source);
	const down = Math.ceil(height / maxRows);
	const across = Math.ceil(width / maxColumns);
	const rows = Math.ceil(height / down);
	const columns = Math.ceil(width / across);
	const values = new Float64Array(rows * columns).fill(reduction === 'min' ? Infinity : reduction === 'max' ? -Infinity : 0);
	const counts = new Float64Array(rows * columns);
	const marks = new Uint8Array(rows * columns);
	const convert = source.dtype === 'int64' ? (index: number) => Number(source.read(index)) : (index: number) => source.read(index) as number;
	for (let y = 0; y < height; y++) {
		const line = Math.floor(y / down) * columns;
		let at = (source.offset ?? 0) + y * rowStride;
		for (let column = 0; column < columns; column++) {
			const cell = line + column;
			const end = Math.min(across, width - column * across);
			let value = values[cell]!;
			let finite = 0;
			for (let i = 0; i < end; i++, at += columnStride) {
				const element = convert(at);
				if (element - element !== 0) {
					const mark = element !== element ? Mark.nan : element > 0 ? Mark.positive : Mark.negative;
					if (marks[cell] === Mark.none || mark < marks[cell]!) marks[cell] = mark;
					continue;
				}
				finite++;
				if (reduction === 'mean') value += element;
				else if (reduction === 'min' ? element < value : element > value) value = element;
			}
			values[cell] = value;
			counts[cell]! += finite;
		}
	}
	let min = Infinity;
	let max = -Infinity;
	for (let cell = 0; cell < values.length; cell++) {
		if (counts[cell] === 0) values[cell] = NaN;
		// A sum beyond the greatest double is still drawn at the end of the scale.
		else if (reduction === 'mean') values[cell] = Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, values[cell]! / counts[cell]!));
		const value = values[cell]!;
		if (value < min) min = value;
		if (value > max) max = value;
	}
	return { rows, columns, values, marks, block: [down, across], min: min <= max ? min : NaN, max: min <= max ? max : NaN };
}
