/** Decorations of an editor, without a message to the window where there were none and are none: most changes of a run show nothing of most kinds. */
import type { DecorationOptions, Range, TextEditor, TextEditorDecorationType } from 'vscode';

const decorated = new WeakMap<TextEditor, Set<TextEditorDecorationType>>();

export function decorate(editor: TextEditor, type: TextEditorDecorationType, shown: readonly Range[] | readonly DecorationOptions[]): void {
	let types = decorated.get(editor);
	if (shown.length === 0 && types?.has(type) !== true) { return; }
	if (!types) { decorated.set(editor, types = new Set()); }
	if (shown.length > 0) { types.add(type); } else { types.delete(type); }
	editor.setDecorations(type, shown);
}
