/** Runs long work over a trace with breaks in which the editor's other requests are answered. */
import { BUSY, nextTurn } from '../engine/debug/turn.ts';
import type { Work } from '../engine/trace/work.ts';

/** How many are under way. */
let others = 0;

export async function inTurns<T>(work: Work<T>): Promise<T> {
	// What one event sets off would otherwise begin in one turn, all of it.
	if (others++ > 0) { await nextTurn(); }
	try {
		for (let began = performance.now();;) {
			const { done, value } = work.next();
			if (done) { return value; }
			if (performance.now() - began < BUSY) { continue; }
			await nextTurn();
			began = performance.now();
		}
	} finally {
		others--;
	}
}
