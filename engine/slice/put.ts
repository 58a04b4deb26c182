/** What is put between brackets, `x[rows] = 0`: PyTorch makes a tensor of a number, and stretches it to what the indices choose. */
import { floatRepr } from '../print/decimal.ts';
import type { DTypeName } from '../trace/dtype.ts';
import type { Elements, TensorValue, Value } from '../trace/model.ts';
import { contiguousStrides, forEachPlace, numel } from '../trace/shape.ts';
import type { Origin, TensorSlice } from './slice.ts';

/** A number that is put, as the tensor that PyTorch makes of it; undefined: it is none. */
export function numberSlice(value: Value | undefined, { dtype, type }: TensorValue, origin: Origin | undefined): TensorSlice | undefined {
	if (value?.kind !== 'int' && value?.kind !== 'float' && value?.kind !== 'bool') return undefined;
	const title = value.kind === 'float' ? floatRepr(value.value) : value.kind === 'bool' ? value.value ? 'True' : 'False' : String(value.value);
	return { kind: 'tensor', title, ref: 0, type, dtype, shape: [], strides: [], requiresGrad: false, gradFn: '', elements: Float64Array.of(converted(Number(value.value), dtype)), summary: undefined, note: undefined, origin, before: undefined };
}

/** What a tensor of that dtype holds of a number; of half precision, as it was given. */
function converted(value: number, dtype: DTypeName): number {
	if (dtype === 'bool') return Number(value !== 0);
	return dtype === 'float32' ? Math.fround(value) : dtype.startsWith('float') || dtype === 'bfloat16' ? value : Math.trunc(value);
}

/** As PyTorch stretches what is put; itself, where that is its shape. undefined: it doesn't fit. */
export function stretchedTo(given: TensorSlice, shape: readonly number[]): TensorSlice | undefined {
	if (given.shape.length === shape.length && given.shape.every((size, axis) => size === shape[axis])) return given;
	// It may have more dimensions in front, of size 1.
	const own = given.shape.slice(Math.max(0, given.shape.length - shape.length)), before = shape.length - own.length;
	if (numel(own) !== numel(given.shape) || own.some((size, axis) => size !== 1 && size !== shape[before + axis])) return undefined;
	const strides = contiguousStrides(own), steps = shape.map((_, axis) => axis < before || own[axis - before] === 1 ? 0 : strides[axis - before]!);
	return { ...given, shape, strides: contiguousStrides(shape), elements: given.elements && picked(given.elements, shape, steps) };
}

function picked(elements: Elements, shape: readonly number[], strides: readonly number[]): Elements {
	const out = new (elements.constructor as new (count: number) => Elements)(numel(shape));
	forEachPlace(shape, strides, 0, out.length, (place, flat) => out[flat] = elements[place]!);
	return out;
}
