/**
 * One step of torch.optim.Adam and AdamW for one parameter, over whatever numbers are made of: tensors (adam.ts) or plain
 * arrays (adam-terms.ts). Each method of `AdamArithmetic` rounds as the one operator that PyTorch's single-tensor
 * implementation calls there.
 */
import { integerPower } from './integer-power.ts';

/** A param_group's hyperparameters, PyTorch's names. */
export interface AdamGroup {
	readonly lr: number;
	readonly beta1: number;
	readonly beta2: number;
	readonly eps: number;
	readonly weight_decay: number;
	readonly amsgrad: boolean;
	readonly maximize: boolean;
	/** AdamW's: it shrinks the parameter, and the averages know nothing of it. */
	readonly decoupled_weight_decay: boolean;
}

/** A parameter's state, PyTorch's names; `max_exp_avg_sq` with amsgrad alone. */
export interface AdamState<T> { readonly exp_avg: T; readonly exp_avg_sq: T; readonly max_exp_avg_sq: T | undefined }

export interface AdamArithmetic<T> {
	negated(a: T): T;
	/** a + alpha·b, rounded once. */
	addScaled(a: T, b: T, alpha: number): T;
	/** These write to their first where T can be written to. */
	scale(a: T, factor: number): T;
	lerp(a: T, end: T, weight: number): T;
	addSquare(a: T, b: T, value: number): T;
	maximum(a: T, b: T): T;
	/** a + value·b/divisor */
	addQuotient(a: T, b: T, divisor: T, value: number): T;
	/** √a/divisor + eps, anew. */
	denominator(a: T, divisor: number, eps: number): T;
}

export interface AdamStep<T> {
	readonly after: T;
	readonly state: AdamState<T>;
	readonly denominator: T;
	/** What the averages, which began at 0, are divided by: the first and the second moment. */
	readonly corrections: readonly [number, number];
}

/** `step` counts from 1; `state` is that before it. */
export function adamStep<T>(arithmetic: AdamArithmetic<T>, group: AdamGroup, step: number, parameter: T, grad: T, state: AdamState<T>): AdamStep<T> {
	const { lr, beta1, beta2, eps, weight_decay, amsgrad, maximize, decoupled_weight_decay } = group;
	let d = maximize ? arithmetic.negated(grad) : grad, p = parameter;
	if (weight_decay !== 0) {
		if (decoupled_weight_decay) p = arithmetic.scale(p, 1 - lr * weight_decay);
		else d = arithmetic.addScaled(d, p, weight_decay);
	}
	const exp_avg = arithmetic.lerp(state.exp_avg, d, 1 - beta1);
	const exp_avg_sq = arithmetic.addSquare(arithmetic.scale(state.exp_avg_sq, beta2), d, 1 - beta2);
	const max_exp_avg_sq = amsgrad ? arithmetic.maximum(state.max_exp_avg_sq ?? exp_avg_sq, exp_avg_sq) : undefined;
	const first = 1 - integerPower(beta1, step), second = 1 - integerPower(beta2, step);
	const denominator = arithmetic.denominator(max_exp_avg_sq ?? exp_avg_sq, Math.sqrt(second), eps);
	return { after: arithmetic.addQuotient(p, exp_avg, denominator, -(lr / first)), state: { exp_avg, exp_avg_sq, max_exp_avg_sq }, denominator, corrections: [first, second] };
}
