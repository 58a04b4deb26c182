/**
 * What a run's `backward` calls were called on, each with its number among them: two runs laid one on the other are
 * compared at the same call.
 */
import { lossOf } from '../trace/loss.ts';
import type { Trace } from '../trace/model.ts';
import type { Work } from '../trace/work.ts';
import { evenly } from './evenly.ts';

/** More than a line has pixels for. */
const MOST = 600;
/** Of a run that others may be compared with: nearly always all, so that any call's is found. */
export const MOST_KEPT = 65_536;

export interface Losses {
	/** Calls there were; of many, some are here. */
	readonly count: number;
	/** Which of all; ascending. */
	readonly numbers: Float64Array;
	/** NaN where one was not recorded. */
	readonly values: Float64Array;
}

/** A run that another one is compared with; `title` as it follows "in". */
export interface OtherRun { readonly title: string; readonly losses: Losses }

/** @param most of many so many, evenly chosen */
export function* runLosses(trace: Trace, most = MOST): Work<Losses> {
	const { backwards } = trace;
	const numbers = Float64Array.from(evenly(backwards.length, most));
	const values = new Float64Array(numbers.length);
	for (const [i, number] of numbers.entries()) {
		values[i] = lossOf(trace, backwards[number]!);
		yield;
	}
	return { count: backwards.length, numbers, values };
}

/** Of another run's losses those that are drawn, and those of the same calls as `numbers`. */
export function beside({ count, numbers: kept, values }: Losses, numbers: Float64Array): Losses {
	const wanted = new Set(numbers), drawn = new Set(evenly(kept.length, MOST));
	const places = Array.from(kept.keys()).filter(place => drawn.has(place) || wanted.has(kept[place]!));
	return { count, numbers: Float64Array.from(places, place => kept[place]!), values: Float64Array.from(places, place => values[place]!) };
}
