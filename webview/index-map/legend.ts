/** What the marks of an index map mean; only those that occur. */
import { element, svg } from '../theme/dom.ts';
import type { Strings } from '../theme/strings.ts';
import { sharedRole, type Mapping } from './mapping.ts';
import type { Reading } from './readings.ts';
import { numel } from '../../engine/trace/shape.ts';

/** Of a reading; `isBackward`: it is of what comes back. */
export function mapLegend(document: Document, { slice, flowing }: Reading, mapping: Mapping, strings: Strings, isBackward: boolean): HTMLElement {
	const { rule, ends, broken } = mapping;
	// What a rule that puts its elements leaves alone, and where several meet, is in the output.
	const role = sharedRole(rule);
	const counts = new Map<number, number>();
	for (const edge of flowing(Array.from(ends[role].keys()))) counts.set(ends[role][edge]!, (counts.get(ends[role][edge]!) ?? 0) + 1);
	const repeated = [...counts].some(([flat, count]) => flat >= 0 && count > 1);
	const reached = counts.size - (counts.has(-1) ? 1 : 0);
	const list = element(document, 'ul', { class: 'map-legend' });
	const add = (mark: string, badge: string, text: string) => {
		const sample = svg(document, 'svg', { width: 26, height: 20, class: 'index-map', 'aria-hidden': true },
			svg(document, 'g', { class: `cell ${mark}` }, svg(document, 'rect', { x: 1, y: 1, width: 24, height: 18, rx: 3 }), svg(document, 'text', { class: 'badge', x: 13, y: 14, 'text-anchor': 'middle' }, badge)));
		list.append(element(document, 'li', {}, sample, text));
	};
	if (repeated && !(isBackward && role === 'output')) add('repeated', '×2', isBackward ? strings.legendAddedBack : role === 'source' ? strings.legendRepeated : rule.adds ? strings.legendAdded : slice.reduce !== undefined ? strings.legendReduced : strings.legendOverwritten);
	if (reached < numel(slice[role].shape)) add('never', '', role === 'source' ? isBackward ? strings.legendNoneBack : strings.legendNever : isBackward ? strings.broughtToInput : strings.legendKept);
	if (broken.size > 0) {
		add('error', '!', strings.legendOutOfRange);
		add('ghost', '', strings.legendGhost);
	}
	return list;
}
