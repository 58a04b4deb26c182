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
		return slider(document, { label, name: label, key: `axis-${of === undefined ? '' : `${of}-`}${name}`, at, max: last, text: index => `${index} / ${last}` }, index => change(name, index)).node;
	}))];
}

export interface AxisSlider {
	readonly node: HTMLElement;
	/** Where it is moved by something else. */
	set(at: number): void;
}

/** `label` is seen, `name` is read aloud, `text` says what a place means; `key`: by which it keeps the focus. */
export function slider(document: Document, { label, name, key, at, max, text }: { readonly label: string; readonly name: string; readonly key: string; readonly at: number; readonly max: number; text(at: number): string }, change: (at: number) => void): AxisSlider {
	const value = element(document, 'output', {}, text(at));
	const input = element(document, 'input', { type: 'range', min: 0, max, value: at, 'aria-label': name, 'aria-valuetext': text(at), 'data-focus': key });
	const say = (): void => {
		value.textContent = text(Number(input.value));
		input.setAttribute('aria-valuetext', value.textContent);
	};
	input.addEventListener('input', () => {
		say();
		change(Number(input.value));
	});
	return {
		node: element(document, 'label', { class: 'axis' }, element(document, 'span', {}, label), input, value),
		set(next) {
			input.value = String(next);
			say();
		},
	};
}
