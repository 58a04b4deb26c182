/**
 * Singular values and vectors as LAPACK finds them for small matrices: tall ones by QR first, then bidiagonal form by reflections (gebrd), then implicit QR
 * steps with and without shift (bdsqr), so that signs come out as PyTorch's. Values come in descending order.
 */
import { geqrf, orgqr } from './qr.ts';
import { applyReflection, identity, type Matrix, product, reflect, zeros } from './reflector.ts';
import { las2, lasv2, lartg, type Precision, rotateColumns, rotateRows, turnColumns, turnRows, withSign } from './rotation.ts';

const MOST_STEPS = 6;
/** How many times longer than wide a matrix is that is made square by QR first. */
const TALL = 3 / 2;

export interface Svd {
	/** Left vectors in columns. */
	readonly u: Matrix;
	readonly values: Float64Array;
	/** Right vectors in rows. */
	readonly vh: Matrix;
	/** How many did not settle. */
	readonly info: number;
}

/** The thin form, or with all left and right vectors there are. */
export function svd(a: Matrix, isFull: boolean, precision: Precision): Svd {
	if (a.rows <= a.columns || a.rows < Math.floor(a.columns * TALL)) return ofBidiagonal(a, isFull, precision);
	const qr = { ...a, data: Float64Array.from(a.data) };
	const q = orgqr(qr, geqrf(qr), isFull ? a.rows : a.columns);
	const r = zeros(a.columns, a.columns);
	for (let i = 0; i < r.rows; i++) for (let j = i; j < r.columns; j++) r.data[i * r.columns + j] = qr.data[i * r.columns + j]!;
	const { u, values, vh, info } = ofBidiagonal(r, false, precision);
	return { u: product(q, widened(u, q.columns, q.columns)), values, vh, info };
}

function ofBidiagonal(given: Matrix, isFull: boolean, precision: Precision): Svd {
	const a = { ...given, data: Float64Array.from(given.data) };
	const { rows, columns, data } = a;
	const k = Math.min(rows, columns), isUpper = rows >= columns;
	const d = new Float64Array(k), e = new Float64Array(Math.max(k - 1, 0));
	const tauLeft = new Float64Array(k), tauRight = new Float64Array(k);
	const column = (i: number, from: number) => ({ start: from * columns + i, step: columns, length: rows - from });
	const row = (i: number, from: number) => ({ start: i * columns + from, step: 1, length: columns - from });
	for (let i = 0; i < k; i++) {
		if (isUpper) {
			const left = column(i, i);
			tauLeft[i] = reflect(data, left);
			d[i] = data[left.start]!;
			applyReflection(data, left, tauLeft[i]!, data, i * columns + i + 1, columns, 1, columns - i - 1);
			if (i + 1 < k) {
				const right = row(i, i + 1);
				tauRight[i] = reflect(data, right);
				e[i] = data[right.start]!;
				applyReflection(data, right, tauRight[i]!, data, (i + 1) * columns + i + 1, 1, columns, rows - i - 1);
			}
		} else {
			const right = row(i, i);
			tauRight[i] = reflect(data, right);
			d[i] = data[right.start]!;
			applyReflection(data, right, tauRight[i]!, data, (i + 1) * columns + i, 1, columns, rows - i - 1);
			if (i + 1 < k) {
				const left = column(i, i + 1);
				tauLeft[i] = reflect(data, left);
				e[i] = data[left.start]!;
				applyReflection(data, left, tauLeft[i]!, data, (i + 1) * columns + i + 1, columns, 1, columns - i - 1);
			}
		}
	}
	const { u: inner, vh: innerVh, info } = ofNumbers(d, e, isUpper, precision);
	// The reflections, last first, over the inner vectors.
	const height = isFull ? rows : k, width = isFull ? columns : k;
	const u = widened(inner, rows, height), vh = widened(innerVh, width, columns);
	for (let i = k - 1; i >= 0; i--) {
		const [left, right] = isUpper ? [i, i + 1] : [i + 1, i];
		if (left < rows) applyReflection(data, column(i, left), tauLeft[i]!, u.data, left * height, height, 1, height);
		if (right < columns) applyReflection(data, row(i, right), tauRight[i]!, vh.data, right, 1, columns, width);
	}
	return { u, values: d, vh, info };
}

/** A square matrix in the corner of a larger one whose other diagonal is 1. */
function widened({ rows: k, data }: Matrix, rows: number, columns: number): Matrix {
	const result = zeros(rows, columns);
	for (let i = 0; i < k; i++) result.data.set(data.subarray(i * k, (i + 1) * k), i * columns);
	for (let i = k; i < Math.min(rows, columns); i++) result.data[i * columns + i] = 1;
	return result;
}

/** Of a bidiagonal matrix; `d` becomes the values. */
function ofNumbers(d: Float64Array, e: Float64Array, isUpper: boolean, precision: Precision): Pick<Svd, 'u' | 'vh' | 'info'> {
	const n = d.length;
	const u = identity(n), vh = identity(n);
	const turns: (readonly [number, number])[] = [];
	if (!isUpper) {
		for (let i = 0; i < n - 1; i++) {
			const [c, s, r] = lartg(d[i]!, e[i]!);
			d[i] = r;
			e[i] = s * d[i + 1]!;
			d[i + 1]! *= c;
			turns.push([c, -s]);
		}
	}
	const info = n === 1 ? signed(d, u) : settle(d, e, u, vh, precision);
	for (let i = turns.length - 1; i >= 0; i--) rotateRows(u, i, turns[i]![0], turns[i]![1]);
	return { u, vh, info };
}

/** A block of the matrix under way, and what counts as nothing. */
class Steps {
	readonly #d: Float64Array;
	readonly #e: Float64Array;
	readonly #u: Matrix;
	readonly #vh: Matrix;
	readonly #epsilon: number;
	readonly #tolerance: number;
	readonly #threshold: number;
	#isDown = true;
	#oldFirst = -1;
	#oldLast = -1;
	#left: number;

	constructor(d: Float64Array, e: Float64Array, u: Matrix, vh: Matrix, { epsilon, safeMinimum }: Precision) {
		this.#epsilon = epsilon;
		this.#tolerance = Math.max(10, Math.min(100, epsilon ** -0.125)) * epsilon;
		[this.#d, this.#e, this.#u, this.#vh] = [d, e, u, vh];
		const n = d.length;
		let least = Math.abs(d[0]!), mu = least;
		for (let i = 1; i < n && least !== 0; i++) {
			mu = Math.abs(d[i]!) * (mu / (mu + Math.abs(e[i - 1]!)));
			least = Math.min(least, mu);
		}
		this.#threshold = Math.max(this.#tolerance * (least / Math.sqrt(n)), MOST_STEPS * n * n * safeMinimum);
		this.#left = MOST_STEPS * n * n;
	}

	/** How many did not settle. */
	run(): number {
		const [d, e] = [this.#d, this.#e];
		for (let last = d.length - 1; last > 0;) {
			if (this.#left < 0) return e.reduce((count, value) => count + Number(value !== 0), 0);
			let first = last - 1, most = Math.abs(d[last]!);
			for (; first >= 0; first--) {
				if (Math.abs(e[first]!) <= this.#threshold) break;
				most = Math.max(most, Math.abs(d[first]!), Math.abs(e[first]!));
			}
			if (first >= 0) {
				e[first] = 0;
				if (first === last - 1) {
					last--;
					continue;
				}
			}
			first++;
			if (first === last - 1) {
				const { smaller, larger, sinRight, cosRight, sinLeft, cosLeft } = lasv2(d[first]!, e[first]!, d[last]!);
				[d[first], e[first], d[last]] = [larger, 0, smaller];
				turnRows(this.#vh, first, last, cosRight, sinRight);
				turnColumns(this.#u, first, last, cosLeft, sinLeft);
				last -= 2;
				continue;
			}
			if (first > this.#oldLast || last < this.#oldFirst) this.#isDown = Math.abs(d[first]!) >= Math.abs(d[last]!);
			const least = this.#leastOf(first, last);
			if (least === undefined) continue;
			[this.#oldFirst, this.#oldLast] = [first, last];
			this.#left -= last - first;
			this.#step(first, last, this.#shiftOf(first, last, least, most));
		}
		return 0;
	}

	/** A bound of the block's least value; undefined where a number beside the diagonal counted as nothing and was taken away. */
	#leastOf(first: number, last: number): number | undefined {
		const [d, e, tolerance] = [this.#d, this.#e, this.#tolerance];
		const [edge, end] = this.#isDown ? [last - 1, last] : [first, first];
		if (Math.abs(e[edge]!) <= tolerance * Math.abs(d[end]!)) {
			e[edge] = 0;
			return undefined;
		}
		let mu = Math.abs(d[this.#isDown ? first : last]!), least = mu;
		for (let step = 0; step < last - first; step++) {
			const i = this.#isDown ? first + step : last - 1 - step;
			if (Math.abs(e[i]!) <= tolerance * mu) {
				e[i] = 0;
				return undefined;
			}
			mu = Math.abs(d[this.#isDown ? i + 1 : i]!) * (mu / (mu + Math.abs(e[i]!)));
			least = Math.min(least, mu);
		}
		return least;
	}

	#shiftOf(first: number, last: number, least: number, most: number): number {
		const [d, e] = [this.#d, this.#e];
		if (d.length * this.#tolerance * (least / most) <= Math.max(this.#epsilon, 0.01 * this.#tolerance)) return 0;
		const [near, shift] = this.#isDown ? [Math.abs(d[first]!), las2(d[last - 1]!, e[last - 1]!, d[last]!)] : [Math.abs(d[last]!), las2(d[first]!, e[first]!, d[first + 1]!)];
		return near > 0 && (shift / near) ** 2 < this.#epsilon ? 0 : shift;
	}

	#step(first: number, last: number, shift: number): void {
		const right: (readonly [number, number])[] = [], left: (readonly [number, number])[] = [];
		if (shift === 0) this.#plain(first, last, right, left);
		else this.#shifted(first, last, shift, right, left);
		const count = last - first;
		for (let k = 0; k < count; k++) {
			// Upwards the turns were made from the last on, and the sides change places.
			const at = this.#isDown ? first + k : last - 1 - k;
			const [[cr, sr], [cl, sl]] = this.#isDown ? [right[k]!, left[k]!] : [left[k]!, right[k]!];
			rotateRows(this.#vh, at, cr, this.#isDown ? sr : -sr);
			rotateColumns(this.#u, at, cl, this.#isDown ? sl : -sl);
		}
		const edge = this.#isDown ? last - 1 : first;
		if (Math.abs(this.#e[edge]!) <= this.#threshold) this.#e[edge] = 0;
	}

	#plain(first: number, last: number, right: (readonly [number, number])[], left: (readonly [number, number])[]): void {
		const [d, e] = [this.#d, this.#e];
		const [begin, end, way] = this.#isDown ? [first, last, 1] : [last, first, -1];
		/** The place beside the diagonal after i, on the way. */
		const beside = (i: number) => way === 1 ? i : i - 1;
		let c = 1, s = 0, oldC = 1, oldS = 0;
		for (let i = begin; i !== end; i += way) {
			let r: number;
			[c, s, r] = lartg(d[i]! * c, e[beside(i)]!);
			if (i !== begin) e[beside(i - way)] = oldS * r;
			[oldC, oldS, d[i]] = lartg(oldC * r, d[i + way]! * s);
			right.push([c, s]);
			left.push([oldC, oldS]);
		}
		const h = d[end]! * c;
		d[end] = h * oldC;
		e[beside(end - way)] = h * oldS;
	}

	#shifted(first: number, last: number, shift: number, right: (readonly [number, number])[], left: (readonly [number, number])[]): void {
		const [d, e] = [this.#d, this.#e];
		const [begin, end, way] = this.#isDown ? [first, last, 1] : [last, first, -1];
		const beside = (i: number) => way === 1 ? i : i - 1;
		let f = (Math.abs(d[begin]!) - shift) * (withSign(1, d[begin]!) + shift / d[begin]!), g = e[beside(begin)]!;
		for (let i = begin; i !== end; i += way) {
			const at = beside(i);
			let [c, s, r] = lartg(f, g);
			if (i !== begin) e[beside(i - way)] = r;
			right.push([c, s]);
			f = c * d[i]! + s * e[at]!;
			e[at] = c * e[at]! - s * d[i]!;
			g = s * d[i + way]!;
			d[i + way]! *= c;
			[c, s, r] = lartg(f, g);
			d[i] = r;
			left.push([c, s]);
			f = c * e[at]! + s * d[i + way]!;
			d[i + way] = c * d[i + way]! - s * e[at]!;
			if (i + way !== end) {
				g = s * e[beside(i + way)]!;
				e[beside(i + way)]! *= c;
			}
		}
		e[beside(end - way)] = f;
	}
}

/** One value alone: its sign goes to the left. */
function signed(d: Float64Array, u: Matrix): number {
	u.data[0] = withSign(1, d[0]!);
	d[0] = Math.abs(d[0]!);
	return 0;
}

function settle(d: Float64Array, e: Float64Array, u: Matrix, vh: Matrix, precision: Precision): number {
	const n = d.length;
	if (n === 0) return 0;
	const info = new Steps(d, e, u, vh, precision).run();
	for (let i = 0; i < n; i++) {
		if (d[i]! < 0 || Object.is(d[i], -0)) {
			d[i] = -d[i]!;
			for (let j = 0; j < n; j++) vh.data[i * n + j]! *= -1;
		}
	}
	for (let left = n; left > 1; left--) {
		let least = 0;
		for (let j = 1; j < left; j++) if (d[j]! <= d[least]!) least = j;
		if (least === left - 1) continue;
		exchange(d, u, vh, least, left - 1);
	}
	return info;
}

function exchange(d: Float64Array, u: Matrix, vh: Matrix, i: number, j: number): void {
	const n = d.length;
	[d[i], d[j]] = [d[j]!, d[i]!];
	for (let k = 0; k < n; k++) {
		[u.data[k * n + i], u.data[k * n + j]] = [u.data[k * n + j]!, u.data[k * n + i]!];
		[vh.data[i * n + k], vh.data[j * n + k]] = [vh.data[j * n + k]!, vh.data[i * n + k]!];
	}
}
