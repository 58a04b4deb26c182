/** Plane rotations (LAPACK's lartg and lasr), and the eigenvalues and singular values of 2 × 2 matrices. */
import type { Matrix } from './reflector.ts';

const EPSILON = 2 ** -53;

/** What counts as nothing, as PyTorch's library for a dtype has it: where steps end decides of signs. */
export interface Precision {
	readonly epsilon: number;
	/** The least number whose reciprocal is one. */
	readonly safeMinimum: number;
}

export const SINGLE: Precision = { epsilon: 2 ** -24, safeMinimum: 2 ** -126 };
export const DOUBLE: Precision = { epsilon: EPSILON, safeMinimum: 2 ** -1022 };

export const withSign = (size: number, sign: number): number => sign >= 0 && !Object.is(sign, -0) ? Math.abs(size) : -Math.abs(size);

/** c, s and r with c f + s g = r and c g − s f = 0, c not negative. */
export function lartg(f: number, g: number): readonly [c: number, s: number, r: number] {
	if (g === 0) return [1, 0, f];
	if (f === 0) return [0, withSign(1, g), Math.abs(g)];
	const r = withSign(Math.hypot(f, g), f);
	return [f / r, g / r, r];
}

/** Rotates columns `j` and `j + 1`. */
export function rotateColumns({ rows, columns, data }: Matrix, j: number, c: number, s: number): void {
	if (c === 1 && s === 0) return;
	for (let i = 0; i < rows; i++) {
		const at = i * columns + j, right = data[at + 1]!, left = data[at]!;
		data[at + 1] = c * right - s * left;
		data[at] = s * right + c * left;
	}
}

/** Rotates rows `i` and `i + 1`. */
export function rotateRows({ columns, data }: Matrix, i: number, c: number, s: number): void {
	if (c === 1 && s === 0) return;
	for (let j = 0; j < columns; j++) {
		const at = i * columns + j, below = data[at + columns]!, above = data[at]!;
		data[at + columns] = c * below - s * above;
		data[at] = s * below + c * above;
	}
}

/** Eigenvalues of [[a, b], [b, c]], the larger in size first, and the unit eigenvector (cs, sn) of that one (laev2). */
export function laev2(a: number, b: number, c: number): readonly [first: number, second: number, cs: number, sn: number] {
	const sum = a + c, difference = a - c, twice = b + b;
	const root = Math.hypot(difference, twice);
	const [larger, smaller] = Math.abs(a) > Math.abs(c) ? [a, c] : [c, a];
	const isNegative = sum < 0;
	const first = sum === 0 ? root / 2 : (isNegative ? sum - root : sum + root) / 2;
	const second = sum === 0 ? -root / 2 : larger / first * smaller - b / first * b;
	const sign1 = isNegative ? -1 : 1, sign2 = difference >= 0 ? 1 : -1;
	const cosine = difference + sign2 * root;
	let cs: number, sn: number;
	if (Math.abs(cosine) > Math.abs(twice)) {
		const ratio = -twice / cosine;
		sn = 1 / Math.sqrt(1 + ratio * ratio);
		cs = ratio * sn;
	} else if (twice === 0) {
		[cs, sn] = [1, 0];
	} else {
		const ratio = -cosine / twice;
		cs = 1 / Math.sqrt(1 + ratio * ratio);
		sn = ratio * cs;
	}
	return sign1 === sign2 ? [first, second, -sn, cs] : [first, second, cs, sn];
}

/** Rotates rows `i` and `j` as drot does. */
export function turnRows({ columns, data }: Matrix, i: number, j: number, c: number, s: number): void {
	for (let k = 0; k < columns; k++) {
		const x = data[i * columns + k]!, y = data[j * columns + k]!;
		data[i * columns + k] = c * x + s * y;
		data[j * columns + k] = c * y - s * x;
	}
}

export function turnColumns({ rows, columns, data }: Matrix, i: number, j: number, c: number, s: number): void {
	for (let k = 0; k < rows; k++) {
		const x = data[k * columns + i]!, y = data[k * columns + j]!;
		data[k * columns + i] = c * x + s * y;
		data[k * columns + j] = c * y - s * x;
	}
}

/** The smaller singular value of [[f, g], [0, h]] (las2). */
export function las2(f: number, g: number, h: number): number {
	const [fa, ga, ha] = [Math.abs(f), Math.abs(g), Math.abs(h)];
	const [least, most] = [Math.min(fa, ha), Math.max(fa, ha)];
	if (least === 0) return 0;
	const sum = 1 + least / most, difference = (most - least) / most;
	if (ga < most) {
		const au = (ga / most) ** 2;
		return least * (2 / (Math.sqrt(sum * sum + au) + Math.sqrt(difference * difference + au)));
	}
	const au = most / ga;
	return au === 0 ? least * most / ga : 2 * (least * (1 / (Math.sqrt(1 + (sum * au) ** 2) + Math.sqrt(1 + (difference * au) ** 2))) * au);
}

export interface Svd2 { readonly smaller: number; readonly larger: number; readonly sinRight: number; readonly cosRight: number; readonly sinLeft: number; readonly cosLeft: number }

/** The singular values of [[f, g], [0, h]] with their signs, and the rotations that take it there (lasv2). */
export function lasv2(f: number, g: number, h: number): Svd2 {
	const isSwapped = Math.abs(h) > Math.abs(f);
	const [ft, ht] = isSwapped ? [h, f] : [f, h];
	const fa = Math.abs(ft), ha = Math.abs(ht), ga = Math.abs(g);
	let largest: 'f' | 'g' | 'h' = isSwapped ? 'h' : 'f';
	let smaller: number, larger: number, clt: number, crt: number, slt: number, srt: number;
	if (ga === 0) {
		[smaller, larger, clt, crt, slt, srt] = [ha, fa, 1, 1, 0, 0];
	} else {
		if (ga > fa) largest = 'g';
		if (ga > fa && fa / ga < EPSILON) {
			larger = ga;
			smaller = ha > 1 ? fa / (ga / ha) : fa / ga * ha;
			[clt, slt, srt, crt] = [1, ht / g, 1, ft / g];
		} else {
			const d = fa - ha, m = g / ft, mm = m * m;
			let l = d === fa ? 1 : d / fa, t = 2 - l;
			const s = Math.sqrt(t * t + mm), r = l === 0 ? Math.abs(m) : Math.sqrt(l * l + mm), a = (s + r) / 2;
			smaller = ha / a;
			larger = fa * a;
			t = mm === 0 ? l === 0 ? withSign(2, ft) * withSign(1, g) : g / withSign(d, ft) + m / t : (m / (s + t) + m / (r + l)) * (1 + a);
			l = Math.sqrt(t * t + 4);
			crt = 2 / l;
			srt = t / l;
			clt = (crt + srt * m) / a;
			slt = ht / ft * srt / a;
		}
	}
	const [cosLeft, sinLeft, cosRight, sinRight] = isSwapped ? [srt, crt, slt, clt] : [clt, slt, crt, srt];
	const sign = { f: withSign(1, cosRight) * withSign(1, cosLeft) * withSign(1, f), g: withSign(1, sinRight) * withSign(1, cosLeft) * withSign(1, g), h: withSign(1, sinRight) * withSign(1, sinLeft) * withSign(1, h) }[largest];
	return { larger: withSign(larger, sign), smaller: withSign(smaller, sign * withSign(1, f) * withSign(1, h)), sinRight, cosRight, sinLeft, cosLeft };
}
