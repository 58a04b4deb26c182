/** Writes a file beside its place and then puts it there, so that a write that fails leaves what was there before. */
import { constants, promises as fs } from 'node:fs';
import { l10n, type Uri, workspace } from 'vscode';

type Parts = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Rejects where it can't be written; `reasonOf` has the words. */
export function writeSafely(target: Uri, parts: Parts): Promise<void> {
	return target.scheme === 'file' ? writeFile(target.fsPath, parts) : writeElsewhere(target, parts);
}

async function writeFile(name: string, parts: Parts): Promise<void> {
	// Through a link to the file itself; a name that is free is its own.
	const place = await fs.realpath(name).catch(() => name);
	// Putting another file in the place of one needs no permission to write it.
	await fs.access(place, constants.W_OK).catch((error: NodeJS.ErrnoException) => { if (error.code !== 'ENOENT') { throw error; } });
	const beside = `${place}.${process.pid}-${Date.now()}.tmp`;
	try {
		const file = await fs.open(beside, 'wx');
		try {
			for await (const bytes of parts) { await file.writeFile(bytes); }
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
async function writeElsewhere(target: Uri, parts: Parts): Promise<void> {
	const beside = target.with({ path: `${target.path}.${Date.now()}.tmp` });
	try {
		const whole: Uint8Array[] = [];
		for await (const part of parts) { whole.push(part); }
		await workspace.fs.writeFile(beside, Buffer.concat(whole));
		await workspace.fs.rename(beside, target, { overwrite: true });
	} catch (error) {
		await Promise.resolve(workspace.fs.delete(beside)).catch(() => undefined);
		throw error;
	}
}

/** A sentence about what was thrown. */
export function reasonOf(error: unknown): string {
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
