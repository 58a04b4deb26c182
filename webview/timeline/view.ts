/**
 * The run on one line, below every view: its losses, its optimizer's steps, what it printed, what was raised. A slider for
 * the moment that is looked at, which all views, the values beside lines and the debugger share.
 */
import type { Origin } from '../../engine/slice/slice.ts';
import type { Timeline, TimelinePlace, Walk } from '../../engine/slice/timeline.ts';
import { markPath } from '../grid/marks.ts';
import { element, svg } from '../theme/dom.ts';
import { lossScale } from '../theme/loss-scale.ts';
import { short } from '../theme/numbers.ts';
import { oncePerFrame } from '../theme/perFrame.ts';
import { fill, type Strings } from '../theme/strings.ts';
import { createPlayer } from '../theme/player.ts';

const HEIGHT = 46;
/** Where the losses are drawn, and the rows of marks below them. */
const LOSS = [4, 26] as const, OPTIMIZER = [29, 36] as const, OUTPUT = 41;
const PAD = 8;
/** Playing goes through the run in at most so many moves. */
const MOST_MOVES = 80;

export interface TimelineHost {
	seek(tick: number): void;
	walk(by: Walk, direction: 1 | -1): void;
	reveal(origin: Origin): void;
	readonly hasEditor: boolean;
}

export interface TimelineBar {
	readonly node: HTMLElement;
	setStrings(strings: Strings): void;
	set(timeline: Timeline): void;
	/** The moment that is looked at; `isEnd`: nobody has chosen one. */
	setPlace(place: TimelinePlace, isEnd: boolean): void;
}

export function createTimeline(document: Document, host: TimelineHost, first: Strings): TimelineBar {
	let strings = first;
	let timeline: Timeline | undefined;
	let place: TimelinePlace | undefined;
	let isEnd = true;
	let width = 0;
	let wanted = 0;

	const track = element(document, 'div', { class: 'track', tabindex: 0, role: 'slider', 'data-focus': 'timeline' });
	const said = element(document, 'span', { class: 'count' });
	const line = element(document, 'button', { type: 'button', class: 'link', hidden: true, 'data-focus': 'timeline-line' });
	const player = element(document, 'span');
	const node = element(document, 'footer', { hidden: true }, player, track, element(document, 'span', { class: 'where' }, said, line));

	const xOf = (tick: number) => timeline === undefined ? 0 : PAD + (tick - timeline.from) / Math.max(1, timeline.end - timeline.from) * (width - 2 * PAD);
	const tickAt = (x: number) => timeline === undefined ? 0 : Math.round(timeline.from + Math.min(1, Math.max(0, (x - PAD) / Math.max(1, width - 2 * PAD))) * (timeline.end - timeline.from));

	const here = svg(document, 'g', { class: 'here' }, svg(document, 'line', { y1: 0, y2: HEIGHT }), svg(document, 'circle', { r: 4 }));
	let heights: readonly number[] = [];

	const draw = () => {
		width = Math.max(80, track.clientWidth);
		if (timeline === undefined) return;
		const { ticks, values } = timeline.losses;
		const { height } = lossScale(values, [LOSS[1], LOSS[0]]);
		heights = Array.from(values, value => Number.isFinite(value) ? height(value) : NaN);
		const path = lossPath(heights, Array.from(ticks, xOf));
		const lines = (ticks: Float64Array, [from, to]: readonly [number, number]) => [...ticks].map(tick => `M${round(xOf(tick))},${from}V${to}`).join('');
		const limit = timeline.limit === undefined ? [] : [svg(document, 'line', { class: 'limit', x1: xOf(timeline.limit), x2: xOf(timeline.limit), y1: 0, y2: HEIGHT })];
		track.replaceChildren(svg(document, 'svg', { width, height: HEIGHT, 'aria-hidden': true },
			svg(document, 'line', { class: 'ground', x1: PAD, x2: width - PAD, y1: LOSS[1] + 1.5, y2: LOSS[1] + 1.5 }),
			svg(document, 'path', { class: 'loss', d: path }),
			svg(document, 'path', { class: 'optimizers', d: lines(timeline.optimizers, OPTIMIZER) }),
			svg(document, 'path', { class: 'outputs', d: [...timeline.outputs].map(tick => `M${round(xOf(tick))},${OUTPUT}h0.01`).join('') }),
			svg(document, 'path', { class: 'raised', d: [...timeline.raised].map(tick => markPath('nan', xOf(tick), OUTPUT - 1, 3.5)).join('') }),
			...limit, here));
		showPlace();
	};
	const showPlace = () => {
		if (timeline === undefined || place === undefined) return;
		const x = isEnd ? width - PAD : xOf(place.tick);
		here.setAttribute('transform', `translate(${round(x)},0)`);
		const { tick } = place, { ticks, values } = timeline.losses;
		const last = ticks.findLastIndex(each => each <= tick), loss = values[last], height = heights[last];
		here.lastElementChild!.setAttribute('cy', String(round(height === undefined || Number.isNaN(height) ? LOSS[1] : height)));
		const steps = timeline.steps > 0 ? fill(strings.timelineStep, place.step, timeline.steps) : fill(strings.timelineOptimizerStep, place.optimizerStep, timeline.optimizerSteps);
		const text = loss === undefined || Number.isNaN(loss) ? steps : `${steps} · ${strings.loss} ${short(loss)}`;
		said.textContent = text;
		line.hidden = place.origin === undefined;
		line.disabled = !host.hasEditor;
		line.textContent = place.origin === undefined ? '' : fill(strings.line, place.origin.line);
		for (const [name, value] of Object.entries({ valuemin: 0, valuemax: timeline.steps, valuenow: place.step, valuetext: place.origin === undefined ? text : `${text} · ${fill(strings.line, place.origin.line)}` })) track.setAttribute(`aria-${name}`, String(value));
	};
	const seekWanted = oncePerFrame(document, () => host.seek(wanted));
	/** However fast it is dragged, once per frame. */
	const seek = (tick: number) => {
		wanted = tick;
		seekWanted();
	};

	line.addEventListener('click', () => place?.origin && host.reveal(place.origin));
	track.addEventListener('keydown', event => {
		if (timeline === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
		const steps: Readonly<Record<string, () => void>> = {
			ArrowRight: () => host.walk('step', 1), ArrowUp: () => host.walk('step', 1), ArrowLeft: () => host.walk('step', -1), ArrowDown: () => host.walk('step', -1),
			PageUp: () => host.walk('optimizerStep', 1), PageDown: () => host.walk('optimizerStep', -1),
			Home: () => host.seek(timeline!.from), End: () => host.seek(timeline!.end),
		};
		const act = steps[event.key];
		if (act === undefined) return;
		event.preventDefault();
		act();
	});
	track.addEventListener('pointerdown', down => {
		if (down.button !== 0) return;
		const { left } = track.getBoundingClientRect();
		const drag = (event: PointerEvent) => seek(tickAt(event.clientX - left));
		const end = () => {
			track.removeEventListener('pointermove', drag);
			for (const name of ['pointerup', 'pointercancel'] as const) track.removeEventListener(name, end);
		};
		track.setPointerCapture(down.pointerId);
		track.addEventListener('pointermove', drag);
		for (const name of ['pointerup', 'pointercancel'] as const) track.addEventListener(name, end);
		drag(down);
	});
	if (document.defaultView !== null) {
		new document.defaultView.ResizeObserver(() => {
			if (track.clientWidth !== width) draw();
		}).observe(track);
	}

	/** Playing stops at the optimizer's steps; where there are none, at equal distances. */
	const moves = (): readonly number[] => {
		if (timeline === undefined) return [];
		const { from, end, optimizers, steps } = timeline;
		const count = Math.min(MOST_MOVES, optimizers.length > 1 ? optimizers.length : steps);
		const at = (i: number) => optimizers.length > 1 ? optimizers[Math.round(i * (optimizers.length - 1) / Math.max(1, count - 1))]! : Math.round(from + (end - from) * i / Math.max(1, count - 1));
		return Array.from({ length: count }, (_, i) => at(i));
	};
	const setStrings = (next: Strings) => {
		strings = next;
		track.setAttribute('aria-label', strings.timeline);
		track.title = strings.timelineHint;
		player.replaceChildren(createPlayer(document, strings, 'play-run', () => {
			const next = moves().find(tick => tick > (isEnd ? Infinity : place?.tick ?? -1));
			if (next === undefined) return false;
			host.seek(next);
			return true;
		}, () => {
			if (isEnd || (place !== undefined && timeline !== undefined && place.tick >= timeline.end)) host.seek(timeline?.from ?? 0);
		}).node);
		showPlace();
	};
	setStrings(first);

	return {
		node, setStrings,
		set(next) {
			timeline = next;
			node.hidden = next.steps < 2 && next.optimizerSteps === 0;
			draw();
		},
		setPlace(next, end) {
			place = next;
			isEnd = end;
			showPlace();
		},
	};
}

/** A line through those that are numbers, a dot where one stands alone. */
function lossPath(heights: readonly number[], xs: readonly number[]): string {
	let path = '', isDown = false;
	for (const [i, height] of heights.entries()) {
		if (Number.isFinite(height)) path += `${isDown ? 'L' : 'M'}${round(xs[i]!)},${round(height)}${isDown ? '' : 'h0.01'}`;
		isDown = Number.isFinite(height);
	}
	return path;
}

function round(value: number): number {
	return Math.round(value * 10) / 10;
}
