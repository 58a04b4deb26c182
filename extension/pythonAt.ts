/** The Python code around a line of a document as text of its own, and the way between its offsets and the document. */
import { Position, type TextDocument } from 'vscode';
import type { Tree } from '@lezer/common';

export interface PythonCode {
	readonly text: string;
	readonly tree: Tree;
	offsetAt(position: Position): number;
	positionAt(offset: number): Position;
}

interface Parsed { readonly startLine: number; readonly text: string; readonly tree: Tree; readonly starts: readonly number[]; readonly shift: number }

const cache = new WeakMap<TextDocument, { readonly version: number; readonly cells: Map<number, Parsed> }>();

/** undefined: the line holds no Python code. */
export async function codeAt(document: TextDocument, line: number): Promise<PythonCode | undefined> {
	const { pieces } = await import('./snippets.ts');
	const cell = pieces(document).flatMap(({ snippet }) => snippet.cells).find(each => each.line - 1 <= line && line < each.line - 1 + each.text.split('\n').length);
	if (!cell) { return undefined; }
	const { parsePython } = await import('./expressionAt.ts');
	let known = cache.get(document);
	if (known?.version !== document.version) { cache.set(document, known = { version: document.version, cells: new Map() }); }
	let parsed = known.cells.get(cell.line);
	if (!parsed) {
		const starts = [0];
		for (let at = cell.text.indexOf('\n'); at >= 0; at = cell.text.indexOf('\n', at + 1)) { starts.push(at + 1); }
		known.cells.set(cell.line, parsed = { startLine: cell.line - 1, text: cell.text, tree: parsePython(cell.text), starts, shift: cell.shift });
	}
	return view(parsed);
}

function view({ startLine, text, tree, starts, shift }: Parsed): PythonCode {
	return {
		text, tree,
		offsetAt: ({ line, character }) => {
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
