/** Of files of TypeScript and JavaScript only those have our menus that import `tensor-loupe`: says of the active one whether it does. */
import { Disposable, type TextEditor, window, workspace } from 'vscode';
import { contextKeys } from '../contextKeys.ts';
import { isOrdinaryScript, isRunnable } from './documents.ts';
import { loadSnippets } from './parsers.ts';

/** Who types is not asked at each key, in milliseconds. */
const DELAY = 300;

export function followActiveScript(): Disposable {
	let timer: NodeJS.Timeout | undefined;
	const look = async (editor: TextEditor | undefined): Promise<void> => {
		const document = editor?.document;
		const isCandidate = document !== undefined && /^(typescript|javascript)$/.test(document.languageId) && isRunnable(document) && !isOrdinaryScript(document);
		// The parser of notes is not loaded for what has no use for it.
		const isScript = isCandidate && (await loadSnippets()).runnablesOf(document).length > 0;
		if (editor === window.activeTextEditor) { contextKeys.isScript(isScript); }
	};
	void look(window.activeTextEditor);
	return Disposable.from(
		new Disposable(() => clearTimeout(timer)),
		window.onDidChangeActiveTextEditor(editor => void look(editor)),
		workspace.onDidChangeTextDocument(({ document }) => {
			if (document !== window.activeTextEditor?.document) { return; }
			clearTimeout(timer);
			timer = setTimeout(() => void look(window.activeTextEditor), DELAY);
		}),
	);
}
