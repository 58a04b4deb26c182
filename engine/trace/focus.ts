/**
 * What of a trace is looked at: a tick, and the calls that were open then. A line of a function that ran in many calls is that
 * of the open one, so that all lines of a function show one call; nobody having chosen, those that the exception left.
 */
import type { Frame, Tick, Trace } from './model.ts';
import { uncaught } from './raises.ts';

export interface Focus {
	readonly tick: Tick;
	/** Innermost first. */
	readonly frames: readonly number[];
}

/** Code inside an expression, which has frames of its own. */
const NESTED = new Set(['<genexpr>', '<lambda>', '<arrow>', '<listcomp>', '<setcomp>', '<dictcomp>']);

/** @param tick undefined: at the end */
export function focusAt(trace: Trace, tick: Tick | undefined): Focus {
	if (tick === undefined) {
		const raised = trace.raised[uncaught(trace)];
		return { tick: trace.lastTick, frames: raised === undefined ? [] : callChain(trace, raised.frame, raised.tick) };
	}
	// The end of a line is the moment at which the next one of its frame begins, or nothing does where the frame ends.
	const at = trace.stepAt(tick);
	const step = at?.tick === tick ? at : trace.stepAt(tick - 1);
	return { tick, frames: step === undefined ? [] : callChain(trace, step.frame, step.tick) };
}

/** Of the open calls the innermost one of the code that a frame runs. */
export function openCallOf(trace: Trace, { frames }: Focus, frame: number): number | undefined {
	const code = trace.frame(frame);
	return frames.find(open => open === frame || isSameCode(trace.frame(open), code));
}

/** The frame and those that it ran for at a tick, innermost first. */
export function callChain(trace: Trace, frame: number, tick: Tick): number[] {
	const chain = new Set<number>();
	// A frame that called itself is somebody's forgery.
	for (let at = frame; at >= 0 && at < trace.frameCount && !chain.has(at); at = trace.callerAt(at, tick)) chain.add(at);
	return [...chain];
}

export function isNested({ name }: Frame): boolean {
	return NESTED.has(name);
}

function isSameCode(a: Frame, b: Frame): boolean {
	return a.cell === b.cell && a.line === b.line && a.name === b.name;
}
