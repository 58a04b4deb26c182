/** The colour scale as a bar with its numbers, and the marks for what is on no scale. */
import type { DTypeName } from '../../engine/trace/dtype.ts';
import { markPath, type Special } from '../grid/marks.ts';
import { domainOf, type Interval, type Paint } from '../grid/paint.ts';
import type { Range } from '../grid/range.ts';
import { svg } from '../theme/dom.ts';
import { short } from '../theme/numbers.ts';

const WIDTH = 160;
/** Room for a mark and how many there are of it. */
const MARK = 74;
const STOPS = 48;
/** The bar and the numbers below it. */
const HEIGHT = 30;

export interface Bar {
	readonly node: SVGSVGElement;
	/** Draws it anew. */
	paint(paint: Paint): void;
}

/** The bar alone, over all of a range. */
export function plainLegend(document: Document, paint: Paint, range: Range, dtype: DTypeName, id: string, room: number): SVGSVGElement {
	return drawLegend(document, paint, range, domainOf(range, dtype), id, { room, width: WIDTH, above: 0 }).node;
}

/** `ends`: from where to where the bar goes; `above`: pixels left free over it, `width`: of the bar; `id` makes the gradient's name unique in the document. */
export function drawLegend(document: Document, first: Paint, range: Range, ends: Interval, id: string, { room, width, above }: { readonly room: number; readonly width: number; readonly above: number }): Bar {
	const [low, high] = ends;
	const extra = ([['nan', 'NaN', range.nan], ['inf', '+Inf', range.inf], ['-inf', '−Inf', range.negativeInf]] as const).filter(([, , count]) => count > 0);
	// The marks stand beside the bar, or below it where there is not room for all.
	const isBelow = extra.length > 0 && width + 20 + extra.length * MARK > room;
	const legend = svg(document, 'svg', { class: 'legend', width: isBelow ? Math.max(width, extra.length * MARK) : width + 20 + extra.length * MARK, height: above + (isBelow ? HEIGHT + 22 : HEIGHT), 'aria-hidden': true });
	const gradient = svg(document, 'linearGradient', { id });
	const bar = svg(document, 'rect', { class: 'bar', x: 0, y: above + 1, width, height: 10, rx: 2 });
	legend.append(svg(document, 'defs', {}, gradient), bar);
	const tick = (x: number, anchor: string, text: string) => legend.append(
		svg(document, 'line', { class: 'tick', x1: x, x2: x, y1: above + 11, y2: above + 15 }),
		svg(document, 'text', { x, y: above + 26, 'text-anchor': anchor }, text));
	tick(0.5, 'start', short(low, 3));
	if (high > low) {
		tick(width - 0.5, 'end', short(high, 3));
		if (first.isDiverging) tick(width / 2, 'middle', '0');
	}
	extra.forEach(([kind, name, count], place) => {
		const [x, y] = isBelow ? [6 + place * MARK, above + HEIGHT + 12] : [width + 26 + place * MARK, above + 6];
		legend.append(svg(document, 'path', { class: 'marks', d: markPath(kind as Special, x, y, 5) }), svg(document, 'text', { x: x + 11, y: y + 4 }, `${name} ${count}`));
	});
	const paint = ({ color }: Paint) => {
		gradient.replaceChildren(...Array.from({ length: STOPS + 1 }, (_, stop) => svg(document, 'stop', {
			offset: `${Math.round(stop / STOPS * 1000) / 10}%`, 'stop-color': color(low * (1 - stop / STOPS) + high * (stop / STOPS)),
		})));
		bar.setAttribute('fill', high > low ? `url(#${id})` : color(low));
	};
	paint(first);
	return { node: legend, paint };
}
