/**
 * A tensor's elements out of its storage's bytes: every dtype, any strides.
 */
import { dtypeInfo, type DTypeInfo, type DTypeName } from './dtype.ts';
import type { Elements, TensorValue } from './model.ts';
import { forEachPlace, isContiguous } from './shape.ts';

/** More elements than anything draws or prints; an expanded view claims any number of them over four bytes. */
const MAX_ELEMENTS = 2 ** 26;

type Laid = Pick<TensorValue, 'dtype' | 'shape' | 'strides' | 'offset'>;

/** Row-major elements; undefined where the bytes don't hold all of them (or they are too many to be looked at). */
export function decodeElements(tensor: Laid, bytes: Uint8Array): Elements | undefined {
	const { dtype, shape, strides, offset } = tensor;
	const count = countIn(tensor, bytes);
	if (count === undefined) return undefined;
	if (isContiguous(shape, strides) && !isConverted(dtype)) {
		const { size } = dtypeInfo(dtype);
		const copy = new Uint8Array(count * size);
		copy.set(bytes.subarray(offset * size, (offset + count) * size));
		return over(dtype, copy.buffer, 0, count);
	}
	const elements = make(dtype, count);
	// The dtype decides both the array and the reader; the compiler can't see that they agree.
	const read = elementReader(dtype, bytes) as (at: number) => never;
	if (isContiguous(shape, strides)) {
		for (let i = 0; i < count; i++) elements[i] = read(offset + i);
	} else {
		forEachPlace(shape, strides, offset, count, (place, i) => { elements[i] = read(place); });
	}
	return elements;
}

/** Of a tensor's elements in row-major order those from one on, before another. */
export interface Part { readonly from: number; readonly to: number }

/**
 * The elements from one to another as numbers, as far as there are; undefined where `decodeElements` gives none. A plain array lies among the
 * other objects: thousands of small ones beside the heap, as typed arrays are, keep the collector of garbage busy.
 */
export function numbersOf(tensor: Laid, bytes: Uint8Array, { from, to }: Part): number[] | undefined {
	const count = countIn(tensor, bytes);
	if (count === undefined) return undefined;
	const read = elementReader(tensor.dtype, bytes), found: number[] = [], { shape, strides, offset } = tensor, end = Math.min(count, to);
	if (isContiguous(shape, strides)) for (let i = from; i < end; i++) found.push(Number(read(offset + i)));
	else forEachPlace(shape, strides, offset, end, place => found.push(Number(read(place))), from);
	return found;
}

/** How many elements there are; undefined where the bytes don't hold all of them. */
function countIn({ dtype, shape, strides, offset }: Laid, bytes: Uint8Array): number | undefined {
	const facts = dtypeInfo(dtype) as DTypeInfo | undefined;
	if (facts === undefined || strides.length !== shape.length) return undefined;
	let count = 1, last = offset;
	for (const [d, size] of shape.entries()) {
		const stride = strides[d]!;
		if (!Number.isSafeInteger(size) || size < 0 || !Number.isSafeInteger(stride)) return undefined;
		count *= size;
		if (stride > 0) last += (size - 1) * stride;
	}
	const lowest = strides.reduce((sum, stride, d) => stride < 0 ? sum + (shape[d]! - 1) * stride : sum, offset);
	if (count > MAX_ELEMENTS) return undefined;
	if (count === 0) return 0;
	return Number.isSafeInteger(offset) && lowest >= 0 && (last + 1) * facts.size <= bytes.length ? count : undefined;
}

/** Whether JavaScript has no array of such numbers. */
function isConverted(dtype: DTypeName): boolean {
	return dtype === 'float16' || dtype === 'bfloat16';
}

/** The numbers as they lie there; traces and machines that run JavaScript are little-endian. */
function over(dtype: DTypeName, buffer: ArrayBuffer, offset: number, count: number): Elements {
	switch (dtype) {
		case 'bool': case 'uint8': return new Uint8Array(buffer, offset, count);
		case 'int8': return new Int8Array(buffer, offset, count);
		case 'int16': return new Int16Array(buffer, offset, count);
		case 'int32': return new Int32Array(buffer, offset, count);
		case 'int64': return new BigInt64Array(buffer, offset, count);
		case 'float64': return new Float64Array(buffer, offset, count);
		default: return new Float32Array(buffer, offset, count);
	}
}

function make(dtype: DTypeName, count: number): Elements {
	switch (dtype) {
		case 'bool': case 'uint8': return new Uint8Array(count);
		case 'int8': return new Int8Array(count);
		case 'int16': return new Int16Array(count);
		case 'int32': return new Int32Array(count);
		case 'int64': return new BigInt64Array(count);
		case 'float64': return new Float64Array(count);
		default: return new Float32Array(count);
	}
}

/** Reads the element at a place, in elements from the bytes' beginning. */
export function elementReader(dtype: DTypeName, bytes: Uint8Array): (at: number) => number | bigint {
	const { size } = dtypeInfo(dtype);
	if (bytes.byteOffset % size === 0 && !isConverted(dtype)) {
		const numbers = over(dtype, bytes.buffer as ArrayBuffer, bytes.byteOffset, Math.floor(bytes.byteLength / size));
		return at => numbers[at]!;
	}
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const readers: Readonly<Record<DTypeName, (at: number) => number | bigint>> = {
		bool: (at) => view.getUint8(at),
		uint8: (at) => view.getUint8(at),
		int8: (at) => view.getInt8(at),
		int16: (at) => view.getInt16(2 * at, true),
		int32: (at) => view.getInt32(4 * at, true),
		int64: (at) => view.getBigInt64(8 * at, true),
		float16: (at) => fromFloat16(view.getUint16(2 * at, true)),
		bfloat16: (at) => fromBfloat16(view.getUint16(2 * at, true)),
		float32: (at) => view.getFloat32(4 * at, true),
		float64: (at) => view.getFloat64(8 * at, true),
	};
	return readers[dtype];
}

/** IEEE binary16, exactly. */
function fromFloat16(bits: number): number {
	const sign = bits & 0x8000 ? -1 : 1, exponent = (bits >> 10) & 31, fraction = bits & 1023;
	if (exponent === 31) return fraction ? NaN : sign * Infinity;
	return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

const WORD = new Uint32Array(1);
const FLOAT = new Float32Array(WORD.buffer);

function fromBfloat16(bits: number): number {
	WORD[0] = bits << 16;
	return FLOAT[0]!;
}
