/** Of files of TypeScript and JavaScript only those have our menus that import `tensor-loupe`: says of the active one whether it does. */
import { Disposable, type TextEditor, window, workspace } from 'vscode';
import { contextKeys } from '../contextKeys.ts';
import { isRunnable } from './documents.ts';
import { loadSnippets } from './parsers.ts';

export function followActiveScript(): Disposable {
	const look = async (editor: TextEditor | undefined): Promise<void> => {
		const document = editor?.document;
		const isCandidate = document !== undefined && /^(typescript|javascript)$/.test(document.languageId) && isRunnable(document);
		// The parser of notes is not loaded for what has no use for it.
		const isScript = isCandidate && /\btensor-loupe\b/.test(document.getText()) && (await loadSnippets()).runnablesOf(document).length > 0;
		if (editor === window.activeTextEditor) { contextKeys.isScript(isScript); }
	};
	void look(window.activeTextEditor);
	return Disposable.from(
		window.onDidChangeActiveTextEditor(editor => void look(editor)),
		workspace.onDidChangeTextDocument(({ document }) => { if (document === window.activeTextEditor?.document) { void look(window.activeTextEditor); } }),
	);
}
