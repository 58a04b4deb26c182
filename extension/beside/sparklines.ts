/**
 * A small picture of the loss beside the header of each loop that trained: what `backward` was called on, iteration by
 * iteration, with the moment that is looked at marked. Numbers on hover.
 */
import { type DecorationOptions, DecorationRangeBehavior, type Disposable, l10n, MarkdownString, Range, type TextEditor, Uri, window, workspace } from 'vscode';
import { decorate } from '../decorate.ts';
import { canHaveResults, isOnlyInDiff } from '../code/documents.ts';
import { inTurns } from '../inTurns.ts';
import { type LoopAt, loopsAt } from './loops.ts';
import type { Position } from '../moment/position.ts';
import { Refresh } from './refresh.ts';
import type { Runs } from '../run/runs.ts';
import { inlineValueFormat } from '../settings.ts';

/** A running program's losses are drawn again at most this often, in milliseconds. */
const REFRESH = 500;

export class Sparklines implements Disposable {
	readonly #runs: Runs;
	readonly #position: Position;
	readonly #type = window.createTextEditorDecorationType({ rangeBehavior: DecorationRangeBehavior.ClosedClosed, after: { margin: '0 0 0 1.5em' } });
	readonly #subscriptions: readonly Disposable[];
	#timer: NodeJS.Timeout | undefined;
	#asked = 0;

	constructor(runs: Runs, position: Position) {
		this.#runs = runs;
		this.#position = position;
		// Events come in bursts, and one picture will do.
		const soon = (): void => { this.#timer ??= setTimeout(() => void this.#update(), 0); };
		this.#subscriptions = [
			new Refresh(runs, position, REFRESH, soon),
			window.onDidChangeVisibleTextEditors(soon),
			window.onDidChangeTextEditorVisibleRanges(soon),
			workspace.onDidChangeConfiguration(event => { if (event.affectsConfiguration('tensorLoupe.inlineValues')) { soon(); } }),
		];
	}

	dispose(): void {
		clearTimeout(this.#timer);
		for (const subscription of this.#subscriptions) { subscription.dispose(); }
		this.#type.dispose();
	}

	async #update(): Promise<void> {
		this.#timer = undefined;
		const asked = ++this.#asked;
		for (const editor of window.visibleTextEditors) {
			if (!canHaveResults(editor.document)) { continue; }
			const { version } = editor.document;
			const decorations = await this.#decorations(editor);
			// Whoever was asked later knows more.
			if (asked !== this.#asked) { return; }
			if (editor.document.version === version) { decorate(editor, this.#type, decorations); }
		}
	}

	async #decorations({ document, visibleRanges }: TextEditor): Promise<DecorationOptions[]> {
		if (inlineValueFormat(document) === 'off' || isOnlyInDiff(document.uri)) { return []; }
		const { version } = document;
		const loops = await Promise.all(visibleRanges.map(range => loopsAt(document, range, this.#runs, this.#position)));
		const { lossesOf, sparkline } = await import('./sparkline.ts');
		const decorations = loops.flat().map(async (loop): Promise<DecorationOptions[]> => {
			const losses = await inTurns(lossesOf(loop.run.trace, loop.iterations));
			if (losses.length < 2 || document.version !== version) { return []; }
			const { end } = document.lineAt(loop.line).range;
			const after = (color: string) => ({ after: { contentIconPath: Uri.parse(sparkline(losses, markOf(loop), color)) } });
			return [{ range: new Range(end, end), renderOptions: { light: after('#0063b1'), dark: after('#4daafc') }, hoverMessage: new MarkdownString(said(losses)) }];
		});
		return (await Promise.all(decorations)).flat();
	}
}

/** The iteration to be marked; undefined: the last, where there is nothing to tell apart. */
function markOf({ iterations: { current, begins } }: LoopAt): number | undefined {
	return current < begins.length ? current - 1 : undefined;
}

function said(losses: readonly number[]): string {
	const text = (value: number | undefined): string => value === undefined ? '' : String(Number(value.toPrecision(4)));
	const finite = losses.filter(Number.isFinite);
	const least = finite.reduce((a, b) => Math.min(a, b), Infinity);
	const lines = [l10n.t('loss {0} → {1}, least {2}, {3} iterations', text(losses[0]), text(losses.at(-1)), text(least), losses.length)];
	const lost = losses.findIndex(value => !Number.isFinite(value));
	if (lost >= 0) { lines.push(l10n.t('not finite from iteration {0}', lost + 1)); }
	return lines.join('  \n');
}
