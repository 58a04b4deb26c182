/**
 * Reading and writing through an index along one dimension. Operands: gather 0 = out, 1 = source (stride 0 along the
 * dimension), 2 = index (int64); scatter 0 = target (stride 0 along the dimension), 1 = source, 2 = index. The
 * dimension's size and stride (bytes) are in the row words. An index out of range is reported, and nothing is
 * read or written there. (AssemblyScript.)
 */
import { BF16, F16, F32, F64, I16, I32, I64, I8, U8, BFLOAT16, BOOL, FLOAT16, FLOAT32, FLOAT64, INT16, INT32, INT64, INT8, UINT8 } from './element';
import { address, fail, next, ROW, size, STATUS_INDEX, stride } from './iterate';

function gatherOf<T>(block: usize): void {
	const length = <i64>load<i32>(ROW), step = load<i32>(ROW, 4);
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, 1), s2 = stride(block, 2);
		let p0 = address(block, 0), p1 = address(block, 1), p2 = address(block, 2);
		for (let i = 0; i < n; i++) {
			const index = load<i64>(p2);
			if (index < 0 || index >= length) {
				fail(STATUS_INDEX, index);
				return;
			}
			store<T>(p0, load<T>(p1 + <i32>index * step));
			p0 += s0;
			p1 += s1;
			p2 += s2;
		}
	} while (next(block));
}

@unmanaged class Assign { @inline of<C>(old: C, x: C): C { return x; } }
@unmanaged class Add { @inline of<C>(old: C, x: C): C { return <C>(old + x); } }
@unmanaged class Multiply { @inline of<C>(old: C, x: C): C { return <C>(old * x); } }
@unmanaged class Larger { @inline of<C>(old: C, x: C): C { return old != old || old > x ? old : x; } }
@unmanaged class Smaller { @inline of<C>(old: C, x: C): C { return old != old || old < x ? old : x; } }

function scatterOf<S, C, Op>(block: usize): void {
	const length = <i64>load<i32>(ROW), step = load<i32>(ROW, 4);
	do {
		const n = size(block), s0 = stride(block, 0), s1 = stride(block, 1), s2 = stride(block, 2);
		let p0 = address(block, 0), p1 = address(block, 1), p2 = address(block, 2);
		for (let i = 0; i < n; i++) {
			const index = load<i64>(p2);
			if (index < 0 || index >= length) {
				fail(STATUS_INDEX, index);
				return;
			}
			const target = p0 + <i32>index * step;
			changetype<S>(0).put(target, changetype<Op>(0).of<C>(changetype<S>(0).get(target), changetype<S>(0).get(p1)));
			p0 += s0;
			p1 += s1;
			p2 += s2;
		}
	} while (next(block));
}

// @ts-ignore: decorator
@inline function scatters<Op>(dtype: i32, block: usize): void {
	switch (dtype) {
		case BOOL:
		case UINT8: return scatterOf<U8, u8, Op>(block);
		case INT8: return scatterOf<I8, i8, Op>(block);
		case INT16: return scatterOf<I16, i16, Op>(block);
		case INT32: return scatterOf<I32, i32, Op>(block);
		case INT64: return scatterOf<I64, i64, Op>(block);
		case FLOAT16: return scatterOf<F16, f32, Op>(block);
		case BFLOAT16: return scatterOf<BF16, f32, Op>(block);
		case FLOAT32: return scatterOf<F32, f32, Op>(block);
		case FLOAT64: return scatterOf<F64, f64, Op>(block);
	}
}

export function gather(dtype: i32, block: usize): void {
	switch (dtype) {
		case BOOL:
		case UINT8:
		case INT8: return gatherOf<u8>(block);
		case INT16:
		case FLOAT16:
		case BFLOAT16: return gatherOf<u16>(block);
		case INT32:
		case FLOAT32: return gatherOf<u32>(block);
		case INT64:
		case FLOAT64: return gatherOf<u64>(block);
	}
}

export function scatter(dtype: i32, block: usize): void { scatters<Assign>(dtype, block); }
export function scatter_add(dtype: i32, block: usize): void { scatters<Add>(dtype, block); }
export function scatter_multiply(dtype: i32, block: usize): void { scatters<Multiply>(dtype, block); }
export function scatter_max(dtype: i32, block: usize): void { scatters<Larger>(dtype, block); }
export function scatter_min(dtype: i32, block: usize): void { scatters<Smaller>(dtype, block); }

/** The positions of true in `n` dense bools, as int64; how many there are. `out` 0 only counts. */
export function nonzero(n: i32, mask: usize, out: usize): i32 {
	let count = 0;
	for (let i = 0; i < n; i++) {
		if (load<u8>(mask + i) != 0) {
			if (out != 0) {
				store<i64>(out + (<usize>count << 3), <i64>i);
			}
			count++;
		}
	}
	return count;
}
