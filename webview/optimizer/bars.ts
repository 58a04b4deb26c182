/** How much each term of a step is for each parameter: the norms as bars on one scale, and the update beside what it changes. */
import { norm } from '../../engine/slice/norm.ts';
import type { OptimizerSliceStep } from '../../engine/slice/optimizer-steps.ts';
import type { OptimizerSlice } from '../../engine/slice/slice.ts';
import { numel } from '../../engine/trace/shape.ts';
import { element, svg } from '../theme/dom.ts';
import { short } from '../theme/numbers.ts';
import { fill, type Strings } from '../theme/strings.ts';

/** Of more parameters those whose update is the largest. */
const MOST_PARAMETERS = 40;
const BAR = { width: 100, height: 9 };

/**
 * undefined: the step has no terms.
 * @param whole the same step of the norms of all numbers, for what the slice has a part of; undefined: they are not there yet
 */
export function termBars(document: Document, strings: Strings, { parameters }: OptimizerSlice, step: OptimizerSliceStep, whole: OptimizerSliceStep | undefined): HTMLElement | undefined {
	const all = parameters.map(({ name, shape, elements }, i) => {
		const isPart = elements < numel(shape), normed = isPart ? whole?.parameters[i] : undefined;
		const isWhole = !isPart || (normed !== undefined && normed.terms.length > 0);
		const { before, terms } = isPart && isWhole ? normed! : step.parameters[i]!;
		const norms = terms.filter(term => !term.isState).map(term => ({ name: term.name, norm: norm(term.value) })), update = norms.find(term => term.name === 'update')?.norm ?? 0;
		return { name: isWhole ? name : `${name} (${fill(strings.normOfFirst, elements)})`, norms, update, ratio: update / norm(before) };
	}).filter(({ norms }) => norms.length > 0);
	if (all.length === 0) return undefined;
	const shown = all.length <= MOST_PARAMETERS ? all : [...all].sort((a, b) => size(b.update) - size(a.update)).slice(0, MOST_PARAMETERS);
	const most = Math.max(...shown.flatMap(({ norms }) => norms.map(each => each.norm)).filter(Number.isFinite), Number.MIN_VALUE);
	const rows = shown.flatMap(({ name, norms, ratio }) => [
		element(document, 'tr', { class: 'parameter' }, element(document, 'th', { scope: 'rowgroup', colspan: 2 }, name), element(document, 'td', { class: 'number' }, Number.isFinite(ratio) ? short(ratio, 3) : '')),
		...norms.map(term => element(document, 'tr', {},
			element(document, 'th', { scope: 'row' }, element(document, 'span', { class: `swatch term-${term.name}`, 'aria-hidden': true }), term.name),
			element(document, 'td', {}, bar(document, term.name, term.norm / most)), element(document, 'td', { class: 'number' }, short(term.norm, 3)))),
	]);
	return element(document, 'div', { class: 'bars' },
		element(document, 'table', { class: 'terms' },
			element(document, 'caption', {}, strings.termNorms),
			element(document, 'thead', {}, element(document, 'tr', {}, element(document, 'td', { colspan: 2 }), element(document, 'th', { scope: 'col', class: 'number' }, strings.updateRatio))),
			element(document, 'tbody', {}, ...rows)),
		...shown.length < all.length ? [element(document, 'p', { class: 'note' }, fill(strings.parametersCut, all.length, shown.length))] : []);
}

function bar(document: Document, name: string, share: number): SVGSVGElement {
	const width = Number.isFinite(share) ? Math.max(0.5, Math.round(10 * share * BAR.width) / 10) : BAR.width;
	return svg(document, 'svg', { class: `bar term-${name}`, viewBox: `0 0 ${BAR.width} ${BAR.height}`, preserveAspectRatio: 'none', 'aria-hidden': true }, svg(document, 'rect', { width, height: BAR.height }));
}

/** What is no number any more comes first. */
function size(update: number): number {
	return Number.isNaN(update) ? Infinity : update;
}
