/** A value in one line: scalars and short tensors as Python prints them, longer tensors by their facts, containers cut. */
import type { Heap } from '../expression/heap.ts';
import { arrayRepr } from '../print/array-repr.ts';
import { tensorFacts } from '../print/facts.ts';
import { tensorRepr } from '../print/tensor-repr.ts';
import { valueText } from '../print/value-text.ts';
import type { Elements, TensorValue, Tick, Value } from '../trace/model.ts';
import { numel, printedCount } from '../trace/shape.ts';

/** Tensors up to this many elements are printed, if that fits the line. */
const PRINTED = 16;
/** Tensors beyond this are not gone through for a list's line. */
const MOST_ELEMENTS = 1_000_000;
const LONGEST = 120;

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
	const elements = count <= MOST_ELEMENTS ? heap.elements(value, tick) : undefined;
	if (elements !== undefined && count <= PRINTED) {
		const line = printed(value, elements).replace(/\s*\n\s*/g, ' ');
		if (line.length <= LONGEST) return line;
	}
	return tensorFacts({ type: type === 'Parameter' ? 'Tensor' : type, dtype, shape, requiresGrad, gradFn, elements, summary: heap.summary(value, tick) });
}

function printed({ dtype, shape, requiresGrad, gradFn, type, isArray }: TensorValue, elements: Elements): string {
	const source = { dtype, shape, read: (index: number) => elements[index]! };
	return isArray ? arrayRepr(source) : tensorRepr(source, { requiresGrad, gradFn, typeName: type === 'Parameter' ? 'Tensor' : type });
}

function oneLine(text: string): string {
	const line = text.replace(/([[({])\s*\n\s*/g, '$1').replace(/\s*\n\s*([\])}])/g, '$1').replace(/\s*\n\s*/g, ' ');
	return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}
