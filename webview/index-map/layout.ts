/** Where the three grids of an index map stand: beside each other where there is room, else below each other. */
import type { IndexMapSlice } from '../../engine/slice/slice.ts';
import { short, typeText } from '../theme/numbers.ts';
import type { Cell } from '../grid/keys.ts';
import { CELL_SIZES, measureGrid, type CellSize, type GridLayout } from '../grid/measure.ts';
import { isIn } from '../grid/window.ts';
import type { Role } from '../../engine/slice/index-rules.ts';
import { unravel } from '../../engine/trace/shape.ts';
import { type Ghosts, ghostsOf, NO_GHOSTS } from './ghosts.ts';
import { indexAt, type Mapping, ravel, ROLES, sharedRole } from './mapping.ts';
import { cellOn, type DrawnPlane, placeOn } from './planes.ts';

const LINK_ROOM = 56;

export interface MapGrid extends GridLayout {
	/** The drawn cell of a flat position's index, or undefined where it is not on this plane, or not in its part that is drawn. */
	cellOf(index: readonly number[]): Cell | undefined;
	readonly ghosts: Ghosts;
}

export interface MapLayout {
	readonly grids: Readonly<Record<Role, MapGrid>>;
	readonly beside: boolean;
	readonly width: number;
	readonly height: number;
}

export function layoutMap(slice: IndexMapSlice, mapping: Mapping, titles: Readonly<Record<Role, string>>, planes: Readonly<Record<Role, DrawnPlane>>, width: number): MapLayout {
	const shared = sharedRole(mapping.rule), ghosts = ghostsOf(slice, mapping, planes);
	const measured = (role: Role, room: number, size: CellSize) => measure(slice, role, titles[role], planes[role], role === shared ? ghosts : NO_GHOSTS, room, size);
	for (const size of CELL_SIZES) {
		const beside = ROLES.map(role => measured(role, Infinity, size));
		const total = beside.reduce((sum, grid) => sum + grid.width, 0) + 2 * LINK_ROOM;
		if (total > width) continue;
		let x = 0;
		const placed = beside.map(grid => {
			const at = { ...grid, x, y: 0 };
			x += grid.width + LINK_ROOM;
			return at;
		});
		return collect(placed, true, x - LINK_ROOM, Math.max(...placed.map(grid => grid.height)));
	}
	const below = ROLES.map(role => measured(role, width, CELL_SIZES[1]!));
	let y = 0;
	const placed = below.map(grid => {
		const at = { ...grid, x: 0, y };
		y += grid.height + 28;
		return at;
	});
	return collect(placed, false, Math.max(...placed.map(grid => grid.width)), y - 28);
}

function collect(grids: readonly MapGrid[], beside: boolean, width: number, height: number): MapLayout {
	const [source, index, output] = grids as readonly [MapGrid, MapGrid, MapGrid];
	return { grids: { source, index, output }, beside, width: Math.ceil(width), height: Math.ceil(height) };
}

function measure(slice: IndexMapSlice, role: Role, title: string, plane: DrawnPlane, ghosts: Ghosts, room: number, size: CellSize): MapGrid {
	const tensor = slice[role];
	// Indices that choose together stand together.
	const text = role === 'index' && slice.indices !== undefined ? (at: number) => slice.indices!.map(each => short(indexAt(each, unravel(at, tensor.shape)), 7)).join(', ')
		: role === 'output' && slice.failed !== undefined && tensor.elements === undefined ? () => '' : undefined;
	const sizeOf = (axis: number | undefined) => axis === undefined ? undefined : tensor.shape[axis] ?? 1;
	const grid = measureGrid({ name: role, tensor, title, detail: typeText(tensor), rows: sizeOf(plane.axes[0]), columns: sizeOf(plane.axes[1]), first: plane.first, text, around: ghosts.around, at: (row, column) => ravel(placeOn(plane, tensor.shape, { row, column }), tensor.shape) }, room, size);
	return {
		...grid, ghosts,
		cellOf(index) {
			const cell = cellOn(plane, index);
			return cell !== undefined && isIn(grid, cell) ? cell : undefined;
		},
	};
}
