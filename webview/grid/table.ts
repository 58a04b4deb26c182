/** What a picture shows as a table below it: for who reads rather than looks. */
import { element } from '../theme/dom.ts';
import { fill } from '../theme/strings.ts';
import type { ViewContext } from '../view.ts';

/** A page takes long to lay out more. */
const MOST_ROWS = 4096;

export interface TableText {
	/** What it is of. */
	readonly caption: string;
	readonly head: readonly string[];
	/** The first of a row is its name. */
	readonly rows: Iterable<readonly string[]>;
	/** How many they are. */
	readonly count: number;
}

export interface PictureTable {
	readonly node: HTMLElement;
	/** What is shown has changed. */
	refresh(): void;
}

/** Filled while it is open alone. `hint`: how it is made another. */
export function createPictureTable(context: ViewContext, summary: string, hint: string | undefined, text: () => TableText): PictureTable {
	const { document, strings } = context;
	const scroller = element(document, 'div', { class: 'scroller', tabindex: 0, role: 'region', 'aria-label': summary, 'data-focus': 'table-rows' });
	const opener = element(document, 'summary', { 'data-focus': 'table' }, summary);
	const details = element(document, 'details', { class: 'picture-table' }, opener, ...(hint === undefined ? [] : [element(document, 'p', { class: 'note' }, hint)]), scroller);
	// A grid that has the focus keeps it: without it what is said of its cell would go, and all move under the pointer before the click.
	opener.addEventListener('mousedown', event => event.preventDefault());
	const refresh = (): void => {
		if (!details.open) return scroller.replaceChildren();
		const { caption, head, rows, count } = text();
		const drawn: Node[] = [];
		for (const [name = '', ...cells] of rows) {
			if (drawn.length === MOST_ROWS) break;
			drawn.push(element(document, 'tr', {}, element(document, 'th', { scope: 'row' }, name), ...cells.map(cell => element(document, 'td', {}, cell))));
		}
		scroller.replaceChildren(element(document, 'table', {},
			element(document, 'caption', {}, count > MOST_ROWS ? `${caption}   ${fill(strings.tableCut, MOST_ROWS, count)}` : caption),
			element(document, 'thead', {}, element(document, 'tr', {}, ...head.map(name => element(document, 'th', { scope: 'col' }, name)))),
			element(document, 'tbody', {}, ...drawn)));
	};
	details.addEventListener('toggle', () => {
		// It is told of what was open from the beginning too.
		if (details.open === scroller.hasChildNodes()) return;
		context.remember({ ...context.state, table: details.open });
		refresh();
	});
	details.open = context.state['table'] === true;
	return { node: details, refresh };
}
