/**
 * Bytes as they come from a pipe or a file, in pieces of any size, cut into whole frames.
 *
 * What isn't whole yet waits; what can't be a frame ends the reading, with a sentence that says why. Not much is allocated
 * by a length that the bytes claim before they are there.
 */
import { crc32 } from './crc32.ts';
import { FRAME_HEADER, mayBeTrace, plain, readBlocks, readHeader, type Block, type FrameHeader } from './frame.ts';
import { PROBLEMS, TraceFormatError } from './problems.ts';

/** A longer frame is put together as its pieces come, so that it isn't copied in one go at its end: once a part of it is there, as its length may be a lie. */
const LONG = 2 ** 20, LONGEST = 2 ** 28, BELIEVED = 16;

/** A frame's blocks and the length of its payload. */
export interface WholeFrame { readonly blocks: readonly Block[]; readonly length: number }

export class FrameStream {
	/** Why no more frames are read; undefined while all is well. */
	problem: TraceFormatError | undefined;
	#waiting: Uint8Array[] = [];
	#size = 0;
	/** What has come of a long frame's payload, as a beginning of its room; `#waiting` has what comes after it. */
	#long: { readonly room: Uint8Array; used: number } | undefined;
	#header: FrameHeader | undefined;
	/** Of the frame's payload: how much of it is in the checksum, and the checksum. */
	#checked = 0;
	#crc = 0;
	#sequence = 0;
	#done = false;

	/** Takes a piece and gives the frames that are whole with it. */
	*push(chunk: Uint8Array): Generator<WholeFrame> {
		if (this.#done || chunk.length === 0) return;
		this.#size += chunk.length;
		this.#waiting.push(plain(chunk));
		while (!this.#done) {
			let frame: WholeFrame | undefined;
			try {
				frame = this.#next();
			} catch (error) {
				if (!(error instanceof TraceFormatError)) throw error;
				this.problem = error;
				this.#finish();
				return;
			}
			if (frame === undefined) return;
			yield frame;
		}
	}

	/** No more bytes come: forgets those of a frame that has not come whole, and says what was wrong with them. */
	finish(): TraceFormatError | undefined {
		const wasBegun = this.#size > 0 || this.#header !== undefined;
		const isForeign = this.#header === undefined && this.#sequence === 0 && !mayBeTrace(this.#take(Math.min(this.#size, 4)));
		this.#forget();
		return isForeign ? new TraceFormatError(PROBLEMS.foreign) : wasBegun ? new TraceFormatError(PROBLEMS.cut) : undefined;
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
		this.#check(header.length);
		if (this.#size < header.length) {
			this.#gather(header.length);
			return undefined;
		}
		const payload = this.#take(header.length);
		if (this.#crc !== header.crc) throw new TraceFormatError(PROBLEMS.payload);
		if (header.sequence !== this.#sequence) throw new TraceFormatError(PROBLEMS.sequence);
		this.#sequence++;
		this.#header = undefined;
		this.#checked = this.#crc = 0;
		return { blocks: readBlocks(payload), length: header.length };
	}

	/** Puts what has come of a long payload in its place. */
	#gather(length: number): void {
		if (length < LONG || length > LONGEST || this.#size < length / BELIEVED) return;
		const long = this.#long ??= { room: new Uint8Array(length), used: 0 };
		for (const piece of this.#waiting) {
			long.room.set(piece, long.used);
			long.used += piece.length;
		}
		this.#waiting = [];
	}

	/** Takes what has come of the payload into the checksum, so that a large frame's isn't made in one go at its end. */
	#check(length: number): void {
		let start = this.#long?.used ?? 0;
		for (const piece of this.#waiting) {
			const end = Math.min(start + piece.length, length);
			if (end > this.#checked) {
				this.#crc = crc32(piece.subarray(this.#checked - start, end - start), this.#crc);
				this.#checked = end;
			}
			start += piece.length;
			if (start >= length) return;
		}
	}

	#finish(): void {
		this.#done = true;
		this.#forget();
	}

	#forget(): void {
		this.#waiting = [];
		this.#size = 0;
		this.#long = undefined;
		this.#header = undefined;
		this.#checked = this.#crc = 0;
	}

	#take(length: number): Uint8Array {
		this.#size -= length;
		const first = this.#waiting[0];
		if (this.#long === undefined && first !== undefined && first.length >= length) {
			if (first.length === length) this.#waiting.shift();
			else this.#waiting[0] = first.subarray(length);
			return first.subarray(0, length);
		}
		const whole = this.#long?.room ?? new Uint8Array(length);
		let at = this.#long?.used ?? 0, used = 0;
		this.#long = undefined;
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
