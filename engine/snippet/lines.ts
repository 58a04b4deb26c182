/** Lines of a document, and the indentation that they share. */
import { CodeScanner } from './scan.ts';

/** VS Code's and Python's idea of a line's end: LF, CRLF or CR. A byte order mark is no part of the first line. */
export function splitLines(text: string): string[] {
	return text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
}

/**
 * Takes the blanks off that all statements begin with; `shift` is how many. Where Python lets a line stand further to the
 * left (a comment, what continues a string or a bracket), it loses those that it has.
 */
export function dedent(lines: readonly string[]): { readonly lines: string[]; readonly shift: number } {
	const scanner = new CodeScanner();
	let common: string | undefined;
	for (const line of lines) {
		const isFree = scanner.open || /^[ \t]*(#|$)/.test(line);
		scanner.line(line);
		if (isFree) continue;
		const indent = indentOf(line);
		if (common === undefined) common = indent;
		while (!indent.startsWith(common)) common = common.slice(0, -1);
	}
	const shift = common?.length ?? 0;
	return { lines: lines.map((line) => line.slice(Math.min(shift, indentOf(line).length))), shift };
}

function indentOf(line: string): string {
	return /^[ \t]*/.exec(line)![0];
}
