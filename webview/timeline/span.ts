/**
 * Which stretch of a run is shown: a zoom along one line, kept as the domain of the figure's scale. The arithmetic is
 * d3-zoom's (what lies under the pointer stays there; nothing beyond the whole, nothing under a least extent) and
 * d3-brush's (an end that is drawn past the other becomes the other).
 */
import type { Tick } from '../../engine/trace/model.ts';
import type { ViewState } from '../view.ts';

export type Span = readonly [from: Tick, to: Tick];

/** In ticks; a line of code takes a few. */
export const LEAST = 4;

export function isWhole(span: Span, run: Span): boolean {
	return span[0] <= run[0] && span[1] >= run[1];
}

export function holds([from, to]: Span, tick: Tick): boolean {
	return tick >= from && tick <= to;
}

/** The stretch that was remembered. One that does not lie in this run was another's: then the whole run, as for none. */
export function remembered(kept: ViewState[string] | undefined, run: Span): Span {
	if (!Array.isArray(kept) || kept.length !== 2 || !kept.every(Number.isFinite)) return run;
	const [from, to] = kept as [number, number];
	return from >= run[0] && to <= run[1] && from < to ? [from, to] : run;
}

/** Of the same length where the run has room for it. */
export function within([from, to]: Span, run: Span): Span {
	const length = Math.min(run[1] - run[0], Math.max(LEAST, to - from));
	const begin = Math.min(run[1] - length, Math.max(run[0], from));
	// Not `begin + length`: that may miss the run's end by a rounding.
	return begin + length >= run[1] ? [run[1] - length, run[1]] : [begin, begin + length];
}

/** From one moment to another, whichever was first. */
export function between(a: Tick, b: Tick, run: Span): Span {
	const inRun = (tick: Tick) => Math.min(run[1], Math.max(run[0], tick));
	return within([inRun(Math.min(a, b)), inRun(Math.max(a, b))], run);
}

export function panned([from, to]: Span, by: number, run: Span): Span {
	return within([from + by, to + by], run);
}

/** `factor` times as near; what lies at `about` stays where it is, if it is shown. */
export function zoomed(span: Span, factor: number, about: Tick, run: Span): Span {
	const [from, to] = span;
	const fixed = holds(span, about) ? about : (from + to) / 2;
	const length = Math.min(run[1] - run[0], Math.max(LEAST, (to - from) / factor));
	const begin = fixed - (fixed - from) / (to - from) * length;
	return within([begin, begin + length], run);
}

/** Moved until a moment lies in it: a part `margin` of its length from the end at which the moment comes in; as it was where it lies there already. */
export function revealing(span: Span, tick: Tick, margin: number, run: Span): Span {
	const [from, to] = span;
	if (holds(span, tick)) return span;
	const inside = (to - from) * margin;
	return panned(span, tick < from ? tick - inside - from : tick + inside - to, run);
}
