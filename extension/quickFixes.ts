/** The edits that would mend what a run's exception complains of, as quick fixes of its diagnostic. */
import { CodeAction, CodeActionKind, type CodeActionContext, type CodeActionProvider, type Range, type TextDocument } from 'vscode';
import type { Problems } from './problems.ts';

export class QuickFixProvider implements CodeActionProvider {
	static readonly kinds = [CodeActionKind.QuickFix];
	readonly #problems: Problems;

	constructor(problems: Problems) {
		this.#problems = problems;
	}

	provideCodeActions(document: TextDocument, _range: Range, context: CodeActionContext): CodeAction[] {
		return context.diagnostics.flatMap(diagnostic => this.#problems.fixesOf(document.uri, diagnostic).map(({ title, edit }, place) => {
			const action = new CodeAction(title, CodeActionKind.QuickFix);
			action.diagnostics = [diagnostic];
			action.edit = edit;
			action.isPreferred = place === 0;
			return action;
		}));
	}
}
