/**
 * `torch.multinomial`: indices drawn by weight. Without replacement (or for one draw) by racing exponentials,
 * with replacement by searching the cumulative sum; both as PyTorch's CPU code does.
 */
import type { Generator } from './generator.ts';
import { runtimeError } from '../tensor/errors.ts';
import type { FloatArray, FloatDType } from './uniform.ts';
import { dtypeOf, fillExponential, rounder } from './uniform.ts';

/**
 * Draws `samples` indices for each of `rows` rows of `columns` weights (row-major); the result is rows x samples.
 * They are written to what `room` gives for their number.
 * @throws EngineError (RuntimeError) with PyTorch's message for weights or counts that it refuses.
 */
export function multinomial(
	generator: Generator, weights: FloatArray, rows: number, columns: number, samples: number, replacement: boolean, dtype: FloatDType = dtypeOf(weights),
	room: (count: number) => BigInt64Array = count => new BigInt64Array(count),
): BigInt64Array {
	if (samples <= 0) throw runtimeError('cannot sample n_sample <= 0 samples');
	if (!replacement && samples > columns) throw runtimeError('cannot sample n_sample > prob_dist.size(-1) samples without replacement');
	const out = room(rows * samples);
	if (!replacement || samples === 1) race(generator, weights, rows, columns, samples, dtype, out);
	else for (let row = 0; row < rows; row++) searchRow(generator, weights, row, columns, samples, dtype, out);
	return out;
}

function race(generator: Generator, weights: FloatArray, rows: number, columns: number, samples: number, dtype: FloatDType, out: BigInt64Array): void {
	const round = rounder(dtype);
	for (const weight of weights) {
		if (!(weight >= 0 && weight < Infinity)) throw runtimeError('probability tensor contains either `inf`, `nan` or element < 0');
	}
	for (let row = 0; row < rows; row++) {
		let sum = 0;
		for (let j = 0; j < columns; j++) sum += weights[row * columns + j]!;
		if (sum <= 0) throw runtimeError('invalid multinomial distribution (sum of probabilities <= 0)');
	}
	const score = dtype === 'float64' ? new Float64Array(rows * columns) : new Float32Array(rows * columns);
	fillExponential(generator, score, 1, dtype);
	for (let i = 0; i < score.length; i++) score[i] = round(weights[i]! / score[i]!);
	for (let row = 0; row < rows; row++) {
		const at = row * columns;
		const order = Array.from({ length: columns }, (_, j) => j);
		order.sort((a, b) => score[at + b]! - score[at + a]!);
		for (let k = 0; k < samples; k++) out[row * samples + k] = BigInt(order[k]!);
	}
}

function searchRow(generator: Generator, weights: FloatArray, row: number, columns: number, samples: number, dtype: FloatDType, out: BigInt64Array): void {
	const round = rounder(dtype);
	const cumulative = dtype === 'float64' ? new Float64Array(columns) : new Float32Array(columns);
	let sum = 0;
	for (let j = 0; j < columns; j++) {
		const weight = weights[row * columns + j]!;
		if (!(weight >= 0)) throw runtimeError('invalid multinomial distribution (encountering probability entry < 0)');
		if (weight === Infinity) throw runtimeError('invalid multinomial distribution (encountering probability entry = infinity or NaN)');
		sum = round(sum + weight);
		cumulative[j] = sum;
	}
	if (!(sum > 0)) throw runtimeError('invalid multinomial distribution (sum of probabilities <= 0)');
	for (let j = 0; j < columns; j++) cumulative[j] = round(cumulative[j]! / sum);
	cumulative[columns - 1] = 1;
	for (let k = 0; k < samples; k++) {
		const u = generator.uniform53();
		let left = 0;
		let right = columns;
		while (left < right) {
			const middle = left + ((right - left) >> 1);
			if (cumulative[middle]! < u) left = middle + 1;
			else right = middle;
		}
		out[row * samples + k] = BigInt(left);
	}
}
