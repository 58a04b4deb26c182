/**
 * A folder of the host as a file system of Pyodide's. The host's is only ever read: a change is refused, or made in a layer
 * of memory over it (own-files.ts).
 *
 * Emscripten's NODEFS would do the reading, but it can write and it takes all of node's `fs`; this one takes the few
 * functions it is given, and opens no file outside its root (links are followed inside Pyodide's own tree, never by the host).
 */
import type * as NodeFs from 'node:fs';

/** The functions of node's `fs` that reading a folder needs. */
export type ReadFunctions = Pick<typeof NodeFs, 'openSync' | 'closeSync' | 'readSync' | 'lstatSync' | 'fstatSync' | 'readdirSync' | 'readlinkSync'>;

interface Attributes {
	readonly dev: number; readonly ino: number; readonly mode: number; readonly nlink: number; readonly uid: number; readonly gid: number; readonly rdev: number;
	readonly size: number; readonly atime: Date; readonly mtime: Date; readonly ctime: Date; readonly blksize: number; readonly blocks: number;
}

/** A file, folder or link; the last three are MEMFS's. */
export interface FsNode {
	id: number; name: string; mode: number; parent: FsNode; mount: { opts: { root: string } }; node_ops: unknown; stream_ops: unknown;
	atime: number; mtime: number; ctime: number; contents: Record<string, FsNode> | Uint8Array; usedBytes: number; link: string;
}
export interface FsStream { node: FsNode; flags: number; position: number; nfd: number; shared: { refcount: number }; stream_ops: unknown }

/** What `FS.open` and its like ask of a file system to change a node. */
export interface NodeChanges {
	setattr(node: FsNode, attributes: { size?: number; mode?: number }): void;
	mknod(parent: FsNode, name: string, mode: number, device: number): FsNode;
	rename(node: FsNode, folder: FsNode, name: string): void;
	unlink(parent: FsNode, name: string): void;
	rmdir(parent: FsNode, name: string): void;
	symlink(parent: FsNode, name: string, target: string): FsNode;
}

/** Who takes what would change the host's folder. */
export interface Changes extends NodeChanges {
	/** A folder of the host's is there from here on. */
	addFolder(folder: FsNode): void;
	/** A name that the host has and the program has done away with. */
	isGone(folder: FsNode, name: string): boolean;
	/** The names that there are, of which the host has these. */
	names(folder: FsNode, host: readonly string[]): string[];
	/** A file of the host's is opened to be written. */
	openToWrite(stream: FsStream): void;
}

/** The host's side, for who makes changes elsewhere. */
export interface HostFolder {
	/** Whether the host has an entry of this name. */
	has(folder: FsNode, name: string): boolean;
	size(node: FsNode): number;
	contents(node: FsNode): Uint8Array;
}

/** What of Emscripten's `FS` is used; it has no types of its own. */
export interface EmscriptenFs {
	readonly ErrnoError: new (errno: number) => Error;
	lookupNode(parent: FsNode, name: string): FsNode;
	lookupPath(path: string): { node: FsNode };
	getPath(node: FsNode): string;
	readdir(path: string): string[];
	createNode(parent: FsNode | null, name: string, mode: number, rdev?: number): FsNode;
	isDir(mode: number): boolean;
	isFile(mode: number): boolean;
	isLink(mode: number): boolean;
	mkdirTree(path: string): void;
	mount(type: unknown, options: { root: string }, path: string): unknown;
	chdir(path: string): void;
	writeFile(path: string, data: string | Uint8Array): void;
	makedev(major: number, minor: number): number;
	registerDevice(device: number, operations: unknown): void;
	mkdev(path: string, device: number): void;
	unlink(path: string): void;
	open(path: string, flags: string | number): { fd: number };
	dupStream(stream: { fd: number }, fd: number): { fd: number };
	close(stream: { fd: number }): void;
	readonly root: FsNode;
	readonly filesystems: { readonly MEMFS: { readonly node_ops: NodeChanges; readonly ops_table: { readonly file: { readonly node: NodeChanges; readonly stream: { write: MemoryWrite } } } } };
}

export type MemoryWrite = (stream: FsStream, buffer: Int8Array, offset: number, length: number, position: number, canOwn?: boolean) => number;

// WASI's numbers, which Emscripten uses.
export const ERRNO = {
	EACCES: 2, EBADF: 8, EINVAL: 28, EIO: 29, EISDIR: 31, ELOOP: 32, EMFILE: 33, ENAMETOOLONG: 37, ENFILE: 41, ENOENT: 44, ENOSPC: 51, ENOTDIR: 54, ENOTEMPTY: 55, EPERM: 63, EROFS: 69, EXDEV: 75,
	// The permission model's refusal looks to the program like any other.
	ERR_ACCESS_DENIED: 2,
} as const satisfies Readonly<Record<string, number>>;
const { EROFS, EINVAL, EIO } = ERRNO;
const ACCESS_MODE = 3;
const MUST_NOT_FOLLOW = 0o400000;

/** Refuses with EROFS. Modes keep their write bits: "Read-only file system" says more than "Permission denied". */
export function readOnly(FS: EmscriptenFs): Changes {
	const refuse = (): never => {
		throw new FS.ErrnoError(EROFS);
	};
	return {
		addFolder: () => undefined, isGone: () => false, names: (_folder, host) => [...host],
		openToWrite: refuse, setattr: refuse, mknod: refuse, rename: refuse, unlink: refuse, rmdir: refuse, symlink: refuse,
	};
}

/** The file system type for `FS.mount(type, { root }, path)`. */
export function hostFolder(FS: EmscriptenFs, fs: ReadFunctions, changesOf: (host: HostFolder) => Changes): unknown {
	const separator = process.platform === 'win32' ? '\\' : '/';
	// O_NOFOLLOW: between a look and an open the host's tree can change.
	const openFlags = process.platform === 'win32' ? 'r' : process.platform === 'linux' ? MUST_NOT_FOLLOW : 'r';

	const attempt = <T>(read: () => T): T => {
		try {
			return read();
		} catch (error) {
			throw new FS.ErrnoError((ERRNO as Readonly<Record<string, number>>)[(error as NodeJS.ErrnoException).code ?? ''] ?? EIO);
		}
	};
	const hostPath = (node: FsNode): string => {
		const parts: string[] = [];
		for (; node.parent !== node; node = node.parent) parts.push(node.name);
		return [node.mount.opts.root, ...parts.reverse()].join(separator);
	};
	const attributes = (node: FsNode, stat: NodeFs.Stats): Attributes => ({
		dev: stat.dev, ino: node.id, mode: stat.mode, nlink: stat.nlink, uid: stat.uid, gid: stat.gid, rdev: stat.rdev, size: stat.size,
		atime: stat.atime, mtime: stat.mtime, ctime: stat.ctime, blksize: stat.blksize || 4096, blocks: stat.blocks || Math.ceil(stat.size / 512),
	});
	const create = (parent: FsNode | null, name: string, mode: number): FsNode => {
		if (!FS.isDir(mode) && !FS.isFile(mode) && !FS.isLink(mode)) throw new FS.ErrnoError(EINVAL);
		const node = FS.createNode(parent, name, mode);
		node.node_ops = nodeOps;
		node.stream_ops = streamOps;
		if (FS.isDir(mode)) changes.addFolder(node);
		return node;
	};
	const contents = (node: FsNode): Uint8Array => attempt(() => {
		const descriptor = fs.openSync(hostPath(node), openFlags);
		try {
			const bytes = new Uint8Array(fs.fstatSync(descriptor).size);
			let read = 0;
			for (let count = 1; read < bytes.length && count > 0; read += count) count = fs.readSync(descriptor, bytes, read, bytes.length - read, read);
			return bytes.subarray(0, read);
		} finally {
			fs.closeSync(descriptor);
		}
	});
	const changes = changesOf({
		has(folder, name) {
			try {
				fs.lstatSync(hostPath(folder) + separator + name);
				return true;
			} catch {
				return false;
			}
		},
		size: (node) => attempt(() => fs.lstatSync(hostPath(node))).size,
		contents,
	});
	const nodeOps = {
		getattr: (node: FsNode) => attributes(node, attempt(() => fs.lstatSync(hostPath(node)))),
		lookup(parent: FsNode, name: string): FsNode {
			// A name is one step down; a separator of the host's inside it would be a way out.
			if (name === '..' || name.includes('/') || name.includes(separator)) throw new FS.ErrnoError(EINVAL);
			if (changes.isGone(parent, name)) throw new FS.ErrnoError(ERRNO.ENOENT);
			return create(parent, name, attempt(() => fs.lstatSync(hostPath(parent) + separator + name)).mode);
		},
		readdir: (node: FsNode) => ['.', '..', ...changes.names(node, attempt(() => fs.readdirSync(hostPath(node))))],
		readlink: (node: FsNode) => attempt(() => fs.readlinkSync(hostPath(node))),
		setattr: changes.setattr, mknod: changes.mknod, rename: changes.rename, unlink: changes.unlink, rmdir: changes.rmdir, symlink: changes.symlink,
	};
	const streamOps = {
		getattr: (stream: FsStream) => attributes(stream.node, attempt(() => fs.fstatSync(stream.nfd))),
		setattr: (stream: FsStream, attributes: { size?: number; mode?: number }) => changes.setattr(stream.node, attributes),
		open(stream: FsStream): void {
			if ((stream.flags & ACCESS_MODE) !== 0) return changes.openToWrite(stream);
			stream.shared.refcount = 1;
			stream.nfd = attempt(() => fs.openSync(hostPath(stream.node), openFlags));
		},
		close(stream: FsStream): void {
			stream.shared.refcount -= 1;
			if (stream.shared.refcount === 0) attempt(() => fs.closeSync(stream.nfd));
		},
		dup(stream: FsStream): void {
			stream.shared.refcount += 1;
		},
		read: (stream: FsStream, buffer: Int8Array, offset: number, length: number, position: number) => attempt(() => fs.readSync(stream.nfd, buffer, offset, length, position)),
		llseek(stream: FsStream, offset: number, whence: number): number {
			const base = whence === 1 ? stream.position : whence === 2 ? attempt(() => fs.fstatSync(stream.nfd)).size : 0;
			if (base + offset < 0) throw new FS.ErrnoError(EINVAL);
			return base + offset;
		},
	};
	return { mount: (mount: { opts: { root: string } }) => create(null, '/', attempt(() => fs.lstatSync(mount.opts.root)).mode) };
}
