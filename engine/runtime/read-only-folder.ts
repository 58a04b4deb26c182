/**
 * A folder of the host as a file system of Pyodide's: to be read, never written.
 *
 * Emscripten's NODEFS would do the reading, but it can write and it takes all of node's `fs`; this one takes the few
 * functions it is given, refuses every change with EROFS, and opens no file outside its root (links are followed
 * inside Pyodide's own tree, never by the host).
 */
import type * as NodeFs from 'node:fs';

/** The functions of node's `fs` that reading a folder needs. */
export type ReadFunctions = Pick<typeof NodeFs, 'openSync' | 'closeSync' | 'readSync' | 'lstatSync' | 'fstatSync' | 'readdirSync' | 'readlinkSync'>;

interface Attributes {
	readonly dev: number; readonly ino: number; readonly mode: number; readonly nlink: number; readonly uid: number; readonly gid: number; readonly rdev: number;
	readonly size: number; readonly atime: Date; readonly mtime: Date; readonly ctime: Date; readonly blksize: number; readonly blocks: number;
}

interface FsNode { id: number; name: string; mode: number; parent: FsNode; mount: { opts: { root: string } }; node_ops: unknown; stream_ops: unknown }
interface FsStream { node: FsNode; flags: number; position: number; nfd: number; shared: { refcount: number } }

/** What of Emscripten's `FS` is used; it has no types of its own. */
export interface EmscriptenFs {
	readonly ErrnoError: new (errno: number) => Error;
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
	filesystems: Record<string, unknown>;
}

// WASI's numbers, which Emscripten uses.
const ERRNO: Readonly<Record<string, number>> = {
	EACCES: 2, EBADF: 8, EINVAL: 28, EIO: 29, EISDIR: 31, ELOOP: 32, EMFILE: 33, ENAMETOOLONG: 37, ENFILE: 41, ENOENT: 44, ENOTDIR: 54, EPERM: 63, EROFS: 69,
	// The permission model's refusal looks to the program like any other.
	ERR_ACCESS_DENIED: 2,
};
const { EROFS, EINVAL, EIO } = ERRNO as Record<'EROFS' | 'EINVAL' | 'EIO', number>;
const ACCESS_MODE = 3;
const MUST_NOT_FOLLOW = 0o400000;

/** The file system type for `FS.mount(type, { root }, path)`. */
export function readOnlyFolder(FS: EmscriptenFs, fs: ReadFunctions): unknown {
	const separator = process.platform === 'win32' ? '\\' : '/';
	// O_NOFOLLOW: between a look and an open the host's tree can change.
	const openFlags = process.platform === 'win32' ? 'r' : process.platform === 'linux' ? MUST_NOT_FOLLOW : 'r';

	const attempt = <T>(read: () => T): T => {
		try {
			return read();
		} catch (error) {
			throw new FS.ErrnoError(ERRNO[(error as NodeJS.ErrnoException).code ?? ''] ?? EIO);
		}
	};
	// Modes keep their write bits: "Read-only file system" says more than "Permission denied".
	const refuse = (): never => {
		throw new FS.ErrnoError(EROFS);
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
		return node;
	};
	const nodeOps = {
		getattr: (node: FsNode) => attributes(node, attempt(() => fs.lstatSync(hostPath(node)))),
		lookup(parent: FsNode, name: string): FsNode {
			// A name is one step down; a separator of the host's inside it would be a way out.
			if (name === '..' || name.includes('/') || name.includes(separator)) throw new FS.ErrnoError(EINVAL);
			return create(parent, name, attempt(() => fs.lstatSync(hostPath(parent) + separator + name)).mode);
		},
		readdir: (node: FsNode) => ['.', '..', ...attempt(() => fs.readdirSync(hostPath(node)))],
		readlink: (node: FsNode) => attempt(() => fs.readlinkSync(hostPath(node))),
		setattr: refuse, mknod: refuse, rename: refuse, unlink: refuse, rmdir: refuse, symlink: refuse,
	};
	const streamOps = {
		getattr: (stream: FsStream) => attributes(stream.node, attempt(() => fs.fstatSync(stream.nfd))),
		setattr: refuse,
		open(stream: FsStream): void {
			if ((stream.flags & ACCESS_MODE) !== 0) refuse();
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
		write: refuse,
		llseek(stream: FsStream, offset: number, whence: number): number {
			const base = whence === 1 ? stream.position : whence === 2 ? attempt(() => fs.fstatSync(stream.nfd)).size : 0;
			if (base + offset < 0) throw new FS.ErrnoError(EINVAL);
			return base + offset;
		},
		msync: refuse,
	};
	return { mount: (mount: { opts: { root: string } }) => create(null, '/', attempt(() => fs.lstatSync(mount.opts.root)).mode) };
}
