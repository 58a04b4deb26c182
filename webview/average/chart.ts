/** Weights and their average over the updates, and below them, on the same steps, the decay that was in use. */
import { axisBottom, axisLeft, bisectCenter, line, scaleLinear, select } from 'd3';
import { svg } from '../theme/dom.ts';
import { short } from '../theme/numbers.ts';
import type { Strings } from '../theme/strings.ts';
import type { Series } from './series.ts';

const MARGIN = { left: 46, top: 10, bottom: 34 };
const DECAY_HEIGHT = 64;
const BETWEEN = 26;
const MOST_POINTS = 120;
const LABEL_HEIGHT = 16;

export interface AverageChart { readonly node: SVGSVGElement; setUpdate(update: number): void; updateAt(x: number): number }

/** What the average would have been with other decays. */
export interface Other { readonly shadow: ArrayLike<number>; readonly decay: ArrayLike<number> }

/** @param updates the numbers of the updates, from 1, at which `series` and `decay` stand */
export function drawAverage(document: Document, strings: Strings, series: Series, updates: readonly number[], decay: Float64Array, other: Other | undefined, width: number, height: number): AverageChart {
	const right = width >= 420 ? 84 : 12;
	const inner = Math.max(80, width - MARGIN.left - right);
	const tall = Math.max(140, Math.min(300, height - DECAY_HEIGHT - BETWEEN - MARGIN.top - MARGIN.bottom));
	const scaleX = scaleLinear([1, Math.max(2, updates.at(-1) ?? 1)], [0, inner]);
	const finite = [...series.weights, ...series.shadow, ...Array.from(other?.shadow ?? [])].filter(Number.isFinite);
	const [low, high] = finite.length === 0 ? [0, 1] : [Math.min(...finite), Math.max(...finite)];
	const scaleY = scaleLinear(low === high ? [low - 1, high + 1] : [low, high], [tall, 0]).nice(5);
	const decays = [...decay, ...Array.from(other?.decay ?? [])].filter(Number.isFinite);
	const [least, most] = decays.length === 0 ? [0, 1] : [Math.min(...decays), Math.max(...decays)];
	// A constant decay near 1 is still told from one that ramps up from 0.
	const scaleD = scaleLinear(most - least > 0.05 || most === least ? [0, 1] : [least, most], [DECAY_HEIGHT, 0]);
	const x = (place: number) => round(scaleX(updates[place] ?? 1));
	const draw = (values: ArrayLike<number>, y: (value: number) => number) =>
		line<number>((_, i) => x(i), value => round(y(value))).defined(Number.isFinite)(Array.from(values)) ?? '';

	const format = (value: { valueOf(): number }) => short(value.valueOf());
	const ticks = scaleX.ticks(Math.max(2, Math.min(updates.at(-1) ?? 1, inner / 60))).filter(Number.isInteger);
	const top = svg(document, 'g', { transform: `translate(${MARGIN.left},${MARGIN.top})` });
	const left = svg(document, 'g', { class: 'axis' });
	select(left).call(axisLeft(scaleY).ticks(5).tickSize(4).tickSizeOuter(0).tickFormat(format));
	top.append(...scaleY.ticks(5).map(value => svg(document, 'line', { class: 'gridline', x1: 0, x2: inner, y1: round(scaleY(value)), y2: round(scaleY(value)) })), left);
	top.append(svg(document, 'path', { class: 'series weight', d: draw(series.weights, scaleY) }));
	if (series.weights.length <= MOST_POINTS) {
		top.append(svg(document, 'g', { class: 'series-dots weight' }, ...series.weights.flatMap((value, i) => Number.isFinite(value) ? [svg(document, 'circle', { cx: x(i), cy: round(scaleY(value)), r: 2 })] : [])));
	}
	top.append(svg(document, 'path', { class: 'series shadow', d: draw(series.shadow, scaleY) }));
	if (other) top.append(svg(document, 'path', { class: 'series shadow other', d: draw(other.shadow, scaleY) }));
	if (right > 12) top.append(...endLabels(document, [['weight', strings.weight, series.weights], ['shadow', strings.shadow, series.shadow], ...other ? [['shadow other', strings.whatIfShadow, other.shadow] as const] : []], inner, scaleY));

	const lower = svg(document, 'g', { transform: `translate(${MARGIN.left},${MARGIN.top + tall + BETWEEN})` });
	const leftD = svg(document, 'g', { class: 'axis' });
	select(leftD).call(axisLeft(scaleD).ticks(2).tickSize(4).tickSizeOuter(0).tickFormat(format));
	const bottom = svg(document, 'g', { class: 'axis', transform: `translate(0,${DECAY_HEIGHT})` });
	select(bottom).call(axisBottom(scaleX).tickValues(ticks).tickSize(4).tickSizeOuter(0).tickFormat(format));
	lower.append(leftD, bottom, svg(document, 'path', { class: 'series decay', d: draw(decay, scaleD) }),
		...other ? [svg(document, 'path', { class: 'series decay other', d: draw(other.decay, scaleD) })] : [],
		svg(document, 'text', { class: 'axis-title', x: 0, y: -8 }, strings.decay),
		svg(document, 'text', { class: 'axis-title', x: inner, y: DECAY_HEIGHT + 30, 'text-anchor': 'end' }, strings.update));

	const ruler = svg(document, 'line', { class: 'ruler', y1: 0, y2: tall + BETWEEN + DECAY_HEIGHT, visibility: 'hidden' });
	const marks = (['weight', 'shadow', 'decay'] as const).map(name => svg(document, 'circle', { class: `mark ${name}`, r: 4, visibility: 'hidden' }));
	const overlay = svg(document, 'g', { transform: `translate(${MARGIN.left},${MARGIN.top})` }, ruler, ...marks);
	const root = svg(document, 'svg', { class: 'average', width, height: MARGIN.top + tall + BETWEEN + DECAY_HEIGHT + MARGIN.bottom }, top, lower, overlay);
	return {
		node: root,
		setUpdate(update) {
			ruler.setAttribute('x1', String(x(update)));
			ruler.setAttribute('x2', String(x(update)));
			ruler.setAttribute('visibility', 'visible');
			const ys = [scaleY(series.weights[update] ?? NaN), scaleY(series.shadow[update] ?? NaN), tall + BETWEEN + scaleD(decay[update] ?? NaN)];
			marks.forEach((mark, i) => {
				const y = ys[i] ?? NaN;
				mark.setAttribute('visibility', Number.isFinite(y) ? 'visible' : 'hidden');
				if (!Number.isFinite(y)) return;
				mark.setAttribute('cx', String(x(update)));
				mark.setAttribute('cy', String(round(y)));
			});
		},
		updateAt: px => bisectCenter(updates, scaleX.invert(px - MARGIN.left)),
	};
}

/** The curves' names at their ends, each behind a piece of its line, moved apart where they would touch. */
function endLabels(document: Document, curves: readonly (readonly [name: string, text: string, values: ArrayLike<number>])[], x: number, scaleY: (value: number) => number): SVGElement[] {
	const labels = curves.map(([name, text, values]) => ({ name, text, y: scaleY(Array.from(values).findLast(Number.isFinite) ?? NaN) }))
		.filter(({ y }) => Number.isFinite(y)).sort((a, b) => a.y - b.y);
	// Down as far as the one above needs, and then all of them up again by half of that.
	const moved = labels.reduce<number[]>((ys, { y }) => [...ys, Math.max(y, (ys.at(-1) ?? -Infinity) + LABEL_HEIGHT)], []);
	const back = Math.max(0, ...moved.map((y, i) => y - labels[i]!.y)) / 2;
	return labels.flatMap(({ name, text }, i) => {
		const y = round(moved[i]! - back);
		return [svg(document, 'line', { class: `series ${name}`, x1: x + 10, x2: x + 22, y1: y, y2: y }), svg(document, 'text', { class: 'end-label', x: x + 28, y, 'dominant-baseline': 'central' }, text)];
	});
}

function round(value: number): number {
	return Math.round(value * 10) / 10;
}
