/**
 * The error function and its kin, in float64. Polynomials were fitted to 50 digits of the functions themselves, to less
 * than half an ulp. (AssemblyScript.)
 */

const TWO_BY_ROOT_PI: f64 = 1.1283791670955126;

/** Of numbers from -1 to 1. */
function erfSmall(x: f64): f64 {
	const z = x * x;
	return x * (1.1283791670955126 + z * (-0.3761263890318375 + z * (0.11283791670954882 + z * (-0.026866170645077334 + z * (0.005223977624823223 + z * (-0.0008548326981129666 + z * (0.00012055331122299266 + z * (-1.4925595519506043e-05 + z * (1.6461004480962034e-06 + z * (-1.6350354461959655e-07 + z * (1.4660051998394848e-08 + z * (-1.1373902296430911e-09 + z * (5.958930743134941e-11)))))))))))));
}

/** exp(-x²), with the rounding of x² made good. */
export function expOfSquare(x: f64): f64 {
	const head = reinterpret<f64>(reinterpret<u64>(x) & 0xffffffff00000000);
	return NativeMath.exp(-head * head) * NativeMath.exp(-(x - head) * (x + head));
}

/** exp(x²) erfc(x) of a number that is not negative: times 1 + 2x it is smooth in (x - 4) / (x + 4). */
function erfcxPositive(x: f64): f64 {
	if (x > 1e8) {
		return 0.5641895835477563 / x;
	}
	const t = (x - 4) / (x + 4);
	return (1.2329951186255526 + t * (-0.1396211168405625 + t * (0.015379652102619604 + t * (0.0680970542546904 + t * (-0.10103906603630056 + t * (0.09373283499843826 + t * (-0.06633036581218697 + t * (0.03716751553592911 + t * (-0.016197734059799265 + t * (0.005031969992669933 + t * (-0.0007577732613730956 + t * (-0.0001992567757633648 + t * (0.0001506214900124047 + t * (-2.4398944545280832e-05 + t * (-1.1221287012353486e-05 + t * (5.709206053072183e-06 + t * (2.919733377963012e-07 + t * (-8.249198427508354e-07 + t * (7.746992727017941e-08 + t * (1.1009737295274889e-07 + t * (-2.05606492756992e-08 + t * (-1.4709550868669278e-08 + t * (3.1695881915648173e-09 + t * (1.7903326159489847e-09 + t * (-2.659599690242689e-10 + t * (-1.374652989001164e-10)))))))))))))))))))))))))) / (1 + 2 * x);
}

export function erfcx(x: f64): f64 {
	return x >= 0 ? erfcxPositive(x) : x < -27 ? Infinity : 2 / expOfSquare(x) - erfcxPositive(-x);
}

export function erf(x: f64): f64 {
	if (!(abs(x) > 1)) {
		return erfSmall(x);
	}
	const size = abs(x);
	const value = size > 6 ? 1 : 1 - expOfSquare(size) * erfcxPositive(size);
	return x < 0 ? -value : value;
}

export function erfc(x: f64): f64 {
	if (x < 0.5) {
		return 1 - erf(x);
	}
	return x > 28 ? 0 : x != x ? x : expOfSquare(x) * erfcxPositive(x);
}

/** The x of which erfc is `chance`, from 0 to 1: a first guess (Winitzki's), bettered by Halley's method. */
export function erfcinv(chance: f64): f64 {
	if (!(chance > 0 && chance < 1)) {
		return chance == 0 ? Infinity : chance == 1 ? 0 : NaN;
	}
	const log = NativeMath.log(chance * (2 - chance));
	const half = 4.330746750799873 + log / 2;
	let x = sqrt<f64>(sqrt<f64>(half * half - log / 0.147) - half);
	for (let i = 0; i < 3; i++) {
		const miss = (erfcxPositive(x) - chance / expOfSquare(x)) / TWO_BY_ROOT_PI;
		x += miss / (1 + x * miss);
	}
	return x;
}

export function erfinv(y: f64): f64 {
	const size = abs(y);
	if (size > 0.5) {
		const x = erfcinv(1 - size);
		return y < 0 ? -x : x;
	}
	// Of small numbers erf itself is the more exact.
	const log = NativeMath.log1p(-size * size);
	const half = 4.330746750799873 + log / 2;
	let x = copysign<f64>(sqrt<f64>(sqrt<f64>(half * half - log / 0.147) - half), y);
	for (let i = 0; i < 3; i++) {
		const miss = (y - erfSmall(x)) / (TWO_BY_ROOT_PI * NativeMath.exp(-x * x));
		x += miss / (1 - x * miss);
	}
	return x;
}

const ROOT_HALF: f64 = 0.7071067811865476;

/** The logarithm of the normal distribution's chance of less than √2 t. */
export function logNdtr(t: f64): f64 {
	return t < -ROOT_HALF ? NativeMath.log(erfcx(-t) / 2) - t * t : NativeMath.log1p(-erfc(t) / 2);
}

/** The number of which the normal distribution's chance of less is `chance`. */
export function ndtri(chance: f64): f64 {
	return chance < 0.25 ? -erfcinv(2 * chance) / ROOT_HALF : erfinv(2 * chance - 1) / ROOT_HALF;
}
