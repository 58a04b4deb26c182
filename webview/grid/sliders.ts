/** A slider for each axis that a picture doesn't show: at which index it is held. */
import { element } from '../theme/dom.ts';
import { fill } from '../theme/strings.ts';
import type { ViewContext } from '../view.ts';

/** `name` is the axis's number or letter; `of`: whose it is, where there are several tensors. */
export interface HeldAxis<Name extends number | string> { readonly name: Name; readonly of?: string; readonly at: number; readonly last: number }

/** Nothing where no axis is held. */
export function axisSliders<Name extends number | string>(axes: readonly HeldAxis<Name>[], { document, strings }: ViewContext, change: (name: Name, at: number) => void): Node[] {
	if (axes.length === 0) return [];
	return [element(document, 'div', { class: 'axes' }, ...axes.map(({ name, of, at, last }) => {
		const label = of === undefined ? fill(strings.leadingAxis, name) : `${of}, ${fill(strings.leadingAxis, name)}`;
		const value = element(document, 'output', {}, `${at} / ${last}`);
		const input = element(document, 'input', { type: 'range', min: 0, max: last, value: at, 'aria-label': label, 'data-focus': `axis-${of === undefined ? '' : `${of}-`}${name}` });
		input.addEventListener('input', () => {
			value.textContent = `${input.value} / ${last}`;
			change(name, Number(input.value));
		});
		return element(document, 'label', { class: 'axis' }, element(document, 'span', {}, label), input, value);
	}))];
}
