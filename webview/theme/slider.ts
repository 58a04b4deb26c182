/** A slider and, for what it is too coarse for, the same number to type. */
import { element, type Attributes } from './dom.ts';

export interface Slider { readonly node: HTMLElement; readonly slider: HTMLInputElement; readonly number: HTMLInputElement }

/** `label` is seen, `name` is read aloud; the slider's range and the number's bounds are of each its own scale. */
export function createSlider(document: Document, label: string, name: string, range: Attributes, bounds: Attributes): Slider {
	const slider = element(document, 'input', { type: 'range', ...range, 'aria-label': name, 'data-focus': `what-${label}` });
	const number = element(document, 'input', { type: 'number', step: 'any', ...bounds, 'aria-label': name, 'data-focus': `number-${label}` });
	return { slider, number, node: element(document, 'label', { class: 'choice' }, element(document, 'span', {}, label), slider, number) };
}
