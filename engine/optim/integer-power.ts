/**
 * A number to the power of a whole number, rounded once: what a bias correction is made of. JavaScript's own power is a bit
 * or two off the C library's, which PyTorch's Python uses; in two doubles by squaring, the error is far below half a bit.
 * (Two-sums and two-products: Dekker 1971, Knuth's TAOCP 4.2.2.)
 */
import { productError } from '../random/rounding.ts';

/** NaN where `exponent` is no whole number of 0 or more. */
export function integerPower(base: number, exponent: number): number {
	if (!Number.isSafeInteger(exponent) || exponent < 0) return NaN;
	let power: Pair = [1, 0], square: Pair = [base, 0];
	for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
		if (rest % 2 === 1) power = times(power, square);
		if (rest > 1) square = times(square, square);
	}
	return power[0] + power[1];
}

/** Their sum is meant. */
type Pair = readonly [high: number, low: number];

function times([a, aLow]: Pair, [b, bLow]: Pair): Pair {
	const product = a * b;
	// Below this the product's error can't be told; what is so small is 0 beside 1.
	if (Math.abs(product) < 2 ** -900) return [product, 0];
	const low = productError(a, b, product) + (a * bLow + aLow * b);
	const high = product + low;
	return [high, low - (high - product)];
}
