/** Runs long work over a trace with breaks in which the editor's other requests are answered. */
import { Turn } from '../engine/trace/turn.ts';
import type { Work } from '../engine/trace/work.ts';

/** How many are under way. */
let others = 0;

export async function inTurns<T>(work: Work<T>): Promise<T> {
	const turn = new Turn();
	// What one event sets off would otherwise begin in one turn, all of it.
	if (others++ > 0) { await turn.next(); }
	try {
		for (;;) {
			const { done, value } = work.next();
			if (done) { return value; }
			if (turn.isOver) { await turn.next(); }
		}
	} finally {
		others--;
	}
}
