/**
 * A map by numbers that are given in order and mostly taken away soon, of which a Map makes much garbage: V8 chains the tables that a
 * Map outgrows, and a chain that reaches the old generation keeps all that ever stood in the later ones, until a full collection.
 * Here the numbers lie in pages, which are emptied when what they hold is taken out.
 */
import { bareList } from '../memory/bare-list.ts';

const PAGE_BITS = 6, PAGE = 2 ** PAGE_BITS;

interface Page<T> { readonly at: number; readonly items: (T | undefined)[]; count: number }

export class Numbered<T> {
	readonly #pages = new Map<number, Page<T>>();
	/** That of the latest number, which stays though it may be empty: what is taken away before the next is put in needs no page of its own. */
	#last: Page<T> = this.#page(0);
	#size = 0;

	get size(): number {
		return this.#size;
	}

	get(number: number): T | undefined {
		const at = number >> PAGE_BITS, page = at === this.#last.at ? this.#last : this.#pages.get(at);
		return page?.items[number & PAGE - 1];
	}

	/** Puts in what is not there yet. */
	add(number: number, item: T): void {
		const page = this.#pageFor(number >> PAGE_BITS);
		page.items[number & PAGE - 1] = item;
		page.count++;
		this.#size++;
	}

	/** Takes out what is there. */
	delete(number: number): void {
		const at = number >> PAGE_BITS, page = at === this.#last.at ? this.#last : this.#pages.get(at)!;
		page.items[number & PAGE - 1] = undefined;
		this.#size--;
		if (--page.count === 0 && page !== this.#last) this.#pages.delete(at);
	}

	#pageFor(at: number): Page<T> {
		const last = this.#last;
		if (at === last.at) return last;
		if (at < last.at) return this.#pages.get(at) ?? this.#page(at);
		if (last.count === 0) this.#pages.delete(last.at);
		return this.#last = last.count === 0 ? this.#page(at, last.items) : this.#page(at);
	}

	/** @param items of a page that is empty */
	#page(at: number, items = bareList<T | undefined>(PAGE, undefined)): Page<T> {
		const page = { at, items, count: 0 };
		this.#pages.set(at, page);
		return page;
	}
}
