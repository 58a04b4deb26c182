/** The steps of a line, and whose they are: those that one call ran in a row need not be gone through to be counted. */
import { countUpTo } from './ascending.ts';
import type { NumberColumn } from './columns.ts';
import { RowList } from './rows.ts';

export class StepRows extends RowList {
	/** The functions that ran the line all have one name. */
	isOfOneFunction = true;
	readonly #frames: NumberColumn;
	readonly #names: NumberColumn;
	/** Places at which those of another call begin. */
	readonly #turns = new RowList();
	#last = -1;

	/** @param frames by step its frame; `names`: by frame the number of its name */
	constructor(frames: NumberColumn, names: NumberColumn) {
		super();
		this.#frames = frames;
		this.#names = names;
	}

	/** None, of the same trace. */
	emptied(): StepRows {
		return new StepRows(this.#frames, this.#names);
	}

	override push(row: number): void {
		const frame = this.#frames.at(row);
		if (frame !== this.#last) {
			if (this.length > 0 && this.#names.at(frame) !== this.#names.at(this.#last)) this.isOfOneFunction = false;
			this.#last = frame;
			this.#turns.push(this.length);
		}
		super.push(row);
	}

	/** Of those from one place to another, how many a call ran. */
	countOf(frame: number, from: number, to: number): number {
		let found = 0;
		for (let turn = Math.max(0, countUpTo(this.#turns.length, place => this.#turns.at(place)!, from) - 1); turn < this.#turns.length; turn++) {
			const begin = this.#turns.at(turn)!;
			if (begin >= to) break;
			if (this.#frames.at(this.at(begin)!) === frame) found += Math.max(0, Math.min(to, this.#turns.at(turn + 1) ?? this.length) - Math.max(from, begin));
		}
		return found;
	}
}
