/**
 * PCG64 (O'Neill 2014: a linear congruential generator of 128 bits, whose upper and lower halves are mixed and rotated), NumPy's
 * default bit generator. Arithmetic goes by limbs of 16 bits, which a double multiplies exactly.
 */
import { Bits } from './bits.ts';

const MULTIPLIER = limbs(0x2360ed051fc65da44385df649fccf645n);
const LIMBS = 8;

function limbs(value: bigint): number[] {
	return Array.from({ length: 8 }, (_, i) => Number(value >> BigInt(16 * i) & 0xffffn));
}

function whole(limbs: readonly number[]): bigint {
	return limbs.reduceRight((value, limb) => value << 16n | BigInt(limb), 0n);
}

export class Pcg64 extends Bits {
	readonly #state: number[];
	readonly #increment: number[];
	readonly #product = new Array<number>(LIMBS).fill(0);

	constructor([state, increment]: readonly bigint[]) {
		super();
		this.#state = limbs(state!);
		this.#increment = limbs(increment!);
	}

	override words(): bigint[] {
		return [whole(this.#state), whole(this.#increment)];
	}

	override step(): void {
		const state = this.#state, product = this.#product;
		let carry = 0;
		for (let i = 0; i < LIMBS; i++) {
			let sum = this.#increment[i]! + carry;
			for (let j = 0; j <= i; j++) sum += state[j]! * MULTIPLIER[i - j]!;
			product[i] = sum % 0x10000;
			carry = Math.floor(sum / 0x10000);
		}
		for (let i = 0; i < LIMBS; i++) state[i] = product[i]!;
		const word = (i: number) => (state[2 * i]! | state[2 * i + 1]! << 16) >>> 0;
		const low = word(0) ^ word(2), high = word(1) ^ word(3);
		const turn = word(3) >>> 26, [a, b] = (turn & 32) === 0 ? [high, low] : [low, high], by = turn & 31;
		this.high = (by === 0 ? a : a >>> by | b << 32 - by) >>> 0;
		this.low = (by === 0 ? b : b >>> by | a << 32 - by) >>> 0;
	}
}
