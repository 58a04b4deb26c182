/**
 * *Save Trace*: a run's trace as a file, as `tensor-loupe --trace` writes it, with what was computed from it since.
 * Written beside its place and then put there, so that a write that fails leaves what was there before.
 */
import { constants, promises as fs } from 'node:fs';
import path from 'node:path';
import { l10n, Uri, window, workspace } from 'vscode';
import { wholeLength } from './recordedTrace.ts';
import type { Run } from './run.ts';

/** How long the status bar says that it is saved. */
const SAVED_SHOWN = 5000;

/** @param target undefined: the user is asked. */
export async function saveTrace(run: Run, target: Uri | undefined): Promise<void> {
	const chosen = target ?? await ask(run);
	if (!chosen) { return; }
	const name = path.posix.basename(chosen.path);
	try {
		await (chosen.scheme === 'file' ? writeFile(chosen.fsPath, run) : writeElsewhere(chosen, run));
		window.setStatusBarMessage(l10n.t('{0} saved', name), SAVED_SHOWN);
	} catch (error) {
		void window.showErrorMessage(l10n.t('The trace was not saved as {0}: {1}', name, reason(error)));
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

async function writeFile(name: string, run: Run): Promise<void> {
	// Through a link to the file itself; a name that is free is its own.
	const place = await fs.realpath(name).catch(() => name);
	// Putting another file in the place of one needs no permission to write it.
	await fs.access(place, constants.W_OK).catch((error: NodeJS.ErrnoException) => { if (error.code !== 'ENOENT') { throw error; } });
	const beside = `${place}.${process.pid}-${Date.now()}.tmp`;
	try {
		const file = await fs.open(beside, 'wx');
		try {
			for await (const bytes of wholeFrames(run)) { await file.writeFile(bytes); }
			await file.sync();
		} finally {
			await file.close();
		}
		await fs.rename(beside, place);
	} catch (error) {
		await fs.rm(beside, { force: true }).catch(() => undefined);
		throw error;
	}
}

/** A file system of an extension's takes a file as one. */
async function writeElsewhere(target: Uri, run: Run): Promise<void> {
	const beside = target.with({ path: `${target.path}.${Date.now()}.tmp` });
	try {
		const parts: Uint8Array[] = [];
		for await (const part of wholeFrames(run)) { parts.push(part); }
		await workspace.fs.writeFile(beside, Buffer.concat(parts));
		await workspace.fs.rename(beside, target, { overwrite: true });
	} catch (error) {
		await Promise.resolve(workspace.fs.delete(beside)).catch(() => undefined);
		throw error;
	}
}

/** A program that is still running may have sent half of a frame. */
async function* wholeFrames({ trace, bytes }: Run): AsyncGenerator<Uint8Array> {
	let left = wholeLength(trace);
	for await (const part of bytes.read()) {
		yield part.subarray(0, left);
		left -= Math.min(left, part.length);
	}
}

function reason(error: unknown): string {
	switch (error instanceof Error && 'code' in error ? error.code : undefined) {
		case 'ENOSPC': case 'EDQUOT': return l10n.t('there is no space left on the device.');
		case 'EROFS': return l10n.t('the file system is read-only.');
		case 'EACCES': case 'EPERM': case 'NoPermissions': return l10n.t('it may not be written there.');
		case 'ENOENT': case 'ENOTDIR': case 'FileNotFound': return l10n.t('its folder does not exist.');
		case 'ESTALE': return l10n.t('the file that it was opened from has changed or gone.');
		case 'EISDIR': case 'FileIsADirectory': return l10n.t('there is a folder of that name.');
		default: return error instanceof Error ? error.message : String(error);
	}
}
