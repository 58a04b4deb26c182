/**
 * How large the terms of a step are in all numbers of a parameter. Of a large one a slice holds the first numbers only; the others
 * are gone through here, for some steps at a time.
 */
import { countUpTo } from '../trace/ascending.ts';
import type { Ref, Trace } from '../trace/model.ts';
import { numel } from '../trace/shape.ts';
import type { Work } from '../trace/work.ts';
import { Findings } from './findings.ts';
import { norm } from './norm.ts';
import { parametersOf, sliceStep } from './optimizer.ts';
import { type OptimizerSliceStep, type ParameterStep, StepColumns, type SteppedColumns } from './optimizer-steps.ts';

/** Numbers of one parameter whose terms are computed; of all parameters and steps that are gone through at a time. */
const MOST_OF_ONE = 2 ** 20, MOST_AT_ONCE = 2 ** 21;

/** Steps of a slice around the one of that number, each parameter as if it had one number: the norm of its own. */
export function* normsAround(trace: Trace, optimizer: Ref, { steps: { index, count }, parameters }: SteppedColumns, number: number): Work<SteppedColumns> {
	const entry = Findings.of(trace).optimizer(optimizer);
	const width = parameters.reduce((sum, { shape }) => sum + numel(shape), 0);
	// More of those after it than before: that is where one goes on.
	const many = Math.min(count, Math.max(1, Math.floor(MOST_AT_ONCE / Math.max(1, width)))), at = countUpTo(count, row => index[row]!, number) - 1;
	const from = Math.max(0, Math.min(at - (many >> 2), count - many));
	const columns = new StepColumns(parameters.map(({ name, shape, ref }) => ({ name, shape, ref, elements: 1 })), many);
	if (entry === undefined) return columns.columns;
	for (const own of index.subarray(from, from + many)) {
		let step = entry.norms.get(own);
		if (step === undefined) entry.norms.set(own, step = yield* normsOf(trace, optimizer, parameters, entry.steps[own]!, own));
		columns.add(step);
		yield;
	}
	return columns.columns;
}

function* normsOf(trace: Trace, optimizer: Ref, parameters: SteppedColumns['parameters'], index: number, number: number): Work<OptimizerSliceStep> {
	const recorded = trace.optimizerStep(index), grouped = parametersOf(trace, optimizer, recorded.tick);
	const found: ParameterStep[] = [];
	for (const { ref, shape } of parameters) {
		const own = numel(shape) > MOST_OF_ONE ? [] : grouped.filter(each => each.ref === ref);
		found.push(normed(sliceStep(trace, recorded, number, own, MOST_OF_ONE).parameters[0]));
		yield;
	}
	return { ...sliceStep(trace, recorded, number, [], 0), parameters: found };
}

/** undefined: the optimizer had none of it, or it is too large. */
function normed(step: ParameterStep | undefined): ParameterStep {
	if (step === undefined) return { before: [], after: [], terms: [], reproduced: false };
	const { before, after, terms, reproduced } = step;
	return { before: [norm(before)], after: [norm(after)], terms: terms.map(term => ({ ...term, value: [norm(term.value)] })), reproduced };
}
