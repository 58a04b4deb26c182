/**
 * Hover: what the expression under the cursor was in the last run of its line, read from the trace alone. Finds the
 * expression, the run, the line and the moment; what is then said of the value is `hoverContent.ts`.
 */
import { type CancellationToken, Hover, type HoverProvider, l10n, MarkdownString, type Position, Range, type TextDocument } from 'vscode';
import { evaluate } from '../../engine/trace/expression.ts';
import { type Focus, focusAt } from '../../engine/trace/focus.ts';
import { recordedOf } from '../../engine/trace/recorded.ts';
import { endOfRecording } from '../run/endOfRecording.ts';
import type { ExpressionAt } from '../code/expressionAt.ts';
import type { Description } from './hoverContent.ts';
import { inTurns } from '../inTurns.ts';
import { iterationText } from '../moment/iterationText.ts';
import type { Moment } from '../moment/moment.ts';
import { codeAt } from '../code/codeAt.ts';
import type { Position as Looked } from '../moment/position.ts';
import { type LineOfRun, type Runs, sameText } from '../run/runs.ts';
import { linesNotRecorded } from '../settings.ts';
import { oneLine } from '../text.ts';

const LONGEST_NAME = 60;

export class RunHoverProvider implements HoverProvider {
	readonly #runs: Runs;
	readonly #position: Looked;

	constructor(runs: Runs, position: Looked) {
		this.#runs = runs;
		this.#position = position;
	}

	async provideHover(document: TextDocument, position: Position, token: CancellationToken): Promise<Hover | undefined> {
		// The parser and the printing are loaded with the first hover over something that ran.
		if (this.#runs.of(document.uri).length === 0) { return undefined; }
		const at = this.#runs.lineAt(document, position.line);
		if (!at) { return undefined; }
		const code = await codeAt(document, position.line);
		if (!code || token.isCancellationRequested) { return undefined; }
		const expression = code.syntax.expressionAt(code.tree, code.text, code.offsetAt(position));
		if (!expression) { return undefined; }
		const range = new Range(code.positionAt(expression.from), code.positionAt(expression.to));
		const statement = new Range(code.positionAt(expression.statement.from), code.positionAt(expression.statement.to));
		const call = expression.call && new Range(code.positionAt(expression.call.from), code.positionAt(expression.call.to));
		const { bodyEnd: end } = expression.statement;
		const bodyEnd = end === undefined ? undefined : this.#lastThatRan(document, at, code.positionAt(end).line);
		const found = await lookUp(at, focusAt(at.run.trace, this.#position.of(at.run.trace)), expression, { range, statement, call, bodyEnd });
		if (token.isCancellationRequested) { return undefined; }
		if (!found) {
			const note = notRecorded(at, statement, at.line - range.start.line);
			return note === undefined ? undefined : new Hover(new MarkdownString(note), range);
		}
		const { heading, description: { link, body } } = found;
		const markdown = new MarkdownString(`${heading}${link === undefined ? '' : ` · ${link}`}\n\n${body}`, true);
		markdown.isTrusted = { enabledCommands: ['tensorLoupe.showInPanel'] };
		const note = this.#staleness(document, at);
		if (note !== undefined) { markdown.appendMarkdown(`\n\n*${note}*`); }
		return new Hover(markdown, range);
	}

	/** Of the lines from one on that stands as it ran, the last that the run had: others were written into the body since. */
	#lastThatRan(document: TextDocument, first: LineOfRun, last: number): number {
		for (let now = last; ; now--) {
			const at = this.#runs.lineAt(document, now);
			if (at?.run === first.run || now === 0) { return Math.max(first.line, at?.line ?? 0); }
		}
	}

	/** What the values can't vouch for. */
	#staleness(document: TextDocument, { run, changed }: LineOfRun): string | undefined {
		if (changed) { return l10n.t('This line has changed since the run; the values are those of the line as it ran.'); }
		if (!sameText(document.getText(), run.request.text)) { return l10n.t('The text has changed since the run.'); }
		if (run.isRecording) { return l10n.t('The program is still running.'); }
		return this.#position.of(run.trace) === undefined ? endOfRecording(run) : undefined;
	}
}

/** Why nothing is known of a line that may have run. */
function notRecorded({ run }: LineOfRun, { start, end: { line: last } }: Range, shift: number): string | undefined {
	if (recordedOf(run.trace) !== 'lines') { return linesNotRecorded(); }
	const end = endOfRecording(run);
	for (let { line } = start; line <= last; line++) {
		if (run.trace.stepsOfLine(run.ownSource, line + shift + 1).length > 0) { return undefined; }
	}
	return end === undefined ? undefined : `${l10n.t('This line did not run while it was recorded.')} ${end}`;
}

interface Found { readonly heading: string; readonly description: Description }

/** Of an expression in the document: its own, its statement's, that of the call of it; of the body of which the statement is the header the last line that ran (zero-based, of the run's text). */
interface Places { readonly range: Range; readonly statement: Range; readonly call: Range | undefined; readonly bodyEnd: number | undefined }

async function lookUp({ run, line }: LineOfRun, focus: Focus, expression: ExpressionAt, { range, statement, call, bodyEnd }: Places): Promise<Found | undefined> {
	const [{ momentOf, resultOf }, { describe, describePart }, { partOf }] = await Promise.all([import('../moment/moment.ts'), import('./hoverContent.ts'), import('../moment/parts.ts')]);
	const { trace, ownSource: source } = run;
	const shift = line - range.start.line;
	const name = /^[\p{L}_$][\p{L}\p{N}_$]*/u.exec(expression.text)?.[0] ?? expression.text;
	const moment = await inTurns(momentOf(trace, {
		source, line: line + 1,
		statement: { from: statement.start.line + shift + 1, to: statement.end.line + shift + 1 },
		bodyEnd: bodyEnd === undefined ? undefined : bodyEnd + 1,
	}, expression.role, name, focus));
	const value = moment && evaluate(trace, expression.text, moment.frame, moment.tick);
	// A function has no value worth showing, but what it gave has.
	const part = moment && value === undefined && !call ? partOf(trace, expression.text, moment.frame, moment.tick) : undefined;
	const description = value !== undefined ? await inTurns(describe(run, expression.text, value, moment!.tick)) : part && await inTurns(describePart(part, moment!.tick));
	if (moment && description) { return { heading: headingOf(expression.text, moment, line + 1), description }; }
	const result = call && resultOf(trace, source, { start: { line: call.start.line + shift, character: call.start.character }, end: { line: call.end.line + shift, character: call.end.character } }, focus);
	const given = result && await inTurns(describe(run, `${expression.text}(…)`, result.ref, result.moment.tick));
	return result && given ? { heading: headingOf(`${expression.text}(…)`, result.moment, line + 1), description: given } : undefined;
}

function headingOf(expression: string, { when, iteration }: Moment, line: number): string {
	const words = {
		before: l10n.t('before line {0}', line),
		after: l10n.t('after line {0}', line),
		called: l10n.t('when called'),
		result: l10n.t('result in line {0}', line),
	};
	return `**\`${oneLine(expression, LONGEST_NAME).replaceAll('`', '\'')}\`** · ${words[when]}${iteration ? ` · *${iterationText(iteration)}*` : ''}`;
}
