/**
 * NumPy's bit generators beside PCG64: PCG64DXSM (O'Neill 2019), Philox 4x64 of ten rounds (Salmon et al. 2011), SFC64 (Doty-Humphrey
 * 2010) and MT19937. They are rarely asked for, so that whole numbers of any size do.
 */
import { Bits } from './bits.ts';
import { Mt19937, STATE_WORDS } from './mt19937.ts';
import { Pcg64 } from './pcg64.ts';

const LONG = 2n ** 64n - 1n;

abstract class WideBits extends Bits {
	abstract override long(): bigint;

	override step(): void {
		const drawn = this.long();
		this.high = Number(drawn >> 32n);
		this.low = Number(drawn & 0xffffffffn);
	}
}

class Pcg64Dxsm extends WideBits {
	static readonly multiplier = 0xda942042e4dd58b5n;
	#state: bigint;
	readonly #increment: bigint;

	constructor([state, increment]: readonly bigint[]) {
		super();
		this.#state = state!;
		this.#increment = increment!;
	}

	override words(): bigint[] {
		return [this.#state, this.#increment];
	}

	override long(): bigint {
		const state = this.#state, low = state & LONG | 1n;
		let high = state >> 64n;
		high = (high ^ high >> 32n) * Pcg64Dxsm.multiplier & LONG;
		high = (high ^ high >> 48n) * low & LONG;
		this.#state = BigInt.asUintN(128, state * Pcg64Dxsm.multiplier + this.#increment);
		return high;
	}
}

/** Its words: a counter of 256 bits, a key of 128, where in the last four numbers it stands, and these. */
class Philox extends WideBits {
	#counter: bigint;
	readonly #key: bigint;
	#at: number;
	#made: bigint[];

	constructor([counter, key, at, ...made]: readonly bigint[]) {
		super();
		this.#counter = counter!;
		this.#key = key!;
		this.#at = Number(at);
		this.#made = made;
	}

	override words(): bigint[] {
		return [this.#counter, this.#key, BigInt(this.#at), ...this.#made];
	}

	override long(): bigint {
		if (this.#at === 4) {
			this.#counter = BigInt.asUintN(256, this.#counter + 1n);
			this.#made = this.#rounds();
			this.#at = 0;
		}
		return this.#made[this.#at++]!;
	}

	#rounds(): bigint[] {
		let [a, b, c, d] = [0n, 64n, 128n, 192n].map(by => this.#counter >> by & LONG) as [bigint, bigint, bigint, bigint];
		let first = this.#key & LONG, second = this.#key >> 64n;
		for (let round = 0; round < 10; round++) {
			const left = a * 0xd2e7470ee14c6c93n, right = c * 0xca5a826395121157n;
			[a, b, c, d] = [right >> 64n ^ b ^ first, right & LONG, left >> 64n ^ d ^ second, left & LONG];
			first = first + 0x9e3779b97f4a7c15n & LONG;
			second = second + 0xbb67ae8584caa73bn & LONG;
		}
		return [a, b, c, d];
	}
}

class Sfc64 extends WideBits {
	#state: bigint[];

	constructor(words: readonly bigint[]) {
		super();
		this.#state = [...words];
	}

	override words(): bigint[] {
		return [...this.#state];
	}

	override long(): bigint {
		const [a, b, c, count] = this.#state as [bigint, bigint, bigint, bigint];
		const drawn = a + b + count & LONG;
		this.#state = [b ^ b >> 11n, c + (c << 3n) & LONG, (c << 24n | c >> 40n) + drawn & LONG, count + 1n & LONG];
		return drawn;
	}
}

/** Words of 32 bits, none of which is left over. */
class Twister extends Bits {
	readonly #engine = new Mt19937(0);

	constructor(words: readonly bigint[]) {
		super();
		this.#engine.setState(Uint32Array.from(words.slice(0, STATE_WORDS), Number), Number(words[STATE_WORDS]));
	}

	override words(): bigint[] {
		return [...Array.from(this.#engine.words, BigInt), BigInt(this.#engine.taken)];
	}

	override step(): void {
		this.high = this.#engine.next();
		this.low = this.#engine.next();
	}

	override word(): number {
		return this.#engine.next();
	}

	override raw(): bigint {
		return BigInt(this.#engine.next());
	}

	override double(): number {
		return this.#engine.double();
	}
}

export const BIT_GENERATORS: Readonly<Record<string, new (words: readonly bigint[]) => Bits>> = {
	PCG64: Pcg64, PCG64DXSM: Pcg64Dxsm, Philox, SFC64: Sfc64, MT19937: Twister,
};
