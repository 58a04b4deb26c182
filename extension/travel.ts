/**
 * Commands that go to a moment of a run: where the optimizer stepped, where the variable under the cursor changed, where
 * it became NaN. They move the one moment that is looked at, so they work with a debugging session and without.
 */
import { commands, type Disposable, l10n, Range, type TextDocument, type TextEditor, TextEditorRevealType, window } from 'vscode';
import type { Direction } from '../engine/debug/travel.ts';
import type { Tick, Trace } from '../engine/trace/model.ts';
import type { Position } from './position.ts';
import type { Run } from './run.ts';
import type { Runs } from './runs.ts';
import { oneLine } from './text.ts';

/** How long the status bar says what was not found. */
const SAID = 5_000;
const LONGEST_NAME = 40;

/** An expression of the code, and the frame in which it is meant. */
interface Subject { readonly run: Run; readonly text: string; readonly frame: number; readonly tick: Tick }

export function registerTravel(runs: Runs, position: Position): Disposable[] {
	/** Where the last search has led, and for what. */
	let last: { readonly subject: Subject; readonly line: number | undefined } | undefined;

	const subjectOf = async (editor: TextEditor): Promise<Subject | undefined> => {
		const { active } = editor.selection;
		// A session that follows puts the cursor at the beginning of the line that it shows; the same variable is meant still.
		if (last?.subject.run === runs.of(editor.document.uri)[0] && active.character === 0 && active.line === last?.line) { return last.subject; }
		return subjectAt(runs, position, editor);
	};

	const goTo = (run: Run, tick: Tick): number | undefined => {
		position.move(run, tick);
		const step = run.trace.stepAt(tick);
		const line = step && run.lines.current(step.line - 1);
		const editor = window.visibleTextEditors.find(each => each.document.uri.toString() === run.uri.toString());
		if (line !== undefined) { editor?.revealRange(new Range(line, 0, line, 0), TextEditorRevealType.InCenterIfOutsideViewport); }
		return line;
	};

	const optimizer = (direction: Direction) => async (): Promise<void> => {
		const document = window.activeTextEditor?.document;
		const run = (document && runs.of(document.uri)[0]) ?? runs.latest;
		if (!run) { return say(l10n.t('Nothing has been run yet.')); }
		const { optimizerStepFrom } = await import('../engine/debug/travel.ts');
		const tick = optimizerStepFrom(run.trace, position.of(run), direction);
		if (tick === undefined) { return say(direction > 0 ? l10n.t('There is no later optimizer step.') : l10n.t('There is no earlier optimizer step.')); }
		goTo(run, tick);
	};

	/** @param search gives the tick, or undefined. */
	const variable = (search: (travel: typeof import('../engine/debug/travel.ts'), subject: Subject) => Tick | undefined, notFound: (name: string) => string) => async (): Promise<void> => {
		const editor = window.activeTextEditor;
		const subject = editor && await subjectOf(editor);
		if (!subject) { return say(l10n.t('There is no variable of a run at the cursor.')); }
		const tick = search(await import('../engine/debug/travel.ts'), subject);
		if (tick === undefined) { return say(notFound(oneLine(subject.text, LONGEST_NAME))); }
		last = { subject, line: goTo(subject.run, tick) };
	};

	const change = (direction: Direction, notFound: (name: string) => string) => variable(({ changeFrom }, { run, text, frame }) => changeFrom(run.trace, text, frame, position.of(run), direction), notFound);

	return Object.entries({
		nextOptimizerStep: optimizer(1),
		previousOptimizerStep: optimizer(-1),
		nextChange: change(1, name => l10n.t('{0} does not change later.', name)),
		previousChange: change(-1, name => l10n.t('{0} does not change earlier.', name)),
		goToNaN: variable(({ notFiniteSince }, { run, text, frame, tick }) => notFiniteSince(run.trace, text, frame, position.of(run) ?? tick), name => l10n.t('{0} holds no NaN and no Inf at this moment.', name)),
	}).map(([name, handler]) => commands.registerCommand(`tensorLoupe.${name}`, handler));
}

/** What stands under the cursor, in the call that is open at the moment that is looked at, else in its line's last run. */
async function subjectAt(runs: Runs, position: Position, { document, selection: { active } }: TextEditor): Promise<Subject | undefined> {
	const at = runs.lineAt(document, active.line);
	if (!at) { return undefined; }
	const [{ codeAt }, { expressionAt }, { momentOf }] = await Promise.all([import('./pythonAt.ts'), import('./expressionAt.ts'), import('./moment.ts')]);
	const code = await codeAt(document, active.line);
	const expression = code && expressionAt(code.tree, code.text, code.offsetAt(active));
	if (!code || !expression) { return undefined; }
	const { run, line } = at;
	const name = /^[\p{L}_][\p{L}\p{N}_]*/u.exec(expression.text)?.[0] ?? expression.text;
	const shift = line + 1 - active.line;
	const statement = { from: code.positionAt(expression.statement.from).line + shift, to: code.positionAt(expression.statement.to).line + shift };
	const isHeader = isLoop(document, code.positionAt(expression.statement.from).line);
	const moment = momentOf(run.trace, { source: run.ownSource, line: line + 1, isHeader, statement }, expression.role, name);
	const frame = frameNow(run.trace, position.of(run), moment?.frame, name) ?? moment?.frame;
	return frame === undefined ? undefined : { run, text: expression.text, frame, tick: moment?.tick ?? run.trace.lastTick };
}

/** The open call of the same function in which the name means something; undefined: there is none at that moment. */
function frameNow(trace: Trace, tick: Tick | undefined, like: number | undefined, name: string): number | undefined {
	if (tick === undefined) { return undefined; }
	const wanted = like === undefined ? undefined : trace.frame(like).name;
	for (let index = trace.stepAt(tick)?.frame ?? -1; index >= 0; index = trace.frame(index).parent) {
		if ((wanted === undefined || trace.frame(index).name === wanted) && trace.lookup(name, index, tick) !== 0) { return index; }
	}
	return undefined;
}

function isLoop(document: TextDocument, line: number): boolean {
	return /^\s*(async\s+)?(for|while|with)\b/.test(document.lineAt(line).text);
}

function say(message: string): void {
	window.setStatusBarMessage(message, SAID);
}
