/**
 * Over each loop that ran, the iteration that is looked at and the way to the one before and after it: stepping moves
 * the moment (position.ts) that the values beside lines, the debugger and the panel show.
 */
import { CodeLens, type CodeLensProvider, commands, type Disposable, EventEmitter, l10n, Range, type TextDocument, Uri, window, workspace } from 'vscode';
import { recordedOf } from '../engine/trace/recorded.ts';
import { isOnlyInDiff } from './documents.ts';
import { iterationText } from './iterationText.ts';
import { loopAt, loopsOf } from './loops.ts';
import type { Position } from './position.ts';
import { Refresh } from './refresh.ts';
import type { Runs } from './runs.ts';
import { codeLensSetting, linesNotRecorded } from './settings.ts';

/** What a lens hands to its command. */
interface Place { readonly uri: string; readonly line: number }

/** A running program's loops are counted again at most this often, in milliseconds. */
const REFRESH = 500;

export class LoopLensProvider implements CodeLensProvider, Disposable {
	readonly #runs: Runs;
	readonly #position: Position;
	readonly #changed = new EventEmitter<void>();
	readonly onDidChangeCodeLenses = this.#changed.event;
	readonly #subscriptions: readonly Disposable[];

	constructor(runs: Runs, position: Position) {
		this.#runs = runs;
		this.#position = position;
		this.#subscriptions = [
			new Refresh(runs, position, REFRESH, () => this.#changed.fire()),
			commands.registerCommand('tensorLoupe.previousIteration', (place?: Place) => this.#step(place, -1)),
			commands.registerCommand('tensorLoupe.nextIteration', (place?: Place) => this.#step(place, 1)),
			commands.registerCommand('tensorLoupe.lastIteration', (place?: Place) => this.#step(place, Infinity)),
		];
	}

	dispose(): void {
		for (const subscription of this.#subscriptions) { subscription.dispose(); }
		this.#changed.dispose();
	}

	async provideCodeLenses(document: TextDocument): Promise<CodeLens[]> {
		if (codeLensSetting(document) === 'never' || isOnlyInDiff(document.uri)) { return []; }
		const loops = await loopsOf(document, new Range(0, 0, document.lineCount, 0), this.#runs, this.#position);
		return loops.flatMap(({ line, iterations: { current, begins, call, previous, next, isCut } }) => {
			const range = new Range(line, 0, line, 0);
			const lens = (title: string, command: string, tooltip: string): CodeLens => new CodeLens(range, { title, tooltip, command: `tensorLoupe.${command}`, arguments: [{ uri: document.uri.toString(), line }] });
			const text = iterationText({ k: current, n: begins.length, isCut });
			return [
				...(current > 1 || previous !== undefined ? [lens('$(chevron-left)', 'previousIteration', l10n.t('Previous Iteration'))] : []),
				lens(call.n > 1 ? l10n.t('{0}, call {1} of {2}', text, call.k, call.n) : text, 'lastIteration', l10n.t('Last Iteration')),
				...(current < begins.length || next !== undefined ? [lens('$(chevron-right)', 'nextIteration', l10n.t('Next Iteration'))] : []),
			];
		});
	}

	/** Looks at the moment at which another iteration of a lens's loop had ended, or of the one around the cursor: in whatever call it was. */
	async #step(place: Place | undefined, by: number): Promise<void> {
		const editor = window.activeTextEditor;
		const document = place ? await workspace.openTextDocument(Uri.parse(place.uri, true)) : editor?.document;
		const loop = document && await loopAt(document, place?.line ?? editor!.selection.active.line, this.#runs, this.#position);
		if (!loop) {
			const run = document && this.#runs.of(document.uri)[0];
			return void window.showInformationMessage(run && recordedOf(run.trace) !== 'lines' ? linesNotRecorded() : l10n.t('Put the cursor in a loop that ran.'));
		}
		const { run, iterations: { current, ends, previous, next } } = loop;
		const beyond = current + by < 1 ? previous ?? ends[0] : next ?? ends.at(-1);
		this.#position.move(run.trace, Number.isFinite(by) ? ends[current + by - 1] ?? beyond : ends.at(-1));
	}
}
