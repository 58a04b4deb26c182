/**
 * Family: reductions. Integers sum exactly in int64; floats near the exact sum (PyTorch's own order of additions is
 * a matter of its vector width). A dimension list of none means all.
 */
import type { KernelName } from '../kernels/load.ts';
import { kernels } from '../kernels/load.ts';
import { indexError, runtimeError } from '../tensor/errors.ts';
import { codeOf, dtypeText, isFloating, isReduced } from '../tensor/promotion.ts';
import { float, int, toNumber, type Scalar } from '../tensor/scalar.ts';
import { contiguousStrides, numel, wrapDim } from '../tensor/shape.ts';
import { alias, emptyTensor, type Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { call } from './call.ts';
import { asContiguous, asType } from './copy.ts';
import { begin, BLOCK_ADDRESS, operand, readScalar, run, setRow, writeBlock } from './iterator.ts';
import { EXACT, operator, type Gradient, type Operator, type Saved, type Tolerance } from './operator.ts';

const SUMS: Tolerance = { kind: 'relative', relative: 1e-6 };

/** Dimensions to reduce, positive and without repeats; all where none are named. */
export function reduceDims(dim: readonly number[] | undefined, ndim: number): readonly number[] {
	if (dim === undefined || dim.length === 0) {
		return Array.from({ length: ndim }, (_, i) => i);
	}
	const dims = dim.map(item => wrapDim(item, ndim));
	if (new Set(dims).size !== dims.length) {
		throw runtimeError(`dim ${dims.find((item, i) => dims.indexOf(item) !== i)!} appears multiple times in the list of dims`);
	}
	return ndim === 0 ? [] : dims.sort((a, b) => a - b);
}

/** The shape without the reduced dimensions, or with 1 in their place. */
export function reducedShape(shape: readonly number[], dims: readonly number[], keepdim: boolean): number[] {
	return keepdim ? shape.map((size, i) => dims.includes(i) ? 1 : size) : shape.filter((_, i) => !dims.includes(i));
}

/** A tensor whose reduced dimensions are one row: its length and stride, and the view of the rows' starts. */
interface Rows { readonly starts: Tensor; readonly length: number; readonly stride: number }

/** `isUnordered`: the row may be walked in the order of memory, which saves a copy of a transposed tensor. */
function rowsOf(self: Tensor, dims: readonly number[], isUnordered = false): Rows {
	if (dims.length === 1) {
		const dim = dims[0]!;
		return { starts: withoutDims(self, dims), length: self.shape[dim]!, stride: self.strides[dim]! };
	}
	const kept = self.shape.map((_, i) => i).filter(i => !dims.includes(i));
	const order = [...kept, ...isUnordered ? [...dims].sort((a, b) => self.strides[b]! - self.strides[a]!) : dims];
	let ordered = alias(self, order.map(i => self.shape[i]!), order.map(i => self.strides[i]!), self.offset);
	ordered = asContiguous(ordered);
	const shape = ordered.shape.slice(0, kept.length);
	return { starts: alias(ordered, shape, ordered.strides.slice(0, kept.length), ordered.offset), length: numel(ordered.shape.slice(kept.length)), stride: 1 };
}

function withoutDims(self: Tensor, dims: readonly number[]): Tensor {
	return alias(self, self.shape.filter((_, i) => !dims.includes(i)), self.strides.filter((_, i) => !dims.includes(i)), self.offset);
}

/** Runs a row kernel: operand 0 the result, 1 the rows, 2 a second result. */
function reduceRows(kernel: KernelName, rows: Rows, result: Tensor, second?: Tensor): void {
	begin();
	operand(result);
	operand(rows.starts);
	if (second !== undefined) {
		operand(second);
	}
	setRow(rows.length, rows.stride * rows.starts.itemSize);
	run(kernel, rows.starts.dtype, rows.starts.shape);
}

function shaped(result: Tensor, self: Tensor, dims: readonly number[], keepdim: boolean): Tensor {
	if (!keepdim) {
		return result;
	}
	const shape = reducedShape(self.shape, dims, true);
	return alias(result, shape, contiguousStrides(shape), result.offset);
}

/** Sum or product, in int64 for integers and bool unless a dtype is asked for. */
function accumulate(kernel: 'sum' | 'prod', self: Tensor, dim: readonly number[] | undefined, keepdim: boolean, dtype: DTypeName | undefined): Tensor {
	const dims = reduceDims(dim, self.ndim);
	const target = dtype ?? (isFloating(self.dtype) ? self.dtype : 'int64');
	const source = isFloating(target) ? asType(self, target) : dtype === undefined ? self : asType(self, 'int64');
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

/** A gradient of a reduced shape seen at the full shape. */
function spread(grad: Tensor, saved: Saved, dims: readonly number[], keepdim: boolean): Tensor {
	const shape = saved.shape('self');
	return call('expand', unreduced(grad, shape, dims, keepdim), shape);
}

function unreduced(grad: Tensor, shape: readonly number[], dims: readonly number[], keepdim: boolean): Tensor {
	return keepdim || shape.length === 0 ? grad : call('reshape', grad, reducedShape(shape, dims, true));
}

function dimsOf(saved: Saved, name = 'dim'): readonly number[] {
	const dim = saved.value<readonly number[] | number | undefined>(name);
	return reduceDims(typeof dim === 'number' ? [dim] : dim, saved.shape('self').length);
}

function keepdimOf(saved: Saved): boolean {
	return saved.value<boolean>('keepdim');
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

function zeroCount(self: Tensor): number {
	return toNumber(itemOf(call('sum', call('eq', self, int(0)))));
}

/** For each position of a dimension the product of all others. */
function exclusiveProducts(self: Tensor, dim: number): Tensor {
	const size = self.shape[dim]!;
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

/** Value and position of the extreme along one dimension. */
function extremeAlong(name: 'max' | 'min', self: Tensor, dim: number, keepdim: boolean): readonly [Tensor, Tensor] {
	const at = wrapDim(dim, self.ndim);
	if (self.ndim > 0 && self.shape[at] === 0) {
		throw indexError(`${name}(): Expected reduction dim ${at} to have non-zero size.`);
	}
	const dims = self.ndim === 0 ? [] : [at];
	const [values, indices] = extremes(name, self, dims);
	return [shaped(values, self, dims, keepdim), shaped(indices, self, dims, keepdim)];
}

function extremes(name: 'max' | 'min', self: Tensor, dims: readonly number[]): readonly [Tensor, Tensor] {
	const rows = rowsOf(self, dims);
	const values = emptyTensor(rows.starts.shape, self.dtype);
	const indices = emptyTensor(rows.starts.shape, 'int64');
	reduceRows(`${name}_index`, rows, values, indices);
	return [values, indices];
}

function extremeOfAll(name: 'max' | 'min', self: Tensor): Tensor {
	if (self.numel === 0) {
		throw runtimeError(`${name}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.`);
	}
	return extremes(name, self, reduceDims(undefined, self.ndim))[0];
}

function extremeOver(name: 'amax' | 'amin', self: Tensor, dim: readonly number[], keepdim: boolean): Tensor {
	const dims = reduceDims(dim, self.ndim);
	if (self.numel === 0 && dim.length === 0) {
		throw runtimeError(`${name}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.`);
	}
	const empty = dims.find(i => self.shape[i] === 0);
	if (empty !== undefined) {
		throw indexError(`${name}(): Expected reduction dim ${empty} to have non-zero size.`);
	}
	return shaped(extremes(name === 'amax' ? 'max' : 'min', self, dims)[0], self, dims, keepdim);
}

function position(name: 'argmax' | 'argmin', self: Tensor, dim: number | undefined, keepdim: boolean): Tensor {
	if (self.dtype === 'bool') {
		throw runtimeError(`${name}(): does not support bool input`);
	}
	if (dim === undefined && self.numel === 0) {
		throw indexError(`${name}(): Expected reduction dim to be specified for input.numel() == 0.`);
	}
	const dims = reduceDims(dim === undefined ? undefined : [dim], self.ndim);
	if (dim !== undefined && self.ndim > 0 && self.shape[dims[0]!] === 0) {
		throw indexError(`${name}(): Expected reduction dim ${dims[0]!} to have non-zero size.`);
	}
	return shaped(extremes(name === 'argmax' ? 'max' : 'min', self, dims)[1], self, dims, keepdim);
}

/** The gradient goes to the one position that was taken. */
function toIndex(grad: Tensor, saved: Saved): Tensor {
	const shape = saved.shape('self');
	const indices = saved.tensor('result1');
	if (shape.length === 0) {
		return grad;
	}
	const dim = wrapDim(saved.value<number>('dim'), shape.length);
	const [grads, at] = keepdimOf(saved) ? [grad, indices] : [call('unsqueeze', grad, dim), call('unsqueeze', indices, dim)];
	return call('scatter', call('zeros', shape, grad.dtype), dim, at, grads);
}

/** The gradient is shared evenly among equal extremes. */
function evenly(grad: Tensor, saved: Saved, dims: readonly number[], keepdim: boolean): Tensor {
	const self = saved.tensor('self');
	const mask = call('eq', self, unreduced(saved.tensor('result'), self.shape, dims, keepdim));
	return call('mul', call('div', unreduced(grad, self.shape, dims, keepdim), call('sum', mask, dims, true)), mask);
}

function truth(kernel: 'any' | 'all', self: Tensor, dim: readonly number[] | undefined, keepdim: boolean): Tensor {
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

function variance(isRoot: boolean, self: Tensor, dim: readonly number[] | undefined, correction: Scalar | undefined, keepdim: boolean): Tensor {
	if (!isFloating(self.dtype)) {
		throw runtimeError('std and var only support floating point and complex dtypes');
	}
	const dims = reduceDims(dim, self.ndim);
	const rows = rowsOf(self, dims);
	const result = emptyTensor(rows.starts.shape, self.dtype);
	begin();
	operand(result);
	operand(rows.starts);
	setRow(rows.length, rows.stride * self.itemSize);
	if (writeBlock(rows.starts.shape)) {
		kernels().var_(codeOf(self.dtype), isRoot, correction === undefined ? 1 : toNumber(correction), BLOCK_ADDRESS);
	}
	return shaped(result, self, dims, keepdim);
}

function varianceGradient(grad: Tensor, saved: Saved): Tensor {
	const self = saved.tensor('self');
	const dims = dimsOf(saved);
	const count = dims.reduce((product, i) => product * self.shape[i]!, 1);
	const correction = saved.value<Scalar | undefined>('correction');
	const scale = 2 / (count - (correction === undefined ? 1 : toNumber(correction)));
	const centred = call('sub', self, call('mean', self, [...dims], true));
	return call('mul', call('mul', unreduced(grad, self.shape, dims, keepdimOf(saved)), float(scale)), centred);
}

function varianceOperator(name: 'var' | 'std'): Operator {
	const isRoot = name === 'std';
	const gradient: Gradient = isRoot
		? { saves: ['self', 'result'], gradient: (grad, saved) => {
			const result = saved.tensor('result');
			const scaled = call('masked_fill', call('div', grad, call('mul', result, int(2))), call('eq', result, int(0)), int(0));
			return varianceGradient(scaled, saved);
		} }
		: { saves: ['self'], gradient: varianceGradient };
	const backward = { node: isRoot ? 'StdBackward0' : 'VarBackward0', inputs: { self: gradient } };
	const run = (self: Tensor, dim: readonly number[] | undefined, correction: Scalar | undefined, keepdim: boolean) => variance(isRoot, self, dim, correction, keepdim);
	return operator({
		name, variants: ['function', 'method', 'out'], tolerance: SUMS,
		overloads: [
			{ schema: `${name}.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> Tensor`, run: (self: Tensor, dim: readonly number[] | undefined, unbiased: boolean, keepdim: boolean) => call(name, self, dim, int(unbiased ? 1 : 0), keepdim) },
			{ schema: `${name}.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool keepdim=False) -> Tensor`, run, backward },
			{ schema: `${name}(Tensor self, bool unbiased=True) -> Tensor`, run: (self: Tensor, unbiased: boolean) => call(name, self, undefined, int(unbiased ? 1 : 0), false) },
		],
	});
}

/** Running sums and products keep the dtype of floats and count in int64 otherwise. */
function cumulate(kernel: 'cumsum' | 'cumprod', self: Tensor, dim: number, dtype: DTypeName | undefined): Tensor {
	const at = wrapDim(dim, self.ndim);
	const source = asType(self, dtype ?? (isFloating(self.dtype) ? self.dtype : 'int64'));
	const result = emptyTensor(source.shape, source.dtype);
	if (source.ndim === 0) {
		return call('clone', source);
	}
	const starts = withoutDims(source, [at]);
	begin();
	operand(withoutDims(result, [at]));
	operand(starts);
	setRow(source.shape[at]!, source.strides[at]! * source.itemSize, result.strides[at]! * source.itemSize);
	if (source.shape[at]! > 0) {
		run(kernel, source.dtype, starts.shape);
	}
	return result;
}

export const REDUCE: readonly Operator[] = [
	operator({
		name: 'sum', variants: ['function', 'method', 'out'], tolerance: SUMS,
		overloads: [{
			schema: 'sum(Tensor self, *, ScalarType? dtype=None) -> Tensor',
			run: (self: Tensor, dtype?: DTypeName) => accumulate('sum', self, undefined, false, dtype),
			backward: { node: 'SumBackward0', inputs: { self: sumGradient } },
		}, {
			schema: 'sum.dim_IntList(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor',
			run: (self: Tensor, dim: readonly number[] | undefined, keepdim: boolean, dtype?: DTypeName) => accumulate('sum', self, dim, keepdim, dtype),
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
			run: (self: Tensor, dtype?: DTypeName) => accumulate('prod', self, undefined, false, dtype),
			backward: { node: 'ProdBackward0', inputs: { self: { saves: ['self', 'result'], gradient: (grad, saved) => prodGradient(grad, saved.tensor('self'), saved.tensor('result')) } } },
		}, {
			schema: 'prod.dim_int(Tensor self, int dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor',
			run: (self: Tensor, dim: number, keepdim: boolean, dtype?: DTypeName) => accumulate('prod', self, [dim], keepdim, dtype),
			backward: { node: 'ProdBackward1', inputs: { self: { saves: ['self'], gradient: (grad, saved) => {
				const self = saved.tensor('self');
				return self.ndim === 0 ? grad : call('mul', unreduced(grad, self.shape, dimsOf(saved), keepdimOf(saved)), exclusiveProducts(self, dimsOf(saved)[0]!));
			} } } },
		}],
	}),
	...(['max', 'min'] as const).map(name => operator({
		name, variants: ['function', 'method', 'out'], tolerance: EXACT,
		overloads: [{
			schema: `${name}(Tensor self) -> Tensor`,
			run: (self: Tensor) => extremeOfAll(name, self),
			backward: { node: `${name === 'max' ? 'Max' : 'Min'}Backward1`, inputs: { self: { saves: ['self', 'result'], gradient: (grad, saved) => evenly(grad, saved, reduceDims(undefined, saved.shape('self').length), false) } } },
		}, {
			schema: `${name}.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)`,
			run: (self: Tensor, dim: number, keepdim: boolean) => extremeAlong(name, self, dim, keepdim),
			backward: { node: `${name === 'max' ? 'Max' : 'Min'}Backward0`, nonDifferentiable: [1], inputs: { self: { saves: ['result1'], gradient: toIndex } } },
		}, {
			schema: `${name}.other(Tensor self, Tensor other) -> Tensor`,
			run: (self: Tensor, other: Tensor) => call(name === 'max' ? 'maximum' : 'minimum', self, other),
		}],
	})),
	...(['amax', 'amin'] as const).map(name => operator({
		name, variants: ['function', 'method', 'out'], tolerance: EXACT,
		overloads: [{
			schema: `${name}(Tensor self, int[1] dim=[], bool keepdim=False) -> Tensor`,
			run: (self: Tensor, dim: readonly number[], keepdim: boolean) => extremeOver(name, self, dim, keepdim),
			backward: { node: `${name === 'amax' ? 'Amax' : 'Amin'}Backward0`, inputs: { self: { saves: ['self', 'result'], gradient: (grad, saved) => evenly(grad, saved, dimsOf(saved), keepdimOf(saved)) } } },
		}],
	})),
	...(['argmax', 'argmin'] as const).map(name => operator({
		name, variants: ['function', 'method', 'out'], tolerance: EXACT,
		overloads: [{ schema: `${name}(Tensor self, int? dim=None, bool keepdim=False) -> Tensor`, run: (self: Tensor, dim: number | undefined, keepdim: boolean) => position(name, self, dim, keepdim) }],
	})),
	...(['all', 'any'] as const).map(name => operator({
		name, variants: ['function', 'method', 'out'], tolerance: EXACT,
		overloads: [
			{ schema: `${name}(Tensor self) -> Tensor`, run: (self: Tensor) => truth(name, self, undefined, false) },
			{ schema: `${name}.dim(Tensor self, int dim, bool keepdim=False) -> Tensor`, run: (self: Tensor, dim: number, keepdim: boolean) => truth(name, self, [dim], keepdim) },
			{ schema: `${name}.dims(Tensor self, int[]? dim=None, bool keepdim=False) -> Tensor`, run: (self: Tensor, dim: readonly number[] | undefined, keepdim: boolean) => truth(name, self, dim, keepdim) },
		],
	})),
	varianceOperator('var'),
	varianceOperator('std'),
	operator({
		name: 'cumsum', variants: ['function', 'method', 'in-place', 'out'], tolerance: SUMS,
		overloads: [{
			schema: 'cumsum(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor',
			run: (self: Tensor, dim: number, dtype?: DTypeName) => cumulate('cumsum', self, dim, dtype),
			backward: { node: 'CumsumBackward0', inputs: { self: { gradient: (grad, saved) => {
				const dim = saved.value<number>('dim');
				return grad.ndim === 0 ? grad : call('flip', call('cumsum', call('flip', grad, [dim]), dim), [dim]);
			} } } },
		}],
	}),
	operator({
		name: 'cumprod', variants: ['function', 'method', 'in-place', 'out'], tolerance: SUMS,
		overloads: [{
			schema: 'cumprod(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor',
			run: (self: Tensor, dim: number, dtype?: DTypeName) => cumulate('cumprod', self, dim, dtype),
			backward: { node: 'CumprodBackward0', inputs: { self: { saves: ['self', 'result'], gradient: (grad, saved) => {
				const self = saved.tensor('self');
				if (zeroCount(self) > 0) {
					throw runtimeError('the derivative of cumprod where the input has zeros is not in the embedded engine yet; the python runtime has it');
				}
				const dim = saved.value<number>('dim');
				const weighted = call('flip', call('cumsum', call('flip', call('mul', grad, saved.tensor('result')), [dim]), dim), [dim]);
				return call('div', weighted, self);
			} } } },
		}],
	}),
	operator({
		name: 'count_nonzero', variants: ['function', 'method'], tolerance: EXACT,
		overloads: [{ schema: 'count_nonzero(Tensor self, int? dim=None) -> Tensor', run: (self: Tensor, dim: number | undefined) => call('sum', call('ne', self, int(0)), dim === undefined ? undefined : [dim]) }],
	}),
];
