/**
 * A map by numbers that are given in order and mostly taken away soon, of which a Map makes much garbage: V8 chains the tables that a
 * Map outgrows, and a chain that reaches the old generation keeps all that ever stood in the later ones, until a full collection.
 * Here the numbers lie in pages, which are emptied when what they hold is taken out.
 */

const PAGE_BITS = 6, PAGE = 2 ** PAGE_BITS;

interface Page<T> { readonly items: (T | undefined)[]; count: number }

export class Numbered<T> {
	readonly #pages = new Map<number, Page<T>>();
	#size = 0;

	get size(): number {
		return this.#size;
	}

	get(number: number): T | undefined {
		return this.#pages.get(number >> PAGE_BITS)?.items[number & PAGE - 1];
	}

	/** Puts in what is not there yet. */
	add(number: number, item: T): void {
		const at = number >> PAGE_BITS;
		let page = this.#pages.get(at);
		if (page === undefined) this.#pages.set(at, page = { items: new Array<T | undefined>(PAGE).fill(undefined), count: 0 });
		page.items[number & PAGE - 1] = item;
		page.count++;
		this.#size++;
	}

	/** Takes out what is there. */
	delete(number: number): void {
		const at = number >> PAGE_BITS, page = this.#pages.get(at)!;
		page.items[number & PAGE - 1] = undefined;
		this.#size--;
		if (--page.count === 0) this.#pages.delete(at);
	}
}
