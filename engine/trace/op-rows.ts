/** Calls of PyTorch, by what was recorded of each: where in the code it was made, what it was given and what it gave. Of thousands, single facts are asked for without an object. */
import { NumberColumn, RowIndex } from './columns.ts';
import type { FailedOp, Op, OpArgument, Range, Ref, Tick } from './model.ts';
import { lineKey } from './indexes.ts';
import { RowList, type Rows } from './rows.ts';
import { ValueRows } from './value-rows.ts';

/** Where something stands in a cell's text, in the cell's lines and bytes. */
export interface CellPlace { readonly line: number; readonly column: number; readonly endLine: number; readonly endColumn: number }

export abstract class OpRows extends ValueRows {
	readonly failedOps: FailedOp[] = [];
	readonly #sitePlaces: string[] = [];
	readonly #parameterStart = new NumberColumn('u32');
	readonly #argumentStart = new NumberColumn('u32');
	readonly #siteLines = new Map<number, RowList>();
	readonly #siteOps = new RowIndex();
	#parameters = 0;
	#arguments = 0;
	#failedArguments = 0;

	protected abstract rangeIn(cell: number, place: CellPlace): Range | undefined;

	/** Takes a row that has been appended. */
	protected addOpRow(table: 'site' | 'op' | 'failedOp', row: number): void {
		const { site, op, cell } = this.tables;
		switch (table) {
			case 'site': {
				this.#parameterStart.push(this.#parameters);
				this.#parameters += site.count.at(row);
				const key = lineKey(cell.source.at(site.cell.at(row)), site.line.at(row));
				const sites = this.#siteLines.get(key);
				if (sites === undefined) this.#siteLines.set(key, new RowList([row]));
				else sites.push(row);
				return;
			}
			case 'op': {
				this.#argumentStart.push(this.#arguments);
				this.#arguments += op.count.at(row);
				return this.#siteOps.add(op.site.at(row), row);
			}
			case 'failedOp': return void this.failedOps.push(this.#failedOp(row));
		}
	}

	get opCount(): number {
		return this.tables.op.tick.length;
	}

	op(index: number): Op {
		const { tick, end, frame, site, count } = this.tables.op, { cell, name, line, outputs } = this.tables.site, { ref } = this.tables.argument;
		const place = site.at(index), start = this.#argumentStart.at(index), all = count.at(index), outs = Math.min(outputs.at(place), all);
		const inputs: OpArgument[] = [];
		for (let i = 0; i < all - outs; i++) inputs.push({ name: this.#parameterOf(place, i), ref: ref.at(start + outs + i) });
		return {
			index, tick: tick.at(index), end: end.at(index), frame: frame.at(index), cell: cell.at(place), name: this.strings.at(name.at(place)), line: line.at(place),
			inputs, outputs: Array.from({ length: outs }, (_, i) => ref.at(start + i)),
		};
	}

	opName(index: number): string {
		return this.strings.at(this.tables.site.name.at(this.tables.op.site.at(index)));
	}

	opTick(index: number): Tick {
		return this.tables.op.tick.at(index);
	}

	opEnd(index: number): Tick {
		return this.tables.op.end.at(index);
	}

	opInput(index: number, place: number): Ref {
		const { count, site } = this.tables.op, at = this.tables.site.outputs.at(site.at(index)) + place;
		return at < count.at(index) ? this.tables.argument.ref.at(this.#argumentStart.at(index) + at) : 0;
	}

	opOutput(index: number, place: number): Ref {
		const { count, site } = this.tables.op;
		return place < Math.min(this.tables.site.outputs.at(site.at(index)), count.at(index)) ? this.tables.argument.ref.at(this.#argumentStart.at(index) + place) : 0;
	}

	opPlace(index: number): string {
		const { cell, line, column, endLine, endColumn } = this.tables.site, site = this.tables.op.site.at(index);
		return this.#sitePlaces[site] ??= [cell, line, column, endLine, endColumn].map(part => part.at(site)).join(':');
	}

	opsBefore(tick: Tick): number {
		return this.tables.op.tick.countUpTo(tick - 1);
	}

	opsBetween(from: Tick, to: Tick): readonly number[] {
		const first = this.opsBefore(from), last = this.opsBefore(to);
		return Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i);
	}

	siteOfOp(index: number): number {
		return this.tables.op.site.at(index);
	}

	sitesOfLine(source: number, line: number): Rows {
		return this.#siteLines.get(lineKey(source, line)) ?? [];
	}

	opsOfSite(site: number): Rows {
		return this.#siteOps.rows(site);
	}

	rangeOfOp(op: number): Range | undefined {
		return this.rangeOfSite(this.tables.op.site.at(op));
	}

	rangeOfSite(site: number): Range | undefined {
		const { cell, line, column, endLine, endColumn } = this.tables.site;
		return this.rangeIn(cell.at(site), { line: line.at(site), column: column.at(site), endLine: endLine.at(site), endColumn: endColumn.at(site) });
	}

	#failedOp(row: number): FailedOp {
		const { tick, frame, site, count } = this.tables.failedOp, { cell, name, line } = this.tables.site;
		const place = site.at(row), start = this.#failedArguments, given = count.at(row);
		this.#failedArguments += given;
		return {
			index: row, tick: tick.at(row), frame: frame.at(row), cell: cell.at(place), name: this.strings.at(name.at(place)), line: line.at(place), range: this.rangeOfSite(place),
			inputs: Array.from({ length: given }, (_, i) => ({ name: this.#parameterOf(place, i), ref: this.tables.failedArgument.ref.at(start + i) })),
		};
	}

	/** What a call names one of its inputs; '' where it doesn't. */
	#parameterOf(site: number, place: number): string {
		return place < this.tables.site.count.at(site) ? this.strings.at(this.tables.parameter.name.at(this.#parameterStart.at(site) + place)) : '';
	}
}
