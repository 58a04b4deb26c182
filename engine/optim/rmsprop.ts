/** torch.optim.RMSprop: the gradient over the root of its running mean square; `centered` takes the running mean's square from that. */
import { formula } from './formula.ts';

export const RMSPROP = formula({
	defaults: { lr: 0.01, alpha: 0.99, eps: 1e-8, weight_decay: 0, momentum: 0, centered: false, maximize: false },
	state: ({ momentum, centered }) => ({ square_avg: 0, ...momentum > 0 ? { momentum_buffer: 0 } : {}, ...centered ? { grad_avg: 0 } : {} }),
	counters: () => ({ step: 0 }),
	decaysLoss: () => true,
	step: ({ lr, alpha, eps, momentum, centered }, { arithmetic: a, parameter, grad, state }) => {
		let mean = state['square_avg'] = a.named('square_avg', a.addSquare_(a.scale_(state['square_avg']!, alpha), grad, 1 - alpha));
		if (centered) {
			state['grad_avg'] = a.named('grad_avg', a.lerp_(state['grad_avg']!, grad, 1 - alpha));
			mean = a.addSquare(mean, state['grad_avg'], -1);
		}
		const denominator = a.named('denom', a.plus(a.sqrt(mean), eps));
		if (!(momentum > 0)) return a.addQuotient_(parameter, grad, denominator, -lr);
		const buffer = state['momentum_buffer'] = a.named('momentum_buffer', a.addQuotient_(a.scale_(state['momentum_buffer']!, momentum), grad, denominator, 1));
		return a.addScaled_(parameter, buffer, -lr);
	},
});
