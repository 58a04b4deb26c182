/**
 * What operators on matrices share: batches of matrices read from tensors and written to them as float64, what PyTorch demands
 * of their shapes and dtypes in its words, and short names for what derivatives are made of.
 */
import { linAlgError, notImplementedError, runtimeError } from '../tensor/errors.ts';
import { canCast, dtypeText, isFloating, isReduced } from '../tensor/promotion.ts';
import { float } from '../tensor/scalar.ts';
import { alias, emptyTensor, type Tensor } from '../tensor/tensor.ts';
import type { Matrix } from '../linalg/reflector.ts';
import { views } from '../memory/memory.ts';
import { DTYPE_BY_CODE, type DTypeName } from '../trace/dtype.ts';
import { contiguousStrides, numel } from '../trace/shape.ts';
import { expandStrides } from '../tensor/shape.ts';
import { call } from './call.ts';
import { asContiguous, asType, copyOf } from './copy.ts';
import { CPP } from './pointwise.ts';

export const batchOf = (a: Tensor): readonly number[] => a.shape.slice(0, -2);
export const rowsOf = (a: Tensor): number => a.shape.at(-2)!;
export const columnsOf = (a: Tensor): number => a.shape.at(-1)!;

/** All elements in row-major order; a copy. */
export function numbersOf(a: Tensor): Float64Array {
	const dense = asContiguous(asType(a, 'float64'));
	return views.f64.slice(dense.pointer / 8, dense.pointer / 8 + dense.numel);
}

/** Matrices or rows of a batch that there is room for: those of no elements can be more. */
const MOST = 2 ** 24;

function many<T>(count: number, one: (i: number) => T): T[] {
	if (count > MOST) {
		throw runtimeError('std::bad_alloc');
	}
	return Array.from({ length: count }, (_, i) => one(i));
}

/** The matrices of a batch, one after the other; copies. */
export function matricesOf(a: Tensor): Matrix[] {
	const all = numbersOf(a), rows = rowsOf(a), columns = columnsOf(a), size = rows * columns;
	return many(numel(batchOf(a)), i => ({ rows, columns, data: all.subarray(i * size, (i + 1) * size) }));
}

/** The rows of a batch of vectors. */
export function vectorsOf(a: Tensor): Float64Array[] {
	const all = numbersOf(a), size = columnsOf(a);
	return many(numel(a.shape.slice(0, -1)), i => all.subarray(i * size, (i + 1) * size));
}

/** A tensor of these elements in row-major order; a RangeError where there are more than it has room for. */
export function tensorOf(parts: readonly ArrayLike<number>[], shape: readonly number[], dtype: DTypeName): Tensor {
	const result = emptyTensor(shape, 'float64');
	const own = views.f64.subarray(result.pointer / 8, result.pointer / 8 + result.numel);
	let at = 0;
	for (const part of parts) {
		own.set(part, at);
		at += part.length;
	}
	return asType(result, dtype);
}

export function byRows(matrices: readonly Matrix[], batch: readonly number[], rows: number, columns: number, dtype: DTypeName): Tensor {
	return tensorOf(matrices.map(({ data }) => data), [...batch, rows, columns], dtype);
}

/** A batch of matrices of one size that lie column by column, as LAPACK leaves them. */
export function byColumns(matrices: readonly Matrix[], batch: readonly number[], rows: number, columns: number, dtype: DTypeName): Tensor {
	return laidByColumns(byRows(matrices, batch, rows, columns, dtype));
}

/** A copy whose second last dimension is the dense one. */
export function laidByColumns(a: Tensor): Tensor {
	return transposed(copyOf(transposed(a)));
}

/** The same bytes with the last two dimensions exchanged; no operator, so nothing is recorded. */
export function transposed(a: Tensor): Tensor {
	const swap = <T>(list: readonly T[]) => [...list.slice(0, -2), list.at(-1)!, list.at(-2)!];
	return alias(a, swap(a.shape), swap(a.strides), a.offset);
}

/** The first `rows` rows and `columns` columns. */
export function cornerOf({ columns: width, data }: Matrix, rows: number, columns: number): Matrix {
	const corner = new Float64Array(rows * columns);
	for (let i = 0; i < rows; i++) corner.set(data.subarray(i * width, i * width + columns), i * columns);
	return { rows, columns, data: corner };
}

/** A matrix with what lies below its diagonal taken as 0. */
export function upperOf({ rows, columns, data }: Matrix): Matrix {
	return { rows, columns, data: data.map((value, at) => at % columns < Math.floor(at / columns) ? 0 : value) };
}

/** For each place of a batch that of the one which broadcasts to it. */
export function placesIn(from: readonly number[], to: readonly number[]): number[] {
	const strides = expandStrides(from, contiguousStrides(from), to);
	return many(numel(to), place => {
		let rest = place, at = 0;
		for (let d = to.length - 1; d >= 0; d--) {
			at += rest % to[d]! * strides[d]!;
			rest = Math.floor(rest / to[d]!);
		}
		return at;
	});
}

export function requireMatrix(a: Tensor, name: string, argument = 'A'): void {
	if (a.ndim < 2) {
		throw runtimeError(`${name}: The input tensor ${argument} must have at least 2 dimensions.`);
	}
}

export function requireSquare(a: Tensor, name: string): void {
	requireMatrix(a, name);
	requireSides(a, `${name}: `);
}

export function requireSides(a: Tensor, before = ''): void {
	if (rowsOf(a) !== columnsOf(a)) {
		throw runtimeError(`${before}A must be batches of square matrices, but they are ${rowsOf(a)} by ${columnsOf(a)} matrices`);
	}
}

export function requireFloating(a: Tensor, name: string): void {
	if (!isFloating(a.dtype)) {
		throw runtimeError(`${name}: Expected a floating point or complex tensor as input. Got ${dtypeText(a.dtype)}`);
	}
}

export function requirePrecise(a: Tensor, name: string): void {
	requireFloating(a, name);
	if (isReduced(a.dtype)) {
		throw runtimeError(`${name}: Low precision dtypes not supported. Got ${dtypeText(a.dtype)}`);
	}
}

/** What a kernel says that is there for float32 and float64 only. */
export function requireKernel(a: Tensor, kernel: string): void {
	if (a.dtype !== 'float32' && a.dtype !== 'float64') {
		throw notImplementedError(`"${kernel}" not implemented for '${dtypeText(a.dtype)}'`);
	}
}

/** Raises for the first matrix whose `info` is not 0; `sentence` is said of that number. */
export function requireDone(infos: readonly number[], batch: readonly number[], name: string, sentence: (info: number) => string, error = linAlgError): void {
	const at = infos.findIndex(info => info !== 0);
	if (at !== -1) {
		throw error(`${name}: ${batch.length === 0 ? '' : `(Batch element ${at}): `}${sentence(infos[at]!)}`);
	}
}

/** Words for a singular matrix whose inverse was wanted. */
export const singularInverse = (info: number): string => `The diagonal element ${info} is zero, the inversion could not be completed because the input matrix is singular.`;

export const notPositive = (info: number): string => `The factorization could not be completed because the input is not positive-definite (the leading minor of order ${info} is not positive-definite).`;

/** Of an operator that writes to `out` only what is of its argument's dtype. */
export function otherOut(out: string, self: string): string {
	const cpp = (text: string) => CPP[DTYPE_BY_CODE.find(name => dtypeText(name) === text)!];
	return `Expected out tensor to have dtype ${cpp(self)}, but got ${cpp(out)} instead`;
}

/** Of an operator that converts what it writes to `out`. */
export function requireCast(dtype: DTypeName, out: Tensor | undefined, name: string): void {
	if (out !== undefined && !canCast(dtype, out.dtype)) {
		throw runtimeError(`${name}: Expected result to be safely castable from ${dtypeText(dtype)} dtype, but got result with dtype ${dtypeText(out.dtype)}`);
	}
}

/** The rest are derivatives' words: they are recorded where derivatives of derivatives are wanted. */
export const mm = (a: Tensor, b: Tensor): Tensor => call('matmul', a, b);
export const mT = (a: Tensor): Tensor => call('transpose', a, -2, -1);
export const add = (a: Tensor, b: Tensor): Tensor => call('add', a, b);
export const sub = (a: Tensor, b: Tensor): Tensor => call('sub', a, b);
export const neg = (a: Tensor): Tensor => call('neg', a);
export const mul = (a: Tensor, b: Tensor): Tensor => call('mul', a, b);
export const scaled = (a: Tensor, factor: number): Tensor => call('mul', a, float(factor));

/** The sum of what is there; undefined where nothing is. */
export function sumOf(...terms: readonly (Tensor | undefined)[]): Tensor | undefined {
	return terms.reduce((sum, term) => sum === undefined ? term : term === undefined ? sum : add(sum, term), undefined);
}

/** A diagonal matrix for each row. */
export function diagonalOf(a: Tensor): Tensor {
	const n = a.shape.at(-1)!;
	return call('where', call('eye', n, n, 'bool'), asColumn(a), float(0));
}

/** As columns, and as rows, of a matrix that broadcasts. */
export const asColumn = (a: Tensor): Tensor => call('unsqueeze', a, -1);
export const asRow = (a: Tensor): Tensor => call('unsqueeze', a, -2);
