/**
 * On which lines a breakpoint may stand: one on a blank line or a comment belongs to the next line of code, and one
 * within a statement of several lines to that statement, as Python runs it in steps of its own choice. A syntax question
 * only (no `vscode` here, nothing of a run). Lines are 1-based, of the document.
 */
import type { SyntaxNode, Tree } from '@lezer/common';
import type { CellRequest } from '../../engine/runtime/protocol.ts';
import { inTurns } from '../inTurns.ts';
import { parsing } from '../code/parsePython.ts';

interface Cell { readonly line: number; readonly lines: readonly string[]; readonly tree: Tree }

export class Statements {
	readonly #cells: readonly Cell[];

	private constructor(cells: readonly Cell[]) {
		this.#cells = cells;
	}

	static async of(cells: readonly Pick<CellRequest, 'line' | 'text'>[]): Promise<Statements> {
		return new Statements(await Promise.all(cells.map(async ({ line, text }) => ({ line, lines: text.split('\n'), tree: (await inTurns(parsing(text))).tree }))));
	}

	/** There is something to stand at: comments do not run, and of a docstring nothing can be seen. */
	get hasCode(): boolean {
		return this.#cells.some(({ tree }) => {
			const first = code(tree.topNode.firstChild);
			return code(first?.firstChild?.name.endsWith('String') ? first.nextSibling : first) !== undefined;
		});
	}

	/** The line of code that is meant, then the other lines of its statement; undefined: there is none from there to the cell's end. */
	at(line: number): readonly number[] | undefined {
		const cell = this.#cells.find(each => each.line <= line && line < each.line + each.lines.length);
		if (!cell) { return undefined; }
		const { tree, lines } = cell;
		for (let index = line - cell.line; index < lines.length; index++) {
			const statement = statementOf(tree, offsetOf(lines, index));
			if (!statement) { continue; }
			const [from, to] = [lineOf(lines, statement.from), lineOf(lines, statement.to)];
			const first = Math.max(index, from);
			const others = Array.from({ length: to - from + 1 }, (_, i) => from + i).filter(other => other !== first);
			return [first, ...others].map(each => cell.line + each);
		}
		return undefined;
	}
}

/** What holds statements, or the cases of a `match`. */
const BLOCKS: ReadonlySet<string> = new Set(['Script', 'Body', 'MatchBody']);

interface Part { readonly from: number; readonly to: number }

/** What is run at an offset as one; undefined: a comment, or nothing. */
function statementOf(tree: Tree, offset: number): Part | undefined {
	let node: SyntaxNode = tree.resolveInner(offset, 1);
	if (node.name === 'Comment' || BLOCKS.has(node.name)) { return undefined; }
	while (node.parent && !BLOCKS.has(node.parent.name)) { node = node.parent; }
	return partOf(node, offset);
}

/** Of a statement the part at an offset: all of a simple one, the header of one of a compound one's clauses. */
function partOf(statement: SyntaxNode, offset: number): Part {
	const compound = statement.name === 'DecoratedStatement' ? statement.lastChild! : statement;
	let from = statement;
	for (let child = compound.firstChild; child; child = child.nextSibling) {
		if (!BLOCKS.has(child.name)) { continue; }
		if (child.from > offset) {
			// `else:` and `finally:` are not run: what they are before begins with the first statement in it.
			const first = from.name === 'else' || from.name === 'finally' ? code(child.firstChild?.nextSibling) : undefined;
			return first ? partOf(first, first.from) : { from: from.from, to: child.from };
		}
		from = code(child.nextSibling) ?? from;
	}
	return statement;
}

/** A node or the first behind it that is no comment. */
function code(node: SyntaxNode | null | undefined): SyntaxNode | undefined {
	let at = node;
	while (at?.name === 'Comment') { at = at.nextSibling; }
	return at ?? undefined;
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
