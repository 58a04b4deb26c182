/** Runs long work over a trace with breaks in which the editor's other requests are answered. */
import type { Work } from '../engine/trace/work.ts';

/** Milliseconds without a break. */
const BUSY = 12;

export async function inTurns<T>(work: Work<T>): Promise<T> {
	for (let began = performance.now();;) {
		const { done, value } = work.next();
		if (done) { return value; }
		if (performance.now() - began < BUSY) { continue; }
		await new Promise(resolve => setImmediate(resolve));
		began = performance.now();
	}
}
