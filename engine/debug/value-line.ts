/** A value in one line: scalars and short tensors as Python prints them, longer tensors by their facts, containers cut. */
import type { Heap } from '../expression/heap.ts';
import { arrayRepr } from '../print/array-repr.ts';
import { tensorFacts } from '../print/facts.ts';
import { statistics, type Statistics } from '../print/statistics.ts';
import { tensorRepr } from '../print/tensor-repr.ts';
import { valueText } from '../print/value-text.ts';
import type { Elements, TensorValue, Tick, Value } from '../trace/model.ts';
import { numel, printedCount } from '../trace/shape.ts';

/** Tensors up to this many elements are printed, if that fits the line. */
const PRINTED = 16;
/** Tensors beyond this are not gone through for a list's line. */
const MOST_ELEMENTS = 1_000_000;
const LONGEST = 120;
/** From here on it is worth keeping what was found of so many, which is asked for at each stop. */
const MANY = 2 ** 12;

const known = new WeakMap<ArrayBufferLike, Map<string, Statistics | undefined>>();

/** One of twenty dimensions has a million, which would keep the editor for seconds. */
const MOST_PRINTED = 100_000;

/** As Python prints it, in as many lines as that takes. */
export function valueRepr(heap: Heap, value: Value, tick: Tick): string {
	const elements = value.kind === 'tensor' && printedCount(value.shape) <= MOST_PRINTED ? heap.elements(value, tick) : undefined;
	return value.kind === 'tensor' && elements !== undefined ? printed(value, elements) : value.kind === 'tensor' ? tensorLine(heap, value, tick) : valueText(heap, value, tick);
}

export function valueLine(heap: Heap, value: Value, tick: Tick): string {
	return value.kind === 'tensor' ? tensorLine(heap, value, tick) : oneLine(valueText(heap, value, tick, 1));
}

function tensorLine(heap: Heap, value: TensorValue, tick: Tick): string {
	const { dtype, shape, requiresGrad, gradFn, type } = value;
	const count = numel(shape);
	const elements = count <= PRINTED ? heap.elements(value, tick) : undefined;
	if (elements !== undefined) {
		const line = printed(value, elements).replace(/\s*\n\s*/g, ' ');
		if (line.length <= LONGEST) return line;
	}
	return tensorFacts({ type: type === 'Parameter' ? 'Tensor' : type, dtype, shape, requiresGrad, gradFn, known: statisticsOf(heap, value, tick), summary: heap.summary(value, tick) });
}

/** What was recorded stays as it is: its bytes are known by where they lie. */
function statisticsOf(heap: Heap, value: TensorValue, tick: Tick): Statistics | undefined {
	const { dtype, shape, strides, offset, storage } = value, count = numel(shape);
	const look = (): Statistics | undefined => {
		const elements = heap.elements(value, tick);
		return elements && statistics(elements);
	};
	const bytes = count < MANY ? undefined : heap.bytes(storage, tick);
	if (bytes === undefined) return count <= MOST_ELEMENTS ? look() : undefined;
	const all = known.get(bytes.buffer) ?? new Map<string, Statistics | undefined>(), key = JSON.stringify([bytes.byteOffset, bytes.length, dtype, offset, shape, strides]);
	known.set(bytes.buffer, all);
	if (!all.has(key)) all.set(key, count <= MOST_ELEMENTS ? look() : undefined);
	return all.get(key);
}

function printed({ dtype, shape, requiresGrad, gradFn, type, isArray }: TensorValue, elements: Elements): string {
	const source = { dtype, shape, read: (index: number) => elements[index]! };
	return isArray ? arrayRepr(source) : tensorRepr(source, { requiresGrad, gradFn, typeName: type === 'Parameter' ? 'Tensor' : type });
}

function oneLine(text: string): string {
	const line = text.replace(/([[({])\s*\n\s*/g, '$1').replace(/\s*\n\s*([\])}])/g, '$1').replace(/\s*\n\s*/g, ' ');
	return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}
