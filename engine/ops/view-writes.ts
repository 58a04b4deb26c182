/**
 * Family: a copy of a tensor with one view of it replaced: select_scatter and its kin.
 */
import { runtimeError } from '../tensor/errors.ts';
import { sameShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { call, type CallArgument } from './call.ts';
import { isDense } from './elementwise.ts';
import { EXACT, operator, type Operator } from './operator.ts';

/** A copy that lies in memory as self does, gaps and all, as PyTorch's; in the order of memory where elements share theirs. */
function sameStrides(self: Tensor): Tensor {
	if (isDense(self) || self.strides.some((stride, d) => stride === 0 && self.shape[d]! > 1)) {
		return call('clone', self);
	}
	const whole = call('clone', call('as_strided', self, [Math.floor(self.storage.nbytes / self.itemSize)], [1], 0));
	return call('as_strided', whole, self.shape, self.strides, self.offset);
}

/** `viewed` is called with the parameters that follow `src`, named so that its derivative finds them. */
function scatterOperator(viewed: string, node: string, parameters: string, names: readonly string[]): Operator {
	const name = `${viewed}_scatter`;
	const part = (whole: Tensor, rest: readonly CallArgument[]) => call(viewed, whole, ...rest);
	return operator({
		name, variants: ['function', 'method', 'out'], tolerance: EXACT,
		overloads: [{
			schema: `${name}(Tensor self, Tensor src, ${parameters}) -> Tensor`,
			run: (self: Tensor, src: Tensor, ...rest: readonly never[]) => {
				const result = sameStrides(self);
				const target = part(result, rest.slice(0, names.length));
				if (!sameShape(target.shape, src.shape)) {
					throw runtimeError(`expected src to have a size equal to the slice of self. src size = [${src.shape.join(', ')}], slice size = [${target.shape.join(', ')}]`);
				}
				call('copy_', target, src);
				return result;
			},
			backward: { node, inputs: {
				self: { gradient: (grad, saved) => {
					const rest = names.map(one => saved.value<never>(one)), dense = call('contiguous', grad);
					// Of as_strided PyTorch gives self what the replaced elements have, and nothing to those that are left.
					const [whole, replaced] = viewed === 'as_strided' ? [call('zeros_like', dense), part(dense, rest)] : [dense, call('zeros', saved.shape('src'), grad.dtype)];
					return call(name, whole, replaced, ...rest);
				} },
				src: { gradient: (grad, saved) => part(call('contiguous', grad), names.map(one => saved.value<never>(one))) },
			} },
		}],
	});
}

export const VIEW_WRITES: readonly Operator[] = [
	scatterOperator('select', 'SelectScatterBackward0', 'int dim, int index', ['dim', 'index']),
	scatterOperator('slice', 'SliceScatterBackward0', 'int dim=0, int? start=None, int? end=None, int step=1', ['dim', 'start', 'end', 'step']),
	scatterOperator('diagonal', 'DiagonalScatterBackward0', 'int offset=0, int dim1=0, int dim2=1', ['offset', 'dim1', 'dim2']),
	scatterOperator('as_strided', 'AsStridedScatterBackward0', 'int[] size, int[] stride, int? storage_offset=None', ['size', 'stride', 'storage_offset']),
];
