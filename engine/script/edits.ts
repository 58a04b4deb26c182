/**
 * A text with insertions, and with pieces of it blanked, in which every line stays the line that it was; where something
 * of the result stands in the text as it was written is known too.
 */

interface Insertion { readonly at: number; readonly closes: boolean; readonly text: string }

const NO_LINE_END = /[^\r\n\u2028\u2029]/g;

export class Edits {
	readonly #text: string;
	readonly #insertions: Insertion[] = [];
	readonly #blanks: { readonly from: number; readonly to: number }[] = [];

	constructor(text: string) {
		this.#text = text;
	}

	/** Blanks in the place of every character but line ends. */
	blank(from: number, to: number): void {
		if (from < to) this.#blanks.push({ from, to });
	}

	/** What opens at an offset: of several, those given first stand first, behind all that closes there. */
	open(at: number, text: string): void {
		this.#insertions.push({ at, closes: false, text });
	}

	/** What closes at an offset: of several, those given first stand first, so what is inside is to be closed before what is around it. */
	close(at: number, text: string): void {
		this.#insertions.push({ at, closes: true, text });
	}

	/** The text without what was inserted. */
	blanked(from = 0, to = this.#text.length): string {
		let result = '', at = from;
		for (const blank of [...this.#blanks].sort((a, b) => a.from - b.from)) {
			const start = Math.max(at, blank.from), end = Math.min(blank.to, to);
			if (start >= end) continue;
			result += this.#text.slice(at, start) + this.#text.slice(start, end).replace(NO_LINE_END, ' ');
			at = end;
		}
		return result + this.#text.slice(at, to);
	}

	apply(): Edited {
		const insertions = this.#insertions.map((insertion, order) => ({ ...insertion, order }));
		insertions.sort((a, b) => a.at - b.at || Number(b.closes) - Number(a.closes) || a.order - b.order);
		const text = this.blanked();
		let result = '', at = 0;
		const places: { readonly at: number; readonly added: number }[] = [];
		for (const insertion of insertions) {
			result += text.slice(at, insertion.at);
			at = insertion.at;
			places.push({ at: result.length, added: insertion.text.length });
			result += insertion.text;
		}
		return new Edited(result + text.slice(at), places);
	}
}

/** The result of edits. */
export class Edited {
	readonly text: string;
	readonly #places: readonly { readonly at: number; readonly added: number }[];

	constructor(text: string, places: readonly { readonly at: number; readonly added: number }[]) {
		this.text = text;
		this.#places = places;
	}

	/** The offset in the text as it was written; of what was inserted, where it was. */
	original(offset: number): number {
		let added = 0;
		for (const place of this.#places) {
			if (place.at >= offset) break;
			added += Math.min(place.added, offset - place.at);
		}
		return offset - added;
	}
}
