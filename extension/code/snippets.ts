/** What can be run in a document, and the request that runs it: the snippets of its text, with the editor's settings. */
import type { Uri } from 'vscode';
import { l10n, type Selection, type TextDocument, workspace } from 'vscode';
import type { RunRequest } from '../../engine/runtime/protocol.ts';
import { findRunnables, joinSnippets, selectionSnippet, type Expectation, type Language, type Runnable, type Snippet } from '../../engine/snippet/snippet.ts';
import { recordOptions } from '../settings.ts';

/** A request to the runtime, and the pasted output that its result is compared with. */
export interface Asked { readonly request: RunRequest; readonly expectations: readonly Expectation[] }

const cache = new WeakMap<TextDocument, { readonly version: number; readonly runnables: readonly Runnable[] }>();

export function runnablesOf(document: TextDocument): readonly Runnable[] {
	const known = cache.get(document);
	if (known?.version === document.version) { return known.runnables; }
	const runnables = findRunnables(document.getText(), languageOf(document));
	cache.set(document, { version: document.version, runnables });
	return runnables;
}

/** Some of the document's Python code imports torch or numpy. */
export function usesTensors(document: TextDocument): boolean {
	return runnablesOf(document).some(({ snippet }) => snippet.cells.some(({ text }) => /^[^\S\n]*(import|from)[^\S\n]+(.*,[^\S\n]*)?(torch|numpy)\b/m.test(text)));
}

/** All of a document: a Python file, or a Markdown document's fences in one namespace. */
export function fileRequest(document: TextDocument): Asked | undefined {
	const runnables = runnablesOf(document);
	const file = runnables.filter(({ kind }) => kind !== 'cell');
	return ask(document, joinSnippets(file.map(({ snippet }) => snippet), languageOf(document)));
}

/** The cell or fence at a line (zero-based); a Python file without cells is one cell. */
export function cellRequest(document: TextDocument, line: number): Asked | undefined {
	const runnable = runnableAt(document, line);
	return runnable && ask(document, runnable.snippet);
}

/** The cell or fence at a line and everything before it, in one namespace. */
export function aboveRequest(document: TextDocument, line: number): Asked | undefined {
	const runnable = runnableAt(document, line);
	const above = pieces(document).filter(({ startLine }) => runnable ? startLine <= runnable.startLine : startLine <= line + 1);
	return ask(document, joinSnippets(above.map(({ snippet }) => snippet), languageOf(document)));
}

/** The lines that a selection touches; an empty one is its line. */
export function selectionRequest(document: TextDocument, selection: Selection): Asked | undefined {
	// A selection of whole lines ends at the beginning of the next.
	const end = !selection.isSingleLine && selection.end.character === 0 ? selection.end.line - 1 : selection.end.line;
	return ask(document, selectionSnippet(document.getText(), languageOf(document), selection.start.line + 1, end + 1));
}

/** Cells or fences; the file itself where it has none. */
export function pieces(document: TextDocument): readonly Runnable[] {
	const all = runnablesOf(document);
	return all.length > 1 ? all.filter(({ kind }) => kind !== 'file') : all;
}

export function languageOf(document: TextDocument): Language {
	return document.languageId === 'markdown' ? 'markdown' : 'python';
}

function runnableAt(document: TextDocument, line: number): Runnable | undefined {
	return pieces(document).find(({ startLine, endLine }) => startLine <= line + 1 && line + 1 <= endLine);
}

function ask(document: TextDocument, { cells, expectations, customaryNames }: Snippet): Asked | undefined {
	if (cells.length === 0) { return undefined; }
	const { uri } = document;
	const folder = workspace.getWorkspaceFolder(uri)?.uri;
	const name = folder && uri.scheme === 'file' ? workspace.asRelativePath(uri, false) : nameOf(uri);
	return {
		request: {
			type: 'run', uri: uri.toString(), name, text: document.getText(), cells, argv: [name], customaryNames,
			folder: folder?.scheme === 'file' ? folder.fsPath : undefined,
			record: recordOptions(uri),
		},
		expectations,
	};
}

function nameOf(uri: Uri): string {
	return uri.path.slice(uri.path.lastIndexOf('/') + 1) || l10n.t('untitled');
}
