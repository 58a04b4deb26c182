/**
 * Which source cell each output cell of a gather came from, as flat positions. For dimension d,
 * out[i₀]…[i_d]… = source[i₀]…[index[i₀]…[i_d]…]…: the output's own index with place d replaced by the index's value.
 */
import type { IndexMapSlice } from '../../engine/slice/slice.ts';
import { numel } from '../../engine/trace/shape.ts';

export interface Mapping {
	/** Output (and index) position → source position; -1 where the index is out of bounds. */
	readonly from: Int32Array;
	/** Source position → output positions that took it. */
	readonly to: ReadonlyMap<number, readonly number[]>;
	/** The index value at an output position. */
	valueAt(output: number): number;
}

export function mappingOf(slice: IndexMapSlice): Mapping {
	const { dim } = slice;
	const shape = slice.index.shape;
	const count = numel(shape);
	const values = slice.index.elements;
	const from = new Int32Array(count).fill(-1);
	const to = new Map<number, number[]>();
	const valueAt = (output: number) => Number(values?.[output] ?? NaN);
	for (let output = 0; output < count; output++) {
		const index = unravel(output, shape);
		index[dim] = valueAt(output);
		const size = slice.source.shape[dim] ?? 1;
		if (!(valueAt(output) >= 0 && valueAt(output) < size)) continue;
		const source = ravel(index, slice.source.shape);
		from[output] = source;
		const taken = to.get(source);
		if (taken === undefined) to.set(source, [output]);
		else taken.push(output);
	}
	return { from, to, valueAt };
}

export function unravel(flat: number, shape: readonly number[]): number[] {
	const index: number[] = [];
	for (let axis = shape.length - 1, rest = flat; axis >= 0; axis--) {
		const size = shape[axis] ?? 1;
		index.unshift(rest % size);
		rest = Math.floor(rest / size);
	}
	return index;
}

export function ravel(index: readonly number[], shape: readonly number[]): number {
	return shape.reduce((flat, size, axis) => flat * size + (index[axis] ?? 0), 0);
}

/** The two axes that are drawn as rows and columns: the gathered one, and the last of the others. */
export function drawnAxes(rank: number, dim: number): readonly [number | undefined, number | undefined] {
	if (rank === 0) return [undefined, undefined];
	if (rank === 1) return [undefined, 0];
	const other = dim === rank - 1 ? rank - 2 : rank - 1;
	return dim < other ? [dim, other] : [other, dim];
}

/** '[0][2]' */
export function brackets(index: readonly (number | string)[]): string {
	return index.map(part => `[${part}]`).join('');
}

/** 'out[i][j] = source[index[i][j]][j]' with letters for the axes, or with numbers in their place. */
export function ruleText(rank: number, dim: number, at: readonly (number | string)[] = LETTERS.slice(0, rank)): string {
	const inner = `index${brackets(at)}`;
	return `out${brackets(at)} = source${brackets(at.map((part, axis) => axis === dim ? inner : part))}`;
}

const LETTERS = ['i', 'j', 'k', 'l', 'm', 'n', 'p', 'q'];
