/** Gradients of a whole autograd graph that replay has appended to a trace as derived events, found again by its root. */
import type { Backward, Ref, TensorValue, Tick, Trace } from '../trace/model.ts';
import { FACT_NUMBERS, factsFromNumbers } from './number-facts.ts';
import { replayNote } from './replay-note.ts';
import type { NumberFacts, ReplayNote } from './slice.ts';

/** Which graph: that of a tensor as it was at a tick, when it had been made. */
export interface GradientsRequest { readonly root: Ref; readonly tick: Tick }

/** `info` of a derived event of kind 'gradients': its numbers are the facts of each node's gradient, and `off`; of kind 'gradientsNote': why there are none. */
export interface GradientsInfo extends GradientsRequest { readonly note?: ReplayNote }

/** `facts`: one for each node of the graph. undefined: they were not computed. */
export function gradientsOf(trace: Trace, root: Ref, tick: Tick): { readonly facts: readonly (NumberFacts | undefined)[]; readonly off: number | undefined } | undefined {
	const event = eventOf(trace, 'gradients', root, tick);
	if (event === undefined) return undefined;
	const count = Math.floor(event.numbers.length / FACT_NUMBERS);
	return { facts: Array.from({ length: count }, (_, node) => factsFromNumbers(event.numbers.subarray(node * FACT_NUMBERS, (node + 1) * FACT_NUMBERS))), off: offIn(trace, event.numbers[count * FACT_NUMBERS]) };
}

/** How far replayed gradients are off those that the program kept; undefined: it kept none, and another engine made what they are of. */
export function offIn(trace: Trace, off: number | undefined): number | undefined {
	if (off !== undefined && off >= 0) return off;
	return trace.info?.runtime === 'embedded' ? 0 : undefined;
}

export function gradientNoteOf(trace: Trace, root: Ref, tick: Tick): ReplayNote | undefined {
	return replayNote((eventOf(trace, 'gradientsNote', root, tick)?.info as GradientsInfo | undefined)?.note);
}

/** The program's last backward call from a root. */
export function backwardFrom(trace: Trace, root: Ref): Backward | undefined {
	return trace.backwards.findLast(call => call.root === root);
}

/** A leaf's gradient as a backward call left it; undefined: it had one before, to which it was added, or has none. */
export function keptGradient(trace: Trace, call: Backward, leaf: Ref): { readonly value: TensorValue; readonly tick: Tick } | undefined {
	const value = gradientAt(trace, leaf, call.tick) === undefined ? gradientAt(trace, leaf, call.end) : undefined;
	return value && { value, tick: call.end };
}

export function gradientAt(trace: Trace, leaf: Ref, tick: Tick): TensorValue | undefined {
	const value = trace.value(leaf, tick);
	const grad = value?.kind === 'tensor' && value.grad !== 0 ? trace.value(value.grad, tick) : undefined;
	return grad?.kind === 'tensor' ? grad : undefined;
}

function eventOf(trace: Trace, kind: string, root: Ref, tick: Tick): Trace['derived'][number] | undefined {
	return trace.derived.findLast(event => {
		const info = event.info as GradientsInfo;
		return event.kind === kind && info.root === root && info.tick === tick;
	});
}
