/**
 * Where the lines of a text that ran stand in the document now, through edits. It follows whole lines, as a
 * learner thinks of results ("what this line printed"); columns need no map, because a line counts as the same
 * only while its text is the same. Pure: fed with content changes, free of `vscode`.
 */
export interface LineChange {
	readonly range: { readonly start: { readonly line: number; readonly character: number }; readonly end: { readonly line: number; readonly character: number } };
	readonly text: string;
}

export class LineMap {
	readonly lines: readonly string[];
	/** For each line that ran its line now, zero-based; -1: deleted. */
	#now: Int32Array;

	constructor(text: string) {
		this.lines = splitLines(text);
		this.#now = Int32Array.from(this.lines.keys());
	}

	/** @param changes in the order in which VS Code gives them: each describes the text that its forerunners left. */
	apply(changes: readonly LineChange[]): void {
		for (const change of changes) {
			const { start, end } = change.range;
			const added = splitLines(change.text).length - 1;
			for (let i = 0; i < this.#now.length; i++) {
				const line = this.#now[i]!;
				if (line < start.line) { continue; }
				this.#now[i] = line > end.line ? line + added - (end.line - start.line) : placeWithin(change, line, added, this.lines[i]!.length);
			}
		}
	}

	/** The line's place now, zero-based; undefined: deleted. */
	current(line: number): number | undefined {
		const now = this.#now[line];
		return now === undefined || now < 0 ? undefined : now;
	}

	/** The line that ran and stands at a place now, whose text is `text`; undefined: the line is new. Where lines
	 *  were joined, several stand there, and the one with the same text is meant. */
	ran(now: number, text: string): number | undefined {
		let found: number | undefined;
		for (let i = this.#now.indexOf(now); i >= 0; i = this.#now.indexOf(now, i + 1)) {
			if (this.lines[i] === text) { return i; }
			found ??= i;
		}
		return found;
	}

	/** Back to the beginning: the document has the text again that ran (undo). */
	reset(): void {
		this.#now = Int32Array.from(this.lines.keys());
	}
}

/** The place of a line that a change touches; the first keeps its head, the last its tail, what lies between is gone. */
function placeWithin({ range: { start, end }, text }: LineChange, line: number, added: number, length: number): number {
	const isFirst = line === start.line;
	const isLast = line === end.line;
	const keepsHead = isFirst && (start.character > 0 || (length === 0 && /^\r?\n/.test(text)));
	const keepsTail = isLast && (end.character < length || length === 0);
	if (isFirst && start.character >= length && keepsHead) { return start.line; }
	if (keepsTail && !keepsHead) { return start.line + added; }
	// Typing over a whole line changes that line.
	return keepsHead || (isFirst && isLast) ? start.line : -1;
}

export function splitLines(text: string): string[] {
	return text.split(/\r\n|\r|\n/);
}
