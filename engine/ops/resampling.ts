/**
 * Family: images at other sizes. Each way to interpolate says, for each dimension alone, of which cells an output position is made and
 * with which weights (engine/kernels/resampling.ts sums them). Positions are reckoned in the precision of the values, as PyTorch does.
 */
import { kernels } from '../kernels/load.ts';
import { notImplementedError, runtimeError, shapeText } from '../tensor/errors.ts';
import { codeOf, dtypeText, isFloating, isReduced } from '../tensor/promotion.ts';
import { bool } from '../tensor/scalar.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { views } from '../memory/memory.ts';
import { numel } from '../trace/shape.ts';
import { call } from './call.ts';
import { asContiguous, asType, fillWith } from './copy.ts';
import { laidOutAs } from './format.ts';
import { setGeometry } from './iterator.ts';
import { EXACT, operator, type Operator, type Saved } from './operator.ts';
import { SUMS } from './tolerances.ts';

type Mode = 'nearest' | 'nearest_exact' | 'linear' | 'cubic';

/** For each output position `taps` cells (int32) and their weights (float64). */
interface Taps { readonly taps: number; readonly cells: Tensor; readonly weights: Tensor }

type Write = (cell: number, weight: number) => void;

/** `each` writes the taps of an output position. */
function listed(count: number, taps: number, each: (place: number, write: Write) => void): Taps {
	const cells = emptyTensor([count, taps], 'int32'), weights = emptyTensor([count, taps], 'float64');
	let cellAt = cells.pointer / 4, weightAt = weights.pointer / 8;
	const write: Write = (cell, weight) => {
		views.i32[cellAt++] = cell;
		views.f64[weightAt++] = weight;
	};
	for (let i = 0; i < count; i++) {
		each(i, write);
	}
	return { taps, cells, weights };
}

/** Rounds to what PyTorch reckons in. */
type Round = (value: number) => number;

/** One dimension: its sizes, and the factor that was asked for, where one was. */
interface Axis { readonly size: number; readonly count: number; readonly factor: number | undefined }

function step({ size, count, factor }: Axis, round: Round): number {
	return factor !== undefined && factor > 0 ? round(1 / factor) : round(size / count);
}

/** `isBack`: on the way back PyTorch takes a size that is the same, or the double, for a factor of 1 or 2, whatever factor was asked for. */
function nearest(axis: Axis, isExact: boolean, isBack: boolean): Taps {
	// Always in float32.
	const round = Math.fround, each = isBack && !isExact && (axis.count === axis.size || axis.count === 2 * axis.size) ? axis.size / axis.count : step(axis, round);
	return listed(axis.count, 1, (i, write) => write(Math.min(Math.floor(isExact ? round(round(i + 0.5) * each) : round(i * each)), axis.size - 1), 1));
}

/** Where an output position lies among the input's cells. */
function position(i: number, axis: Axis, alignsCorners: boolean, isCubic: boolean, round: Round): number {
	if (alignsCorners) {
		return axis.count > 1 ? round(i * round((axis.size - 1) / (axis.count - 1))) : 0;
	}
	const place = round(round(step(axis, round) * round(i + 0.5)) - 0.5);
	return place < 0 && !isCubic ? 0 : place;
}

function linear(axis: Axis, alignsCorners: boolean, round: Round): Taps {
	return listed(axis.count, 2, (i, write) => {
		if (axis.size === axis.count) {
			write(i, 1);
			write(i, 0);
			return;
		}
		const place = position(i, axis, alignsCorners, false, round);
		const low = Math.min(Math.floor(place), axis.size - 1);
		const share = Math.min(Math.max(round(place - low), 0), 1);
		write(low, round(1 - share));
		write(Math.min(low + 1, axis.size - 1), share);
	});
}

/** Weights of the four cells around, by Keys' cubic convolution with a = -0.75. */
function cubicWeights(share: number): readonly number[] {
	const a = -0.75;
	const near = (x: number) => ((a + 2) * x - (a + 3)) * x * x + 1;
	const far = (x: number) => ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
	return [far(share + 1), near(share), near(1 - share), far(2 - share)];
}

function cubic(axis: Axis, alignsCorners: boolean, round: Round): Taps {
	return listed(axis.count, 4, (i, write) => {
		const place = position(i, axis, alignsCorners, true, round);
		const low = Math.floor(place);
		cubicWeights(round(place - low)).forEach((weight, k) => write(Math.min(Math.max(low + k - 1, 0), axis.size - 1), weight));
	});
}

function tapsOf(mode: Mode, axis: Axis, alignsCorners: boolean, dtype: DTypeName, isBack: boolean): Taps {
	const round: Round = dtype === 'float64' ? value => value : Math.fround;
	switch (mode) {
		case 'nearest': return nearest(axis, false, isBack);
		case 'nearest_exact': return nearest(axis, true, isBack);
		case 'linear': return linear(axis, alignsCorners, round);
		case 'cubic': return cubic(axis, alignsCorners, round);
	}
}

/** Writes the geometry of the kernels. */
function setTaps(axes: readonly Axis[], all: readonly Taps[]): void {
	const ones = new Array<number>(3 - axes.length).fill(1);
	const whole = [...ones.map(() => listed(1, 1, (_, write) => write(0, 1))), ...all];
	setGeometry([...ones, ...axes.map(axis => axis.size), ...ones, ...axes.map(axis => axis.count), ...whole.map(each => each.taps)], [...whole.map(each => each.cells.pointer), ...whole.map(each => each.weights.pointer)]);
}

interface Call { readonly mode: Mode; readonly axes: readonly Axis[]; readonly alignsCorners: boolean }

function resampled(self: Tensor, { mode, axes, alignsCorners }: Call): Tensor {
	const lead = self.shape.slice(0, -axes.length);
	const result = emptyTensor([...lead, ...axes.map(axis => axis.count)], self.dtype);
	const source = asContiguous(self);
	if (result.numel > 0) {
		setTaps(axes, axes.map(axis => tapsOf(mode, axis, alignsCorners, self.dtype, false)));
		kernels().interpolate(codeOf(self.dtype), numel(lead), source.pointer, result.pointer);
	}
	return laidOutAs(result, self);
}

function resampledBack(grad: Tensor, { mode, axes, alignsCorners }: Call): Tensor {
	const wide = isReduced(grad.dtype) ? 'float32' : grad.dtype, lead = grad.shape.slice(0, -axes.length);
	const source = asContiguous(asType(grad, wide)), result = emptyTensor([...lead, ...axes.map(axis => axis.size)], wide);
	fillWith(result, bool(false));
	if (source.numel > 0) {
		setTaps(axes, axes.map(axis => tapsOf(mode, axis, alignsCorners, grad.dtype, true)));
		kernels().interpolate_back(codeOf(wide), numel(lead), source.pointer, result.pointer);
	}
	return asType(result, grad.dtype);
}

/** The size that is asked for, or that the factors give. */
function sizesOf(input: readonly number[], outputSize: readonly number[] | undefined, factors: readonly number[] | undefined): readonly number[] {
	const sizes = input.slice(2);
	if (outputSize !== undefined) {
		if (outputSize.length !== sizes.length) {
			throw runtimeError(`It is expected output_size equals to ${sizes.length}, but got size ${outputSize.length}`);
		}
		return outputSize;
	}
	return sizes.map((size, d) => {
		const scaled = Math.floor(size * factors![d]!);
		if (!(Math.abs(scaled) < 2 ** 63)) {
			throw runtimeError('value cannot be converted to type int64_t without overflow');
		}
		return scaled;
	});
}

const LETTERS = ['', 'W', 'H, W', 'D, H, W'];

function upsampling(name: string, mode: Mode, dims: number, node: string): Operator[] {
	const hasCorners = mode === 'linear' || mode === 'cubic';
	const corners = hasCorners ? ', bool align_corners' : '';
	const isSupported = (dtype: DTypeName) => isFloating(dtype) || dtype === 'uint8';
	const family = mode === 'nearest_exact' ? 'nearest' : mode;
	const kernel = dims === 2 && mode !== 'cubic' ? `upsample_${mode === 'linear' ? 'bilinear' : family}2d_channels_last` : `compute_indices_weights_${family}`;
	const callOf = (input: readonly number[], counts: readonly number[], alignsCorners: boolean, factors: readonly number[] | undefined): Call =>
		({ mode, alignsCorners, axes: input.slice(2).map((size, d) => ({ size, count: counts[d]!, factor: factors?.[d] })) });
	const run = (input: Tensor, outputSize: readonly number[] | undefined, alignsCorners: boolean, factors: readonly number[] | undefined) => {
		if ((outputSize === undefined) === (factors === undefined)) {
			throw runtimeError('Must specify exactly one of output_size and scale_factors');
		}
		if (input.ndim !== dims + 2) {
			throw runtimeError(`It is expected input_size equals to ${dims + 2}, but got size ${input.ndim}`);
		}
		const counts = sizesOf(input.shape, outputSize, factors);
		if (input.shape.slice(2).some(size => size <= 0) || counts.some(size => size <= 0)) {
			const text = (sizes: readonly number[]) => `(${LETTERS[dims]!.split(', ').map((letter, d) => `${letter}: ${sizes[d]!}`).join(', ')})`;
			throw runtimeError(`Input and output sizes should be greater than 0, but got input ${text(input.shape.slice(2))}${dims === 1 ? ' and' : ''} output ${text(counts)}`);
		}
		if (input.shape.slice(1).includes(0)) {
			throw runtimeError(`Non-empty ${dims + 2}D data tensor expected but got a tensor with sizes ${shapeText(input.shape)}`);
		}
		if (!isSupported(input.dtype)) {
			throw notImplementedError(`"${kernel}" not implemented for '${dtypeText(input.dtype)}'`);
		}
		return resampled(input, callOf(input.shape, counts, alignsCorners, factors));
	};
	const factorsOf = (saved: Saved) => saved.value<readonly number[] | undefined>('scale_factors');
	const cornersOf = (saved: Saved) => hasCorners && saved.value<boolean>('align_corners');
	return [
		operator({ name, variants: ['nn'], tolerance: hasCorners ? SUMS : EXACT, overloads: [{
			schema: `${name}.vec(Tensor input, int[]? output_size${corners}, float[]? scale_factors) -> Tensor`,
			run: hasCorners ? run : (input: Tensor, outputSize: readonly number[] | undefined, factors: readonly number[] | undefined) => run(input, outputSize, false, factors),
			backward: { node: `${node}Backward0`, inputs: { input: { gradient: (grad, saved) => call(`_${name}_back`, grad, saved.shape('input'), cornersOf(saved), factorsOf(saved)) } } },
		}] }),
		operator({ name: `_${name}_back`, variants: [], tolerance: SUMS, overloads: [{
			schema: `_${name}_back(Tensor grad, int[] shape, bool align_corners, float[]? scale_factors) -> Tensor`,
			run: (grad: Tensor, shape: readonly number[], alignsCorners: boolean, factors: readonly number[] | undefined) => resampledBack(grad, callOf(shape, grad.shape.slice(2), alignsCorners, factors)),
			backward: { node: `${node}BackwardBackward0`, inputs: { grad: { gradient: (grad, saved) => {
				const counts = saved.shape('grad').slice(2), factors = factorsOf(saved), isAligned = saved.value<boolean>('align_corners');
				const sizes: readonly (readonly number[] | undefined)[] = factors === undefined ? [counts, undefined] : [undefined, factors];
				return hasCorners ? call(name, grad, sizes[0], isAligned, sizes[1]) : call(name, grad, sizes[0], sizes[1]);
			} } } },
		}] }),
	];
}

export const RESAMPLING: readonly Operator[] = [
	...[1, 2, 3].flatMap(dims => upsampling(`upsample_nearest${dims}d`, 'nearest', dims, `UpsampleNearest${dims}D`)),
	...[1, 2, 3].flatMap(dims => upsampling(`_upsample_nearest_exact${dims}d`, 'nearest_exact', dims, `UpsampleNearestExact${dims}D`)),
	...upsampling('upsample_linear1d', 'linear', 1, 'UpsampleLinear1D'),
	...upsampling('upsample_bilinear2d', 'linear', 2, 'UpsampleBilinear2D'),
	...upsampling('upsample_trilinear3d', 'linear', 3, 'UpsampleTrilinear3D'),
	...upsampling('upsample_bicubic2d', 'cubic', 2, 'UpsampleBicubic2D'),
];
