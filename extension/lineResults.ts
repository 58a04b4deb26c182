/**
 * What a line printed, beside that line: text after the end of the line, in the colour of the theme, cut to a
 * length; all of it on hover and in the output channel. A line that printed often shows its last text and how often.
 */
import { type Disposable, DecorationRangeBehavior, l10n, MarkdownString, Range, type TextDocument, type TextEditor, ThemeColor, window, workspace } from 'vscode';
import { isOnlyInDiff, isRunnable } from './documents.ts';
import type { Run } from './run.ts';
import type { Runs } from './runs.ts';
import { inlineResultLength } from './settings.ts';
import { fenced, oneLine } from './text.ts';

/** Characters of a line's output that its hover shows. */
const HOVER_LENGTH = 8000;

/** What one line has printed, gathered from the trace. */
interface Printed { text: string; times: number; tick: number; error: boolean }

export class LineResults implements Disposable {
	readonly #stdout = window.createTextEditorDecorationType({ rangeBehavior: DecorationRangeBehavior.ClosedOpen, after: { color: new ThemeColor('tensorLoupe.inlineResultForeground'), margin: '0 0 0 2em' } });
	readonly #stderr = window.createTextEditorDecorationType({ rangeBehavior: DecorationRangeBehavior.ClosedOpen, after: { color: new ThemeColor('editorWarning.foreground'), margin: '0 0 0 2em' } });
	readonly #runs: Runs;
	readonly #subscriptions: Disposable[];
	/** A trace only grows, so what its lines printed is gathered once. */
	readonly #gathered = new WeakMap<Run, { outputs: number; lines: Map<number, Printed> }>();

	constructor(runs: Runs) {
		this.#runs = runs;
		this.#subscriptions = [
			runs.onDidChange(uri => this.#update(editor => editor.document.uri.toString() === uri.toString())),
			window.onDidChangeVisibleTextEditors(() => this.#update(() => true)),
			workspace.onDidChangeConfiguration(event => { if (event.affectsConfiguration('tensorLoupe.inlineResults')) { this.#update(() => true); } }),
		];
	}

	dispose(): void {
		for (const subscription of [...this.#subscriptions, this.#stdout, this.#stderr]) { subscription.dispose(); }
	}

	#update(which: (editor: TextEditor) => boolean): void {
		for (const editor of window.visibleTextEditors) {
			if (!isRunnable(editor.document) || !which(editor)) { continue; }
			const length = isOnlyInDiff(editor.document.uri) ? undefined : inlineResultLength(editor.document);
			const shown = length === undefined ? [] : this.#decorations(editor.document, length);
			editor.setDecorations(this.#stdout, shown.filter(({ error }) => !error));
			editor.setDecorations(this.#stderr, shown.filter(({ error }) => error));
		}
	}

	#decorations(document: TextDocument, length: number) {
		const decorations = [];
		for (const run of this.#runs.of(document.uri)) {
			for (const [line, printed] of this.#printed(run)) {
				const now = this.#runs.place(document, run, line);
				if (now === undefined) { continue; }
				const end = document.lineAt(now).range.end;
				const times = printed.times > 1 ? ` (${l10n.t('{0} times', printed.times)})` : '';
				decorations.push({
					error: printed.error,
					range: new Range(end, end),
					hoverMessage: new MarkdownString(fenced(printed.text.slice(0, HOVER_LENGTH), 'text')),
					renderOptions: { after: { contentText: `${oneLine(printed.text, length)}${times}` } },
				});
			}
		}
		return decorations;
	}

	/** By zero-based line of the text that ran; a print call that wrote in several pieces counts once. */
	#printed(run: Run): Map<number, Printed> {
		let gathered = this.#gathered.get(run);
		if (!gathered) { this.#gathered.set(run, gathered = { outputs: 0, lines: new Map() }); }
		const { outputs } = run.trace;
		for (; gathered.outputs < outputs.length; gathered.outputs++) {
			const output = outputs[gathered.outputs]!;
			if (output.frame < 0 || !run.isOwnCell(output.cell)) { continue; }
			const line = output.line - 1;
			const before = gathered.lines.get(line);
			const step = run.trace.stepAt(output.tick)?.tick ?? output.tick;
			if (before?.tick === step) {
				if (before.text.length < HOVER_LENGTH) { before.text += output.text; }
				before.error &&= output.stream === 2;
			} else {
				gathered.lines.set(line, { text: output.text, times: (before?.times ?? 0) + 1, tick: step, error: output.stream === 2 });
			}
		}
		return gathered.lines;
	}
}
