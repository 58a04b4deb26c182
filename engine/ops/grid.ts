/**
 * Family: an image read at the places of a grid, and grids of affine maps. Reading is composed of operators; its derivative is that of
 * the composition, recorded once more in backward.
 */
import { grad as gradientsOf } from '../autograd/backward.ts';
import { isGradEnabled, withGrad } from '../autograd/mode.ts';
import { notImplementedError, runtimeError, shapeText } from '../tensor/errors.ts';
import { dtypeText, isFloating } from '../tensor/promotion.ts';
import { float, int } from '../tensor/scalar.ts';
import { sizeAt } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { numel } from '../trace/shape.ts';
import { call } from './call.ts';
import { operator, type Gradient, type Operator } from './operator.ts';
import { SUMS } from './tolerances.ts';

/** Ways to interpolate (0: linear) and to go on beyond the border (1: as the border), as PyTorch numbers them. */
const NEAREST = 1, CUBIC = 2;
const ZEROS = 0, REFLECTION = 2;

const mul = (a: Tensor, b: Tensor) => call('mul', a, b);
const plus = (a: Tensor, b: number) => call('add', a, float(b));
const times = (a: Tensor, b: number) => call('mul', a, float(b));

/** From -1 … 1 to cells. */
function cellsOf(place: Tensor, size: number, alignsCorners: boolean): Tensor {
	return alignsCorners ? times(plus(place, 1), (size - 1) / 2) : times(plus(times(plus(place, 1), size), -1), 0.5);
}

/** What lies beyond the border, brought back: to the border itself, or as in a mirror. */
function padded(place: Tensor, size: number, padding: number, alignsCorners: boolean): Tensor {
	if (padding === ZEROS) {
		return place;
	}
	let inside = place;
	if (padding === REFLECTION) {
		const low = alignsCorners ? 0 : -0.5, span = alignsCorners ? size - 1 : size;
		if (span === 0) {
			return call('zeros_like', place);
		}
		const distance = call('abs', plus(place, -low));
		const rest = call('fmod', distance, float(span));
		const isEven = call('eq', call('remainder', call('floor', call('div', distance, float(span))), int(2)), int(0));
		inside = plus(call('where', isEven, rest, call('rsub', rest, float(span))), low);
	}
	return call('clamp', inside, int(0), int(size - 1));
}

/** A cell that a place is made of, and its weight, undefined for 1. */
interface Tap { readonly cell: Tensor; readonly weight: Tensor | undefined }

function tapsOf(place: Tensor, size: number, mode: number, padding: number, alignsCorners: boolean): readonly Tap[] {
	const cells = cellsOf(place, size, alignsCorners);
	if (mode === CUBIC) {
		const low = call('floor', cells), share = call('sub', cells, low);
		return cubicWeights(share).map((weight, k) => ({ cell: padded(plus(low, k - 1), size, padding, alignsCorners), weight }));
	}
	const inside = padded(cells, size, padding, alignsCorners);
	if (mode === NEAREST) {
		return [{ cell: call('round', inside), weight: undefined }];
	}
	const low = call('floor', inside), share = call('sub', inside, low);
	return [{ cell: low, weight: call('rsub', share, int(1)) }, { cell: plus(low, 1), weight: share }];
}

/** Keys' cubic convolution with a = -0.75. */
function cubicWeights(share: Tensor): readonly Tensor[] {
	const a = -0.75;
	const near = (x: Tensor) => plus(mul(mul(plus(times(x, a + 2), -(a + 3)), x), x), 1);
	const far = (x: Tensor) => plus(mul(plus(mul(plus(times(x, a), -5 * a), x), 8 * a), x), -4 * a);
	return [far(plus(share, 1)), near(share), near(call('rsub', share, int(1))), far(call('rsub', share, int(2)))];
}

function sampled(input: Tensor, grid: Tensor, mode: number, padding: number, alignsCorners: boolean): Tensor {
	const sizes = input.shape.slice(2), [samples, channels] = input.shape as readonly [number, number, ...number[]];
	const places = grid.shape.slice(1, -1), flat = call('reshape', input, [samples, channels, numel(sizes)]);
	// The grid names the last dimension first.
	const taps = sizes.map((size, d) => tapsOf(call('select', grid, -1, sizes.length - 1 - d), size, mode, padding, alignsCorners));
	let total: Tensor | undefined;
	const visit = (d: number, index: Tensor | undefined, weight: Tensor | undefined, isInside: Tensor | undefined): void => {
		if (d < sizes.length) {
			for (const tap of taps[d]!) {
				const cell = call('clamp', tap.cell, int(0), int(sizes[d]! - 1));
				const here = call('eq', cell, tap.cell);
				// A place that is no number lies in no cell.
				const whole = call('to', call('masked_fill', call('detach', cell), call('logical_not', here), int(0)), 'int64');
				visit(d + 1, index === undefined ? whole : call('add', call('mul', index, int(sizes[d]!)), whole), weight === undefined ? tap.weight : tap.weight === undefined ? weight : mul(weight, tap.weight), isInside === undefined ? here : call('logical_and', isInside, here));
			}
			return;
		}
		const rows = (tensor: Tensor) => call('reshape', tensor, [samples, 1, numel(places)]);
		const values = call('gather', flat, 2, call('expand', rows(index!), [samples, channels, numel(places)]));
		const kept = call('masked_fill', values, call('logical_not', rows(isInside!)), int(0));
		const part = weight === undefined ? kept : mul(kept, rows(weight));
		total = total === undefined ? part : call('add', total, part);
	};
	visit(0, undefined, undefined, undefined);
	return call('reshape', total!, [samples, channels, ...places]);
}

const fail = (text: string) => runtimeError(`grid_sampler(): ${text}`);

function requireFit(input: Tensor, grid: Tensor): void {
	const dims = input.ndim - 2;
	if (sizeAt(input.shape, 0) !== sizeAt(grid.shape, 0)) {
		throw fail(`expected grid and input to have same batch size, but got input with sizes ${shapeText(input.shape)} and grid with sizes ${shapeText(grid.shape)}`);
	}
	if (grid.ndim !== input.ndim && (dims === 2 || dims === 3)) {
		throw fail(`expected ${input.ndim}D input and grid with same number of dimensions, but got input with sizes ${shapeText(input.shape)} and grid with sizes ${shapeText(grid.shape)}`);
	}
	if (grid.shape.at(-1) !== dims) {
		throw fail(`expected grid to have size ${dims} in last dimension, but got grid with sizes ${shapeText(grid.shape)}`);
	}
	const empty = input.shape.indexOf(0, 2);
	if (empty >= 0) {
		throw fail(`expected input to have non-empty spatial dimensions, but input has sizes ${shapeText(input.shape)} with dimension ${empty} being empty`);
	}
}

function requireKernel(input: Tensor, grid: Tensor, mode: number): void {
	const dims = input.ndim - 2;
	if (mode === CUBIC && dims !== 2) {
		throw fail('bicubic interpolation only supports 4D input');
	}
	if (!isFloating(input.dtype)) {
		throw notImplementedError(`"grid_sampler_${dims}d_cpu${dims === 2 ? '_kernel_impl' : ''}" not implemented for '${dtypeText(input.dtype)}'`);
	}
	if (input.dtype !== grid.dtype) {
		throw runtimeError(`expected scalar type ${dtypeText(input.dtype)} but found ${dtypeText(grid.dtype)}`);
	}
}

/** The derivative of the composition: it is recorded anew, on the tensors themselves where it is to be differentiated once more. */
function derivative(name: 'input' | 'grid'): Gradient {
	return { saves: ['input', 'grid'], gradient: (grad, saved) => {
		const isRecorded = isGradEnabled();
		const [input, grid] = ['input', 'grid'].map(each => {
			const tensor = saved.tensor(each);
			if (isRecorded && (each !== name || tensor.requiresGrad)) {
				return tensor;
			}
			const own = call('detach', tensor);
			own.wantsGrad = each === name;
			return own;
		}) as [Tensor, Tensor];
		const result = withGrad(true, () => sampled(input, grid, saved.value('interpolation_mode'), saved.value('padding_mode'), saved.value('align_corners')));
		const wanted = name === 'input' ? input : grid;
		if (!result.requiresGrad) {
			// The nearest cell does not move with the grid.
			return call('zeros_like', wanted);
		}
		return gradientsOf([result], [wanted], [grad], { createGraph: isRecorded, allowUnused: true })[0] ?? call('zeros_like', wanted);
	} };
}

function sampler(dims: 2 | 3): Operator {
	const name = `grid_sampler_${dims}d`;
	return operator({ name, variants: ['function'], tolerance: SUMS, overloads: [{
		schema: `${name}(Tensor input, Tensor grid, int interpolation_mode, int padding_mode, bool align_corners) -> Tensor`,
		run: (input: Tensor, grid: Tensor, mode: number, padding: number, alignsCorners: boolean) => {
			requireFit(input, grid);
			if (input.ndim !== dims + 2 || grid.ndim !== dims + 2) {
				throw fail(`expected ${dims + 2}D input and grid with same number of dimensions, but got input with sizes ${shapeText(input.shape)} and grid with sizes ${shapeText(grid.shape)}`);
			}
			requireKernel(input, grid, mode);
			return sampled(input, grid, mode, padding, alignsCorners);
		},
		backward: { node: `GridSampler${dims}DBackward0`, inputs: { input: derivative('input'), grid: derivative('grid') } },
	}] });
}

/** For each cell of an image its place between -1 and 1 in each dimension, the last first, and a 1. */
function baseGrid(sizes: readonly number[], alignsCorners: boolean, dtype: Tensor['dtype']): Tensor {
	const axes = sizes.map((size, d) => {
		const places = call('arange', int(0), int(size), int(1), dtype);
		const spread = size === 1 ? call('zeros_like', places) : alignsCorners ? plus(times(places, 2 / (size - 1)), -1) : plus(times(plus(places, 0.5), 2 / size), -1);
		return call('expand', call('reshape', spread, sizes.map((_, k) => k === d ? size : 1)), sizes);
	});
	return call('reshape', call('stack', [...axes.toReversed(), call('ones', sizes, dtype)], sizes.length), [numel(sizes), sizes.length + 1]);
}

function affine(theta: Tensor, size: readonly number[], alignsCorners: boolean): Tensor {
	if (size.length !== 4 && size.length !== 5) {
		throw runtimeError('AffineGridGenerator needs 4d (spatial) or 5d (volumetric) inputs.');
	}
	const sizes = size.slice(2), dims = sizes.length;
	const base = call('expand', baseGrid(sizes, alignsCorners, theta.dtype), [size[0]!, numel(sizes), dims + 1]);
	return call('reshape', call('bmm', base, call('transpose', theta, 1, 2)), [size[0]!, ...sizes, dims]);
}

export const GRID: readonly Operator[] = [
	operator({ name: 'grid_sampler', variants: ['function'], tolerance: SUMS, overloads: [{
		schema: 'grid_sampler(Tensor input, Tensor grid, int interpolation_mode, int padding_mode, bool align_corners) -> Tensor',
		run: (input: Tensor, grid: Tensor, mode: number, padding: number, alignsCorners: boolean) => {
			requireFit(input, grid);
			if (input.ndim !== 4 && input.ndim !== 5) {
				throw runtimeError(`grid_sampler(): expected 4D or 5D input and grid with same number of dimensions, but got input with sizes ${shapeText(input.shape)} and grid with sizes ${shapeText(grid.shape)}`);
			}
			return call(`grid_sampler_${input.ndim - 2}d`, input, grid, mode, padding, alignsCorners);
		},
	}] }),
	sampler(2),
	sampler(3),
	operator({ name: 'affine_grid_generator', variants: ['function'], tolerance: SUMS, overloads: [{
		schema: 'affine_grid_generator(Tensor theta, int[] size, bool align_corners) -> Tensor',
		run: affine,
		backward: { node: 'AffineGridGeneratorBackward0', inputs: { theta: { gradient: (grad, saved) => {
			const sizes = saved.value<readonly number[]>('size').slice(2), samples = grad.shape[0]!;
			const base = call('expand', baseGrid(sizes, saved.value<boolean>('align_corners'), grad.dtype), [samples, numel(sizes), sizes.length + 1]);
			return call('bmm', call('transpose', call('reshape', grad, [samples, numel(sizes), sizes.length]), 1, 2), base);
		} } } },
	}] }),
];
