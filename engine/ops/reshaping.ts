/**
 * Family: views in place: the tensor itself lies otherwise over its bytes.
 */
import { runtimeError } from '../tensor/errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import type { Gradient, Operator, OverloadDefinition, Run } from './operator.ts';
import { asStridedGradient, squeezed, stridedView, transposed, unsqueezed, view } from './view.ts';

/** The overload that gives its first argument the geometry of the view that `seen` makes of it. */
function inPlace(schema: string, node: string, seen: Run, gradient: Gradient['gradient']): OverloadDefinition {
	const run = (self: Tensor, ...rest: readonly never[]) => {
		const { shape, strides, offset } = (seen as (...all: readonly unknown[]) => Tensor)(self, ...rest);
		self.setGeometry(shape, strides, offset);
		return self;
	};
	return { schema, run, isReshaping: true, backward: { node, inputs: { self: { gradient } } } };
}

const asBefore: Gradient['gradient'] = (grad, saved) => call('reshape', grad, saved.shape('self'));

export const RESHAPING: readonly Operator[] = [
	view('squeeze_', [
		inPlace('squeeze_(Tensor(a!) self) -> Tensor(a!)', 'SqueezeBackward3', (self: Tensor) => squeezed(self, self.shape.map((_, i) => i)), asBefore),
		inPlace('squeeze_.dim(Tensor(a!) self, int dim) -> Tensor(a!)', 'SqueezeBackward4', (self: Tensor, dim: number) => squeezed(self, [dim]), asBefore),
		inPlace('squeeze_.dims(Tensor(a!) self, int[] dim) -> Tensor(a!)', 'SqueezeBackward5', squeezed, asBefore),
	], ['method']),
	view('unsqueeze_', [inPlace('unsqueeze_(Tensor(a!) self, int dim) -> Tensor(a!)', 'UnsqueezeBackward1', unsqueezed, asBefore)], ['method']),
	view('transpose_', [inPlace('transpose_(Tensor(a!) self, int dim0, int dim1) -> Tensor(a!)', 'TransposeBackward1', transposed, (grad, saved) => call('transpose', grad, saved.value<number>('dim0'), saved.value<number>('dim1')))], ['method'], { aliases: ['swapdims_'] }),
	// PyTorch names its dimensions otherwise.
	view('swapaxes_', [inPlace('swapaxes_(Tensor(a!) self, int axis0, int axis1) -> Tensor(a!)', 'TransposeBackward1', transposed, (grad, saved) => call('transpose', grad, saved.value<number>('axis0'), saved.value<number>('axis1')))], ['method']),
	view('t_', [inPlace('t_(Tensor(a!) self) -> Tensor(a!)', 'TBackward1', (self: Tensor) => {
		if (self.ndim > 2) {
			throw runtimeError(`t_() expects a tensor with <= 2 dimensions, but self is ${self.ndim}D`);
		}
		return self.ndim < 2 ? self : transposed(self, 0, 1);
	}, grad => call('t', grad))], ['method']),
	view('as_strided_', [inPlace('as_strided_(Tensor(a!) self, int[] size, int[] stride, int? storage_offset=None) -> Tensor(a!)', 'AsStridedBackward1', stridedView, asStridedGradient)], ['function', 'method']),
];
