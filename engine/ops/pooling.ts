/**
 * Family: pooling: the largest value or the average of windows, fixed or adaptive, of one to three dimensions; and what puts largest values
 * back where they were. Which cells a window has is in pool-windows.ts.
 */
import { indexError, notImplementedError, runtimeError, shapeText } from '../tensor/errors.ts';
import { dtypeText, isFloating, isReduced } from '../tensor/promotion.ts';
import { int } from '../tensor/scalar.ts';
import { sameShape } from '../tensor/shape.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { numel } from '../trace/shape.ts';
import { call, callMany } from './call.ts';
import { asContiguous } from './copy.ts';
import { isChannelsLast, laidOutAs } from './format.ts';
import { EXACT, operator, type Operator } from './operator.ts';
import { adaptiveWindows, averages, fixedWindows, largest, type Move, places, shares, type Windows } from './pool-windows.ts';
import { itemOf } from './reduce.ts';
import { SUMS } from './tolerances.ts';

/** A gradient at the places where the largest values were. */
export function backAt(grad: Tensor, indices: Tensor, shape: readonly number[], dims: number): Tensor {
	const flat = (tensor: Tensor) => call('reshape', tensor, [...tensor.shape.slice(0, -dims), numel(tensor.shape.slice(-dims))]);
	const places = flat(indices);
	const zeros = call('zeros', [...places.shape.slice(0, -1), numel(shape.slice(-dims))], grad.dtype);
	return call('reshape', call('scatter_add', zeros, -1, places, flat(grad)), shape);
}

const TUPLES = ['', 'one int', 'two ints', 'three ints'];

/** A number for each dimension, where one may stand for all and none for another list. */
function each(name: string, what: string, values: readonly number[], dims: number, fallback?: readonly number[]): readonly number[] {
	if (values.length === 0 && fallback !== undefined) {
		return fallback;
	}
	if (values.length !== 1 && values.length !== dims) {
		// The words are PyTorch's, which has them one way or the other.
		const must = what === 'dilation' ? 'must be either' : name === 'avg_pool3d' ? 'must be' : 'must either be';
		throw runtimeError(`${name}: ${what} ${must} ${fallback === undefined ? '' : 'omitted, '}a single int, or a tuple of ${TUPLES[dims]!}`);
	}
	return values.length === 1 ? new Array<number>(dims).fill(values[0]!) : values;
}

const AXES = ['T', 'H', 'W'];

function listed(prefix: string, values: readonly number[]): string {
	return values.map((value, i) => `${prefix}${AXES[AXES.length - values.length + i]!}: ${value}`).join(' ');
}

interface Fixed { readonly kernel: readonly number[]; readonly stride: readonly number[]; readonly padding: readonly number[]; readonly dilation: readonly number[] }

/** What PyTorch keeps in 32 bits, but for max_pool1d where no indices are asked for. */
const MOST = 2 ** 31 - 1;

/** Windows that fit, or PyTorch's words about what doesn't. */
function windowsOf(name: string, self: Tensor, { kernel, stride, padding, dilation }: Fixed, isCeil: boolean, countsPadding: boolean): readonly Windows[] {
	const dims = kernel.length, isAverage = name.startsWith('avg');
	if ([kernel, stride, padding, dilation].some(values => values.some(value => value < -MOST - 1 || value > MOST))) {
		throw runtimeError('value cannot be converted to type int without overflow');
	}
	if (self.ndim !== dims + 1 && self.ndim !== dims + 2) {
		if (isAverage && dims === 2 && self.ndim < 3) {
			throw indexError(self.ndim === 0 ? 'Dimension specified as -3 but tensor has no dimensions' : `Dimension out of range (expected to be in range of [${-self.ndim}, ${self.ndim - 1}], but got -3)`);
		}
		if (!isAverage || dims === 3) {
			throw runtimeError(`non-empty ${dims + 1}D or ${dims + 2}D (batch mode) tensor expected for input`);
		}
	}
	const moves = kernel.map((size, d): Move => ({ size: self.shape.at(d - dims)!, kernel: size, stride: stride[d]!, padding: padding[d]!, dilation: dilation[d]! }));
	const counts = moves.map(move => places(move, isCeil));
	for (const [what, prefix, values] of [['kernel size', 'k', kernel], ['stride', 'd', stride], ['dilation', 'dilation', dilation]] as const) {
		if (values.some(value => value <= 0)) {
			throw runtimeError(`${what} should be greater than zero, but got ${listed(prefix, values)}`);
		}
	}
	const own = self.shape.slice(self.ndim === dims + 2 ? 1 : 0);
	if (own.includes(0) || self.ndim > dims + 2) {
		throw runtimeError(dims === 3
			? `${isAverage ? 'avg_pool3d' : 'max_pool3d_with_indices_out_cpu_template'}(): Expected input's non-batch dimensions to have positive length, but input has a shape of ${shapeText(self.shape)} and non-batch dimension 0 has length zero!`
			: `Expected 3D or 4D (batch mode) tensor with optional 0 dim batch size for input, but got:${shapeText(self.shape)}`);
	}
	if (isAverage && dims === 3 && moves.some(({ size, kernel: window }) => size < window)) {
		throw runtimeError(`input image (${listed('', moves.map(move => move.size))}) smaller than kernel size (${listed('k', kernel)})`);
	}
	if (kernel.some((size, d) => padding[d]! > Math.trunc(size / 2))) {
		const k = kernel.toReversed(), p = padding.toReversed();
		throw runtimeError(`pad should be smaller than or equal to half of kernel size, but got ${dims === 3
			? `kT: ${k[2]!} kW: ${k[0]!} kH: ${k[1]!} padT: ${p[2]!} padW: ${p[0]!} padH: ${p[1]!}`
			: `padW = ${p[0]!}, padH = ${p[1]!}, kW = ${k[0]!}, kH = ${k[1]!}`}`);
	}
	if (counts.some(count => count < 1)) {
		throw runtimeError(`Given input size: (${own.join('x')}). Calculated output size: (${[own[0]!, ...counts].join('x')}). Output size is too small`);
	}
	return moves.map((move, d) => fixedWindows(move, counts[d]!, countsPadding));
}

export function requireNumber(self: Tensor, isSupported: boolean, kernel: string): void {
	if (!isSupported) {
		throw notImplementedError(`"${kernel}" not implemented for '${dtypeText(self.dtype)}'`);
	}
}

/** Runs a pool of planes on rows: planes of one line. */
function onRows(input: Tensor, compute: (planes: Tensor) => Tensor): Tensor {
	return call('squeeze', compute(call('unsqueeze', input, -2)), -2);
}

function onRowsMany(input: Tensor, compute: (planes: Tensor) => readonly Tensor[]): readonly Tensor[] {
	return compute(call('unsqueeze', input, -2)).map(result => call('squeeze', result, -2));
}

function maxPool(dims: 2 | 3): Operator[] {
	const name = `max_pool${dims}d`, inner = `${name}_with_indices`;
	const list = `int[${dims}]`;
	const schema = (called: string, returns: string) => `${called}(Tensor self, ${list} kernel_size, ${list} stride=[], ${list} padding=0, ${list} dilation=1, bool ceil_mode=False) -> ${returns}`;
	return [
		operator({ name, variants: ['function'], tolerance: EXACT, overloads: [{ schema: schema(name, 'Tensor'), run: (...args: readonly never[]) => callMany(inner, ...args.slice(0, 6))[0]! }] }),
		operator({ name: inner, variants: ['nn'], tolerance: EXACT, overloads: [{
			schema: schema(inner, '(Tensor, Tensor)'),
			run: (self: Tensor, kernelSize: readonly number[], stride: readonly number[], padding: readonly number[], dilation: readonly number[], isCeil: boolean) => {
				const kernel = each(name, 'kernel_size', kernelSize, dims);
				const fixed = { kernel, stride: each(name, 'stride', stride, dims, kernel), padding: each(name, 'padding', padding, dims), dilation: each(name, 'dilation', dilation, dims) };
				const windows = windowsOf(name, self, fixed, isCeil, false);
				requireNumber(self, self.dtype !== 'bool', name);
				return largest(self, windows, fixed.dilation);
			},
			backward: { node: `MaxPool${dims}DWithIndicesBackward0`, nonDifferentiable: [1], inputs: { self: { saves: ['result1'], gradient: (grad, saved) => backAt(grad, saved.tensor('result1'), saved.shape('self'), dims) } } },
		}] }),
	];
}

/** What max_pool1d says before anything else looks. */
function checkRow(self: Tensor, kernelSize: readonly number[], strides: readonly number[], paddings: readonly number[], dilations: readonly number[], isCeil: boolean): void {
	if ((self.ndim !== 2 && self.ndim !== 3) || self.shape.slice(self.ndim === 3 ? 1 : 0).includes(0)) {
		throw runtimeError(`max_pool1d: Expected 2D or 3D (batch mode) tensor with optional 0 dim batch size for input, but got:${shapeText(self.shape)}`);
	}
	for (const [what, values] of [['kernel_size', kernelSize], ['stride', strides], ['padding', paddings], ['dilation', dilations]] as const) {
		if (values.length !== 1 && !(what === 'stride' && values.length === 0)) {
			throw runtimeError(`max_pool1d() ${what} must be ${what === 'stride' ? 'None, an int, list of ints, or tuple' : what === 'padding' ? 'an int, list of ints, or tuple' : 'an int, list of ints or tuple'} of ints of size 1 but got size ${values.length}`);
		}
	}
	const [kernel, padding, dilation] = [kernelSize[0]!, paddings[0]!, dilations[0]!], stride = strides[0] ?? kernel;
	for (const [what, value] of [['kernel_size', kernel], ['stride', stride]] as const) {
		if (value <= 0) {
			throw runtimeError(`max_pool1d() ${what} must be greater than zero, but got ${value}`);
		}
	}
	if (padding < 0) {
		throw runtimeError(`max_pool1d() padding must be non-negative, but got ${padding}`);
	}
	if (padding > kernel / 2) {
		throw runtimeError(`max_pool1d() padding should be at most half of kernel size, but got padding=${padding} and kernel_size=${kernel}`);
	}
	if (dilation <= 0) {
		throw runtimeError(`max_pool1d() dilation must be greater than zero, but got ${dilation}`);
	}
	const count = places({ size: self.shape.at(-1)!, kernel, stride, padding, dilation }, isCeil);
	if (count <= 0) {
		throw runtimeError(`max_pool1d() Invalid computed output size: ${count}`);
	}
}

type Lists = readonly [kernel: readonly number[], stride: readonly number[], padding: readonly number[], dilation: readonly number[], isCeil: boolean];

function rowLargest(self: Tensor, ...[kernel, stride, padding, dilation, isCeil]: Lists): readonly Tensor[] {
	requireRow('max_pool1d', self);
	for (const [what, values] of [['kernel_size', kernel], ['stride', stride.length === 0 ? kernel : stride], ['padding', padding], ['dilation', dilation]] as const) {
		requireOne('max_pool1d', what, values);
	}
	return onRowsMany(self, planes => callMany('max_pool2d_with_indices', planes, [1, kernel[0]!], [1, stride[0] ?? kernel[0]!], [0, padding[0]!], [1, dilation[0]!], isCeil));
}

function averagePool(dims: 2 | 3): Operator[] {
	const name = `avg_pool${dims}d`, list = `int[${dims}]`;
	const prepared = (kernelSize: readonly number[], stride: readonly number[], padding: readonly number[]): Fixed => {
		const kernel = each(name, 'kernel_size', kernelSize, dims);
		return { kernel, stride: each(name, 'stride', stride, dims, kernel), padding: each(name, 'padding', padding, dims), dilation: kernel.map(() => 1) };
	};
	return [
		operator({ name, variants: ['nn'], tolerance: SUMS, overloads: [{
			schema: `${name}(Tensor self, ${list} kernel_size, ${list} stride=[], ${list} padding=0, bool ceil_mode=False, bool count_include_pad=True, int? divisor_override=None) -> Tensor`,
			run: (self: Tensor, kernelSize: readonly number[], stride: readonly number[], padding: readonly number[], isCeil: boolean, countsPadding: boolean, divisor: number | undefined) => {
				const fixed = prepared(kernelSize, stride, padding);
				if (divisor === 0) {
					throw runtimeError('divisor must be not zero');
				}
				const windows = windowsOf(name, self, fixed, isCeil, countsPadding);
				requireNumber(self, (isFloating(self.dtype) && (dims === 2 || !isReduced(self.dtype))) || self.dtype === 'int64', dims === 2 ? name : `${name}_out_frame`);
				return averages(self, windows, divisor ?? 0);
			},
			backward: { node: `AvgPool${dims}DBackward0`, inputs: { self: { gradient: (grad, saved) => {
				const shape = saved.shape('self');
				const { kernel, stride, padding } = prepared(saved.value('kernel_size'), saved.value('stride'), saved.value('padding'));
				return call(`_${name}_back`, grad, shape, kernel, stride, padding, saved.value<boolean>('count_include_pad'), saved.value<number | undefined>('divisor_override') ?? 0);
			} } } },
		}] }),
		operator({ name: `_${name}_back`, variants: [], tolerance: SUMS, overloads: [{
			schema: `_${name}_back(Tensor grad, int[] shape, ${list} kernel_size, ${list} stride, ${list} padding, bool count_include_pad, int divisor) -> Tensor`,
			run: (grad: Tensor, shape: readonly number[], kernel: readonly number[], stride: readonly number[], padding: readonly number[], countsPadding: boolean, divisor: number) => {
				const sizes = shape.slice(-dims);
				const windows = sizes.map((size, d) => fixedWindows({ size, kernel: kernel[d]!, stride: stride[d]!, padding: padding[d]!, dilation: 1 }, grad.shape.at(d - dims)!, countsPadding));
				return shares(grad, sizes, windows, divisor);
			},
			backward: { node: `AvgPool${dims}DBackwardBackward0`, inputs: { grad: { gradient: (grad, saved) => {
				const shape = saved.shape('grad'), divisor = saved.value<number>('divisor');
				const lists = ['kernel_size', 'stride', 'padding'].map(list => saved.value<readonly number[]>(list));
				// How many places there are says whether the last was rounded up.
				const isCeil = shape.slice(-dims).some((count, d) => count !== places({ size: grad.shape.at(d - dims)!, kernel: lists[0]![d]!, stride: lists[1]![d]!, padding: lists[2]![d]!, dilation: 1 }, false));
				return call(name, grad, ...lists, isCeil, saved.value<boolean>('count_include_pad'), divisor === 0 ? undefined : divisor);
			} } } },
		}] }),
	];
}

function requireRow(name: string, self: Tensor): void {
	if (self.ndim !== 2 && self.ndim !== 3) {
		throw runtimeError(`Expected 2 to 3 dimensions, but got ${self.ndim}-dimensional tensor for argument #1 'self' (while checking arguments for ${name})`);
	}
}

function requireOne(name: string, what: string, values: readonly number[]): void {
	if (values.length !== 1) {
		throw runtimeError(`${name}() argument '${what}' should contain one int (got ${values.length})`);
	}
}

function requireFull(name: string, self: Tensor, dims: number): void {
	const from = name !== 'adaptive_avg_pool2d' ? self.ndim === dims + 2 ? 1 : 0 : self.ndim - dims;
	const empty = self.shape.findIndex((size, d) => d >= from && size === 0);
	if (empty >= 0) {
		throw runtimeError(`${name}(): Expected input to have non-zero size for non-batch dimensions, but input has sizes ${shapeText(self.shape)} with dimension ${empty} being empty`);
	}
}

function requireFullGradient(name: string, grad: Tensor): void {
	const empty = grad.shape.indexOf(0, 1);
	if (empty > 0) {
		throw runtimeError(`${name}_backward(): Expected grad_output to have non-zero size for non-batch dimensions, but grad_output has sizes ${shapeText(grad.shape)} with dimension ${empty} being empty`);
	}
}

function adaptiveAverage(dims: 2 | 3): Operator[] {
	const name = `adaptive_avg_pool${dims}d`, list = `int[${dims}]`, inner = `_${name}`;
	const windows = (sizes: readonly number[], counts: readonly number[]) => sizes.slice(-dims).map((size, d) => adaptiveWindows(size, counts.at(d - dims)!));
	return [
		operator({ name, variants: ['nn'], tolerance: SUMS, overloads: [{
			schema: `${name}(Tensor self, ${list} output_size) -> Tensor`,
			run: (self: Tensor, outputSize: readonly number[]) => {
				if (outputSize.length !== dims) {
					throw runtimeError(`${name}: output_size must be ${dims}`);
				}
				if (outputSize.some(size => size < 0)) {
					const [first, ...rest] = outputSize;
					throw runtimeError(`${name}: elements of output_size must be greater than or equal to 0 but received {${first!}, ${rest.join(',')}}`);
				}
				if (outputSize.some(size => size !== 1)) {
					return call(inner, self, outputSize);
				}
				const mean = call('mean', self, Array.from({ length: dims }, (_, d) => d - dims), true);
				if (!isChannelsLast(self)) {
					return mean;
				}
				const channels = self.shape[1]!;
				return call('as_strided_', mean, mean.shape, [channels, 1, ...new Array<number>(dims).fill(channels)]);
			},
		}] }),
		operator({ name: inner, variants: [], tolerance: SUMS, overloads: [{
			schema: `${inner}(Tensor self, ${list} output_size) -> Tensor`,
			run: (self: Tensor, outputSize: readonly number[]) => {
				if (self.ndim !== dims + 1 && self.ndim !== dims + 2) {
					throw runtimeError(`${name}(): Expected ${dims + 1}D or ${dims + 2}D tensor, but got ${shapeText(self.shape)}`);
				}
				requireFull(name, self, dims);
				requireNumber(self, isFloating(self.dtype), dims === 2 ? name : `${name}_cpu`);
				return averages(self, windows(self.shape, outputSize), 0);
			},
			backward: { node: `AdaptiveAvgPool${dims}DBackward0`, inputs: { self: { gradient: (grad, saved) => {
				requireFullGradient(name, grad);
				return call(`${inner}_back`, grad, saved.shape('self'));
			} } } },
		}] }),
		operator({ name: `${inner}_back`, variants: [], tolerance: SUMS, overloads: [{
			schema: `${inner}_back(Tensor grad, int[] shape) -> Tensor`,
			run: (grad: Tensor, shape: readonly number[]) => shares(grad, shape.slice(-dims), windows(shape, grad.shape), 0),
			backward: { node: `AdaptiveAvgPool${dims}DBackwardBackward0`, inputs: { grad: { gradient: (grad, saved) => call(inner, grad, saved.shape('grad').slice(-dims)) } } },
		}] }),
	];
}

function adaptiveMax(dims: 2 | 3): Operator {
	const name = `adaptive_max_pool${dims}d`;
	return operator({ name, variants: ['nn'], tolerance: EXACT, overloads: [{
		schema: `${name}(Tensor self, int[${dims}] output_size) -> (Tensor, Tensor)`,
		run: (self: Tensor, outputSize: readonly number[]) => {
			if (self.ndim !== dims + 1 && self.ndim !== dims + 2) {
				throw runtimeError(`${name}(): Expected ${dims + 1}D or ${dims + 2}D tensor, but got: ${shapeText(self.shape)}`);
			}
			requireFull(name, self, dims);
			if (outputSize.length !== dims) {
				throw runtimeError(`${name}(): internal error: output_size.size() must be ${dims}`);
			}
			// Raises where a size is negative.
			emptyTensor([...self.shape.slice(0, -dims), ...outputSize], 'bool');
			requireNumber(self, isFloating(self.dtype), dims === 2 ? name : `${name}_cpu`);
			return largest(dims === 2 ? self : asContiguous(self), self.shape.slice(-dims).map((size, d) => adaptiveWindows(size, outputSize[d]!)), outputSize.map(() => 1));
		},
		backward: { node: `AdaptiveMaxPool${dims}DBackward0`, nonDifferentiable: [1], inputs: { self: { saves: ['result1'], gradient: (grad, saved) => {
			requireFullGradient(name, grad);
			return backAt(grad, saved.tensor('result1'), saved.shape('self'), dims);
		} } } },
	}] });
}

function unpooled(self: Tensor, indices: Tensor, outputSize: readonly number[], dims: 2 | 3): Tensor {
	const name = `max_unpool${dims}d`;
	if (indices.dtype !== 'int64') {
		throw runtimeError(`elements in indices should be type int64${dims === 2 ? ` but got: ${dtypeText(indices.dtype)}` : ''}`);
	}
	if (outputSize.length !== dims) {
		throw runtimeError(`There should be exactly ${dims === 2 ? 'two' : 'three'} elements (${dims === 2 ? 'height, width' : 'depth, height, width'}) in output_size, but got ${outputSize.length} elements.`);
	}
	if (self.ndim !== dims + 1 && self.ndim !== dims + 2) {
		throw runtimeError(`Input to max_unpooling${dims}d should be a ${dims + 1}d or ${dims + 2}d Tensor, but got a tensor with ${self.ndim} dimensions.`);
	}
	if (!sameShape(self.shape, indices.shape)) {
		throw runtimeError(`Expected shape of indices to be same as that of the input tensor (${shapeText(self.shape)}) but got indices tensor with shape: ${shapeText(indices.shape)}`);
	}
	requireFull(name, self, dims);
	requireNumber(self, isFloating(self.dtype), name);
	const size = numel(outputSize);
	if (indices.numel > 0) {
		const wrong = call('masked_select', indices, call('logical_or', call('lt', indices, int(0)), call('ge', indices, int(size))));
		if (wrong.numel > 0) {
			throw runtimeError(`Found an invalid max index: ${String(itemOf(call('select', wrong, 0, -1)).value)} (output volumes are of size ${outputSize.join('x')})`);
		}
	}
	const lead = self.shape.slice(0, -dims), flat = (tensor: Tensor) => call('reshape', tensor, [...lead, numel(tensor.shape.slice(-dims))]);
	return laidOutAs(call('reshape', call('scatter', call('zeros', [...lead, size], self.dtype), -1, flat(indices), flat(self)), [...lead, ...outputSize]), self);
}

function unpool(dims: 2 | 3): Operator {
	const name = `max_unpool${dims}d`, rest = dims === 3 ? ', int[3] stride, int[3] padding' : '';
	return operator({ name, variants: ['nn'], tolerance: EXACT, overloads: [{
		schema: `${name}(Tensor self, Tensor indices, int[${dims}] output_size${rest}) -> Tensor`,
		run: (self: Tensor, indices: Tensor, outputSize: readonly number[]) => unpooled(self, indices, outputSize, dims),
		backward: { node: `MaxUnpool${dims}DBackward0`, inputs: { self: { saves: ['indices'], gradient: (grad, saved) => {
			const indices = saved.tensor('indices'), flat = (tensor: Tensor) => call('reshape', tensor, [...tensor.shape.slice(0, -dims), numel(tensor.shape.slice(-dims))]);
			return call('reshape', call('gather', flat(grad), -1, flat(indices)), indices.shape);
		} } } },
	}] });
}

const ROW = 'Tensor self, int[1] kernel_size, int[1] stride=[], int[1] padding=0, int[1] dilation=1, bool ceil_mode=False';

export const POOLING: readonly Operator[] = [
	operator({ name: 'max_pool1d', variants: ['function'], tolerance: EXACT, overloads: [{
		schema: `max_pool1d(${ROW}) -> Tensor`,
		run: (self: Tensor, ...lists: Lists) => {
			checkRow(self, ...lists);
			if (!isFloating(self.dtype)) {
				requireNumber(self, false, 'max_pool1d_impl');
			}
			const [kernel, stride, padding, dilation, isCeil] = lists;
			// Longer steps than any image do not differ.
			const shortened = (steps: readonly number[]) => steps.map(step => Math.min(step, MOST));
			return rowLargest(self, kernel, shortened(stride), padding, shortened(dilation), isCeil)[0]!;
		},
	}] }),
	operator({ name: 'max_pool1d_with_indices', variants: ['function'], tolerance: EXACT, overloads: [{ schema: `max_pool1d_with_indices(${ROW}) -> (Tensor, Tensor)`, run: (self: Tensor, ...[kernel, stride, padding, dilation, isCeil]: Lists) => rowLargest(self, kernel, stride, padding, dilation, isCeil) }] }),
	...maxPool(2),
	...maxPool(3),
	operator({ name: 'avg_pool1d', variants: ['function'], tolerance: SUMS, overloads: [{
		schema: 'avg_pool1d(Tensor self, int[1] kernel_size, int[1] stride=[], int[1] padding=0, bool ceil_mode=False, bool count_include_pad=True) -> Tensor',
		run: (self: Tensor, kernel: readonly number[], stride: readonly number[], padding: readonly number[], isCeil: boolean, countsPadding: boolean) => {
			const steps = stride.length === 0 ? kernel : stride;
			requireRow('avg_pool1d', self);
			requireOne('avg_pool1d', 'kernel_size', kernel);
			requireOne('avg_pool1d', 'stride', steps);
			requireOne('avg_pool1d', 'padding', padding);
			return onRows(self, planes => call('avg_pool2d', planes, [1, kernel[0]!], [1, steps[0]!], [0, padding[0]!], isCeil, countsPadding));
		},
	}] }),
	...averagePool(2),
	...averagePool(3),
	operator({ name: 'adaptive_avg_pool1d', variants: ['function'], tolerance: SUMS, overloads: [{ schema: 'adaptive_avg_pool1d(Tensor self, int[1] output_size) -> Tensor', run: (self: Tensor, outputSize: readonly number[]) => {
		requireRow('adaptive_avg_pool1d', self);
		requireOne('adaptive_avg_pool1d', 'output_size', outputSize);
		return onRows(self, planes => call('adaptive_avg_pool2d', planes, [1, outputSize[0]!]));
	} }] }),
	...adaptiveAverage(2),
	...adaptiveAverage(3),
	operator({ name: 'adaptive_max_pool1d', variants: ['function'], tolerance: EXACT, overloads: [{ schema: 'adaptive_max_pool1d(Tensor self, int[1] output_size) -> (Tensor, Tensor)', run: (self: Tensor, outputSize: readonly number[]) => {
		requireRow('adaptive_max_pool1d', self);
		requireOne('adaptive_max_pool1d', 'output_size', outputSize);
		requireFull('adaptive_max_pool1d', self, 1);
		return onRowsMany(self, planes => callMany('adaptive_max_pool2d', planes, [1, outputSize[0]!]));
	} }] }),
	adaptiveMax(2),
	adaptiveMax(3),
	unpool(2),
	unpool(3),
];
