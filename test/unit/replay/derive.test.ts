/** What replay computes, as frames appended to a trace: a replay that is ended leaves a coarse surface, which is refined when it is shown again. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { derive } from '../../../engine/replay/derive.ts';
import { sliceOf } from '../../../engine/slice/contents.ts';
import { replayFor } from '../../../engine/slice/replay-for.ts';
import { SURFACE_SIZES } from '../../../engine/slice/surface.ts';
import { TraceReader } from '../../../engine/trace/reader.ts';
import { done } from '../../../engine/trace/work.ts';
import '../engine/engine.ts';

test('a replay that was ended is asked for again, and what it had computed stays until it is finer', () => {
	const trace = new TraceReader();
	trace.push(readFileSync(new URL('../trace/stored/ema-training.loupe', import.meta.url)));
	const id = `optimizer:${trace.optimizerStep(0).optimizer}`;
	const shown = () => {
		const slice = done(sliceOf(trace, id))!;
		return { slice, columns: slice.kind === 'optimizer' ? slice.surface?.columns : undefined, wanted: replayFor(id, slice) };
	};
	const { wanted } = shown();
	const { request } = wanted!;
	expect(wanted!.without('replayGivenUp')).toMatchObject({ surfaceNote: { reason: 'replayGivenUp' } });
	// Two of its parts.
	const first = derive(trace, request);
	for (const size of SURFACE_SIZES.slice(0, 2)) {
		trace.push(first.next().value as Uint8Array);
		expect(shown().columns).toBe(size);
	}
	expect(shown().wanted!.request).toEqual(request);
	expect(shown().wanted!.without('replayGivenUp')).toEqual(shown().slice);
	const columns: (number | undefined)[] = [];
	for (const frame of derive(trace, request)) {
		trace.push(frame);
		columns.push(shown().columns);
	}
	expect(columns).toEqual([32, 32, 64]);
	expect(shown().wanted).toBeUndefined();
	expect(trace.problem).toBeUndefined();
});
