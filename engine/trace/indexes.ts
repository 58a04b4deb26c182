/**
 * What the reader keeps beside the columns to answer quickly: where steps and frames end, steps of a line, bindings of a name.
 */
import { countWhile } from './ascending.ts';
import { NumberColumn, RowIndex } from './columns.ts';
import type { Ref, Tick } from './model.ts';
import { RowList, type Rows } from './rows.ts';
import { ExitKind } from './schema.ts';
import { StepRows } from './step-rows.ts';
import type { Tables } from './tables.ts';

/** Steps and frames in time. */
export class StepIndex {
	readonly #tables: Tables;
	readonly #key: (place: { cell: number; line: number }) => number;
	/** Per step: the tick at which it ended plus one; 0 while it goes on. */
	readonly #stepEnds = new NumberColumn('f64');
	/** Per step: the one of the same frame before it plus one, and the one after it. */
	readonly #previous = new NumberColumn('u32');
	readonly #next = new NumberColumn('u32');
	/** Per frame: the same. */
	readonly #frameEnds = new NumberColumn('f64');
	/** Per frame: how it ended (ExitKind). */
	readonly #frameExits = new NumberColumn('u8');
	/** Per frame: its latest step plus one. */
	readonly #latest = new NumberColumn('u32');
	readonly #lines = new Map<number, StepRows>();
	readonly #none: StepRows;
	readonly #resumes: RowIndex;
	#exits = 0;

	/** @param resumes by frame the rows of `resume` */
	constructor(tables: Tables, key: (place: { cell: number; line: number }) => number, resumes: RowIndex) {
		this.#tables = tables;
		this.#none = new StepRows(tables.step.frame, tables.frame.name);
		this.#key = key;
		this.#resumes = resumes;
	}

	/** Takes the rows that have been appended since the last time. */
	update(): void {
		const { step, frame, exit } = this.#tables;
		while (this.#frameEnds.length < frame.tick.length) {
			this.#frameEnds.push(0);
			this.#frameExits.push(ExitKind.return);
			this.#latest.push(0);
		}
		for (let row = this.#stepEnds.length; row < step.tick.length; row++) {
			this.#stepEnds.push(0);
			const owner = step.frame.at(row);
			this.#endStep(owner, step.tick.at(row));
			const earlier = this.#latest.at(owner);
			this.#previous.push(earlier);
			this.#next.push(0);
			if (earlier > 0) this.#next.set(earlier - 1, row + 1);
			if (owner < this.#latest.length) this.#latest.set(owner, row + 1);
			const key = this.#key({ cell: frame.cell.at(owner), line: step.line.at(row) });
			let steps = this.#lines.get(key);
			if (steps === undefined) this.#lines.set(key, steps = new StepRows(step.frame, frame.name));
			steps.push(row);
		}
		for (; this.#exits < exit.tick.length; this.#exits++) {
			const owner = exit.frame.at(this.#exits), tick = exit.tick.at(this.#exits);
			this.#endStep(owner, tick);
			if (owner >= this.#frameEnds.length) continue;
			this.#frameEnds.set(owner, tick + 1);
			this.#frameExits.set(owner, exit.how.at(this.#exits));
		}
	}

	stepEnd(step: number): Tick | undefined {
		return before(this.#stepEnds.at(step));
	}

	frameEnd(frame: number): Tick | undefined {
		return before(this.#frameEnds.at(frame));
	}

	hasRaised(frame: number): boolean {
		return this.#frameExits.at(frame) === ExitKind.exception;
	}

	/** The step of the same frame before or after one. */
	beside(step: number, direction: 1 | -1): number | undefined {
		return before((direction === 1 ? this.#next : this.#previous).at(step));
	}

	ofLine(key: number): StepRows {
		return this.#lines.get(key) ?? this.#none;
	}

	/** The innermost step that was under way. */
	at(tick: Tick): number | undefined {
		const { step } = this.#tables;
		for (let until = tick; ;) {
			const index = step.tick.countUpTo(until) - 1;
			if (index < 0) return undefined;
			const frame = step.frame.at(index), end = this.frameEnd(frame);
			if ((end === undefined || tick < end) && !this.#waits(frame, tick, step.tick.at(index))) return index;
			// That call is over, or waits: what goes on is the line that made it, or went on with it last.
			let began = this.#began(frame, tick);
			if (began > until) began = this.#began(frame, until);
			// In a file that someone has forged a call may have made itself.
			if (began > until) return undefined;
			until = began - 1;
		}
	}

	/** A generator has yielded since a tick. */
	#waits(frame: number, tick: Tick, since: Tick): boolean {
		const { resume } = this.#tables;
		const row = this.#resumes.latest(frame, resume.tick, tick);
		return row >= 0 && resume.parent.at(row) < 0 && resume.tick.at(row) >= since;
	}

	/** When a call began; of a generator, when it went on last. */
	#began(frame: number, tick: Tick): Tick {
		const { resume, frame: { tick: begins } } = this.#tables;
		let row = this.#resumes.latest(frame, resume.tick, tick);
		if (row >= 0 && resume.parent.at(row) < 0) row = this.#resumes.latest(frame, resume.tick, resume.tick.at(row) - 1);
		return row < 0 ? begins.at(frame) : resume.tick.at(row);
	}

	#endStep(frame: number, tick: Tick): void {
		const latest = this.#latest.at(frame);
		if (latest > 0) this.#stepEnds.set(latest - 1, tick + 1);
	}
}

/** What is kept as one more, since 0 is none. */
function before(number: number): number | undefined {
	return number === 0 ? undefined : number - 1;
}

/** Above this many rows a scope's names get lists of their own. */
const MANY = 32;

/** What names meant when. */
export class Bindings {
	readonly #table: Tables['binding'];
	readonly #scopes = new RowIndex();
	readonly #names = new Map<number, Map<number, RowList>>();

	constructor(table: Tables['binding']) {
		this.#table = table;
	}

	add(row: number): void {
		const scope = this.#table.scope.at(row);
		this.#scopes.add(scope, row);
		const names = this.#names.get(scope);
		if (names !== undefined) this.#addName(names, row);
		else if (this.#scopes.rows(scope).length > MANY) {
			const made = new Map<number, RowList>();
			for (const earlier of this.#scopes.rows(scope)) this.#addName(made, earlier);
			this.#names.set(scope, made);
		}
	}

	/** undefined: never bound there up to then. */
	ref(scope: number, name: number, tick: Tick): Ref | undefined {
		const { tick: ticks, name: nameColumn, ref } = this.#table;
		const names = this.#names.get(scope);
		if (names === undefined) {
			const row = this.#scopes.rows(scope).findLast(candidate => nameColumn.at(candidate) === name && ticks.at(candidate) <= tick);
			return row === undefined ? undefined : ref.at(row);
		}
		const rows = names.get(name) ?? [];
		const row = this.#lastBefore(rows, tick + 1);
		return row === undefined ? undefined : ref.at(row);
	}

	rowsBetween(scope: number, from: Tick, to: Tick): readonly number[] {
		const rows = this.#scopes.rows(scope);
		return rows.slice(this.#countBefore(rows, from), this.#countBefore(rows, to));
	}

	/** The last row up to a tick of each name of a scope, names in the order in which they were first bound. */
	latestRows(scope: number, tick: Tick): readonly number[] {
		const names = this.#names.get(scope);
		if (names === undefined) {
			const latest = new Map<number, number>();
			for (const row of this.rowsBetween(scope, 0, tick + 1)) latest.set(this.#table.name.at(row), row);
			return [...latest.values()];
		}
		return [...names.values()].flatMap(rows => this.#lastBefore(rows, tick + 1) ?? []);
	}

	#addName(names: Map<number, RowList>, row: number): void {
		const name = this.#table.name.at(row);
		const rows = names.get(name);
		if (rows === undefined) names.set(name, new RowList([row]));
		else rows.push(row);
	}

	#lastBefore(rows: Rows, tick: Tick): number | undefined {
		const count = this.#countBefore(rows, tick);
		return count === 0 ? undefined : rows.at(count - 1);
	}

	/** How many of the rows have a tick below `tick`. */
	#countBefore(rows: Rows, tick: Tick): number {
		return countWhile(rows.length, i => this.#table.tick.at(rows.at(i)!) < tick);
	}
}

/** One number for a line of a source. */
export function lineKey(source: number, line: number): number {
	return source * 2 ** 28 + line;
}
