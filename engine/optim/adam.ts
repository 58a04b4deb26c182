/** torch.optim.Adam and AdamW: the first moment over the root of the second. AdamW's weight decay shrinks the parameter, and the moments know nothing of it. */
import { type Formula, formula } from './formula.ts';
import { integerPower } from './integer-power.ts';

/** @param decoupled_weight_decay where the group doesn't say: in PyTorch before 2.7 it is the type's */
function adam(decoupled_weight_decay: boolean, weight_decay: number): Formula {
	return formula({
		defaults: { lr: 0.001, beta1: 0.9, beta2: 0.999, eps: 1e-8, weight_decay, amsgrad: false, maximize: false, decoupled_weight_decay },
		state: ({ amsgrad }) => ({ exp_avg: 0, exp_avg_sq: 0, ...amsgrad ? { max_exp_avg_sq: 0 } : {} }),
		counters: () => ({ step: 0 }),
		decaysLoss: group => !group.decoupled_weight_decay,
		step: ({ lr, beta1, beta2, eps, weight_decay, amsgrad, decoupled_weight_decay }, { arithmetic: a, parameter, grad, state, counters }) => {
			const step = counters['step']!;
			const decayed = decoupled_weight_decay && weight_decay !== 0 ? a.decay_(parameter, lr, weight_decay, 'weight_decay') : parameter;
			const average = state['exp_avg'] = a.named('exp_avg', a.lerp_(state['exp_avg']!, grad, 1 - beta1));
			let square = state['exp_avg_sq'] = a.named('exp_avg_sq', a.addSquare_(a.scale_(state['exp_avg_sq']!, beta2), grad, 1 - beta2));
			if (amsgrad) square = state['max_exp_avg_sq'] = a.named('max_exp_avg_sq', a.maximum_(state['max_exp_avg_sq']!, square));
			// What the averages, which began at 0, are divided by.
			const first = 1 - integerPower(beta1, step), second = 1 - integerPower(beta2, step);
			const denominator = a.named('denom', a.plus(a.over(a.sqrt(square), Math.sqrt(second)), eps));
			return a.addQuotient_(decayed, average, denominator, -(lr / first));
		},
	});
}

export const ADAM = adam(false, 0);
export const ADAMW = adam(true, 0.01);
