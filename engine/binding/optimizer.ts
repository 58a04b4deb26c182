/**
 * torch.optim's steps for Python: the same operators in the same order as PyTorch's single-tensor implementations,
 * so that each rounding is PyTorch's (an add with alpha is one fused multiply-add).
 */
import { noGrad } from '../autograd/mode.ts';
import { call } from '../ops/call.ts';
import { float } from '../tensor/scalar.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { NONE, type Answer } from './answer.ts';
import { expose, tensorOf } from './handles.ts';

/** One parameter's step of SGD. Answers the handle of the momentum buffer where this step made it, else NONE. */
export function sgdStep(parameter: number, grad: number, buffer: number, lr: number, momentum: number, dampening: number, weightDecay: number, nesterov: boolean, maximize: boolean): Answer {
	return noGrad(() => {
		const p = tensorOf(parameter);
		let d = tensorOf(grad);
		let made: Tensor | undefined;
		if (maximize) d = call('neg', d);
		if (weightDecay !== 0) d = call('add', d, p, float(weightDecay));
		if (momentum !== 0) {
			let kept: Tensor;
			if (buffer === 0) {
				kept = made = call('clone', d);
			} else {
				kept = tensorOf(buffer);
				call('mul_', kept, float(momentum));
				call('add_', kept, d, float(1 - dampening));
			}
			d = nesterov ? call('add', d, kept, float(momentum)) : kept;
		}
		call('add_', p, d, float(-lr));
		return made === undefined ? NONE : expose(made);
	});
}
