/**
 * Columns that grow: the reader's copy of a trace's tables. Numbers lie in blocks of typed arrays; bytes stay in one
 * piece per frame and are found by place, so that a million rows are a handful of objects.
 */
import type { Column } from './frame.ts';

type Numbers = Uint8Array | Uint32Array | Int32Array | Float64Array;

const MAKE = {
	u8: (from: number | ArrayBuffer) => new Uint8Array(from as ArrayBuffer),
	u32: (from: number | ArrayBuffer) => new Uint32Array(from as ArrayBuffer),
	i32: (from: number | ArrayBuffer) => new Int32Array(from as ArrayBuffer),
	f64: (from: number | ArrayBuffer) => new Float64Array(from as ArrayBuffer),
} as const;

/** Up to so many bytes of a column are copied here, where they are numbers of every type. */
const SMALL = 512;
const SMALL_BYTES = new Uint8Array(SMALL);
const SMALL_NUMBERS = { u8: SMALL_BYTES, u32: MAKE.u32(SMALL_BYTES.buffer), i32: MAKE.i32(SMALL_BYTES.buffer), f64: MAKE.f64(SMALL_BYTES.buffer) } as const;

export type NumberType = keyof typeof MAKE;

/** A block of a long column: so many rows, as a power of two. */
const BLOCK_BITS = 15;
const BLOCK = 2 ** BLOCK_BITS;

/**
 * Numbers that are only ever added at the end. Reading beyond either end gives 0, as a hostile file may ask for it. The
 * first block grows; further ones are whole, so that the millionth row is added as quickly as the first.
 */
export class NumberColumn {
	length = 0;
	readonly #type: NumberType;
	readonly #blocks: Numbers[];

	constructor(type: NumberType) {
		this.#type = type;
		this.#blocks = [MAKE[type](64)];
	}

	at(row: number): number {
		return row < this.length ? this.#blocks[row >>> BLOCK_BITS]?.[row & (BLOCK - 1)] ?? 0 : 0;
	}

	set(row: number, value: number): void {
		this.#blocks[row >>> BLOCK_BITS]![row & (BLOCK - 1)] = value;
	}

	push(value: number): void {
		const row = this.length;
		this.#reserve(row + 1);
		this.#blocks[row >>> BLOCK_BITS]![row & (BLOCK - 1)] = value;
		this.length = row + 1;
	}

	/** Appends `rows` numbers as they lie in a frame. */
	append(column: Column, rows: number): void {
		this.#reserve(this.length + rows);
		// Copied first: the bytes of a payload may begin anywhere. Most frames have a handful of rows, which fit in memory that is there.
		const isSmall = column.data.length <= SMALL;
		if (isSmall) SMALL_BYTES.set(column.data);
		const source = isSmall ? SMALL_NUMBERS[this.#type] : MAKE[this.#type](column.data.slice().buffer);
		for (let done = 0; done < rows;) {
			const at = this.length & (BLOCK - 1), block = this.#blocks[this.length >>> BLOCK_BITS]!;
			const end = Math.min(rows, done + BLOCK - at);
			this.length += end - done;
			if (isSmall) for (let to = at; done < end; to++, done++) block[to] = source[done]!;
			else block.set(source.subarray(done, end), at);
			done = end;
		}
	}

	/** The number of leading rows whose value is <= `value`, in a column that ascends. */
	countUpTo(value: number): number {
		let low = 0, high = this.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (this.at(middle) <= value) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	#reserve(length: number): void {
		const first = this.#blocks[0]!;
		if (first.length < BLOCK && length > first.length) {
			const larger = MAKE[this.#type](Math.min(BLOCK, Math.max(length, Math.ceil(first.length * 1.5))));
			larger.set(first.subarray(0, this.length));
			this.#blocks[0] = larger;
		}
		while (length > this.#blocks.length * BLOCK) this.#blocks.push(MAKE[this.#type](BLOCK));
	}
}

/** Byte strings. */
export class BytesColumn {
	readonly #pieces: Uint8Array[] = [];
	readonly #piece = new NumberColumn('u32');
	readonly #offset = new NumberColumn('u32');
	readonly #length = new NumberColumn('u32');

	get length(): number {
		return this.#piece.length;
	}

	at(row: number): Uint8Array {
		if (row >= this.length) return EMPTY;
		const offset = this.#offset.at(row);
		return this.#pieces[this.#piece.at(row)]!.subarray(offset, offset + this.#length.at(row));
	}

	append(column: Column): void {
		const piece = this.#pieces.length;
		// A copy of this column alone, so that the rest of the frame can go; a large tensor is all of its frame.
		this.#pieces.push(column.data.length < LARGE ? column.data.slice() : column.data);
		let offset = 0;
		for (const length of column.lengths!) {
			this.#piece.push(piece);
			this.#offset.push(offset);
			this.#length.push(length);
			offset += length;
		}
	}
}

const EMPTY = new Uint8Array(0);
/** The writer gathers frames of this size, and makes larger ones of what is larger by itself. */
const LARGE = 2 ** 20;

/** key -> its rows in order, for keys that are small whole numbers of which most have a single row. */
export class RowIndex {
	/** 0: none; n > 0: the row n-1; n < 0: the list -n-1. */
	#first = new Int32Array(64);
	readonly #lists: number[][] = [];

	add(key: number, row: number): void {
		if (key >= MAX_KEY) return;
		if (key >= this.#first.length) {
			const larger = new Int32Array(Math.max(key + 1, this.#first.length * 2));
			larger.set(this.#first);
			this.#first = larger;
		}
		const found = this.#first[key]!;
		if (found === 0) this.#first[key] = row + 1;
		else if (found > 0) this.#first[key] = -this.#lists.push([found - 1, row]);
		else this.#lists[-found - 1]!.push(row);
	}

	has(key: number): boolean {
		return (this.#first[key] ?? 0) !== 0;
	}

	rows(key: number): readonly number[] {
		const found = this.#first[key] ?? 0;
		return found === 0 ? NONE : found > 0 ? [found - 1] : this.#lists[-found - 1]!;
	}

	/** The last row of a key whose tick is <= `tick`; -1 where there is none. */
	latest(key: number, ticks: NumberColumn, tick: number): number {
		const found = this.#first[key] ?? 0;
		if (found === 0) return -1;
		if (found > 0) return ticks.at(found - 1) <= tick ? found - 1 : -1;
		const list = this.#lists[-found - 1]!;
		let low = 0, high = list.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (ticks.at(list[middle]!) <= tick) low = middle + 1;
			else high = middle;
		}
		return low === 0 ? -1 : list[low - 1]!;
	}
}

/** More refs than a trace of the largest size can hold; a hostile file's key must not make a huge table. */
const MAX_KEY = 2 ** 27;
const NONE: readonly number[] = [];
