/**
 * Over each loop that ran, the iteration that is looked at and the way to the one before and after it: stepping moves
 * the moment (position.ts) that the values beside lines, the debugger and the panel show.
 */
import { CodeLens, type CodeLensProvider, type Command, commands, type Disposable, EventEmitter, l10n, Range, type TextDocument, Uri, window, workspace } from 'vscode';
import { recordedOf } from '../../engine/trace/recorded.ts';
import { isOnlyInDiff } from '../code/documents.ts';
import { iterationText } from '../moment/iterationText.ts';
import type { Iterations } from '../../engine/trace/loops.ts';
import { iterationsOf, loopAround, loopsIn, type RanLoop } from './loops.ts';
import { endOfRecording } from '../run/endOfRecording.ts';
import type { Position } from '../moment/position.ts';
import { Refresh } from './refresh.ts';
import type { Runs } from '../run/runs.ts';
import { codeLensSetting, linesNotRecorded } from '../settings.ts';

/** What a lens hands to its command. */
interface Place { readonly uri: string; readonly line: number }

/** A running program's loops are counted again at most this often, in milliseconds. */
const REFRESH = 500;

/** What stands over a loop, from left to right. */
const PARTS = ['previousIteration', 'lastIteration', 'nextIteration'] as const;

class LoopLens extends CodeLens {
	readonly document: TextDocument;
	readonly part: typeof PARTS[number];
	/** What the program did was recorded to its end. */
	readonly isWhole: boolean;
	readonly iterations: () => Promise<Iterations | undefined>;

	constructor(document: TextDocument, { line, run }: RanLoop, part: typeof PARTS[number], iterations: () => Promise<Iterations | undefined>) {
		super(new Range(line, 0, line, 0));
		this.document = document;
		this.part = part;
		this.isWhole = endOfRecording(run) === undefined && !run.isRecording;
		this.iterations = iterations;
	}
}

/** Where there is nothing to go to, a way stays where it was, as a sign that does nothing: the other one does not move under the pointer. */
function commandOf({ document, range, part, isWhole }: LoopLens, iterations: Iterations | undefined): Command {
	const place: Place = { uri: document.uri.toString(), line: range.start.line };
	const command = (title: string, tooltip: string, isWay: boolean): Command => isWay ? { title, tooltip, command: `tensorLoupe.${part}`, arguments: [place] } : { title, command: '' };
	const { current, begins, call, previous, next, isCut } = iterations ?? { current: 0, begins: [], call: { k: 1, n: 1 }, previous: undefined, next: undefined, isCut: false };
	switch (part) {
		case 'previousIteration': return command('$(chevron-left)', l10n.t('Previous Iteration'), current > 1 || previous !== undefined);
		case 'nextIteration': return command('$(chevron-right)', l10n.t('Next Iteration'), current < begins.length || next !== undefined);
		case 'lastIteration': {
			if (!iterations) { return command(isWhole ? l10n.t('no iteration') : l10n.t('no iteration recorded'), '', false); }
			const text = iterationText({ k: current, n: begins.length, isCut });
			return command(call.n > 1 ? l10n.t('{0}, call {1} of {2}', text, call.k, call.n) : text, l10n.t('Last Iteration'), true);
		}
	}
}

export class LoopLensProvider implements CodeLensProvider<LoopLens>, Disposable {
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

	/** Three for each: which iteration is found out for those that are on the screen. */
	async provideCodeLenses(document: TextDocument): Promise<LoopLens[]> {
		if (codeLensSetting(document) === 'never' || isOnlyInDiff(document.uri)) { return []; }
		const loops = await loopsIn(document, new Range(0, 0, document.lineCount, 0), this.#runs);
		return loops.flatMap(loop => {
			let found: Promise<Iterations | undefined> | undefined;
			const iterations = (): Promise<Iterations | undefined> => found ??= iterationsOf(loop, this.#position);
			return PARTS.map(part => new LoopLens(document, loop, part, iterations));
		});
	}

	async resolveCodeLens(lens: LoopLens): Promise<LoopLens> {
		lens.command = commandOf(lens, await lens.iterations());
		return lens;
	}

	/** Looks at the moment at which another iteration of a lens's loop had ended, or of the one around the cursor: in whatever call it was. */
	async #step(place: Place | undefined, by: number): Promise<void> {
		const editor = window.activeTextEditor;
		const document = place ? await workspace.openTextDocument(Uri.parse(place.uri, true)) : editor?.document;
		const loop = document && await loopAround(document, place?.line ?? editor!.selection.active.line, this.#runs, this.#position);
		if (!loop) {
			const run = document && this.#runs.of(document.uri)[0];
			return void window.showInformationMessage(run && recordedOf(run.trace) !== 'lines' ? linesNotRecorded() : l10n.t('Put the cursor in a loop that ran.'));
		}
		const { run, iterations: { current, ends, previous, next } } = loop;
		const beyond = current + by < 1 ? previous ?? ends[0] : next ?? ends.at(-1);
		this.#position.move(run.trace, Number.isFinite(by) ? ends[current + by - 1] ?? beyond : ends.at(-1));
	}
}
