/** What is to be said beyond an error's own words, and done about it, at the place in the document where it was raised. */
import { l10n, Range, type TextDocument, WorkspaceEdit } from 'vscode';
import { tensorFacts } from '../../engine/print/facts.ts';
import type { RunError } from '../../engine/trace/model.ts';
import { failedCallOf, raiseOf } from '../../engine/trace/raises.ts';
import type { Operand } from './operandMarks.ts';
import { codeAt, type Code } from '../code/codeAt.ts';
import type { Run } from '../run/run.ts';
import { explain } from './explain.ts';
import { failureAt } from './failure.ts';
import { tensorsOf, type Fix, type Known } from './fixes.ts';
import { missingImport } from './missingImport.ts';

export interface Explained {
	readonly sentence: string | undefined;
	/** `text` is a sentence with the facts in it. */
	readonly operands: readonly (Operand & { readonly text: string })[];
	readonly fixes: readonly { readonly title: string; readonly edit: WorkspaceEdit }[];
}

/** @param range where the error's columns stand in the document now */
export async function explanationOf(document: TextDocument, run: Run, error: Pick<RunError, 'type' | 'message' | 'tick'>, line: number, range: Range): Promise<Explained | undefined> {
	const code = await codeAt(document, range.start.line);
	// Its rules are of Python's syntax.
	if (!code || code.language !== undefined) { return undefined; }
	const found = error.type === 'NameError' ? missingImport(error.message) : undefined;
	if (found) {
		const at = firstStatement(code);
		return { sentence: undefined, operands: [], fixes: [toEdit(document, code, { ...found, edits: found.edits.map(({ text }) => ({ from: at, to: at, text })) })] };
	}
	const { trace } = run;
	const raise = raiseOf(trace, error, line);
	const shift = line - 1 - range.start.line;
	const failure = failureAt(code.tree, code.text, code.offsetAt(range.start), code.offsetAt(range.end), {
		trace, source: run.ownSource, line, tick: raise?.tick ?? error.tick, frame: raise?.frame, call: raise && failedCallOf(trace, raise),
		rangeOf(from, to) {
			const [start, end] = [code.positionAt(from), code.positionAt(to)];
			return { start: { line: start.line + shift, character: start.character }, end: { line: end.line + shift, character: end.character } };
		},
	});
	if (!failure) { return undefined; }
	const explanation = explain(error.message, failure);
	return {
		sentence: explanation?.sentence,
		operands: tensorsOf(failure).map(operand => {
			const facts = factsOf(operand);
			return { range: rangeOf(code, operand), facts, text: l10n.t('{0} is {1}', operand.text, facts) };
		}),
		fixes: (explanation?.fixes ?? []).map(fix => toEdit(document, code, fix)),
	};
}

function factsOf({ tensor: { dtype, shape } }: Known): string {
	return tensorFacts({ type: '', dtype, shape, requiresGrad: false, gradFn: '' }).trim();
}

function rangeOf(code: Code, { from, to }: { readonly from: number; readonly to: number }): Range {
	return new Range(code.positionAt(from), code.positionAt(to));
}

function toEdit(document: TextDocument, code: Code, { title, edits }: Fix): { title: string; edit: WorkspaceEdit } {
	const edit = new WorkspaceEdit();
	for (const each of edits) {
		const range = rangeOf(code, each);
		// A statement that is put before another takes over its indentation in the document.
		edit.replace(document.uri, range, each.text.replace(/\n$/, `\n${' '.repeat(range.start.character)}`));
	}
	return { title, edit };
}

/** Where an import may stand: after the text's own description and `from __future__`. */
function firstStatement({ tree, text }: Code): number {
	for (let node = tree.topNode.firstChild; node; node = node.nextSibling) {
		const isBefore = node.name === 'Comment' || (node.name === 'ExpressionStatement' && node.firstChild?.name === 'String') || text.startsWith('from __future__', node.from);
		if (!isBefore) { return node.from; }
	}
	return 0;
}
