/** An index map's edges as a table: of each cell that is drawn of the tensor that is gone over, where its element comes from, or goes. */
import type { Role } from '../../engine/slice/index-rules.ts';
import { unravel } from '../../engine/trace/shape.ts';
import { brackets, elementText } from '../theme/numbers.ts';
import { fill, type Strings } from '../theme/strings.ts';
import type { Table } from '../theme/table.ts';
import { indexAt, type Mapping } from './mapping.ts';
import type { Reading } from './readings.ts';

export function edgesTable({ slice, isBackward }: Reading, { ends, broken, outsideOf }: Mapping, edges: readonly number[], strings: Strings): Table {
	const { indices, index } = slice, suffix = isBackward ? '.grad' : '';
	// What flows: forwards the source's elements, backwards the output's gradients.
	const from: Role = isBackward ? 'output' : 'source';
	const place = (role: Role, edge: number): string => {
		const flat = ends[role][edge]!;
		if (flat >= 0) return brackets(unravel(flat, slice[role].shape));
		if (!broken.has(edge)) return '?';
		const { place: given, axis, size } = outsideOf(edge);
		return fill(strings.outOfRange, given[axis] ?? '?', axis, size);
	};
	const valueAt = (role: Role, flat: number): string => {
		const { elements, dtype } = slice[role];
		return flat < 0 || elements === undefined ? '?' : elementText(elements, flat, dtype, 6);
	};
	const indexText = (flat: number): string => indices === undefined ? valueAt('index', flat) : indices.map(each => String(indexAt(each, unravel(flat, index.shape)))).join(', ');
	return {
		caption: strings.drawnCells, count: edges.length, head: [`${strings.output}${suffix}`, strings.index, `${strings.source}${suffix}`, strings.value],
		row(at) {
			const edge = edges[at]!;
			return [place('output', edge), indexText(ends.index[edge]!), place('source', edge), valueAt(from, ends[from][edge]!)];
		},
	};
}
