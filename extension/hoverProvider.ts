/**
 * Hover: what the expression under the cursor was in the last run of its line, read from the trace alone. Finds the
 * expression, the run, the line and the moment; what is then said of the value is `hoverContent.ts`.
 */
import { type CancellationToken, Hover, type HoverProvider, l10n, MarkdownString, type Position, Range, type TextDocument } from 'vscode';
import type { ExpressionAt } from './expressionAt.ts';
import type { Moment } from './moment.ts';
import { codeAt } from './pythonAt.ts';
import type { LineOfRun, Runs } from './runs.ts';

export class RunHoverProvider implements HoverProvider {
	readonly #runs: Runs;

	constructor(runs: Runs) {
		this.#runs = runs;
	}

	async provideHover(document: TextDocument, position: Position, token: CancellationToken): Promise<Hover | undefined> {
		// The parser and the printing are loaded with the first hover over something that ran.
		if (this.#runs.of(document.uri).length === 0) { return undefined; }
		const at = this.#runs.lineAt(document, position.line);
		if (!at) { return undefined; }
		const code = await codeAt(document, position.line);
		const { expressionAt } = await import('./expressionAt.ts');
		if (!code || token.isCancellationRequested) { return undefined; }
		const expression = expressionAt(code.tree, code.text, code.offsetAt(position));
		if (!expression) { return undefined; }
		const range = new Range(code.positionAt(expression.from), code.positionAt(expression.to));
		return this.#hover(document, at, expression, range, {
			from: code.positionAt(expression.statement.from).line,
			to: code.positionAt(expression.statement.to).line,
		});
	}

	async #hover(document: TextDocument, at: LineOfRun, expression: ExpressionAt, range: Range, statement: { from: number; to: number }): Promise<Hover | undefined> {
		const { run, line } = at;
		const [{ momentOf }, { describe }] = await Promise.all([import('./moment.ts'), import('./hoverContent.ts')]);
		const header = /^\s*(async\s+)?(for|while|with)\b/.test(document.lineAt(statement.from).text);
		const shift = line - range.start.line;
		const name = /^[\p{L}_][\p{L}\p{N}_]*/u.exec(expression.text)?.[0] ?? expression.text;
		const moment = momentOf(run.trace, {
			source: run.ownSource, line: line + 1, isHeader: header,
			statement: { from: statement.from + shift + 1, to: statement.to + shift + 1 },
		}, expression.role, name);
		const description = moment && describe(run, expression.text, moment);
		if (!description) { return undefined; }
		const { link, body } = description;
		const markdown = new MarkdownString(`${heading(expression.text, moment, line + 1)}${link === undefined ? '' : ` · ${link}`}\n\n${body}`, true);
		markdown.isTrusted = { enabledCommands: ['tensorLoupe.showInPanel'] };
		const note = this.#staleness(document, at);
		if (note !== undefined) { markdown.appendMarkdown(`\n\n*${note}*`); }
		return new Hover(markdown, range);
	}

	/** What the values can't vouch for. */
	#staleness(document: TextDocument, { run, changed }: LineOfRun): string | undefined {
		if (changed) { return l10n.t('This line has changed since the run; the values are those of the line as it ran.'); }
		if (document.getText() !== run.request.text) { return l10n.t('The text has changed since the run.'); }
		return run.state === 'running' ? l10n.t('The program is still running.') : undefined;
	}
}

function heading(expression: string, moment: Moment, line: number): string {
	const when = moment.when === 'before' ? l10n.t('before line {0}', line) : moment.when === 'after' ? l10n.t('after line {0}', line) : l10n.t('when called');
	const iteration = moment.iteration ? ` · *${l10n.t('iteration {0} of {1}', moment.iteration.k, moment.iteration.n)}*` : '';
	return `**\`${expression}\`** · ${when}${iteration}`;
}
