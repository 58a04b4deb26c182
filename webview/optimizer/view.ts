/**
 * An optimizer's steps: the path of two coordinates over the loss surface, the terms of the step at hand with their
 * numbers, and the loss. One position, the step, drives all three; slider, keys, Play and pointing move it.
 */
import { stepAt, stepOfNumber } from '../../engine/slice/optimizer-steps.ts';
import { areWhole, componentsOf, isComponent } from '../../engine/slice/components.ts';
import type { Coordinate, OptimizerSlice } from '../../engine/slice/slice.ts';
import { AGREEMENT } from '../../engine/slice/surface.ts';
import { createReadout, element } from '../theme/dom.ts';
import { short } from '../theme/numbers.ts';
import { fill } from '../theme/strings.ts';
import { placeOfPosition, rememberedNumber, rememberedNumbers, type ViewContext } from '../view.ts';
import { drawChart } from './chart.ts';
import { type Axis, axisOf, coordinateChoice } from './coordinates.ts';
import { termBars } from './bars.ts';
import { drawStepCurve, type StepValues } from './step-curve.ts';
import { isReproduced, isSame, valueOf, vectorsOf } from './path.ts';
import { createPlayer } from '../theme/player.ts';
import { asTable } from '../theme/table.ts';
import { stepsTable } from './table.ts';
import { termsTable } from './terms.ts';
import { whatIfControls } from './what-if.ts';
import { numel } from '../../engine/trace/shape.ts';

const SIDE = 340;
const GAP = 24;
const BESIDE_FROM = 860;

export function optimizerView(slice: OptimizerSlice, context: ViewContext): HTMLElement {
	const { document, strings } = context;
	const view = element(document, 'section', { class: 'view optimizer-view', 'aria-label': slice.type });
	const { steps } = slice;
	if (steps.count === 0) return view;
	const axis = (key: 'x' | 'y'): Axis => axisOf(slice, ...rememberedPair(context, key)) ?? (isComponent(slice[key]) ? axisOf(slice, slice[key].parameter, slice[key].element) : undefined) ?? { ...slice[key], component: undefined, asked: undefined };
	const chosenAxes = [axis('x'), axis('y')] as const;
	// Of a run that went only straight on one component is left, or none: what belongs together is taken together.
	const isStraight = (chosenAxes[0].component === undefined) !== (chosenAxes[1].component === undefined) || chosenAxes.some(each => isComponent(each) && each.component === undefined);
	if (isStraight && isComponent(slice.x)) {
		// They would be asked for again.
		const { x: _x, y: _y, ...others } = context.state;
		context.remember(others);
		context.say(strings.straightPath);
	}
	const [x, y] = isStraight ? defaultAxes(slice, undefined) : chosenAxes;
	const surface = slice.surface !== undefined && isSame(slice.surface.x, x) && isSame(slice.surface.y, y) && !isSame(x, y) ? slice.surface : undefined;
	const coordinates = isSame(x, y) ? [x] : [x, y];
	// After a reload, or another entry, the host knows no more which pair was chosen.
	if (!isSame(slice.x, x) || !isSame(slice.y, y)) context.surface(plain(x), plain(y));
	const beside = context.width >= BESIDE_FROM;
	const wide = beside ? context.width - SIDE - GAP : context.width;
	const last = steps.count - 1;
	// Of many steps not all are here, and each keeps its number.
	const numberOf = (at: number) => steps.index[at] ?? at;
	const all = numberOf(last) + 1;
	const chart = drawChart(document, context.theme, strings, slice, x, y, surface, wide);
	const curve = drawStepCurve(document, { index: steps.index, values: steps.loss }, slice.whatIf?.steps && { index: slice.whatIf.steps.steps.index, values: slice.whatIf.steps.steps.loss }, strings.loss, wide);
	const rate = learningRate(steps);
	const curves = [curve, ...rate.values.some(value => value !== rate.values[0] && !Number.isNaN(value)) ? [drawStepCurve(document, rate, slice.whatIf?.steps && learningRate(slice.whatIf.steps.steps), 'lr', wide)] : []];
	const readout = createReadout(document, strings.optimizerHint);
	const facts = element(document, 'p', { class: 'facts' });
	const tables = element(document, 'div', { class: 'tables' });
	const notes = element(document, 'div', { class: 'notes' });
	const norms = element(document, 'div');
	// Their numbers are all in the tables.
	const isWhole = areWhole(slice.parameters);
	const two = slice.parameters.reduce((sum, parameter) => sum + numel(parameter.shape), 0) <= 2;
	const slider = element(document, 'input', { type: 'range', min: 0, max: last, value: 0, 'aria-label': strings.step, 'data-focus': 'step' });
	const count = element(document, 'output', { class: 'count' });
	const line = element(document, 'button', { type: 'button', class: 'link', disabled: !context.canReveal, 'data-focus': 'line' });
	const player = createPlayer(document, strings, 'play', () => {
		if (step >= last) return false;
		show(step + 1, 'pointer');
		return step < last;
	}, () => {
		if (step < last) return false;
		show(0, 'pointer');
		return true;
	});
	let step = 0;

	const stepText = (at: number) => {
		const current = stepAt(slice, at);
		return current === undefined ? '' : [
			fill(strings.stepOf, numberOf(at), numberOf(last)),
			...coordinates.map(coordinate => `${coordinate.label} ${short(valueOf(current, coordinate, 'before'))} → ${short(valueOf(current, coordinate, 'after'))}`),
			...(current.loss !== undefined ? [`${strings.loss} ${short(current.loss)}`] : []),
		].join('   ');
	};
	const show = (next: number, by: 'pointer' | 'keyboard' | undefined) => {
		step = Math.min(last, Math.max(0, next));
		const current = stepAt(slice, step)!;
		// Who has not moved is at the end, and of a program that runs on the end goes on.
		if (by !== undefined) context.remember({ ...context.state, step });
		slider.value = String(step);
		slider.setAttribute('aria-valuetext', fill(strings.stepOf, numberOf(step), numberOf(last)));
		count.textContent = fill(strings.stepOf, numberOf(step), numberOf(last));
		line.textContent = fill(strings.line, current.origin.line);
		line.title = fill(strings.revealLine, current.origin.line);
		chart.setStep(step);
		for (const each of curves) each.setStep(step);
		facts.replaceChildren(...factsOf(current.hyperparameters).map(fact => element(document, 'span', {}, fact)));
		tables.replaceChildren(...coordinates.map(coordinate => termsTable(document, strings, current, coordinate)));
		const columns = two || isWhole ? undefined : context.norms(current.index, () => show(step, undefined));
		const bars = two ? undefined : termBars(document, strings, slice, current, columns && stepOfNumber(columns, current.index));
		norms.replaceChildren(...bars ? [bars] : []);
		const reproduced = coordinates.every(axis => isReproduced(current, axis));
		const chained = vectorsOf(current, x, y).chained;
		// Of an update to NaN no arrow is drawn, and nothing can be said of what adds up to it.
		const isDrawn = coordinates.every(coordinate => Number.isFinite(valueOf(current, coordinate, 'after') - valueOf(current, coordinate, 'before')));
		notes.replaceChildren(
			...(isDrawn ? [element(document, 'p', { class: 'note' }, chained ? strings.vectorsChained : strings.vectorsUpdateOnly)] : []),
			...(reproduced ? [] : [element(document, 'p', { class: 'note warning' }, slice.hasFormula ? strings.notReproduced : fill(strings.formulaUnknown, slice.type))]));
		if (by === 'keyboard') readout.show(stepText(step), by);
		if (by !== undefined) context.move(current.origin.tick);
	};

	slider.addEventListener('input', () => show(Number(slider.value), 'pointer'));
	line.addEventListener('click', () => context.reveal(stepAt(slice, step)!.origin));
	const figure = element(document, 'div', { class: 'figure', tabindex: 0, role: 'application', 'data-focus': 'path', 'aria-label': fill(strings.pathLabel, x.label, y.label, all) });
	figure.append(chart.node);
	figure.addEventListener('keydown', event => {
		const to = stepKey(event.key, step, last);
		if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
		event.preventDefault();
		show(to, 'keyboard');
	});
	figure.addEventListener('pointermove', event => {
		const box = figure.getBoundingClientRect();
		const { near, at, inside } = chart.locate(event.clientX - box.left, event.clientY - box.top);
		if (near !== undefined && near <= last) readout.show(stepText(near), 'pointer');
		else if (inside) readout.show(`${isSame(x, y) ? '' : `${x.label} ${short(at[0])}   `}${y.label} ${short(at[1])}${surface === undefined || !isWithin(surface, at) ? '' : `   ${strings.loss} ${short(nearestValue(surface, at), 3)}`}`, 'pointer');
		else readout.rest();
	});
	figure.addEventListener('pointerleave', () => readout.rest());
	figure.addEventListener('click', event => {
		const box = figure.getBoundingClientRect();
		const { near } = chart.locate(event.clientX - box.left, event.clientY - box.top);
		if (near !== undefined) show(near, 'pointer');
	});
	for (const { node, stepAt: at } of curves) node.addEventListener('click', event => show(at(event.clientX - node.getBoundingClientRect().left), 'pointer'));

	const controls = element(document, 'div', { class: 'controls' }, player.node, slider, count, line);
	const choose = (key: 'x' | 'y', chosen: Axis) => {
		// Components go together: along one of them and an element of its own, the same number would be moved twice.
		const together = chosen.component === undefined ? undefined : ([0, 1] as const).map(each => axisOf(slice, chosen.parameter, each)!);
		// What was chosen a moment ago may not be drawn yet.
		const [nowX, nowY] = [axis('x'), axis('y')];
		const other = nowX.component === undefined ? key === 'x' ? nowY : nowX : defaultAxes(slice, chosen)[0];
		const [nextX, nextY] = together ?? (key === 'x' ? [chosen, other] : [other, chosen]);
		context.remember({ ...context.state, step, x: [nextX!.parameter, nextX!.element], y: [nextY!.parameter, nextY!.element] });
		context.surface(plain(nextX!), plain(nextY!));
	};
	const choices = two ? [] : [element(document, 'div', { class: 'choices' },
		coordinateChoice(document, strings, strings.horizontal, 'x', slice, x, coordinate => choose('x', coordinate), context.say),
		coordinateChoice(document, strings, strings.vertical, 'y', slice, y, coordinate => choose('y', coordinate), context.say))];
	const main = element(document, 'div', { class: 'main' }, figure, element(document, 'div', { class: 'under' }, readout.node, ...coordinates.some(({ asked }) => asked === -1) ? [element(document, 'p', { class: 'note' }, strings.pathPending)] : surfaceNotes(document, slice, surface, context), ...(steps.count === all ? [] : [element(document, 'p', { class: 'note' }, fill(strings.stepsThinned, all, steps.count))])), ...curves.map(({ node }) => node));
	const side = element(document, 'div', { class: 'side' }, tables, notes, norms);
	if (beside) side.style.width = `${SIDE}px`;
	// One step has nothing to slide along and no curve.
	for (const node of [player.node, slider, ...curves.map(each => each.node)]) if (last === 0) node.toggleAttribute('hidden', true);
	if (!steps.loss.some(Number.isFinite)) curve.node.toggleAttribute('hidden', true);
	const whatIf = slice.whatIf && whatIfControls(slice, slice.whatIf, context);
	view.append(facts, ...choices, controls, element(document, 'div', { class: beside ? 'columns beside' : 'columns' }, main, side));
	if (whatIf) main.append(whatIf);
	view.append(asTable(context, () => [stepsTable(slice, coordinates, strings)]).node);
	show(placeOfPosition(context, [...steps.tick]) ?? Math.min(last, rememberedNumber(context, 'step', last)), undefined);
	return view;
}

function rememberedPair(context: ViewContext, key: string): [number | undefined, number | undefined] {
	const [parameter, at] = rememberedNumbers(context, key) ?? [];
	return [parameter, at];
}

/** The first two numbers but for one; of a single number it stands for both. */
function defaultAxes(slice: OptimizerSlice, but: Axis | undefined): readonly [Axis, Axis] {
	const all = slice.parameters.flatMap(({ elements }, parameter) => Array.from({ length: Math.min(3, elements) }, (_, at) => axisOf(slice, parameter, at)!)).slice(0, 3);
	const [first, second] = all.filter(each => but === undefined || !isSame(each, but));
	return [first ?? all[0]!, second ?? first ?? all[0]!];
}

/** Over the border goes no direction: the host has the same. */
function plain({ parameter, element: at, label }: Axis): Coordinate {
	return { parameter, element: at, label };
}

/** NaN where a step has none. */
function learningRate({ hyperparameters, index, count }: OptimizerSlice['steps']): StepValues {
	const rate = hyperparameters.find(({ name, isFlag }) => name === 'lr' && !isFlag);
	return { index, values: Float64Array.from({ length: count }, (_, step) => rate === undefined || rate.has[step] === 0 ? NaN : rate.values[step]!) };
}

function surfaceNotes(document: Document, slice: OptimizerSlice, surface: OptimizerSlice['surface'], context: ViewContext): Node[] {
	const { strings } = context;
	if (surface === undefined) {
		return [element(document, 'p', { class: 'note' }, slice.surfaceNote !== undefined ? fill(strings.surfaceNone, fill(strings[slice.surfaceNote.reason], ...slice.surfaceNote.values)) : slice.surface === undefined ? strings.surfacePending : strings.surfaceOther)];
	}
	const legend = element(document, 'p', { class: 'note key' }, element(document, 'span', { class: 'stroke' }), strings.contoursOfLoss);
	if (surface.withWeightDecay !== undefined) legend.append(element(document, 'span', { class: 'stroke dashed' }), strings.contoursWithWeightDecay);
	const notes = [legend];
	const [first, second] = componentsOf(slice);
	if (isComponent(surface.x) && first && second) notes.push(element(document, 'p', { class: 'note' }, fill(strings.principalNote, short(100 * first.explained, 3), short(100 * second.explained, 3))));
	if (surface.branchLine !== undefined) notes.push(element(document, 'p', { class: 'note' }, fill(strings.surfaceBranch, surface.branchLine)));
	if (surface.off) notes.push(element(document, 'p', { class: 'note' }, fill(strings.surfaceOff, short(surface.off, 2), short(AGREEMENT))));
	if (surface.isOfLastStep) notes.push(element(document, 'p', { class: 'note' }, strings.surfaceOfLastStep));
	if (slice.parameters.length > 2 && !isComponent(surface.x)) notes.push(element(document, 'p', { class: 'note' }, strings.surfaceRest));
	return notes;
}

/** lr first, then what is switched on. */
function factsOf(hyperparameters: Readonly<Record<string, number | boolean>>): string[] {
	return Object.entries(hyperparameters).flatMap(([name, value]) => {
		if (value === true) return [name];
		return value === false || (value === 0 && name !== 'lr') ? [] : [`${name} ${short(value)}`];
	});
}

function stepKey(key: string, step: number, last: number): number | undefined {
	switch (key) {
		case 'ArrowLeft': case 'ArrowDown': return step - 1;
		case 'ArrowRight': case 'ArrowUp': return step + 1;
		case 'Home': return 0;
		case 'End': return last;
		case 'PageUp': return step - Math.max(5, Math.round(last / 10));
		case 'PageDown': return step + Math.max(5, Math.round(last / 10));
		default: return undefined;
	}
}

/** With another path the plot is larger than the surface. */
function isWithin({ xDomain, yDomain }: NonNullable<OptimizerSlice['surface']>, [x, y]: readonly [number, number]): boolean {
	return x >= xDomain[0] && x <= xDomain[1] && y >= yDomain[0] && y <= yDomain[1];
}

function nearestValue(surface: NonNullable<OptimizerSlice['surface']>, [x, y]: readonly [number, number]): number {
	const column = Math.round((x - surface.xDomain[0]) / (surface.xDomain[1] - surface.xDomain[0]) * (surface.columns - 1));
	const row = Math.round((y - surface.yDomain[0]) / (surface.yDomain[1] - surface.yDomain[0]) * (surface.rows - 1));
	return surface.values[row * surface.columns + column] ?? NaN;
}
