/** By an optimizer's type, what its steps' terms were: the one list to which an optimizer is added, for whoever explains it. */
import type { OptimizerSliceStep, ParameterStep } from '../slice/optimizer-steps.ts';
import type { DTypeName } from '../trace/dtype.ts';
import type { AdamGroup } from './adam-formula.ts';
import { adamTerms } from './adam-terms.ts';
import type { SgdGroup } from './sgd-formula.ts';
import { sgdTerms } from './sgd-terms.ts';

type Hyperparameters = OptimizerSliceStep['hyperparameters'];
/** A parameter's entry of the optimizer's state before the step; undefined: it has none of that name, or it wasn't recorded. */
type Kept = (name: string) => readonly number[] | undefined;

/** What a formula makes of a step; `doubt`: how far the recorded numbers may be from `after`. */
interface Computed extends Pick<ParameterStep, 'terms'> { readonly after: readonly number[]; readonly doubt?: readonly number[] }

interface Formula {
	terms(dtype: DTypeName, group: Hyperparameters, before: readonly number[], grad: readonly number[], kept: Kept): Computed;
	/** Whether weight decay goes into the gradient, as λ/2·p² in the loss would, and not past it. */
	decaysLoss(group: Hyperparameters): boolean;
}

/** undefined: its formula is not known here. */
export function formulaOf(type: string): Formula | undefined {
	return FORMULAS.get(type);
}

const FORMULAS = new Map<string, Formula>([
	['SGD', { terms: (dtype, group, before, grad, kept) => sgdTerms(dtype, sgdGroup(group), before, grad, kept('momentum_buffer')), decaysLoss: () => true }],
	['Adam', adam(false)],
	['AdamW', adam(true)],
]);

/** @param isDecoupled where the group doesn't say: in PyTorch before 2.7 it is the type's */
function adam(isDecoupled: boolean): Formula {
	const groupOf = (values: Hyperparameters): AdamGroup => {
		const { n, is } = reading(values);
		return {
			lr: n('lr'), beta1: n('beta1'), beta2: n('beta2'), eps: n('eps'), weight_decay: n('weight_decay'), amsgrad: is('amsgrad'), maximize: is('maximize'),
			decoupled_weight_decay: values['decoupled_weight_decay'] === undefined ? isDecoupled : is('decoupled_weight_decay'),
		};
	};
	return {
		terms: (dtype, group, before, grad, kept) => {
			const exp_avg = kept('exp_avg'), exp_avg_sq = kept('exp_avg_sq');
			const state = exp_avg && exp_avg_sq && { exp_avg, exp_avg_sq, max_exp_avg_sq: kept('max_exp_avg_sq') };
			return adamTerms(dtype, groupOf(group), 1 + (kept('step')?.[0] ?? 0), before, grad, state);
		},
		decaysLoss: group => !groupOf(group).decoupled_weight_decay,
	};
}

function sgdGroup(values: Hyperparameters): SgdGroup {
	const { n, is } = reading(values);
	return { lr: n('lr'), momentum: n('momentum'), dampening: n('dampening'), weight_decay: n('weight_decay'), nesterov: is('nesterov'), maximize: is('maximize') };
}

/** A number, 0 where there is none; a flag. */
function reading(values: Hyperparameters): { n(name: string): number; is(name: string): boolean } {
	return { n: name => Number(values[name] ?? 0), is: name => values[name] === true };
}
