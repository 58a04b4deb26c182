/**
 * Which cells the windows of a pool have, fixed or adaptive, and what is computed over them: the largest values, averages and their
 * way back. The kernels walk the lists that are made here (engine/kernels/pooling.ts).
 */
import { kernels } from '../kernels/load.ts';
import { runtimeError } from '../tensor/errors.ts';
import { codeOf, isReduced } from '../tensor/promotion.ts';
import { bool } from '../tensor/scalar.ts';
import { alias, emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { views } from '../memory/memory.ts';
import { numel } from '../trace/shape.ts';
import { call } from './call.ts';
import { asContiguous, asType, fillWith } from './copy.ts';
import { laidOutAs } from './format.ts';
import { requireWord, setGeometry } from './iterator.ts';
import { itemOf } from './reduce.ts';

/** Windows of one dimension (int32), a row for each place of the output: where it begins and ends, and what an average divides by. */
export type Windows = Tensor;

function windowsAt(count: number, window: (place: number) => readonly [begin: number, end: number, divisor: number]): Windows {
	const list = emptyTensor([count, 3], 'int32'), at = list.pointer / 4;
	for (let i = 0; i < count; i++) {
		const words = window(i);
		words.forEach(requireWord);
		views.i32.set(words, at + 3 * i);
	}
	return list;
}

/** How fixed windows lie in one dimension. */
export interface Move { readonly size: number; readonly kernel: number; readonly stride: number; readonly padding: number; readonly dilation: number }

export function places({ size, kernel, stride, padding, dilation }: Move, isCeil: boolean): number {
	if (stride === 0) {
		throw runtimeError('stride should not be zero');
	}
	if (padding < 0) {
		throw runtimeError(`pad must be non-negative, but got pad: ${padding}`);
	}
	if (padding > Math.trunc(((kernel - 1) * dilation + 1) / 2)) {
		throw runtimeError(`pad should be at most half of effective kernel size, but got pad=${padding}, kernel_size=${kernel} and dilation=${dilation}`);
	}
	const count = Math.floor((size + 2 * padding - dilation * (kernel - 1) - 1 + (isCeil ? stride - 1 : 0)) / stride) + 1;
	return isCeil && (count - 1) * stride >= size + padding ? count - 1 : count;
}

export function fixedWindows({ size, kernel, stride, padding, dilation }: Move, count: number, countsPadding: boolean): Windows {
	return windowsAt(count, i => {
		const begin = i * stride - padding;
		const padded = Math.min(begin + kernel, size + padding) - begin;
		const end = Math.min(begin + (kernel - 1) * dilation + 1, size);
		const inside = begin < 0 ? begin + Math.ceil(-begin / dilation) * dilation : begin;
		return [inside, end, countsPadding ? padded : Math.max(end - inside, 0)];
	});
}

export function adaptiveWindows(size: number, count: number): Windows {
	return windowsAt(count, i => {
		const begin = Math.floor(i * size / count), end = Math.ceil((i + 1) * size / count);
		return [begin, end, end - begin];
	});
}

/** Writes the geometry of a pool over three dimensions. */
function setWindows(sizes: readonly number[], windows: readonly Windows[], dilation: readonly number[]): void {
	const ones = new Array<number>(3 - sizes.length).fill(1);
	const all = [...ones.map(() => windowsAt(1, () => [0, 1, 1])), ...windows];
	// From any cell a step of the image's size leads out of it.
	const steps = sizes.map((size, d) => Math.min(dilation[d]!, size));
	sizes.forEach((size, d) => requireWord(size + steps[d]!));
	setGeometry([...ones, ...sizes, ...all.map(list => list.shape[0]!), ...ones, ...steps], all.map(list => list.pointer));
}

export function largest(self: Tensor, windows: readonly Windows[], dilation: readonly number[]): readonly Tensor[] {
	const dims = windows.length, lead = self.shape.slice(0, -dims), source = asContiguous(self);
	const shape = [...lead, ...windows.map(list => list.shape[0]!)];
	const [values, indices] = [emptyTensor(shape, self.dtype), emptyTensor(shape, 'int64')];
	if (values.numel > 0) {
		setWindows(self.shape.slice(-dims), windows, dilation);
		kernels().max_pool(codeOf(self.dtype), numel(lead), source.pointer, values.pointer, indices.pointer);
	}
	return [laidOutAs(values, self), laidOutAs(indices, self)];
}

/** As `largest`, written to `values` and `indices`, where planes have windows of their own: those of a plane are a part of each list. */
export function largestOfEach(self: Tensor, windows: readonly Tensor[], values: Tensor, indices: Tensor): void {
	const dims = windows.length, sizes = self.shape.slice(-dims), source = asContiguous(self), ones = windows.map(() => 1);
	const [cells, count] = [numel(sizes), numel(values.shape.slice(-dims))];
	for (let plane = 0; plane * count < values.numel; plane++) {
		setWindows(sizes, windows.map(list => alias(list, list.shape.slice(1), list.strides.slice(1), list.offset + plane * list.strides[0]!)), ones);
		kernels().max_pool(codeOf(self.dtype), 1, source.pointer + plane * cells * source.itemSize, values.pointer + plane * count * values.itemSize, indices.pointer + plane * count * indices.itemSize);
	}
}

/** What averages divide by is multiplied by the kernel. */
function requireDivisors(windows: readonly Windows[], divisor: number): void {
	requireWord(divisor !== 0 ? divisor : windows.reduce((product, list) => product * Number(itemOf(call('max', call('select', list, 1, 2))).value), 1));
}

export function averages(self: Tensor, windows: readonly Windows[], divisor: number): Tensor {
	const dims = windows.length, lead = self.shape.slice(0, -dims), source = asContiguous(self);
	const result = emptyTensor([...lead, ...windows.map(list => list.shape[0]!)], self.dtype);
	if (result.numel > 0) {
		setWindows(self.shape.slice(-dims), windows, windows.map(() => 1));
		requireDivisors(windows, divisor);
		kernels().avg_pool(codeOf(self.dtype), numel(lead), divisor, source.pointer, result.pointer);
	}
	return dims === 2 ? laidOutAs(result, self) : result;
}

/** The way back of `averages`. */
export function shares(grad: Tensor, sizes: readonly number[], windows: readonly Windows[], divisor: number): Tensor {
	const dims = windows.length, lead = grad.shape.slice(0, -dims), wide = isReduced(grad.dtype) ? 'float32' : grad.dtype;
	const source = asContiguous(asType(grad, wide)), result = emptyTensor([...lead, ...sizes], wide);
	fillWith(result, bool(false));
	if (source.numel > 0) {
		setWindows(sizes, windows, windows.map(() => 1));
		requireDivisors(windows, divisor);
		kernels().avg_pool_back(codeOf(wide), numel(lead), divisor, source.pointer, result.pointer);
	}
	return asType(result, grad.dtype);
}
