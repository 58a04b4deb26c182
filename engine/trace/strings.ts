/** The texts of a trace, decoded when one is asked for: most are the names of a few hundred things, and rows have their numbers. */
import type { BytesColumn } from './columns.ts';

export const UTF8 = new TextDecoder();
/** A recorder keeps the first thousand characters of a text. What is longer was forged, and would be gone through for each look at it. */
const LONGEST = 2 ** 16;

export class Strings {
	readonly #column: BytesColumn;
	readonly #decoded: (string | undefined)[] = [];
	readonly #numbers = new Map<string, number>();
	#numbered = 0;

	constructor(column: BytesColumn) {
		this.#column = column;
	}

	/** '' where there is none of that number. */
	at(number: number): string {
		const known = this.#decoded[number];
		if (known !== undefined) return known;
		return number < this.#column.length ? this.#decoded[number] = decodeBeginning(this.#column.at(number)) : '';
	}

	/** undefined: no row has that text. */
	numberOf(text: string): number | undefined {
		for (; this.#numbered < this.#column.length; this.#numbered++) {
			const found = UTF8.decode(this.#column.at(this.#numbered));
			if (!this.#numbers.has(found)) this.#numbers.set(found, this.#numbered);
		}
		return this.#numbers.get(text);
	}
}

/** Of a long text what its first bytes are, without half a character. */
function decodeBeginning(bytes: Uint8Array): string {
	return bytes.length <= LONGEST ? UTF8.decode(bytes) : new TextDecoder().decode(bytes.subarray(0, LONGEST), { stream: true });
}
