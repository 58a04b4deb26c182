/** torch.optim.Adamax: Adam whose second moment is the largest gradient of late. */
import { formula } from './formula.ts';
import { integerPower } from './integer-power.ts';

export const ADAMAX = formula({
	defaults: { lr: 0.002, beta1: 0.9, beta2: 0.999, eps: 1e-8, weight_decay: 0, maximize: false },
	state: () => ({ exp_avg: 0, exp_inf: 0 }),
	counters: () => ({ step: 0 }),
	decaysLoss: () => true,
	step: ({ lr, beta1, beta2, eps }, { arithmetic: a, parameter, grad, state, counters }) => {
		const average = state['exp_avg'] = a.named('exp_avg', a.lerp_(state['exp_avg']!, grad, 1 - beta1));
		const largest = state['exp_inf'] = a.named('exp_inf', a.maximum_(a.scale_(state['exp_inf']!, beta2), a.plus(a.abs(grad), eps)));
		return a.addQuotient_(parameter, average, largest, -(lr / (1 - integerPower(beta1, counters['step']!))));
	},
});
