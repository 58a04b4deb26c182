/**
 * Family: which of several sorted bounds or values an element lies among, and how many lie there.
 */
import { kernels } from '../kernels/load.ts';
import { notImplementedError, runtimeError } from '../tensor/errors.ts';
import { codeOf, dtypeText, isFloating, resultType } from '../tensor/promotion.ts';
import { float, int, type Scalar, toNumber } from '../tensor/scalar.ts';
import { sameShape } from '../tensor/shape.ts';
import { emptyTensor, Tensor } from '../tensor/tensor.ts';
import { numel } from '../trace/shape.ts';
import { call, callMany } from './call.ts';
import { asContiguous, asType } from './copy.ts';
import { EXACT, type Operand, operator, type Operator } from './operator.ts';
import { requireOut } from './out.ts';
import { CPP } from './pointwise.ts';
import { itemOf } from './reduce.ts';
import { ULP_2 } from './tolerances.ts';

/** Up to so many of either, `isin` compares each with each. */
const FEW = 16;

function sizesText(tensor: Tensor): string {
	return `[${tensor.shape.join(', ')}]`;
}

function searchsorted(sorted: Tensor, values: Operand, isInt32: boolean, right: boolean, side: string | undefined, sorter: Tensor | undefined): Tensor {
	if (side !== undefined && side !== 'left' && side !== 'right') {
		throw runtimeError(`torch.searchsorted(): side can only be 'left' or 'right' but got ${side}`);
	}
	if (side === 'left' && right) {
		throw runtimeError('torch.searchsorted(): side and right can\'t be set to opposites, got side of left while right was True');
	}
	const given = values instanceof Tensor ? values : call('full', [], values, values.tag === 'float' ? 'float32' : 'int64');
	if (sorted.ndim === 0) {
		throw runtimeError('torch.searchsorted(): input value can be a scalar only when boundaries tensor dimension is 1, but we got boundaries tensor dim(0) and input value\'s dim(0) numel(1)');
	}
	if (values instanceof Tensor ? values.ndim === 0 && sorted.ndim !== 1 : sorted.ndim !== 1) {
		throw runtimeError(`torch.searchsorted(): input value can be a scalar only when boundaries tensor dimension is 1, but we got boundaries tensor dim(${sorted.ndim}) and input value's dim(${given.ndim}) numel(${given.numel})`);
	}
	if (sorted.ndim !== 1 && !(sorted.ndim === given.ndim && sameShape(sorted.shape.slice(0, -1), given.shape.slice(0, -1)))) {
		throw runtimeError(`torch.searchsorted(): boundaries tensor should be 1 dimension or the first N-1 dimensions of boundaries tensor and input value tensor must match, but we got boundaries tensor ${sizesText(sorted)} and input value tensor ${sizesText(given)}`);
	}
	if (sorter !== undefined && !sameShape(sorter.shape, sorted.shape)) {
		throw runtimeError(`torch.searchsorted(): boundary and sorter must have the same size, but got boundary tensor ${sizesText(sorted)}and got sorter tensor ${sizesText(sorter)}`);
	}
	const n = sorted.shape[sorted.ndim - 1]!;
	const dtype = resultType(sorted, values);
	if (dtype === 'bool') {
		throw notImplementedError('"searchsorted_out_cpu" not implemented for \'Bool\'');
	}
	const rows = asContiguous(asType(sorter === undefined ? sorted : call('gather', sorted, -1, sorter), dtype));
	const wanted = asContiguous(asType(given, dtype));
	const result = emptyTensor(wanted.shape, 'int64');
	const count = numel(sorted.shape.slice(0, -1));
	if (wanted.numel > 0) {
		kernels().searchsorted(codeOf(rows.dtype), count, n, wanted.numel / count, rows.pointer, n * rows.itemSize, wanted.pointer, result.pointer, right || side === 'right');
	}
	return isInt32 ? asType(result, 'int32') : result;
}

function bucketize(values: Operand, boundaries: Tensor, isInt32: boolean, right: boolean): Tensor {
	if (boundaries.ndim !== 1) {
		throw runtimeError(`boundaries tensor must be 1 dimension, but got dim(${boundaries.ndim})`);
	}
	return searchsorted(boundaries, values, isInt32, right, undefined, undefined);
}

function isin(elements: Operand, among: Operand, inverted: boolean, out?: Tensor): Tensor {
	requireOut(out, 'bool');
	const [ours, theirs] = [elements, among].map(one => one instanceof Tensor ? one : call('full', [], one, one.tag === 'float' ? 'float32' : 'int64')) as [Tensor, Tensor];
	if (ours.dtype === 'bool' || theirs.dtype === 'bool') {
		throw runtimeError('Unsupported input type encountered for isin(): Bool');
	}
	if (theirs.numel === 0) {
		return call('full', ours.shape, { tag: 'bool', value: inverted }, 'bool');
	}
	const found = Math.min(ours.numel, theirs.numel) > FEW ? sortedHas(theirs, ours) : call('any', call('eq', call('unsqueeze', ours, -1), call('reshape', theirs, [-1])), -1);
	return inverted ? call('logical_not', found) : found;
}

/** Whether an element is there: by search, as comparing each with each takes memory of their product. */
function sortedHas(theirs: Tensor, ours: Tensor): Tensor {
	const dtype = resultType(ours, theirs), [elements, all] = [ours, theirs].map(one => asType(call('detach', one), dtype)) as [Tensor, Tensor];
	// NaN is in nothing, and no search goes past it.
	const some = call('masked_select', all, call('eq', all, all));
	if (some.numel === 0) {
		return call('zeros', ours.shape, 'bool');
	}
	const [sorted] = callMany('sort', some, 0, false) as readonly [Tensor, Tensor];
	const places = call('clamp_max', call('searchsorted', sorted, elements, false, false, undefined, undefined), int(sorted.numel - 1));
	return call('eq', call('take', sorted, places), elements);
}

/** The range of the bins: that of the values where none is given, one wide where they are all the same. */
function rangeOf(name: string, self: Tensor, low: number, high: number, half = 1): readonly [number, number] {
	let [first, last] = [low, high];
	if (first === last && self.numel > 0) {
		first = toNumber(itemOf(call('min', self)));
		last = toNumber(itemOf(call('max', self)));
	}
	if (!Number.isFinite(first) || !Number.isFinite(last)) {
		const text = (value: number) => Number.isNaN(value) ? '-nan' : value === Infinity ? 'inf' : value === -Infinity ? '-inf' : String(value);
		throw runtimeError(`${name}: range of [${text(first)}, ${text(last)}] is not finite`);
	}
	return first === last ? [first - half, last + half] : [first, last];
}

/** Edges of `bins` bins of one width. */
function edgesOf(self: Tensor, bins: number, first: number, last: number): Tensor {
	requireBins(bins);
	return call('linspace', float(first), float(last), bins + 1, self.dtype);
}

function requireBins(bins: number): void {
	if (bins <= 0) {
		throw runtimeError(`torch.histogram(): bins must be > 0, but got ${bins} for dimension 0`);
	}
}

function requireFloats(self: Tensor, kernel: string): void {
	if (!isFloating(self.dtype)) {
		throw notImplementedError(`"${kernel}" not implemented for '${dtypeText(self.dtype)}'`);
	}
}

function histc(self: Tensor, bins: number, min: Scalar, max: Scalar): Tensor {
	if (toNumber(min) > toNumber(max)) {
		throw runtimeError('torch.histc: max must be larger than min');
	}
	const edges = edgesOf(self, bins, ...rangeOf('torch.histc', self, toNumber(min), toNumber(max)));
	requireFloats(self, 'histogram_cpu');
	const [first, last] = [call('select', edges, 0, 0), call('select', edges, 0, bins)];
	const flat = call('reshape', self, [-1]);
	const inside = call('masked_select', flat, call('logical_and', call('ge', flat, first), call('le', flat, last)));
	const places = call('clamp_max', call('to', call('div', call('mul', call('sub', inside, first), int(bins)), call('sub', last, first)), 'int64'), int(bins - 1));
	return call('scatter_add', call('zeros', [bins], self.dtype), 0, places, call('ones_like', inside));
}

/** By its edges, which are ascending; the last bin has both of its own. */
function histogramBy(self: Tensor, edges: Tensor, weight: Tensor | undefined, density: boolean): readonly [Tensor, Tensor] {
	if (self.dtype !== edges.dtype) {
		throw runtimeError(`torch.histogramdd: input tensor and bins tensors should have the same dtype, but got input with dtype ${CPP[self.dtype]} and bins for dimension 0 with dtype ${CPP[edges.dtype]}`);
	}
	requireFloats(self, 'histogram_cpu');
	const count = edges.numel - 1;
	const flat = call('reshape', self, [-1]);
	const weights = weight === undefined ? call('ones_like', flat) : call('reshape', weight, [-1]);
	const isInside = call('logical_and', call('ge', flat, call('select', edges, 0, 0)), call('le', flat, call('select', edges, 0, count)));
	const inside = call('masked_select', flat, isInside);
	const places = call('clamp_max', call('sub', call('searchsorted', edges, inside, false, true, undefined, undefined), int(1)), int(count - 1));
	let hist = call('scatter_add', call('zeros', [count], self.dtype), 0, places, call('masked_select', weights, isInside));
	if (density) {
		const widths = call('sub', call('narrow', edges, 0, 1, count), call('narrow', edges, 0, 0, count));
		hist = call('div', call('div', hist, widths), call('sum', hist));
	}
	return [hist, edges];
}

export const HISTOGRAMS: readonly Operator[] = [
	operator({
		name: 'searchsorted', variants: ['function', 'out'], tolerance: EXACT,
		overloads: [{
			schema: 'searchsorted.Tensor(Tensor sorted_sequence, Tensor self, *, bool out_int32=False, bool right=False, str? side=None, Tensor? sorter=None) -> Tensor',
			run: (sorted: Tensor, values: Tensor, isInt32: boolean, right: boolean, side?: string, sorter?: Tensor) => searchsorted(sorted, values, isInt32, right, side, sorter),
		}, {
			schema: 'searchsorted.Scalar(Tensor sorted_sequence, Scalar self, *, bool out_int32=False, bool right=False, str? side=None, Tensor? sorter=None) -> Tensor',
			run: (sorted: Tensor, value: Scalar, isInt32: boolean, right: boolean, side?: string, sorter?: Tensor) => searchsorted(sorted, value, isInt32, right, side, sorter),
		}],
	}),
	operator({
		name: 'bucketize', variants: ['function', 'out'], tolerance: EXACT,
		overloads: [{
			schema: 'bucketize.Tensor(Tensor self, Tensor boundaries, *, bool out_int32=False, bool right=False) -> Tensor',
			run: (values: Tensor, boundaries: Tensor, isInt32: boolean, right: boolean) => bucketize(values, boundaries, isInt32, right),
		}, {
			schema: 'bucketize.Scalar(Scalar self, Tensor boundaries, *, bool out_int32=False, bool right=False) -> Tensor',
			run: (value: Scalar, boundaries: Tensor, isInt32: boolean, right: boolean) => bucketize(value, boundaries, isInt32, right),
		}],
	}),
	operator({
		name: 'isin', variants: ['function', 'out'], tolerance: EXACT,
		overloads: [{
			schema: 'isin.Tensor_Tensor(Tensor elements, Tensor test_elements, *, bool assume_unique=False, bool invert=False) -> Tensor',
			run: (elements: Tensor, among: Tensor, _: boolean, inverted: boolean, out?: Tensor) => isin(elements, among, inverted, out),
		}, {
			schema: 'isin.Tensor_Scalar(Tensor elements, Scalar test_element, *, bool assume_unique=False, bool invert=False) -> Tensor',
			run: (elements: Tensor, among: Scalar, _: boolean, inverted: boolean, out?: Tensor) => isin(elements, among, inverted, out),
		}, {
			schema: 'isin.Scalar_Tensor(Scalar element, Tensor test_elements, *, bool assume_unique=False, bool invert=False) -> Tensor',
			run: (element: Scalar, among: Tensor, _: boolean, inverted: boolean) => isin(element, among, inverted),
		}],
	}),
	operator({
		name: 'histc', variants: ['function', 'method', 'out'], tolerance: EXACT, isUndifferentiable: true,
		overloads: [{ schema: 'histc(Tensor self, int bins=100, Scalar min=0, Scalar max=0) -> Tensor', run: histc }],
	}),
	operator({
		name: 'histogram', variants: ['function', 'method'], tolerance: ULP_2,
		overloads: [{
			schema: 'histogram.bins_tensor(Tensor self, Tensor bins, *, Tensor? weight=None, bool density=False) -> (Tensor hist, Tensor bin_edges)',
			run: (self: Tensor, bins: Tensor, weight: Tensor | undefined, density: boolean) => histogramBy(self, call('clone', bins), weight, density),
		}, {
			schema: 'histogram.bin_ct(Tensor self, int bins=100, *, float[]? range=None, Tensor? weight=None, bool density=False) -> (Tensor hist, Tensor bin_edges)',
			run: (self: Tensor, bins: number, range: readonly number[] | undefined, weight: Tensor | undefined, density: boolean) => {
				requireBins(bins);
				if (range !== undefined && range.length !== 2) {
					throw runtimeError(`torch.histogramdd: for a 1-dimensional histogram range should have 2 elements, but got ${range.length}`);
				}
				if (range === undefined && self.dtype !== 'float32' && self.dtype !== 'float64') {
					throw notImplementedError(`"histogramdd" not implemented for '${dtypeText(self.dtype)}'`);
				}
				const [first, last] = range === undefined ? self.numel === 0 ? [0, 1] : rangeOf('torch.histogram(): dimension 0\'s range', self, 0, 0, 0.5) : [range[0]!, range[1]!];
				return histogramBy(self, edgesOf(self, bins, first, last), weight, density);
			},
		}],
	}),
];
