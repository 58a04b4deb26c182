/**
 * What came of a line, beside that line: what it printed, the exception that ended the run there, and whether pasted
 * output is what was printed. Text after the end of the line, in the theme's colours, cut to a length; more on hover.
 */
import { type DecorationOptions, DecorationRangeBehavior, type Disposable, l10n, MarkdownString, Range, type TextDocument, type TextEditor, ThemeColor, window, workspace } from 'vscode';
import { splitRaised } from '../../engine/snippet/raised.ts';
import { goesBack, overwritten } from '../../engine/trace/overwritten.ts';
import { comparisonsOf } from './pastedOutput.ts';
import { decorate } from '../decorate.ts';
import { canHaveResults, isOnlyInDiff } from '../code/documents.ts';
import type { Position } from '../moment/position.ts';
import { PrintedLines } from './printedLines.ts';
import type { Run } from '../run/run.ts';
import type { Runs } from '../run/runs.ts';
import { inlineResultLength } from '../settings.ts';
import { fenced, oneLine } from '../text.ts';

/** A kind of note and its colour. */
const KINDS = {
	stdout: 'tensorLoupe.inlineResultForeground',
	stderr: 'editorWarning.foreground',
	error: 'editorError.foreground',
	equal: 'tensorLoupe.equalForeground',
	notEqual: 'tensorLoupe.notEqualForeground',
} as const;

type Kind = keyof typeof KINDS;

/** Zero-based line of the text that ran. */
interface Note { readonly line: number; readonly kind: Kind; readonly text: string; readonly hover: string | undefined }

export class LineResults implements Disposable {
	readonly #runs: Runs;
	readonly #position: Position;
	readonly #types = Object.entries(KINDS).map(([kind, color]) => ({
		kind: kind as Kind,
		type: window.createTextEditorDecorationType({ rangeBehavior: DecorationRangeBehavior.ClosedClosed, after: { color: new ThemeColor(color), margin: '0 0 0 2em' } }),
	}));
	readonly #printed = new WeakMap<Run, PrintedLines>();
	readonly #subscriptions: Disposable[];

	constructor(runs: Runs, position: Position) {
		this.#runs = runs;
		this.#position = position;
		this.#subscriptions = [
			runs.onDidChange(uri => this.#update(editor => editor.document.uri.toString() === uri.toString())),
			position.onDidChange(() => this.#update(() => true)),
			window.onDidChangeVisibleTextEditors(() => this.#update(() => true)),
			workspace.onDidChangeConfiguration(event => { if (event.affectsConfiguration('tensorLoupe.inlineResults')) { this.#update(() => true); } }),
		];
	}

	dispose(): void {
		for (const subscription of this.#subscriptions) { subscription.dispose(); }
		for (const { type } of this.#types) { type.dispose(); }
	}

	#update(which: (editor: TextEditor) => boolean): void {
		for (const editor of window.visibleTextEditors) {
			if (!canHaveResults(editor.document) || !which(editor)) { continue; }
			const length = isOnlyInDiff(editor.document.uri) ? undefined : inlineResultLength(editor.document);
			const shown = length === undefined ? [] : this.#runs.of(editor.document.uri).flatMap(run => this.#decorations(editor.document, run, length));
			for (const { kind, type } of this.#types) {
				decorate(editor, type, shown.filter(each => each.kind === kind).map(({ decoration }) => decoration));
			}
		}
	}

	#decorations(document: TextDocument, run: Run, length: number): { readonly kind: Kind; readonly decoration: DecorationOptions }[] {
		return this.#notes(run).flatMap(({ line, kind, text, hover }) => {
			const now = this.#runs.place(document, run, line);
			if (now === undefined) { return []; }
			const { end } = document.lineAt(now).range;
			const decoration: DecorationOptions = { range: new Range(end, end), renderOptions: { after: { contentText: oneLine(text, length) } } };
			return [{ kind, decoration: hover === undefined ? decoration : { ...decoration, hoverMessage: new MarkdownString(fenced(hover, 'text')) } }];
		});
	}

	#notes(run: Run): Note[] {
		let printed = this.#printed.get(run);
		if (!printed) { this.#printed.set(run, printed = new PrintedLines(run)); }
		const notes: Note[] = [];
		for (const [line, { text: written, times, isError }] of printed.lines(this.#position.of(run.trace))) {
			// A progress bar goes back to the line that it wrote before: it is one, and no warning. One that is gone has nothing to show.
			const isOneLine = goesBack(written), text = isOneLine ? overwritten(written).replace(/^\n+/, '') : written;
			if (isOneLine && text.trim() === '') { continue; }
			const often = times > 1 && !isOneLine ? `${l10n.t('{0}×', times)} … ` : '';
			// Of a traceback that the program told and went on, what was raised.
			notes.push({ line, kind: isError && !isOneLine ? 'stderr' : 'stdout', text: often + (isError && splitRaised(text)?.exception || text), hover: text });
		}
		for (const error of run.trace.errors) {
			const own = error.locations.findLast(location => run.isOwnCell(location.cell));
			if (!own) { continue; }
			const wasStopped = run.state === 'stopped' && error.type === 'KeyboardInterrupt';
			notes.push({ line: own.line - 1, kind: wasStopped ? 'stdout' : 'error', text: wasStopped ? l10n.t('stopped here') : `${error.type}: ${error.message}`, hover: wasStopped ? undefined : error.traceback });
		}
		for (const { line, isEqual, got } of comparisonsOf(run)) {
			notes.push({ line, kind: isEqual ? 'equal' : 'notEqual', text: isEqual ? l10n.t('equal') : l10n.t('not equal, got {0}', got), hover: isEqual ? undefined : got });
		}
		return notes;
	}
}
