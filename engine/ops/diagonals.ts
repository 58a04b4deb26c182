/**
 * Family: diagonals: matrices made of them, filled along them, and the places on either side.
 */
import { notImplementedError, runtimeError } from '../tensor/errors.ts';
import { canCast, dtypeText, Promotion } from '../tensor/promotion.ts';
import { int, type Scalar } from '../tensor/scalar.ts';
import { wrapDim } from '../tensor/shape.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { call } from './call.ts';
import { copyInto, fillWith } from './copy.ts';
import { EXACT, operator, type Operator } from './operator.ts';
import { requireOut } from './out.ts';

/** The last dimension as diagonals of square matrices of zeros, in two new dimensions. */
function diagEmbed(self: Tensor, offset: number, dim1: number, dim2: number): Tensor {
	const ndim = self.ndim + 1;
	const [a, b] = [wrapDim(dim1, ndim), wrapDim(dim2, ndim)];
	if (a === b) {
		throw runtimeError(`diagonal dimensions cannot be identical ${dim1}, ${dim2}`);
	}
	const n = self.shape.at(-1)! + Math.abs(offset);
	const outer = self.shape.slice(0, -1);
	const shape: number[] = [];
	for (let d = 0, from = 0; d < ndim; d++) {
		shape.push(d === a || d === b ? n : outer[from++]!);
	}
	const result = emptyTensor(shape, self.dtype);
	fillWith(result, int(0));
	copyInto(call('diagonal', result, offset, a, b), self);
	return result;
}

function blockDiagonal(tensors: readonly Tensor[]): Tensor {
	const promotion = new Promotion();
	tensors.forEach((tensor, i) => {
		if (tensor.ndim > 2) {
			throw runtimeError(`torch.block_diag: Input tensors must have 2 or fewer dimensions. Input ${i} has ${tensor.ndim} dimensions`);
		}
		promotion.add(tensor);
	});
	if (tensors.length === 0) {
		return emptyTensor([1, 0], 'float32');
	}
	const blocks = tensors.map(tensor => call('atleast_2d', tensor));
	const sum = (dim: number) => blocks.reduce((total, block) => total + block.shape[dim]!, 0);
	const result = call('zeros', [sum(0), sum(1)], promotion.dtype);
	let [row, column] = [0, 0];
	for (const block of blocks) {
		copyInto(partOf(result, row, column, block.shape), block);
		row += block.shape[0]!;
		column += block.shape[1]!;
	}
	return result;
}

function partOf(whole: Tensor, row: number, column: number, [rows, columns]: readonly number[]): Tensor {
	return call('narrow', call('narrow', whole, 0, row, rows), 1, column, columns);
}

function fillDiagonal(self: Tensor, value: Scalar, wrap: boolean): Tensor {
	if (self.ndim < 2) {
		throw runtimeError('dimensions must larger than 1');
	}
	const [height, width] = self.shape as [number, number];
	if (self.ndim > 2 && self.shape.some(size => size !== height)) {
		throw runtimeError('all dimensions of input must be of equal length');
	}
	const stride = self.strides.reduce((sum, one) => sum + one, 0);
	call('fill_', call('as_strided', self, [Math.min(height, width)], [stride], self.offset), value);
	if (wrap && self.ndim === 2 && height > width + 1) {
		const step = self.strides[0]!;
		const left = self.numel - (width + 1) * width;
		call('fill_', call('as_strided', self, [Math.ceil(left / (width + 1))], [stride], self.offset + step * (width + 1)), value);
	}
	return self;
}

/** Rows, then columns, of the places on one side of a diagonal, row by row. */
function triangleIndices(name: string, isLower: boolean, row: number, col: number, offset: number, dtype: DTypeName): Tensor {
	if (row < 0) {
		throw runtimeError(`row must be non-negative, got${row}`);
	}
	if (col < 0) {
		throw runtimeError(`col must be non-negative, got${col}`);
	}
	if (dtype !== 'int32' && dtype !== 'int64') {
		throw notImplementedError(`"${name}" not implemented for '${dtypeText(dtype)}'`);
	}
	const places = call('nonzero', call(isLower ? 'tril' : 'triu', call('ones', [row, col], 'bool'), offset));
	return call('to', call('contiguous', call('t', places)), dtype);
}

export const DIAGONALS: readonly Operator[] = [
	operator({ name: 'diag', variants: ['function', 'method', 'out'], tolerance: EXACT, overloads: [{ schema: 'diag(Tensor self, int diagonal=0) -> Tensor', run: (self: Tensor, diagonal: number, out?: Tensor) => {
		if (self.ndim === 1 && out !== undefined && !canCast(self.dtype, out.dtype)) {
			throw runtimeError(`diag: result type ${dtypeText(self.dtype)} can't be cast to the desired out= type ${dtypeText(out.dtype)}`);
		}
		if (self.ndim === 2) {
			requireOut(out, self.dtype);
		}
		if (self.ndim !== 1 && self.ndim !== 2) {
			throw runtimeError(`diag(): Supports 1D or 2D tensors. Got ${self.ndim}D`);
		}
		return call(self.ndim === 1 ? 'diag_embed' : 'diagonal_copy', self, diagonal);
	} }] }),
	operator({ name: 'diag_embed', variants: ['function', 'method', 'out'], tolerance: EXACT, overloads: [{
		schema: 'diag_embed(Tensor self, int offset=0, int dim1=-2, int dim2=-1) -> Tensor',
		run: diagEmbed,
		backward: { node: 'DiagEmbedBackward0', inputs: { self: { gradient: (grad, saved) => call('diagonal', grad, saved.value<number>('offset'), saved.value<number>('dim1'), saved.value<number>('dim2')) } } },
	}] }),
	operator({ name: 'diagflat', variants: ['function', 'method'], tolerance: EXACT, overloads: [{ schema: 'diagflat(Tensor self, int offset=0) -> Tensor', run: (self: Tensor, offset: number) => call('diag_embed', call('view', call('contiguous', self), [-1]), offset) }] }),
	operator({ name: 'block_diag', variants: ['function'], tolerance: EXACT, overloads: [{
		schema: 'block_diag(Tensor[] tensors) -> Tensor',
		run: blockDiagonal,
		backward: { node: 'BlockDiagBackward0', inputs: { tensors: { gradient: (grad, saved) => {
			let [row, column] = [0, 0];
			return saved.value<readonly { readonly shape: readonly number[] }[]>('tensors').map(({ shape }) => {
				const block = [...new Array<number>(2 - shape.length).fill(1), ...shape];
				const part = partOf(grad, row, column, block);
				row += block[0]!;
				column += block[1]!;
				return call('reshape', part, shape);
			});
		} } } },
	}] }),
	// The fill is what writes: this only says where.
	operator({ name: 'fill_diagonal_', variants: ['method'], tolerance: EXACT, overloads: [{ schema: 'fill_diagonal_(Tensor(a) self, Scalar fill_value, bool wrap=False) -> Tensor(a)', run: fillDiagonal }] }),
	...(['tril_indices', 'triu_indices'] as const).map(name => operator({ name, variants: ['function'], isFactory: true, tolerance: EXACT, overloads: [{
		schema: `${name}(int row, int col, int offset=0, *, ScalarType? dtype=int64) -> Tensor`,
		run: (row: number, col: number, offset: number, dtype: DTypeName = 'int64') => triangleIndices(name, name === 'tril_indices', row, col, offset, dtype),
	}] })),
];
