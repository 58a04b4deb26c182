/**
 * The bytes of a trace as they came, for a file, a replay, a reader that comes later. The trace's own tables hold the same
 * rows, so here they lie packed: what has come is deflated beside the work, piece by piece, and unpacked as it is read.
 * What came from a file stays there.
 */
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type { StoredFile } from './storedFile.ts';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

/** Bytes that are packed together. */
const PIECE = 2 ** 20;
/** zlib's quickest: rows of numbers that repeat shrink to a fifth by it. */
const LEVEL = 1;

type Place =
	| { readonly kind: 'loose' | 'deflated'; readonly data: Uint8Array }
	| { readonly kind: 'file'; readonly file: StoredFile; readonly at: number };

/** `used`: how many of its bytes count. */
interface Piece { readonly place: Place; used: number }

export class TraceBytes {
	readonly #pieces: Piece[] = [];
	#length = 0;
	/** How many of the pieces, from the first on, have been packed or are as they stay. */
	#settled = 0;
	#isPacking = false;

	get length(): number {
		return this.#length;
	}

	push(bytes: Uint8Array): void {
		this.#add({ kind: 'loose', data: bytes }, bytes.length);
		if (!this.#isPacking) { void this.#pack(); }
	}

	/** The next ones are those of a file from a place on. */
	pushStored(file: StoredFile, at: number, length: number): void {
		this.#add({ kind: 'file', file, at }, length);
	}

	#add(place: Place, used: number): void {
		this.#pieces.push({ place, used });
		this.#length += used;
	}

	/** Drops what comes after a length. */
	truncate(length: number): void {
		while (this.#length > length) {
			const last = this.#pieces.at(-1)!;
			const cut = Math.min(last.used, this.#length - length);
			last.used -= cut;
			this.#length -= cut;
			if (last.used === 0) { this.#pieces.pop(); }
		}
		this.#settled = Math.min(this.#settled, this.#pieces.length);
	}

	/** Those from a place on, as far as there are any when they are reached, in pieces of any size. Throws where a file that has some has changed or gone. */
	async *read(from = 0): AsyncGenerator<Uint8Array> {
		// What a place means stays, whatever is packed meanwhile.
		for (let at = from; at < this.#length;) {
			const { piece, start } = this.#pieceAt(at);
			const bytes = (await bytesOf(piece)).subarray(at - start, piece.used);
			at += bytes.length;
			if (bytes.length > 0) { yield bytes; }
		}
	}

	/** All of them, in one array. */
	async whole(): Promise<Uint8Array> {
		const parts: Uint8Array[] = [];
		for await (const part of this.read()) { parts.push(part); }
		return Buffer.concat(parts);
	}

	#pieceAt(place: number): { readonly piece: Piece; readonly start: number } {
		let start = 0;
		for (const piece of this.#pieces) {
			if (place < start + piece.used) { return { piece, start }; }
			start += piece.used;
		}
		throw new RangeError(`no byte ${place} of ${start}`);
	}

	/** Joins the loose pieces to packed ones, as long as there are enough. */
	async #pack(): Promise<void> {
		this.#isPacking = true;
		for (;;) {
			while (this.#pieces[this.#settled]?.place.kind === 'file') { this.#settled++; }
			let [end, size] = [this.#settled, 0];
			const loose: Uint8Array[] = [];
			for (let next = this.#pieces[end]; next?.place.kind === 'loose' && size < PIECE; next = this.#pieces[++end]) {
				loose.push(next.place.data.subarray(0, next.used));
				size += next.used;
			}
			if (size < PIECE) { break; }
			const pieces = this.#pieces.slice(this.#settled, end);
			const data = await deflate(Buffer.concat(loose), { level: LEVEL });
			const isSame = pieces.every((piece, i) => this.#pieces[this.#settled + i] === piece) && pieces.reduce((sum, { used }) => sum + used, 0) === size;
			// Cut meanwhile: no more will come.
			if (!isSame) { break; }
			this.#pieces.splice(this.#settled++, pieces.length, { place: { kind: 'deflated', data }, used: size });
		}
		this.#isPacking = false;
	}
}

async function bytesOf({ place, used }: Piece): Promise<Uint8Array> {
	switch (place.kind) {
		case 'loose': return place.data;
		case 'deflated': return inflate(place.data);
		case 'file': return place.file.read(place.at, used);
	}
}
