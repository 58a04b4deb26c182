/** Pictures of one kind side by side, one for each index of an axis that they hold; a cell of one of them is pointed at. */
import { element } from '../theme/dom.ts';

/** Of one axis so many are drawn. */
export const MOST_FACETS = 4;

export interface Facet {
	readonly node: SVGSVGElement;
	/** Nothing is pointed at. */
	clear(): void;
}

/** How many of an axis stand side by side; without an axis there is one picture. */
export function facetsOf(size: number | undefined): number {
	return size === undefined ? 1 : Math.min(MOST_FACETS, size);
}

/** @param draw the picture of a facet; `suffix` keeps its keys apart from the others', `pointing` is to be called when a cell of it is pointed at. `caption` undefined: it is the only one. */
export function drawFacets<F extends Facet>(document: Document, count: number, draw: (facet: number, suffix: string, pointing: () => void) => F, caption: ((facet: number) => string) | undefined): { readonly all: readonly F[]; readonly node: HTMLElement } {
	const all: F[] = [];
	for (let facet = 0; facet < count; facet++) all.push(draw(facet, facet === 0 ? '' : `-${facet}`, () => { for (const other of all) if (other !== all[facet]) other.clear(); }));
	if (caption === undefined) return { all, node: element(document, 'div', { class: 'scroller' }, ...all.map(({ node }) => node)) };
	return { all, node: element(document, 'div', { class: 'scroller facets' }, ...all.map(({ node }, facet) => element(document, 'figure', { class: 'facet' }, element(document, 'figcaption', {}, caption(facet)), node))) };
}
