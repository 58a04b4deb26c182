/** What an average would have been with other decays, from the weights that were recorded. */
import { updatedElement } from './average-rules.ts';
import { DECAY_SCHEDULES, type FittedSchedule } from './decay-schedules.ts';
import type { AverageCurve, AverageSlice } from './slice.ts';

/** Decays, and what stands for 1−d: one for each of a slice's updates. */
export interface Decays { readonly decay: ArrayLike<number>; readonly complement: ArrayLike<number> }

/**
 * An element of the average after each of the slice's updates, to the bit as PyTorch would have it. Where the slice has left
 * updates out, the decays are of all from the one before; the weights of those are taken for what they came to.
 */
export function averageWith({ rule, updates }: AverageSlice, { dtype, elements, start, weights }: AverageCurve, element: number, { decay, complement }: Decays): Float64Array {
	let value = start[element]!;
	return Float64Array.from(updates, (_, i) => value = updatedElement(rule, dtype, value, weights[i * elements + element]!, decay[i]!, complement[i]!));
}

/** The decay of each of the slice's updates by a schedule. */
export function scheduledDecay({ updates }: AverageSlice, schedule: FittedSchedule): Float64Array {
	return Float64Array.from(updates, update => decayOf(schedule, update));
}

/** The same, together with those of the updates that the slice has left out before each. */
export function scheduledDecays({ updates }: AverageSlice, schedule: FittedSchedule): Decays {
	const decay = Float64Array.from(updates, (update, i) => {
		let product = 1;
		for (let each = (updates[i - 1] ?? 0) + 1; each <= update; each++) product *= decayOf(schedule, each);
		return product;
	});
	return { decay, complement: decay.map(each => 1 - each) };
}

function decayOf(schedule: FittedSchedule, update: number): number {
	return DECAY_SCHEDULES[schedule.name].at(schedule.first + update - 1, schedule);
}
