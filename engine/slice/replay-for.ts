/** What replay would add to a slice, and the slice without it. */
import { optimizerOf } from './entry-ids.ts';
import type { GradientsRequest } from './gradients.ts';
import type { OpGradientRequest } from './op-gradient.ts';
import type { ReplayNote, Slice } from './slice.ts';
import { SURFACE_SIZES, type SurfaceRequest } from './surface.ts';

export type ReplayRequest = SurfaceRequest | GradientsRequest | OpGradientRequest;

/** What a worker that replays is sent; `trace`: its whole frames, in order. */
export interface ReplayTask { readonly kernels: Uint8Array<ArrayBuffer>; readonly trace: readonly Uint8Array[]; readonly request: ReplayRequest }

/** What it posts: frames that follow the trace's as they come, then how it ended. */
export type FromReplayWorker = Uint8Array | 'done' | 'failed';

export interface WantedReplay {
	readonly request: ReplayRequest;
	/** The slice that says why it is not there. */
	without(reason: ReplayNote['reason']): Slice;
}

/** undefined: it has all that there can be. `id`: of an optimizer, which says its number. */
export function replayFor(id: string, slice: Slice): WantedReplay | undefined {
	if (slice.kind === 'optimizer' && slice.surfaceNote === undefined && (slice.surface?.columns ?? 0) < SURFACE_SIZES.at(-1)!) {
		const { x, y, surface } = slice;
		// A coarse grid stays, where the replay was ended that would have refined it.
		return { request: { optimizer: optimizerOf(id), x, y }, without: reason => surface === undefined ? { ...slice, surfaceNote: { reason, values: [] } } : slice };
	}
	if (slice.kind === 'graph' && slice.gradients === 'pending') {
		return { request: { root: slice.ref, tick: slice.tick }, without: reason => ({ ...slice, gradients: { reason, values: [] } }) };
	}
	if (slice.kind === 'indexMap' && slice.backward?.gradient === 'pending') {
		const { backward } = slice;
		return { request: backward.request, without: reason => ({ ...slice, backward: { ...backward, gradient: { reason, values: [] } } }) };
	}
	return undefined;
}
