/** A run as a table, in the order of time: its losses, its optimizer's steps, what it printed and where something was raised. */
import { evenly } from '../../engine/slice/evenly.ts';
import type { OtherRun } from '../../engine/slice/losses.ts';
import type { Timeline } from '../../engine/slice/timeline.ts';
import { short } from '../theme/numbers.ts';
import { fill, type Strings } from '../theme/strings.ts';
import type { Table } from '../theme/table.ts';
import type { Span } from './span.ts';

/** Counted from 1. `other`: the run that it is compared with. */
export function timelineTable({ losses, optimizers, optimizerSteps, outputs, raised }: Timeline, other: OtherRun | undefined, [begin, end]: Span, strings: Strings): Table {
	const otherLosses = new Map(other === undefined ? [] : Array.from(other.losses.numbers, (number, at) => [number, other.losses.values[at]!]));
	const text = (loss: number | undefined) => loss === undefined || Number.isNaN(loss) ? '' : short(loss);
	const events = [
		...Array.from(losses.ticks, (tick, at) => ({ tick, name: fill(strings.timelineLoss, losses.numbers[at]! + 1), losses: [losses.values[at], otherLosses.get(losses.numbers[at]!)] })),
		...evenly(optimizerSteps, Math.max(2, optimizers.length)).map((step, at) => ({ tick: optimizers[at]!, name: fill(strings.timelineOptimizerStep, step + 1, optimizerSteps), losses: [] })),
		...Array.from(outputs, tick => ({ tick, name: strings.timelineOutput, losses: [] })),
		...Array.from(raised, tick => ({ tick, name: strings.timelineRaised, losses: [] })),
	].sort((a, b) => a.tick - b.tick);
	return {
		head: [strings.timelineEvent, strings.timelineAt, strings.loss, ...(other === undefined ? [] : [fill(strings.timelineOther, strings.loss, other.title)])], count: events.length,
		row(at) {
			const { tick, name, losses: [own, theirs] } = events[at]!;
			return [name, `${short((tick - begin) / (end - begin) * 100)} %`, text(own), ...(other === undefined ? [] : [text(theirs)])];
		},
	};
}
