/**
 * Turns of the event loop for long work: between two of them whoever else shares the process is served. Each turn is one
 * work's, however many wait for theirs, so that none lasts longer than its work keeps it.
 */

/** Milliseconds that work may go on before it waits for its next turn. */
export const BUSY = 8;

let last: Promise<void> = Promise.resolve();

export function nextTurn(): Promise<void> {
	last = last.then(() => new Promise(resolve => setImmediate(resolve)));
	return last;
}
