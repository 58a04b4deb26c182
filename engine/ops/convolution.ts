/**
 * Family: convolutions of one to three dimensions and their transposes, as products with the windows of the image
 * (engine/kernels/convolution.ts). float16 and bfloat16 are computed in float32 and rounded once; integers are exact and wrap.
 */
import { kernels } from '../kernels/load.ts';
import { notImplementedError, runtimeError, shapeText } from '../tensor/errors.ts';
import { codeOf, dtypeText, isFloating, isReduced } from '../tensor/promotion.ts';
import { closeScope, openScope } from '../tensor/scope.ts';
import { numel } from '../trace/shape.ts';
import { wrapDim } from '../tensor/shape.ts';
import { alias, emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { bool, int } from '../tensor/scalar.ts';
import { call } from './call.ts';
import { asContiguous, asType, copyInto, fillWith } from './copy.ts';
import { isChannelsLast, laidOutAs } from './format.ts';
import { requireWord, setGeometry } from './iterator.ts';
import { multiplyInto } from './matmul.ts';
import { EXACT, operator, type Operator, type Saved } from './operator.ts';
import { CPP } from './pointwise.ts';
import { PRODUCTS } from './tolerances.ts';

/** Elements of the windows' matrix that are made at a time: several samples of small images, one of large ones. More leave the processor's cache. */
const MANY = 2 ** 18;

/** Places from which on a sample has a product of its own: its windows stay in the cache, and the product lies where it should. */
const WIDE = 64;

/** How a window moves; one number for each dimension of the image. */
interface Moves { readonly stride: readonly number[]; readonly padding: readonly number[]; readonly dilation: readonly number[] }

/** Numbers for three dimensions: an image of fewer has leading ones of size 1. */
function three(numbers: readonly number[], missing: number): readonly number[] {
	return [...new Array<number>(3 - numbers.length).fill(missing), ...numbers];
}

function geometry(image: readonly number[], kernel: readonly number[], { stride, padding, dilation }: Moves, places: readonly number[]): void {
	// As far as the kernels reckon.
	image.forEach((size, d) => requireWord(size + 2 * padding[d]! + stride[d]! + kernel[d]! * dilation[d]!));
	setGeometry([...three(image, 1), ...three(kernel, 1), ...three(stride, 1), ...three(padding, 0), ...three(dilation, 1), ...three(places, 1)]);
}

/** An image batch (samples, channels, …) and the smaller one that its windows make, which share a weight (…, channels of a group, kernel). */
interface Windows extends Moves {
	readonly image: readonly number[];
	readonly kernel: readonly number[];
	readonly places: readonly number[];
	readonly channels: number;
	readonly groups: number;
}

/** Calls `each` with ranges of samples whose windows are made at once, temporary tensors freed after each. */
function inRanges(samples: number, elements: number, each: (from: number, count: number) => void): void {
	const most = Math.max(1, Math.floor(MANY / Math.max(elements, 1)));
	for (let from = 0; from < samples; from += most) {
		const mark = openScope();
		try {
			each(from, Math.min(most, samples - from));
		} finally {
			closeScope(mark);
		}
	}
}

/** Windows of some samples and one group: (cells, samples × places), or the other way round. */
function windowsOf(image: Tensor, windows: Windows, group: number, from: number, count: number, isByPlace: boolean): Tensor {
	const channels = windows.channels / windows.groups;
	const cells = channels * numel(windows.kernel), places = numel(windows.places), size = image.itemSize;
	const result = emptyTensor(isByPlace ? [count * places, cells] : [cells, count * places], image.dtype);
	const [stepCell, stepPlace] = isByPlace ? [size, cells * size] : [count * places * size, size];
	const plane = numel(windows.image) * size;
	geometry(windows.image, windows.kernel, windows, windows.places);
	for (let i = 0; i < count; i++) {
		kernels().im2col(codeOf(image.dtype), channels, image.pointer + ((from + i) * windows.channels + group * channels) * plane, result.pointer + i * places * stepPlace, stepCell, stepPlace);
	}
	return result;
}

/** Channels of a group in some samples of a dense batch, as a matrix view in three dimensions: (channels, samples, places). */
function channelsOf(batch: Tensor, groups: number, group: number, from: number, count: number): Tensor {
	const channels = batch.shape[1]!, own = channels / groups, places = numel(batch.shape.slice(2));
	return alias(batch, [own, count, places], [places, channels * places, 1], batch.offset + (from * channels + group * own) * places);
}

const matrix = (tensor: Tensor, rows: number) => call('reshape', tensor, [rows, rows === 0 ? 0 : tensor.numel / rows]);

/** The group's part of a weight, one row for each of its first dimension. */
function weightOf(weight: Tensor, groups: number, group: number): Tensor {
	const rows = weight.shape[0]! / groups;
	return matrix(call('narrow', weight, 0, group * rows, rows), rows);
}

/** For each place the products of its window with the weights. */
function correlate(image: Tensor, weight: Tensor, windows: Windows): Tensor {
	const samples = image.shape[0]!, places = numel(windows.places), { groups } = windows;
	const result = emptyTensor([samples, weight.shape[0]!, ...windows.places], image.dtype);
	const cells = windows.channels / groups * numel(windows.kernel), rows = weight.shape[0]! / groups;
	if (places >= WIDE) {
		inRanges(samples, Infinity, sample => {
			for (let group = 0; group < groups; group++) {
				multiplyInto(result.pointer + (sample * groups + group) * rows * places * result.itemSize, weightOf(weight, groups, group), windowsOf(image, windows, group, sample, 1, false));
			}
		});
		return result;
	}
	inRanges(samples, cells * places, (from, count) => {
		for (let group = 0; group < groups; group++) {
			const target = channelsOf(result, groups, group, from, count);
			copyInto(target, call('view', call('mm', weightOf(weight, groups, group), windowsOf(image, windows, group, from, count, false)), target.shape));
		}
	});
	return result;
}

/** The transpose: each place gives its value times the weights to its window. */
function spreadOut(small: Tensor, weight: Tensor, windows: Windows): Tensor {
	const samples = small.shape[0]!, places = numel(windows.places), { groups } = windows, channels = windows.channels / groups;
	const result = emptyTensor([samples, windows.channels, ...windows.image], small.dtype);
	fillWith(result, bool(false));
	const cells = channels * numel(windows.kernel), plane = numel(windows.image) * small.itemSize;
	inRanges(samples, cells * places, (from, count) => {
		for (let group = 0; group < groups; group++) {
			const values = call('reshape', channelsOf(small, groups, group, from, count), [small.shape[1]! / groups, count * places]);
			const products = call('mm', call('t', weightOf(weight, groups, group)), values);
			geometry(windows.image, windows.kernel, windows, windows.places);
			for (let i = 0; i < count; i++) {
				kernels().col2im(codeOf(small.dtype), channels, products.pointer + i * places * small.itemSize, count * places * small.itemSize, result.pointer + ((from + i) * windows.channels + group * channels) * plane);
			}
		}
	});
	return result;
}

/** The weight's gradient: for each cell of a window the products of the image with what the places hold. */
function weightProducts(image: Tensor, small: Tensor, windows: Windows): Tensor {
	const samples = image.shape[0]!, rows = small.shape[1]!, { groups } = windows;
	const cells = windows.channels / groups * numel(windows.kernel), places = numel(windows.places);
	const result = emptyTensor([rows, windows.channels / groups, ...windows.kernel], image.dtype);
	fillWith(result, bool(false));
	inRanges(samples, cells * places, (from, count) => {
		for (let group = 0; group < groups; group++) {
			const values = call('reshape', channelsOf(small, groups, group, from, count), [rows / groups, count * places]);
			call('add_', weightOf(result, groups, group), call('mm', values, windowsOf(image, windows, group, from, count, true)));
		}
	});
	return result;
}

/** A number for each dimension, where one may stand for all. */
function expanded(name: string, values: readonly number[], dims: number): readonly number[] {
	if (values.length !== 1 && values.length !== dims) {
		throw runtimeError(`expected ${name} to be a single integer value or a list of ${dims} values to match the convolution dimensions, but got ${name}=${shapeText(values)}`);
	}
	return values.length === 1 ? new Array<number>(dims).fill(values[0]!) : values;
}

function requireShapes(input: Tensor, weight: Tensor, bias: Tensor | undefined, { stride, padding, dilation }: Moves, transposed: boolean, outputPadding: readonly number[], groups: number): void {
	if (groups <= 0) {
		throw runtimeError('non-positive groups is not supported');
	}
	for (const [name, values, least, word] of [['padding', padding, 0, 'negative'], ['output_padding', outputPadding, 0, 'negative'], ['stride', stride, 1, 'non-positive'], ['dilation', dilation, 1, 'non-positive']] as const) {
		if (values.some(value => value < least)) {
			throw runtimeError(`${word} ${name} is not supported`);
		}
	}
	const [sizes, ndim] = [shapeText(weight.shape), weight.ndim];
	if (input.ndim !== ndim) {
		throw runtimeError(`Expected ${ndim}-dimensional input for ${ndim}-dimensional weight ${sizes}, but got ${input.ndim}-dimensional input of size ${shapeText(input.shape)} instead`);
	}
	if (weight.shape[0]! < groups) {
		throw runtimeError(`Given groups=${groups}, expected weight to be at least ${groups} at dimension 0, but got weight of size ${sizes} instead`);
	}
	if (weight.shape[0]! % groups !== 0) {
		throw runtimeError(`Given groups=${groups}, expected weight to be divisible by ${groups} at dimension 0, but got weight of size [${sizes}] instead`);
	}
	const given = transposed ? 'transposed=1' : `groups=${groups}`;
	const channels = transposed ? weight.shape[0]! : weight.shape[1]! * groups;
	if (input.shape[1] !== channels) {
		throw runtimeError(`Given ${given}, weight of size ${sizes}, expected input${shapeText(input.shape)} to have ${channels} channels, but got ${input.shape[1]!} channels instead`);
	}
	const results = transposed ? weight.shape[1]! * groups : weight.shape[0]!;
	if (bias !== undefined && (bias.ndim !== 1 || bias.shape[0] !== results)) {
		throw runtimeError(`Given ${transposed ? `${given}, ` : ''}weight of size ${sizes}, expected bias to be 1-dimensional with ${results} elements, but got bias of size ${shapeText(bias.shape)} instead`);
	}
	if (transposed) {
		return;
	}
	const padded = input.shape.slice(2).map((size, d) => size + 2 * padding[d]!), kernel = weight.shape.slice(2).map((size, d) => dilation[d]! * (size - 1) + 1);
	if (padded.some((size, d) => size < kernel[d]!)) {
		throw runtimeError(`Calculated padded input size per channel: (${padded.join(' x ')}). Kernel size: (${kernel.join(' x ')}). Kernel size can't be greater than actual input size`);
	}
}

function requireDTypes(input: Tensor, weight: Tensor, bias: Tensor | undefined, transposed: boolean): void {
	const dims = input.ndim - 2, text = dtypeText(input.dtype);
	if (bias !== undefined && bias.dtype !== input.dtype) {
		const each = transposed ? [`torch.${text}Tensor`, `torch.${dtypeText(bias.dtype)}Tensor`] : [CPP[input.dtype], CPP[bias.dtype]];
		throw runtimeError(`Input type (${each[0]!}) and bias type (${each[1]!}) should be the same${transposed ? ' or input should be a MKLDNN tensor and bias is a dense tensor' : ''}`);
	}
	if (input.dtype !== weight.dtype && isFloating(input.dtype)) {
		throw runtimeError(`Input type (torch.${text}Tensor) and weight type (torch.${dtypeText(weight.dtype)}Tensor) should be the same or input should be a MKLDNN tensor and weight is a dense tensor`);
	}
	if (input.dtype === 'bool' || (transposed && !isFloating(input.dtype) && input.dtype !== 'int64')) {
		throw notImplementedError(`"${transposed ? `slow_conv_transpose${Math.max(dims, 2)}d_out_cpu` : dims === 3 ? 'compute_columns3d' : 'slow_conv2d_cpu'}" not implemented for '${text}'`);
	}
	if (input.dtype !== weight.dtype) {
		throw runtimeError(`expected scalar type ${text} but found ${dtypeText(weight.dtype)}`);
	}
}

function convolution(input: Tensor, weight: Tensor, bias: Tensor | undefined, stride: readonly number[], padding: readonly number[], dilation: readonly number[], transposed: boolean, outputPadding: readonly number[], groups: number): Tensor {
	const dims = weight.ndim - 2;
	if (dims < 1) {
		throw runtimeError('weight should have at least three dimensions');
	}
	const moves = { stride: expanded('stride', stride, dims), padding: expanded('padding', padding, dims), dilation: expanded('dilation', dilation, dims) };
	const beyond = expanded('output_padding', outputPadding, dims);
	requireShapes(input, weight, bias, moves, transposed, beyond, groups);
	requireDTypes(input, weight, bias, transposed);
	if (weight.shape.slice(2).includes(0)) {
		throw runtimeError('could not create a primitive descriptor for the convolution forward propagation primitive. Run workload with environment variable ONEDNN_VERBOSE=all to get additional diagnostic information.');
	}
	if (transposed) {
		requireOutputPadding(beyond, moves);
	}
	const sizes = transposed ? transposedSizes(input.shape.slice(2), weight.shape.slice(2), moves, beyond) : correlatedSizes(input.shape.slice(2), weight.shape.slice(2), moves);
	const wide = isReduced(input.dtype) ? 'float32' : input.dtype;
	let result = computed(asType(input, wide), asType(weight, wide), moves, transposed, sizes, groups);
	if (bias !== undefined) {
		call('add_', result, call('view', asType(bias, wide), [1, bias.numel, ...new Array<number>(dims).fill(1)]));
	}
	result = asType(result, input.dtype);
	result.counter.value = 0;
	return laidOutAs(result, isChannelsLast(weight) ? weight : input);
}

/** The convolution itself, of what is known to fit; `sizes` are the result's. */
function computed(input: Tensor, weight: Tensor, moves: Moves, transposed: boolean, sizes: readonly number[], groups: number): Tensor {
	const [image, dense] = [asContiguous(input), asContiguous(weight)];
	const kernel = weight.shape.slice(2), own = input.shape.slice(2);
	return transposed
		? spreadOut(image, dense, { ...moves, image: sizes, channels: weight.shape[1]! * groups, kernel, places: own, groups })
		: correlate(image, dense, { ...moves, image: own, channels: input.shape[1]!, kernel, places: sizes, groups });
}

function correlatedSizes(image: readonly number[], kernel: readonly number[], { stride, padding, dilation }: Moves): readonly number[] {
	return image.map((size, d) => Math.floor((size + 2 * padding[d]! - dilation[d]! * (kernel[d]! - 1) - 1) / stride[d]!) + 1);
}

function transposedSizes(small: readonly number[], kernel: readonly number[], { stride, padding, dilation }: Moves, beyond: readonly number[]): readonly number[] {
	const sizes = small.map((size, d) => (size - 1) * stride[d]! - 2 * padding[d]! + dilation[d]! * (kernel[d]! - 1) + beyond[d]! + 1);
	if (sizes.some(size => size <= 0)) {
		throw runtimeError('could not construct a memory descriptor using a format tag');
	}
	return sizes;
}

function requireOutputPadding(beyond: readonly number[], { stride, dilation }: Moves): void {
	if (beyond.every((value, d) => value < stride[d]! || value < dilation[d]!)) {
		return;
	}
	const names = ['depth', 'height', 'width'].slice(-Math.max(beyond.length, 2));
	const each = (word: string, values: readonly number[], missing: number) => names.map((name, i) => `${word}_${name}: ${values[i - names.length + values.length] ?? missing}`).join(' ');
	throw runtimeError(`output padding must be smaller than either stride or dilation, but got ${each('output_padding', beyond, 0)} ${each('stride', stride, 1)} ${each('dilation', dilation, 1)}`);
}

/** As a node's call has them, a number for each dimension. */
function movesOf(saved: Saved, dims?: number): Moves {
	const list = (name: string) => {
		const values = saved.value<readonly number[]>(name);
		return expanded(name, values, dims ?? values.length);
	};
	return { stride: list('stride'), padding: list('padding'), dilation: list('dilation') };
}

function callOf(saved: Saved): Moves & { readonly transposed: boolean; readonly groups: number } {
	return { ...movesOf(saved, saved.shape('weight').length - 2), transposed: saved.value<boolean>('transposed'), groups: saved.value<number>('groups') };
}

function inputGradient(grad: Tensor, saved: Saved): Tensor {
	const { stride, padding, dilation, transposed, groups } = callOf(saved);
	return call('_convolution_plain', grad, saved.tensor('weight'), stride, padding, dilation, !transposed, saved.shape('input').slice(2), groups);
}

function weightGradient(grad: Tensor, saved: Saved): Tensor {
	const { stride, padding, dilation, transposed, groups } = callOf(saved);
	const [image, small] = transposed ? [grad, saved.tensor('input')] : [saved.tensor('input'), grad];
	return call('_convolution_weight', image, small, saved.shape('weight'), stride, padding, dilation, groups);
}

const inputs = { input: { saves: ['weight'], gradient: inputGradient }, weight: { saves: ['input'], gradient: weightGradient } };

/** `padding='same'`: what is odd is made up for at the end. */
function padded(input: Tensor, weight: Tensor, bias: Tensor | undefined, stride: readonly number[], padding: string, dilation: readonly number[], groups: number): Tensor {
	const dims = weight.ndim - 2;
	if (padding !== 'same' && padding !== 'valid') {
		throw runtimeError(`Invalid padding string: '${padding}'`);
	}
	const nothing = new Array<number>(Math.max(dims, 0)).fill(0);
	if (padding === 'valid') {
		return call('convolution', input, weight, bias, stride, nothing, dilation, false, nothing, groups);
	}
	if (dims < 1) {
		throw runtimeError('weight should have at least three dimensions');
	}
	if (expanded('stride', stride, dims).some(step => step !== 1)) {
		throw runtimeError('padding=\'same\' is not supported for strided convolutions');
	}
	const total = expanded('dilation', dilation, dims).map((step, d) => step * (weight.shape[d + 2]! - 1));
	const odd = total.map(size => size % 2);
	const image = odd.includes(1) ? call('constant_pad_nd', input, odd.toReversed().flatMap(size => [0, size]), int(0)) : input;
	return call('convolution', image, weight, bias, stride, total.map(size => (size - size % 2) / 2), dilation, false, nothing, groups);
}

/** Runs with a batch of one where there is none. */
function batched(name: string, dims: number, input: Tensor, compute: (input: Tensor) => Tensor): Tensor {
	if (input.ndim !== dims + 1 && input.ndim !== dims + 2) {
		throw runtimeError(`Expected ${dims + 1}D (unbatched) or ${dims + 2}D (batched) input to ${name}, but got input of size: ${shapeText(input.shape)}`);
	}
	return input.ndim === dims + 2 ? compute(input) : call('squeeze', compute(call('unsqueeze', input, 0)), 0);
}

function direct(dims: number): Operator {
	const name = `conv${dims}d`;
	const rest = (padding: string) => `(Tensor input, Tensor weight, Tensor? bias=None, int[${dims}] stride=1, ${padding}, int[${dims}] dilation=1, int groups=1) -> Tensor`;
	return operator({ name, variants: ['function'], tolerance: PRODUCTS, overloads: [{
		schema: `${name}${rest(`int[${dims}] padding=0`)}`,
		run: (input: Tensor, weight: Tensor, bias: Tensor | undefined, stride: readonly number[], padding: readonly number[], dilation: readonly number[], groups: number) =>
			batched(name, dims, input, image => call('convolution', image, weight, bias, stride, padding, dilation, false, new Array<number>(dims).fill(0), groups)),
	}, {
		schema: `${name}.padding${rest('str padding="valid"')}`,
		run: (input: Tensor, weight: Tensor, bias: Tensor | undefined, stride: readonly number[], padding: string, dilation: readonly number[], groups: number) =>
			batched(name, dims, input, image => padded(image, weight, bias, stride, padding, dilation, groups)),
	}] });
}

function transposed(dims: number): Operator {
	const name = `conv_transpose${dims}d`;
	return operator({ name, variants: ['function'], tolerance: PRODUCTS, overloads: [{
		schema: `${name}(Tensor input, Tensor weight, Tensor? bias=None, int[${dims}] stride=1, int[${dims}] padding=0, int[${dims}] output_padding=0, int groups=1, int[${dims}] dilation=1) -> Tensor`,
		run: (input: Tensor, weight: Tensor, bias: Tensor | undefined, stride: readonly number[], padding: readonly number[], beyond: readonly number[], groups: number, dilation: readonly number[]) =>
			batched(name, dims, input, image => call('convolution', image, weight, bias, stride, padding, dilation, true, beyond, groups)),
	}] });
}

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
	const sizes = self.shape.slice(-2), places = correlatedSizes(sizes, kernel, moves);
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
	const places = correlatedSizes(sizes, kernel, moves);
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

export const CONVOLUTION: readonly Operator[] = [
	operator({ name: 'convolution', variants: ['function'], tolerance: PRODUCTS, overloads: [{
		schema: 'convolution(Tensor input, Tensor weight, Tensor? bias, int[] stride, int[] padding, int[] dilation, bool transposed, int[] output_padding, int groups) -> Tensor',
		run: convolution,
		backward: { node: 'ConvolutionBackward0', inputs: { ...inputs, bias: { gradient: grad => call('sum', grad, grad.shape.map((_, d) => d).filter(d => d !== 1)) } } },
	}] }),
	...[1, 2, 3].map(direct),
	...[1, 2, 3].map(transposed),
	// The derivatives, which are convolutions too, and each other's derivatives.
	operator({ name: '_convolution_plain', variants: [], tolerance: PRODUCTS, overloads: [{
		schema: '_convolution_plain(Tensor input, Tensor weight, int[] stride, int[] padding, int[] dilation, bool transposed, int[] sizes, int groups) -> Tensor',
		run: (input: Tensor, weight: Tensor, stride: readonly number[], padding: readonly number[], dilation: readonly number[], transposed: boolean, sizes: readonly number[], groups: number) => {
			const wide = isReduced(input.dtype) ? 'float32' : input.dtype;
			return asType(computed(asType(input, wide), asType(weight, wide), { stride, padding, dilation }, transposed, sizes, groups), input.dtype);
		},
		backward: { node: 'ConvolutionBackwardBackward0', inputs },
	}] }),
	operator({ name: '_convolution_weight', variants: [], tolerance: PRODUCTS, overloads: [{
		schema: '_convolution_weight(Tensor image, Tensor small, int[] shape, int[] stride, int[] padding, int[] dilation, int groups) -> Tensor',
		run: (image: Tensor, small: Tensor, shape: readonly number[], stride: readonly number[], padding: readonly number[], dilation: readonly number[], groups: number) => {
			const [wide, values] = [image, small].map(tensor => asContiguous(asType(tensor, isReduced(tensor.dtype) ? 'float32' : tensor.dtype))) as [Tensor, Tensor];
			return asType(weightProducts(wide, values, { stride, padding, dilation, image: image.shape.slice(2), channels: image.shape[1]!, kernel: shape.slice(2), places: small.shape.slice(2), groups }), image.dtype);
		},
		backward: { node: 'ConvolutionBackwardBackward0', inputs: {
			image: { saves: ['small'], gradient: (grad, saved) => {
				const { stride, padding, dilation } = movesOf(saved);
				return call('_convolution_plain', saved.tensor('small'), grad, stride, padding, dilation, true, saved.shape('image').slice(2), saved.value<number>('groups'));
			} },
			small: { saves: ['image'], gradient: (grad, saved) => {
				const { stride, padding, dilation } = movesOf(saved);
				return call('_convolution_plain', saved.tensor('image'), grad, stride, padding, dilation, false, saved.shape('small').slice(2), saved.value<number>('groups'));
			} },
		} },
	}] }),
	operator({ name: 'im2col', variants: ['nn'], tolerance: EXACT, overloads: [{
		schema: `im2col(Tensor self, ${LISTS}) -> Tensor`,
		run: unfolded,
		backward: { node: 'Im2ColBackward0', inputs: { self: { gradient: (grad, saved) => call('col2im', grad, saved.shape('self').slice(-2), ...listsOf(saved)) } } },
	}] }),
	operator({ name: 'col2im', variants: ['nn'], tolerance: PRODUCTS, overloads: [{
		schema: `col2im(Tensor self, int[2] output_size, ${LISTS}) -> Tensor`,
		run: folded,
		backward: { node: 'Col2ImBackward0', inputs: { self: { gradient: (grad, saved) => call('im2col', grad, ...listsOf(saved)) } } },
	}] }),
];
