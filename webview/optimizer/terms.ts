/** The terms of one step for one coordinate, as a table with the formulas' numbers filled in. */
import type { OptimizerSliceStep } from '../../engine/slice/optimizer-steps.ts';
import { element } from '../theme/dom.ts';
import { short } from '../theme/numbers.ts';
import type { Strings } from '../theme/strings.ts';
import type { Axis } from './coordinates.ts';
import { type AxisTerm, termsAlong, valueOf } from './path.ts';

export function termsTable(document: Document, strings: Strings, step: OptimizerSliceStep, coordinate: Axis): HTMLElement {
	const table = element(document, 'table', { class: 'terms' }, element(document, 'caption', {}, coordinate.label));
	const body = element(document, 'tbody');
	const before = valueOf(step, coordinate, 'before');
	const row = (name: string, middle: string, value: number, kind: string) => {
		const [first, ...rest] = breakable(document, name, IN_NAME);
		// A swatch stays with the beginning of its word.
		const begin = kind === 'edge' ? [first!] : [element(document, 'span', { class: 'together' }, element(document, 'span', { class: `swatch term-${name}`, 'aria-hidden': true }), first!)];
		body.append(element(document, 'tr', { class: kind },
			element(document, 'th', { scope: 'row' }, ...begin, ...rest),
			element(document, 'td', { class: 'formula' }, ...breakable(document, middle, IN_PRODUCT)), element(document, 'td', { class: 'number' }, short(value, 4))));
	};
	row(strings.before, '', before, 'edge');
	const all = termsAlong(step, coordinate);
	const kept = all.filter(({ isState }) => isState), keptAs = (name: string): number | undefined => kept.find(each => each.name === name)?.value;
	for (const term of all.filter(({ isState }) => !isState)) {
		const { name, value } = term;
		// Along a component p is not counted from 0.
		row(name, name === 'update' ? `${short(before, 4)} ${value < 0 ? '−' : '+'} ${short(Math.abs(value), 4)}` : filledFormula(term, coordinate.component === undefined ? before : undefined, keptAs), value, 'term');
	}
	row(strings.after, '', valueOf(step, coordinate, 'after'), 'edge');
	if (kept.length > 0) body.append(element(document, 'tr', { class: 'kept' }, element(document, 'th', { scope: 'rowgroup', colspan: 3 }, strings.optimizerState)));
	for (const { name, formula, value } of kept) row(name, formula, value, 'edge');
	table.append(body);
	return table;
}

/** A product may be broken after its dots, a name after its underscores (which may stand in a product too), and neither elsewhere. */
const IN_NAME = /(?<=_)/, IN_PRODUCT = /(?<=[·_])/;

function breakable(document: Document, text: string, after: RegExp): (Node | string)[] {
	return text.split(after).flatMap((part, i) => i === 0 ? [part] : [document.createElement('wbr'), part]);
}

/**
 * '−0.3·0.8·buf' with the number that buf had: a term is a product of numbers and one quantity, which may be divided by one of the
 * state, and multiplied by others (`keptAs` gives them by their names).
 */
export function filledFormula({ formula, value: quotient }: Pick<AxisTerm, 'formula' | 'value'>, before: number | undefined, keptAs: (name: string) => number | undefined): string {
	const [product = '', divisorName] = formula.split('/'), divisor = divisorName === undefined ? undefined : keptAs(divisorName);
	if (divisorName !== undefined && divisor === undefined) return formula;
	const value = quotient * (divisor ?? 1), parts = product.split('·');
	const symbol = parts.pop() ?? '', factors = parts.map(part => factorOf(part, keptAs));
	const factor = factors.reduce((product, { value }) => product * value, symbol.startsWith('−') ? -1 : 1);
	if (!/^−?\(?−?[\p{L}_]+\)?$/u.test(symbol) || !Number.isFinite(factor) || factor === 0) return formula;
	const quantity = symbol === 'p' ? before ?? value / factor : value / factor;
	const number = short(quantity, 4);
	return [...factors.map(({ text }) => text), quantity < 0 ? `(${number})` : number].join('·') + (divisor === undefined ? '' : `/${short(divisor, 4)}`);
}

/** A number as it is written, or one of the state. */
function factorOf(part: string, keptAs: (name: string) => number | undefined): { readonly value: number; readonly text: string } {
	const [sign, name] = part.startsWith('−') ? ['−', part.slice(1)] as const : ['', part] as const;
	const written = Number(name), kept = Number.isNaN(written) ? keptAs(name) : undefined;
	return { value: (kept ?? written) * (sign === '' ? 1 : -1), text: kept === undefined ? part : sign + short(kept, 4) };
}
