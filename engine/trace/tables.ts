/**
 * A trace's tables in memory: the columns, with what whole frames must satisfy before any of their rows is taken.
 */
import { BytesColumn, NumberColumn } from './columns.ts';
import type { Block } from './frame.ts';
import { PROBLEMS, TraceFormatError } from './problems.ts';
import { TABLES, TABLE_NAMES, type ColumnType, type TableName } from './schema.ts';

type ColumnsOf<T extends TableName> = { readonly [C in keyof (typeof TABLES)[T]]: (typeof TABLES)[T][C] extends 'bytes' ? BytesColumn : NumberColumn };

export type Tables = { readonly [T in TableName]: ColumnsOf<T> };

/** A table's columns in the order of the schema: a small frame is taken as quickly as they are found. */
const ordered = new WeakMap<object, readonly (BytesColumn | NumberColumn)[]>();

export function columnsOf(tables: Tables, table: TableName): readonly (BytesColumn | NumberColumn)[] {
	return ordered.get(tables[table])!;
}

/** The tables whose rows have children, the place of the column that counts them, and how many child rows one of the count means. */
const CHILDREN: readonly { readonly parent: TableName; readonly counter: number; readonly child: TableName; readonly each: number }[] = [
	family('tensor', 'ndim', 'dim', 2),
	family('container', 'count', 'item', 1),
	family('site', 'count', 'parameter', 1),
	family('op', 'count', 'argument', 1),
	family('failedOp', 'count', 'failedArgument', 1),
	family('error', 'count', 'location', 1),
];

function family<T extends TableName>(parent: T, counter: keyof (typeof TABLES)[T] & string, child: TableName, each: number): (typeof CHILDREN)[number] {
	return { parent, counter: Object.keys(TABLES[parent]).indexOf(counter), child, each };
}

export function makeTables(): Tables {
	const tables: Partial<Record<TableName, Record<string, BytesColumn | NumberColumn>>> = {};
	for (const name of TABLE_NAMES) {
		const columns: Record<string, BytesColumn | NumberColumn> = {};
		for (const [column, type] of Object.entries(TABLES[name]) as [string, ColumnType][]) columns[column] = type === 'bytes' ? new BytesColumn() : new NumberColumn(type);
		tables[name] = columns;
		ordered.set(columns, Object.values(columns));
	}
	return tables as Tables;
}

/** Throws TraceFormatError unless each table comes once and every parent row has its children in the same frame. */
export function checkFrame(blocks: readonly Block[]): void {
	const found = new Map<TableName, Block>();
	for (const block of blocks) {
		if (found.has(block.table)) throw new TraceFormatError(PROBLEMS.twice);
		found.set(block.table, block);
	}
	for (const { parent, counter, child, each } of CHILDREN) {
		const block = found.get(parent);
		let expected = 0;
		if (block !== undefined) {
			const { data } = block.columns[counter]!;
			const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
			for (let row = 0; row < block.rows; row++) expected += view.getUint32(4 * row, true) * each;
		}
		if (expected !== (found.get(child)?.rows ?? 0)) throw new TraceFormatError(PROBLEMS.children);
	}
}

/** Appends a frame's rows. Blocks come in the order of the schema, children after parents. */
export function appendFrame(tables: Tables, blocks: readonly Block[]): void {
	for (const block of blocks) {
		columnsOf(tables, block.table).forEach((column, i) => {
			if (column instanceof BytesColumn) column.append(block.columns[i]!);
			else column.append(block.columns[i]!, block.rows);
		});
	}
}
