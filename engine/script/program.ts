/**
 * What a document's cells become: one function that says as it runs what line begins and what names were stored, and the
 * tables of all that is known of it before. Lines of its text are the document's.
 */
import type { CellRequest } from '../runtime/protocol.ts';
import type { Edited } from './edits.ts';

/** A name of a statement. */
export interface PlannedName {
	readonly name: string;
	readonly isStored: boolean;
	/** It belongs to the document's outermost level. */
	readonly isGlobal: boolean;
	/** It belongs to a function around the one that runs. */
	readonly isOuter: boolean;
}

/** Lines from 1, of the document; columns as UTF-8 bytes of the cell's text. */
export interface Place { readonly line: number; readonly column: number; readonly endLine: number; readonly endColumn: number }

export interface Site extends Place { readonly cell: number }

export interface FunctionFacts {
	readonly name: string;
	readonly cell: number;
	readonly line: number;
	readonly parameters: readonly string[];
}

export interface ProgramCell {
	readonly request: CellRequest;
	readonly edited: Edited;
	/** Expressions that V8 names by one offset, which is given: their places. */
	readonly expressions: ReadonlyMap<number, Place>;
}

export interface Program {
	readonly code: string;
	readonly cells: readonly ProgramCell[];
	readonly functions: readonly FunctionFacts[];
	readonly plans: readonly (readonly PlannedName[])[];
	readonly sites: readonly Site[];
	/** What a loop goes over, as it is written. */
	readonly iterables: readonly string[];
	/** The cell that can't be run, which is the one after the last that can, and why. */
	readonly problem: (Place & { readonly cell: number; readonly message: string }) | undefined;
}

/** Offsets of a text as places. */
export class Places {
	readonly #text: string;
	readonly #first: number;
	readonly #starts: number[] = [0];
	readonly #isPlain: boolean;

	/** @param first the line of the document in which the text begins */
	constructor(text: string, first: number) {
		this.#text = text;
		this.#first = first;
		for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
		// eslint-disable-next-line no-control-regex
		this.#isPlain = /^[\x00-\x7f]*$/.test(text);
	}

	line(offset: number): number {
		return this.#first + this.#row(offset);
	}

	place(start: number, end: number): Place {
		return { line: this.line(start), column: this.#column(start), endLine: this.line(end), endColumn: this.#column(end) };
	}

	/** @param row from 0 @param column in UTF-16 units, from 0 */
	offset(row: number, column: number): number {
		return (this.#starts[row] ?? this.#text.length) + column;
	}

	/** UTF-16 units, from 0. */
	character(offset: number): number {
		return offset - this.#starts[this.#row(offset)]!;
	}

	#row(offset: number): number {
		let low = 0, high = this.#starts.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if (this.#starts[middle]! <= offset) low = middle;
			else high = middle - 1;
		}
		return low;
	}

	#column(offset: number): number {
		const start = this.#starts[this.#row(offset)]!;
		if (this.#isPlain) return offset - start;
		let bytes = 0;
		for (const character of this.#text.slice(start, offset)) {
			const code = character.codePointAt(0)!;
			bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
		}
		return bytes;
	}
}
