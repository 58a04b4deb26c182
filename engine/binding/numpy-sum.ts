/**
 * Sums as NumPy rounds them, which prints them with all their digits: pairwise along the axis that lies densest in
 * memory (`pairwise_sum` of NumPy's loops: blocks of 128 with eight accumulators, halves added), one after another
 * along any other. PyTorch adds in another order, so that its operator is of no use here.
 */
import { views } from '../memory/memory.ts';
import { runtimeError } from '../tensor/errors.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import type { Answer } from './answer.ts';
import { expose, tensorOf } from './handles.ts';

const BLOCK = 128;
const LANES = 8;

type Floats = Float32Array | Float64Array;
type Round = (value: number) => number;

/** The sum of a dense float32 or float64 tensor along `axis`, which disappears; -1: of all elements. */
export function numpySum(handle: number, axis: number): Answer {
	const tensor = tensorOf(handle);
	if (!tensor.isContiguous || (tensor.dtype !== 'float32' && tensor.dtype !== 'float64')) throw runtimeError('numpy_sum takes dense float tensors');
	const round: Round = tensor.dtype === 'float32' ? Math.fround : value => value;
	const count = axis < 0 ? tensor.numel : tensor.shape[axis]!;
	const inner = axis < 0 ? 1 : tensor.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
	const outer = axis < 0 ? 1 : tensor.shape.slice(0, axis).reduce((a, b) => a * b, 1);
	const result = emptyTensor(axis < 0 ? [] : tensor.shape.toSpliced(axis, 1), tensor.dtype);
	// Making the result may have moved the memory: views come after it.
	const source = floatsOf(tensor);
	const target = floatsOf(result);
	for (let row = 0; row < outer; row++) {
		const start = row * count * inner;
		if (inner === 1) target[row] = pairwise(source, start, count, round);
		else addRows(source, start, count, inner, target, row * inner, round);
	}
	return expose(result);
}

function floatsOf(tensor: Tensor): Floats {
	const all = tensor.dtype === 'float32' ? views.f32 : views.f64;
	return all.subarray(tensor.pointer / tensor.itemSize, tensor.pointer / tensor.itemSize + tensor.numel);
}

function addRows(source: Floats, start: number, count: number, inner: number, target: Floats, to: number, round: Round): void {
	for (let i = 0; i < inner; i++) {
		let sum = count === 0 ? 0 : source[start + i]!;
		for (let k = 1; k < count; k++) sum = round(sum + source[start + k * inner + i]!);
		target[to + i] = sum;
	}
}

function pairwise(a: Floats, start: number, count: number, round: Round): number {
	if (count < LANES) {
		let sum = count === 0 ? 0 : -0;
		for (let i = 0; i < count; i++) sum = round(sum + a[start + i]!);
		return sum;
	}
	if (count <= BLOCK) {
		const lanes = Array.from(a.subarray(start, start + LANES));
		let i = LANES;
		for (; i < count - (count % LANES); i += LANES) {
			for (let k = 0; k < LANES; k++) lanes[k] = round(lanes[k]! + a[start + i + k]!);
		}
		const [r0, r1, r2, r3, r4, r5, r6, r7] = lanes as [number, number, number, number, number, number, number, number];
		let sum = round(round(round(r0 + r1) + round(r2 + r3)) + round(round(r4 + r5) + round(r6 + r7)));
		for (; i < count; i++) sum = round(sum + a[start + i]!);
		return sum;
	}
	const half = Math.floor(count / 2);
	const left = half - (half % LANES);
	return round(pairwise(a, start, left, round) + pairwise(a, start + left, count - left, round));
}
