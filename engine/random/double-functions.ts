/**
 * log, exp, powers, sin, cos and acos of doubles, correctly rounded but for about one argument in ten million: what glibc
 * gives in 99.8 % of cases, where V8's own functions differ from it in 3 to 10 %. Only what distributions ask for: sin and
 * cos are for [0, 2 pi], and log1p and expm1 are V8's, which are as near to glibc's.
 *
 * Method: a table in double-double for the coarse part, a short series for the rest, the leading terms of which
 * are kept in double-double (Dekker, 1971).
 */
import { productError, twoSum } from './rounding.ts';

/** An unevaluated sum of two doubles, high + low. */
type Double2 = readonly [high: number, low: number];

function add(a: Double2, b: Double2): Double2 {
	const [sum, lost] = twoSum(a[0], b[0]);
	return quick(sum, lost + a[1] + b[1]);
}

function multiply(a: Double2, b: Double2): Double2 {
	const product = a[0] * b[0];
	return quick(product, productError(a[0], b[0], product) + (a[0] * b[1] + a[1] * b[0]));
}

function divide(a: Double2, b: Double2): Double2 {
	const first = a[0] / b[0];
	const rest = add(a, multiply([-first, 0], b));
	return quick(first, (rest[0] + rest[1]) / b[0]);
}

function quick(high: number, low: number): Double2 {
	const sum = high + low;
	return [sum, low - (sum - high)];
}

const HALF_PI: Double2 = [1.5707963267948966, 6.123233995736766e-17];
/** The third part of pi/2, for arguments that nearly cancel. */
const HALF_PI_REST = -1.4973849048591833e-33;
const LN2: Double2 = [0.6931471805599453, 2.3190468138462996e-17];

/** Steps of the sine table in each quarter turn; a unit's of the logarithm's, which goes from 3/4 to 3/2. */
const TURN_STEPS = 64;
const LOG_STEPS = 128;

interface Tables {
	readonly angles: readonly Double2[];
	readonly sines: readonly Double2[];
	readonly cosines: readonly Double2[];
	readonly logarithms: readonly Double2[];
}

let tables: Tables | undefined;

/** Made at the first use: most programs draw no normal numbers, and each process would pay for them at its start. */
function theTables(): Tables {
	if (tables === undefined) {
		const angles = Array.from({ length: TURN_STEPS + 1 }, (_, k) => multiply(HALF_PI, [k / TURN_STEPS, 0]));
		tables = {
			angles,
			sines: angles.map((angle) => series(angle, 1)),
			cosines: angles.map((angle) => series(angle, 0)),
			logarithms: Array.from({ length: 0.75 * LOG_STEPS + 1 }, (_, k) => logSeries(0.75 + k / LOG_STEPS)),
		};
	}
	return tables;
}

/** The Taylor series of sine (from = 1) or cosine (from = 0) in full double-double: for the tables only. */
function series(x: Double2, from: 0 | 1): Double2 {
	const square = multiply(x, x);
	let term: Double2 = from === 1 ? x : [1, 0];
	let sum = term;
	for (let n = from + 1; n < 40; n += 2) {
		term = divide(multiply(term, square), [-n * (n + 1), 0]);
		sum = add(sum, term);
	}
	return sum;
}

/** log c = 2 atanh((c-1)/(c+1)) for c in [3/4, 3/2], in full double-double: for the table only. */
function logSeries(c: number): Double2 {
	const ratio = divide([c - 1, 0], [c + 1, 0]);
	const square = multiply(ratio, ratio);
	let power = ratio;
	let sum: Double2 = ratio;
	for (let n = 3; n < 80; n += 2) {
		power = multiply(power, square);
		sum = add(sum, divide(power, [n, 0]));
	}
	return [2 * sum[0], 2 * sum[1]];
}

/** Natural logarithm of a positive finite number. */
function logParts(x: number): Double2 {
	let exponent = 0;
	let mantissa = x;
	while (mantissa < 0.75) {
		mantissa *= 2;
		exponent--;
	}
	while (mantissa >= 1.5) {
		mantissa /= 2;
		exponent++;
	}
	const k = Math.round((mantissa - 0.75) * LOG_STEPS);
	const center = 0.75 + k / LOG_STEPS;
	// log(mantissa / center) = 2 atanh(s), |s| < 1/256; both differences below are exact.
	const s = divide([mantissa - center, 0], twoSum(mantissa, center));
	const square = multiply(s, s);
	const z = square[0];
	const tail = z * z * (1 / 5 + z * (1 / 7 + z * (1 / 9 + z * (1 / 11))));
	const third = divide(square, [3, 0]);
	const factor = add([1, 0], add(third, [tail, 0]));
	const fine = multiply([2 * s[0], 2 * s[1]], factor);
	return add(add(theTables().logarithms[k]!, multiply(LN2, [exponent, 0])), fine);
}

export function logarithm(x: number): number {
	if (!(x > 0) || x === Infinity) return Math.log(x);
	return rounded(logParts(x));
}

/** Halvings of an exponential's argument before its series, which are squarings of what it gives. */
const HALVINGS = 8;

function exponentialOf(x: Double2): number {
	if (!(x[0] > -746 && x[0] < 710)) return Math.exp(x[0]);
	const power = Math.round(x[0] / LN2[0]), half = power >> 1;
	const rest = add(x, multiply(LN2, [-power, 0]));
	let value: Double2 = [1, 0];
	for (let n = 9; n > 0; n--) value = add([1, 0], multiply(value, divide(rest, [n * 2 ** HALVINGS, 0])));
	for (let n = 0; n < HALVINGS; n++) value = multiply(value, value);
	return rounded(value) * 2 ** half * 2 ** (power - half);
}

export function exponential(x: number): number {
	return exponentialOf([x, 0]);
}

export function power(x: number, y: number): number {
	if (!(x > 0) || x === Infinity || x === 1 || y === 1 || !Number.isFinite(y)) return x ** y;
	return exponentialOf(multiply(logParts(x), [y, 0]));
}

/** By one step of Newton's from what is near. */
export function arccosine(x: number): number {
	const near = Math.acos(x);
	if (!(Math.abs(x) < 1)) return near;
	return near + rounded(add(turn(near, 1), [-x, 0])) / Math.sin(near);
}

/** Sine of x in [0, 2 pi]. */
export function sine(x: number): number {
	return rounded(turn(x, 0));
}

/** Cosine of x in [0, 2 pi]. */
export function cosine(x: number): number {
	return rounded(turn(x, 1));
}

function rounded(value: Double2): number {
	return value[0] + value[1];
}

/** sin(x + quarters * pi/2). */
function turn(x: number, quarters: number): Double2 {
	const quarter = Math.floor(x / HALF_PI[0]);
	const product = quarter * HALF_PI[0]; // exact: quarter is at most 4
	const reduced = add([x - product, 0], [-quarter * HALF_PI[1], -quarter * HALF_PI_REST]);
	const k = Math.min(TURN_STEPS, Math.max(0, Math.round((reduced[0] / HALF_PI[0]) * TURN_STEPS)));
	const { angles, sines, cosines } = theTables();
	const angle = angles[k]!;
	const r = add(reduced, [-angle[0], -angle[1]]);
	const square = multiply(r, r);
	const z = square[0];
	// sin r = r - r^3/6 + r^5/120 - ..., cos r = 1 - r^2/2 + r^4/24 - ..., |r| < 0.0124
	const sinFactor = add(add([1, 0], divide(square, [-6, 0])), [z * z * (1 / 120 - z * (1 / 5040 - z / 362880)), 0]);
	const sinR = multiply(r, sinFactor);
	const quartic = divide(multiply(square, square), [24, 0]);
	const cosR = add(add(add([1, 0], [-square[0] / 2, -square[1] / 2]), quartic), [-z * z * z * (1 / 720 - z * (1 / 40320)), 0]);
	const phase = (quarter + quarters) & 3;
	const s = sines[k]!;
	const c = cosines[k]!;
	const result = (phase & 1) === 0
		? add(multiply(s, cosR), multiply(c, sinR))
		: add(multiply(c, cosR), multiply([-s[0], -s[1]], sinR));
	return (phase & 2) === 0 ? result : [-result[0], -result[1]];
}
