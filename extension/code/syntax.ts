/** What the editor asks of a text's syntax, for each language that is run; each is loaded when it is first asked for. */
import type { Tree } from '@lezer/common';
import type { CellRequest } from '../../engine/runtime/protocol.ts';
import type { Work } from '../../engine/trace/work.ts';
import type { ExpressionAt } from './expressionAt.ts';
import type { ParsedText } from './parsePython.ts';
import { loadPython, loadScript } from './parsers.ts';
import type { Assignment, LoopText } from './statements.ts';

/** undefined: Python. */
export type CodeLanguage = CellRequest['language'];

export interface Syntax {
	/** @param earlier the same text before it was edited, or another */
	parsing(text: string, earlier?: ParsedText): Work<ParsedText>;
	expressionAt(tree: Tree, text: string, offset: number): ExpressionAt | undefined;
	/** What an operator at an offset joins. */
	operationAt(tree: Tree, offset: number): { readonly from: number; readonly to: number } | undefined;
	assignmentsIn(tree: Tree, text: string, from: number, to: number): Assignment[];
	loopsIn(tree: Tree, from?: number, to?: number): LoopText[];
	/** What is run as one at an offset: a statement, or the header of one that has others in it; undefined: nothing, or a comment. */
	stepAt(tree: Tree, offset: number): { readonly from: number; readonly to: number } | undefined;
	/** There is something to stand at. */
	hasCode(tree: Tree): boolean;
}

export async function syntaxOf(language: CodeLanguage): Promise<Syntax> {
	if (language !== undefined) { return (await loadScript()).scriptSyntax; }
	const [{ parsing }, { expressionAt, operationAt }, { assignmentsIn, loopsIn }, { stepAt, hasCode }] = await Promise.all([loadPython(), import('./expressionAt.ts'), import('./statements.ts'), import('./steps.ts')]);
	return { parsing, expressionAt, operationAt, assignmentsIn, loopsIn, stepAt, hasCode };
}
