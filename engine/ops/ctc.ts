/**
 * Family: connectionist temporal classification: how likely a sequence is, over all ways to lay it along the times. In float64,
 * by the sums over prefixes and suffixes of Graves et al. (2006).
 */
import { notImplementedError, runtimeError, shapeText } from '../tensor/errors.ts';
import { dtypeText } from '../tensor/promotion.ts';
import { float } from '../tensor/scalar.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { views } from '../memory/memory.ts';
import { call } from './call.ts';
import { asContiguous, asType, integersOf } from './copy.ts';
import { operator, type Operator } from './operator.ts';
import { SUMS } from './tolerances.ts';

/** The logarithm of a sum of what these are the logarithms of. */
function logSum(...values: readonly number[]): number {
	const most = Math.max(...values);
	return most === -Infinity ? -Infinity : most + Math.log(values.reduce((total, value) => total + Math.exp(value - most), 0));
}

/** One sample: its scores by time and class, and its labels with blanks between them. */
interface Sample { readonly score: (time: number, label: number) => number; readonly times: number; readonly labels: readonly number[] }

/** Whether a path may come from two places before: past a blank, between labels that differ. */
function skips({ labels }: Sample, place: number, blank: number): boolean {
	return place >= 2 && labels[place] !== blank && labels[place] !== labels[place - 2];
}

/** Of each time and place the logarithm of all ways from the start to there. */
function prefixes(sample: Sample, blank: number): number[][] {
	const { score, times, labels } = sample;
	const result: number[][] = [];
	for (let t = 0; t < times; t++) {
		const before = result[t - 1];
		result.push(labels.map((label, s) => {
			if (before === undefined) {
				return s < 2 ? score(0, label) : -Infinity;
			}
			return score(t, label) + logSum(before[s]!, s > 0 ? before[s - 1]! : -Infinity, skips(sample, s, blank) ? before[s - 2]! : -Infinity);
		}));
	}
	return result;
}

/** The same from there to the end. */
function suffixes(sample: Sample, blank: number): number[][] {
	const { labels, times, score } = sample;
	const turned: Sample = { times, labels: labels.toReversed(), score: (time, label) => score(times - 1 - time, label) };
	return prefixes(turned, blank).map(row => row.toReversed()).toReversed();
}

function lossOf(sample: Sample, forward: readonly (readonly number[])[]): number {
	if (sample.times === 0) {
		return sample.labels.length === 1 ? 0 : Infinity;
	}
	const last = forward.at(-1)!;
	return -logSum(last.at(-1)!, last.length > 1 ? last.at(-2)! : -Infinity);
}

function samplesOf(scores: Tensor, targets: Tensor, inputLengths: readonly number[], targetLengths: readonly number[], blank: number): Sample[] {
	const [, samples, classes] = scores.shape as [number, number, number];
	const dense = asContiguous(asType(scores, 'float64')), at = dense.pointer / 8;
	const numbers = views.f64.slice(at, at + dense.numel), labels = integersOf(targets);
	let start = 0;
	return targetLengths.map((length, n) => {
		const from = targets.ndim === 1 ? start : n * targets.shape[1]!;
		start += length;
		const own = labels.slice(from, from + length);
		return { times: inputLengths[n]!, labels: [blank, ...own.flatMap(label => [label, blank])], score: (time: number, label: number) => numbers[(time * samples + n) * classes + label]! };
	});
}

function requireFit(scores: Tensor, targets: Tensor, inputLengths: readonly number[], targetLengths: readonly number[], blank: number): void {
	if (scores.dtype !== 'float32' && scores.dtype !== 'float64') {
		throw notImplementedError(`"ctc_loss_cpu" not implemented for '${dtypeText(scores.dtype)}'`);
	}
	const [times, samples, classes] = scores.shape as [number, number, number];
	if (blank < 0 || blank >= classes) {
		throw runtimeError('blank must be in label range');
	}
	if (inputLengths.length !== samples) {
		throw runtimeError('input_lengths must be of size batch_size');
	}
	if (targetLengths.length !== samples) {
		throw runtimeError('target_lengths must be of size batch_size');
	}
	for (const [name, values] of [['input_lengths', inputLengths], ['target_lengths', targetLengths]] as const) {
		const negative = values.find(length => length < 0);
		if (negative !== undefined) {
			throw runtimeError(`Expected ${name} to have value at least 0, but got value ${negative} (while checking arguments for ctc_loss_allocate_outputs)`);
		}
	}
	const total = targets.ndim === 1 ? targetLengths.reduce((sum, length) => sum + length, 0) : samples;
	if (targets.shape[0] !== total) {
		throw runtimeError(`Expected tensor to have size ${total} at dimension 0, but got size ${targets.shape[0]!} for argument #2 'targets' (while checking arguments for ctc_loss_allocate_outputs)`);
	}
	const longest = Math.max(0, ...targetLengths);
	if (targets.ndim === 2 && targets.shape[1]! < longest) {
		throw runtimeError(`Expected tensor to have size at least ${longest} at dimension 1, but got size ${shapeText(targets.shape)} for argument #2 'targets' (while checking arguments for ctc_loss_allocate_outputs)`);
	}
	const late = inputLengths.find(length => length > times);
	if (late !== undefined) {
		throw runtimeError(`Expected input_lengths to have value at most ${times}, but got value ${late} (while checking arguments for ctc_loss_allocate_outputs)`);
	}
}

function losses(scores: Tensor, targets: Tensor, inputLengths: readonly number[], targetLengths: readonly number[], blank: number): Tensor {
	requireFit(scores, targets, inputLengths, targetLengths, blank);
	const found = samplesOf(scores, targets, inputLengths, targetLengths, blank).map(sample => lossOf(sample, prefixes(sample, blank)));
	const result = emptyTensor([found.length], 'float64');
	views.f64.set(found, result.pointer / 8);
	return asType(result, scores.dtype);
}

function gradientOf(grad: Tensor, scores: Tensor, targets: Tensor, inputLengths: readonly number[], targetLengths: readonly number[], blank: number, zeroesInfinity: boolean): Tensor {
	const [, samples, classes] = scores.shape as [number, number, number];
	const found = new Float64Array(scores.numel);
	const each = samplesOf(scores, targets, inputLengths, targetLengths, blank);
	for (const [n, sample] of each.entries()) {
		const forward = prefixes(sample, blank), backward = suffixes(sample, blank), loss = lossOf(sample, forward);
		if (loss === Infinity && zeroesInfinity) {
			continue;
		}
		for (let t = 0; t < sample.times; t++) {
			const sums = new Array<number>(classes).fill(-Infinity);
			for (const [s, label] of sample.labels.entries()) {
				sums[label] = logSum(sums[label]!, forward[t]![s]! + backward[t]![s]!);
			}
			for (let label = 0; label < classes; label++) {
				const score = sample.score(t, label);
				found[(t * samples + n) * classes + label] = Math.exp(score) - Math.exp(sums[label]! + loss - score);
			}
		}
	}
	const result = emptyTensor(scores.shape, 'float64');
	views.f64.set(found, result.pointer / 8);
	return call('mul', asType(result, scores.dtype), call('reshape', grad, [1, samples, 1]));
}

function ctc(scores: Tensor, targets: Tensor, inputLengths: readonly number[], targetLengths: readonly number[], blank: number, reduction: number, zeroesInfinity: boolean): Tensor {
	const isBatch = scores.ndim === 3;
	const batch = isBatch ? scores : call('unsqueeze', scores, 1);
	let result = call('_ctc_loss', batch, isBatch ? targets : call('unsqueeze', targets, 0), inputLengths, targetLengths, blank, zeroesInfinity);
	if (zeroesInfinity) {
		result = call('where', call('eq', result, float(Infinity)), call('zeros', [], result.dtype), result);
	}
	if (reduction === 1) {
		const lengths = emptyTensor([targetLengths.length], 'float64');
		views.f64.set(targetLengths.map(length => Math.max(length, 1)), lengths.pointer / 8);
		return call('mean', call('div', result, asType(lengths, result.dtype)));
	}
	return reduction === 2 ? call('sum', result) : isBatch ? result : call('squeeze', result, 0);
}

function requireIntegers(lengths: Tensor, name: string): readonly number[] {
	if (lengths.dtype.startsWith('float') || lengths.dtype === 'bfloat16' || lengths.dtype === 'bool') {
		throw runtimeError(`${name} must be integral`);
	}
	return integersOf(lengths);
}

function refuse(): never {
	throw runtimeError('derivative for aten::_ctc_loss_backward is not implemented');
}

export const CTC: readonly Operator[] = [
	operator({ name: 'ctc_loss', differs: 'targets that are no class are read as PyTorch reads beyond its own memory: with other numbers', variants: ['function'], tolerance: SUMS, overloads: [{
		schema: 'ctc_loss.IntList(Tensor log_probs, Tensor targets, int[] input_lengths, int[] target_lengths, int blank=0, int reduction=1, bool zero_infinity=False) -> Tensor',
		run: ctc,
	}, {
		schema: 'ctc_loss.Tensor(Tensor log_probs, Tensor targets, Tensor input_lengths, Tensor target_lengths, int blank=0, int reduction=1, bool zero_infinity=False) -> Tensor',
		run: (scores: Tensor, targets: Tensor, inputLengths: Tensor, targetLengths: Tensor, blank: number, reduction: number, zeroesInfinity: boolean) =>
			ctc(scores, targets, requireIntegers(inputLengths, 'input_lengths'), requireIntegers(targetLengths, 'target_lengths'), blank, reduction, zeroesInfinity),
	}] }),
	operator({ name: '_ctc_loss', variants: [], tolerance: SUMS, overloads: [{
		schema: '_ctc_loss(Tensor log_probs, Tensor targets, int[] input_lengths, int[] target_lengths, int blank=0, bool zero_infinity=False) -> Tensor',
		run: losses,
		backward: { node: 'CtcLossBackward0', inputs: { log_probs: { saves: ['log_probs', 'targets'], gradient: (grad, saved) =>
			call('_ctc_loss_backward', grad, saved.tensor('log_probs'), saved.tensor('targets'), saved.value('input_lengths'), saved.value('target_lengths'), saved.value('blank'), saved.value('zero_infinity')) } } },
	}] }),
	operator({ name: '_ctc_loss_backward', variants: [], tolerance: SUMS, overloads: [{
		schema: '_ctc_loss_backward(Tensor grad, Tensor log_probs, Tensor targets, int[] input_lengths, int[] target_lengths, int blank, bool zero_infinity) -> Tensor',
		run: gradientOf,
		backward: { node: 'NotImplemented', inputs: { grad: { gradient: refuse }, log_probs: { gradient: refuse } } },
	}] }),
];
