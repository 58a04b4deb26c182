/** The runtime's process killed at 100 random moments of a training run: what was recorded until then is a true beginning of the whole. */
import { expect, test } from 'vitest';
import { random, rowsOf, TRAINING } from '../../support/beginning.ts';
import { read } from '../trace/tracer.ts';
import { runPython } from './embedded.ts';

const TIMES = 100;
/** So many processes at once. */
const AT_ONCE = 2;

test(`killed at ${TIMES} random moments`, { timeout: 600_000 }, async () => {
	let began = 0;
	const run = await runPython(TRAINING, { onOutput: () => { began = performance.now(); } });
	let duration = performance.now() - began;
	const whole = read(run.bytes), expected = rowsOf(whole);
	expect([whole.status, whole.optimizerStepCount, whole.problem]).toEqual([0, 60, undefined]);
	const moments = random();
	let tries = 0, cutWithin = 0, killed = 0;
	const one = async (): Promise<void> => {
		const after = moments.next().value! * duration;
		let start = 0;
		const { bytes, ended } = await runPython(TRAINING, { onOutput: running => { start = performance.now(); setTimeout(() => running.kill(), after); } });
		const trace = read(bytes);
		expect([undefined, 'The trace was cut short: its last frame is not whole.']).toContain(trace.problem);
		// A moment that came too late is no test: the next ones are chosen within what that run took.
		if (ended.how === 'killed') killed++;
		else duration = Math.min(duration, performance.now() - start);
		if (trace.stepCount > 0 && trace.stepCount < whole.stepCount) cutWithin++;
		expect(trace.sources).toEqual(whole.sources);
		for (const [kind, rows] of Object.entries(rowsOf(trace))) expect(rows, `${kind}, killed after ${after} ms`).toEqual((expected[kind] ?? []).slice(0, rows.length));
	};
	await Promise.all(Array.from({ length: AT_ONCE }, async () => { while (killed < TIMES && tries++ < 3 * TIMES) await one(); }));
	expect(killed).toBeGreaterThanOrEqual(TIMES);
	expect(cutWithin).toBeGreaterThan(TIMES / 2);
});
