/**
 * Memory formats of images: results lie in memory as their input does, as PyTorch has it.
 */
import { contiguousStrides } from '../trace/shape.ts';
import { alias, emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { copyInto } from './copy.ts';

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

/** The values of an image, with channels side by side where `like` has them so. */
export function laidOutAs(self: Tensor, like: Tensor): Tensor {
	if (!isChannelsLast(like)) {
		return self;
	}
	const inner = contiguousStrides([self.shape[0]!, ...self.shape.slice(2), self.shape[1]!]);
	const made = emptyTensor(self.shape, self.dtype);
	const result = alias(made, self.shape, [inner[0]!, inner.at(-1)!, ...inner.slice(1, -1)], 0);
	copyInto(result, self);
	return result;
}
