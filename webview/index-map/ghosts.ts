/**
 * Where indices that are out of bounds would fall: cells that there are not, beside those that there are. A few rows or columns
 * beyond the last they stand where they would; what is farther stands behind these, with its number.
 */
import type { Role } from '../../engine/slice/index-rules.ts';
import type { IndexMapSlice } from '../../engine/slice/slice.ts';
import type { Cell } from '../grid/keys.ts';
import { type Around, type GridLayout, MAX_SIDE } from '../grid/measure.ts';
import { svg } from '../theme/dom.ts';
import { short } from '../theme/numbers.ts';
import { isOut, type Mapping, type Outside, ravel, sharedRole } from './mapping.ts';
import type { Plane } from './planes.ts';

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

export function ghostsOf(slice: IndexMapSlice, mapping: Mapping, planes: Readonly<Record<Role, Plane>>): Ghosts {
	if (mapping.broken.size === 0) return NO_GHOSTS;
	const { over } = mapping.rule, role = sharedRole(mapping.rule);
	const { axes, held } = planes[role], { shape } = slice[role];
	const along = (axis: number | undefined, counted: readonly number[]): number => {
		if (axis === undefined) return 0;
		const at = counted[axis]!, size = shape[axis]!;
		// Rows that are not drawn are not left free either.
		return at < 0 ? -1 : at < size ? at : Math.min(size, MAX_SIDE) + Math.min(at - size, REACH);
	};
	const at = ({ counted }: Outside): Cell | undefined => {
		if (counted.some((place, axis) => !axes.includes(axis) && place !== (held[axis] ?? 0))) return undefined;
		const [row, column] = axes.map(axis => along(axis, counted)) as [number, number];
		const isDrawn = (place: number, axis: number | undefined): boolean => axis === undefined || isOut(counted[axis]!, shape[axis]!) || place < MAX_SIDE;
		return isDrawn(row, axes[0]) && isDrawn(column, axes[1]) ? { row, column } : undefined;
	};
	const found = new Map<string, Ghost & { readonly numbers: Set<number> }>();
	for (const edge of drawnCells(slice[over].shape, planes[over])) {
		if (!mapping.broken.has(edge)) continue;
		const outside = mapping.outsideOf(edge), cell = at(outside);
		if (cell === undefined) continue;
		const key = `${cell.row},${cell.column}`, ghost = found.get(key) ?? { ...cell, numbers: new Set<number>() };
		ghost.numbers.add(outside.place[outside.axis]!);
		found.set(key, ghost);
	}
	const all = [...found.values()];
	const beyond = (axis: number | undefined, of: (ghost: Ghost) => number) => {
		const drawn = axis === undefined ? 1 : Math.min(shape[axis]!, MAX_SIDE), places = all.map(of);
		return [places.some(place => place < 0) ? 1 : 0, Math.max(0, ...places.map(place => place + 1 - drawn))] as const;
	};
	const [[above, below], [before, after]] = [beyond(axes[0], ghost => ghost.row), beyond(axes[1], ghost => ghost.column)];
	return { all, at, around: { above, below, before, after } };
}

/** The flat positions of a plane's cells, as far as they are drawn. */
function* drawnCells(shape: readonly number[], { axes: [rows, columns], held }: Plane): Generator<number> {
	const count = (axis: number | undefined): number => axis === undefined ? 1 : Math.min(MAX_SIDE, shape[axis]!);
	for (let row = 0; row < count(rows); row++) {
		for (let column = 0; column < count(columns); column++) yield ravel(shape.map((_, axis) => axis === rows ? row : axis === columns ? column : held[axis] ?? 0), shape);
	}
}

export interface DrawnGhosts {
	readonly nodes: readonly SVGGElement[];
	light(outside: Outside): void;
}

export function drawGhosts(document: Document, grid: GridLayout, ghosts: Ghosts): DrawnGhosts {
	const [width, height] = [grid.cellWidth - grid.gutter, grid.cellHeight - grid.gutter];
	const nodes = new Map(ghosts.all.map(({ row, column, numbers }) => {
		const [x, y] = [grid.x + grid.left + column * grid.cellWidth, grid.y + grid.top + row * grid.cellHeight];
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
