/**
 * Rounding once: fused multiply-add in float32 and float64, and the two 16-bit float types.
 *
 * JavaScript has none of these. The method is the usual error-free one: an exact product (Dekker), an exact
 * sum (Knuth), and a last sum rounded to odd so that the final rounding sees on which side of a tie it stands
 * (Boldo and Melquiond, 2008).
 */

const f64 = new Float64Array(1);
const words = new Uint32Array(f64.buffer);
const bits = new BigUint64Array(f64.buffer);
const f32 = new Float32Array(1);
const f32Bits = new Uint32Array(f32.buffer);

/** a*b + c rounded once to float32, for float32 arguments. */
export function fma32(a: number, b: number, c: number): number {
	const product = a * b; // exact: 24 + 24 bits fit in 53
	const sum = product + c;
	f64[0] = sum;
	// Only where the rounded sum looks like a tie between two float32, or is subnormal there, can the lost part matter.
	if ((words[0]! & 0x1fffffff) === 0x10000000 || (sum < 2 ** -125 && sum > -(2 ** -125))) return Math.fround(sumToOdd(product, c));
	return Math.fround(sum);
}

/** a*b + c rounded once to float64. */
export function fma64(a: number, b: number, c: number): number {
	const product = a * b;
	const size = Math.abs(product);
	if (!(size > 2 ** -900 && size < 2 ** 970 && Math.abs(a) < 2 ** 970 && Math.abs(b) < 2 ** 970)) return extremeFma64(a, b, c);
	if (!Number.isFinite(c)) return c;
	const lost = productError(a, b, product);
	const [low, lowLost] = twoSum(c, lost);
	const [high, highLost] = twoSum(product, low);
	return high + sumToOdd(highLost, lowLost);
}

/** The same by whole numbers, where the product or its parts leave the range of doubles. */
function extremeFma64(a: number, b: number, c: number): number {
	const plain = a * b + c;
	if (a === 0 || b === 0 || !Number.isFinite(a) || !Number.isFinite(b)) return plain;
	if (!Number.isFinite(c)) return c;
	const [aBits, aExponent] = parts(a);
	const [bBits, bExponent] = parts(b);
	const [cBits, cExponent] = parts(c);
	const exponent = Math.min(aExponent + bExponent, cExponent);
	const sum = ((aBits * bBits) << BigInt(aExponent + bExponent - exponent)) + (cBits << BigInt(cExponent - exponent));
	if (sum === 0n) return plain;
	const size = sum < 0n ? -sum : sum;
	// 53 bits remain, fewer where their last would lie below 2^-1074.
	const drop = Math.max(size.toString(2).length - 53, -1074 - exponent, 0);
	let kept = size >> BigInt(drop);
	const twice = (size - (kept << BigInt(drop))) * 2n;
	const unit = 1n << BigInt(drop);
	if (twice > unit || (twice === unit && (kept & 1n) === 1n)) kept++;
	// Two steps: 2^exponent alone may be beyond the greatest double, and below the least.
	const power = drop + exponent;
	const half = Math.trunc(power / 2);
	const value = Number(kept) * 2 ** (power - half) * 2 ** half;
	return sum < 0n ? -value : value;
}

/** value as a whole number times a power of two. */
function parts(value: number): [bigint, number] {
	f64[0] = value;
	const exponent = Number((bits[0]! >> 52n) & 0x7ffn);
	const mantissa = (bits[0]! & 0xfffffffffffffn) | (exponent === 0 ? 0n : 0x10000000000000n);
	return [value < 0 ? -mantissa : mantissa, Math.max(exponent, 1) - 1075];
}

/** a*b - product, exactly, where product is a*b rounded; for products between 2^-900 and 2^970. */
export function productError(a: number, b: number, product: number): number {
	const a1 = 134217729 * a;
	const aHigh = a1 - (a1 - a);
	const aLow = a - aHigh;
	const b1 = 134217729 * b;
	const bHigh = b1 - (b1 - b);
	const bLow = b - bHigh;
	return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/** The rounded sum and what the rounding lost. */
export function twoSum(a: number, b: number): [number, number] {
	const sum = a + b;
	const bPart = sum - a;
	return [sum, a - (sum - bPart) + (b - bPart)];
}

/** a + b; where that is inexact, the one of the two neighbours whose last bit is 1. */
function sumToOdd(a: number, b: number): number {
	const [sum, lost] = twoSum(a, b);
	if (lost === 0) return sum;
	f64[0] = sum;
	if ((words[0]! & 1) === 1) return sum;
	// Towards the lost part: away from zero when both have the same sign.
	bits[0] = bits[0]! + (lost > 0 === sum > 0 ? 1n : -1n);
	return f64[0];
}

/** The nearest bfloat16, as a number; ties to even. */
export function toBfloat16(value: number): number {
	f32[0] = value;
	if (Number.isNaN(value)) return NaN;
	const pattern = f32Bits[0]!;
	f32Bits[0] = (pattern + 0x7fff + ((pattern >>> 16) & 1)) & 0xffff0000;
	return f32[0];
}

/** The nearest float16 of a float32 value, as a number; ties to even, infinite from 65520 on. */
export function toFloat16(value: number): number {
	const single = Math.fround(value);
	const size = Math.abs(single);
	if (!(size < 65520)) return Number.isNaN(single) ? NaN : single > 0 ? Infinity : -Infinity;
	// Adding and taking away 1.5 * 2^52 ulps makes the hardware round at the wanted bit.
	const exponent = size < 2 ** -14 ? -14 : Math.floor(Math.log2(size));
	const unit = 2 ** (exponent - 10);
	const magic = unit * 1.5 * 2 ** 52;
	const rounded = size + magic - magic;
	return single < 0 || Object.is(single, -0) ? -rounded : rounded;
}
