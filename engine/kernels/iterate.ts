/**
 * Walks N-dimensional strided operands. The caller (engine/ops/iterator.ts) writes a block of 32-bit words:
 *
 *   0 inner size · 1 number of outer dimensions · 2–6 addresses · 7–11 inner strides (bytes) ·
 *   then for each outer dimension: size, counter, five strides
 *
 * A kernel loops over the inner dimension, then asks `next` to move the addresses on. The idea is PyTorch's
 * TensorIterator, with the block in memory because calls from JavaScript pass numbers only. (AssemblyScript.)
 */

export const OPERANDS = 5;
const OUTER = 12 * 4;
const OUTER_BYTES = 7 * 4;

// @ts-ignore: decorator
@inline export function size(block: usize): i32 {
	return load<i32>(block);
}

// @ts-ignore: decorator
@inline export function address(block: usize, operand: usize): usize {
	return load<usize>(block + 8 + operand * 4);
}

// @ts-ignore: decorator
@inline export function stride(block: usize, operand: usize): i32 {
	return load<i32>(block + 28 + operand * 4);
}

/** Moves to the next inner row; false after the last. */
export function next(block: usize): bool {
	const dims = load<i32>(block, 4);
	for (let d = 0; d < dims; d++) {
		const dim = block + OUTER + d * OUTER_BYTES;
		const counter = load<i32>(dim, 4) + 1;
		const isDone = counter == load<i32>(dim);
		const steps = isDone ? 1 - counter : 1;
		for (let k = 0; k < OPERANDS; k++) {
			const p = block + 8 + k * 4;
			store<i32>(p, load<i32>(p) + steps * load<i32>(dim + 8 + k * 4));
		}
		if (!isDone) {
			store<i32>(dim, counter, 4);
			return true;
		}
		store<i32>(dim, 0, 4);
	}
	return false;
}

/** Fixed places in the scratch block beyond the iteration block; engine/ops/iterator.ts has the same numbers. */
const SCRATCH: usize = 65536;
/** Scalars of a call, 8 bytes each, in the type that the kernel computes in. */
export const VALUE: usize = SCRATCH + 16384;
/** Row kernels: length, stride in bytes of input, of output, of a second output. */
export const ROW: usize = SCRATCH + 16384 + 64;
/** What went wrong: a code, then 64-bit details. */
export const STATUS: usize = SCRATCH + 16384 + 128;
/** Of kernels over images: sizes and steps in three dimensions, 32-bit words. */
export const GEOMETRY: usize = SCRATCH + 16384 + 512;
/** Of a sort by digits: how many elements have each value of one, 1 KB. */
export const DIGITS: usize = SCRATCH + 32768;

export const STATUS_DIVISION = 1;
export const STATUS_INDEX = 2;

export function fail(code: i32, detail: i64): void {
	if (load<i32>(STATUS) == 0) {
		store<i32>(STATUS, code);
		store<i64>(STATUS + 8, detail);
	}
}
