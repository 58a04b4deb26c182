import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeElements, numbersOf } from '../../../engine/trace/elements.ts';
import { DTYPES, type DTypeName } from '../../../engine/trace/dtype.ts';

const vector = (dtype: DTypeName, bytes: Uint8Array) => decodeElements({ dtype, shape: [bytes.length / DTYPES[dtype].size], strides: [1], offset: 0 }, bytes);
const bits = (...words: number[]) => new Uint8Array(new Uint16Array(words).buffer);

describe('every dtype', () => {
	test('whole numbers', () => {
		expect(vector('bool', new Uint8Array([0, 1]))).toEqual(new Uint8Array([0, 1]));
		expect(vector('uint8', new Uint8Array([255]))).toEqual(new Uint8Array([255]));
		expect(vector('int8', new Uint8Array([255]))).toEqual(new Int8Array([-1]));
		expect(vector('int16', new Uint8Array([0, 128]))).toEqual(new Int16Array([-32768]));
		expect(vector('int32', new Uint8Array([255, 255, 255, 127]))).toEqual(new Int32Array([2 ** 31 - 1]));
		expect(vector('int64', new Uint8Array(new BigInt64Array([2n ** 62n + 1n, -1n]).buffer))).toEqual(new BigInt64Array([2n ** 62n + 1n, -1n]));
	});

	test('float16: normal, subnormal, the largest, zeros, infinities, NaN', () => {
		expect(vector('float16', bits(0x3e00, 0x0001, 0x7bff, 0x8000, 0xfc00, 0x7e00))).toEqual(new Float32Array([1.5, 2 ** -24, 65504, -0, -Infinity, NaN]));
	});

	test('bfloat16 is the upper half of float32', () => {
		expect(vector('bfloat16', bits(0x3fc0, 0xc010, 0x7f80))).toEqual(new Float32Array([1.5, -2.25, Infinity]));
	});

	test('floats to the bit', () => {
		fc.assert(fc.property(fc.array(fc.double(), { minLength: 1 }), (numbers) => {
			expect(vector('float64', new Uint8Array(new Float64Array(numbers).buffer))).toEqual(new Float64Array(numbers));
			expect(vector('float32', new Uint8Array(new Float32Array(numbers).buffer))).toEqual(new Float32Array(numbers));
		}));
	});
});

test('a part of any strides is that part of all', () => {
	const bytes = new Uint8Array(256).map((_, i) => i);
	const anyView = fc.tuple(fc.array(fc.tuple(fc.nat(4), fc.nat(12)), { maxLength: 4 }), fc.nat(40), fc.nat(20), fc.nat(20));
	fc.assert(fc.property(anyView, ([dims, offset, from, more]) => {
		const tensor = { dtype: 'uint8', shape: dims.map(([size]) => size), strides: dims.map(([, stride]) => stride), offset } as const;
		const all = decodeElements(tensor, bytes), part = numbersOf(tensor, bytes, { from, to: from + more });
		expect(part).toEqual(all && [...all.slice(from, from + more)].map(Number));
	}));
});

test('any strides: the element at an index is the one that the strides name', () => {
	const bytes = new Uint8Array(256).map((_, i) => i);
	const anyView = fc.array(fc.tuple(fc.nat(4), fc.nat(12)), { maxLength: 4 }).chain(dims => fc.tuple(fc.constant(dims), fc.nat(40)));
	fc.assert(fc.property(anyView, ([dims, offset]) => {
		const shape = dims.map(([size]) => size), strides = dims.map(([, stride]) => stride);
		const elements = decodeElements({ dtype: 'uint8', shape, strides, offset }, bytes);
		const expected: number[] = [];
		const visit = (d: number, at: number): void => {
			if (d === shape.length) expected.push(at);
			else for (let i = 0; i < shape[d]!; i++) visit(d + 1, at + i * strides[d]!);
		};
		visit(0, offset);
		expect(elements && [...elements]).toEqual(expected);
	}));
});

describe('what the bytes do not hold is not made up', () => {
	const bytes = new Uint8Array(8);
	test.each([
		['too few bytes', { dtype: 'float32', shape: [3], strides: [1], offset: 0 }],
		['an offset beyond the end', { dtype: 'uint8', shape: [1], strides: [1], offset: 8 }],
		['before the beginning', { dtype: 'uint8', shape: [2], strides: [-1], offset: 0 }],
		['more elements than anybody looks at', { dtype: 'uint8', shape: [2 ** 20, 2 ** 20], strides: [0, 0], offset: 0 }],
		['sizes that are no numbers', { dtype: 'uint8', shape: [NaN], strides: [1], offset: 0 }],
		['a dtype of another time', { dtype: 'complex64' as DTypeName, shape: [1], strides: [1], offset: 0 }],
	] as const)('%s', (_, tensor) => {
		expect(decodeElements(tensor, bytes)).toBeUndefined();
	});

	test('nothing is a tensor too', () => {
		expect(decodeElements({ dtype: 'float32', shape: [0, 5], strides: [5, 1], offset: 2 }, new Uint8Array(0))).toEqual(new Float32Array(0));
	});
});
