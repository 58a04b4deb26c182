/**
 * Memory formats: how the elements of a tensor lie, by PyTorch's names; and those of images, whose results lie as their input does.
 */
import { runtimeError } from '../tensor/errors.ts';
import { contiguousStrides } from '../trace/shape.ts';
import { alias, emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { copyInto } from './copy.ts';

export const MEMORY_FORMATS = ['contiguous_format', 'preserve_format', 'channels_last', 'channels_last_3d'] as const;
export type MemoryFormat = typeof MEMORY_FORMATS[number];

/** Strides of what lies in a format. RuntimeError where the shape has another number of dimensions. */
export function stridesIn(shape: readonly number[], format: 'contiguous_format' | 'channels_last' | 'channels_last_3d'): readonly number[] {
	const rank = format === 'channels_last' ? 4 : 5;
	if (format === 'contiguous_format') {
		return contiguousStrides(shape);
	}
	if (shape.length !== rank) {
		throw runtimeError(`required rank ${rank} tensor to use ${format} format`);
	}
	return channelsLastStrides(shape);
}

function channelsLastStrides(shape: readonly number[]): readonly number[] {
	const inner = contiguousStrides([shape[0]!, ...shape.slice(2), shape[1]!]);
	return [inner[0]!, inner.at(-1)!, ...inner.slice(1, -1)];
}

/** Whether the elements lie so, without gaps: PyTorch's `is_contiguous(memory_format=...)`. */
export function liesIn({ shape, strides, ndim }: Tensor, format: 'channels_last' | 'channels_last_3d'): boolean {
	if (ndim !== (format === 'channels_last' ? 4 : 5)) {
		return false;
	}
	const expected = channelsLastStrides(shape);
	return shape.every((size, d) => size === 1 || strides[d] === expected[d]);
}

/** Whether an image's channels lie side by side in memory: PyTorch's `channels_last`. */
export function isChannelsLast({ shape, strides, ndim }: Tensor): boolean {
	if (ndim !== 4 && ndim !== 5) {
		return false;
	}
	let least = 0;
	for (const d of [1, ...shape.map((_, d) => d).slice(2).reverse(), 0]) {
		if (shape[d] === 0 || strides[d]! < least || (d === 0 && least === strides[1])) {
			return false;
		}
		least = strides[d]! * Math.max(shape[d]!, 1);
	}
	return true;
}

/** The format that a tensor seems to be in. */
export function formatOf(self: Tensor): 'contiguous_format' | 'channels_last' | 'channels_last_3d' {
	return !isChannelsLast(self) ? 'contiguous_format' : self.ndim === 4 ? 'channels_last' : 'channels_last_3d';
}

/** The values, with a format's strides. */
export function laidIn(self: Tensor, strides: readonly number[], dtype = self.dtype): Tensor {
	const made = emptyTensor(self.shape, dtype);
	const result = alias(made, self.shape, strides, 0);
	copyInto(result, self);
	return result;
}

/** The values of an image, with channels side by side where `like` has them so. */
export function laidOutAs(self: Tensor, like: Tensor): Tensor {
	return isChannelsLast(like) ? laidIn(self, channelsLastStrides(self.shape)) : self;
}
