/**
 * On which lines a breakpoint may stand: one on a blank line or a comment belongs to the next line of code, and one
 * within a statement of several lines to that statement, as its language runs it in steps of its own choice. A syntax question
 * only (no `vscode` here, nothing of a run). Lines are 1-based, of the document.
 */
import type { Tree } from '@lezer/common';
import type { CellRequest } from '../../engine/runtime/protocol.ts';
import { inTurns } from '../inTurns.ts';
import { syntaxOf, type Syntax } from '../code/syntax.ts';

interface Cell { readonly line: number; readonly lines: readonly string[]; readonly tree: Tree; readonly syntax: Syntax }

export class Statements {
	readonly #cells: readonly Cell[];

	private constructor(cells: readonly Cell[]) {
		this.#cells = cells;
	}

	static async of(cells: readonly Pick<CellRequest, 'line' | 'text' | 'language'>[]): Promise<Statements> {
		return new Statements(await Promise.all(cells.map(async ({ line, text, language }) => {
			const syntax = await syntaxOf(language);
			return { line, lines: text.split('\n'), tree: (await inTurns(syntax.parsing(text))).tree, syntax };
		})));
	}

	/** There is something to stand at. */
	get hasCode(): boolean {
		return this.#cells.some(({ syntax, tree }) => syntax.hasCode(tree));
	}

	/** The line of code that is meant, then the other lines of its statement; undefined: there is none from there to the cell's end. */
	at(line: number): readonly number[] | undefined {
		const cell = this.#cells.find(each => each.line <= line && line < each.line + each.lines.length);
		if (!cell) { return undefined; }
		const { tree, lines, syntax } = cell;
		for (let index = line - cell.line; index < lines.length; index++) {
			const statement = syntax.stepAt(tree, offsetOf(lines, index));
			if (!statement) { continue; }
			const [from, to] = [lineOf(lines, statement.from), lineOf(lines, statement.to)];
			const first = Math.max(index, from);
			const others = Array.from({ length: to - from + 1 }, (_, i) => from + i).filter(other => other !== first);
			return [first, ...others].map(each => cell.line + each);
		}
		return undefined;
	}
}

/** Of the first character of a line that is no blank. */
function offsetOf(lines: readonly string[], index: number): number {
	const before = lines.slice(0, index).reduce((sum, line) => sum + line.length + 1, 0);
	return before + /^\s*/.exec(lines[index]!)![0].length;
}

function lineOf(lines: readonly string[], offset: number): number {
	let end = 0;
	for (const [index, line] of lines.entries()) {
		end += line.length + 1;
		if (offset < end) { return index; }
	}
	return lines.length - 1;
}
