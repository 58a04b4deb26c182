/** The workspace folder inside the interpreter: at its own absolute path, with the run's own files over it. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunRequest } from './protocol.ts';
import { hostFolder, type EmscriptenFs } from './host-folder.ts';
import type { OwnFiles } from './own-files.ts';

/** Folders of the interpreter's own; a workspace there would hide or be hidden. */
const TAKEN = new Set(['/', '/lib', '/dev', '/proc', '/lib/python3.14', '/lib/tensor-loupe']);

/** `C:\notes` is `/c:/notes` inside; elsewhere a path is itself. */
export function insidePath(host: string): string {
	const inside = path.sep === '\\' ? `/${host.replaceAll('\\', '/')}` : host;
	return TAKEN.has(inside) ? '/workspace' : inside;
}

const contains = (folder: string, file: string): boolean => {
	const relative = path.relative(folder, file);
	return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative));
};

/** The folder of a document on disk, undefined for one that is nowhere. */
function folderOf(uri: string): string | undefined {
	try {
		return path.dirname(fileURLToPath(uri));
	} catch {
		return undefined;
	}
}

export interface Mounted {
	/** Paths inside the interpreter; undefined: no files. */
	readonly folder: string | undefined;
	/** Where sibling modules are. */
	readonly scriptFolder: string | undefined;
}

/**
 * Returns what mounts a request's folder, which must lie in one of `folders` (those that the process was started for).
 * Throws a sentence where the folder can't be read.
 */
export function mountWorkspace(FS: EmscriptenFs, folders: readonly string[], ownFiles: OwnFiles): (request: RunRequest) => Mounted {
	const type = hostFolder(FS, { ...fs }, (host) => ownFiles.over(host));
	const { statSync } = fs;
	return ({ folder, uri }) => {
		if (folder === undefined) return { folder: undefined, scriptFolder: undefined };
		const root = folders.find((each) => contains(each, folder));
		if (root === undefined) throw new Error(`The folder ${folder} is not one that this runtime may read.`);
		if (statSync(root, { throwIfNoEntry: false })?.isDirectory() !== true) throw new Error(`The folder ${root} is not there any more.`);
		const inside = insidePath(root);
		FS.mkdirTree(inside);
		FS.mount(type, { root }, inside);
		const below = (host: string): string => [inside, ...path.relative(root, host).split(path.sep).filter((part) => part !== '')].join('/');
		const script = folderOf(uri);
		return { folder: below(folder), scriptFolder: script !== undefined && contains(root, script) ? below(script) : below(folder) };
	};
}
