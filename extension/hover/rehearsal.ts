/**
 * When a run has ended, each name on screen is hovered once in the background, and nothing of it is shown: what the first
 * hover would wait for (the visits of a long loop, the parser, code that has not run yet) is there when the user points.
 */
import { CancellationTokenSource, type Disposable, Position, type TextDocument, type TextEditor, window } from 'vscode';
import { Turn } from '../../engine/trace/turn.ts';
import type { Run } from '../run/run.ts';
import type { Runs } from '../run/runs.ts';
import type { RunHoverProvider } from './hoverProvider.ts';

/** First come the values beside the lines and the panel, in milliseconds. */
const AFTER = 300;
/** Of work in all: a screen of large tensors would keep a processor busy for long. */
const LONGEST = 1000;

export class HoverRehearsal implements Disposable {
	readonly #runs: Runs;
	readonly #provider: RunHoverProvider;
	readonly #rehearsed = new WeakSet<Run>();
	readonly #subscription: Disposable;
	readonly #ended = new CancellationTokenSource();
	#timer: NodeJS.Timeout | undefined;

	constructor(runs: Runs, provider: RunHoverProvider) {
		this.#runs = runs;
		this.#provider = provider;
		this.#subscription = runs.onDidChange(() => {
			clearTimeout(this.#timer);
			this.#timer = setTimeout(() => { for (const editor of window.visibleTextEditors) { void this.rehearse(editor); } }, AFTER);
		});
	}

	/** Ends when all was hovered, when the time is up, or when another run has taken the place of the one that it is about. */
	async rehearse({ document, visibleRanges }: TextEditor): Promise<void> {
		const run = this.#newest(document);
		if (!run || run.isRecording || this.#rehearsed.has(run)) { return; }
		this.#rehearsed.add(run);
		const { token } = this.#ended, turn = new Turn();
		let spent = 0;
		for (const place of visibleRanges.flatMap(({ start, end }) => [...namesIn(document, start.line, end.line)])) {
			await turn.next();
			if (spent > LONGEST || token.isCancellationRequested || document.isClosed || this.#newest(document) !== run) { return; }
			const began = performance.now();
			await this.#provider.provideHover(document, document.validatePosition(place), token);
			spent += performance.now() - began;
		}
	}

	dispose(): void {
		clearTimeout(this.#timer);
		this.#subscription.dispose();
		this.#ended.cancel();
		this.#ended.dispose();
	}

	#newest(document: TextDocument): Run | undefined {
		return this.#runs.of(document.uri)[0];
	}
}

function* namesIn(document: TextDocument, first: number, last: number): Iterable<Position> {
	for (let line = first; line <= Math.min(last, document.lineCount - 1); line++) {
		for (const { index } of document.lineAt(line).text.matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu)) { yield new Position(line, index); }
	}
}
