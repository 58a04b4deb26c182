/** Sliders for an optimizer's hyperparameters: its program is run once more with what they say, when one is let go of. */
import { stepAt } from '../../engine/slice/optimizer-steps.ts';
import { HYPERPARAMETERS, type HyperparameterName, type HyperparameterValues } from '../../engine/slice/hyperparameters.ts';
import type { OptimizerSlice, WhatIfSlice } from '../../engine/slice/slice.ts';
import { element } from '../theme/dom.ts';
import { isSame } from './path.ts';
import { short } from '../theme/numbers.ts';
import { createSlider } from '../theme/slider.ts';
import { fill } from '../theme/strings.ts';
import type { ViewContext } from '../view.ts';

/** Where a slider's thumb is for a number, and the number for a place of it. */
interface Track { readonly min: number; readonly max: number; readonly step: number; to(value: number): number; from(at: number): number }

/** Over many sizes: a hundredth to a hundred times the recorded one, in 40ths of a power of ten. */
const sizes = (recorded: number): Track => {
	const middle = 40 * Math.log10(recorded > 0 ? recorded : 1e-3);
	return { min: -80, max: 80, step: 1, to: value => value > 0 ? 40 * Math.log10(value) - middle : -80, from: at => Number((10 ** ((at + middle) / 40)).toPrecision(3)) };
};
const share: Track = { min: 0, max: 0.99, step: 0.01, to: value => value, from: at => at };
/** Of a window of so many steps, a half to a hundred thousand: 1 − 1/window. */
const nearOne: Track = { min: 0, max: 200, step: 1, to: value => 40 * Math.log10(1 / Math.max(1e-5, 1 - value)), from: at => Number((1 - 10 ** (-at / 40)).toPrecision(5)) };
/** As `sizes`, with none at all at its left end. */
const fromNone = (recorded: number): Track => {
	const track = sizes(recorded);
	return { ...track, to: value => value === 0 ? track.min : track.to(value), from: at => at <= track.min ? 0 : track.from(at) };
};

/** From as it was to twice as much. */
const growth: Track = { min: 1.01, max: 2, step: 0.01, to: value => value, from: at => at };

const TRACKS: Readonly<Record<Exclude<HyperparameterName, 'nesterov' | 'centered'>, (recorded: number) => Track>> = {
	lr: sizes, lr_decay: fromNone, momentum: () => share, dampening: () => share, beta1: () => share, beta2: () => nearOne, momentum_decay: fromNone, alpha: () => nearOne, rho: () => nearOne,
	etaminus: () => share, etaplus: () => growth, lambd: fromNone, weight_decay: fromNone,
};

/** undefined: the program can't be run again, or its optimizer has nothing to ask about. */
export function whatIfControls(slice: OptimizerSlice, whatIf: WhatIfSlice, context: ViewContext): HTMLElement | undefined {
	const { document, strings } = context;
	const recorded = stepAt(slice, 0)?.hyperparameters ?? {};
	const names = HYPERPARAMETERS.filter(name => name in recorded);
	if (names.length === 0) return undefined;
	const now: Record<string, number | boolean> = { ...recorded, ...whatIf.values };
	const ask = (name: HyperparameterName, value: number | boolean) => {
		now[name] = value;
		if ('nesterov' in now && !allowsNesterov()) now['nesterov'] = false;
		context.runAgain(differing());
	};
	const differing = (): HyperparameterValues => Object.fromEntries(names.filter(name => now[name] !== recorded[name]).map(name => [name, now[name]!]));
	/** PyTorch takes Nesterov's with momentum and without dampening alone. */
	const allowsNesterov = () => now['dampening'] === 0 && Number(now['momentum']) > 0;

	const control = (name: HyperparameterName): HTMLElement => {
		const value = now[name]!;
		if (name === 'nesterov' || name === 'centered' || typeof value === 'boolean') {
			const input = element(document, 'input', { type: 'checkbox', checked: value === true, disabled: name === 'nesterov' && !allowsNesterov() && value !== true, 'data-focus': `what-${name}` });
			input.addEventListener('change', () => ask(name, input.checked));
			return element(document, 'label', { class: 'choice' }, input, element(document, 'span', {}, name));
		}
		const own = Number(recorded[name]), { to, from, ...range } = TRACKS[name](own);
		const { node, slider, number } = createSlider(document, name, name, { ...range }, { min: 0 });
		const write = (next: number) => {
			slider.value = String(to(next));
			slider.setAttribute('aria-valuetext', short(next));
			number.value = String(next);
		};
		write(value);
		// Near the recorded value it is the recorded value.
		slider.addEventListener('input', () => { number.value = String(Math.abs(Number(slider.value) - to(own)) <= range.step / 2 ? own : from(Number(slider.value))); });
		slider.addEventListener('change', () => ask(name, Number(number.value)));
		number.addEventListener('change', () => {
			if (number.value !== '' && number.validity.valid) ask(name, number.valueAsNumber);
			else write(value);
		});
		return node;
	};
	const isAsked = Object.keys(whatIf.values).length > 0;
	const reset = element(document, 'button', { type: 'button', class: 'link', 'data-focus': 'as-recorded' }, strings.asRecorded);
	reset.addEventListener('click', () => {
		// The button goes with what it took back.
		view.querySelector<HTMLElement>('input')?.focus();
		context.runAgain({});
	});
	const apply = element(document, 'button', { type: 'button', class: 'link', 'data-focus': 'apply' }, strings.applyToCode);
	apply.addEventListener('click', () => context.apply(whatIf.values));
	const buttons = isAsked ? [...context.canReveal ? [apply] : [], reset] : [];
	const view = element(document, 'div', { class: 'what-if', role: 'group', 'aria-label': strings.whatIfGroup },
		element(document, 'div', { class: 'choices' }, element(document, 'span', { class: 'title' }, strings.whatIfGroup), ...names.map(control), ...buttons.length > 0 ? [element(document, 'div', { class: 'buttons' }, ...buttons)] : []),
		...isAsked ? [element(document, 'div', { class: 'outcome', role: 'status' }, ...outcome(slice, whatIf, context).map(sentence => element(document, 'p', { class: 'note' }, sentence)))] : []);
	return view;
}

/** Sentences. */
function outcome(slice: OptimizerSlice, { values, steps, problem, isRunning }: WhatIfSlice, { strings }: ViewContext): readonly string[] {
	if (isRunning) return [strings.whatIfRunning];
	const other = steps?.steps, [mine, theirs] = [lastLoss(slice.steps), other && lastLoss(other)];
	return [
		...problem === undefined ? [] : [problem],
		...other === undefined ? [] : [fill(strings.whatIfSteps, (other.index[other.count - 1] ?? -1) + 1)],
		...mine === undefined || theirs === undefined ? [] : [fill(strings.whatIfLoss, short(theirs), short(mine))],
		...other === undefined ? [] : Object.entries(values).flatMap(([name, value]) => isKept(other, name, Number(value)) ? [] : [fill(strings.whatIfSet, name)]),
		...steps === undefined || begins(steps.parameters, slice.parameters) ? [] : [strings.whatIfElsewhere],
		...steps === undefined || slice.asked === undefined || (isSame(steps.x, slice.x) && isSame(steps.y, slice.y)) ? [] : [strings.whatIfNoPath],
	];
}

/** A schedule, or a loop, may set it anew at each step. */
function isKept({ hyperparameters, count }: OptimizerSlice['steps'], name: string, value: number): boolean {
	const column = hyperparameters.find(each => each.name === name);
	return column === undefined || count < 2 || column.values[1] === value;
}

/** From the same weights. */
function begins(other: OptimizerSlice['parameters'], mine: OptimizerSlice['parameters']): boolean {
	return mine.every(({ before, elements }, i) => before.subarray(0, elements).every((value, k) => Object.is(value, other[i]?.before[k])));
}

function lastLoss({ loss, hasLoss, count }: OptimizerSlice['steps']): number | undefined {
	return count > 0 && hasLoss[count - 1] !== 0 ? loss[count - 1] : undefined;
}
