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

export function fma32(a: f32, b: f32, c: f32): f32 {
	const p = <f64>a * <f64>b;
	const s = p + <f64>c;
	if ((reinterpret<u64>(s) & 0x7ff0000000000000) == 0x7ff0000000000000) {
		return <f32>s;
	}
	return <f32>toOdd(s, sumError(p, <f64>c, s));
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
