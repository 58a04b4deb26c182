/** A value that is no tensor as short text, from the trace, as its own language writes it (the types are JavaScript's where it is): containers to a depth. */
import { floatRepr } from './decimal.ts';
import { tensorFacts } from './facts.ts';
import type { Ref, Tick, Trace, Value } from '../trace/model.ts';

const DEPTH = 3;
const CHILDREN = 12;

export function valueText(trace: Pick<Trace, 'value'>, value: Value, tick: Tick, depth = 0): string {
	switch (value.kind) {
		case 'none': return value.type === 'NoneType' ? 'None' : value.type;
		case 'bool': return value.type === 'boolean' ? String(value.value) : value.value ? 'True' : 'False';
		case 'int': return value.type === 'bigint' ? `${value.text}n` : value.text;
		case 'float': return value.type !== 'number' ? floatRepr(value.value) : Object.is(value.value, -0) ? '-0' : String(value.value);
		case 'str': return stringText(value.text, value.length);
		case 'opaque': return value.text;
		case 'tensor': return `<${tensorFacts({ type: value.type === 'Tensor' ? '' : value.type, dtype: value.dtype, shape: value.shape, requiresGrad: value.requiresGrad, gradFn: value.gradFn }).trim()}>`;
		default: break;
	}
	if (depth >= DEPTH) { return isPlainObject(value) ? '{…}' : value.kind === 'object' ? `${value.type}(…)` : value.kind === 'mapping' || value.type === 'set' || value.type === 'frozenset' ? '{…}' : '[…]'; }
	const indent = '    '.repeat(depth + 1);
	const child = (ref: Ref): string => {
		const found = trace.value(ref, tick);
		return found ? valueText(trace, found, tick, depth + 1) : '…';
	};
	const shown = value.children.slice(0, CHILDREN).map(({ key, ref }) => {
		if (value.kind === 'sequence') { return child(ref); }
		const name = trace.value(key, tick);
		const label = value.kind === 'object' && name?.kind === 'str' ? name.text : name ? valueText(trace, name, tick, DEPTH) : '…';
		return value.kind !== 'object' ? `${label}${value.type === 'Map' ? ' =>' : ':'} ${child(ref)}` : isPlainObject(value) ? `${label}: ${child(ref)}` : `${label}=${child(ref)}`;
	});
	if (value.length > shown.length) { shown.push(`… (${value.length - shown.length})`); }
	const [open, close] = brackets(value);
	const line = `${open}${shown.join(', ')}${close}`;
	if (line.length <= 80 && !line.includes('\n')) { return line; }
	return `${open}\n${shown.map(item => indent + item).join(',\n')}\n${'    '.repeat(depth)}${close}`;
}

function brackets(value: Extract<Value, { children: unknown }>): readonly [string, string] {
	if (value.kind === 'sequence') { return sequenceBrackets(value.type, value.length); }
	if (isPlainObject(value)) { return ['{', '}']; }
	if (value.kind === 'mapping') { return value.type === 'dict' ? ['{', '}'] : value.type === 'Map' ? ['Map {', '}'] : [`${value.type}({`, '})']; }
	return [`${value.type}(`, ')'];
}

/** JavaScript's `{ … }`. */
export function isPlainObject({ kind, type }: Value): boolean {
	return kind === 'object' && type === 'Object';
}

function sequenceBrackets(type: string, length: number): readonly [string, string] {
	switch (type) {
		case 'tuple': return ['(', length === 1 ? ',)' : ')'];
		case 'list':
		case 'Array': return ['[', ']'];
		case 'Set': return ['Set {', '}'];
		// `{}` is a dictionary.
		case 'set': return length === 0 ? ['set(', ')'] : ['{', '}'];
		case 'frozenset': return length === 0 ? ['frozenset(', ')'] : ['frozenset({', '})'];
		case 'Size': return ['torch.Size([', '])'];
		default: return [`${type}([`, '])'];
	}
}

/** Python's quotes, and how much of a long text was recorded. */
function stringText(text: string, length: number): string {
	const quote = text.includes('\'') && !text.includes('"') ? '"' : '\'';
	const escaped = text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t').replaceAll(quote, `\\${quote}`);
	return length > [...text].length ? `${quote}${escaped}…${quote}` : `${quote}${escaped}${quote}`;
}
