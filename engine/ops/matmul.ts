/**
 * Family: products of matrices and vectors. float16 and bfloat16 are computed in float32 and rounded once; integers
 * are exact and wrap.
 */
import { kernels } from '../kernels/load.ts';
import { allocate, free } from '../memory/allocator.ts';
import { notImplementedError, runtimeError, shapeText } from '../tensor/errors.ts';
import { codeOf, dtypeText, isFloating, isReduced } from '../tensor/promotion.ts';
import { int, toNumber, type Scalar } from '../tensor/scalar.ts';
import { broadcastShapes, sizeAt } from '../tensor/shape.ts';
import { numel } from '../trace/shape.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { asContiguous, asType } from './copy.ts';
import { otherOut } from './matrices.ts';
import { operator, type Gradient, type Operator } from './operator.ts';
import { CPP } from './pointwise.ts';
import { PRODUCTS } from './tolerances.ts';

/** Multiplications from which on it pays to copy the factors' blocks side by side. */
const LARGE = 2 ** 15;

/** Multiplications up to which float32 is counted as PyTorch counts, to the bit, though that takes longer. */
const SMALL = 2 ** 14;
/** Below so many PyTorch multiplies batches by a loop of its own, without fused steps. */
const TINY_BATCH = 400;

/** The product of two matrices whose sizes fit. */
function multiply(a: Tensor, b: Tensor): Tensor {
	if (a.dtype === 'bool') {
		throw notImplementedError(`"${a.shape[0] === 1 && b.shape[1] === 1 ? 'dot' : 'addmm_impl_cpu_'}" not implemented for 'Bool'`);
	}
	if (isReduced(a.dtype)) {
		return asType(multiply(asType(a, 'float32'), asType(b, 'float32')), a.dtype);
	}
	const result = emptyTensor([a.shape[0]!, b.shape[1]!], a.dtype);
	multiplyInto(result.pointer, a, b);
	return result;
}

/** Whether PyTorch multiplies by fused steps in order; a column's longer sums go in an order that is the library's secret. */
function isFused(a: Tensor, n: number): boolean {
	const [m, k] = a.shape as readonly [number, number];
	return a.dtype === 'float32' && m * n * k <= SMALL && (n > 1 || (k === 2 && m >= 4));
}

function multiplyFused(target: number, a: Tensor, b: Tensor, n: number, columnB: number): void {
	kernels().matmul_fused(a.shape[0]!, n, a.shape[1]!, a.pointer, a.strides[0]! * 4, a.strides[1]! * 4, b.pointer, b.strides[0]! * 4, columnB * 4, target);
}

/** As `multiply`, in the factors' dtype; `target` is the address of the result, dense. */
export function multiplyInto(target: number, a: Tensor, b: Tensor, fused = isFused(a, b.shape[1]!)): void {
	const [m, k] = a.shape as readonly [number, number];
	const n = b.shape[1]!;
	if (m === 0 || n === 0) {
		return;
	}
	if (fused) {
		multiplyFused(target, a, b, n, b.strides[1]!);
		return;
	}
	const size = a.itemSize;
	// A column of B needs no dense rows: its elements are walked by their stride.
	if (n === 1) {
		kernels().mv(codeOf(a.dtype), m, k, a.pointer, a.strides[0]! * size, a.strides[1]! * size, b.pointer, b.strides[0]! * size, target);
		return;
	}
	if (m * n * k >= LARGE && m >= 4 && isFloating(a.dtype)) {
		const work = kernels().blocked_bytes(size, n, k), at = allocate(work);
		kernels().matmul_blocked(codeOf(a.dtype), m, n, k, a.pointer, a.strides[0]! * size, a.strides[1]! * size, b.pointer, b.strides[0]! * size, b.strides[1]! * size, target, at);
		free(at, work);
		return;
	}
	const dense = b.strides[1] === 1 ? b : asContiguous(b);
	kernels().matmul(codeOf(a.dtype), m, n, k, a.pointer, a.strides[0]! * size, a.strides[1]! * size, dense.pointer, dense.strides[0]! * size, target);
}

function mm(self: Tensor, mat2: Tensor): Tensor {
	if (self.ndim !== 2) {
		throw runtimeError('self must be a matrix');
	}
	if (mat2.ndim !== 2) {
		throw runtimeError('mat2 must be a matrix');
	}
	requireFit(self, mat2);
	if (self.dtype !== mat2.dtype) {
		throw runtimeError(`expected m1 and m2 to have the same dtype, but got: ${CPP[self.dtype]} != ${CPP[mat2.dtype]}`);
	}
	return multiply(self, mat2);
}

function requireFit(a: Tensor, b: Tensor): void {
	if (a.shape[1] !== b.shape[0]) {
		throw runtimeError(`mat1 and mat2 shapes cannot be multiplied (${a.shape.join('x')} and ${b.shape.join('x')})`);
	}
}

function mv(self: Tensor, vec: Tensor): Tensor {
	return addable([sizeAt(self.shape, 0)], vec.dtype, self, vec);
}

/** A matrix times a vector, which something of that shape and dtype is to be added to. */
function addable(shape: readonly number[], dtype: DTypeName, mat: Tensor, vec: Tensor): Tensor {
	if (mat.ndim !== 2 || vec.ndim !== 1 || shape.length > 1) {
		throw runtimeError(`vector + matrix @ vector expected, got ${shape.length}, ${mat.ndim}, ${vec.ndim}`);
	}
	const size = shape[0] ?? 1;
	if (mat.shape[1] !== vec.shape[0] || (size !== mat.shape[0] && size !== 1)) {
		throw runtimeError(`size mismatch, got input (${size}), mat (${mat.shape.join('x')}), vec (${vec.shape[0]!})`);
	}
	if (mat.dtype !== vec.dtype || dtype !== vec.dtype) {
		throw runtimeError(`addmv input tensors must have the same dtype, but got ${dtypeText(dtype)}, ${dtypeText(mat.dtype)}, and ${dtypeText(vec.dtype)}`);
	}
	if (mat.dtype === 'bool') {
		throw notImplementedError('"addmv_impl_cpu" not implemented for \'Bool\'');
	}
	return rowsTimes(mat, vec);
}

/** One dot product for each row. */
function rowsTimes(self: Tensor, vec: Tensor): Tensor {
	if (isReduced(self.dtype)) {
		return asType(rowsTimes(asType(self, 'float32'), asType(vec, 'float32')), self.dtype);
	}
	const size = self.itemSize;
	const result = emptyTensor([self.shape[0]!], self.dtype);
	if (isFused(self, 1)) {
		multiplyFused(result.pointer, self, vec, 1, 0);
		return result;
	}
	kernels().mv(codeOf(self.dtype), self.shape[0]!, self.shape[1]!, self.pointer, self.strides[0]! * size, self.strides[1]! * size, vec.pointer, vec.strides[0]! * size, result.pointer);
	return result;
}

function dot(self: Tensor, tensor: Tensor): Tensor {
	if (self.ndim !== 1 || tensor.ndim !== 1) {
		throw runtimeError(`1D tensors expected, but got ${self.ndim}D and ${tensor.ndim}D tensors`);
	}
	if (self.dtype !== tensor.dtype) {
		throw runtimeError(`dot : expected both vectors to have same dtype, but found ${dtypeText(self.dtype)} and ${dtypeText(tensor.dtype)}`);
	}
	if (self.numel !== tensor.numel) {
		throw runtimeError(`inconsistent tensor size, expected tensor ${shapeText(self.shape)} and src ${shapeText(tensor.shape)} to have the same number of elements, but got ${self.numel} and ${tensor.numel} elements respectively`);
	}
	if (self.dtype === 'bool') {
		throw notImplementedError('"dot" not implemented for \'Bool\'');
	}
	return dotOf(self, tensor);
}

function dotOf(a: Tensor, b: Tensor): Tensor {
	if (isReduced(a.dtype)) {
		return asType(dotOf(asType(a, 'float32'), asType(b, 'float32')), a.dtype);
	}
	const result = emptyTensor([], a.dtype);
	kernels().mv(codeOf(a.dtype), 1, a.numel, a.pointer, 0, a.strides[0]! * a.itemSize, b.pointer, b.strides[0]! * b.itemSize, result.pointer);
	return result;
}

function bmm(self: Tensor, mat2: Tensor, name = 'bmm'): Tensor {
	if (self.ndim !== 3) {
		throw runtimeError('batch1 must be a 3D tensor');
	}
	if (mat2.ndim !== 3) {
		throw runtimeError('batch2 must be a 3D tensor');
	}
	const [batches, m, k] = self.shape as readonly [number, number, number];
	if (mat2.shape[0] !== batches || mat2.shape[1] !== k) {
		throw runtimeError(`Expected size for first two dimensions of batch2 tensor to be: [${batches}, ${k}] but got: [${mat2.shape[0]!}, ${mat2.shape[1]!}].`);
	}
	if (self.dtype === 'bool') {
		throw notImplementedError(`"${name}" not implemented for 'Bool'`);
	}
	if (self.dtype !== mat2.dtype) {
		throw runtimeError(`expected scalar type ${dtypeText(self.dtype)} but found ${dtypeText(mat2.dtype)}`);
	}
	if (isReduced(self.dtype)) {
		return asType(bmm(asType(self, 'float32'), asType(mat2, 'float32')), self.dtype);
	}
	const result = emptyTensor([batches, m, mat2.shape[2]!], self.dtype);
	if (result.numel === 0) {
		return result;
	}
	const step = m * mat2.shape[2]! * self.itemSize;
	const fused = m * k * mat2.shape[2]! >= TINY_BATCH && batches > 0 && isFused(call('select', self, 0, 0), mat2.shape[2]!);
	for (let i = 0; i < batches; i++) {
		multiplyInto(result.pointer + i * step, call('select', self, 0, i), call('select', mat2, 0, i), fused);
	}
	return result;
}

/** beta * self + alpha * product, broadcast, laid out row by row; a beta of 0 leaves out what self holds (NaN too), and integers take whole factors. */
function combined(self: Tensor, product: Tensor, beta: Scalar, alpha: Scalar): Tensor {
	call('expand', self, product.shape);
	if (self.dtype !== product.dtype) {
		throw runtimeError(`self and mat2 must have the same dtype, but got ${dtypeText(self.dtype)} and ${dtypeText(product.dtype)}`);
	}
	const factor = (scalar: Scalar) => isFloating(product.dtype) ? scalar : int(Math.trunc(toNumber(scalar)));
	const scaled = by(product, factor(alpha));
	return toNumber(factor(beta)) === 0 ? scaled : call('add', scaled, by(self, factor(beta)));
}

function baddbmm(self: Tensor, batch1: Tensor, batch2: Tensor, beta: Scalar, alpha: Scalar): Tensor {
	call('expand', self, [sizeAt(batch1.shape, 0), sizeAt(batch1.shape, 1), sizeAt(batch2.shape, 2)]);
	if (self.dtype !== batch1.dtype) {
		throw runtimeError(`Input dtypes must be the same, got: input ${CPP[self.dtype]}, batch1: ${CPP[batch1.dtype]}, batch2: ${CPP[batch2.dtype]}`);
	}
	return combined(self, bmm(batch1, batch2, 'baddbmm'), beta, alpha);
}

function matmul(self: Tensor, other: Tensor): Tensor {
	if (self.ndim === 0 || other.ndim === 0) {
		throw runtimeError(`both arguments to matmul need to be at least 1D, but they are ${self.ndim}D and ${other.ndim}D`);
	}
	if (self.ndim === 1 && other.ndim === 1) {
		return call('dot', self, other);
	}
	if (self.ndim === 2 && other.ndim === 1) {
		return call('mv', self, other);
	}
	if (self.ndim === 1 && other.ndim === 2) {
		return call('_squeeze_result', call('mm', call('unsqueeze', self, 0), other), 0);
	}
	if (self.ndim === 2 && other.ndim === 2) {
		return call('mm', self, other);
	}
	if (other.ndim <= 2) {
		return folded(self, other);
	}
	// One matrix times many: the transposed product folds, and is turned back.
	return self.ndim === 2 && self.requiresGrad ? call('contiguous', call('transpose', folded(call('transpose', other, -2, -1), call('t', self)), -2, -1)) : batched(self, other);
}

/** Many rows times one matrix or vector: all leading dimensions become rows. */
function folded(self: Tensor, other: Tensor): Tensor {
	const lead = self.shape.slice(0, -1);
	const rows = call('reshape', self, [numel(lead), self.shape.at(-1)!]);
	return other.ndim === 1 ? call('_unsafe_view', call('mv', rows, other), lead) : call('_unsafe_view', call('mm', rows, other), [...lead, other.shape[1]!]);
}

function batched(self: Tensor, other: Tensor): Tensor {
	const [left, right] = [self.ndim === 1 ? call('unsqueeze', self, 0) : self, other];
	const batch = broadcastShapes(left.shape.slice(0, -2), right.shape.slice(0, -2));
	const [m, k, rows, n] = [left.shape.at(-2)!, left.shape.at(-1)!, right.shape.at(-2)!, right.shape.at(-1)!];
	const count = numel(batch);
	const a = call('reshape', call('expand', left, [...batch, m, k]), [count, m, k]);
	const b = call('reshape', call('expand', right, [...batch, rows, n]), [count, rows, n]);
	return call('_unsafe_view', call('bmm', a, b), self.ndim === 1 ? [...batch, n] : [...batch, m, n]);
}

function linear(input: Tensor, weight: Tensor, bias: Tensor | undefined): Tensor {
	if (input.ndim === 0 || weight.ndim === 0) {
		throw runtimeError(`both arguments to linear need to be at least 1D, but they are ${input.ndim}D and ${weight.ndim}D`);
	}
	if (bias === undefined) {
		return call('matmul', input, call('t', weight));
	}
	if (input.ndim === 2) {
		return call('addmm', bias, input, call('t', weight));
	}
	const lead = input.shape.slice(0, -1);
	const rows = call('reshape', input, [numel(lead), input.shape.at(-1)!]);
	return call('view', call('addmm', bias, rows, call('t', weight)), [...lead, weight.shape[0]!]);
}

function outer(self: Tensor, vec2: Tensor): Tensor {
	for (const [name, tensor] of [['self', self], ['vec2', vec2]] as const) {
		if (tensor.ndim !== 1) {
			throw runtimeError(`outer: Expected 1-D argument ${name}, but got ${tensor.ndim}-D`);
		}
	}
	return call('mul', call('reshape', self, [self.numel, 1]), vec2);
}

const by = (tensor: Tensor, factor: Scalar) => toNumber(factor) === 1 ? tensor : call('mul', tensor, factor);

/** Gradients of a product's factors, laid out as the factors are, as PyTorch's `mm_mat1_backward` and `mm_mat2_backward` give them. */
function leftGradient(grad: Tensor, mat2: Tensor, self: Geometry): Tensor {
	return isByColumns(self) ? call('t', call('mm', mat2, call('t', grad))) : call('mm', grad, call('t', mat2));
}

function rightGradient(grad: Tensor, mat1: Tensor, self: Geometry): Tensor {
	return isByColumns(self) ? call('t', call('mm', call('t', grad), mat1)) : call('mm', call('t', mat1), grad);
}

interface Geometry { readonly shape: readonly number[]; readonly strides: readonly number[] }

const isByColumns = ({ shape, strides }: Geometry) => strides[0] === 1 && strides[1] === shape[0];

const left: Gradient = { saves: ['mat2'], gradient: (grad, saved) => leftGradient(grad, saved.tensor('mat2'), saved.geometry('self')) };
const right: Gradient = { saves: ['self'], gradient: (grad, saved) => rightGradient(grad, saved.tensor('self'), saved.geometry('mat2')) };

export const MATMUL: readonly Operator[] = [
	operator({ name: 'mm', variants: ['function', 'method', 'out'], tolerance: PRODUCTS, outKeepsDType: otherOut, overloads: [{ schema: 'mm(Tensor self, Tensor mat2) -> Tensor', run: mm, backward: { node: 'MmBackward0', inputs: { self: left, mat2: right } } }] }),
	operator({ name: 'mv', variants: ['function', 'method', 'out'], tolerance: PRODUCTS, outKeepsDType: (out, self) => `addmv input tensors must have the same dtype, but got ${out}, ${self}, and ${self}`, overloads: [{ schema: 'mv(Tensor self, Tensor vec) -> Tensor', run: mv, backward: { node: 'MvBackward0', inputs: {
		self: { saves: ['vec'], gradient: (grad, saved) => call('outer', grad, saved.tensor('vec')) },
		vec: { saves: ['self'], gradient: (grad, saved) => call('mv', call('t', saved.tensor('self')), grad) },
	} } }] }),
	operator({ name: 'dot', variants: ['function', 'method', 'out'], tolerance: PRODUCTS, outKeepsDType: (out, self) => `result dtype ${out} does not match input dtype ${self}`, overloads: [{ schema: 'dot(Tensor self, Tensor tensor) -> Tensor', run: dot, backward: { node: 'DotBackward0', inputs: {
		self: { saves: ['tensor'], gradient: (grad, saved) => call('mul', grad, saved.tensor('tensor')) },
		tensor: { saves: ['self'], gradient: (grad, saved) => call('mul', grad, saved.tensor('self')) },
	} } }] }),
	operator({ name: 'bmm', variants: ['function', 'method', 'out'], tolerance: PRODUCTS, outKeepsDType: otherOut, overloads: [{ schema: 'bmm(Tensor self, Tensor mat2) -> Tensor', run: (self: Tensor, mat2: Tensor) => bmm(self, mat2), backward: { node: 'BmmBackward0', inputs: {
		self: { saves: ['mat2'], gradient: (grad, saved) => call('bmm', grad, call('transpose', saved.tensor('mat2'), 1, 2)) },
		mat2: { saves: ['self'], gradient: (grad, saved) => call('bmm', call('transpose', saved.tensor('self'), 1, 2), grad) },
	} } }] }),
	operator({ name: 'addmm', variants: ['function', 'method', 'in-place', 'out'], tolerance: PRODUCTS, outKeepsDType: otherOut, overloads: [{
		schema: 'addmm(Tensor self, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1) -> Tensor',
		run: (self: Tensor, mat1: Tensor, mat2: Tensor, beta: Scalar, alpha: Scalar) => {
			for (const [name, tensor] of [['self', self], ['mat1', mat1]] as const) {
				if (tensor.dtype !== mat2.dtype) {
					throw runtimeError(`${name} and mat2 must have the same dtype, but got ${dtypeText(tensor.dtype)} and ${dtypeText(mat2.dtype)}`);
				}
			}
			if (mat1.ndim !== 2) {
				throw runtimeError(`mat1 must be a matrix, got ${mat1.ndim}-D tensor`);
			}
			if (mat2.ndim !== 2) {
				throw runtimeError(`mat2 must be a matrix, got ${mat2.ndim}-D tensor`);
			}
			requireFit(mat1, mat2);
			return combined(self, multiply(mat1, mat2), beta, alpha);
		},
		backward: { node: 'AddmmBackward0', inputs: {
			self: { gradient: (grad, saved) => by(grad, saved.value('beta')) },
			mat1: { saves: ['mat2'], gradient: (grad, saved) => by(leftGradient(grad, saved.tensor('mat2'), saved.geometry('mat1')), saved.value('alpha')) },
			mat2: { saves: ['mat1'], gradient: (grad, saved) => by(rightGradient(grad, saved.tensor('mat1'), saved.geometry('mat2')), saved.value('alpha')) },
		} },
	}] }),
	operator({ name: 'addmv', variants: ['function', 'method', 'in-place', 'out'], tolerance: PRODUCTS, outKeepsDType: otherOut, overloads: [{
		schema: 'addmv(Tensor self, Tensor mat, Tensor vec, *, Scalar beta=1, Scalar alpha=1) -> Tensor',
		run: (self: Tensor, mat: Tensor, vec: Tensor, beta: Scalar, alpha: Scalar) => combined(self, addable(self.shape, self.dtype, mat, vec), beta, alpha),
		backward: { node: 'AddmvBackward0', inputs: {
			self: { gradient: (grad, saved) => by(grad, saved.value('beta')) },
			mat: { saves: ['vec'], gradient: (grad, saved) => by(call('outer', grad, saved.tensor('vec')), saved.value('alpha')) },
			vec: { saves: ['mat'], gradient: (grad, saved) => by(call('mv', call('t', saved.tensor('mat')), grad), saved.value('alpha')) },
		} },
	}] }),
	operator({ name: 'baddbmm', variants: ['function', 'method', 'in-place', 'out'], tolerance: PRODUCTS, outKeepsDType: otherOut, overloads: [{
		schema: 'baddbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor',
		run: baddbmm,
		backward: { node: 'BaddbmmBackward0', inputs: {
			self: { gradient: (grad, saved) => by(grad, saved.value('beta')) },
			batch1: { saves: ['batch2'], gradient: (grad, saved) => by(call('bmm', grad, call('transpose', saved.tensor('batch2'), 1, 2)), saved.value('alpha')) },
			batch2: { saves: ['batch1'], gradient: (grad, saved) => by(call('bmm', call('transpose', saved.tensor('batch1'), 1, 2), grad), saved.value('alpha')) },
		} },
	}] }),
	operator({ name: 'matmul', nameInErrors: 'matmul', variants: ['function', 'method', 'out'], tolerance: PRODUCTS, outKeepsDType: otherOut, magic: ['__matmul__'], overloads: [{ schema: 'matmul(Tensor self, Tensor other) -> Tensor', run: matmul }] }),
	operator({ name: 'linear', variants: ['nn'], tolerance: PRODUCTS, overloads: [{ schema: 'linear(Tensor input, Tensor weight, Tensor? bias=None) -> Tensor', run: linear }] }),
	operator({ name: 'outer', variants: ['function', 'method', 'out'], nameInErrors: 'mul', aliases: ['ger'], tolerance: PRODUCTS, overloads: [{ schema: 'outer(Tensor self, Tensor vec2) -> Tensor', run: outer }] }),
	operator({ name: 'trace', variants: ['function', 'method'], tolerance: PRODUCTS, overloads: [{
		schema: 'trace(Tensor self) -> Tensor',
		run: (self: Tensor) => {
			if (self.dtype === 'bool') {
				throw notImplementedError('"trace" not implemented for \'Bool\'');
			}
			if (self.ndim !== 2) {
				throw runtimeError(`trace: expected a matrix, but got tensor with dim ${self.ndim}`);
			}
			return call('sum', call('diagonal', self));
		},
		backward: { node: 'TraceBackward0', inputs: { self: { gradient: (grad, saved) => {
			const whole = call('zeros', saved.shape('self'), grad.dtype);
			call('copy_', call('diagonal', whole), grad);
			return whole;
		} } } },
	}] }),
	// What squeeze_ does and records on the fresh result of a product.
	operator({ name: '_squeeze_result', variants: [], tolerance: PRODUCTS, overloads: [{
		schema: '_squeeze_result(Tensor self, int dim) -> Tensor',
		run(self: Tensor, dim: number) {
			const result = call('squeeze', self, dim);
			result.bumpVersion();
			return result;
		},
		backward: { node: 'SqueezeBackward4', inputs: { self: { gradient: (grad, saved) => call('unsqueeze', grad, saved.value<number>('dim')) } } },
	}] }),
];
