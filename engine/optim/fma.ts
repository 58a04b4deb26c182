/**
 * Fused multiply-add, a·b+c rounded once, which JavaScript lacks and PyTorch's AVX2 kernels use.
 *
 * float32: the product of two float32 is exact in double; the sum is rounded to odd and then to float32.
 * float64: Dekker's exact product and Knuth's exact sum, joined by Boldo and Melquiond's rounding to odd
 * ("Emulation of a FMA and correctly rounded sums", IEEE Trans. Computers 57, 2008). Exact unless an
 * intermediate product under- or overflows, where the plain expression is returned.
 */
import type { DTypeName } from '../trace/dtype.ts';

const bits = new DataView(new ArrayBuffer(8));

/** a·b+c as the dtype's arithmetic rounds it; float16 and bfloat16 compute in float32. */
export function fma(dtype: DTypeName, a: number, b: number, c: number): number {
	return dtype === 'float64' ? fma64(a, b, c) : fma32(a, b, c);
}

/** All three must be float32 values. */
export function fma32(a: number, b: number, c: number): number {
	const product = a * b;
	const sum = product + c;
	if (!Number.isFinite(sum)) return Math.fround(sum);
	return Math.fround(roundToOdd(sum, sumError(product, c, sum)));
}

export function fma64(a: number, b: number, c: number): number {
	const high = a * b;
	const plain = high + c;
	const size = Math.abs(high);
	if (!Number.isFinite(plain) || size > 1e300 || size < 1e-280 || Math.abs(a) > 1e290 || Math.abs(b) > 1e290) return plain;
	const low = productError(a, b, high);
	const inner = c + low;
	const innerError = sumError(c, low, inner);
	const outer = high + inner;
	const outerError = sumError(high, inner, outer);
	const rest = innerError + outerError;
	return outer + roundToOdd(rest, sumError(innerError, outerError, rest));
}

/** Knuth's TwoSum: the exact error of s = a+b. */
function sumError(a: number, b: number, s: number): number {
	const t = s - a;
	return (a - (s - t)) + (b - t);
}

/** Dekker's TwoProduct with Veltkamp's splitting: the exact error of p = a·b. */
function productError(a: number, b: number, p: number): number {
	const ca = 134217729 * a;
	const ah = ca - (ca - a);
	const al = a - ah;
	const cb = 134217729 * b;
	const bh = cb - (cb - b);
	const bl = b - bh;
	return al * bl - (((p - ah * bh) - al * bh) - ah * bl);
}

/** The double next to the exact value s+error whose last bit is odd, unless s is exact. */
function roundToOdd(s: number, error: number): number {
	if (error === 0) return s;
	bits.setFloat64(0, s);
	const word = bits.getBigInt64(0);
	if ((word & 1n) === 1n) return s;
	bits.setBigInt64(0, s > 0 === error > 0 ? word + 1n : word - 1n);
	return bits.getFloat64(0);
}
