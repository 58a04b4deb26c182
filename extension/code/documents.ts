/** Which documents hold code that can be run, and whether they are seen in a plain editor. */
import { type DocumentSelector, TabInputText, TabInputTextDiff, type TextDocument, type Uri, window, workspace } from 'vscode';

/** Documents as the user writes them; not the read-only ones that show a past or a proposed state (git:, a review). */
const SCHEMES = ['file', 'untitled', 'vscode-vfs', 'vscode-remote'];

/** Documents that hold the text of a saved trace: they show its results, and are not run. */
export const SOURCE_SCHEME = 'loupe-source';

/** Documents that hold what ran earlier in this session, to be compared with. */
export const EARLIER_SCHEME = 'loupe-earlier';

const LANGUAGES = ['python', 'markdown', 'typescript', 'javascript'];

export const SELECTOR: DocumentSelector = LANGUAGES.flatMap(language => SCHEMES.map(scheme => ({ language, scheme })));

export const RESULTS_SELECTOR: DocumentSelector = LANGUAGES.flatMap(language => [...SCHEMES, SOURCE_SCHEME].map(scheme => ({ language, scheme })));

export function isRunnable(document: TextDocument): boolean {
	return LANGUAGES.includes(document.languageId) && SCHEMES.includes(document.uri.scheme);
}

/** Of TypeScript and JavaScript what doesn't name this is an ordinary file: known without a parser. */
export function isOrdinaryScript(document: TextDocument): boolean {
	return /^(typescript|javascript)$/.test(document.languageId) && !document.getText().includes('tensor-loupe');
}

export function canHaveResults(document: TextDocument): boolean {
	return isRunnable(document) || (LANGUAGES.includes(document.languageId) && document.uri.scheme === SOURCE_SCHEME);
}

/** undefined: VS Code has none with this URI now. */
export function openDocument(uri: Uri): TextDocument | undefined {
	const key = uri.toString();
	return workspace.textDocuments.find(document => document.uri.toString() === key);
}

/** The document is open, and in diff editors only. */
export function isOnlyInDiff(uri: Uri): boolean {
	const inputs = tabInputs();
	return !inputs.some(input => input instanceof TabInputText && isSame(input.uri, uri)) && inputs.some(input => shows(input, uri));
}

/** Some tab shows the document. */
export function isInTab(uri: Uri): boolean {
	return tabInputs().some(input => shows(input, uri));
}

/** @param input that of a tab, which may be closed already. */
export function shows(input: unknown, uri: Uri): boolean {
	return input instanceof TabInputText ? isSame(input.uri, uri) : input instanceof TabInputTextDiff && (isSame(input.modified, uri) || isSame(input.original, uri));
}

/** The tab before the user shows the document as a preview: the next document that is opened takes its place. */
export function isActivePreview(uri: Uri): boolean {
	const tab = window.tabGroups.activeTabGroup.activeTab;
	return tab !== undefined && tab.isPreview && tab.input instanceof TabInputText && isSame(tab.input.uri, uri);
}

function tabInputs(): readonly unknown[] {
	return window.tabGroups.all.flatMap(group => group.tabs.map(({ input }) => input));
}

function isSame(a: Uri, b: Uri): boolean {
	return a.toString() === b.toString();
}
