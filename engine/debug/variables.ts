/**
 * Values as the debugger lists them: a line of text and, a page at a time, what they hold. Nothing is looked at before
 * it is asked for: a tensor's rows are views that are decoded one by one.
 */
import { namesAt } from '../slice/names.ts';
import { isContainer } from '../slice/children.ts';
import { childAt } from '../trace/expression.ts';
import type { ContainerValue, TensorValue, Tick, Trace, Value } from '../trace/model.ts';
import { factsOf, quoted, resolve, select } from './resolve.ts';
import type { Moment, Node, Page, Variable } from './types.ts';
import { valueLine } from './value-line.ts';

/** They stand behind the values: there is little to see in them. */
const LAST = new Set(['module', 'function', 'builtin_function_or_method', 'method', 'type']);

export function variableOf(trace: Trace, name: string, value: Value, tick: Tick, expression: string | undefined): Variable {
	const { named, indexed } = counts(trace, value, tick);
	return { name, text: valueLine(trace, value, tick), type: value.type, expression, node: named + indexed > 0 ? { kind: 'value', value, expression } : undefined, named, indexed };
}

/** Evaluates names, attributes and subscripts; undefined: the recording does not know it. */
export function evaluateVariable(trace: Trace, text: string, { frame, tick }: Moment): Variable | undefined {
	const found = resolve(trace, text, frame, tick);
	return found && variableOf(trace, text, found.value, tick, text.trim());
}

export function childrenOf(trace: Trace, node: Node, tick: Tick, page: Page): Variable[] {
	if (node.kind === 'scope') return page.filter === 'indexed' ? [] : scopeVariables(trace, node.scope, tick);
	const { value, expression } = node;
	const { named, indexed } = counts(trace, value, tick);
	const children: Variable[] = [];
	if (page.filter !== 'indexed' && named > 0) children.push(...paged(namedChildren(trace, value, tick, expression), page));
	if (page.filter !== 'named') {
		const start = Math.min(page.start, indexed), end = page.count > 0 ? Math.min(start + page.count, indexed) : indexed;
		for (let index = start; index < end; index++) children.push(indexedChild(trace, value, index, tick, expression));
	}
	return children;
}

/** A message with the values of what stands in its braces; what can't be found stays as it is written. */
export function textWithValues(trace: Trace, message: string, moment: Moment): string {
	return message.replace(/\{([^{}]+)\}/g, (whole, inner: string) => evaluateVariable(trace, inner, moment)?.text ?? whole);
}

function scopeVariables(trace: Trace, scope: number, tick: Tick): Variable[] {
	const values: Variable[] = [], others: Variable[] = [];
	for (const { name, ref } of trace.names(scope, tick)) {
		const value = trace.value(ref, tick);
		if (value !== undefined) (LAST.has(value.type) ? others : values).push(variableOf(trace, name, value, tick, name));
	}
	return [...values, ...others];
}

function counts(trace: Trace, value: Value, tick: Tick): { readonly named: number; readonly indexed: number } {
	if (value.kind === 'tensor') {
		const isRecorded = trace.bytes(value.storage, tick) !== undefined;
		return { named: factsOf(value).size + (value.grad === 0 ? 0 : 1), indexed: isRecorded ? value.shape[0] ?? 0 : 0 };
	}
	if (!isContainer(value)) return { named: 0, indexed: 0 };
	return value.kind === 'sequence' ? { named: 0, indexed: value.length } : { named: value.children.length, indexed: 0 };
}

function namedChildren(trace: Trace, value: Value, tick: Tick, expression: string | undefined): Variable[] {
	if (value.kind === 'tensor') return tensorFacts(trace, value, tick, expression);
	return isContainer(value) ? fields(trace, value, tick, expression) : [];
}

function tensorFacts(trace: Trace, tensor: TensorValue, tick: Tick, expression: string | undefined): Variable[] {
	const of = (name: string): string | undefined => expression === undefined ? undefined : `${expression}.${name}`;
	const facts = [...factsOf(tensor)].map(([name, value]) => variableOf(trace, name, value, tick, of(name)));
	const grad = tensor.grad === 0 ? undefined : trace.value(tensor.grad, tick);
	return grad === undefined ? facts : [...facts, variableOf(trace, 'grad', grad, tick, of('grad'))];
}

/** An object's fields and a mapping's items. */
function fields(trace: Trace, container: ContainerValue, tick: Tick, expression: string | undefined): Variable[] {
	let names: ReturnType<typeof namesAt> | undefined;
	return container.children.map(({ key, ref }, index) => {
		const keyValue = trace.value(key, tick);
		const value = trace.value(ref, tick) ?? UNKNOWN;
		if (container.kind === 'object' && keyValue?.kind === 'str') {
			const isName = /^[\p{L}_][\p{L}\p{N}_]*$/u.test(keyValue.text);
			return variableOf(trace, keyValue.text, value, tick, expression === undefined ? undefined : `${expression}${isName ? `.${keyValue.text}` : `[${quoted(keyValue.text)}]`}`);
		}
		if (keyValue?.kind === 'str') return variableOf(trace, quoted(keyValue.text), value, tick, expression === undefined ? undefined : `${expression}[${quoted(keyValue.text)}]`);
		if (keyValue?.kind === 'int') return variableOf(trace, keyValue.text, value, tick, expression === undefined ? undefined : `${expression}[${keyValue.text}]`);
		// An optimizer's state is kept by parameter: what the code calls that one tells it from the others.
		const called = keyValue?.kind === 'tensor' ? (names ??= namesAt(trace, tick)).of(key) : undefined;
		return variableOf(trace, called ?? `${keyValue === undefined ? '…' : valueLine(trace, keyValue, tick)} (${index})`, value, tick, undefined);
	});
}

function indexedChild(trace: Trace, value: Value, index: number, tick: Tick, expression: string | undefined): Variable {
	const child = value.kind === 'tensor' ? select(value, index) : isContainer(value) ? trace.value(childAt(value, index), tick) : undefined;
	return variableOf(trace, String(index), child ?? UNKNOWN, tick, child === undefined || expression === undefined ? undefined : `${expression}[${index}]`);
}

/** Left out of the recording. */
const UNKNOWN: Value = { kind: 'opaque', type: '', text: '…' };

function paged<T>(all: readonly T[], { filter, start, count }: Page): readonly T[] {
	return filter === undefined ? all : all.slice(start, count > 0 ? start + count : undefined);
}
