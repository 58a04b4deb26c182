/** Choosing what an optimizer's path is drawn over: one number among its parameters, or what all of them do together. */
import { labelOf } from '../../engine/slice/optimizer-steps.ts';
import { areWhole, COMPONENT, componentsOf, type Component, isComponent, mayHaveComponents, MOST_WIDTH } from '../../engine/slice/components.ts';
import type { Coordinate, OptimizerSlice, ParameterSteps } from '../../engine/slice/slice.ts';
import { numel } from '../../engine/trace/shape.ts';
import { element } from '../theme/dom.ts';
import { short } from '../theme/numbers.ts';
import type { Strings } from '../theme/strings.ts';

/** A coordinate, and where it lies in what a step holds. */
export interface Axis extends Coordinate {
	/** undefined: it is one element of one parameter. */
	readonly component: Component | undefined;
	/** Which of the columns that were asked for it is, -1 until they are there; undefined: the parameters hold it. */
	readonly asked: number | undefined;
}

/** undefined: the slice has no such number. */
export function axisOf(slice: OptimizerSlice, parameter: number | undefined, at: number | undefined): Axis | undefined {
	if (parameter === undefined || at === undefined) return undefined;
	if (parameter === COMPONENT) {
		const component = componentsOf(slice)[at];
		if (component === undefined) return isUnasked(slice) && at < 2 ? { parameter, element: at, label: `PC ${at + 1}`, component: { direction: undefined, explained: NaN }, asked: -1 } : undefined;
		return { parameter, element: at, label: `PC ${at + 1} (${short(100 * component.explained, 3)} %)`, component, asked: component.direction === undefined ? at : undefined };
	}
	const chosen = slice.parameters[parameter];
	if (chosen === undefined || at >= available(chosen)) return undefined;
	const isThere = (coordinate: Coordinate): boolean => slice.asked !== undefined && coordinate.parameter === parameter && coordinate.element === at;
	return {
		parameter, element: at, label: labelOf(chosen.name, chosen.shape, at), component: undefined,
		asked: at < chosen.elements ? undefined : isThere(slice.x) ? 0 : isThere(slice.y) ? 1 : -1,
	};
}

/** Of many numbers: one of them, or a principal component of all. `change` is told either. */
export function coordinateChoice(document: Document, strings: Strings, title: string, key: string, slice: OptimizerSlice, now: Axis, change: (coordinate: Axis) => void, say: (text: string) => void): HTMLElement {
	const select = element(document, 'select', { 'aria-label': title, 'data-focus': `choose-${key}` },
		...slice.parameters.map((parameter, i) => element(document, 'option', { value: i, selected: i === now.parameter }, parameter.name)),
		...!mayHaveComponents(slice) ? [] : [element(document, 'option', { value: COMPONENT, selected: now.component !== undefined }, strings.allParameters)]);
	const parameter = slice.parameters[now.parameter], most = parameter === undefined ? 0 : available(parameter) - 1;
	const number = element(document, 'input', { type: 'number', min: 0, max: Math.max(0, most), value: now.element, 'aria-label': `${title}: ${strings.element}`, 'data-focus': `element-${key}` });
	const pick = (parameter: number, at: number) => {
		const axis = axisOf(slice, parameter, at);
		if (axis !== undefined && (axis.component === undefined || isUnasked(slice) || componentsOf(slice).length === 2)) return change(axis);
		select.value = String(now.parameter);
		say(strings.straightPath);
	};
	select.addEventListener('change', () => pick(Number(select.value), 0));
	number.addEventListener('change', () => pick(now.parameter, Math.min(most, Math.max(0, Math.trunc(Number(number.value))))));
	number.hidden = most <= 0;
	return element(document, 'label', { class: 'choice' }, element(document, 'span', {}, title), select, number);
}

/** Components of large parameters must be asked for. */
function isUnasked(slice: OptimizerSlice): boolean {
	return !isComponent(slice.x) && !areWhole(slice.parameters) && mayHaveComponents(slice);
}

/** Elements whose path there is, or may be asked for. */
function available({ shape, elements }: ParameterSteps): number {
	return elements === 0 || numel(shape) > MOST_WIDTH ? elements : numel(shape);
}
