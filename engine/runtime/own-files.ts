/**
 * The files that a run makes or changes: in memory, over the folder that it reads and where it has one, so that a program
 * finds what it wrote and the host's folder stays as it is. What is there at the end is told to who started the run.
 *
 * As in Linux's overlayfs: a file of the host's is copied when it is first changed, one that is removed leaves a mark, and
 * what can't be copied in one go isn't renamed (EXDEV; Python's `shutil.move` goes another way then). MEMFS keeps what is in memory.
 */
import type { Rows } from '../trace/frame.ts';
import { ERRNO, type Changes, type EmscriptenFs, type FsNode, type HostFolder } from './host-folder.ts';

/** Of all files in memory together; more is "No space left on device". */
const MOST_BYTES = 2 ** 30;

/** Folders of the interpreter's own where programs write: that where they run without a folder, and that of `tempfile`. */
const HOME = '/home/pyodide', FOLDERS = [HOME, '/tmp'];

/** `path`: as Python names it. */
interface Found { readonly path: string; readonly contents: Uint8Array }

export class OwnFiles {
	readonly #fs: EmscriptenFs;
	/** Folders of the host's that were looked into, whose `contents` lie over them, and the names in them that are gone. */
	readonly #gone = new Map<FsNode, Set<string>>();
	/** At least as much as is held: what was removed is found out when there is no room left. */
	#held = 0;

	constructor(FS: EmscriptenFs) {
		this.#fs = FS;
		const { node, stream } = FS.filesystems.MEMFS.ops_table.file, { setattr } = node, { write } = stream;
		node.setattr = (file, attributes) => {
			this.#grow(file, attributes.size ?? 0);
			setattr(file, attributes);
		};
		stream.write = (stream, buffer, offset, length, position, canOwn) => {
			this.#grow(stream.node, position + length);
			return write(stream, buffer, offset, length, position, canOwn);
		};
	}

	/** Takes the changes of a folder of the host's. */
	over(host: HostFolder): Changes {
		const FS = this.#fs, { node_ops: memory, ops_table: { file } } = FS.filesystems.MEMFS, gone = this.#gone;
		/** Makes a file of the host's one in memory, with its bytes or none. */
		const copy = (node: FsNode, isWhole: boolean): void => {
			if (isWhole) this.#take(host.size(node));
			const contents = isWhole ? host.contents(node) : new Uint8Array(0), now = Date.now();
			Object.assign(node, { node_ops: file.node, stream_ops: file.stream, contents, usedBytes: contents.length, atime: now, mtime: now, ctime: now });
			entriesOf(node.parent)[node.name] = node;
		};
		const remove = (folder: FsNode, name: string): void => {
			memory.unlink(folder, name);
			if (host.has(folder, name)) gone.get(folder)!.add(name);
		};
		return {
			addFolder(folder) {
				folder.contents = Object.create(null) as Record<string, FsNode>;
				gone.set(folder, new Set());
			},
			isGone: (folder, name) => gone.get(folder)!.has(name),
			names: (folder, names) => [...new Set([...names.filter((name) => !gone.get(folder)!.has(name)), ...Object.keys(folder.contents)])],
			openToWrite(stream) {
				copy(stream.node, true);
				stream.stream_ops = stream.node.stream_ops;
			},
			setattr(node, attributes) {
				// The host's folders keep their times and modes.
				if (gone.has(node)) return;
				if (node.node_ops !== file.node) copy(node, attributes.size !== 0);
				file.node.setattr(node, attributes);
			},
			mknod: memory.mknod,
			symlink: memory.symlink,
			unlink: remove,
			rmdir(parent, name) {
				if (FS.readdir(FS.getPath(FS.lookupNode(parent, name))).length > 2) throw new FS.ErrnoError(ERRNO.ENOTEMPTY);
				remove(parent, name);
			},
			rename(node, folder, name) {
				if (node.node_ops === node.parent.node_ops) {
					if (!FS.isFile(node.mode)) throw new FS.ErrnoError(ERRNO.EXDEV);
					copy(node, true);
				}
				const { parent, name: before } = node;
				memory.rename(node, folder, name);
				if (host.has(parent, before)) gone.get(parent)!.add(before);
			},
		};
	}

	/** All that there are, in the order of their paths. */
	list(): Found[] {
		const FS = this.#fs, found: Found[] = [];
		const roots = [...this.#gone.keys(), ...FOLDERS.map((path) => FS.lookupPath(path).node)];
		for (const node of this.#filesIn(roots)) found.push({ path: FS.getPath(node), contents: (node.contents as Uint8Array).subarray(0, node.usedBytes) });
		return found.sort((a, b) => a.path < b.path ? -1 : 1);
	}

	*#filesIn(folders: readonly FsNode[]): Generator<FsNode> {
		for (const folder of folders) {
			for (const node of Object.values(entriesOf(folder))) {
				if (this.#fs.isDir(node.mode)) yield* this.#filesIn([node]);
				else if (this.#fs.isFile(node.mode)) yield node;
			}
		}
	}

	#grow(node: FsNode, size: number): void {
		if (size > node.usedBytes) this.#take(size - node.usedBytes);
	}

	/** Throws ENOSPC where so many bytes more are too many. */
	#take(bytes: number): void {
		if (this.#held + bytes > MOST_BYTES) {
			this.#held = 0;
			for (const { usedBytes } of this.#filesIn([this.#fs.root, ...this.#gone.keys()])) this.#held += usedBytes;
			if (this.#held + bytes > MOST_BYTES) throw new this.#fs.ErrnoError(ERRNO.ENOSPC);
		}
		this.#held += bytes;
	}
}

function entriesOf(folder: FsNode): Record<string, FsNode> {
	return folder.contents as Record<string, FsNode>;
}

/** For each a frame's rows; `most` of their bytes are told. `folder`: where the program ran. */
export function* ownFileRows(files: readonly Found[], folder: string | undefined, most: number): Generator<Rows> {
	const encoder = new TextEncoder(), base = `${folder ?? HOME}/`;
	let left = most;
	for (const { path, contents } of files) {
		const isKept = contents.length <= left;
		if (isKept) left -= contents.length;
		yield { file: { path: [encoder.encode(path.startsWith(base) ? path.slice(base.length) : path)], nbytes: [contents.length], bytes: [isKept ? contents : new Uint8Array(0)] } };
	}
}
