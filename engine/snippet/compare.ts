/** Compares what a program printed with output that was pasted under it, ignoring spacing. */
import type { Expectation } from './snippet.ts';

export type Comparison = { readonly equal: true } | { readonly equal: false; readonly got: string };

/** Runs of blanks and line ends are one blank; next to brackets and commas there is none, as editors and Markdown change those. */
function normal(text: string): string {
	return text.replace(/\s+/g, ' ').replace(/ ?([[\](){},]) ?/g, '$1').trim();
}

/** `printed` is the stdout of a cell. Ends of lines and the columns that numbers stand in don't count; every other character does. */
export function compareOutput(expected: string, printed: string): Comparison {
	return normal(expected) === normal(printed) ? { equal: true } : { equal: false, got: printed.trimEnd() };
}

/** An expectation against what each of the snippet's cells printed on stdout. */
export function compareExpectation(expectation: Expectation, printedByCell: (cell: number) => string): Comparison {
	return compareOutput(expectation.expected, expectation.cells.map(printedByCell).join(''));
}
