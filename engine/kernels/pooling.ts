/**
 * Largest values and averages of windows, and an average's way back. The caller lists the windows of each of three dimensions
 * as words (begin, end, number that an average divides by), so fixed and adaptive pools are one. The geometry block: sizes of the image,
 * of the output, distances between a window's cells, addresses of the lists. (AssemblyScript.)
 */
import { BF16, F16, F32, F64, I16, I32, I64, I8, U8, BFLOAT16, FLOAT16, FLOAT32, FLOAT64, INT16, INT32, INT64, INT8, UINT8 } from './element';
import { GEOMETRY } from './iterate';

// @ts-ignore: decorator
@inline function word(group: i32, dim: i32): i32 {
	return load<i32>(GEOMETRY + ((group * 3 + dim) << 2));
}

/** Entry `which` of window `at` of a dimension. */
// @ts-ignore: decorator
@inline function bound(list: usize, at: i32, which: i32): i32 {
	return load<i32>(list + ((at * 3 + which) << 2));
}

/** What nothing is less than. */
// @ts-ignore: decorator
@inline function least<C>(): C {
	if (isFloat<C>()) return <C>(-Infinity);
	return isSigned<C>() ? <C>(<C>1 << <C>(8 * sizeof<C>() - 1)) : <C>0;
}

/** `a` or `b` without a branch, which no processor could guess. A `select` of floats is one, so they are chosen as their bits. */
// @ts-ignore: decorator
@inline function either<C>(a: C, b: C, isA: bool): C {
	if (!isFloat<C>()) return select<C>(a, b, isA);
	if (sizeof<C>() == 4) {
		const bits = reinterpret<u32>(<f32>b);
		return <C>reinterpret<f32>(bits ^ ((bits ^ reinterpret<u32>(<f32>a)) & (0 - <u32>isA)));
	}
	const bits = reinterpret<u64>(<f64>b);
	return <C>reinterpret<f64>(bits ^ ((bits ^ reinterpret<u64>(<f64>a)) & (0 - <u64>isA)));
}

/** The largest, and its place in the plane (int64); the last NaN wins. A window may have no cell, and begin beyond the plane. */
function largest<S, C>(size: i32, planes: i32, from: usize, out: usize, places: usize): void {
	const inD = word(0, 0), inH = word(0, 1), inW = word(0, 2), outD = word(1, 0), outH = word(1, 1), outW = word(1, 2);
	const stepD = word(2, 0), stepH = word(2, 1), stepW = word(2, 2), listD = <usize>word(3, 0), listH = <usize>word(3, 1), listW = <usize>word(3, 2);
	for (let plane = 0; plane < planes; plane++, from += inD * inH * inW * size) {
		for (let d = 0; d < outD; d++) for (let h = 0; h < outH; h++) for (let w = 0; w < outW; w++, out += size, places += 8) {
			const startH = bound(listH, h, 0), endH = bound(listH, h, 1), startW = bound(listW, w, 0), endW = bound(listW, w, 1);
			let place = (<i64>bound(listD, d, 0) * inH + startH) * inW + startW;
			let most = least<C>(), isFirst = true;
			for (let z = bound(listD, d, 0); z < bound(listD, d, 1); z += stepD) for (let y = startH; y < endH; y += stepH) {
				const row = (z * inH + y) * inW;
				for (let x = startW; x < endW; x += stepW) {
					const value = changetype<S>(0).get(from + (row + x) * size), isMore = <bool>(<i32>isFirst | <i32>(value > most) | <i32>(value != value));
					most = either<C>(value, most, isMore);
					place = select<i64>(row + x, place, isMore);
					isFirst = false;
				}
			}
			changetype<S>(0).put(out, most);
			store<i64>(places, place);
		}
	}
}

/** The sum of each window, divided by `divisor`, or where that is 0 by what the windows say. */
function averages<S, C>(size: i32, planes: i32, divisor: i32, from: usize, out: usize): void {
	const inD = word(0, 0), inH = word(0, 1), inW = word(0, 2), outD = word(1, 0), outH = word(1, 1), outW = word(1, 2);
	const listD = <usize>word(3, 0), listH = <usize>word(3, 1), listW = <usize>word(3, 2);
	for (let plane = 0; plane < planes; plane++, from += inD * inH * inW * size) {
		for (let d = 0; d < outD; d++) for (let h = 0; h < outH; h++) for (let w = 0; w < outW; w++, out += size) {
			let total: C = <C>0;
			for (let z = bound(listD, d, 0); z < bound(listD, d, 1); z++) for (let y = bound(listH, h, 0); y < bound(listH, h, 1); y++) for (let x = bound(listW, w, 0); x < bound(listW, w, 1); x++) {
				total = <C>(total + <C>changetype<S>(0).get(from + ((z * inH + y) * inW + x) * size));
			}
			const by = divisor != 0 ? divisor : bound(listD, d, 2) * bound(listH, h, 2) * bound(listW, w, 2);
			changetype<S>(0).put(out, by == 0 ? <C>0 : <C>(total / <C>by));
		}
	}
}

/** Adds each output's share to all cells of its window. */
function shares<S, C>(size: i32, planes: i32, divisor: i32, from: usize, out: usize): void {
	const inD = word(0, 0), inH = word(0, 1), inW = word(0, 2), outD = word(1, 0), outH = word(1, 1), outW = word(1, 2);
	const listD = <usize>word(3, 0), listH = <usize>word(3, 1), listW = <usize>word(3, 2);
	for (let plane = 0; plane < planes; plane++, out += inD * inH * inW * size) {
		for (let d = 0; d < outD; d++) for (let h = 0; h < outH; h++) for (let w = 0; w < outW; w++, from += size) {
			const by = divisor != 0 ? divisor : bound(listD, d, 2) * bound(listH, h, 2) * bound(listW, w, 2);
			if (by == 0) continue;
			const share = <C>(<C>changetype<S>(0).get(from) / <C>by);
			for (let z = bound(listD, d, 0); z < bound(listD, d, 1); z++) for (let y = bound(listH, h, 0); y < bound(listH, h, 1); y++) for (let x = bound(listW, w, 0); x < bound(listW, w, 1); x++) {
				const p = out + ((z * inH + y) * inW + x) * size;
				changetype<S>(0).put(p, <C>(<C>changetype<S>(0).get(p) + share));
			}
		}
	}
}

export function max_pool(dtype: i32, planes: i32, from: usize, out: usize, places: usize): void {
	switch (dtype) {
		case UINT8: return largest<U8, u8>(1, planes, from, out, places);
		case INT8: return largest<I8, i8>(1, planes, from, out, places);
		case INT16: return largest<I16, i16>(2, planes, from, out, places);
		case INT32: return largest<I32, i32>(4, planes, from, out, places);
		case INT64: return largest<I64, i64>(8, planes, from, out, places);
		case FLOAT16: return largest<F16, f32>(2, planes, from, out, places);
		case BFLOAT16: return largest<BF16, f32>(2, planes, from, out, places);
		case FLOAT32: return largest<F32, f32>(4, planes, from, out, places);
		case FLOAT64: return largest<F64, f64>(8, planes, from, out, places);
	}
}

export function avg_pool(dtype: i32, planes: i32, divisor: i32, from: usize, out: usize): void {
	switch (dtype) {
		case INT64: return averages<I64, i64>(8, planes, divisor, from, out);
		case FLOAT16: return averages<F16, f32>(2, planes, divisor, from, out);
		case BFLOAT16: return averages<BF16, f32>(2, planes, divisor, from, out);
		case FLOAT32: return averages<F32, f32>(4, planes, divisor, from, out);
		case FLOAT64: return averages<F64, f64>(8, planes, divisor, from, out);
	}
}

export function avg_pool_back(dtype: i32, planes: i32, divisor: i32, from: usize, out: usize): void {
	switch (dtype) {
		case FLOAT32: return shares<F32, f32>(4, planes, divisor, from, out);
		case FLOAT64: return shares<F64, f64>(8, planes, divisor, from, out);
	}
}
