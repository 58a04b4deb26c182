/**
 * When in a run a line is looked at: its last run (up to the moment that is looked at), before it for what it reads,
 * after it for what it assigns. Pure reading of the trace; the same rule serves hover and whatever else points at a line.
 */
import { opsOfCall } from '../engine/trace/calls.ts';
import { countUpTo } from '../engine/trace/ascending.ts';
import type { Frame, Range, Ref, Step, Tick, Trace } from '../engine/trace/model.ts';
import { type VisitedLine, visitsOf } from '../engine/trace/visits.ts';
import type { Work } from '../engine/trace/work.ts';
import type { ExpressionAt } from './expressionAt.ts';

export interface Moment {
	readonly frame: number;
	readonly tick: Tick;
	/** undefined: the line ran once. */
	readonly iteration: { readonly k: number; readonly n: number } | undefined;
	readonly when: 'before' | 'after' | 'called' | 'result';
}

/** Calls that are looked at one by one, from the last back. */
const LOOKED_AT = 20_000;
/** Steps among which one of the line's own frame is looked for, where the last is within an expression of it. */
const RECENT = 1000;
/** Code inside an expression, which has frames of its own. */
const NESTED = new Set(['<genexpr>', '<lambda>', '<listcomp>', '<setcomp>', '<dictcomp>']);

/** undefined: the line did not run, or not `until` that tick. */
export function* momentOf(trace: Trace, at: VisitedLine, role: ExpressionAt['role'], name: string, until: Tick = trace.lastTick): Work<Moment | undefined> {
	if (role === 'parameter') { return parameterMoment(trace, at, name, until); }
	const isHeader = at.bodyEnd !== undefined;
	const binding = role === 'store' && isHeader ? yield* visitsOf(trace, at, name) : undefined;
	const visits = binding !== undefined && binding.steps.length > 0 ? binding : yield* visitsOf(trace, at);
	const count = visits.countUntil(until, role === 'store' ? 'ended' : 'begun');
	if (count === 0) { return undefined; }
	const step = choose(trace, visits.steps, count, name);
	const { k, n } = visits.iteration(count, step.frame);
	const isTelling = n > 1 && (visits === binding || !isHeader);
	return {
		frame: step.frame,
		tick: role === 'store' ? step.end : step.tick,
		iteration: isTelling ? { k, n } : undefined,
		when: role === 'store' ? 'after' : 'before',
	};
}

/** The last step; where a comprehension ran on the line, the last one in which the name means something, the line's own first. */
function choose(trace: Trace, steps: readonly number[], count: number, name: string): Step {
	const last = trace.step(steps[count - 1]!);
	const frameOf = (step: Step): Frame => trace.frame(step.frame);
	if (!NESTED.has(frameOf(last).name)) { return last; }
	const recent = steps.slice(Math.max(0, count - RECENT), count).map(index => trace.step(index)).reverse();
	const means = (step: Step): boolean => trace.lookup(name, step.frame, step.end) !== 0;
	return recent.find(step => !NESTED.has(frameOf(step).name) && means(step)) ?? recent.find(means) ?? last;
}

/** A parameter has its value when the last call of its function begins. */
function parameterMoment(trace: Trace, { source, line, statement }: VisitedLine, name: string, until: Tick): Moment | undefined {
	for (let index = trace.frameCount - 1; index >= Math.max(0, trace.frameCount - LOOKED_AT); index--) {
		const frame = trace.frame(index);
		if (trace.cells[frame.cell]?.source !== source || frame.locals === frame.globals) { continue; }
		if (frame.line !== line && (frame.line < statement.from || frame.line > line)) { continue; }
		const bound = trace.bindingsBetween(frame.locals, frame.tick, frame.end + 1).find(binding => binding.name === name);
		if (bound && bound.tick <= until) { return { frame: index, tick: bound.tick, iteration: undefined, when: 'called' }; }
	}
	return undefined;
}

/** What the call that stands at a range (zero-based, of the text that ran) gave, in its last run; undefined: no call of PyTorch. */
export function* resultOf(trace: Trace, source: number, range: Range, until: Tick = trace.lastTick): Work<{ readonly ref: Ref; readonly moment: Moment } | undefined> {
	const ops = yield* opsOfCall(trace, source, range);
	const count = until === trace.lastTick ? ops.length : countUpTo(ops.length, place => trace.op(ops[place]!).end, until);
	const last = count > 0 ? trace.op(ops[count - 1]!) : undefined;
	const ref = last?.outputs[0];
	if (!last || ref === undefined) { return undefined; }
	return { ref, moment: { frame: last.frame, tick: last.end, iteration: ops.length > 1 ? { k: count, n: ops.length } : undefined, when: 'result' } };
}
