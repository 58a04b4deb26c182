/** torch.optim.NAdam: Adam with Nesterov's look ahead, whose momentum μ grows with the steps. */
import { formula } from './formula.ts';
import { integerPower } from './integer-power.ts';

export const NADAM = formula({
	defaults: { lr: 0.002, beta1: 0.9, beta2: 0.999, eps: 1e-8, weight_decay: 0, momentum_decay: 0.004, decoupled_weight_decay: false, maximize: false },
	state: () => ({ exp_avg: 0, exp_avg_sq: 0 }),
	counters: () => ({ step: 0, mu_product: 1 }),
	decaysLoss: group => !group.decoupled_weight_decay,
	step: ({ lr, beta1, beta2, eps, weight_decay, momentum_decay, decoupled_weight_decay }, { arithmetic: a, parameter, grad, state, counters, round }) => {
		const step = counters['step']!;
		const decayed = decoupled_weight_decay && weight_decay !== 0 ? a.decay_(parameter, lr, weight_decay, 'weight_decay') : parameter;
		const [mu, next] = [step, step + 1].map(at => beta1 * (1 - 0.5 * 0.96 ** (at * momentum_decay))) as [number, number];
		const product = counters['mu_product'] = round(counters['mu_product']! * round(mu));
		const average = state['exp_avg'] = a.named('exp_avg', a.lerp_(state['exp_avg']!, grad, 1 - beta1));
		const square = state['exp_avg_sq'] = a.named('exp_avg_sq', a.addSquare_(a.scale_(state['exp_avg_sq']!, beta2), grad, 1 - beta2));
		const denominator = a.named('denom', a.plus(a.sqrt(a.over(square, 1 - integerPower(beta2, step))), eps));
		const moved = a.addQuotient_(decayed, grad, denominator, -lr * (1 - mu) / (1 - product));
		return a.addQuotient_(moved, average, denominator, -lr * next / (1 - product * next));
	},
});
