/**
 * When in a run a line is looked at: its last run (up to the moment that is looked at), before it for what it reads,
 * after it for what it assigns. Pure reading of the trace; the same rule serves hover and whatever else points at a line.
 */
import type { Frame, Range, Ref, Step, Tick, Trace } from '../engine/trace/model.ts';
import type { ExpressionAt } from './expressionAt.ts';

export interface Moment {
	readonly frame: number;
	readonly tick: Tick;
	/** undefined: the line ran once. */
	readonly iteration: { readonly k: number; readonly n: number } | undefined;
	readonly when: 'before' | 'after' | 'called' | 'result';
}

/** Steps of a line that are looked at one by one; a line that ran more often is counted without looking. */
const LOOKED_AT = 20_000;
/** Code inside an expression, which has frames of its own. */
const NESTED = new Set(['<genexpr>', '<lambda>', '<listcomp>', '<setcomp>', '<dictcomp>']);

export interface Line {
	/** Index of the trace's source. */
	readonly source: number;
	/** 1-based. */
	readonly line: number;
	/** First and last line of the statement: Python runs a statement of several lines in steps of its own choice. */
	readonly statement: { readonly from: number; readonly to: number };
	/** The statement is a `for`, `while` or `with`: its line is visited again at its end. */
	readonly isHeader: boolean;
}

/** undefined: the line did not run, or not `until` that tick. */
export function momentOf(trace: Trace, at: Line, role: ExpressionAt['role'], name: string, until: Tick = trace.lastTick): Moment | undefined {
	if (role === 'parameter') { return parameterMoment(trace, at, name, until); }
	const all = stepsOf(trace, at);
	const bindingAll = role === 'store' ? bindingSteps(trace, all, name) : undefined;
	const among = bindingAll && bindingAll.length > 0 ? bindingAll : all;
	const seen = until === trace.lastTick ? among : among.filter(index => role === 'store' ? trace.step(index).end <= until : trace.step(index).tick <= until);
	if (seen.length === 0) { return undefined; }
	const step = choose(trace, seen, name);
	const count = (steps: readonly number[]): number => steps.length > LOOKED_AT ? steps.length : countIn(trace, steps, step, at);
	const n = count(among);
	const isTelling = n > 1 && (role === 'store' ? among === bindingAll : !at.isHeader);
	return {
		frame: step.frame,
		tick: role === 'store' ? step.end : step.tick,
		iteration: isTelling ? { k: seen === among ? n : count(seen), n } : undefined,
		when: role === 'store' ? 'after' : 'before',
	};
}

/** Steps of the line itself, else of another line of the same statement: its bracket's line has none of its own. */
function stepsOf(trace: Trace, { source, line, statement }: Line): readonly number[] {
	const own = trace.stepsOfLine(source, line);
	for (let other = statement.from; own.length === 0 && other <= statement.to; other++) {
		const steps = trace.stepsOfLine(source, other);
		if (steps.length > 0) { return steps; }
	}
	return own;
}

/** Those of the last steps in which the name was bound. */
function bindingSteps(trace: Trace, steps: readonly number[], name: string): number[] {
	return steps.slice(-LOOKED_AT).filter(index => {
		const step = trace.step(index);
		const { locals, globals } = trace.frame(step.frame);
		return [locals, globals].some(scope => trace.bindingsBetween(scope, step.tick, step.end + 1).some(binding => binding.name === name));
	});
}

/** The last step; where a comprehension ran on the line, the last one in which the name means something, the line's own first. */
function choose(trace: Trace, steps: readonly number[], name: string): Step {
	const last = trace.step(steps.at(-1)!);
	const frameOf = (step: Step): Frame => trace.frame(step.frame);
	if (!NESTED.has(frameOf(last).name)) { return last; }
	const recent = steps.slice(-1000).map(index => trace.step(index)).reverse();
	const means = (step: Step): boolean => trace.lookup(name, step.frame, step.end) !== 0;
	return recent.find(step => !NESTED.has(frameOf(step).name) && means(step)) ?? recent.find(means) ?? last;
}

/** How often the line ran in that frame; where the frame saw it once, in all calls of it. */
function countIn(trace: Trace, steps: readonly number[], chosen: Step, { statement }: Line): number {
	const isSpread = statement.to > statement.from;
	const name = trace.frame(chosen.frame).name;
	let inFrame = 0;
	let inAll = 0;
	for (const index of steps) {
		const step = trace.step(index);
		if (isSpread && index > 0) {
			const before = trace.step(index - 1);
			if (before.frame === step.frame && before.line >= statement.from && before.line <= statement.to) { continue; }
		}
		if (step.frame === chosen.frame) { inFrame++; }
		if (trace.frame(step.frame).name === name) { inAll++; }
	}
	return inFrame > 1 ? inFrame : inAll;
}

/** A parameter has its value when the last call of its function begins. */
function parameterMoment(trace: Trace, { source, line, statement }: Line, name: string, until: Tick): Moment | undefined {
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
export function resultOf(trace: Trace, source: number, range: Range, until: Tick = trace.lastTick): { readonly ref: Ref; readonly moment: Moment } | undefined {
	const ops = trace.opsOfLine(source, range.start.line + 1).filter(index => {
		const at = trace.rangeOfOp(index);
		return at !== undefined && isSame(at.start, range.start) && isSame(at.end, range.end);
	});
	const seen = ops.filter(index => trace.op(index).end <= until);
	const last = seen.length > 0 ? trace.op(seen.at(-1)!) : undefined;
	const ref = last?.outputs[0];
	if (!last || ref === undefined) { return undefined; }
	return { ref, moment: { frame: last.frame, tick: last.end, iteration: ops.length > 1 ? { k: seen.length, n: ops.length } : undefined, when: 'result' } };
}

function isSame(a: Range['start'], b: Range['start']): boolean {
	return a.line === b.line && a.character === b.character;
}
