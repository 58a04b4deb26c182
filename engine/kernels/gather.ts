/**
 * Reading and writing through an index along one dimension. Operands: gather 0 = out, 1 = source (stride 0 along the
 * dimension), 2 = index (int64); scatter 0 = target (stride 0 along the dimension), 1 = source, 2 = index. The
 * dimension's size and stride (bytes) are in the row words. An index out of range is reported, and nothing is
 * read or written there. (AssemblyScript.)
 */
import { BF16, F16, F32, F64, I16, I32, I64, I8, U8, BFLOAT16, BOOL, FLOAT16, FLOAT32, FLOAT64, INT16, INT32, INT64, INT8, UINT8 } from './element';
import { address, fail, next, ROW, size, STATUS_INDEX, stride } from './iterate';

/**
 * Dense elements at `n` dense positions, four at a time: of few instructions each, so that the processor waits for many of them at once.
 * Answers how many it took, all or those before one that is out of range.
 */
// @ts-ignore: decorator
@inline function gatherDense<T>(n: i32, length: u64, out: usize, source: usize, at: usize): i32 {
	let i = 0;
	for (const whole = n & ~3; i < whole; i += 4) {
		const a = load<u64>(at), b = load<u64>(at, 8), c = load<u64>(at, 16), d = load<u64>(at, 24);
		if (!(i32(a < length) & i32(b < length) & i32(c < length) & i32(d < length))) break;
		store<T>(out, load<T>(source + <usize>a * sizeof<T>()));
		store<T>(out, load<T>(source + <usize>b * sizeof<T>()), sizeof<T>());
		store<T>(out, load<T>(source + <usize>c * sizeof<T>()), 2 * sizeof<T>());
		store<T>(out, load<T>(source + <usize>d * sizeof<T>()), 3 * sizeof<T>());
		out += 4 * sizeof<T>();
		at += 32;
	}
	for (; i < n; i++, out += sizeof<T>(), at += 8) {
		const a = load<u64>(at);
		if (a >= length) break;
		store<T>(out, load<T>(source + <usize>a * sizeof<T>()));
	}
	return i;
}

function gatherOf<T>(block: usize): void {
	const length = <i64>load<i32>(ROW), step = load<i32>(ROW, 4);
	do {
		const count = size(block), s0 = stride(block, 0), s1 = stride(block, 1), s2 = stride(block, 2);
		let p0 = address(block, 0), p1 = address(block, 1), p2 = address(block, 2);
		// A row that lies side by side is taken as a whole.
		const n = s2 == 0 && s0 == sizeof<T>() && s1 == sizeof<T>() ? 1 : count;
		if (n == count && s0 == sizeof<T>() && s1 == 0 && s2 == 8 && step == sizeof<T>()) {
			const taken = gatherDense<T>(n, length, p0, p1, p2);
			if (taken < n) {
				fail(STATUS_INDEX, load<i64>(p2 + (<usize>taken << 3)));
				return;
			}
			continue;
		}
		for (let i = 0; i < n; i++) {
			const index = load<i64>(p2);
			if (index < 0 || index >= length) {
				fail(STATUS_INDEX, index);
				return;
			}
			if (n != count) {
				memory.copy(p0, p1 + <i32>index * step, <usize>count * sizeof<T>());
				break;
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

/** How many of `n` dense bools are true. */
export function count_true(n: i32, mask: usize): i32 {
	const zero = i8x16.splat(0), whole = mask + (n & ~15), end = mask + n;
	let count = 0, p = mask;
	for (; p < whole; p += 16) {
		count += popcnt<i32>(i8x16.bitmask(i8x16.ne(v128.load(p), zero)));
	}
	for (; p < end; p++) {
		count += i32(load<u8>(p) != 0);
	}
	return count;
}

/** The positions of the `count` that are true in dense bools, as int64. */
export function nonzero(count: i32, mask: usize, out: usize): void {
	const end = out + (<usize>count << 3);
	// Each is written, and stays where it is true: a branch is one that no processor guesses.
	for (let i: i64 = 0; out < end; i++, mask++) {
		store<i64>(out, i);
		out += <usize>(load<u8>(mask) != 0) << 3;
	}
}

/** Of `n` dense int64: 0 where all lie within [0, size), 1 where some count from the end, 2 where one is out of bounds. */
export function look_at_positions(n: i32, at: usize, size: i32): i32 {
	let least: i64 = 0, most: i64 = -1;
	for (let end = at + (<usize>n << 3); at < end; at += 8) {
		const position = load<i64>(at);
		least = min(least, position);
		most = max(most, position);
	}
	return least < -<i64>size || most >= <i64>size ? 2 : least < 0 ? 1 : 0;
}
