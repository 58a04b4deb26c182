/**
 * Family: pooling: the largest value of windows that lie at whole parts of equal steps, which a random number shifts for each plane.
 */
import { runtimeError, shapeText } from '../tensor/errors.ts';
import { isFloating } from '../tensor/promotion.ts';
import { int } from '../tensor/scalar.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import { asType } from './copy.ts';
import { requireWord } from './iterator.ts';
import { EXACT, operator, type Operator } from './operator.ts';
import { largestOfEach, type Windows } from './pool-windows.ts';
import { backAt, requireNumber } from './pooling.ts';

const SIDES = ['time', 'height', 'width'];

function requireFit(name: string, self: Tensor, kernel: readonly number[], counts: readonly number[]): void {
	const dims = kernel.length;
	if (self.ndim !== dims + 1 && self.ndim !== dims + 2) {
		throw runtimeError(`${name}(): Expected ${dims + 1}D or ${dims + 2}D tensor, but got: ${shapeText(self.shape)}`);
	}
	const empty = self.shape.indexOf(0, 1);
	if (empty > 0) {
		throw runtimeError(`${name}(): Expected input to have non-zero size for non-batch dimensions, but got${shapeText(self.shape)} with dimension ${empty} being empty.`);
	}
	kernel.forEach((window, d) => {
		const size = self.shape.at(d - dims)!, most = dims === 3 ? size : size + 1;
		if (counts[d]! + window - 1 >= most) {
			const side = SIDES.at(d - dims)!;
			throw runtimeError(`${name}(): pool ${side} ${window} too large relative to input ${side} ${size}`);
		}
		requireWord(size - window);
	});
}

function requireSamples(samples: Tensor, self: Tensor, dims: number): void {
	if (samples.dtype !== self.dtype) {
		throw runtimeError('Expect _random_samples to have the same dtype as input');
	}
	if (samples.ndim !== 3) {
		throw runtimeError(`Expect _random_samples to have 3 dimensions, got ${samples.ndim}`);
	}
	const [images, channels, numbers] = samples.shape as [number, number, number];
	if (images < batchOf(self, dims)) {
		throw runtimeError('Expect _random_samples.size(0) no less then input batch size.');
	}
	if (channels !== self.shape.at(-dims - 1)) {
		throw runtimeError('Expect _random_samples.size(1) equals to input channel size.');
	}
	if (numbers !== dims) {
		throw runtimeError(`Expect _random_samples.size(2) equals to ${dims}; got ${numbers}.`);
	}
}

function batchOf(self: Tensor, dims: number): number {
	return self.ndim === dims + 2 ? self.shape[0]! : 1;
}

/** Windows of one dimension for each plane, of which `samples` has the number; the last window ends with the image. */
function windowsOf(samples: Tensor, size: number, kernel: number, count: number): Windows {
	const last = size - kernel, number = (value: number) => call('full', [], int(value), samples.dtype);
	// All is rounded to the samples' precision, as it decides where a whole part begins.
	const step = call('div', number(last), number(count - 1)), shift = call('unsqueeze', samples, -1);
	const whole = (steps: Tensor) => asType(call('mul', steps, step), 'int64');
	const early = call('sub', whole(call('add', call('arange', int(0), int(count - 1), int(1), samples.dtype), shift)), whole(shift));
	// Numbers outside of [0, 1) may lead out of the image.
	const begin = call('cat', [call('clamp', early, int(0), int(last)), call('full', [samples.numel, 1], int(last), 'int64')], 1);
	return asType(call('stack', [begin, call('add', begin, int(kernel)), call('ones_like', begin)], -1), 'int32');
}

function fractional(dims: 2 | 3): Operator {
	const name = `fractional_max_pool${dims}d`, list = `int[${dims}]`;
	return operator({ name, variants: ['nn'], tolerance: EXACT, overloads: [{
		schema: `${name}(Tensor self, ${list} kernel_size, ${list} output_size, Tensor random_samples) -> (Tensor, Tensor)`,
		run: (self: Tensor, kernel: readonly number[], counts: readonly number[], samples: Tensor) => {
			for (const [what, values] of [['kernel_size', kernel], ['output_size', counts]] as const) {
				if (values.length !== dims) {
					throw runtimeError(`${name}: ${what} must either be a single Int or tuple of ${dims === 3 ? 'three ' : ''}Ints`);
				}
			}
			requireFit(dims === 3 ? `${name}_out` : name, self, kernel, counts);
			const shape = [...self.shape.slice(0, -dims), ...counts];
			const [values, indices] = [emptyTensor(shape, self.dtype), emptyTensor(shape, 'int64')];
			requireSamples(samples, self, dims);
			requireNumber(self, isFloating(self.dtype), `${name}_out_frame`);
			if (values.numel > 0) {
				const own = call('reshape', call('narrow', samples, 0, 0, batchOf(self, dims)), [-1, dims]);
				// The numbers of planes are for width and height, those of volumes for time, height and width.
				const numberOf = (d: number) => call('select', own, 1, dims === 2 ? 1 - d : d);
				largestOfEach(self, kernel.map((size, d) => windowsOf(numberOf(d), self.shape.at(d - dims)!, size, counts[d]!)), values, indices);
			}
			return [values, indices];
		},
		backward: { node: `FractionalMaxPool${dims}DBackward0`, nonDifferentiable: [1], inputs: { self: { saves: ['result1'], gradient: (grad, saved) => backAt(grad, saved.tensor('result1'), saved.shape('self'), dims) } } },
	}] });
}

export const FRACTIONAL: readonly Operator[] = [fractional(2), fractional(3)];
