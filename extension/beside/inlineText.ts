/** A value in the few characters that there are beside a line. */
import { arrayRepr } from '../../engine/print/array-repr.ts';
import { tensorRepr } from '../../engine/print/tensor-repr.ts';
import { isPlainObject, valueText } from '../../engine/print/value-text.ts';
import type { ContainerValue, Tick, Trace, Value } from '../../engine/trace/model.ts';
import type { InlineValueFormat } from '../settings.ts';
import { oneLine } from '../text.ts';
import { numel } from '../../engine/trace/shape.ts';

/** What counts as short, and what 'value' shows at most; characters. */
const SHORT = 40;
const LONG = 120;
/** A tensor with more elements than this has no short text. */
const FEW = 12;
/** Objects of which nothing is to be said beside a line. */
const UNTOLD = new Set(['module', 'function', 'builtin_function_or_method', 'method', 'type']);

/** undefined: better nothing. */
export function inlineText(trace: Pick<Trace, 'value' | 'elements'>, value: Value, tick: Tick, format: Exclude<InlineValueFormat, 'off'>): string | undefined {
	if (value.kind === 'opaque' && UNTOLD.has(value.type)) { return undefined; }
	if (value.kind === 'object') { return objectText(trace, value, tick); }
	if (value.kind !== 'tensor') {
		const text = oneLine(valueText(trace, value, tick), format === 'value' ? LONG : SHORT);
		const isCut = text.endsWith('…') && (value.kind === 'sequence' || value.kind === 'mapping');
		return isCut && format !== 'value' ? `${value.type} (${value.length})` : text;
	}
	const { dtype, shape } = value;
	const count = numel(shape);
	const elements = format === 'shape' || count > (format === 'value' ? LONG : FEW) ? undefined : trace.elements(value, tick);
	if (elements) {
		const source = { dtype, shape, read: (index: number) => elements[index]! };
		const text = value.isArray ? arrayRepr(source) : tensorRepr(source);
		const line = text.replace(/\s+/g, ' ');
		if (format === 'value' || line.length <= SHORT) { return oneLine(line, LONG); }
	}
	return `${dtype} [${shape.join(', ')}]`;
}

/** Its type and what it holds by name, other objects by their type: `Linear(in_features=3, out_features=2)`, `Net(first=Linear, …)`. */
function objectText(trace: Pick<Trace, 'value'>, value: ContainerValue, tick: Tick): string {
	const [sign, open, close] = isPlainObject(value) ? [': ', '{', '}'] : ['=', `${value.type}(`, ')'];
	const parts = value.children.flatMap(({ key, ref }) => {
		const [name, child] = [trace.value(key, tick), trace.value(ref, tick)];
		// Every module has it, and a module's parameters say less than the sizes beside them.
		if (name?.kind !== 'str' || name.text.startsWith('_') || !child || name.text === 'training' || child.type === 'Parameter' || (child.kind === 'opaque' && UNTOLD.has(child.type))) { return []; }
		switch (child.kind) {
			case 'object': return `${name.text}${sign}${child.type}`;
			case 'sequence': case 'mapping': return [];
			default: return `${name.text}${sign}${valueText(trace, child, tick)}`;
		}
	});
	// Of an object of a class, what is left out is not what it is.
	const isWhole = value.children.length === value.length && (!isPlainObject(value) || parts.length === value.length);
	for (let count = parts.length; count > 0; count--) {
		const text = `${open}${[...parts.slice(0, count), ...(isWhole && count === parts.length ? [] : ['…'])].join(', ')}${close}`;
		if (text.length <= SHORT) { return text; }
	}
	return value.type;
}
