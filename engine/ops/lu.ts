/**
 * Family: LU with partial pivoting, its parts, and equations solved with it. P L U = A; `pivots` are the rows that were exchanged, one after the other, from 1.
 */
import { getrf, getrs, trsm } from '../linalg/lu.ts';
import { type Matrix, transposed as turnedOver, zeros } from '../linalg/reflector.ts';
import { runtimeError, shapeText } from '../tensor/errors.ts';
import { dtypeText } from '../tensor/promotion.ts';
import { broadcastShapes, sameShape } from '../tensor/shape.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { call, callMany } from './call.ts';
import { infosOf, requireEquation } from './linalg.ts';
import {
	add, batchOf, byColumns, byRows, columnsOf, cornerOf, matricesOf, mm, mT, neg, numbersOf, otherOut, placesIn, requireDone, requireFloating, requireKernel,
	requireMatrix, requireSquare, rowsOf, sumOf, tensorOf, upperOf, vectorsOf,
} from './matrices.ts';
import { operator, type Gradient, type Operator, type Saved } from './operator.ts';
import { MATRICES } from './tolerances.ts';

function factorEx(a: Tensor, pivots: boolean, checksErrors: boolean): readonly Tensor[] {
	if (a.ndim < 2) {
		throw runtimeError(`torch.lu_factor: Expected tensor with 2 or more dimensions. Got size: ${shapeText(a.shape)} instead`);
	}
	requirePivots(pivots);
	requireKernel(a, 'lu_cpu');
	const matrices = matricesOf(a), factored = matrices.map(getrf), infos = factored.map(({ info }) => info);
	if (checksErrors) {
		requireDone(infos, batchOf(a), 'torch.linalg.lu_factor_ex', dividesByZero, runtimeError);
	}
	return [
		byColumns(matrices, batchOf(a), rowsOf(a), columnsOf(a), a.dtype),
		tensorOf(factored.map(({ pivots: rows }) => rows.map(row => row + 1)), [...batchOf(a), Math.min(rowsOf(a), columnsOf(a))], 'int32'),
		infosOf(infos, a),
	];
}

function requirePivots(isPivoting: boolean): void {
	if (!isPivoting) {
		throw runtimeError('linalg.lu_factor: LU without pivoting is not implemented on the CPU');
	}
}

const dividesByZero = (info: number): string => `U[${info},${info}] is zero and using it on lu_solve would result in a division by zero. If you still want to perform the factorization, consider calling linalg.lu(A, pivot) or linalg.lu_factor_ex(A, pivot)`;

function factor(a: Tensor, isPivoting: boolean): readonly Tensor[] {
	const [lu, pivots, info] = callMany('linalg_lu_factor_ex', a, isPivoting) as readonly [Tensor, Tensor, Tensor];
	requireDone([...numbersOf(info)], batchOf(a), 'torch.linalg.lu_factor', dividesByZero, runtimeError);
	return [lu, pivots];
}

function parts(a: Tensor, isPivoting: boolean): readonly Tensor[] {
	if (a.ndim < 2) {
		throw runtimeError(`linalg.lu: Expected tensor with 2 or more dimensions. Got size: ${shapeText(a.shape)} instead`);
	}
	const [lu, pivots] = callMany('linalg_lu_factor_ex', a, isPivoting) as readonly [Tensor, Tensor];
	return unpack(lu, pivots, true, true);
}

/** The permutation that the exchanges make: P with P L U = A. */
function permutation(rows: number, pivots: Float64Array): Matrix {
	const order = Array.from({ length: rows }, (_, i) => i);
	for (const [k, row] of pivots.entries()) {
		[order[k], order[row - 1]] = [order[row - 1]!, order[k]!];
	}
	const result = zeros(rows, rows);
	for (const [column, row] of order.entries()) result.data[row * rows + column] = 1;
	return result;
}

function unpack(lu: Tensor, pivots: Tensor, data: boolean, permutes: boolean): readonly Tensor[] {
	if (permutes && (pivots.dtype !== 'int32' || !pivots.isContiguous)) {
		throw runtimeError('torch.lu_unpack: LU_pivots is expected to be a contiguous tensor of torch.int32 dtype.\nNote: this function is intended to be used with the output produced by torch.linalg.lu_factor');
	}
	if (lu.ndim < 2) {
		throw runtimeError(`torch.lu_unpack: Expected tensor with 2 or more dimensions. Got size: ${shapeText(lu.shape)} instead`);
	}
	const [batch, m, n] = [batchOf(lu), rowsOf(lu), columnsOf(lu)], count = Math.min(m, n), none = () => emptyTensor([0], lu.dtype);
	const all = numbersOf(pivots);
	if (permutes && all.some(row => row < 1 || row > m)) {
		throw runtimeError('pivots passed to lu_unpack must be between 1 and LU.size(-2) inclusive.Did you properly pass the result of lu_factor?');
	}
	if (permutes && !sameShape(pivots.shape, [...batch, count])) {
		// PyTorch reads what lies behind them.
		throw runtimeError(`torch.lu_unpack: Expected pivots of shape ${shapeText([...batch, count])}, but got ${shapeText(pivots.shape)}`);
	}
	const matrices = data ? matricesOf(lu) : [];
	return [
		permutes ? byRows(vectorsOf(pivots).map(each => permutation(m, each)), batch, m, m, lu.dtype) : none(),
		data ? byRows(matrices.map(each => lowerOf(cornerOf(each, m, count))), batch, m, count, lu.dtype) : none(),
		data ? byRows(matrices.map(each => upperOf(cornerOf(each, count, n))), batch, count, n, lu.dtype) : none(),
	];
}

/** What lies below the diagonal, and 1 on it. */
function lowerOf({ rows, columns, data }: Matrix): Matrix {
	return { rows, columns, data: data.map((value, at) => {
		const [i, j] = [Math.floor(at / columns), at % columns];
		return i > j ? value : Number(i === j);
	}) };
}

/** The gradient of A of those of L and U. */
function partsGradient(p: Tensor, l: Tensor, u: Tensor, gl: Tensor | undefined, gu: Tensor | undefined): Tensor | undefined {
	const [m, n] = [rowsOf(l), columnsOf(u)], count = Math.min(m, n);
	const first = (tensor: Tensor | undefined, dim: number) => tensor && call('narrow', tensor, dim, 0, count);
	const rest = (tensor: Tensor | undefined, dim: number, size: number) => tensor && call('narrow', tensor, dim, count, size - count);
	const [l1, u1, gl1, gu1] = [first(l, -2)!, first(u, -1)!, first(gl, -2), first(gu, -1)];
	const [gl2, gu2] = [m > n ? rest(gl, -2, m) : undefined, n > m ? rest(gu, -1, n) : undefined];
	const below = sumOf(gl1 && mm(mT(l1), gl1), gu2 && neg(mm(gu2, mT(rest(u, -1, n)!))));
	const above = sumOf(gu1 && mm(gu1, mT(u1)), gl2 && neg(mm(mT(rest(l, -2, m)!), gl2)));
	const middle = sumOf(below && call('tril', below, -1), above && call('triu', above));
	if (middle === undefined) {
		return undefined;
	}
	const ofU = (tensor: Tensor) => call('linalg_solve_triangular', mT(u1), tensor, false, false);
	const ofL = (tensor: Tensor) => call('linalg_solve_triangular', mT(l1), tensor, true, true, true);
	let whole = ofL(ofU(middle));
	if (m > n) {
		whole = call('cat', [whole, gl2 === undefined ? call('zeros', [...batchOf(l), m - n, n], l.dtype) : ofU(gl2)], -2);
	} else if (n > m) {
		whole = call('cat', [whole, gu2 === undefined ? call('zeros', [...batchOf(u), m, n - m], u.dtype) : ofL(gu2)], -1);
	}
	return mm(p, whole);
}

/** L and U of the two in one, recorded. */
function halves(lu: Tensor): readonly [l: Tensor, u: Tensor] {
	const [m, n] = [rowsOf(lu), columnsOf(lu)], count = Math.min(m, n);
	const lower = call('tril', call('narrow', lu, -1, 0, count), -1);
	return [add(lower, call('eye', m, count, lu.dtype)), call('triu', call('narrow', lu, -2, 0, count))];
}

/** The gradient of the two in one: each one's half, as far as it reaches. */
function joined(gl: Tensor | undefined, gu: Tensor | undefined, shape: readonly number[]): Tensor | undefined {
	const [m, n] = shape.slice(-2) as [number, number];
	const widened = (tensor: Tensor, dim: number, by: number) => by > 0 ? call('cat', [tensor, call('zeros', dim === -1 ? [...batchOf(tensor), rowsOf(tensor), by] : [...batchOf(tensor), by, columnsOf(tensor)], tensor.dtype)], dim) : tensor;
	return sumOf(gl && widened(call('tril', gl, -1), -1, n - m), gu && widened(call('triu', gu), -2, m - n));
}

function factorGradient(grad: Tensor | undefined, saved: Saved): Tensor | undefined {
	if (grad === undefined) {
		return undefined;
	}
	const lu = saved.tensor('result0');
	const [p] = callMany('lu_unpack', lu, saved.tensor('result1'), false) as readonly [Tensor];
	const [l, u] = halves(lu), count = Math.min(rowsOf(lu), columnsOf(lu));
	return partsGradient(p, l, u, call('narrow', grad, -1, 0, count), call('narrow', grad, -2, 0, count));
}

function solve(lu: Tensor, pivots: Tensor, b: Tensor, isLeft: boolean, isTransposed: boolean): Tensor {
	const name = 'linalg.lu_solve';
	requireFloating(lu, `torch.${name}`);
	if (lu.dtype !== b.dtype) {
		throw runtimeError(`${name}: Expected LU and B to have the same dtype, but found LU of type ${dtypeText(lu.dtype)} and B of type ${dtypeText(b.dtype)} instead`);
	}
	if (pivots.dtype !== 'int32') {
		throw runtimeError(`${name}: pivots should be a Tensor of scalar type torch.int32`);
	}
	requireSquare(lu, `torch.${name}`);
	requireMatrix(b, name, 'B');
	requireEquation(lu, b, isLeft, name);
	if (pivots.shape.at(-1) !== rowsOf(lu)) {
		throw runtimeError(`${name}: Number of pivots per batch should be same as the dimension of the matrix`);
	}
	if (!sameShape(batchOf(lu), pivots.shape.slice(0, -1))) {
		throw runtimeError(`${name}: Expected LU.shape[:-1] and pivots.shape to be the same, but got pivots with shape ${shapeText(pivots.shape)} instead`);
	}
	const rows = numbersOf(pivots), n = rowsOf(lu);
	if (rows.some(row => row < 1)) {
		throw runtimeError('Pivots given to lu_solve must all be greater or equal to 1. Did you properly pass the result of lu_factor?');
	}
	if (rows.some(row => row > n)) {
		throw runtimeError('Pivots given to lu_solve must all be smaller or equal to LU.size(-2). Did you properly pass the result of lu_factor?');
	}
	requireKernel(lu, 'lu_solve_cpu');
	const batch = broadcastShapes(batchOf(b), batchOf(lu));
	const factors = matricesOf(lu), exchanges = vectorsOf(pivots).map(each => Int32Array.from(each, row => row - 1));
	const given = matricesOf(b), ofA = placesIn(batchOf(lu), batch), ofB = placesIn(batchOf(b), batch);
	const solutions = ofA.map((place, i) => {
		const one = given[ofB[i]!]!;
		const x: Matrix = isLeft ? { ...one, data: Float64Array.from(one.data) } : turnedOver(one);
		if (isTransposed === isLeft) solveTransposed(factors[place]!, exchanges[place]!, x);
		else getrs(factors[place]!, exchanges[place]!, x);
		return isLeft ? x : turnedOver(x);
	});
	return (isLeft ? byColumns : byRows)(solutions, batch, rowsOf(b), columnsOf(b), lu.dtype);
}

/** Solves Aᵀ X = B in place of B. */
function solveTransposed(lu: Matrix, pivots: Int32Array, { columns, data }: Matrix): void {
	trsm(lu, { rows: lu.rows, columns, data }, { isUpper: true, isUnit: false, isTransposed: true });
	trsm(lu, { rows: lu.rows, columns, data }, { isUpper: false, isUnit: true, isTransposed: true });
	for (let k = pivots.length - 1; k >= 0; k--) {
		const other = pivots[k]!;
		if (other !== k) for (let j = 0; j < columns; j++) [data[k * columns + j], data[other * columns + j]] = [data[other * columns + j]!, data[k * columns + j]!];
	}
}

/** The gradient of B: the same equation with the transposed matrix. */
function sidesGradient(grad: Tensor, saved: Saved): Tensor {
	return call('linalg_lu_solve', saved.tensor('LU'), saved.tensor('pivots'), grad, saved.value<boolean>('left'), !saved.value<boolean>('adjoint'));
}

/** The gradient of A's factors: that of A, as L and U make it up. */
const factorsGradient: Gradient = { saves: ['LU', 'pivots', 'result'], gradient: (grad, saved) => {
	const lu = saved.tensor('LU'), x = saved.tensor('result'), ofB = sidesGradient(grad, saved);
	const ofUsed = neg(saved.value<boolean>('left') ? mm(ofB, mT(x)) : mm(mT(x), ofB));
	const ofA = saved.value<boolean>('adjoint') ? mT(ofUsed) : ofUsed;
	const [p] = callMany('lu_unpack', lu, saved.tensor('pivots'), false) as readonly [Tensor];
	const [l, u] = halves(lu), turned = mm(mT(p), ofA);
	return add(call('tril', mm(turned, mT(u)), -1), call('triu', mm(mT(l), turned)));
} };

export const LU: readonly Operator[] = [
	operator({ name: 'linalg_lu_factor_ex', variants: ['linalg', 'out'], tolerance: MATRICES, overloads: [{ schema: 'linalg_lu_factor_ex(Tensor A, *, bool pivot=True, bool check_errors=False) -> (Tensor LU, Tensor pivots, Tensor info)', run: factorEx, backward: { node: 'LinalgLuFactorExBackward0', nonDifferentiable: [1, 2], inputs: { A: { saves: ['result0', 'result1'], gradient: (_, saved, [grad]) => factorGradient(grad, saved) } } } }] }),
	operator({ name: 'linalg_lu_factor', variants: ['linalg', 'out'], tolerance: MATRICES, overloads: [{ schema: 'linalg_lu_factor(Tensor A, *, bool pivot=True) -> (Tensor LU, Tensor pivots)', run: factor }] }),
	operator({ name: '_lu_with_info', variants: ['function'], tolerance: MATRICES, overloads: [{ schema: '_lu_with_info(Tensor self, bool pivot=True, bool check_errors=True) -> (Tensor LU, Tensor pivots, Tensor info)', run: (self: Tensor, isPivoting: boolean) => callMany('linalg_lu_factor_ex', self, isPivoting) }] }),
	operator({ name: 'linalg_lu', variants: ['linalg', 'out'], tolerance: MATRICES, overloads: [{ schema: 'linalg_lu(Tensor A, *, bool pivot=True) -> (Tensor P, Tensor L, Tensor U)', run: parts, backward: { node: 'LinalgLuBackward0', nonDifferentiable: [0], inputs: { A: { saves: ['result0', 'result1', 'result2'], gradient: (_, saved, [, gl, gu]) => partsGradient(saved.tensor('result0'), saved.tensor('result1'), saved.tensor('result2'), gl, gu) } } } }] }),
	operator({ name: 'lu_unpack', variants: ['function', 'out'], tolerance: MATRICES, overloads: [{ schema: 'lu_unpack(Tensor LU_data, Tensor LU_pivots, bool unpack_data=True, bool unpack_pivots=True) -> (Tensor P, Tensor L, Tensor U)', run: unpack, backward: { node: 'LuUnpackBackward0', nonDifferentiable: [0], inputs: { LU_data: { gradient: (_, saved, [, gl, gu]) => joined(gl, gu, saved.shape('LU_data')) } } } }] }),
	operator({ name: 'linalg_lu_solve', variants: ['linalg', 'out'], tolerance: MATRICES, outKeepsDType: otherOut, overloads: [{ schema: 'linalg_lu_solve(Tensor LU, Tensor pivots, Tensor B, *, bool left=True, bool adjoint=False) -> Tensor', run: solve, backward: { node: 'LinalgLuSolveBackward0', inputs: { LU: factorsGradient, B: { saves: ['LU', 'pivots'], gradient: sidesGradient } } } }] }),
	operator({ name: 'lu_solve', variants: ['function', 'method', 'out'], tolerance: MATRICES, overloads: [{ schema: 'lu_solve(Tensor self, Tensor LU_data, Tensor LU_pivots) -> Tensor', run: (self: Tensor, lu: Tensor, pivots: Tensor) => call('linalg_lu_solve', lu, pivots, self) }] }),
];
