/**
 * Rows, kept as columns until they become one frame of bytes (trace/frame.ts). Python's tracer has its own
 * (engine/python/loupe/frame.py); rows of tensors are kept apart (tensor-rows.ts).
 *
 * A program may run out of stack in the midst of the recorder. So a row is whole or not there, with its children: whatever is called
 * is called before the first of its columns, and a number is given when its row is there.
 */
import { framePieces, type Rows } from '../trace/frame.ts';
import { TABLES, type TableName } from '../trace/schema.ts';
import { utf8 } from './utf8.ts';

type Cell = number | Uint8Array;

export class Writer {
	/** Number of the next frame. */
	sequence = 0;
	/** Steps and ops that wait. */
	waiting = 0;
	readonly #strings = new Map<string, number>();
	#count = 0;
	/** Of each table its columns, in their order. */
	#tables = new Map<TableName, Cell[][]>();

	constructor() {
		this.string('');
	}

	/** A row, by the order of its table's columns. */
	add(table: TableName, ...row: readonly Cell[]): void {
		const columns = this.#columns(table);
		for (let at = 0; at < row.length; at++) columns[at]!.push(row[at]!);
		if (table === 'step' || table === 'op') this.waiting++;
	}

	/** A row and its children, which follow each other in `cells`, column by column. */
	addParent(table: TableName, row: readonly Cell[], child: TableName, cells: readonly Cell[]): void {
		const columns = this.#columns(table), below = this.#columns(child), width = below.length;
		for (let at = 0; at < row.length; at++) columns[at]!.push(row[at]!);
		for (let at = 0; at < cells.length; at++) below[at % width]!.push(cells[at]!);
		if (table === 'op') this.waiting++;
	}

	#columns(table: TableName): Cell[][] {
		let columns = this.#tables.get(table);
		if (columns === undefined) this.#tables.set(table, columns = Object.keys(TABLES[table]).map(() => []));
		return columns;
	}

	/** A text's number. */
	string(text: string): number {
		const known = this.#strings.get(text);
		if (known !== undefined) return known;
		this.add('string', utf8(text));
		const number = this.#count++;
		this.#strings.set(text, number);
		return number;
	}

	/** New strings alone, for rows that are kept elsewhere and speak of them. */
	strings(): Uint8Array[] {
		const strings = this.#tables.get('string');
		this.#tables.delete('string');
		return strings === undefined ? [] : framePieces(this.sequence++, named([['string', strings]]));
	}

	/** All rows so far as one frame; none where there are none. */
	frame(): Uint8Array[] {
		if (this.#tables.size === 0) return [];
		const rows = named([...this.#tables]);
		this.#tables = new Map();
		this.waiting = 0;
		return framePieces(this.sequence++, rows);
	}
}

function named(tables: readonly (readonly [TableName, readonly Cell[][]])[]): Rows {
	return Object.fromEntries(tables.map(([table, columns]) => [table, Object.fromEntries(Object.keys(TABLES[table]).map((name, at) => [name, columns[at]!]))])) as unknown as Rows;
}
