/**
 * The steps of an optimizer: one as an object, which is how they are found and drawn, and all as columns, which is how they
 * cross to the panel. VS Code writes a message's objects as text and looks for each buffer among all that it has met: a
 * thousand steps of ten arrays each kept the extension host for a tenth of a second, their columns for none.
 */
import { countUpTo } from '../trace/ascending.ts';
import { unravel } from '../trace/shape.ts';
import type { Hyperparameter, OptimizerSlice, Origin, ParameterSteps, StepTerms } from './slice.ts';

/** One term of a step for one parameter: `value` has the parameter's elements. */
export interface Term {
	/** PyTorch's word: 'grad', 'weight_decay', 'momentum_buffer', 'update'. */
	readonly name: string;
	/** It is what the optimizer keeps of the parameter, as the step leaves it, and no part of the update. */
	readonly isState: boolean;
	/** The formula with the hyperparameters' numbers in it: `0.001·p`. */
	readonly formula: string;
	readonly value: ArrayLike<number>;
}

export interface ParameterStep { readonly before: ArrayLike<number>; readonly after: ArrayLike<number>; readonly terms: readonly Term[]; /** the terms reproduce `after` */ readonly reproduced: boolean }

export interface OptimizerSliceStep {
	readonly index: number;
	readonly origin: Origin;
	readonly loss: number | undefined;
	readonly hyperparameters: Readonly<Record<string, number | boolean>>;
	/** One per entry of the slice's `parameters`. */
	readonly parameters: readonly ParameterStep[];
	/** To what was asked for beside them. */
	readonly asked?: readonly ParameterStep[];
}

/** A parameter, and how many of its elements are kept, from its first on. */
export interface SteppedParameter { readonly name: string; readonly shape: readonly number[]; readonly ref: number; readonly elements: number }

/** All steps as columns. */
export type SteppedColumns = Pick<OptimizerSlice, 'steps' | 'parameters'>;

/** A step of a slice; undefined: it has none of that number. */
export function stepAt({ steps, parameters, asked }: SteppedColumns & { readonly asked?: OptimizerSlice['asked'] }, step: number): OptimizerSliceStep | undefined {
	if (step < 0 || step >= steps.count) return undefined;
	return {
		index: steps.index[step]!,
		origin: { ...steps.origins[steps.origin[step]!]!, tick: steps.tick[step]! },
		loss: steps.hasLoss[step] === 0 ? undefined : steps.loss[step],
		hyperparameters: Object.fromEntries(steps.hyperparameters.filter(({ has }) => has[step] !== 0).map(({ name, isFlag, values }) => [name, isFlag ? values[step] !== 0 : values[step]!])),
		parameters: parameters.map(each => stepOf(each, step)),
		...(asked && { asked: asked.columns.map(each => stepOf(each, step)) }),
	};
}

/** The step of that number. */
export function stepOfNumber(columns: SteppedColumns, number: number): OptimizerSliceStep | undefined {
	const { index, count } = columns.steps, row = countUpTo(count, each => index[each]!, number) - 1;
	return index[row] === number ? stepAt(columns, row) : undefined;
}

function stepOf({ elements, before, after, terms, reproduced }: ParameterSteps, step: number): ParameterStep {
	const row = (column: Float64Array): Float64Array => column.subarray(step * elements, (step + 1) * elements);
	return {
		before: row(before), after: row(after), reproduced: reproduced[step] !== 0,
		terms: terms.filter(({ formula }) => formula[step] !== 0).map(({ name, isState, formulas, formula, value }) => ({ name, isState, formula: formulas[formula[step]! - 1]!, value: row(value) })),
	};
}

/** PyTorch's have up to a dozen; a file that someone has made may have any number. */
const MOST_HYPERPARAMETERS = 100;

/** Columns for so many steps, filled one by one. */
export class StepColumns {
	readonly #room: number;
	readonly #parameters: readonly { readonly parameter: SteppedParameter; readonly columns: Pick<ParameterSteps, 'before' | 'after' | 'reproduced'>; readonly terms: (StepTerms & { readonly formulas: string[] })[] }[];
	readonly #steps: { readonly index: Uint32Array; readonly tick: Float64Array; readonly loss: Float64Array; readonly hasLoss: Uint8Array; readonly origin: Uint16Array };
	readonly #origins: Omit<Origin, 'tick'>[] = [];
	readonly #hyperparameters = new Map<string, Hyperparameter>();
	#count = 0;

	/** @param room at most 65,535 */
	constructor(parameters: readonly SteppedParameter[], room: number) {
		this.#room = room;
		this.#steps = { index: new Uint32Array(room), tick: new Float64Array(room), loss: new Float64Array(room), hasLoss: new Uint8Array(room), origin: new Uint16Array(room) };
		this.#parameters = parameters.map(parameter => ({
			parameter, terms: [],
			columns: { before: new Float64Array(room * parameter.elements).fill(NaN), after: new Float64Array(room * parameter.elements).fill(NaN), reproduced: new Uint8Array(room) },
		}));
	}

	add({ index, origin, loss, hyperparameters, parameters }: OptimizerSliceStep): void {
		const at = this.#count++, steps = this.#steps;
		steps.index[at] = index;
		steps.tick[at] = origin.tick;
		steps.loss[at] = loss ?? NaN;
		steps.hasLoss[at] = Number(loss !== undefined);
		steps.origin[at] = this.#origin(origin);
		for (const [name, value] of Object.entries(hyperparameters)) {
			const column = this.#hyperparameter(name, typeof value === 'boolean');
			if (column === undefined) continue;
			column.has[at] = 1;
			column.values[at] = Number(value);
		}
		for (const [i, { before, after, terms, reproduced }] of parameters.entries()) {
			const { parameter: { elements }, columns, terms: columnsOfTerms } = this.#parameters[i]!;
			const put = (column: Float64Array, row: ArrayLike<number>): void => { for (let i = 0; i < Math.min(elements, row.length); i++) column[at * elements + i] = row[i]!; };
			put(columns.before, before);
			put(columns.after, after);
			columns.reproduced[at] = Number(reproduced);
			let place = 0;
			for (const { name, isState, formula, value } of terms) {
				const known = columnsOfTerms.findIndex(term => term.name === name && term.isState === isState);
				// One that the steps before had not stands where it stands in this one.
				if (known < 0) columnsOfTerms.splice(place, 0, { name, isState, formulas: [], formula: new Uint16Array(this.#room), value: new Float64Array(this.#room * elements).fill(NaN) });
				else place = known;
				const term = columnsOfTerms[place++]!;
				term.formula[at] = 1 + placeOf(term.formulas, other => other === formula, formula);
				put(term.value, value);
			}
		}
	}

	get columns(): SteppedColumns {
		return {
			steps: { count: this.#count, ...this.#steps, origins: this.#origins, hyperparameters: [...this.#hyperparameters.values()] },
			parameters: this.#parameters.map(({ parameter, columns, terms }) => ({ ...parameter, ...columns, terms })),
		};
	}

	#origin({ uri, line, range }: Origin): number {
		return placeOf(this.#origins, other => other.uri === uri && other.line === line && (other.range === range || JSON.stringify(other.range) === JSON.stringify(range)), { uri, line, range });
	}

	/** undefined: there are so many that they are no optimizer's. */
	#hyperparameter(name: string, isFlag: boolean): Hyperparameter | undefined {
		const key = `${name} ${isFlag}`;
		let column = this.#hyperparameters.get(key);
		if (column === undefined && this.#hyperparameters.size < MOST_HYPERPARAMETERS) {
			this.#hyperparameters.set(key, column = { name, isFlag, has: new Uint8Array(this.#room), values: new Float64Array(this.#room) });
		}
		return column;
	}
}

/** Where in a list it is, at its end if it is new. The last one is the likeliest. */
function placeOf<T>(list: T[], isIt: (item: T) => boolean, item: T): number {
	const found = list.findLastIndex(isIt);
	return found >= 0 ? found : list.push(item) - 1;
}

/** `model.weight` for a single element, `model.weight[0, 2]` otherwise. */
export function labelOf(name: string, shape: readonly number[], element: number): string {
	return shape.every(size => size === 1) ? name : `${name}[${unravel(element, shape).join(', ')}]`;
}
