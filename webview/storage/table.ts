/** A storage as a table: of each cell its number, and which element of each tensor it is. */
import type { StorageSlice } from '../../engine/slice/slice.ts';
import { unravel } from '../../engine/trace/shape.ts';
import { brackets, elementText } from '../theme/numbers.ts';
import type { Strings } from '../theme/strings.ts';
import type { Table } from '../theme/table.ts';
import { elementsOf } from './strides.ts';

/** Of elements that are one cell so many are named. */
const NAMED = 4;

export function cellsTable({ count, dtype, elements, views }: StorageSlice, strings: Strings): Table {
	return {
		head: [strings.storage, strings.value, ...views.map(({ title }) => title)], count,
		row: at => [brackets([at]), elements === undefined ? '?' : elementText(elements, at, dtype, 6), ...views.map(look => {
			const own = elementsOf(look)?.(at, NAMED + 1) ?? [];
			return own.slice(0, NAMED).map(flat => brackets(unravel(flat, look.shape))).join(', ') + (own.length > NAMED ? ', …' : '');
		})],
	};
}
