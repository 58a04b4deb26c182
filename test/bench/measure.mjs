/** How this folder measures: the sides take turns, so that a machine that slows down slows all; the median of each is printed. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export const RUNS = 7;

export function median(values) {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Runs each side once to warm the disk's cache, then all of them in turn.
 * @param {Record<string, () => Promise<number>>} sides each gives its figure for one run
 * @returns {Promise<Record<string, number>>} medians
 */
export async function alternate(sides, runs = RUNS) {
	const figures = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
	for (const measure of Object.values(sides)) await measure();
	for (let run = 0; run < runs; run++) {
		for (const [name, measure] of Object.entries(sides)) figures[name].push(await measure());
	}
	return Object.fromEntries(Object.entries(figures).map(([name, values]) => [name, median(values)]));
}

/**
 * How many times one side is the other, where they hardly differ: each pair is measured one right after the other, and whose turn
 * is first changes, so that what the machine does meanwhile has no side.
 * @returns {Promise<{ middle: number, quarters: [number, number] }>} the median of the pairs' ratios, and what half of them lie between
 */
export async function ratio(side, other, pairs = 3 * RUNS) {
	const ratios = [];
	for (let pair = 0; pair < pairs; pair++) {
		const order = pair % 2 === 0 ? [side, other] : [other, side];
		const figures = new Map();
		for (const measure of order) figures.set(measure, await measure());
		ratios.push(figures.get(side) / figures.get(other));
	}
	const sorted = ratios.sort((a, b) => a - b);
	return { middle: median(sorted), quarters: [sorted[pairs >> 2], sorted[pairs - 1 - (pairs >> 2)]] };
}

/** What each side takes at its quickest, in turns. */
export async function turns(sides, runs = RUNS) {
	const best = Object.fromEntries(Object.keys(sides).map((name) => [name, Infinity]));
	for (let run = 0; run < runs; run++) {
		for (const [name, measure] of Object.entries(sides)) best[name] = Math.min(best[name], await measure());
	}
	return best;
}

/** Milliseconds from the process's start to its last byte of output. */
export function timeToLastOutput(command, args, options = {}) {
	return new Promise((resolve, reject) => {
		const start = performance.now();
		let last;
		let errors = '';
		const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
		child.stdout.on('data', () => { last = performance.now() - start; });
		child.stderr.on('data', (data) => { errors += data; });
		child.on('error', reject);
		child.on('close', (code) => {
			if (code === 0 && last !== undefined) resolve(last);
			else reject(new Error(`${command} ${args.join(' ')} ended with ${code}\n${errors}`));
		});
	});
}

/** Resident bytes that belong to this process alone or in part (PSS where Linux tells it). */
export function memoryOf(pid) {
	const kilobytes = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
	return Number(kilobytes[1]) * 1024;
}

export const milliseconds = (seconds) => `${(seconds * 1e3).toFixed(2)} ms`;
export const microseconds = (seconds) => `${(seconds * 1e6).toFixed(2)} µs`;
export const time = (seconds) => seconds < 1e-3 ? microseconds(seconds) : milliseconds(seconds);
/** Against PyTorch with vectors of 256 bits. */
export const heldTo = (ratio) => ` (AVX2: ${ratio.toFixed(2)})`;
export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
