/**
 * Family: tensors made from sizes and numbers.
 */
import { kernels } from '../kernels/load.ts';
import { notImplementedError, runtimeError, shapeText, valueError } from '../tensor/errors.ts';
import { defaultDType, isFloating, isReduced, scalarDType } from '../tensor/promotion.ts';
import { int, toNumber, type Scalar } from '../tensor/scalar.ts';
import { emptyTensor, type Tensor } from '../tensor/tensor.ts';
import { views } from '../memory/memory.ts';
import { fma32, fma64 } from '../random/rounding.ts';
import { rounder, type FloatDType } from '../random/uniform.ts';
import { dtypeInfo, type DTypeName } from '../trace/dtype.ts';
import { numel } from '../trace/shape.ts';
import { byTensors } from './bounds.ts';
import { call } from './call.ts';
import { asType, copyInto, fillWith } from './copy.ts';
import { keptStrides } from './elementwise.ts';
import { type MemoryFormat, stridesIn } from './format.ts';
import { EXACT, operator, type Operator } from './operator.ts';

function sized(size: readonly number[], dtype: DTypeName | undefined, name: string): Tensor {
	if (name === 'zeros' && size.some(item => item < 0)) {
		throw runtimeError('zeros: Dimension size must be non-negative.');
	}
	return emptyTensor([...size], dtype ?? defaultDType());
}

function filled(size: readonly number[], value: Scalar, dtype: DTypeName | undefined, name: string): Tensor {
	const result = sized(size, dtype, name);
	fillWith(result, value);
	return result;
}

function empty(size: readonly number[], format: MemoryFormat | undefined, dtype: DTypeName | undefined): Tensor {
	const result = sized(size, dtype, 'empty');
	if (format === 'preserve_format') {
		throw runtimeError('unsupported memory format Preserve');
	}
	if (format !== undefined) {
		result.setGeometry(result.shape, stridesIn(result.shape, format), 0);
	}
	return result;
}

function like(self: Tensor, format: MemoryFormat = 'preserve_format', dtype: DTypeName = self.dtype): Tensor {
	const result = emptyTensor(self.shape, dtype);
	result.setGeometry(self.shape, format === 'preserve_format' ? keptStrides(self) : stridesIn(self.shape, format), 0);
	return result;
}

function filledLike(self: Tensor, value: Scalar, format: MemoryFormat | undefined, dtype: DTypeName | undefined): Tensor {
	const result = like(self, format, dtype);
	fillWith(result, value);
	return result;
}

/** RuntimeError where a Python number does not fit the dtype; what is not finite fits floats. One element alone takes PyTorch another way, which lets 16 bits overflow. */
export function checkFits(value: Scalar, dtype: DTypeName, count: number): void {
	const range = RANGES[dtype];
	const number = Number(value.value);
	if (range === undefined || (isFloating(dtype) && !Number.isFinite(number)) || (isReduced(dtype) && count === 1)) {
		return;
	}
	// A negative integer wraps around to an unsigned one, a float does not.
	const least = value.tag === 'float' && dtype === 'uint8' ? 0 : range[0];
	const fits = typeof value.value === 'bigint' && dtype === 'int64' ? BigInt.asIntN(64, value.value) === value.value : number >= least && number <= range[1];
	if (!fits) {
		throw runtimeError(`value cannot be converted to type ${range[2]} without overflow`);
	}
}

const RANGES: Partial<Record<DTypeName, readonly [number, number, string]>> = {
	uint8: [-255, 255, 'uint8_t'], int8: [-128, 127, 'int8_t'], int16: [-32768, 32767, 'int16_t'], int32: [-2147483648, 2147483647, 'int'], int64: [-9223372036854775808, 9223372036854774784, 'int64_t'],
	float16: [-65504, 65504, 'c10::Half'], bfloat16: [-3.3895313892515355e38, 3.3895313892515355e38, 'c10::BFloat16'], float32: [-3.4028234663852886e38, 3.4028234663852886e38, 'float'],
};

/** A number as C++ prints it in that message. */
export function rangeText(value: number): string {
	return Number.isNaN(value) ? 'nan' : Number.isFinite(value) ? String(value) : value > 0 ? 'inf' : '-inf';
}

function arange(start: Scalar, end: Scalar, step: Scalar, dtype: DTypeName | undefined): Tensor {
	const isInteger = start.tag !== 'float' && end.tag !== 'float' && step.tag !== 'float';
	const type = dtype ?? (isInteger ? 'int64' : defaultDType());
	if (type === 'bool') {
		throw notImplementedError('"arange_cpu" not implemented for \'Bool\'');
	}
	// For int64 the bounds and the step are integers first: arange(0.5, 3, dtype=int64) counts from 0.
	const whole = type === 'int64' ? Math.trunc : (x: number) => x;
	const [first, last, by] = [whole(toNumber(start)), whole(toNumber(end)), whole(toNumber(step))];
	if (by === 0 && toNumber(step) !== 0) {
		throw valueError('step must be nonzero');
	}
	if (by === 0) {
		throw runtimeError('step must be nonzero');
	}
	if (!Number.isFinite(first) || !Number.isFinite(last)) {
		throw runtimeError(`unsupported range: ${rangeText(first)} -> ${rangeText(last)}`);
	}
	if (by > 0 ? last < first : last > first) {
		throw runtimeError('upper bound and lower bound inconsistent with step sign');
	}
	const count = Math.ceil((last - first) / by);
	if (count >= 2 ** 63) {
		throw runtimeError('invalid size, possible overflow?');
	}
	if (!isFloating(type)) {
		const whole = emptyTensor([count], 'int64');
		kernels().count_up(count, whole.pointer, BigInt(Math.trunc(first)), BigInt(Math.trunc(by)));
		return asType(whole, type);
	}
	// As PyTorch's vectors go: two at a time, each begun afresh; what is left over one by one.
	const lanes = 32 / dtypeInfo(type).size;
	const vectors = count - count % (2 * lanes);
	const round = rounder(type as FloatDType);
	let base = 0;
	return sequence(count, type, i => {
		if (i >= vectors) {
			return fma64(by, i, first);
		}
		if (i % lanes === 0) {
			base = round(fma64(by, i, first));
		}
		return fma64(by, i % lanes, base);
	});
}

/** A vector computed in float64 and rounded to the dtype. */
export function sequence(count: number, dtype: DTypeName, at: (i: number) => number): Tensor {
	const compute: DTypeName = dtype === 'float32' || dtype === 'int32' || dtype === 'int64' ? dtype : 'float64';
	const result = emptyTensor([count], compute);
	const start = result.pointer;
	if (compute === 'int64') {
		const words = views.i32.subarray(start / 4, start / 4 + 2 * count);
		for (let i = 0; i < count; i++) {
			const value = at(i);
			words[2 * i] = value % 4294967296;
			words[2 * i + 1] = Math.floor(value / 4294967296);
		}
	} else {
		const view = compute === 'int32' ? views.i32.subarray(start / 4, start / 4 + count) : compute === 'float32' ? views.f32.subarray(start / 4, start / 4 + count) : views.f64.subarray(start / 8, start / 8 + count);
		for (let i = 0; i < count; i++) {
			view[i] = at(i);
		}
	}
	if (compute === dtype) {
		return result;
	}
	const converted = emptyTensor([count], dtype);
	copyInto(converted, result);
	return converted;
}

/** A number as an element: integers are cut off, and below zero uint8 counts from the other end. */
export function asElement(dtype: DTypeName): (value: number) => number {
	return isFloating(dtype) ? value => value : dtype === 'uint8' ? value => Math.trunc(value) & 255 : Math.trunc;
}

function linspace(start: Scalar, end: Scalar, steps: number, dtype: DTypeName | undefined): Tensor {
	const type = dtype ?? defaultDType();
	if (steps < 0) {
		throw runtimeError('number of steps must be non-negative');
	}
	if (type === 'bool') {
		throw notImplementedError('"linspace_cpu" not implemented for \'Bool\'');
	}
	if (!isFloating(type)) {
		checkFits(start, type, Infinity);
		checkFits(end, type, Infinity);
	}
	const round = isFloating(type) ? rounder(type as FloatDType) : Math.fround;
	const exact = asElement(type);
	const first = round(exact(toNumber(start)));
	const last = round(exact(toNumber(end)));
	if (steps === 1) {
		return sequence(1, type, () => first);
	}
	const step = round(round(last - first) / (steps - 1));
	const at = type === 'float64' ? fma64 : isReduced(type) ? (a: number, b: number, c: number) => round(round(a * b) + c) : fma32;
	// From both ends, so that the last value is exactly `end`.
	const half = Math.floor(steps / 2);
	return sequence(steps, type, i => exact(i < half ? at(step, i, first) : at(-step, steps - i - 1, last)));
}

function eye(n: number, m: number, dtype: DTypeName | undefined): Tensor {
	for (const [label, value] of [['n', n], ['m', m]] as const) {
		if (value < 0) {
			throw runtimeError(`${label} must be greater or equal to 0, got ${value}`);
		}
	}
	const result = filled([n, m], int(0), dtype, 'eye');
	const diagonal = emptyTensor([0], result.dtype);
	diagonal.storage.release();
	diagonal.storage = result.storage.retain();
	diagonal.setGeometry([Math.min(n, m)], [m + 1], 0);
	fillWith(diagonal, int(1));
	return result;
}

function full(size: readonly number[], value: Scalar, dtype: DTypeName | undefined): Tensor {
	const type = dtype ?? scalarDType(value);
	checkFits(value, type, numel(size));
	return filled(size, value, type, 'full');
}

function emptyStrided(size: readonly number[], stride: readonly number[], dtype: DTypeName = defaultDType()): Tensor {
	const negative = size.find(item => item < 0);
	if (negative !== undefined) {
		throw runtimeError(`Trying to create tensor with negative dimension ${negative}: ${shapeText(size)}`);
	}
	if (size.length !== stride.length) {
		throw runtimeError(`dimensionality of sizes (${size.length}) must match dimensionality of strides (${stride.length})`);
	}
	const length = size.includes(0) ? 0 : size.reduce((sum, item, d) => sum + (item - 1) * stride[d]!, 1);
	if (stride.some(item => item < 0) || length * dtypeInfo(dtype).size >= 2 ** 63) {
		throw runtimeError(`Storage size calculation overflowed with sizes=${shapeText(size)} and strides=${shapeText(stride)}`);
	}
	const result = emptyTensor([length], dtype);
	result.setGeometry([...size], [...stride], 0);
	return result;
}

/** `layout` names the dimensions from the outermost in memory to the innermost. */
function emptyPermuted(size: readonly number[], layout: readonly number[], dtype: DTypeName = defaultDType()): Tensor {
	if (size.length !== layout.length) {
		throw runtimeError(`Number of dimensions in size does not match the length of the physical_layout; i.e. len(size) = ${size.length} is not equal to len(physical_layout) = ${layout.length}`);
	}
	const seen = new Set<number>();
	layout.forEach((dim, i) => {
		if (dim < 0 || dim >= size.length) {
			throw runtimeError(`Dimension out of range (expected to be between 0 and ${size.length - 1}, but got ${dim} at index ${i}).  NB: negative dims not currently supported; file an issue if you want it.`);
		}
		if (seen.has(dim)) {
			throw runtimeError('Duplicate dim not allowed');
		}
		seen.add(dim);
	});
	const result = emptyTensor(layout.map(dim => size[dim]!), dtype);
	const strides = new Array<number>(size.length).fill(0);
	layout.forEach((dim, i) => {
		strides[dim] = result.strides[i]!;
	});
	result.setGeometry([...size], strides, 0);
	return result;
}

const FACTORY = { isFactory: true, tolerance: EXACT } as const;

export const CREATION: readonly Operator[] = [
	operator({ ...FACTORY, name: 'empty', variants: ['function', 'out'], overloads: [{ schema: 'empty(int[] size, *, MemoryFormat? memory_format=None, ScalarType? dtype=None) -> Tensor', run: empty }] }),
	operator({ ...FACTORY, name: 'zeros', variants: ['function', 'out'], overloads: [{ schema: 'zeros(int[] size, *, ScalarType? dtype=None) -> Tensor', run: (size: readonly number[], dtype?: DTypeName) => filled(size, int(0), dtype, 'zeros') }] }),
	operator({ ...FACTORY, name: 'ones', variants: ['function', 'out'], overloads: [{ schema: 'ones(int[] size, *, ScalarType? dtype=None) -> Tensor', run: (size: readonly number[], dtype?: DTypeName) => filled(size, int(1), dtype, 'ones') }] }),
	operator({ ...FACTORY, name: 'full', variants: ['function', 'out'], overloads: [{ schema: 'full(int[] size, Scalar fill_value, *, ScalarType? dtype=None) -> Tensor', run: full }] }),
	operator({ ...FACTORY, name: 'empty_like', variants: ['function'], overloads: [{ schema: 'empty_like(Tensor self, *, MemoryFormat? memory_format=None, ScalarType? dtype=None) -> Tensor', run: like }] }),
	operator({ ...FACTORY, name: 'zeros_like', variants: ['function'], overloads: [{ schema: 'zeros_like(Tensor self, *, MemoryFormat? memory_format=None, ScalarType? dtype=None) -> Tensor', run: (self: Tensor, format?: MemoryFormat, dtype?: DTypeName) => filledLike(self, int(0), format, dtype) }] }),
	operator({ ...FACTORY, name: 'ones_like', variants: ['function'], overloads: [{ schema: 'ones_like(Tensor self, *, MemoryFormat? memory_format=None, ScalarType? dtype=None) -> Tensor', run: (self: Tensor, format?: MemoryFormat, dtype?: DTypeName) => filledLike(self, int(1), format, dtype) }] }),
	operator({ ...FACTORY, name: 'full_like', variants: ['function'], overloads: [{
		schema: 'full_like(Tensor self, Scalar fill_value, *, MemoryFormat? memory_format=None, ScalarType? dtype=None) -> Tensor',
		run: (self: Tensor, value: Scalar, format?: MemoryFormat, dtype?: DTypeName) => {
			checkFits(value, dtype ?? self.dtype, self.numel);
			return filledLike(self, value, format, dtype);
		},
	}] }),
	operator({ ...FACTORY, name: 'new_empty', variants: ['method'], overloads: [{ schema: 'new_empty(Tensor self, int[] size, *, ScalarType? dtype=None) -> Tensor', run: (self: Tensor, size: readonly number[], dtype?: DTypeName) => sized(size, dtype ?? self.dtype, 'empty') }] }),
	operator({ ...FACTORY, name: 'new_zeros', variants: ['method'], overloads: [{ schema: 'new_zeros(Tensor self, int[] size, *, ScalarType? dtype=None) -> Tensor', run: (self: Tensor, size: readonly number[], dtype?: DTypeName) => filled(size, int(0), dtype ?? self.dtype, 'new_zeros') }] }),
	operator({ ...FACTORY, name: 'new_ones', variants: ['method'], overloads: [{ schema: 'new_ones(Tensor self, int[] size, *, ScalarType? dtype=None) -> Tensor', run: (self: Tensor, size: readonly number[], dtype?: DTypeName) => filled(size, int(1), dtype ?? self.dtype, 'ones') }] }),
	operator({ ...FACTORY, name: 'new_full', variants: ['method'], overloads: [{ schema: 'new_full(Tensor self, int[] size, Scalar fill_value, *, ScalarType? dtype=None) -> Tensor', run: (self: Tensor, size: readonly number[], value: Scalar, dtype?: DTypeName) => filled(size, value, dtype ?? self.dtype, 'full') }] }),
	operator({ ...FACTORY, fillsOut: true, name: 'arange', variants: ['function', 'out'], overloads: [
		{ schema: 'arange(Scalar end, *, ScalarType? dtype=None) -> Tensor', run: (end: Scalar, dtype?: DTypeName) => arange(int(0), end, int(1), dtype) },
		{ schema: 'arange.start_step(Scalar start, Scalar end, Scalar step=1, *, ScalarType? dtype=None) -> Tensor', run: arange },
	] }),
	operator({ ...FACTORY, fillsOut: true, name: 'linspace', variants: ['function', 'out'], overloads: [
		{ schema: 'linspace(Scalar start, Scalar end, int steps, *, ScalarType? dtype=None) -> Tensor', run: linspace },
		...byTensors('linspace', 'int steps, *, ScalarType? dtype=None', linspace),
	] }),
	operator({ ...FACTORY, name: 'scalar_tensor', variants: ['function'], overloads: [{ schema: 'scalar_tensor(Scalar s, *, ScalarType? dtype=None) -> Tensor', run: (value: Scalar, dtype: DTypeName = defaultDType()) => full([], value, dtype) }] }),
	operator({ ...FACTORY, name: 'empty_strided', variants: ['function'], overloads: [{ schema: 'empty_strided(int[] size, int[] stride, *, ScalarType? dtype=None) -> Tensor', run: emptyStrided }] }),
	operator({ ...FACTORY, name: 'new_empty_strided', variants: ['method'], overloads: [{ schema: 'new_empty_strided(Tensor self, int[] size, int[] stride, *, ScalarType? dtype=None) -> Tensor', run: (self: Tensor, size: readonly number[], stride: readonly number[], dtype: DTypeName = self.dtype) => emptyStrided(size, stride, dtype) }] }),
	operator({ ...FACTORY, name: 'empty_permuted', variants: ['function'], overloads: [{ schema: 'empty_permuted(int[] size, int[] physical_layout, *, ScalarType? dtype=None) -> Tensor', run: emptyPermuted }] }),
	operator({ name: 'fill', variants: ['function', 'out'], tolerance: EXACT, overloads: [{
		schema: 'fill.Scalar(Tensor self, Scalar value) -> Tensor',
		run: (self: Tensor, value: Scalar) => call('fill_', call('empty_like', self), value),
		backward: { node: 'FillBackward0', inputs: { self: { gradient: grad => call('zeros_like', grad) } } },
	}, {
		schema: 'fill.Tensor(Tensor self, Tensor value) -> Tensor',
		run: (self: Tensor, value: Tensor) => call('fill_', call('empty_like', self), value),
		backward: { node: 'FillBackward1', inputs: { self: { gradient: grad => call('zeros_like', grad) }, value: { gradient: grad => call('sum', grad) } } },
	}] }),
	operator({ ...FACTORY, name: 'eye', variants: ['function', 'out'], overloads: [
		{ schema: 'eye(int n, *, ScalarType? dtype=None) -> Tensor', run: (n: number, dtype?: DTypeName) => eye(n, n, dtype) },
		{ schema: 'eye.m(int n, int m, *, ScalarType? dtype=None) -> Tensor', run: eye },
	] }),
];
