/**
 * Eigenvalues and eigenvectors of symmetric matrices as LAPACK's syevd finds them for small ones: reduced to tridiagonal form by
 * reflections (sytd2), then implicit QL or QR steps (steqr). Values come in ascending order.
 */
import { applyReflection, identity, type Matrix, product, reflect } from './reflector.ts';
import { laev2, type Precision, rotateColumns, withSign } from './rotation.ts';

/** Steps for each value before it is given up. */
const MOST_STEPS = 30;

export interface Eigen {
	readonly values: Float64Array;
	/** In columns. */
	readonly vectors: Matrix;
	/** How many values did not settle. */
	readonly info: number;
}

/** Of a matrix's lower triangle, or of its upper one. */
export function eigen(a: Matrix, isUpper: boolean, precision: Precision): Eigen {
	// The upper triangle is worked on from its end on: as the lower one of the matrix that is turned round.
	const n = a.rows, lower = isUpper ? turnedRound(a) : a;
	let size = 0;
	for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) size = Math.max(size, Math.abs(lower.data[i * n + j]!));
	if (!Number.isFinite(size)) {
		return { values: new Float64Array(n).fill(NaN), vectors: { ...a, data: new Float64Array(n * n).fill(NaN) }, info: 0 };
	}
	// Numbers whose squares would leave the range are brought into it.
	const { epsilon, safeMinimum } = precision, least = Math.sqrt(safeMinimum) / epsilon ** 2, most = Math.sqrt(epsilon / safeMinimum);
	const scale = size > most ? most / size : size > 0 && size < least ? least / size : 1;
	const { diagonal, beside, vectors } = tridiagonal({ ...lower, data: lower.data.map(value => value * scale) });
	if (isUpper) {
		diagonal.reverse();
		beside.reverse();
	}
	const z = identity(n);
	const info = settle(diagonal, beside, z, precision);
	sort(diagonal, z);
	return { values: diagonal.map(value => value / scale), vectors: product(isUpper ? turnedRound(vectors) : vectors, z), info };
}

/** Last row and last column first. */
const turnedRound = (a: Matrix): Matrix => ({ ...a, data: Float64Array.from(a.data).reverse() });

/** Q with Qᵀ A Q tridiagonal. */
function tridiagonal({ rows: n, data }: Matrix): { diagonal: Float64Array; beside: Float64Array; vectors: Matrix } {
	const beside = new Float64Array(Math.max(n - 1, 0)), taus = new Float64Array(Math.max(n - 1, 0));
	for (let i = 0; i < n - 1; i++) {
		const v = { start: (i + 1) * n + i, step: n, length: n - i - 1 };
		const tau = taus[i] = reflect(data, v);
		beside[i] = data[v.start]!;
		if (tau === 0) continue;
		const u = Float64Array.from({ length: v.length }, (_, k) => k === 0 ? 1 : data[v.start + k * n]!);
		// x = τ A v, less what of it lies along v; then A − v xᵀ − x vᵀ, of the lower triangle alone.
		const x = new Float64Array(v.length);
		const at = (row: number, column: number) => row >= column ? data[(i + 1 + row) * n + i + 1 + column]! : data[(i + 1 + column) * n + i + 1 + row]!;
		for (let row = 0; row < v.length; row++) {
			let sum = 0;
			for (let column = 0; column < v.length; column++) sum += at(row, column) * u[column]!;
			x[row] = tau * sum;
		}
		let along = 0;
		for (let k = 0; k < v.length; k++) along += x[k]! * u[k]!;
		for (let k = 0; k < v.length; k++) x[k]! -= tau * along / 2 * u[k]!;
		for (let row = 0; row < v.length; row++) {
			for (let column = 0; column <= row; column++) data[(i + 1 + row) * n + i + 1 + column]! -= u[row]! * x[column]! + x[row]! * u[column]!;
		}
	}
	const vectors = identity(n);
	for (let i = n - 2; i >= 0; i--) applyReflection(data, { start: (i + 1) * n + i, step: n, length: n - i - 1 }, taus[i]!, vectors.data, (i + 1) * n, n, 1, n);
	return { diagonal: Float64Array.from({ length: n }, (_, i) => data[i * n + i]!), beside, vectors };
}

/** Turns a tridiagonal matrix to a diagonal one in place, and the columns of z with it. */
function settle(d: Float64Array, e: Float64Array, z: Matrix, precision: Precision): number {
	const n = d.length;
	let steps = 0;
	for (let begin = 0; begin < n;) {
		if (begin > 0) e[begin - 1] = 0;
		let end = begin;
		while (end < n - 1) {
			const size = Math.abs(e[end]!);
			if (size <= Math.sqrt(Math.abs(d[end]!)) * Math.sqrt(Math.abs(d[end + 1]!)) * precision.epsilon) {
				e[end] = 0;
				break;
			}
			end++;
		}
		const [first, last] = [begin, end];
		begin = end + 1;
		if (last === first) continue;
		// From the end where the numbers are smaller.
		const isQl = Math.abs(d[last]!) >= Math.abs(d[first]!);
		steps = isQl ? qlSteps(d, e, z, first, last, steps, precision) : qrSteps(d, e, z, last, first, steps, precision);
		if (steps >= n * MOST_STEPS) break;
	}
	return e.reduce((count, value) => count + Number(value !== 0), 0);
}

const isSmall = (e: number, a: number, b: number, { epsilon, safeMinimum }: Precision) => e * e <= epsilon * epsilon * Math.abs(a) * Math.abs(b) + safeMinimum;

/** c, s and r with c f + s g = r; of the two choices of sign the one that LAPACK had before 3.10, and the library under PyTorch has here. */
function rotation(f: number, g: number): readonly [c: number, s: number, r: number] {
	if (g === 0) return [1, 0, f];
	if (f === 0) return [0, 1, g];
	const r = Math.abs(f) > Math.abs(g) && f < 0 ? -Math.hypot(f, g) : Math.hypot(f, g);
	return [f / r, g / r, r];
}

function shiftOf(near: number, far: number, next: number, e: number): number {
	const g = (next - near) / (2 * e), r = Math.hypot(g, 1);
	return far - near + e / (g + withSign(r, g));
}

function qlSteps(d: Float64Array, e: Float64Array, z: Matrix, from: number, end: number, before: number, precision: Precision): number {
	let l = from, steps = before;
	while (l <= end) {
		let m = l;
		while (m < end && !isSmall(e[m]!, d[m]!, d[m + 1]!, precision)) m++;
		if (m < end) e[m] = 0;
		if (m === l) {
			l++;
			continue;
		}
		if (m === l + 1) {
			const [first, second, c, s] = laev2(d[l]!, e[l]!, d[l + 1]!);
			rotateColumns(z, l, c, s);
			[d[l], d[l + 1], e[l]] = [first, second, 0];
			l += 2;
			continue;
		}
		if (steps++ >= d.length * MOST_STEPS) break;
		let g = shiftOf(d[l]!, d[m]!, d[l + 1]!, e[l]!), s = 1, c = 1, p = 0;
		const turns: [number, number, number][] = [];
		for (let i = m - 1; i >= l; i--) {
			const f = s * e[i]!, b = c * e[i]!;
			let r: number;
			[c, s, r] = rotation(g, f);
			if (i !== m - 1) e[i + 1] = r;
			g = d[i + 1]! - p;
			r = (d[i]! - g) * s + 2 * c * b;
			p = s * r;
			d[i + 1] = g + p;
			g = c * r - b;
			turns.push([i, c, -s]);
		}
		for (const [i, cosine, sine] of turns) rotateColumns(z, i, cosine, sine);
		d[l]! -= p;
		e[l] = g;
	}
	return steps;
}

function qrSteps(d: Float64Array, e: Float64Array, z: Matrix, from: number, end: number, before: number, precision: Precision): number {
	let l = from, steps = before;
	while (l >= end) {
		let m = l;
		while (m > end && !isSmall(e[m - 1]!, d[m]!, d[m - 1]!, precision)) m--;
		if (m > end) e[m - 1] = 0;
		if (m === l) {
			l--;
			continue;
		}
		if (m === l - 1) {
			const [first, second, c, s] = laev2(d[l - 1]!, e[l - 1]!, d[l]!);
			rotateColumns(z, l - 1, c, s);
			[d[l - 1], d[l], e[l - 1]] = [first, second, 0];
			l -= 2;
			continue;
		}
		if (steps++ >= d.length * MOST_STEPS) break;
		let g = shiftOf(d[l]!, d[m]!, d[l - 1]!, e[l - 1]!), s = 1, c = 1, p = 0;
		const turns: [number, number, number][] = [];
		for (let i = m; i < l; i++) {
			const f = s * e[i]!, b = c * e[i]!;
			let r: number;
			[c, s, r] = rotation(g, f);
			if (i !== m) e[i - 1] = r;
			g = d[i]! - p;
			r = (d[i + 1]! - g) * s + 2 * c * b;
			p = s * r;
			d[i] = g + p;
			g = c * r - b;
			turns.push([i, c, s]);
		}
		for (const [i, cosine, sine] of turns) rotateColumns(z, i, cosine, sine);
		d[l]! -= p;
		e[l - 1] = g;
	}
	return steps;
}

function sort(d: Float64Array, { rows, columns, data }: Matrix): void {
	for (let i = 0; i < d.length - 1; i++) {
		let least = i;
		for (let j = i + 1; j < d.length; j++) if (d[j]! < d[least]!) least = j;
		if (least === i) continue;
		[d[i], d[least]] = [d[least]!, d[i]!];
		for (let row = 0; row < rows; row++) [data[row * columns + i], data[row * columns + least]] = [data[row * columns + least]!, data[row * columns + i]!];
	}
}
