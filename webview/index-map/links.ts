/**
 * The lines of an index map. They run in the gutters between cells, below a row where the grids stand beside each
 * other, right of a column where they stand below each other, so that they cross no number.
 */
import type { IndexMapSlice } from '../../engine/slice/slice.ts';
import type { Role } from '../../engine/slice/index-rules.ts';
import { svg } from '../theme/dom.ts';
import type { Cell } from '../grid/keys.ts';
import { cornerOf, type GridLayout } from '../grid/measure.ts';
import type { MapLayout } from './layout.ts';
import { unravel } from '../../engine/trace/shape.ts';
import { sharedRole, type Mapping } from './mapping.ts';

/** From the source's cell to the index's, and on to the output's; of one out of bounds, from where it would fall. */
export function linkPaths(document: Document, layout: MapLayout, slice: IndexMapSlice, mapping: Mapping, edge: number): SVGPathElement[] {
	const { source, index, output } = layout.grids;
	const place = (role: Role) => {
		const flat = mapping.ends[role][edge] ?? -1;
		return flat < 0 ? undefined : layout.grids[role].cellOf(unravel(flat, slice[role].shape));
	};
	const shared = sharedRole(mapping.rule), isBroken = mapping.ends[shared][edge] === -1;
	const end = (role: Role) => isBroken && role === shared ? layout.grids[role].ghosts.at(mapping.outsideOf(edge)) : place(role);
	const [from, by, to] = [end('source'), place('index'), end('output')];
	if (by === undefined) return [];
	const draw = (a: GridLayout, at: Cell, b: GridLayout, then: Cell, broken: boolean) => link(document, a, at, b, then, layout.beside, broken);
	return [
		...(from === undefined ? [] : [draw(source, from, index, by, isBroken && shared === 'source')]),
		...(to === undefined ? [] : [draw(index, by, output, to, isBroken && shared === 'output')]),
	];
}

function link(document: Document, from: GridLayout, a: Cell, to: GridLayout, b: Cell, beside: boolean, isBroken: boolean): SVGPathElement {
	const [start, end] = [edgeOf(from, a, beside), edgeOf(to, b, beside)];
	const [leave, enter] = beside
		? [from.x + from.left + (from.columns + from.around.after) * from.cellWidth - from.gutter, to.x + (to.left > 0 ? 6 : 0)]
		: [from.y + from.top + (from.rows + from.around.below) * from.cellHeight - from.gutter, to.y + to.top - to.around.above * to.cellHeight - 22];
	const middle = (leave + enter) / 2;
	return svg(document, 'path', {
		...(isBroken && { class: 'broken' }),
		d: beside
			? `M${start.x},${start.edge}L${start.x},${start.y}L${leave},${start.y}C${middle},${start.y} ${middle},${end.y} ${enter},${end.y}L${end.x},${end.y}L${end.x},${end.edge}`
			: `M${start.edge},${start.y}L${start.x},${start.y}L${start.x},${leave}C${start.x},${middle} ${end.x},${middle} ${end.x},${enter}L${end.x},${end.y}L${end.edge},${end.y}`,
	});
}

/** A point in the gutter beside the middle of a cell's edge, and that edge's coordinate. */
function edgeOf(grid: GridLayout, place: Cell, beside: boolean): { readonly x: number; readonly y: number; readonly edge: number } {
	const { x: left, y: top } = cornerOf(grid, place);
	const [width, height] = [grid.cellWidth - grid.gutter, grid.cellHeight - grid.gutter];
	return beside
		? { x: left + width / 2, y: top + height + grid.gutter / 2, edge: top + height }
		: { x: left + width + grid.gutter / 2, y: top + height / 2, edge: left + width };
}
