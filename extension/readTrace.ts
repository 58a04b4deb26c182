/**
 * Reads the bytes of a file as a trace, in pieces with breaks between them: however large the file is, the editor's
 * other extensions' and its own requests are answered meanwhile. Pure: free of `vscode`.
 */
import type { TraceReader } from '../engine/trace/reader.ts';

/** A piece takes a few milliseconds at most, whatever rows are in it. */
const PIECE = 128 * 2 ** 10;
/** Milliseconds without a break. */
const BUSY = 12;

/** Ends at the end of the bytes, where they can't be read on, or when `isWanted` says no; `progress` is called in each break. */
export async function readInPieces(trace: TraceReader, bytes: Uint8Array, isWanted: () => boolean, progress: () => void): Promise<void> {
	let began = performance.now();
	for (let at = 0; at < bytes.length && trace.fault === undefined; at += PIECE) {
		trace.push(bytes.subarray(at, at + PIECE));
		if (performance.now() - began < BUSY) { continue; }
		progress();
		await new Promise(resolve => setImmediate(resolve));
		if (!isWanted()) { return; }
		began = performance.now();
	}
}
