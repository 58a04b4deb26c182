/** What a picture shows as tables: for who reads rather than looks, and to be searched. */
import type { ViewContext } from '../view.ts';
import { element } from './dom.ts';
import { oncePerFrame } from './perFrame.ts';
import { fill } from './strings.ts';

export interface Table {
	/** What it is of, where there are several. */
	readonly caption?: string;
	readonly head: readonly string[];
	/** How many rows there are, and the cells of one; the first of them names it. */
	readonly count: number;
	row(at: number): readonly string[];
}

export interface AsTable {
	readonly node: HTMLElement;
	/** What it is of has changed; what is on the page is made anew after the next frame, so that the picture comes first. */
	renew(): void;
}

/** More cells than this are not read, and a page of them is slow. */
const MOST_CELLS = 40_000;

export interface AsTableOptions {
	/** By which they keep the focus when they are drawn anew. */
	readonly key?: string;
	/** What they are called where that is closed, and how they are made others. */
	readonly title?: string;
	readonly hint?: string;
}

/** The tables are made when they are opened, and whether they are is remembered. */
export function asTable(context: Pick<ViewContext, 'document' | 'strings' | 'state' | 'remember'>, tables: () => readonly Table[], { key = 'table', title = context.strings.asTable, hint }: AsTableOptions = {}): AsTable {
	const { document } = context;
	const opener = element(document, 'summary', { 'data-focus': key }, title);
	const node = element(document, 'details', { class: 'as-table', open: context.state['table'] === true }, opener, ...(hint === undefined ? [] : [element(document, 'p', { class: 'note' }, hint)]));
	// A grid that has the focus keeps it: without it what is said of its cell would go, and all move under the pointer before the click.
	opener.addEventListener('mousedown', event => event.preventDefault());
	// It stays where it is read when what it shows is made anew.
	const scroller = element(document, 'div', { class: 'scroller', tabindex: 0, role: 'region', 'aria-label': title, 'data-focus': `${key}-cells` });
	const make = () => {
		scroller.replaceChildren(...node.open ? drawn(tables(), context) : []);
		if (!node.open) scroller.remove();
		else if (scroller.parentNode !== node) node.append(scroller);
	};
	node.addEventListener('toggle', () => {
		if (node.open !== scroller.hasChildNodes()) make();
		// Of a view that is no longer shown, its end is no choice of the reader's.
		if (node.isConnected && node.open !== (context.state['table'] === true)) context.remember({ ...context.state, table: node.open });
	});
	make();
	const makeSoon = oncePerFrame(document, () => document.defaultView?.setTimeout(() => { if (node.isConnected) make(); }));
	// Before it is on the page it is made whole: a place to which that was scrolled is to be there.
	return { node, renew: () => node.isConnected ? makeSoon() : make() };
}

function drawn(tables: readonly Table[], { document, strings }: Pick<ViewContext, 'document' | 'strings'>): Node[] {
	const note = (text: string): HTMLElement => element(document, 'p', { class: 'note' }, text);
	let room = MOST_CELLS, leftOut = 0;
	const nodes = tables.flatMap(({ caption, head, count, row }) => {
		if (room <= 0) {
			leftOut++;
			return [];
		}
		const shown = Math.min(count, Math.max(1, Math.floor(room / head.length)));
		// A table that is cut is the last.
		room = shown < count ? 0 : room - shown * head.length;
		const table = element(document, 'table', {}, ...(caption === undefined ? [] : [element(document, 'caption', {}, caption)]),
			element(document, 'thead', {}, element(document, 'tr', {}, ...head.map(name => element(document, 'th', { scope: 'col' }, name)))),
			element(document, 'tbody', {}, ...Array.from({ length: shown }, (_, at) => element(document, 'tr', {}, ...row(at).map((text, column) => column === 0 ? element(document, 'th', { scope: 'row' }, text) : element(document, 'td', {}, text))))));
		return [table, ...(shown === count ? [] : [note(fill(strings.tableCut, count, shown))])];
	});
	return leftOut === 0 ? nodes : [...nodes, note(fill(strings.tablesLeftOut, leftOut))];
}
