/** Cuts what the panel has selected from a trace; apart, so that slices are loaded when a panel is. */
import { optimizerOf } from '../../engine/slice/entry-ids.ts';
import { sliceOf } from '../../engine/slice/contents.ts';
import { optimizerOver } from '../../engine/slice/asked-path.ts';
import { normsAround } from '../../engine/slice/norms.ts';
import type { SteppedColumns } from '../../engine/slice/optimizer-steps.ts';
import type { Slice } from '../../engine/slice/slice.ts';
import type { Work } from '../../engine/trace/work.ts';
import type { Trace } from '../../engine/trace/model.ts';
import type { Selection } from './tracePage.ts';

/** undefined: the trace has no optimizer of that id. */
export function* cutNorms(trace: Trace, id: string, step: number): Work<SteppedColumns | undefined> {
	const slice = yield* sliceOf(trace, id);
	return slice?.kind === 'optimizer' ? yield* normsAround(trace, optimizerOf(id), slice, step) : undefined;
}

/** undefined: the trace holds nothing under that id. */
export function* cutSlice(trace: Trace, { id, title, coordinates }: Selection): Work<Slice | undefined> {
	const slice = yield* sliceOf(trace, id, title);
	if (slice?.kind !== 'optimizer' || !coordinates) { return slice; }
	return yield* optimizerOver(trace, optimizerOf(id), slice, coordinates);
}
