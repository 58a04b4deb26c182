/**
 * Where indices that are out of bounds would fall: cells that there are not, beside those that there are. A few rows or columns
 * beyond the last they stand where they would; what is farther stands behind these, with its number. They are seen with the part of
 * a long axis that they stand beside.
 */
import type { Role } from '../../engine/slice/index-rules.ts';
import type { IndexMapSlice } from '../../engine/slice/slice.ts';
import type { Cell } from '../grid/keys.ts';
import { type Around, cornerOf, type GridLayout } from '../grid/measure.ts';
import { cellsIn, isIn } from '../grid/window.ts';
import { svg } from '../theme/dom.ts';
import { short } from '../theme/numbers.ts';
import { type Mapping, type Outside, ravel, sharedRole } from './mapping.ts';
import { cellOn, type DrawnPlane, placeOn, windowOn } from './planes.ts';

/** Rows or columns beyond the last at which one stands where it would be. */
const REACH = 2;

/** `numbers`: the indices that would fall there. */
export interface Ghost extends Cell { readonly numbers: ReadonlySet<number> }

export interface Ghosts {
	readonly all: readonly Ghost[];
	/** The room that they take. */
	readonly around: Around | undefined;
	/** The place beside the cells of what is out of bounds, or undefined where that is not on this plane. */
	at(outside: Outside): Cell | undefined;
}

export const NO_GHOSTS: Ghosts = { all: [], around: undefined, at: () => undefined };

export function ghostsOf(slice: IndexMapSlice, mapping: Mapping, planes: Readonly<Record<Role, DrawnPlane>>): Ghosts {
	if (mapping.broken.size === 0) return NO_GHOSTS;
	const { over } = mapping.rule, role = sharedRole(mapping.rule);
	const { axes } = planes[role], { shape } = slice[role], window = windowOn(planes[role], shape);
	const near = (place: number, size: number): number => place < 0 ? -1 : place < size ? place : size + Math.min(place - size, REACH);
	const at = ({ counted }: Outside): Cell | undefined => {
		const cell = cellOn(planes[role], counted.map((place, axis) => near(place, shape[axis]!)));
		if (cell === undefined) return undefined;
		// It stands beside what is drawn, or where there would be a cell if there were any.
		const beside = (place: number, axis: number | undefined) => axis === undefined ? 0 : Math.max(0, Math.min(place, shape[axis]! - 1));
		return isIn({ ...window, rows: Math.max(1, window.rows), columns: Math.max(1, window.columns) }, { row: beside(cell.row, axes[0]), column: beside(cell.column, axes[1]) }) ? cell : undefined;
	};
	const found = new Map<string, Ghost & { readonly numbers: Set<number> }>();
	for (const edge of drawnPlaces(slice[over].shape, planes[over])) {
		if (!mapping.broken.has(edge)) continue;
		const outside = mapping.outsideOf(edge), cell = at(outside);
		if (cell === undefined) continue;
		const key = `${cell.row},${cell.column}`, ghost = found.get(key) ?? { ...cell, numbers: new Set<number>() };
		ghost.numbers.add(outside.place[outside.axis]!);
		found.set(key, ghost);
	}
	const all = [...found.values()];
	const beyond = (axis: number | undefined, of: (ghost: Ghost) => number) => {
		const size = axis === undefined ? 1 : shape[axis]!, places = all.map(of);
		return [places.some(place => place < 0) ? 1 : 0, Math.max(0, ...places.map(place => place + 1 - size))] as const;
	};
	const [[above, below], [before, after]] = [beyond(axes[0], ghost => ghost.row), beyond(axes[1], ghost => ghost.column)];
	return { all, at, around: { above, below, before, after } };
}

/** The flat positions of a plane's cells, as far as they are drawn. */
function* drawnPlaces(shape: readonly number[], plane: DrawnPlane): Generator<number> {
	for (const cell of cellsIn(windowOn(plane, shape))) yield ravel(placeOn(plane, shape, cell), shape);
}

export interface DrawnGhosts {
	readonly nodes: readonly SVGGElement[];
	light(outside: Outside): void;
}

export function drawGhosts(document: Document, grid: GridLayout, ghosts: Ghosts): DrawnGhosts {
	const [width, height] = [grid.cellWidth - grid.gutter, grid.cellHeight - grid.gutter];
	const nodes = new Map(ghosts.all.map(({ row, column, numbers }) => {
		const { x, y } = cornerOf(grid, { row, column });
		const [only] = numbers;
		return [`${row},${column}`, svg(document, 'g', { class: 'cell ghost', 'data-ghost': `${row},${column}` },
			svg(document, 'rect', { x: x + 0.5, y: y + 0.5, width: width - 1, height: height - 1, rx: grid.gutter > 0 ? 3 : 0 }),
			...(grid.format === undefined ? [] : [svg(document, 'text', { class: 'digits', x: x + width / 2, y: y + height / 2, 'text-anchor': 'middle', 'dominant-baseline': 'central' }, `[${numbers.size === 1 ? short(only!) : '…'}]`)]))];
	}));
	return {
		nodes: [...nodes.values()],
		light(outside) {
			const place = ghosts.at(outside);
			if (place !== undefined) nodes.get(`${place.row},${place.column}`)?.classList.add('lit');
		},
	};
}
