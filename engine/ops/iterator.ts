/**
 * Runs elementwise kernels over tensors: writes the iteration block that `engine/kernels/iterate.ts` reads, with
 * dimensions that lie side by side in memory merged into one. The idea is PyTorch's TensorIterator.
 */
import { kernels, type KernelName } from '../kernels/load.ts';
import { bareList } from '../memory/bare-list.ts';
import { SCRATCH, views } from '../memory/memory.ts';
import { indexError, runtimeError } from '../tensor/errors.ts';
import { codeOf, isReduced } from '../tensor/promotion.ts';
import { toBigInt, toNumber, type Scalar } from '../tensor/scalar.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { dtypeInfo, type DTypeName } from '../trace/dtype.ts';

const OPERANDS = 5;
const BLOCK = SCRATCH >> 2;
/** Places beyond the block; the same numbers as in engine/kernels/iterate.ts. */
const VALUE = SCRATCH + 16384;
const ROW = (SCRATCH + 16384 + 64) >> 2;
const STATUS = (SCRATCH + 16384 + 128) >> 2;
const GEOMETRY = (SCRATCH + 16384 + 512) >> 2;
/** Scalars that stand for operands. */
const SLOTS = SCRATCH + 16384 + 256;

/** What the block is written from; reused by every call, so nothing is allocated. */
const pointers = new Float64Array(OPERANDS), sizes = new Float64Array(OPERANDS), operandStrides = bareList<readonly number[]>(OPERANDS, []);
let count = 0;

/** Begins a new call; operands are then added in the kernel's order. */
export function begin(): void {
	count = 0;
}

/** Adds a tensor whose shape is the iteration's; `strides` where it is seen otherwise (broadcast). In elements. */
export function operand(tensor: Tensor, strides: readonly number[] = tensor.strides): void {
	operandAt(tensor.pointer, tensor.itemSize, strides);
}

export function operandAt(pointer: number, itemSize: number, strides: readonly number[]): void {
	pointers[count] = pointer;
	sizes[count] = itemSize;
	operandStrides[count] = strides;
	count++;
}

const NO_STRIDES: readonly number[] = [];

/** Adds a scalar, in the given dtype, for every position. */
export function scalarOperand(scalar: Scalar, dtype: DTypeName): void {
	const address = SLOTS + count * 16;
	writeScalar(address, dtype, scalar);
	operandAt(address, 0, NO_STRIDES);
}

/** Sets the kernel's scalar value, in the type that `dtype` is computed in. */
export function setValue(scalar: Scalar, dtype: DTypeName): void {
	writeScalar(VALUE, isReduced(dtype) ? 'float32' : dtype, scalar);
}

/** Sets a row kernel's length and strides in bytes. */
export function setRow(length: number, stride: number, outStride = 0, indexStride = 0): void {
	requireSize(length);
	const { i32 } = views;
	i32[ROW] = length;
	i32[ROW + 1] = stride;
	i32[ROW + 2] = outStride;
	i32[ROW + 3] = indexStride;
}

/** Writes what kernels over images read, in the kernel's order: numbers, then addresses, which may have all of the 32 bits. */
export function setGeometry(numbers: readonly number[], addresses: readonly number[] = []): void {
	numbers.forEach(requireWord);
	views.i32.set([...numbers, ...addresses], GEOMETRY);
}

const LARGEST = 2 ** 31 - 1;

/** A kernel would see another number than one that is wider than 32 bits. */
export function requireWord(number: number): void {
	if (!(Math.abs(number) <= LARGEST)) {
		throw runtimeError(`${number} is too large a number for the embedded engine; the python runtime has it`);
	}
}

/** Kernels count to the end of a row in steps of up to so many elements, in 32 bits. */
export const LONGEST = LARGEST - 64;

/** Only a repeated (expanded) dimension, or one of single bytes, can be this long. */
function requireSize(size: number): void {
	if (size > LONGEST) {
		throw runtimeError(`a dimension of ${size} elements is too long for the embedded engine; the python runtime has it`);
	}
}

/** Writes the block for `shape`. False where there is nothing to do. */
export function writeBlock(shape: readonly number[]): boolean {
	const { i32 } = views;
	let dims = 0;
	/** Word of the dimension being merged into: the inner one, then the outer ones. */
	let inner = 1;
	for (let k = 0; k < OPERANDS; k++) {
		i32[BLOCK + 2 + k] = k < count ? pointers[k]! : 0;
		i32[BLOCK + 7 + k] = 0;
	}
	let isFirst = true;
	for (let d = shape.length - 1; d >= 0; d--) {
		const size = shape[d]!;
		if (size === 1) {
			continue;
		}
		if (size === 0) {
			return false;
		}
		requireSize(size);
		if (isFirst) {
			isFirst = false;
			inner = size;
			for (let k = 0; k < count; k++) {
				i32[BLOCK + 7 + k] = stepOf(k, d);
			}
			continue;
		}
		const last = BLOCK + 12 + (dims - 1) * 7;
		const lastSize = dims === 0 ? inner : i32[last]!;
		const lastStrides = dims === 0 ? BLOCK + 7 : last + 2;
		let merges = true;
		for (let k = 0; k < count && merges; k++) {
			merges = stepOf(k, d) === i32[lastStrides + k]! * lastSize;
		}
		// Sizes are 32 bits wide in the block: what would not fit stays a dimension of its own.
		if (merges && lastSize * size <= LONGEST) {
			if (dims === 0) {
				inner *= size;
			} else {
				i32[last] = lastSize * size;
			}
			continue;
		}
		const word = BLOCK + 12 + dims * 7;
		i32[word] = size;
		i32[word + 1] = 0;
		for (let k = 0; k < OPERANDS; k++) {
			i32[word + 2 + k] = k < count ? stepOf(k, d) : 0;
		}
		dims++;
	}
	i32[BLOCK] = inner;
	i32[BLOCK + 1] = dims;
	return true;
}

function stepOf(operand: number, dim: number): number {
	return sizes[operand] === 0 ? 0 : operandStrides[operand]![dim]! * sizes[operand]!;
}

/** Writes a block of one row of `length` elements, whose operands are then written to it by their numbers: what `writeBlock` makes of dense tensors. */
export function writeRow(length: number): void {
	requireSize(length);
	const { i32 } = views;
	i32[BLOCK] = length;
	i32[BLOCK + 1] = 0;
}

/** An operand of the row: an address, and the bytes from one element to the next. */
export function rowOperand(number: number, pointer: number, step: number): void {
	const { i32 } = views;
	i32[BLOCK + 2 + number] = pointer;
	i32[BLOCK + 7 + number] = step;
}

/** A scalar, in the given dtype, for all of the row. */
export function rowScalar(number: number, scalar: Scalar, dtype: DTypeName): void {
	const address = SLOTS + number * 16;
	writeScalar(address, dtype, scalar);
	rowOperand(number, address, 0);
}

/** Runs a kernel over what was written. */
export function start(name: KernelName, dtype: DTypeName): void {
	kernels()[name](codeOf(dtype), SCRATCH);
}

/** Runs a kernel over `shape` with the operands added since `begin`. */
export function run(name: KernelName, dtype: DTypeName, shape: readonly number[]): void {
	if (writeBlock(shape)) {
		start(name, dtype);
	}
}

export const BLOCK_ADDRESS = SCRATCH;

/** As `start`, for kernels that may report a division by zero. */
export function startDivision(name: KernelName, dtype: DTypeName): void {
	views.i32[STATUS] = 0;
	start(name, dtype);
	if (views.i32[STATUS] !== 0) {
		throw runtimeError('ZeroDivisionError');
	}
}

/** As `run`, for kernels that may report an index out of range of `size` in dimension `dim`. */
export function runIndexed(name: KernelName, dtype: DTypeName, shape: readonly number[], dim: number, size: number): void {
	views.i32[STATUS] = 0;
	run(name, dtype, shape);
	if (views.i32[STATUS] !== 0) {
		throw indexProblem(views.i64[(STATUS >> 1) + 1]!, dim, size);
	}
}

function indexProblem(index: bigint, dim: number, size: number): Error {
	return runtimeError(`index ${index} is out of bounds for dimension ${dim} with size ${size}`);
}

/** IndexError, as PyTorch raises in index_select and indexing. */
export function indexOutOfRange(index: bigint | number, dim: number, size: number): Error {
	return indexError(`index ${index} is out of bounds for dimension ${dim} with size ${size}`);
}

/** Writes one element, converted as a tensor's would be. */
export function writeScalar(address: number, dtype: DTypeName, scalar: Scalar): void {
	const { value } = scalar;
	switch (dtype) {
		case 'float64':
			views.f64[address / 8] = Number(value);
			return;
		case 'float32':
			views.f32[address / 4] = Number(value);
			return;
		case 'float16':
			views.u16[address / 2] = kernels().f32ToF16(toNumber(scalar));
			return;
		case 'bfloat16':
			views.u16[address / 2] = kernels().f32ToBf16(toNumber(scalar));
			return;
		case 'bool':
			views.u8[address] = Number(value) !== 0 ? 1 : 0;
			return;
		case 'int64':
			if (typeof value === 'number' && value >= -2147483648 && value <= 2147483647) {
				const whole = Math.trunc(value);
				views.i32[address / 4] = whole;
				views.i32[address / 4 + 1] = whole < 0 ? -1 : 0;
			} else {
				views.i64[address / 8] = toBigInt(scalar);
			}
			return;
		default: {
			const low = Number(BigInt.asIntN(32, toBigInt(scalar)));
			if (dtypeInfo(dtype).size === 4) {
				views.i32[address / 4] = low;
			} else if (dtypeInfo(dtype).size === 2) {
				views.i16[address / 2] = low;
			} else {
				views.u8[address] = low;
			}
		}
	}
}

/** Reads one element exactly. */
export function readScalar(address: number, dtype: DTypeName): Scalar {
	switch (dtype) {
		case 'float64': return { tag: 'float', value: views.f64[address / 8]! };
		case 'float32': return { tag: 'float', value: views.f32[address / 4]! };
		case 'float16': return { tag: 'float', value: kernels().f16ToF32(views.u16[address / 2]!) };
		case 'bfloat16': {
			views.i32[VALUE >> 2] = views.u16[address / 2]! << 16;
			return { tag: 'float', value: views.f32[VALUE >> 2]! };
		}
		case 'bool': return { tag: 'bool', value: views.u8[address] !== 0 };
		case 'int64': {
			const low = views.i32[address / 4]!;
			if (views.i32[address / 4 + 1] === low >> 31) {
				return { tag: 'int', value: low };
			}
			const wide = views.i64[address / 8]!;
			return { tag: 'int', value: wide >= -9007199254740991n && wide <= 9007199254740991n ? Number(wide) : wide };
		}
		case 'int32': return { tag: 'int', value: views.i32[address / 4]! };
		case 'int16': return { tag: 'int', value: views.i16[address / 2]! };
		case 'int8': return { tag: 'int', value: views.i8[address]! };
		case 'uint8': return { tag: 'int', value: views.u8[address]! };
	}
}
