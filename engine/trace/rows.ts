/**
 * Ascending numbers that are only ever added at the end, as a list of a trace's rows is while the trace is read. In pieces:
 * an array that grows is copied whole now and then, and a trace has many that grow alike, so that with a few hundred
 * thousand rows one moment in ten thousand took a tenth of a second.
 */

/** What an array of numbers and `RowList` have in common. */
export interface Rows extends Iterable<number> {
	readonly length: number;
	/** As an array's: undefined beyond its ends, counted from the end where it is negative. */
	at(index: number): number | undefined;
	slice(start?: number, end?: number): number[];
	findLast(holds: (row: number) => unknown): number | undefined;
}

/** Rows of a piece, as a power of two. */
const BITS = 12;
export const PIECE = 2 ** BITS;

export class RowList implements Rows {
	readonly #pieces: number[][] = [[]];
	length = 0;

	/** @param rows at most as many as a piece has */
	constructor(rows: number[] = []) {
		this.#pieces[0] = rows;
		this.length = rows.length;
	}

	push(row: number): void {
		const piece = this.#pieces[this.length++ >>> BITS];
		if (piece === undefined) this.#pieces.push([row]);
		else piece.push(row);
	}

	at(index: number): number | undefined {
		const from = index < 0 ? this.length + index : index;
		return from < 0 ? undefined : this.#pieces[from >>> BITS]?.[from & (PIECE - 1)];
	}

	slice(start = 0, end = this.length): number[] {
		const clamped = (index: number): number => Math.min(this.length, Math.max(0, index < 0 ? this.length + index : index));
		const from = clamped(start);
		return Array.from({ length: Math.max(0, clamped(end) - from) }, (_, i) => this.at(from + i)!);
	}

	findLast(holds: (row: number) => unknown): number | undefined {
		for (let i = this.length - 1; i >= 0; i--) {
			const row = this.at(i)!;
			if (holds(row)) return row;
		}
		return undefined;
	}

	*[Symbol.iterator](): IterableIterator<number> {
		for (let i = 0; i < this.length; i++) yield this.at(i)!;
	}
}
