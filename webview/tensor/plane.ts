/**
 * Which elements of a tensor lie on the page: one plane of rows and columns. Two dimensions are a plane as they are, a
 * scalar is one cell, one dimension is broken into lines as a hex dump is, and of more dimensions the leading ones are
 * held at chosen indices.
 */
export interface Plane {
	readonly rows: number;
	readonly columns: number;
	/** The position of a cell in row-major order, or -1 where the last line of a broken row has ended. */
	at(row: number, column: number): number;
	/** The index of a cell, one number per dimension. */
	index(row: number, column: number): readonly number[];
	/** What stands before a row and above a column. */
	rowLabel(row: number): string;
	columnLabel(column: number): string;
	/** The numbers of a broken line's cells begin anew in each row, so its columns carry offsets. */
	readonly broken: boolean;
}

/** `leading` has an index for each dimension before the last two; `perLine` is how many cells of one dimension a line takes. */
export function planeOf(shape: readonly number[], leading: readonly number[], perLine: number): Plane {
	if (shape.length === 0) return { rows: 1, columns: 1, at: () => 0, index: () => [], rowLabel: () => '', columnLabel: () => '', broken: false };
	if (shape.length === 1) return line(shape[0] ?? 0, perLine);
	const rows = shape[shape.length - 2] ?? 0;
	const columns = shape[shape.length - 1] ?? 0;
	let base = 0;
	for (let axis = 0; axis < shape.length - 2; axis++) base = base * (shape[axis] ?? 1) + (leading[axis] ?? 0);
	const start = base * rows * columns;
	return {
		rows, columns, broken: false,
		at: (row, column) => start + row * columns + column,
		index: (row, column) => [...leading.slice(0, shape.length - 2), row, column],
		rowLabel: String, columnLabel: String,
	};
}

function line(length: number, perLine: number): Plane {
	const columns = Math.max(1, Math.min(length, perLine));
	const rows = Math.ceil(length / columns);
	return {
		rows: length === 0 ? 0 : rows, columns: length === 0 ? 0 : columns, broken: rows > 1,
		at: (row, column) => row * columns + column < length ? row * columns + column : -1,
		index: (row, column) => [row * columns + column],
		rowLabel: row => rows > 1 ? String(row * columns) : '',
		columnLabel: column => rows > 1 ? `+${column}` : String(column),
	};
}

/** Leading indices brought into the shape's bounds; zeros where none were given. */
export function leadingIndices(shape: readonly number[], wanted: readonly number[] | undefined): readonly number[] {
	return shape.slice(0, Math.max(0, shape.length - 2)).map((size, axis) => Math.min(Math.max(0, size - 1), Math.max(0, wanted?.[axis] ?? 0)));
}
