/**
 * The way of the trace out of the process: a device whose write returns when the bytes are in the pipe.
 *
 * A message to the host would wait in a queue until Python gives the thread back, and be lost when the process is
 * killed; a synchronous write is neither, and a slow reader slows the program instead of filling memory.
 */
import fs from 'node:fs';
import type { EmscriptenFs } from './host-folder.ts';

const RETRY_MILLISECONDS = 0.25;
const DEVICE_MAJOR = 112;
/** Emscripten has 4096. */
const LAST_DESCRIPTOR = 4095;

/** Takes pieces that follow each other, and returns when all of them are written. */
export type WriteAll = (...pieces: readonly Uint8Array[]) => void;

/** Writes to a descriptor; `exit` is called when nobody reads any more. */
export function blockingWriter(descriptor: number, exit: () => never): WriteAll {
	const { writevSync } = fs;
	const never = new Int32Array(new SharedArrayBuffer(4));
	return (...pieces) => {
		for (let left = pieces; left.length > 0;) {
			try {
				left = after(left, writevSync(descriptor, left));
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') exit();
				Atomics.wait(never, 0, 0, RETRY_MILLISECONDS);
			}
		}
	};
}

/** What is left of the pieces after so many bytes. */
function after(pieces: readonly Uint8Array[], count: number): readonly Uint8Array[] {
	let first = 0;
	while (first < pieces.length && count >= pieces[first]!.length) count -= pieces[first++]!.length;
	return count === 0 ? pieces.slice(first) : [pieces[first]!.subarray(count), ...pieces.slice(first + 1)];
}

/** Makes a device inside Pyodide that hands what is written to it on, and returns a descriptor of Python's for it. */
export function openDevice(FS: EmscriptenFs, minor: number, name: string, write: WriteAll): number {
	const device = FS.makedev(DEVICE_MAJOR, minor);
	FS.registerDevice(device, {
		open: (stream: { seekable: boolean }) => { stream.seekable = false; },
		read: () => 0,
		write: (_stream: unknown, { buffer, byteOffset }: Int8Array, offset: number, length: number) => {
			write(new Uint8Array(buffer, byteOffset + offset, length));
			return length;
		},
	});
	FS.mkdev(`/dev/${name}`, device);
	// Among the last numbers, out of the way of programs that close or write what they didn't open (`os.closerange(3, 256)`).
	const stream = FS.open(`/dev/${name}`, 'w');
	const { fd } = FS.dupStream(stream, LAST_DESCRIPTOR - minor);
	FS.close(stream);
	return fd;
}

