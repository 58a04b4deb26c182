/** A graph's nodes as a table: for who reads rather than looks, and to be searched. */
import type { GraphSlice } from '../../engine/slice/slice.ts';
import { element } from '../theme/dom.ts';
import { position, short } from '../theme/numbers.ts';
import type { ViewContext } from '../view.ts';
import { nameOf } from './fold.ts';
import type { Mark } from './marks.ts';
import { factsText, markWords } from './words.ts';

/** Filled when it is opened. */
export function graphTable(slice: GraphSlice, marks: readonly (readonly Mark[])[], context: ViewContext): HTMLElement {
	const { document, strings } = context;
	const details = element(document, 'details', { class: 'graph-table' }, element(document, 'summary', { 'data-focus': 'table' }, strings.graphTable));
	details.addEventListener('toggle', () => {
		context.remember({ ...context.state, table: details.open });
		if (details.childElementCount > 1) return;
		const head = [strings.graphCall, 'grad_fn', 'dtype', 'shape', strings.value, strings.graphGradientName, strings.graphRms, ''];
		details.append(element(document, 'div', { class: 'scroller', tabindex: 0, role: 'region', 'aria-label': strings.graphTable }, element(document, 'table', {},
			element(document, 'thead', {}, element(document, 'tr', {}, ...head.map(name => element(document, 'th', { scope: 'col' }, name)))),
			element(document, 'tbody', {}, ...slice.nodes.map((node, i) => element(document, 'tr', {},
				element(document, 'th', { scope: 'row' }, nameOf(node)), ...[
					node.gradFn, node.dtype, position(node.shape), factsText(node.value), factsText(node.gradient), node.gradient === undefined ? '' : short(node.gradient.rms, 3), marks[i]!.map(mark => markWords(mark, [node], strings)).join(', '),
				].map(text => element(document, 'td', {}, text))))))));
	});
	details.open = context.state['table'] === true;
	return details;
}
