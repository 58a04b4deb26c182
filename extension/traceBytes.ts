/**
 * The bytes of a trace as they came, for a file, a replay, a reader that comes later. The trace's own tables hold the same
 * rows, so here they lie packed: what has come is deflated beside the work, piece by piece, and unpacked as it is read.
 */
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

/** Bytes that are packed together. */
const PIECE = 2 ** 20;
/** zlib's quickest: rows of numbers that repeat shrink to a fifth by it. */
const LEVEL = 1;

/** `used`: how many of its bytes count. Packed: `data` is deflated. */
interface Piece { data: Uint8Array; used: number; isPacked: boolean }

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
		this.#pieces.push({ data: bytes, used: bytes.length, isPacked: false });
		this.#length += bytes.length;
		if (!this.#isPacking) { void this.#pack(); }
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

	/** Those from a place on, as far as there are any when they are reached, in pieces of any size. */
	async *read(from = 0): AsyncGenerator<Uint8Array> {
		// What a place means stays, whatever is packed meanwhile.
		for (let at = from; at < this.#length;) {
			const { piece, start } = this.#pieceAt(at);
			const bytes = (piece.isPacked ? await inflate(piece.data) : piece.data).subarray(at - start, piece.used);
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
			let [end, size] = [this.#settled, 0];
			while (end < this.#pieces.length && size < PIECE) { size += this.#pieces[end++]!.used; }
			if (size < PIECE) { break; }
			const loose = this.#pieces.slice(this.#settled, end);
			const data = await deflate(Buffer.concat(loose.map(({ data: bytes, used }) => bytes.subarray(0, used))), { level: LEVEL });
			const isSame = loose.every((piece, i) => this.#pieces[this.#settled + i] === piece) && loose.reduce((sum, { used }) => sum + used, 0) === size;
			// Cut meanwhile: no more will come.
			if (!isSame) { break; }
			this.#pieces.splice(this.#settled++, loose.length, { data, used: size, isPacked: true });
		}
		this.#isPacking = false;
	}
}
