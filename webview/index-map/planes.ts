/**
 * Which two axes of each of the three tensors are drawn as rows and columns, and where the others are held. The tensor that the
 * rule goes over says it for all: an axis of another one is drawn where the rule brings a drawn axis to it, or the index.
 */
import type { Indices, IndexRule, Role } from '../../engine/slice/index-rules.ts';
import type { IndexMapSlice } from '../../engine/slice/slice.ts';
import { ROLES } from './mapping.ts';

export interface Plane {
	/** undefined: one row, or one column. */
	readonly axes: readonly [number | undefined, number | undefined];
	/** An index for every axis; those of the drawn axes are ignored. */
	readonly held: readonly number[];
}

/** Stands where the index's value does. */
const CHOSEN = -1;
/** Stands where an axis is held at a number. */
const FIXED = -2;

/** The two axes of the tensor that is gone over: the one that is chosen along, and the last of the others. */
export function drawnAxes(slice: IndexMapSlice, rule: IndexRule): Plane['axes'] {
	const rank = slice[rule.over].shape.length;
	if (rank === 0) return [undefined, undefined];
	if (rank === 1) return [undefined, 0];
	const { index } = axesOf(slice, rule);
	const main = index.length === rank ? slice.dim : index.findLast(axis => axis >= 0) ?? slice.dim;
	const other = main === rank - 1 ? rank - 2 : rank - 1;
	return main < other ? [main, other] : [other, main];
}

export function planesOf(slice: IndexMapSlice, rule: IndexRule, drawn: Plane['axes'], held: readonly number[]): Readonly<Record<Role, Plane>> {
	const ways = axesOf(slice, rule), places = wayOf(slice, rule, held, { value: () => 0, stepped: (at, start, step) => start + step * at, fixed: at => at });
	return Object.fromEntries(ROLES.map(role => {
		const axes = ways[role];
		const place = (axis: number | undefined) => axis === undefined || !axes.includes(axis) ? undefined : axes.indexOf(axis);
		// A mask chooses along each of its axes.
		const [chosen, another] = axes.flatMap((axis, i) => axis === CHOSEN ? [i] : []);
		const [row, column] = [place(drawn[0]), place(drawn[1])];
		const plane: Plane['axes'] = row === undefined && column === undefined ? another === undefined ? [undefined, chosen] : [chosen, another] : row === undefined ? [chosen, column] : column === undefined ? [row, chosen] : [row, column];
		return [role, { axes: plane, held: places[role] }];
	})) as unknown as Record<Role, Plane>;
}

/** For each axis of each tensor the axis of the one that is gone over, or CHOSEN. */
function axesOf(slice: IndexMapSlice, rule: IndexRule): Readonly<Record<Role, readonly number[]>> {
	return wayOf(slice, rule, slice[rule.over].shape.map((_, axis) => axis), { value: () => CHOSEN, stepped: axis => axis, fixed: () => FIXED });
}

function wayOf(slice: IndexMapSlice, rule: IndexRule, at: readonly number[], indices: Indices<number>): Readonly<Record<Role, readonly number[]>> {
	return rule.way(slice[rule.over].shape.map((_, axis) => at[axis] ?? 0), slice.dim, slice.index.shape.length, indices);
}
