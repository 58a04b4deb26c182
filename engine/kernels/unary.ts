/**
 * Elementwise kernels of one input: operand 0 is written, operand 1 read, in one dtype. Functions that are not exact
 * are computed in float64 and rounded once for float32. (AssemblyScript.)
 */
import { BF16, F16, F32, F64, I16, I32, I64, I8, U8, BFLOAT16, BOOL, FLOAT16, FLOAT32, FLOAT64, INT16, INT32, INT64, INT8, UINT8 } from './element';
import { address, next, size, stride } from './iterate';

@unmanaged class Neg {
	@inline of<C>(x: C): C { return isFloat<C>() ? <C>-x : <C>(<C>0 - x); }
	@inline lanes<C>(x: v128): v128 { return v128.neg<C>(x); }
}
@unmanaged class Abs {
	@inline of<C>(x: C): C { return isFloat<C>() ? <C>abs<C>(x) : isSigned<C>() && x < <C>0 ? <C>(<C>0 - x) : x; }
	@inline lanes<C>(x: v128): v128 { return v128.abs<C>(x); }
}
@unmanaged class Sign { @inline of<C>(x: C): C { return x > <C>0 ? <C>1 : isSigned<C>() || isFloat<C>() ? x < <C>0 ? <C>-1 : <C>0 : <C>0; } }
@unmanaged class Square {
	@inline of<C>(x: C): C { return <C>(x * x); }
	@inline lanes<C>(x: v128): v128 { return v128.mul<C>(x, x); }
}
@unmanaged class Cube { @inline of<C>(x: C): C { return <C>(<C>(x * x) * x); } }
@unmanaged class Relu {
	@inline of<C>(x: C): C { return isSigned<C>() || isFloat<C>() ? x < <C>0 ? <C>0 : x : x; }
	@inline lanes<C>(x: v128): v128 { return v128.andnot(x, v128.lt<C>(x, v128.splat<C>(<C>0))); }
}
@unmanaged class BitwiseNot { @inline of<C>(x: C): C { return isInteger<C>() ? <C>~x : x; } }
@unmanaged class Sqrt {
	@inline of<C>(x: C): C { return isFloat<C>() ? <C>sqrt<C>(x) : x; }
	@inline lanes<C>(x: v128): v128 { return v128.sqrt<C>(x); }
}
@unmanaged class Reciprocal { @inline of<C>(x: C): C { return isFloat<C>() ? <C>1 / x : x; } }
@unmanaged class Floor { @inline of<C>(x: C): C { return isFloat<C>() ? <C>floor<C>(x) : x; } }
@unmanaged class Ceil { @inline of<C>(x: C): C { return isFloat<C>() ? <C>ceil<C>(x) : x; } }
@unmanaged class Trunc { @inline of<C>(x: C): C { return isFloat<C>() ? <C>trunc<C>(x) : x; } }
@unmanaged class Round { @inline of<C>(x: C): C { return isFloat<C>() ? <C>nearest<C>(x) : x; } }
@unmanaged class Frac { @inline of<C>(x: C): C { return isFloat<C>() ? <C>(x - trunc<C>(x)) : x; } }
@unmanaged class Rsqrt { @inline of<C>(x: C): C { return <C>(1 / sqrt<f64>(<f64>x)); } }
@unmanaged class Exp { @inline of<C>(x: C): C { return <C>NativeMath.exp(<f64>x); } }
@unmanaged class Exp2 { @inline of<C>(x: C): C { return <C>NativeMath.exp2(<f64>x); } }
@unmanaged class Expm1 { @inline of<C>(x: C): C { return <C>NativeMath.expm1(<f64>x); } }
@unmanaged class Log { @inline of<C>(x: C): C { return <C>NativeMath.log(<f64>x); } }
@unmanaged class Log2 { @inline of<C>(x: C): C { return <C>NativeMath.log2(<f64>x); } }
@unmanaged class Log10 { @inline of<C>(x: C): C { return <C>NativeMath.log10(<f64>x); } }
@unmanaged class Log1p { @inline of<C>(x: C): C { return <C>NativeMath.log1p(<f64>x); } }
@unmanaged class Sin { @inline of<C>(x: C): C { return <C>NativeMath.sin(<f64>x); } }
@unmanaged class Cos { @inline of<C>(x: C): C { return <C>NativeMath.cos(<f64>x); } }
@unmanaged class Tan { @inline of<C>(x: C): C { return <C>NativeMath.tan(<f64>x); } }
@unmanaged class Asin { @inline of<C>(x: C): C { return <C>NativeMath.asin(<f64>x); } }
@unmanaged class Acos { @inline of<C>(x: C): C { return <C>NativeMath.acos(<f64>x); } }
@unmanaged class Atan { @inline of<C>(x: C): C { return <C>NativeMath.atan(<f64>x); } }
@unmanaged class Sinh { @inline of<C>(x: C): C { return <C>NativeMath.sinh(<f64>x); } }
@unmanaged class Cosh { @inline of<C>(x: C): C { return <C>NativeMath.cosh(<f64>x); } }
@unmanaged class Tanh { @inline of<C>(x: C): C { return <C>NativeMath.tanh(<f64>x); } }
@unmanaged class Sigmoid { @inline of<C>(x: C): C { return <C>(1 / (1 + NativeMath.exp(-<f64>x))); } }
@unmanaged class IsInf { @inline of<C>(x: C): u8 { return isFloat<C>() ? abs<f64>(<f64>x) == Infinity ? 1 : 0 : 0; } }
@unmanaged class IsFinite { @inline of<C>(x: C): u8 { return isFloat<C>() ? abs<f64>(<f64>x) < Infinity ? 1 : 0 : 1; } }
@unmanaged class SignBit { @inline of<C>(x: C): u8 { return isFloat<C>() ? reinterpret<i64>(<f64>x) < 0 ? 1 : 0 : isSigned<C>() && x < <C>0 ? 1 : 0; } }

function map<S, C, Op>(block: usize): void {
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, 1);
		let p0 = address(block, 0), p1 = address(block, 1);
		for (let i = 0; i < n; i++) {
			changetype<S>(0).put(p0, changetype<Op>(0).of<C>(changetype<S>(0).get(p1)));
			p0 += s0;
			p1 += s1;
		}
	} while (next(block));
}

/** As `map` for a float type, in vectors where both are dense. */
function mapLanes<C, Op>(block: usize): void {
	const step = <i32>sizeof<C>(), lanes = 16 / step;
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, 1);
		let p0 = address(block, 0), p1 = address(block, 1);
		let i = 0;
		if (s0 == step && s1 == step) {
			for (; i + lanes <= n; i += lanes, p0 += 16, p1 += 16) v128.store(p0, changetype<Op>(0).lanes<C>(v128.load(p1)));
		}
		for (; i < n; i++) {
			store<C>(p0, changetype<Op>(0).of<C>(load<C>(p1)));
			p0 += s0;
			p1 += s1;
		}
	} while (next(block));
}

/** As `map`, with a bool result. */
function test<S, C, Op>(block: usize): void {
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, 1);
		let p0 = address(block, 0), p1 = address(block, 1);
		for (let i = 0; i < n; i++) {
			store<u8>(p0, changetype<Op>(0).of<C>(changetype<S>(0).get(p1)));
			p0 += s0;
			p1 += s1;
		}
	} while (next(block));
}

// @ts-ignore: decorator
@inline function floats<Op>(dtype: i32, block: usize): void {
	switch (dtype) {
		case FLOAT16: return map<F16, f32, Op>(block);
		case BFLOAT16: return map<BF16, f32, Op>(block);
		case FLOAT32: return map<F32, f32, Op>(block);
		case FLOAT64: return map<F64, f64, Op>(block);
	}
}

/** Of operators that have `lanes`. */
// @ts-ignore: decorator
@inline function wideFloats<Op>(dtype: i32, block: usize): void {
	switch (dtype) {
		case FLOAT16: return map<F16, f32, Op>(block);
		case BFLOAT16: return map<BF16, f32, Op>(block);
		case FLOAT32: return mapLanes<f32, Op>(block);
		case FLOAT64: return mapLanes<f64, Op>(block);
	}
}

// @ts-ignore: decorator
@inline function wideNumbers<Op>(dtype: i32, block: usize): void {
	if (dtype == FLOAT32 || dtype == FLOAT64) return wideFloats<Op>(dtype, block);
	numbers<Op>(dtype, block);
}

// @ts-ignore: decorator
@inline function numbers<Op>(dtype: i32, block: usize): void {
	switch (dtype) {
		case UINT8: return map<U8, u8, Op>(block);
		case INT8: return map<I8, i8, Op>(block);
		case INT16: return map<I16, i16, Op>(block);
		case INT32: return map<I32, i32, Op>(block);
		case INT64: return map<I64, i64, Op>(block);
		default: return floats<Op>(dtype, block);
	}
}

// @ts-ignore: decorator
@inline function tests<Op>(dtype: i32, block: usize): void {
	switch (dtype) {
		case BOOL:
		case UINT8: return test<U8, u8, Op>(block);
		case INT8: return test<I8, i8, Op>(block);
		case INT16: return test<I16, i16, Op>(block);
		case INT32: return test<I32, i32, Op>(block);
		case INT64: return test<I64, i64, Op>(block);
		case FLOAT16: return test<F16, f32, Op>(block);
		case BFLOAT16: return test<BF16, f32, Op>(block);
		case FLOAT32: return test<F32, f32, Op>(block);
		case FLOAT64: return test<F64, f64, Op>(block);
	}
}

export function neg(dtype: i32, block: usize): void { wideNumbers<Neg>(dtype, block); }
export function abs_(dtype: i32, block: usize): void { wideNumbers<Abs>(dtype, block); }
export function sign(dtype: i32, block: usize): void { numbers<Sign>(dtype, block); }
export function square(dtype: i32, block: usize): void { wideNumbers<Square>(dtype, block); }
export function cube(dtype: i32, block: usize): void { numbers<Cube>(dtype, block); }
export function relu(dtype: i32, block: usize): void { wideNumbers<Relu>(dtype, block); }
export function bitwise_not(dtype: i32, block: usize): void { numbers<BitwiseNot>(dtype, block); }
export function sqrt_(dtype: i32, block: usize): void { wideFloats<Sqrt>(dtype, block); }
export function reciprocal(dtype: i32, block: usize): void { floats<Reciprocal>(dtype, block); }
export function floor_(dtype: i32, block: usize): void { floats<Floor>(dtype, block); }
export function ceil_(dtype: i32, block: usize): void { floats<Ceil>(dtype, block); }
export function trunc_(dtype: i32, block: usize): void { floats<Trunc>(dtype, block); }
export function round(dtype: i32, block: usize): void { floats<Round>(dtype, block); }
export function frac(dtype: i32, block: usize): void { floats<Frac>(dtype, block); }
export function rsqrt(dtype: i32, block: usize): void { floats<Rsqrt>(dtype, block); }
export function exp(dtype: i32, block: usize): void { floats<Exp>(dtype, block); }
export function exp2(dtype: i32, block: usize): void { floats<Exp2>(dtype, block); }
export function expm1(dtype: i32, block: usize): void { floats<Expm1>(dtype, block); }
export function log(dtype: i32, block: usize): void { floats<Log>(dtype, block); }
export function log2(dtype: i32, block: usize): void { floats<Log2>(dtype, block); }
export function log10(dtype: i32, block: usize): void { floats<Log10>(dtype, block); }
export function log1p(dtype: i32, block: usize): void { floats<Log1p>(dtype, block); }
export function sin(dtype: i32, block: usize): void { floats<Sin>(dtype, block); }
export function cos(dtype: i32, block: usize): void { floats<Cos>(dtype, block); }
export function tan(dtype: i32, block: usize): void { floats<Tan>(dtype, block); }
export function asin(dtype: i32, block: usize): void { floats<Asin>(dtype, block); }
export function acos(dtype: i32, block: usize): void { floats<Acos>(dtype, block); }
export function atan(dtype: i32, block: usize): void { floats<Atan>(dtype, block); }
export function sinh(dtype: i32, block: usize): void { floats<Sinh>(dtype, block); }
export function cosh(dtype: i32, block: usize): void { floats<Cosh>(dtype, block); }
export function tanh(dtype: i32, block: usize): void { floats<Tanh>(dtype, block); }
export function sigmoid(dtype: i32, block: usize): void { floats<Sigmoid>(dtype, block); }
export function isinf(dtype: i32, block: usize): void { tests<IsInf>(dtype, block); }
export function isfinite(dtype: i32, block: usize): void { tests<IsFinite>(dtype, block); }
export function signbit(dtype: i32, block: usize): void { tests<SignBit>(dtype, block); }
