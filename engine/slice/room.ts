/**
 * Room for the numbers of a slice, side by side in a few buffers. VS Code sends each buffer of a message apart, and looks for
 * it among those it has met: of a thousand steps with ten arrays each that alone kept the extension host for a quarter of a second.
 */
const BLOCK = 65_536;

export class Room {
	#block = new Float64Array(0);
	#used = 0;

	/** The same numbers, in here. */
	keep(numbers: Float64Array): Float64Array {
		if (this.#used + numbers.length > this.#block.length) {
			this.#block = new Float64Array(Math.max(BLOCK, numbers.length));
			this.#used = 0;
		}
		const kept = this.#block.subarray(this.#used, this.#used += numbers.length);
		kept.set(numbers);
		return kept;
	}
}
