/**
 * Beside each row and below each column of a facet what its cells range over, with their mean: a plane's margins. All on the one
 * scale that the colours have. Where rows or columns are thinner than a line, some that lie together are one.
 */
import type { Interval } from '../grid/paint.ts';
import { svg } from '../theme/dom.ts';
import { placeInWindow, wholeView, type Camera, type Window } from './camera.ts';
import { sizeOf, type Layout } from './layout.ts';
import { rangeOfLines, type LineStatistics } from './lines.ts';
import type { Plane } from './plane.ts';

/** Pixels that they take on the right and below. */
export const MARGIN = 60;
const GAP = 10;
const LENGTH = MARGIN - 2 * GAP;
/** Rows and columns of fewer pixels than this touch each other; of fewer than this, some are drawn as one. */
const APART = 8, LEAST = 2;
/** A mean is at least so long where it is not a dot. */
const LEAST_MEAN = 1.5;

/** Path data of all rows, or of all columns, in the picture's pixels. */
export interface Margin {
	readonly spread: string;
	readonly mean: string;
	/** Where 0 is on the scale. */
	readonly zero: string;
	/** Where they touch, how thick each is drawn. */
	readonly thick: number | undefined;
}

/** Of what is seen. A facet that goes beyond the window has its margin at the window's end. */
export function marginsOf(statistics: LineStatistics, plane: Plane, layout: Layout, camera: Camera, window: Window, [bottom, top]: Interval): readonly [rows: Margin, columns: Margin] {
	const along = (value: number) => top === bottom ? LENGTH / 2 : Math.min(1, Math.max(0, (value / 2 - bottom / 2) / (top / 2 - bottom / 2))) * LENGTH;
	const places = facetsInWindow(plane, layout, camera, window);
	const margin = (side: 'rows' | 'columns'): Margin => {
		const [lines, count, size, seen] = side === 'rows' ? [statistics.rows, plane.rows, camera.cellHeight, window.height] : [statistics.columns, plane.columns, camera.cellWidth, window.width];
		const together = size >= LEAST ? 1 : 2 ** Math.ceil(Math.log2(LEAST / size));
		const isApart = size >= APART;
		const [spread, mean, zero]: [string[], string[], string[]] = [[], [], []];
		for (const { facet, x, y, right, end } of places) {
			const start = side === 'rows' ? y : x;
			// Upwards below a column, as on an axis.
			const point = (value: number, middle: number) => side === 'rows' ? `${round(layout.left + right + GAP + value)},${round(layout.top + middle)}` : `${round(layout.left + middle)},${round(layout.top + end + GAP + LENGTH - value)}`;
			const stroke = (from: number, to: number, middle: number) => `M${point(from, middle)}L${point(to, middle)}`;
			const first = Math.max(0, Math.floor(-start / size / together)) * together;
			for (let line = first; line < count && start + line * size < seen; line += together) {
				const range = rangeOfLines(lines, facet * count + line, facet * count + Math.min(count, line + together));
				if (range === undefined) continue;
				const middle = start + (line + Math.min(count, line + together)) / 2 * size;
				const [low, high] = [along(range.leastMean), along(range.greatestMean)], longer = Math.max(0, LEAST_MEAN - (high - low)) / 2;
				spread.push(stroke(along(range.low), along(range.high), middle));
				mean.push(isApart ? `M${point(low, middle)}h0.01` : stroke(low - longer, high + longer, middle));
			}
			if (bottom < 0 && top > 0) zero.push(`M${point(along(0), Math.max(0, start))}L${point(along(0), Math.min(seen, start + count * size))}`);
		}
		return { spread: spread.join(''), mean: mean.join(''), zero: zero.join(''), thick: isApart ? undefined : together * size };
	};
	return [margin('rows'), margin('columns')];
}

/** Where each facet begins and ends, as far as it is in the window. */
function facetsInWindow(plane: Plane, layout: Layout, camera: Camera, window: Window): readonly { readonly facet: number; readonly x: number; readonly y: number; readonly right: number; readonly end: number }[] {
	const [width, height] = [plane.columns * camera.cellWidth, plane.rows * camera.cellHeight];
	return Array.from({ length: plane.facets }, (_, facet) => {
		const { x, y } = placeInWindow(camera, layout, plane, Math.floor(facet / plane.across) * plane.rows, facet % plane.across * plane.columns);
		return { facet, x, y, right: Math.min(window.width, x + width), end: Math.min(window.height, y + height) };
	}).filter(({ x, y, right, end }) => x < window.width && y < window.height && right > -MARGIN && end > -MARGIN);
}

/** Of a picture that is seen as a whole. */
export function drawMargins(document: Document, statistics: LineStatistics, plane: Plane, layout: Layout, domain: Interval): SVGGElement {
	const { width, height } = sizeOf(layout, plane);
	const both = marginsOf(statistics, plane, layout, wholeView(layout), { width: width - layout.left, height: height - layout.top }, domain);
	return svg(document, 'g', { class: 'margins' }, ...both.flatMap(({ spread, mean, zero, thick }) => {
		const touching = thick === undefined ? '' : ' touching';
		return [
			...(zero === '' ? [] : [svg(document, 'path', { class: 'zero', d: zero })]),
			svg(document, 'path', { class: `spread${touching}`, d: spread, 'stroke-width': thick }), svg(document, 'path', { class: `mean${touching}`, d: mean, 'stroke-width': thick }),
		];
	}));
}

function round(value: number): number {
	return Math.round(value * 100) / 100;
}
