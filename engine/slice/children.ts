/**
 * Reading recorded objects by field and key: `param_groups[0]['lr']` on a trace instead of a program.
 */
import { numbersOf, type Part } from '../trace/elements.ts';
import type { ContainerValue, Ref, Tick, Trace, Value } from '../trace/model.ts';

export function isContainer(value: Value | undefined): value is ContainerValue {
	return value?.kind === 'sequence' || value?.kind === 'mapping' || value?.kind === 'object';
}

/** The child under a string key (a mapping's key or an object's field), 0 where there is none. */
export function childByName(trace: Trace, ref: Ref, name: string, tick: Tick): Ref {
	const container = trace.value(ref, tick);
	if (!isContainer(container)) return 0;
	for (const child of container.children) {
		const key = trace.value(child.key, tick);
		if (key?.kind === 'str' && key.text === name) return child.ref;
	}
	return 0;
}

/** The child whose key is that very object (an optimizer's `state[p]`), 0 where there is none. */
export function childByKey(trace: Trace, ref: Ref, key: Ref, tick: Tick): Ref {
	const container = trace.value(ref, tick);
	if (!isContainer(container)) return 0;
	return container.children.find(child => child.key === key)?.ref ?? 0;
}

/** The refs of a sequence's items. */
export function items(trace: Trace, ref: Ref, tick: Tick): readonly Ref[] {
	const container = trace.value(ref, tick);
	return container?.kind === 'sequence' ? container.children.map(child => child.ref) : [];
}

/** A recorded number or flag; undefined where the value is something else. */
export function scalar(trace: Trace, ref: Ref, tick: Tick): number | boolean | undefined {
	const value = trace.value(ref, tick);
	return value?.kind === 'float' || value?.kind === 'int' || value?.kind === 'bool' ? value.value : undefined;
}

/** Some of a tensor's elements as numbers, where `numbers` gives all: for what is looked at by the thousand. */
export function partOf(trace: Trace, ref: Ref, tick: Tick, part: Part): readonly number[] | undefined {
	const value = trace.value(ref, tick);
	const bytes = value?.kind === 'tensor' ? trace.bytes(value.storage, tick) : undefined;
	return value?.kind === 'tensor' && bytes !== undefined ? numbersOf(value, bytes, part) : undefined;
}

/** A tensor's elements as numbers (int64 rounded to the nearest double), undefined where they were not recorded. */
export function numbers(trace: Trace, ref: Ref, tick: Tick): Float64Array | undefined {
	const value = trace.value(ref, tick);
	if (value?.kind !== 'tensor') return undefined;
	const elements = trace.elements(value, tick);
	if (elements === undefined) return undefined;
	// Not by `from`, which asks for one after the other.
	return elements instanceof BigInt64Array ? Float64Array.from(elements, Number) : elements instanceof Float64Array ? elements : new Float64Array(elements);
}
