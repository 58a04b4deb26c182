/**
 * Sums as NumPy's loops round them: pairwise along rows that lie densely (`pairwise_sum`: blocks of 128 with eight
 * accumulators, halves added), one row after another where the sums lie side by side. (AssemblyScript.)
 */
import { FLOAT32 } from './element';

const BLOCK = 128;

/** Of `n` numbers, at most a block: the eight accumulators are lanes, added as a tree. */
function block<T>(p: usize, n: i32): T {
	const step = <i32>sizeof<T>(), end = p + <usize>(n * step);
	// Of none it is 0, elsewhere it begins with -0, which changes no number.
	let sum: T = n == 0 ? <T>0 : <T>-0.0;
	if (n >= 8) {
		const last = p + <usize>((n - n % 8) * step);
		let a = v128.load(p), b = v128.load(p, 16), c = a, d = a;
		if (step == 8) {
			c = v128.load(p, 32);
			d = v128.load(p, 48);
		}
		for (p += 8 * step; p < last; p += 8 * step) {
			a = v128.add<T>(a, v128.load(p));
			b = v128.add<T>(b, v128.load(p, 16));
			if (step == 8) {
				c = v128.add<T>(c, v128.load(p, 32));
				d = v128.add<T>(d, v128.load(p, 48));
			}
		}
		sum = step == 8 ? <T>((pair64(a) + pair64(b)) + (pair64(c) + pair64(d))) : <T>(four32(a) + four32(b));
	}
	for (; p < end; p += step) {
		sum = <T>(sum + load<T>(p));
	}
	return sum;
}

// @ts-ignore: decorator
@inline function pair64(x: v128): f64 {
	return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

// @ts-ignore: decorator
@inline function four32(x: v128): f32 {
	return (f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1)) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3));
}

function pairwise<T>(p: usize, n: i32): T {
	if (n <= BLOCK) {
		return block<T>(p, n);
	}
	const left = (n >> 1) & ~7;
	return <T>(pairwise<T>(p, left) + pairwise<T>(p + <usize>left * sizeof<T>(), n - left));
}

/** `count` rows of `inner` numbers, added one after another. */
function addRows<T>(count: i32, inner: i32, from: usize, to: usize): void {
	const bytes = <usize>inner * sizeof<T>(), whole = to + (bytes & ~15), end = to + bytes;
	if (count == 0) {
		memory.fill(to, 0, bytes);
		return;
	}
	memory.copy(to, from, bytes);
	let p = from + bytes;
	for (let k = 1; k < count; k++) {
		let q = to;
		for (; q < whole; q += 16, p += 16) {
			v128.store(q, v128.add<T>(v128.load(q), v128.load(p)));
		}
		for (; q < end; q += sizeof<T>(), p += sizeof<T>()) {
			store<T>(q, <T>(load<T>(q) + load<T>(p)));
		}
	}
}

// @ts-ignore: decorator
@inline function sums<T>(outer: i32, count: i32, inner: i32, from: usize, to: usize): void {
	const row = <usize>count * inner * sizeof<T>();
	for (let i = 0; i < outer; i++, from += row, to += <usize>inner * sizeof<T>()) {
		if (inner == 1) {
			store<T>(to, pairwise<T>(from, count));
		} else {
			addRows<T>(count, inner, from, to);
		}
	}
}

/** Dense float32 or float64 of outer × count × inner: the sums over the middle. */
export function numpy_sum(dtype: i32, outer: i32, count: i32, inner: i32, from: usize, to: usize): void {
	if (dtype == FLOAT32) {
		sums<f32>(outer, count, inner, from, to);
	} else {
		sums<f64>(outer, count, inner, from, to);
	}
}
