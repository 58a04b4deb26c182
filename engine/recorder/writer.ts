/**
 * Rows, kept as columns until they become one frame of bytes (trace/frame.ts). Python's tracer has its own
 * (engine/python/loupe/frame.py); rows of tensors are kept apart (tensor-rows.ts).
 */
import { framePieces, type Rows } from '../trace/frame.ts';
import { TABLES, type TableName } from '../trace/schema.ts';
import { utf8 } from './utf8.ts';

type Cell = number | Uint8Array;
type Columns = Record<string, Cell[]>;

export class Writer {
	/** Number of the next frame. */
	sequence = 0;
	/** Steps and ops that wait. */
	waiting = 0;
	readonly #strings = new Map<string, number>([['', 0]]);
	#tables = new Map<TableName, Columns>();

	constructor() {
		this.add('string', new Uint8Array());
	}

	/** A row, by the order of its table's columns. */
	add(table: TableName, ...row: readonly Cell[]): void {
		let columns = this.#tables.get(table);
		if (columns === undefined) this.#tables.set(table, columns = Object.fromEntries(Object.keys(TABLES[table]).map(name => [name, []])));
		let at = 0;
		for (const name in columns) columns[name]!.push(row[at++]!);
		if (table === 'step' || table === 'op') this.waiting++;
	}

	/** A text's number. */
	string(text: string): number {
		let number = this.#strings.get(text);
		if (number === undefined) {
			number = this.#strings.size;
			this.#strings.set(text, number);
			this.add('string', utf8(text));
		}
		return number;
	}

	/** New strings alone, for rows that are kept elsewhere and speak of them. */
	strings(): Uint8Array[] {
		const strings = this.#tables.get('string');
		this.#tables.delete('string');
		return strings === undefined ? [] : framePieces(this.sequence++, { string: strings } as unknown as Rows);
	}

	/** All rows so far as one frame; none where there are none. */
	frame(): Uint8Array[] {
		if (this.#tables.size === 0) return [];
		const rows = Object.fromEntries(this.#tables) as unknown as Rows;
		this.#tables = new Map();
		this.waiting = 0;
		return framePieces(this.sequence++, rows);
	}
}
