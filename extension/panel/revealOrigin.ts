/** Shows where something that the panel draws stands in the code, through the edits made since the run. */
import { Range, Selection, type TextDocument, TextEditorRevealType, Uri, ViewColumn, window, workspace } from 'vscode';
import type { Origin } from '../../engine/slice/slice.ts';
import type { Run } from '../run/run.ts';

export async function revealOrigin(origin: Origin, run: Run | undefined): Promise<void> {
	const isOwn = run !== undefined && origin.uri === run.request.uri;
	const uri = isOwn ? run.uri : Uri.parse(origin.uri, true);
	// A trace may come from another machine, and a message from the page: only a document of the workspace is opened.
	const known = workspace.textDocuments.some(document => document.uri.toString() === uri.toString());
	if (!known && !workspace.getWorkspaceFolder(uri)) { return; }
	const line = (isOwn ? run.lines.current(origin.line - 1) : undefined) ?? origin.line - 1;
	await show(await workspace.openTextDocument(uri), origin, line, ViewColumn.One);
}

/** Shows it in a document that holds the text as it ran, beside the editor that asks. */
export async function showOrigin(uri: Uri, origin: Origin, takeFocus: boolean): Promise<void> {
	await show(await workspace.openTextDocument(uri), origin, origin.line - 1, ViewColumn.Beside, takeFocus);
}

/** @param line zero-based, where the origin's line stands now. */
async function show(document: TextDocument, origin: Origin, line: number, otherwise: ViewColumn, takeFocus = false): Promise<void> {
	const shift = line - (origin.line - 1);
	const range = document.validateRange(origin.range
		? new Range(origin.range.start.line + shift, origin.range.start.character, origin.range.end.line + shift, origin.range.end.character)
		: new Range(line, 0, line, 1_000_000));
	const shown = window.visibleTextEditors.find(editor => editor.document === document);
	const editor = await window.showTextDocument(document, { viewColumn: shown?.viewColumn ?? otherwise, preserveFocus: !takeFocus });
	editor.selection = new Selection(range.start, range.end);
	editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
}
