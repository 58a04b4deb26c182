/**
 * Matrix product of large float matrices, C = A B, by blocks that stay in the cache: strips of B and of A are copied side by side
 * (packed), wherever they lie, and a tile of C of 5 rows (or 4) and two vectors is kept in registers. Each cell is still the sum of its
 * terms in the order of k, so its bits are those of matmul.ts. The scheme is that of Goto and van de Geijn, "Anatomy of
 * High-Performance Matrix Multiplication".
 *
 * What bounds it is how many instructions a processor begins at a time, so a tile's step has few beside its products: A is packed
 * as vectors of equal elements, since V8 counts an address for each element that it loads to all lanes, and 5 rows share what is
 * loaded of B. Their odd count has another reason: AMD's processors deal operations to two queues by turns, and with an even count of
 * them in the loop one queue gets more of the multiplications, the other of the additions.
 *
 * An element of B lies at the sum of an offset of its row and one of its column, which are in two tables: so do the cells of all
 * windows of an image, and a convolution is such a product of which no matrix has to be written out. (AssemblyScript.)
 */
import { FLOAT32, FLOAT64 } from './element';

/** How much of k and of B's columns is packed at a time. */
const DEPTH = 384;
const WIDTH = 768;
const ROWS = 5;
/** Bytes of a tile that isn't wholly C's. */
const SPARE = 192;

/** Bytes of memory that `matmul_gathered` needs beside its matrices. */
export function gathered_bytes(size: i32, n: i32): i32 {
	const tile = 32 / size;
	return SPARE + DEPTH * (ROWS * 16 + (min(n, WIDTH) + tile - 1) / tile * 32);
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

/** A panel of rows, column after column, each element as often as a vector has lanes; zeros for rows that are not there. */
function packRows<T>(there: i32, rows: i32, depth: i32, a: usize, rowA: i32, columnA: i32, to: usize): void {
	const step = rows * 16;
	for (let i = 0; i < rows; i++, a += rowA, to += 16) {
		let p = a, q = to, l = 0;
		if (i >= there) {
			for (; l < depth; l++, q += step) v128.store(q, i64x2.splat(0));
			continue;
		}
		if (sizeof<T>() == 4 && columnA == 4) {
			for (; l + 4 <= depth; l += 4, p += 16) {
				const x = v128.load(p);
				v128.store(q, v128.shuffle<i32>(x, x, 0, 0, 0, 0));
				q += step;
				v128.store(q, v128.shuffle<i32>(x, x, 1, 1, 1, 1));
				q += step;
				v128.store(q, v128.shuffle<i32>(x, x, 2, 2, 2, 2));
				q += step;
				v128.store(q, v128.shuffle<i32>(x, x, 3, 3, 3, 3));
				q += step;
			}
		}
		for (; l < depth; l++, p += columnA, q += step) v128.store(q, v128.load_splat<T>(p));
	}
}

/** How many rows a tile has. */
@unmanaged class Four { @inline rows(): i32 { return 4; } }
@unmanaged class Five { @inline rows(): i32 { return 5; } }

/**
 * One tile: what is at `c` (zero at first), and the products of a panel of A with one of B, which both are known by their ends: V8
 * knows a difference to have 32 bits, and would make each address of a parameter twice. It is never inlined: V8 would repeat the loop's
 * body, and then load all that a step reads before it multiplies, for which there are too few registers.
 */
function tileOf<T, R>(depth: i32, endA: usize, endB: usize, c: usize, rowC: i32, isFirst: bool): void {
	const height = changetype<R>(0).rows(), stepA = height * 16, five = height == 5;
	const c1 = c + rowC, c2 = c1 + rowC, c3 = c2 + rowC, c4 = c3 + rowC;
	let c00 = i64x2.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00, c40 = c00, c41 = c00;
	if (!isFirst) {
		c00 = v128.load(c);
		c01 = v128.load(c, 16);
		c10 = v128.load(c1);
		c11 = v128.load(c1, 16);
		c20 = v128.load(c2);
		c21 = v128.load(c2, 16);
		c30 = v128.load(c3);
		c31 = v128.load(c3, 16);
		if (five) {
			c40 = v128.load(c4);
			c41 = v128.load(c4, 16);
		}
	}
	for (let pa = endA - depth * stepA, pb = endB - depth * 32; pb < endB; pa += stepA, pb += 32) {
		const b0 = v128.load(pb), b1 = v128.load(pb, 16);
		const x0 = v128.load(pa);
		c00 = v128.add<T>(c00, v128.mul<T>(x0, b0));
		c01 = v128.add<T>(c01, v128.mul<T>(x0, b1));
		const x1 = v128.load(pa, 16);
		c10 = v128.add<T>(c10, v128.mul<T>(x1, b0));
		c11 = v128.add<T>(c11, v128.mul<T>(x1, b1));
		const x2 = v128.load(pa, 32);
		c20 = v128.add<T>(c20, v128.mul<T>(x2, b0));
		c21 = v128.add<T>(c21, v128.mul<T>(x2, b1));
		const x3 = v128.load(pa, 48);
		c30 = v128.add<T>(c30, v128.mul<T>(x3, b0));
		c31 = v128.add<T>(c31, v128.mul<T>(x3, b1));
		if (five) {
			const x4 = v128.load(pa, 64);
			c40 = v128.add<T>(c40, v128.mul<T>(x4, b0));
			c41 = v128.add<T>(c41, v128.mul<T>(x4, b1));
		}
	}
	v128.store(c, c00);
	v128.store(c, c01, 16);
	v128.store(c1, c10);
	v128.store(c1, c11, 16);
	v128.store(c2, c20);
	v128.store(c2, c21, 16);
	v128.store(c3, c30);
	v128.store(c3, c31, 16);
	if (five) {
		v128.store(c4, c40);
		v128.store(c4, c41, 16);
	}
}

/** As `tileOf`, where only some rows (and bytes of them) are C's. */
function edgeOf<T, R>(depth: i32, endA: usize, endB: usize, c: usize, rowC: i32, isFirst: bool, rows: i32, bytes: i32, spare: usize): void {
	for (let i = 0; i < rows; i++) memory.copy(spare + i * 32, c + i * rowC, bytes);
	tileOf<T, R>(depth, endA, endB, spare, 32, isFirst);
	for (let i = 0; i < rows; i++) memory.copy(c + i * rowC, spare + i * 32, bytes);
}

/** The tiles of a panel of A, of which so many rows are there. */
function tilesOf<T, R>(depth: i32, there: i32, width: i32, pa: usize, pb: usize, c: usize, rowC: i32, isFirst: bool, spare: usize): void {
	const size = <i32>sizeof<T>(), tile = 32 / size, height = changetype<R>(0).rows();
	const endA = pa + depth * height * 16;
	for (let j = 0; j < width; j += tile, c += 32) {
		pb += depth * 32;
		if (there != height || j + tile > width) edgeOf<T, R>(depth, endA, pb, c, rowC, isFirst, there, min(tile, width - j) * size, spare);
		else tileOf<T, R>(depth, endA, pb, c, rowC, isFirst);
	}
}

function blocked<T>(m: i32, n: i32, k: i32, a: usize, rowA: i32, columnA: i32, b: usize, rows: usize, columns: usize, adds: bool, c: usize, work: usize): void {
	const size = <i32>sizeof<T>(), tile = 32 / size, rowC = n * size;
	const spare = work, packedA = spare + SPARE, packedB = packedA + ROWS * 16 * DEPTH;
	// Parts of k that are nearly alike: a short one would read and write C for little.
	const parts = (k + DEPTH - 1) / DEPTH, most = (k + parts - 1) / parts;
	for (let strip = 0; strip < n; strip += WIDTH) for (let l = 0; l < k; l += most) {
		const width = min(WIDTH, n - strip), depth = min(most, k - l), isFirst = l == 0 && !adds;
		const left = rows + 4 * l, top = columns + 4 * strip;
		for (let j = 0; j < width; j += tile) {
			const to = packedB + j * depth * size;
			if (j + tile > width) packEdge<T>(depth, width - j, b, left, top + 4 * j, to);
			else packPanel<T>(depth, b, left, top + 4 * j, to);
		}
		// As many panels as there must be, nearly alike too: of 12 rows or more, all of 5 or 4.
		for (let i = 0, panels = (m + ROWS - 1) / ROWS; i < m; panels--) {
			const there = (m - i + panels - 1) / panels, height = max(there, 4), cell = c + i * rowC + strip * size;
			packRows<T>(there, height, depth, a + i * rowA + l * columnA, rowA, columnA, packedA);
			if (height == ROWS) tilesOf<T, Five>(depth, there, width, packedA, packedB, cell, rowC, isFirst, spare);
			else tilesOf<T, Four>(depth, there, width, packedA, packedB, cell, rowC, isFirst, spare);
			i += there;
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
