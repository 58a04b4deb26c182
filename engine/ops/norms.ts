/**
 * Family: norms of vectors and matrices. float16 and bfloat16 are computed in float32 and rounded once.
 */
import { runtimeError, shapeText } from '../tensor/errors.ts';
import { dtypeText, isFloating, isReduced, promoteTypes } from '../tensor/promotion.ts';
import { float, int, type Scalar, toNumber } from '../tensor/scalar.ts';
import { wrapDim } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { call } from './call.ts';
import { asType } from './copy.ts';
import { mul, otherOut, requireFloating, requireMatrix, requirePrecise } from './matrices.ts';
import { operator, type Gradient, type Operator, type Saved } from './operator.ts';
import { dimsOf, keepdimOf, reduceDims, unreduced } from './rows.ts';
import { MATRICES } from './tolerances.ts';

/** An order as PyTorch's messages write it. */
export function orderText(order: number | string): string {
	return order === Infinity ? 'inf' : order === -Infinity ? '-inf' : String(order);
}

/** The dtype that a norm is taken in: no narrower than the tensor's. */
function requireWider(self: Tensor, dtype: DTypeName | undefined, name: string): void {
	if (dtype === undefined) {
		return;
	}
	if (!isFloating(dtype)) {
		throw runtimeError(`${name}: dtype should be floating point or complex, but got ${dtypeText(dtype)}`);
	}
	if (promoteTypes(self.dtype, dtype) !== dtype) {
		throw runtimeError(`${name}: the dtype of the input (${dtypeText(self.dtype)}) should be convertible without narrowing to the specified dtype (${dtypeText(dtype)})`);
	}
}

function vectorNorm(self: Tensor, ord: Scalar, dim: readonly number[] | undefined, keepdim: boolean, dtype?: DTypeName, out?: Tensor): Tensor {
	const name = 'linalg.vector_norm', order = toNumber(ord), target = dtype ?? self.dtype;
	requireFloating(self, name);
	requireWider(self, dtype, name);
	requireIdentity(self, order, dim);
	if (out !== undefined && out.dtype !== target) {
		throw runtimeError(otherOut(dtypeText(out.dtype), dtypeText(target)));
	}
	const wide = asType(self, isReduced(target) ? 'float32' : target);
	return asType(normOf(wide, order, reduceDims(dim, self.ndim), keepdim), target);
}

/** Of nothing there is no largest and no smallest. */
function requireIdentity(self: Tensor, order: number, dim: readonly number[] | undefined): void {
	if (self.numel > 0 || (order >= 0 && order !== Infinity)) {
		return;
	}
	const cannot = `linalg.vector_norm cannot compute the ${orderText(order)} norm on`;
	if (dim === undefined || dim.length === 0) {
		throw runtimeError(`${cannot} an empty tensor because the operation does not have an identity`);
	}
	for (const each of dim) {
		if (self.shape[wrapDim(each, self.ndim)] === 0) {
			throw runtimeError(`${cannot} the dimension ${each}because this dimension is empty and the operation does not have an identity`);
		}
	}
}

function normOf(self: Tensor, order: number, dims: readonly number[], keepdim: boolean): Tensor {
	const size = call('abs', self);
	// Of one number it is that number's, also where its power would be none.
	const ofOne = order !== 0 && dims.every(dim => self.shape[dim] === 1);
	switch (ofOne ? 1 : order) {
		case 0: return asType(call('sum', call('ne', self, int(0)), dims, keepdim), self.dtype);
		case 1: return call('sum', size, dims, keepdim);
		case 2: return call('sqrt', call('sum', mul(self, self), dims, keepdim));
		case Infinity: return call('amax', size, dims, keepdim);
		case -Infinity: return call('amin', size, dims, keepdim);
		default: return call('pow', call('sum', call('pow', size, float(order)), dims, keepdim), float(1 / order));
	}
}

function normGradient(grad: Tensor, saved: Saved, order: number): Tensor | undefined {
	const self = saved.tensor('self'), dims = dimsOf(saved), keepdim = keepdimOf(saved);
	const [norm, scale] = [unreduced(saved.tensor('result'), self.shape, dims, keepdim), unreduced(grad, self.shape, dims, keepdim)];
	const zeroed = (tensor: Tensor, where: Tensor) => call('masked_fill', tensor, call('eq', where, int(0)), int(0));
	const sizes = (exponent: number) => call('pow', call('abs', self), float(exponent));
	const sign = call('sign', self);
	switch (order) {
		case 0: return undefined;
		case 1: return mul(scale, sign);
		case 2: return mul(scale, zeroed(call('div', self, norm), norm));
		case Infinity: case -Infinity: {
			const mask = call('eq', call('abs', self), norm);
			return mul(mul(sign, call('div', scale, call('sum', mask, dims, true))), mask);
		}
	}
	if (order < 1) {
		return mul(mul(zeroed(mul(sign, sizes(order - 1)), self), scale), call('pow', norm, float(1 - order)));
	}
	return mul(order < 2 ? mul(sign, sizes(order - 1)) : mul(self, sizes(order - 2)), zeroed(call('div', scale, call('pow', norm, float(order - 1))), norm));
}

const vectorGradient: Gradient = { saves: ['self', 'result'], gradient: (grad, saved) => normGradient(grad, saved, toNumber(saved.value<Scalar>('ord'))) };
const frobeniusGradient: Gradient = { saves: ['self', 'result'], gradient: (grad, saved) => normGradient(grad, saved, 2) };

/** The two dimensions of a matrix norm. */
function matrixDims(self: Tensor, dim: readonly number[], name: string): readonly [number, number] {
	if (dim.length !== 2) {
		throw runtimeError(`${name}: dim must be a 2-tuple. Got ${dim.join(' ')}`);
	}
	const [first, second] = dim.map(each => wrapDim(each, self.ndim)) as [number, number];
	if (first === second) {
		throw runtimeError(`${name}: dims must be different. Got (${dim.join(', ')})`);
	}
	return [first, second];
}

function matrixNorm(self: Tensor, ord: Scalar | string, dim: readonly number[], keepdim: boolean, dtype?: DTypeName, out?: Tensor): Tensor {
	const name = 'linalg.matrix_norm', order = typeof ord === 'string' ? ord : toNumber(ord);
	const isOfValues = order === 'nuc' || order === 2 || order === -2;
	if (!isOfValues && order !== 'fro' && ![1, -1, Infinity, -Infinity].includes(order as number)) {
		throw runtimeError(`${name}: Order ${orderText(order)} not supported.`);
	}
	requireMatrix(self, name);
	requireOut(name, self, dtype, out);
	requireFloating(self, name);
	const [first, second] = matrixDims(self, dim, name);
	requireWider(self, dtype, name);
	if (order === 'fro') {
		return call('linalg_vector_norm', self, int(2), [first, second], keepdim, dtype);
	}
	if (!isOfValues) {
		// Columns' sums, or rows': the one that is summed over goes first.
		const [summed, kept] = Math.abs(order as number) === 1 ? [first, second] : [second, first];
		const sums = call('linalg_vector_norm', self, int(1), [summed], keepdim, dtype);
		return extreme(order as number, sums, !keepdim && kept > summed ? kept - 1 : kept, keepdim);
	}
	requirePrecise(self, name);
	const order2 = [...self.shape.keys()].filter(each => each !== first && each !== second).concat(first, second);
	const values = call('linalg_svdvals', call('permute', dtype === undefined ? self : call('to', self, dtype), order2));
	const result = order === 'nuc' ? call('sum', values, [-1], keepdim) : extreme(order, values, values.ndim - 1, keepdim);
	return keepdim ? call('permute', call('unsqueeze', result, -1), order2.map((_, d) => order2.indexOf(d))) : result;
}

/** The largest, which of nothing is 0, or the smallest. */
function extreme(order: number, sizes: Tensor, dim: number, keepdim: boolean): Tensor {
	if (order > 0 && sizes.shape[dim] === 0) {
		return call('sum', sizes, [dim], keepdim);
	}
	return call(order > 0 ? 'amax' : 'amin', sizes, [dim], keepdim);
}

/** What norms say that are made of others. */
function requireOut(name: string, self: Tensor, dtype: DTypeName | undefined, out: Tensor | undefined): void {
	if (out !== undefined && out.dtype !== (dtype ?? self.dtype)) {
		throw runtimeError(`${name} expected out tensor dtype ${dtypeText(dtype ?? self.dtype)} but got: ${dtypeText(out.dtype)}`);
	}
}

function linalgNorm(self: Tensor, ord: Scalar | string | undefined, dim: readonly number[] | undefined, keepdim: boolean, dtype?: DTypeName, out?: Tensor): Tensor {
	const name = 'linalg.norm';
	requireOut(name, self, dtype, out);
	if (ord === undefined) {
		requireOneOrTwo(dim);
		return call('linalg_vector_norm', self, int(2), dim, keepdim, dtype);
	}
	if (dim === undefined && self.ndim !== 1 && self.ndim !== 2) {
		throw runtimeError(`${name}: If dim is not specified but ord is, the input must be 1D or 2D. Got ${self.ndim}D.`);
	}
	requireOneOrTwo(dim);
	if (typeof ord === 'string') {
		return call('linalg_matrix_norm', self, ord, dim ?? [-2, -1], keepdim, dtype);
	}
	return (dim?.length ?? self.ndim) === 2 ? call('linalg_matrix_norm', self, ord, dim ?? [0, 1], keepdim, dtype) : call('linalg_vector_norm', self, ord, dim ?? [0], keepdim, dtype);
}

function requireOneOrTwo(dim: readonly number[] | undefined): void {
	if (dim !== undefined && dim.length !== 1 && dim.length !== 2) {
		throw runtimeError(`linalg.norm: If dim is specified, it must be of length 1 or 2. Got ${shapeText(dim)}`);
	}
}

/** PyTorch's older function; a word is a matrix norm of all dimensions. */
function wordNorm(self: Tensor, p: string, dim: readonly number[] | undefined, keepdim: boolean, dtype?: DTypeName): Tensor {
	if (p === 'fro' && (dim === undefined || dim.length <= 2)) {
		return call('linalg_vector_norm', self, int(2), dim, keepdim, dtype);
	}
	return call('linalg_matrix_norm', self, p, dim ?? [...self.shape.keys()], keepdim, dtype);
}

function frobenius(self: Tensor, dim: readonly number[], keepdim: boolean): Tensor {
	if (!isFloating(self.dtype)) {
		throw runtimeError(`norm(): input dtype should be either floating point or complex. Got ${dtypeText(self.dtype)} instead.`);
	}
	if (dim.length > 2) {
		throw runtimeError(`Expected at most 2 dimensions, but got ${dim.length} dimensions instead.`);
	}
	return asType(normOf(isReduced(self.dtype) ? asType(self, 'float32') : self, 2, reduceDims(dim, self.ndim), keepdim), self.dtype);
}

export const NORMS: readonly Operator[] = [
	operator({ name: 'linalg_vector_norm', variants: ['linalg', 'out'], tolerance: MATRICES, overloads: [{ schema: 'linalg_vector_norm(Tensor self, Scalar ord=2, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor', run: vectorNorm, backward: { node: 'LinalgVectorNormBackward0', inputs: { self: vectorGradient } } }] }),
	operator({ name: 'linalg_matrix_norm', variants: ['linalg', 'out'], tolerance: MATRICES, overloads: [
		{ schema: 'linalg_matrix_norm(Tensor self, Scalar ord, int[] dim=[-2,-1], bool keepdim=False, *, ScalarType? dtype=None) -> Tensor', run: matrixNorm },
		{ schema: 'linalg_matrix_norm.str_ord(Tensor self, str ord="fro", int[] dim=[-2,-1], bool keepdim=False, *, ScalarType? dtype=None) -> Tensor', run: matrixNorm },
	] }),
	operator({ name: 'linalg_norm', variants: ['linalg', 'out'], tolerance: MATRICES, overloads: [
		{ schema: 'linalg_norm(Tensor self, Scalar? ord=None, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor', run: linalgNorm },
		{ schema: 'linalg_norm.ord_str(Tensor self, str ord, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor', run: linalgNorm },
	] }),
	operator({ name: 'norm', variants: ['function', 'method'], tolerance: MATRICES, overloads: [
		{ schema: 'norm(Tensor self, Scalar? p=2, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor', run: (self: Tensor, p: Scalar | undefined, dim: readonly number[] | undefined, keepdim: boolean, dtype?: DTypeName) => call('linalg_vector_norm', self, p ?? int(2), dim, keepdim, dtype) },
		{ schema: 'norm.name(Tensor self, str p, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor', run: wordNorm },
	] }),
	operator({ name: 'nuclear_norm', variants: ['function', 'out'], tolerance: MATRICES, overloads: [
		{ schema: 'nuclear_norm.dim(Tensor self, int[2] dim, bool keepdim=False) -> Tensor', run: (self: Tensor, dim: readonly number[], keepdim: boolean) => call('linalg_matrix_norm', self, 'nuc', dim, keepdim) },
		{ schema: 'nuclear_norm(Tensor self, bool keepdim=False) -> Tensor', run: (self: Tensor, keepdim: boolean) => call('linalg_matrix_norm', self, 'nuc', [-2, -1], keepdim) },
	] }),
	operator({ name: 'frobenius_norm', variants: ['function', 'out'], tolerance: MATRICES, overloads: [{ schema: 'frobenius_norm.dim(Tensor self, int[1] dim, bool keepdim=False) -> Tensor', run: frobenius, backward: { node: 'NormBackward1', inputs: { self: frobeniusGradient } } }] }),
];
