/**
 * Family: sequences of different lengths, packed time by time: at each time the rows of those that are not over.
 */
import { views } from '../memory/memory.ts';
import { indexError, runtimeError } from '../tensor/errors.ts';
import { dtypeText } from '../tensor/promotion.ts';
import type { Scalar } from '../tensor/scalar.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import { integersOf } from './copy.ts';
import { EXACT, operator, type Operator } from './operator.ts';

const UNSORTED = '`lengths` array must be sorted in decreasing order when `enforce_sorted` is True. You can pass `enforce_sorted=False` to pack_padded_sequence and/or pack_sequence to sidestep this requirement if you do not need ONNX exportability.';

function requireLengths(input: Tensor, lengths: Tensor): number[] {
	if (lengths.ndim !== 1 || lengths.dtype !== 'int64') {
		throw runtimeError(`'lengths' argument should be a 1D CPU int64 tensor, but got ${lengths.ndim}D cpu ${dtypeText(lengths.dtype)} tensor`);
	}
	if (input.numel === 0) {
		throw runtimeError('Cannot pack empty tensors.');
	}
	const found = integersOf(lengths);
	if (found.length !== input.shape[1]) {
		throw runtimeError(`Expected \`len(lengths)\` to be equal to batch_size, but got ${found.length} (batch_size=${input.shape[1]!})`);
	}
	if (found.some(length => length <= 0)) {
		throw runtimeError("Length of all samples has to be greater than 0, but found an element in 'lengths' that is <= 0");
	}
	if (found.some((length, i) => i > 0 && length > found[i - 1]!)) {
		throw runtimeError(UNSORTED);
	}
	return found;
}

/** How many are not over, at each time. */
function sizesOf(lengths: readonly number[]): number[] {
	return Array.from({ length: lengths[0]! }, (_, time) => lengths.filter(length => length > time).length);
}

function pack(given: Tensor, lengths: Tensor, batchFirst: boolean): readonly Tensor[] {
	if (given.ndim < 2) {
		throw indexError(given.ndim === 0 ? 'Dimension specified as 1 but tensor has no dimensions' : 'Dimension out of range (expected to be in range of [-1, 0], but got 1)');
	}
	const input = batchFirst ? call('transpose', given, 0, 1) : given;
	const sizes = sizesOf(requireLengths(input, lengths));
	const data = call('cat', sizes.map((size, time) => call('narrow', call('select', input, 0, time), 0, 0, size)), 0);
	const counts = call('empty', [sizes.length], undefined, 'int64');
	sizes.forEach((size, time) => {
		views.i64[counts.pointer / 8 + time] = BigInt(size);
	});
	return [data, counts];
}

/** Rows in their places again, in what is filled already. */
function unpackInto(filled: Tensor, data: Tensor, sizes: readonly number[]): Tensor {
	let at = 0;
	for (let from = 0, to; from < sizes.length; from = to) {
		const size = sizes[from]!;
		// Times with as many rows in one piece.
		for (to = from + 1; sizes[to] === size; to++);
		const rows = (to - from) * size;
		const part = call('view', call('narrow', data, 0, at, rows), [to - from, size, ...data.shape.slice(1)]);
		call('copy_', call('narrow', call('narrow', filled, 0, from, to - from), 1, 0, size), part);
		at += rows;
	}
	return filled;
}

function pad(data: Tensor, batchSizes: Tensor, batchFirst: boolean, value: Scalar, totalLength: number): readonly Tensor[] {
	const sizes = integersOf(batchSizes);
	if (totalLength > 0 && totalLength < sizes.length) {
		throw runtimeError(`Expected total_length to be at least the length of the longest sequence in input, but got total_length=${totalLength} and max sequence length being ${sizes.length}`);
	}
	const empty = call('empty', [Math.max(totalLength, sizes.length), sizes[0]!, ...data.shape.slice(1)], undefined, data.dtype);
	const padded = unpackInto(call('fill_', empty, value), data, sizes);
	const lengths = call('empty', [sizes[0]!], undefined, 'int64');
	for (let i = 0; i < sizes[0]!; i++) {
		views.i64[lengths.pointer / 8 + i] = BigInt(sizes.filter(size => size > i).length);
	}
	return [batchFirst ? call('transpose', padded, 0, 1) : padded, lengths];
}

export const PACKING: readonly Operator[] = [
	operator({ name: '_pack_padded_sequence', variants: ['function'], tolerance: EXACT, overloads: [{
		schema: '_pack_padded_sequence(Tensor input, Tensor lengths, bool batch_first) -> (Tensor, Tensor)', run: pack,
		backward: { node: 'PackPaddedSequenceBackward0', nonDifferentiable: [1], inputs: { input: { saves: ['result1'], gradient: (grad, saved) => {
			const shape = saved.shape('input'), batchFirst = saved.value<boolean>('batch_first');
			const [batch, times] = batchFirst ? shape as [number, number] : [shape[1]!, shape[0]!];
			const whole = unpackInto(call('zeros', [times, batch, ...shape.slice(2)], grad.dtype), grad, integersOf(saved.tensor('result1')));
			return batchFirst ? call('transpose', whole, 0, 1) : whole;
		} } } },
	}] }),
	operator({ name: '_pad_packed_sequence', variants: ['function'], tolerance: EXACT, overloads: [{
		schema: '_pad_packed_sequence(Tensor data, Tensor batch_sizes, bool batch_first, Scalar padding_value, int total_length) -> (Tensor, Tensor)', run: pad,
	}] }),
];
