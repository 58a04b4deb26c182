/** Shows where something that the panel draws stands in the code, through the edits made since the run. */
import { Range, Selection, TextEditorRevealType, Uri, ViewColumn, window, workspace } from 'vscode';
import type { Origin } from '../engine/slice/slice.ts';
import type { Run } from './run.ts';

export async function revealOrigin(origin: Origin, run: Run | undefined): Promise<void> {
	const isOwn = run !== undefined && origin.uri === run.request.uri;
	const uri = isOwn ? run.uri : Uri.parse(origin.uri, true);
	// A trace may come from another machine, and a message from the page: only a document of the workspace is opened.
	const known = workspace.textDocuments.some(document => document.uri.toString() === uri.toString());
	if (!known && !workspace.getWorkspaceFolder(uri)) { return; }
	const line = (isOwn ? run.lines.current(origin.line - 1) : undefined) ?? origin.line - 1;
	const document = await workspace.openTextDocument(uri);
	const shift = line - (origin.line - 1);
	const range = document.validateRange(origin.range
		? new Range(origin.range.start.line + shift, origin.range.start.character, origin.range.end.line + shift, origin.range.end.character)
		: new Range(line, 0, line, 1_000_000));
	const shown = window.visibleTextEditors.find(editor => editor.document === document);
	const editor = await window.showTextDocument(document, { viewColumn: shown?.viewColumn ?? ViewColumn.One, preserveFocus: true });
	editor.selection = new Selection(range.start, range.end);
	editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
}
