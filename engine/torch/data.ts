/**
 * Numbers in lists become a tensor and a tensor lists: torch.tensor and tolist. Under Python that is Python's work
 * (engine/python/torch/_creation.py); the sentences are the same.
 */
import { views } from '../memory/memory.ts';
import { readScalar, writeScalar } from '../ops/iterator.ts';
import { runtimeError, typeError, valueError } from '../tensor/errors.ts';
import { defaultDType, isIntegral } from '../tensor/promotion.ts';
import { toNumber, type Scalar } from '../tensor/scalar.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { dtypeInfo, type DTypeName } from '../trace/dtype.ts';
import type { Data, Nested } from './declared.ts';
import { scalar } from './number.ts';

/** Arrays of JavaScript's whose elements lie in memory as a dtype's do. */
const ARRAYS: readonly (readonly [new (length: number) => ArrayBufferView, DTypeName])[] = [
	[Float32Array, 'float32'], [Float64Array, 'float64'], [Int8Array, 'int8'], [Int16Array, 'int16'], [Int32Array, 'int32'], [BigInt64Array, 'int64'], [Uint8Array, 'uint8'],
];

/** A new tensor of the engine's. Raises PyTorch's errors where lists are ragged or a number doesn't fit. */
export function fromData(data: Data, dtype: DTypeName | undefined): Tensor {
	if (ArrayBuffer.isView(data)) return fromArray(data, dtype);
	const shape = shapeOf(data);
	const flat: Scalar[] = [];
	flatten(data, shape, 0, flat);
	const type = dtype ?? inferred(flat);
	const result = emptyTensor(shape, type);
	const { size } = dtypeInfo(type);
	for (const [i, value] of flat.entries()) {
		if (isIntegral(type)) requireFits(value, type);
		writeScalar(result.pointer + i * size, type, value);
	}
	return result;
}

function fromArray(data: Exclude<Data, Nested>, dtype: DTypeName | undefined): Tensor {
	const own = ARRAYS.find(([type]) => data instanceof type)?.[1];
	if (own === undefined) throw typeError(`can't convert an array of type ${(data as object).constructor.name}`);
	if (dtype !== undefined && dtype !== own) return fromData(Array.from<number | bigint>(data), dtype);
	const result = emptyTensor([data.length], own);
	views.u8.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), result.pointer);
	return result;
}

/** Sizes by the first item of each level. */
function shapeOf(data: Nested): number[] {
	const shape: number[] = [];
	for (let level: Nested | undefined = data; isList(level); level = level[0]) shape.push(level.length);
	return shape;
}

function isList(data: Nested | undefined): data is readonly Nested[] {
	return Array.isArray(data);
}

/** Appends the numbers in row-major order. */
function flatten(data: Nested, shape: readonly number[], level: number, flat: Scalar[]): void {
	if (level === shape.length) {
		if (typeof data !== 'number' && typeof data !== 'bigint' && typeof data !== 'boolean') throw typeError(`'${isList(data) ? 'list' : typeof data}' object cannot be interpreted as an integer`);
		flat.push(scalar(data));
		return;
	}
	if (!isList(data)) throw typeError('not a sequence');
	if (data.length !== shape[level]) throw valueError(`expected sequence of length ${shape[level]!} at dim ${level} (got ${data.length})`);
	for (const item of data) flatten(item, shape, level + 1, flat);
}

/** A negative integer wraps around to an unsigned one, a float does not. */
function requireFits(value: Scalar, dtype: DTypeName): void {
	if (typeof value.value === 'bigint' && BigInt.asIntN(64, value.value) !== value.value) throw valueError('Overflow when unpacking long long');
	const bits = dtypeInfo(dtype).size * 8;
	const isSigned = dtype !== 'uint8';
	const number = toNumber(value);
	const least = value.tag === 'float' && !isSigned ? 0 : -(2 ** (bits - 1));
	if (!(number >= least && number <= 2 ** (isSigned ? bits - 1 : bits) - 1)) throw runtimeError(`value cannot be converted to type ${dtype} without overflow`);
}

/** The dtype that PyTorch infers. */
function inferred(flat: readonly Scalar[]): DTypeName {
	if (flat.length === 0 || flat.some(({ tag }) => tag === 'float')) return defaultDType();
	return flat.some(({ tag }) => tag === 'int') ? 'int64' : 'bool';
}

/** The elements in lists. */
export function toLists({ dtype, itemSize, ndim, pointer, shape, strides }: Tensor): Nested {
	const level = (dim: number, at: number): Nested => dim === ndim
		? readScalar(pointer + at * itemSize, dtype).value
		: Array.from({ length: shape[dim]! }, (_, i) => level(dim + 1, at + i * strides[dim]!));
	return level(0, 0);
}
