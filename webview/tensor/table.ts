/** The planes that are shown, as tables of their values. */
import type { TensorSlice } from '../../engine/slice/slice.ts';
import type { Elements } from '../../engine/trace/model.ts';
import { elementText } from '../theme/numbers.ts';
import { fill, type Strings } from '../theme/strings.ts';
import type { Table } from '../theme/table.ts';
import { placeAt, type Plane } from './plane.ts';

/** More columns than this are not read. */
const MOST_COLUMNS = 100;

/** One for each facet. */
export function planeTables({ title, dtype }: TensorSlice, elements: Elements, plane: Plane, strings: Strings): readonly Table[] {
	const columns = Math.min(MOST_COLUMNS, plane.columns);
	return plane.starts.map((_, facet) => {
		const [top, left] = [Math.floor(facet / plane.across) * plane.rows, facet % plane.across * plane.columns];
		const caption = [plane.facetLabel(facet), ...(columns < plane.columns ? [fill(strings.tableColumnsCut, plane.columns, columns)] : [])].filter(part => part !== '').join(' ');
		return {
			...(caption !== '' && { caption }), count: plane.rows,
			head: [strings.placeRow, ...Array.from({ length: columns }, (__, column) => plane.columnLabel(column) || strings.value)],
			row: row => [plane.rowLabel(row) || title, ...Array.from({ length: columns }, (__, column) => elementText(elements, placeAt(plane, top + row, left + column), dtype, 6))],
		};
	});
}
