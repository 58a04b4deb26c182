/**
 * Values as the debugger lists them: a line of text and, a page at a time, what they hold. Nothing is looked at before
 * it is asked for: a tensor's rows are views that are decoded one by one.
 */
import { isList } from '../expression/evaluate.ts';
import type { Heap } from '../expression/heap.ts';
import { factsOf, quoted, select } from '../expression/parts.ts';
import { namesAt } from '../slice/names.ts';
import { isContainer } from '../slice/children.ts';
import { childAt } from '../trace/expression.ts';
import type { ContainerValue, TensorValue, Tick, Value } from '../trace/model.ts';
import type { Node, Page, Variable } from './types.ts';
import { valueLine } from './value-line.ts';

/** They stand behind the values: there is little to see in them. */
const LAST = new Set(['module', 'function', 'builtin_function_or_method', 'method', 'type']);

export function variableOf(heap: Heap, name: string, value: Value, tick: Tick, expression: string | undefined): Variable {
	const { named, indexed } = counts(heap, value, tick);
	return { name, text: valueLine(heap, value, tick), type: value.type, expression, node: named + indexed > 0 ? { kind: 'value', value, expression } : undefined, named, indexed };
}

export function childrenOf(heap: Heap, node: Node, tick: Tick, page: Page): Variable[] {
	if (node.kind === 'scope') return page.filter === 'indexed' ? [] : scopeVariables(heap, node.scope, tick);
	const { value, expression } = node;
	const { named, indexed } = counts(heap, value, tick);
	const children: Variable[] = [];
	if (page.filter !== 'indexed' && named > 0) children.push(...paged(namedChildren(heap, value, tick, expression), page));
	if (page.filter !== 'named') {
		const start = Math.min(page.start, indexed), end = page.count > 0 ? Math.min(start + page.count, indexed) : indexed;
		for (let index = start; index < end; index++) children.push(indexedChild(heap, value, index, tick, expression));
	}
	return children;
}

function scopeVariables(heap: Heap, scope: number, tick: Tick): Variable[] {
	const values: Variable[] = [], others: Variable[] = [];
	for (const { name, ref } of heap.trace.names(scope, tick)) {
		const value = heap.value(ref, tick);
		if (value !== undefined) (LAST.has(value.type) ? others : values).push(variableOf(heap, name, value, tick, name));
	}
	return [...values, ...others];
}

function counts(heap: Heap, value: Value, tick: Tick): { readonly named: number; readonly indexed: number } {
	if (value.kind === 'tensor') {
		const isRecorded = heap.has(value.storage, tick);
		return { named: factsOf(value).size + (value.grad === 0 ? 0 : 1), indexed: isRecorded ? value.shape[0] ?? 0 : 0 };
	}
	if (!isContainer(value)) return { named: 0, indexed: 0 };
	return value.kind === 'sequence' ? { named: 0, indexed: value.length } : { named: value.children.length + (leftOut(value) > 0 ? 1 : 0), indexed: 0 };
}

function namedChildren(heap: Heap, value: Value, tick: Tick, expression: string | undefined): Variable[] {
	if (value.kind === 'tensor') return tensorFacts(heap, value, tick, expression);
	return isContainer(value) ? fields(heap, value, tick, expression) : [];
}

function tensorFacts(heap: Heap, tensor: TensorValue, tick: Tick, expression: string | undefined): Variable[] {
	const of = (name: string): string | undefined => expression === undefined ? undefined : `${expression}.${name}`;
	const facts = [...factsOf(tensor)].map(([name, value]) => variableOf(heap, name, value, tick, of(name)));
	const grad = tensor.grad === 0 ? undefined : heap.value(tensor.grad, tick);
	return grad === undefined ? facts : [...facts, variableOf(heap, 'grad', grad, tick, of('grad'))];
}

/** An object's fields and a mapping's items. */
function fields(heap: Heap, container: ContainerValue, tick: Tick, expression: string | undefined): Variable[] {
	let names: ReturnType<typeof namesAt> | undefined;
	const found = container.children.map(({ key, ref }, index) => {
		const keyValue = heap.value(key, tick);
		const value = heap.value(ref, tick) ?? UNKNOWN;
		if (container.kind === 'object' && keyValue?.kind === 'str') {
			const isName = /^[\p{L}_][\p{L}\p{N}_]*$/u.test(keyValue.text);
			return variableOf(heap, keyValue.text, value, tick, expression === undefined ? undefined : `${expression}${isName ? `.${keyValue.text}` : `[${quoted(keyValue.text)}]`}`);
		}
		if (keyValue?.kind === 'str') return variableOf(heap, quoted(keyValue.text), value, tick, expression === undefined ? undefined : `${expression}[${quoted(keyValue.text)}]`);
		if (keyValue?.kind === 'int') return variableOf(heap, keyValue.text, value, tick, expression === undefined ? undefined : `${expression}[${keyValue.text}]`);
		// An optimizer's state is kept by parameter: what the code calls that one tells it from the others.
		const called = keyValue?.kind === 'tensor' ? (names ??= namesAt(heap.trace, tick)).of(key) : undefined;
		return variableOf(heap, called ?? `${keyValue === undefined ? '…' : valueLine(heap, keyValue, tick)} (${index})`, value, tick, undefined);
	});
	return leftOut(container) > 0 ? found.toSpliced(container.head, 0, { ...variableOf(heap, '…', UNKNOWN, tick, undefined), text: `${leftOut(container)} more` }) : found;
}

/** How many children of a container its recording has not: they lay between its first and its last. */
function leftOut({ length, children }: ContainerValue): number {
	return Math.max(0, length - children.length);
}

function indexedChild(heap: Heap, value: Value, index: number, tick: Tick, expression: string | undefined): Variable {
	const child = value.kind === 'tensor' ? select(value, index) : isContainer(value) ? heap.value(childAt(value, index), tick) : undefined;
	const isReached = child !== undefined && expression !== undefined && (value.kind === 'tensor' || isList(value));
	return variableOf(heap, String(index), child ?? UNKNOWN, tick, isReached ? `${expression}[${index}]` : undefined);
}

/** Left out of the recording. */
const UNKNOWN: Value = { kind: 'opaque', type: '', text: '…' };

function paged<T>(all: readonly T[], { filter, start, count }: Page): readonly T[] {
	return filter === undefined ? all : all.slice(start, count > 0 ? start + count : undefined);
}
