/** What entries of a trace's list are called, and which of them follow the moment that is looked at. */
import type { Ref, Tick } from '../trace/model.ts';

/** The index map of a call that raised. */
export function failedId(call: number): string {
	return `failed:${call}`;
}

/** Entries of the list, not a tensor that was asked for as it was at a moment of its own; a graph is that of a backward call, which names a moment already. */
const FOLLOWING = /^(?:(?:tensor|graph|indexMap|product|storage):\d+|graph:\d+@\d+)$/;

/** What a line does in each iteration is shown as it was then; optimizers and averages hold their whole run, and mark the moment. */
export function followsMoment(id: string): boolean {
	return FOLLOWING.test(id);
}

/** `tick` undefined: nobody has chosen a moment. */
export function idAt(id: string, tick: Tick | undefined): string {
	return tick !== undefined && followsMoment(id) ? `${id}@${tick}` : id;
}

/** The optimizer that an id names. */
export function optimizerOf(id: string): Ref {
	return Number(id.replace('optimizer:', ''));
}
