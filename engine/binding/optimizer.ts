/**
 * torch.optim's steps for Python: the same operators in the same order as PyTorch's single-tensor implementations,
 * so that each rounding is PyTorch's (an add with alpha is one fused multiply-add).
 */
import { adamTensorStep } from '../optim/adam.ts';
import { sgdTensorStep } from '../optim/sgd.ts';
import { NONE, type Answer } from './answer.ts';
import { expose, tensorOf } from './handles.ts';

/** One parameter's step of SGD. Answers the handle of the momentum buffer where this step made it, else NONE. */
export function sgdStep(parameter: number, grad: number, buffer: number, lr: number, momentum: number, dampening: number, weightDecay: number, nesterov: boolean, maximize: boolean): Answer {
	const group = { lr, momentum, dampening, weight_decay: weightDecay, nesterov, maximize };
	const before = buffer === 0 ? undefined : tensorOf(buffer);
	const after = sgdTensorStep(group, tensorOf(parameter), tensorOf(grad), before);
	return after === undefined || after === before ? NONE : expose(after);
}

/** One parameter's step of Adam or AdamW, in place, `step` included; the handle of `max_exp_avg_sq` is 0 without amsgrad. */
export function adamStep(
	parameter: number, grad: number, expAvg: number, expAvgSq: number, maxExpAvgSq: number, step: number,
	lr: number, beta1: number, beta2: number, eps: number, weightDecay: number, amsgrad: boolean, maximize: boolean, decoupled: boolean,
): Answer {
	const group = { lr, beta1, beta2, eps, weight_decay: weightDecay, amsgrad, maximize, decoupled_weight_decay: decoupled };
	adamTensorStep(group, tensorOf(step), tensorOf(parameter), tensorOf(grad), { exp_avg: tensorOf(expAvg), exp_avg_sq: tensorOf(expAvgSq), max_exp_avg_sq: amsgrad ? tensorOf(maxExpAvgSq) : undefined });
	return NONE;
}
