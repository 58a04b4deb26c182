/**
 * What an average would have been with other decays, from the weights that were recorded. Of many updates a slice has those that
 * are drawn; the weights of the others it has of some elements, and of these what comes out is exact.
 */
import { type AverageRule, isFixed, updatedElement } from './average-rules.ts';
import { DECAY_SCHEDULES, type FittedSchedule } from './decay-schedules.ts';
import { norm } from './norm.ts';
import type { AverageCurve, AverageSlice } from './slice.ts';

/** Of an update, which are counted from 1. */
export type DecayAt = (update: number) => number;

/** With another decay a formula that has its own in it as a number would be written otherwise. */
const ANY: AverageRule = { op: 'plus', a: { op: 'times', a: 'v', by: 'd' }, b: { op: 'times', a: 'w', by: 'c' } };

export function decayOf(schedule: FittedSchedule): DecayAt {
	return update => DECAY_SCHEDULES[schedule.name].at(schedule.first + update - 1, schedule);
}

/** Whether the weights of all updates are here, of so many elements. */
export function hasEvery({ updates, count }: Pick<AverageSlice, 'updates' | 'count'>, { every }: Pick<AverageCurve, 'every'>, elements: number): boolean {
	return updates.length === count || (every !== undefined && elements <= every.elements);
}

/** An element of the average after each of the slice's updates: to the bit as PyTorch would have it, where all its weights are here. */
export function averageWith(slice: AverageSlice, curve: AverageCurve, element: number, decayAt: DecayAt): Float64Array {
	let value = curve.start[element]!;
	const own = isFixed(slice.rule) ? slice.decay[0] : undefined;
	return alongUpdates(slice, curve, element + 1, decayAt, (weights, at, decay) => {
		value = updatedElement(own === undefined || own === decay ? slice.rule : ANY, curve.dtype, value, weights[at + element]!, decay, 1 - decay);
	}, () => value);
}

/** The norm of all elements that are here. Of thousands while a slider moves: not to the bit. */
export function averageNormWith(slice: AverageSlice, curve: AverageCurve, decayAt: DecayAt): Float64Array {
	const { elements } = curve, now = curve.start.slice();
	return alongUpdates(slice, curve, elements, decayAt, (weights, at, decay) => {
		for (let element = 0; element < elements; element++) now[element] = decay * now[element]! + (1 - decay) * weights[at + element]!;
	}, () => norm(now));
}

/** Where the weights of some updates are not here, one that is has the decays of all from the one before, and its weights stand for theirs. */
function alongUpdates(slice: AverageSlice, curve: AverageCurve, elements: number, decayAt: DecayAt, update: (weights: Float64Array, at: number, decay: number) => void, value: () => number): Float64Array {
	const { updates, count } = slice, every = updates.length < count && hasEvery(slice, curve, elements) ? curve.every : undefined;
	return Float64Array.from(updates, (last, row) => {
		let together = 1;
		for (let each = (updates[row - 1] ?? 0) + 1; each <= last; each++) {
			if (every === undefined) together *= decayAt(each);
			else update(every.weights, (each - 1) * every.elements, decayAt(each));
		}
		if (every === undefined) update(curve.weights, row * curve.elements, together);
		return value();
	});
}
