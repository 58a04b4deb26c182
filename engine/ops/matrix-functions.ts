/**
 * Family: powers and exponentials of matrices, products of many, cross products, Vandermonde matrices; and those names of torch.linalg that are others' too.
 */
import { expm } from '../linalg/expm.ts';
import { indexError, notImplementedError, runtimeError, shapeText } from '../tensor/errors.ts';
import { dtypeText, isReduced } from '../tensor/promotion.ts';
import { broadcastShapes, wrapDim } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import { batchOf, byRows, matricesOf, mm, mT, mul, otherOut, requireCast, requireFloating, requireSquare, rowsOf, sub } from './matrices.ts';
import { operator, type Gradient, type Operator } from './operator.ts';
import { CPP } from './pointwise.ts';
import { MATRICES } from './tolerances.ts';

function matrixPower(self: Tensor, n: number, out?: Tensor): Tensor {
	requireSquare(self, 'linalg.matrix_power');
	requireCast(self.dtype, out, 'matrix_power');
	if (out !== undefined && out.dtype !== self.dtype) {
		throw runtimeError(otherOut(dtypeText(out.dtype), dtypeText(self.dtype)));
	}
	if (n === 0) {
		return call('copy_', call('clone', self, 'contiguous_format'), call('eye', rowsOf(self), rowsOf(self), self.dtype));
	}
	if (n === 1) {
		return call('clone', self, 'contiguous_format');
	}
	const base = n < 0 ? call('linalg_inv', self) : self;
	if (n === -1) {
		return base;
	}
	if (Math.abs(n) === 3) {
		return mm(mm(base, base), base);
	}
	// By squaring: the powers of two that n is the sum of.
	let square: Tensor | undefined, result: Tensor | undefined;
	for (let left = Math.abs(n); left > 0; left = Math.floor(left / 2)) {
		square = square === undefined ? base : mm(square, square);
		if (left % 2 === 1) {
			result = result === undefined ? square : mm(result, square);
		}
	}
	return result!;
}

function matrixExp(self: Tensor): Tensor {
	requireSquare(self, 'linalg.matrix_exp');
	requireFloating(self, 'linalg.matrix_exp');
	return byRows(matricesOf(self).map(expm), batchOf(self), rowsOf(self), rowsOf(self), self.dtype);
}

/** The upper right quarter of the exponential of [[Aᵀ, g], [0, Aᵀ]] (Higham, "Functions of Matrices", 3.2). */
function exponentialGradient(grad: Tensor, a: Tensor): Tensor {
	const n = rowsOf(a), turned = mT(a);
	const whole = call('cat', [call('cat', [turned, grad], -1), call('cat', [call('zeros_like', turned), turned], -1)], -2);
	return call('narrow', call('narrow', call('linalg_matrix_exp', whole), -2, 0, n), -1, n, n);
}

/** The product of a chain in the order that takes the fewest multiplications. */
function multiDot(tensors: readonly Tensor[], out?: Tensor): Tensor {
	const count = tensors.length;
	if (count < 2) {
		throw runtimeError(`multi_dot(): expected at least 2 tensors but got ${count}`);
	}
	const [first, last] = [tensors[0]!, tensors.at(-1)!];
	for (const [label, tensor] of [['first', first], ['last', last]] as const) {
		if (tensor.ndim !== 1 && tensor.ndim !== 2) {
			throw runtimeError(`multi_dot(): the ${label} tensor must be 1D or 2D but got ${tensor.ndim}D`);
		}
	}
	const shape = [...first.ndim === 2 ? [first.shape[0]!] : [], ...last.ndim === 2 ? [last.shape[1]!] : []];
	const matrices = tensors.map((tensor, i) => tensor.ndim === 1 && i === 0 ? call('unsqueeze', tensor, 0) : tensor.ndim === 1 && i === count - 1 ? call('unsqueeze', tensor, -1) : tensor);
	for (const [i, tensor] of matrices.entries()) {
		if (tensor.ndim !== 2) {
			throw runtimeError(`multi_dot(): tensor ${i} must be 2D but got ${tensor.ndim}D`);
		}
		if (tensor.dtype !== first.dtype) {
			throw runtimeError(`multi_dot(): all tensors must have be the same dtype but tensor 0 is ${CPP[first.dtype]} and tensor ${i} ${CPP[tensor.dtype]}`);
		}
	}
	for (let i = 1; i < count; i++) {
		const [before, after] = [matrices[i - 1]!, matrices[i]!];
		if (before.shape[1] !== after.shape[0]) {
			throw runtimeError(`multi_dot(): tensors ${i - 1} and ${i} with shapes ${shapeText(before.shape)} and ${shapeText(after.shape)} cannot be multiplied`);
		}
	}
	if (out !== undefined && out.dtype !== first.dtype) {
		throw runtimeError(`multi_dot(): expected out tensor to have dtype ${CPP[first.dtype]} but got ${CPP[out.dtype]}`);
	}
	return call('view', chain(matrices, order(matrices), 0, count - 1), shape);
}

/** Where each stretch of the chain is best cut. */
function order(matrices: readonly Tensor[]): readonly (readonly number[])[] {
	const count = matrices.length, sizes = [matrices[0]!.shape[0]!, ...matrices.map(({ shape }) => shape[1]!)];
	const square = () => Array.from({ length: count }, () => new Array<number>(count).fill(0));
	const costs = square(), cuts = square();
	for (let length = 1; length < count; length++) {
		for (let i = 0; i + length < count; i++) {
			const j = i + length;
			costs[i]![j] = Infinity;
			for (let cut = i; cut < j; cut++) {
				const cost = costs[i]![cut]! + costs[cut + 1]![j]! + sizes[i]! * sizes[cut + 1]! * sizes[j + 1]!;
				if (cost < costs[i]![j]!) {
					costs[i]![j] = cost;
					cuts[i]![j] = cut;
				}
			}
		}
	}
	return cuts;
}

function chain(matrices: readonly Tensor[], cuts: readonly (readonly number[])[], i: number, j: number): Tensor {
	const cut = cuts[i]![j]!;
	return i === j ? matrices[i]! : call('mm', chain(matrices, cuts, i, cut), chain(matrices, cuts, cut + 1, j));
}

/** The older function. */
function chainMatmul(matrices: readonly Tensor[], out?: Tensor): Tensor {
	for (const { ndim } of matrices) {
		if (ndim !== 2) {
			throw runtimeError(`Tensor dimension is ${ndim}, expected 2 instead.`);
		}
	}
	if (matrices.length === 0) {
		throw runtimeError('chain_matmul(): Expected one or more matrices');
	}
	return matrices.length === 1 ? call('clone', matrices[0]!) : multiDot(matrices, out);
}

function cross(self: Tensor, other: Tensor, dim: number): Tensor {
	if (self.ndim !== other.ndim) {
		throw runtimeError('linalg.cross: inputs must have the same number of dimensions.');
	}
	if (self.ndim === 0) {
		throw indexError(`Dimension specified as ${dim} but tensor has no dimensions`);
	}
	const at = wrapDim(dim, self.ndim);
	if (self.shape[at] !== 3 || other.shape[at] !== 3) {
		throw runtimeError(`linalg.cross: inputs dimension ${dim} must have length 3. Got ${self.shape[at]!} and ${other.shape[at]!}`);
	}
	const shape = broadcastShapes(self.shape, other.shape);
	if (self.dtype !== other.dtype) {
		throw runtimeError(`expected scalar type ${dtypeText(self.dtype)} but found ${dtypeText(other.dtype)}`);
	}
	if (self.dtype === 'bool') {
		throw notImplementedError('"cross" not implemented for \'Bool\'');
	}
	const place = (tensor: Tensor, i: number) => call('narrow', tensor, at, i % 3, 1);
	const result = call('cat', [0, 1, 2].map(i => sub(mul(place(self, i + 1), place(other, i + 2)), mul(place(self, i + 2), place(other, i + 1)))), at);
	return call('expand', result, shape);
}

function olderCross(self: Tensor, other: Tensor, dim: number | undefined): Tensor {
	const at = dim ?? self.shape.indexOf(3);
	if (at === -1 && dim === undefined) {
		throw runtimeError('no dimension of size 3 in input');
	}
	return call('linalg_cross', self, other, at);
}

const crossGradient = (other: 'self' | 'other'): Gradient => ({ saves: [other], gradient: (grad, saved) => {
	const [factor, dim] = [saved.tensor(other), saved.value<number>('dim')];
	return other === 'other' ? call('linalg_cross', factor, grad, dim) : call('linalg_cross', grad, factor, dim);
} });

function vecdot(x: Tensor, y: Tensor, dim: number, out?: Tensor): Tensor {
	requireFloating(x, 'linalg.vecdot');
	if (x.dtype !== y.dtype) {
		throw runtimeError(`linalg.vecdot: Expected x and y to have the same dtype, but found x of type ${dtypeText(x.dtype)} and y of type ${dtypeText(y.dtype)} instead`);
	}
	if (out !== undefined && out.dtype !== x.dtype) {
		throw runtimeError(`linalg.vecdot: Expected out of dtype${dtypeText(x.dtype)} but found ${dtypeText(out.dtype)}`);
	}
	return x.ndim === 1 && y.ndim === 1 ? call('vdot', x, y) : call('sum', mul(x, y), [dim]);
}

function vander(x: Tensor, count: number | undefined): Tensor {
	if (x.dtype === 'bool' || isReduced(x.dtype)) {
		throw runtimeError(`linalg.vander supports floating point, complex, and integer tensors, but got ${dtypeText(x.dtype)}`);
	}
	const n = count ?? x.shape.at(-1) ?? 0;
	if (n <= 1) {
		throw runtimeError('N must be greater than 1.');
	}
	const column = call('unsqueeze', x.ndim === 0 ? call('unsqueeze', x, 0) : x, -1);
	const powers = call('cumprod', call('expand', column, [...column.shape.slice(0, -1), n - 1]), -1);
	return call('cat', [call('ones_like', column), powers], -1);
}

export const MATRIX_FUNCTIONS: readonly Operator[] = [
	operator({ name: 'linalg_matrix_power', variants: ['linalg', 'out'], nameInErrors: 'matmul', tolerance: MATRICES, overloads: [{ schema: 'linalg_matrix_power(Tensor self, int n) -> Tensor', run: matrixPower }] }),
	operator({ name: 'matrix_power', variants: ['function', 'method', 'out'], nameInErrors: 'matmul', tolerance: MATRICES, overloads: [{ schema: 'matrix_power(Tensor self, int n) -> Tensor', run: matrixPower }] }),
	operator({ name: 'linalg_matrix_exp', variants: ['linalg'], tolerance: MATRICES, overloads: [{ schema: 'linalg_matrix_exp(Tensor self) -> Tensor', run: matrixExp, backward: { node: 'LinalgMatrixExpBackward0', inputs: { self: { saves: ['self'], gradient: (grad, saved) => exponentialGradient(grad, saved.tensor('self')) } } } }] }),
	operator({ name: 'matrix_exp', variants: ['function', 'method'], tolerance: MATRICES, overloads: [{ schema: 'matrix_exp(Tensor self) -> Tensor', run: (self: Tensor) => call('linalg_matrix_exp', self) }] }),
	operator({ name: 'linalg_multi_dot', variants: ['linalg', 'out'], tolerance: MATRICES, overloads: [{ schema: 'linalg_multi_dot(Tensor[] tensors) -> Tensor', run: multiDot }] }),
	operator({ name: 'chain_matmul', nameInErrors: 'mm', variants: ['function', 'out'], tolerance: MATRICES, overloads: [{ schema: 'chain_matmul(Tensor[] matrices) -> Tensor', run: chainMatmul }] }),
	operator({ name: 'linalg_cross', variants: ['linalg', 'out'], tolerance: MATRICES, outKeepsDType: otherOut, overloads: [{ schema: 'linalg_cross(Tensor self, Tensor other, *, int dim=-1) -> Tensor', run: cross, backward: { node: 'LinalgCrossBackward0', inputs: { self: crossGradient('other'), other: crossGradient('self') } } }] }),
	operator({ name: 'cross', nameInErrors: 'linalg_cross', variants: ['function', 'method', 'out'], tolerance: MATRICES, outKeepsDType: otherOut, overloads: [{ schema: 'cross(Tensor self, Tensor other, int? dim=None) -> Tensor', run: olderCross }] }),
	operator({ name: 'linalg_vecdot', variants: ['linalg', 'out'], tolerance: MATRICES, overloads: [{ schema: 'linalg_vecdot(Tensor x, Tensor y, *, int dim=-1) -> Tensor', run: vecdot }] }),
	operator({ name: 'linalg_diagonal', variants: ['linalg'], tolerance: MATRICES, overloads: [{ schema: 'linalg_diagonal(Tensor(a) A, *, int offset=0, int dim1=-2, int dim2=-1) -> Tensor(a)', run: (a: Tensor, offset: number, dim1: number, dim2: number) => call('diagonal', a, offset, dim1, dim2) }] }),
	operator({ name: 'linalg_matmul', variants: ['linalg', 'out'], tolerance: MATRICES, outKeepsDType: otherOut, overloads: [{ schema: 'linalg_matmul(Tensor self, Tensor other) -> Tensor', run: (self: Tensor, other: Tensor) => call('matmul', self, other) }] }),
	operator({ name: 'linalg_vander', variants: ['linalg'], tolerance: MATRICES, overloads: [{ schema: 'linalg_vander(Tensor x, *, int? N=None) -> Tensor', run: vander }] }),
];
