/** Runs long work over a trace with breaks in which the editor's other requests are answered. */
import { BUSY, nextTurn } from '../engine/debug/turn.ts';
import type { Work } from '../engine/trace/work.ts';

export async function inTurns<T>(work: Work<T>): Promise<T> {
	for (let began = performance.now();;) {
		const { done, value } = work.next();
		if (done) { return value; }
		if (performance.now() - began < BUSY) { continue; }
		await nextTurn();
		began = performance.now();
	}
}
