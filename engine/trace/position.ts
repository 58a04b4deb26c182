/**
 * From CPython's positions (1-based lines of the document, columns in UTF-8 bytes of the cell's text) to an editor's
 * (0-based lines, UTF-16 units of the document's text).
 */
import type { Cell, Range } from './model.ts';

export interface BytePosition { readonly line: number; readonly column: number; readonly endLine: number; readonly endColumn: number }

/** The lines of a document without their ends, as editors and Python agree on them: LF, CRLF, CR. */
export function linesOf(text: string): readonly string[] {
	return text.split(/\r\n|\r|\n/);
}

/** The range in the document; a place beyond a line's end is its end. */
export function rangeOf(lines: readonly string[], cell: Cell, at: BytePosition): Range {
	return { start: place(lines, cell, at.line, at.column), end: place(lines, cell, at.endLine, at.endColumn) };
}

function place(lines: readonly string[], cell: Cell, line: number, column: number): { line: number; character: number } {
	const text = lines[line - 1] ?? '';
	// The first characters of the line were not compiled: blanks of an indentation, or a prompt, one byte each.
	const shift = Math.min(cell.shift, text.length);
	return { line: Math.max(0, line - 1), character: shift + utf16Length(text.slice(shift), column) };
}

/** The UTF-16 length of the beginning of `text` that takes `bytes` bytes in UTF-8. */
export function utf16Length(text: string, bytes: number): number {
	let units = 0;
	for (const character of text) {
		const code = character.codePointAt(0)!;
		bytes -= code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
		if (bytes < 0) break;
		units += character.length;
	}
	return units;
}
