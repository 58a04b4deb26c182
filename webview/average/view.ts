/** An average of weights: curves, the decay in use, and the formula that ran with one update's numbers in it. */
import { formulaOf, weightsIn } from '../../engine/slice/average-rules.ts';
import { decayOf } from '../../engine/slice/average-what-if.ts';
import type { FittedSchedule } from '../../engine/slice/decay-schedules.ts';
import type { AverageSlice } from '../../engine/slice/slice.ts';
import { numel } from '../../engine/trace/shape.ts';
import { labelOf } from '../../engine/slice/optimizer-steps.ts';
import { createReadout, element } from '../theme/dom.ts';
import { short } from '../theme/numbers.ts';
import { fill, type Strings } from '../theme/strings.ts';
import { asTable, type Table } from '../theme/table.ts';
import { placeOfPosition, rememberedNumber, type ViewContext } from '../view.ts';
import { drawAverage, type Other } from './chart.ts';
import { elementOf, type Look, normOf } from './series.ts';
import { createWhatIf } from './what-if.ts';

export function averageView(slice: AverageSlice, context: ViewContext): HTMLElement {
	const { document, strings } = context;
	const view = element(document, 'section', { class: 'view average-view', 'aria-label': strings.kindAverage });
	view.append(element(document, 'p', { class: 'rule' }, element(document, 'code', {}, slice.formula), element(document, 'span', { class: 'note' }, slice.reproduced ? reproducedText(slice, strings) : strings.averageNotReproduced)));
	if (slice.curves.length === 0 || slice.decay.length === 0) return view;
	const holder = element(document, 'div');
	let curve = Math.min(slice.curves.length - 1, rememberedNumber(context, 'curve', 0));
	let at = Math.min((slice.curves[curve]?.elements ?? 1) - 1, rememberedNumber(context, 'element', 0));

	let isNorm = context.state['norm'] === true;
	const whatIf = createWhatIf(slice, context, () => draw());
	const look = () => lookOf(slice, curve, isNorm && (slice.curves[curve]?.elements ?? 1) > 1 ? undefined : at, context);
	let looked = look();
	const table = asTable(context, () => [updatesTable(slice, looked, strings)]);
	const draw = () => holder.replaceChildren(...chart(slice, looked, whatIf.chosen(), context));
	const select = element(document, 'select', { 'aria-label': strings.parameter, 'data-focus': 'curve' }, ...slice.curves.map((each, i) => element(document, 'option', { value: i, selected: i === curve }, each.name)));
	const number = element(document, 'input', { type: 'number', min: 0, value: at, 'aria-label': strings.element, 'data-focus': 'element' });
	const norm = element(document, 'input', { type: 'checkbox', checked: isNorm, 'data-focus': 'norm' });
	const norms = element(document, 'label', { class: 'choice' }, norm, element(document, 'span', {}, strings.norm));
	const bound = () => {
		const count = slice.curves[curve]?.elements ?? 1;
		number.max = String(count - 1);
		number.value = String(at);
		number.hidden = norms.hidden = count <= 1;
		number.disabled = isNorm;
	};
	const chosen = () => {
		context.remember({ ...context.state, curve, element: at, norm: isNorm });
		bound();
		looked = look();
		draw();
		table.renew();
	};
	select.addEventListener('change', () => {
		[curve, at] = [Number(select.value), 0];
		chosen();
	});
	number.addEventListener('change', () => {
		at = Math.min(Number(number.max), Math.max(0, Math.trunc(Number(number.value))));
		chosen();
	});
	norm.addEventListener('change', () => {
		isNorm = norm.checked;
		chosen();
	});
	bound();
	draw();
	view.append(element(document, 'div', { class: 'choices' }, element(document, 'label', { class: 'choice' }, element(document, 'span', {}, strings.parameter), select, number), norms), holder, whatIf.node, table.node);
	return view;
}

function reproducedText({ updates, count }: AverageSlice, strings: Strings): string {
	return updates.length === count ? strings.averageReproduced : fill(strings.averageReproducedSome, updates.length, count);
}

/** @param at undefined: the norm */
function lookOf(slice: AverageSlice, curve: number, at: number | undefined, { strings }: ViewContext): Look {
	const chosen = slice.curves[curve]!, { name, shape, elements } = chosen;
	if (at !== undefined) return elementOf(slice, chosen, at, labelOf(name, shape, at));
	const isCut = elements < numel(shape);
	return normOf(slice, chosen, isCut ? `${name}: ${fill(strings.normOfFirst, elements)}` : fill(strings.normLabel, name));
}

function chart(slice: AverageSlice, look: Look, schedule: FittedSchedule | undefined, context: ViewContext): Node[] {
	const { document, strings } = context;
	const { label, series } = look;
	const decayAt = schedule && decayOf(schedule);
	const other: Other | undefined = decayAt && { shadow: look.shadowWith(decayAt), decay: slice.updates.map(decayAt) };
	const drawn = drawAverage(document, strings, series, slice.updates, slice.decay, other, context.width, Math.min(460, context.height));
	const readout = createReadout(document, strings.averageHint);
	const worked = element(document, 'p', { class: 'worked' });
	const line = element(document, 'button', { type: 'button', class: 'link', disabled: !context.canReveal, 'data-focus': 'line' });
	const last = slice.decay.length - 1;
	const ticks = slice.origins.map(({ tick }) => tick);
	let update = Math.min(last, placeOfPosition(context, ticks) ?? rememberedNumber(context, 'update', last));
	/** As the pointer goes over the curves others need not follow each update. */
	const moved = () => {
		context.remember({ ...context.state, update });
		const tick = ticks[update];
		if (tick !== undefined) context.move(tick);
	};

	const text = (i: number) => [
		fill(strings.updateOf, slice.updates[i] ?? 0, slice.count),
		`${strings.weight} ${short(series.weights[i] ?? NaN, 5)}`, `${strings.shadow} ${short(series.shadow[i] ?? NaN, 5)}`,
		...decayText(strings, slice.decay[i] ?? NaN),
		...other ? [`${strings.whatIfShadow} ${short(other.shadow[i] ?? NaN, 5)}`, ...decayText(strings, other.decay[i] ?? NaN)] : [],
	].join('   ');
	const show = (next: number, by: 'pointer' | 'keyboard' | undefined) => {
		update = Math.min(last, Math.max(0, next));
		drawn.setUpdate(update);
		worked.textContent = look.isElement ? workedFormula(slice, series.weights, series.shadow, update) : '';
		const origin = slice.origins[update];
		line.hidden = origin === undefined;
		line.textContent = origin === undefined ? '' : fill(strings.line, origin.line);
		line.title = origin === undefined ? '' : fill(strings.revealLine, origin.line);
		if (by !== undefined) readout.show(text(update), by);
	};
	line.addEventListener('click', () => {
		const origin = slice.origins[update];
		if (origin !== undefined) context.reveal(origin);
	});
	const figure = element(document, 'div', { class: 'figure', tabindex: 0, role: 'application', 'data-focus': 'curves', 'aria-label': fill(strings.averageLabel, label, slice.count) }, drawn.node);
	figure.addEventListener('pointermove', event => show(drawn.updateAt(event.clientX - figure.getBoundingClientRect().left), 'pointer'));
	figure.addEventListener('click', moved);
	figure.addEventListener('pointerleave', () => {
		context.remember({ ...context.state, update });
		readout.rest();
	});
	figure.addEventListener('keydown', event => {
		const far = Math.max(5, Math.round(last / 10));
		const to: Readonly<Record<string, number>> = { ArrowLeft: update - 1, ArrowRight: update + 1, Home: 0, End: last, PageUp: update - far, PageDown: update + far };
		const next = to[event.key];
		if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
		event.preventDefault();
		show(next, 'keyboard');
		moved();
	});
	show(update, undefined);
	const thinned = other === undefined || look.isExact ? [] : [element(document, 'p', { class: 'note' }, fill(strings.whatIfThinned, slice.updates.length, slice.count))];
	return [figure, element(document, 'div', { class: 'under' }, worked, line), readout.node, ...thinned];
}

function updatesTable({ updates, decay }: AverageSlice, { label, series }: Look, strings: Strings): Table {
	return {
		caption: label, head: [strings.update, strings.weight, strings.shadow, strings.decay], count: updates.length,
		row: at => [String(updates[at]), ...[series.weights[at], series.shadow[at], decay[at]].map(value => short(value ?? NaN, 5))],
	};
}

/** The decay, and over about how many updates it averages. */
function decayText(strings: Strings, decay: number): string[] {
	const text = `${strings.decay} ${short(decay)}`;
	return decay >= 0 && decay < 1 ? [`${text}: ${fill(strings.window, short(1 / (1 - decay), 3))}`] : [text];
}

/** The formula with one update's numbers: 'v ← 0.59·2.28 + 0.41·3.83 = 2.91'; v before is in the slice where the update before is. */
function workedFormula(slice: AverageSlice, weights: readonly number[], shadow: readonly number[], update: number): string {
	const d = slice.decay[update] ?? NaN, count = weightsIn(1 - d);
	const isNext = slice.updates[update - 1] === (slice.updates[update] ?? 0) - 1;
	const v = isNext ? signed(shadow[update - 1] ?? NaN) : 'v', w = signed(weights[update] ?? NaN);
	return `${formulaOf(slice.rule, { v, w, d: short(d), c: short(1 - d), n: short(count - 1), count: short(count) })} = ${short(shadow[update] ?? NaN, 5)}`;
}

function signed(value: number): string {
	return value < 0 ? `(${short(value, 5)})` : short(value, 5);
}
