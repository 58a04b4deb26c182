/** torch.optim.ASGD: steps whose rate η shrinks, and from step t0 on the average of the parameter over them. */
import { formula } from './formula.ts';

export const ASGD = formula({
	defaults: { lr: 0.01, lambd: 1e-4, alpha: 0.75, t0: 1e6, weight_decay: 0, maximize: false },
	state: () => ({ ax: 0 }),
	counters: ({ lr }) => ({ step: 0, eta: lr, mu: 1 }),
	decaysLoss: () => true,
	step: ({ lr, lambd, alpha, t0 }, { arithmetic: a, parameter, grad, state, counters, round }) => {
		const step = counters['step']!, eta = counters['eta']!, mu = counters['mu']!;
		const after = a.called('p', a.addScaled_(a.decay_(parameter, lambd, eta, 'lambd'), grad, -eta));
		state['ax'] = a.named('ax', mu === 1 ? after : a.approach_(state['ax']!, after, mu));
		counters['eta'] = round(lr / (1 + lambd * lr * step) ** alpha);
		counters['mu'] = round(1 / Math.max(1, step - t0));
		return after;
	},
});
