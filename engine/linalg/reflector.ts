/**
 * Householder reflections H = I − τ v vᵀ of row-major matrices, as LAPACK makes them (larfg), so that signs come out as
 * PyTorch's do. Numbers are float64.
 */

/** A rectangle of numbers, row by row. */
export interface Matrix {
	readonly rows: number;
	readonly columns: number;
	readonly data: Float64Array;
}

export function zeros(rows: number, columns: number): Matrix {
	return { rows, columns, data: new Float64Array(rows * columns) };
}

export function identity(n: number): Matrix {
	const result = zeros(n, n);
	for (let i = 0; i < n; i++) result.data[i * n + i] = 1;
	return result;
}

export function product(a: Matrix, b: Matrix): Matrix {
	const result = zeros(a.rows, b.columns);
	for (let i = 0; i < a.rows; i++) {
		for (let k = 0; k < a.columns; k++) {
			const factor = a.data[i * a.columns + k]!;
			if (factor !== 0) for (let j = 0; j < b.columns; j++) result.data[i * b.columns + j]! += factor * b.data[k * b.columns + j]!;
		}
	}
	return result;
}

export function transposed({ rows, columns, data }: Matrix): Matrix {
	const result = zeros(columns, rows);
	for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) result.data[j * rows + i] = data[i * columns + j]!;
	return result;
}

/** A line of a matrix: `length` numbers from `start` on, `step` apart. */
export interface Line { readonly start: number; readonly step: number; readonly length: number }

/**
 * Makes the reflection that takes a line to (β, 0, …): β stands in its first place afterwards, v's other numbers in those after it
 * (v's first is 1). Returns τ; 0 where there is nothing to do.
 */
export function reflect(data: Float64Array, { start, step, length }: Line): number {
	let scale = 0;
	for (let i = 1; i < length; i++) scale = Math.max(scale, Math.abs(data[start + i * step]!));
	if (scale === 0) return 0;
	let squares = 0;
	for (let i = 1; i < length; i++) squares += (data[start + i * step]! / scale) ** 2;
	const alpha = data[start]!, rest = scale * Math.sqrt(squares);
	const beta = alpha >= 0 ? -Math.hypot(alpha, rest) : Math.hypot(alpha, rest);
	for (let i = 1; i < length; i++) data[start + i * step]! /= alpha - beta;
	data[start] = beta;
	return (beta - alpha) / beta;
}

/** Applies H to `count` lines of `target`, which begin at `at`, `between` apart and run by `along`; v is a line of `data` whose first number counts as 1. */
export function applyReflection(data: Float64Array, v: Line, tau: number, target: Float64Array, at: number, along: number, between: number, count: number): void {
	if (tau === 0) return;
	for (let j = 0; j < count; j++) {
		const first = at + j * between;
		let sum = target[first]!;
		for (let i = 1; i < v.length; i++) sum += data[v.start + i * v.step]! * target[first + i * along]!;
		sum *= tau;
		target[first]! -= sum;
		for (let i = 1; i < v.length; i++) target[first + i * along]! -= sum * data[v.start + i * v.step]!;
	}
}
