/**
 * Elementwise kernels of two inputs: operand 0 is written, 1 and 2 are read, all in one dtype (logical ones write
 * bool). Rows that lie side by side in memory go four floats (two doubles) at a time. (AssemblyScript.)
 */
import { divFloor, divTrunc, fmodOf, gcdOf, lcmOf, powFloat, powInteger, remainderOf } from './arithmetic';
import { BF16, F16, F32, F64, I16, I32, I64, I8, U8, BFLOAT16, BOOL, FLOAT16, FLOAT32, FLOAT64, INT16, INT32, INT64, INT8, UINT8 } from './element';
import { address, next, size, stride } from './iterate';

@unmanaged class Add {
	@inline of<C>(a: C, b: C): C { return <C>(a + b); }
	@inline lanes<C>(a: v128, b: v128): v128 { return v128.add<C>(a, b); }
}
@unmanaged class Sub {
	@inline of<C>(a: C, b: C): C { return <C>(a - b); }
	@inline lanes<C>(a: v128, b: v128): v128 { return v128.sub<C>(a, b); }
}
@unmanaged class Mul {
	@inline of<C>(a: C, b: C): C { return <C>(a * b); }
	@inline lanes<C>(a: v128, b: v128): v128 { return v128.mul<C>(a, b); }
}
@unmanaged class Div {
	@inline of<C>(a: C, b: C): C { return isFloat<C>() ? a / b : a; }
	@inline lanes<C>(a: v128, b: v128): v128 { return v128.div<C>(a, b); }
}
@unmanaged class DivFloor { @inline of<C>(a: C, b: C): C { return divFloor<C>(a, b); } }
@unmanaged class DivTrunc { @inline of<C>(a: C, b: C): C { return divTrunc<C>(a, b); } }
@unmanaged class Fmod { @inline of<C>(a: C, b: C): C { return fmodOf<C>(a, b); } }
@unmanaged class Remainder { @inline of<C>(a: C, b: C): C { return remainderOf<C>(a, b); } }
@unmanaged class Pow { @inline of<C>(a: C, b: C): C { return isFloat<C>() ? <C>powFloat(<f64>a, <f64>b) : powInteger<C>(a, b); } }
@unmanaged class Maximum {
	@inline of<C>(a: C, b: C): C { return a != a ? a : b != b ? b : a > b ? a : b; }
	@inline lanes<C>(a: v128, b: v128): v128 { return v128.bitselect(a, v128.pmax<C>(b, a), v128.ne<C>(a, a)); }
}
@unmanaged class Minimum {
	@inline of<C>(a: C, b: C): C { return a != a ? a : b != b ? b : a < b ? a : b; }
	@inline lanes<C>(a: v128, b: v128): v128 { return v128.bitselect(a, v128.pmin<C>(b, a), v128.ne<C>(a, a)); }
}
/** As maximum and minimum, but NaN only where both are. */
@unmanaged class Fmax { @inline of<C>(a: C, b: C): C { return a != a ? b : b != b ? a : a >= b ? a : b; } }
@unmanaged class Fmin { @inline of<C>(a: C, b: C): C { return a != a ? b : b != b ? a : a <= b ? a : b; } }
@unmanaged class CopySign { @inline of<C>(a: C, b: C): C { return isFloat<C>() ? <C>copysign<C>(a, b) : a; } }
@unmanaged class Heaviside { @inline of<C>(a: C, b: C): C { return a == <C>0 ? b : a > <C>0 ? <C>1 : <C>0; } }
@unmanaged class Gcd { @inline of<C>(a: C, b: C): C { return isInteger<C>() ? gcdOf<C>(a, b) : a; } }
@unmanaged class Lcm { @inline of<C>(a: C, b: C): C { return isInteger<C>() ? lcmOf<C>(a, b) : a; } }
@unmanaged class Atan2 { @inline of<C>(a: C, b: C): C { return <C>NativeMath.atan2(<f64>a, <f64>b); } }
@unmanaged class And {
	@inline of<C>(a: C, b: C): C { return <C>(a & b); }
	@inline lanes(a: v128, b: v128): v128 { return v128.and(a, b); }
}
@unmanaged class Or {
	@inline of<C>(a: C, b: C): C { return <C>(a | b); }
	@inline lanes(a: v128, b: v128): v128 { return v128.or(a, b); }
}
@unmanaged class Xor {
	@inline of<C>(a: C, b: C): C { return <C>(a ^ b); }
	@inline lanes(a: v128, b: v128): v128 { return v128.xor(a, b); }
}
@unmanaged class ShiftLeft { @inline of<C>(a: C, b: C): C { return isInteger<C>() ? outside<C>(b) ? <C>0 : <C>(a << b) : a; } }
@unmanaged class ShiftRight { @inline of<C>(a: C, b: C): C { return isInteger<C>() ? outside<C>(b) ? isSigned<C>() && a < <C>0 ? <C>-1 : <C>0 : <C>(a >> b) : a; } }
@unmanaged class LogicalAnd { @inline of<C>(a: C, b: C): u8 { return a != <C>0 && b != <C>0 ? 1 : 0; } }
@unmanaged class LogicalOr { @inline of<C>(a: C, b: C): u8 { return a != <C>0 || b != <C>0 ? 1 : 0; } }
@unmanaged class LogicalXor { @inline of<C>(a: C, b: C): u8 { return (a != <C>0) != (b != <C>0) ? 1 : 0; } }

// @ts-ignore: decorator
@inline function outside<C>(shift: C): bool {
	return isSigned<C>() && shift < <C>0 || shift >= <C>(sizeof<C>() * 8);
}

function map<S, C, Op>(block: usize): void {
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, 1), s2 = stride(block, 2);
		let p0 = address(block, 0), p1 = address(block, 1), p2 = address(block, 2);
		for (let i = 0; i < n; i++) {
			changetype<S>(0).put(p0, changetype<Op>(0).of<C>(changetype<S>(0).get(p1), changetype<S>(0).get(p2)));
			p0 += s0;
			p1 += s1;
			p2 += s2;
		}
	} while (next(block));
}

/** As `map` for a float type, in vectors where the rows are dense; a stride of 0 is a scalar. */
function mapLanes<C, Op>(block: usize): void {
	const step = <i32>sizeof<C>();
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, 1), s2 = stride(block, 2);
		let p0 = address(block, 0), p1 = address(block, 1), p2 = address(block, 2);
		let i = 0;
		if (s0 == step && (s1 == step || s1 == 0) && (s2 == step || s2 == 0)) {
			const lanes = 16 / step, whole = n - n % lanes;
			if (s1 == 0) {
				const a = v128.splat<C>(load<C>(p1));
				for (; i < whole; i += lanes, p0 += 16, p2 += s2 << (step == 4 ? 2 : 1)) {
					v128.store(p0, changetype<Op>(0).lanes<C>(a, s2 == 0 ? v128.splat<C>(load<C>(p2)) : v128.load(p2)));
				}
			} else if (s2 == 0) {
				const b = v128.splat<C>(load<C>(p2));
				for (; i < whole; i += lanes, p0 += 16, p1 += 16) {
					v128.store(p0, changetype<Op>(0).lanes<C>(v128.load(p1), b));
				}
			} else {
				for (; i < whole; i += lanes, p0 += 16, p1 += 16, p2 += 16) {
					v128.store(p0, changetype<Op>(0).lanes<C>(v128.load(p1), v128.load(p2)));
				}
			}
		}
		for (; i < n; i++) {
			store<C>(p0, changetype<Op>(0).of<C>(load<C>(p1), load<C>(p2)));
			p0 += s0;
			p1 += s1;
			p2 += s2;
		}
	} while (next(block));
}

/** As `map` for unsigned integers that have no carries, in vectors where all is dense. */
function mapBits<T, Op>(block: usize): void {
	const step = <i32>sizeof<T>(), lanes = 16 / step;
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, 1), s2 = stride(block, 2);
		let p0 = address(block, 0), p1 = address(block, 1), p2 = address(block, 2);
		let i = 0;
		if (s0 == step && s1 == step && s2 == step) {
			for (; i + lanes <= n; i += lanes, p0 += 16, p1 += 16, p2 += 16) {
				v128.store(p0, changetype<Op>(0).lanes(v128.load(p1), v128.load(p2)));
			}
		}
		for (; i < n; i++) {
			store<T>(p0, changetype<Op>(0).of<T>(load<T>(p1), load<T>(p2)));
			p0 += s0;
			p1 += s1;
			p2 += s2;
		}
	} while (next(block));
}

/** As `map`, with a bool result. */
function compare<S, C, Op>(block: usize): void {
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, 1), s2 = stride(block, 2);
		let p0 = address(block, 0), p1 = address(block, 1), p2 = address(block, 2);
		for (let i = 0; i < n; i++) {
			store<u8>(p0, changetype<Op>(0).of<C>(changetype<S>(0).get(p1), changetype<S>(0).get(p2)));
			p0 += s0;
			p1 += s1;
			p2 += s2;
		}
	} while (next(block));
}

/** The next number after a in b's direction: of their bits, as integers with a sign. `infinity`: beyond it lie the NaNs. */
function neighbours<I>(block: usize, infinity: I): void {
	const sign = <I>(<I>1 << <I>(sizeof<I>() * 8 - 1)), magnitude = <I>~sign;
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, 1), s2 = stride(block, 2);
		let p0 = address(block, 0), p1 = address(block, 1), p2 = address(block, 2);
		for (let i = 0; i < n; i++) {
			const a = load<I>(p1), b = load<I>(p2), sizeA = <I>(a & magnitude), sizeB = <I>(b & magnitude);
			let value: I;
			if (sizeA > infinity || sizeB > infinity) {
				value = sizeA > infinity ? a : b;
			} else if (a == b || (sizeA == <I>0 && sizeB == <I>0)) {
				value = b;
			} else if (sizeA == <I>0) {
				value = <I>((b & sign) | <I>1);
			} else {
				// Away from zero where b has the sign of a and is larger.
				value = <I>(a + ((a ^ b) >= <I>0 && sizeB > sizeA ? <I>1 : <I>-1));
			}
			store<I>(p0, value);
			p0 += s0;
			p1 += s1;
			p2 += s2;
		}
	} while (next(block));
}

// @ts-ignore: decorator
@inline function integers<Op>(dtype: i32, block: usize): void {
	switch (dtype) {
		case BOOL:
		case UINT8: return map<U8, u8, Op>(block);
		case INT8: return map<I8, i8, Op>(block);
		case INT16: return map<I16, i16, Op>(block);
		case INT32: return map<I32, i32, Op>(block);
		case INT64: return map<I64, i64, Op>(block);
	}
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

// @ts-ignore: decorator
@inline function numbers<Op>(dtype: i32, block: usize): void {
	if (dtype >= FLOAT16) {
		floats<Op>(dtype, block);
	} else {
		integers<Op>(dtype, block);
	}
}

// @ts-ignore: decorator
@inline function bits<Op>(dtype: i32, block: usize): void {
	switch (dtype) {
		case INT16: return mapBits<u16, Op>(block);
		case INT32: return mapBits<u32, Op>(block);
		case INT64: return mapBits<u64, Op>(block);
		default: return mapBits<u8, Op>(block);
	}
}

// @ts-ignore: decorator
@inline function lanes<Op>(dtype: i32, block: usize): void {
	switch (dtype) {
		case FLOAT16: return map<F16, f32, Op>(block);
		case BFLOAT16: return map<BF16, f32, Op>(block);
		case FLOAT32: return mapLanes<f32, Op>(block);
		case FLOAT64: return mapLanes<f64, Op>(block);
		default: return integers<Op>(dtype, block);
	}
}

// @ts-ignore: decorator
@inline function compares<Op>(dtype: i32, block: usize): void {
	switch (dtype) {
		case BOOL:
		case UINT8: return compare<U8, u8, Op>(block);
		case INT8: return compare<I8, i8, Op>(block);
		case INT16: return compare<I16, i16, Op>(block);
		case INT32: return compare<I32, i32, Op>(block);
		case INT64: return compare<I64, i64, Op>(block);
		case FLOAT16: return compare<F16, f32, Op>(block);
		case BFLOAT16: return compare<BF16, f32, Op>(block);
		case FLOAT32: return compare<F32, f32, Op>(block);
		case FLOAT64: return compare<F64, f64, Op>(block);
	}
}

export function add(dtype: i32, block: usize): void { lanes<Add>(dtype, block); }
export function sub(dtype: i32, block: usize): void { lanes<Sub>(dtype, block); }
export function mul(dtype: i32, block: usize): void { lanes<Mul>(dtype, block); }
export function div(dtype: i32, block: usize): void { lanes<Div>(dtype, block); }
export function div_floor(dtype: i32, block: usize): void { numbers<DivFloor>(dtype, block); }
export function div_trunc(dtype: i32, block: usize): void { numbers<DivTrunc>(dtype, block); }
export function fmod(dtype: i32, block: usize): void { numbers<Fmod>(dtype, block); }
export function remainder(dtype: i32, block: usize): void { numbers<Remainder>(dtype, block); }
export function pow(dtype: i32, block: usize): void { numbers<Pow>(dtype, block); }
export function maximum(dtype: i32, block: usize): void { lanes<Maximum>(dtype, block); }
export function minimum(dtype: i32, block: usize): void { lanes<Minimum>(dtype, block); }
export function fmax(dtype: i32, block: usize): void { numbers<Fmax>(dtype, block); }
export function fmin(dtype: i32, block: usize): void { numbers<Fmin>(dtype, block); }
export function copysign_(dtype: i32, block: usize): void { floats<CopySign>(dtype, block); }
export function heaviside(dtype: i32, block: usize): void { numbers<Heaviside>(dtype, block); }
export function gcd(dtype: i32, block: usize): void { integers<Gcd>(dtype, block); }
export function lcm(dtype: i32, block: usize): void { integers<Lcm>(dtype, block); }
export function nextafter(dtype: i32, block: usize): void {
	switch (dtype) {
		case BFLOAT16: return neighbours<i16>(block, 0x7f80);
		case FLOAT16: return neighbours<i16>(block, 0x7c00);
		case FLOAT32: return neighbours<i32>(block, 0x7f800000);
		case FLOAT64: return neighbours<i64>(block, 0x7ff0000000000000);
	}
}
export function atan2(dtype: i32, block: usize): void { floats<Atan2>(dtype, block); }
export function bitwise_and(dtype: i32, block: usize): void { bits<And>(dtype, block); }
export function bitwise_or(dtype: i32, block: usize): void { bits<Or>(dtype, block); }
export function bitwise_xor(dtype: i32, block: usize): void { bits<Xor>(dtype, block); }
export function bitwise_left_shift(dtype: i32, block: usize): void { integers<ShiftLeft>(dtype, block); }
export function bitwise_right_shift(dtype: i32, block: usize): void { integers<ShiftRight>(dtype, block); }
export function logical_and(dtype: i32, block: usize): void { compares<LogicalAnd>(dtype, block); }
export function logical_or(dtype: i32, block: usize): void { compares<LogicalOr>(dtype, block); }
export function logical_xor(dtype: i32, block: usize): void { compares<LogicalXor>(dtype, block); }
