/**
 * Comparisons of two inputs: operand 0 (bool) is written, 1 and 2 are read. Dense rows go sixteen elements at a time, as
 * many as a vector has bytes. (AssemblyScript.)
 */
import { BF16, F16, F32, F64, I16, I32, I64, I8, U8, BFLOAT16, BOOL, FLOAT16, FLOAT32, FLOAT64, INT16, INT32, INT64, INT8, UINT8 } from './element';
import { address, next, size, stride } from './iterate';

@unmanaged class Equal {
	@inline of<C>(a: C, b: C): bool { return a == b; }
	@inline lanes<C>(a: v128, b: v128): v128 { return v128.eq<C>(a, b); }
}
@unmanaged class Less {
	@inline of<C>(a: C, b: C): bool { return a < b; }
	@inline lanes<C>(a: v128, b: v128): v128 { return v128.lt<C>(a, b); }
}
@unmanaged class LessEqual {
	@inline of<C>(a: C, b: C): bool { return a <= b; }
	@inline lanes<C>(a: v128, b: v128): v128 { return v128.le<C>(a, b); }
}

/** Sixteen bytes of a row, or of the one element that it has throughout. */
// @ts-ignore: decorator
@inline function bytesOf(p: usize, k: i32, isOne: bool, one: v128): v128 {
	return isOne ? one : v128.load(p + 16 * k);
}

/** Of the k-th four elements, 32 bits each: all of them where the comparison holds. */
// @ts-ignore: decorator
@inline function four<C, Op>(p: usize, pIsOne: bool, a: v128, q: usize, qIsOne: bool, b: v128, k: i32): v128 {
	if (sizeof<C>() == 8) {
		const low = changetype<Op>(0).lanes<C>(bytesOf(p, 2 * k, pIsOne, a), bytesOf(q, 2 * k, qIsOne, b));
		const high = changetype<Op>(0).lanes<C>(bytesOf(p, 2 * k + 1, pIsOne, a), bytesOf(q, 2 * k + 1, qIsOne, b));
		return v128.shuffle<i32>(low, high, 0, 2, 4, 6);
	}
	return changetype<Op>(0).lanes<C>(bytesOf(p, k, pIsOne, a), bytesOf(q, k, qIsOne, b));
}

/** As many sixteens of a dense row as there are in `n`. Each operand lies densely too, or is one element throughout, which is known where this is compiled. */
// @ts-ignore: decorator
@inline function sixteens<C, Op>(n: i32, isNot: u8, out: usize, p: usize, pIsOne: bool, q: usize, qIsOne: bool): void {
	const a = pIsOne ? v128.splat<C>(load<C>(p)) : i8x16.splat(0), b = qIsOne ? v128.splat<C>(load<C>(q)) : i8x16.splat(0), not = i8x16.splat(isNot), bit = i8x16.splat(1);
	for (const end = out + (n & ~15); out < end; out += 16) {
		let found: v128;
		if (sizeof<C>() == 1) {
			found = changetype<Op>(0).lanes<C>(bytesOf(p, 0, pIsOne, a), bytesOf(q, 0, qIsOne, b));
		} else {
			const low = i16x8.narrow_i32x4_s(four<C, Op>(p, pIsOne, a, q, qIsOne, b, 0), four<C, Op>(p, pIsOne, a, q, qIsOne, b, 1));
			found = i8x16.narrow_i16x8_s(low, i16x8.narrow_i32x4_s(four<C, Op>(p, pIsOne, a, q, qIsOne, b, 2), four<C, Op>(p, pIsOne, a, q, qIsOne, b, 3)));
		}
		v128.store(out, v128.xor(v128.and(found, bit), not));
		if (!pIsOne) p += 16 * sizeof<C>();
		if (!qIsOne) q += 16 * sizeof<C>();
	}
}

/** `first`: which operand is compared to the other. `isNot`: 1 says of each the opposite. `isWide`: there are vectors of C. */
function compare<S, C, Op>(first: i32, isNot: u8, isWide: bool, block: usize): void {
	const bytes = <i32>sizeof<C>();
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, first), s2 = stride(block, 3 - first);
		let p0 = address(block, 0), p1 = address(block, first), p2 = address(block, 3 - first);
		let i = 0;
		if (isWide && n >= 16 && s0 == 1 && (s1 == bytes || s1 == 0) && (s2 == bytes || s2 == 0) && s1 + s2 != 0) {
			if (s1 == 0) sixteens<C, Op>(n, isNot, p0, p1, true, p2, false);
			else if (s2 == 0) sixteens<C, Op>(n, isNot, p0, p1, false, p2, true);
			else sixteens<C, Op>(n, isNot, p0, p1, false, p2, false);
			i = n & ~15;
			p0 += i;
			p1 += i * s1;
			p2 += i * s2;
		}
		for (; i < n; i++) {
			store<u8>(p0, u8(changetype<Op>(0).of<C>(changetype<S>(0).get(p1), changetype<S>(0).get(p2))) ^ isNot);
			p0 += s0;
			p1 += s1;
			p2 += s2;
		}
	} while (next(block));
}

// @ts-ignore: decorator
@inline function compares<Op>(dtype: i32, first: i32, isNot: u8, block: usize): void {
	switch (dtype) {
		case BOOL:
		case UINT8: return compare<U8, u8, Op>(first, isNot, true, block);
		case INT8: return compare<I8, i8, Op>(first, isNot, false, block);
		case INT16: return compare<I16, i16, Op>(first, isNot, false, block);
		case INT32: return compare<I32, i32, Op>(first, isNot, false, block);
		case INT64: return compare<I64, i64, Op>(first, isNot, true, block);
		case FLOAT16: return compare<F16, f32, Op>(first, isNot, false, block);
		case BFLOAT16: return compare<BF16, f32, Op>(first, isNot, false, block);
		case FLOAT32: return compare<F32, f32, Op>(first, isNot, true, block);
		case FLOAT64: return compare<F64, f64, Op>(first, isNot, true, block);
	}
}

function equals(dtype: i32, isNot: u8, block: usize): void { compares<Equal>(dtype, 1, isNot, block); }
function less(dtype: i32, first: i32, block: usize): void { compares<Less>(dtype, first, 0, block); }
function lessEqual(dtype: i32, first: i32, block: usize): void { compares<LessEqual>(dtype, first, 0, block); }

export function eq(dtype: i32, block: usize): void { equals(dtype, 0, block); }
export function ne(dtype: i32, block: usize): void { equals(dtype, 1, block); }
export function lt(dtype: i32, block: usize): void { less(dtype, 1, block); }
export function le(dtype: i32, block: usize): void { lessEqual(dtype, 1, block); }
export function gt(dtype: i32, block: usize): void { less(dtype, 2, block); }
export function ge(dtype: i32, block: usize): void { lessEqual(dtype, 2, block); }
