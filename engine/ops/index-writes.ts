/**
 * Family: what is written through an index: one slice for each (index_copy, index_reduce), one element for each (put), and
 * where a mask is true.
 */
import { indexError, notImplementedError, runtimeError, shapeText } from '../tensor/errors.ts';
import { dtypeText } from '../tensor/promotion.ts';
import { int } from '../tensor/scalar.ts';
import { broadcastShapes, sameShape, wrapDim } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import { copyOf } from './copy.ts';
import { reducedSelf, reducedSource, spreadIndex, type Reduction } from './gather.ts';
import { checkPositions } from './indexing.ts';
import { EXACT, operator, type Operator, type Saved } from './operator.ts';

/** The tensor that is written to: self where the call is in place, else a copy of it. */
function target(self: Tensor, out: Tensor | undefined): Tensor {
	return out === self ? self : call('clone', self);
}

function checkIndexCopy(self: Tensor, dim: number, index: Tensor, source: Tensor): void {
	if (index.ndim > 1) {
		throw indexError(`index_copy_(): Index should have dimension 1 or 0 (got ${index.ndim})`);
	}
	const count = index.numel;
	if (source.ndim === 0 && count !== 1) {
		throw indexError(`index_copy_(): When source is scalar, index should have one element (got ${count})`);
	}
	if (source.ndim !== self.ndim && source.ndim !== 0 && self.ndim !== 0) {
		throw indexError(`index_copy_(): When source and destination are not scalars, their dimensionality must match. Source dimensionality (${source.ndim}), destination dimensionality (${self.ndim})`);
	}
	if (index.dtype !== 'int64') {
		throw runtimeError(`index_copy_(): Expected a long tensor for index, but got ${dtypeText(index.dtype)}`);
	}
	if (self.dtype !== source.dtype) {
		throw runtimeError(`index_copy_(): self and source expected to have the same dtype, but got (self) ${dtypeText(self.dtype)} and (source) ${dtypeText(source.dtype)}`);
	}
	const [own, given] = [self.shape.toSpliced(dim, 1), source.ndim === 0 ? [] : source.shape.toSpliced(dim, 1)];
	if (!sameShape(own, given)) {
		throw runtimeError(`index_copy_(): Source/destination tensor must have same slice shapes. Destination slice shape: ${own.join(' ')} at dimension ${dim} and source slice shape: ${given.join(' ')} at dimension 0.`);
	}
	if (source.ndim > 0 && source.shape[dim] !== count) {
		throw indexError(`index_copy_(): Number of indices (${count}) should be equal to source.size(dim) (${source.shape[dim]!})`);
	}
}

function indexCopy(self: Tensor, dim: number, index: Tensor, source: Tensor, out?: Tensor): Tensor {
	const at = wrapDim(dim, self.ndim);
	checkIndexCopy(self, at, index, source);
	const result = out === self ? self : copyOf(self);
	const shape = self.ndim === 0 ? [1] : self.shape;
	const into = self.ndim === 0 ? call('view', result, [1]) : result;
	const places = spreadIndex(index, shape.with(at, index.numel), at);
	try {
		call('scatter_', into, at, places, call('reshape', source, shape.with(at, index.numel)));
	} catch (error) {
		throw error instanceof Error && error.message.includes('is out of bounds') ? indexError(`index_copy_(): ${error.message}`) : error;
	}
	return result;
}

function withoutDim(shape: readonly number[], dim: number): readonly number[] {
	return shape.filter((_, d) => d !== dim);
}

function indexReduce(self: Tensor, dim: number, index: Tensor, source: Tensor, reduce: string, includeSelf: boolean, out?: Tensor): Tensor {
	if (!['prod', 'mean', 'amax', 'amin'].includes(reduce)) {
		throw runtimeError(`index_reduce(): Expected reduce to be one of prod, mean, amax or amin but got ${reduce}.`);
	}
	const at = wrapDim(dim, self.ndim);
	if (index.dtype !== 'int64' && index.dtype !== 'int32') {
		throw runtimeError(`index_reduce_(): Expected dtype int32/int64 for index but got: ${dtypeText(index.dtype)}`);
	}
	if (index.ndim > 1) {
		throw indexError(`index_reduce_(): Index is supposed to be a vector, but got dim: ${index.ndim} with type: ${dtypeText(index.dtype)} and size: ${shapeText(index.shape)}`);
	}
	if (self.dtype !== source.dtype) {
		throw runtimeError(`index_reduce_(): self (${dtypeText(self.dtype)}) and source (${dtypeText(source.dtype)}) must have the same scalar type`);
	}
	const length = source.ndim === 0 ? 1 : source.shape[at]!;
	if (index.numel !== length) {
		throw runtimeError(`index_reduce_(): Number of indices (${index.numel}) should be equal to source.size(dim): (${length}), for dim: ${dim}`);
	}
	if (source.ndim > 0 && !sameShape(withoutDim(self.shape, at), withoutDim(source.shape, at))) {
		throw runtimeError(`source tensor shape must match self tensor shape, excluding the specified dimension. Got self.shape = ${shapeText(self.shape)} source.shape = ${shapeText(source.shape)}`);
	}
	if (self.dtype === 'bool' && (!includeSelf || reduce === 'mean')) {
		throw notImplementedError(`"${includeSelf ? 'div_floor_cpu' : 'index_reduce_func_exclude_input_init'}" not implemented for 'Bool'`);
	}
	try {
		return call(out === self ? 'scatter_reduce_' : 'scatter_reduce', self, dim, spreadIndex(index, source.ndim === 0 ? [1] : source.shape, at), source, reduce, includeSelf);
	} catch (error) {
		throw error instanceof Error && error.message.includes('is out of bounds') ? indexError('index out of range in self') : error;
	}
}

function reductionOf(saved: Saved): Reduction {
	const source = saved.tensor('source'), self = saved.tensor('self');
	const dim = saved.value<number>('dim');
	const index = spreadIndex(saved.tensor('index'), source.ndim === 0 ? [1] : source.shape, wrapDim(dim, self.ndim));
	return { reduce: saved.value<string>('reduce'), self, src: source, result: saved.tensor('result'), dim, index, includeSelf: saved.value<boolean>('include_self') };
}

function put(self: Tensor, index: Tensor, source: Tensor, accumulate: boolean, out?: Tensor): Tensor {
	if (index.dtype !== 'int64') {
		throw runtimeError(`put_(): Expected a long tensor for index, but got ${dtypeText(index.dtype)}`);
	}
	if (self.dtype !== source.dtype) {
		throw runtimeError(`put_(): self and source expected to have the same dtype, but got self.dtype = ${dtypeText(self.dtype)} and source.dtype = ${dtypeText(source.dtype)}`);
	}
	if (source.numel !== index.numel) {
		throw indexError(`put_(): Expected source and index to have the same number of elements, but got source.numel() = ${source.numel}, index.numel() = ${index.numel}`);
	}
	checkPositions(self, index);
	const flat = call('flatten', copyOf(self));
	call('index_put_', flat, [call('reshape', index, [-1])], call('reshape', source, [-1]), accumulate);
	const result = target(self, out);
	call('copy_', result, call('view', flat, self.shape));
	return result;
}

function maskedScatter(self: Tensor, mask: Tensor, source: Tensor, out?: Tensor): Tensor {
	if (self.dtype !== source.dtype) {
		throw runtimeError(`masked_scatter: expected self and source to have same dtypes but got${dtypeText(self.dtype)} and ${dtypeText(source.dtype)}`);
	}
	const isInPlace = out === self;
	if (isInPlace && mask.ndim > self.ndim) {
		throw runtimeError(`expand(CPU${dtypeText(mask.dtype)}Type{${shapeText(mask.shape)}}, size=${shapeText(self.shape)}): the number of sizes provided (${self.ndim}) must be greater or equal to the number of dimensions in the tensor (${mask.ndim})`);
	}
	const shape = isInPlace ? self.shape : broadcastShapes(mask.shape, self.shape);
	const where = call('expand', mask, shape);
	if (mask.dtype !== 'bool') {
		throw runtimeError(`masked_scatter_ only supports boolean masks, but got mask with dtype ${dtypeText(mask.dtype)}`);
	}
	const places = call('nonzero', call('reshape', where, [-1]));
	const count = places.shape[0]!;
	if (count > source.numel) {
		throw runtimeError('Number of elements of source < number of ones in mask');
	}
	const flat = call('flatten', copyOf(call('expand', self, shape)));
	call('index_put_', flat, [call('view', places, [-1])], call('narrow', call('reshape', source, [-1]), 0, 0, count));
	const result = call('view', flat, shape);
	return isInPlace ? call('copy_', self, result) : result;
}

/** Those that were written, in the order of the mask; nought for what was left over. */
function maskedScatterGradient(grad: Tensor, saved: Saved): Tensor {
	const shape = saved.shape('source');
	const flat = call('zeros', [shape.reduce((a, b) => a * b, 1)], grad.dtype);
	const taken = call('masked_select', grad, saved.tensor('mask'));
	call('copy_', call('narrow', flat, 0, 0, taken.numel), taken);
	return call('view', flat, shape);
}

const VARIANTS = ['function', 'method', 'in-place', 'out'] as const;

export const INDEX_WRITES: readonly Operator[] = [
	operator({
		name: 'index_copy', variants: VARIANTS, tolerance: EXACT,
		overloads: [{ schema: 'index_copy(Tensor self, int dim, Tensor index, Tensor source) -> Tensor', run: indexCopy, backward: { node: 'IndexCopyBackward0', inputs: {
			self: { saves: ['index'], gradient: (grad, saved) => call('index_fill', grad, saved.value<number>('dim'), saved.tensor('index'), int(0)) },
			source: { saves: ['index'], gradient: (grad, saved) => call('reshape', call('index_select', grad, saved.value<number>('dim'), saved.tensor('index')), saved.shape('source')) },
		} } }],
	}),
	operator({
		name: 'index_reduce', variants: VARIANTS, tolerance: EXACT,
		overloads: [{ schema: 'index_reduce(Tensor self, int dim, Tensor index, Tensor source, str reduce, *, bool include_self=True) -> Tensor', run: indexReduce, backward: { node: 'IndexReduceBackward0', inputs: {
			self: { saves: ['self', 'index', 'source', 'result'], gradient: (grad, saved) => reducedSelf(grad, reductionOf(saved)) },
			source: { saves: ['self', 'index', 'source', 'result'], gradient: (grad, saved) => call('reshape', reducedSource(grad, reductionOf(saved)), saved.shape('source')) },
		} } }],
	}),
	operator({
		name: 'put', variants: ['function', 'method', 'in-place'], tolerance: EXACT,
		overloads: [{ schema: 'put(Tensor self, Tensor index, Tensor source, bool accumulate=False) -> Tensor', run: put, backward: { node: 'PutBackward0', inputs: {
			self: { saves: ['index'], gradient: (grad, saved) => {
				const index = saved.tensor('index');
				return saved.value<boolean>('accumulate') ? grad : call('put', grad, index, call('zeros', index.shape, grad.dtype));
			} },
			source: { saves: ['index'], gradient: (grad, saved) => call('reshape', call('take', grad, saved.tensor('index')), saved.shape('source')) },
		} } }],
	}),
	operator({
		name: 'masked_scatter', variants: ['function', 'method', 'in-place'], tolerance: EXACT,
		overloads: [{ schema: 'masked_scatter(Tensor self, Tensor mask, Tensor source) -> Tensor', run: maskedScatter, backward: { node: 'MaskedScatterBackward0', inputs: {
			self: { saves: ['mask'], gradient: (grad, saved) => call('masked_fill', grad, saved.tensor('mask'), int(0)) },
			source: { saves: ['mask'], gradient: maskedScatterGradient },
		} } }],
	}),
];
