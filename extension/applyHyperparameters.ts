/** Writes hyperparameters into the call that makes an optimizer, as one edit that can be undone; what has no such call gets them on the clipboard. */
import { env, l10n, Range, type Uri, window, workspace, WorkspaceEdit } from 'vscode';
import type { HyperparameterValues } from '../engine/slice/hyperparameters.ts';
import { hyperparameterEdits, optimizerCalls, pythonOf } from './optimizerCalls.ts';
import { codeIn } from './pythonAt.ts';
import type { Run } from './run.ts';

/** @param place which of the optimizers of that type that the run's code makes, in its order; where it makes one alone, that. */
export async function applyHyperparameters(run: Run, type: string, place: number, values: HyperparameterValues): Promise<void> {
	const { uri } = run, document = await workspace.openTextDocument(uri);
	const pieces = await codeIn(document, new Range(0, 0, document.lineCount, 0));
	const calls = pieces.flatMap(code => optimizerCalls(code.tree, code.text, type).map(call => ({ code, call })));
	const own = calls.filter(({ code, call }) => run.covers(code.positionAt(call.from).line));
	const found = calls.length === 1 ? calls[0] : own.length === 1 ? own[0] : own[place];
	if (!found) {
		await env.clipboard.writeText(Object.entries(values).map(([name, value]) => `${name}=${pythonOf(value)}`).join(', '));
		void window.showInformationMessage(l10n.t('No call of {0} was found in the code; its new arguments are on the clipboard.', type));
		return;
	}
	const { code, call } = found;
	const edit = new WorkspaceEdit();
	for (const { from, to, text } of hyperparameterEdits(call, code.text, values)) { edit.replace(uri, new Range(code.positionAt(from), code.positionAt(to)), text); }
	await workspace.applyEdit(edit);
	await window.showTextDocument(document, { selection: new Range(code.positionAt(call.from), code.positionAt(call.from)), preserveFocus: false, ...columnOf(uri) });
}

/** The column in which the document is, so that it doesn't take the panel's place. */
function columnOf(uri: Uri): { readonly viewColumn: number } | undefined {
	const editor = window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
	return editor?.viewColumn === undefined ? undefined : { viewColumn: editor.viewColumn };
}
