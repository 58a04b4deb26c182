/**
 * Distributions of counts: Poisson and binomial, by uniform draws in float64. Few trials are gone through one by one; many
 * are drawn by transformed rejection (Hörmann 1993, "The transformed rejection method for generating Poisson random
 * variables" and "The generation of binomial random variates").
 */
import { runtimeError } from '../tensor/errors.ts';
import type { Generator } from './generator.ts';

/** Stirling's series of log n!, without its leading terms; exact for small n. */
const TAILS = [0.0810614667953272, 0.0413406959554092, 0.0276779256849983, 0.02079067210376509, 0.0166446911898211, 0.0138761288230707, 0.0118967099458917, 0.010411265261972, 0.00925546218271273, 0.00833056343336287];

function stirlingTail(k: number): number {
	if (k < TAILS.length) {
		return TAILS[k]!;
	}
	const square = (k + 1) * (k + 1);
	return (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / (k + 1);
}

export function logFactorial(k: number): number {
	return 0.5 * Math.log(2 * Math.PI) + (k + 0.5) * Math.log(k + 1) - (k + 1) + stirlingTail(k);
}

/** @throws EngineError (RuntimeError) for a negative rate. */
export function drawPoisson(generator: Pick<Generator, 'uniform53'>, rate: number): number {
	if (!(rate >= 0)) throw runtimeError('invalid Poisson rate, expected rate to be non-negative');
	if (rate === 0) return 0;
	if (rate >= 10) return manyOfPoisson(generator, rate);
	const least = Math.exp(-rate);
	let product = 1;
	for (let count = 0; ; count++) {
		product *= generator.uniform53();
		if (!(product > least)) return count;
	}
}

function manyOfPoisson(generator: Pick<Generator, 'uniform53'>, rate: number): number {
	const root = Math.sqrt(rate), logRate = Math.log(rate);
	const b = 0.931 + 2.53 * root, a = -0.059 + 0.02483 * b;
	const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4), tight = 0.9277 - 3.6224 / (b - 2);
	for (;;) {
		const u = generator.uniform53() - 0.5, v = generator.uniform53();
		const us = 0.5 - Math.abs(u);
		const k = Math.floor((2 * a / us + b) * u + rate + 0.43);
		if (us >= 0.07 && v <= tight) return k;
		if (k < 0 || (us < 0.013 && v > us)) continue;
		if (Math.log(v) + Math.log(inverseAlpha) - Math.log(a / (us * us) + b) <= -rate + k * logRate - logFactorial(k)) return k;
	}
}

export function drawBinomial(generator: Generator, count: number, probability: number): number {
	if (Number.isNaN(count) || Number.isNaN(probability)) return Number.NaN;
	if (count <= 0 || probability <= 0) return 0;
	if (probability >= 1) return count;
	if (probability > 0.5) return count - drawBinomial(generator, count, 1 - probability);
	return count * probability >= 10 ? manyOfBinomial(generator, count, probability) : fewOfBinomial(generator, count, probability);
}

/** By the distances between successes. */
function fewOfBinomial(generator: Generator, count: number, probability: number): number {
	const scale = Math.log1p(-probability);
	let trials = 0;
	for (let successes = 0; ; successes++) {
		trials += Math.ceil(Math.log(generator.uniform53()) / scale);
		if (trials > count) return successes;
	}
}

function manyOfBinomial(generator: Generator, count: number, p: number): number {
	const deviation = Math.sqrt(count * p * (1 - p));
	const b = 1.15 + 2.53 * deviation, a = -0.0873 + 0.0248 * b + 0.01 * p, c = count * p + 0.5;
	const tight = 0.92 - 4.2 / b, r = p / (1 - p), alpha = (2.83 + 5.1 / b) * deviation;
	const m = Math.floor((count + 1) * p);
	for (;;) {
		const u = generator.uniform53() - 0.5, v = generator.uniform53();
		const us = 0.5 - Math.abs(u);
		const k = Math.floor((2 * a / us + b) * u + c);
		if (us >= 0.07 && v <= tight) return k;
		if (k < 0 || k > count) continue;
		const bound = (m + 0.5) * Math.log((m + 1) / (r * (count - m + 1))) + (count + 1) * Math.log((count - m + 1) / (count - k + 1))
			+ (k + 0.5) * Math.log(r * (count - k + 1) / (k + 1)) + stirlingTail(m) + stirlingTail(count - m) - stirlingTail(k) - stirlingTail(count - k);
		if (Math.log(v * alpha / (a / (us * us) + b)) <= bound) return k;
	}
}
