/** The colour scale as a bar with its numbers, and the marks for what is on no scale. */
import { markPath, type Special } from '../grid/marks.ts';
import { colorScale, isDiverging, type Range } from '../grid/range.ts';
import type { DTypeName } from '../../engine/trace/dtype.ts';
import { svg } from '../theme/dom.ts';
import { short } from '../theme/numbers.ts';
import type { Theme } from '../theme/theme.ts';

const BAR = 160;
/** Room for a mark and how many there are of it. */
const MARK = 74;
const STOPS = 24;

/** `id` makes the gradient's name unique in the document. */
export function drawLegend(document: Document, theme: Theme, range: Range, dtype: DTypeName, id: string, room: number): SVGSVGElement {
	const diverging = isDiverging(range, dtype);
	const limit = Math.max(-range.low, range.high);
	const [low, high] = diverging ? [-limit, limit] : [range.low, range.high];
	const color = colorScale(theme, range, dtype);
	const extra = ([['nan', 'NaN', range.nan], ['inf', '+Inf', range.inf], ['-inf', '−Inf', range.negativeInf]] as const).filter(([, , count]) => count > 0);
	// The marks stand beside the bar, or below it where there is not room for all.
	const isBelow = extra.length > 0 && BAR + 20 + extra.length * MARK > room;
	const legend = svg(document, 'svg', { class: 'legend', width: isBelow ? Math.max(BAR, extra.length * MARK) : BAR + 20 + extra.length * MARK, height: isBelow ? 52 : 30, 'aria-hidden': true });
	const gradient = svg(document, 'linearGradient', { id });
	for (let stop = 0; stop <= STOPS; stop++) {
		gradient.append(svg(document, 'stop', { offset: `${Math.round(stop / STOPS * 1000) / 10}%`, 'stop-color': color(low * (1 - stop / STOPS) + high * (stop / STOPS)) }));
	}
	legend.append(svg(document, 'defs', {}, gradient));
	legend.append(svg(document, 'rect', { class: 'bar', x: 0, y: 1, width: BAR, height: 10, rx: 2, fill: high > low ? `url(#${id})` : color(low) }));
	const tick = (x: number, anchor: string, text: string) => legend.append(
		svg(document, 'line', { class: 'tick', x1: x, x2: x, y1: 11, y2: 15 }),
		svg(document, 'text', { x, y: 26, 'text-anchor': anchor }, text));
	tick(0.5, 'start', short(low, 3));
	if (high > low) {
		tick(BAR - 0.5, 'end', short(high, 3));
		if (diverging) tick(BAR / 2, 'middle', '0');
	}
	extra.forEach(([kind, name, count], place) => {
		const [x, y] = isBelow ? [6 + place * MARK, 42] : [BAR + 26 + place * MARK, 6];
		legend.append(svg(document, 'path', { class: 'marks', d: markPath(kind as Special, x, y, 5) }), svg(document, 'text', { x: x + 11, y: y + 4 }, `${name} ${count}`));
	});
	return legend;
}
