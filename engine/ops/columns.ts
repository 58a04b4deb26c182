/**
 * Family: windows of an image as columns of a matrix (`unfold`), and the sum of such columns where the windows were (`fold`).
 */
import { kernels } from '../kernels/load.ts';
import { notImplementedError, runtimeError, shapeText } from '../tensor/errors.ts';
import { codeOf, dtypeText, isFloating } from '../tensor/promotion.ts';
import { numel } from '../trace/shape.ts';
import { wrapDim } from '../tensor/shape.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { bool } from '../tensor/scalar.ts';
import { call } from './call.ts';
import { asContiguous, fillWith } from './copy.ts';
import { geometry, type Moves, windowCounts } from './image-windows.ts';
import { EXACT, operator, type Operator, type Saved } from './operator.ts';
import { SUMS } from './tolerances.ts';

/** Pairs of numbers, of height and width, as PyTorch wants them here. */
function pairOf(name: string, values: readonly number[]): readonly number[] {
	if (values.length !== 2) {
		throw runtimeError(`It is expected ${name} equals to 2, but got size ${values.length}`);
	}
	return values;
}

const pairText = (values: readonly number[]) => `(${values.join(', ')})`;

function requireWindows(kernel: readonly number[], { stride, padding, dilation }: Moves): void {
	for (const [what, prefix, values, least] of [['kernel size', 'kernel', kernel, 1], ['stride', 'stride', stride, 1], ['dilation', 'dilation', dilation, 1], ['padding', 'pad', padding, 0]] as const) {
		if (values.some(value => value < least)) {
			throw runtimeError(`${what} should be ${least === 1 ? 'greater than zero' : 'non-negative'}, but got ${prefix}_height: ${values[0]!} ${prefix}_width: ${values[1]!}`);
		}
	}
}

/** `unfold` of an image: windows as columns. */
function unfolded(self: Tensor, kernelSize: readonly number[], dilations: readonly number[], paddings: readonly number[], strides: readonly number[]): Tensor {
	const kernel = pairOf('kernel_size', kernelSize), moves = { dilation: pairOf('dilation', dilations), padding: pairOf('padding', paddings), stride: pairOf('stride', strides) };
	requireWindows(kernel, moves);
	if ((self.ndim !== 3 && self.ndim !== 4) || self.shape.slice(self.ndim === 4 ? 1 : 0).includes(0)) {
		if (self.ndim < 3) {
			wrapDim(Math.max(self.ndim, 1), self.ndim);
		}
		throw runtimeError(`Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, but got: ${shapeText(self.shape)}`);
	}
	const sizes = self.shape.slice(-2), places = windowCounts(sizes, kernel, moves);
	if (places.some(count => count < 1)) {
		throw runtimeError(`Given input with spatial size ${pairText(sizes)}, kernel_size=${pairText(kernel)}, dilation=${pairText(moves.dilation)}, padding=${pairText(moves.padding)}, calculated shape of the array of sliding blocks as ${pairText(places)}, but its components must be at least one.`);
	}
	if (!isFloating(self.dtype) && self.dtype !== 'bool') {
		throw notImplementedError(`"im2col_out_cpu" not implemented for '${dtypeText(self.dtype)}'`);
	}
	const source = asContiguous(self), channels = self.shape.at(-3)!, samples = self.ndim === 4 ? self.shape[0]! : 1;
	const rows = channels * numel(kernel), count = numel(places);
	const result = emptyTensor(self.ndim === 4 ? [samples, rows, count] : [rows, count], self.dtype);
	geometry(sizes, kernel, moves, places);
	for (let i = 0; i < samples; i++) {
		kernels().im2col(codeOf(self.dtype), channels, source.pointer + i * channels * numel(sizes) * self.itemSize, result.pointer + i * rows * count * self.itemSize, count * self.itemSize, self.itemSize);
	}
	return result;
}

/** `fold`: the sum of columns at their windows' places. */
function folded(self: Tensor, outputSize: readonly number[], kernelSize: readonly number[], dilations: readonly number[], paddings: readonly number[], strides: readonly number[]): Tensor {
	const sizes = pairOf('output_size', outputSize), kernel = pairOf('kernel_size', kernelSize);
	const moves = { dilation: pairOf('dilation', dilations), padding: pairOf('padding', paddings), stride: pairOf('stride', strides) };
	requireWindows(kernel, moves);
	if ((self.ndim !== 2 && self.ndim !== 3) || self.shape.slice(self.ndim === 3 ? 1 : 0).includes(0)) {
		throw runtimeError(`Expected 2D or 3D (batch mode) tensor for input with possibly 0 batch size and non-zero dimensions for input, but got: ${shapeText(self.shape)}`);
	}
	const at = self.ndim - 2, rows = self.shape[at]!, count = self.shape[at + 1]!, cells = numel(kernel);
	if (rows % cells !== 0) {
		// PyTorch counts dimensions as if there always were a batch.
		throw runtimeError(`Expected size of input's dimension 1 to be divisible by the product of kernel_size, but got input.size(1)=${rows} and kernel_size=${pairText(kernel)}.`);
	}
	const places = windowCounts(sizes, kernel, moves);
	const given = `Given output_size=${pairText(sizes)}, kernel_size=${pairText(kernel)}, dilation=${pairText(moves.dilation)}, padding=${pairText(moves.padding)}, stride=${pairText(moves.stride)}`;
	if (places[0]! * places[1]! !== count) {
		throw runtimeError(`${given}, expected size of input's dimension 2 to match the calculated number of sliding blocks ${places[0]!} * ${places[1]!} = ${places[0]! * places[1]!}, but got input.size(2)=${count}.`);
	}
	if (places.some(size => size < 1)) {
		throw runtimeError(`${given}, calculated shape of the array of sliding blocks as ${pairText(places)}, which is too small (non-positive)`);
	}
	if (!isFloating(self.dtype) && self.dtype !== 'bool') {
		throw notImplementedError(`"col2im_out_cpu" not implemented for '${dtypeText(self.dtype)}'`);
	}
	const source = asContiguous(self), channels = rows / cells, samples = self.ndim === 3 ? self.shape[0]! : 1, size = self.itemSize;
	const result = emptyTensor(self.ndim === 3 ? [samples, channels, ...sizes] : [channels, ...sizes], self.dtype);
	fillWith(result, bool(false));
	geometry(sizes, kernel, moves, places);
	for (let i = 0; i < samples; i++) {
		kernels().col2im(codeOf(self.dtype), channels, source.pointer + i * rows * count * size, count * size, result.pointer + i * channels * numel(sizes) * size);
	}
	return result;
}

/** The lists of a node's call that both have. */
function listsOf(saved: Saved): readonly (readonly number[])[] {
	return ['kernel_size', 'dilation', 'padding', 'stride'].map(name => saved.value<readonly number[]>(name));
}

const LISTS = 'int[2] kernel_size, int[2] dilation, int[2] padding, int[2] stride';

export const COLUMNS: readonly Operator[] = [
	operator({ name: 'im2col', variants: ['nn'], tolerance: EXACT, overloads: [{
		schema: `im2col(Tensor self, ${LISTS}) -> Tensor`,
		run: unfolded,
		backward: { node: 'Im2ColBackward0', inputs: { self: { gradient: (grad, saved) => call('col2im', grad, saved.shape('self').slice(-2), ...listsOf(saved)) } } },
	}] }),
	operator({ name: 'col2im', variants: ['nn'], tolerance: SUMS, overloads: [{
		schema: `col2im(Tensor self, int[2] output_size, ${LISTS}) -> Tensor`,
		run: folded,
		backward: { node: 'Col2ImBackward0', inputs: { self: { gradient: (grad, saved) => call('im2col', grad, ...listsOf(saved)) } } },
	}] }),
];
