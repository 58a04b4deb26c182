/**
 * Distributions of real numbers as NumPy draws them, of both its generators: beta (Jöhnk 1964), von Mises (Best and Fisher 1979),
 * Wald (Michael, Schucany and Haas 1976), and those that a formula makes of standard numbers.
 */
import { arccosine, cosine, exponential, logarithm, power } from './double-functions.ts';
import { poisson } from './numpy-counts.ts';
import { gamma, type Distribution, type Source } from './numpy-gamma.ts';

function chisquare(source: Source, df: number): number {
	return 2 * gamma(source, df / 2);
}

/** Below it powers of 1/a are all 0. */
const TINY = 3e-103;

export function beta(source: Source, a: number, b: number): number {
	if (a > 1 || b > 1) {
		const first = gamma(source, a);
		return first / (first + gamma(source, b));
	}
	if (!source.isLegacy && a < TINY && b < TINY) return Number((a + b) * source.random() < a);
	for (;;) {
		const u = source.random(), v = source.random();
		const x = power(u, 1 / a), y = power(v, 1 / b);
		if (Number.isNaN(x + y)) return Number.NaN;
		if (x + y > 1 || (!source.isLegacy && u + v === 0)) continue;
		if (source.isLegacy ? x + y > 0 : x > 0 && y > 0) return x / (x + y);
		return ofLogarithms(source, logarithm(u) / a, logarithm(v) / b);
	}
}

/** x / (x + y) of their logarithms, where they are too small themselves. */
function ofLogarithms(source: Source, logX: number, logY: number): number {
	const more = logX - logY;
	if (!source.isLegacy) return more > 0 ? exponential(-Math.log1p(exponential(-more))) : exponential(more - Math.log1p(exponential(more)));
	const most = Math.max(logX, logY);
	return exponential(logX - most - logarithm(exponential(logX - most) + exponential(logY - most)));
}

function noncentralChisquare(source: Source, df: number, nonc: number): number {
	if (Number.isNaN(nonc) && !source.isLegacy) return nonc;
	if (nonc === 0) return chisquare(source, df);
	if (df > 1) {
		const rest = chisquare(source, df - 1), normal = source.normal() + Math.sqrt(nonc);
		return rest + normal * normal;
	}
	return Number.isNaN(nonc) ? nonc : chisquare(source, df + 2 * poisson(source, nonc / 2));
}

function wald(source: Source, mean: number, scale: number): number {
	const normal = source.normal(), y = mean * normal * normal;
	const x = source.isLegacy ? mean + mean / (2 * scale) * (y - Math.sqrt(4 * scale * y + y * y)) : mean * (1 - 2 / (1 + Math.sqrt(1 + 4 * scale / y)));
	return source.random() <= mean / (mean + x) ? x : mean * mean / x;
}

function vonMises(source: Source, mu: number, kappa: number): number {
	if (Number.isNaN(kappa)) return kappa;
	if (kappa < 1e-8) return Math.PI * (2 * source.random() - 1);
	if (kappa > 1e6 && !source.isLegacy) {
		const drawn = mu + Math.sqrt(1 / kappa) * source.normal();
		return drawn < -Math.PI ? drawn + 2 * Math.PI : drawn > Math.PI ? drawn - 2 * Math.PI : drawn;
	}
	let s = 1 / kappa + kappa;
	if (kappa >= 1e-5) {
		const r = 1 + Math.sqrt(1 + 4 * kappa * kappa), rho = (r - Math.sqrt(2 * r)) / (2 * kappa);
		s = (1 + rho * rho) / (2 * rho);
	}
	let w: number;
	for (;;) {
		const z = cosine(Math.PI * source.random());
		w = (1 + s * z) / (s + z);
		const y = kappa * (s - w), v = source.random();
		if (y * (2 - y) - v >= 0 || Math.log(y / v) + 1 - y >= 0) break;
	}
	const side = source.random() < 0.5 ? -1 : 1, drawn = side * arccosine(w) + mu;
	const wrapped = (Math.abs(drawn) + Math.PI) % (2 * Math.PI) - Math.PI;
	return drawn < 0 ? -wrapped : wrapped;
}

function laplace(source: Source, loc: number, scale: number): number {
	for (;;) {
		const u = source.random();
		if (u >= 0.5) return loc - scale * logarithm(2 - u - u);
		if (u > 0) return loc + scale * logarithm(u + u);
	}
}

/** A number of (0, 1): 0 is drawn again. */
function inside(source: Source): number {
	for (;;) {
		const u = source.random();
		if (u > 0) return u;
	}
}

function triangular(source: Source, left: number, mode: number, right: number): number {
	const width = right - left, u = source.random();
	return u <= (mode - left) / width ? left + Math.sqrt(u * ((mode - left) * width)) : right - Math.sqrt((1 - u) * ((right - mode) * width));
}

/** By NumPy's names. */
export const DISTRIBUTIONS: Readonly<Record<string, Distribution>> = {
	standard_gamma: gamma,
	gamma: (source, shape, scale) => scale * gamma(source, shape),
	chisquare,
	beta,
	f: (source, above, below) => {
		const first = chisquare(source, above) * below;
		return first / (chisquare(source, below) * above);
	},
	noncentral_chisquare: noncentralChisquare,
	noncentral_f: (source, above, below, nonc) => {
		const first = noncentralChisquare(source, above, nonc) * below;
		return first / (chisquare(source, below) * above);
	},
	standard_t: (source, df) => {
		const normal = source.normal();
		return Math.sqrt(df / 2) * normal / Math.sqrt(gamma(source, df / 2));
	},
	standard_cauchy: source => {
		const normal = source.normal();
		return normal / source.normal();
	},
	wald,
	vonmises: vonMises,
	lognormal: (source, mean, sigma) => exponential(mean + sigma * source.normal()),
	rayleigh: (source, scale) => scale * Math.sqrt(source.isLegacy ? -2 * Math.log1p(-source.random()) : 2 * source.exponential()),
	weibull: (source, a) => a === 0 ? 0 : power(source.exponential(), 1 / a),
	pareto: (source, a) => source.isLegacy ? exponential(source.exponential() / a) - 1 : Math.expm1(source.exponential() / a),
	power: (source, a) => power(source.isLegacy ? 1 - exponential(-source.exponential()) : -Math.expm1(-source.exponential()), 1 / a),
	laplace,
	gumbel: (source, loc, scale) => {
		for (;;) {
			const u = 1 - source.random();
			if (u < 1) return loc - scale * logarithm(-logarithm(u));
		}
	},
	logistic: (source, loc, scale) => {
		const u = inside(source);
		return loc + scale * logarithm(u / (1 - u));
	},
	triangular,
};
