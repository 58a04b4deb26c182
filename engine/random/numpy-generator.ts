/** What NumPy's Generator draws of whole numbers: bounded ones by Lemire's method (2019), orders, and samples by Floyd's. */
import type { Bits } from './bits.ts';

/** A number in [0, range], of up to 32 bits. */
function upTo32(bits: Bits, range: number): number {
	if (range === 0) return 0;
	if (range === 0xffffffff) return bits.word();
	return narrow(() => bits.word(), range, 2 ** 32);
}

/** Of numbers below `whole`, which is 2^32 at most: products are taken by halves, so that doubles hold them. */
function narrow(next: () => number, range: number, whole: number): number {
	const count = range + 1;
	let least: number | undefined;
	for (;;) {
		const drawn = next();
		const low = (drawn & 0xffff) * count, high = (drawn >>> 16) * count + Math.floor(low / 0x10000);
		const rest = (high % 0x10000 * 0x10000 + low % 0x10000) % whole;
		// Only what is left of so little may be one too many.
		if (rest >= count || rest >= (least ??= (whole - count) % count)) return whole === 2 ** 32 ? Math.floor(high / 0x10000) : Math.floor(drawn * count / whole);
	}
}

function wide(next: () => bigint, range: bigint): bigint {
	const count = range + 1n, mask = 2n ** 64n - 1n;
	let product = next() * count;
	if ((product & mask) < count) {
		const least = (mask - range) % count;
		while ((product & mask) < least) product = next() * count;
	}
	return product >> 64n;
}

/** A number in [0, range], of up to 64 bits. */
export function upTo(bits: Bits, range: bigint): bigint {
	if (range <= 0xffffffffn) return BigInt(upTo32(bits, Number(range)));
	return range === 0xffffffffffffffffn ? bits.long() : wide(() => bits.long(), range);
}

/** Numbers of [0, range] of so few bits that several come of one word. */
export function few(bits: Bits, width: 1 | 8 | 16): (range: number) => number {
	let word = 0, left = 0;
	const mask = 2 ** width - 1;
	const next = (): number => {
		if (left === 0) {
			word = bits.word();
			left = 32 / width;
		} else word >>>= width;
		left--;
		return word & mask;
	};
	return range => range === 0 ? 0 : range === mask ? next() : narrow(next, range, mask + 1);
}

/** A number in [0, range], by drawing so many bits until they are no more. */
export function masked(bits: Bits, range: number): number {
	if (range === 0) return 0;
	if (range > 0xffffffff) {
		const mask = (1n << BigInt(range.toString(2).length)) - 1n;
		for (;;) {
			const drawn = bits.long() & mask;
			if (drawn <= range) return Number(drawn);
		}
	}
	const mask = 2 ** (32 - Math.clz32(range)) - 1;
	for (;;) {
		const drawn = (bits.word() & mask) >>> 0;
		if (drawn <= range) return drawn;
	}
}

/** 0 … n - 1 as a shuffle leaves them that swaps each from the last down to `first` with one before it. */
export function shuffled(bits: Bits, n: number, first = 1, place = masked): number[] {
	const order = Array.from({ length: n }, (_, i) => i);
	for (let i = n - 1; i >= first; i--) {
		const j = place(bits, i);
		[order[i], order[j]] = [order[j]!, order[i]!];
	}
	return order;
}

/** `size` different numbers below n. */
export function sample(bits: Bits, n: number, size: number, shuffle: boolean): number[] {
	if (n > 10_000 && size > Math.floor(n / (shuffle ? 50 : 20))) return shuffled(bits, n, Math.max(n - size, 1), upTo32).slice(n - size);
	const seen = new Set<number>();
	for (let j = n - size; j < n; j++) {
		const drawn = upTo32(bits, j);
		seen.add(seen.has(drawn) ? j : drawn);
	}
	const found = [...seen];
	return shuffle ? shuffled(bits, size, 1, upTo32).map(i => found[i]!) : found;
}
