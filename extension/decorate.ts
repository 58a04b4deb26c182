/**
 * Decorations of an editor, without a message to the window where nothing of them changes: most changes of a run change
 * nothing of most kinds, and for each message the window draws its lines anew.
 */
import type { DecorationOptions, TextEditor, TextEditorDecorationType } from 'vscode';

/** As text, for each type that is shown. With the document's version: in one that is edited the window moves them. */
const decorated = new WeakMap<TextEditor, Map<TextEditorDecorationType, string>>();

export function decorate(editor: TextEditor, type: TextEditorDecorationType, shown: readonly DecorationOptions[]): void {
	let types = decorated.get(editor);
	if (!types) { decorated.set(editor, types = new Map()); }
	const text = shown.length === 0 ? undefined : `${editor.document.version} ${JSON.stringify(shown)}`;
	if (text === types.get(type)) { return; }
	if (text === undefined) { types.delete(type); } else { types.set(type, text); }
	editor.setDecorations(type, shown);
}
