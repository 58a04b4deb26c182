/** A step on tensors, as PyTorch makes it: the parameter and what is kept of it are written to. */
import { noGrad, withGrad } from '../autograd/mode.ts';
import { call } from '../ops/call.ts';
import { itemOf } from '../ops/reduce.ts';
import { float, int } from '../tensor/scalar.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Bound } from './formula.ts';
import { TENSORS } from './tensor-arithmetic.ts';

/**
 * Answers what is kept from this step on and was not there before.
 * @param isDifferentiable its operators are recorded as any others are
 */
export function tensorStep(formula: Bound, parameter: Tensor, grad: Tensor, state: Readonly<Record<string, Tensor>>, counters: Readonly<Record<string, Tensor>>, isDifferentiable: boolean): Tensor | undefined {
	const counts: Record<string, number> = {}, kept = { ...state }, step = counters['step'];
	if (step !== undefined) noGrad(() => call('add_', step, int(1)));
	for (const name in counters) counts[name] = Number(itemOf(counters[name]!).value);
	const round = step?.dtype === 'float64' ? (x: number) => x : Math.fround;
	let made: Tensor | undefined;
	withGrad(isDifferentiable, () => {
		formula.run({ arithmetic: TENSORS, parameter, grad, state: kept, counters: counts, round });
		for (const name in kept) {
			if (state[name] === undefined) made = kept[name];
			else if (kept[name] !== state[name]) call('copy_', state[name], kept[name]!);
		}
	});
	for (const name in counters) if (name !== 'step') noGrad(() => call('fill_', counters[name]!, float(counts[name]!)));
	return made;
}
