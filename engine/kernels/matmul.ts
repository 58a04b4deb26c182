/**
 * Matrix product C = A B (C is m×n, row-major; A has any strides; B's rows are dense), and the product of vectors.
 * float32 and float64 keep a 4-row tile of C in vector registers. (AssemblyScript.)
 */
import { FLOAT32, FLOAT64, INT16, INT32, INT64, INT8, UINT8 } from './element';

/** Columns of B that one pass over k goes through, so that they stay in the cache. */
const STRIP = 64;

function floats<T>(m: i32, n: i32, k: i32, a: usize, rowA: i32, columnA: i32, b: usize, rowB: i32, c: usize): void {
	const size = <i32>sizeof<T>(), lanes = 16 / size, tile = 2 * lanes;
	const rowC = n * size;
	for (let strip = 0; strip < n; strip += STRIP) {
		const end = min(n, strip + STRIP);
		let i = 0;
		for (; i + 4 <= m; i += 4) {
			let j = strip;
			for (; j + tile <= end; j += tile) {
				let c00 = i64x2.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
				let pa = a + i * rowA, pb = b + j * size;
				const a1 = rowA, a2 = rowA * 2, a3 = rowA * 3;
				for (let l = 0; l < k; l++) {
					const b0 = v128.load(pb), b1 = v128.load(pb, 16);
					const x0 = v128.load_splat<T>(pa), x1 = v128.load_splat<T>(pa + a1);
					c00 = v128.add<T>(c00, v128.mul<T>(x0, b0));
					c01 = v128.add<T>(c01, v128.mul<T>(x0, b1));
					c10 = v128.add<T>(c10, v128.mul<T>(x1, b0));
					c11 = v128.add<T>(c11, v128.mul<T>(x1, b1));
					const x2 = v128.load_splat<T>(pa + a2), x3 = v128.load_splat<T>(pa + a3);
					c20 = v128.add<T>(c20, v128.mul<T>(x2, b0));
					c21 = v128.add<T>(c21, v128.mul<T>(x2, b1));
					c30 = v128.add<T>(c30, v128.mul<T>(x3, b0));
					c31 = v128.add<T>(c31, v128.mul<T>(x3, b1));
					pa += columnA;
					pb += rowB;
				}
				const pc = c + i * rowC + j * size;
				v128.store(pc, c00);
				v128.store(pc, c01, 16);
				v128.store(pc + rowC, c10);
				v128.store(pc + rowC, c11, 16);
				v128.store(pc + 2 * rowC, c20);
				v128.store(pc + 2 * rowC, c21, 16);
				v128.store(pc + 3 * rowC, c30);
				v128.store(pc + 3 * rowC, c31, 16);
			}
			if (j < end) {
				scalar<T>(i, i + 4, j, end, n, k, a, rowA, columnA, b, rowB, c);
			}
		}
		if (i < m) {
			scalar<T>(i, m, strip, end, n, k, a, rowA, columnA, b, rowB, c);
		}
	}
}

/** Rows [i0, i1), columns [j0, j1); k in order, so wrapping integers are exact. */
function scalar<T>(i0: i32, i1: i32, j0: i32, j1: i32, n: i32, k: i32, a: usize, rowA: i32, columnA: i32, b: usize, rowB: i32, c: usize): void {
	const size = <i32>sizeof<T>();
	for (let i = i0; i < i1; i++) {
		for (let j = j0; j < j1; j++) {
			let pa = a + i * rowA, pb = b + j * size;
			let total: T = <T>0;
			for (let l = 0; l < k; l++) {
				total = <T>(total + <T>(load<T>(pa) * load<T>(pb)));
				pa += columnA;
				pb += rowB;
			}
			store<T>(c + (i * n + j) * size, total);
		}
	}
}

export function matmul(dtype: i32, m: i32, n: i32, k: i32, a: usize, rowA: i32, columnA: i32, b: usize, rowB: i32, c: usize): void {
	switch (dtype) {
		case UINT8: return scalar<u8>(0, m, 0, n, n, k, a, rowA, columnA, b, rowB, c);
		case INT8: return scalar<i8>(0, m, 0, n, n, k, a, rowA, columnA, b, rowB, c);
		case INT16: return scalar<i16>(0, m, 0, n, n, k, a, rowA, columnA, b, rowB, c);
		case INT32: return scalar<i32>(0, m, 0, n, n, k, a, rowA, columnA, b, rowB, c);
		case INT64: return scalar<i64>(0, m, 0, n, n, k, a, rowA, columnA, b, rowB, c);
		case FLOAT32: return floats<f32>(m, n, k, a, rowA, columnA, b, rowB, c);
		case FLOAT64: return floats<f64>(m, n, k, a, rowA, columnA, b, rowB, c);
	}
}

function dotFloats<T>(n: i32, a: usize, stepA: i32, b: usize, stepB: i32): T {
	const size = <i32>sizeof<T>();
	let i = 0;
	let total: T = <T>0;
	if (stepA == size && stepB == size) {
		const lanes = 16 / size;
		let s0 = i64x2.splat(0), s1 = s0;
		for (; i + 2 * lanes <= n; i += 2 * lanes, a += 32, b += 32) {
			s0 = v128.add<T>(s0, v128.mul<T>(v128.load(a), v128.load(b)));
			s1 = v128.add<T>(s1, v128.mul<T>(v128.load(a, 16), v128.load(b, 16)));
		}
		s0 = v128.add<T>(s0, s1);
		if (lanes == 4) {
			total = <T>((v128.extract_lane<f32>(s0, 0) + v128.extract_lane<f32>(s0, 2)) + (v128.extract_lane<f32>(s0, 1) + v128.extract_lane<f32>(s0, 3)));
		} else {
			total = <T>(v128.extract_lane<f64>(s0, 0) + v128.extract_lane<f64>(s0, 1));
		}
	}
	for (; i < n; i++, a += stepA, b += stepB) {
		total = <T>(total + load<T>(a) * load<T>(b));
	}
	return total;
}

/** m dot products: row i of A (any strides) with one vector. */
function rowsFloat<T>(m: i32, k: i32, a: usize, rowA: i32, columnA: i32, b: usize, stepB: i32, c: usize): void {
	for (let i = 0; i < m; i++) {
		store<T>(c + i * <i32>sizeof<T>(), dotFloats<T>(k, a + i * rowA, columnA, b, stepB));
	}
}

function rows<T>(m: i32, k: i32, a: usize, rowA: i32, columnA: i32, b: usize, stepB: i32, c: usize): void {
	for (let i = 0; i < m; i++) {
		let pa = a + i * rowA, pb = b;
		let total: T = <T>0;
		for (let l = 0; l < k; l++, pa += columnA, pb += stepB) {
			total = <T>(total + <T>(load<T>(pa) * load<T>(pb)));
		}
		store<T>(c + i * <i32>sizeof<T>(), total);
	}
}

/** c[i] = sum over l of A[i, l] b[l]; m is 1 for dot. */
export function mv(dtype: i32, m: i32, k: i32, a: usize, rowA: i32, columnA: i32, b: usize, stepB: i32, c: usize): void {
	switch (dtype) {
		case UINT8: return rows<u8>(m, k, a, rowA, columnA, b, stepB, c);
		case INT8: return rows<i8>(m, k, a, rowA, columnA, b, stepB, c);
		case INT16: return rows<i16>(m, k, a, rowA, columnA, b, stepB, c);
		case INT32: return rows<i32>(m, k, a, rowA, columnA, b, stepB, c);
		case INT64: return rows<i64>(m, k, a, rowA, columnA, b, stepB, c);
		case FLOAT32: return rowsFloat<f32>(m, k, a, rowA, columnA, b, stepB, c);
		case FLOAT64: return rowsFloat<f64>(m, k, a, rowA, columnA, b, stepB, c);
	}
}
