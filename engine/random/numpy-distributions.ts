/**
 * Distributions that NumPy draws by rejection or by search, of both its generators: gamma (Marsaglia and Tsang 2000; Ahrens and Dieter
 * 1974 below 1), beta (Jöhnk 1964), Poisson, binomial (Kachitvichyanukul and Schmeiser 1988, BTPE, where many are expected), geometric.
 */
import { drawPoisson } from './counts.ts';

/** What a generator's standard numbers are. */
export interface Source {
	random(): number;
	normal(): number;
	exponential(): number;
}

export function gamma(source: Source, shape: number): number {
	if (shape === 1) return source.exponential();
	if (shape === 0) return 0;
	if (shape < 1) {
		for (;;) {
			const u = source.random(), v = source.exponential();
			if (u <= 1 - shape) {
				const x = u ** (1 / shape);
				if (x <= v) return x;
			} else {
				const y = -Math.log((1 - u) / shape), x = (1 - shape + shape * y) ** (1 / shape);
				if (x <= v + y) return x;
			}
		}
	}
	const b = shape - 1 / 3, c = 1 / Math.sqrt(9 * b);
	for (;;) {
		let x: number, v: number;
		do {
			x = source.normal();
			v = 1 + c * x;
		} while (v <= 0);
		v = v * v * v;
		const u = source.random();
		if (u < 1 - 0.0331 * (x * x) * (x * x) || Math.log(u) < 0.5 * x * x + b * (1 - v + Math.log(v))) return b * v;
	}
}

export function beta(source: Source, a: number, b: number): number {
	if (a > 1 || b > 1) {
		const first = gamma(source, a);
		return first / (first + gamma(source, b));
	}
	for (;;) {
		const u = source.random(), v = source.random();
		const x = u ** (1 / a), y = v ** (1 / b);
		if (x + y <= 1 && u + v > 0) return x / (x + y);
	}
}

export function poisson(source: Source, rate: number): number {
	return drawPoisson({ uniform53: () => source.random() }, rate);
}

export function geometric(source: Source, p: number, isLegacy: boolean): number {
	if (p < 1 / 3) return isLegacy ? Math.ceil(Math.log1p(-source.random()) / Math.log(1 - p)) : Math.ceil(-source.exponential() / Math.log1p(-p));
	let count = 1, product = p, sum = p;
	for (const u = source.random(); u > sum; count++) {
		product *= 1 - p;
		sum += product;
	}
	return count;
}

const FEW = 30;

export function binomial(source: Source, n: number, p: number): number {
	if (n === 0 || p === 0) return 0;
	if (p > 0.5) return n - binomial(source, n, 1 - p);
	return p * n <= FEW ? byInversion(source, n, p) : byRejection(source, n, p);
}

function byInversion(source: Source, n: number, p: number): number {
	const q = 1 - p, none = Math.exp(n * Math.log(q)), mean = n * p;
	const bound = Math.min(n, mean + 10 * Math.sqrt(mean * q + 1));
	let x = 0, px = none, u = source.random();
	while (u > px) {
		x++;
		if (x > bound) {
			x = 0;
			px = none;
			u = source.random();
		} else {
			u -= px;
			px = (n - x + 1) * p * px / (x * q);
		}
	}
	return x;
}

function byRejection(source: Source, n: number, p: number): number {
	const q = 1 - p, middle = n * p + p, m = Math.floor(middle), spread = n * p * q;
	const p1 = Math.floor(2.195 * Math.sqrt(spread) - 4.6 * q) + 0.5;
	const xm = m + 0.5, xl = xm - p1, xr = xm + p1, c = 0.134 + 20.5 / (15.3 + m);
	const slope = (a: number) => a * (1 + a / 2);
	const left = slope((middle - xl) / (middle - xl * p)), right = slope((xr - middle) / (xr * q));
	const p2 = p1 * (1 + 2 * c), p3 = p2 + c / left, p4 = p3 + c / right;
	for (;;) {
		const u = source.random() * p4;
		let v = source.random(), y: number;
		if (u <= p1) return Math.floor(xm - p1 * v + u);
		if (u <= p2) {
			const x = xl + (u - p1) / c;
			v = v * c + 1 - Math.abs(m - x + 0.5) / p1;
			if (v > 1) continue;
			y = Math.floor(x);
		} else if (u <= p3) {
			y = Math.floor(xl + Math.log(v) / left);
			if (y < 0 || v === 0) continue;
			v *= (u - p2) * left;
		} else {
			y = Math.floor(xr - Math.log(v) / right);
			if (y > n || v === 0) continue;
			v *= (u - p3) * right;
		}
		if (isBelow(v, y, n, p, m, spread)) return y;
	}
}

/** Whether a number below the hat is below the distribution too, by the product of ratios or by Stirling's series. */
function isBelow(v: number, y: number, n: number, p: number, m: number, spread: number): boolean {
	const q = 1 - p, k = Math.abs(y - m);
	if (k <= 20 || k >= spread / 2 - 1) {
		const s = p / q, a = s * (n + 1);
		let f = 1;
		for (let i = m + 1; i <= y; i++) f *= a / i - s;
		for (let i = y + 1; i <= m; i++) f /= a / i - s;
		return v <= f;
	}
	const rho = k / spread * ((k * (k / 3 + 0.625) + 0.16666666666666666) / spread + 0.5), t = -k * k / (2 * spread), a = Math.log(v);
	if (a < t - rho) return true;
	if (a > t + rho) return false;
	const x1 = y + 1, f1 = m + 1, z = n + 1 - m, w = n - y + 1;
	const tail = (x: number) => {
		const square = x * x;
		return (13680 - (462 - (132 - (99 - 140 / square) / square) / square) / square) / x / 166320;
	};
	return a <= (m + 0.5) * Math.log(f1 / x1) + (n - m + 0.5) * Math.log(z / w) + (y - m) * Math.log(w * p / (x1 * q)) + tail(f1) + tail(z) + tail(x1) + tail(w);
}
