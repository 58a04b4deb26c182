/** Compares what a program printed, or the exception that it raised, with output that was pasted under it, ignoring spacing. */
import { overwritten } from '../trace/overwritten.ts';
import { splitRaised } from './raised.ts';
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

/** What a cell wrote; a traceback is on stderr. */
export interface Written { readonly stdout: string; readonly stderr: string }

export const NOTHING_WRITTEN: Written = { stdout: '', stderr: '' };

/** An expectation against what each of the snippet's cells wrote. */
export function compareExpectation({ expected, cells }: Expectation, writtenBy: (cell: number) => Written): Comparison {
	const written = cells.map(writtenBy);
	const printed = overwritten(written.map(({ stdout }) => stdout).join(''));
	const pasted = splitRaised(expected);
	const raised = splitRaised(overwritten(written.map(({ stderr }) => stderr).join('')));
	if (pasted === undefined || raised === undefined) return compareOutput(expected, printed);
	return compareOutput(`${pasted.printed}\n${pasted.exception}`, printed.trim() === '' ? raised.exception : `${printed.trimEnd()}\n${raised.exception}`);
}
