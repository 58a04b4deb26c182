/** Bytes of storages, one after another, until they go into a frame: it keeps its room, as NumberColumn does. */

/** Room that is kept, at least and at most. */
const LEAST = 2 ** 18, MOST = 2 ** 23;
/** Up to so many are copied one by one: a view of few bytes costs more than they do. */
const FEW = 64;

export class ByteColumn {
	#room = new Uint8Array(LEAST);
	#length = 0;

	get length(): number {
		return this.#length;
	}

	/** Copies `count` bytes of `source` from `start` on. */
	push(source: Uint8Array, start: number, count: number): void {
		const from = this.#length, to = from + count;
		if (to > this.#room.length) {
			const larger = new Uint8Array(Math.max(to, 2 * this.#room.length));
			larger.set(this.#room.subarray(0, from));
			this.#room = larger;
		}
		const room = this.#room;
		if (count <= FEW) for (let i = 0; i < count; i++) room[from + i] = source[start + i]!;
		else room.set(source.subarray(start, start + count), from);
		this.#length = to;
	}

	/** All its bytes, which it no longer has; valid until more come. */
	take(): Uint8Array {
		const taken = this.#room.subarray(0, this.#length);
		this.#length = 0;
		if (this.#room.length > MOST) this.#room = new Uint8Array(LEAST);
		return taken;
	}
}
