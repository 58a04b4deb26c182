/**
 * A turn of the event loop for long work: between two of them whoever else shares the process is served. Each is one work's,
 * however many wait for theirs, so that none lasts longer than its work keeps it.
 */

/** Milliseconds that work may go on before it waits for its next turn. */
const BUSY = 8;

let last: Promise<void> = Promise.resolve();

export class Turn {
	#began = performance.now();

	get isOver(): boolean {
		return performance.now() - this.#began >= BUSY;
	}

	/** Ends when the work's next turn has begun. */
	async next(): Promise<void> {
		last = last.then(() => new Promise(resolve => setImmediate(resolve)));
		await last;
		this.#began = performance.now();
	}
}
