/**
 * Which two axes of each of the three tensors are drawn as rows and columns, and where the others are held. The tensor that the
 * rule goes over says it for all: an axis of another one is drawn where the rule brings a drawn axis to it, or the index.
 */
import type { Indices, IndexRule, Role } from '../../engine/slice/index-rules.ts';
import type { IndexMapSlice } from '../../engine/slice/slice.ts';
import type { Cell } from '../grid/keys.ts';
import { windowOf, type GridWindow } from '../grid/window.ts';
import { ROLES, sharedRole } from './mapping.ts';

export interface Plane {
	/** undefined: one row, or one column. */
	readonly axes: readonly [number | undefined, number | undefined];
	/** An index for every axis; those of the drawn axes are ignored. */
	readonly held: readonly number[];
}

/** From which of its cells on it is drawn. */
export interface DrawnPlane extends Plane { readonly first: Cell }

/** The part of a tensor's plane that is drawn. */
export function windowOn({ axes, first }: DrawnPlane, shape: readonly number[]): GridWindow {
	const [rows, columns] = axes.map(axis => axis === undefined ? 1 : shape[axis] ?? 1) as [number, number];
	return windowOf(rows, columns, first);
}

/** The place in the tensor of a cell of its plane. */
export function placeOn({ axes, held }: Plane, shape: readonly number[], { row, column }: Cell): number[] {
	return shape.map((_, axis) => axis === axes[0] ? row : axis === axes[1] ? column : held[axis] ?? 0);
}

/** The cell of a place in the tensor; undefined where it is not on the plane. */
export function cellOn({ axes, held }: Plane, place: readonly number[]): Cell | undefined {
	if (place.some((part, axis) => !axes.includes(axis) && part !== (held[axis] ?? 0))) return undefined;
	const [row, column] = axes.map(axis => axis === undefined ? 0 : place[axis] ?? 0) as [number, number];
	return { row, column };
}

/** Stands where the index's value does. */
export const CHOSEN = -1;
/** Stands where an axis is held at a number. */
export const FIXED = -2;

/** The two axes of the tensor that is gone over: the one that is chosen along, and the last of the others; of a mask with rows and columns only the one. */
export function drawnAxes(slice: IndexMapSlice, rule: IndexRule): Plane['axes'] {
	const rank = slice[rule.over].shape.length;
	if (rank === 0) return [undefined, undefined];
	if (rank === 1) return [undefined, 0];
	if (slice.index.dtype === 'bool' && slice.index.shape.length > 1) return [undefined, chosenAxis(slice, rule)];
	const { index } = axesOf(slice, rule);
	const main = index.length === rank ? slice.dim : index.findLast(axis => axis >= 0) ?? slice.dim;
	const other = main === rank - 1 ? rank - 2 : rank - 1;
	return main < other ? [main, other] : [other, main];
}

/** `held`: an index for each axis of the tensor that is gone over; `chosenHeld`: for each axis that indices choose on, or a mask has. */
export function planesOf(slice: IndexMapSlice, rule: IndexRule, drawn: Plane['axes'], held: readonly number[], chosenHeld: readonly number[]): Readonly<Record<Role, Plane>> {
	const ways = axesOf(slice, rule), places = wayOf(slice, rule, held, { value: (_, which) => chosenHeld[which] ?? 0, stepped: (at, start, step) => start + step * at, fixed: at => at });
	return Object.fromEntries(ROLES.map(role => {
		const axes = ways[role];
		const place = (axis: number | undefined) => axis === undefined || !axes.includes(axis) ? undefined : axes.indexOf(axis);
		// A mask chooses along each of its axes, the last of which are drawn.
		const [another, chosen] = lastTwo(axes.flatMap((axis, i) => axis === CHOSEN ? [i] : []));
		const [row, column] = [place(drawn[0]), place(drawn[1])];
		const plane: Plane['axes'] = row === undefined && column === undefined ? another === undefined ? [undefined, chosen] : [another, chosen] : row === undefined ? [chosen, column] : column === undefined ? [row, chosen] : [row, column];
		return [role, { axes: plane, held: places[role] }];
	})) as unknown as Record<Role, Plane>;
}

/** Axes of the shared tensor that indices choose on and a plane doesn't show, and which of the choosers each is. */
export function heldChosen(slice: IndexMapSlice, rule: IndexRule, planes: Readonly<Record<Role, Plane>>): readonly { readonly axis: number; readonly which: number }[] {
	const shared = sharedRole(rule), { axes } = planes[shared];
	return axesOf(slice, rule)[shared].flatMap((way, axis) => way === CHOSEN ? [axis] : []).flatMap((axis, which) => axes.includes(axis) ? [] : [{ axis, which }]);
}

function lastTwo(axes: readonly number[]): readonly [number | undefined, number | undefined] {
	return [axes.at(-2), axes.at(-1)];
}

/** Of the tensor that is gone over: the axis whose place says which of a mask's True elements it is. */
function chosenAxis(slice: IndexMapSlice, rule: IndexRule): number {
	let chosen = 0;
	wayOf(slice, rule, slice[rule.over].shape.map((_, axis) => axis), { value: place => chosen = place[0] ?? 0, stepped: axis => axis, fixed: () => FIXED });
	return chosen;
}

/** For each axis of each tensor the axis of the one that is gone over, or CHOSEN. */
function axesOf(slice: IndexMapSlice, rule: IndexRule): Readonly<Record<Role, readonly number[]>> {
	return wayOf(slice, rule, slice[rule.over].shape.map((_, axis) => axis), { value: () => CHOSEN, stepped: axis => axis, fixed: () => FIXED });
}

export function wayOf(slice: IndexMapSlice, rule: IndexRule, at: readonly number[], indices: Indices<number>): Readonly<Record<Role, readonly number[]>> {
	return rule.way(slice[rule.over].shape.map((_, axis) => at[axis] ?? 0), slice.dim, slice.index.shape.length, indices);
}
