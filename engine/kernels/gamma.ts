/**
 * The gamma function's logarithm and its derivatives, Hurwitz' zeta, and the incomplete gamma functions, in float64.
 * (AssemblyScript.)
 */

import { erfc } from './erf';

const LOG_ROOT_TWO_PI: f64 = 0.9189385332046728;
const LOG_PI: f64 = 1.1447298858494002;

/** log Γ(2 + t) of numbers from -0.5 to 0.5; fitted to 50 digits of it. */
function nearTwo(t: f64): f64 {
	return t * (0.42278433509846713 + t * (0.3224670334241132 + t * (-0.06735230105319809 + t * (0.02058080842778463 + t * (-0.007385551028674112 + t * (0.0028905103307343394 + t * (-0.0011927539116953513 + t * (0.0005096695250262799 + t * (-0.00022315475870541318 + t * (9.945750665169756e-05 + t * (-4.4926232067590164e-05 + t * (2.0507292365464966e-05 + t * (-9.439542157811552e-06 + t * (4.374221208333783e-06 + t * (-2.0388179147899775e-06 + t * (9.584290249224467e-07 + t * (-4.511226578219266e-07 + t * (2.0192169921430407e-07 + t * (-9.500561364952553e-08 + t * (6.473973449314896e-08 + t * (-3.132113095718165e-08)))))))))))))))))))));
}

/** sin(πx), with as many digits of large numbers as of small ones. */
function sinPi(x: f64): f64 {
	const whole = nearest<f64>(x);
	const value = NativeMath.sin(Math.PI * (x - whole));
	return abs(whole) % 2 == 1 ? -value : value;
}

export function lgamma(x: f64): f64 {
	if (x != x || abs(x) == Infinity) {
		return x * x;
	}
	if (x <= 0) {
		// Euler's reflection; a pole at every whole number.
		return x == floor<f64>(x) ? Infinity : abs(x) < 1e-20 ? -NativeMath.log(-x) : LOG_PI - NativeMath.log(abs(sinPi(x))) - lgamma(1 - x);
	}
	if (x < 0.5) {
		return nearTwo(x) - NativeMath.log1p(x) - NativeMath.log(x);
	}
	if (x < 1.5) {
		return nearTwo(x - 1) - NativeMath.log1p(x - 1);
	}
	if (x < 8) {
		let factor = 1.0;
		let rest = x;
		while (rest > 2.5) {
			rest -= 1;
			factor *= rest;
		}
		return nearTwo(rest - 2) + NativeMath.log(factor);
	}
	if (x > 1e17) {
		return x * (NativeMath.log(x) - 1);
	}
	const z = 1 / (x * x);
	return (x - 0.5) * NativeMath.log(x) - x + LOG_ROOT_TWO_PI + (1 / 12.0 + z * (-1 / 360.0 + z * (1 / 1260.0 + z * (-1 / 1680.0 + z * (1 / 1188.0 + z * (-691 / 360360.0 + z / 156.0)))))) / x;
}

export function digamma(x: f64): f64 {
	if (x == 0) {
		return copysign<f64>(Infinity, -x);
	}
	if (x < 0) {
		if (x == floor<f64>(x)) {
			return NaN;
		}
		const rest = x - nearest<f64>(x);
		return digamma(1 - x) - Math.PI / NativeMath.tan(Math.PI * rest);
	}
	let sum = 0.0;
	let at = x;
	while (at < 10) {
		sum -= 1 / at;
		at += 1;
	}
	if (at == Infinity) {
		return Infinity;
	}
	const z = 1 / (at * at);
	return sum + NativeMath.log(at) - 0.5 / at - z * (1 / 12.0 - z * (1 / 120.0 - z * (1 / 252.0 - z * (1 / 240.0 - z * (1 / 132.0 - z * (691 / 32760.0 - z / 12.0))))));
}

/** In PyTorch's own steps: its series is short, and a pole is met only as far as the sine of π is rounded. */
export function trigamma<C>(x: C): C {
	let sign: C = <C>1;
	let value: C = <C>0;
	let at = x;
	if (at < <C>0.5) {
		const sine = <C>NativeMath.sin(<f64><C>(<C>Math.PI * at));
		value = <C>-(<C>(Math.PI * Math.PI) / <C>(sine * sine));
		at = <C>(<C>1 - at);
		sign = <C>-1;
	}
	for (let i = 0; i < 6; i++) {
		value = <C>(value + <C>1 / <C>(at * at));
		at = <C>(at + <C>1);
	}
	const z = <C>(<C>1 / <C>(at * at));
	value = <C>(value + <C>(<C>1 + <C>(<C>1 / <C>(<C>2 * at)) + <C>(z * <C>(<C>(1 / 6.0) - <C>(z * <C>(<C>(1 / 30.0) - <C>(z * <C>(1 / 42.0))))))) / at);
	return <C>(sign * value);
}

/** Hurwitz' zeta by Euler's and Maclaurin's sum: ten terms, then an integral and its corrections. */
export function zeta(x: f64, q: f64): f64 {
	if (x == 1) {
		return Infinity;
	}
	if (!(x > 1)) {
		return NaN;
	}
	if (q <= 0) {
		if (q == floor<f64>(q)) {
			return Infinity;
		}
		if (x != floor<f64>(x)) {
			return NaN;
		}
	}
	let sum = 0.0;
	let at = q;
	for (let i = 0; i < 10 || at <= 9; i++) {
		const term = NativeMath.pow(at, -x);
		sum += term;
		at += 1;
		if (abs(term) < 1e-17 * abs(sum)) {
			return sum;
		}
	}
	const power = NativeMath.pow(at, -x);
	sum += power * at / (x - 1) + power / 2;
	// Bernoulli's numbers over factorials, times x (x + 1) … and falling powers.
	let factor = x * power / at;
	let n = 1.0;
	for (let k = 0; k < 12; k++) {
		const term = factor * bernoulli(k);
		sum += term;
		if (abs(term) < 1e-17 * abs(sum)) {
			break;
		}
		factor *= (x + n) * (x + n + 1) / (at * at);
		n += 2;
	}
	return sum;
}

/** B(2k + 2) / (2k + 2)! */
function bernoulli(k: i32): f64 {
	switch (k) {
		case 0: return 1 / 12.0;
		case 1: return -1 / 720.0;
		case 2: return 1 / 30240.0;
		case 3: return -1 / 1209600.0;
		case 4: return 1 / 47900160.0;
		case 5: return -691 / 1307674368000.0;
		case 6: return 1 / 74724249600.0;
		case 7: return -3617 / 10670622842880000.0;
		case 8: return 43867 / 5109094217170944000.0;
		case 9: return -174611 / 802857662698291200000.0;
		case 10: return 77683 / 14101100039391805440000.0;
		default: return -236364091 / 1693824136731743669452800000.0;
	}
}

/** The n-th derivative of digamma, from the second on. */
export function polygamma(n: f64, x: f64): f64 {
	const size = NativeMath.exp(lgamma(n + 1)) * zeta(n + 1, x);
	return n % 2 == 0 ? -size : size;
}

/** x^a e^-x / Γ(a) */
function scale(a: f64, x: f64): f64 {
	return NativeMath.exp(a * NativeMath.log(x) - x - lgamma(a));
}

/** The lower incomplete gamma function over Γ(a), as its series; for x that is not much more than a. */
function lowerSeries(a: f64, x: f64): f64 {
	let term = 1 / a;
	let sum = term;
	for (let n = 1; n < 5000 && term > sum * 1e-17; n++) {
		term *= x / (a + n);
		sum += term;
	}
	return sum * scale(a, x);
}

/** The upper one as its continued fraction (Lentz' method); for x above a. */
function upperFraction(a: f64, x: f64): f64 {
	let b = x + 1 - a;
	let c = 1e300;
	let d = 1 / b;
	let value = d;
	for (let i = 1; i < 5000; i++) {
		const factor = -i * (i - a);
		b += 2;
		d = 1 / (factor * d + b);
		c = b + factor / c;
		const change = c * d;
		value *= change;
		if (abs(change - 1) < 1e-16) {
			break;
		}
	}
	return value * scale(a, x);
}

/** From which a on the series and the fraction need too many terms: about nine roots of a. */
const LARGE: f64 = 1e5;

/** Of a large a the lower (sign -1) or the upper one (1): Temme's expansion by powers of 1 / a. */
function uniform(a: f64, x: f64, sign: f64): f64 {
	const by = (x - a) / a;
	if (abs(by) > 0.13) {
		// All of it lies on one side, to the least number.
		return sign * by < 0 ? 1 : 0;
	}
	// by - log1p(by) over by² / 2, as its series: the difference would lose its digits.
	let power = 1.0;
	let sum = 1.0;
	for (let n = 3.0; abs(power) > 1e-18; n++) {
		power *= -by;
		sum += 2 * power / n;
	}
	const eta = by * sqrt<f64>(sum);
	const c0 = -1 / 3.0 + eta * (1 / 12.0 + eta * (-2 / 135.0 + eta * (1 / 864.0 + eta * (1 / 2835.0 + eta * (-139 / 777600.0 + eta * (1 / 25515.0 + eta * (-571 / 261273600.0 + eta * (-281 / 151559100.0))))))));
	const c1 = -1 / 540.0 + eta * (-1 / 288.0 + eta * (1 / 378.0 + eta * (-77 / 77760.0 + eta / 4860.0)));
	const c2 = 25 / 6048.0;
	const rest = NativeMath.exp(-a * eta * eta / 2) / sqrt<f64>(2 * Math.PI * a) * (c0 + (c1 + c2 / a) / a);
	return erfc(sign * eta * sqrt<f64>(a / 2)) / 2 + sign * rest;
}

export function igamma(a: f64, x: f64): f64 {
	if (x < 0 || a < 0 || x != x || a != a) {
		return NaN;
	}
	if (a == 0) {
		return x > 0 ? 1 : NaN;
	}
	if (x == 0) {
		return 0;
	}
	if (a == Infinity) {
		return x == Infinity ? NaN : 0;
	}
	return x == Infinity ? 1 : a > LARGE ? uniform(a, x, -1) : x > 1 && x > a ? 1 - upperFraction(a, x) : lowerSeries(a, x);
}

export function igammac(a: f64, x: f64): f64 {
	if (x < 0 || a < 0 || x != x || a != a) {
		return NaN;
	}
	if (a == 0) {
		return x > 0 ? 0 : NaN;
	}
	if (x == 0) {
		return 1;
	}
	if (a == Infinity) {
		return x == Infinity ? NaN : 1;
	}
	return x == Infinity ? 0 : a > LARGE ? uniform(a, x, 1) : x > 1 && x > a ? upperFraction(a, x) : 1 - lowerSeries(a, x);
}
