/** Writes hyperparameters into the call that makes an optimizer, as one edit that can be undone; what has no such call gets them on the clipboard. */
import { env, l10n, Range, ViewColumn, window, workspace, WorkspaceEdit } from 'vscode';
import type { HyperparameterValues } from '../../engine/slice/hyperparameters.ts';
import { hyperparameterEdits, optimizerCalls, pythonOf } from '../code/optimizerCalls.ts';
import { codeIn } from '../code/codeAt.ts';
import type { Run } from '../run/run.ts';

/** Which of the run's optimizers of that type it is, as they were made. */
export interface Made { readonly type: string; readonly place: number; readonly count: number }

export async function applyHyperparameters(run: Pick<Run, 'uri' | 'lines' | 'covers'>, { type, place, count }: Made, values: HyperparameterValues): Promise<void> {
	const { uri } = run, document = await workspace.openTextDocument(uri);
	const pieces = (await codeIn(document, new Range(0, 0, document.lineCount, 0))).filter(({ language }) => language === undefined);
	const calls = pieces.flatMap(code => optimizerCalls(code.tree, code.text, type).map(call => ({ code, call })));
	const own = calls.filter(({ code, call }) => {
		const { line } = code.positionAt(call.from), ran = run.lines.ran(line, document.lineAt(line).text);
		return ran !== undefined && run.covers(ran);
	});
	// One call may make several, in a loop, or not have been come to: then it isn't known which made this one.
	const found = own.length === count ? own[place] : undefined;
	const edits = found && hyperparameterEdits(found.call, found.code.text, type, values);
	if (!found || !edits) {
		await env.clipboard.writeText(Object.entries(values).map(([name, value]) => `${name}=${pythonOf(value)}`).join(', '));
		void window.showInformationMessage(l10n.t('It isn’t plain which call of {0} in the code this is; its new arguments are on the clipboard.', type));
		return;
	}
	const { code, call } = found;
	const edit = new WorkspaceEdit();
	for (const { from, to, text } of edits) { edit.replace(uri, new Range(code.positionAt(from), code.positionAt(to)), text); }
	await workspace.applyEdit(edit);
	const editor = window.visibleTextEditors.find(each => each.document === document);
	await window.showTextDocument(document, { viewColumn: editor?.viewColumn ?? ViewColumn.One, selection: new Range(code.positionAt(call.from), code.positionAt(call.from)) });
}
