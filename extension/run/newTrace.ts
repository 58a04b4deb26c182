/** A trace that is about to be read, from a program or a file. Apart, so that the reader is loaded when there is something to read. */
import { takeNativeCrc32 } from '../../engine/runtime/native-crc32.ts';
import { TraceReader } from '../../engine/trace/reader.ts';
import type { RecordedTrace } from './recordedTrace.ts';
import { TraceBytes } from './traceBytes.ts';

export function newTrace(): RecordedTrace {
	takeNativeCrc32();
	return { trace: new TraceReader(), bytes: new TraceBytes() };
}
