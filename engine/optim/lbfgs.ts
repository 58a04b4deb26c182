/** torch.optim.LBFGS: where its next step goes. How far, and how often, hangs on what a closure of Python's answers (engine/python/torch/optim/lbfgs.py). */
import { call } from '../ops/call.ts';
import { itemOf } from '../ops/reduce.ts';
import { float } from '../tensor/scalar.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** What is known of the last steps, the oldest first: how the gradient changed in each, the step itself, and 1 over their product. */
export interface History { readonly changes: readonly Tensor[]; readonly steps: readonly Tensor[]; readonly ro: readonly Tensor[] }

/**
 * Against the gradient, times what the history tells of the inverse Hessian: the two-loop recursion of Nocedal and Wright, 7.4.
 * @param diagonal what the inverse Hessian is taken for without a history, times the unit matrix
 * @returns the direction, then `al`, one for each step of the history
 */
export function lbfgsDirection(grad: Tensor, diagonal: Tensor, { changes, steps, ro }: History): Tensor[] {
	const q = call('neg', grad), al: Tensor[] = [];
	for (let i = steps.length - 1; i >= 0; i--) {
		const factor = call('mul', call('dot', steps[i]!, q), ro[i]!);
		al.unshift(factor);
		call('add_', q, changes[i]!, float(numberOf(call('neg', factor))));
	}
	const direction = call('mul', q, diagonal);
	for (let i = 0; i < steps.length; i++) {
		const factor = call('mul', call('dot', changes[i]!, direction), ro[i]!);
		call('add_', direction, steps[i]!, float(numberOf(call('sub', al[i]!, factor))));
	}
	return [direction, ...al];
}

function numberOf(scalar: Tensor): number {
	return Number(itemOf(scalar).value);
}
