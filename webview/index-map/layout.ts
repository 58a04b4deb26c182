/** Where the three grids of an index map stand: beside each other where there is room, else below each other. */
import type { TensorSlice } from '../../engine/slice/slice.ts';
import { cellFormats, formatThatFits, textWidth, type CellFormat } from '../grid/format.ts';
import { typeText } from '../theme/numbers.ts';
import type { Role } from '../../engine/slice/index-rules.ts';
import { ravel, ROLES } from './mapping.ts';
import type { Plane } from './planes.ts';

export const FONT_SIZE = 13;
/** More rows or columns of one grid than this are not drawn. */
export const MAX_SIDE = 64;

const PADDING = 16;
/** Room between cells with digits, in which the links run. */
const GUTTER = 6;
const CAPTION = 44;
const LINK_ROOM = 56;
const MIN_CELL = 8;

export interface GridLayout {
	readonly role: Role;
	readonly tensor: TensorSlice;
	/** Top left corner of the whole grid with its caption. */
	readonly x: number;
	readonly y: number;
	/** Room for row numbers. */
	readonly left: number;
	readonly top: number;
	readonly cellWidth: number;
	readonly cellHeight: number;
	readonly rows: number;
	readonly columns: number;
	readonly width: number;
	readonly height: number;
	readonly format: CellFormat | undefined;
	/** Pixels between cells; part of cellWidth and cellHeight. */
	readonly gutter: number;
	/** The flat position of a drawn cell. */
	at(row: number, column: number): number;
	/** The drawn cell of a flat position's index, or undefined where it is not on this plane. */
	cellOf(index: readonly number[]): { readonly row: number; readonly column: number } | undefined;
}

export interface MapLayout {
	readonly grids: Readonly<Record<Role, GridLayout>>;
	readonly beside: boolean;
	readonly width: number;
	readonly height: number;
}

/** Cells with digits: as large as there is room for. */
const SIZES: readonly Size[] = [{ width: 58, height: 44, narrower: 0 }, { width: 48, height: 36, narrower: 0 }, { width: 40, height: 34, narrower: 1 }, { width: 36, height: 34, narrower: 2 }];

/** `narrower` is how many of the formats with most decimals are passed over. */
interface Size { readonly width: number; readonly height: number; readonly narrower: number }

export function layoutMap(tensors: Readonly<Record<Role, TensorSlice>>, titles: Readonly<Record<Role, string>>, planes: Readonly<Record<Role, Plane>>, width: number): MapLayout {
	for (const size of SIZES) {
		const beside = ROLES.map(role => measure(role, tensors[role], titles[role], planes[role], Infinity, size));
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
	const below = ROLES.map(role => measure(role, tensors[role], titles[role], planes[role], width, SIZES[1]!));
	let y = 0;
	const placed = below.map(grid => {
		const at = { ...grid, x: 0, y };
		y += grid.height + 28;
		return at;
	});
	return collect(placed, false, Math.max(...placed.map(grid => grid.width)), y - 28);
}

function collect(grids: readonly GridLayout[], beside: boolean, width: number, height: number): MapLayout {
	const [source, index, output] = grids as readonly [GridLayout, GridLayout, GridLayout];
	return { grids: { source, index, output }, beside, width: Math.ceil(width), height: Math.ceil(height) };
}

function measure(role: Role, tensor: TensorSlice, title: string, { axes, held }: Plane, room: number, digits: Size): GridLayout {
	const sizeOf = (axis: number | undefined) => axis === undefined ? 1 : tensor.shape[axis] ?? 1;
	const [rows, columns] = [Math.min(MAX_SIDE, sizeOf(axes[0])), Math.min(MAX_SIDE, sizeOf(axes[1]))];
	const indexAt = (row: number, column: number) => tensor.shape.map((_, axis) => axis === axes[0] ? row : axis === axes[1] ? column : held[axis] ?? 0);
	const at = (row: number, column: number) => ravel(indexAt(row, column), tensor.shape);
	const places: number[] = [];
	for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) places.push(at(row, column));
	const all = tensor.elements === undefined ? [] : cellFormats(tensor.elements, tensor.dtype, places);
	const formats = all.slice(Math.min(all.length - 1, digits.narrower));
	const left = axes[0] === undefined ? 0 : Math.ceil(textWidth(String(Math.max(0, rows - 1)), FONT_SIZE)) + 8;
	const top = CAPTION + (axes[1] === undefined ? 0 : FONT_SIZE + 8);
	const share = (room - left) / Math.max(1, columns);
	const format = formatThatFits(formats, share - 8 - GUTTER, FONT_SIZE);
	const wanted = format === undefined ? 18 : Math.max(digits.width, textWidth('0'.repeat(format.characters), FONT_SIZE) + PADDING + GUTTER);
	const cellWidth = Math.max(MIN_CELL, Math.floor(Math.min(share, wanted)));
	const cellHeight = format === undefined ? Math.max(MIN_CELL, Math.min(18, cellWidth)) : digits.height;
	const gutter = format !== undefined ? GUTTER : cellHeight >= 12 ? 2 : 0;
	const caption = Math.max(textWidth(`${title} ${tensor.title}`, 13), textWidth(typeText(tensor), 11));
	return {
		role, tensor, x: 0, y: 0, left, top, cellWidth, cellHeight, rows, columns, format, gutter, at,
		width: Math.ceil(Math.max(left + columns * cellWidth, Math.min(caption, room))), height: top + rows * cellHeight - gutter,
		cellOf(index) {
			if (index.some((part, axis) => axis !== axes[0] && axis !== axes[1] && part !== (held[axis] ?? 0))) return undefined;
			const row = axes[0] === undefined ? 0 : index[axes[0]] ?? 0;
			const column = axes[1] === undefined ? 0 : index[axes[1]] ?? 0;
			return row < rows && column < columns ? { row, column } : undefined;
		},
	};
}
