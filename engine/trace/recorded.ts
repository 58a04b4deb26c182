/** What of a run its trace holds: everything, or what the setting `record.what` left of it. */
import type { Limit, Trace } from './model.ts';

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

/** The budgets at whose end nothing more is recorded, in the tracer's words. */
const BUDGETS = ['steps', 'bytes', 'seconds'] as const;

export type Budget = (typeof BUDGETS)[number];

/** What ended the recording before its program; undefined: no budget has, so far. */
export function spentBudget(trace: Trace): (Limit & { readonly what: Budget }) | undefined {
	return trace.limits.find((limit): limit is Limit & { readonly what: Budget } => BUDGETS.some(budget => budget === limit.what));
}

/** The program was to end where its recording did, which the tracer says on stderr. */
export function isStoppedAt({ detail }: Limit, trace: Trace): boolean {
	return trace.status === 1 && trace.outputs.some(({ stream, text }) => stream === 2 && text.includes(`Stopped: ${detail}.`));
}
