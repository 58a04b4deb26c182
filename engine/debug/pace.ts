/** A long search, in slices: whoever shares the process gets its turn between them, and it ends when it is given up. */
import { Turn } from '../trace/turn.ts';

export class Pace {
	readonly signal: AbortSignal;
	readonly #turn = new Turn();

	constructor(signal: AbortSignal) {
		this.signal = signal;
	}

	/** To be asked where waiting for nothing would cost too much. */
	get isDue(): boolean {
		return this.#turn.isOver;
	}

	/** Throws where the search was given up. */
	async breathe(): Promise<void> {
		if (!this.#turn.isOver) return;
		await this.#turn.next();
		this.signal.throwIfAborted();
	}
}
