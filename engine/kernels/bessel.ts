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
