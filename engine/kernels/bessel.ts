/**
 * Modified Bessel functions of the first kind, times exp(-|x|), in float64: the series of small numbers, whose terms all
 * add up, and the asymptotic one of large. (AssemblyScript.)
 */

const TWO_PI: f64 = 6.283185307179586;

/** Where the asymptotic series is exact to all digits. */
const FAR: f64 = 25;

/** Order 0 or 1 of a number that is not negative. */
function scaled(order: f64, x: f64): f64 {
	if (x == Infinity) {
		return 0;
	}
	if (x < FAR) {
		const quarter = x * x / 4;
		let term = order == 0 ? 1 : x / 2;
		let sum = term;
		for (let k = 1.0; term > sum * 1e-18; k++) {
			term *= quarter / (k * (k + order));
			sum += term;
		}
		return sum * NativeMath.exp(-x);
	}
	let term = 1.0;
	let sum = 1.0;
	for (let k = 1.0; k < 40; k++) {
		const odd = 2 * k - 1;
		term *= (odd * odd - 4 * order) / (8 * x * k);
		sum += term;
		if (abs(term) < 1e-17) {
			break;
		}
	}
	return sum / sqrt<f64>(TWO_PI * x);
}

export function i0e(x: f64): f64 {
	return scaled(0, abs(x));
}

export function i1e(x: f64): f64 {
	const value = scaled(1, abs(x));
	return x < 0 ? -value : value;
}

/** Times exp(|x|), a half of it at a time, as it may be too large alone; NaN of infinity, as in PyTorch. */
function unscaled(value: f64, x: f64): f64 {
	const half = NativeMath.exp(abs(x) / 2);
	return value * half * half;
}

export function i0(x: f64): f64 {
	return unscaled(i0e(x), x);
}

export function i1(x: f64): f64 {
	return unscaled(i1e(x), x);
}

/** Where the asymptotic series of J and Y are exact to all digits. */
const FAR_OUT: f64 = 30;

/** J (or, by a quarter turn, Y) of order 0 or 1 far out: a wave whose size and phase are series. */
function wave(order: f64, x: f64, isSecond: bool): f64 {
	let term = 1.0;
	let even = 1.0;
	let odd = 0.0;
	for (let k = 1.0; k < 40 && abs(term) > 1e-17; k++) {
		const step = 2 * k - 1;
		term *= (4 * order - step * step) / (8 * x * k);
		const turn = <i32>k & 3;
		if (turn == 1) {
			odd += term;
		} else if (turn == 2) {
			even -= term;
		} else if (turn == 3) {
			odd -= term;
		} else {
			even += term;
		}
	}
	// sin and cos of x less an odd number of eighths of a turn, by those of x itself.
	const s = NativeMath.sin(x), c = NativeMath.cos(x);
	const cosine = order == 0 ? c + s : s - c;
	const sine = order == 0 ? s - c : -(s + c);
	return (isSecond ? even * sine + odd * cosine : even * cosine - odd * sine) / sqrt<f64>(Math.PI * x);
}

/**
 * J of order 0 or 1 of a number that is not negative, or Y: by the recurrence from a high order downwards (Miller), scaled
 * so that J0 + 2 J2 + 2 J4 … is 1; Y is a sum of them (Neumann).
 */
function near(order: i32, x: f64, isSecond: bool): f64 {
	let n = <i32>(<i32>(x + 44) | 1);
	let above = 0.0;
	let here = 1e-280;
	let norm = 0.0;
	let sum = 0.0;
	let first = 0.0;
	for (; n > 0; n--) {
		// `here` is of order n.
		const half = n >> 1;
		if ((n & 1) == 0) {
			norm += 2 * here;
			if (order == 0) {
				sum += ((half & 1) == 1 ? here : -here) / half;
			}
		} else if (order == 1 && n > 1) {
			sum += ((half & 1) == 1 ? here : -here) * n / (<f64>half * (half + 1));
		}
		if (n == 1) {
			first = here;
		}
		const below = 2 * n / x * here - above;
		above = here;
		here = below;
	}
	norm += here;
	const value = (order == 0 ? here : first) / norm;
	if (!isSecond) {
		return value;
	}
	const log = NativeMath.log(x / 2) + 0.5772156649015329;
	return order == 0 ? 2 / Math.PI * (log * value + 2 * sum / norm) : 2 / Math.PI * ((log - 1) * value + (sum - here / x) / norm);
}

export function j0(x: f64): f64 {
	const size = abs(x);
	return size < 1e-4 ? 1 - x * x / 4 : size < FAR_OUT ? near(0, size, false) : wave(0, size, false);
}

export function j1(x: f64): f64 {
	const size = abs(x);
	return size < 1e-4 ? x / 2 * (1 - x * x / 8) : copysign<f64>(1, x) * (size < FAR_OUT ? near(1, size, false) : wave(1, size, false));
}

/** Of negative numbers there is none. */
export function y(order: i32, x: f64): f64 {
	if (!(x > 0)) {
		return x == 0 ? -Infinity : NaN;
	}
	if (x < 1e-4) {
		const log = NativeMath.log(x / 2) + 0.5772156649015329;
		return order == 0 ? 2 / Math.PI * (log * (1 - x * x / 4) + x * x / 4) : 2 / Math.PI * (log * x / 2 - x / 4 - 1 / x);
	}
	return x < FAR_OUT ? near(order, x, true) : wave(order, x, true);
}

/** exp(x) times the modified function of the second kind, as an integral over cosh, whose sum by even steps is exact. */
function secondKind(order: f64, x: f64): f64 {
	// A large number's integrand is narrow.
	const step = min<f64>(0.125, 0.6 / sqrt<f64>(x));
	let sum = 0.5;
	for (let t = step; t < 800; t += step) {
		const half = NativeMath.sinh(t / 2);
		const exponent = -2 * x * half * half + order * t;
		// The other half of the cosh, and of the line of integration, is as large.
		const term = NativeMath.exp(exponent) * (1 + NativeMath.exp(-2 * order * t)) / 2;
		sum += term;
		if (term < sum * 1e-18) {
			break;
		}
	}
	return sum * step;
}

/** Order 0 or 1, times exp(x). */
export function scaledK(order: f64, x: f64): f64 {
	return x > 0 ? x == Infinity ? 0 : secondKind(order, x) : x == 0 ? Infinity : NaN;
}

export function k(order: f64, x: f64): f64 {
	return scaledK(order, x) * NativeMath.exp(-x);
}

export function sphericalJ0(x: f64): f64 {
	return abs(x) == Infinity ? 0 : x == 0 ? 1 : NativeMath.sin(x) / x;
}

/** Airy's Ai (of infinity NaN, as in PyTorch): where it falls a modified function of order 1/3, near zero its series, and a wave where it swings. */
export function airy(x: f64): f64 {
	if (abs(x) == Infinity) {
		return NaN;
	}
	const size = abs(x);
	const zeta = 2 / 3.0 * size * sqrt<f64>(size);
	if (x > 1) {
		// Less than the least number, and zeta itself may be infinite.
		if (zeta > 746) {
			return 0;
		}
		return sqrt<f64>(x / 3) / Math.PI * secondKind(1 / 3.0, zeta) * NativeMath.exp(-zeta);
	}
	if (x > -8) {
		const cube = x * x * x;
		let even = 0.3550280538878172;
		let odd = 0.2588194037928068 * x;
		let value = even - odd;
		for (let n = 0.0; n < 60; n++) {
			even *= cube / ((3 * n + 2) * (3 * n + 3));
			odd *= cube / ((3 * n + 3) * (3 * n + 4));
			value += even - odd;
		}
		return value;
	}
	let term = 1.0;
	let even = 1.0;
	let odd = 0.0;
	for (let n = 1.0; n < 30 && abs(term) > 1e-17; n++) {
		const step = (6 * n - 5) * (6 * n - 3) * (6 * n - 1) / ((2 * n - 1) * 216 * n * zeta);
		term *= step;
		const turn = <i32>n & 3;
		if (turn == 1) {
			odd += term;
		} else if (turn == 2) {
			even -= term;
		} else if (turn == 3) {
			odd -= term;
		} else {
			even += term;
		}
	}
	const s = NativeMath.sin(zeta), c = NativeMath.cos(zeta);
	return ((s + c) * even + (s - c) * odd) / sqrt<f64>(2 * Math.PI * sqrt<f64>(size));
}
