/** torch.optim.Adagrad: the gradient over the root of the sum of all its squares so far. */
import { formula } from './formula.ts';

export const ADAGRAD = formula({
	defaults: { lr: 0.01, lr_decay: 0, weight_decay: 0, initial_accumulator_value: 0, eps: 1e-10, maximize: false },
	state: ({ initial_accumulator_value }) => ({ sum: initial_accumulator_value }),
	counters: () => ({ step: 0 }),
	decaysLoss: () => true,
	step: ({ lr, lr_decay, eps }, { arithmetic: a, parameter, grad, state, counters }) => {
		const rate = lr / (1 + (counters['step']! - 1) * lr_decay);
		const sum = state['sum'] = a.named('sum', a.addSquare_(state['sum']!, grad, 1));
		return a.addQuotient_(parameter, grad, a.named('denom', a.plus(a.sqrt(sum), eps)), -rate);
	},
});
