/**
 * An optimizer's step for one parameter, over whatever numbers are made of (arithmetic.ts): what runs and what the views explain
 * are one formula. Names of hyperparameters and of state are PyTorch's.
 */
import type { Arithmetic } from './arithmetic.ts';

/** A param_group's numbers and flags; of a tuple each number has a name of its own. */
export type Group = Readonly<Record<string, number | boolean>>;

/** What one step of one parameter goes by. */
export interface Step<T> {
	readonly arithmetic: Arithmetic<T>;
	readonly parameter: T;
	/** With `maximize` turned round, and with weight decay that goes into the loss. */
	readonly grad: T;
	/** By name what is kept of the parameter; written to. What is another object afterwards takes the place of what was there. */
	readonly state: Record<string, T>;
	/** By name the numbers that are kept of it, `step`, where there is one, being that of this step, from 1 on; written to. */
	readonly counters: Record<string, number>;
	/** Rounds to what a counter is kept in. */
	readonly round: (counter: number) => number;
}

interface Definition<G extends Group> {
	/** As PyTorch has them, and all that the step goes by. */
	readonly defaults: G;
	/** What is kept, by name, and what it begins as; undefined: there is none before the first step. */
	readonly state: (group: G) => Readonly<Record<string, number | undefined>>;
	readonly counters: (group: G) => Readonly<Record<string, number>>;
	/** Whether weight decay goes into the gradient, as λ/2·p² in the loss would, and not past it. */
	readonly decaysLoss: (group: G) => boolean;
	/** The parameter after it. */
	readonly step: <T>(group: G, step: Step<T>) => T;
}

/** A definition with a group's numbers filled in. */
export interface Bound {
	readonly state: Readonly<Record<string, number | undefined>>;
	readonly counters: Readonly<Record<string, number>>;
	readonly decaysLoss: boolean;
	run<T>(step: Step<T>): T;
}

export interface Formula {
	/** The hyperparameters, in the order in which they cross the border. */
	readonly names: readonly string[];
	/** What is missing in the group, or is of another kind, is as by default. */
	of(group: Group): Bound;
}

export function formula<G extends Group>({ defaults, state, counters, decaysLoss, step }: Definition<G>): Formula {
	const names = Object.keys(defaults);
	return {
		names,
		of: values => {
			const filled: Record<string, number | boolean> = { ...defaults };
			for (const name of names) if (typeof values[name] === typeof defaults[name]) filled[name] = values[name]!;
			const group = filled as G;
			return {
				state: state(group), counters: counters(group), decaysLoss: decaysLoss(group),
				run: <T>(given: Step<T>): T => {
					const { arithmetic, parameter } = given;
					let grad = group['maximize'] === true ? arithmetic.negated(given.grad) : given.grad;
					const decay = Number(group['weight_decay'] ?? 0);
					if (decay !== 0 && decaysLoss(group)) grad = arithmetic.addScaled(grad, parameter, decay);
					return step(group, { ...given, grad });
				},
			};
		},
	};
}
