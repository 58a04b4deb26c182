/**
 * numpy.random.RandomState, the legacy generator behind `np.random.seed` and `np.random.randn`: frozen by NumPy's
 * own policy, so that its numbers can be reproduced for good.
 *
 * Not here: `np.random.default_rng` (PCG64 and other algorithms), nor how results become arrays.
 */
import { logarithm } from './double-functions.ts';
import { Mt19937, STATE_WORDS } from './mt19937.ts';
import { valueError } from '../tensor/errors.ts';
import type { AnyArray } from './uniform.ts';

export type RandintDType = 'bool' | 'int8' | 'uint8' | 'int16' | 'uint16' | 'int32' | 'uint32' | 'int64' | 'uint64';

/** What `get_state()` returns after the name 'MT19937'. */
export interface RandomStateTuple {
	readonly key: Uint32Array;
	readonly pos: number;
	readonly hasGauss: boolean;
	readonly cachedGaussian: number;
}

const LIMITS: Record<RandintDType, readonly [low: bigint, high: bigint]> = {
	bool: [0n, 2n],
	int8: [-(2n ** 7n), 2n ** 7n], uint8: [0n, 2n ** 8n],
	int16: [-(2n ** 15n), 2n ** 15n], uint16: [0n, 2n ** 16n],
	int32: [-(2n ** 31n), 2n ** 31n], uint32: [0n, 2n ** 32n],
	int64: [-(2n ** 63n), 2n ** 63n], uint64: [0n, 2n ** 64n],
};
/** Types of which several values are taken from one word, and their bits. */
const PACKED: Partial<Record<RandintDType, number>> = { bool: 1, int8: 8, uint8: 8, int16: 16, uint16: 16 };

export class RandomState {
	readonly isLegacy = true;
	readonly #engine = new Mt19937(0);
	#cached: number | undefined;

	/** `seed`: an integer below 2^32, a list of such, or nothing for one by chance. */
	constructor(seed?: bigint | readonly bigint[]) {
		this.seed(seed);
	}

	/** @throws EngineError (ValueError) for a seed outside [0, 2^32). */
	seed(seed?: bigint | readonly bigint[]): void {
		this.#cached = undefined;
		if (seed === undefined) {
			this.#engine.seed(Math.floor(Math.random() * 2 ** 32));
		} else if (typeof seed === 'bigint') {
			if (seed < 0n || seed >= 2n ** 32n) throw valueError('Seed must be between 0 and 2**32 - 1');
			this.#engine.seed(Number(seed));
		} else {
			if (seed.length === 0) throw valueError('Seed must be non-empty');
			for (const word of seed) {
				if (word < 0n || word >= 2n ** 32n) throw valueError('Seed must be between 0 and 2**32 - 1');
			}
			this.#engine.seedByArray(seed.map(Number));
		}
	}

	getState(): RandomStateTuple {
		return {
			key: this.#engine.words.slice(), pos: this.#engine.taken,
			hasGauss: this.#cached !== undefined, cachedGaussian: this.#cached ?? 0,
		};
	}

	/** @throws EngineError (ValueError) for a key that is not 624 words. */
	setState(state: RandomStateTuple): void {
		if (state.key.length !== STATE_WORDS) throw valueError(`state vector must be ${STATE_WORDS} elements long`);
		this.#engine.setState(state.key, state.pos);
		this.#cached = state.hasGauss ? state.cachedGaussian : undefined;
	}

	/** A double in [0, 1) with 53 bits: `random_sample()`. */
	random(): number {
		return this.#engine.double();
	}

	/** 32 bits. */
	word(): number {
		return this.#engine.next();
	}

	/** One of `uniform(low, high)`. */
	uniform(low: number, high: number): number {
		return low + (high - low) * this.random();
	}

	/** One of `standard_exponential()`. */
	exponential(): number {
		return -logarithm(1 - this.random());
	}

	/** One of `standard_normal()`: Marsaglia's polar method, the second of a pair kept for the next call. */
	normal(): number {
		const cached = this.#cached;
		if (cached !== undefined) {
			this.#cached = undefined;
			return cached;
		}
		for (;;) {
			const x1 = 2 * this.random() - 1;
			const x2 = 2 * this.random() - 1;
			const square = x1 * x1 + x2 * x2;
			if (square >= 1 || square === 0) continue;
			const factor = Math.sqrt((-2 * logarithm(square)) / square);
			this.#cached = factor * x1;
			return factor * x2;
		}
	}

	fillRandom(out: Float64Array): void {
		for (let i = 0; i < out.length; i++) out[i] = this.random();
	}

	fillUniform(out: Float64Array, low: number, high: number): void {
		for (let i = 0; i < out.length; i++) out[i] = this.uniform(low, high);
	}

	fillExponential(out: Float64Array, scale = 1): void {
		for (let i = 0; i < out.length; i++) out[i] = scale * this.exponential();
	}

	/** @throws EngineError (ValueError) for a negative scale. */
	fillNormal(out: Float64Array, loc = 0, scale = 1): void {
		if (scale < 0) throw valueError('scale < 0');
		for (let i = 0; i < out.length; i++) out[i] = loc + scale * this.normal();
	}

	/**
	 * `randint(low, high, dtype=...)`: integers in [low, high), of bounds for all or for each.
	 * @throws EngineError (ValueError) for an empty range or one that the dtype does not hold.
	 */
	fillRandint(out: AnyArray | Uint16Array | Uint32Array | BigUint64Array, lows: bigint | readonly bigint[], highs: bigint | readonly bigint[], dtype: RandintDType = 'int64'): void {
		const low = [lows].flat(), high = [highs].flat(), [least, beyond] = LIMITS[dtype];
		if (low.some(each => each < least)) throw valueError(`low is out of bounds for ${dtype}`);
		if (high.some(each => each > beyond)) throw valueError(`high is out of bounds for ${dtype}`);
		if (low.some((each, i) => each >= high[i]!)) throw valueError(low.length === 1 && low[0] === 0n ? 'high <= 0' : 'low >= high');
		const draw = this.#integers(PACKED[dtype]);
		for (let i = 0; i < out.length; i++) {
			const from = low[low.length === 1 ? 0 : i]!, value = from + draw(high[high.length === 1 ? 0 : i]! - 1n - from);
			if (out instanceof BigInt64Array || out instanceof BigUint64Array) out[i] = value;
			else out[i] = Number(value);
		}
	}

	/** `permutation(n)`: the order in which `shuffle` leaves n things. */
	permutation(n: number): Uint32Array {
		const order = new Uint32Array(n);
		for (let i = 0; i < n; i++) order[i] = i;
		this.shuffle(n, (i, j) => {
			const kept = order[i]!;
			order[i] = order[j]!;
			order[j] = kept;
		});
		return order;
	}

	/** `shuffle` of n things along the first axis, by the exchanges that it makes. */
	shuffle(n: number, swap: (i: number, j: number) => void): void {
		for (let i = n - 1; i > 0; i--) swap(i, this.interval(i));
	}

	/**
	 * Indices that `choice(n, size, replace, p)` takes.
	 * @throws EngineError (ValueError) with NumPy's message.
	 */
	choice(n: number, size: number, replace = true, p?: Float64Array): BigInt64Array {
		if (n <= 0 && size > 0) throw valueError('a must be greater than 0 unless no samples are taken');
		if (p !== undefined) checkProbabilities(n, p);
		const out = new BigInt64Array(size);
		if (replace) {
			if (p === undefined) {
				if (size > 0) this.fillRandint(out, 0n, BigInt(n));
			} else {
				const cdf = cumulative(p);
				for (let i = 0; i < size; i++) out[i] = BigInt(searchRight(cdf, this.random()));
			}
			return out;
		}
		if (size > n) throw valueError('Cannot take a larger sample than population when \'replace=False\'');
		if (p === undefined) {
			this.permutation(n).subarray(0, size).forEach((index, i) => { out[i] = BigInt(index); });
			return out;
		}
		if (p.reduce((count, value) => count + (value > 0 ? 1 : 0), 0) < size) throw valueError('Fewer non-zero entries in p than size');
		const left = p.slice();
		const found: number[] = [];
		while (found.length < size) {
			const draws = Array.from({ length: size - found.length }, () => this.random());
			for (const index of found) left[index] = 0;
			const cdf = cumulative(left);
			for (const index of new Set(draws.map((x) => searchRight(cdf, x)))) found.push(index);
		}
		found.forEach((index, i) => { out[i] = BigInt(index); });
		return out;
	}

	/** An integer in [0, max] by drawing under a mask until it fits; max below 2^32. */
	interval(max: number): number {
		const mask = maskOf(max);
		for (;;) {
			const value = (this.#engine.next() & mask) >>> 0;
			if (value <= max) return value;
		}
	}

	/** A source of integers in [0, range]; narrow types take several from one word, afresh for each call. */
	#integers(bits: number | undefined): (range: bigint) => bigint {
		const few = bits === undefined ? undefined : this.#packed(bits);
		return range => {
			if (range === 0n) return 0n;
			if (few !== undefined) return BigInt(few(Number(range)));
			if (range <= 0xffffffffn) return BigInt(this.interval(Number(range)));
			const mask = (1n << BigInt(range.toString(2).length)) - 1n;
			for (;;) {
				const high = BigInt(this.#engine.next());
				const value = ((high << 32n) | BigInt(this.#engine.next())) & mask;
				if (value <= range) return value;
			}
		};
	}

	#packed(bits: number): (max: number) => number {
		let word = 0;
		let left = 0;
		return max => {
			const mask = maskOf(max);
			for (;;) {
				if (left === 0) {
					word = this.#engine.next();
					left = 32 / bits - 1;
				} else {
					word >>>= bits;
					left--;
				}
				const value = word & mask;
				if (value <= max) return value;
			}
		};
	}
}

/** The smallest 2^k - 1 that is not below max. */
function maskOf(max: number): number {
	return max === 0 ? 0 : 0xffffffff >>> Math.clz32(max);
}

function cumulative(p: Float64Array): Float64Array {
	const cdf = new Float64Array(p.length);
	let sum = 0;
	for (let i = 0; i < p.length; i++) cdf[i] = sum += p[i]!;
	for (let i = 0; i < p.length; i++) cdf[i] = cdf[i]! / sum;
	return cdf;
}

/** The first index whose entry is above x: numpy.searchsorted(side='right'). */
function searchRight(sorted: Float64Array, x: number): number {
	let left = 0;
	let right = sorted.length;
	while (left < right) {
		const middle = (left + right) >> 1;
		if (x < sorted[middle]!) right = middle;
		else left = middle + 1;
	}
	return left;
}

function checkProbabilities(n: number, p: Float64Array): void {
	if (p.length !== n) throw valueError("'a' and 'p' must have same size");
	let sum = 0;
	let lost = 0; // Kahan's sum, as NumPy checks it
	for (const value of p) {
		const next = value - lost;
		const total = sum + next;
		lost = total - sum - next;
		sum = total;
	}
	if (Number.isNaN(sum)) throw valueError('probabilities contain NaN');
	if (p.some((value) => value < 0)) throw valueError('probabilities are not non-negative');
	if (Math.abs(sum - 1) > 1.4901161193847656e-8) {
		throw valueError('probabilities do not sum to 1');
	}
}
