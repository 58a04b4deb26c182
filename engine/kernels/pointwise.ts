/**
 * Elementwise kernels of three inputs or of a scalar beside two: the fused steps of optimizers (to PyTorch's bits on
 * x86 with FMA), where, clamp. (AssemblyScript.)
 */
import { BF16, F16, F32, F64, I16, I32, I64, I8, U8, BFLOAT16, BOOL, FLOAT16, FLOAT32, FLOAT64, INT16, INT32, INT64, INT8, UINT8 } from './element';
import { fma, fmaLanes } from './fma';
import { address, next, size, stride, VALUE } from './iterate';

/** self + value * a, rounded once. */
@unmanaged class AddScaled {
	@inline of<C>(self: C, a: C, b: C, value: C): C { return fma<C>(a, value, self); }
	@inline lanes(self: v128, a: v128, b: v128, value: v128): v128 { return fmaLanes(a, value, self); }
}
@unmanaged class AddCmul {
	@inline of<C>(self: C, a: C, b: C, value: C): C { return fma<C>(<C>(value * a), b, self); }
	@inline lanes(self: v128, a: v128, b: v128, value: v128): v128 { return fmaLanes(f32x4.mul(value, a), b, self); }
}
@unmanaged class AddCdiv {
	@inline of<C>(self: C, a: C, b: C, value: C): C { return isFloat<C>() ? <C>(self + <C>(<C>(value * a) / b)) : self; }
	@inline lanes(self: v128, a: v128, b: v128, value: v128): v128 { return f32x4.add(self, f32x4.div(f32x4.mul(value, a), b)); }
}
/** PyTorch's two formulas, so that weight 1 gives `end` exactly. */
@unmanaged class Lerp {
	@inline of<C>(self: C, end: C, weight: C, value: C): C {
		if (isFloat<C>()) {
			const difference = <C>(end - self);
			return abs<C>(weight) < <C>0.5 ? fma<C>(weight, difference, self) : fma<C>(<C>-difference, <C>(<C>1 - weight), end);
		}
		return self;
	}
	@inline lanes(self: v128, end: v128, weight: v128, value: v128): v128 {
		const difference = f32x4.sub(end, self), isSmall = f32x4.lt(f32x4.abs(weight), f32x4.splat(0.5));
		const factor = v128.bitselect(weight, f32x4.sub(f32x4.splat(1), weight), isSmall);
		return fmaLanes(factor, v128.bitselect(difference, f32x4.neg(difference), isSmall), v128.bitselect(self, end, isSmall));
	}
}
/** self, low, high; NaN stays NaN, and a NaN bound gives NaN. */
@unmanaged class Clamp {
	@inline of<C>(self: C, low: C, high: C, value: C): C {
		if (self != self || low != low || high != high) {
			return self != self ? self : low != low ? low : high;
		}
		const raised = self < low ? low : self;
		return raised > high ? high : raised;
	}
}

function map<S, C, Op>(block: usize): void {
	const value = load<C>(VALUE);
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, 1), s2 = stride(block, 2), s3 = stride(block, 3);
		let p0 = address(block, 0), p1 = address(block, 1), p2 = address(block, 2), p3 = address(block, 3);
		for (let i = 0; i < n; i++) {
			changetype<S>(0).put(p0, changetype<Op>(0).of<C>(changetype<S>(0).get(p1), changetype<S>(0).get(p2), changetype<S>(0).get(p3), value));
			p0 += s0;
			p1 += s1;
			p2 += s2;
			p3 += s3;
		}
	} while (next(block));
}

/** Four numbers, or one four times where the stride is 0. */
// @ts-ignore: decorator
@inline function four(p: usize, stride: i32): v128 {
	return stride == 0 ? v128.load32_splat(p) : v128.load(p);
}

/** As `map` for float32, in vectors where the rows are dense. */
function mapLanes<Op>(block: usize): void {
	const value = load<f32>(VALUE), values = f32x4.splat(value);
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, 1), s2 = stride(block, 2), s3 = stride(block, 3);
		let p0 = address(block, 0), p1 = address(block, 1), p2 = address(block, 2), p3 = address(block, 3);
		let i = 0;
		if (s0 == 4 && (s1 | 4) == 4 && (s2 | 4) == 4 && (s3 | 4) == 4) {
			for (; i + 4 <= n; i += 4, p0 += 16, p1 += s1 << 2, p2 += s2 << 2, p3 += s3 << 2) {
				v128.store(p0, changetype<Op>(0).lanes(four(p1, s1), four(p2, s2), four(p3, s3), values));
			}
		}
		for (; i < n; i++, p0 += s0, p1 += s1, p2 += s2, p3 += s3) {
			store<f32>(p0, changetype<Op>(0).of<f32>(load<f32>(p1), load<f32>(p2), load<f32>(p3), value));
		}
	} while (next(block));
}

/** Of operators that have `lanes`. */
// @ts-ignore: decorator
@inline function wide<Op>(dtype: i32, block: usize): void {
	if (dtype == FLOAT32) return mapLanes<Op>(block);
	numbers<Op>(dtype, block);
}

// @ts-ignore: decorator
@inline function numbers<Op>(dtype: i32, block: usize): void {
	switch (dtype) {
		case BOOL:
		case UINT8: return map<U8, u8, Op>(block);
		case INT8: return map<I8, i8, Op>(block);
		case INT16: return map<I16, i16, Op>(block);
		case INT32: return map<I32, i32, Op>(block);
		case INT64: return map<I64, i64, Op>(block);
		case FLOAT16: return map<F16, f32, Op>(block);
		case BFLOAT16: return map<BF16, f32, Op>(block);
		case FLOAT32: return map<F32, f32, Op>(block);
		case FLOAT64: return map<F64, f64, Op>(block);
	}
}

/** Condition (bool), then two inputs; only the size of an element matters. */
function choose<T>(block: usize): void {
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, 1), s2 = stride(block, 2), s3 = stride(block, 3);
		let p0 = address(block, 0), p1 = address(block, 1), p2 = address(block, 2), p3 = address(block, 3);
		let i = 0;
		// A branch for each is one that no processor guesses.
		if (sizeof<T>() == 4 && s0 == 4 && s1 == 1 && (s2 | 4) == 4 && (s3 | 4) == 4) {
			for (; i + 4 <= n; i += 4, p0 += 16, p1 += 4, p2 += s2 << 2, p3 += s3 << 2) {
				const chosen = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(p1)));
				v128.store(p0, v128.bitselect(four(p3, s3), four(p2, s2), i32x4.eq(chosen, i32x4.splat(0))));
			}
		}
		for (; i < n; i++) {
			store<T>(p0, select<T>(load<T>(p2), load<T>(p3), load<u8>(p1) != 0));
			p0 += s0;
			p1 += s1;
			p2 += s2;
			p3 += s3;
		}
	} while (next(block));
}

export function add_scaled(dtype: i32, block: usize): void { wide<AddScaled>(dtype, block); }
export function addcmul(dtype: i32, block: usize): void { wide<AddCmul>(dtype, block); }
export function addcdiv(dtype: i32, block: usize): void { wide<AddCdiv>(dtype, block); }
export function lerp(dtype: i32, block: usize): void { wide<Lerp>(dtype, block); }
export function clamp(dtype: i32, block: usize): void { numbers<Clamp>(dtype, block); }

export function where(dtype: i32, block: usize): void {
	switch (dtype) {
		case BOOL:
		case UINT8:
		case INT8: return choose<u8>(block);
		case INT16:
		case FLOAT16:
		case BFLOAT16: return choose<u16>(block);
		case INT32:
		case FLOAT32: return choose<u32>(block);
		case INT64:
		case FLOAT64: return choose<u64>(block);
	}
}
