/**
 * torch.optim.SGD's step on tensors, in place and outside the graph. The formula is sgd-formula.ts's.
 */
import { noGrad } from '../autograd/mode.ts';
import { call } from '../ops/call.ts';
import { float } from '../tensor/scalar.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { sgdStep, type SgdArithmetic, type SgdGroup } from './sgd-formula.ts';

const TENSORS: SgdArithmetic<Tensor> = {
	negated: a => call('neg', a),
	copy: a => call('clone', a),
	addScaled: (a, b, alpha) => call('add', a, b, float(alpha)),
	updateBuffer: (buffer, momentum, d, weight) => call('add_', call('mul_', buffer, float(momentum)), d, float(weight)),
	update: (p, d, alpha) => call('add_', p, d, float(alpha)),
};

/** Steps `parameter` and `buffer` in place. Answers the momentum buffer: new where there was none, undefined without momentum. */
export function sgdTensorStep(group: SgdGroup, parameter: Tensor, grad: Tensor, buffer: Tensor | undefined): Tensor | undefined {
	return noGrad(() => sgdStep(TENSORS, group, parameter, grad, buffer).buffer);
}
