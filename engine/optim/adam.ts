/** torch.optim.Adam's and AdamW's step on tensors, in place and outside the graph. The formula is adam-formula.ts's. */
import { noGrad } from '../autograd/mode.ts';
import { call } from '../ops/call.ts';
import { itemOf } from '../ops/reduce.ts';
import { float, int } from '../tensor/scalar.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { adamStep, type AdamArithmetic, type AdamGroup, type AdamState } from './adam-formula.ts';

const TENSORS: AdamArithmetic<Tensor> = {
	negated: a => call('neg', a),
	addScaled: (a, b, alpha) => call('add', a, b, float(alpha)),
	scale: (a, factor) => call('mul_', a, float(factor)),
	lerp: (a, end, weight) => call('lerp_', a, end, float(weight)),
	addSquare: (a, b, value) => call('addcmul_', a, b, b, float(value)),
	maximum: (a, b) => call('copy_', a, call('maximum', a, b)),
	addQuotient: (a, b, divisor, value) => call('addcdiv_', a, b, divisor, float(value)),
	denominator: (a, divisor, eps) => call('add_', call('div', call('sqrt', a), float(divisor)), float(eps)),
};

/** Steps `parameter` and `state` in place, and `step`, which has counted those before. */
export function adamTensorStep(group: AdamGroup, step: Tensor, parameter: Tensor, grad: Tensor, state: AdamState<Tensor>): void {
	noGrad(() => {
		call('add_', step, int(1));
		adamStep(TENSORS, group, Number(itemOf(step).value), parameter, grad, state);
	});
}
