/**
 * Distributions of counts as NumPy draws them, of both its generators: Poisson, geometric, binomial (Kachitvichyanukul and Schmeiser
 * 1988, BTPE, where many are expected), Zipf (Devroye 1986), logarithmic (Kemp 1981) and hypergeometric (Stadlober 1989, HRUA).
 */
import { drawPoisson, logFactorial } from './counts.ts';
import { exponential, logarithm, power } from './double-functions.ts';
import { gamma, type Distribution, type Source } from './numpy-gamma.ts';

export function poisson(source: Source, rate: number): number {
	// Of what is no rate NumPy takes one number, and says 0.
	if (!(rate >= 0)) return source.random() * 0;
	return drawPoisson({ uniform53: () => source.random() }, rate);
}

/** The greatest that an int64 holds, as a double. */
const MOST = 2 ** 63;

function geometric(source: Source, p: number): number {
	if (p < 1 / 3) {
		const drawn = Math.ceil(source.isLegacy ? Math.log1p(-source.random()) / logarithm(1 - p) : -source.exponential() / Math.log1p(-p));
		return Math.min(drawn, MOST);
	}
	let count = 1, product = p, sum = p;
	for (const u = source.random(); u > sum; count++) {
		product *= 1 - p;
		sum += product;
	}
	return count;
}

function zipf(source: Source, a: number): number {
	if (a >= 1025 && !source.isLegacy) return 1;
	const less = a - 1, b = power(2, less), least = power(MOST, -less);
	for (;;) {
		const drawn = source.random(), u = source.isLegacy ? 1 - drawn : drawn * least + (1 - drawn), v = source.random();
		const x = Math.floor(power(u, -1 / less));
		if (x > MOST || x < 1) continue;
		const t = power(1 + 1 / x, less);
		if (v * x * (t - 1) / (b - 1) <= t / b) return x;
	}
}

function logSeries(source: Source, p: number): number {
	const r = source.isLegacy ? logarithm(1 - p) : Math.log1p(-p);
	for (;;) {
		const v = source.random();
		if (v >= p) return 1;
		const u = source.random(), q = source.isLegacy ? 1 - exponential(r * u) : -Math.expm1(r * u);
		if (v > q * q) return v >= q ? 1 : 2;
		const drawn = Math.floor(1 + logarithm(v) / logarithm(q));
		if (drawn >= 1 && v > 0) return drawn;
	}
}

export function hypergeometric(source: Source, good: number, bad: number, size: number): number {
	if (source.isLegacy) return size > 10 ? byRatio(source, good, bad, size) : size > 0 ? oneByOne(source, good, bad, size) : 0;
	return size >= 10 && size <= good + bad - 10 ? byRatio(source, good, bad, size) : byPicking(source, good, bad, size);
}

function oneByOne(source: Source, good: number, bad: number, size: number): number {
	const fewer = Math.min(good, bad), rest = good + bad - size;
	let left = fewer;
	for (let k = size; left > 0 && k > 0; k--) left -= Math.floor(source.random() + left / (rest + k));
	return good > bad ? size - (fewer - left) : fewer - left;
}

/** Of more than half what stays behind is picked. */
function byPicking(source: Source, good: number, bad: number, size: number): number {
	const total = good + bad, isMost = size > Math.floor(total / 2);
	let picks = isMost ? total - size : size, left = total, goodLeft = good;
	for (; picks > 0 && goodLeft > 0 && left > goodLeft; picks--) {
		if (source.interval(--left) < goodLeft) goodLeft--;
	}
	if (left === goodLeft) goodLeft -= picks;
	return isMost ? goodLeft : good - goodLeft;
}

function byRatio(source: Source, good: number, bad: number, size: number): number {
	const total = good + bad, fewer = Math.min(good, bad), more = Math.max(good, bad), picks = Math.min(size, total - size);
	const p = fewer / total, q = source.isLegacy ? 1 - p : more / total;
	// RandomState's variance is of the whole sample.
	const spread = Math.sqrt((total - picks) * (source.isLegacy ? size : picks) * p * q / (total - 1) + 0.5);
	const center = picks * p + 0.5, width = 1.7155277699214135 * spread + 0.8989161620588988;
	const logOf = (k: number) => logFactorial(k) + logFactorial(fewer - k) + logFactorial(picks - k) + logFactorial(more - picks + k);
	const peak = logOf(Math.floor((picks + 1) * (fewer + 1) / (total + 2)));
	const beyond = Math.min(Math.min(picks, fewer) + 1, Math.floor(center + 16 * spread));
	for (;;) {
		const u = source.random(), v = source.random(), x = center + width * (v - 0.5) / u;
		if (!(x >= 0 && x < beyond)) continue;
		const k = Math.floor(x), t = peak - logOf(k);
		if (u * (4 - u) - 3 > t && (u * (u - t) >= 1 || 2 * Math.log(u) > t)) continue;
		const found = good > bad ? picks - k : k;
		return picks < size ? good - found : found;
	}
}

const FEW = 30;

export function binomial(source: Source, n: number, p: number): number {
	return n === 0 || p === 0 ? 0 : drawnBinomial(source, n, p);
}

function drawnBinomial(source: Source, n: number, p: number): number {
	const less = p > 0.5 ? 1 - p : p, drawn = less * n <= FEW ? byInversion(source, n, less) : byRejection(source, n, less);
	return p > 0.5 ? n - drawn : drawn;
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

/** By NumPy's names. */
export const COUNTS: Readonly<Record<string, Distribution>> = {
	poisson,
	/** RandomState draws a number even where only one can be. */
	binomial: (source, n, p) => source.isLegacy ? drawnBinomial(source, n, p) : binomial(source, n, p),
	geometric,
	zipf,
	logseries: logSeries,
	hypergeometric,
	negative_binomial: (source, n, p) => poisson(source, (1 - p) / p * gamma(source, n)),
};
