/**
 * Activations: operand 0 is written, operand 1 read, the others are numbers of the call (what the 16-bit types are
 * computed in is float32, so there are no loops for them). The steps, each rounded, are PyTorch's. (AssemblyScript.)
 */
import { FLOAT32, FLOAT64 } from './element';
import { erf } from './erf';
import { address, next, size, stride } from './iterate';

// @ts-ignore: decorator
@inline function exp<C>(x: C): C { return <C>NativeMath.exp(<f64>x); }
// @ts-ignore: decorator
@inline function log1p<C>(x: C): C { return <C>NativeMath.log1p(<f64>x); }
// @ts-ignore: decorator
@inline function tanh<C>(x: C): C { return <C>NativeMath.tanh(<f64>x); }
/** From 0 to 6 around 3. */
// @ts-ignore: decorator
@inline function ramp<C>(x: C): C { return min<C>(max<C>(<C>(x + <C>3), <C>0), <C>6); }

/** Factors of the negative part, of the positive part, and of the exponent. */
@unmanaged class Elu { @inline of<C>(x: C, a: C, b: C, c: C): C { return x >= <C>0 ? <C>(x * b) : <C>(<C>NativeMath.expm1(<f64><C>(x * c)) * a); } }
@unmanaged class LeakyRelu { @inline of<C>(x: C, a: C, b: C, c: C): C { return x > <C>0 ? x : <C>(x * a); } }
@unmanaged class Softplus {
	@inline of<C>(x: C, a: C, b: C, c: C): C {
		const scaled = <C>(x * a);
		return scaled > b ? x : <C>(log1p<C>(exp<C>(scaled)) / a);
	}
}
@unmanaged class Silu { @inline of<C>(x: C, a: C, b: C, c: C): C { return <C>(x / <C>(<C>1 + exp<C>(<C>-x))); } }
@unmanaged class Mish { @inline of<C>(x: C, a: C, b: C, c: C): C { return <C>(x * tanh<C>(log1p<C>(exp<C>(x)))); } }
@unmanaged class Hardswish { @inline of<C>(x: C, a: C, b: C, c: C): C { return <C>(<C>(x * ramp<C>(x)) / <C>6); } }
@unmanaged class Hardsigmoid { @inline of<C>(x: C, a: C, b: C, c: C): C { return <C>(ramp<C>(x) / <C>6); } }
@unmanaged class Softshrink { @inline of<C>(x: C, a: C, b: C, c: C): C { return x > a ? <C>(x - a) : x < <C>-a ? <C>(x + a) : x != x ? x : <C>0; } }
@unmanaged class LogSigmoid { @inline of<C>(x: C, a: C, b: C, c: C): C { return <C>(min<C>(x, <C>0) - log1p<C>(exp<C>(<C>-abs<C>(x)))); } }
@unmanaged class Gelu { @inline of<C>(x: C, a: C, b: C, c: C): C { return <C>(<C>(x * <C>0.5) * <C>(<C>1 + <C>erf(<f64><C>(x * <C>0.7071067811865476)))); } }
@unmanaged class GeluTanh {
	@inline of<C>(x: C, a: C, b: C, c: C): C {
		const cube = <C>(<C>(x * x) * x);
		const inner = <C>(<C>0.7978845608028654 * <C>(x + <C>(<C>0.044715 * cube)));
		return <C>(<C>(<C>0.5 * x) * <C>(<C>1 + tanh<C>(inner)));
	}
}

function map<C, Op>(block: usize): void {
	const a = load<C>(address(block, 2)), b = load<C>(address(block, 3)), c = load<C>(address(block, 4));
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, 1);
		let p0 = address(block, 0), p1 = address(block, 1);
		for (let i = 0; i < n; i++) {
			store<C>(p0, changetype<Op>(0).of<C>(load<C>(p1), a, b, c));
			p0 += s0;
			p1 += s1;
		}
	} while (next(block));
}

// @ts-ignore: decorator
@inline function floats<Op>(dtype: i32, block: usize): void {
	switch (dtype) {
		case FLOAT32: return map<f32, Op>(block);
		case FLOAT64: return map<f64, Op>(block);
	}
}

export function elu(dtype: i32, block: usize): void { floats<Elu>(dtype, block); }
export function leaky_relu(dtype: i32, block: usize): void { floats<LeakyRelu>(dtype, block); }
export function softplus(dtype: i32, block: usize): void { floats<Softplus>(dtype, block); }
export function silu(dtype: i32, block: usize): void { floats<Silu>(dtype, block); }
export function mish(dtype: i32, block: usize): void { floats<Mish>(dtype, block); }
export function hardswish(dtype: i32, block: usize): void { floats<Hardswish>(dtype, block); }
export function hardsigmoid(dtype: i32, block: usize): void { floats<Hardsigmoid>(dtype, block); }
export function softshrink(dtype: i32, block: usize): void { floats<Softshrink>(dtype, block); }
export function log_sigmoid(dtype: i32, block: usize): void { floats<LogSigmoid>(dtype, block); }
export function gelu(dtype: i32, block: usize): void { floats<Gelu>(dtype, block); }
export function gelu_tanh(dtype: i32, block: usize): void { floats<GeluTanh>(dtype, block); }
