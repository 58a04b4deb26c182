/**
 * Work over a trace that may be long, as a generator: it yields wherever it could be interrupted, and who runs it decides how
 * long it may keep the thread. The extension host runs it in turns (`extension/inTurns.ts`), the command line to its end.
 */
export type Work<T> = Generator<undefined, T>;

/** Runs it to its end. */
export function done<T>(work: Work<T>): T {
	for (;;) {
		const { done: isDone, value } = work.next();
		if (isDone) return value;
	}
}
