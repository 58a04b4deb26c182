/**
 * torch.Generator for the CPU: a Mersenne Twister, the 64-bit seed it was given, and one cached normal.
 *
 * Not here: the distributions (uniform.ts, integers.ts, normal.ts, multinomial.ts), which draw words from it
 * in the order in which PyTorch's kernels do.
 */
import { Mt19937, STATE_WORDS } from './mt19937.ts';
import { runtimeError, valueError } from '../tensor/errors.ts';

/** Seed of a generator that nobody has seeded (PyTorch's `default_rng_seed_val`). */
export const DEFAULT_SEED = 67280421310721n;

/** Bytes of `get_state()`: seed, counters, 624 words of 8 bytes each, the old and the new cached normals. */
export const STATE_BYTES = 5056;

const WORDS_AT = 24;
const NORMAL_AT = WORDS_AT + STATE_WORDS * 8;
const NORMAL_Y_AT = NORMAL_AT + 8;
const NORMAL_VALID_AT = NORMAL_AT + 24;

export class Generator {
	/** The engine's words; NumPy's and PyTorch's are the same sequence for the same 32-bit seed. */
	readonly engine: Mt19937;
	/** The second half of a pair from the scalar normal path; one slot for float32 and float64 alike. */
	cachedNormal: number | undefined;
	#seed: bigint;

	constructor(seed: bigint = DEFAULT_SEED) {
		this.#seed = BigInt.asUintN(64, seed);
		this.engine = new Mt19937(low32(this.#seed));
	}

	/**
	 * Starts the sequence of a seed in [-2^63, 2^64); a negative one counts from 2^64. Forgets the cached normal.
	 * @throws EngineError (ValueError) for a seed outside that range.
	 */
	manualSeed(seed: bigint): this {
		if (seed < -(2n ** 63n) || seed >= 2n ** 64n) throw valueError('Overflow when unpacking long long');
		this.#seed = BigInt.asUintN(64, seed);
		this.engine.seed(low32(this.#seed));
		this.cachedNormal = undefined;
		return this;
	}

	/** Seeds from chance and returns that seed, an unsigned 64-bit integer. */
	seed(): bigint {
		const word = () => BigInt(Math.floor(Math.random() * 2 ** 32));
		const seed = (word() << 32n) | word();
		this.manualSeed(seed);
		return seed;
	}

	/** The seed last given, as an unsigned 64-bit integer. */
	initialSeed(): bigint {
		return this.#seed;
	}

	/** The next 32-bit word. */
	random(): number {
		return this.engine.next();
	}

	/** The next two words as one unsigned 64-bit integer, high word first. */
	random64(): bigint {
		const high = this.engine.next();
		return (BigInt(high) << 32n) | BigInt(this.engine.next());
	}

	/** A multiple of 2^-24 in [0, 1) from one word: PyTorch's float32 uniform. */
	uniform24(): number {
		return (this.engine.next() & 0xffffff) * 2 ** -24;
	}

	/** A multiple of 2^-53 in [0, 1) from two words: PyTorch's double uniform. */
	uniform53(): number {
		const high = this.engine.next() & 0x1fffff;
		return (high * 2 ** 32 + this.engine.next()) * 2 ** -53;
	}

	/** The state in PyTorch's own layout (`torch.get_rng_state()`), STATE_BYTES long. */
	getState(): Uint8Array {
		const bytes = new Uint8Array(STATE_BYTES);
		const view = new DataView(bytes.buffer);
		view.setBigUint64(0, this.#seed, true);
		view.setInt32(8, this.engine.left, true);
		view.setInt32(12, 1, true);
		view.setBigUint64(16, BigInt(this.engine.position), true);
		this.engine.words.forEach((word, i) => view.setUint32(WORDS_AT + 8 * i, word, true));
		if (this.cachedNormal !== undefined) {
			view.setFloat64(NORMAL_Y_AT, this.cachedNormal, true);
			view.setInt32(NORMAL_VALID_AT, 1, true);
		}
		return bytes;
	}

	/**
	 * Goes on from where `getState` was called.
	 * @throws EngineError (RuntimeError) for bytes that are no such state.
	 */
	setState(bytes: Uint8Array): void {
		if (bytes.length !== STATE_BYTES) {
			throw runtimeError(`Expected a CPUGeneratorImplState of size ${STATE_BYTES} but found the input RNG state size to be ${bytes.length}`);
		}
		const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		const left = view.getInt32(8, true);
		const position = view.getBigUint64(16, true);
		if (view.getInt32(12, true) !== 1 || left < 1 || left > STATE_WORDS || position > BigInt(STATE_WORDS)) {
			throw runtimeError('Invalid mt19937 state');
		}
		this.#seed = view.getBigUint64(0, true);
		this.engine.left = left;
		this.engine.position = Number(position);
		for (let i = 0; i < STATE_WORDS; i++) this.engine.words[i] = view.getUint32(WORDS_AT + 8 * i, true);
		this.cachedNormal = view.getInt32(NORMAL_VALID_AT, true) !== 0 ? view.getFloat64(NORMAL_Y_AT, true) : undefined;
	}

	/** An independent generator in the same state. */
	clone(): Generator {
		const copy = new Generator(this.#seed);
		copy.engine.copyFrom(this.engine);
		copy.cachedNormal = this.cachedNormal;
		return copy;
	}
}

/** `torch.default_generator`: what calls without a generator draw from; seeded by chance until someone seeds it. */
export const defaultGenerator = new Generator();
defaultGenerator.seed();

function low32(seed: bigint): number {
	return Number(seed & 0xffffffffn);
}
