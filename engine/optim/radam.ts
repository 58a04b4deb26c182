/** torch.optim.RAdam: Adam that rectifies its rate as long as few squares were averaged, and first goes by the first moment alone. */
import { formula } from './formula.ts';
import { integerPower } from './integer-power.ts';

export const RADAM = formula({
	defaults: { lr: 0.001, beta1: 0.9, beta2: 0.999, eps: 1e-8, weight_decay: 0, decoupled_weight_decay: false, maximize: false },
	state: () => ({ exp_avg: 0, exp_avg_sq: 0 }),
	counters: () => ({ step: 0 }),
	decaysLoss: group => !group.decoupled_weight_decay,
	step: ({ lr, beta1, beta2, eps, weight_decay, decoupled_weight_decay }, { arithmetic: a, parameter, grad, state, counters }) => {
		const step = counters['step']!, power = integerPower(beta2, step), second = 1 - power;
		const decayed = decoupled_weight_decay && weight_decay !== 0 ? a.decay_(parameter, lr, weight_decay, 'weight_decay') : parameter;
		const average = state['exp_avg'] = a.named('exp_avg', a.lerp_(state['exp_avg']!, grad, 1 - beta1));
		const square = state['exp_avg_sq'] = a.named('exp_avg_sq', a.addSquare_(a.scale_(state['exp_avg_sq']!, beta2), grad, 1 - beta2));
		const update = a.scaled(a.over(average, 1 - integerPower(beta1, step)), lr);
		// Of how many squares the average is worth, in the end and now.
		const most = 2 / (1 - beta2) - 1, now = most - 2 * step * power / second;
		if (!(now > 5)) return a.addScaled_(decayed, update, -1);
		const rectified = Math.sqrt((now - 4) * (now - 2) * most / ((most - 4) * (most - 2) * now));
		const denominator = a.named('denom', a.plus(a.sqrt(square), eps));
		return a.addScaled_(decayed, a.scaled(a.timesQuotient(update, Math.sqrt(second), denominator), rectified), -1);
	},
});
