/**
 * Which elements of a tensor lie where on the page: planes of rows and columns, one for each facet, laid in lines like
 * words. A scalar is one cell, and one dimension is broken into lines as a hex dump is.
 */
import { axesIn, type Arrangement } from './arrangement.ts';

export interface Plane {
	/** Of one facet. */
	readonly rows: number;
	readonly columns: number;
	/** How many facets there are, and how many of them lie side by side. */
	readonly facets: number;
	readonly across: number;
	/** In row-major order: where each facet begins, how far apart neighbours lie down and to the right, and how many elements there are. */
	readonly starts: readonly number[];
	readonly down: number;
	readonly right: number;
	readonly length: number;
	/** The index of a cell, one number per dimension. */
	index(row: number, column: number): readonly number[];
	/** What stands before a row and above a column of a facet, and above a facet: '[0, :, :]'. */
	rowLabel(row: number): string;
	columnLabel(column: number): string;
	facetLabel(facet: number): string;
}

/** The position of a cell in row-major order, or -1 where there is none. Rows and columns are counted through all facets. */
export function placeAt(plane: Plane, row: number, column: number): number {
	const { rows, columns, across, starts, down, right, length } = plane;
	const start = column < columns * across ? starts[Math.floor(row / rows) * across + Math.floor(column / columns)] : undefined;
	if (start === undefined) return -1;
	const place = start + row % rows * down + column % columns * right;
	return place < length ? place : -1;
}

/** Rows and columns through all facets. */
export function extentOf({ rows, columns, facets, across }: Pick<Plane, 'rows' | 'columns' | 'facets' | 'across'>): { readonly rows: number; readonly columns: number } {
	return { rows: rows * Math.ceil(facets / across), columns: columns * across };
}

/** How many facets the arrangement makes of a shape, and of how many cells each. */
export function sizesOf(shape: readonly number[], arrangement: Arrangement): { readonly rows: number; readonly columns: number; readonly facets: number } {
	const size = (place: 'rows' | 'columns' | 'facets') => axesIn(arrangement, place).reduce((product, axis) => product * shape[axis]!, 1);
	return { rows: size('rows'), columns: size('columns'), facets: size('facets') };
}

/** `across`: facets side by side. */
export function planeOf(shape: readonly number[], arrangement: Arrangement, across: number): Plane {
	const { rows, columns, facets } = sizesOf(shape, arrangement);
	const steps = stepsOf(shape);
	const [rowAxis, columnAxis] = [axesIn(arrangement, 'rows')[0], axesIn(arrangement, 'columns')[0]];
	const facetAxes = axesIn(arrangement, 'facets');
	const base = axesIn(arrangement, 'held').reduce((sum, axis) => sum + arrangement.held[axis]! * steps[axis]!, 0);
	const [down, right] = [rowAxis === undefined ? 0 : steps[rowAxis]!, columnAxis === undefined ? 0 : steps[columnAxis]!];
	/** The indices of a facet along the facets' axes, the last of them running fastest. */
	const facetIndex = (facet: number): readonly number[] => {
		const index: number[] = [];
		for (const axis of [...facetAxes].reverse()) {
			index.unshift(facet % shape[axis]!);
			facet = Math.floor(facet / shape[axis]!);
		}
		return index;
	};
	const starts = Array.from({ length: facets }, (_, facet) => facetIndex(facet).reduce((sum, at, i) => sum + at * steps[facetAxes[i]!]!, base));
	return {
		rows, columns, facets, across, starts, down, right, length: shape.reduce((product, size) => product * size, 1),
		index(row, column) {
			const facet = facetIndex(Math.floor(row / rows) * across + Math.floor(column / columns));
			return shape.map((_, axis) => axis === rowAxis ? row % rows : axis === columnAxis ? column % columns : facet[facetAxes.indexOf(axis)] ?? arrangement.held[axis]!);
		},
		rowLabel: row => rowAxis === undefined ? '' : String(row),
		columnLabel: column => columnAxis === undefined ? '' : String(column),
		facetLabel(facet) {
			if (facetAxes.length === 0) return '';
			const index = facetIndex(facet);
			return `[${shape.map((_, axis) => axis === rowAxis || axis === columnAxis ? ':' : index[facetAxes.indexOf(axis)] ?? arrangement.held[axis]!).join(', ')}]`;
		},
	};
}

/** One dimension in lines of `perLine` cells. */
export function linesOf(length: number, perLine: number): Plane {
	const columns = Math.max(1, Math.min(length, perLine));
	const rows = Math.ceil(length / columns);
	return {
		rows, columns, facets: 1, across: 1, starts: [0], down: columns, right: 1, length,
		index: (row, column) => [row * columns + column],
		rowLabel: row => rows > 1 ? String(row * columns) : '',
		columnLabel: column => rows > 1 ? `+${column}` : String(column),
		facetLabel: () => '',
	};
}

/** How far apart neighbours along each axis lie in row-major order. */
function stepsOf(shape: readonly number[]): readonly number[] {
	const steps = new Array<number>(shape.length).fill(1);
	for (let axis = shape.length - 2; axis >= 0; axis--) steps[axis] = steps[axis + 1]! * shape[axis + 1]!;
	return steps;
}
