/** A graph's nodes as a table. */
import type { GraphSlice } from '../../engine/slice/slice.ts';
import { position, short } from '../theme/numbers.ts';
import type { Strings } from '../theme/strings.ts';
import type { Table } from '../theme/table.ts';
import { nameOf } from './fold.ts';
import type { Mark } from './marks.ts';
import { factsText, markWords } from './words.ts';

export function graphTable({ nodes }: GraphSlice, marks: readonly (readonly Mark[])[], strings: Strings): Table {
	return {
		head: [strings.graphCall, 'grad_fn', 'dtype', 'shape', strings.value, strings.graphGradientName, strings.graphRms, strings.graphMark],
		count: nodes.length,
		row(at) {
			const node = nodes[at]!, { gradFn, dtype, shape, value, gradient } = node;
			return [nameOf(node), gradFn, dtype, position(shape), factsText(value), factsText(gradient), gradient === undefined ? '' : short(gradient.rms, 3), marks[at]!.map(mark => markWords(mark, [node], strings)).join(', ')];
		},
	};
}
