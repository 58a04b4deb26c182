/**
 * A trace's tables in memory: the columns, with what whole frames must satisfy before any of their rows is taken.
 */
import { BytesColumn, NumberColumn } from './columns.ts';
import type { Block } from './frame.ts';
import { PROBLEMS, TraceFormatError } from './problems.ts';
import { TABLES, TABLE_NAMES, type ColumnType, type TableName } from './schema.ts';

type ColumnsOf<T extends TableName> = { readonly [C in keyof (typeof TABLES)[T]]: (typeof TABLES)[T][C] extends 'bytes' ? BytesColumn : NumberColumn };

export type Tables = { readonly [T in TableName]: ColumnsOf<T> };

/** The tables whose rows have children, the column that counts them, and how many child rows one of the count means. */
const CHILDREN: Partial<Record<TableName, { counter: string; child: TableName; each: number }>> = {
	tensor: { counter: 'ndim', child: 'dim', each: 2 },
	container: { counter: 'count', child: 'item', each: 1 },
	op: { counter: 'count', child: 'argument', each: 1 },
	error: { counter: 'count', child: 'location', each: 1 },
};

export function makeTables(): Tables {
	const tables: Partial<Record<TableName, Record<string, BytesColumn | NumberColumn>>> = {};
	for (const name of TABLE_NAMES) {
		const columns: Record<string, BytesColumn | NumberColumn> = {};
		for (const [column, type] of Object.entries(TABLES[name]) as [string, ColumnType][]) columns[column] = type === 'bytes' ? new BytesColumn() : new NumberColumn(type);
		tables[name] = columns;
	}
	return tables as Tables;
}

/** Throws TraceFormatError unless each table comes once and every parent row has its children in the same frame. */
export function checkFrame(blocks: readonly Block[]): void {
	const rows = new Map<TableName, number>();
	for (const block of blocks) {
		if (rows.has(block.table)) throw new TraceFormatError(PROBLEMS.twice);
		rows.set(block.table, block.rows);
	}
	for (const [name, family] of Object.entries(CHILDREN) as [TableName, NonNullable<(typeof CHILDREN)[TableName]>][]) {
		const block = blocks.find(candidate => candidate.table === name);
		let expected = 0;
		if (block !== undefined) {
			const counts = block.columns[Object.keys(TABLES[name]).indexOf(family.counter)]!;
			for (const count of new Uint32Array(counts.data.slice().buffer)) expected += count * family.each;
		}
		if (expected !== (rows.get(family.child) ?? 0)) throw new TraceFormatError(PROBLEMS.children);
	}
}

/** Appends a frame's rows. Blocks come in the order of the schema, children after parents. */
export function appendFrame(tables: Tables, blocks: readonly Block[]): void {
	for (const block of blocks) {
		const columns = Object.values(tables[block.table]) as (BytesColumn | NumberColumn)[];
		for (const [i, column] of columns.entries()) {
			if (column instanceof BytesColumn) column.append(block.columns[i]!);
			else column.append(block.columns[i]!, block.rows);
		}
	}
}
