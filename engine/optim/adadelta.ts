/** torch.optim.Adadelta: the gradient times the root of the running mean square of past updates over that of gradients. */
import { formula } from './formula.ts';

export const ADADELTA = formula({
	defaults: { lr: 1, rho: 0.9, eps: 1e-6, weight_decay: 0, maximize: false },
	state: () => ({ square_avg: 0, acc_delta: 0 }),
	counters: () => ({ step: 0 }),
	decaysLoss: () => true,
	step: ({ lr, rho, eps }, { arithmetic: a, parameter, grad, state }) => {
		const mean = state['square_avg'] = a.named('square_avg', a.addSquare_(a.scale_(state['square_avg']!, rho), grad, 1 - rho));
		const before = state['acc_delta']!;
		const rate = a.named('rate', a.quotient(a.sqrt(a.plus(before, eps)), a.sqrt(a.plus(mean, eps))));
		const delta = a.product(rate, grad);
		state['acc_delta'] = a.named('acc_delta', a.addSquare_(a.scale_(before, rho), delta, 1 - rho));
		return a.addScaled_(parameter, delta, -lr);
	},
});
