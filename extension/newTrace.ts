/** A trace that is about to be read, from a program or a file. Apart, so that the reader is loaded when there is something to read. */
import * as zlib from 'node:zlib';
import { useNativeCrc32 } from '../engine/trace/crc32.ts';
import { TraceReader } from '../engine/trace/reader.ts';
import type { RecordedTrace } from './recordedTrace.ts';
import { TraceBytes } from './traceBytes.ts';

/** Not in the Node of VS Code's oldest version that we run in. */
const { crc32 } = zlib as { readonly crc32?: (bytes: Uint8Array, before: number) => number };

useNativeCrc32(crc32);

export function newTrace(): RecordedTrace {
	return { trace: new TraceReader(), bytes: new TraceBytes() };
}
