/** torch.optim.SGD: the gradient, or with momentum a buffer that remembers it; before the first step there is no buffer. */
import { formula } from './formula.ts';

export const SGD = formula({
	defaults: { lr: 0.001, momentum: 0, dampening: 0, weight_decay: 0, nesterov: false, maximize: false },
	state: ({ momentum }) => momentum === 0 ? {} : { momentum_buffer: undefined },
	counters: () => ({}),
	decaysLoss: () => true,
	step: ({ lr, momentum, dampening, nesterov }, { arithmetic: a, parameter, grad, state }) => {
		if (momentum === 0) return a.addScaled_(parameter, grad, -lr);
		const before = state['momentum_buffer'];
		const buffer = state['momentum_buffer'] = a.named('momentum_buffer', before === undefined ? a.copy(grad) : a.addScaled_(a.scale_(before, momentum), grad, 1 - dampening));
		return a.addScaled_(parameter, nesterov ? a.addScaled(grad, buffer, momentum) : buffer, -lr);
	},
});
