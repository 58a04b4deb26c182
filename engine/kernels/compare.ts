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

/** Of the k-th sixteen bytes' elements: all bits where the comparison holds. */
// @ts-ignore: decorator
@inline function part<C, Op>(p: usize, step: i32, q: usize, stepOther: i32, k: i32): v128 {
	const a = step == 0 ? v128.splat<C>(load<C>(p)) : v128.load(p + 16 * k);
	const b = stepOther == 0 ? v128.splat<C>(load<C>(q)) : v128.load(q + 16 * k);
	return changetype<Op>(0).lanes<C>(a, b);
}

/** Of the k-th four elements, 32 bits each. */
// @ts-ignore: decorator
@inline function four<C, Op>(p: usize, step: i32, q: usize, stepOther: i32, k: i32): v128 {
	if (sizeof<C>() == 8) {
		return v128.shuffle<i32>(part<C, Op>(p, step, q, stepOther, 2 * k), part<C, Op>(p, step, q, stepOther, 2 * k + 1), 0, 2, 4, 6);
	}
	return part<C, Op>(p, step, q, stepOther, k);
}

// @ts-ignore: decorator
@inline function sixteen<C, Op>(p: usize, step: i32, q: usize, stepOther: i32): v128 {
	if (sizeof<C>() == 1) {
		return part<C, Op>(p, step, q, stepOther, 0);
	}
	const low = i16x8.narrow_i32x4_s(four<C, Op>(p, step, q, stepOther, 0), four<C, Op>(p, step, q, stepOther, 1));
	return i8x16.narrow_i16x8_s(low, i16x8.narrow_i32x4_s(four<C, Op>(p, step, q, stepOther, 2), four<C, Op>(p, step, q, stepOther, 3)));
}

/** `first`: which operand is compared to the other. `isNot`: 1 says of each the opposite. `isWide`: there are vectors of C. */
function compare<S, C, Op>(first: i32, isNot: u8, isWide: bool, block: usize): void {
	const bytes = <i32>sizeof<C>();
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, first), s2 = stride(block, 3 - first);
		let p0 = address(block, 0), p1 = address(block, first), p2 = address(block, 3 - first);
		let i = 0;
		if (isWide && s0 == 1 && (s1 == bytes || s1 == 0) && (s2 == bytes || s2 == 0)) {
			for (; i + 16 <= n; i += 16, p0 += 16, p1 += s1 << 4, p2 += s2 << 4) {
				v128.store(p0, v128.xor(v128.and(sixteen<C, Op>(p1, s1, p2, s2), i8x16.splat(1)), i8x16.splat(isNot)));
			}
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
