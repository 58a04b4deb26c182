/** A quantity over the steps, small: the loss; the learning rate, where it changes. */
import { line, scaleLinear } from 'd3';
import { svg } from '../theme/dom.ts';
import { lossScale } from '../theme/loss-scale.ts';
import { short } from '../theme/numbers.ts';

const HEIGHT = 76;
const MARGIN = { left: 46, right: 10, top: 16, bottom: 6 };

export interface StepCurve { readonly node: SVGSVGElement; setStep(step: number): void; stepAt(x: number): number }

/** @param other of the same program with other hyperparameters */
export function drawStepCurve(document: Document, values: Float64Array, other: Float64Array | undefined, title: string, width: number): StepCurve {
	const inner = Math.max(60, width - MARGIN.left - MARGIN.right);
	const scaleX = scaleLinear([0, Math.max(1, values.length - 1, (other?.length ?? 0) - 1)], [0, inner]);
	const { low, high, height } = lossScale([...values, ...other ?? []], [HEIGHT - MARGIN.bottom, MARGIN.top]);
	const pointsOf = (all: Float64Array) => Array.from(all, (value, i): [number, number] => [scaleX(i), Number.isFinite(value) ? height(value) : NaN]);
	const points = pointsOf(values);
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
			...other ? [svg(document, 'path', { class: 'curve other', d: draw(pointsOf(other)) ?? '' })] : [], here));
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
		stepAt: x => Math.min(values.length - 1, Math.max(0, Math.round(scaleX.invert(x - MARGIN.left)))),
	};
}
