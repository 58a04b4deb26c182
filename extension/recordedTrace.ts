/** A trace in memory beside the bytes that it was read from, which a replay is given and a file is made of. */
import type { TraceReader } from '../engine/trace/reader.ts';

export interface RecordedTrace { readonly trace: TraceReader; readonly chunks: Uint8Array[] }

/** No more bytes will come: a frame that isn't whole is dropped, so that others may follow what is there. */
export function finish({ trace, chunks }: RecordedTrace): void {
	trace.finish();
	let extra = chunks.reduce((sum, chunk) => sum + chunk.length, 0) - wholeLength(trace);
	while (extra > 0) {
		const last = chunks.pop()!;
		if (last.length > extra) { chunks.push(last.subarray(0, last.length - extra)); }
		extra -= last.length;
	}
}

/** How many of its bytes are those of whole frames that could be read. */
export function wholeLength({ places }: TraceReader): number {
	const last = places.at(-1);
	return last === undefined ? 0 : last.offset + last.length;
}
