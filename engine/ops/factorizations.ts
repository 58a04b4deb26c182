/**
 * Family: the factorizations of Cholesky and QR, and what is solved with them. They compute in float64 and round once; signs are LAPACK's.
 * Derivatives: Seeger et al., "Auto-differentiating linear algebra" (2017).
 */
import { potrf, trsm } from '../linalg/lu.ts';
import { geqrf, orgqr } from '../linalg/qr.ts';
import { applyReflection, identity, type Matrix, transposed as turnedOver } from '../linalg/reflector.ts';
import { notImplementedError, runtimeError, shapeText } from '../tensor/errors.ts';
import { dtypeText } from '../tensor/promotion.ts';
import { broadcastShapes, sameShape } from '../tensor/shape.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { call, callMany } from './call.ts';
import { infosOf, requireSolvable } from './linalg.ts';
import {
	add, batchOf, byColumns, columnsOf, cornerOf, matricesOf, mm, mT, mul, neg, notPositive, numbersOf, otherOut, placesIn, requireCast, requireDone, requireFloating,
	requireKernel, requireMatrix, requireSquare, rowsOf, scaled, singularInverse, sub, sumOf, tensorOf, upperOf, vectorsOf,
} from './matrices.ts';
import { operator, type Derivative, type Gradient, type Operator, type Saved } from './operator.ts';
import { MATRICES } from './tolerances.ts';

/** Of each matrix the factor, from its lower triangle or from its upper one, and the order of the first minor that is not positive. */
function choleskyOf(a: Tensor, isUpper: boolean): { factor: Tensor; infos: readonly number[] } {
	requireKernel(a, 'cholesky_cpu');
	const infos: number[] = [];
	const factors = matricesOf(a).map(matrix => {
		const lower = isUpper ? turnedOver(matrix) : matrix;
		infos.push(potrf(lower));
		return isUpper ? turnedOver(lower) : lower;
	});
	return { factor: byColumns(factors, batchOf(a), rowsOf(a), rowsOf(a), a.dtype), infos };
}

function choleskyEx(a: Tensor, isUpper: boolean, checksErrors: boolean): readonly Tensor[] {
	requireSquare(a, 'linalg.cholesky');
	requireFloating(a, 'linalg.cholesky');
	const { factor, infos } = choleskyOf(a, isUpper);
	if (checksErrors) {
		requireDone(infos, batchOf(a), 'linalg.cholesky_ex', notPositive);
	}
	return [factor, infosOf(infos, a)];
}

function linalgCholesky(a: Tensor, isUpper: boolean): Tensor {
	const [factor, info] = callMany('linalg_cholesky_ex', a, isUpper) as readonly [Tensor, Tensor];
	requireDone([...numbersOf(info)], batchOf(a), 'linalg.cholesky', notPositive);
	return factor;
}

function cholesky(a: Tensor, isUpper: boolean, out?: Tensor): Tensor {
	requireCast(a.dtype, out, 'cholesky');
	if (a.numel === 0 && a.ndim >= 2) {
		return call('empty_like', a);
	}
	requireSquare(a, 'cholesky');
	const { factor, infos } = choleskyOf(a, isUpper);
	requireDone(infos, batchOf(a), 'cholesky', notPositive);
	return factor;
}

/** A symmetric gradient, of the factor's. */
function choleskyGradient(grad: Tensor, factor: Tensor, isUpper: boolean): Tensor {
	const [l, g] = isUpper ? [mT(factor), mT(grad)] : [factor, grad];
	const product = mm(mT(l), g);
	const middle = scaled(add(call('tril', product), mT(call('tril', product, -1))), 0.5);
	return call('linalg_solve_triangular', l, call('linalg_solve_triangular', mT(l), middle, true), false, false);
}

function choleskyDerivative(node: string, result: string): Omit<Derivative, 'nonDifferentiable'> {
	return { node, inputs: { self: { saves: [result], gradient: (grad, saved) => choleskyGradient(grad, saved.tensor(result), saved.value<boolean>('upper')) } } };
}

function choleskyInverse(factor: Tensor, isUpper: boolean, out?: Tensor): Tensor {
	const name = 'cholesky_inverse';
	requireCast(factor.dtype, out, name);
	requireSquare(factor, name);
	requireKernel(factor, 'cholesky_inverse_out_cpu');
	const infos: number[] = [];
	const inverses = matricesOf(factor).map(matrix => {
		let zero = 0;
		for (let i = matrix.rows - 1; i >= 0; i--) zero = matrix.data[i * matrix.columns + i] === 0 ? i + 1 : zero;
		infos.push(zero);
		return solvedByFactor(matrix, identity(matrix.rows), isUpper);
	});
	requireDone(infos, batchOf(factor), name, singularInverse);
	return byColumns(inverses, batchOf(factor), rowsOf(factor), rowsOf(factor), factor.dtype);
}

/** Solves L Lᵀ X = B, or Uᵀ U X = B, in place of B. */
function solvedByFactor(factor: Matrix, b: Matrix, isUpper: boolean): Matrix {
	trsm(factor, b, { isUpper, isUnit: false, isTransposed: isUpper });
	trsm(factor, b, { isUpper, isUnit: false, isTransposed: !isUpper });
	return b;
}

function choleskySolve(b: Tensor, factor: Tensor, isUpper: boolean): Tensor {
	for (const [tensor, label] of [[b, 'b'], [factor, 'u']] as const) {
		if (tensor.ndim < 2) {
			throw runtimeError(`${label} should have at least 2 dimensions, but has ${tensor.ndim} dimensions instead`);
		}
	}
	requireSolvable(b, factor, 'cholesky_solve');
	requireKernel(b, 'cholesky_solve_cpu');
	const batch = broadcastShapes(batchOf(b), batchOf(factor));
	const factors = matricesOf(factor), given = matricesOf(b), ofFactor = placesIn(batchOf(factor), batch), ofB = placesIn(batchOf(b), batch);
	const solutions = ofFactor.map((place, i) => {
		const one = given[ofB[i]!]!;
		return solvedByFactor(factors[place]!, { ...one, data: Float64Array.from(one.data) }, isUpper);
	});
	return byColumns(solutions, batch, rowsOf(b), columnsOf(b), b.dtype);
}

/** The gradient of a factor, of a symmetric one of its product. */
function factorGradient(ofProduct: Tensor, factor: Tensor, isUpper: boolean): Tensor {
	const both = add(ofProduct, mT(ofProduct));
	return neg(isUpper ? mm(factor, both) : mm(both, factor));
}

const MODES = ['reduced', 'r', 'complete'];

function qr(a: Tensor, mode: string): readonly Tensor[] {
	requireMatrix(a, 'linalg.qr');
	requireFloating(a, 'linalg.qr');
	if (!MODES.includes(mode)) {
		throw runtimeError(`qr received unrecognized mode '${mode}' but expected one of 'reduced' (default), 'r', or 'complete'`);
	}
	requireKernel(a, 'geqrf_cpu');
	const [m, n, batch] = [rowsOf(a), columnsOf(a), batchOf(a)];
	const height = mode === 'complete' ? m : Math.min(m, n);
	const factored = matricesOf(a).map(matrix => ({ qr: matrix, taus: geqrf(matrix) }));
	const q = mode === 'r' ? emptyTensor([0], a.dtype) : byColumns(factored.map(({ qr, taus }) => orgqr(qr, taus, height)), batch, m, height, a.dtype);
	return [q, byColumns(factored.map(({ qr }) => upperOf(cornerOf(qr, height, n))), batch, height, n, a.dtype)];
}

function qrGradient(saved: Saved, gq: Tensor | undefined, gr: Tensor | undefined): Tensor | undefined {
	const mode = saved.value<string>('mode');
	if (mode === 'r') {
		throw runtimeError('The derivative of linalg.qr depends on Q, which is not computed when mode=\'r\'. Please use linalg.qr(A, mode=\'reduced\') if you are going to differentiate through linalg.qr.');
	}
	const [q, r] = [saved.tensor('result0'), saved.tensor('result1')];
	const [m, n] = saved.shape('A').slice(-2) as [number, number];
	if (mode === 'complete' && m > n) {
		throw runtimeError('The QR decomposition is not differentiable when mode=\'complete\' and nrows > ncols.');
	}
	if (m >= n) {
		return uprightGradient(q, r, gq, gr);
	}
	// A wide matrix is a square one, and columns beside it that are Q times the rest of R.
	const [square, rest] = [call('narrow', r, -1, 0, m), call('narrow', r, -1, m, n - m)];
	const gRest = gr && call('narrow', gr, -1, m, n - m);
	const gAll = sumOf(gq, gRest && mm(q, mm(rest, mT(gRest))));
	const left = uprightGradient(q, square, gAll, gr && call('narrow', gr, -1, 0, m));
	return left && call('cat', [left, gRest === undefined ? call('zeros_like', mm(q, rest)) : mm(q, gRest)], -1);
}

function uprightGradient(q: Tensor, r: Tensor, gq: Tensor | undefined, gr: Tensor | undefined): Tensor | undefined {
	const product = sumOf(gr && mm(gr, mT(r)), gq && neg(mm(mT(q), gq)));
	if (product === undefined) {
		return undefined;
	}
	const both = add(call('triu', product), mT(call('triu', product, 1)));
	return call('linalg_solve_triangular', mT(r), sumOf(gq, mm(q, both))!, false, false);
}

function geqrfOf(a: Tensor): readonly Tensor[] {
	if (a.ndim < 2) {
		throw runtimeError('torch.geqrf: input must have at least 2 dimensions.');
	}
	requireKernel(a, 'geqrf_cpu');
	const matrices = matricesOf(a), taus = matrices.map(geqrf);
	return [byColumns(matrices, batchOf(a), rowsOf(a), columnsOf(a), a.dtype), tensorOf(taus, [...batchOf(a), Math.min(rowsOf(a), columnsOf(a))], a.dtype)];
}

const lacking: Gradient = { gradient: () => {
	throw notImplementedError('the derivative for \'geqrf\' is not implemented.');
} };

function requireReflections(a: Tensor, tau: Tensor, name: string): void {
	if (a.ndim < 2) {
		throw runtimeError(`${name}: input must have at least 2 dimensions.`);
	}
	if (a.ndim - tau.ndim !== 1) {
		throw runtimeError(`${name}: Expected tau to have one dimension less than input, but got tau.ndim equal to ${tau.ndim} and input.ndim is equal to ${a.ndim}`);
	}
}

function householderProduct(a: Tensor, tau: Tensor): Tensor {
	const name = 'torch.linalg.householder_product';
	if (a.ndim < 2) {
		throw runtimeError(`${name}: input must have at least 2 dimensions.`);
	}
	if (rowsOf(a) < columnsOf(a)) {
		throw runtimeError(`${name}: input.shape[-2] must be greater than or equal to input.shape[-1]`);
	}
	if (tau.ndim > 0 && columnsOf(a) < columnsOf(tau)) {
		throw runtimeError(`${name}: input.shape[-1] must be greater than or equal to tau.shape[-1]`);
	}
	requireReflections(a, tau, name);
	requireTauBatch(a, tau, name);
	if (a.dtype !== tau.dtype) {
		throw runtimeError(`${name}: tau dtype ${dtypeText(tau.dtype)} does not match input dtype ${dtypeText(a.dtype)}`);
	}
	requireKernel(a, 'orgqr_cpu');
	const taus = vectorsOf(tau);
	const products = matricesOf(a).map((matrix, i) => orgqr(matrix, taus[i]!, matrix.columns));
	return byColumns(products, batchOf(a), rowsOf(a), columnsOf(a), a.dtype);
}

function requireTauBatch(a: Tensor, tau: Tensor, name: string): void {
	if (!sameShape(batchOf(a), tau.shape.slice(0, -1))) {
		throw runtimeError(`${name}: Expected batch dimensions of tau to be equal to input.shape[:-2], but got ${shapeText(tau.shape.slice(0, -1))}`);
	}
}

/** v of the k-th reflection as a column: 0 above its first number, which is 1. */
function reflectionOf(a: Tensor, k: number): Tensor {
	const below = call('narrow', a, -1, k, 1);
	const rows = call('unsqueeze', call('arange', BigInt(rowsOf(a))), -1);
	return call('where', call('eq', rows, BigInt(k)), call('ones_like', below), call('where', call('gt', rows, BigInt(k)), below, call('zeros_like', below)));
}

/** A matrix that reflections were applied to: the last of `order` first. */
interface Reflected { readonly start: Tensor; readonly order: readonly number[] }

/** The gradients of the reflections' vectors, of their τ and of what they were applied to: of each factor of the product, between those before and those after it. */
function reflectionGradients(grad: Tensor, a: Tensor, tau: Tensor, { start, order }: Reflected): { ofVectors: Tensor; ofTau: Tensor; ofStart: Tensor } {
	const count = order.length, m = rowsOf(a), rows = call('unsqueeze', call('arange', BigInt(m)), -1);
	const vectors = Array.from({ length: count }, (_, k) => reflectionOf(a, k));
	const taus = Array.from({ length: count }, (_, k) => call('unsqueeze', call('narrow', tau, -1, k, 1), -1));
	const turned = (k: number, by: Tensor) => sub(by, mul(taus[k]!, mm(vectors[k]!, mm(mT(vectors[k]!), by))));
	const after: Tensor[] = [];
	let right = start;
	for (const k of [...order].reverse()) {
		after[k] = right;
		right = turned(k, right);
	}
	const ofVectors: Tensor[] = [], ofTau: Tensor[] = [];
	let left = grad;
	for (const k of order) {
		const v = vectors[k]!, inner = mm(left, mT(after[k]!));
		ofTau[k] = call('squeeze', neg(mm(mT(v), mm(inner, v))), -1);
		ofVectors[k] = call('masked_fill', neg(mul(taus[k]!, add(mm(inner, v), mm(mT(inner), v)))), call('le', rows, BigInt(k)), 0n);
		left = turned(k, left);
	}
	const unused = call('zeros', [...batchOf(a), m, columnsOf(a) - count], a.dtype);
	return { ofVectors: call('cat', [...ofVectors, unused], -1), ofTau: call('cat', [...ofTau, call('zeros', [...batchOf(a), 0], a.dtype)], -1), ofStart: left };
}

function householderDerivative(first: string, second: string): Derivative {
	const gradients = (grad: Tensor, saved: Saved) => {
		const [a, tau] = [saved.tensor(first), saved.tensor(second)];
		const start = call('expand', call('eye', rowsOf(a), columnsOf(a), a.dtype), a.shape);
		return a.numel === 0 ? undefined : reflectionGradients(grad, a, tau, { start, order: [...Array(columnsOf(tau)).keys()] });
	};
	return { node: 'LinalgHouseholderProductBackward0', inputs: {
		[first]: { saves: [first, second], gradient: (grad, saved) => gradients(grad, saved)?.ofVectors },
		[second]: { saves: [first, second], gradient: (grad, saved) => gradients(grad, saved)?.ofTau },
	} };
}

/** On the right it is the transposed of Qᵀ's product on the left. */
function ormqrGradients(grad: Tensor, saved: Saved): { ofVectors: Tensor; ofTau: Tensor; ofStart: Tensor } {
	const [a, tau, other] = [saved.tensor('self'), saved.tensor('input2'), saved.tensor('input3')], isLeft = saved.value<boolean>('left');
	const order = [...Array(columnsOf(tau)).keys()], isForwards = saved.value<boolean>('transpose') !== isLeft;
	const found = reflectionGradients(isLeft ? grad : mT(grad), a, tau, { start: isLeft ? other : mT(other), order: isForwards ? order : order.reverse() });
	return { ...found, ofStart: isLeft ? found.ofStart : mT(found.ofStart) };
}

/** A matrix times all of Q, or its transpose; Q is never made. */
function ormqr(a: Tensor, tau: Tensor, other: Tensor, isLeft: boolean, isTransposed: boolean): Tensor {
	const name = 'torch.ormqr';
	if (a.ndim < 2) {
		throw runtimeError(`${name}: input must have at least 2 dimensions.`);
	}
	if (other.ndim < 2) {
		throw runtimeError(`${name}: other must have at least 2 dimensions.`);
	}
	const side = isLeft ? -2 : -1;
	if (other.shape.at(side) !== rowsOf(a)) {
		throw runtimeError(`${name}: other.shape[${side}] must be equal to input.shape[-2]`);
	}
	requireReflections(a, tau, name);
	if (tau.shape.at(-1) !== Math.min(other.shape.at(side)!, columnsOf(a))) {
		throw runtimeError(`${name}: tau.shape[-1] must be equal to min(other.shape[${side}], input.shape[-1])`);
	}
	if (other.ndim !== a.ndim) {
		throw runtimeError(`${name}: Expected other to have the same number of dimensions as input, but got other.ndim equal to ${other.ndim} and input.ndim is equal to ${a.ndim}`);
	}
	requireTauBatch(a, tau, name);
	if (!sameShape(batchOf(other), batchOf(a))) {
		throw runtimeError(`${name}: Expected batch dimensions of other to be equal to input.shape[:-2], but got ${shapeText(batchOf(other))}`);
	}
	for (const [tensor, label] of [[tau, 'tau'], [other, 'other']] as const) {
		if (tensor.dtype !== a.dtype) {
			throw runtimeError(`${name}: Expected input and ${label} to have the same dtype, but input has dtype${dtypeText(a.dtype)} and ${label} has dtype ${dtypeText(tensor.dtype)}`);
		}
	}
	requireKernel(a, 'ormqr_cpu');
	const reflections = matricesOf(a), taus = vectorsOf(tau);
	const products = matricesOf(other).map((matrix, at) => {
		const { columns, data } = reflections[at]!, x = isLeft ? matrix : turnedOver(matrix), order = [...taus[at]!.keys()];
		// Q is H₁ H₂ …: from the left the last comes first, and the other way round where it is transposed or on the right.
		if (isTransposed !== isLeft) order.reverse();
		for (const k of order) applyReflection(data, { start: k * columns + k, step: columns, length: reflections[at]!.rows - k }, taus[at]![k]!, x.data, k * x.columns, x.columns, 1, x.columns);
		return isLeft ? x : turnedOver(x);
	});
	return byColumns(products, batchOf(other), rowsOf(other), columnsOf(other), other.dtype);
}

export const FACTORIZATIONS: readonly Operator[] = [
	operator({ name: 'linalg_cholesky_ex', variants: ['linalg', 'out'], tolerance: MATRICES, overloads: [{ schema: 'linalg_cholesky_ex(Tensor self, *, bool upper=False, bool check_errors=False) -> (Tensor L, Tensor info)', run: choleskyEx, backward: { ...choleskyDerivative('LinalgCholeskyExBackward0', 'result0'), nonDifferentiable: [1] } }] }),
	operator({ name: 'linalg_cholesky', variants: ['linalg', 'out'], nameInErrors: 'linalg_cholesky_ex', tolerance: MATRICES, outKeepsDType: otherOut, overloads: [{ schema: 'linalg_cholesky(Tensor self, *, bool upper=False) -> Tensor', run: linalgCholesky }] }),
	operator({ name: 'cholesky', variants: ['function', 'method', 'out'], tolerance: MATRICES, overloads: [{ schema: 'cholesky(Tensor self, bool upper=False) -> Tensor', run: cholesky, backward: choleskyDerivative('CholeskyBackward0', 'result') }] }),
	operator({ name: 'cholesky_inverse', variants: ['function', 'method', 'out'], tolerance: MATRICES, overloads: [{ schema: 'cholesky_inverse(Tensor self, bool upper=False) -> Tensor', run: choleskyInverse, backward: { node: 'CholeskyInverseBackward0', inputs: { self: { saves: ['self', 'result'], gradient: (grad, saved) => {
		const inverse = saved.tensor('result');
		return factorGradient(mm(mm(inverse, grad), inverse), saved.tensor('self'), saved.value<boolean>('upper'));
	} } } } }] }),
	operator({ name: 'cholesky_solve', variants: ['function', 'method', 'out'], tolerance: MATRICES, overloads: [{ schema: 'cholesky_solve(Tensor self, Tensor input2, bool upper=False) -> Tensor', run: choleskySolve, backward: { node: 'CholeskySolveBackward0', inputs: {
		self: { saves: ['input2'], gradient: (grad, saved) => call('cholesky_solve', grad, saved.tensor('input2'), saved.value<boolean>('upper')) },
		input2: { saves: ['input2', 'result'], gradient: (grad, saved) => {
			const ofB = call('cholesky_solve', grad, saved.tensor('input2'), saved.value<boolean>('upper'));
			return factorGradient(mm(ofB, mT(saved.tensor('result'))), saved.tensor('input2'), saved.value<boolean>('upper'));
		} },
	} } }] }),
	operator({ name: 'linalg_qr', variants: ['linalg', 'out'], tolerance: MATRICES, overloads: [{ schema: 'linalg_qr(Tensor A, str mode="reduced") -> (Tensor Q, Tensor R)', run: qr, backward: { node: 'LinalgQrBackward0', inputs: { A: { saves: ['result0', 'result1'], gradient: (_, saved, [gq, gr]) => qrGradient(saved, gq, gr) } } } }] }),
	operator({ name: 'qr', variants: ['function', 'method', 'out'], tolerance: MATRICES, overloads: [{ schema: 'qr(Tensor self, bool some=True) -> (Tensor Q, Tensor R)', run: (self: Tensor, isReduced: boolean) => callMany('linalg_qr', self, isReduced ? 'reduced' : 'complete') }] }),
	operator({ name: 'geqrf', variants: ['function', 'method', 'out'], tolerance: MATRICES, overloads: [{ schema: 'geqrf(Tensor self) -> (Tensor a, Tensor tau)', run: geqrfOf, backward: { node: 'GeqrfBackward0', inputs: { self: lacking } } }] }),
	operator({ name: 'linalg_householder_product', variants: ['linalg', 'out'], tolerance: MATRICES, overloads: [{ schema: 'linalg_householder_product(Tensor input, Tensor tau) -> Tensor', run: householderProduct, backward: householderDerivative('input', 'tau') }] }),
	operator({ name: 'orgqr', variants: ['function', 'method', 'out'], tolerance: MATRICES, overloads: [{ schema: 'orgqr(Tensor self, Tensor input2) -> Tensor', run: (self: Tensor, tau: Tensor) => call('linalg_householder_product', self, tau) }] }),
	operator({ name: 'ormqr', variants: ['function', 'method', 'out'], tolerance: MATRICES, overloads: [{ schema: 'ormqr(Tensor self, Tensor input2, Tensor input3, bool left=True, bool transpose=False) -> Tensor', run: ormqr, backward: { node: 'OrmqrBackward0', inputs: {
		self: { saves: ['self', 'input2', 'input3'], gradient: (grad, saved) => ormqrGradients(grad, saved).ofVectors },
		input2: { saves: ['self', 'input2', 'input3'], gradient: (grad, saved) => ormqrGradients(grad, saved).ofTau },
		input3: { saves: ['self', 'input2', 'input3'], gradient: (grad, saved) => ormqrGradients(grad, saved).ofStart },
	} } }] }),
];
