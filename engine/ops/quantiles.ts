/**
 * Family: values by their rank, and the one that comes most often.
 */
import { kernels } from '../kernels/load.ts';
import { views } from '../memory/memory.ts';
import { indexError, runtimeError } from '../tensor/errors.ts';
import { codeOf, isFloating } from '../tensor/promotion.ts';
import { float, int } from '../tensor/scalar.ts';
import { wrapDim } from '../tensor/shape.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { decodeElements } from '../trace/elements.ts';
import { call, callMany } from './call.ts';
import { asContiguous, copyOf } from './copy.ts';
import { toIndex } from './extremes.ts';
import { EXACT, operator, type Operator, type Saved } from './operator.ts';
import { quickSelect } from './quick-select.ts';
import { itemOf } from './reduce.ts';
import { dimsOf, keepdimOf, reducedShape, unreduced } from './rows.ts';
import { notANumber, refuseBool } from './sort.ts';
import { ULP_2 } from './tolerances.ts';

type Pair = readonly [values: Tensor, indices: Tensor];

/** The results without the dimension, unless it is kept. */
function reduced([values, indices]: Pair, dim: number, keepdim: boolean): Pair {
	return keepdim || values.ndim === 0 ? [values, indices] : [call('squeeze', values, dim), call('squeeze', indices, dim)];
}

function ofOne(self: Tensor): Pair {
	return [call('clone', self), call('zeros', [], 'int64')];
}

function kthvalue(self: Tensor, k: number, dim: number, keepdim: boolean): Pair {
	const at = wrapDim(dim, self.ndim);
	const size = self.ndim === 0 ? 1 : self.shape[at]!;
	if (self.ndim > 0 && size === 0) {
		throw indexError(`kthvalue(): Expected reduction dim ${at} to have non-zero size.`);
	}
	if (k < 1 || k > size) {
		throw runtimeError(`kthvalue(): selected number k out of range for dimension ${at}`);
	}
	refuseBool(self, 'kthvalue_cpu');
	if (self.ndim === 0) {
		return ofOne(self);
	}
	const last = self.ndim - 1, turned = call('transpose', self, at, last);
	const places = emptyTensor(turned.shape.with(last, 1), 'int64'), { storage } = turned;
	const elements = decodeElements(turned, views.u8.subarray(storage.pointer, storage.pointer + storage.nbytes))!;
	for (let row = 0; row < places.numel; row++) {
		views.i64[places.pointer / 8 + row] = BigInt(quickSelect(elements.subarray(row * size, (row + 1) * size), k - 1));
	}
	const indices = copyOf(call('transpose', places, at, last));
	return reduced([call('gather', self, at, indices), indices], at, keepdim);
}

function mode(self: Tensor, dim: number, keepdim: boolean): Pair {
	const at = wrapDim(dim, self.ndim);
	if (self.ndim === 0) {
		return ofOne(self);
	}
	const last = self.ndim - 1, n = self.shape[at]!;
	if (n === 0) {
		throw indexError(`mode(): Expected reduction dim ${at} to have non-zero size.`);
	}
	const [sorted, positions] = callMany('sort', call('transpose', self, at, last), last, false).map(asContiguous) as unknown as Pair;
	const places = emptyTensor(sorted.shape.with(last, 1), 'int64');
	if (sorted.numel > 0) {
		kernels().mode(codeOf(sorted.dtype), sorted.numel / n, n, sorted.pointer, places.pointer);
	}
	const found = [call('gather', sorted, last, places), call('gather', positions, last, places)].map(one => copyOf(call('transpose', one, at, last))) as unknown as Pair;
	return reduced(found, at, keepdim);
}

/** The lower of the two middle values that are not NaN; the first NaN where all are. */
function nanmedianAlong(self: Tensor, dim: number, keepdim: boolean): Pair {
	const at = wrapDim(dim, self.ndim);
	if (self.ndim === 0) {
		return ofOne(self);
	}
	if (self.shape[at] === 0) {
		throw indexError(`median(): Expected reduction dim ${at} to have non-zero size.`);
	}
	refuseBool(self, 'median_out');
	const [values, positions] = callMany('sort', self, at, false) as Pair;
	const count = call('sum', call('logical_not', call('isnan', self)), [at], true);
	const chosen = call('clamp_min', call('div', call('sub', count, int(1)), int(2), 'floor'), int(0));
	return reduced([call('gather', values, at, chosen), call('gather', positions, at, chosen)], at, keepdim);
}

function nanmedian(self: Tensor): Tensor {
	refuseBool(self, 'median_cpu');
	return self.numel === 0 ? notANumber(self.dtype) : nanmedianAlong(call('reshape', self, [-1]), 0, false)[0];
}

const INTERPOLATIONS = ['linear', 'lower', 'higher', 'midpoint', 'nearest'];

/** PyTorch's words name `quantile` for `nanquantile` too. */
function checkQuantile(self: Tensor, q: Tensor, interpolation: string): void {
	if (self.numel === 0) {
		throw runtimeError('quantile() input tensor must be non-empty');
	}
	if (q.ndim > 1) {
		throw runtimeError('quantile() q must be a scalar or 1D tensor');
	}
	if (!INTERPOLATIONS.includes(interpolation)) {
		throw runtimeError(`quantile() interpolation must be one of linear, lower, higher, midpoint or nearest, but got ${interpolation}`);
	}
	if (self.dtype !== 'float32' && self.dtype !== 'float64') {
		throw runtimeError('quantile() input tensor must be either float or double dtype');
	}
	if (self.dtype !== q.dtype) {
		throw runtimeError('quantile() q tensor must be same dtype as the input tensor');
	}
	if (q.numel > 0 && itemOf(call('all', call('logical_and', call('ge', q, int(0)), call('le', q, int(1))))).value === false) {
		throw runtimeError('quantile() q values must be in the range [0, 1]');
	}
}

/** The rows in order, along the last dimension; before it the dimensions of the result. */
function sortedRows(self: Tensor, dim: number | undefined, keepdim: boolean): Tensor {
	if (dim === undefined) {
		const [sorted] = callMany('sort', call('flatten', self), -1, false) as Pair;
		return call('view', sorted, [...keepdim ? self.shape.map(() => 1) : [], self.numel]);
	}
	const at = wrapDim(dim, self.ndim);
	const [sorted] = callMany('sort', at === self.ndim - 1 ? self : call('transpose', call('unsqueeze', self, -1), at, -1), -1, false) as Pair;
	return call('view', sorted, [...reducedShape(self.shape, [at], keepdim), sorted.shape.at(-1)!]);
}

/** Values at the ranks `q`, between two of them by `interpolation`; a row with a NaN has NaN, unless these are left out. */
function quantile(name: 'quantile' | 'nanquantile', self: Tensor, q: Tensor, dim: number | undefined, keepdim: boolean, interpolation: string): Tensor {
	checkQuantile(self, q, interpolation);
	const sorted = sortedRows(self, dim, keepdim);
	const isNan = call('isnan', sorted), last = sorted.shape.at(-1)! - 1;
	let ranks: Tensor;
	if (name === 'nanquantile') {
		ranks = call('mul', q, call('sub', call('sum', call('logical_not', isNan), [-1], true), int(1)));
		ranks = call('masked_fill', ranks, call('lt', ranks, int(0)), int(0));
	} else {
		ranks = call('masked_fill', call('mul', q, int(last)), call('any', isNan, -1, true), int(last));
	}
	ranks = interpolation === 'lower' ? call('floor', ranks) : interpolation === 'higher' ? call('ceil', ranks) : interpolation === 'nearest' ? call('round', ranks) : ranks;
	const below = call('to', ranks, 'int64');
	const values = call('gather', sorted, -1, below);
	if (interpolation === 'linear' || interpolation === 'midpoint') {
		const weights = interpolation === 'midpoint' ? call('full_like', ranks, float(0.5)) : call('sub', ranks, below);
		call('lerp_', values, call('gather', sorted, -1, call('to', call('ceil', ranks), 'int64')), weights);
	}
	if (q.ndim > 0) {
		call('transpose_', call('unsqueeze_', values, 0), 0, -1);
	}
	return call('squeeze_', values, -1);
}

function quantileOperator(name: 'quantile' | 'nanquantile'): Operator {
	return operator({
		name, variants: ['function', 'method', 'out'], tolerance: ULP_2,
		overloads: [{
			schema: `${name}(Tensor self, Tensor q, int? dim=None, bool keepdim=False, *, str interpolation="linear") -> Tensor`,
			run: (self: Tensor, q: Tensor, dim: number | undefined, keepdim: boolean, interpolation: string) => quantile(name, self, q, dim, keepdim, interpolation),
		}, {
			schema: `${name}.scalar(Tensor self, float q, int? dim=None, bool keepdim=False, *, str interpolation="linear") -> Tensor`,
			run: (self: Tensor, q: number, dim: number | undefined, keepdim: boolean, interpolation: string) => {
				if (!(q >= 0 && q <= 1)) {
					throw runtimeError(`quantile() q must be in the range [0, 1] but got ${q}`);
				}
				return quantile(name, self, call('full', [], float(q), isFloating(self.dtype) ? self.dtype : 'float32'), dim, keepdim, interpolation);
			},
		}],
	});
}

/** Half of the gradient goes to the least, half to the greatest; evenly among equal ones. */
function extremesGradient(grads: readonly (Tensor | undefined)[], saved: Saved): Tensor | undefined {
	const self = saved.tensor('self');
	const dims = saved.value<number | undefined>('dim') === undefined ? self.shape.map((_, d) => d) : dimsOf(saved);
	const shares = grads.flatMap((grad, i) => {
		if (grad === undefined) {
			return [];
		}
		const at = call('eq', self, unreduced(saved.tensor(`result${i}`), self.shape, dims, keepdimOf(saved)));
		return [call('div', call('mul', unreduced(grad, self.shape, dims, keepdimOf(saved)), at), call('sum', at, dims, true))];
	});
	return shares.length === 2 ? call('add', shares[0], shares[1]) : shares[0];
}

export const QUANTILES: readonly Operator[] = [
	operator({
		name: 'kthvalue', variants: ['function', 'method', 'out'], tolerance: EXACT,
		overloads: [{
			schema: 'kthvalue(Tensor self, int k, int dim=-1, bool keepdim=False) -> (Tensor values, Tensor indices)',
			run: kthvalue,
			backward: { node: 'KthvalueBackward0', nonDifferentiable: [1], inputs: { self: { saves: ['result1'], gradient: toIndex } } },
		}],
	}),
	operator({
		name: 'mode', variants: ['function', 'method', 'out'], tolerance: EXACT,
		overloads: [{
			schema: 'mode(Tensor self, int dim=-1, bool keepdim=False) -> (Tensor values, Tensor indices)',
			run: mode,
			backward: { node: 'ModeBackward0', nonDifferentiable: [1], inputs: { self: { saves: ['result1'], gradient: toIndex } } },
		}],
	}),
	operator({
		name: 'nanmedian', variants: ['function', 'method'], tolerance: EXACT,
		overloads: [{
			schema: 'nanmedian(Tensor self) -> Tensor',
			run: nanmedian,
			backward: { node: 'NanmedianBackward0', inputs: { self: { saves: ['self', 'result'], gradient: (grad, saved) => {
				const mask = call('eq', saved.tensor('self'), saved.tensor('result'));
				return call('mul', call('div', grad, call('sum', mask)), mask);
			} } } },
		}, {
			schema: 'nanmedian.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)',
			run: nanmedianAlong,
			backward: { node: 'NanmedianBackward1', nonDifferentiable: [1], inputs: { self: { saves: ['result1'], gradient: toIndex } } },
		}],
	}),
	quantileOperator('quantile'),
	quantileOperator('nanquantile'),
	operator({
		name: 'aminmax', variants: ['function', 'method', 'out'], tolerance: EXACT,
		overloads: [{
			schema: 'aminmax(Tensor self, *, int? dim=None, bool keepdim=False) -> (Tensor min, Tensor max)',
			run: (self: Tensor, dim: number | undefined, keepdim: boolean) => {
				if (dim === undefined && self.numel === 0) {
					throw runtimeError('aminmax(): cannot compute aminmax over an empty dimension as the operation has no identity.');
				}
				const at = dim === undefined ? [] : [wrapDim(dim, self.ndim)];
				if (at.length > 0 && self.ndim > 0 && self.shape[at[0]!] === 0) {
					throw indexError(`aminmax: Expected reduction dim ${at[0]!} to have non-zero size.`);
				}
				return [call('amin', self, at, keepdim), call('amax', self, at, keepdim)];
			},
			backward: { node: 'AminmaxBackward0', inputs: { self: { saves: ['self', 'result0', 'result1'], gradient: (_, saved, grads) => extremesGradient(grads, saved) } } },
		}],
	}),
	operator({
		name: 'msort', variants: ['function', 'method', 'out'], tolerance: EXACT,
		overloads: [{ schema: 'msort(Tensor self) -> Tensor', run: (self: Tensor) => callMany('sort', self, 0, false)[0]! }],
	}),
];
