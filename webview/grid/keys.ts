/** Moving in a grid by keyboard, as in the WAI-ARIA grid pattern. */
export interface Cell { readonly row: number; readonly column: number }

export interface Keys { readonly key: string; readonly ctrlKey: boolean; readonly metaKey: boolean; readonly altKey: boolean }

/** Where a key leads from a cell, or undefined for a key that isn't ours. The same cell at an edge. */
export function moveCell(event: Keys, from: Cell, rows: number, columns: number): Cell | undefined {
	if (event.altKey || rows === 0 || columns === 0) return undefined;
	const far = event.ctrlKey || event.metaKey;
	const row = (value: number) => Math.min(rows - 1, Math.max(0, value));
	const column = (value: number) => Math.min(columns - 1, Math.max(0, value));
	switch (event.key) {
		case 'ArrowUp': return { row: far ? 0 : row(from.row - 1), column: from.column };
		case 'ArrowDown': return { row: far ? rows - 1 : row(from.row + 1), column: from.column };
		case 'ArrowLeft': return { row: from.row, column: far ? 0 : column(from.column - 1) };
		case 'ArrowRight': return { row: from.row, column: far ? columns - 1 : column(from.column + 1) };
		case 'Home': return { row: far ? 0 : from.row, column: 0 };
		case 'End': return { row: far ? rows - 1 : from.row, column: columns - 1 };
		case 'PageUp': return { row: row(from.row - Math.max(5, Math.round(rows / 10))), column: from.column };
		case 'PageDown': return { row: row(from.row + Math.max(5, Math.round(rows / 10))), column: from.column };
		default: return undefined;
	}
}
