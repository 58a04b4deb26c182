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
	const key = uri.toString();
	let inDiff = false;
	for (const group of window.tabGroups.all) {
		for (const { input } of group.tabs) {
			if (input instanceof TabInputText && input.uri.toString() === key) { return false; }
			if (input instanceof TabInputTextDiff && (input.modified.toString() === key || input.original.toString() === key)) { inDiff = true; }
		}
	}
	return inDiff;
}
