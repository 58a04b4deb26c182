/**
 * Family: eigenvalues of symmetric matrices, singular values, and what is made of them: pseudoinverses, ranks, least squares,
 * condition numbers. They compute in float64 and round once; signs of vectors are LAPACK's. Derivatives: Giles (2008), Seeger et al. (2017).
 */
import { DOUBLE, type Precision, SINGLE } from '../linalg/rotation.ts';
import { svd as svdOf } from '../linalg/svd.ts';
import { eigen } from '../linalg/symmetric.ts';
import { linAlgError, runtimeError, shapeText } from '../tensor/errors.ts';
import { dtypeText, isFloating } from '../tensor/promotion.ts';
import { float, int, type Scalar, toNumber } from '../tensor/scalar.ts';
import { broadcastShapes } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { emptyTensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { call, callMany } from './call.ts';
import {
	add, asColumn, asRow, batchOf, byColumns, columnsOf, diagonalOf, matricesOf, mm, mT, mul, neg, otherOut, placesIn, requireCast, requireFloating, requireKernel, requireMatrix,
	requireSides, requireSquare, rowsOf, scaled, sub, sumOf, tensorOf, transposed,
} from './matrices.ts';
import { operator, type Gradient, type Operator, type Saved } from './operator.ts';
import { orderText } from './norms.ts';
import { MATRICES } from './tolerances.ts';

const precisionOf = (a: Tensor): Precision => a.dtype === 'float32' ? SINGLE : DOUBLE;

function eigh(a: Tensor, triangle: string): readonly Tensor[] {
	requireSquare(a, 'linalg.eigh');
	const letter = triangle.toUpperCase();
	if (letter !== 'L' && letter !== 'U') {
		throw runtimeError(`Expected UPLO argument to be 'L' or 'U', but got ${triangle}`);
	}
	requireKernel(a, 'linalg_eigh_cpu');
	const found = matricesOf(a).map(matrix => eigen(matrix, letter === 'U', precisionOf(a))), n = rowsOf(a);
	return [tensorOf(found.map(({ values }) => values), [...batchOf(a), n], a.dtype), byColumns(found.map(({ vectors }) => vectors), batchOf(a), n, n, a.dtype)];
}

/** By how much each value differs from each other one, and 1 beside itself. */
function gaps(values: Tensor): Tensor {
	return add(sub(asRow(values), asColumn(values)), call('eye', values.shape.at(-1)!, values.shape.at(-1)!, values.dtype));
}

function eighGradient(saved: Saved, ofValues: Tensor | undefined, ofVectors: Tensor | undefined): Tensor | undefined {
	const [values, vectors] = [saved.tensor('result0'), saved.tensor('result1')];
	const inner = sumOf(ofVectors && call('div', scaled(skew(mm(mT(vectors), ofVectors)), 0.5), gaps(values)), ofValues && diagonalOf(ofValues));
	return inner && mm(vectors, mm(inner, mT(vectors)));
}

function svd(a: Tensor, isFull: boolean): readonly Tensor[] {
	requireMatrix(a, 'linalg.svd');
	requireFloating(a, 'linalg.svd');
	requireKernel(a, 'linalg_svd_cpu');
	const [batch, m, n] = [batchOf(a), rowsOf(a), columnsOf(a)], k = Math.min(m, n), [height, width] = isFull ? [m, n] : [k, k];
	const found = matricesOf(a).map((matrix, at) => {
		if (matrix.data.some(Number.isNaN)) {
			throw linAlgError(`linalg.svd: ${batch.length === 0 ? '' : `(Batch element ${at}): `}The algorithm failed to converge because the input matrix contained non-finite values.`);
		}
		return svdOf(matrix, isFull, precisionOf(a));
	});
	return [
		byColumns(found.map(({ u }) => u), batch, m, height, a.dtype),
		tensorOf(found.map(({ values }) => values), [...batch, k], a.dtype),
		byColumns(found.map(({ vh }) => vh), batch, width, n, a.dtype),
	];
}

function requireNoDriver(driver: string | undefined): void {
	if (driver !== undefined) {
		throw runtimeError('torch.linalg.svd: keyword argument `driver=` is only supported on CUDA inputs with cuSOLVER backend.');
	}
}

const skew = (a: Tensor): Tensor => sub(a, mT(a));

/** Vectors beyond those that have a value get no gradient. */
function svdGradient(saved: Saved, allOfU: Tensor | undefined, gs: Tensor | undefined, allOfVh: Tensor | undefined): Tensor | undefined {
	const s = saved.tensor('result1'), k = s.shape.at(-1)!;
	const [u, vh] = [call('narrow', saved.tensor('result0'), -1, 0, k), call('narrow', saved.tensor('result2'), -2, 0, k)];
	const [gu, gvh] = [allOfU && call('narrow', allOfU, -1, 0, k), allOfVh && call('narrow', allOfVh, -2, 0, k)];
	const [m, n] = saved.shape('A').slice(-2) as [number, number];
	if (gu === undefined && gvh === undefined) {
		return gs && (m >= n ? mm(u, mul(asColumn(gs), vh)) : mm(mul(u, asRow(gs)), vh));
	}
	const turned = sumOf(gu && mul(skew(mm(mT(u), gu)), asRow(s)), gvh && mul(asColumn(s), skew(mm(vh, mT(gvh)))))!;
	const squares = mul(s, s);
	const inner = sumOf(call('div', turned, gaps(squares)), gs && diagonalOf(gs))!;
	if (m > k && gu !== undefined) {
		const beyond = call('div', gu, asRow(s));
		return mm(add(mm(u, inner), sub(beyond, mm(u, mm(mT(u), beyond)))), vh);
	}
	if (n > k && gvh !== undefined) {
		const beyond = call('div', gvh, asColumn(s));
		return mm(u, add(mm(inner, vh), sub(beyond, mm(mm(beyond, mT(vh)), vh))));
	}
	return m >= n ? mm(u, mm(inner, vh)) : mm(mm(u, inner), vh);
}

/** The older function: V, not its transpose. */
function olderSvd(a: Tensor, isReduced: boolean, hasVectors: boolean): readonly Tensor[] {
	if (a.ndim < 2) {
		throw runtimeError(`linalg.svd: input should have at least 2 dimensions, but has ${a.ndim} dimensions instead`);
	}
	if (!hasVectors) {
		const square = (size: number) => call('zeros', [...batchOf(a), size, size], a.dtype);
		return [square(rowsOf(a)), call('linalg_svdvals', a), transposed(square(columnsOf(a)))];
	}
	const [u, s, vh] = callMany('_linalg_svd', a, !isReduced) as readonly [Tensor, Tensor, Tensor];
	return [u, s, mT(vh)];
}

const EPSILON: Partial<Record<DTypeName, number>> = { float32: 2 ** -23, float64: 2 ** -52 };

type Limit = Tensor | number | undefined;

/** The size up to which singular values count as 0, as a column beside each matrix's: `rtol` of the largest, or `atol`. */
function limitOf(a: Tensor, largest: Tensor, atol: Limit, rtol: Limit): Tensor {
	const usual = EPSILON[a.dtype]! * Math.max(rowsOf(a), columnsOf(a));
	const asTensor = (limit: Tensor | number) => typeof limit === 'number' ? call('full', [], float(limit), 'float64') : limit;
	const [absolute, given] = [asTensor(atol ?? 0), rtol];
	const relative = given === undefined ? call('where', call('gt', absolute, int(0)), float(0), call('full', [], float(usual), 'float64')) : asTensor(given);
	return call('maximum', asColumn(absolute), mul(asColumn(relative), largest));
}

/** Singular values, or the sizes of eigenvalues, and the largest of them. */
const largestOf = (values: Tensor): Tensor => call('amax', values, [-1], true);

function pinv(a: Tensor, atol: Limit, rtol: Limit, isSymmetric: boolean, out?: Tensor): Tensor {
	requireCast(a.dtype, out, 'linalg.pinv');
	if (a.ndim < 2 || EPSILON[a.dtype] === undefined) {
		throw runtimeError(`linalg.pinv(${dtypeText(a.dtype)}{${shapeText(a.shape)}}): expected a tensor with 2 or more dimensions of float, double, cfloat or cdouble types`);
	}
	if (a.numel === 0) {
		return call('zeros', [...batchOf(a), columnsOf(a), rowsOf(a)], a.dtype);
	}
	const inverted = (values: Tensor, sizes: Tensor) => call('where', call('gt', sizes, limitOf(a, largestOf(sizes), atol, rtol)), call('reciprocal', values), call('zeros', [], a.dtype));
	if (isSymmetric) {
		const [values, vectors] = callMany('_linalg_eigh', a) as readonly [Tensor, Tensor];
		return mm(mul(vectors, asRow(inverted(values, call('abs', values)))), mT(vectors));
	}
	const [u, s, vh] = callMany('_linalg_svd', a) as readonly [Tensor, Tensor, Tensor];
	return mm(mul(mT(vh), asRow(inverted(s, s))), mT(u));
}

/** Golub and Pereyra, "The differentiation of pseudo-inverses" (1973), by the smaller of the products. */
function pinvGradient(grad: Tensor, inverse: Tensor, a: Tensor): Tensor {
	const [turned, g] = [mT(inverse), mT(grad)];
	if (rowsOf(a) <= columnsOf(a)) {
		const k = mm(g, inverse), both = mm(k, turned);
		return add(sub(sub(both, mT(mm(inverse, k))), mm(mm(a, inverse), both)), mm(mm(turned, inverse), sub(g, mm(k, a))));
	}
	const k = mm(inverse, g), both = mm(turned, k);
	return sub(add(sub(mm(mm(sub(g, mm(a, k)), inverse), turned), mT(mm(k, inverse))), both), mm(mm(both, inverse), a));
}

const ofPinv: Gradient = { saves: ['self', 'result'], gradient: (grad, saved) => pinvGradient(grad, saved.tensor('result'), saved.tensor('self')) };
const PINV = { node: 'LinalgPinvBackward0', inputs: { self: ofPinv } };

function matrixRank(a: Tensor, atol: Limit, rtol: Limit, isSymmetric: boolean, out?: Tensor): Tensor {
	requireCast('int64', out, 'torch.linalg.matrix_rank');
	requireMatrix(a, 'torch.linalg.matrix_rank', 'input');
	requireDouble(a);
	if (a.numel === 0) {
		return call('zeros', batchOf(a), 'int64');
	}
	const sizes = isSymmetric ? call('abs', call('linalg_eigvalsh', a)) : call('linalg_svdvals', a);
	return call('sum', call('gt', sizes, limitOf(a, largestOf(sizes), atol, rtol)), [-1]);
}

function requireDouble(a: Tensor): void {
	if (EPSILON[a.dtype] === undefined) {
		throw runtimeError('This function doesn\'t handle types other than float and double');
	}
}

const DRIVERS = ['gels', 'gelsy', 'gelsd', 'gelss'];

function lstsq(a: Tensor, b: Tensor, rcond: number | undefined, driver: string | undefined): readonly Tensor[] {
	const name = 'torch.linalg.lstsq';
	if (a.ndim < 2) {
		throw runtimeError(`${name}: input must have at least 2 dimensions.`);
	}
	if (b.ndim < 1) {
		throw runtimeError(`${name}: other must have at least 1 dimension.`);
	}
	if (a.ndim < b.ndim || a.ndim - b.ndim > 1) {
		throw runtimeError(`${name}: input.dim() must be greater or equal to other.dim() and (input.dim() - other.dim()) <= 1`);
	}
	const areVectors = a.ndim - b.ndim === 1, sides = areVectors ? asColumn(b) : b;
	if (rowsOf(a) !== rowsOf(sides)) {
		throw runtimeError(`${name}: input.size(-2) should match other.size(${areVectors ? -1 : -2})`);
	}
	if (a.dtype !== b.dtype) {
		throw runtimeError(`${name}: Expected input and other to have the same dtype, but got input's dtype ${dtypeText(a.dtype)} and other's dtype ${dtypeText(b.dtype)}`);
	}
	if (driver !== undefined && !DRIVERS.includes(driver)) {
		throw runtimeError(`${name}: parameter \`driver\` should be one of (gels, gelsy, gelsd, gelss)`);
	}
	requireDouble(a);
	return fitted(a, sides, areVectors, rcond ?? EPSILON[a.dtype]! * Math.max(rowsOf(a), columnsOf(a)), driver ?? 'gelsy');
}

/** Of all X for which A X is nearest to B the smallest. */
function fitted(a: Tensor, sides: Tensor, areVectors: boolean, rcond: number, driver: string): readonly Tensor[] {
	const [m, n, width] = [rowsOf(a), columnsOf(a), columnsOf(sides)], batch = broadcastShapes(batchOf(a), batchOf(sides));
	const ofA = placesIn(batchOf(a), batch), ofB = placesIn(batchOf(sides), batch), given = matricesOf(sides);
	const factored = matricesOf(a).map(matrix => ({ matrix, ...svdOf(matrix, false, precisionOf(a)) }));
	const ranks = factored.map(({ values }) => driver === 'gels' ? values.length : values.filter(value => value > rcond * values[0]!).length);
	const least: number[] = [], height = Math.max(m, n);
	const solutions = ofA.map((place, at) => {
		const { u, values, vh, matrix } = factored[place]!, b = given[ofB[at]!]!.data;
		// As many rows as LAPACK writes to; those below are not looked at.
		const x = new Float64Array(height * width);
		for (let k = 0; k < ranks[place]!; k++) {
			for (let j = 0; j < width; j++) {
				let sum = 0;
				for (let i = 0; i < m; i++) sum += u.data[i * u.columns + k]! * b[i * width + j]!;
				for (let i = 0; i < n; i++) x[i * width + j]! += vh.data[k * n + i]! * sum / values[k]!;
			}
		}
		for (let j = 0; j < width; j++) {
			let squares = 0;
			for (let i = 0; i < m; i++) {
				let rest = b[i * width + j]!;
				for (let k = 0; k < n; k++) rest -= matrix.data[i * n + k]! * x[k * width + j]!;
				squares += rest * rest;
			}
			least.push(squares);
		}
		return { rows: height, columns: width, data: x };
	});
	const solution = call('narrow', byColumns(solutions, batch, height, width, a.dtype), -2, 0, n);
	const hasResiduals = m > n && driver !== 'gelsy' && ranks.every(rank => rank === n), hasValues = driver === 'gelsd' || driver === 'gelss';
	return [
		areVectors ? call('squeeze', solution, -1) : solution,
		hasResiduals ? tensorOf([least], [...batch, width], a.dtype) : emptyTensor([0], a.dtype),
		driver === 'gels' ? emptyTensor([0], 'int64') : tensorOf([ranks], batchOf(a), 'int64'),
		hasValues ? tensorOf(factored.map(({ values }) => values), [...batchOf(a), Math.min(m, n)], a.dtype) : emptyTensor([0], a.dtype),
	];
}

function lstsqGradients(saved: Saved, gx: Tensor | undefined, gl: Tensor | undefined): { ofA: Tensor | undefined; ofB: Tensor | undefined } {
	const [a, b, x] = [saved.tensor('self'), saved.tensor('b'), saved.tensor('result0')], areVectors = a.ndim - b.ndim === 1;
	const matrix = (tensor: Tensor) => areVectors ? asColumn(tensor) : tensor;
	let ofA: Tensor | undefined, ofB: Tensor | undefined;
	if (gx !== undefined) {
		const inverse = call('linalg_pinv', a, undefined, undefined, false), g = matrix(gx);
		ofA = pinvGradient(mm(g, mT(matrix(b))), inverse, a);
		ofB = mm(mT(inverse), g);
	}
	if (gl !== undefined && gl.numel > 0) {
		const rest = mul(scaled(sub(mm(a, matrix(x)), matrix(b)), 2), asRow(gl));
		ofA = sumOf(ofA, mm(rest, mT(matrix(x))));
		ofB = sumOf(ofB, neg(rest));
	}
	return { ofA, ofB: ofB && areVectors ? call('squeeze', ofB, -1) : ofB };
}

function cond(a: Tensor, p: Scalar | string | undefined): Tensor {
	if (a.ndim < 2) {
		throw runtimeError(typeof p === 'string' ? `linalg.cond(ord=${p}): The input tensor A must have at least 2 dimensions.` : 'linalg.cond: The input tensor must have at least 2 dimensions.');
	}
	const order = typeof p === 'string' ? p : p === undefined ? 2 : toNumber(p);
	const isOfValues = order === 2 || order === -2;
	if (a.numel === 0 && isOfValues) {
		return call('zeros', batchOf(a), isFloating(a.dtype) ? a.dtype : undefined);
	}
	if (isOfValues) {
		const values = call('linalg_svdvals', a);
		const [most, least] = [call('narrow', values, -1, 0, 1), call('narrow', values, -1, -1, 1)];
		return call('squeeze', order === 2 ? call('div', most, least) : call('div', least, most), -1);
	}
	if (typeof order === 'string') {
		requireSides(a, `linalg.cond(ord=${order}): `);
	}
	if (!['fro', 'nuc', 1, -1, Infinity, -Infinity].includes(order)) {
		throw runtimeError(`linalg.cond got an invalid norm type: ${orderText(order)}`);
	}
	requireSides(a, `linalg.cond(ord=${orderText(order)}): `);
	if (a.numel === 0) {
		return call('zeros', batchOf(a), a.dtype);
	}
	if (order === 'nuc') {
		const values = call('linalg_svdvals', a);
		return mul(call('sum', values, [-1]), call('sum', call('reciprocal', values), [-1]));
	}
	const [inverse, info] = callMany('linalg_inv_ex', a) as readonly [Tensor, Tensor];
	const whole = call('masked_fill_', inverse, asColumn(asColumn(call('gt', info, int(0)))), float(Infinity));
	return call('nan_to_num_', mul(call('linalg_matrix_norm', a, p), call('linalg_matrix_norm', whole, p)), Infinity, Infinity, -Infinity);
}

export const SPECTRA: readonly Operator[] = [
	operator({ name: '_linalg_eigh', variants: [], tolerance: MATRICES, overloads: [{ schema: '_linalg_eigh(Tensor A, str UPLO="L") -> (Tensor eigenvalues, Tensor eigenvectors)', run: eigh, backward: { node: 'LinalgEighBackward0', inputs: { A: { saves: ['result0', 'result1'], gradient: (_, saved, [values, vectors]) => eighGradient(saved, values, vectors) } } } }] }),
	operator({ name: 'linalg_eigh', variants: ['linalg', 'out'], tolerance: MATRICES, overloads: [{ schema: 'linalg_eigh(Tensor self, str UPLO="L") -> (Tensor eigenvalues, Tensor eigenvectors)', run: (self: Tensor, triangle: string) => callMany('_linalg_eigh', self, triangle) }] }),
	operator({ name: 'linalg_eigvalsh', variants: ['linalg', 'out'], tolerance: MATRICES, outKeepsDType: otherOut, overloads: [{ schema: 'linalg_eigvalsh(Tensor self, str UPLO="L") -> Tensor', run: (self: Tensor, triangle: string) => callMany('_linalg_eigh', self, triangle)[0]! }] }),
	operator({ name: '_linalg_svd', variants: [], tolerance: MATRICES, overloads: [{ schema: '_linalg_svd(Tensor A, bool full_matrices=False) -> (Tensor U, Tensor S, Tensor Vh)', run: svd, backward: { node: 'LinalgSvdBackward0', inputs: { A: { saves: ['result0', 'result1', 'result2'], gradient: (_, saved, [u, s, vh]) => svdGradient(saved, u, s, vh) } } } }] }),
	operator({ name: 'linalg_svd', variants: ['linalg', 'out'], tolerance: MATRICES, overloads: [{ schema: 'linalg_svd(Tensor A, bool full_matrices=True, *, str? driver=None) -> (Tensor U, Tensor S, Tensor Vh)', run(a: Tensor, isFull: boolean, driver: string | undefined) {
		requireNoDriver(driver);
		return callMany('_linalg_svd', a, isFull);
	} }] }),
	operator({ name: 'linalg_svdvals', variants: ['linalg', 'out'], tolerance: MATRICES, outKeepsDType: otherOut, overloads: [{ schema: 'linalg_svdvals(Tensor A, *, str? driver=None) -> Tensor', run(a: Tensor, driver: string | undefined) {
		requireNoDriver(driver);
		return callMany('_linalg_svd', a)[1]!;
	} }] }),
	operator({ name: 'svd', variants: ['function', 'method', 'out'], tolerance: MATRICES, overloads: [{ schema: 'svd(Tensor self, bool some=True, bool compute_uv=True) -> (Tensor U, Tensor S, Tensor V)', run: olderSvd }] }),
	operator({ name: 'linalg_pinv', variants: ['linalg', 'out'], tolerance: MATRICES, overloads: [
		{ schema: 'linalg_pinv.atol_rtol_tensor(Tensor self, *, Tensor? atol=None, Tensor? rtol=None, bool hermitian=False) -> Tensor', run: pinv, backward: PINV },
		{ schema: 'linalg_pinv.atol_rtol_float(Tensor self, *, float? atol=None, float? rtol=None, bool hermitian=False) -> Tensor', run: pinv, backward: PINV },
		{ schema: 'linalg_pinv.rcond_tensor(Tensor self, Tensor rcond, bool hermitian=False) -> Tensor', run: (self: Tensor, rcond: Tensor, isSymmetric: boolean) => call('linalg_pinv', self, call('zeros', [], 'float64'), rcond, isSymmetric) },
		{ schema: 'linalg_pinv(Tensor self, float rcond, bool hermitian=False) -> Tensor', run: (self: Tensor, rcond: number, isSymmetric: boolean) => call('linalg_pinv', self, 0, rcond, isSymmetric) },
	] }),
	operator({ name: 'pinverse', variants: ['function', 'method'], tolerance: MATRICES, overloads: [{ schema: 'pinverse(Tensor self, float rcond=1e-15) -> Tensor', run: (self: Tensor, rcond: number) => call('linalg_pinv', self, 0, rcond, false) }] }),
	operator({ name: 'linalg_matrix_rank', variants: ['linalg', 'out'], tolerance: MATRICES, overloads: [
		{ schema: 'linalg_matrix_rank.atol_rtol_tensor(Tensor input, *, Tensor? atol=None, Tensor? rtol=None, bool hermitian=False) -> Tensor', run: matrixRank },
		{ schema: 'linalg_matrix_rank.atol_rtol_float(Tensor self, *, float? atol=None, float? rtol=None, bool hermitian=False) -> Tensor', run: matrixRank },
		{ schema: 'linalg_matrix_rank.tol_tensor(Tensor input, Tensor tol, bool hermitian=False) -> Tensor', run: (input: Tensor, tol: Tensor, isSymmetric: boolean, out?: Tensor) => matrixRank(input, tol, 0, isSymmetric, out) },
		{ schema: 'linalg_matrix_rank(Tensor self, float tol, bool hermitian=False) -> Tensor', run: (self: Tensor, tol: number, isSymmetric: boolean, out?: Tensor) => matrixRank(self, tol, 0, isSymmetric, out) },
	] }),
	operator({ name: 'linalg_lstsq', differs: 'gelsy leaves out what rcond says by singular values, where LAPACK estimates them from its QR', variants: ['linalg', 'out'], tolerance: MATRICES, overloads: [{ schema: 'linalg_lstsq(Tensor self, Tensor b, float? rcond=None, *, str? driver=None) -> (Tensor solution, Tensor residuals, Tensor rank, Tensor singular_values)', run: lstsq, backward: { node: 'LinalgLstsqBackward0', nonDifferentiable: [2, 3], inputs: {
		self: { saves: ['self', 'b', 'result0'], gradient: (_, saved, [x, residuals]) => lstsqGradients(saved, x, residuals).ofA },
		b: { saves: ['self', 'b', 'result0'], gradient: (_, saved, [x, residuals]) => lstsqGradients(saved, x, residuals).ofB },
	} } }] }),
	operator({ name: 'linalg_cond', variants: ['linalg', 'out'], tolerance: MATRICES, overloads: [
		{ schema: 'linalg_cond(Tensor self, Scalar? p=None) -> Tensor', run: cond },
		{ schema: 'linalg_cond.p_str(Tensor self, str p) -> Tensor', run: cond },
	] }),
];
