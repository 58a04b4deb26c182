/** Which documents hold code that can be run, and whether they are seen in a plain editor. */
import { type DocumentSelector, TabInputText, TabInputTextDiff, type TextDocument, type Uri, window } from 'vscode';

/** Documents as the user writes them; not the read-only ones that show a past or a proposed state (git:, a review). */
const SCHEMES = ['file', 'untitled', 'vscode-vfs', 'vscode-remote'];

export const SELECTOR: DocumentSelector = ['python', 'markdown'].flatMap(language => SCHEMES.map(scheme => ({ language, scheme })));

export function isRunnable(document: TextDocument): boolean {
	return (document.languageId === 'python' || document.languageId === 'markdown') && SCHEMES.includes(document.uri.scheme);
}

/** The document is open, and in diff editors only. */
export function isOnlyInDiff(uri: Uri): boolean {
	const inputs = tabInputs();
	return !inputs.some(input => input instanceof TabInputText && isSame(input.uri, uri)) && inputs.some(input => input instanceof TabInputTextDiff && (isSame(input.modified, uri) || isSame(input.original, uri)));
}

/** Some tab shows the document. */
export function isInTab(uri: Uri): boolean {
	return tabInputs().some(input => (input instanceof TabInputText && isSame(input.uri, uri)) || (input instanceof TabInputTextDiff && (isSame(input.modified, uri) || isSame(input.original, uri))));
}

function tabInputs(): readonly unknown[] {
	return window.tabGroups.all.flatMap(group => group.tabs.map(({ input }) => input));
}

function isSame(a: Uri, b: Uri): boolean {
	return a.toString() === b.toString();
}
