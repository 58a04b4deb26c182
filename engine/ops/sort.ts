/**
 * Family: order. Sorting is stable, and NaN counts as the greatest.
 */
import { kernels } from '../kernels/load.ts';
import { indexError, notImplementedError, runtimeError } from '../tensor/errors.ts';
import { codeOf, dtypeText, isFloating } from '../tensor/promotion.ts';
import { float, int, type Scalar } from '../tensor/scalar.ts';
import { sameShape, wrapDim } from '../tensor/shape.ts';
import { asMade, emptyTensor, type Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { call } from './call.ts';
import { copyInto, copyOf, integersOf } from './copy.ts';
import { sequence } from './creation.ts';
import { keptStrides } from './elementwise.ts';
import { EXACT, operator, type Operator, type Saved } from './operator.ts';
import { toIndex } from './extremes.ts';
import { itemOf } from './reduce.ts';
import { firstOf } from './selection.ts';

/** Values and positions, sorted along one dimension. */
function sort(self: Tensor, dim: number, descending: boolean): readonly [Tensor, Tensor] {
	if (self.ndim === 0) {
		return [copyOf(self), call('zeros', [], 'int64')];
	}
	const at = wrapDim(dim, self.ndim);
	const values = rowsAlong(self, at);
	const positions = emptyTensor(values.shape, 'int64');
	sortRows(values, descending, positions);
	return [laidAs(self, at, values), laidAs(self, at, positions)];
}

/** The values alone. */
export function sortedValues(self: Tensor, dim: number): Tensor {
	if (self.ndim === 0) {
		return copyOf(self);
	}
	const at = wrapDim(dim, self.ndim);
	const values = rowsAlong(self, at);
	sortRows(values, false, undefined);
	return laidAs(self, at, values);
}

function rowsAlong(self: Tensor, at: number): Tensor {
	return copyOf(call('transpose', self, at, self.ndim - 1));
}

/** Sorts dense rows where they are. */
function sortRows(values: Tensor, isDescending: boolean, positions: Tensor | undefined): void {
	const n = values.shape.at(-1)!;
	if (values.numel > 0) {
		const spareValues = emptyTensor([n], values.dtype);
		const sparePositions = positions && emptyTensor([n], 'int64');
		kernels().sort(codeOf(values.dtype), values.numel / n, n, isDescending, values.pointer, positions?.pointer ?? 0, spareValues.pointer, sparePositions?.pointer ?? 0);
	}
}

/** A result lies in memory as its input does. */
function laidAs(self: Tensor, at: number, rows: Tensor): Tensor {
	if (at === self.ndim - 1 && sameShape(rows.strides, keptStrides(self))) {
		return rows;
	}
	const result = call('empty_like', self, undefined, rows.dtype);
	copyInto(result, call('transpose', rows, at, -1));
	return result;
}

function topk(self: Tensor, k: number, dim: number, largest: boolean, isSorted: boolean): readonly [Tensor, Tensor] {
	const at = wrapDim(dim, self.ndim);
	if (self.dtype === 'bool') {
		throw runtimeError('topk does not support bool dtypes on CPU');
	}
	if (k < 0 || k > (self.ndim === 0 ? 1 : self.shape[at]!)) {
		throw runtimeError('selected index k out of range');
	}
	const [values, positions] = sort(self, dim, largest);
	if (self.ndim > 0 && k > 0 && self.numel > 0) {
		const chosen = chosenAmongEqual(call('transpose', values, at, -1), call('transpose', positions, at, -1), k, isSorted);
		if (chosen !== undefined) {
			const places = copyOf(call('transpose', chosen, at, -1));
			return [copyOf(call('gather', self, at, places)), places];
		}
	}
	return self.ndim === 0 ? [values, positions] : [copyOf(call('narrow', values, at, 0, k)), copyOf(call('narrow', positions, at, 0, k))];
}

/** Which of equal values PyTorch takes, and in what order, from sorted rows; undefined: none are equal, or none of those that are is taken. */
function chosenAmongEqual(values: Tensor, positions: Tensor, k: number, isSorted: boolean): Tensor | undefined {
	const n = values.shape.at(-1)!;
	const [later, sooner] = [call('narrow', values, -1, 1, n - 1), call('narrow', values, -1, 0, n - 1)];
	const equal = call('logical_or', call('eq', later, sooner), call('logical_and', call('isnan', later), call('isnan', sooner)));
	if (isSorted && itemOf(call('any', call('narrow', equal, -1, 0, Math.min(k, n - 1)))).value === false) {
		return undefined;
	}
	const isEqual = integersOf(equal), from = integersOf(positions);
	const rows = from.length / n;
	const result = new Int32Array(rows * k);
	for (let row = 0; row < rows; row++) {
		const rank = new Int32Array(n);
		for (let i = 0, rankHere = 0; i < n; i++) {
			if (i > 0 && isEqual[row * (n - 1) + i - 1] === 0) rankHere = i;
			rank[from[row * n + i]!] = rankHere;
		}
		result.set(firstOf(rank, k, isSorted), row * k);
	}
	const chosen = sequence(result.length, 'int64', i => result[i]!);
	return call('view', chosen, values.shape.with(-1, k));
}

/** Sends each gradient back to where its value came from. */
function scattered(grad: Tensor, saved: Saved): Tensor {
	const shape = saved.shape('self');
	return shape.length === 0 ? grad : asMade(call('scatter', call('zeros', shape, grad.dtype), saved.value<number>('dim'), saved.tensor('result1'), grad), 2);
}

/** The lower of the two middle values along one dimension, and where it is; the first NaN wins. */
function medianAlong(self: Tensor, dim: number, keepdim: boolean): readonly [Tensor, Tensor] {
	const at = wrapDim(dim, self.ndim);
	const size = self.ndim === 0 ? 1 : self.shape[at]!;
	if (size === 0) {
		throw indexError(`median(): Expected reduction dim ${at} to have non-zero size.`);
	}
	refuseBool(self, 'median_out');
	if (self.ndim === 0) {
		return [copyOf(self), call('zeros', [], 'int64')];
	}
	const [values, positions] = sort(self, at, false);
	// Sorting puts NaN last: a row that ends in one has it for its median.
	const last = call('narrow', values, at, size - 1, 1);
	const chosen = call('where', call('isnan', last), call('full_like', last, int(size - 1), undefined, 'int64'), int(size - 1 >> 1));
	const results = [call('gather', values, at, chosen), call('gather', positions, at, chosen)] as const;
	return keepdim ? results : [call('squeeze', results[0], at), call('squeeze', results[1], at)];
}

export function refuseBool(self: Tensor, kernel: string): void {
	if (self.dtype === 'bool') {
		throw notImplementedError(`"${kernel}" not implemented for 'Bool'`);
	}
}

/** NaN as x86 converts it to integers: the least of the wide ones. */
export function notANumber(dtype: DTypeName): Tensor {
	const value: Scalar = dtype === 'int64' ? int(-(2n ** 63n)) : dtype === 'int32' ? int(-(2 ** 31)) : isFloating(dtype) ? float(Number.NaN) : int(0);
	return call('full', [], value, dtype);
}

/** The lower of the two middle values. */
function median(self: Tensor): Tensor {
	refuseBool(self, 'median_cpu');
	if (self.numel === 0) {
		return notANumber(self.dtype);
	}
	const flat = call('reshape', self, [-1]);
	const hasNan = call('isnan', flat);
	const sorted = sortedValues(flat, 0);
	const middle = call('select', sorted, 0, self.numel - 1 >> 1);
	return call('where', call('any', hasNan), call('select', sorted, 0, self.numel - 1), middle);
}

export const SORT: readonly Operator[] = [
	operator({
		name: 'sort', variants: ['function', 'method'], tolerance: EXACT,
		overloads: [{
			schema: 'sort(Tensor self, int dim=-1, bool descending=False) -> (Tensor values, Tensor indices)',
			run: sort,
			backward: { node: 'SortBackward0', nonDifferentiable: [1], inputs: { self: { saves: ['result1'], gradient: scattered } } },
		}, {
			schema: 'sort.stable(Tensor self, *, bool? stable, int dim=-1, bool descending=False) -> (Tensor values, Tensor indices)',
			run: (self: Tensor, _: boolean | undefined, dim: number, descending: boolean) => sort(self, dim, descending),
			backward: { node: 'SortBackward1', nonDifferentiable: [1], inputs: { self: { saves: ['result1'], gradient: scattered } } },
		}],
	}),
	operator({
		name: 'argsort', variants: ['function', 'method'], tolerance: EXACT,
		overloads: [
			{ schema: 'argsort(Tensor self, int dim=-1, bool descending=False) -> Tensor', run: (self: Tensor, dim: number, descending: boolean) => sort(self, dim, descending)[1] },
			{ schema: 'argsort.stable(Tensor self, *, bool stable, int dim=-1, bool descending=False) -> Tensor', run: (self: Tensor, _: boolean, dim: number, descending: boolean) => sort(self, dim, descending)[1] },
		],
	}),
	operator({
		name: 'topk', variants: ['function', 'method', 'out'], tolerance: EXACT,
		overloads: [{
			schema: 'topk(Tensor self, int k, int dim=-1, bool largest=True, bool sorted=True) -> (Tensor values, Tensor indices)',
			run: topk,
			backward: { node: 'TopkBackward0', nonDifferentiable: [1], inputs: { self: { saves: ['result1'], gradient: scattered } } },
		}],
	}),
	operator({
		name: 'median', variants: ['function', 'method'], tolerance: EXACT,
		overloads: [{
			schema: 'median(Tensor self) -> Tensor',
			run: median,
			backward: { node: 'MedianBackward0', inputs: { self: { saves: ['self', 'result'], gradient: (grad, saved) => {
				const mask = call('eq', saved.tensor('self'), saved.tensor('result'));
				return asMade(call('mul', call('div', grad, call('sum', mask)), mask), 1);
			} } } },
		}, {
			schema: 'median.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)',
			run: medianAlong,
			backward: { node: 'MedianBackward1', nonDifferentiable: [1], inputs: { self: { saves: ['result1'], gradient: toIndex } } },
		}],
	}),
	operator({
		name: 'bincount', variants: ['function', 'method'], tolerance: EXACT,
		overloads: [{ schema: 'bincount(Tensor self, Tensor? weights=None, int minlength=0) -> Tensor', run: (self: Tensor, weights: Tensor | undefined, minlength: number) => {
			if (minlength < 0) {
				throw runtimeError('minlength should be >= 0');
			}
			if (isFloating(self.dtype) || self.dtype === 'bool') {
				throw notImplementedError(`"bincount_cpu" not implemented for '${dtypeText(self.dtype)}'`);
			}
			if (self.ndim !== 1 || (self.numel > 0 && Number(itemOf(call('min', self)).value) < 0)) {
				throw runtimeError('bincount only supports 1-d non-negative integral inputs.');
			}
			if (weights !== undefined && (weights.ndim !== 1 || weights.numel !== self.numel)) {
				throw runtimeError('weights should be 1-d and have the same length as input');
			}
			const length = self.numel === 0 ? minlength : Math.max(minlength, largest(self) + 1);
			const counts = call('zeros', [length], weights === undefined ? 'int64' : weights.dtype === 'float32' ? 'float32' : 'float64');
			return call('scatter_add_', counts, 0, call('to', self, 'int64'), weights === undefined ? call('ones', [self.numel], 'int64') : call('to', weights, counts.dtype));
		} }],
	}),
];

function largest(self: Tensor): number {
	return Number(itemOf(call('max', self)).value);
}
