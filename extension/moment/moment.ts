/**
 * When in a run a line is looked at: its last run (up to the moment that is looked at), before it for what it reads,
 * after it for what it assigns. Pure reading of the trace; the same rule serves hover and whatever else points at a line.
 */
import { OpsOfCall } from '../../engine/trace/calls.ts';
import { type Focus, isNested, openCallOf } from '../../engine/trace/focus.ts';
import type { Range, Ref, Step, Tick, Trace } from '../../engine/trace/model.ts';
import { isLeft } from '../../engine/trace/raises.ts';
import { spentBudget } from '../../engine/trace/recorded.ts';
import type { Rows } from '../../engine/trace/rows.ts';
import { type Iteration, type VisitedLine, visitsOf } from '../../engine/trace/visits.ts';
import type { Work } from '../../engine/trace/work.ts';
import type { ExpressionAt } from '../code/expressionAt.ts';

export interface Moment {
	readonly frame: number;
	readonly tick: Tick;
	/** undefined: the line ran once. */
	readonly iteration: Iteration | undefined;
	readonly when: 'before' | 'after' | 'called' | 'result';
}

/** Calls that are looked at one by one, from the last back. */
const LOOKED_AT = 20_000;
/** Steps among which one of the line's own frame is looked for, where the last is within an expression of it. */
const RECENT = 1000;
/** undefined: the line did not run, or not by then. */
export function* momentOf(trace: Trace, at: VisitedLine, role: ExpressionAt['role'], name: string, focus: Focus): Work<Moment | undefined> {
	if (role === 'parameter') { return parameterMoment(trace, at, name, focus); }
	const isHeader = at.bodyEnd !== undefined;
	const binding = role === 'store' && isHeader ? yield* visitsOf(trace, at, name) : undefined;
	const visits = binding !== undefined && binding.steps.length > 0 ? binding : yield* visitsOf(trace, at);
	const count = visits.countUntil(focus, role === 'store' ? 'ended' : 'begun');
	if (count === 0) { return undefined; }
	const step = choose(trace, visits.steps, count, name);
	const iteration = visits.iteration(count, step.frame);
	const isTelling = iteration.n > 1 && (visits === binding || !isHeader);
	// What an exception kept from being assigned is what it was before.
	const isAfter = role === 'store' && !isLeft(trace, step);
	return { frame: step.frame, tick: isAfter ? step.end : step.tick, iteration: isTelling ? iteration : undefined, when: isAfter ? 'after' : 'before' };
}

/** The last step; where a comprehension ran on the line, the last one in which the name means something, the line's own first. */
function choose(trace: Trace, steps: Rows, count: number, name: string): Step {
	const last = trace.step(steps.at(count - 1)!);
	const isOwn = (step: Step): boolean => !isNested(trace.frame(step.frame));
	if (isOwn(last)) { return last; }
	const recent = steps.slice(Math.max(0, count - RECENT), count).map(index => trace.step(index)).reverse();
	const means = (step: Step): boolean => trace.lookup(name, step.frame, step.end) !== 0;
	return recent.find(step => isOwn(step) && means(step)) ?? recent.find(means) ?? last;
}

/** A parameter has its value when the call of its function that is looked at begins, else the last one. */
function parameterMoment(trace: Trace, { source, line, statement }: VisitedLine, name: string, { tick: until, frames }: Focus): Moment | undefined {
	for (const index of framesBack(trace, frames)) {
		const frame = trace.frame(index);
		if (trace.cells[frame.cell]?.source !== source || frame.locals === frame.globals) { continue; }
		if (frame.line !== line && (frame.line < statement.from || frame.line > line)) { continue; }
		const bound = trace.bindingsBetween(frame.locals, frame.tick, frame.end + 1).find(binding => binding.name === name);
		if (bound && bound.tick <= until) { return { frame: index, tick: bound.tick, iteration: undefined, when: 'called' }; }
	}
	return undefined;
}

/** Those that are looked at, then the last ones, from the last back. */
function* framesBack({ frameCount }: Trace, lookedAt: readonly number[]): Generator<number> {
	yield* lookedAt;
	for (let index = frameCount - 1; index >= Math.max(0, frameCount - LOOKED_AT); index--) { yield index; }
}

/** What the call that stands at a range (zero-based, of the text that ran) gave, in its last run; undefined: no call of PyTorch. */
export function resultOf(trace: Trace, source: number, range: Range, focus: Focus): { readonly ref: Ref; readonly moment: Moment } | undefined {
	const ops = new OpsOfCall(trace, source, range);
	const isCut = spentBudget(trace) !== undefined;
	let open: number | undefined;
	for (const { op, count: k } of ops.endedBy(focus.tick)) {
		const { frame, tick, end, outputs: [ref] } = trace.op(op);
		open ??= openCallOf(trace, focus, frame);
		if (ref === undefined || (open !== undefined && tick < trace.frame(open).tick)) { return undefined; }
		if (frame === (open ?? frame)) { return { ref, moment: { frame, tick: end, iteration: ops.length > 1 ? { k, n: ops.length, isCut } : undefined, when: 'result' } }; }
	}
	return undefined;
}
