/** torch.optim.Rprop: a step size for each number, larger while its gradient keeps its sign and smaller where that has turned. */
import { formula } from './formula.ts';

export const RPROP = formula({
	defaults: { lr: 0.01, etaminus: 0.5, etaplus: 1.2, step_size_min: 1e-6, step_size_max: 50, maximize: false },
	state: ({ lr }) => ({ prev: 0, step_size: lr }),
	counters: () => ({ step: 0 }),
	decaysLoss: () => true,
	step: ({ etaminus, etaplus, step_size_min, step_size_max }, { arithmetic: a, parameter, grad, state }) => {
		const factor = a.bySign(a.product(grad, state['prev']!), etaplus, etaminus);
		const size = state['step_size'] = a.named('step_size', a.clamp_(a.multiply_(state['step_size']!, factor), step_size_min, step_size_max));
		const kept = state['prev'] = a.named('prev', a.zeroed(grad, factor, etaminus));
		return a.addProduct_(parameter, a.sign(kept), size, -1);
	},
});
