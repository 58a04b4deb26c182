/** What NumPy's bit generators have in common: 64 bits at a time, and numbers made of them. */
export abstract class Bits {
	/** The 64 bits drawn last, as two words. */
	high = 0;
	low = 0;
	/** The upper half of a draw of which the lower was taken as 32 bits; it stays to be seen when it has been taken too. */
	spare = 0;
	hasSpare = false;

	abstract step(): void;

	/** What a copy goes on from. */
	abstract words(): bigint[];

	/** A multiple of 2^-53 in [0, 1). */
	double(): number {
		this.step();
		return (this.high * 2 ** 21 + (this.low >>> 11)) * 2 ** -53;
	}

	word(): number {
		if (this.hasSpare) {
			this.hasSpare = false;
			return this.spare;
		}
		this.step();
		this.spare = this.high;
		this.hasSpare = true;
		return this.low;
	}

	long(): bigint {
		this.step();
		return BigInt(this.high) << 32n | BigInt(this.low);
	}

	/** Of as many bits as the algorithm makes at once. */
	raw(): bigint {
		return this.long();
	}

	/** A multiple of 2^-24 in [0, 1). */
	float(): number {
		return (this.word() >>> 8) * 2 ** -24;
	}
}
