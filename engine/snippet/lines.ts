/** Lines of a document, and the indentation that they share. */

/** VS Code's and Python's idea of a line's end: LF, CRLF or CR. A byte order mark is no part of the first line. */
export function splitLines(text: string): string[] {
	return text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
}

/** Takes the blanks off that all lines begin with (lines of blanks alone don't count). `shift` is how many. */
export function dedent(lines: readonly string[]): { readonly lines: string[]; readonly shift: number } {
	let common: string | undefined;
	for (const line of lines) {
		const indent = /^[ \t]*/.exec(line)![0];
		if (indent.length === line.length) continue;
		if (common === undefined) common = indent;
		while (!indent.startsWith(common)) common = common.slice(0, -1);
	}
	const shift = common?.length ?? 0;
	return { lines: lines.map((line) => line.slice(shift)), shift };
}
