/**
 * The sum of a row of floats, in the order of PyTorch's CPU kernels built for AVX2, so that the bits agree: cascaded
 * levels of partial sums, four rows (or four 32-byte vectors) side by side. The order is described in PyTorch's
 * SumKernel.cpp; this is written from the description. (AssemblyScript.)
 */
import { ROW } from './iterate';

/** Partial sums of levels 1 to 3, 128 bytes each. */
const LEVELS: usize = ROW + 1024;

// @ts-ignore: decorator
@inline function levelPower(size: i32): i32 {
	const log = size <= 2 ? 1 : 32 - <i32>clz<u32>(<u32>(size - 1));
	return max(4, log / 4);
}

// @ts-ignore: decorator
@inline function clearLevels(): void {
	memory.fill(LEVELS, 0, 384);
}

// @ts-ignore: decorator
@inline function levelScalar<A>(level: i32, k: i32): usize {
	return LEVELS + level * 128 + k * sizeof<A>();
}

/** Moves a full level up, for `count` sums of type A. */
// @ts-ignore: decorator
@inline function carry<A>(from: i32, count: i32): void {
	for (let k = 0; k < count; k++) {
		const low = levelScalar<A>(from, k), high = levelScalar<A>(from + 1, k);
		store<A>(high, <A>(load<A>(high) + load<A>(low)));
		store<A>(low, <A>0);
	}
}

/** One running sum in cascaded levels: how a column is summed beside others. */
export function columnSum<S, A>(p: usize, n: i32, step: i32): A {
	const power = levelPower(n), block = 1 << power, mask = block - 1;
	clearLevels();
	let i = 0;
	while (i + block <= n) {
		let sum: A = <A>0;
		for (let j = 0; j < block; j++, p += step) {
			sum = <A>(sum + <A>changetype<S>(0).get(p));
		}
		i += block;
		store<A>(levelScalar<A>(0, 0), <A>(load<A>(levelScalar<A>(0, 0)) + sum));
		if ((i & (mask << power)) == 0) {
			carry<A>(0, 1);
			if ((i & (mask << (2 * power))) == 0) {
				carry<A>(1, 1);
			}
		}
	}
	let total: A = <A>0;
	for (; i < n; i++, p += step) {
		total = <A>(total + <A>changetype<S>(0).get(p));
	}
	for (let level = 0; level < 3; level++) {
		total = <A>(total + load<A>(levelScalar<A>(level, 0)));
	}
	return total;
}

/** Four running sums side by side, each in cascaded levels, then added: how a row by itself is summed. */
export function rowSum<S, A>(p: usize, n: i32, step: i32): A {
	const size = n >> 2, power = levelPower(size), block = 1 << power, mask = block - 1;
	clearLevels();
	let i = 0;
	let a: A = <A>0, b: A = <A>0, c: A = <A>0, d: A = <A>0;
	while (i + block <= size) {
		a = <A>0;
		b = <A>0;
		c = <A>0;
		d = <A>0;
		for (let j = 0; j < block; j++, p += step << 2) {
			a = <A>(a + <A>changetype<S>(0).get(p));
			b = <A>(b + <A>changetype<S>(0).get(p + step));
			c = <A>(c + <A>changetype<S>(0).get(p + 2 * step));
			d = <A>(d + <A>changetype<S>(0).get(p + 3 * step));
		}
		i += block;
		store<A>(levelScalar<A>(0, 0), <A>(load<A>(levelScalar<A>(0, 0)) + a));
		store<A>(levelScalar<A>(0, 1), <A>(load<A>(levelScalar<A>(0, 1)) + b));
		store<A>(levelScalar<A>(0, 2), <A>(load<A>(levelScalar<A>(0, 2)) + c));
		store<A>(levelScalar<A>(0, 3), <A>(load<A>(levelScalar<A>(0, 3)) + d));
		if ((i & (mask << power)) == 0) {
			carry<A>(0, 4);
			if ((i & (mask << (2 * power))) == 0) {
				carry<A>(1, 4);
			}
		}
	}
	a = <A>0;
	b = <A>0;
	c = <A>0;
	d = <A>0;
	for (; i < size; i++, p += step << 2) {
		a = <A>(a + <A>changetype<S>(0).get(p));
		b = <A>(b + <A>changetype<S>(0).get(p + step));
		c = <A>(c + <A>changetype<S>(0).get(p + 2 * step));
		d = <A>(d + <A>changetype<S>(0).get(p + 3 * step));
	}
	for (let level = 0; level < 3; level++) {
		a = <A>(a + load<A>(levelScalar<A>(level, 0)));
		b = <A>(b + load<A>(levelScalar<A>(level, 1)));
		c = <A>(c + load<A>(levelScalar<A>(level, 2)));
		d = <A>(d + load<A>(levelScalar<A>(level, 3)));
	}
	for (i = size << 2; i < n; i++, p += step) {
		a = <A>(a + <A>changetype<S>(0).get(p));
	}
	return <A>(<A>(<A>(a + b) + c) + d);
}

/** A dense row of float32 or float64 of at least 32 bytes: as `rowSum`, with 32-byte vectors for numbers. */
export function denseSum<T>(start: usize, n: i32): T {
	const bytes = <i32>sizeof<T>(), lanes = 32 / bytes;
	const vectors = n / lanes, size = vectors >> 2, power = levelPower(size), block = 1 << power, mask = block - 1;
	clearLevels();
	let p = start;
	let i = 0;
	let a0 = i64x2.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
	for (;;) {
		const isWhole = i + block <= size;
		const end = isWhole ? i + block : size;
		a0 = i64x2.splat(0);
		a1 = a0;
		b0 = a0;
		b1 = a0;
		c0 = a0;
		c1 = a0;
		d0 = a0;
		d1 = a0;
		for (; i < end; i++, p += 128) {
			a0 = v128.add<T>(a0, v128.load(p));
			a1 = v128.add<T>(a1, v128.load(p, 16));
			b0 = v128.add<T>(b0, v128.load(p, 32));
			b1 = v128.add<T>(b1, v128.load(p, 48));
			c0 = v128.add<T>(c0, v128.load(p, 64));
			c1 = v128.add<T>(c1, v128.load(p, 80));
			d0 = v128.add<T>(d0, v128.load(p, 96));
			d1 = v128.add<T>(d1, v128.load(p, 112));
		}
		if (!isWhole) {
			break;
		}
		v128.store(LEVELS, v128.add<T>(v128.load(LEVELS), a0));
		v128.store(LEVELS, v128.add<T>(v128.load(LEVELS, 16), a1), 16);
		v128.store(LEVELS, v128.add<T>(v128.load(LEVELS, 32), b0), 32);
		v128.store(LEVELS, v128.add<T>(v128.load(LEVELS, 48), b1), 48);
		v128.store(LEVELS, v128.add<T>(v128.load(LEVELS, 64), c0), 64);
		v128.store(LEVELS, v128.add<T>(v128.load(LEVELS, 80), c1), 80);
		v128.store(LEVELS, v128.add<T>(v128.load(LEVELS, 96), d0), 96);
		v128.store(LEVELS, v128.add<T>(v128.load(LEVELS, 112), d1), 112);
		if ((i & (mask << power)) == 0) {
			carry<T>(0, 128 / bytes);
			if ((i & (mask << (2 * power))) == 0) {
				carry<T>(1, 128 / bytes);
			}
		}
	}
	for (let level: usize = LEVELS; level < LEVELS + 384; level += 128) {
		a0 = v128.add<T>(a0, v128.load(level));
		a1 = v128.add<T>(a1, v128.load(level, 16));
		b0 = v128.add<T>(b0, v128.load(level, 32));
		b1 = v128.add<T>(b1, v128.load(level, 48));
		c0 = v128.add<T>(c0, v128.load(level, 64));
		c1 = v128.add<T>(c1, v128.load(level, 80));
		d0 = v128.add<T>(d0, v128.load(level, 96));
		d1 = v128.add<T>(d1, v128.load(level, 112));
	}
	for (let k = size << 2; k < vectors; k++, p += 32) {
		a0 = v128.add<T>(a0, v128.load(p));
		a1 = v128.add<T>(a1, v128.load(p, 16));
	}
	a0 = v128.add<T>(v128.add<T>(v128.add<T>(a0, b0), c0), d0);
	a1 = v128.add<T>(v128.add<T>(v128.add<T>(a1, b1), c1), d1);
	let total: T = <T>0;
	for (let k = vectors * lanes; k < n; k++) {
		total = <T>(total + load<T>(start + k * bytes));
	}
	v128.store(LEVELS, a0);
	v128.store(LEVELS, a1, 16);
	for (let k = 0; k < lanes; k++) {
		total = <T>(total + load<T>(LEVELS + k * bytes));
	}
	return total;
}
