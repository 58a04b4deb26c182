/** A storage as a table: of each cell its number, and which element of each tensor it is. */
import type { StorageSlice } from '../../engine/slice/slice.ts';
import { unravel } from '../../engine/trace/shape.ts';
import { brackets, elementText } from '../theme/numbers.ts';
import type { Strings } from '../theme/strings.ts';
import type { Table } from '../theme/table.ts';

/** Of elements that are one cell so many are named. */
const NAMED = 4;

/** `places`: of each tensor the cells of its elements; undefined: there are too many to say. */
export function cellsTable({ count, dtype, elements, views }: StorageSlice, places: readonly (Int32Array | undefined)[], strings: Strings): Table {
	const elementsOf = places.map(own => {
		const found = new Map<number, number[]>();
		for (const [flat, place] of own?.entries() ?? []) {
			const all = found.get(place);
			if (all === undefined) found.set(place, [flat]);
			else all.push(flat);
		}
		return found;
	});
	return {
		head: [strings.storage, strings.value, ...views.map(({ title }) => title)], count,
		row: at => [brackets([at]), elements === undefined ? '?' : elementText(elements, at, dtype, 6), ...views.map(({ shape }, view) => {
			const own = elementsOf[view]!.get(at) ?? [];
			return own.slice(0, NAMED).map(flat => brackets(unravel(flat, shape))).join(', ') + (own.length > NAMED ? ', …' : '');
		})],
	};
}
