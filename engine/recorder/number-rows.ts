/** The rows of a table of nothing but numbers, and of its children's, until they become columns of a frame: one after another, as they come. */

const LEAST = 4096;

export class NumberRows {
	readonly width: number;
	/** Where `next` says that the newest row is, its numbers are to be put. */
	numbers = new Uint32Array(LEAST);
	#children = new Uint32Array(LEAST);
	#rows = 0;
	#childRows = 0;

	constructor(width: number) {
		this.width = width;
	}

	get rows(): number {
		return this.#rows;
	}

	/** Adds a row; the place of its first number. */
	next(): number {
		const at = this.#rows * this.width;
		if (at + this.width > this.numbers.length) this.numbers = doubled(this.numbers);
		this.#rows++;
		return at;
	}

	/** Adds a child, of the newest row. */
	child(number: number): void {
		if (this.#childRows === this.#children.length) this.#children = doubled(this.#children);
		this.#children[this.#childRows++] = number;
	}

	/** Its columns, each padded to 8 bytes, then the children's one; it has none of them any more. */
	take(): { readonly columns: Uint32Array; readonly children: number } {
		const { width, numbers } = this, rows = this.#rows, children = this.#childRows, words = rows + rows % 2;
		const columns = new Uint32Array(width * words + children + children % 2);
		for (let row = 0, at = 0; row < rows; row++) for (let column = 0; column < width; column++) columns[column * words + row] = numbers[at++]!;
		columns.set(this.#children.subarray(0, children), width * words);
		this.#rows = this.#childRows = 0;
		return { columns, children };
	}
}

function doubled(numbers: Uint32Array): Uint32Array<ArrayBuffer> {
	const larger = new Uint32Array(2 * numbers.length);
	larger.set(numbers);
	return larger;
}
