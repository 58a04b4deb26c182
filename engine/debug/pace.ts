/** A long search, in slices: whoever shares the process gets its turn between them, and it ends when it is given up. */
import { BUSY, nextTurn } from './turn.ts';

export class Pace {
	readonly signal: AbortSignal;
	#began = performance.now();

	constructor(signal: AbortSignal) {
		this.signal = signal;
	}

	/** Throws where the search was given up. */
	async breathe(): Promise<void> {
		if (performance.now() - this.#began < BUSY) return;
		await nextTurn();
		this.signal.throwIfAborted();
		this.#began = performance.now();
	}
}
