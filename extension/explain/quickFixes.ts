/** The edits that would mend what a run's exception complains of, as quick fixes of its diagnostic, and the way to where an index fell. */
import { CodeAction, CodeActionKind, type CodeActionContext, type CodeActionProvider, type Diagnostic, l10n, type Range, type TextDocument } from 'vscode';
import type { Problems } from './problems.ts';

export class QuickFixProvider implements CodeActionProvider {
	static readonly kinds = [CodeActionKind.QuickFix];
	readonly #problems: Problems;

	constructor(problems: Problems) {
		this.#problems = problems;
	}

	async provideCodeActions(document: TextDocument, _range: Range, context: CodeActionContext): Promise<CodeAction[]> {
		const actions = await Promise.all(context.diagnostics.map(diagnostic => this.#actionsFor(document, diagnostic)));
		return actions.flat();
	}

	async #actionsFor({ uri }: TextDocument, diagnostic: Diagnostic): Promise<CodeAction[]> {
		const fixes = this.#problems.fixesOf(uri, diagnostic).map(({ title, edit }, place) => {
			const action = new CodeAction(title, CodeActionKind.QuickFix);
			action.edit = edit;
			action.isPreferred = place === 0;
			return action;
		});
		const map = await this.#problems.failedMapOf(uri, diagnostic);
		if (map) {
			const action = new CodeAction(l10n.t('Show Where the Indices Fall'), CodeActionKind.QuickFix);
			action.command = { title: action.title, command: 'tensorLoupe.showInPanel', arguments: [map] };
			fixes.push(action);
		}
		for (const action of fixes) { action.diagnostics = [diagnostic]; }
		return fixes;
	}
}
