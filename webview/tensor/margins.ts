/**
 * Beside each row and below each column what its cells range over, with their mean: a plane's margins. All on the one scale that
 * the colours have.
 */
import type { Elements } from '../../engine/trace/model.ts';
import type { Paint } from '../grid/paint.ts';
import { svg } from '../theme/dom.ts';
import { placeOf, sizeOf, type Layout } from './layout.ts';
import { placeAt, type Plane } from './plane.ts';

/** Of one row's or column's finite cells; `low` > `high` where there are none. */
export interface LineFacts { readonly low: number; readonly high: number; readonly mean: number; readonly count: number }

/** Pixels that they take on the right and below. */
export const MARGIN = 60;
const GAP = 10;

/** Of one row of cells. Rows and columns are counted through all facets. */
export function rowFacts(elements: Elements, plane: Plane, row: number): LineFacts {
	const first = Math.floor(row / plane.rows) * plane.across;
	return factsOf(elements, Array.from({ length: plane.columns * Math.min(plane.across, plane.facets - first) }, (_, column) => placeAt(plane, row, column)));
}

export function columnFacts(elements: Elements, plane: Plane, column: number): LineFacts {
	const lines = Math.ceil(plane.facets / plane.across);
	return factsOf(elements, Array.from({ length: plane.rows * lines }, (_, row) => placeAt(plane, row, column)));
}

function factsOf(elements: Elements, places: readonly number[]): LineFacts {
	let [low, high, sum, count] = [Infinity, -Infinity, 0, 0];
	for (const at of places) {
		const value = at < 0 ? NaN : Number(elements[at]);
		if (!Number.isFinite(value)) continue;
		sum += value;
		count++;
		low = Math.min(low, value);
		high = Math.max(high, value);
	}
	return { low, high, mean: sum / count, count };
}

/** Of one plane. */
export function drawMargins(document: Document, elements: Elements, plane: Plane, layout: Layout, { domain: [bottom, top] }: Paint): SVGGElement {
	const { width, height } = sizeOf(layout, plane);
	const group = svg(document, 'g', { class: 'margins' });
	const length = MARGIN - 2 * GAP;
	const along = (value: number) => top === bottom ? length / 2 : Math.min(1, Math.max(0, (value / 2 - bottom / 2) / (top / 2 - bottom / 2))) * length;
	const put = (facts: LineFacts, from: (along: number) => string, middle: (along: number) => Readonly<Record<string, number>>) => {
		if (facts.count === 0) return;
		group.append(svg(document, 'path', { class: 'spread', d: `M${from(along(facts.low))}L${from(along(facts.high))}` }), svg(document, 'circle', { class: 'mean', r: 2.6, ...middle(along(facts.mean)) }));
	};
	for (let row = 0; row < plane.rows; row++) {
		const y = placeOf(layout, plane, row, 0).y + layout.cellHeight / 2;
		put(rowFacts(elements, plane, row), x => `${width + GAP + x},${y}`, x => ({ cx: width + GAP + x, cy: y }));
	}
	// Upwards, as on an axis.
	for (let column = 0; column < plane.columns; column++) {
		const x = placeOf(layout, plane, 0, column).x + layout.cellWidth / 2;
		put(columnFacts(elements, plane, column), y => `${x},${height + GAP + length - y}`, y => ({ cx: x, cy: height + GAP + length - y }));
	}
	if (bottom < 0 && top > 0) {
		const zero = along(0);
		group.prepend(svg(document, 'path', { class: 'zero', d: `M${width + GAP + zero},${layout.top}V${height}M${layout.left},${height + GAP + length - zero}H${width}` }));
	}
	return group;
}
