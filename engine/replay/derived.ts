/** Derived events as frames: what replay computed, in the form in which a trace carries it. */
import { writeFrame } from '../trace/frame.ts';

/** One whole frame with one derived event. `info` must be JSON; readers take the frame at any place of a trace. */
export function derivedFrame(sequence: number, kind: string, info: object, numbers: Float64Array = new Float64Array()): Uint8Array {
	const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
	return writeFrame(sequence, { derived: { info: [new TextEncoder().encode(JSON.stringify({ kind, ...info }))], bytes: [bytes] } });
}
