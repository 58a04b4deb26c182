/** What the marks of an index map mean; only those that occur. */
import type { IndexMapSlice } from '../../engine/slice/slice.ts';
import { element, svg } from '../theme/dom.ts';
import type { Strings } from '../theme/strings.ts';
import type { Mapping } from './mapping.ts';
import { numel } from '../../engine/trace/shape.ts';

export function mapLegend(document: Document, slice: IndexMapSlice, mapping: Mapping, strings: Strings): HTMLElement {
	const sources = numel(slice.source.shape);
	const repeated = [...mapping.to.values()].some(taken => taken.length > 1);
	const list = element(document, 'ul', { class: 'map-legend' });
	const add = (mark: string, badge: string, text: string) => {
		const sample = svg(document, 'svg', { width: 26, height: 20, class: 'index-map', 'aria-hidden': true },
			svg(document, 'g', { class: `cell ${mark}` }, svg(document, 'rect', { x: 1, y: 1, width: 24, height: 18, rx: 3 }), svg(document, 'text', { class: 'badge', x: 13, y: 14, 'text-anchor': 'middle' }, badge)));
		list.append(element(document, 'li', {}, sample, text));
	};
	if (repeated) add('repeated', '×2', strings.legendRepeated);
	if (mapping.to.size < sources) add('never', '', strings.legendNever);
	if (mapping.from.includes(-1)) add('error', '!', strings.legendOutOfRange);
	return list;
}
