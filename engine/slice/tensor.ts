/** One tensor at one tick, for the tensor view. */
import { countUpTo } from '../trace/ascending.ts';
import type { Ref, TensorValue, Tick, Trace } from '../trace/model.ts';
import type { Origin, TensorSlice } from './slice.ts';

export const OVER_BUDGET = 'values were not recorded: the tensor is over the recording budget';

/** undefined where the object is no tensor at that tick. */
export function tensorSlice(trace: Trace, ref: Ref, tick: Tick, title: string, origin: Origin | undefined): TensorSlice | undefined {
	const value = trace.value(ref, tick);
	if (value?.kind !== 'tensor') return undefined;
	const elements = trace.elements(value, tick);
	return {
		kind: 'tensor', title, ref, type: value.type, dtype: value.dtype, shape: value.shape, strides: value.strides,
		requiresGrad: value.requiresGrad, gradFn: value.gradFn, elements, summary: elements === undefined ? trace.summary(value, tick) : undefined, note: elements === undefined ? OVER_BUDGET : undefined, origin,
		before: beforeChange(trace, ref, tick, value),
	};
}

/** Changes that are looked at: some write nothing but a gradient. */
const LOOKED_AT = 16;

/** The tick before its storage was last written; undefined: it never was since it was made. */
function beforeChange(trace: Trace, ref: Ref, tick: Tick, { storage }: TensorValue): Tick | undefined {
	const changes = trace.changes(ref);
	const last = countUpTo(changes.length, index => changes[index]!, tick) - 1;
	const now = trace.bytes(storage, tick);
	if (now === undefined) return undefined;
	// The first is its making.
	for (let index = last; index > Math.max(0, last - LOOKED_AT); index--) {
		const before = changes[index]! - 1, bytes = trace.bytes(storage, before);
		if (bytes !== undefined && !isCopy(bytes, now) && trace.value(ref, before)?.kind === 'tensor') return before;
	}
	return undefined;
}

/** Whether they are one copy in the trace: a storage's is written when it has changed. */
function isCopy(a: Uint8Array, b: Uint8Array): boolean {
	return a.buffer === b.buffer && a.byteOffset === b.byteOffset;
}
