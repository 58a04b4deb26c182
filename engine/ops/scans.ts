/**
 * Family: what has been so far along a dimension.
 */
import { indexError, notImplementedError } from '../tensor/errors.ts';
import { dtypeText, isFloating } from '../tensor/promotion.ts';
import { int } from '../tensor/scalar.ts';
import { wrapDim } from '../tensor/shape.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import { begin, operand, run, setRow } from './iterator.ts';
import { EXACT, operator, type Operator, type Saved } from './operator.ts';
import { withoutDims } from './rows.ts';
import { SUMS } from './tolerances.ts';

/** The greatest or the least so far, and where it is. */
function extremesSoFar(kernel: 'cummax' | 'cummin', self: Tensor, dim: number): readonly [Tensor, Tensor] {
	if (self.ndim === 0 && dim !== 0 && dim !== -1) {
		throw indexError(`${kernel}(): Expected reduction dim -1 or 0 for scalar but got ${dim}`);
	}
	if (self.ndim === 0) {
		return [call('clone', self), call('zeros', [], 'int64')];
	}
	const values = emptyTensor(self.shape, self.dtype);
	const indices = emptyTensor(self.shape, 'int64');
	// Of nothing PyTorch does not look at the dimension.
	if (self.numel > 0) {
		const at = wrapDim(dim, self.ndim);
		const starts = withoutDims(self, [at]);
		begin();
		operand(withoutDims(values, [at]));
		operand(starts);
		operand(withoutDims(indices, [at]));
		setRow(self.shape[at]!, self.strides[at]! * self.itemSize, values.strides[at]! * self.itemSize, indices.strides[at]! * 8);
		run(kernel, self.dtype, starts.shape);
	}
	return [values, indices];
}

function logSumExpSoFar(self: Tensor, dim: number): Tensor {
	const at = wrapDim(dim, self.ndim);
	if (!isFloating(self.dtype)) {
		throw notImplementedError(`"logcumsumexp_out_cpu" not implemented for '${dtypeText(self.dtype)}'`);
	}
	if (self.ndim === 0) {
		return call('clone', self);
	}
	const result = emptyTensor(self.shape, self.dtype);
	if (self.numel > 0) {
		const starts = withoutDims(self, [at]);
		begin();
		operand(withoutDims(result, [at]));
		operand(starts);
		setRow(self.shape[at]!, self.strides[at]! * self.itemSize, result.strides[at]! * self.itemSize);
		run('logcumsumexp', self.dtype, starts.shape);
	}
	return result;
}

/** In logarithms, as the sums themselves may overflow; gradients of either sign apart. */
function logSumExpGradient(grad: Tensor, saved: Saved): Tensor {
	const [self, result, dim] = [saved.tensor('self'), saved.tensor('result'), saved.value<number>('dim')];
	if (grad.ndim === 0 || grad.numel === 0) {
		return grad;
	}
	const share = (sign: 'gt' | 'lt') => {
		const size = call('where', call(sign, grad, int(0)), call('log', call('abs', grad)), call('full_like', grad, -Infinity));
		const later = call('flip', call('logcumsumexp', call('flip', call('sub', size, result), [dim]), dim), [dim]);
		return call('exp', call('add', later, self));
	};
	return call('sub', share('gt'), share('lt'));
}

export const SCANS: readonly Operator[] = [
	...(['cummax', 'cummin'] as const).map(name => operator({
		name, variants: ['function', 'method', 'out'], tolerance: EXACT,
		overloads: [{
			schema: `${name}(Tensor self, int dim) -> (Tensor values, Tensor indices)`,
			run: (self: Tensor, dim: number) => extremesSoFar(name, self, dim),
			backward: { node: name === 'cummax' ? 'CummaxBackward0' : 'CumminBackward0', nonDifferentiable: [1], inputs: { self: { saves: ['result1'], gradient: (grad, saved) => grad.numel === 0 ? grad : call('scatter_add', call('zeros_like', grad), saved.value<number>('dim'), saved.tensor('result1'), grad) } } },
		}],
	})),
	operator({
		name: 'logcumsumexp', variants: ['function', 'method', 'out'], tolerance: SUMS,
		overloads: [{
			schema: 'logcumsumexp(Tensor self, int dim) -> Tensor',
			run: logSumExpSoFar,
			backward: { node: 'LogcumsumexpBackward0', inputs: { self: { saves: ['self', 'result'], gradient: logSumExpGradient } } },
		}],
	}),
];
