/**
 * Family: reading and writing through an index along one dimension, the heart of the index-map view.
 */
import type { KernelName } from '../kernels/load.ts';
import { indexError, notImplementedError, runtimeError, shapeText } from '../tensor/errors.ts';
import { dtypeText, isFloating, isReduced } from '../tensor/promotion.ts';
import { int, type Scalar } from '../tensor/scalar.ts';
import { broadcastShapes, sameShape, sizeAt, wrapDim } from '../tensor/shape.ts';
import { alias, emptyTensor, Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import { asContiguous, asType, copyInto, copyOf, fillWith } from './copy.ts';
import { cloneOf, requireDistinct } from './elementwise.ts';
import { begin, operand, operandAt, runIndexed, setRow } from './iterator.ts';
import { EXACT, operator, type Operand, type Operator, type Saved } from './operator.ts';
import { requireOut } from './out.ts';
import { itemOf } from './reduce.ts';

/** PyTorch sees a 0-d tensor here as one element in one dimension. */
function atLeast1d(tensor: Tensor): Tensor {
	return tensor.ndim === 0 ? alias(tensor, [1], [1], tensor.offset) : tensor;
}

function checkIndex(name: string, index: Tensor): void {
	if (index.dtype !== 'int64' && index.dtype !== 'int32') {
		throw runtimeError(`${name}(): Expected dtype int32/int64 for index`);
	}
}

/** Strides with one dimension standing still: the index moves along it. */
function still(strides: readonly number[], dim: number): number[] {
	return strides.with(dim, 0);
}

function gather(self: Tensor, dim: number, index: Tensor, _: boolean, out?: Tensor): Tensor {
	const at = wrapDim(dim, self.ndim);
	checkIndex('gather', index);
	requireOut(out, self.dtype);
	if (index.numel === 0) {
		return emptyTensor(index.shape, self.dtype);
	}
	const [source, positions] = [atLeast1d(self), atLeast1d(index)];
	if (source.ndim !== positions.ndim) {
		throw runtimeError('Index tensor must have the same number of dimensions as input tensor');
	}
	for (let d = 0; d < source.ndim; d++) {
		if (d !== at && positions.shape[d]! > source.shape[d]!) {
			throw runtimeError(`Size does not match at dimension ${d} expected index ${shapeText(index.shape)} to be no larger than self ${shapeText(self.shape)} apart from dimension ${dim}`);
		}
	}
	return gathered(source, at, positions, index.shape);
}

function gathered(source: Tensor, dim: number, index: Tensor, shape: readonly number[]): Tensor {
	const positions = asType(index, 'int64');
	const result = emptyTensor(shape, source.dtype);
	const flat = atLeast1d(result);
	begin();
	operand(flat);
	operand(source, still(source.strides, dim));
	operand(positions);
	setRow(source.shape[dim]!, source.strides[dim]! * source.itemSize);
	runIndexed('gather', source.dtype, flat.shape, dim, source.shape[dim]!);
	return result;
}

type Combine = 'scatter' | 'scatter_add' | 'scatter_multiply' | 'scatter_max' | 'scatter_min';

/** Writes `source` (or a number) to `target`, at the index's positions. */
function scatterInto(name: string, kernel: Combine, target: Tensor, dim: number, index: Tensor, source: Operand): Tensor {
	const at = wrapDim(dim, target.ndim);
	checkIndex(name, index);
	if (source instanceof Tensor && source.dtype !== target.dtype) {
		throw runtimeError(`${name}(): Expected self.dtype to be equal to src.dtype`);
	}
	requireDistinct(target);
	if (index.numel === 0) {
		return target;
	}
	const [into, positions] = [atLeast1d(target), atLeast1d(index)];
	if (into.ndim !== positions.ndim) {
		throw runtimeError('Index tensor must have the same number of dimensions as self tensor');
	}
	const values = source instanceof Tensor ? atLeast1d(source) : undefined;
	if (values !== undefined && values.ndim < positions.ndim) {
		wrapDim(values.ndim, values.ndim);
	}
	if (values !== undefined && values.ndim > positions.ndim) {
		throw runtimeError('Index tensor must have the same number of dimensions as src tensor');
	}
	for (let d = 0; d < into.ndim; d++) {
		if ((d !== at && positions.shape[d]! > into.shape[d]!) || (values !== undefined && positions.shape[d]! > values.shape[d]!)) {
			throw runtimeError(`Expected index ${shapeText(index.shape)} to be no larger than self ${shapeText(target.shape)} apart from dimension ${at}${source instanceof Tensor ? ` and to be no larger size than src ${shapeText(source.shape)}` : ''}`);
		}
	}
	// Sums and products of 16-bit floats are rounded once.
	if (isReduced(target.dtype) && (kernel === 'scatter_add' || kernel === 'scatter_multiply')) {
		copyInto(target, scatterInto(name, kernel, copyOf(target, 'float32'), dim, index, values === undefined ? source : asType(values, 'float32')));
		return target;
	}
	const filled = values ?? oneValue(source as Scalar, target);
	runScatter(kernel, into, still(into.strides, at), at, filled, values === undefined ? positions.shape.map(() => 0) : filled.strides, positions);
	return target;
}

function oneValue(value: Scalar, like: Tensor): Tensor {
	const made = emptyTensor([], like.dtype);
	fillWith(made, value);
	return made;
}

function runScatter(kernel: KernelName, target: Tensor, targetStrides: readonly number[], dim: number, source: Tensor, sourceStrides: readonly number[], index: Tensor): void {
	const positions = asType(index, 'int64');
	begin();
	operandAt(target.pointer, target.itemSize, targetStrides);
	operandAt(source.pointer, source.itemSize, sourceStrides);
	operand(positions);
	setRow(target.shape[dim]!, target.strides[dim]! * target.itemSize);
	runIndexed(kernel, target.dtype, positions.shape, dim, target.shape[dim]!);
}

/** The tensor that is written to: `out` where self is written in place, else a copy of self. */
function destination(self: Tensor, out: Tensor | undefined): Tensor {
	return out === self ? self : copyOf(self);
}

function reduceKernel(reduce: string): Combine {
	if (reduce !== 'add' && reduce !== 'multiply') {
		throw runtimeError('reduce argument must be either add or multiply.');
	}
	return reduce === 'add' ? 'scatter_add' : 'scatter_multiply';
}

/** What scatter_reduce does with each element; `start` is what it begins with where self is not included, undefined: with any of them. */
const REDUCTIONS: Readonly<Record<string, { readonly kernel: Combine; readonly start: Scalar | undefined }>> = {
	sum: { kernel: 'scatter_add', start: int(0) }, prod: { kernel: 'scatter_multiply', start: int(1) }, mean: { kernel: 'scatter_add', start: int(0) },
	amax: { kernel: 'scatter_max', start: undefined }, amin: { kernel: 'scatter_min', start: undefined },
};

function scatterReduce(self: Tensor, dim: number, index: Tensor, src: Tensor, reduce: string, includeSelf: boolean, out: Tensor | undefined): Tensor {
	const reduction = Object.hasOwn(REDUCTIONS, reduce) ? REDUCTIONS[reduce]! : undefined;
	if (reduction === undefined) throw runtimeError(`reduce argument must be either sum, prod, mean, amax or amin, got ${reduce}`);
	if (reduce === 'mean' && self.dtype === 'bool') {
		scatterInto('scatter', 'scatter', copyOf(self), dim, index, src);
		throw notImplementedError('"scatter_gather_tensor_cpu_reduce_mean" not implemented for \'Bool\'');
	}
	const target = destination(self, out);
	// Words of another function are what PyTorch has here.
	if (!includeSelf) scatterInto('scatter', 'scatter', target, dim, index, reduction.start ?? src);
	scatterInto('scatter', reduction.kernel, target, dim, index, src);
	if (reduce === 'mean' && index.numel > 0) call('div_', target, countsOf(target, dim, index, src, includeSelf), ...isFloating(target.dtype) ? [] : ['floor']);
	return target;
}

/** How many come to each cell, itself among them where it is included; 1 where none does. */
function countsOf(target: Tensor, dim: number, index: Tensor, src: Tensor, includeSelf: boolean): Tensor {
	const counts = call('scatter_add', call(includeSelf ? 'ones_like' : 'zeros_like', target), dim, index, call('ones_like', src));
	return call('masked_fill', counts, call('eq', counts, int(0)), int(1));
}

/** A reduction through an index, once it is done; `index` of the shape of `src`. */
export interface Reduction {
	readonly reduce: string;
	readonly self: Tensor;
	readonly src: Tensor;
	readonly result: Tensor;
	readonly dim: number;
	readonly index: Tensor;
	readonly includeSelf: boolean;
}

type Reduced = (grad: Tensor, of: Reduction) => Tensor;

/** PyTorch's scatter_reduce_backward (FunctionsManual.cpp), one function for each of the two gradients. */
const selfGradients: Readonly<Record<string, Reduced>> = {
	sum: grad => grad,
	prod(grad, { self, src, dim, index, includeSelf }) {
		const ones = call('masked_fill', self, call('eq', self, int(0)), int(1));
		return call('div', call('mul', grad, call('scatter_reduce', ones, dim, index, src, 'prod', includeSelf)), ones);
	},
	mean: (grad, { self, src, dim, index, includeSelf }) => call('div', grad, countsOf(self, dim, index, src, includeSelf)),
	amax: (grad, of) => call('mul', isResult(grad, of), shared(grad, of)),
	amin: (grad, of) => call('mul', isResult(grad, of), shared(grad, of)),
};

const srcGradients: Readonly<Record<string, Reduced>> = {
	sum: (grad, { dim, index }) => call('gather', grad, dim, index),
	prod(grad, { self, src, result, dim, index, includeSelf }) {
		const isZero = call('eq', src, int(0));
		const zeros = call('gather', call('scatter_add', call('zeros_like', self), dim, index, call('to', isZero, self.dtype)), dim, index);
		// The only zero among those that come to a cell: the product of the others is left.
		const isOnly = call('logical_and', isZero, call('eq', zeros, int(1)));
		const others = call('scatter_reduce', self, dim, index, call('masked_fill', src, isOnly, int(1)), 'prod', includeSelf);
		const rest = call('div', call('gather', call('mul', grad, result), dim, index), call('masked_fill', src, isZero, int(1)));
		return call('where', isOnly, call('gather', call('mul', grad, others), dim, index), rest);
	},
	mean: (grad, of) => call('gather', selfGradients['mean']!(grad, of), of.dim, of.index),
	amax: (grad, of) => call('mul', isTaken(grad, of), call('gather', shared(grad, of), of.dim, of.index)),
	amin: (grad, of) => call('mul', isTaken(grad, of), call('gather', shared(grad, of), of.dim, of.index)),
};

function isResult(grad: Tensor, { self, result }: Reduction): Tensor {
	return call('to', call('eq', self, result), grad.dtype);
}

function isTaken(grad: Tensor, { src, result, dim, index }: Reduction): Tensor {
	return call('to', call('eq', src, call('gather', result, dim, index)), grad.dtype);
}

/** Those that are the result have equal shares of its gradient. */
function shared(grad: Tensor, of: Reduction): Tensor {
	return call('div', grad, call('scatter_add', isResult(grad, of), of.dim, of.index, isTaken(grad, of)));
}

/** The gradient of what was reduced into; none where it was only overwritten. */
export function reducedSelf(grad: Tensor, of: Reduction): Tensor {
	const own = selfGradients[of.reduce]!(grad, of);
	return of.includeSelf ? own : overwritten(own, of.dim, of.index);
}

export function reducedSource(grad: Tensor, of: Reduction): Tensor {
	return srcGradients[of.reduce]!(grad, of);
}

function reductionOf(saved: Saved): Reduction {
	return { reduce: saved.value<string>('reduce'), self: saved.tensor('self'), src: saved.tensor('src'), result: saved.tensor('result'), dim: saved.value<number>('dim'), index: saved.tensor('index'), includeSelf: saved.value<boolean>('include_self') };
}

/** The gradient of what was overwritten is zero. */
const overwritten = (grad: Tensor, dim: number, index: Tensor) => call('scatter', grad, dim, index, int(0));

function indexSelect(self: Tensor, dim: number, index: Tensor): Tensor {
	const at = wrapDim(dim, self.ndim);
	if (index.ndim > 1) {
		throw indexError('index_select(): Index is supposed to be a vector');
	}
	if (index.dtype !== 'int64' && index.dtype !== 'int32') {
		throw runtimeError('index_select(): Expected dtype int32 or int64 for index');
	}
	const [source, positions] = [atLeast1d(self), atLeast1d(index)];
	const shape = source.shape.with(at, positions.numel);
	try {
		return gathered(source, at, spreadIndex(positions, shape, at), self.ndim === 0 ? [] : shape);
	} catch (error) {
		throw isOutOfRange(error) ? indexError('index out of range in self') : error;
	}
}

function isOutOfRange(error: unknown): boolean {
	return error instanceof Error && error.message.includes('is out of bounds for dimension');
}

/** A vector of positions along one dimension, seen at a source's whole shape. */
export function spreadIndex(index: Tensor, shape: readonly number[], dim: number): Tensor {
	const dense = asContiguous(asType(atLeast1d(index), 'int64'));
	return alias(dense, shape, shape.map((_, d) => d === dim ? 1 : 0), dense.offset);
}

function checkIndexAdd(self: Tensor, dim: number, at: number, index: Tensor, source: Tensor): void {
	if (index.ndim > 1) {
		throw indexError(`index_add_(): Index is supposed to be a vector, but got dim: ${index.ndim} with type: ${dtypeText(index.dtype)} and size: [${index.shape.join(', ')}]`);
	}
	if (index.dtype !== 'int64' && index.dtype !== 'int32') {
		throw runtimeError(`index_add_(): Expected dtype int32/int64 for index but got: ${dtypeText(index.dtype)}`);
	}
	if (self.dtype !== source.dtype) {
		throw runtimeError(`index_add_(): self (${dtypeText(self.dtype)}) and source (${dtypeText(source.dtype)}) must have the same scalar type`);
	}
	const length = source.ndim === 0 ? 1 : source.shape[at]!;
	if (index.numel !== length) {
		throw runtimeError(`index_add_(): Number of indices (${index.numel}) should be equal to source.size(dim): (${length}), for dim: ${dim}`);
	}
	if (self.ndim > 0 && source.ndim > 0 && !sameShape(self.shape.toSpliced(at, 1), source.shape.toSpliced(at, 1))) {
		throw runtimeError(`source tensor shape must match self tensor shape, excluding the specified dimension. Got self.shape = [${self.shape.join(', ')}] source.shape = [${source.shape.join(', ')}]`);
	}
}

function indexAdd(self: Tensor, dim: number, index: Tensor, source: Tensor, alpha: Scalar, out?: Tensor): Tensor {
	const at = wrapDim(dim, self.ndim);
	checkIndexAdd(self, dim, at, index, source);
	const target = destination(self, out);
	const values = Number(alpha.value) === 1 ? source : call('mul', source, alpha);
	const [into, from] = [atLeast1d(target), atLeast1d(values)];
	try {
		runScatter('scatter_add', into, still(into.strides, at), at, from, from.strides, spreadIndex(index, from.shape, at));
	} catch (error) {
		// Words of a vector's loop are others than those of slices.
		throw isOutOfRange(error) && self.ndim < 2 ? indexError('index out of range in self') : error;
	}
	return target;
}

function indexFill(self: Tensor, dim: number, index: Tensor, value: Scalar, out?: Tensor): Tensor {
	if (index.dtype !== 'int64') {
		throw indexError('index_fill_(): Expected dtype int64 for index.');
	}
	wrapDim(dim, self.ndim);
	if (index.ndim > 1) {
		throw runtimeError('Index has to be a vector/scalar');
	}
	const at = wrapDim(dim, self.ndim);
	const target = out === self ? self : cloneOf(self);
	const into = atLeast1d(target);
	const size = into.shape[at]!;
	const places = spreadIndex(call('where', call('lt', index, int(0)), call('add', index, int(size)), index), into.shape.with(at, index.numel), at);
	try {
		scatterInto('index_fill_', 'scatter', into, at, places, value);
	} catch (error) {
		throw isOutOfRange(error) ? indexError((error as Error).message) : error;
	}
	return target;
}

function unfilled(grad: Tensor, saved: Saved): Tensor {
	return call('index_fill', grad, saved.value<number>('dim'), saved.tensor('index'), int(0));
}

function takeAlongDim(self: Tensor, indices: Tensor, dim: number | undefined): Tensor {
	if (dim !== undefined && self.ndim !== indices.ndim) {
		throw runtimeError(`torch.take_along_dim(): input and indices should have the same number of dimensions, but got ${self.ndim} dimensions for input, and ${indices.ndim} dimensions for indices`);
	}
	if (indices.dtype !== 'int64') {
		throw runtimeError(`torch.take_along_dim(): dtype of indices should be Long but got ${dtypeText(indices.dtype)}`);
	}
	if (dim === undefined) {
		return call('gather', call('view', self, [-1]), 0, call('view', indices, [-1]));
	}
	const at = wrapDim(dim, self.ndim);
	sizeAt(self.shape, dim);
	const common = broadcastShapes(self.shape.with(at, 1), indices.shape.with(at, 1));
	return call('gather', call('expand', self, common.with(at, self.shape[at]!)), at, call('expand', call('remainder', indices, int(self.shape[at]!)), common.with(at, indices.shape[at]!)));
}

export const GATHER: readonly Operator[] = [
	operator({
		name: 'gather', variants: ['function', 'method', 'out'], tolerance: EXACT,
		overloads: [{
			schema: 'gather(Tensor self, int dim, Tensor index, *, bool sparse_grad=False) -> Tensor',
			run: gather,
			backward: { node: 'GatherBackward0', inputs: { self: { saves: ['index'], gradient: (grad, saved) => call('scatter_add_', call('zeros', saved.shape('self'), grad.dtype), saved.value<number>('dim'), saved.tensor('index'), grad) } } },
		}],
	}),
	operator({
		name: 'scatter', variants: ['function', 'method', 'in-place', 'out'], tolerance: EXACT,
		overloads: [
			{ schema: 'scatter.src(Tensor self, int dim, Tensor index, Tensor src) -> Tensor', run: (self: Tensor, dim: number, index: Tensor, src: Tensor, out?: Tensor) => scatterInto('scatter', 'scatter', destination(self, out), dim, index, src), backward: { node: 'ScatterBackward0', inputs: {
				self: { saves: ['index'], gradient: (grad, saved) => overwritten(grad, saved.value<number>('dim'), saved.tensor('index')) },
				src: { saves: ['index'], gradient: (grad, saved) => call('gather', grad, saved.value<number>('dim'), saved.tensor('index')) },
			} } },
			{ schema: 'scatter.reduce(Tensor self, int dim, Tensor index, Tensor src, *, str reduce) -> Tensor', run: (self: Tensor, dim: number, index: Tensor, src: Tensor, reduce: string, out?: Tensor) => scatterInto('scatter', reduceKernel(reduce), destination(self, out), dim, index, src) },
			{ schema: 'scatter.value(Tensor self, int dim, Tensor index, Scalar value) -> Tensor', run: (self: Tensor, dim: number, index: Tensor, value: Scalar, out?: Tensor) => scatterInto('scatter', 'scatter', destination(self, out), dim, index, value), backward: { node: 'ScatterBackward1', inputs: {
				self: { saves: ['index'], gradient: (grad, saved) => overwritten(grad, saved.value<number>('dim'), saved.tensor('index')) },
			} } },
			{ schema: 'scatter.value_reduce(Tensor self, int dim, Tensor index, Scalar value, *, str reduce) -> Tensor', run: (self: Tensor, dim: number, index: Tensor, value: Scalar, reduce: string, out?: Tensor) => scatterInto('scatter', reduceKernel(reduce), destination(self, out), dim, index, value) },
		],
	}),
	operator({
		name: 'scatter_add', variants: ['function', 'method', 'in-place', 'out'], tolerance: EXACT,
		overloads: [{ schema: 'scatter_add(Tensor self, int dim, Tensor index, Tensor src) -> Tensor', run: (self: Tensor, dim: number, index: Tensor, src: Tensor, out?: Tensor) => scatterInto('scatter', 'scatter_add', destination(self, out), dim, index, src), backward: { node: 'ScatterAddBackward0', inputs: {
			self: { gradient: grad => grad },
			src: { saves: ['index'], gradient: (grad, saved) => call('gather', grad, saved.value<number>('dim'), saved.tensor('index')) },
		} } }],
	}),
	operator({
		name: 'scatter_reduce', variants: ['function', 'method', 'in-place', 'out'], tolerance: EXACT,
		overloads: [{ schema: 'scatter_reduce.two(Tensor self, int dim, Tensor index, Tensor src, str reduce, *, bool include_self=True) -> Tensor', run: scatterReduce, backward: { node: 'ScatterReduceBackward0', inputs: {
			self: { saves: ['self', 'index', 'src', 'result'], gradient: (grad, saved) => reducedSelf(grad, reductionOf(saved)) },
			src: { saves: ['self', 'index', 'src', 'result'], gradient: (grad, saved) => reducedSource(grad, reductionOf(saved)) },
		} } }],
	}),
	operator({
		name: 'index_select', variants: ['function', 'method', 'out'], tolerance: EXACT, outKeepsDType: () => 'index_select(): self and result must have the same scalar type',
		overloads: [{ schema: 'index_select(Tensor self, int dim, Tensor index) -> Tensor', run: indexSelect, backward: { node: 'IndexSelectBackward0', inputs: { self: { saves: ['index'], gradient: (grad, saved) => call('index_add_', call('zeros', saved.shape('self'), grad.dtype), saved.value<number>('dim'), saved.tensor('index'), grad) } } } }],
	}),
	operator({
		name: 'index_add', variants: ['function', 'method', 'in-place', 'out'], tolerance: EXACT,
		overloads: [{ schema: 'index_add(Tensor self, int dim, Tensor index, Tensor source, *, Scalar alpha=1) -> Tensor', run: indexAdd, backward: { node: 'IndexAddBackward0', inputs: {
			self: { gradient: grad => grad },
			source: { saves: ['index'], gradient: (grad, saved) => {
				const picked = call('index_select', grad, saved.value<number>('dim'), saved.tensor('index'));
				return call('mul', saved.shape('source').length === 0 ? call('reshape', picked, []) : picked, saved.value<Scalar>('alpha'));
			} },
		} } }],
	}),
	operator({
		name: 'index_fill', variants: ['function', 'method', 'in-place', 'out'], tolerance: EXACT,
		overloads: [{
			schema: 'index_fill.int_Tensor(Tensor self, int dim, Tensor index, Tensor value) -> Tensor',
			run: (self: Tensor, dim: number, index: Tensor, value: Tensor, out?: Tensor) => {
				if (value.ndim !== 0) {
					throw runtimeError(`index_fill_ only supports a 0-dimensional value tensor, but got tensor with ${value.ndim} dimension(s).`);
				}
				return indexFill(self, dim, index, itemOf(value), out);
			},
			backward: { node: 'IndexFillBackward1', inputs: {
				self: { saves: ['index'], gradient: unfilled },
				value: { saves: ['index'], gradient: (grad, saved) => call('sum', call('index_select', grad, saved.value<number>('dim'), saved.tensor('index'))) },
			} },
		}, {
			schema: 'index_fill.int_Scalar(Tensor self, int dim, Tensor index, Scalar value) -> Tensor',
			run: indexFill,
			backward: { node: 'IndexFillBackward0', inputs: { self: { saves: ['index'], gradient: unfilled } } },
		}],
	}),
	operator({
		name: 'take_along_dim', nameInErrors: 'gather', variants: ['function', 'method', 'out'], tolerance: EXACT,
		overloads: [{ schema: 'take_along_dim(Tensor self, Tensor indices, int? dim=None) -> Tensor', run: takeAlongDim }],
	}),
];
