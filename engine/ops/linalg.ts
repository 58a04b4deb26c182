/**
 * Family: determinants, inverses and solutions of linear equations. They compute in float64 and round once; signs and pivots are
 * LAPACK's. Derivatives: Giles, "An extended collection of matrix derivative results" (2008).
 */
import { isGradEnabled } from '../autograd/mode.ts';
import { type Factored, getrf, getrs, trsm } from '../linalg/lu.ts';
import { identity, type Matrix, transposed as turnedOver } from '../linalg/reflector.ts';
import { runtimeError } from '../tensor/errors.ts';
import { dtypeText } from '../tensor/promotion.ts';
import { float, int } from '../tensor/scalar.ts';
import { broadcastShapes, sameShape, wrapDim } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { numel } from '../trace/shape.ts';
import { call, callMany } from './call.ts';
import {
	asColumn, asRow, batchOf, byColumns, byRows, columnsOf, diagonalOf, laidByColumns, matricesOf, mm, mT, mul, neg, numbersOf, otherOut, placesIn, requireDone,
	requireFloating, requireKernel, requireMatrix, requirePrecise, requireSides, requireSquare, rowsOf, singularInverse, sumOf, tensorOf,
} from './matrices.ts';
import { operator, type Gradient, type Operator, type Saved } from './operator.ts';
import { MATRICES } from './tolerances.ts';

interface Determinant { readonly sign: number; readonly logarithm: number; readonly value: number }

/** Each matrix by LU; one that lies row by row turned over, as LAPACK then needs no copy. */
function factorsOf(a: Tensor): (Factored & { readonly matrix: Matrix })[] {
	return matricesOf(a.isContiguous ? mT(a) : a).map(matrix => ({ matrix, ...getrf(matrix) }));
}

function determinants(a: Tensor): Determinant[] {
	return factorsOf(a).map(({ matrix, sign: exchanges }) => {
		let sign: number = exchanges, logarithm = 0, value: number = exchanges;
		for (let i = 0; i < matrix.rows; i++) {
			const pivot = matrix.data[i * matrix.columns + i]!;
			sign *= Math.sign(pivot);
			logarithm += Math.log(Math.abs(pivot));
			value *= pivot;
		}
		return { sign, logarithm, value };
	});
}

const numbers = (list: readonly number[], a: Tensor): Tensor => tensorOf([list], batchOf(a), a.dtype);

function det(a: Tensor): Tensor {
	requireSquare(a, 'linalg.det');
	requireFloating(a, 'linalg.det');
	requireKernel(a, 'lu_cpu');
	return numbers(determinants(a).map(({ value }) => value), a);
}

function slogdet(a: Tensor): readonly Tensor[] {
	requireSquare(a, 'linalg.slogdet');
	requirePrecise(a, 'linalg.slogdet');
	const found = determinants(a);
	return [numbers(found.map(({ sign }) => sign), a), numbers(found.map(({ logarithm }) => logarithm), a)];
}

/** The X with Aᵀ X = a diagonal of one number for each matrix; what a singular A gives is not finite. */
function adjugate(a: Tensor, numberOfEach: Tensor): Tensor {
	const diagonal = diagonalOf(call('expand', asColumn(numberOfEach), a.shape.slice(0, -1)));
	return callMany('linalg_solve_ex', mT(a), diagonal)[0]!;
}

/** By the inverse, with ε for pivots that are 0; where there is to be a derivative of it, singular values give it for what is singular. */
function detGradient(grad: Tensor, a: Tensor, result: Tensor): Tensor {
	if (rowsOf(a) === 1) {
		return call('reshape', grad, a.shape);
	}
	if (!isGradEnabled()) {
		return nearAdjugate(a, mul(grad, result));
	}
	if (numbersOf(result).every(value => Math.abs(value) >= 100 * EPSILON[a.dtype]!)) {
		return adjugate(a, mul(grad, result));
	}
	const [u, s, vh] = callMany('linalg_svd', a) as readonly [Tensor, Tensor, Tensor];
	const values = callMany('unbind', s, -1);
	const others = values.map((_, i) => values.reduce((product, value, j) => i === j ? product : mul(product, value), call('ones_like', values[i]!)));
	const sizes = mul(asColumn(mul(grad, mul(call('linalg_det', u), call('linalg_det', vh)))), call('stack', others, -1));
	return mm(mul(u, asRow(sizes)), vh);
}

const EPSILON: Partial<Record<DTypeName, number>> = { float32: 2 ** -23, float64: 2 ** -52 };

/** As `adjugate`, of matrices that may be singular. */
function nearAdjugate(a: Tensor, numberOfEach: Tensor): Tensor {
	const each = numbersOf(numberOfEach), isTurned = a.isContiguous;
	const solved = factorsOf(a).map(({ matrix, pivots }, k) => {
		const { rows: n, data } = matrix;
		const diagonal = identity(n);
		for (let i = 0; i < n; i++) {
			data[i * n + i] ||= EPSILON[a.dtype]!;
			diagonal.data[i * n + i] = each[k]!;
		}
		getrs(matrix, pivots, diagonal);
		return isTurned ? diagonal : turnedOver(diagonal);
	});
	return byColumns(solved, batchOf(a), rowsOf(a), rowsOf(a), a.dtype);
}

function logdet(a: Tensor): Tensor {
	requireSquare(a, 'logdet');
	requirePrecise(a, 'logdet');
	const [sign, logarithm] = callMany('linalg_slogdet', a) as readonly [Tensor, Tensor];
	return call('where', call('eq', sign, int(-1)), float(NaN), logarithm);
}

/** Inverses, and of each the first pivot that is 0. */
function invEx(a: Tensor, checksErrors: boolean): readonly Tensor[] {
	requireSquare(a, 'linalg.inv');
	requirePrecise(a, 'linalg.inv');
	const infos: number[] = [];
	const inverses = matricesOf(a).map(matrix => {
		const { pivots, info } = getrf(matrix), inverse = identity(matrix.rows);
		getrs(matrix, pivots, inverse);
		infos.push(info);
		return inverse;
	});
	if (checksErrors) {
		requireDone(infos, batchOf(a), 'linalg.inv_ex', singularInverse);
	}
	return [byColumns(inverses, batchOf(a), rowsOf(a), rowsOf(a), a.dtype), infosOf(infos, a)];
}

export function infosOf(infos: readonly number[], a: Tensor): Tensor {
	return tensorOf([infos], batchOf(a), 'int32');
}

function inverse(a: Tensor, name = 'linalg.inv'): Tensor {
	const [result, info] = callMany('linalg_inv_ex', a) as readonly [Tensor, Tensor];
	requireDone([...numbersOf(info)], batchOf(a), name, singularInverse);
	return result;
}

/** Whether B holds one vector for each matrix, and no matrices. */
function isVectors(a: Tensor, b: Tensor): boolean {
	return b.ndim === 1 || (a.ndim - 1 === b.ndim && sameShape(b.shape, a.shape.slice(0, -1)));
}

export function requireEquation(a: Tensor, b: Tensor, isLeft: boolean, name: string): void {
	if (isLeft ? rowsOf(a) !== rowsOf(b) : columnsOf(a) !== columnsOf(b)) {
		throw runtimeError(`${name}: Incompatible shapes of A and B for the equation ${isLeft ? 'AX' : 'XA'} = B (${rowsOf(a)}x${columnsOf(a)} and ${rowsOf(b)}x${columnsOf(b)})`);
	}
}

function solveEx(a: Tensor, b: Tensor, isLeft: boolean, checksErrors: boolean): readonly Tensor[] {
	const name = 'linalg.solve';
	requireFloating(a, name);
	if (a.dtype !== b.dtype) {
		throw runtimeError(`${name}: Expected A and B to have the same dtype, but found A of type ${dtypeText(a.dtype)} and B of type ${dtypeText(b.dtype)} instead`);
	}
	requireSquare(a, name);
	const areVectors = isVectors(a, b);
	if (!areVectors) {
		requireMatrix(b, name, 'B');
	}
	const sides = areVectors ? call('unsqueeze', b, -1) : b;
	requireEquation(a, sides, isLeft, name);
	requireKernel(a, 'lu_cpu');
	const batch = broadcastShapes(batchOf(sides), batchOf(a));
	const factored = matricesOf(a).map(matrix => {
		// X A = B is Aᵀ Xᵀ = Bᵀ.
		const lu = isLeft ? matrix : turnedOver(matrix);
		return { lu, ...getrf(lu) };
	});
	const infos = factored.map(({ info }) => info);
	if (checksErrors) {
		requireDone(infos, batchOf(a), 'torch.linalg.solve_ex', singularEquation);
	}
	const given = matricesOf(sides), ofA = placesIn(batchOf(a), batch), ofB = placesIn(batchOf(sides), batch);
	const solutions = ofA.map((place, i) => {
		const { lu, pivots } = factored[place]!, one = given[ofB[i]!]!;
		const x: Matrix = isLeft ? { ...one, data: Float64Array.from(one.data) } : turnedOver(one);
		getrs(lu, pivots, x);
		return isLeft ? x : turnedOver(x);
	});
	const result = byRows(solutions, batch, rowsOf(sides), columnsOf(sides), a.dtype);
	const shaped = areVectors ? call('squeeze', result, -1) : result;
	return [isLeft && shaped.ndim > 1 ? laidByColumns(shaped) : shaped, infosOf(infos, a)];
}

const singularEquation = (): string => 'The solver failed because the input matrix is singular.';

function solve(a: Tensor, b: Tensor, isLeft: boolean, name = 'torch.linalg.solve'): Tensor {
	const [result, info] = callMany('linalg_solve_ex', a, b, isLeft) as readonly [Tensor, Tensor];
	requireDone([...numbersOf(info)], batchOf(a), name, singularEquation);
	return result;
}

/** The gradient of B, as matrices. */
function sidesGradient(grad: Tensor, saved: Saved): { ofB: Tensor; areVectors: boolean } {
	const a = saved.tensor('A'), shape = saved.shape('B');
	const areVectors = shape.length === 1 || (a.ndim - 1 === shape.length && sameShape(shape, a.shape.slice(0, -1)));
	return { ofB: call('linalg_solve', mT(a), areVectors ? asColumn(grad) : grad, saved.value<boolean>('left')), areVectors };
}

const solveGradients: Readonly<Record<string, Gradient>> = {
	A: { saves: ['A', 'result0'], gradient: (grad, saved) => {
		const { ofB, areVectors } = sidesGradient(grad, saved);
		const x = saved.tensor('result0');
		return productGradient(ofB, areVectors ? asColumn(x) : x, saved.value<boolean>('left'));
	} },
	B: { saves: ['A'], gradient: (grad, saved) => {
		const { ofB, areVectors } = sidesGradient(grad, saved);
		return areVectors ? call('squeeze', ofB, -1) : ofB;
	} },
};

/** The gradient of A where A X = B, or X A = B, of that of B. */
function productGradient(ofB: Tensor, x: Tensor, isLeft: boolean): Tensor {
	return neg(isLeft ? mm(ofB, mT(x)) : mm(mT(x), ofB));
}

interface Triangle { readonly isUpper: boolean; readonly isUnit: boolean; readonly isTransposed: boolean; readonly isLeft: boolean }

/** The solutions by columns, in A's dtype. */
function solvedByTriangles(a: Tensor, b: Tensor, { isUpper, isUnit, isTransposed, isLeft }: Triangle): Tensor {
	requireKernel(a, 'triangular_solve_cpu');
	const batch = broadcastShapes(batchOf(b), batchOf(a));
	const triangles = matricesOf(a), given = matricesOf(b), ofA = placesIn(batchOf(a), batch), ofB = placesIn(batchOf(b), batch);
	const solutions = ofA.map((place, i) => {
		const one = given[ofB[i]!]!;
		const x: Matrix = isLeft ? { ...one, data: Float64Array.from(one.data) } : turnedOver(one);
		trsm(triangles[place]!, x, { isUpper, isUnit, isTransposed: isTransposed !== !isLeft });
		return isLeft ? x : turnedOver(x);
	});
	return byColumns(solutions, batch, rowsOf(b), columnsOf(b), a.dtype);
}

function solveTriangular(a: Tensor, b: Tensor, isUpper: boolean, isLeft: boolean, isUnit: boolean): Tensor {
	const name = 'linalg.solve_triangular';
	requireSquare(a, name);
	requireMatrix(b, name, 'B');
	requireEquation(a, b, isLeft, name);
	return solvedByTriangles(a, b, { isUpper, isUnit, isTransposed: false, isLeft });
}

/** What of a matrix's gradient reaches the triangle that was used. */
const inTriangle = (a: Tensor, isUpper: boolean, isUnit: boolean): Tensor => isUpper ? call('triu', a, isUnit ? 1 : 0) : call('tril', a, isUnit ? -1 : 0);

function triangularGradient(grad: Tensor, saved: Saved): Tensor {
	return call('linalg_solve_triangular', mT(saved.tensor('self')), grad, !saved.value<boolean>('upper'), saved.value<boolean>('left'), saved.value<boolean>('unitriangular'));
}

/** The older function, with its arguments the other way round. */
function triangularSolve(b: Tensor, a: Tensor, isUpper: boolean, isTransposed: boolean, isUnit: boolean): readonly Tensor[] {
	for (const [tensor, label] of [[b, 'b'], [a, 'A']] as const) {
		if (tensor.ndim < 2) {
			throw runtimeError(`torch.triangular_solve: Expected ${label} to have at least 2 dimensions, but it has ${tensor.ndim} dimensions instead`);
		}
	}
	requireSolvable(b, a, 'triangular_solve');
	const solution = solvedByTriangles(a, b, { isUpper, isUnit, isTransposed, isLeft: true });
	return [solution, laidByColumns(call('expand', a, [...batchOf(solution), rowsOf(a), columnsOf(a)]))];
}

/** What the older functions say of shapes and dtypes. */
export function requireSolvable(b: Tensor, a: Tensor, name: string): void {
	if (a.dtype !== b.dtype) {
		throw runtimeError(`Expected b and A to have the same dtype, but found b of type ${dtypeText(b.dtype)} and A of type ${dtypeText(a.dtype)} instead.`);
	}
	requireSides(a);
	if (rowsOf(a) !== rowsOf(b)) {
		throw runtimeError(`Incompatible matrix sizes for ${name}: each A matrix is ${rowsOf(a)} by ${columnsOf(a)} but each b matrix is ${rowsOf(b)} by ${columnsOf(b)}`);
	}
}

function olderTriangularGradient(grad: Tensor, saved: Saved): Tensor {
	return callMany('triangular_solve', grad, saved.tensor('A'), saved.value<boolean>('upper'), !saved.value<boolean>('transpose'), saved.value<boolean>('unitriangular'))[0]!;
}

function tensorinv(self: Tensor, ind: number): Tensor {
	if (ind <= 0) {
		throw runtimeError(`Expected a strictly positive integer for 'ind', but got ${ind}`);
	}
	if (ind > self.ndim) {
		throw runtimeError(`ArrayRef: invalid slice, N = ${ind}; size = ${self.ndim}`);
	}
	const [ends, starts] = [self.shape.slice(ind), self.shape.slice(0, ind)];
	if (numel(ends) !== numel(starts)) {
		throw runtimeError(`Expected self to satisfy the requirement prod(self.shape[ind:]) == prod(self.shape[:ind]), but got ${numel(ends)} != ${numel(starts)}`);
	}
	const square = call('reshape', self, [numel(ends), numel(starts)]);
	requireSquare(square, 'linalg.inv');
	return call('reshape', inverse(square, 'inv'), [...ends, ...starts]);
}

function tensorsolve(self: Tensor, other: Tensor, dims: readonly number[] | undefined): Tensor {
	const last = (dims ?? []).map(dim => wrapDim(dim, self.ndim));
	const moved = dims === undefined ? self : call('permute', self, [...self.shape.keys()].filter(dim => !last.includes(dim)).concat(last));
	const ends = moved.shape.slice(other.ndim);
	if (numel(ends) !== other.numel) {
		throw runtimeError(`Expected self to satisfy the requirement prod(self.shape[other.ndim:]) == prod(self.shape[:other.ndim]), but got ${numel(ends)} != ${other.numel}`);
	}
	return call('reshape', solve(call('reshape', moved, [numel(ends), numel(ends)]), call('reshape', other, [-1]), true), ends);
}

const SLOGDET_GRADIENT: Gradient = { saves: ['A'], gradient: (_, saved, grads) => grads[1] && adjugate(saved.tensor('A'), grads[1]) };

export const LINALG: readonly Operator[] = [
	operator({ name: 'linalg_det', variants: ['linalg', 'out'], nameInErrors: '_linalg_det', tolerance: MATRICES, outKeepsDType: otherOut, overloads: [{ schema: 'linalg_det(Tensor A) -> Tensor', run: det, backward: { node: 'LinalgDetBackward0', inputs: { A: { saves: ['A', 'result'], gradient: (grad, saved) => detGradient(grad, saved.tensor('A'), saved.tensor('result')) } } } }] }),
	operator({ name: 'det', variants: ['function', 'method'], tolerance: MATRICES, overloads: [{ schema: 'det(Tensor self) -> Tensor', run: (self: Tensor) => call('linalg_det', self) }] }),
	operator({ name: 'linalg_slogdet', variants: ['linalg', 'out'], tolerance: MATRICES, overloads: [{ schema: 'linalg_slogdet(Tensor A) -> (Tensor sign, Tensor logabsdet)', run: slogdet, backward: { node: 'LinalgSlogdetBackward0', inputs: { A: SLOGDET_GRADIENT } } }] }),
	operator({ name: 'slogdet', variants: ['function', 'method', 'out'], tolerance: MATRICES, overloads: [{ schema: 'slogdet(Tensor self) -> (Tensor sign, Tensor logabsdet)', run: (self: Tensor) => callMany('linalg_slogdet', self) }] }),
	operator({ name: 'logdet', variants: ['function', 'method'], tolerance: MATRICES, overloads: [{ schema: 'logdet(Tensor self) -> Tensor', run: logdet }] }),
	operator({ name: 'linalg_inv_ex', variants: ['linalg', 'out'], tolerance: MATRICES, overloads: [{ schema: 'linalg_inv_ex(Tensor A, *, bool check_errors=False) -> (Tensor inverse, Tensor info)', run: invEx, backward: { node: 'LinalgInvExBackward0', nonDifferentiable: [1], inputs: { A: { saves: ['result0'], gradient: (grad, saved) => {
		const turned = mT(saved.tensor('result0'));
		return neg(mm(turned, mm(grad, turned)));
	} } } } }] }),
	operator({ name: 'linalg_inv', variants: ['linalg', 'out'], nameInErrors: 'linalg_inv_ex', tolerance: MATRICES, outKeepsDType: otherOut, overloads: [{ schema: 'linalg_inv(Tensor A) -> Tensor', run: (a: Tensor) => inverse(a) }] }),
	operator({ name: 'inverse', variants: ['function', 'method', 'out'], nameInErrors: 'linalg_inv_ex', tolerance: MATRICES, outKeepsDType: otherOut, overloads: [{ schema: 'inverse(Tensor self) -> Tensor', run: (self: Tensor) => inverse(self) }] }),
	operator({ name: 'linalg_solve_ex', variants: ['linalg', 'out'], tolerance: MATRICES, overloads: [{ schema: 'linalg_solve_ex(Tensor A, Tensor B, *, bool left=True, bool check_errors=False) -> (Tensor result, Tensor info)', run: solveEx, backward: { node: 'LinalgSolveExBackward0', nonDifferentiable: [1], inputs: solveGradients } }] }),
	operator({ name: 'linalg_solve', variants: ['linalg', 'out'], nameInErrors: '_linalg_solve_ex', tolerance: MATRICES, outKeepsDType: otherOut, overloads: [{ schema: 'linalg_solve(Tensor A, Tensor B, *, bool left=True) -> Tensor', run: (a: Tensor, b: Tensor, isLeft: boolean) => solve(a, b, isLeft) }] }),
	operator({ name: 'linalg_solve_triangular', variants: ['linalg', 'out'], tolerance: MATRICES, overloads: [{ schema: 'linalg_solve_triangular(Tensor self, Tensor B, *, bool upper, bool left=True, bool unitriangular=False) -> Tensor', run: solveTriangular, backward: { node: 'LinalgSolveTriangularBackward0', inputs: {
		self: { saves: ['self', 'result'], gradient: (grad, saved) => inTriangle(productGradient(triangularGradient(grad, saved), saved.tensor('result'), saved.value<boolean>('left')), saved.value<boolean>('upper'), saved.value<boolean>('unitriangular')) },
		B: { saves: ['self'], gradient: triangularGradient },
	} } }] }),
	operator({ name: 'triangular_solve', variants: ['function', 'method', 'out'], tolerance: MATRICES, overloads: [{ schema: 'triangular_solve(Tensor self, Tensor A, bool upper=True, bool transpose=False, bool unitriangular=False) -> (Tensor solution, Tensor cloned_coefficient)', run: triangularSolve, backward: { node: 'TriangularSolveBackward0', inputs: {
		self: { saves: ['A'], gradient: (_, saved, grads) => grads[0] && olderTriangularGradient(grads[0], saved) },
		A: { saves: ['A', 'result0'], gradient: (_, saved, grads) => {
			const ofB = grads[0] && olderTriangularGradient(grads[0], saved), x = saved.tensor('result0');
			const ofA = ofB && inTriangle(neg(saved.value<boolean>('transpose') ? mm(x, mT(ofB)) : mm(ofB, mT(x))), saved.value<boolean>('upper'), saved.value<boolean>('unitriangular'));
			return sumOf(ofA, grads[1]);
		} },
	} } }] }),
	operator({ name: 'linalg_tensorinv', variants: ['linalg', 'out'], tolerance: MATRICES, overloads: [{ schema: 'linalg_tensorinv(Tensor self, int ind=2) -> Tensor', run: tensorinv }] }),
	operator({ name: 'linalg_tensorsolve', variants: ['linalg', 'out'], tolerance: MATRICES, overloads: [{ schema: 'linalg_tensorsolve(Tensor self, Tensor other, int[]? dims=None) -> Tensor', run: tensorsolve }] }),
];
