/**
 * How large the terms of a step are in all numbers of a parameter. Of a large one a slice holds the first numbers only; the others
 * are gone through here, for some steps at a time.
 */
import { countUpTo } from '../trace/ascending.ts';
import type { Ref, Trace } from '../trace/model.ts';
import { numel } from '../trace/shape.ts';
import type { Work } from '../trace/work.ts';
import { Findings } from './findings.ts';
import { squared } from './norm.ts';
import { sliceStep } from './optimizer.ts';
import { parametersOf } from './parameter-groups.ts';
import { type OptimizerSliceStep, type ParameterStep, StepColumns, type SteppedColumns, type Term } from './optimizer-steps.ts';

/** Numbers of all parameters and steps that are gone through for one answer, and of one parameter between two breaks. */
const MOST_AT_ONCE = 2 ** 21, PIECE = 2 ** 14;

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
		const own = grouped.filter(each => each.ref === ref), count = numel(shape), squares = new Squares();
		for (let from = 0; from < count && own.length > 0; from += PIECE) {
			squares.add(sliceStep(trace, recorded, number, own, { from, to: Math.min(count, from + PIECE) }).parameters[0]!);
			yield;
		}
		found.push(squares.roots);
	}
	return { ...sliceStep(trace, recorded, number, [], { from: 0, to: 0 }), parameters: found };
}

/** Sums of squares of a step's numbers, which come in pieces. */
class Squares {
	#before = 0;
	#after = 0;
	readonly #terms = new Map<string, { readonly term: Term; sum: number }>();
	#isReproduced = true;

	add({ before, after, terms, reproduced }: ParameterStep): void {
		this.#before += squared(before);
		this.#after += squared(after);
		this.#isReproduced &&= reproduced;
		for (const term of terms) {
			const key = `${term.isState} ${term.name}`, known = this.#terms.get(key) ?? { term, sum: 0 };
			known.sum += squared(term.value);
			this.#terms.set(key, known);
		}
	}

	/** As of a parameter of one number. */
	get roots(): ParameterStep {
		return { before: [Math.sqrt(this.#before)], after: [Math.sqrt(this.#after)], terms: [...this.#terms.values()].map(({ term, sum }) => ({ ...term, value: [Math.sqrt(sum)] })), reproduced: this.#isReproduced };
	}
}
