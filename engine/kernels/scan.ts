/**
 * Running extremes with where they are, and running log-sum-exps, along rows: operand 0 is the start of the result's row, 1 of
 * the input's, 2 of the indices' (int64). (AssemblyScript.)
 */
import { BF16, F16, F32, F64, I16, I32, I64, I8, U8, BFLOAT16, BOOL, FLOAT16, FLOAT32, FLOAT64, INT16, INT32, INT64, INT8, UINT8 } from './element';
import { address, next, ROW, size, stride } from './iterate';

@unmanaged class NotLess { @inline holds<C>(a: C, b: C): bool { return a >= b; } }
@unmanaged class NotGreater { @inline holds<C>(a: C, b: C): bool { return a <= b; } }

/** Of equal ones the latest; NaN stays. */
function running<S, C, Op>(block: usize): void {
	const length = load<i32>(ROW), step = load<i32>(ROW, 4), stepOut = load<i32>(ROW, 8), stepIndex = load<i32>(ROW, 12);
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, 1), s2 = stride(block, 2);
		let p0 = address(block, 0), p1 = address(block, 1), p2 = address(block, 2);
		for (let i = 0; i < n; i++) {
			let p = p1, q = p0, r = p2;
			let found = changetype<S>(0).get(p);
			let at = 0;
			for (let j = 0; j < length; j++, p += step, q += stepOut, r += stepIndex) {
				const x = changetype<S>(0).get(p);
				if (x != x || (found == found && changetype<Op>(0).holds<C>(x, found))) {
					found = x;
					at = j;
				}
				changetype<S>(0).put(q, found);
				store<i64>(r, <i64>at);
			}
			p0 += s0;
			p1 += s1;
			p2 += s2;
		}
	} while (next(block));
}

// @ts-ignore: decorator
@inline function runningOf<Op>(dtype: i32, block: usize): void {
	switch (dtype) {
		case BOOL:
		case UINT8: return running<U8, u8, Op>(block);
		case INT8: return running<I8, i8, Op>(block);
		case INT16: return running<I16, i16, Op>(block);
		case INT32: return running<I32, i32, Op>(block);
		case INT64: return running<I64, i64, Op>(block);
		case FLOAT16: return running<F16, f32, Op>(block);
		case BFLOAT16: return running<BF16, f32, Op>(block);
		case FLOAT32: return running<F32, f32, Op>(block);
		case FLOAT64: return running<F64, f64, Op>(block);
	}
}

function logSumExps<S, C>(block: usize): void {
	const length = load<i32>(ROW), step = load<i32>(ROW, 4), stepOut = load<i32>(ROW, 8);
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, 1);
		let p0 = address(block, 0), p1 = address(block, 1);
		for (let i = 0; i < n; i++) {
			let p = p1, q = p0;
			let total: f64 = -Infinity;
			for (let j = 0; j < length; j++, p += step, q += stepOut) {
				const x = <f64>changetype<S>(0).get(p);
				const low = x != x ? x : total != total ? total : min<f64>(x, total);
				const high = x != x ? x : total != total ? total : max<f64>(x, total);
				total = low != high || abs<f64>(low) < Infinity ? high + NativeMath.log1p(NativeMath.exp(low - high)) : x;
				changetype<S>(0).put(q, <C>total);
			}
			p0 += s0;
			p1 += s1;
		}
	} while (next(block));
}

export function cummax(dtype: i32, block: usize): void { runningOf<NotLess>(dtype, block); }
export function cummin(dtype: i32, block: usize): void { runningOf<NotGreater>(dtype, block); }

export function logcumsumexp(dtype: i32, block: usize): void {
	switch (dtype) {
		case FLOAT16: return logSumExps<F16, f32>(block);
		case BFLOAT16: return logSumExps<BF16, f32>(block);
		case FLOAT32: return logSumExps<F32, f32>(block);
		case FLOAT64: return logSumExps<F64, f64>(block);
	}
}
