/** What can be run in a document, and the request that runs it: the snippets of its text, with the editor's settings. */
import type { Uri } from 'vscode';
import { l10n, type Selection, type TextDocument, workspace } from 'vscode';
import type { RunRequest } from '../../engine/runtime/protocol.ts';
import { familyOf, findRunnables, joinSnippets, ofFamily, selectionSnippet, usesLoupe, type Expectation, type Family, type Language, type Runnable, type Snippet } from '../../engine/snippet/snippet.ts';
import { recordOptions } from '../settings.ts';

/** A request to the runtime, and the pasted output that its result is compared with. */
export interface Asked { readonly request: RunRequest; readonly expectations: readonly Expectation[] }

const cache = new WeakMap<TextDocument, { readonly version: number; readonly runnables: readonly Runnable[] }>();

export function runnablesOf(document: TextDocument): readonly Runnable[] {
	const known = cache.get(document);
	if (known?.version === document.version) { return known.runnables; }
	const text = document.getText(), language = languageOf(document), isNote = language === 'markdown';
	// An ordinary file of TypeScript is not even looked through.
	const found = language === 'python' || isNote || usesLoupe(text, false) ? findRunnables(text, language) : [];
	const isMeant = !isNote || found.some(({ snippet: { cells } }) => cells.some(cell => cell.language !== undefined && usesLoupe(cell.text, true)));
	const runnables = isMeant ? found : found.filter(({ snippet }) => familyOf(snippet) === 'python');
	cache.set(document, { version: document.version, runnables });
	return runnables;
}

/** Some of the document's code has to do with tensors: Python that imports torch or numpy, and what of TypeScript and JavaScript is shown at all. */
export function usesTensors(document: TextDocument): boolean {
	return usesPython(document) || runnablesOf(document).some(({ snippet }) => familyOf(snippet) === 'javascript');
}

/** Some of the document's Python code imports torch or numpy. */
export function usesPython(document: TextDocument): boolean {
	return runnablesOf(document).some(({ snippet }) => familyOf(snippet) === 'python' && snippet.cells.some(({ text }) => /^[^\S\n]*(import|from)[^\S\n]+(.*,[^\S\n]*)?(torch|numpy)\b/m.test(text)));
}

/** All of a document: a file of code, or a Markdown document's fences in one namespace, of the family of the first. */
export function fileRequest(document: TextDocument): Asked | undefined {
	const file = runnablesOf(document).filter(({ kind }) => kind !== 'cell');
	return ask(document, joined(document, file, file[0]));
}

/** The cell or fence at a line (zero-based); a Python file without cells is one cell. */
export function cellRequest(document: TextDocument, line: number): Asked | undefined {
	const runnable = runnableAt(document, line);
	return runnable && ask(document, runnable.snippet);
}

/** The cell or fence at a line and everything before it that can be run with it, in one namespace. */
export function aboveRequest(document: TextDocument, line: number): Asked | undefined {
	const runnable = runnableAt(document, line);
	const above = pieces(document).filter(({ startLine }) => runnable ? startLine <= runnable.startLine : startLine <= line + 1);
	return ask(document, joined(document, above, runnable ?? above.at(-1)));
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
	const { languageId } = document;
	return languageId === 'markdown' || languageId === 'typescript' || languageId === 'javascript' ? languageId : 'python';
}

/** Those that can be run with one of them. */
function joined(document: TextDocument, runnables: readonly Runnable[], one: Runnable | undefined): Snippet {
	const family: Family = one ? familyOf(one.snippet) : 'python';
	return joinSnippets(ofFamily(runnables.map(({ snippet }) => snippet), family), languageOf(document));
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
