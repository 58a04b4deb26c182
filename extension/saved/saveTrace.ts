/** *Save Trace*: a run's trace as a file, as `tensor-loupe --trace` writes it, with what was computed from it since. */
import path from 'node:path';
import { l10n, Uri, window, workspace } from 'vscode';
import { wholeLength } from '../run/recordedTrace.ts';
import type { Run } from '../run/run.ts';
import { reasonOf, writeSafely } from '../writeSafely.ts';

/** How long the status bar says that it is saved. */
const SAVED_SHOWN = 5000;

/** @param target undefined: the user is asked. */
export async function saveTrace(run: Run, target: Uri | undefined): Promise<void> {
	const chosen = target ?? await ask(run);
	if (!chosen) { return; }
	const name = path.posix.basename(chosen.path);
	try {
		await writeSafely(chosen, wholeFrames(run));
		window.setStatusBarMessage(l10n.t('{0} saved', name), SAVED_SHOWN);
	} catch (error) {
		void window.showErrorMessage(l10n.t('The trace was not saved as {0}: {1}', name, reasonOf(error)));
	}
}

async function ask(run: Run): Promise<Uri | undefined> {
	const defaultUri = suggestion(run);
	return window.showSaveDialog({ ...(defaultUri && { defaultUri }), filters: { [l10n.t('Tensor Loupe Trace')]: ['loupe'] }, title: l10n.t('Save Trace') });
}

/** Named after the document, and beside it where it is a file. */
function suggestion({ uri, file, request }: Run): Uri | undefined {
	const name = `${path.posix.basename(request.name).replace(/\.\w+$/, '')}.loupe`;
	const beside = file ?? (uri.scheme === 'untitled' ? undefined : uri);
	const folder = beside ? Uri.joinPath(beside, '..') : workspace.workspaceFolders?.[0]?.uri;
	return folder && Uri.joinPath(folder, name);
}

/** A program that is still running may have sent half of a frame. */
async function* wholeFrames({ trace, bytes }: Run): AsyncGenerator<Uint8Array> {
	let left = wholeLength(trace);
	for await (const part of bytes.read()) {
		yield part.subarray(0, left);
		left -= Math.min(left, part.length);
	}
}
