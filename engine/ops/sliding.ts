/**
 * Family: windows over a dimension, which overlap.
 */
import { runtimeError } from '../tensor/errors.ts';
import { wrapDim } from '../tensor/shape.ts';
import { alias, asMade, type Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import type { Operator, Saved } from './operator.ts';
import { view } from './view.ts';

function unfolded(self: Tensor, dimension: number, size: number, step: number): Tensor {
	const at = wrapDim(dimension, self.ndim);
	const length = self.ndim === 0 ? 1 : self.shape[at]!;
	if (size < 0) {
		throw runtimeError(`size is ${size} but must be >= 0`);
	}
	if (size > length) {
		throw runtimeError(`maximum size for tensor at dimension ${at} is ${length} but size is ${size}`);
	}
	if (step <= 0) {
		throw runtimeError(`step is ${step} but must be > 0`);
	}
	if (self.ndim === 0) {
		return alias(self, [size], [1], self.offset);
	}
	const stride = self.strides[at]!;
	return alias(self, [...self.shape.with(at, Math.floor((length - size) / step) + 1), size], [...self.strides.with(at, stride * step), stride], self.offset);
}

/** What several windows saw has the sum of their gradients. */
function unfoldGradient(grad: Tensor, saved: Saved): Tensor {
	const shape = saved.shape('self');
	const [dimension, size, step] = [saved.value<number>('dimension'), saved.value<number>('size'), saved.value<number>('step')];
	const whole = call('zeros', shape, grad.dtype);
	const at = wrapDim(dimension, shape.length);
	for (let k = 0; k < size; k++) {
		const one = call('select', grad, -1, k);
		if (shape.length === 0) {
			call('add_', whole, one);
		} else {
			call('add_', call('slice', whole, at, k, k + (one.shape[at]! - 1) * step + 1, step), one);
		}
	}
	return asMade(whole);
}

export const SLIDING: readonly Operator[] = [
	view('unfold', [{
		schema: 'unfold(Tensor(a) self, int dimension, int size, int step) -> Tensor(a)',
		run: unfolded,
		backward: { node: 'UnfoldBackward0', inputs: { self: { gradient: unfoldGradient } } },
	}], ['method']),
];
