/** torch.optim's steps for Python: the same operators in the same order as PyTorch's single-tensor implementations, so that each rounding is PyTorch's. */
import type { Group } from '../optim/formula.ts';
import { formulaOf } from '../optim/formulas.ts';
import { lbfgsDirection } from '../optim/lbfgs.ts';
import { tensorStep } from '../optim/tensor-step.ts';
import { runtimeError } from '../tensor/errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { encode, NONE, type Answer } from './answer.ts';
import { expose, tensorOf } from './handles.ts';

/**
 * One parameter's step, in place. After the gradient its hyperparameters, then the handles of the counters and of the state that this
 * group has, in the order in which its formula names each; 0 is what is not there yet. Answers the handle of what this step made.
 */
export function optimizerStep(type: string, isDifferentiable: boolean, parameter: number, grad: number, ...rest: readonly (number | boolean)[]): Answer {
	const formula = formulaOf(type);
	if (formula === undefined) throw runtimeError(`no formula of the optimizer ${type}`);
	let at = 0;
	const group: Record<string, number | boolean> = {};
	for (const name of formula.names) group[name] = rest[at++]!;
	const bound = formula.of(group satisfies Group);
	const taken = (names: object): Record<string, Tensor> => {
		const found: Record<string, Tensor> = {};
		for (const name in names) {
			const handle = Number(rest[at++]);
			if (handle !== 0) found[name] = tensorOf(handle);
		}
		return found;
	};
	const counters = taken(bound.counters), made = tensorStep(bound, tensorOf(parameter), tensorOf(grad), taken(bound.state), counters, isDifferentiable);
	return made === undefined ? NONE : expose(made);
}

/** The direction of LBFGS and its `al`; after the gradient and the diagonal the handles of the history: of each step the gradient's change, the step, and its ro. */
export function lbfgs(grad: number, diagonal: number, ...rest: readonly number[]): Answer {
	const history = rest.map(tensorOf), part = (place: number): Tensor[] => history.filter((_, i) => i % 3 === place);
	return encode(lbfgsDirection(tensorOf(grad), tensorOf(diagonal), { changes: part(0), steps: part(1), ro: part(2) }), []);
}
