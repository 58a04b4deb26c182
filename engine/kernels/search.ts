/** What is looked for in sorted rows: where values belong, and which value comes most often. (AssemblyScript.) */
import { BF16, F16, F32, F64, I16, I32, I64, I8, U8, BFLOAT16, BOOL, FLOAT16, FLOAT32, FLOAT64, INT16, INT32, INT64, INT8, UINT8 } from './element';

/** Of `m` values for each of `rows` rows of `n` sorted ones (`rowStep` 0: one row for all) how many come before: those that are less, `isRight` those that are not greater. */
function places<S, C>(itemSize: i32, rows: i32, n: i32, m: i32, sorted: usize, rowStep: i32, values: usize, result: usize, isRight: bool): void {
	for (let row = 0; row < rows; row++) {
		const first = sorted + row * rowStep;
		for (let j = 0; j < m; j++) {
			const x = changetype<S>(0).get(values);
			let low = 0, high = n;
			while (low < high) {
				const middle = low + high >> 1;
				const at = changetype<S>(0).get(first + middle * itemSize);
				const isBefore = isRight ? !(at > x) : !(at >= x);
				if (isBefore) low = middle + 1;
				else high = middle;
			}
			store<i64>(result, <i64>low);
			values += itemSize;
			result += 8;
		}
	}
}

export function searchsorted(dtype: i32, rows: i32, n: i32, m: i32, sorted: usize, rowStep: i32, values: usize, result: usize, isRight: bool): void {
	switch (dtype) {
		case BOOL:
		case UINT8: return places<U8, u8>(1, rows, n, m, sorted, rowStep, values, result, isRight);
		case INT8: return places<I8, i8>(1, rows, n, m, sorted, rowStep, values, result, isRight);
		case INT16: return places<I16, i16>(2, rows, n, m, sorted, rowStep, values, result, isRight);
		case INT32: return places<I32, i32>(4, rows, n, m, sorted, rowStep, values, result, isRight);
		case INT64: return places<I64, i64>(8, rows, n, m, sorted, rowStep, values, result, isRight);
		case FLOAT16: return places<F16, f32>(2, rows, n, m, sorted, rowStep, values, result, isRight);
		case BFLOAT16: return places<BF16, f32>(2, rows, n, m, sorted, rowStep, values, result, isRight);
		case FLOAT32: return places<F32, f32>(4, rows, n, m, sorted, rowStep, values, result, isRight);
		case FLOAT64: return places<F64, f64>(8, rows, n, m, sorted, rowStep, values, result, isRight);
	}
}

/** Of each of `rows` sorted rows of `n` the place at which the value that comes most often was seen for the last time; of several such the least. */
function modes<S>(itemSize: i32, rows: i32, n: i32, sorted: usize, result: usize): void {
	for (let row = 0; row < rows; row++, sorted += n * itemSize, result += 8) {
		let most = 0, count = 0, found = 0;
		for (let j = 0; j < n; j++) {
			count = j > 0 && changetype<S>(0).get(sorted + j * itemSize) == changetype<S>(0).get(sorted + (j - 1) * itemSize) ? count + 1 : 1;
			if (count > most) {
				most = count;
				found = j;
			}
		}
		store<i64>(result, <i64>found);
	}
}

export function mode(dtype: i32, rows: i32, n: i32, sorted: usize, result: usize): void {
	switch (dtype) {
		case BOOL:
		case UINT8: return modes<U8>(1, rows, n, sorted, result);
		case INT8: return modes<I8>(1, rows, n, sorted, result);
		case INT16: return modes<I16>(2, rows, n, sorted, result);
		case INT32: return modes<I32>(4, rows, n, sorted, result);
		case INT64: return modes<I64>(8, rows, n, sorted, result);
		case FLOAT16: return modes<F16>(2, rows, n, sorted, result);
		case BFLOAT16: return modes<BF16>(2, rows, n, sorted, result);
		case FLOAT32: return modes<F32>(4, rows, n, sorted, result);
		case FLOAT64: return modes<F64>(8, rows, n, sorted, result);
	}
}
