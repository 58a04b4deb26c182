/**
 * The run on one line, below every view: its losses, its optimizer's steps, what it printed, what was raised. A slider for
 * the moment that is looked at, which all views, the values beside lines and the debugger share. A part of the run is
 * brushed to be seen alone; the overview below shows of what it is a part.
 */
import type { Losses, OtherRun } from '../../engine/slice/losses.ts';
import type { Origin } from '../../engine/slice/slice.ts';
import type { Timeline, TimelinePlace, Walk } from '../../engine/slice/timeline.ts';
import { element, svg } from '../theme/dom.ts';
import { short } from '../theme/numbers.ts';
import { oncePerFrame } from '../theme/perFrame.ts';
import { fill, type Strings } from '../theme/strings.ts';
import { createPlayer } from '../theme/player.ts';
import type { ViewState } from '../view.ts';
import { drawFigure, HEIGHT, PAD, round, type Figure } from './figure.ts';
import { follow, STILL, wheelOf } from '../theme/gestures.ts';
import { asTable } from '../theme/table.ts';
import { createOverview } from './overview.ts';
import { between, holds, isWhole, panned, remembered, revealing, zoomed, type Span } from './span.ts';
import { timelineTable } from './table.ts';

/** Playing goes through the run in at most so many moves. */
const MOST_MOVES = 80;
/** How much nearer a key leads. */
const ZOOM = 2;
const NARROWEST = 80;

export interface TimelineHost {
	seek(tick: number): void;
	walk(by: Walk, direction: 1 | -1): void;
	reveal(origin: Origin): void;
	/** Asks for a run to be laid under this one. */
	compare(): void;
	/** Whether these two lead anywhere. */
	readonly canReveal: boolean;
	readonly canCompare: boolean;
	/** What was remembered of this trace: which part of it is shown. */
	state(): ViewState;
	remember(state: ViewState): void;
}

export interface TimelineBar {
	readonly node: HTMLElement;
	setStrings(strings: Strings): void;
	/** `other`: the run that it is compared with. */
	set(timeline: Timeline, other: OtherRun | undefined): void;
	/** The moment that is looked at; `isEnd`: nobody has chosen one. */
	setPlace(place: TimelinePlace, isEnd: boolean): void;
}

export function createTimeline(document: Document, host: TimelineHost, first: Strings): TimelineBar {
	let strings = first;
	let timeline: Timeline | undefined;
	let other: OtherRun | undefined;
	let place: TimelinePlace | undefined;
	let isEnd = true;
	let width = 0;
	let wanted = 0;
	let figure: Figure | undefined;
	/** The figure is pressed; and what comes next was asked for so. */
	let isPressed = false, isScrubbed = false;
	/** Gives up what is being brushed. */
	let dropBrush: (() => void) | undefined;

	const track = element(document, 'div', { class: 'track', tabindex: 0, role: 'slider', 'data-focus': 'timeline' });
	const overview = createOverview(document, { show: span => show(span), zoomBy: key => zoomBy(key) });
	const whole = element(document, 'button', { type: 'button', class: 'whole', hidden: true, 'data-focus': 'timeline-whole' }, '⤢');
	const film = element(document, 'div', { class: 'film' }, track, overview.node, whole);
	const said = element(document, 'span', { class: 'count' });
	const otherSaid = element(document, 'span', { class: 'other', hidden: true });
	const compare = element(document, 'button', { type: 'button', class: 'link', hidden: true, 'data-focus': 'timeline-compare' });
	const line = element(document, 'button', { type: 'button', class: 'link', hidden: true, 'data-focus': 'timeline-line' });
	const player = element(document, 'span');
	const status = element(document, 'span', { class: 'visually-hidden', role: 'status' });
	const createTable = () => asTable({ document, strings, get state() { return host.state(); }, remember: state => host.remember(state) }, () => timeline === undefined ? [] : [timelineTable(timeline, other, run(), strings)], { key: 'timeline-table' });
	let table = createTable();
	const node = element(document, 'footer', { hidden: true }, player, film, element(document, 'span', { class: 'where' }, said, otherSaid, line, compare), table.node, status);
	const here = svg(document, 'g', { class: 'here' }, svg(document, 'line', { y1: 0, y2: HEIGHT }), svg(document, 'circle', { r: 4 }));
	const brush = svg(document, 'rect', { class: 'brush', y: 0.5, height: HEIGHT - 1 });

	const run = (): Span => timeline === undefined ? [0, 1] : [timeline.from, Math.max(timeline.from + 1, timeline.end)];
	const shown = (): Span => remembered(host.state()['span'], run());
	const moment = (): number => isEnd ? run()[1] : place?.tick ?? run()[1];
	const xIn = (event: MouseEvent) => event.clientX - track.getBoundingClientRect().left;
	const tickAt = (x: number) => figure === undefined ? 0 : figure.axis.tickAt(x);

	const draw = () => {
		width = Math.max(NARROWEST, track.clientWidth);
		if (timeline === undefined) return;
		const span = shown();
		figure = drawFigure(document, timeline, other?.losses, span, width);
		figure.node.append(here);
		track.replaceChildren(figure.node);
		overview.draw(timeline, run(), span, width);
		overview.setText(spanText());
		whole.hidden = isWhole(span, run());
		showPlace();
	};
	const showPlace = () => {
		if (timeline === undefined || place === undefined || figure === undefined) return;
		const { tick } = place, { ticks, values, numbers } = timeline.losses;
		here.setAttribute('visibility', holds(shown(), moment()) ? 'visible' : 'hidden');
		here.setAttribute('transform', `translate(${round(figure.axis.xOf(moment()))},0)`);
		here.lastElementChild!.setAttribute('cy', String(round(figure.loss.heightAt(tick))));
		overview.setMoment(moment());
		const at = ticks.findLastIndex(each => each <= tick);
		const loss = values[at], compared = other === undefined || at < 0 ? undefined : lossAt(other.losses, numbers[at]!);
		const steps = timeline.steps > 0 ? fill(strings.timelineStep, place.step, Math.max(place.step, timeline.steps)) : fill(strings.timelineOptimizerStep, place.optimizerStep, timeline.optimizerSteps);
		const own = loss === undefined || Number.isNaN(loss) ? steps : `${steps} · ${strings.loss} ${short(loss)}`;
		const theirs = other === undefined ? '' : fill(strings.timelineOther, compared === undefined ? '–' : short(compared), other.title);
		said.textContent = own;
		otherSaid.textContent = theirs;
		otherSaid.hidden = theirs === '';
		const text = theirs === '' ? own : `${own} · ${theirs}`;
		line.hidden = place.origin === undefined;
		line.disabled = !host.canReveal;
		line.textContent = place.origin === undefined ? '' : fill(strings.line, place.origin.line);
		for (const [name, value] of Object.entries({ valuemin: 0, valuemax: timeline.steps, valuenow: place.step, valuetext: place.origin === undefined ? text : `${text} · ${fill(strings.line, place.origin.line)}` })) track.setAttribute(`aria-${name}`, String(value));
	};
	const showComparison = () => {
		compare.hidden = !host.canCompare || timeline === undefined || timeline.losses.count === 0;
		compare.textContent = strings.timelineCompare;
		compare.title = timeline === undefined || other === undefined ? strings.timelineCompareHint
			: [fill(strings.timelineHere, ...summary(timeline.losses)), fill(strings.timelineThere, other.title, ...summary(other.losses))].join('\n');
	};
	/** Which part of the run is shown; with the optimizer's steps in it, where all of them are at hand to be counted. */
	const spanText = (): string => {
		if (timeline === undefined || isWhole(shown(), run())) return strings.timelineWhole;
		const [from, to] = shown(), [begin, end] = run();
		// Of a part under a hundredth as many digits as tell its ends apart.
		const digits = Math.max(0, Math.ceil(-Math.log10((to - from) / (end - begin) * 100)));
		const percent = (tick: number) => Number(((tick - begin) / (end - begin) * 100).toFixed(digits));
		const part = fill(strings.timelinePart, percent(from), percent(to));
		const { optimizers, optimizerSteps } = timeline;
		const [earliest, latest] = [optimizers.findIndex(tick => tick >= from), optimizers.findLastIndex(tick => tick <= to)];
		return optimizers.length < optimizerSteps || earliest < 0 || earliest > latest ? part : `${part} · ${fill(strings.timelinePartSteps, earliest + 1, latest + 1, optimizerSteps)}`;
	};
	/** undefined: all of it is shown. */
	const rememberSpan = (span: Span | undefined) => {
		const { span: _span, ...others } = host.state();
		host.remember({ ...others, ...(span && { span }) });
	};
	const show = (span: Span) => {
		rememberSpan(isWhole(span, run()) ? undefined : span);
		draw();
	};
	/** What was not done on the overview, which says itself what it has become. */
	const showAndSay = (span: Span) => {
		show(span);
		status.textContent = spanText();
	};
	const zoomBy = (key: string): boolean => {
		const factor = { '+': ZOOM, '=': ZOOM, '-': 1 / ZOOM, '_': 1 / ZOOM }[key];
		if (factor === undefined && (key !== 'Escape' || isWhole(shown(), run()))) return false;
		show(factor === undefined ? run() : zoomed(shown(), factor, moment(), run()));
		return true;
	};
	const seekWanted = oncePerFrame(document, () => host.seek(wanted));
	/** However fast it is dragged, once per frame. */
	const seek = (tick: number) => {
		wanted = Math.round(tick);
		seekWanted();
	};

	compare.addEventListener('click', () => host.compare());
	line.addEventListener('click', () => place?.origin && host.reveal(place.origin));
	whole.addEventListener('click', () => {
		showAndSay(run());
		overview.node.focus();
	});
	track.addEventListener('keydown', event => {
		if (timeline === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
		const steps: Readonly<Record<string, () => void>> = {
			ArrowRight: () => host.walk('step', 1), ArrowUp: () => host.walk('step', 1), ArrowLeft: () => host.walk('step', -1), ArrowDown: () => host.walk('step', -1),
			PageUp: () => host.walk('optimizerStep', 1), PageDown: () => host.walk('optimizerStep', -1),
			Home: () => host.seek(timeline!.from), End: () => host.seek(timeline!.end),
		};
		const act = steps[event.key];
		if (event.key === 'Escape' && dropBrush !== undefined) dropBrush();
		else if (act !== undefined) act();
		else if (zoomBy(event.key)) status.textContent = spanText();
		else return;
		event.preventDefault();
	});
	const scrub = (down: PointerEvent) => {
		const move = (event: PointerEvent) => seek(tickAt(xIn(event)));
		isPressed = isScrubbed = true;
		follow(track, down, 0, { move, end: () => isPressed = false });
		move(down);
	};
	const drawBrush = (down: PointerEvent) => {
		const anchor = tickAt(xIn(down));
		const brushed = (event: PointerEvent) => between(anchor, tickAt(xIn(event)), run());
		dropBrush = follow(track, down, STILL, {
			move(event) {
				const [left, right] = brushed(event).map(tick => figure?.axis.xOf(tick) ?? 0) as [number, number];
				brush.setAttribute('x', String(round(left)));
				brush.setAttribute('width', String(round(right - left)));
				figure?.node.append(brush);
			},
			end(event, isMoved) {
				dropBrush = undefined;
				brush.remove();
				if (event !== undefined && isMoved) showAndSay(brushed(event));
			},
		});
	};
	track.addEventListener('pointerdown', down => {
		if (down.button !== 0) return;
		if (down.shiftKey) drawBrush(down);
		else scrub(down);
	});
	film.addEventListener('dblclick', () => {
		if (!isWhole(shown(), run())) showAndSay(run());
	});
	const turn = (event: WheelEvent, tick: number) => {
		const wheel = wheelOf(event), span = shown();
		if (wheel === undefined || (wheel.kind === 'pan' && isWhole(span, run()))) return;
		event.preventDefault();
		show(wheel.kind === 'zoom' ? zoomed(span, wheel.factor, tick, run()) : panned(span, wheel.pixels / Math.max(1, width - 2 * PAD) * (span[1] - span[0]), run()));
	};
	track.addEventListener('wheel', event => turn(event, tickAt(xIn(event))), { passive: false });
	overview.node.addEventListener('wheel', event => turn(event, overview.tickAt(event)), { passive: false });
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
		const retold = createTable();
		table.node.replaceWith(retold.node);
		table = retold;
		track.setAttribute('aria-label', strings.timeline);
		track.title = strings.timelineHint;
		overview.setStrings(strings);
		overview.setText(spanText());
		whole.setAttribute('aria-label', strings.timelineShowWhole);
		whole.title = strings.timelineShowWhole;
		showComparison();
		player.replaceChildren(createPlayer(document, strings, 'play-run', () => {
			const next = moves().find(tick => tick > (isEnd ? Infinity : place?.tick ?? -1));
			if (next === undefined) return false;
			host.seek(next);
			return true;
		}, () => {
			if (!isEnd && (place === undefined || timeline === undefined || place.tick < timeline.end)) return false;
			host.seek(timeline?.from ?? 0);
			return true;
		}).node);
		showPlace();
	};
	/** Whether the part that is shown had to be moved for it. */
	const keepInView = (margin: number): boolean => {
		const span = shown(), next = revealing(span, moment(), margin, run());
		if (next !== span) rememberSpan(next);
		return next !== span;
	};
	setStrings(first);

	return {
		node, setStrings,
		set(next, compared) {
			// A run grows; what is shorter is another run.
			if (timeline !== undefined && next.end < timeline.end) rememberSpan(undefined);
			const sawEnd = isEnd && timeline !== undefined && holds(shown(), moment());
			timeline = next;
			other = compared;
			showComparison();
			node.hidden = next.steps < 2 && next.optimizerSteps === 0;
			if (sawEnd) keepInView(0);
			table.renew();
			draw();
		},
		setPlace(next, end) {
			const isMoved = place !== undefined && (end !== isEnd || (!end && next.tick !== place.tick));
			place = next;
			isEnd = end;
			// Under the pointer no further than must be; else, as the editor reveals a line that is out of sight, in the middle.
			if (isMoved && keepInView(isScrubbed ? 0 : 1 / 2)) draw();
			else showPlace();
			isScrubbed = isPressed;
		},
	};
}

/** Of the call of that number; undefined: the run has none, or it is not at hand. */
function lossAt({ numbers, values }: Losses, number: number): number | undefined {
	const value = values[numbers.indexOf(number)];
	return value === undefined || Number.isNaN(value) ? undefined : value;
}

/** How many there are, and the last. */
function summary({ count, values }: Losses): [count: number, last: string] {
	return [count, short(values.at(-1) ?? NaN)];
}
