/**
 * Arithmetic that may not trap and must agree with PyTorch: integer division, remainders, powers, conversions.
 * (AssemblyScript.)
 */
import { fail, STATUS_DIVISION } from './iterate';

/** Quotient towards zero; a zero divisor is reported, MIN / -1 wraps. */
// @ts-ignore: decorator
@inline export function divTrunc<C>(a: C, b: C): C {
	if (isFloat<C>()) {
		return <C>trunc<C>(a / b);
	}
	if (b == <C>0) {
		fail(STATUS_DIVISION, 0);
		return <C>0;
	}
	if (isSigned<C>() && b == <C>-1) {
		return <C>(<C>0 - a);
	}
	return <C>(a / b);
}

/** Quotient towards minus infinity. For floats, Python's // : exact where the quotient is near an integer. */
// @ts-ignore: decorator
@inline export function divFloor<C>(a: C, b: C): C {
	if (isFloat<C>()) {
		if (b == <C>0) {
			return a / b;
		}
		const mod = a % b;
		let quotient = (a - mod) / b;
		if (mod != <C>0 && (b < <C>0) != (mod < <C>0)) {
			quotient -= <C>1;
		}
		if (quotient == <C>0) {
			return copysign<C>(<C>0, a / b);
		}
		const whole = floor<C>(quotient);
		return quotient - whole > <C>0.5 ? whole + <C>1 : whole;
	}
	const quotient = divTrunc<C>(a, b);
	if (isSigned<C>() && b != <C>0) {
		const rest = <C>(a - <C>(quotient * b));
		if (rest != <C>0 && (rest < <C>0) != (b < <C>0)) {
			return <C>(quotient - <C>1);
		}
	}
	return quotient;
}

/** Remainder with the dividend's sign. */
// @ts-ignore: decorator
@inline export function fmodOf<C>(a: C, b: C): C {
	if (isFloat<C>()) {
		return a % b;
	}
	if (b == <C>0) {
		fail(STATUS_DIVISION, 0);
		return <C>0;
	}
	if (isSigned<C>() && b == <C>-1) {
		return <C>0;
	}
	return <C>(a % b);
}

/** Remainder with the divisor's sign, as Python's %. */
// @ts-ignore: decorator
@inline export function remainderOf<C>(a: C, b: C): C {
	const rest = fmodOf<C>(a, b);
	if (isSigned<C>() || isFloat<C>()) {
		if (rest != <C>0 && (rest < <C>0) != (b < <C>0)) {
			return <C>(rest + b);
		}
	}
	return rest;
}

// @ts-ignore: decorator
@inline function sizeOf<C>(a: C): C {
	return isSigned<C>() && a < <C>0 ? <C>(<C>0 - a) : a;
}

/** The greatest common divisor, by Euclid; never negative but where the least number has no opposite. */
export function gcdOf<C>(a: C, b: C): C {
	let left = sizeOf<C>(a);
	let right = sizeOf<C>(b);
	while (left != <C>0) {
		const rest = left == <C>-1 && isSigned<C>() ? <C>0 : <C>(right % left);
		right = left;
		left = rest;
	}
	return right;
}

export function lcmOf<C>(a: C, b: C): C {
	const divisor = gcdOf<C>(a, b);
	// As in C, where small integers are multiplied as int.
	return divisor == <C>0 ? <C>0 : sizeof<C>() < 4 ? <C>sizeOf<i32>(<i32>divTrunc<C>(a, divisor) * <i32>b) : sizeOf<C>(<C>(divTrunc<C>(a, divisor) * b));
}

/** C's pow: 1 to any power, and -1 to an infinite one, is 1; in JavaScript NaN. */
export function powFloat(base: f64, exponent: f64): f64 {
	return base == 1 || base == -1 && abs(exponent) == Infinity ? 1 : NativeMath.pow(base, exponent);
}

/** Integer power that wraps; a negative exponent gives 0 but for bases 1 and -1. */
export function powInteger<C>(base: C, exponent: C): C {
	if (isSigned<C>() && exponent < <C>0) {
		if (base == <C>1) {
			return <C>1;
		}
		return base == <C>-1 ? (exponent & <C>1) != <C>0 ? <C>-1 : <C>1 : <C>0;
	}
	let result: C = <C>1;
	let factor = base;
	let n = exponent;
	while (n != <C>0) {
		if ((n & <C>1) != <C>0) {
			result = <C>(result * factor);
		}
		factor = <C>(factor * factor);
		n = <C>(n >> <C>1);
	}
	return result;
}

/** Conversion as x86 does it: what does not fit in 32 (64 for int64) bits becomes the least number, then the low bits are kept. */
// @ts-ignore: decorator
@inline export function convert<A, B>(v: A): B {
	if (isFloat<A>() && isInteger<B>()) {
		if (sizeof<B>() == 8) {
			return <B>(<f64>v >= -9223372036854775808.0 && <f64>v < 9223372036854775808.0 ? <i64>v : i64.MIN_VALUE);
		}
		return <B>(<f64>v >= -2147483648.0 && <f64>v < 2147483648.0 ? <i32>v : i32.MIN_VALUE);
	}
	return <B>v;
}
