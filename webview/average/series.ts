/** What the average view's curves are of: one element of a parameter, or the norm of all that are here. */
import { averageNormWith, averageWith, type DecayAt, hasEvery } from '../../engine/slice/average-what-if.ts';
import type { AverageCurve, AverageSlice } from '../../engine/slice/slice.ts';
import { norm } from '../../engine/slice/norm.ts';

/** One value for each of the slice's updates. */
export interface Series { readonly weights: readonly number[]; readonly shadow: readonly number[] }

export interface Look {
	readonly label: string;
	readonly isElement: boolean;
	readonly series: Series;
	/** The average's curve with other decays. */
	shadowWith(decayAt: DecayAt): ArrayLike<number>;
	/** That curve is made of the weights of every update. */
	readonly isExact: boolean;
}

export function elementOf(slice: AverageSlice, curve: AverageCurve, element: number, label: string): Look {
	const pick = (all: Float64Array) => Array.from(slice.updates, (_, update) => all[update * curve.elements + element] ?? NaN);
	return { label, isElement: true, series: { weights: pick(curve.weights), shadow: pick(curve.shadow) }, shadowWith: decayAt => averageWith(slice, curve, element, decayAt), isExact: hasEvery(slice, curve, element + 1) };
}

export function normOf(slice: AverageSlice, curve: AverageCurve, label: string): Look {
	const { elements } = curve;
	const norms = (all: Float64Array) => Array.from(slice.updates, (_, update) => norm(all.subarray(update * elements, (update + 1) * elements)));
	return {
		label, isElement: false, series: { weights: norms(curve.weights), shadow: norms(curve.shadow) },
		shadowWith: decayAt => averageNormWith(slice, curve, decayAt), isExact: hasEvery(slice, curve, elements),
	};
}
