/**
 * The colour scale with a histogram over it, as something to change: a part of the histogram is brushed, and what lies outside
 * is left out of the picture; the scale's ends are given as numbers.
 */
import type { DTypeName } from '../../engine/trace/dtype.ts';
import type { Elements } from '../../engine/trace/model.ts';
import { domainOf, type Interval, type Paint } from '../grid/paint.ts';
import type { Range } from '../grid/range.ts';
import { element, svg } from '../theme/dom.ts';
import { nowOrMeanwhile } from '../theme/meanwhile.ts';
import { short } from '../theme/numbers.ts';
import { fill } from '../theme/strings.ts';
import type { ViewContext } from '../view.ts';
import { countBeyond, histogram, middleOf } from './histogram.ts';
import { drawLegend } from './legend.ts';

const MOST_BINS = 64, FEWEST_BINS = 16;
/** Fewer elements than this are read, not counted. */
export const COUNTED_FROM = 16;
const HEIGHT = 34;
const WIDEST = 320;
/** Pixels after which a press is a brush. */
const STILL = 3;
/** What lies within is the scale, where its ends are where most elements are. */
const ENDS = 0.01;

/** undefined: all. */
export interface Scale { readonly domain: Interval | undefined; readonly filter: Interval | undefined }

/** Of elements that are not all the same. `change` is told of a new scale and gives its paint. */
export function drawScale(elements: Elements, dtype: DTypeName, range: Range, first: Scale, firstPaint: Paint, id: string, context: ViewContext, change: (scale: Scale) => Paint): HTMLElement {
	const { document, strings } = context;
	const ends = domainOf(range, dtype);
	const [low, high] = ends;
	const width = Math.min(WIDEST, context.width - 20);
	const bins = Math.min(MOST_BINS, Math.max(FEWEST_BINS, 2 * Math.ceil(Math.sqrt(elements.length))));
	let scale = first;
	const legend = drawLegend(document, firstPaint, range, ends, id, { room: context.width, width, above: HEIGHT + 2 });
	const xOf = (value: number) => Math.min(1, Math.max(0, (value / 2 - low / 2) / (high / 2 - low / 2))) * width;
	const valueAt = (x: number) => {
		const t = Math.min(1, Math.max(0, x / width));
		return low * (1 - t) + high * t;
	};

	const bars = svg(document, 'path', { class: 'bins' });
	const outside = [0, 1].map(() => svg(document, 'rect', { class: 'outside', y: 0, height: HEIGHT }));
	const handles = ([['low', strings.leaveOutBelow], ['high', strings.leaveOutAbove]] as const).map(([end, label]) => svg(document, 'rect', {
		class: 'handle', role: 'slider', tabindex: 0, 'aria-label': label, 'aria-valuemin': low, 'aria-valuemax': high, 'data-focus': `brush-${end}`, y: -2, width: 5, height: HEIGHT + 4, rx: 2,
	}));
	const brush = svg(document, 'g', { class: 'histogram' }, svg(document, 'rect', { class: 'pad', width, height: HEIGHT }), bars, ...outside, ...handles);
	legend.node.removeAttribute('aria-hidden');
	legend.node.prepend(brush);

	const show = () => {
		const [from, to] = scale.filter ?? ends;
		const [left, right] = [xOf(from), xOf(to)];
		setAll(outside[0]!, { x: 0, width: left });
		setAll(outside[1]!, { x: right, width: width - right });
		setAll(handles[0]!, { x: left - 2.5, 'aria-valuenow': from, 'aria-valuetext': short(from) });
		setAll(handles[1]!, { x: right - 2.5, 'aria-valuenow': to, 'aria-valuetext': short(to) });
		brush.classList.toggle('brushed', scale.filter !== undefined);
		kept.textContent = scale.filter === undefined ? '' : fill(strings.keptRange, short(from), short(to));
		for (const [input, value] of inputs) input.value = String(Number((scale.domain ?? ends)[value].toPrecision(4)));
		reset.disabled = scale.domain === undefined && scale.filter === undefined;
	};
	/** Those with a marked corner. */
	const showBeyond = () => {
		beyond.textContent = '';
		const { domain } = scale;
		if (domain === undefined) return;
		nowOrMeanwhile(document, countBeyond(elements, domain), () => beyond.isConnected && scale.domain === domain, ({ above, below }) => {
			beyond.textContent = above + below === 0 ? '' : fill(strings.scaleBeyond, above, below);
		});
	};
	const set = (next: Scale) => {
		const isMoved = next.domain !== scale.domain;
		scale = next;
		legend.paint(change(scale));
		show();
		if (isMoved) showBeyond();
	};
	/** All is no filter. */
	const filterTo = (a: number, b: number) => set({ ...scale, filter: Math.min(a, b) <= low && Math.max(a, b) >= high ? undefined : [Math.min(a, b), Math.max(a, b)] });

	handles.forEach((handle, end) => handle.addEventListener('keydown', event => {
		const [from, to] = scale.filter ?? ends;
		const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 8, PageDown: -8, Home: -bins, End: bins }[event.key];
		if (event.key === 'Escape') return set({ ...scale, filter: undefined });
		if (by === undefined) return;
		event.preventDefault();
		const moved = valueAt(Math.round(xOf(end === 0 ? from : to) / width * bins + by) / bins * width);
		filterTo(end === 0 ? Math.min(moved, to) : from, end === 0 ? to : Math.max(moved, from));
	}));
	brush.addEventListener('pointerdown', down => {
		if (down.button !== 0) return;
		const at = (event: PointerEvent) => event.clientX - legend.node.getBoundingClientRect().left;
		const held = handles.findIndex(handle => handle === down.target);
		const [from, to] = scale.filter ?? ends;
		const anchor = held < 0 ? valueAt(at(down)) : held === 0 ? to : from;
		let isDragged = false;
		const drag = (event: PointerEvent) => {
			if (!isDragged && Math.abs(event.clientX - down.clientX) < STILL) return;
			isDragged = true;
			filterTo(anchor, valueAt(at(event)));
		};
		const end = () => {
			for (const name of ['pointerup', 'pointercancel'] as const) brush.removeEventListener(name, end);
			brush.removeEventListener('pointermove', drag);
			// A press that moved nothing shows all again.
			if (!isDragged && held < 0) set({ ...scale, filter: undefined });
		};
		brush.setPointerCapture(down.pointerId);
		brush.addEventListener('pointermove', drag);
		for (const name of ['pointerup', 'pointercancel'] as const) brush.addEventListener(name, end);
	});

	const kept = element(document, 'span'), beyond = element(document, 'span');
	const number = (end: 0 | 1, label: string): [HTMLInputElement, 0 | 1] => {
		const input = element(document, 'input', { type: 'number', step: 'any', 'aria-label': label, 'data-focus': `scale-${end}` });
		input.addEventListener('change', () => {
			const value = Number(input.value);
			const [from, to] = scale.domain ?? ends;
			// 0 stays in the middle of a diverging scale.
			const next: Interval = firstPaint.isDiverging ? [-Math.abs(value), Math.abs(value)] : end === 0 ? [value, to] : [from, value];
			if (input.value === '' || !Number.isFinite(value) || next[0] >= next[1]) return show();
			set({ ...scale, domain: next });
		});
		return [input, end];
	};
	const inputs = firstPaint.isDiverging ? [number(1, strings.scaleLimit)] : [number(0, strings.scaleLow), number(1, strings.scaleHigh)];
	const most = element(document, 'button', { type: 'button', title: strings.scaleMostHint, 'data-focus': 'scale-most' }, strings.scaleMost);
	most.addEventListener('click', () => {
		const [from, to] = middleOf(elements, ENDS);
		const limit = Math.max(-from, to);
		const domain: Interval = firstPaint.isDiverging ? [-limit, limit] : [from, to];
		if (domain[0] < domain[1]) set({ ...scale, domain });
	});
	const reset = element(document, 'button', { type: 'button', 'data-focus': 'scale-reset' }, strings.scaleReset);
	reset.addEventListener('click', () => set({ domain: undefined, filter: undefined }));
	const between = firstPaint.isDiverging ? ['±', inputs[0]![0]] : [inputs[0]![0], '–', inputs[1]![0]];
	const tools = element(document, 'div', { class: 'scale-tools' }, element(document, 'span', { class: 'quiet' }, strings.scaleColors), ...between, most, reset);
	show();
	showBeyond();
	nowOrMeanwhile(document, histogram(elements, ends, bins), () => brush.isConnected, drawBins);
	return element(document, 'div', { class: 'scale' }, legend.node, tools, element(document, 'output', { class: 'hint' }, beyond, ' ', kept));

	function drawBins(counts: Uint32Array): void {
		const largest = counts.reduce((most, each) => Math.max(most, each), 1);
		// Few among many are seen too.
		bars.setAttribute('d', [...counts].map((each, bin) => {
			const height = Math.max(1.5, each / largest * HEIGHT);
			return each === 0 ? '' : `M${bin * width / bins},${HEIGHT}v${-height}h${width / bins - 0.5}v${height}z`;
		}).join(''));
	}
}

function setAll(node: Element, attributes: Readonly<Record<string, string | number>>): void {
	for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
}
