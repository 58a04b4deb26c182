/** Sliders for how the decay goes: what would the average have been? As recorded until one is moved. */
import { DECAY_SCHEDULES, type DecayScheduleName, type FittedSchedule, SCHEDULE_NAMES } from '../../engine/slice/decay-schedules.ts';
import type { AverageSlice } from '../../engine/slice/slice.ts';
import { element } from '../theme/dom.ts';
import { createSlider } from '../theme/slider.ts';
import { rememberedNumber, type ViewContext } from '../view.ts';

/** Where the code's own is not known. */
const OTHERWISE: FittedSchedule = { name: 'constant', decay: 0.99, tau: 100, first: 1 };

/** Decays lie close to 1: the slider goes over how many nines they have, times 100. */
const NINES = { last: 500, to: (decay: number) => -100 * Math.log10(1 - decay), from: (at: number) => Number((1 - Number((10 ** (-at / 100)).toPrecision(3))).toPrecision(12)) };
/** Lengths of a ramp go over many sizes, times 100, from a tenth of an update on. */
const TAUS = { first: -100, to: (tau: number) => 100 * Math.log10(tau), from: (at: number) => Number((10 ** (at / 100)).toPrecision(3)) };

export interface WhatIf {
	readonly node: HTMLElement;
	/** undefined: as recorded. */
	chosen(): FittedSchedule | undefined;
}

export function createWhatIf(slice: AverageSlice, context: ViewContext, changed: () => void): WhatIf {
	const { document, strings, state } = context;
	const own = slice.schedule ?? OTHERWISE;
	// A schedule that the code doesn't have needs some length where it ramps.
	const recorded = { ...own, tau: own.tau > 0 ? own.tau : Math.max(1, Math.round(slice.count / 5)) };
	let asked = typeof state['schedule'] === 'string' && state['schedule'] in DECAY_SCHEDULES ? state['schedule'] as DecayScheduleName : undefined;
	let [decay, tau] = [rememberedNumber(context, 'decay', recorded.decay), rememberedNumber(context, 'tau', recorded.tau)];

	const schedules = element(document, 'select', { 'aria-label': strings.decaySchedule, 'data-focus': 'schedule' },
		...slice.schedule === undefined ? [element(document, 'option', { value: '' }, strings.asRecorded)] : [],
		...SCHEDULE_NAMES.map(name => element(document, 'option', { value: name }, DECAY_SCHEDULES[name].formula)));
	const decays = createSlider(document, 'd', strings.decay, { min: 0, max: NINES.last }, { min: 0, max: 1 });
	const taus = createSlider(document, 'τ', strings.decayTau, { min: TAUS.first, max: Math.ceil(TAUS.to(10 * Math.max(2, slice.count))) }, { min: 0.01 });
	const reset = element(document, 'button', { type: 'button', class: 'link', 'data-focus': 'as-recorded' }, strings.asRecorded);

	const isAsRecorded = () => {
		if (asked === undefined) return true;
		const parameters: readonly string[] = DECAY_SCHEDULES[asked].parameters;
		return slice.schedule !== undefined && asked === own.name && (decay === recorded.decay || !parameters.includes('decay')) && (tau === recorded.tau || !parameters.includes('tau'));
	};
	/** @param except that is being typed into */
	const write = (except?: HTMLInputElement) => {
		const put = (input: HTMLInputElement, value: string) => {
			if (input !== except) input.value = value;
		};
		const name = asked ?? slice.schedule?.name;
		const parameters: readonly string[] = name === undefined ? [] : DECAY_SCHEDULES[name].parameters;
		schedules.value = name ?? '';
		decays.node.hidden = !parameters.includes('decay');
		taus.node.hidden = !parameters.includes('tau');
		put(decays.slider, String(Math.min(NINES.last, NINES.to(decay))));
		put(taus.slider, String(TAUS.to(tau)));
		decays.slider.setAttribute('aria-valuetext', String(decay));
		taus.slider.setAttribute('aria-valuetext', String(tau));
		put(decays.number, String(decay));
		put(taus.number, String(tau));
		reset.hidden = isAsRecorded();
	};
	const chosen = (by?: HTMLInputElement) => {
		// A moved slider speaks of the code's own schedule.
		asked ??= own.name;
		const { schedule: _schedule, decay: _decay, tau: _tau, ...others } = context.state;
		context.remember(isAsRecorded() ? others : { ...others, schedule: asked, decay, tau });
		write(by);
		changed();
	};
	const take = (input: HTMLInputElement, set: (value: number) => void, from: (value: number) => number) => input.addEventListener('input', () => {
		const value = input.value === '' ? NaN : from(input.valueAsNumber);
		if (Number.isNaN(value) || !input.validity.valid) return;
		set(value);
		chosen(input);
	});
	const setDecay = (value: number) => { decay = value; }, setTau = (value: number) => { tau = value; };
	take(decays.slider, setDecay, NINES.from);
	take(taus.slider, setTau, TAUS.from);
	take(decays.number, setDecay, value => value);
	take(taus.number, setTau, value => value);
	schedules.addEventListener('change', () => {
		asked = schedules.value === '' ? undefined : schedules.value as DecayScheduleName;
		if (asked === undefined) restore();
		else chosen();
	});
	const restore = () => {
		[asked, decay, tau] = [slice.schedule?.name, recorded.decay, recorded.tau];
		const { schedule: _schedule, decay: _decay, tau: _tau, ...others } = context.state;
		context.remember(others);
		write();
		changed();
	};
	reset.addEventListener('click', () => {
		restore();
		schedules.focus();
	});
	write();
	return {
		node: element(document, 'div', { class: 'what-if', role: 'group', 'aria-label': strings.whatIf }, element(document, 'div', { class: 'choices' },
			element(document, 'label', { class: 'choice' }, element(document, 'span', {}, strings.whatIf), schedules), decays.node, taus.node, element(document, 'div', { class: 'buttons' }, reset))),
		chosen: () => isAsRecorded() ? undefined : { name: asked ?? own.name, decay, tau, first: own.first },
	};
}
