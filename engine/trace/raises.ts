/** What exceptions did: which one ended the run, and which lines they left. */
import { countUpTo } from './ascending.ts';
import type { FailedOp, Raised, RunError, Step, Trace } from './model.ts';
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

/** That exception as it was raised, in recorded code of a line; what ended a run is told of when its handlers have run, which may have run the line again. */
export function raiseOf(trace: Trace, error: Pick<RunError, 'tick'>, line: number): Raised | undefined {
	const raised = trace.raised.find(({ tick }) => tick === error.tick) ?? trace.raised[uncaught(trace)];
	return raised?.line === line ? raised : undefined;
}

/** What a call raised, in the run of the line that made it; undefined: it went no further than the code that called. */
export function exceptionOf(trace: Trace, { tick, frame }: FailedOp): Raised | undefined {
	const { raised } = trace, end = trace.stepAt(tick)?.end ?? tick;
	for (let at = countUpTo(raised.length, i => raised[i]!.tick, tick - 1); at < raised.length && raised[at]!.tick <= end; at++) {
		if (raised[at]!.frame === frame) return raised[at];
	}
	return undefined;
}

/** The call that raised it. */
export function failedCallOf(trace: Trace, raised: Raised): FailedOp | undefined {
	const call = trace.failedOps.findLast(({ tick, frame }) => tick <= raised.tick && frame === raised.frame);
	return call && exceptionOf(trace, call) === raised ? call : undefined;
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
