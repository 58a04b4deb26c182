/** The code around a line of a document as text of its own, and the way between its offsets and the document. */
import { Position, Range, type TextDocument } from 'vscode';
import type { Snippet } from '../../engine/snippet/snippet.ts';
import type { Work } from '../../engine/trace/work.ts';
import { inTurns } from '../inTurns.ts';
import type { ParsedText } from './parsePython.ts';
import { lineOf, lineStarts } from '../text.ts';
import { loadSnippets } from './parsers.ts';
import { syntaxOf, type CodeLanguage, type Syntax } from './syntax.ts';

export interface Code extends Pick<ParsedText, 'text' | 'tree'> {
	readonly language: CodeLanguage;
	readonly syntax: Syntax;
	offsetAt(position: Position): number;
	positionAt(offset: number): Position;
}

type Cell = Snippet['cells'][number];

interface Parsed extends ParsedText { readonly startLine: number; readonly starts: readonly number[]; readonly shift: number; readonly language: CodeLanguage; readonly syntax: Syntax }

/** By its place among the pieces, what was last parsed of it or is being; undefined in the end if the document was edited meanwhile. */
const cache = new WeakMap<TextDocument, Map<number, { readonly version: number; readonly parsed: Promise<Parsed | undefined> }>>();

/** undefined: the line holds no code. */
export async function codeAt(document: TextDocument, line: number): Promise<Code | undefined> {
	return (await codeIn(document, new Range(line, 0, line, 0)))[0];
}

/** The pieces of code that a range touches, as the document is when they are given. */
export async function codeIn(document: TextDocument, range: Range): Promise<Code[]> {
	for (;;) {
		const { version } = document;
		const { pieces } = await loadSnippets();
		const cells = [...pieces(document).flatMap(({ snippet }) => snippet.cells).entries()];
		const touched = cells.filter(([, { line, text }]) => line - 1 <= range.end.line && range.start.line < line - 1 + text.split('\n').length);
		const codes = await Promise.all(touched.map(([place, cell]) => parsed(document, place, cell)));
		if (document.version === version) { return codes.flatMap(code => code ? [view(code)] : []); }
	}
}

function parsed(document: TextDocument, place: number, cell: Cell): Promise<Parsed | undefined> {
	let known = cache.get(document);
	if (!known) { cache.set(document, known = new Map()); }
	const last = known.get(place);
	if (last?.version === document.version) { return last.parsed; }
	const next = parse(document, cell, last?.parsed);
	known.set(place, { version: document.version, parsed: next });
	return next;
}

async function parse(document: TextDocument, cell: Cell, last: Promise<Parsed | undefined> | undefined): Promise<Parsed | undefined> {
	const { version } = document;
	const [syntax, earlier] = await Promise.all([syntaxOf(cell.language), last]);
	const known = earlier?.language === cell.language ? earlier : undefined;
	const code = known?.text === cell.text ? known : await inTurns(unlessEdited(document, version, syntax.parsing(cell.text, known)));
	return code && { ...code, startLine: cell.line - 1, starts: lineStarts(cell.text), shift: cell.shift, language: cell.language, syntax };
}

/** Who types would otherwise wait for every text that stood there meanwhile. */
function* unlessEdited<T>(document: TextDocument, version: number, work: Work<T>): Work<T | undefined> {
	while (document.version === version) {
		const { done, value } = work.next();
		if (done) { return value; }
		yield;
	}
	return undefined;
}

function view({ startLine, text, tree, starts, shift, language, syntax }: Parsed): Code {
	return {
		text, tree, language, syntax,
		offsetAt: ({ line, character }) => {
			if (line < startLine) { return 0; }
			const start = starts[line - startLine] ?? text.length;
			const end = (starts[line - startLine + 1] ?? text.length + 1) - 1;
			return Math.min(end, Math.max(start, start + character - shift));
		},
		positionAt: offset => {
			const line = Math.max(0, lineOf(starts, offset));
			return new Position(startLine + line, offset - starts[line]! + shift);
		},
	};
}
