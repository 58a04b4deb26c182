/**
 * What a trace has to show, as the panel's list, and the slice behind each entry.
 *
 * Ids are stable for one trace: `tensor:REF`, `tensor:REF@TICK`, `indexMap:OP`, `optimizer:REF`, `average:N`.
 */
import type { Ref, Tick, Trace } from '../trace/model.ts';
import { averageSlice, findAverages } from './average.ts';
import { INDEX_MAP_OPS, indexMapSlice } from './index-map.ts';
import { namesAt } from './names.ts';
import { optimizerSlice, optimizersOf } from './optimizer.ts';
import type { Slice, SliceSummary } from './slice.ts';
import { tensorSlice } from './tensor.ts';

/** Entries of each kind that the list holds at most; the newest are kept. */
const MAX_ENTRIES = 200;

export function contentsOf(trace: Trace): readonly SliceSummary[] {
	const entries: SliceSummary[] = [];
	for (const { ref, type, steps } of optimizersOf(trace)) entries.push({ id: `optimizer:${ref}`, kind: 'optimizer', label: type, detail: String(steps.length) });
	findAverages(trace).forEach((average, i) => {
		const updates = average.byStorage.values().next().value;
		if (updates !== undefined) entries.push({ id: `average:${i}`, kind: 'average', label: 'EMA', detail: String(updates.length) });
	});
	entries.push(...indexMaps(trace));
	for (const { name, ref } of namesAt(trace, trace.lastTick).tensors.slice(0, MAX_ENTRIES)) {
		const value = trace.value(ref, trace.lastTick);
		if (value?.kind === 'tensor') entries.push({ id: tensorId(ref), kind: 'tensor', label: name, detail: `${value.dtype} [${value.shape.join(', ')}]` });
	}
	return entries;
}

/** The id of a tensor's entry: as it was at a tick, or as it is at the end. */
export function tensorId(ref: Ref, tick?: Tick): string {
	return tick === undefined ? `tensor:${ref}` : `tensor:${ref}@${tick}`;
}

/** undefined where the id names nothing in this trace. `title` is shown for a tensor in place of its name. */
export function sliceOf(trace: Trace, id: string, title?: string): Slice | undefined {
	const match = /^(tensor|indexMap|optimizer|average):(\d+)(?:@(\d+))?$/.exec(id);
	if (match === null) return undefined;
	const number = Number(match[2]);
	switch (match[1]) {
		case 'indexMap': return number < trace.opCount ? indexMapSlice(trace, number) : undefined;
		case 'optimizer': return optimizerSlice(trace, number);
		case 'average': return averageSlice(trace, findAverages(trace)[number]);
		default: {
			const tick = match[3] === undefined ? trace.lastTick : Number(match[3]);
			return tensorSlice(trace, number, tick, title ?? namesAt(trace, tick).of(number) ?? 'tensor', undefined);
		}
	}
}

/** One entry for each place in the code that has an index map: its last run. */
function indexMaps(trace: Trace): SliceSummary[] {
	const byPlace = new Map<string, SliceSummary>();
	for (let i = 0; i < trace.opCount; i++) {
		const op = trace.op(i);
		if (INDEX_MAP_OPS[op.name] === undefined) continue;
		const range = trace.rangeOfOp(i);
		byPlace.set(`${op.cell}:${op.line}:${range?.start.character ?? 0}`, { id: `indexMap:${i}`, kind: 'indexMap', label: op.name, detail: String(op.line) });
	}
	return [...byPlace.values()].slice(-MAX_ENTRIES);
}
