/** Writing to stdout and stderr until it is done, so that the two stay in order and a slow reader slows the program. */
import fs from 'node:fs';

const RETRY_MILLISECONDS = 5;

/** Throws EPIPE where nobody reads any more. */
export function writeAll(descriptor: 1 | 2, bytes: Uint8Array): void {
	for (let done = 0; done < bytes.byteLength;) {
		try {
			done += fs.writeSync(descriptor, bytes, done);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MILLISECONDS);
		}
	}
}

/** Of a file that can't be opened, in Python's words where those are the usual ones. */
export function reasonOf(error: unknown): string {
	const { code, message } = error as NodeJS.ErrnoException;
	return code === 'ENOENT' ? '[Errno 2] No such file or directory' : code === 'EACCES' ? '[Errno 13] Permission denied' : code === 'EISDIR' ? 'it is a folder' : message;
}

export const say = (text: string): void => writeAll(2, new TextEncoder().encode(`${text}\n`));
