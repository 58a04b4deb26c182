/**
 * Softmax of long dense float32 rows, four numbers at a time. Exponentials are float32's own (an error of about one unit in the
 * last place), where the operators that small tensors are computed with round once from float64. (AssemblyScript.)
 */
import { denseSum } from './sum';

// @ts-ignore: decorator
@inline function splat(x: f32): v128 {
	return f32x4.splat(x);
}

/** e to the x of four x of at most 0, by e^x = 2^n e^r with |r| at most half of ln 2. NaN stays NaN. */
// @ts-ignore: decorator
@inline function powers(given: v128): v128 {
	// Below -104 even the least float32 is too large.
	const x = f32x4.pmax(given, splat(-104));
	// Added to 1.5 · 2^23 a number is rounded to an integer, which is in the lowest bits.
	const shifted = f32x4.add(f32x4.mul(x, splat(1.44269504)), splat(12582912)), n = f32x4.sub(shifted, splat(12582912));
	// ln 2 in two parts, of which the first has so few bits that n times it is exact.
	const r = f32x4.sub(f32x4.sub(x, f32x4.mul(n, splat(0.693359375))), f32x4.mul(n, splat(-2.12194440e-4)));
	let p = splat(1.9841270e-4);
	p = f32x4.add(f32x4.mul(p, r), splat(1.3888889e-3));
	p = f32x4.add(f32x4.mul(p, r), splat(8.3333333e-3));
	p = f32x4.add(f32x4.mul(p, r), splat(4.1666667e-2));
	p = f32x4.add(f32x4.mul(p, r), splat(0.16666667));
	p = f32x4.add(f32x4.mul(p, r), splat(0.5));
	p = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(r, r), p), r), splat(1));
	// 2^n in two factors, as those below 2^-126 are no normal numbers.
	const whole = i32x4.sub(shifted, splat(12582912)), half = i32x4.shr_s(whole, 1);
	return f32x4.mul(f32x4.mul(p, twoTo(half)), twoTo(i32x4.sub(whole, half)));
}

// @ts-ignore: decorator
@inline function twoTo(n: v128): v128 {
	return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

/** As `f32x4.pmax` of all; what is NaN is passed over. */
function largest(p: usize, n: i32): f32 {
	let most = splat(-Infinity), others = most;
	let i = 0;
	for (; i + 8 <= n; i += 8, p += 32) {
		most = f32x4.pmax(most, v128.load(p));
		others = f32x4.pmax(others, v128.load(p, 16));
	}
	most = f32x4.pmax(most, others);
	let result = max(max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)), max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)));
	for (; i < n; i++, p += 4) {
		const x = load<f32>(p);
		if (x > result) result = x;
	}
	return result;
}

/** Rows of n at `from`, one after another; n is at least 8. A NaN in a row makes all of it NaN. */
export function softmax(isLog: bool, rows: i32, n: i32, from: usize, to: usize): void {
	const whole = n & ~3, bytes = <usize>n << 2;
	for (let row = 0; row < rows; row++, from += bytes, to += bytes) {
		const top = splat(largest(from, n));
		for (let i = 0; i < whole; i += 4) v128.store(to + (i << 2), powers(f32x4.sub(v128.load(from + (i << 2)), top)));
		// The last vector overlaps the one before it.
		const last = bytes - 16;
		v128.store(to + last, powers(f32x4.sub(v128.load(from + last), top)));
		const sum = denseSum<f32>(to, n);
		if (isLog) {
			const log = splat(<f32>NativeMath.log(<f64>sum));
			for (let i = 0; i < whole; i += 4) v128.store(to + (i << 2), f32x4.sub(f32x4.sub(v128.load(from + (i << 2)), top), log));
			v128.store(to + last, f32x4.sub(f32x4.sub(v128.load(from + last), top), log));
		} else {
			const divisor = splat(sum);
			const end = f32x4.div(v128.load(to + last), divisor);
			for (let i = 0; i < whole; i += 4) v128.store(to + (i << 2), f32x4.div(v128.load(to + (i << 2)), divisor));
			v128.store(to + last, end);
		}
	}
}
