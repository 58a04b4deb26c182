/** setTimeout and its kin, as a list of what is to be called when; who looks at the clock is outside. */

interface Timer { at: number; readonly every: number | undefined; readonly call: () => void }

const MOST_MILLISECONDS = 2 ** 31 - 1;

export class Timers {
	readonly #timers = new Map<number, Timer>();
	#count = 0;

	get isEmpty(): boolean {
		return this.#timers.size === 0;
	}

	/** When the next one is due. */
	get next(): number | undefined {
		return this.isEmpty ? undefined : Math.min(...[...this.#timers.values()].map(({ at }) => at));
	}

	readonly set = (callback: unknown, milliseconds: number | undefined, every: number | undefined, args: readonly unknown[], now: number): number => {
		if (typeof callback !== 'function') throw new TypeError('The "callback" argument must be of type function.');
		const wanted = Number(milliseconds);
		const after = wanted >= 1 && wanted <= MOST_MILLISECONDS ? wanted : 1;
		this.#timers.set(++this.#count, { at: now + after, every, call: () => void Reflect.apply(callback as (...args: unknown[]) => unknown, undefined, args) });
		return this.#count;
	};

	readonly clear = (timer: unknown): void => void this.#timers.delete(Number(timer));

	/** What is to be called now, the earliest first; undefined: nothing is due. */
	due(now: number): (() => void) | undefined {
		const [first] = [...this.#timers].filter(([, { at }]) => at <= now).sort(([a, one], [b, other]) => one.at - other.at || a - b);
		if (first === undefined) return undefined;
		const [number, timer] = first;
		if (timer.every === undefined) this.#timers.delete(number);
		else timer.at = now + timer.every;
		return timer.call;
	}
}
