/**
 * Family: padding by a constant, by what lies at the other side of the border (reflect), by the border (replicate), and round (circular).
 * Sizes come in pairs, of the last dimension first.
 */
import { notImplementedError, runtimeError, shapeText } from '../tensor/errors.ts';
import { dtypeText } from '../tensor/promotion.ts';
import { float, int, type Scalar } from '../tensor/scalar.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import { copyInto, fillWith } from './copy.ts';
import { checkFits } from './creation.ts';
import { laidOutAs } from './format.ts';
import { EXACT, operator, type Operator } from './operator.ts';

/** What is added before and after each padded dimension, the last first. */
function pairs(self: Tensor, pad: readonly number[]): { readonly dim: number; readonly before: number; readonly after: number }[] {
	return Array.from({ length: pad.length / 2 }, (_, i) => ({ dim: self.ndim - 1 - i, before: pad[2 * i]!, after: pad[2 * i + 1]! }));
}

function narrowed(self: Tensor, dim: number, start: number, length: number): Tensor {
	if (length < 0) {
		throw runtimeError('narrow(): length must be non-negative.');
	}
	return call('narrow', self, dim, start, length);
}

function constant(self: Tensor, pad: readonly number[], value: Scalar): Tensor {
	if (pad.length % 2 !== 0) {
		throw runtimeError(`Length of pad must be even but instead it equals ${pad.length}`);
	}
	if (pad.length > 2 * self.ndim) {
		throw runtimeError(`Length of pad should be no more than twice the number of dimensions of the input. Pad length is ${pad.length}while the input has ${self.ndim}dimensions.`);
	}
	checkFits(value, self.dtype, Infinity);
	const each = pairs(self, pad);
	let source = self;
	for (const { dim, before, after } of each) {
		if (before < 0) {
			source = narrowed(source, dim, -before, source.shape[dim]! + before);
		}
		if (after < 0) {
			source = narrowed(source, dim, 0, source.shape[dim]! + after);
		}
	}
	if (each.every(({ before, after }) => before <= 0 && after <= 0)) {
		return call('clone', source);
	}
	const shape = [...self.shape];
	for (const { dim, before, after } of each) {
		shape[dim] = shape[dim]! + before + after;
	}
	const result = laidOutAs(emptyTensor(shape, self.dtype), self);
	fillWith(result, value);
	let target = result;
	for (const { dim, before } of each) {
		target = call('narrow', target, dim, Math.max(before, 0), source.shape[dim]!);
	}
	copyInto(target, source);
	return result;
}

/** Where each place of a padded dimension comes from. */
function sourcesOf(mode: Mode, size: number, before: number, after: number): Tensor {
	const places = call('sub', call('arange', int(0), int(size + before + after)), int(before));
	const inside = call('clamp', places, int(0), int(size - 1));
	return mode === 'replication' ? inside : call('sub', call('mul', inside, int(2)), places);
}

type Mode = 'reflection' | 'replication';

function copiedFrom(mode: Mode, dims: number) {
	return (self: Tensor, padding: readonly number[]): Tensor => {
		if (padding.length !== 2 * dims) {
			throw runtimeError(`padding size is expected to be ${2 * dims}, but got: ${padding.length}`);
		}
		if ((self.ndim !== dims + 1 && self.ndim !== dims + 2) || self.shape.slice(self.ndim === dims + 2 ? 1 : 0).includes(0)) {
			throw runtimeError(`Expected ${dims + 1}D or ${dims + 2}D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, but got: ${shapeText(self.shape)}`);
		}
		const each = pairs(self, padding);
		if (mode === 'reflection') {
			for (const [i, { dim, before, after }] of each.entries()) {
				if (before >= self.shape[dim]! || after >= self.shape[dim]!) {
					throw runtimeError(`Argument #${4 + 2 * i}: Padding size should be less than the corresponding input dimension, but got: padding (${before}, ${after}) at dimension ${dim} of input ${shapeText(self.shape)}`);
				}
			}
		}
		if (self.dtype === 'bool') {
			throw notImplementedError(`"${mode}_pad${dims}d" not implemented for '${dtypeText(self.dtype)}'`);
		}
		const shape = [...self.shape];
		for (const { dim, before, after } of each) {
			shape[dim] = shape[dim]! + before + after;
		}
		requireSizes(mode, dims, self.shape, shape);
		let result = self;
		for (const { dim, before, after } of each) {
			result = call('index_select', result, dim, sourcesOf(mode, self.shape[dim]!, before, after));
		}
		return laidOutAs(result, self);
	};
}

function requireSizes(mode: Mode, dims: number, before: readonly number[], after: readonly number[]): void {
	const names = ['D', 'H', 'W'].slice(-dims);
	const sizes = (shape: readonly number[]) => shape.slice(-dims).map((size, i) => `${names[i]!}: ${size}`);
	if (after.slice(-dims).every(size => size < 1)) {
		// The spaces and commas are PyTorch's.
		const [first, ...rest] = sizes(before), given = dims === 3 ? `${first!} ${rest.join(', ')}` : [first, ...rest].join(', ');
		throw runtimeError(`input (${given}${dims === 2 && mode === 'replication' ? ' ' : ''}) is too small. Calculated output ${sizes(after).join(' ')}`);
	}
	// Raises where one of them is negative.
	emptyTensor(after, 'bool');
}

function copying(mode: Mode, dims: number): Operator {
	const name = `${mode}_pad${dims}d`;
	const node = `${mode === 'reflection' ? 'Reflection' : 'Replication'}Pad${dims}DBackward0`;
	return operator({ name, variants: [], tolerance: EXACT, overloads: [{
		schema: `${name}(Tensor self, int[${2 * dims}] padding) -> Tensor`,
		run: copiedFrom(mode, dims),
		backward: { node, inputs: { self: { gradient: (grad, saved) => {
			const shape = saved.shape('self'), padding = saved.value<readonly number[]>('padding');
			let result = grad;
			for (let i = 0; i < dims; i++) {
				const dim = shape.length - 1 - i;
				result = call('index_add', call('zeros', result.shape.with(dim, shape[dim]!), grad.dtype), dim, sourcesOf(mode, shape[dim]!, padding[2 * i]!, padding[2 * i + 1]!), result);
			}
			return result;
		} } } },
	}] });
}

function circular(self: Tensor, pad: readonly number[]): Tensor {
	const each = pairs(self, pad);
	const shape = [...self.shape];
	for (const { dim, before, after } of each) {
		const size = self.shape[dim]!;
		if (before > size || after > size) {
			throw runtimeError('Padding value causes wrapping around more than once.');
		}
		shape[dim] = size + before + after;
		if (shape[dim] < 0) {
			throw runtimeError('Negative padding value is resulting in an empty dimension');
		}
	}
	const result = call('empty', shape, undefined, self.dtype);
	const range = (tensor: Tensor, dim: number, start: number, end: number) => call('narrow', tensor, dim, start, end - start);
	let target = result, source = self;
	for (const { dim, before, after } of each) {
		target = range(target, dim, Math.max(before, 0), shape[dim]! - Math.max(after, 0));
		source = range(source, dim, Math.max(-before, 0), self.shape[dim]! - Math.max(-after, 0));
	}
	call('copy_', target, source);
	for (const { dim, before, after } of each) {
		if (before > 0) {
			const end = shape[dim]! - Math.max(after, 0);
			call('copy_', range(result, dim, 0, before), range(result, dim, end - before, end));
		}
		if (after > 0) {
			const start = Math.max(before, 0);
			call('copy_', range(result, dim, shape[dim]! - after, shape[dim]!), range(result, dim, start, start + after));
		}
	}
	return result;
}

function pad(self: Tensor, sizes: readonly number[], mode: string, value: number | undefined): Tensor {
	if (!['constant', 'reflect', 'replicate', 'circular'].includes(mode)) {
		throw notImplementedError(`Unrecognised padding mode ${mode}`);
	}
	if (sizes.length % 2 !== 0) {
		throw runtimeError('Padding length must be divisible by 2');
	}
	if (sizes.length > 2 * self.ndim) {
		throw runtimeError(`Padding length should be less than or equal to two times the input dimension but got padding length ${sizes.length} and input of dimension ${self.ndim}`);
	}
	if (mode === 'constant') {
		return call('constant_pad_nd', self, sizes, value === undefined ? int(0) : float(value));
	}
	if (value !== undefined && value !== 0) {
		throw runtimeError(`Padding mode "${mode}" doesn't take in value argument`);
	}
	const dims = sizes.length / 2;
	if (dims < 1 || dims > 3 || (self.ndim !== dims + 1 && self.ndim !== dims + 2)) {
		throw notImplementedError(`Padding size ${sizes.length} is not supported for ${self.ndim}D input tensor.\nSupported combinations for non-constant padding:\n  - 2D or 3D input: padding size = 2 (pads last dimension)\n  - 3D or 4D input: padding size = 4 (pads last 2 dimensions)\n  - 4D or 5D input: padding size = 6 (pads last 3 dimensions)`);
	}
	return mode === 'circular' ? circular(self, sizes) : call(`${mode === 'reflect' ? 'reflection' : 'replication'}_pad${dims}d`, self, sizes);
}

export const PADDING: readonly Operator[] = [
	operator({ name: 'pad', variants: ['nn'], tolerance: EXACT, overloads: [{ schema: 'pad(Tensor self, int[] pad, str mode="constant", float? value=None) -> Tensor', run: pad }] }),
	operator({ name: 'constant_pad_nd', variants: ['function'], tolerance: EXACT, overloads: [{
		schema: 'constant_pad_nd(Tensor self, int[] pad, Scalar value=0) -> Tensor',
		run: constant,
		backward: { node: 'ConstantPadNdBackward0', inputs: { self: { gradient: (grad, saved) => call('constant_pad_nd', grad, saved.value<readonly number[]>('pad').map(size => -size), int(0)) } } },
	}] }),
	...[1, 2, 3].flatMap(dims => [copying('reflection', dims), copying('replication', dims)]),
];
