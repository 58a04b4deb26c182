/**
 * Which axes of an index map's three grids are panned together: those that the rule leaves as they are run along each other, and a
 * mask's along those that it chooses on. What is chosen along is panned alone; of a slice, what it is of follows, and can go on.
 */
import type { IndexRule, Role } from '../../engine/slice/index-rules.ts';
import type { IndexMapSlice } from '../../engine/slice/slice.ts';
import type { PannedAxis } from '../grid/panning.ts';
import { fill, type Strings } from '../theme/strings.ts';
import { ROLES, sharedRole } from './mapping.ts';
import { CHOSEN, FIXED, type Plane, wayOf } from './planes.ts';

export interface Tracks {
	readonly axes: readonly PannedAxis[];
	/** The name of what a tensor's axis is panned with. */
	nameOf(role: Role, axis: number): string;
}

export function tracksOf(slice: IndexMapSlice, rule: IndexRule, planes: Readonly<Record<Role, Plane>>, strings: Strings): Tracks {
	const shared = sharedRole(rule), slices: { readonly axis: number; readonly start: number; readonly step: number }[] = [];
	// A slice that leaves something out is numbered, below what stands for the others.
	const ways = wayOf(slice, rule, slice[rule.over].shape.map((_, axis) => axis), {
		value: () => CHOSEN, fixed: () => FIXED, stepped: (axis, start, step) => start === 0 && step === 1 ? axis : FIXED - slices.push({ axis, start, step }),
	});
	const nameOf = (role: Role, axis: number): string => {
		const way = ways[role][axis]!;
		return way >= 0 ? `${way}` : way === CHOSEN ? `chosen ${ways[role].slice(0, axis).filter(each => each === CHOSEN).length}` : `${role} ${axis}`;
	};
	const found = new Map<string, PannedAxis>();
	for (const role of [shared, ...ROLES.filter(each => each !== shared)]) {
		for (const axis of planes[role].axes) {
			if (axis === undefined) continue;
			const name = nameOf(role, axis), known = found.get(name), way = ways[role][axis]!, sliced = slices[FIXED - way - 1];
			found.set(name, {
				name, size: Math.max(known?.size ?? 0, slice[role].shape[axis]!),
				label: known?.label ?? (way >= 0 ? fill(strings.leadingAxis, way) : `${strings[role]}, ${fill(strings.leadingAxis, axis)}`),
				...(sliced !== undefined && { follows: { name: `${sliced.axis}`, start: sliced.start, step: sliced.step } }),
			});
		}
	}
	// What follows stands behind what it follows.
	return { nameOf, axes: [...found.values()].sort((a, b) => Number(a.follows !== undefined) - Number(b.follows !== undefined)) };
}
