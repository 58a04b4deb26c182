/**
 * What each term of one step of torch.optim.Adam or AdamW did to one parameter, and its state after it.
 *
 * Given the denominator, the step is linear in gradient, parameter and first moment, so its update splits into terms that
 * add up:   −α·(1−β₁)·grad/denom, −α·(1−β₁)·λ·p/denom (AdamW: −lr·λ·p), −α·β₁·exp_avg/denom     with α = lr/(1−β₁ᵗ).
 * Formula: PyTorch's documentation of Adam and AdamW.
 */
import type { Term } from '../slice/optimizer-steps.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { adamStep, type AdamGroup, type AdamState } from './adam-formula.ts';
import { roundedArithmetic, written } from './rounded.ts';

const LAST_BIT: Partial<Record<DTypeName, number>> = { float64: 2 ** -52 };

export interface AdamTerms {
	readonly terms: readonly Term[];
	readonly after: readonly number[];
	/** How far the recorded one may be from it: PyTorch's own square root (MKL's) isn't always rounded correctly, in its last bit. */
	readonly doubt: readonly number[];
	readonly state: AdamState<readonly number[]>;
}

/** All arrays have the parameter's element count; `step` counts from 1, `state` is undefined before the first. */
export function adamTerms(dtype: DTypeName, group: AdamGroup, step: number, parameter: readonly number[], grad: readonly number[], state: AdamState<readonly number[]> | undefined): AdamTerms {
	const { lr, beta1, beta2, eps, weight_decay, maximize, decoupled_weight_decay, amsgrad } = group;
	const zeros = parameter.map(() => 0);
	const past = state ?? { exp_avg: zeros, exp_avg_sq: zeros, max_exp_avg_sq: undefined };
	const { after, state: next, denominator, corrections: [first, second] } = adamStep(roundedArithmetic(dtype), group, step, parameter, grad, past);
	const rate = lr / first, kept = 1 - beta1, sign = maximize ? -1 : 1;
	const g = maximize ? '(−grad)' : 'grad', alpha = `−${written(rate)}`;
	const term = (name: string, formula: string, factor: number, value: readonly number[], divisor?: readonly number[]): Term => ({ name, formula, isState: false, value: value.map((x, i) => factor * x / (divisor?.[i] ?? 1)) });
	const ofState = (name: string, formula: string, value: readonly number[]): Term => ({ name, formula, isState: true, value });
	const terms = [term('grad', `${alpha}·${written(kept)}·${g}/denom`, -rate * kept * sign, grad, denominator)];
	if (weight_decay !== 0 && decoupled_weight_decay) terms.push(term('weight_decay', `−${written(lr)}·${written(weight_decay)}·p`, -lr * weight_decay, parameter));
	if (weight_decay !== 0 && !decoupled_weight_decay) terms.push(term('weight_decay', `${alpha}·${written(kept)}·${written(weight_decay)}·p/denom`, -rate * kept * weight_decay, parameter, denominator));
	if (state !== undefined) terms.push(term('exp_avg', `${alpha}·${written(beta1)}·exp_avg/denom`, -rate * beta1, state.exp_avg, denominator));
	const d = weight_decay !== 0 && !decoupled_weight_decay ? `(${g} + ${written(weight_decay)}·p)` : g;
	const bit = LAST_BIT[dtype] ?? 2 ** -23;
	return {
		after, state: next, doubt: after.map((x, i) => bit * (Math.abs(x) + 2 * Math.abs(x - parameter[i]!))),
		terms: [
			...terms,
			{ name: 'update', formula: 'p ← p + update', isState: false, value: after.map((x, i) => x - parameter[i]!) },
			ofState('exp_avg', `${written(beta1)}·exp_avg + ${written(kept)}·${d}`, next.exp_avg),
			ofState('exp_avg_sq', `${written(beta2)}·exp_avg_sq + ${written(1 - beta2)}·${d}²`, next.exp_avg_sq),
			...next.max_exp_avg_sq === undefined ? [] : [ofState('max_exp_avg_sq', 'max(max_exp_avg_sq, exp_avg_sq)', next.max_exp_avg_sq)],
			ofState('denom', `√(${amsgrad ? 'max_' : ''}exp_avg_sq/${written(second)}) + ${written(eps)}`, denominator),
		],
	};
}
