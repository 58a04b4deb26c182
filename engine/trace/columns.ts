/**
 * Columns that grow: the reader's copy of a trace's tables. Numbers lie in blocks of typed arrays; bytes stay in one
 * piece per frame and are found by place, so that a million rows are a handful of objects.
 */
import type { Column } from './frame.ts';
import { PIECE as FULL, RowList, type Rows } from './rows.ts';

type Numbers = Uint8Array | Uint32Array | Int32Array | Float64Array;

const MAKE = {
	u8: (from: number | ArrayBuffer) => new Uint8Array(from as ArrayBuffer),
	u32: (from: number | ArrayBuffer) => new Uint32Array(from as ArrayBuffer),
	i32: (from: number | ArrayBuffer) => new Int32Array(from as ArrayBuffer),
	f64: (from: number | ArrayBuffer) => new Float64Array(from as ArrayBuffer),
} as const;

/** Bytes of a column are copied here first, piece by piece, where they are numbers of every type: in a payload they may begin anywhere. */
const PIECE = 2 ** 15;
const PIECE_BYTES = new Uint8Array(PIECE);
const PIECE_NUMBERS = { u8: PIECE_BYTES, u32: MAKE.u32(PIECE_BYTES.buffer), i32: MAKE.i32(PIECE_BYTES.buffer), f64: MAKE.f64(PIECE_BYTES.buffer) } as const;
/** Fewer numbers than these are copied one by one, which costs less than a view of them. */
const FEW = 64;

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
	append({ data }: Column, rows: number): void {
		this.#reserve(this.length + rows);
		const numbers = PIECE_NUMBERS[this.#type], size = numbers.BYTES_PER_ELEMENT;
		for (let done = 0; done < rows;) {
			const at = this.length & (BLOCK - 1), block = this.#blocks[this.length >>> BLOCK_BITS]!;
			const count = Math.min(rows - done, BLOCK - at, PIECE / size);
			PIECE_BYTES.set(count * size === data.length ? data : data.subarray(done * size, (done + count) * size));
			if (count < FEW) for (let i = 0; i < count; i++) block[at + i] = numbers[i]!;
			else block.set(count === numbers.length ? numbers : numbers.subarray(0, count), at);
			this.length += count;
			done += count;
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
	/** 0: none; n > 0: the row n-1; n < 0: the list -n-1. In blocks, of which those without a key are not made. */
	readonly #first: (Int32Array | undefined)[] = [];
	readonly #lists: (number[] | RowList)[] = [];

	add(key: number, row: number): void {
		if (key >= MAX_KEY) return;
		const block = this.#first[key >>> KEY_BITS] ??= new Int32Array(KEYS);
		const at = key & (KEYS - 1), found = block[at]!;
		if (found === 0) block[at] = row + 1;
		else if (found > 0) block[at] = -this.#lists.push([found - 1, row]);
		else {
			const list = this.#lists[-found - 1]!;
			if (list.length === FULL && Array.isArray(list)) this.#lists[-found - 1] = new RowList(list);
			this.#lists[-found - 1]!.push(row);
		}
	}

	has(key: number): boolean {
		return this.#found(key) !== 0;
	}

	rows(key: number): Rows {
		const found = this.#found(key);
		return found === 0 ? NONE : found > 0 ? [found - 1] : this.#lists[-found - 1]!;
	}

	/** The last row of a key whose tick is <= `tick`; -1 where there is none. */
	latest(key: number, ticks: NumberColumn, tick: number): number {
		const found = this.#found(key);
		if (found === 0) return -1;
		if (found > 0) return ticks.at(found - 1) <= tick ? found - 1 : -1;
		const list = this.#lists[-found - 1]!;
		let low = 0, high = list.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (ticks.at(list.at(middle)!) <= tick) low = middle + 1;
			else high = middle;
		}
		return low === 0 ? -1 : list.at(low - 1)!;
	}
	#found(key: number): number {
		return this.#first[key >>> KEY_BITS]?.[key & (KEYS - 1)] ?? 0;
	}
}

/** Keys of a block, as a power of two. */
const KEY_BITS = 12;
const KEYS = 2 ** KEY_BITS;
/** More refs than a trace of the largest size can hold. */
const MAX_KEY = 2 ** 27;
const NONE: Rows = [];
