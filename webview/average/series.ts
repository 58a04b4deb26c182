/** What the average view's curves are of: one element of a parameter, or the norm of all that are here. */
import { averageWith, type Decays } from '../../engine/slice/average-what-if.ts';
import type { AverageCurve, AverageSlice } from '../../engine/slice/slice.ts';
import { norm } from '../../engine/slice/norm.ts';

/** One value for each of the slice's updates. */
export interface Series { readonly weights: readonly number[]; readonly shadow: readonly number[] }

export interface Look {
	readonly label: string;
	readonly isElement: boolean;
	readonly series: Series;
	/** The average's curve with other decays. */
	shadowWith(decays: Decays): ArrayLike<number>;
}

export function elementOf(slice: AverageSlice, curve: AverageCurve, element: number, label: string): Look {
	const pick = (all: Float64Array) => Array.from(slice.updates, (_, update) => all[update * curve.elements + element] ?? NaN);
	return { label, isElement: true, series: { weights: pick(curve.weights), shadow: pick(curve.shadow) }, shadowWith: decays => averageWith(slice, curve, element, decays) };
}

export function normOf(slice: AverageSlice, curve: AverageCurve, label: string): Look {
	const { elements } = curve;
	const norms = (all: Float64Array) => Array.from(slice.updates, (_, update) => norm(all.subarray(update * elements, (update + 1) * elements)));
	return {
		label, isElement: false, series: { weights: norms(curve.weights), shadow: norms(curve.shadow) },
		// Of thousands of elements while a slider moves: not to the bit.
		shadowWith: ({ decay, complement }) => {
			const now = curve.start.slice();
			return slice.updates.map((_, update) => {
				for (let element = 0; element < elements; element++) now[element] = decay[update]! * now[element]! + complement[update]! * curve.weights[update * elements + element]!;
				return norm(now);
			});
		},
	};
}
