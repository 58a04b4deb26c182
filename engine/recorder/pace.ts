/**
 * How often the clock is looked at: at each line while lines are slow, then ever less often (as engine/python/loupe/steps.py has it).
 */
const MOST_GRANTED = 256;
const SLOW_MILLISECONDS = 1;

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
		this.#granted = now - this.#looked > SLOW_MILLISECONDS ? 1 : Math.min(2 * this.#granted, MOST_GRANTED);
		this.left = this.#granted;
		this.#looked = now;
		return now;
	}
}
