/**
 * Family: convolutions of one to three dimensions and their transposes, as products with the windows of the image: where floats
 * are read from it in place (engine/kernels/blocked.ts), integers from a matrix of the windows (engine/kernels/convolution.ts).
 * float16 and bfloat16 are computed in float32 and rounded once; integers are exact and wrap.
 */
import { kernels } from '../kernels/load.ts';
import { allocate, free } from '../memory/allocator.ts';
import { views } from '../memory/memory.ts';
import { notImplementedError, runtimeError, shapeText } from '../tensor/errors.ts';
import { canCast, codeOf, dtypeText, isFloating, isReduced } from '../tensor/promotion.ts';
import { closeScope, openScope } from '../tensor/scope.ts';
import { contiguousStrides, numel } from '../trace/shape.ts';
import { alias, emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { bool, int } from '../tensor/scalar.ts';
import { call } from './call.ts';
import { asContiguous, asType, copyInto, fillWith } from './copy.ts';
import { isChannelsLast, laidOutAs } from './format.ts';
import { geometry, type Moves, windowCounts } from './image-windows.ts';
import { requireWord } from './iterator.ts';
import { operator, type Operator, type Saved } from './operator.ts';
import { CPP } from './pointwise.ts';
import { PRODUCTS } from './tolerances.ts';

/** Elements of the windows' matrix that are made at a time: several samples of small images, one of large ones. More leave the processor's cache. */
const MANY = 2 ** 18;

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

/** The windows of an image where they lie: an element is at the sum of an offset of its cell and one of its place, which two tables have in bytes. */
interface InPlace { readonly image: Tensor; readonly plane: number; readonly cells: number; readonly places: number }

/** A table, in the engine's memory, of the sums of indexes times steps, the last index running quickest. */
function tableOf(sizes: readonly number[], steps: readonly number[]): number {
	const { pointer } = emptyTensor(sizes, 'int32'), table = views.i32.subarray(pointer / 4, pointer / 4 + numel(sizes));
	table[0] = 0;
	let made = 1;
	for (let d = sizes.length - 1; d >= 0; d--) {
		for (let i = made, step = steps[d]!; i < made * sizes[d]!; i++) table[i] = table[i - made]! + step;
		made *= sizes[d]!;
	}
	return pointer;
}

/** Some samples of a dense image, with zeros around it where the windows reach beyond. */
function inPlace(image: Tensor, windows: Windows, from: number, count: number): InPlace {
	const { channels, groups, kernel, places, stride, padding, dilation } = windows;
	const sizes = windows.image.map((size, d) => size + 2 * padding[d]!), plane = numel(sizes), strides = contiguousStrides(sizes);
	sizes.forEach((size, d) => requireWord(size + kernel[d]! * dilation[d]!));
	let padded = alias(image, [count, channels, ...windows.image], image.strides, image.offset + from * channels * numel(windows.image));
	if (padding.some(size => size > 0)) {
		const around = emptyTensor([count, channels, ...sizes], image.dtype);
		fillWith(around, bool(false));
		copyInto(alias(around, padded.shape, around.strides, padding.reduce((sum, size, d) => sum + size * strides[d]!, 0)), padded);
		padded = around;
	}
	const bytes = (steps: readonly number[]) => steps.map(step => step * image.itemSize);
	return {
		image: padded, plane: plane * image.itemSize,
		cells: tableOf([channels / groups, ...kernel], bytes([plane, ...strides.map((step, d) => step * dilation[d]!)])),
		places: tableOf(places, bytes(strides.map((step, d) => step * stride[d]!))),
	};
}

/** Calls `each` for each sample and group with the windows there are, and with memory for the product of a matrix with `n` columns. */
function eachWindows(image: Tensor, windows: Windows, n: number, each: (sample: number, group: number, from: number, there: InPlace, work: number) => void): void {
	const { channels, groups, padding } = windows, work = kernels().gathered_bytes(image.itemSize, n), at = allocate(work);
	try {
		inRanges(image.shape[0]!, channels * windows.image.reduce((product, size, d) => product * (size + 2 * padding[d]!), 1), (from, count) => {
			const there = inPlace(image, windows, from, count);
			for (let i = 0; i < count; i++) for (let group = 0; group < groups; group++) {
				each(from + i, group, there.image.pointer + (i * channels + group * channels / groups) * there.plane, there, at);
			}
		});
	} finally {
		free(at, work);
	}
}

/** For each place the products of its window with the weights. */
function correlate(image: Tensor, weight: Tensor, windows: Windows): Tensor {
	const samples = image.shape[0]!, places = numel(windows.places), { groups } = windows;
	const result = emptyTensor([samples, weight.shape[0]!, ...windows.places], image.dtype);
	const cells = windows.channels / groups * numel(windows.kernel), rows = weight.shape[0]! / groups, size = image.itemSize;
	if (isFloating(image.dtype) && cells > 0) {
		const dense = asContiguous(weight);
		eachWindows(image, windows, places, (sample, group, from, there, work) => {
			kernels().matmul_gathered(codeOf(image.dtype), rows, places, cells, dense.pointer + group * rows * cells * size, cells * size, size,
				from, there.cells, there.places, false, result.pointer + (sample * groups + group) * rows * places * size, work);
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

/** The windows that make an image of a smaller one, where each step is 1: the same the other way round, with the weights from behind. */
function reversed(windows: Windows, rows: number): Windows | undefined {
	const { image, kernel, places, stride, padding, dilation } = windows;
	const around = kernel.map((size, d) => dilation[d]! * (size - 1) - padding[d]!);
	const isSo = around.every((size, d) => stride[d] === 1 && size >= 0 && places[d]! + 2 * size - dilation[d]! * (kernel[d]! - 1) === image[d]!);
	return isSo ? { ...windows, image: places, places: image, padding: around, channels: rows } : undefined;
}

/** (channels of the image, rows of a group, kernel from behind) of (rows, channels of a group, kernel). */
function fromBehind(weight: Tensor, groups: number): Tensor {
	const [rows, channels, ...kernel] = weight.shape as readonly [number, number, ...number[]];
	const parts = call('transpose', call('reshape', weight, [groups, rows / groups, channels, ...kernel]), 1, 2);
	return call('reshape', call('flip', parts, kernel.map((_, d) => d + 3)), [groups * channels, rows / groups, ...kernel]);
}

/** The transpose: each place gives its value times the weights to its window. */
function spreadOut(small: Tensor, weight: Tensor, windows: Windows): Tensor {
	const samples = small.shape[0]!, places = numel(windows.places), { groups } = windows, channels = windows.channels / groups;
	const behind = isFloating(small.dtype) ? reversed(windows, small.shape[1]!) : undefined;
	if (behind !== undefined) {
		return correlate(small, fromBehind(weight, groups), behind);
	}
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
	if (isFloating(image.dtype) && places > 0) {
		const size = image.itemSize;
		eachWindows(image, windows, cells, (sample, group, from, there, work) => {
			const own = rows / groups;
			kernels().matmul_gathered(codeOf(image.dtype), own, cells, places, small.pointer + (sample * groups + group) * own * places * size, places * size, size,
				from, there.places, there.cells, true, result.pointer + group * own * cells * size, work);
		});
		return result;
	}
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

/** Elements of an image. */
const LARGE_FOR_THE_LIBRARY = 20480;

/** Whether PyTorch leaves it to oneDNN, which has other words for what it refuses: `use_mkldnn` of aten/src/ATen/native/Convolution.cpp, with more threads than one. */
function isByLibrary(input: Tensor, weight: Tensor, { stride }: Moves, transposed: boolean, outputPadding: readonly number[], groups: number): boolean {
	if (input.dtype !== 'float32' || (transposed && outputPadding.some((value, d) => value >= stride[d]!))) {
		return false;
	}
	const kernel = weight.shape.slice(2);
	return groups > 1 || (kernel.length > 1 && kernel.slice(-2).every(size => size > 3)) || input.shape[0]! > 1 || numel(input.shape.slice(0, 4)) > LARGE_FOR_THE_LIBRARY;
}

/** As its messages name it. */
function typeName({ dtype }: Tensor): string {
	return dtype === 'bool' ? 'CPUBoolType' : `torch.${dtypeText(dtype)}Tensor`;
}

function requireDTypes(input: Tensor, weight: Tensor, bias: Tensor | undefined, transposed: boolean, isByLibrary: boolean): void {
	const dims = input.ndim - 2, text = dtypeText(input.dtype);
	if (bias !== undefined && bias.dtype !== input.dtype) {
		if (!transposed) {
			throw runtimeError(`Input type (${CPP[input.dtype]}) and bias type (${CPP[bias.dtype]}) should be the same`);
		}
		if (isByLibrary) {
			throw runtimeError(`Input type (${typeName(input)}) and bias type (${typeName(bias)}) should be the same or input should be a MKLDNN tensor and bias is a dense tensor`);
		}
	}
	if (input.dtype !== weight.dtype && isByLibrary) {
		throw runtimeError(`Input type (${typeName(input)}) and weight type (${typeName(weight)}) should be the same or input should be a MKLDNN tensor and weight is a dense tensor`);
	}
	if (input.dtype === 'bool' || (transposed && !isFloating(input.dtype) && input.dtype !== 'int64')) {
		throw notImplementedError(`"${transposed ? `slow_conv_transpose${Math.max(dims, 2)}d_out_cpu` : dims === 3 ? 'compute_columns3d' : 'slow_conv2d_cpu'}" not implemented for '${text}'`);
	}
	if (input.dtype !== weight.dtype) {
		throw runtimeError(`expected scalar type ${text} but found ${dtypeText(weight.dtype)}`);
	}
	if (bias !== undefined && !canCast(bias.dtype, input.dtype)) {
		throw runtimeError(`result type ${dtypeText(bias.dtype)} can't be cast to the desired output type ${text}`);
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
	requireDTypes(input, weight, bias, transposed, isByLibrary(input, weight, moves, transposed, beyond, groups));
	if (weight.shape.slice(2).includes(0)) {
		throw runtimeError('could not create a primitive descriptor for the convolution forward propagation primitive. Run workload with environment variable ONEDNN_VERBOSE=all to get additional diagnostic information.');
	}
	if (transposed) {
		requireOutputPadding(beyond, moves);
	}
	const sizes = transposed ? transposedSizes(input.shape.slice(2), weight.shape.slice(2), moves, beyond) : windowCounts(input.shape.slice(2), weight.shape.slice(2), moves);
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
			return laidOutAs(asType(computed(asType(input, wide), asType(weight, wide), { stride, padding, dilation }, transposed, sizes, groups), input.dtype), isChannelsLast(weight) ? weight : input);
		},
		backward: { node: 'ConvolutionBackwardBackward0', inputs },
	}] }),
	operator({ name: '_convolution_weight', variants: [], tolerance: PRODUCTS, overloads: [{
		schema: '_convolution_weight(Tensor image, Tensor small, int[] shape, int[] stride, int[] padding, int[] dilation, int groups) -> Tensor',
		run: (image: Tensor, small: Tensor, shape: readonly number[], stride: readonly number[], padding: readonly number[], dilation: readonly number[], groups: number) => {
			const [wide, values] = [image, small].map(tensor => asContiguous(asType(tensor, isReduced(tensor.dtype) ? 'float32' : tensor.dtype))) as [Tensor, Tensor];
			const products = asType(weightProducts(wide, values, { stride, padding, dilation, image: image.shape.slice(2), channels: image.shape[1]!, kernel: shape.slice(2), places: small.shape.slice(2), groups }), image.dtype);
			return laidOutAs(products, isChannelsLast(small) ? small : image);
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
];
