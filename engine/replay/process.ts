/**
 * The replay process: a trace on standard input, derived frames on standard output, one request as its argument.
 *
 *   node replay.mjs '{"optimizer":12,"x":{…},"y":{…}}' KERNELS.wasm < trace > frames
 *
 * It is a process of its own so that a large surface never holds up the editor, and so that cancelling is ending it.
 */
import { readFileSync, writeSync } from 'node:fs';
import * as v from 'valibot';
import { loadKernels } from '../kernels/load.ts';
import type { SurfaceNoteInfo } from '../slice/surface.ts';
import { TraceReader } from '../trace/reader.ts';
import { derivedFrame } from './derived.ts';
import { NotReplayable } from './evaluate.ts';
import { surfaces } from './surface.ts';

const coordinate = v.object({ parameter: v.number(), element: v.number(), label: v.string() });
const surfaceRequest = v.object({ optimizer: v.number(), x: coordinate, y: coordinate });

function main(): void {
	const request = v.parse(surfaceRequest, JSON.parse(process.argv[2] ?? ''));
	loadKernels(readFileSync(process.argv[3] ?? ''));
	const trace = new TraceReader();
	trace.push(readFileSync(0));
	let sequence = trace.nextSequence;
	try {
		for (const { info, numbers } of surfaces(trace, request)) writeAll(derivedFrame(sequence++, 'surface', info, numbers));
	} catch (error) {
		if (!(error instanceof NotReplayable)) throw error;
		const info: SurfaceNoteInfo = { ...request, note: error.note };
		writeAll(derivedFrame(sequence, 'surfaceNote', info));
	}
}

/** Standard output may be a pipe that takes a part at a time. */
function writeAll(bytes: Uint8Array): void {
	for (let at = 0; at < bytes.length;) {
		try {
			at += writeSync(1, bytes, at);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
		}
	}
}

main();
