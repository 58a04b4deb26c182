/** A quantity over the steps, small: the loss; the learning rate, where it changes. */
import { bisectCenter, line, scaleLinear } from 'd3';
import { svg } from '../theme/dom.ts';
import { lossScale } from '../theme/loss-scale.ts';
import { short } from '../theme/numbers.ts';

const HEIGHT = 76;
const MARGIN = { left: 46, right: 10, top: 16, bottom: 6 };

export interface StepCurve { readonly node: SVGSVGElement; setStep(step: number): void; stepAt(x: number): number }

/** A value for each of some steps, by their numbers: of many not all are here. */
export interface StepValues { readonly index: ArrayLike<number>; readonly values: Float64Array }

/** Another program's values may go so many times the range of these beyond them, before they leave the picture. */
const MOST_ROOM = 3;

/** @param other of the same program with other hyperparameters */
export function drawStepCurve(document: Document, { index, values }: StepValues, other: StepValues | undefined, title: string, width: number): StepCurve {
	const inner = Math.max(60, width - MARGIN.left - MARGIN.right);
	const scaleX = scaleLinear([0, Math.max(1, lastOf(index), other ? lastOf(other.index) : 0)], [0, inner]);
	const { low, high, height } = lossScale([...values, ...other ? within(other.values, values) : []], [HEIGHT - MARGIN.bottom, MARGIN.top]);
	const pointsOf = (at: ArrayLike<number>, all: Float64Array) => Array.from(all, (value, i): [number, number] => [scaleX(at[i] ?? i), Number.isFinite(value) ? height(value) : NaN]);
	const points = pointsOf(index, values);
	const draw = line<[number, number]>(point => Math.round(point[0] * 10) / 10, point => Math.round(point[1] * 10) / 10).defined(point => Number.isFinite(point[1]));
	const here = svg(document, 'circle', { class: 'here', r: 4, visibility: 'hidden' });
	const now = svg(document, 'text', { class: 'now', x: inner, y: 10, 'text-anchor': 'end' });
	const root = svg(document, 'svg', { class: 'step-curve', width, height: HEIGHT, 'aria-hidden': true },
		svg(document, 'g', { transform: `translate(${MARGIN.left},0)` },
			svg(document, 'text', { class: 'axis-title', x: 0, y: 10 }, title), now,
			svg(document, 'text', { class: 'tick', x: -7, y: MARGIN.top, 'text-anchor': 'end', 'dominant-baseline': 'central' }, short(high, 2)),
			svg(document, 'text', { class: 'tick', x: -7, y: HEIGHT - MARGIN.bottom, 'text-anchor': 'end', 'dominant-baseline': 'central' }, short(low, 2)),
			svg(document, 'line', { class: 'rule', x1: 0, x2: inner, y1: HEIGHT - MARGIN.bottom, y2: HEIGHT - MARGIN.bottom }),
			svg(document, 'path', { class: 'curve', d: draw(points) ?? '' }),
			...other ? [svg(document, 'path', { class: 'curve other', d: draw(pointsOf(other.index, within(other.values, values))) ?? '' })] : [], here));
	return {
		node: root,
		setStep(step) {
			const [x, y] = points[step] ?? [NaN, NaN];
			here.setAttribute('visibility', Number.isFinite(y) ? 'visible' : 'hidden');
			if (!Number.isFinite(y)) return;
			here.setAttribute('cx', String(Math.round(x * 10) / 10));
			here.setAttribute('cy', String(Math.round(y * 10) / 10));
			now.textContent = short(values[step] ?? NaN, 5);
		},
		stepAt: x => Math.min(values.length - 1, bisectCenter(Array.from(index), scaleX.invert(x - MARGIN.left))),
	};
}

function lastOf(index: ArrayLike<number>): number {
	return index[index.length - 1] ?? 0;
}

/** What flies off is nothing from there on: it would leave these as a flat line. */
function within(other: Float64Array, values: Float64Array): Float64Array {
	const finite = values.filter(Number.isFinite), [low, high] = [finite.reduce((least, value) => Math.min(least, value), Infinity), finite.reduce((most, value) => Math.max(most, value), -Infinity)];
	if (finite.length === 0) return other;
	const room = MOST_ROOM * (high - low || Math.abs(high) || 1);
	return other.map(value => value > high + room || value < low - room ? NaN : value);
}
