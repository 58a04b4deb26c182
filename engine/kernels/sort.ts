/**
 * Stable sort of dense rows, with the positions they came from: a bottom-up merge sort through a second buffer, and of
 * long rows one by digits (radix.ts). NaN counts as the greatest. (AssemblyScript.)
 */
import { BF16, F16, F32, F64, I16, I32, I64, I8, U8, BFLOAT16, BOOL, FLOAT16, FLOAT32, FLOAT64, INT16, INT32, INT64, INT8, UINT8 } from './element';
import { sortDigits } from './radix';

/** From so many elements on, counting digits pays. */
const LONG = 64;

// @ts-ignore: decorator
@inline function before<C>(a: C, b: C, isDescending: bool): bool {
	if (isDescending) {
		return a > b || (a != a && b == b);
	}
	return a < b || (b != b && a == a);
}

/** Sorts `rows` rows of `n`; values, positions (int64; 0: none are wanted) and both buffers of one row follow each other densely. */
function sortRows<S, C>(itemSize: i32, rows: i32, n: i32, isDescending: bool, values: usize, positions: usize, spareValues: usize, sparePositions: usize): void {
	const hasPositions = positions != 0;
	for (let row = 0; row < rows; row++) {
		let fromValues = values + row * n * itemSize, fromPositions = positions + row * n * 8;
		const home = fromValues;
		let toValues = spareValues, toPositions = sparePositions;
		if (hasPositions) {
			for (let i = 0; i < n; i++) {
				store<i64>(fromPositions + i * 8, <i64>i);
			}
		}
		for (let width = 1; width < n; width *= 2) {
			for (let start = 0; start < n; start += 2 * width) {
				const middle = min(start + width, n), end = min(start + 2 * width, n);
				let left = start, right = middle;
				for (let k = start; k < end; k++) {
					const takesRight = right < end && (left >= middle || before<C>(changetype<S>(0).get(fromValues + right * itemSize), changetype<S>(0).get(fromValues + left * itemSize), isDescending));
					const source = takesRight ? right++ : left++;
					changetype<S>(0).put(toValues + k * itemSize, changetype<S>(0).get(fromValues + source * itemSize));
					if (hasPositions) {
						store<i64>(toPositions + k * 8, load<i64>(fromPositions + source * 8));
					}
				}
			}
			let swap = fromValues;
			fromValues = toValues;
			toValues = swap;
			swap = fromPositions;
			fromPositions = toPositions;
			toPositions = swap;
		}
		if (fromValues != home) {
			memory.copy(toValues, fromValues, <usize>(n * itemSize));
			if (hasPositions) {
				memory.copy(toPositions, fromPositions, <usize>(n * 8));
			}
		}
	}
}

export function sort(dtype: i32, rows: i32, n: i32, isDescending: bool, values: usize, positions: usize, spareValues: usize, sparePositions: usize): void {
	const is16 = dtype == INT16 || dtype == FLOAT16 || dtype == BFLOAT16;
	if (n >= LONG && !is16) {
		return sortDigits(dtype, rows, n, isDescending, values, positions, spareValues, sparePositions);
	}
	switch (dtype) {
		case BOOL:
		case UINT8: return sortRows<U8, u8>(1, rows, n, isDescending, values, positions, spareValues, sparePositions);
		case INT8: return sortRows<I8, i8>(1, rows, n, isDescending, values, positions, spareValues, sparePositions);
		case INT16: return sortRows<I16, i16>(2, rows, n, isDescending, values, positions, spareValues, sparePositions);
		case INT32: return sortRows<I32, i32>(4, rows, n, isDescending, values, positions, spareValues, sparePositions);
		case INT64: return sortRows<I64, i64>(8, rows, n, isDescending, values, positions, spareValues, sparePositions);
		case FLOAT16: return sortRows<F16, f32>(2, rows, n, isDescending, values, positions, spareValues, sparePositions);
		case BFLOAT16: return sortRows<BF16, f32>(2, rows, n, isDescending, values, positions, spareValues, sparePositions);
		case FLOAT32: return sortRows<F32, f32>(4, rows, n, isDescending, values, positions, spareValues, sparePositions);
		case FLOAT64: return sortRows<F64, f64>(8, rows, n, isDescending, values, positions, spareValues, sparePositions);
	}
}
