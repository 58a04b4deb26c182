/**
 * The picture of a trajectory: bands and lines of the loss surface, the path with a point for each step, and the
 * arrows of one step, to scale. What changes with the step is redrawn by `setStep` alone.
 */
import { axisBottom, axisLeft, line, scaleLinear, select } from 'd3';
import { stepAt } from '../../engine/slice/optimizer-steps.ts';
import type { OptimizerSlice, Surface } from '../../engine/slice/slice.ts';
import { svg } from '../theme/dom.ts';
import { short } from '../theme/numbers.ts';
import type { Strings } from '../theme/strings.ts';
import { bandColor, type Theme } from '../theme/theme.ts';
import { contoursOf, digitsOf, labelPlaces, levelsOf, ringsPath } from './contours.ts';
import type { Axis } from './coordinates.ts';
import { isSame, paddedDomain, pathOf, rerunPath, vectorsOf, type Point } from './path.ts';

const MARGIN = { left: 46, right: 10, top: 20, bottom: 38 };
/** More steps than this get no point of their own. */
const MOST_POINTS = 300;
/** So many times the recorded path's room may be added on either side for another path. */
const MOST_ROOM = 1;

export interface Chart {
	readonly node: SVGSVGElement;
	readonly points: readonly Point[];
	setStep(step: number): void;
	/** Of a point in the picture: the nearest step's point, if near, and data coordinates. */
	locate(x: number, y: number): { readonly near: number | undefined; readonly at: Point; readonly inside: boolean };
}

export function drawChart(document: Document, theme: Theme, strings: Strings, slice: OptimizerSlice, x: Axis, y: Axis, surface: Surface | undefined, width: number): Chart {
	const path = pathOf(slice, x, y);
	const other = slice.whatIf?.steps && rerunPath(slice.whatIf.steps, x, y);
	const [xDomain, yDomain] = ([0, 1] as const).map(axis => domainOf([surface?.xDomain, surface?.yDomain][axis], path, other, axis)) as [Domain, Domain];
	const inner = Math.max(120, width - MARGIN.left - MARGIN.right);
	// One unit is as long upwards as across where the shape of the plot allows it: then gradients cross contours at right angles.
	const single = isSame(x, y);
	const tall = single ? Math.min(280, inner) : Math.round(Math.min(Math.max(200, Math.min(460, inner)), Math.max(Math.min(240, inner), inner * (yDomain[1] - yDomain[0]) / (xDomain[1] - xDomain[0]))));
	const height = tall + MARGIN.top + MARGIN.bottom;
	const scaleX = scaleLinear(xDomain, [0, inner]);
	const scaleY = scaleLinear(yDomain, [tall, 0]);
	const toPixel = (point: Point): Point => [scaleX(point[0]), scaleY(point[1])];
	const points = path.map(toPixel);
	const pixelAt = (point: Point, step: number) => toPixel(single ? [path[step]![0], point[1]] : point);

	const root = svg(document, 'svg', { class: 'trajectory', width, height });
	const plot = svg(document, 'g', { transform: `translate(${MARGIN.left},${MARGIN.top})` });
	root.append(plot);
	// No clipPath, whose id another chart of the page might have.
	const clipped = svg(document, 'svg', { class: 'window', width: inner, height: tall });
	plot.append(clipped);
	if (surface !== undefined) clipped.append(...surfaceNodes(document, theme, surface, toPixel, points, inner, tall));
	plot.append(svg(document, 'rect', { class: 'frame', width: inner, height: tall }));
	plot.append(...axes(document, scaleX, scaleY, single ? strings.step : x.label, y.label, inner, tall));

	const draw = line<Point>(point => round(point[0]), point => round(point[1])).defined(([px, py]) => Number.isFinite(px) && Number.isFinite(py));
	const ahead = svg(document, 'path', { class: 'path ahead', d: draw([...points]) ?? '' });
	const behind = svg(document, 'path', { class: 'path behind' });
	const dots = svg(document, 'g', { class: 'dots' });
	const circles = points.length > MOST_POINTS ? [] : points.flatMap(([px, py], step) => Number.isFinite(px) && Number.isFinite(py) ? [{ step, node: svg(document, 'circle', { cx: round(px), cy: round(py), r: 2.5, 'data-step': step }) }] : []);
	dots.append(...circles.map(({ node }) => node));
	// Beside the path, in front of the surface: an open ring at its end.
	const others = other ? otherPath(document, draw, other.map(toPixel)) : [];
	const arrows = svg(document, 'g', { class: 'arrows' });
	const here = svg(document, 'circle', { class: 'here', r: 5 });
	clipped.append(...others, ahead, behind, dots, arrows, here);
	clipped.append(...startLabel(document, strings, points, inner, tall));

	return {
		node: root, points,
		setStep(step) {
			behind.setAttribute('d', draw(points.slice(0, step + 1)) ?? '');
			for (const circle of circles) circle.node.classList.toggle('done', circle.step <= step);
			const [px, py] = points[step] ?? [NaN, NaN];
			here.setAttribute('visibility', Number.isFinite(px) && Number.isFinite(py) ? 'visible' : 'hidden');
			if (Number.isFinite(px) && Number.isFinite(py)) {
				here.setAttribute('cx', String(round(px)));
				here.setAttribute('cy', String(round(py)));
			}
			const current = stepAt(slice, step);
			arrows.replaceChildren();
			if (current === undefined) return;
			// The update first and broad: where it is one with its only term, both are seen.
			for (const vector of [...vectorsOf(current, x, y).vectors].reverse()) arrows.append(...arrow(document, vector.name, pixelAt(vector.from, step), pixelAt(vector.to, step)));
		},
		locate(px, py) {
			const [ix, iy] = [px - MARGIN.left, py - MARGIN.top];
			let near: number | undefined;
			let distance = 14;
			points.forEach(([x1, y1], i) => {
				const d = Math.hypot(x1 - ix, y1 - iy);
				if (d < distance) [near, distance] = [i, d];
			});
			return { near, at: [scaleX.invert(ix), scaleY.invert(iy)], inside: ix >= 0 && iy >= 0 && ix <= inner && iy <= tall };
		},
	};
}

type Domain = readonly [number, number];

/** That of the surface, or of the path and some room around it; with another path, that one's too. */
function domainOf(surface: Domain | undefined, path: readonly Point[], other: readonly Point[] | undefined, axis: 0 | 1): Domain {
	const values = path.map(point => point[axis]);
	if (other === undefined) return surface ?? paddedDomain(values, 0.15);
	// A path that flies off would leave nothing to see of the recorded one.
	const [low, high] = surface ?? paddedDomain(values, 0.15), room = MOST_ROOM * (high - low);
	const all = paddedDomain([...values, ...other.map(point => point[axis])], 0.05);
	return [Math.max(low - room, Math.min(low, all[0])), Math.min(high + room, Math.max(high, all[1]))];
}

function otherPath(document: Document, draw: (points: Point[]) => string | null, points: readonly Point[]): SVGElement[] {
	const last = points.findLast(([px, py]) => Number.isFinite(px) && Number.isFinite(py));
	return [
		svg(document, 'path', { class: 'path other', d: draw([...points]) ?? '' }),
		...last ? [svg(document, 'circle', { class: 'other-end', cx: round(last[0]), cy: round(last[1]), r: 4 })] : [],
	];
}

function surfaceNodes(document: Document, theme: Theme, surface: Surface, toPixel: (point: Point) => Point, points: readonly Point[], width: number, height: number): SVGElement[] {
	const levels = levelsOf(surface.values);
	const rings = contoursOf(surface, surface.values, levels, toPixel);
	const base = contoursOf(surface, surface.values, [-Number.MAX_VALUE], toPixel)[0];
	const bands = svg(document, 'g', { class: 'bands' });
	if (base !== undefined) bands.append(svg(document, 'path', { d: ringsPath(base.rings), fill: bandColor(theme, 0), 'fill-rule': 'evenodd' }));
	rings.forEach((contour, i) => bands.append(svg(document, 'path', { d: ringsPath(contour.rings), fill: bandColor(theme, (i + 1) / Math.max(1, levels.length)), 'fill-rule': 'evenodd' })));
	const lines = svg(document, 'g', { class: 'lines' }, ...rings.map(contour => svg(document, 'path', { d: ringsPath(contour.rings) })));
	const nodes: SVGElement[] = [bands, lines];
	if (surface.withWeightDecay !== undefined) {
		// Where the loss is flat, what weight decay adds may lie above all of its levels.
		const decayed = levelsOf(surface.withWeightDecay);
		nodes.push(svg(document, 'g', { class: 'lines decayed' }, ...contoursOf(surface, surface.withWeightDecay, decayed, toPixel).map(contour => svg(document, 'path', { d: ringsPath(contour.rings) }))));
	}
	const digits = digitsOf(levels);
	const labels = labelPlaces(rings, toPixel(lowest(surface)), points, width, height);
	nodes.push(svg(document, 'g', { class: 'level-labels' }, ...labels.map(label => {
		const text = svg(document, 'text', { x: label.x, y: label.y, 'text-anchor': 'middle', 'dominant-baseline': 'central' }, short(label.level, digits));
		// The halo has the colour of the bands on both sides, so that only the line is interrupted.
		text.style.stroke = bandColor(theme, (levels.indexOf(label.level) + 0.5) / levels.length);
		return text;
	})));
	return nodes;
}

/** The word beside the first point, on the side that the path does not take. */
function startLabel(document: Document, strings: Strings, [first, second]: readonly Point[], width: number, height: number): SVGElement[] {
	if (first === undefined || !Number.isFinite(first[0] + first[1])) return [];
	const [dx, dy] = second === undefined || !Number.isFinite(second[0] + second[1]) ? [0, -1] : [first[0] - second[0], first[1] - second[1]];
	const length = Math.hypot(dx, dy) || 1;
	const half = strings.start.length * 3.5;
	const x = Math.min(width - half - 4, Math.max(half + 4, first[0] + dx / length * (half + 8)));
	const y = Math.min(height - 10, Math.max(10, first[1] + dy / length * 14));
	return [svg(document, 'text', { class: 'start', x: round(x), y: round(y), 'text-anchor': 'middle', 'dominant-baseline': 'central' }, strings.start)];
}

function lowest(surface: Surface): Point {
	let at = 0;
	for (let i = 0; i < surface.values.length; i++) if (!(surface.values[i]! >= surface.values[at]!)) at = Number.isNaN(surface.values[i]!) ? at : i;
	const [column, row] = [at % surface.columns, Math.floor(at / surface.columns)];
	return [
		surface.xDomain[0] + (surface.xDomain[1] - surface.xDomain[0]) * column / Math.max(1, surface.columns - 1),
		surface.yDomain[0] + (surface.yDomain[1] - surface.yDomain[0]) * row / Math.max(1, surface.rows - 1),
	];
}

function axes(document: Document, scaleX: ReturnType<typeof scaleLinear<number>>, scaleY: ReturnType<typeof scaleLinear<number>>, x: string, y: string, width: number, height: number): SVGElement[] {
	const format = (value: { valueOf(): number }) => short(value.valueOf());
	const bottom = svg(document, 'g', { class: 'axis', transform: `translate(0,${height})` });
	select(bottom).call(axisBottom(scaleX).ticks(Math.max(2, width / 80)).tickSizeOuter(0).tickSize(4).tickFormat(format));
	const left = svg(document, 'g', { class: 'axis' });
	select(left).call(axisLeft(scaleY).ticks(Math.max(2, height / 50)).tickSizeOuter(0).tickSize(4).tickFormat(format));
	return [bottom, left,
		svg(document, 'text', { class: 'axis-title', x: width, y: height + 33, 'text-anchor': 'end' }, x),
		svg(document, 'text', { class: 'axis-title', x: 0, y: -7 }, y)];
}

/** A line with a head; one too short for a head is a line alone. */
function arrow(document: Document, name: string, [x1, y1]: Point, [x2, y2]: Point): SVGElement[] {
	const length = Math.hypot(x2 - x1, y2 - y1);
	if (!(length > 0.5)) return [];
	const head = Math.min(name === 'update' ? 13 : 8, length * 0.6);
	const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
	const [bx, by] = [x2 - ux * head, y2 - uy * head];
	const half = head * 0.5;
	return [svg(document, 'g', { class: `arrow term-${name}`, 'data-term': name },
		svg(document, 'line', { x1: round(x1), y1: round(y1), x2: round(bx), y2: round(by) }),
		svg(document, 'path', { d: `M${round(x2)},${round(y2)}L${round(bx - uy * half)},${round(by + ux * half)}L${round(bx + uy * half)},${round(by - ux * half)}Z` }))];
}

function round(value: number): number {
	return Math.round(value * 10) / 10;
}
