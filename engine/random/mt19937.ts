/**
 * MT19937, the 32-bit Mersenne Twister of Matsumoto and Nishimura (1998), from which both PyTorch's CPU
 * generator and NumPy's legacy RandomState draw. Words only: distributions are built in other files.
 */

export const STATE_WORDS = 624;
const SHIFT = 397;
const MATRIX = 0x9908b0df;

export class Mt19937 {
	/** The 624 words, twisted in place. */
	readonly words = new Uint32Array(STATE_WORDS);
	/** Position of the next word, 0 to 624. */
	position = 0;
	/** Counts down; the draw that brings it to 0 twists first. 1 after seeding and when all words are used. */
	left = 1;

	constructor(seed: number) {
		this.seed(seed);
	}

	/** Starts the sequence of a 32-bit seed (higher bits are ignored). */
	seed(seed: number): void {
		const words = this.words;
		words[0] = seed;
		for (let i = 1; i < STATE_WORDS; i++) {
			const last = words[i - 1]!;
			words[i] = Math.imul(1812433253, last ^ (last >>> 30)) + i;
		}
		this.position = 0;
		this.left = 1;
	}

	/** Starts the sequence of a list of 32-bit words (the reference code's `init_by_array`). */
	seedByArray(key: readonly number[]): void {
		this.seed(19650218);
		const words = this.words;
		let i = 1;
		let j = 0;
		for (let k = Math.max(STATE_WORDS, key.length); k > 0; k--) {
			const last = words[i - 1]!;
			words[i] = (words[i]! ^ Math.imul(last ^ (last >>> 30), 1664525)) + key[j]! + j;
			if (++i >= STATE_WORDS) {
				words[0] = words[STATE_WORDS - 1]!;
				i = 1;
			}
			if (++j >= key.length) j = 0;
		}
		for (let k = STATE_WORDS - 1; k > 0; k--) {
			const last = words[i - 1]!;
			words[i] = (words[i]! ^ Math.imul(last ^ (last >>> 30), 1566083941)) - i;
			if (++i >= STATE_WORDS) {
				words[0] = words[STATE_WORDS - 1]!;
				i = 1;
			}
		}
		words[0] = 0x80000000;
		this.position = 0;
		this.left = 1;
	}

	/** The next word, an integer in [0, 2^32). */
	next(): number {
		if (--this.left === 0) this.#twist();
		let y = this.words[this.position++]!;
		y ^= y >>> 11;
		y ^= (y << 7) & 0x9d2c5680;
		y ^= (y << 15) & 0xefc60000;
		y ^= y >>> 18;
		return y >>> 0;
	}

	/** A multiple of 2^-53 in [0, 1) of two words, as NumPy makes it. */
	double(): number {
		const high = this.next() >>> 5;
		return (high * 2 ** 26 + (this.next() >>> 6)) * 2 ** -53;
	}

	/** How many words are taken: all of them, when there are none yet. */
	get taken(): number {
		return this.left === 1 ? STATE_WORDS : this.position;
	}

	setState(words: Uint32Array, taken: number): void {
		this.words.set(words);
		this.position = taken;
		this.left = STATE_WORDS + 1 - taken;
	}

	copyFrom(other: Mt19937): void {
		this.words.set(other.words);
		this.position = other.position;
		this.left = other.left;
	}

	#twist(): void {
		const words = this.words;
		for (let k = 0; k < STATE_WORDS; k++) {
			const following = words[k + 1 === STATE_WORDS ? 0 : k + 1]!;
			const far = k + SHIFT;
			const y = (words[k]! & 0x80000000) | (following & 0x7fffffff);
			words[k] = words[far >= STATE_WORDS ? far - STATE_WORDS : far]! ^ (y >>> 1) ^ (following & 1 ? MATRIX : 0);
		}
		this.position = 0;
		this.left = STATE_WORDS;
	}
}
