/**
 * What replay computes for a trace, as the frames that carry it: of a surface coarse grids first, then finer ones. In a process
 * of its own (process.ts) or in a page's worker (worker.ts); stop iterating to cancel.
 */
import type { GradientsInfo } from '../slice/gradients.ts';
import type { OpGradientInfo } from '../slice/op-gradient.ts';
import type { ReplayRequest } from '../slice/replay-for.ts';
import type { SurfaceNoteInfo } from '../slice/surface.ts';
import type { TraceReader } from '../trace/reader.ts';
import { derivedFrame } from './derived.ts';
import { gradientNumbers, opGradientNumbers } from './gradients.ts';
import { NotReplayable } from './not-replayable.ts';
import { surfaces } from './surface.ts';

/** Frames that follow those of the trace, which is not changed; where it can't be computed, one that says why. */
export function* derive(trace: TraceReader, request: ReplayRequest): Generator<Uint8Array> {
	const kind = 'op' in request ? 'opGradient' : 'root' in request ? 'gradients' : 'surface';
	let sequence = trace.nextSequence;
	try {
		if ('root' in request) yield derivedFrame(sequence++, kind, request, 'op' in request ? opGradientNumbers(trace, request) : gradientNumbers(trace, request));
		else for (const { info, numbers } of surfaces(trace, request)) yield derivedFrame(sequence++, kind, info, numbers);
	} catch (error) {
		if (!(error instanceof NotReplayable)) throw error;
		const info: SurfaceNoteInfo | GradientsInfo | OpGradientInfo = { ...request, note: error.note };
		yield derivedFrame(sequence, `${kind}Note`, info);
	}
}
