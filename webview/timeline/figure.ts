/**
 * A stretch of the run drawn to scale: the losses in it over all the height there is for them, as d3's focus + context has
 * it, and rows of marks below. Pure: from a timeline, a span and a width to SVG.
 */
import { scaleLinear } from 'd3';
import type { Tick } from '../../engine/trace/model.ts';
import type { Losses } from '../../engine/slice/losses.ts';
import type { Timeline } from '../../engine/slice/timeline.ts';
import { markPath } from '../grid/marks.ts';
import { svg } from '../theme/dom.ts';
import { lossScale } from '../theme/loss-scale.ts';
import { holds, type Span } from './span.ts';

export const HEIGHT = 46;
/** Left and right of what is to scale. */
export const PAD = 8;
/** Where the losses are drawn, and the rows of marks below them. */
const LOSS = [4, 26] as const, OPTIMIZER = [29, 36] as const, OUTPUT = 41;
/** As much of the padding as a mark at the very end takes. */
const EDGE = 4;

export interface Axis { xOf(tick: Tick): number; tickAt(x: number): Tick }

export function axisOf(span: Span, width: number): Axis {
	const scale = scaleLinear(span, [PAD, Math.max(PAD + 1, width - PAD)]);
	return { xOf: scale, tickAt: x => Math.min(span[1], Math.max(span[0], scale.invert(x))) };
}

/** Losses to scale; ticks ascend. */
export interface Course { readonly ticks: ArrayLike<Tick>; readonly values: ArrayLike<number> }

/** Another run's losses, its k-th at the moment of this one's k-th: of what goes beyond there is no moment. */
export function laidUpon({ count, numbers, ticks }: Timeline['losses'], other: Losses): Course {
	const within = other.numbers.filter(number => number < count);
	// Where not every loss is at hand, a moment lies between those of its neighbours.
	const tickOf = numbers.length === 1 ? () => ticks[0]! : scaleLinear(numbers, ticks);
	return { ticks: within.map(tickOf), values: other.values.subarray(0, within.length) };
}

export interface LossLine {
	readonly path: string;
	/** Of the last loss before a moment; the ground's where there is none. */
	heightAt(tick: Tick): number;
}

/** On one scale. `range`: pixels of the least and of the greatest. */
export function lossLines(courses: readonly Course[], [from, to]: Span, xOf: (tick: Tick) => number, range: readonly [number, number]): LossLine[] {
	const parts = courses.map(({ ticks, values }) => {
		const all = Array.from(ticks);
		// One more on either side, for the line comes from there and goes there.
		const first = Math.max(0, all.findLastIndex(tick => tick < from)), after = all.findIndex(tick => tick > to);
		const end = after < 0 ? all.length : after + 1;
		return { ticks: all.slice(first, end), values: Array.from(values).slice(first, end) };
	});
	const { height } = lossScale(parts.flatMap(({ values }) => values), range);
	return parts.map(({ ticks, values }) => {
		const heights = values.map(value => Number.isFinite(value) ? height(value) : NaN);
		return {
			path: pathThrough(heights, ticks.map(xOf)),
			heightAt(tick) {
				const at = heights[ticks.findLastIndex(each => each <= tick)];
				return at === undefined || Number.isNaN(at) ? range[0] : at;
			},
		};
	});
}

export interface Figure { readonly node: SVGSVGElement; readonly axis: Axis; readonly loss: LossLine }

/** `other`: losses of the run that it is compared with. */
export function drawFigure(document: Document, timeline: Timeline, other: Losses | undefined, span: Span, width: number): Figure {
	const axis = axisOf(span, width);
	const { xOf } = axis;
	const [loss, ...others] = lossLines([timeline.losses, ...(other === undefined ? [] : [laidUpon(timeline.losses, other)])], span, xOf, [LOSS[1], LOSS[0]]) as [LossLine, ...LossLine[]];
	const marks = (ticks: Float64Array, mark: (x: number) => string) => [...ticks].filter(tick => holds(span, tick)).map(tick => mark(xOf(tick))).join('');
	const limit = timeline.limit === undefined || !holds(span, timeline.limit) ? [] : [svg(document, 'line', { class: 'limit', x1: xOf(timeline.limit), x2: xOf(timeline.limit), y1: 0, y2: HEIGHT })];
	const [left, inner] = [PAD - EDGE, width - 2 * (PAD - EDGE)];
	return {
		axis, loss,
		node: svg(document, 'svg', { width, height: HEIGHT, 'aria-hidden': true },
			svg(document, 'line', { class: 'ground', x1: PAD, x2: width - PAD, y1: LOSS[1] + 1.5, y2: LOSS[1] + 1.5 }),
			svg(document, 'svg', { class: 'marks', x: left, width: inner, height: HEIGHT, viewBox: `${left} 0 ${inner} ${HEIGHT}` },
				...others.map(({ path }) => svg(document, 'path', { class: 'loss other', d: path })),
				svg(document, 'path', { class: 'loss', d: loss.path }),
				svg(document, 'path', { class: 'optimizers', d: marks(timeline.optimizers, x => `M${round(x)},${OPTIMIZER[0]}V${OPTIMIZER[1]}`) }),
				svg(document, 'path', { class: 'outputs', d: marks(timeline.outputs, x => `M${round(x)},${OUTPUT}h0.01`) }),
				svg(document, 'path', { class: 'raised', d: marks(timeline.raised, x => markPath('nan', x, OUTPUT - 1, 3.5)) }),
				...limit)),
	};
}

/** A line through those that are numbers, a dot where one stands alone. */
function pathThrough(heights: readonly number[], xs: readonly number[]): string {
	let path = '', isDown = false;
	for (const [i, height] of heights.entries()) {
		if (Number.isFinite(height)) path += `${isDown ? 'L' : 'M'}${round(xs[i]!)},${round(height)}${isDown ? '' : 'h0.01'}`;
		isDown = Number.isFinite(height);
	}
	return path;
}

export function round(value: number): number {
	return Math.round(value * 10) / 10;
}
