/**
 * Names, attributes and constant subscripts against a trace: `w.grad`, `model.layers[0].bias`, `losses[-1]`, `d['k']`.
 *
 * It finds what was recorded and computes nothing: a call, an operator or the subscript of a tensor has no answer here.
 */
import type { Child, ContainerValue, Ref, Tick, Trace, Value } from './model.ts';

type Part = { readonly kind: 'attribute'; readonly name: string } | { readonly kind: 'subscript'; readonly key: number | string };

export interface Expression { readonly name: string; readonly parts: readonly Part[] }

/** Of Python and of JavaScript. */
const NAME = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const SUBSCRIPT = /\[\s*(?:(-?\d+)|'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")\s*\]/y;
const DOT = /\s*\.\s*/y;

/** undefined where the text is anything else. */
export function parseExpression(text: string): Expression | undefined {
	let at = 0;
	const match = (pattern: RegExp): RegExpExecArray | null => {
		pattern.lastIndex = at;
		const found = pattern.exec(text);
		if (found) at = pattern.lastIndex;
		return found;
	};
	text = text.trim();
	const name = match(NAME)?.[0];
	if (name === undefined) return undefined;
	const parts: Part[] = [];
	while (at < text.length) {
		const subscript = match(SUBSCRIPT);
		if (subscript) {
			const quoted = subscript[2] ?? subscript[3];
			parts.push({ kind: 'subscript', key: quoted === undefined ? Number(subscript[1]) : quoted.replace(/\\(.)/g, '$1') });
			continue;
		}
		const attribute = match(DOT) && match(NAME)?.[0];
		if (!attribute) return undefined;
		parts.push({ kind: 'attribute', name: attribute });
	}
	return { name: name.normalize('NFKC'), parts };
}

/** What the expression meant in a frame at a tick; undefined where the trace doesn't know it. */
export function evaluate(trace: Trace, text: string, frame: number, tick: Tick): Ref | undefined {
	const expression = parseExpression(text);
	if (expression === undefined) return undefined;
	let ref = trace.lookup(expression.name, frame, tick);
	for (const part of expression.parts) {
		if (ref === 0) return undefined;
		const value = trace.value(ref, tick);
		if (value === undefined) return undefined;
		ref = part.kind === 'attribute' ? attributeOf(trace, value, part.name, tick) : itemOf(trace, value, part.key, tick);
	}
	return ref === 0 ? undefined : ref;
}

/** What recorded values are looked up in. */
type Values = Pick<Trace, 'value'>;

/** 0: it has none that was recorded. */
export function attributeOf(values: Values, value: Value, name: string, tick: Tick): Ref {
	if (value.kind === 'tensor') return name === 'grad' ? value.grad : 0;
	return value.kind === 'object' ? childWithKey(values, value, name, tick) : 0;
}

/** What a constant subscript selects in a container; 0: nothing that was recorded. */
export function itemOf(values: Values, value: Value, key: number | string, tick: Tick): Ref {
	if (value.kind === 'mapping') return childWithKey(values, value, key, tick);
	if (value.kind === 'sequence') return typeof key === 'number' ? childAt(value, key) : 0;
	if (value.kind !== 'object') return 0;
	// nn.Sequential, ModuleList, ModuleDict: their children are fields named by position or key.
	if (typeof key === 'string') return childWithKey(values, value, key, tick);
	const numbered = value.children.filter(child => isPosition(values, child, tick));
	return childWithKey(values, value, String(key < 0 ? key + numbered.length : key), tick);
}

function isPosition(values: Values, child: Child, tick: Tick): boolean {
	const key = values.value(child.key, tick);
	return key?.kind === 'str' && /^\d+$/.test(key.text);
}

function childWithKey(values: Values, container: ContainerValue, wanted: number | string, tick: Tick): Ref {
	for (const child of container.children) {
		const key = values.value(child.key, tick);
		if (typeof wanted === 'string' ? key?.kind === 'str' && key.text === wanted : (key?.kind === 'int' || key?.kind === 'float' || key?.kind === 'bool') && Number(key.value) === wanted) return child.ref;
	}
	return 0;
}

/** An item by Python's index; 0 where it was left out. */
export function childAt(container: ContainerValue, index: number): Ref {
	const { length, head, children } = container;
	const position = index < 0 ? index + length : index;
	if (position < 0 || position >= length) return 0;
	if (position < head) return children[position]?.ref ?? 0;
	const fromEnd = length - position;
	return fromEnd <= children.length - head ? children[children.length - fromEnd]?.ref ?? 0 : 0;
}
