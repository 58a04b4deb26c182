/** What replay computes reaches whoever asks for it, when it comes and when it has come already. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startHere } from '../../../engine/process/process.ts';
import { optimizerSlice } from '../../../engine/slice/optimizer.ts';
import { surfaceOf } from '../../../engine/slice/surface.ts';
import { done } from '../../../engine/trace/work.ts';
import type { Channels } from '../../../extension/log.ts';
import { newTrace } from '../../../extension/run/newTrace.ts';
import { finish } from '../../../extension/run/recordedTrace.ts';
import { Replays } from '../../../extension/run/replays.ts';
import { dist } from '../runtime/embedded.ts';

test('who asks for what has come since they looked is told at once', async () => {
	const recorded = newTrace(), { trace } = recorded;
	const bytes = readFileSync(new URL('../trace/stored/ema-training.loupe', import.meta.url));
	recorded.trace.push(bytes);
	recorded.bytes.push(bytes);
	finish(recorded);
	const { optimizer } = trace.optimizerStep(0), { x, y } = done(optimizerSlice(trace, optimizer))!;
	const columns = () => surfaceOf(trace, optimizer, x, y)?.columns;
	const complaints: string[] = [];
	const complain = (what: string) => { complaints.push(what); };
	const replays = new Replays(dist, startHere, { log: { warn: complain, error: complain } } as unknown as Channels);
	const told: { first: (number | undefined)[]; second: (number | undefined)[]; third: (number | undefined)[] } = { first: [], second: [], third: [] };
	let second: Promise<string> | undefined;
	const first = replays.compute(recorded, { optimizer, x, y }, () => {
		told.first.push(columns());
		// Within the first part: as it was looked for before it came.
		second ??= replays.compute(recorded, { optimizer, x, y }, () => told.second.push(columns()));
	});
	expect([await first, await second]).toEqual(['done', 'done']);
	expect(await replays.compute(recorded, { optimizer, x, y }, () => told.third.push(columns()))).toBe('done');
	expect(told).toEqual({ first: [12], second: expect.arrayContaining([12, 64]) as number[], third: [64] });
	expect(complaints).toEqual([]);
	replays.dispose();
});
