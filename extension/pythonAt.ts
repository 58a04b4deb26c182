/** The Python code around a line of a document as text of its own, and the way between its offsets and the document. */
import { Position, Range, type TextDocument } from 'vscode';
import type { Tree } from '@lezer/common';
import type { Snippet } from '../engine/snippet/snippet.ts';
import { loadExpressions, loadSnippets } from './parsers.ts';

export interface PythonCode {
	readonly text: string;
	readonly tree: Tree;
	offsetAt(position: Position): number;
	positionAt(offset: number): Position;
}

type Cell = Snippet['cells'][number];

interface Parsed { readonly startLine: number; readonly text: string; readonly tree: Tree; readonly starts: readonly number[]; readonly shift: number }

const cache = new WeakMap<TextDocument, { readonly version: number; readonly cells: Map<number, Parsed> }>();

/** undefined: the line holds no Python code. */
export async function codeAt(document: TextDocument, line: number): Promise<PythonCode | undefined> {
	return (await codeIn(document, new Range(line, 0, line, 0)))[0];
}

/** The pieces of Python code that a range touches. */
export async function codeIn(document: TextDocument, { start, end }: Range): Promise<PythonCode[]> {
	const { pieces } = await loadSnippets();
	const cells = pieces(document).flatMap(({ snippet }) => snippet.cells).filter(each => each.line - 1 <= end.line && start.line < each.line - 1 + each.text.split('\n').length);
	if (cells.length === 0) { return []; }
	const { parsePython } = await loadExpressions();
	return cells.map(cell => parsed(document, cell, parsePython));
}

function parsed(document: TextDocument, cell: Cell, parse: (text: string) => Tree): PythonCode {
	let known = cache.get(document);
	if (known?.version !== document.version) { cache.set(document, known = { version: document.version, cells: new Map() }); }
	let found = known.cells.get(cell.line);
	if (!found) {
		const starts = [0];
		for (let at = cell.text.indexOf('\n'); at >= 0; at = cell.text.indexOf('\n', at + 1)) { starts.push(at + 1); }
		known.cells.set(cell.line, found = { startLine: cell.line - 1, text: cell.text, tree: parse(cell.text), starts, shift: cell.shift });
	}
	return view(found);
}

function view({ startLine, text, tree, starts, shift }: Parsed): PythonCode {
	return {
		text, tree,
		offsetAt: ({ line, character }) => {
			if (line < startLine) { return 0; }
			const start = starts[line - startLine] ?? text.length;
			const end = (starts[line - startLine + 1] ?? text.length + 1) - 1;
			return Math.min(end, Math.max(start, start + character - shift));
		},
		positionAt: offset => {
			let line = starts.length - 1;
			while (line > 0 && starts[line]! > offset) { line--; }
			return new Position(startLine + line, offset - starts[line]! + shift);
		},
	};
}
