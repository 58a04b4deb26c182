/** What entries of a trace's list are called, and which of them follow the moment that is looked at. */
import type { Tick } from '../trace/model.ts';

/** The index map of a call that raised. */
export function failedId(call: number): string {
	return `failed:${call}`;
}

/** An entry of the list, not a tensor that was asked for as it was at a moment of its own. */
const AT_END = /^(tensor|graph):\d+$/;

/** A tensor is shown as it was then, and how it came to be; the other views hold their whole run, and mark the moment. */
export function followsMoment(id: string): boolean {
	return AT_END.test(id);
}

/** `tick` undefined: nobody has chosen a moment. */
export function idAt(id: string, tick: Tick | undefined): string {
	return tick !== undefined && followsMoment(id) ? `${id}@${tick}` : id;
}
