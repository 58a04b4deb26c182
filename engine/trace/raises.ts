/** What exceptions did: which one ended the run, and which lines they left. */
import { countUpTo } from './ascending.ts';
import type { RunError, Step, Trace } from './model.ts';
import { spentBudget } from './recorded.ts';

/** The place among `raised` of the exception that ended the run; -1: none did, or not in recorded code. */
export function uncaught(trace: Trace): number {
	const { raised } = trace;
	const error = recordedError(trace);
	if (error === undefined) return -1;
	return raised.findLastIndex(({ tick, type, message }) => tick <= error.tick && type === error.type && (message === '' || error.message.startsWith(message)));
}

/** The exception that ended the run; not one that came when nothing was recorded any more, which may look like one before. */
export function recordedError(trace: Trace): RunError | undefined {
	const error = trace.errors.at(-1), end = spentBudget(trace);
	return error === undefined || (end !== undefined && end.tick < error.tick) ? undefined : error;
}

/** An exception left the step before it assigned anything. */
export function isLeft(trace: Trace, { tick, end, frame }: Step): boolean {
	const { raised } = trace;
	for (let at = countUpTo(raised.length, i => raised[i]!.tick, tick); at < raised.length && raised[at]!.tick <= end; at++) {
		if (raised[at]!.frame === frame) return true;
	}
	// Out of a call it comes without a row of its own: but for the look at what the step has bound, nothing is between the end of
	// the call and that of the step.
	const last = countUpTo(trace.stepCount, index => trace.step(index).tick, end - 1) - 1;
	for (let called = trace.step(last).frame; called > frame; called = trace.frame(called).parent) {
		const { parent, hasRaised, end: ended } = trace.frame(called);
		if (parent === frame) return hasRaised && ended < end && end - ended <= 2 && trace.bindingsBetween(trace.frame(frame).locals, ended, end).length === 0;
	}
	return false;
}
