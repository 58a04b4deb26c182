/** Choosing one number among an optimizer's parameters: which tensor, which element. */
import { labelOf } from '../../engine/slice/optimizer-steps.ts';
import type { Coordinate, OptimizerSlice } from '../../engine/slice/slice.ts';
import { element } from '../theme/dom.ts';
import type { Strings } from '../theme/strings.ts';

export function coordinateFrom(slice: OptimizerSlice, remembered: readonly number[] | undefined): Coordinate | undefined {
	const [parameter, at] = remembered ?? [];
	if (parameter === undefined || at === undefined) return undefined;
	const chosen = slice.parameters[parameter];
	return chosen === undefined || at >= available(slice, parameter) ? undefined : { parameter, element: at, label: labelOf(chosen.name, chosen.shape, at) };
}

export function coordinateChoice(document: Document, strings: Strings, title: string, key: string, slice: OptimizerSlice, now: Coordinate, change: (coordinate: Coordinate) => void): HTMLElement {
	const select = element(document, 'select', { 'aria-label': title, 'data-focus': `choose-${key}` },
		...slice.parameters.map((parameter, i) => element(document, 'option', { value: i, selected: i === now.parameter }, parameter.name)));
	const most = available(slice, now.parameter) - 1;
	const number = element(document, 'input', { type: 'number', min: 0, max: Math.max(0, most), value: now.element, 'aria-label': `${title}: ${strings.element}`, 'data-focus': `element-${key}` });
	const pick = (parameter: number, at: number) => {
		const coordinate = coordinateFrom(slice, [parameter, at]);
		if (coordinate !== undefined) change(coordinate);
	};
	select.addEventListener('change', () => pick(Number(select.value), 0));
	number.addEventListener('change', () => pick(now.parameter, Math.min(most, Math.max(0, Math.trunc(Number(number.value))))));
	number.hidden = most <= 0;
	return element(document, 'label', { class: 'choice' }, element(document, 'span', {}, title), select, number);
}

/** Elements of a parameter whose steps are in the slice; of a large one, not all. */
function available(slice: OptimizerSlice, parameter: number): number {
	return slice.parameters[parameter]?.elements ?? 0;
}
