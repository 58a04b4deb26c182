/**
 * The strip below the timeline's figure: the whole run, small, and on it the window that the figure shows. It is d3-brush
 * on focus + context: drawing on it chooses another window, the window is dragged, its ends are by their grips. By keyboard
 * it is one slider, whose thumb is as wide as the window.
 */
import type { Timeline } from '../../engine/slice/timeline.ts';
import type { Tick } from '../../engine/trace/model.ts';
import { element, svg } from '../theme/dom.ts';
import type { Strings } from '../theme/strings.ts';
import { axisOf, lossLines, PAD, round, type Axis } from './figure.ts';
import { follow, STILL, type Drag } from '../theme/gestures.ts';
import { between, isWhole, panned, type Span } from './span.ts';

const HEIGHT = 16;
const LOSS = [3, 13] as const;
/** A grip lies outside the window, of which some is always left to be seen and held. */
const GRIP = 5, LEAST_WINDOW = 6;
/** Pixels on either side of a grip that are taken for it. */
const REACH = 3;
/** Of the window's length: what an arrow key moves. */
const NUDGE = 1 / 8;

export interface OverviewHost {
	show(span: Span): void;
	/** The keys that the figure has too; false: not one of them. */
	zoomBy(key: string): boolean;
}

export interface Overview {
	readonly node: HTMLElement;
	setStrings(strings: Strings): void;
	draw(timeline: Timeline, run: Span, span: Span, width: number): void;
	/** The moment that is looked at. */
	setMoment(tick: Tick): void;
	/** What the window is, in words. */
	setText(text: string): void;
	/** The moment under a pointer. */
	tickAt(event: MouseEvent): Tick;
}

export function createOverview(document: Document, host: OverviewHost): Overview {
	const node = element(document, 'div', { class: 'overview', role: 'slider', tabindex: 0, 'aria-valuemin': 0, 'aria-valuemax': 100, 'data-focus': 'timeline-overview' });
	const now = svg(document, 'line', { class: 'now', y1: 0, y2: HEIGHT });
	let shown: { readonly run: Span; readonly span: Span; readonly axis: Axis } | undefined;

	/** Where the window is drawn. */
	const edges = (): readonly [number, number] => {
		if (shown === undefined) return [0, 0];
		const { span, axis } = shown;
		const [left, right] = [axis.xOf(span[0]), axis.xOf(span[1])];
		const missing = Math.max(0, LEAST_WINDOW - (right - left)) / 2;
		return [left - missing, right + missing];
	};
	/** What a pointer holds: a grip, the window, or what is beside it; of the whole run, no window is left to be moved. */
	const heldAt = (x: number): 'from' | 'to' | 'window' | 'beside' => {
		const [left, right] = edges();
		const inside = Math.min(REACH, (right - left) / 4);
		if (x >= left - GRIP - REACH && x <= left + inside) return 'from';
		if (x >= right - inside && x <= right + GRIP + REACH) return 'to';
		return x > left && x < right && shown !== undefined && !isWhole(shown.span, shown.run) ? 'window' : 'beside';
	};
	const xIn = (event: MouseEvent) => event.clientX - node.getBoundingClientRect().left;

	node.addEventListener('pointermove', event => {
		if (event.buttons === 0) node.dataset['held'] = heldAt(xIn(event));
	});
	node.addEventListener('pointerdown', down => {
		if (down.button !== 0 || shown === undefined) return;
		const { run, span, axis } = shown;
		const at = xIn(down), held = heldAt(at), began = axis.tickAt(at);
		// What is held stays as far from the pointer as it was.
		const grip = (moved: Tick, fixed: Tick): Drag['move'] => event => host.show(between(fixed, axis.tickAt(axis.xOf(moved) + xIn(event) - at), run));
		const move: Drag['move'] = held === 'from' ? grip(span[0], span[1])
			: held === 'to' ? grip(span[1], span[0])
				: held === 'window' ? event => host.show(panned(span, axis.tickAt(xIn(event)) - began, run))
					: event => host.show(between(began, axis.tickAt(xIn(event)), run));
		follow(node, down, STILL, {
			move,
			end(event, isMoved) {
				// A press beside the window fetches it, as in a scrollbar.
				if (event !== undefined && !isMoved && held === 'beside') host.show(panned(span, began - (span[0] + span[1]) / 2, run));
			},
		});
	});
	node.addEventListener('keydown', event => {
		if (shown === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
		const { run, span } = shown;
		const length = span[1] - span[0];
		const by = { ArrowRight: NUDGE, ArrowUp: NUDGE, ArrowLeft: -NUDGE, ArrowDown: -NUDGE, PageUp: 1, PageDown: -1, Home: -Infinity, End: Infinity }[event.key];
		if (by === undefined) {
			if (host.zoomBy(event.key)) event.preventDefault();
			return;
		}
		event.preventDefault();
		const far = Math.min(run[1] - run[0], Math.max(run[0] - run[1], by * length));
		// As text is selected: with Shift the end alone moves.
		host.show(event.shiftKey ? between(span[0], Math.max(span[0], span[1] + far), run) : panned(span, far, run));
	});

	return {
		node,
		setStrings(strings) {
			node.setAttribute('aria-label', strings.timelineWindow);
			node.title = strings.timelineWindowHint;
		},
		draw(timeline, run, span, width) {
			const axis = axisOf(run, width);
			shown = { run, span, axis };
			const [left, right] = edges();
			const grip = (x: number) => svg(document, 'rect', { class: 'grip', x: round(x), y: 1, width: GRIP, height: HEIGHT - 2, rx: 2 });
			node.classList.toggle('zoomed', !isWhole(span, run));
			node.setAttribute('aria-valuenow', String(Math.round((span[0] - run[0]) / Math.max(1e-9, run[1] - run[0] - (span[1] - span[0])) * 100)));
			node.replaceChildren(svg(document, 'svg', { width, height: HEIGHT, 'aria-hidden': true },
				svg(document, 'rect', { class: 'strip', x: PAD, y: 1.5, width: width - 2 * PAD, height: HEIGHT - 3 }),
				svg(document, 'rect', { class: 'window', x: round(left), y: 1.5, width: round(right - left), height: HEIGHT - 3 }),
				svg(document, 'path', { class: 'loss', d: lossLines([timeline.losses], run, axis.xOf, [LOSS[1], LOSS[0]])[0]!.path }),
				now, grip(left - GRIP), grip(right)));
		},
		setMoment(tick) {
			if (shown !== undefined) now.setAttribute('transform', `translate(${round(shown.axis.xOf(tick))},0)`);
		},
		setText: text => node.setAttribute('aria-valuetext', text),
		tickAt: event => shown === undefined ? 0 : shown.axis.tickAt(xIn(event)),
	};
}
