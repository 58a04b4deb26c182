/** A picture or the values of a tensor, as the panel made them, in a file that the user names. */
import path from 'node:path';
import { l10n, Uri, window, workspace } from 'vscode';
import { reasonOf, writeSafely } from '../writeSafely.ts';

/** How long the status bar says that it is saved. */
const SAVED_SHOWN = 5000;

/** `beside`: what is shown; undefined: it is no file. */
export async function saveFile(suggested: string, bytes: Uint8Array, beside: Uri | undefined): Promise<void> {
	const folder = beside ? Uri.joinPath(beside, '..') : workspace.workspaceFolders?.[0]?.uri;
	const ending = path.posix.extname(suggested).slice(1);
	const chosen = await window.showSaveDialog({ ...(folder && { defaultUri: Uri.joinPath(folder, suggested) }), filters: { [ending.toUpperCase()]: [ending] } });
	if (!chosen) { return; }
	const name = path.posix.basename(chosen.path);
	try {
		await writeSafely(chosen, [bytes]);
		window.setStatusBarMessage(l10n.t('{0} saved', name), SAVED_SHOWN);
	} catch (error) {
		void window.showErrorMessage(l10n.t('{0} was not saved: {1}', name, reasonOf(error)));
	}
}
