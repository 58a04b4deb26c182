/**
 * Bytes as they come from a pipe or a file, in pieces of any size, cut into whole frames.
 *
 * What isn't whole yet waits; what can't be a frame ends the reading, with a sentence that says why. Nothing is allocated
 * by a length that the bytes claim before they are there.
 */
import { crc32 } from './crc32.ts';
import { FRAME_HEADER, TraceFormatError, plain, readBlocks, readHeader, type Block, type FrameHeader } from './frame.ts';

/** A frame's blocks and the length of its payload. */
export interface WholeFrame { readonly blocks: readonly Block[]; readonly length: number }

export class FrameStream {
	/** Why no more frames are read; undefined while all is well. */
	problem: string | undefined;
	#waiting: Uint8Array[] = [];
	#size = 0;
	#header: FrameHeader | undefined;
	#sequence = 0;
	#done = false;

	/** Takes a piece and gives the frames that are whole with it. */
	*push(chunk: Uint8Array): Generator<WholeFrame> {
		if (this.#done || chunk.length === 0) return;
		this.#waiting.push(plain(chunk));
		this.#size += chunk.length;
		while (!this.#done) {
			let frame: WholeFrame | undefined;
			try {
				frame = this.#next();
			} catch (error) {
				if (!(error instanceof TraceFormatError)) throw error;
				this.problem = error.message;
				this.#finish();
				return;
			}
			if (frame === undefined) return;
			yield frame;
		}
	}

	/** Forgets the bytes of a frame that has not come whole; whether there were any. */
	dropRemainder(): boolean {
		const any = this.#size > 0 || this.#header !== undefined;
		this.#waiting = [];
		this.#size = 0;
		this.#header = undefined;
		return any;
	}

	#next(): WholeFrame | undefined {
		if (this.#header === undefined) {
			if (this.#size < FRAME_HEADER) return undefined;
			this.#header = readHeader(this.#take(FRAME_HEADER));
		}
		const header = this.#header;
		if (header.kind === 'index') {
			this.#finish();
			return undefined;
		}
		if (this.#size < header.length) return undefined;
		const payload = this.#take(header.length);
		if (crc32(payload) !== header.crc) throw new TraceFormatError('The trace is damaged: a frame does not match its checksum.');
		if (header.sequence !== this.#sequence) throw new TraceFormatError('The trace is damaged: a frame is missing.');
		this.#sequence++;
		this.#header = undefined;
		return { blocks: readBlocks(payload), length: header.length };
	}

	#finish(): void {
		this.#done = true;
		this.#waiting = [];
		this.#size = 0;
		this.#header = undefined;
	}

	#take(length: number): Uint8Array {
		this.#size -= length;
		const first = this.#waiting[0];
		if (first !== undefined && first.length >= length) {
			if (first.length === length) this.#waiting.shift();
			else this.#waiting[0] = first.subarray(length);
			return first.subarray(0, length);
		}
		const whole = new Uint8Array(length);
		let at = 0, used = 0;
		while (at < length) {
			const piece = this.#waiting[used]!;
			const part = piece.subarray(0, length - at);
			whole.set(part, at);
			at += part.length;
			if (part.length < piece.length) this.#waiting[used] = piece.subarray(part.length);
			else used++;
		}
		this.#waiting.splice(0, used);
		return whole;
	}
}
