/** Choosing what an optimizer's path is drawn over: one number among its parameters, or what all of them do together. */
import { labelOf } from '../../engine/slice/optimizer-steps.ts';
import { COMPONENT, componentsOf, type Component, mayHaveComponents } from '../../engine/slice/principal.ts';
import type { Coordinate, OptimizerSlice } from '../../engine/slice/slice.ts';
import { element } from '../theme/dom.ts';
import { short } from '../theme/numbers.ts';
import type { Strings } from '../theme/strings.ts';

/** A coordinate, and where it lies in what a step holds. */
export interface Axis extends Coordinate {
	/** undefined: it is one element of one parameter. */
	readonly component: Component | undefined;
}

/** undefined: the slice has no such number. */
export function axisOf(slice: OptimizerSlice, parameter: number | undefined, at: number | undefined): Axis | undefined {
	if (parameter === undefined || at === undefined) return undefined;
	if (parameter === COMPONENT) {
		const component = componentsOf(slice)[at];
		return component && { parameter, element: at, label: `PC ${at + 1} (${short(100 * component.explained, 3)} %)`, component };
	}
	const chosen = slice.parameters[parameter];
	return chosen === undefined || at >= available(slice, parameter) ? undefined : { parameter, element: at, label: labelOf(chosen.name, chosen.shape, at), component: undefined };
}

/** Of many numbers: one of them, or a principal component of all. `change` is told either. */
export function coordinateChoice(document: Document, strings: Strings, title: string, key: string, slice: OptimizerSlice, now: Axis, change: (coordinate: Axis) => void, say: (text: string) => void): HTMLElement {
	const select = element(document, 'select', { 'aria-label': title, 'data-focus': `choose-${key}` },
		...slice.parameters.map((parameter, i) => element(document, 'option', { value: i, selected: i === now.parameter }, parameter.name)),
		...!mayHaveComponents(slice) ? [] : [element(document, 'option', { value: COMPONENT, selected: now.component !== undefined }, strings.allParameters)]);
	const most = available(slice, now.parameter) - 1;
	const number = element(document, 'input', { type: 'number', min: 0, max: Math.max(0, most), value: now.element, 'aria-label': `${title}: ${strings.element}`, 'data-focus': `element-${key}` });
	const pick = (parameter: number, at: number) => {
		const axis = axisOf(slice, parameter, at);
		if (axis !== undefined && (axis.component === undefined || componentsOf(slice).length === 2)) return change(axis);
		select.value = String(now.parameter);
		say(strings.straightPath);
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
