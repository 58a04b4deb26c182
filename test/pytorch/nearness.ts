/**
 * Where the same numbers can't be had: real PyTorch's matrix products (MKL, oneDNN) and wide sums add in an order that depends
 * on the processor. What a program may differ by is said here, in this one place; all others are held to the bit.
 */
import { linesOf } from '../../engine/trace/position.ts';

/** By how much an element may differ, as a part of the larger of 1 and its size. */
export const TOLERANCE: Readonly<Record<string, number>> = {
	// `x @ w` of a 3×4 and a 4×5 matrix in float64, and its gradients: the last digit.
	'pytorch-notes.md': 1e-15,
	// Gradients of a linear layer over 16 rows in float32; 20 steps of training carry their last digit on.
	'ema-training.py': 2e-6,
	// Sums of convolutions, statistics of batches and products of recurrent layers, by oneDNN.
	'layers.py': 4e-6,
	// MKL's square root of float32 isn't always rounded correctly; some steps carry its last bit on, and what cancels shows it.
	'adaptive.py': 2e-6,
	'adaptive_rates.py': 2e-6,
	'adam_family.py': 2e-6,
	// The cosine of the C library that Emscripten has: the last digit.
	'schedules.py': 1e-15,
};

/** Floats as the canonical text writes them: with a point or an exponent. */
const FLOAT = /-?\d+(?:\.\d*(?:e[-+]?\d+)?|e[-+]?\d+)/g;
/** How far below a line its counterpart is looked for. */
const AHEAD = 200;

/** `text` with those of its numbers that are near the expected ones replaced by these, so that a comparison shows only what really differs. */
export function settled(text: string, expected: string, tolerance: number): string {
	if (tolerance === 0) return text;
	const lines = linesOf(expected), shapes = lines.map(line => line.replace(FLOAT, '#'));
	let at = 0;
	return linesOf(text).map((line) => {
		const found = shapes.slice(at, at + AHEAD).indexOf(line.replace(FLOAT, '#'));
		if (found < 0) return line;
		const numbers = lines[at + found]!.match(FLOAT) ?? [];
		at += found + 1;
		let place = 0;
		return line.replace(FLOAT, (number) => {
			const other = numbers[place++]!;
			return Math.abs(Number(number) - Number(other)) <= tolerance * Math.max(1, Math.abs(Number(number)), Math.abs(Number(other))) ? other : number;
		});
	}).join('\n');
}
