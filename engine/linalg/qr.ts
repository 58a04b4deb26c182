/** QR by Householder reflections (LAPACK's geqrf and orgqr). */
import { applyReflection, reflect, type Matrix, zeros } from './reflector.ts';

/** In place: R on and above the diagonal, the reflections' vectors below it. Returns their τ. */
export function geqrf({ rows, columns, data }: Matrix): Float64Array {
	const taus = new Float64Array(Math.min(rows, columns));
	for (let k = 0; k < taus.length; k++) {
		const v = { start: k * columns + k, step: columns, length: rows - k };
		taus[k] = reflect(data, v);
		applyReflection(data, v, taus[k]!, data, k * columns + k + 1, columns, 1, columns - k - 1);
	}
	return taus;
}

/** The first `count` columns of the product of the reflections that `geqrf` left. */
export function orgqr({ rows, columns, data }: Matrix, taus: Float64Array, count: number): Matrix {
	const q = zeros(rows, count);
	for (let i = 0; i < Math.min(rows, count); i++) q.data[i * count + i] = 1;
	for (let k = taus.length - 1; k >= 0; k--) applyReflection(data, { start: k * columns + k, step: columns, length: rows - k }, taus[k]!, q.data, k * count, count, 1, count);
	return q;
}
