/** Gradients of a whole autograd graph that replay has appended to a trace as derived events, found again by its root. */
import type { Ref, Tick, Trace } from '../trace/model.ts';
import { FACT_NUMBERS, factsFromNumbers } from './number-facts.ts';
import type { NumberFacts, ReplayNote } from './slice.ts';

/** Which graph: that of a tensor as it was at a tick. */
export interface GradientsRequest { readonly root: Ref; readonly tick: Tick }

/** `info` of a derived event of kind 'gradients': its numbers are the facts of each node's gradient; of kind 'gradientsNote': why there are none. */
export interface GradientsInfo extends GradientsRequest { readonly note?: ReplayNote }

/** One for each node of the graph; undefined: they were not computed. */
export function gradientsOf(trace: Trace, root: Ref, tick: Tick): readonly (NumberFacts | undefined)[] | undefined {
	const event = eventOf(trace, 'gradients', root, tick);
	return event && Array.from({ length: event.numbers.length / FACT_NUMBERS }, (_, node) => factsFromNumbers(event.numbers.subarray(node * FACT_NUMBERS, (node + 1) * FACT_NUMBERS)));
}

export function gradientNoteOf(trace: Trace, root: Ref, tick: Tick): ReplayNote | undefined {
	return (eventOf(trace, 'gradientsNote', root, tick)?.info as GradientsInfo | undefined)?.note;
}

function eventOf(trace: Trace, kind: string, root: Ref, tick: Tick): Trace['derived'][number] | undefined {
	return trace.derived.findLast(event => {
		const info = event.info as GradientsInfo;
		return event.kind === kind && info.root === root && info.tick === tick;
	});
}
