/** How a tensor lies in its storage: pure functions over lists of sizes and strides (in elements), for the engine and for every reader of a trace. */

/** Elements of a tensor. */
export function numel(shape: readonly number[]): number {
	let count = 1;
	for (let i = 0; i < shape.length; i++) {
		count *= shape[i]!;
	}
	return count;
}

/** Elements that PyTorch and NumPy print: of each dimension of a large tensor its ends, which in many dimensions are more than anyone reads. */
export function printedCount(shape: readonly number[]): number {
	return numel(shape) <= 1000 ? numel(shape) : numel(shape.map(size => Math.min(size, 6)));
}

/** Row-major strides. A dimension of size 0 counts as 1, as in PyTorch. */
export function contiguousStrides(shape: readonly number[]): number[] {
	// Most are of so few dimensions, and each operator's result has some.
	if (shape.length === 1) return [1];
	if (shape.length === 2) return [Math.max(shape[1]!, 1), 1];
	const strides = new Array<number>(shape.length).fill(1);
	for (let i = shape.length - 2; i >= 0; i--) strides[i] = strides[i + 1]! * Math.max(shape[i + 1]!, 1);
	return strides;
}

/** Whether the elements lie in row-major order, without gaps. */
export function isContiguous(shape: readonly number[], strides: readonly number[], count = numel(shape)): boolean {
	if (count === 0) return true;
	let step = 1;
	for (let i = shape.length - 1; i >= 0; i--) {
		const size = shape[i]!;
		if (size !== 1 && strides[i] !== step) return false;
		step *= size;
	}
	return true;
}

/** Visits elements in row-major order, from one on and before another: where each lies in the storage, and its number. */
export function forEachPlace(shape: readonly number[], strides: readonly number[], offset: number, to: number, visit: (place: number, flat: number) => void, from = 0): void {
	const index = unravel(from, shape);
	let place = index.reduce((sum, at, axis) => sum + at * strides[axis]!, offset);
	for (let flat = from; flat < to; flat++) {
		visit(place, flat);
		for (let axis = shape.length - 1; axis >= 0; axis--) {
			place += strides[axis]!;
			if (++index[axis]! < shape[axis]!) break;
			place -= strides[axis]! * shape[axis]!;
			index[axis] = 0;
		}
	}
}

/** The index of a flat place, row-major. */
export function unravel(flat: number, shape: readonly number[]): number[] {
	const index = new Array<number>(shape.length).fill(0);
	let rest = flat;
	for (let axis = shape.length - 1; axis >= 0; axis--) {
		index[axis] = rest % shape[axis]!;
		rest = Math.floor(rest / shape[axis]!);
	}
	return index;
}
