/** A column of numbers that becomes one of a frame: it keeps its room from frame to frame, since an array that grows from nothing each time is a good part of what a small operator's row costs. */

const LEAST = 64;

export class NumberColumn {
	#room = new Float64Array(LEAST);
	#length = 0;

	get length(): number {
		return this.#length;
	}

	push(number: number): void {
		if (this.#length === this.#room.length) {
			const larger = new Float64Array(2 * this.#length);
			larger.set(this.#room);
			this.#room = larger;
		}
		this.#room[this.#length++] = number;
	}

	/** All its numbers, which it no longer has; valid until the next is pushed. */
	take(): Float64Array {
		const taken = this.#room.subarray(0, this.#length);
		this.#length = 0;
		return taken;
	}
}
