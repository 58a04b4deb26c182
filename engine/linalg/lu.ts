/** LU with partial pivoting, and what it solves (LAPACK's getrf and getrs). */
import type { Matrix } from './reflector.ts';

export interface Factored {
	/** For each row the one that it was exchanged with, from 0. */
	readonly pivots: Int32Array;
	/** The first column whose pivot is 0, from 1; 0: there is none. */
	readonly info: number;
	/** Of the permutation. */
	readonly sign: 1 | -1;
}

/** In place: U on and above the diagonal, L (whose diagonal is 1) below. */
export function getrf({ rows, columns, data }: Matrix): Factored {
	const count = Math.min(rows, columns);
	const pivots = new Int32Array(count);
	let info = 0, sign: 1 | -1 = 1;
	for (let k = 0; k < count; k++) {
		let best = k;
		for (let i = k + 1; i < rows; i++) if (Math.abs(data[i * columns + k]!) > Math.abs(data[best * columns + k]!)) best = i;
		pivots[k] = best;
		if (data[best * columns + k] === 0) {
			info ||= k + 1;
			continue;
		}
		if (best !== k) {
			sign = sign === 1 ? -1 : 1;
			for (let j = 0; j < columns; j++) [data[k * columns + j], data[best * columns + j]] = [data[best * columns + j]!, data[k * columns + j]!];
		}
		const pivot = data[k * columns + k]!;
		for (let i = k + 1; i < rows; i++) {
			const factor = data[i * columns + k]! / pivot;
			data[i * columns + k] = factor;
			if (factor === 0) continue;
			for (let j = k + 1; j < columns; j++) data[i * columns + j]! -= factor * data[k * columns + j]!;
		}
	}
	return { pivots, info, sign };
}

/** Solves A X = B in place of B, from A's factors. */
export function getrs(lu: Matrix, pivots: Int32Array, b: Matrix): void {
	for (const [k, other] of pivots.entries()) {
		if (other !== k) for (let j = 0; j < b.columns; j++) [b.data[k * b.columns + j], b.data[other * b.columns + j]] = [b.data[other * b.columns + j]!, b.data[k * b.columns + j]!];
	}
	trsm(lu, b, { isUpper: false, isUnit: true, isTransposed: false });
	trsm(lu, b, { isUpper: true, isUnit: false, isTransposed: false });
}

export interface Triangle { readonly isUpper: boolean; readonly isUnit: boolean; readonly isTransposed: boolean }

/** Solves T X = B in place of B, T one triangle of a square matrix or that one's transpose. */
export function trsm({ columns: n, data }: Matrix, { columns: width, data: b }: Matrix, { isUpper, isUnit, isTransposed }: Triangle): void {
	const at = (i: number, k: number) => isTransposed ? data[k * n + i]! : data[i * n + k]!;
	const fromTop = isUpper === isTransposed;
	for (let step = 0; step < n; step++) {
		const i = fromTop ? step : n - 1 - step;
		for (let k = fromTop ? 0 : i + 1; k < (fromTop ? i : n); k++) {
			const factor = at(i, k);
			for (let j = 0; j < width; j++) if (b[k * width + j] !== 0) b[i * width + j]! -= factor * b[k * width + j]!;
		}
		if (!isUnit) for (let j = 0; j < width; j++) b[i * width + j]! /= at(i, i);
	}
}

/** Cholesky in place: L on and below the diagonal, 0 above. Returns the order of the first minor that is not positive; 0: all are. */
export function potrf({ columns: n, data }: Matrix): number {
	for (let i = 0; i < n; i++) data.fill(0, i * n + i + 1, (i + 1) * n);
	for (let j = 0; j < n; j++) {
		let square = data[j * n + j]!;
		for (let k = 0; k < j; k++) square -= data[j * n + k]! ** 2;
		data[j * n + j] = square;
		if (!(square > 0)) return j + 1;
		const root = data[j * n + j] = Math.sqrt(square);
		for (let i = j + 1; i < n; i++) {
			let sum = data[i * n + j]!;
			for (let k = 0; k < j; k++) sum -= data[i * n + k]! * data[j * n + k]!;
			data[i * n + j] = sum / root;
		}
	}
	return 0;
}
