/**
 * Copies with conversion: operand 0 (of dtype `to`) is written from operand 1 (of dtype `from`). (AssemblyScript.)
 */
import { convert } from './arithmetic';
import { BF16, F16, F32, F64, I16, I32, I64, I8, U8, BFLOAT16, BOOL, FLOAT16, FLOAT32, FLOAT64, INT16, INT32, INT64, INT8, UINT8 } from './element';
import { address, next, size, stride } from './iterate';

function move<A, CA, B, CB>(block: usize): void {
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, 1);
		let p0 = address(block, 0), p1 = address(block, 1);
		for (let i = 0; i < n; i++) {
			changetype<B>(0).put(p0, convert<CA, CB>(changetype<A>(0).get(p1)));
			p0 += s0;
			p1 += s1;
		}
	} while (next(block));
}

function truth<A, CA>(block: usize): void {
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, 1);
		let p0 = address(block, 0), p1 = address(block, 1);
		for (let i = 0; i < n; i++) {
			store<u8>(p0, changetype<A>(0).get(p1) != <CA>0 ? 1 : 0);
			p0 += s0;
			p1 += s1;
		}
	} while (next(block));
}

/** Elements up to which a row is copied by a loop, as the engine's own way to copy is a call. */
const SHORT = 64;

/** Same dtype: bits are moved as they are. */
function same<T>(block: usize): void {
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, 1);
		let p0 = address(block, 0), p1 = address(block, 1);
		let i = 0;
		if (s0 == sizeof<T>() && s1 == sizeof<T>()) {
			if (n > SHORT) {
				memory.copy(p0, p1, <usize>n * sizeof<T>());
				continue;
			}
			const lanes = 16 / <i32>sizeof<T>();
			for (; i + lanes <= n; i += lanes, p0 += 16, p1 += 16) v128.store(p0, v128.load(p1));
		}
		// One value for a whole row.
		if (s0 == sizeof<T>() && s1 == 0) {
			const lanes = 16 / <i32>sizeof<T>(), value = v128.splat<T>(load<T>(p1));
			for (; i + lanes <= n; i += lanes, p0 += 16) v128.store(p0, value);
		}
		for (; i < n; i++) {
			store<T>(p0, load<T>(p1));
			p0 += s0;
			p1 += s1;
		}
	} while (next(block));
}

// @ts-ignore: decorator
@inline function moveFrom<A, CA>(to: i32, block: usize): void {
	switch (to) {
		case BOOL: return truth<A, CA>(block);
		case UINT8: return move<A, CA, U8, u8>(block);
		case INT8: return move<A, CA, I8, i8>(block);
		case INT16: return move<A, CA, I16, i16>(block);
		case INT32: return move<A, CA, I32, i32>(block);
		case INT64: return move<A, CA, I64, i64>(block);
		case FLOAT16: return move<A, CA, F16, f32>(block);
		case BFLOAT16: return move<A, CA, BF16, f32>(block);
		case FLOAT32: return move<A, CA, F32, f32>(block);
		case FLOAT64: return move<A, CA, F64, f64>(block);
	}
}

function copySame(dtype: i32, block: usize): void {
	switch (dtype) {
		case BOOL:
		case UINT8:
		case INT8: return same<u8>(block);
		case INT16:
		case FLOAT16:
		case BFLOAT16: return same<u16>(block);
		case INT32:
		case FLOAT32: return same<u32>(block);
		case INT64:
		case FLOAT64: return same<u64>(block);
	}
}

export function copy(from: i32, to: i32, block: usize): void {
	if (from == to) {
		return copySame(from, block);
	}
	switch (from) {
		case BOOL:
		case UINT8: return moveFrom<U8, u8>(to, block);
		case INT8: return moveFrom<I8, i8>(to, block);
		case INT16: return moveFrom<I16, i16>(to, block);
		case INT32: return moveFrom<I32, i32>(to, block);
		case INT64: return moveFrom<I64, i64>(to, block);
		case FLOAT16: return moveFrom<F16, f32>(to, block);
		case BFLOAT16: return moveFrom<BF16, f32>(to, block);
		case FLOAT32: return moveFrom<F32, f32>(to, block);
		case FLOAT64: return moveFrom<F64, f64>(to, block);
	}
}
