/**
 * How often the clock is looked at: about each few milliseconds, at each line while lines are slow (as engine/python/loupe/steps.py has it).
 */
const MOST_GRANTED = 256;
const LOOK_MILLISECONDS = 4;

export class Pace {
	/** Lines until the next look. */
	left = 1;
	#granted = 1;
	#looked: number;
	readonly #now: () => number;

	constructor(now: () => number) {
		this.#now = now;
		this.#looked = now();
	}

	/** Answers the time. */
	look(): number {
		const now = this.#now();
		const factor = Math.min(2, LOOK_MILLISECONDS / (now - this.#looked));
		this.#granted = Math.max(1, Math.min(Math.floor(this.#granted * factor), MOST_GRANTED));
		this.left = this.#granted;
		this.#looked = now;
		return now;
	}
}
