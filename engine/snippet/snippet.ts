/**
 * What of a document can be run, as the runtime's request wants it.
 *
 * Pure text work: no editor, no node, no Python. Lines are 1-based as in every Python message. A runnable is what gets a
 * *Run* over it (a Python file, a `# %%` cell, a Markdown fence); a snippet is what one run is asked for.
 */
import type { CellRequest } from '../runtime/protocol.ts';
import { dedent, splitLines } from './lines.ts';
import { fencesOf, type Fence } from './fences.ts';
import { splitPasted } from './pasted.ts';
import { cellsOf } from './python-cells.ts';

export type Language = 'python' | 'markdown';

/** Output that stands in the document, to be compared and not run. */
export interface Expectation {
	/** Lines of the pasted text in the document, 1-based, both inclusive. */
	readonly startLine: number;
	readonly endLine: number;
	/** Without the `>>` before it. */
	readonly expected: string;
	/** Indices into the snippet's cells: what these printed, in order, is what it is compared with. */
	readonly cells: readonly number[];
}

export interface Snippet {
	readonly cells: readonly CellRequest[];
	readonly expectations: readonly Expectation[];
	/** Notes leave imports out: in Markdown, customary names are provided where they are missing. */
	readonly customaryNames: boolean;
}

export interface Runnable {
	readonly kind: 'file' | 'cell' | 'fence';
	/** Lines in the document with the fence's marks or the `# %%`, 1-based, both inclusive. */
	readonly startLine: number;
	readonly endLine: number;
	readonly snippet: Snippet;
}

const nothing = (language: Language): Snippet => ({ cells: [], expectations: [], customaryNames: language === 'markdown' });

/** Everything in a document that can be run by itself, in order. A Python file without `# %%` is one runnable. */
export function findRunnables(text: string, language: Language): Runnable[] {
	const lines = splitLines(text);
	if (language === 'markdown') {
		return fencesOf(lines).map((fence) => ({ kind: 'fence', startLine: fence.startLine, endLine: fence.endLine, snippet: fenceSnippet(fence) }));
	}
	// As it stands: `python FILE` refuses a file that begins indented.
	const file: Runnable = {
		kind: 'file', startLine: 1, endLine: lines.length,
		snippet: { cells: [{ line: 1, text: lines.join('\n'), shift: 0, mode: 'exec' }], expectations: [], customaryNames: false },
	};
	const cells = cellsOf(lines).map(({ startLine, endLine }): Runnable => ({ kind: 'cell', startLine, endLine, snippet: pythonSnippet(lines, startLine, endLine) }));
	return [file, ...cells.filter((cell) => cell.snippet.cells.length > 0)];
}

/** One run of a whole document: a Python file as it stands, all Python fences of a Markdown file in one namespace. */
export function documentSnippet(text: string, language: Language): Snippet {
	const runnables = findRunnables(text, language);
	return language === 'markdown' ? joinSnippets(runnables.map((each) => each.snippet), language) : runnables[0]!.snippet;
}

/** Several snippets as one run, in order, in one namespace. */
export function joinSnippets(snippets: readonly Snippet[], language: Language): Snippet {
	return snippets.reduce((joined, next) => ({
		cells: [...joined.cells, ...next.cells],
		expectations: [...joined.expectations, ...next.expectations.map((each) => ({ ...each, cells: each.cells.map((cell) => cell + joined.cells.length) }))],
		customaryNames: joined.customaryNames || next.customaryNames,
	}), nothing(language));
}

/**
 * The lines of a selection (1-based, both inclusive), dedented. In Markdown what lies outside of Python fences is left
 * out; a selection that touches none is taken for Python.
 */
export function selectionSnippet(text: string, language: Language, startLine: number, endLine: number): Snippet {
	const lines = splitLines(text);
	if (language === 'python') return pythonSnippet(lines, startLine, endLine);
	const touched = fencesOf(lines).filter((fence) => fence.startLine <= endLine && fence.endLine >= startLine);
	if (touched.length === 0) return { ...pythonSnippet(lines, startLine, endLine), customaryNames: true };
	return joinSnippets(touched.map((fence) => {
		const skip = Math.max(0, startLine - fence.line);
		return fenceSnippet({ ...fence, line: fence.line + skip, lines: fence.lines.slice(skip, Math.max(skip, endLine - fence.line + 1)) });
	}), language);
}

function pythonSnippet(lines: readonly string[], startLine: number, endLine: number): Snippet {
	const { lines: dedented, shift } = dedent(lines.slice(startLine - 1, endLine));
	if (dedented.every((line) => /^\s*(#.*)?$/.test(line))) return nothing('python');
	return { cells: [{ line: startLine, text: dedented.join('\n'), shift, mode: 'exec' }], expectations: [], customaryNames: false };
}

function fenceSnippet(fence: Fence): Snippet {
	const { lines, shift } = dedent(fence.lines);
	return { ...splitPasted(lines, fence.line, fence.shift + shift), customaryNames: true };
}
