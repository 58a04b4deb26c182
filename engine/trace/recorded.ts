/** What of a run its trace holds: everything, or what the setting `record.what` left of it. */
import type { Trace } from './model.ts';

/** Each has those after it: lines with the names they change; calls of PyTorch; steps of optimizers with output and errors. */
export const RECORDED = ['lines', 'ops', 'optimizerSteps'] as const;

export type Recorded = (typeof RECORDED)[number];

/** The tracer says at its start what it leaves out by wish. */
export function recordedOf(trace: Trace): Recorded {
	const left = new Set(trace.limits.map(limit => limit.what));
	return left.has('ops') ? 'optimizerSteps' : left.has('lines') ? 'ops' : 'lines';
}

/** Whether the trace lacks something that it was meant to have. */
export function isCutByBudget(trace: Trace): boolean {
	return trace.limits.some(({ what }) => what !== 'lines' && what !== 'ops');
}
