/** What each row and each column of a facet ranges over, and its mean. Pure; of millions of cells it is gathered in pieces. */
import type { Elements } from '../../engine/trace/model.ts';
import type { Work } from '../../engine/trace/work.ts';
import { placeAt, type Plane } from './plane.ts';

/** Of rows or columns, those of one facet after those of another: of their finite cells. `low` > `high` where there are none. */
export interface Lines { readonly low: Float64Array; readonly high: Float64Array; readonly mean: Float64Array; readonly count: Uint32Array }

export interface LineStatistics { readonly rows: Lines; readonly columns: Lines }

/** Of some that lie together: the ends of all, and the least and the greatest of their means. */
export interface LinesRange { readonly low: number; readonly high: number; readonly leastMean: number; readonly greatestMean: number }

/** Cells of one turn. */
const PIECE = 2 ** 16;

/** Yields between two pieces. */
export function* gatherLines(elements: Elements, plane: Plane): Work<LineStatistics> {
	const rows = noLines(plane.facets * plane.rows), columns = noLines(plane.facets * plane.columns);
	let gathered = 0;
	for (let facet = 0; facet < plane.facets; facet++) {
		for (let row = 0; row < plane.rows; row++) {
			for (let from = 0; from < plane.columns; from += PIECE) {
				const end = Math.min(from + PIECE, plane.columns);
				if (gathered + end - from > PIECE) {
					gathered = 0;
					yield;
				}
				gatherCells(elements, plane, facet, row, from, end, rows, columns);
				gathered += end - from;
			}
		}
	}
	// Until now they were sums.
	for (const { mean, count } of [rows, columns]) for (let at = 0; at < mean.length; at++) mean[at] = mean[at]! / count[at]!;
	return { rows, columns };
}

/** Of a row's cells from one on and before another. */
function gatherCells(elements: Elements, { rows: rowCount, columns: columnCount, starts, down, right, length }: Plane, facet: number, row: number, from: number, end: number, rows: Lines, columns: Lines): void {
	const first = facet * columnCount, to = facet * rowCount + row;
	let [low, high, sum, count] = [rows.low[to]!, rows.high[to]!, rows.mean[to]!, rows.count[to]!];
	for (let column = first + from, at = starts[facet]! + row * down + from * right; column < first + end && at < length; column++, at += right) {
		const value = Number(elements[at]);
		if (value - value !== 0) continue;
		sum += value;
		count++;
		if (value < low) low = value;
		if (value > high) high = value;
		columns.mean[column]! += value;
		columns.count[column]!++;
		if (value < columns.low[column]!) columns.low[column] = value;
		if (value > columns.high[column]!) columns.high[column] = value;
	}
	[rows.low[to], rows.high[to], rows.mean[to], rows.count[to]] = [low, high, sum, count];
}

function noLines(count: number): Lines {
	return { low: new Float64Array(count).fill(Infinity), high: new Float64Array(count).fill(-Infinity), mean: new Float64Array(count), count: new Uint32Array(count) };
}

/** undefined: nothing in them is finite. */
export function rangeOfLines({ low, high, mean, count }: Lines, from: number, end: number): LinesRange | undefined {
	let [least, greatest, leastMean, greatestMean] = [Infinity, -Infinity, Infinity, -Infinity];
	for (let at = from; at < end; at++) {
		if (count[at] === 0) continue;
		least = Math.min(least, low[at]!);
		greatest = Math.max(greatest, high[at]!);
		leastMean = Math.min(leastMean, mean[at]!);
		greatestMean = Math.max(greatestMean, mean[at]!);
	}
	return least > greatest ? undefined : { low: least, high: greatest, leastMean, greatestMean };
}

/** Of the row and of the column in which a cell is. Rows and columns are counted through all facets. */
export function linesOfCell({ rows, columns }: LineStatistics, plane: Plane, row: number, column: number): { readonly row: LinesRange | undefined; readonly column: LinesRange | undefined } {
	if (placeAt(plane, row, column) < 0) return { row: undefined, column: undefined };
	const facet = Math.floor(row / plane.rows) * plane.across + Math.floor(column / plane.columns);
	const [ownRow, ownColumn] = [facet * plane.rows + row % plane.rows, facet * plane.columns + column % plane.columns];
	return { row: rangeOfLines(rows, ownRow, ownRow + 1), column: rangeOfLines(columns, ownColumn, ownColumn + 1) };
}
