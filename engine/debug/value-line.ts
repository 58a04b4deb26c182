/** A value in one line: scalars and short tensors as Python prints them, longer tensors by their facts, containers cut. */
import { arrayRepr } from '../print/array-repr.ts';
import { tensorFacts } from '../print/facts.ts';
import { tensorRepr } from '../print/tensor-repr.ts';
import { valueText } from '../print/value-text.ts';
import type { TensorValue, Tick, Trace, Value } from '../trace/model.ts';

/** Tensors up to this many elements are printed, if that fits the line. */
const PRINTED = 16;
/** Tensors beyond this are not gone through for a list's line. */
const MOST_ELEMENTS = 1_000_000;
const LONGEST = 120;

export function valueLine(trace: Trace, value: Value, tick: Tick): string {
	return value.kind === 'tensor' ? tensorLine(trace, value, tick) : oneLine(valueText(trace, value, tick, 1));
}

function tensorLine(trace: Trace, value: TensorValue, tick: Tick): string {
	const { dtype, shape, requiresGrad, gradFn, type, isArray } = value;
	const count = shape.reduce((product, size) => product * size, 1);
	const elements = count <= MOST_ELEMENTS ? trace.elements(value, tick) : undefined;
	if (elements !== undefined && count <= PRINTED) {
		const source = { dtype, shape, read: (index: number) => elements[index]! };
		const printed = isArray ? arrayRepr(source) : tensorRepr(source, { requiresGrad, gradFn, typeName: type === 'Parameter' ? 'Tensor' : type });
		const line = printed.replace(/\s*\n\s*/g, ' ');
		if (line.length <= LONGEST) return line;
	}
	return tensorFacts({ type: type === 'Parameter' ? 'Tensor' : type, dtype, shape, requiresGrad, gradFn, elements });
}

function oneLine(text: string): string {
	const line = text.replace(/([[({])\s*\n\s*/g, '$1').replace(/\s*\n\s*([\])}])/g, '$1').replace(/\s*\n\s*/g, ' ');
	return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}
