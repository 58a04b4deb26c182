/**
 * Matrix product of large float matrices, C = A B, by blocks that stay in the cache: strips of B and of A are copied side by side
 * (packed), wherever they lie, and a tile of C of 4 rows and two vectors is kept in registers. Each cell is still the sum of its
 * terms in the order of k, so its bits are those of matmul.ts. The scheme is that of Goto and van de Geijn, "Anatomy of
 * High-Performance Matrix Multiplication".
 *
 * An element of B lies at the sum of an offset of its row and one of its column, which are in two tables: so do the cells of all
 * windows of an image, and a convolution is such a product of which no matrix has to be written out. (AssemblyScript.)
 */
import { FLOAT32, FLOAT64 } from './element';

/** How much of k, of A's rows and of B's columns is packed at a time. */
const DEPTH = 256;
const HEIGHT = 32;
const WIDTH = 1024;
const ROWS = 4;
/** Rows of A up to which B is not packed where it lies well: it is not read often enough. */
const FEW = 64;

/** Bytes of memory that `matmul_gathered` needs beside its matrices. */
export function gathered_bytes(size: i32, n: i32): i32 {
	const tile = 32 / size;
	return DEPTH * (HEIGHT + (min(n, WIDTH) + tile - 1) / tile * tile) * size + ROWS * 32;
}

/** Of the tables of `matmul_blocked`, in whole lines of the cache. */
function tableBytes(n: i32, k: i32): i32 {
	return (4 * (n + k) + 63) & ~63;
}

export function blocked_bytes(size: i32, n: i32, k: i32): i32 {
	return gathered_bytes(size, n) + tableBytes(n, k);
}

// @ts-ignore: decorator
@inline function at(table: usize, i: i32): i32 {
	return load<i32>(table + (i << 2));
}

/** Whether so many elements, whose offsets grow from one to the next, lie side by side. */
// @ts-ignore: decorator
@inline function areTogether<T>(table: usize, count: i32): bool {
	return at(table, count - 1) - at(table, 0) == (count - 1) * <i32>sizeof<T>();
}

/** Four rows of four numbers, stored column after column, `step` bytes apart. */
// @ts-ignore: decorator
@inline function turn(a: v128, b: v128, c: v128, d: v128, to: usize, step: usize): void {
	const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
	const abEnd = v128.shuffle<i32>(a, b, 2, 6, 3, 7), cdEnd = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
	v128.store(to, v128.shuffle<i64>(ab, cd, 0, 2));
	v128.store(to + step, v128.shuffle<i64>(ab, cd, 1, 3));
	v128.store(to + 2 * step, v128.shuffle<i64>(abEnd, cdEnd, 0, 2));
	v128.store(to + 3 * step, v128.shuffle<i64>(abEnd, cdEnd, 1, 3));
}

/** A panel of `tile` columns, row after row. */
function packPanel<T>(depth: i32, b: usize, rows: usize, columns: usize, to: usize): void {
	const size = <i32>sizeof<T>(), tile = 32 / size;
	if (areTogether<T>(columns, tile)) {
		const p = b + at(columns, 0);
		for (let l = 0; l < depth; l++, to += 32) {
			const q = p + at(rows, l);
			v128.store(to, v128.load(q));
			v128.store(to, v128.load(q, 16), 16);
		}
		return;
	}
	let l = 0;
	if (size == 4) {
		const p0 = b + at(columns, 0), p1 = b + at(columns, 1), p2 = b + at(columns, 2), p3 = b + at(columns, 3);
		const p4 = b + at(columns, 4), p5 = b + at(columns, 5), p6 = b + at(columns, 6), p7 = b + at(columns, 7);
		for (; l + 4 <= depth && areTogether<T>(rows + (l << 2), 4); l += 4, to += 128) {
			const q = at(rows, l);
			turn(v128.load(p0 + q), v128.load(p1 + q), v128.load(p2 + q), v128.load(p3 + q), to, 32);
			turn(v128.load(p4 + q), v128.load(p5 + q), v128.load(p6 + q), v128.load(p7 + q), to + 16, 32);
		}
	}
	for (; l < depth; l++, to += 32) {
		const q = b + at(rows, l);
		for (let i = 0; i < tile; i++) store<T>(to + i * size, load<T>(q + at(columns, i)));
	}
}

/** As `packPanel`, with zeros for columns that are not there. */
function packEdge<T>(depth: i32, there: i32, b: usize, rows: usize, columns: usize, to: usize): void {
	const size = <i32>sizeof<T>(), tile = 32 / size;
	for (let l = 0; l < depth; l++, to += 32) {
		const q = b + at(rows, l);
		for (let i = 0; i < tile; i++) store<T>(to + i * size, i < there ? load<T>(q + at(columns, i)) : <T>0);
	}
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
				for (; l + 4 <= depth; l += 4, p += 16, to += 64) turn(v128.load(p), v128.load(p + second), v128.load(p + third), v128.load(p + fourth), to, 16);
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

/** Where a row of a panel of B is: packed, or where it lies. */
@unmanaged class Packed { @inline row(pb: usize, rows: usize, l: i32): usize { return pb + (l << 5); } }
@unmanaged class Lying { @inline row(pb: usize, rows: usize, l: i32): usize { return pb + at(rows, l); } }

/** One tile: what is at `c` (zero at first), and the products of a panel of A with one of B. */
function tileOf<T, B>(depth: i32, pa: usize, pb: usize, rows: usize, c: usize, rowC: i32, isFirst: bool): void {
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
	for (let l = 0; l < depth; l++) {
		const q = changetype<B>(0).row(pb, rows, l);
		const b0 = v128.load(q), b1 = v128.load(q, 16);
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
	}
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
	tileOf<T, Packed>(depth, pa, pb, 0, spare, 32, isFirst);
	for (let i = 0; i < rows; i++) memory.copy(c + i * rowC, spare + i * 32, bytes);
}

function blocked<T>(m: i32, n: i32, k: i32, a: usize, rowA: i32, columnA: i32, b: usize, rows: usize, columns: usize, adds: bool, c: usize, work: usize): void {
	const size = <i32>sizeof<T>(), tile = 32 / size, rowC = n * size;
	const spare = work, packedA = spare + ROWS * 32, packedB = packedA + HEIGHT * DEPTH * size;
	// Parts of k that are nearly alike: a short one would read and write C for little.
	const lies = m <= FEW && m % ROWS == 0, parts = (k + DEPTH - 1) / DEPTH, most = (k + parts - 1) / parts;
	for (let strip = 0; strip < n; strip += WIDTH) for (let l = 0; l < k; l += most) {
		const width = min(WIDTH, n - strip), depth = min(most, k - l), isFirst = l == 0 && !adds;
		const left = rows + 4 * l, top = columns + 4 * strip;
		for (let j = 0; j < width; j += tile) {
			const to = packedB + j * depth * size;
			if (j + tile > width) packEdge<T>(depth, width - j, b, left, top + 4 * j, to);
			else if (!lies || !areTogether<T>(top + 4 * j, tile)) packPanel<T>(depth, b, left, top + 4 * j, to);
		}
		for (let block = 0; block < m; block += HEIGHT) {
			const height = min(HEIGHT, m - block);
			packRows<T>(height, depth, a + block * rowA + l * columnA, rowA, columnA, packedA);
			for (let j = 0; j < width; j += tile) {
				const isLying = lies && j + tile <= width && areTogether<T>(top + 4 * j, tile), pb = isLying ? b + at(top, j) : packedB + j * depth * size;
				for (let i = 0; i < height; i += ROWS) {
					const pa = packedA + i * depth * size, cell = c + (block + i) * rowC + (strip + j) * size;
					if (i + ROWS > height || j + tile > width) edgeOf<T>(depth, pa, pb, cell, rowC, isFirst, min(ROWS, height - i), min(tile, width - j) * size, spare);
					else if (isLying) tileOf<T, Lying>(depth, pa, pb, left, cell, rowC, isFirst);
					else tileOf<T, Packed>(depth, pa, pb, left, cell, rowC, isFirst);
				}
			}
		}
	}
}

/** `rows` and `columns` are tables of offsets in bytes; where it `adds`, to what C holds. C's rows are dense; strides are in bytes. `k` is at least 1. */
export function matmul_gathered(dtype: i32, m: i32, n: i32, k: i32, a: usize, rowA: i32, columnA: i32, b: usize, rows: usize, columns: usize, adds: bool, c: usize, work: usize): void {
	switch (dtype) {
		case FLOAT32: return blocked<f32>(m, n, k, a, rowA, columnA, b, rows, columns, adds, c, work);
		case FLOAT64: return blocked<f64>(m, n, k, a, rowA, columnA, b, rows, columns, adds, c, work);
	}
}

function fill(table: usize, count: i32, step: i32): usize {
	for (let i = 0; i < count; i++) store<i32>(table + (i << 2), i * step);
	return table;
}

export function matmul_blocked(dtype: i32, m: i32, n: i32, k: i32, a: usize, rowA: i32, columnA: i32, b: usize, rowB: i32, columnB: i32, c: usize, work: usize): void {
	const rows = fill(work, k, rowB), columns = fill(work + 4 * k, n, columnB);
	matmul_gathered(dtype, m, n, k, a, rowA, columnA, b, rows, columns, false, c, work + tableBytes(n, k));
}
