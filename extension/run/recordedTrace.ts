/** A trace in memory beside the bytes that it was read from, wherever they are, which a replay is given and a file is made of. */
import type { TraceReader } from '../../engine/trace/reader.ts';
import type { TraceBytes } from './traceBytes.ts';

export interface RecordedTrace { readonly trace: TraceReader; readonly bytes: TraceBytes }

/** No more bytes will come: a frame that isn't whole is dropped, so that others may follow what is there. */
export function finish({ trace, bytes }: RecordedTrace): void {
	trace.finish();
	bytes.truncate(wholeLength(trace));
}

/** How many of its bytes are those of whole frames that could be read. */
export function wholeLength({ places }: TraceReader): number {
	const last = places.at(-1);
	return last === undefined ? 0 : last.offset + last.length;
}
