/** Bytes of storages, one after another, until they go into a frame: it keeps its room, as NumberColumn does. */

/** Room that is kept, at least and at most. */
const LEAST = 2 ** 17, MOST = 2 ** 23;
/** Up to so many are copied one by one: a view of few bytes costs more than they do. */
const FEW = 64;

export class ByteColumn {
	#room = new Uint8Array(LEAST);
	#begin = 0;
	#end = 0;

	get length(): number {
		return this.#end - this.#begin;
	}

	/** Copies `count` bytes of `source` from `start` on. */
	push(source: Uint8Array, start: number, count: number): void {
		if (this.#begin === this.#end) this.#begin = this.#end = 0;
		const from = this.#end, to = from + count;
		if (to > this.#room.length) {
			const larger = new Uint8Array(Math.max(to, 2 * this.#room.length));
			larger.set(this.#room.subarray(0, from));
			this.#room = larger;
		}
		const room = this.#room;
		if (count <= FEW) for (let i = 0; i < count; i++) room[from + i] = source[start + i]!;
		else room.set(source.subarray(start, start + count), from);
		this.#end = to;
	}

	/** Its first bytes, or all of them, which it no longer has; valid until more come. */
	take(count = this.length): Uint8Array {
		const taken = this.#room.subarray(this.#begin, this.#begin + count);
		this.#begin += count;
		if (this.#begin === this.#end && this.#room.length > MOST) {
			this.#room = new Uint8Array(LEAST);
			this.#begin = this.#end = 0;
		}
		return taken;
	}
}
