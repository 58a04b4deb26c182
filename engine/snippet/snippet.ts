/**
 * What of a document can be run, as the runtime's request wants it.
 *
 * Pure text work: no editor, no node, no Python. Lines are 1-based as in every Python message. A runnable is what gets a
 * *Run* over it (a file, a `# %%` cell, a Markdown fence); a snippet is what one run is asked for.
 */
import type { CellRequest } from '../runtime/protocol.ts';
import { dedent, splitLines } from './lines.ts';
import { fencesOf, type Fence, type FenceLanguage } from './fences.ts';
import { splitPasted } from './pasted.ts';
import { cellsOf } from './python-cells.ts';

/** Of a document. */
export type Language = FenceLanguage | 'markdown';

/** What runs it. TypeScript and JavaScript are one: a run of notes has the fences of both, in one namespace. */
export type Family = 'python' | 'javascript';

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

/** A run has one: where a snippet has cells of both, that of its first. */
export function familyOf({ cells: [first] }: Pick<Snippet, 'cells'>): Family {
	return first?.language === undefined ? 'python' : 'javascript';
}

const IMPORTS_LOUPE = /^[^\S\n]*import\b[^'"]*(['"])tensor-loupe\1/m;

/** Whether TypeScript or JavaScript is meant for this: most of it, in notes too, is not. Notes may leave the import out. */
export function usesLoupe(text: string, isNote: boolean): boolean {
	return IMPORTS_LOUPE.test(text) || (isNote && /\btorch\s*\.\s*[a-z]/.test(text));
}

/** Of a document that is all code. */
function isScript(language: Language): language is 'typescript' | 'javascript' {
	return language === 'typescript' || language === 'javascript';
}

/** Everything in a document that can be run by itself, in order. A Python file without `# %%` is one runnable. */
export function findRunnables(text: string, language: Language): Runnable[] {
	const lines = splitLines(text);
	if (language === 'markdown') {
		return fencesOf(lines).map((fence) => ({ kind: 'fence', startLine: fence.startLine, endLine: fence.endLine, snippet: fenceSnippet(fence) }));
	}
	if (isScript(language)) {
		const cells: CellRequest[] = [{ line: 1, text: lines.join('\n'), shift: 0, mode: 'exec', language }];
		return [{ kind: 'file', startLine: 1, endLine: lines.length, snippet: { cells, expectations: [], customaryNames: false } }];
	}
	// As it stands: `python FILE` refuses a file that begins indented.
	const file: Runnable = {
		kind: 'file', startLine: 1, endLine: lines.length,
		snippet: { cells: [{ line: 1, text: lines.join('\n'), shift: 0, mode: 'exec' }], expectations: [], customaryNames: false },
	};
	const cells = cellsOf(lines).map(({ startLine, endLine }): Runnable => ({ kind: 'cell', startLine, endLine, snippet: pythonSnippet(lines, startLine, endLine) }));
	return [file, ...cells.filter((cell) => cell.snippet.cells.length > 0)];
}

/** One run of a whole document: a file of code as it stands; of a Markdown file all fences of one family, by default that of the first, in one namespace. */
export function documentSnippet(text: string, language: Language, family?: Family): Snippet {
	const snippets = findRunnables(text, language).map((each) => each.snippet);
	return language === 'markdown' ? joinSnippets(ofFamily(snippets, family ?? familyOf(snippets[0] ?? nothing(language))), language) : snippets[0]!;
}

/** Those that can be one run. */
export function ofFamily(snippets: readonly Snippet[], family: Family): Snippet[] {
	return snippets.filter((snippet) => familyOf(snippet) === family);
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
 * The lines of a selection (1-based, both inclusive), dedented. In Markdown what lies outside of fences of code is left
 * out, and of two families the second; a selection that touches no fence is taken for Python.
 */
export function selectionSnippet(text: string, language: Language, startLine: number, endLine: number): Snippet {
	const lines = splitLines(text);
	if (language === 'python') return pythonSnippet(lines, startLine, endLine);
	if (isScript(language)) return scriptSnippet(lines.slice(startLine - 1, endLine), startLine, 0, language, false);
	const touched = fencesOf(lines).filter((fence) => fence.startLine <= endLine && fence.endLine >= startLine);
	if (touched.length === 0) return { ...pythonSnippet(lines, startLine, endLine), customaryNames: true };
	const snippets = touched.map((fence) => {
		const skip = Math.max(0, startLine - fence.line);
		return fenceSnippet({ ...fence, line: fence.line + skip, lines: fence.lines.slice(skip, Math.max(skip, endLine - fence.line + 1)) });
	});
	return joinSnippets(ofFamily(snippets, familyOf(snippets[0]!)), language);
}

function pythonSnippet(lines: readonly string[], startLine: number, endLine: number): Snippet {
	const { lines: dedented, shift } = dedent(lines.slice(startLine - 1, endLine));
	if (dedented.every((line) => /^\s*(#.*)?$/.test(line))) return nothing('python');
	return { cells: [{ line: startLine, text: dedented.join('\n'), shift, mode: 'exec' }], expectations: [], customaryNames: false };
}

function scriptSnippet(lines: readonly string[], line: number, shift: number, language: 'typescript' | 'javascript', customaryNames: boolean): Snippet {
	const cells: CellRequest[] = lines.every((each) => each.trim() === '') ? [] : [{ line, text: lines.join('\n'), shift, mode: 'exec', language }];
	return { cells, expectations: [], customaryNames };
}

function fenceSnippet(fence: Fence): Snippet {
	if (fence.language !== 'python') return scriptSnippet(fence.lines, fence.line, fence.shift, fence.language, true);
	const { lines, shift } = dedent(fence.lines);
	return { ...splitPasted(lines, fence.line, fence.shift + shift), customaryNames: true };
}
