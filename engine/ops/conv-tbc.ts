/** Family: convolution: over time, where images are (time, batch, channels): a product of matrices for each place of the kernel. */
import { runtimeError } from '../tensor/errors.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import { copyInto } from './copy.ts';
import { operator, type Operator } from './operator.ts';
import { SUMS } from './tolerances.ts';

function requireFit(self: Tensor, weight: Tensor, bias: Tensor): void {
	if (self.ndim !== 3) {
		throw runtimeError('Input must have 3 dims: time, batch, in_channel');
	}
	if (weight.ndim !== 3) {
		throw runtimeError('Weight tensor must have 3 dims: kernel_width, in_channels, out_channels.');
	}
	if (bias.ndim !== 1) {
		throw runtimeError('Bias must be 1-D');
	}
	if (self.shape[2] !== weight.shape[1]) {
		throw runtimeError('Input dim 2 (input channels) is not == dim 1 in the weight tensor');
	}
	if (weight.shape[2] !== bias.shape[0]) {
		throw runtimeError('Bias size must equal dim 2 in the weight tensor (output channels).');
	}
}

function convolved(self: Tensor, weight: Tensor, bias: Tensor, pad: number): Tensor {
	requireFit(self, weight, bias);
	const [time, batch] = self.shape as [number, number, number], [width, , channels] = weight.shape as [number, number, number];
	const count = time + 2 * pad - width + 1, result = emptyTensor([count, batch, channels], self.dtype);
	copyInto(result, bias);
	for (let k = 0; k < width; k++) {
		const from = Math.max(k - pad, 0), to = Math.max(pad - k, 0), length = Math.min(time + pad - k, count) - to;
		if (length > 0) {
			const rows = (tensor: Tensor, start: number) => call('view', call('narrow', tensor, 0, start, length), [length * batch, tensor.shape[2]!]);
			const target = rows(result, to);
			copyInto(target, call('addmm', target, rows(self, from), call('select', weight, 0, k)));
		}
	}
	return result;
}

/** As the derivatives need it: nothing is added. */
function plain(self: Tensor, weight: Tensor, pad: number): Tensor {
	return call('conv_tbc', call('contiguous', self), weight, call('zeros', weight.shape.slice(2), weight.dtype), pad);
}

export const CONV_TBC: readonly Operator[] = [operator({ name: 'conv_tbc', variants: ['function'], tolerance: SUMS, overloads: [{
	schema: 'conv_tbc(Tensor self, Tensor weight, Tensor bias, int pad=0) -> Tensor',
	run: convolved,
	backward: { node: 'ConvTbcBackward0', inputs: {
		self: { saves: ['weight'], gradient: (grad, saved) => plain(grad, call('transpose', call('flip', saved.tensor('weight'), [0]), 1, 2), saved.shape('weight')[0]! - 1 - saved.value<number>('pad')) },
		// Each is the kernel of the other, with the batch as its channels.
		weight: { saves: ['self'], gradient: (grad, saved) => plain(call('transpose', saved.tensor('self'), 1, 2), grad, saved.value('pad')) },
		bias: { gradient: grad => call('sum', grad, [0, 1]) },
	} },
}] })];
