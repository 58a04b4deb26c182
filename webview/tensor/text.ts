/** A tensor's values as text. */
import type { TensorSlice } from '../../engine/slice/slice.ts';
import type { Elements } from '../../engine/trace/model.ts';
import { exactText } from '../theme/numbers.ts';

export function tensorText(slice: TensorSlice, elements: Elements): string {
	const rows = (from: number, shape: readonly number[], indent: string): string => {
		const [size, ...rest] = shape;
		if (size === undefined) return exactText(elements, from, slice.dtype);
		const step = rest.reduce((product, next) => product * next, 1);
		const parts = Array.from({ length: size }, (_, i) => rows(from + i * step, rest, `${indent} `));
		return `[${parts.join(rest.length === 0 ? ', ' : `,${'\n'.repeat(rest.length)}${indent}`)}]`;
	};
	return `tensor(${rows(0, slice.shape, '        ')})`;
}
