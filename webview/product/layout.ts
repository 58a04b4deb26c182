/** Where the grids of a product stand: on a blackboard's corner, in a row, or below each other where there is no room. */
import { CELL_SIZES, measureGrid, type GridCells, type GridLayout } from '../grid/measure.ts';

const GAP = 20;
/** Between grids in a row, for the sign. */
const SIGN_ROOM = 32;
const BELOW = 28;

export interface ProductLayout {
	/** The operands', then the result's. */
	readonly grids: readonly GridLayout[];
	/** Where a sign stands between two grids: of all but the corner. */
	readonly signs: readonly { readonly x: number; readonly y: number }[];
	readonly width: number;
	readonly height: number;
}

export function layoutProduct(cells: readonly GridCells[], corner: boolean, width: number): ProductLayout {
	for (const size of CELL_SIZES) {
		const grids = cells.map(each => measureGrid(each, Infinity, size));
		const placed = corner ? onCorner(grids as [GridLayout, GridLayout, GridLayout]) : inRow(grids);
		if (placed.width <= width) return placed;
	}
	let y = 0;
	const grids = cells.map(each => {
		const grid = { ...measureGrid(each, width, CELL_SIZES[1]!), y };
		y += grid.height + BELOW;
		return grid;
	});
	return { grids, signs: [], width: Math.ceil(Math.max(...grids.map(grid => grid.width))), height: Math.ceil(y - BELOW) };
}

/** Columns of the second operand stand over those of the result, and rows of the first beside its rows. */
function onCorner([first, second, result]: readonly [GridLayout, GridLayout, GridLayout]): ProductLayout {
	const [cellWidth, left] = [Math.max(second.cellWidth, result.cellWidth), Math.max(second.left, result.left)];
	const [cellHeight, top] = [Math.max(first.cellHeight, result.cellHeight), Math.max(first.top, result.top)];
	const resize = (grid: GridLayout, change: Partial<GridLayout>): GridLayout => {
		const sized = { ...grid, ...change };
		return { ...sized, width: Math.max(grid.width, sized.left + sized.columns * sized.cellWidth), height: sized.top + sized.rows * sized.cellHeight - sized.gutter };
	};
	const above = resize(second, { cellWidth, left, x: first.width + GAP });
	const y = above.height + GAP;
	const grids = [resize(first, { cellHeight, top, y }), above, resize(result, { cellWidth, left, cellHeight, top, x: first.width + GAP, y })];
	return { grids, signs: [], width: Math.ceil(first.width + GAP + Math.max(above.width, grids[2]!.width)), height: Math.ceil(y + Math.max(grids[0]!.height, grids[2]!.height)) };
}

function inRow(grids: readonly GridLayout[]): ProductLayout {
	let x = 0;
	const placed = grids.map(grid => {
		const at = { ...grid, x };
		x += grid.width + SIGN_ROOM;
		return at;
	});
	const middle = ({ top, height }: GridLayout) => top + (height - top) / 2;
	const signs = placed.slice(1).map((grid, i) => ({ x: grid.x - SIGN_ROOM / 2, y: Math.min(middle(grid), middle(placed[i]!)) }));
	return { grids: placed, signs, width: Math.ceil(x - SIGN_ROOM), height: Math.ceil(Math.max(...placed.map(grid => grid.height))) };
}
