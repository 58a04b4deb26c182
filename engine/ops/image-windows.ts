/**
 * How windows lie on an image, of one to three dimensions, as the kernels over them take it (engine/kernels/convolution.ts).
 */
import { requireWord, setGeometry } from './iterator.ts';

/** How a window moves; one number for each dimension of the image. */
export interface Moves { readonly stride: readonly number[]; readonly padding: readonly number[]; readonly dilation: readonly number[] }

/** Numbers for three dimensions: an image of fewer has leading ones of size 1. */
function three(numbers: readonly number[], missing: number): readonly number[] {
	return [...new Array<number>(3 - numbers.length).fill(missing), ...numbers];
}

export function geometry(image: readonly number[], kernel: readonly number[], { stride, padding, dilation }: Moves, places: readonly number[]): void {
	// As far as the kernels reckon.
	image.forEach((size, d) => requireWord(size + 2 * padding[d]! + stride[d]! + kernel[d]! * dilation[d]!));
	setGeometry([...three(image, 1), ...three(kernel, 1), ...three(stride, 1), ...three(padding, 0), ...three(dilation, 1), ...three(places, 1)]);
}

/** How many windows there are along each dimension. */
export function windowCounts(image: readonly number[], kernel: readonly number[], { stride, padding, dilation }: Moves): readonly number[] {
	return image.map((size, d) => Math.floor((size + 2 * padding[d]! - dilation[d]! * (kernel[d]! - 1) - 1) / stride[d]!) + 1);
}
