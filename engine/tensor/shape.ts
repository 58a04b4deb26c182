/**
 * Shape algebra: pure functions over lists of sizes and strides (in elements). No tensors, no memory.
 */
import { indexError, runtimeError, shapeText } from './errors.ts';
import { contiguousStrides, numel } from '../trace/shape.ts';

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
	if (a.length !== b.length) {
		return false;
	}
	for (let i = 0; i < a.length; i++) {
		if (a[i] !== b[i]) {
			return false;
		}
	}
	return true;
}

/** The shape that two broadcast to. RuntimeError where they don't. */
export function broadcastShapes(a: readonly number[], b: readonly number[]): readonly number[] {
	if (sameShape(a, b) || b.length === 0) {
		return a;
	}
	if (a.length === 0) {
		return b;
	}
	const ndim = Math.max(a.length, b.length);
	const result = new Array<number>(ndim).fill(0);
	for (let i = ndim - 1; i >= 0; i--) {
		const left = a[i - ndim + a.length] ?? 1;
		const right = b[i - ndim + b.length] ?? 1;
		if (left !== right && left !== 1 && right !== 1) {
			throw runtimeError(`The size of tensor a (${left}) must match the size of tensor b (${right}) at non-singleton dimension ${i}`);
		}
		result[i] = left === 1 ? right : left;
	}
	return result;
}

/** A dimension counted from the end made positive. IndexError out of range; a scalar has one dimension, as in PyTorch. */
export function wrapDim(dim: number, ndim: number): number {
	const count = Math.max(ndim, 1);
	if (dim < -count || dim >= count) {
		throw indexError(`Dimension out of range (expected to be in range of [${-count}, ${count - 1}], but got ${dim})`);
	}
	return dim < 0 ? dim + count : dim;
}

/** The size along a dimension, counted from the end too. IndexError where there is none: a scalar has no dimension here. */
export function sizeAt(shape: readonly number[], dim: number): number {
	if (shape.length === 0) {
		throw indexError(`Dimension specified as ${dim} but tensor has no dimensions`);
	}
	return shape[wrapDim(dim, shape.length)]!;
}

/** Replaces the one -1 by what is left. RuntimeError where `count` elements don't fit. */
export function inferSize(shape: readonly number[], count: number): readonly number[] {
	let inferred = -1;
	let known = 1;
	for (let i = 0; i < shape.length; i++) {
		const size = shape[i]!;
		if (size === -1) {
			if (inferred >= 0) {
				throw runtimeError('only one dimension can be inferred');
			}
			inferred = i;
		} else if (size < 0) {
			throw runtimeError(`invalid shape dimension ${size} at index ${i} of shape ${shapeText(shape)}`);
		} else {
			known *= size;
		}
	}
	if (known === count || (inferred >= 0 && known > 0 && count % known === 0)) {
		if (inferred < 0) {
			return shape;
		}
		if (known === 0) {
			throw runtimeError(`cannot reshape tensor of 0 elements into shape ${shapeText(shape)} because the unspecified dimension size -1 can be any value and is ambiguous`);
		}
		return shape.map(size => size === -1 ? count / known : size);
	}
	throw runtimeError(`shape '${shapeText(shape)}' is invalid for input of size ${count}`);
}

/** Strides with which `shape` can be a view of a tensor of the given geometry; undefined where it needs a copy. */
export function viewStrides(oldShape: readonly number[], oldStrides: readonly number[], shape: readonly number[]): number[] | undefined {
	if (numel(oldShape) === 0) {
		return sameShape(oldShape, shape) ? [...oldStrides] : contiguousStrides(shape);
	}
	const strides = new Array<number>(shape.length).fill(0);
	let viewDim = shape.length - 1;
	let chunkStride = oldShape.length === 0 ? 1 : oldStrides[oldShape.length - 1]!;
	let chunkSize = 1;
	let viewSize = 1;
	if (oldShape.length === 0) {
		return strides.fill(1);
	}
	for (let dim = oldShape.length - 1; dim >= 0; dim--) {
		chunkSize *= oldShape[dim]!;
		// The chunk of memory-adjacent dimensions ends here.
		if (dim === 0 || (oldShape[dim - 1] !== 1 && oldStrides[dim - 1] !== chunkSize * chunkStride)) {
			while (viewDim >= 0 && (viewSize < chunkSize || shape[viewDim] === 1)) {
				strides[viewDim] = viewSize * chunkStride;
				viewSize *= shape[viewDim]!;
				viewDim--;
			}
			if (viewSize !== chunkSize) {
				return undefined;
			}
			if (dim > 0) {
				chunkStride = oldStrides[dim - 1]!;
				chunkSize = 1;
				viewSize = 1;
			}
		}
	}
	return viewDim === -1 ? strides : undefined;
}

/** Strides of a tensor of `shape`, `strides` seen at a broadcast `target` shape (0 where it repeats). */
export function expandStrides(shape: readonly number[], strides: readonly number[], target: readonly number[]): number[] {
	const lead = target.length - shape.length;
	const result = new Array<number>(target.length).fill(0);
	for (let i = 0; i < target.length; i++) {
		const j = i - lead;
		result[i] = j < 0 || (shape[j] === 1 && target[i] !== 1) ? 0 : strides[j]!;
	}
	return result;
}
