/**
 * Reductions along one dimension: operand 0 is the result, 1 the start of a row. The row's length and stride are in the scratch block. (AssemblyScript.)
 */
import { BF16, F16, F32, F64, I16, I32, I64, I8, U8, BFLOAT16, BOOL, FLOAT16, FLOAT32, FLOAT64, INT16, INT32, INT64, INT8, UINT8 } from './element';
import { count_true } from './gather';
import { address, next, ROW, size, stride } from './iterate';
import { columnSum, denseSum, rowSum } from './sum';

/** Product in type A. */
@unmanaged class Product { @inline of<S, C, A>(p: usize, n: i32, step: i32): A {
	let result: A = <A>1;
	for (let i = 0; i < n; i++, p += step) {
		result = <A>(result * <A>changetype<S>(0).get(p));
	}
	return result;
} }
@unmanaged class Sum { @inline of<S, C, A>(p: usize, n: i32, step: i32): A {
	let result: A = <A>0;
	let i = 0;
	if (isInteger<A>() && sizeof<C>() == 8 && step == 8) {
		let a = i64x2.splat(0), b = a;
		for (; i + 4 <= n; i += 4, p += 32) {
			a = i64x2.add(a, v128.load(p));
			b = i64x2.add(b, v128.load(p, 16));
		}
		a = i64x2.add(a, b);
		result = <A>(i64x2.extract_lane(a, 0) + i64x2.extract_lane(a, 1));
	}
	for (; i < n; i++, p += step) {
		result = <A>(result + <A>changetype<S>(0).get(p));
	}
	return result;
} }

function reduce<S, C, D, A, Op>(block: usize): void {
	const length = load<i32>(ROW), step = load<i32>(ROW, 4);
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, 1);
		let p0 = address(block, 0), p1 = address(block, 1);
		for (let i = 0; i < n; i++) {
			changetype<D>(0).put(p0, changetype<Op>(0).of<S, C, A>(p1, length, step));
			p0 += s0;
			p1 += s1;
		}
	} while (next(block));
}

/** Integers and bool accumulate in int64; halves in float32; the result has the accumulating dtype. */
// @ts-ignore: decorator
@inline function accumulate<Op>(dtype: i32, block: usize): void {
	switch (dtype) {
		case BOOL:
		case UINT8: return reduce<U8, u8, I64, i64, Op>(block);
		case INT8: return reduce<I8, i8, I64, i64, Op>(block);
		case INT16: return reduce<I16, i16, I64, i64, Op>(block);
		case INT32: return reduce<I32, i32, I64, i64, Op>(block);
		case INT64: return reduce<I64, i64, I64, i64, Op>(block);
		case FLOAT16: return reduce<F16, f32, F16, f32, Op>(block);
		case BFLOAT16: return reduce<BF16, f32, BF16, f32, Op>(block);
		case FLOAT32: return reduce<F32, f32, F32, f32, Op>(block);
		case FLOAT64: return reduce<F64, f64, F64, f64, Op>(block);
	}
}

/** Sums of floats; which order of additions depends on how rows and columns lie, as in PyTorch. */
function sums<S, C>(itemSize: i32, isNative: bool, block: usize): void {
	const length = load<i32>(ROW), step = load<i32>(ROW, 4);
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, 1);
		let p0 = address(block, 0), p1 = address(block, 1);
		const isDense = step == itemSize && length * itemSize >= 32;
		const together = s1 == itemSize ? n - n % (128 / itemSize) : step >= s1 && s1 != 0 ? n - n % 4 : 0;
		for (let i = 0; i < n; i++) {
			if (isDense) {
				changetype<S>(0).put(p0, isNative ? denseSum<C>(p1, length) : rowSum<S, C>(p1, length, step));
			} else {
				changetype<S>(0).put(p0, i < together ? columnSum<S, C>(p1, length, step) : rowSum<S, C>(p1, length, step));
			}
			p0 += s0;
			p1 += s1;
		}
	} while (next(block));
}

/** How many of each dense row of bools are true. */
function counts(block: usize): void {
	do {
		let p0 = address(block, 0), p1 = address(block, 1);
		for (let i = size(block); i > 0; i--, p0 += stride(block, 0), p1 += stride(block, 1)) {
			store<i64>(p0, count_true(load<i32>(ROW), p1));
		}
	} while (next(block));
}

/** Whether any (`stop` 1) or not all (`stop` 0) elements of a row of bool are true. */
function search(stop: u8, block: usize): void {
	const length = load<i32>(ROW), step = load<i32>(ROW, 4);
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, 1);
		let p0 = address(block, 0), p1 = address(block, 1);
		for (let i = 0; i < n; i++) {
			let p = p1;
			let result: u8 = 1 - stop;
			let j = 0;
			if (step == 1) {
				while (j + 16 <= length && !v128.any_true(i8x16.eq(v128.load(p), i8x16.splat(stop)))) {
					j += 16;
					p += 16;
				}
			}
			for (; j < length; j++, p += step) {
				if (load<u8>(p) == stop) {
					result = stop;
					break;
				}
			}
			store<u8>(p0, result);
			p0 += s0;
			p1 += s1;
		}
	} while (next(block));
}

/** Mean and squared deviations of a row in float64 (Welford), over `length - correction`, or its root. */
function variance<S, C>(isRoot: bool, correction: f64, block: usize): void {
	const length = load<i32>(ROW), step = load<i32>(ROW, 4);
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, 1);
		let p0 = address(block, 0), p1 = address(block, 1);
		for (let i = 0; i < n; i++) {
			let p = p1;
			let mean: f64 = 0;
			let squares: f64 = 0;
			for (let j = 0; j < length; j++, p += step) {
				const x = <f64>changetype<S>(0).get(p);
				const delta = x - mean;
				mean += delta / <f64>(j + 1);
				squares += delta * (x - mean);
			}
			const result = length == 0 ? NaN : squares / max<f64>(0, <f64>length - correction);
			changetype<S>(0).put(p0, <C>(isRoot ? sqrt<f64>(result) : result));
			p0 += s0;
			p1 += s1;
		}
	} while (next(block));
}

/** Running sums and products: operand 0 is the start of the result's row. */
function scan<S, C>(isProduct: bool, block: usize): void {
	const length = load<i32>(ROW), step = load<i32>(ROW, 4), stepOut = load<i32>(ROW, 8);
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, 1);
		let p0 = address(block, 0), p1 = address(block, 1);
		for (let i = 0; i < n; i++) {
			let p = p1;
			let q = p0;
			if (isFloat<C>()) {
				let total: f64 = isProduct ? 1 : 0;
				for (let j = 0; j < length; j++, p += step, q += stepOut) {
					const x = <f64>changetype<S>(0).get(p);
					total = isProduct ? total * x : total + x;
					changetype<S>(0).put(q, <C>total);
				}
			} else {
				let total: C = isProduct ? <C>1 : <C>0;
				for (let j = 0; j < length; j++, p += step, q += stepOut) {
					const x = changetype<S>(0).get(p);
					total = isProduct ? <C>(total * x) : <C>(total + x);
					changetype<S>(0).put(q, total);
				}
			}
			p0 += s0;
			p1 += s1;
		}
	} while (next(block));
}

// @ts-ignore: decorator
@inline function scans(isProduct: bool, dtype: i32, block: usize): void {
	switch (dtype) {
		case UINT8: return scan<U8, u8>(isProduct, block);
		case INT8: return scan<I8, i8>(isProduct, block);
		case INT16: return scan<I16, i16>(isProduct, block);
		case INT32: return scan<I32, i32>(isProduct, block);
		case INT64: return scan<I64, i64>(isProduct, block);
		case FLOAT16: return scan<F16, f32>(isProduct, block);
		case BFLOAT16: return scan<BF16, f32>(isProduct, block);
		case FLOAT32: return scan<F32, f32>(isProduct, block);
		case FLOAT64: return scan<F64, f64>(isProduct, block);
	}
}

export function sum(dtype: i32, block: usize): void {
	switch (dtype) {
		case FLOAT16: return sums<F16, f32>(2, false, block);
		case BFLOAT16: return sums<BF16, f32>(2, false, block);
		case FLOAT32: return sums<F32, f32>(4, true, block);
		case FLOAT64: return sums<F64, f64>(8, true, block);
		case BOOL: return load<i32>(ROW, 4) == 1 ? counts(block) : accumulate<Sum>(dtype, block);
		default: return accumulate<Sum>(dtype, block);
	}
}
/** A product of 16-bit floats is rounded at each step, so it overflows where PyTorch's does. */
function roundedProducts<S>(block: usize): void {
	const length = load<i32>(ROW), step = load<i32>(ROW, 4);
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, 1);
		let p0 = address(block, 0), p1 = address(block, 1);
		for (let i = 0; i < n; i++) {
			let p = p1;
			changetype<S>(0).put(p0, 1);
			for (let j = 0; j < length; j++, p += step) {
				changetype<S>(0).put(p0, changetype<S>(0).get(p0) * changetype<S>(0).get(p));
			}
			p0 += s0;
			p1 += s1;
		}
	} while (next(block));
}

export function prod(dtype: i32, block: usize): void {
	switch (dtype) {
		case FLOAT16: return roundedProducts<F16>(block);
		case BFLOAT16: return roundedProducts<BF16>(block);
		default: return accumulate<Product>(dtype, block);
	}
}
export function any(block: usize): void { search(1, block); }
export function all(block: usize): void { search(0, block); }
export function cumsum(dtype: i32, block: usize): void { scans(false, dtype, block); }
export function cumprod(dtype: i32, block: usize): void { scans(true, dtype, block); }

export function var_(dtype: i32, isRoot: bool, correction: f64, block: usize): void {
	switch (dtype) {
		case FLOAT16: return variance<F16, f32>(isRoot, correction, block);
		case BFLOAT16: return variance<BF16, f32>(isRoot, correction, block);
		case FLOAT32: return variance<F32, f32>(isRoot, correction, block);
		case FLOAT64: return variance<F64, f64>(isRoot, correction, block);
	}
}
