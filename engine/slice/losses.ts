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

export function* runLosses(trace: Trace): Work<Losses> {
	const { backwards } = trace;
	const numbers = Float64Array.from(evenly(backwards.length, MOST));
	const values = new Float64Array(numbers.length);
	for (const [i, number] of numbers.entries()) {
		values[i] = lossOf(trace, backwards[number]!);
		yield;
	}
	return { count: backwards.length, numbers, values };
}
