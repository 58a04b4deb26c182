/** setTimeout and its kin, as a list of what is to be called when; who looks at the clock is outside. */

interface Timer { readonly number: number; readonly at: number; readonly every: number | undefined; readonly call: () => void }

const MOST_MILLISECONDS = 2 ** 31 - 1;

export class Timers {
	/** The last is due first. */
	readonly #timers: Timer[] = [];
	#count = 0;

	get isEmpty(): boolean {
		return this.#timers.length === 0;
	}

	/** When the next one is due. */
	get next(): number | undefined {
		return this.#timers.at(-1)?.at;
	}

	readonly set = (callback: unknown, milliseconds: number | undefined, every: number | undefined, args: readonly unknown[], now: number): number => {
		if (typeof callback !== 'function') throw new TypeError('The "callback" argument must be of type function.');
		const wanted = Number(milliseconds);
		const after = wanted >= 1 && wanted <= MOST_MILLISECONDS ? wanted : 1;
		this.#add({ number: ++this.#count, at: now + after, every, call: () => void Reflect.apply(callback as (...args: unknown[]) => unknown, undefined, args) });
		return this.#count;
	};

	readonly clear = (timer: unknown): void => {
		const at = this.#timers.findIndex(({ number }) => number === Number(timer));
		if (at >= 0) this.#timers.splice(at, 1);
	};

	/** What is to be called now, the earliest first; undefined: nothing is due. */
	due(now: number): (() => void) | undefined {
		const timer = this.#timers.at(-1);
		if (timer === undefined || timer.at > now) return undefined;
		this.#timers.pop();
		if (timer.every !== undefined) this.#add({ ...timer, at: now + timer.every });
		return timer.call;
	}

	#add(timer: Timer): void {
		let low = 0, high = this.#timers.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.#timers[middle]!.at > timer.at) low = middle + 1;
			else high = middle;
		}
		this.#timers.splice(low, 0, timer);
	}
}
