/**
 * Orthogonal polynomials by their recurrences, in float64: of degree n at x, n a whole number (what is behind its point is
 * dropped); 0 of a negative degree. (AssemblyScript.)
 */

import { i0, j0 } from './bessel';

/** Beyond this degree a recurrence would take seconds: it is told by its limit, a Bessel function (Hilb's formula). */
const LONG: f64 = 134217728;

/** Chebyshev's four kinds start alike but for their second: t, t + t, and one less or more. */
export const FIRST = 0, SECOND = 1, THIRD = 2, FOURTH = 3;

/** PyTorch casts the degree to int64, where infinity, NaN and what is too large are the least number. */
function whole(degree: f64): f64 {
	return degree < 9223372036854775808.0 ? trunc<f64>(degree) : -1;
}

/** At ±1 the recurrence would stand still, and within them a long one is a cosine. */
export function chebyshev(kind: i32, x: f64, degree: f64): f64 {
	const n = whole(degree);
	if (n < 0) {
		return 0;
	}
	const isOdd = n % 2 != 0;
	if (abs(x) == 1) {
		const size = kind == FIRST ? 1 : kind == SECOND ? n + 1 : (kind == THIRD) == (x > 0) ? 1 : n + n + 1;
		return x < 0 && isOdd ? -size : size;
	}
	if (n > 6 && abs(x) < 1) {
		const angle = NativeMath.acos(x);
		switch (kind) {
			case FIRST: return NativeMath.cos(n * angle);
			case SECOND: return NativeMath.sin((n + 1) * angle) / NativeMath.sin(angle);
			case THIRD: return NativeMath.cos((n + 0.5) * angle) / NativeMath.cos(angle / 2);
			default: return NativeMath.sin((n + 0.5) * angle) / NativeMath.sin(angle / 2);
		}
	}
	let before = 1.0;
	let value = kind == FIRST ? x : kind == SECOND ? x + x : kind == THIRD ? x + x - 1 : x + x + 1;
	if (n == 0) {
		return 1;
	}
	for (let k = 2.0; k <= n && value == value; k++) {
		const next = (x + x) * value - before;
		before = value;
		value = next;
	}
	return value;
}

/** Hermite's, the physicists' (factor 2) or the probabilists' (1). */
export function hermite(factor: f64, x: f64, degree: f64): f64 {
	const n = whole(degree);
	if (n < 0) {
		return 0;
	}
	if (n == 0) {
		return 1;
	}
	let before = 1.0;
	let value = factor * x;
	for (let k = 1.0; k < n && value == value; k++) {
		const next = factor * (x * value - k * before);
		before = value;
		value = next;
	}
	return value;
}

export function laguerre(x: f64, degree: f64): f64 {
	const n = whole(degree);
	if (n < 0) {
		return 0;
	}
	if (n == 0 || x == 0) {
		return 1;
	}
	if (n > LONG && abs(x) < 1e6) {
		const reach = 2 * sqrt((n + 0.5) * abs(x));
		return NativeMath.exp(x / 2) * (x > 0 ? j0(reach) : i0(reach));
	}
	let before = 1.0;
	let value = 1 - x;
	for (let k = 1.0; k < n && value == value; k++) {
		const next = ((k + k + (1 - x)) * value - k * before) / (k + 1);
		before = value;
		value = next;
	}
	return value;
}

export function legendre(x: f64, degree: f64): f64 {
	const n = whole(degree);
	if (n < 0) {
		return 0;
	}
	if (n == 0 || abs(x) == 1) {
		return x < 0 && n % 2 != 0 ? -1 : 1;
	}
	if (n > LONG && abs(x) < 2) {
		const sign: f64 = x < 0 && n % 2 != 0 ? -1 : 1;
		if (abs(x) < 1) {
			const angle = NativeMath.acos(abs(x));
			return sign * sqrt(angle / NativeMath.sin(angle)) * j0((n + 0.5) * angle);
		}
		const angle = NativeMath.acosh(abs(x));
		return sign * sqrt(angle / NativeMath.sinh(angle)) * i0((n + 0.5) * angle);
	}
	let before = 1.0;
	let value = x;
	for (let k = 1.0; k < n && value == value; k++) {
		const next = ((k + k + 1) * x * value - k * before) / (k + 1);
		before = value;
		value = next;
	}
	return value;
}
