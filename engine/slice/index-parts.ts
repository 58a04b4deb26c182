/**
 * What stands between an index's brackets, where one tensor does among slices, numbers, `None` and `...`: as parts for each
 * dimension of the source. Numbers are taken before the tensor, as PyTorch does it (NumPy moves dimensions there).
 */
import type { Ref, Tick, Trace, Value } from '../trace/model.ts';
import type { IndexPart } from './index-rules.ts';
import { items } from './children.ts';

export interface IndexedBy { readonly index: Ref; readonly parts: readonly IndexPart[] | undefined }

const WHOLE: IndexPart = { kind: 'slice', start: 0, step: 1, stop: undefined };

/** undefined: no tensor is there, or more than one. */
export function indexedBy(trace: Trace, ref: Ref, shape: readonly number[], tick: Tick): IndexedBy | undefined {
	const value = trace.value(ref, tick);
	if (value?.kind === 'tensor') return { index: ref, parts: undefined };
	if (value?.kind !== 'sequence' || value.type !== 'tuple') return undefined;
	const refs = items(trace, ref, tick), values = refs.map(each => trace.value(each, tick));
	const tensors = refs.filter((_, i) => values[i]?.kind === 'tensor');
	if (tensors.length !== 1) return undefined;
	const given = shape.length - values.reduce((sum, each) => sum + dimensionsOf(each), 0);
	if (given < 0) return undefined;
	const parts: IndexPart[] = [];
	let axis = 0;
	for (const each of values) {
		const size = shape[axis]!;
		if (isEllipsis(each)) {
			parts.push(...Array.from({ length: given }, () => WHOLE));
			axis += given;
			continue;
		}
		const part = each && partOf(trace, each, size, tick);
		if (part === undefined) return undefined;
		parts.push(part);
		axis += dimensionsOf(each);
	}
	return { index: tensors[0]!, parts };
}

/** How many of the source's it takes. */
function dimensionsOf(value: Value | undefined): number {
	if (value?.kind === 'none' || isEllipsis(value)) return 0;
	return value?.kind === 'tensor' && value.dtype === 'bool' ? value.shape.length : 1;
}

function isEllipsis(value: Value | undefined): boolean {
	return value?.kind === 'opaque' && value.type === 'ellipsis';
}

function partOf(trace: Trace, value: Value, size: number, tick: Tick): IndexPart | undefined {
	switch (value.kind) {
		case 'none': return { kind: 'new' };
		case 'int': return { kind: 'at', at: value.value < 0 ? value.value + size : value.value };
		case 'tensor': return { kind: 'index' };
		case 'object': {
			if (value.type !== 'slice') return undefined;
			const [start, stop, step] = value.children.map(({ ref }) => trace.value(ref, tick));
			if (![start, stop, step].every(each => each?.kind === 'none' || each?.kind === 'int')) return undefined;
			const from = start?.kind === 'int' ? start.value : 0;
			return { kind: 'slice', start: Math.min(size, Math.max(0, from < 0 ? from + size : from)), step: step?.kind === 'int' ? step.value : 1, stop: stop?.kind === 'int' ? stop.value : undefined };
		}
		default: return undefined;
	}
}
