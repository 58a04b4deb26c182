/**
 * Family: weights as directions and lengths. Where the length is that of rows, or of the last dimension's, PyTorch has one operator with its
 * own derivative; elsewhere it is composed.
 */
import type { Tensor } from '../tensor/tensor.ts';
import { call, callMany } from './call.ts';
import { operator, type Operator } from './operator.ts';
import { SUMS } from './tolerances.ts';

/** All dimensions but one. */
function others(tensor: Tensor, dim: number): number[] {
	return Array.from({ length: tensor.ndim }, (_, d) => d).filter(d => d !== dim);
}

/** The norm over all dimensions but one; over all, where that is -1. */
function normExceptDim(v: Tensor, pow: number, dim: number): Tensor {
	if (dim === -1) {
		return call('norm', v, BigInt(pow));
	}
	const size = v.shape.map((each, d) => d === dim ? each : 1);
	if (dim === 0) {
		return call('view', call('norm', call('view', call('contiguous', v), [v.shape[0]!, -1]), BigInt(pow), [1]), size);
	}
	if (dim === v.ndim - 1) {
		return call('view', call('norm', call('view', call('contiguous', v), [-1, v.shape[dim]!]), BigInt(pow), [0]), size);
	}
	return call('transpose', normExceptDim(call('transpose', v, 0, dim), pow, 0), 0, dim);
}

function weightNorm(v: Tensor, g: Tensor, dim: number): Tensor {
	if (dim === 0 || dim === v.ndim - 1) {
		return callMany('_weight_norm_interface', call('contiguous', v), call('contiguous', g), dim)[0]!;
	}
	return call('mul', v, call('div', g, normExceptDim(v, 2, dim)));
}

export const WEIGHT_NORM: readonly Operator[] = [
	operator({ name: 'norm_except_dim', variants: ['function'], tolerance: SUMS, overloads: [{ schema: 'norm_except_dim(Tensor v, int pow=2, int dim=0) -> Tensor', run: normExceptDim }] }),
	operator({ name: '_weight_norm', variants: ['function'], tolerance: SUMS, overloads: [{ schema: '_weight_norm(Tensor v, Tensor g, int dim=0) -> Tensor', run: weightNorm }] }),
	operator({ name: '_weight_norm_interface', variants: ['function'], tolerance: SUMS, overloads: [{
		schema: '_weight_norm_interface(Tensor v, Tensor g, int dim=0) -> (Tensor, Tensor)',
		run: (v: Tensor, g: Tensor, dim: number) => {
			const norms = normExceptDim(v, 2, dim);
			return [call('mul', v, call('div', g, norms)), norms];
		},
		backward: { node: 'WeightNormInterfaceBackward0', nonDifferentiable: [1], inputs: {
			v: { saves: ['v', 'g', 'result1'], gradient: (grad, saved) => {
				const v = saved.tensor('v'), norms = saved.tensor('result1');
				const along = call('sum', call('mul', grad, v), others(v, saved.value<number>('dim')), true);
				return call('mul', call('div', saved.tensor('g'), norms), call('sub', grad, call('mul', v, call('div', along, call('mul', norms, norms)))));
			} },
			g: { saves: ['v', 'result1'], gradient: (grad, saved) => {
				const v = saved.tensor('v');
				return call('div', call('sum', call('mul', grad, v), others(v, saved.value<number>('dim')), true), saved.tensor('result1'));
			} },
		} },
	}] }),
];
