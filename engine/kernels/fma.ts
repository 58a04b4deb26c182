/**
 * a*b + c rounded once, which WebAssembly has no instruction for. (AssemblyScript.)
 *
 * float32: the product is exact in float64; the sum is rounded to odd there, which makes the second rounding right.
 * float64: exact product and sums by Dekker and Knuth, combined with one rounding to odd (Boldo and Melquiond, 2008).
 */

/** x + y rounded to odd, given s = fl(x + y) and its exact error e. */
// @ts-ignore: decorator
@inline function toOdd(s: f64, e: f64): f64 {
	let bits = reinterpret<i64>(s);
	if (e != 0 && (bits & 1) == 0) {
		bits += (e > 0) == (s > 0) ? 1 : -1;
	}
	return reinterpret<f64>(bits);
}

// @ts-ignore: decorator
@inline function sumError(a: f64, b: f64, s: f64): f64 {
	const bb = s - a;
	return (a - (s - bb)) + (b - bb);
}

/** Rounding twice is wrong only where the first leaves the middle between two float32: those of normal numbers end in this. */
const BELOW: u64 = 0x1fffffff;
const MIDDLE: u64 = 0x10000000;
/** The least normal float32 as a float64: below it the middles end otherwise. */
const LEAST: f64 = 1.1754943508222875e-38;

// @ts-ignore: decorator
@inline export function fma32(a: f32, b: f32, c: f32): f32 {
	const p = <f64>a * <f64>b;
	const s = p + <f64>c;
	if ((reinterpret<u64>(s) & BELOW) == MIDDLE || (abs(s) < LEAST && s != 0)) {
		return <f32>toOdd(s, sumError(p, <f64>c, s));
	}
	return <f32>s;
}

// @ts-ignore: decorator
@inline function isRoundedTwice(s: v128): v128 {
	const isMiddle = i64x2.eq(v128.and(s, i64x2.splat(BELOW)), i64x2.splat(MIDDLE));
	return v128.or(isMiddle, v128.and(f64x2.lt(f64x2.abs(s), f64x2.splat(LEAST)), f64x2.ne(s, f64x2.splat(0))));
}

/** `fma32` of four at once. */
// @ts-ignore: decorator
@inline export function fmaLanes(a: v128, b: v128, c: v128): v128 {
	const low = f64x2.add(f64x2.mul(f64x2.promote_low_f32x4(a), f64x2.promote_low_f32x4(b)), f64x2.promote_low_f32x4(c));
	const high = f64x2.add(f64x2.mul(promoteHigh(a), promoteHigh(b)), promoteHigh(c));
	if (v128.any_true(v128.or(isRoundedTwice(low), isRoundedTwice(high)))) return oneByOne(a, b, c);
	return v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}

// @ts-ignore: decorator
@inline function promoteHigh(x: v128): v128 {
	return f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 1));
}

function oneByOne(a: v128, b: v128, c: v128): v128 {
	let result = f32x4.splat(fma32(f32x4.extract_lane(a, 0), f32x4.extract_lane(b, 0), f32x4.extract_lane(c, 0)));
	result = f32x4.replace_lane(result, 1, fma32(f32x4.extract_lane(a, 1), f32x4.extract_lane(b, 1), f32x4.extract_lane(c, 1)));
	result = f32x4.replace_lane(result, 2, fma32(f32x4.extract_lane(a, 2), f32x4.extract_lane(b, 2), f32x4.extract_lane(c, 2)));
	return f32x4.replace_lane(result, 3, fma32(f32x4.extract_lane(a, 3), f32x4.extract_lane(b, 3), f32x4.extract_lane(c, 3)));
}

/** 2^27 + 1 */
const SPLIT: f64 = 134217729;

// @ts-ignore: decorator
@inline function productError(a: f64, b: f64, p: f64): f64 {
	const ta = SPLIT * a;
	const ah = ta - (ta - a);
	const al = a - ah;
	const tb = SPLIT * b;
	const bh = tb - (tb - b);
	const bl = b - bh;
	return ((ah * bh - p) + ah * bl + al * bh) + al * bl;
}

// @ts-ignore: decorator
@inline function fmaInRange(a: f64, b: f64, c: f64): f64 {
	const uh = a * b;
	const ul = productError(a, b, uh);
	const th = c + ul;
	const tl = sumError(c, ul, th);
	const vh = uh + th;
	const vl = sumError(uh, th, vh);
	const z = tl + vl;
	return vh + toOdd(z, sumError(tl, vl, z));
}

export function fma64(a: f64, b: f64, c: f64): f64 {
	const product = a * b;
	const size = abs(product);
	const cSize = abs(c);
	// The exact steps need room above and below: outside it, scale by powers of two where that is exact.
	if (size < 1e290 && size > 1e-280 && cSize < 1e290 && (cSize > 1e-280 || cSize == 0) && abs(a) < 1e150 && abs(b) < 1e150) {
		return fmaInRange(a, b, c);
	}
	return fmaScaled(a, b, c);
}

/** Factors far apart in size, or a result near the ends of the range. */
function fmaScaled(a: f64, b: f64, c: f64): f64 {
	if (a == 0 || b == 0 || !(abs(a) < Infinity) || !(abs(b) < Infinity)) {
		return a * b + c;
	}
	if (!(abs(c) < Infinity)) {
		return c;
	}
	const ea = exponentOf(a);
	const eb = exponentOf(b);
	const ma = scale(a, -ea);
	const mb = scale(b, -eb);
	const e = ea + eb;
	if (c == 0) {
		return finish(ma * mb, productError(ma, mb, ma * mb), e);
	}
	const ec = exponentOf(c);
	if (ec - e > 120) {
		// The product is less than half a unit of c's last place: it only decides the direction of a tie, and c is no tie.
		return c;
	}
	if (e - ec > 120) {
		// c is far below the product's last place: it only decides a tie.
		const low = productError(ma, mb, ma * mb), nudge = c > 0 ? 1e-40 : -1e-40;
		return finish(ma * mb, low == 0 ? nudge : toOdd(low, nudge), e);
	}
	const mc = scale(c, -e);
	const uh = ma * mb;
	const ul = productError(ma, mb, uh);
	const th = mc + ul;
	const tl = sumError(mc, ul, th);
	const vh = uh + th;
	const vl = sumError(uh, th, vh);
	const z = tl + vl;
	return finish(vh, toOdd(z, sumError(tl, vl, z)), e);
}

/** (high + low) * 2^e rounded once, also where the result is subnormal. */
function finish(high: f64, low: f64, e: i32): f64 {
	const s = high + low;
	const error = low - (s - high);
	const size = exponentOf(s) + e;
	if (s != 0 && size == -1023) {
		// One bit is lost: an odd one is a tie, which the error decides.
		const bits = reinterpret<i64>(s);
		return (bits & 1) == 0 || error == 0 ? scale(s, e) : scale(reinterpret<f64>(bits + ((error > 0) == (s > 0) ? 1 : -1)), e);
	}
	if (s != 0 && size < -1022) {
		// Round to odd first: the last rounding is that of the subnormal result.
		return scale(toOdd(s, error), e);
	}
	return scale(s, e);
}

function exponentOf(x: f64): i32 {
	const bits = reinterpret<u64>(x);
	const e = <i32>((bits >> 52) & 0x7ff);
	if (e == 0) {
		return x == 0 ? 0 : <i32>((reinterpret<u64>(x * 18014398509481984) >> 52) & 0x7ff) - 1023 - 54;
	}
	return e - 1023;
}

// @ts-ignore: decorator
@inline function power(e: i32): f64 {
	return reinterpret<f64>(<u64>(1023 + e) << 52);
}

/** x * 2^e: all steps but the last are exact. */
function scale(x: f64, e: i32): f64 {
	let y = x;
	let n = e;
	while (n > 1000) {
		y *= power(1000);
		n -= 1000;
	}
	if (n < -1000) {
		y *= power(-960);
		n = max(n + 960, -1022);
	}
	return y * power(n);
}

// @ts-ignore: decorator
@inline export function fma<C>(a: C, b: C, c: C): C {
	if (isFloat<C>()) {
		if (sizeof<C>() == 4) {
			return <C>fma32(<f32>a, <f32>b, <f32>c);
		}
		return <C>fma64(<f64>a, <f64>b, <f64>c);
	}
	return <C>(a * b + c);
}
