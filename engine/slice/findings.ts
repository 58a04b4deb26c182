/**
 * What the ops and optimizer steps of a trace come to, for the list of what it has to show. A trace grows while its program
 * runs, and may hold a million ops: each is looked at once, and what was found is kept beside the trace.
 */
import type { Backward, Ref, StorageId, Tick, Trace } from '../trace/model.ts';
import { type Average, AverageSearch } from './averages.ts';
import { childByName, items } from './children.ts';
import { hasIndexMap } from './index-map.ts';
import { indexRuleOf } from './index-rules.ts';
import type { OptimizerSliceStep, SteppedColumns } from './optimizer-steps.ts';
import type { Direction } from './principal.ts';
import type { AskedPath } from './slice.ts';
import { mayBeProduct, productOf } from './products.ts';
import type { Work } from '../trace/work.ts';

/** An optimizer and the indexes of its steps. */
export interface SteppedOptimizer {
	readonly ref: Ref; readonly type: string; readonly steps: readonly number[];
	/** Its slice as it was cut last, and how much of the trace there was: steps up to there are whole. */
	cut: (SteppedColumns & { readonly lastTick: Tick }) | undefined;
	/** The directions of large parameters' path, and what was asked for beside a slice, as they were found last. */
	directions: { readonly lastTick: Tick; readonly found: readonly Direction[] } | undefined;
	/** Steps of which the norms of all numbers were computed, by their numbers. */
	readonly norms: Map<number, OptimizerSliceStep>;
	asked: { readonly lastTick: Tick; readonly coordinates: string; readonly path: AskedPath } | undefined;
}

const known = new WeakMap<Trace, Findings>();

export class Findings {
	readonly #trace: Trace;
	readonly #optimizers = new Map<Ref, SteppedOptimizer & { readonly steps: number[] }>();
	/** Storages of the parameters of these. */
	readonly #parameters = new Set<StorageId>();
	readonly #averages: AverageSearch;
	readonly #indexMaps = new Map<string, number>();
	readonly #failedMaps = new Map<string, number>();
	/** Of those that were looked at, whether they have an index map. */
	readonly #isMap = new Map<number, boolean>();
	readonly #products = new Map<string, number>();
	readonly #backwards = new Map<string, Backward>();
	#steps = 0;
	#ops = 0;
	#calls = 0;
	#failed = 0;

	private constructor(trace: Trace) {
		this.#trace = trace;
		this.#averages = new AverageSearch(trace);
	}

	/** Those of a trace, as far as `follow` was called. */
	static of(trace: Trace): Findings {
		let findings = known.get(trace);
		if (findings === undefined) known.set(trace, findings = new Findings(trace));
		return findings;
	}

	/** Takes what has been recorded since the last time. Two who follow at once share the work. */
	*follow(): Work<void> {
		while (this.#steps < this.#trace.optimizerStepCount) {
			this.#takeStep(this.#steps++);
			yield;
		}
		for (; this.#calls < this.#trace.backwards.length; this.#calls++) {
			const call = this.#trace.backwards[this.#calls]!;
			this.#backwards.set(`${this.#trace.frame(call.frame).cell}:${call.line}`, call);
			yield;
		}
		for (; this.#failed < this.#trace.failedOps.length; this.#failed++) {
			const { name, cell, line, range } = this.#trace.failedOps[this.#failed]!;
			if (indexRuleOf(name) !== undefined) this.#failedMaps.set(JSON.stringify([cell, line, range]), this.#failed);
			yield;
		}
		while (this.#ops < this.#trace.opCount) {
			this.#takeOp(this.#ops++);
			yield;
		}
	}

	/** The optimizers that stepped, in order of their first step. */
	get optimizers(): readonly SteppedOptimizer[] {
		return [...this.#optimizers.values()];
	}

	optimizer(ref: Ref): SteppedOptimizer | undefined {
		return this.#optimizers.get(ref);
	}

	/** The averages of their parameters, in order of their first update. */
	get averages(): readonly Average[] {
		return this.#averages.of(this.#parameters);
	}

	/** For each line that calls backward its last call. */
	get backwards(): readonly Backward[] {
		return [...this.#backwards.values()];
	}

	/** For each place in the code that has an index map its last op. */
	get indexMaps(): readonly number[] {
		return [...this.#indexMaps.values()].filter(index => hasIndexMap(this.#trace, this.#trace.op(index)));
	}

	/** For each place in the code where an index was out of bounds the last call that raised; of so many places at most. */
	*failedMaps(most: number): Work<readonly number[]> {
		const found: number[] = [];
		for (const index of [...this.#failedMaps.values()].slice(-most)) {
			let isMap = this.#isMap.get(index);
			if (isMap === undefined) {
				this.#isMap.set(index, isMap = hasIndexMap(this.#trace, this.#trace.failedOps[index]!));
				yield;
			}
			if (isMap) found.push(index);
		}
		return found;
	}

	/** For each place in the code that multiplies tensors its last op. */
	get products(): readonly number[] {
		return [...this.#products.values()].filter(index => productOf(this.#trace, this.#trace.op(index)) !== undefined);
	}

	#takeStep(index: number): void {
		const trace = this.#trace;
		const step = trace.optimizerStep(index);
		const found = this.#optimizers.get(step.optimizer);
		if (found !== undefined) return void found.steps.push(index);
		this.#optimizers.set(step.optimizer, { ref: step.optimizer, type: step.type, steps: [index], cut: undefined, directions: undefined, asked: undefined, norms: new Map() });
		for (const group of items(trace, childByName(trace, step.optimizer, 'param_groups', step.tick), step.tick)) {
			for (const parameter of items(trace, childByName(trace, group, 'params', step.tick), step.tick)) {
				const value = trace.value(parameter, step.tick);
				if (value?.kind === 'tensor') this.#parameters.add(value.storage);
			}
		}
	}

	#takeOp(index: number): void {
		const name = this.#trace.opName(index);
		this.#averages.take(index);
		// A training has as many products as steps: of each place only the last is looked into, when it is asked for.
		if (mayBeProduct(name)) return void this.#products.set(this.#trace.opPlace(index), index);
		if (indexRuleOf(name) !== undefined) this.#indexMaps.set(this.#trace.opPlace(index), index);
	}
}
