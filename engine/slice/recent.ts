/**
 * What was kept under a number of late: of more than so many entries the older half is forgotten at once, which costs nothing for
 * each. A `Map` that is kept short by taking away its first entry gets slower with each that was taken away.
 */
export class Recent<T> {
	readonly #most: number;
	#young = new Map<number, T>();
	#old = new Map<number, T>();

	/** So many at least are kept. */
	constructor(most: number) {
		this.#most = most;
	}

	get(key: number): T | undefined {
		return this.#young.get(key) ?? this.#old.get(key);
	}

	set(key: number, value: T): void {
		if (this.#young.size >= this.#most) {
			this.#old = this.#young;
			this.#young = new Map();
		}
		this.#young.set(key, value);
	}

	delete(key: number): void {
		this.#young.delete(key);
		this.#old.delete(key);
	}
}
