/** A part of a file that was read once and is read again when it is asked for, so that it need not stay in memory. */
import { promises as fs } from 'node:fs';

export class StoredFile {
	readonly size: number;
	readonly #name: string;
	readonly #changed: number;

	private constructor(name: string, size: number, changed: number) {
		this.#name = name;
		this.size = size;
		this.#changed = changed;
	}

	/** As it is now. Rejects where it can't be read. */
	static async of(name: string): Promise<StoredFile> {
		const { size, mtimeMs } = await fs.stat(name);
		return new StoredFile(name, size, mtimeMs);
	}

	/** Its pieces, as far as it reaches by then. */
	async *pieces(size: number): AsyncGenerator<Uint8Array> {
		const file = await fs.open(this.#name);
		try {
			for (let at = 0; at < this.size;) {
				const piece = new Uint8Array(Math.min(size, this.size - at));
				const { bytesRead } = await file.read(piece, 0, piece.length, at);
				if (bytesRead === 0) { return; }
				yield piece.subarray(0, bytesRead);
				at += bytesRead;
			}
		} finally {
			await file.close();
		}
	}

	/** Rejects with ESTALE where the file has gone, or is no longer the one of which the bytes were read before. */
	async read(at: number, length: number): Promise<Uint8Array> {
		const file = await fs.open(this.#name).catch((error: NodeJS.ErrnoException) => { throw error.code === 'ENOENT' ? changed() : error; });
		try {
			const { size, mtimeMs } = await file.stat();
			if (size !== this.size || mtimeMs !== this.#changed) { throw changed(); }
			const bytes = new Uint8Array(length);
			const { bytesRead } = await file.read(bytes, 0, length, at);
			if (bytesRead < length) { throw changed(); }
			return bytes;
		} finally {
			await file.close();
		}
	}
}

function changed(): Error {
	return Object.assign(new Error('the file has changed since it was opened'), { code: 'ESTALE' });
}
