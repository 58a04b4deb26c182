/**
 * Family: sums, means, products, and tests of all elements. Integers sum exactly in int64; floats in the order of
 * PyTorch's AVX2 kernels. A dimension list of none means all.
 */
import { kernels } from '../kernels/load.ts';
import { runtimeError } from '../tensor/errors.ts';
import { dtypeText, isFloating, isReduced } from '../tensor/promotion.ts';
import { int, type Scalar, toNumber } from '../tensor/scalar.ts';
import { numel } from '../trace/shape.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { call } from './call.ts';
import { asType } from './copy.ts';
import { begin, BLOCK_ADDRESS, operand, readScalar, setRow, writeBlock } from './iterator.ts';
import { EXACT, type Gradient, type Operator, operator } from './operator.ts';
import { requireOut } from './out.ts';
import { dimsOf, keepdimOf, reduceDims, reduceRows, rowsOf, shaped, spread, unreduced } from './rows.ts';
import { SUMS } from './tolerances.ts';

/** The dtype of sums and products: that which is asked for, that of `out`, else int64 for integers. */
export function computedIn(self: Tensor, dtype: DTypeName | undefined, out: Tensor | undefined): DTypeName {
	if (dtype !== undefined) {
		requireOut(out, dtype);
	}
	return dtype ?? out?.dtype ?? (isFloating(self.dtype) ? self.dtype : 'int64');
}

/** Sum or product, in int64 for integers and bool unless a dtype is asked for. */
function accumulate(kernel: 'sum' | 'prod', self: Tensor, dim: readonly number[] | undefined, keepdim: boolean, dtype: DTypeName | undefined, out?: Tensor): Tensor {
	const dims = reduceDims(dim, self.ndim);
	const target = computedIn(self, dtype, out);
	const source = isFloating(target) ? asType(self, target) : dtype === undefined && !isFloating(self.dtype) ? self : asType(self, 'int64');
	const rows = rowsOf(source, dims, true);
	const computed = isFloating(source.dtype) ? source.dtype : 'int64';
	const result = emptyTensor(rows.starts.shape, computed);
	reduceRows(kernel, rows, result);
	return shaped(asType(result, target), self, dims, keepdim);
}

function mean(self: Tensor, dim: readonly number[] | undefined, keepdim: boolean, dtype: DTypeName | undefined): Tensor {
	const target = dtype ?? self.dtype;
	if (!isFloating(target)) {
		throw runtimeError(dtype === undefined ? `mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: ${dtypeText(target)}` : `mean(): could not infer output dtype. Optional dtype must be either a floating point or complex dtype. Got: ${dtypeText(target)}`);
	}
	const dims = reduceDims(dim, self.ndim);
	const count = dims.reduce((product, i) => product * self.shape[i]!, 1);
	const wide = isReduced(target) ? 'float32' : target;
	return asType(call('div', accumulate('sum', self, dim, keepdim, wide), int(count)), target);
}

const sumGradient: Gradient = { gradient: (grad, saved) => call('expand', call('reshape', grad, saved.shape('self').map(() => 1)), saved.shape('self')) };

/** Product of the others: by division where nothing is zero, else one at a time through cumulative products. */
function prodGradient(grad: Tensor, self: Tensor, result: Tensor): Tensor {
	if (Number(zeroCount(self)) === 0) {
		return call('div', call('mul', grad, result), self);
	}
	const others = self.ndim === 0 ? call('ones_like', self) : exclusiveProducts(call('reshape', self, [-1]), 0);
	return call('mul', grad, call('reshape', others, self.shape));
}

/** How many elements are zero. */
export function zeroCount(self: Tensor): number {
	return toNumber(itemOf(call('sum', call('eq', self, int(0)))));
}

/** For each position of a dimension the product of all others. */
function exclusiveProducts(self: Tensor, dim: number): Tensor {
	const size = self.shape[dim]!;
	if (self.numel === 0) {
		return call('zeros_like', self);
	}
	const edge = call('ones_like', call('narrow', self, dim, 0, 1));
	const before = call('cumprod', call('cat', [edge, call('narrow', self, dim, 0, size - 1)], dim), dim);
	const reversed = call('flip', call('narrow', self, dim, 1, size - 1), [dim]);
	const after = call('flip', call('cumprod', call('cat', [edge, reversed], dim), dim), [dim]);
	return call('mul', before, after);
}

/** The one element of a tensor. */
export function itemOf(self: Tensor): Scalar {
	if (self.numel !== 1) {
		throw runtimeError(`a Tensor with ${self.numel} elements cannot be converted to Scalar`);
	}
	return readScalar(self.pointer, self.dtype);
}

/** Of an empty list of dimensions each element is its own row. */
function truth(kernel: 'any' | 'all', self: Tensor, dim: readonly number[] | undefined, keepdim: boolean, out?: Tensor): Tensor {
	if (out !== undefined && out.dtype !== 'bool' && out.dtype !== 'uint8') {
		throw runtimeError(`${kernel} only supports bool tensor for result, got: ${dtypeText(out.dtype)}`);
	}
	if (dim?.length === 0) {
		return asType(asType(self, 'bool'), self.dtype === 'uint8' ? 'uint8' : 'bool');
	}
	const dims = reduceDims(dim, self.ndim);
	const rows = rowsOf(asType(self, 'bool'), dims);
	const result = emptyTensor(rows.starts.shape, 'bool');
	begin();
	operand(result);
	operand(rows.starts);
	setRow(rows.length, rows.stride);
	if (writeBlock(rows.starts.shape)) {
		kernels()[kernel](BLOCK_ADDRESS);
	}
	return shaped(self.dtype === 'uint8' ? asType(result, 'uint8') : result, self, dims, keepdim);
}

export const REDUCE: readonly Operator[] = [
	operator({
		name: 'sum', variants: ['function', 'method', 'out'], tolerance: SUMS,
		overloads: [{
			schema: 'sum(Tensor self, *, ScalarType? dtype=None) -> Tensor',
			run: (self: Tensor, dtype?: DTypeName, out?: Tensor) => accumulate('sum', self, undefined, false, dtype, out),
			backward: { node: 'SumBackward0', inputs: { self: sumGradient } },
		}, {
			schema: 'sum.dim_IntList(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor',
			run: (self: Tensor, dim: readonly number[] | undefined, keepdim: boolean, dtype?: DTypeName, out?: Tensor) => accumulate('sum', self, dim, keepdim, dtype, out),
			backward: { node: 'SumBackward1', inputs: { self: { gradient: (grad, saved) => spread(grad, saved, dimsOf(saved), keepdimOf(saved)) } } },
		}],
	}),
	operator({
		name: 'mean', variants: ['function', 'method', 'out'], tolerance: SUMS,
		overloads: [{
			schema: 'mean(Tensor self, *, ScalarType? dtype=None) -> Tensor',
			run: (self: Tensor, dtype?: DTypeName) => mean(self, undefined, false, dtype),
			backward: { node: 'MeanBackward0', inputs: { self: { gradient: (grad, saved, grads) => call('div', sumGradient.gradient(grad, saved, grads) as Tensor, int(numel(saved.shape('self')))) } } },
		}, {
			schema: 'mean.dim(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor',
			run: mean,
			backward: { node: 'MeanBackward1', inputs: { self: { gradient: (grad, saved) => {
				const dims = dimsOf(saved);
				return call('div', spread(grad, saved, dims, keepdimOf(saved)), int(dims.reduce((product, i) => product * saved.shape('self')[i]!, 1)));
			} } } },
		}],
	}),
	operator({
		name: 'prod', variants: ['function', 'method', 'out'], tolerance: SUMS,
		overloads: [{
			schema: 'prod(Tensor self, *, ScalarType? dtype=None) -> Tensor',
			run: (self: Tensor, dtype?: DTypeName, out?: Tensor) => accumulate('prod', self, undefined, false, dtype, out),
			backward: { node: 'ProdBackward0', inputs: { self: { saves: ['self', 'result'], gradient: (grad, saved) => prodGradient(grad, saved.tensor('self'), saved.tensor('result')) } } },
		}, {
			schema: 'prod.dim_int(Tensor self, int dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor',
			run: (self: Tensor, dim: number, keepdim: boolean, dtype?: DTypeName, out?: Tensor) => accumulate('prod', self, [dim], keepdim, dtype, out),
			backward: { node: 'ProdBackward1', inputs: { self: { saves: ['self'], gradient: (grad, saved) => {
				const self = saved.tensor('self');
				return self.ndim === 0 ? grad : call('mul', unreduced(grad, self.shape, dimsOf(saved), keepdimOf(saved)), exclusiveProducts(self, dimsOf(saved)[0]!));
			} } } },
		}],
	}),
	...(['all', 'any'] as const).map(name => operator({
		name, variants: ['function', 'method', 'out'], tolerance: EXACT,
		overloads: [
			{ schema: `${name}(Tensor self) -> Tensor`, run: (self: Tensor, out?: Tensor) => truth(name, self, undefined, false, out) },
			{ schema: `${name}.dim(Tensor self, int dim, bool keepdim=False) -> Tensor`, run: (self: Tensor, dim: number, keepdim: boolean, out?: Tensor) => truth(name, self, [dim], keepdim, out) },
			{ schema: `${name}.dims(Tensor self, int[]? dim=None, bool keepdim=False) -> Tensor`, run: (self: Tensor, dim: readonly number[] | undefined, keepdim: boolean, out?: Tensor) => truth(name, self, dim, keepdim, out) },
		],
	})),
	operator({
		name: 'count_nonzero', variants: ['function', 'method'], tolerance: EXACT,
		overloads: [
			{ schema: 'count_nonzero.dim_IntList(Tensor self, int[] dim) -> Tensor', run: (self: Tensor, dim: readonly number[]) => call('sum', call('ne', self, int(0)), dim) },
			{ schema: 'count_nonzero(Tensor self, int? dim=None) -> Tensor', run: (self: Tensor, dim: number | undefined) => call('sum', call('ne', self, int(0)), dim === undefined ? undefined : [dim]) },
		],
	}),
];
