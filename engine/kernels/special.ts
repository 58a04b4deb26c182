/**
 * Loops of the special functions (erf.ts, gamma.ts, bessel.ts): operand 0 is written, the others are read, in one float
 * dtype; each number is computed in float64 and rounded once. (AssemblyScript.)
 */
import { airy, i0, i0e, i1, i1e, j0, j1, k, scaledK, sphericalJ0, y } from './bessel';
import { BF16, F16, F32, F64, BFLOAT16, FLOAT16, FLOAT32, FLOAT64 } from './element';
import { erf, erfc, erfcx, erfinv, logNdtr, ndtri } from './erf';
import { digamma, igamma, igammac, lgamma, polygamma, trigamma, zeta } from './gamma';
import { address, next, size, stride } from './iterate';
import { chebyshev, FIRST, FOURTH, hermite, laguerre, legendre, SECOND, THIRD } from './polynomials';

/** `of` is told the type that is rounded to, as some of PyTorch's own steps are rounded before they cancel. */
@unmanaged class Erf { @inline of<C>(x: f64): f64 { return erf(x); } }
@unmanaged class Erfc { @inline of<C>(x: f64): f64 { return erfc(x); } }
@unmanaged class Erfcx { @inline of<C>(x: f64): f64 { return erfcx(x); } }
@unmanaged class Erfinv { @inline of<C>(x: f64): f64 { return erfinv(x); } }
@unmanaged class LogNdtr { @inline of<C>(x: f64): f64 { return logNdtr(<C>(<C>x * <C>0.7071067811865476)); } }
@unmanaged class Ndtri { @inline of<C>(x: f64): f64 { return ndtri(x); } }
@unmanaged class Lgamma { @inline of<C>(x: f64): f64 { return lgamma(x); } }
@unmanaged class Digamma { @inline of<C>(x: f64): f64 { return digamma(x); } }
@unmanaged class I0 { @inline of<C>(x: f64): f64 { return i0(x); } }
@unmanaged class I0e { @inline of<C>(x: f64): f64 { return i0e(x); } }
@unmanaged class I1 { @inline of<C>(x: f64): f64 { return i1(x); } }
@unmanaged class I1e { @inline of<C>(x: f64): f64 { return i1e(x); } }
@unmanaged class Acosh { @inline of<C>(x: f64): f64 { return NativeMath.acosh(x); } }
@unmanaged class Asinh { @inline of<C>(x: f64): f64 { return NativeMath.asinh(x); } }
@unmanaged class Atanh { @inline of<C>(x: f64): f64 { return NativeMath.atanh(x); } }
@unmanaged class Sinc {
	@inline of<C>(x: f64): f64 {
		const product = <f64><C>(<C>Math.PI * <C>x);
		return x == 0 ? 1 : <f64><C>NativeMath.sin(product) / product;
	}
}
@unmanaged class Entr { @inline of<C>(x: f64): f64 { return x > 0 ? -x * NativeMath.log(x) : x == 0 ? 0 : x != x ? x : -Infinity; } }
@unmanaged class Igamma { @inline of<C>(a: f64, b: f64): f64 { return igamma(a, b); } }
@unmanaged class Igammac { @inline of<C>(a: f64, b: f64): f64 { return igammac(a, b); } }
@unmanaged class Zeta { @inline of<C>(a: f64, b: f64): f64 { return zeta(a, b); } }
@unmanaged class Polygamma { @inline of<C>(a: f64, b: f64): f64 { return a == 0 ? digamma(b) : a == 1 ? <f64>trigamma<C>(<C>b) : polygamma(a, b); } }
@unmanaged class Hypot { @inline of<C>(a: f64, b: f64): f64 { return NativeMath.hypot(a, b); } }
@unmanaged class Xlogy { @inline of<C>(a: f64, b: f64): f64 { return b != b ? b : a == 0 ? 0 : a * NativeMath.log(b); } }
@unmanaged class Xlog1py { @inline of<C>(a: f64, b: f64): f64 { return b != b ? b : a == 0 ? 0 : a * NativeMath.log1p(b); } }
@unmanaged class Logaddexp {
	@inline of<C>(a: f64, b: f64): f64 { return abs(a) == Infinity && a == b ? a : max<f64>(a, b) + NativeMath.log1p(NativeMath.exp(-abs(a - b))); }
}
@unmanaged class Logaddexp2 {
	@inline of<C>(a: f64, b: f64): f64 { return abs(a) == Infinity && a == b ? a : max<f64>(a, b) + NativeMath.log1p(NativeMath.exp2(-abs(a - b))) / NativeMath.LN2; }
}
@unmanaged class AiryAi { @inline of<C>(x: f64): f64 { return airy(x); } }
@unmanaged class BesselJ0 { @inline of<C>(x: f64): f64 { return j0(x); } }
@unmanaged class BesselJ1 { @inline of<C>(x: f64): f64 { return j1(x); } }
@unmanaged class BesselY0 { @inline of<C>(x: f64): f64 { return y(0, x); } }
@unmanaged class BesselY1 { @inline of<C>(x: f64): f64 { return y(1, x); } }
@unmanaged class BesselK0 { @inline of<C>(x: f64): f64 { return k(0, x); } }
@unmanaged class BesselK1 { @inline of<C>(x: f64): f64 { return k(1, x); } }
@unmanaged class ScaledK0 { @inline of<C>(x: f64): f64 { return scaledK(0, x); } }
@unmanaged class ScaledK1 { @inline of<C>(x: f64): f64 { return scaledK(1, x); } }
@unmanaged class SphericalJ0 { @inline of<C>(x: f64): f64 { return sphericalJ0(x); } }
@unmanaged class ChebyshevT { @inline of<C>(a: f64, b: f64): f64 { return chebyshev(FIRST, a, b); } }
@unmanaged class ChebyshevU { @inline of<C>(a: f64, b: f64): f64 { return chebyshev(SECOND, a, b); } }
@unmanaged class ChebyshevV { @inline of<C>(a: f64, b: f64): f64 { return chebyshev(THIRD, a, b); } }
@unmanaged class ChebyshevW { @inline of<C>(a: f64, b: f64): f64 { return chebyshev(FOURTH, a, b); } }
@unmanaged class ShiftedT { @inline of<C>(a: f64, b: f64): f64 { return chebyshev(FIRST, a + a - 1, b); } }
@unmanaged class ShiftedU { @inline of<C>(a: f64, b: f64): f64 { return chebyshev(SECOND, a + a - 1, b); } }
@unmanaged class ShiftedV { @inline of<C>(a: f64, b: f64): f64 { return chebyshev(THIRD, a + a - 1, b); } }
@unmanaged class ShiftedW { @inline of<C>(a: f64, b: f64): f64 { return chebyshev(FOURTH, a + a - 1, b); } }
@unmanaged class HermiteH { @inline of<C>(a: f64, b: f64): f64 { return hermite(2, a, b); } }
@unmanaged class HermiteHe { @inline of<C>(a: f64, b: f64): f64 { return hermite(1, a, b); } }
@unmanaged class Laguerre { @inline of<C>(a: f64, b: f64): f64 { return laguerre(a, b); } }
@unmanaged class Legendre { @inline of<C>(a: f64, b: f64): f64 { return legendre(a, b); } }

function map<S, C, Op>(block: usize): void {
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, 1);
		let p0 = address(block, 0), p1 = address(block, 1);
		for (let i = 0; i < n; i++) {
			changetype<S>(0).put(p0, <C>changetype<Op>(0).of<C>(<f64>changetype<S>(0).get(p1)));
			p0 += s0;
			p1 += s1;
		}
	} while (next(block));
}

function map2<S, C, Op>(block: usize): void {
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, 1), s2 = stride(block, 2);
		let p0 = address(block, 0), p1 = address(block, 1), p2 = address(block, 2);
		for (let i = 0; i < n; i++) {
			changetype<S>(0).put(p0, <C>changetype<Op>(0).of<C>(<f64>changetype<S>(0).get(p1), <f64>changetype<S>(0).get(p2)));
			p0 += s0;
			p1 += s1;
			p2 += s2;
		}
	} while (next(block));
}

// @ts-ignore: decorator
@inline function one<Op>(dtype: i32, block: usize): void {
	switch (dtype) {
		case FLOAT16: return map<F16, f32, Op>(block);
		case BFLOAT16: return map<BF16, f32, Op>(block);
		case FLOAT32: return map<F32, f32, Op>(block);
		case FLOAT64: return map<F64, f64, Op>(block);
	}
}

// @ts-ignore: decorator
@inline function two<Op>(dtype: i32, block: usize): void {
	switch (dtype) {
		case FLOAT16: return map2<F16, f32, Op>(block);
		case BFLOAT16: return map2<BF16, f32, Op>(block);
		case FLOAT32: return map2<F32, f32, Op>(block);
		case FLOAT64: return map2<F64, f64, Op>(block);
	}
}

/** Those of which PyTorch has no 16-bit loops. */
// @ts-ignore: decorator
@inline function wideOne<Op>(dtype: i32, block: usize): void {
	switch (dtype) {
		case FLOAT32: return map<F32, f32, Op>(block);
		case FLOAT64: return map<F64, f64, Op>(block);
	}
}

// @ts-ignore: decorator
@inline function wideTwo<Op>(dtype: i32, block: usize): void {
	switch (dtype) {
		case FLOAT32: return map2<F32, f32, Op>(block);
		case FLOAT64: return map2<F64, f64, Op>(block);
	}
}

export function erf_(dtype: i32, block: usize): void { one<Erf>(dtype, block); }
export function erfc_(dtype: i32, block: usize): void { one<Erfc>(dtype, block); }
export function erfcx_(dtype: i32, block: usize): void { wideOne<Erfcx>(dtype, block); }
export function erfinv_(dtype: i32, block: usize): void { one<Erfinv>(dtype, block); }
export function log_ndtr(dtype: i32, block: usize): void { wideOne<LogNdtr>(dtype, block); }
export function ndtri_(dtype: i32, block: usize): void { wideOne<Ndtri>(dtype, block); }
export function lgamma_(dtype: i32, block: usize): void { one<Lgamma>(dtype, block); }
export function digamma_(dtype: i32, block: usize): void { one<Digamma>(dtype, block); }
export function i0_(dtype: i32, block: usize): void { one<I0>(dtype, block); }
export function i0e_(dtype: i32, block: usize): void { one<I0e>(dtype, block); }
export function i1_(dtype: i32, block: usize): void { one<I1>(dtype, block); }
export function i1e_(dtype: i32, block: usize): void { one<I1e>(dtype, block); }
export function acosh(dtype: i32, block: usize): void { one<Acosh>(dtype, block); }
export function asinh(dtype: i32, block: usize): void { one<Asinh>(dtype, block); }
export function atanh(dtype: i32, block: usize): void { one<Atanh>(dtype, block); }
export function sinc(dtype: i32, block: usize): void { one<Sinc>(dtype, block); }
export function entr(dtype: i32, block: usize): void { one<Entr>(dtype, block); }
export function igamma_(dtype: i32, block: usize): void { two<Igamma>(dtype, block); }
export function igammac_(dtype: i32, block: usize): void { two<Igammac>(dtype, block); }
export function zeta_(dtype: i32, block: usize): void { wideTwo<Zeta>(dtype, block); }
export function polygamma_(dtype: i32, block: usize): void { two<Polygamma>(dtype, block); }
export function hypot(dtype: i32, block: usize): void { two<Hypot>(dtype, block); }
export function xlogy(dtype: i32, block: usize): void { two<Xlogy>(dtype, block); }
export function xlog1py(dtype: i32, block: usize): void { two<Xlog1py>(dtype, block); }
export function logaddexp(dtype: i32, block: usize): void { two<Logaddexp>(dtype, block); }
export function logaddexp2(dtype: i32, block: usize): void { two<Logaddexp2>(dtype, block); }
export function airy_ai(dtype: i32, block: usize): void { wideOne<AiryAi>(dtype, block); }
export function bessel_j0(dtype: i32, block: usize): void { wideOne<BesselJ0>(dtype, block); }
export function bessel_j1(dtype: i32, block: usize): void { wideOne<BesselJ1>(dtype, block); }
export function bessel_y0(dtype: i32, block: usize): void { wideOne<BesselY0>(dtype, block); }
export function bessel_y1(dtype: i32, block: usize): void { wideOne<BesselY1>(dtype, block); }
export function modified_bessel_k0(dtype: i32, block: usize): void { wideOne<BesselK0>(dtype, block); }
export function modified_bessel_k1(dtype: i32, block: usize): void { wideOne<BesselK1>(dtype, block); }
export function scaled_modified_bessel_k0(dtype: i32, block: usize): void { wideOne<ScaledK0>(dtype, block); }
export function scaled_modified_bessel_k1(dtype: i32, block: usize): void { wideOne<ScaledK1>(dtype, block); }
export function spherical_bessel_j0(dtype: i32, block: usize): void { wideOne<SphericalJ0>(dtype, block); }
export function chebyshev_polynomial_t(dtype: i32, block: usize): void { wideTwo<ChebyshevT>(dtype, block); }
export function chebyshev_polynomial_u(dtype: i32, block: usize): void { wideTwo<ChebyshevU>(dtype, block); }
export function chebyshev_polynomial_v(dtype: i32, block: usize): void { wideTwo<ChebyshevV>(dtype, block); }
export function chebyshev_polynomial_w(dtype: i32, block: usize): void { wideTwo<ChebyshevW>(dtype, block); }
export function shifted_chebyshev_polynomial_t(dtype: i32, block: usize): void { wideTwo<ShiftedT>(dtype, block); }
export function shifted_chebyshev_polynomial_u(dtype: i32, block: usize): void { wideTwo<ShiftedU>(dtype, block); }
export function shifted_chebyshev_polynomial_v(dtype: i32, block: usize): void { wideTwo<ShiftedV>(dtype, block); }
export function shifted_chebyshev_polynomial_w(dtype: i32, block: usize): void { wideTwo<ShiftedW>(dtype, block); }
export function hermite_polynomial_h(dtype: i32, block: usize): void { wideTwo<HermiteH>(dtype, block); }
export function hermite_polynomial_he(dtype: i32, block: usize): void { wideTwo<HermiteHe>(dtype, block); }
export function laguerre_polynomial_l(dtype: i32, block: usize): void { wideTwo<Laguerre>(dtype, block); }
export function legendre_polynomial_p(dtype: i32, block: usize): void { wideTwo<Legendre>(dtype, block); }
