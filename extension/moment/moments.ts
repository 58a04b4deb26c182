/**
 * Commands that go to a moment of the run: the next or previous optimizer step, the next or previous change of the
 * variable at the cursor, the step that made it NaN. The line that led there is shown and marked; the cursor stays.
 */
import { commands, type Disposable, l10n, Range, type TextEditor, TextEditorRevealType, ThemeColor, window } from 'vscode';
import { focusAt, openCallOf } from '../../engine/trace/focus.ts';
import type { Tick } from '../../engine/trace/model.ts';
import { recordedOf } from '../../engine/trace/recorded.ts';
import { decorate } from '../decorate.ts';
import { endOfRecording } from '../run/endOfRecording.ts';
import { inTurns } from '../inTurns.ts';
import type { Position } from './position.ts';
import { codeAt } from '../code/codeAt.ts';
import type { Rows } from '../../engine/trace/rows.ts';
import type { Run } from '../run/run.ts';
import type { Runs } from '../run/runs.ts';
import { linesNotRecorded } from '../settings.ts';

type Moments = typeof import('../../engine/trace/moments.ts');
/** `mayCome`: a program that runs on may bring what is looked for. */
type Found = { readonly tick: Tick } | { readonly nothing: string; readonly mayCome?: boolean };

/** So long is waited for what may come, and so long until it is looked for again, in milliseconds. */
const SOON = 2000, AGAIN = 100;

export class MomentCommands implements Disposable {
	readonly #runs: Runs;
	readonly #position: Position;
	readonly #mark = window.createTextEditorDecorationType({ isWholeLine: true, backgroundColor: new ThemeColor('editor.rangeHighlightBackground') });
	readonly #subscriptions: Disposable[];

	constructor(runs: Runs, position: Position) {
		this.#runs = runs;
		this.#position = position;
		const step = (direction: 1 | -1) => () => this.#go((run, _editor, { nextOptimizerMoment }) => {
			const tick = nextOptimizerMoment(run.trace, this.#tick(run), direction);
			return tick === undefined ? { nothing: direction === 1 ? l10n.t('There is no later optimizer step.') : l10n.t('There is no earlier optimizer step.'), mayCome: direction === 1 } : { tick };
		});
		const change = (direction: 1 | -1) => () => this.#go(async (run, editor, { nextMoment, changeMoments }) => {
			const at = await expressionAtCursor(run, editor, this.#runs);
			if (!at) { return { nothing: notRan(run) }; }
			const tick = nextMoment(await inTurns(changeMoments(run.trace, at.text, this.#frameOf(run, at.steps))), this.#tick(run), direction);
			return tick === undefined ? { nothing: direction === 1 ? l10n.t('{0} does not change any more.', at.text) : l10n.t('{0} did not change before.', at.text), mayCome: direction === 1 } : { tick };
		});
		this.#subscriptions = [
			commands.registerCommand('tensorLoupe.nextOptimizerStep', step(1)),
			commands.registerCommand('tensorLoupe.previousOptimizerStep', step(-1)),
			commands.registerCommand('tensorLoupe.nextChange', change(1)),
			commands.registerCommand('tensorLoupe.previousChange', change(-1)),
			commands.registerCommand('tensorLoupe.goToNonFinite', () => this.#go(async (run, editor) => {
				const at = await expressionAtCursor(run, editor, this.#runs);
				if (!at) { return { nothing: notRan(run) }; }
				const { nonFiniteMoment } = await import('../../engine/trace/non-finite.ts');
				const tick = await inTurns(nonFiniteMoment(run.trace, at.text, at.steps));
				return tick === undefined ? { nothing: l10n.t('{0} holds no NaN and no infinity in this run.', at.text) } : { tick };
			})),
			position.onDidChange(() => this.#draw()),
			runs.onDidChange(() => this.#draw()),
			window.onDidChangeVisibleTextEditors(() => this.#draw()),
		];
	}

	dispose(): void {
		for (const subscription of this.#subscriptions) { subscription.dispose(); }
		this.#mark.dispose();
	}

	async #go(find: (run: Run, editor: TextEditor, moments: Moments) => Found | Promise<Found>): Promise<void> {
		const editor = window.activeTextEditor;
		const run = editor && (this.#runs.lineAt(editor.document, editor.selection.active.line)?.run ?? this.#runs.of(editor.document.uri)[0]);
		if (!run) { return void window.showInformationMessage(l10n.t('Run the code first.')); }
		const moments = await import('../../engine/trace/moments.ts'), from = this.#position.of(run.trace), end = Date.now() + SOON;
		// Asked before it is looked for: what comes in between is found.
		let { isRecording } = run, found = await find(run, editor, moments);
		while ('nothing' in found && found.mayCome === true && isRecording && Date.now() < end) {
			await new Promise(resolve => { setTimeout(resolve, AGAIN); });
			// Somebody has moved meanwhile.
			if (this.#position.of(run.trace) !== from) { return; }
			({ isRecording } = run);
			found = await find(run, editor, moments);
		}
		if ('nothing' in found) { return void window.showInformationMessage(found.nothing); }
		this.#position.move(run.trace, found.tick);
		const line = this.#lineOf(editor, run);
		if (line !== undefined) { editor.revealRange(new Range(line, 0, line, 0), TextEditorRevealType.InCenterIfOutsideViewport); }
	}

	#tick({ trace }: Run): Tick {
		return this.#position.of(trace) ?? trace.lastTick + 1;
	}

	/** Of a line's calls the one that is looked at, else the last. */
	#frameOf({ trace }: Run, steps: Rows): number {
		const { frame } = trace.step(steps.at(-1)!);
		return openCallOf(trace, focusAt(trace, this.#position.of(trace)), frame) ?? frame;
	}

	/** Where the line now stands that had just ended. */
	#lineOf({ document }: TextEditor, run: Run): number | undefined {
		const tick = this.#position.of(run.trace);
		const step = tick === undefined ? undefined : run.trace.stepAt(tick - 1);
		if (!step || !run.isOwnCell(run.trace.frame(step.frame).cell)) { return undefined; }
		return this.#runs.place(document, run, step.line - 1);
	}

	#draw(): void {
		for (const editor of window.visibleTextEditors) {
			const lines = this.#runs.of(editor.document.uri).map(run => this.#lineOf(editor, run)).filter(line => line !== undefined);
			decorate(editor, this.#mark, lines.map(line => ({ range: new Range(line, 0, line, 0) })));
		}
	}
}

/** The line may have run all the same, where that was not recorded. */
function notRan(run: Run): string {
	if (recordedOf(run.trace) !== 'lines') { return linesNotRecorded(); }
	const end = endOfRecording(run);
	const sentence = l10n.t('Put the cursor on a variable that ran.');
	return end === undefined ? sentence : `${sentence} ${end}`;
}

/** The name, attribute or subscript at the cursor, and the steps of its line. */
async function expressionAtCursor(run: Run, { document, selection: { active } }: TextEditor, runs: Runs): Promise<{ readonly text: string; readonly steps: Rows } | undefined> {
	const at = runs.lineAt(document, active.line);
	const code = at && await codeAt(document, active.line);
	const expression = code && code.syntax.expressionAt(code.tree, code.text, code.offsetAt(active));
	const steps = at ? run.trace.stepsOfLine(run.ownSource, at.line + 1) : [];
	return expression && steps.length > 0 ? { text: expression.text, steps } : undefined;
}
