/**
 * Matrix product of large float matrices, C = A B, by blocks that stay in the cache: strips of B and of A are copied side by side
 * (packed), whatever their strides, and a tile of C of 4 rows and two vectors is kept in registers. Each cell is still the sum of its
 * terms in the order of k, so its bits are those of matmul.ts. The scheme is that of Goto and van de Geijn, "Anatomy of
 * High-Performance Matrix Multiplication". (AssemblyScript.)
 */
import { FLOAT32, FLOAT64 } from './element';

/** How much of k, of A's rows and of B's columns is packed at a time. */
const DEPTH = 256;
const HEIGHT = 32;
const WIDTH = 1024;
const ROWS = 4;

/** Bytes of memory that `matmul_blocked` needs beside its matrices. */
export function blocked_bytes(size: i32, n: i32): i32 {
	const tile = 32 / size;
	return DEPTH * (HEIGHT + (min(n, WIDTH) + tile - 1) / tile * tile) * size + ROWS * 32;
}

/** Panels of `tile` columns, each of them row after row; zeros stand for columns that are not there. */
function packColumns<T>(depth: i32, width: i32, b: usize, rowB: i32, columnB: i32, to: usize): void {
	const size = <i32>sizeof<T>(), tile = 32 / size;
	for (let j = 0; j < width; j += tile, b += tile * columnB) {
		let p = b;
		if (columnB == size && j + tile <= width) {
			for (let l = 0; l < depth; l++, p += rowB, to += 32) {
				v128.store(to, v128.load(p));
				v128.store(to, v128.load(p, 16), 16);
			}
			continue;
		}
		const there = min(tile, width - j);
		for (let l = 0; l < depth; l++, p += rowB, to += 32) {
			for (let i = 0; i < tile; i++) store<T>(to + i * size, i < there ? load<T>(p + i * columnB) : <T>0);
		}
	}
}

/** Four rows of four numbers, stored column after column. */
// @ts-ignore: decorator
@inline function turn(a: v128, b: v128, c: v128, d: v128, to: usize): void {
	const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
	const abEnd = v128.shuffle<i32>(a, b, 2, 6, 3, 7), cdEnd = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
	v128.store(to, v128.shuffle<i64>(ab, cd, 0, 2));
	v128.store(to, v128.shuffle<i64>(ab, cd, 1, 3), 16);
	v128.store(to, v128.shuffle<i64>(abEnd, cdEnd, 0, 2), 32);
	v128.store(to, v128.shuffle<i64>(abEnd, cdEnd, 1, 3), 48);
}

/** Panels of 4 rows, each of them column after column. */
function packRows<T>(height: i32, depth: i32, a: usize, rowA: i32, columnA: i32, to: usize): void {
	const size = <i32>sizeof<T>();
	for (let i = 0; i < height; i += ROWS, a += ROWS * rowA) {
		let p = a;
		if (i + ROWS <= height) {
			const second = rowA, third = 2 * rowA, fourth = 3 * rowA;
			let l = 0;
			if (sizeof<T>() == 4 && columnA == size) {
				for (; l + 4 <= depth; l += 4, p += 16, to += 64) turn(v128.load(p), v128.load(p + second), v128.load(p + third), v128.load(p + fourth), to);
			}
			for (; l < depth; l++, p += columnA, to += ROWS * size) {
				store<T>(to, load<T>(p));
				store<T>(to, load<T>(p + second), sizeof<T>());
				store<T>(to, load<T>(p + third), 2 * sizeof<T>());
				store<T>(to, load<T>(p + fourth), 3 * sizeof<T>());
			}
			continue;
		}
		for (let l = 0; l < depth; l++, p += columnA, to += ROWS * size) {
			for (let k = 0; k < ROWS; k++) store<T>(to + k * size, i + k < height ? load<T>(p + k * rowA) : <T>0);
		}
	}
}

/** One tile: what is at `c` (zero at first), and the products of a panel of A with one of B. */
function tileOf<T>(depth: i32, pa: usize, pb: usize, c: usize, rowC: i32, isFirst: bool): void {
	const c1 = c + rowC, c2 = c1 + rowC, c3 = c2 + rowC;
	let c00 = i64x2.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
	if (!isFirst) {
		c00 = v128.load(c);
		c01 = v128.load(c, 16);
		c10 = v128.load(c1);
		c11 = v128.load(c1, 16);
		c20 = v128.load(c2);
		c21 = v128.load(c2, 16);
		c30 = v128.load(c3);
		c31 = v128.load(c3, 16);
	}
	const end = pa + depth * ROWS * <i32>sizeof<T>();
	do {
		const b0 = v128.load(pb), b1 = v128.load(pb, 16);
		const x0 = v128.load_splat<T>(pa), x1 = v128.load_splat<T>(pa, sizeof<T>());
		c00 = v128.add<T>(c00, v128.mul<T>(x0, b0));
		c01 = v128.add<T>(c01, v128.mul<T>(x0, b1));
		c10 = v128.add<T>(c10, v128.mul<T>(x1, b0));
		c11 = v128.add<T>(c11, v128.mul<T>(x1, b1));
		const x2 = v128.load_splat<T>(pa, 2 * sizeof<T>()), x3 = v128.load_splat<T>(pa, 3 * sizeof<T>());
		c20 = v128.add<T>(c20, v128.mul<T>(x2, b0));
		c21 = v128.add<T>(c21, v128.mul<T>(x2, b1));
		c30 = v128.add<T>(c30, v128.mul<T>(x3, b0));
		c31 = v128.add<T>(c31, v128.mul<T>(x3, b1));
		pa += ROWS * sizeof<T>();
		pb += 32;
	} while (pa < end);
	v128.store(c, c00);
	v128.store(c, c01, 16);
	v128.store(c1, c10);
	v128.store(c1, c11, 16);
	v128.store(c2, c20);
	v128.store(c2, c21, 16);
	v128.store(c3, c30);
	v128.store(c3, c31, 16);
}

/** As `tileOf`, where only some rows (and bytes of them) are C's. */
function edgeOf<T>(depth: i32, pa: usize, pb: usize, c: usize, rowC: i32, isFirst: bool, rows: i32, bytes: i32, spare: usize): void {
	for (let i = 0; i < rows; i++) memory.copy(spare + i * 32, c + i * rowC, bytes);
	tileOf<T>(depth, pa, pb, spare, 32, isFirst);
	for (let i = 0; i < rows; i++) memory.copy(c + i * rowC, spare + i * 32, bytes);
}

function blocked<T>(m: i32, n: i32, k: i32, a: usize, rowA: i32, columnA: i32, b: usize, rowB: i32, columnB: i32, c: usize, work: usize): void {
	const size = <i32>sizeof<T>(), tile = 32 / size, rowC = n * size;
	const spare = work, packedA = spare + ROWS * 32, packedB = packedA + HEIGHT * DEPTH * size;
	// Parts of k that are nearly alike: a short one would read and write C for little.
	const parts = (k + DEPTH - 1) / DEPTH, most = (k + parts - 1) / parts;
	for (let strip = 0; strip < n; strip += WIDTH) for (let l = 0; l < k; l += most) {
		const width = min(WIDTH, n - strip), depth = min(most, k - l);
		packColumns<T>(depth, width, b + l * rowB + strip * columnB, rowB, columnB, packedB);
		for (let block = 0; block < m; block += HEIGHT) {
			const height = min(HEIGHT, m - block);
			packRows<T>(height, depth, a + block * rowA + l * columnA, rowA, columnA, packedA);
			for (let j = 0; j < width; j += tile) for (let i = 0; i < height; i += ROWS) {
				const pa = packedA + i * depth * size, pb = packedB + j * depth * size, cell = c + (block + i) * rowC + (strip + j) * size;
				if (i + ROWS <= height && j + tile <= width) tileOf<T>(depth, pa, pb, cell, rowC, l == 0);
				else edgeOf<T>(depth, pa, pb, cell, rowC, l == 0, min(ROWS, height - i), min(tile, width - j) * size, spare);
			}
		}
	}
}

/** C's rows are dense; strides are in bytes. `k` is at least 1. */
export function matmul_blocked(dtype: i32, m: i32, n: i32, k: i32, a: usize, rowA: i32, columnA: i32, b: usize, rowB: i32, columnB: i32, c: usize, work: usize): void {
	switch (dtype) {
		case FLOAT32: return blocked<f32>(m, n, k, a, rowA, columnA, b, rowB, columnB, c, work);
		case FLOAT64: return blocked<f64>(m, n, k, a, rowA, columnA, b, rowB, columnB, c, work);
	}
}
