/**
 * The steps of one optimizer, for the optimizer view: where the parameters went, and what each term of each step did.
 * The surface under the path is not here: replay computes it (`engine/replay/`) and the trace carries it as a derived event.
 */
import { formulaOf } from '../optim/formulas.ts';
import { termsOf } from '../optim/terms.ts';
import type { Part } from '../trace/elements.ts';
import type { OptimizerStep, Ref, Tick, Trace } from '../trace/model.ts';
import { childByKey, childByName, partOf } from './children.ts';
import { Findings } from './findings.ts';
import { namesAt } from './names.ts';
import { originOfLine } from './origin.ts';
import { stateAfter } from './optimizer-state.ts';
import { labelOf, type OptimizerSliceStep, type ParameterStep, stepAt, StepColumns } from './optimizer-steps.ts';
import { type GroupedParameter, hyperparametersOf, parametersOf } from './parameter-groups.ts';
import type { Coordinate, OptimizerSlice } from './slice.ts';
import { surfaceOf, surfaceNoteOf } from './surface.ts';
import type { Work } from '../trace/work.ts';
import { numel } from '../trace/shape.ts';

/** Steps and elements beyond which a slice is thinned or cut, so that it crosses to the panel quickly. */
const MAX_STEPS = 1000;
const MAX_ELEMENTS = 4096;
const MAX_NUMBERS = 500_000;
/** Steps for which there is room where parameters are cut anyway, */
const LEAST_STEPS = 128;
/** … but for no fewer elements of each. */
const LEAST_ELEMENTS = 16;
/** Numbers of one element in one step: before, after, the terms and the state. */
const NUMBERS = 10;

/** undefined where that optimizer never stepped. */
export function* optimizerSlice(trace: Trace, optimizer: Ref): Work<OptimizerSlice | undefined> {
	const findings = Findings.of(trace);
	yield* findings.follow();
	const entry = findings.optimizer(optimizer);
	const firstStep = entry?.steps[0];
	if (entry === undefined || firstStep === undefined) return undefined;
	const first = trace.optimizerStep(firstStep);
	const grouped = parametersOf(trace, optimizer, first.tick);
	// A name may be bound to something else later: what it was called when it was first stepped comes first.
	const [atFirst, atLast] = [namesAt(trace, first.end), namesAt(trace, trace.lastTick)];
	const most = mostElements(grouped.map(({ ref }) => shapeAt(trace, ref, first.tick)), entry.steps.length);
	const parameters = grouped.map(({ ref }, i) => {
		const value = trace.value(ref, first.tick);
		const tensor = value?.kind === 'tensor' ? value : undefined;
		return { ref, name: atFirst.of(ref) ?? atLast.of(ref) ?? (tensor && atFirst.ofStorage(tensor.storage)) ?? `param ${i}`, shape: tensor?.shape ?? [], elements: partOf(trace, ref, first.tick, { from: 0, to: most })?.length ?? 0 };
	});
	const numbersOfStep = parameters.reduce((sum, { elements }) => sum + NUMBERS * elements, 0);
	const { steps } = entry;
	const stride = strideOf(Math.max(steps.length / MAX_STEPS, steps.length * numbersOfStep / MAX_NUMBERS));
	const chosen = [...steps.entries()].filter(([i]) => i % stride === 0 || i === steps.length - 1);
	const columns = new StepColumns(parameters, chosen.length);
	const { lastTick } = trace;
	const cut = entry.cut?.parameters.every(({ elements }, i) => elements === parameters[i]?.elements) === true ? entry.cut : undefined;
	let row = 0;
	for (const [number, index] of chosen) {
		const recorded = trace.optimizerStep(index);
		while (cut !== undefined && row < cut.steps.count && cut.steps.index[row]! < number) row++;
		const kept = cut?.steps.index[row] === number && recorded.end <= cut.lastTick ? stepAt(cut, row) : undefined;
		columns.add(kept ?? sliceStep(trace, recorded, number, grouped, { from: 0, to: most }));
		yield;
	}
	entry.cut = { ...columns.columns, lastTick };
	const [x, y] = defaultCoordinates(parameters);
	const surface = surfaceOf(trace, optimizer, x, y);
	return { kind: 'optimizer', type: entry.type, hasFormula: formulaOf(entry.type) !== undefined, ...columns.columns, x, y, asked: undefined, surface, surfaceNote: surfaceNoteOf(trace, optimizer, x, y), whatIf: undefined };
}

function shapeAt(trace: Trace, ref: Ref, tick: Tick): readonly number[] {
	const value = trace.value(ref, tick);
	return value?.kind === 'tensor' ? value.shape : [];
}

/** Of each parameter: a power of two, so that it seldom changes while a program trains. */
function mostElements(shapes: readonly (readonly number[])[], steps: number): number {
	const sizes = shapes.map(numel), fitting = MAX_NUMBERS / NUMBERS / Math.min(steps, LEAST_STEPS);
	let most = MAX_ELEMENTS;
	if (sizes.every(size => size <= most)) return most;
	while (most > LEAST_ELEMENTS && sizes.reduce((sum, size) => sum + Math.min(size, most), 0) > fitting) most /= 2;
	return most;
}

/** A power of two: what is chosen of more steps was chosen of fewer too, and while a program trains is cut once only. */
function strideOf(least: number): number {
	return 2 ** Math.max(0, Math.ceil(Math.log2(least)));
}

/** The first two elements among the parameters: weight × bias of a line. */
export function defaultCoordinates(parameters: readonly { readonly name: string; readonly shape: readonly number[] }[]): [Coordinate, Coordinate] {
	const coordinates: Coordinate[] = [];
	for (const [parameter, { name, shape }] of parameters.entries()) {
		const count = numel(shape);
		for (let element = 0; element < count && coordinates.length < 2; element++) coordinates.push({ parameter, element, label: labelOf(name, shape, element) });
	}
	const first = coordinates[0] ?? { parameter: 0, element: 0, label: '' };
	return [first, coordinates[1] ?? first];
}

/** @param part of the elements of each parameter */
export function sliceStep(trace: Trace, step: OptimizerStep, number: number, grouped: readonly GroupedParameter[], part: Part): OptimizerSliceStep {
	const loss = step.loss === 0 ? undefined : partOf(trace, step.loss, step.tick, { from: 0, to: 1 })?.[0];
	const origin = originOfLine(trace, step.frame, step.line, step.tick) ?? { uri: '', line: step.line, range: undefined, tick: step.tick };
	const hyperparameters = new Map([...new Set(grouped.map(({ group }) => group))].map(group => [group, hyperparametersOf(trace, group, step.tick)]));
	return {
		index: number, origin, loss,
		hyperparameters: (grouped[0] && hyperparameters.get(grouped[0].group)) ?? {},
		parameters: grouped.map(({ ref, group }) => parameterStep(trace, step, ref, hyperparameters.get(group)!, part)),
	};
}

function parameterStep(trace: Trace, step: OptimizerStep, ref: Ref, hyperparameters: OptimizerSliceStep['hyperparameters'], part: Part): ParameterStep {
	const value = trace.value(ref, step.tick);
	const those = (of: Ref, tick: Tick): readonly number[] | undefined => partOf(trace, of, tick, part);
	const before = those(ref, step.tick), after = those(ref, step.end);
	if (value?.kind !== 'tensor' || before === undefined || after === undefined) return { before: before ?? [], after: after ?? [], terms: [], reproduced: false };
	const grad = value.grad === 0 ? undefined : those(value.grad, step.tick);
	if (grad === undefined) return { before, after, terms: [], reproduced: before.every((x, i) => Object.is(x, after[i])) };
	const state = childByKey(trace, childByName(trace, step.optimizer, 'state', step.tick), ref, step.tick);
	// A count of steps is one number for all elements.
	const ofState = (of: Ref): readonly number[] | undefined => {
		const entry = trace.value(of, step.tick);
		return entry?.kind === 'tensor' && entry.shape.length === 0 ? partOf(trace, of, step.tick, { from: 0, to: 1 }) : those(of, step.tick);
	};
	const kept = (name: string): readonly number[] | undefined => state === 0 ? undefined : ofState(childByName(trace, state, name, step.tick));
	const counter = trace.value(childByName(trace, childByKey(trace, childByName(trace, step.optimizer, 'state', step.end), ref, step.end), 'step', step.end), step.end);
	const formula = formulaOf(step.type)?.of(hyperparameters);
	const computed = formula && termsOf(formula, { dtype: value.dtype, parameter: before, grad, kept, counterDtype: counter?.kind === 'tensor' ? counter.dtype : 'float32' });
	if (computed === undefined) {
		const update = after.map((x, i) => x - before[i]!);
		return { before, after, terms: [{ name: 'grad', formula: 'grad', isState: false, value: grad }, { name: 'update', formula: 'p ← p + update', isState: false, value: update }, ...stateAfter(trace, step, ref, part)], reproduced: false };
	}
	return { before, after, terms: computed.terms, reproduced: computed.after.every((x, i) => Object.is(x, after[i]) || Math.abs(x - after[i]!) <= computed.doubt[i]!) };
}
