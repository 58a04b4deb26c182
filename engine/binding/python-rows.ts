/**
 * The rows of Python's tracer that come thickest, `step`, `binding` and `op` of its Writer: kept here, where they need no object for each
 * number. Who adds them is native-lines.ts and native-calls.ts, or Python (`Rows` of loupe/embedded.py).
 */
import { NumberRows } from '../recorder/number-rows.ts';
import { NONE, type Answer } from './answer.ts';
import { fromScratch, SCRATCH_SIZE } from './scratch.ts';

export const STEPS = new NumberRows(3), BINDINGS = new NumberRows(4), OPS = new NumberRows(5);
/** In Python's order. */
const TABLES = [STEPS, BINDINGS, OPS] as const;
/** What is left to read of what was taken last. */
let taken: Uint8Array = new Uint8Array(0);

/** A row, then its children. */
export function rowsAdd(table: number, ...numbers: number[]): Answer {
	const rows = TABLES[table]!, at = rows.next();
	for (let i = 0; i < rows.width; i++) rows.numbers[at + i] = numbers[i]!;
	for (let i = rows.width; i < numbers.length; i++) rows.child(numbers[i]!);
	return NONE;
}

/** How many numbers wait, without children. */
export function rowsCount(table: number): Answer {
	return TABLES[table]!.rows * TABLES[table]!.width;
}

/** Takes the columns, which `rowsRead` then gives; how many rows and how many children there are. */
export function rowsTake(table: number): Answer {
	const { rows } = TABLES[table]!, { columns, children } = TABLES[table]!.take();
	taken = new Uint8Array(columns.buffer);
	return `${rows} ${children}`;
}

/** Puts the next bytes of what was taken last into the scratch buffer; how many. */
export function rowsRead(): Answer {
	const piece = taken.subarray(0, SCRATCH_SIZE);
	fromScratch(piece.length).set(piece);
	taken = taken.subarray(piece.length);
	return piece.length;
}

/** What an earlier recording may have left, which broke off. */
export function dropRows(): void {
	for (const table of TABLES) table.take();
}
