/**
 * A trace that is read from a file, from the first piece of it on; a damaged one as far as it can be read, with a
 * sentence that says so. Starts nothing and asks nothing but the file.
 */
import { type Disposable, EventEmitter, l10n, type Uri } from 'vscode';
import type { Origin } from '../../engine/slice/slice.ts';
import type { TraceReader } from '../../engine/trace/reader.ts';
import { endOfRecording, noEnd, nothingToShow } from '../run/endOfRecording.ts';
import { newTrace } from '../run/newTrace.ts';
import { readTrace } from './readTrace.ts';
import { finish } from '../run/recordedTrace.ts';
import { showOrigin } from '../panel/revealOrigin.ts';
import type { Run } from '../run/run.ts';
import { savedRuns } from './savedRuns.ts';
import { sourceUri } from './sourceUri.ts';
import type { TraceBytes } from '../run/traceBytes.ts';
import type { Shown } from '../panel/tracePage.ts';

/** Milliseconds for which reading is held back at most. */
const LONGEST_HOLD = 2000;

export class Recording implements Shown, Disposable {
	readonly uri: Uri;
	/** Of the file, before it was read. */
	readonly state: string | undefined;
	readonly trace: TraceReader;
	readonly bytes: TraceBytes;
	/** For each source of the trace one, once all of it is read. */
	runs: readonly Run[] = [];
	isGrowing = true;
	problem: string | undefined;
	/** Ends when all is read that can be. */
	readonly finished: Promise<void>;
	#held: Promise<unknown> | undefined;
	readonly #changed = new EventEmitter<void>();
	/** There is more of it, or it has ended. */
	readonly onDidChange = this.#changed.event;
	/** Nobody reads it any more, so it may not be whole. */
	isDisposed = false;
	isLost = false;

	constructor(uri: Uri, state: string | undefined) {
		this.uri = uri;
		this.state = state;
		({ trace: this.trace, bytes: this.bytes } = newTrace());
		this.finished = this.#read();
	}

	/** Reads on only when something has ended, such as a page's first picture, or has taken too long. */
	hold(until: Promise<void>): void {
		this.#held = Promise.race([until, new Promise(resolve => setTimeout(resolve, LONGEST_HOLD))]).finally(() => { this.#held = undefined; });
	}

	/** Its file was deleted: what was read of it stays. @returns whether that is news */
	lose(): boolean {
		if (this.isDisposed || this.isGrowing || this.isLost) { return false; }
		this.isLost = true;
		const sentence = l10n.t('The file has been deleted. What was read of it is shown.');
		this.problem = this.problem === undefined ? sentence : `${sentence} ${this.problem}`;
		this.#changed.fire();
		return true;
	}

	dispose(): void {
		this.isDisposed = true;
		this.#changed.dispose();
	}

	get title(): string {
		return (this.trace.sources[0]?.name ?? this.uri.path).replace(/^.*[\\/]/, '');
	}

	get traceUri(): string {
		return this.uri.toString();
	}

	get place(): Uri {
		return this.uri;
	}

	get nothing(): string {
		return this.isGrowing ? l10n.t('Reading {0} …', this.title) : this.problem ?? nothingToShow(this.#ended);
	}

	get #ended(): Pick<Run, 'trace' | 'state' | 'file'> {
		return { trace: this.trace, state: 'ended', file: this.uri };
	}

	async reveal(origin: Origin, takeFocus = false): Promise<void> {
		// The name stands for the text: a trace has each document once.
		const source = this.trace.sources.find(({ uri }) => uri === origin.uri);
		if (source) { await showOrigin(sourceUri(this.uri, source.index, source.name), origin, takeFocus); }
	}

	async #read(): Promise<void> {
		try {
			const size = await readTrace(this, this.uri, () => !this.isDisposed, async () => {
				this.#changed.fire();
				await this.#held;
			});
			if (this.isDisposed) { return; }
			finish(this);
			this.runs = await savedRuns(this.uri, this);
			this.problem = problemOf(this.trace, size) ?? endOfRecording(this.#ended);
		} catch (error) {
			this.problem = l10n.t('{0} could not be read: {1}', this.title, error instanceof Error ? error.message : String(error));
		}
		this.isGrowing = false;
		this.#changed.fire();
	}
}

/** undefined: the trace is whole. */
function problemOf({ fault, places, stepCount, status, isForged }: TraceReader, size: number): string | undefined {
	if (size === 0) { return l10n.t('The file is empty: there is no trace in it.'); }
	const sentence = fault ? l10n.t(fault.sentence, ...fault.numbers) : status === undefined ? noEnd(true) : undefined;
	if (places.length === 0) { return sentence; }
	if (sentence === undefined && isForged) { return l10n.t('Some tensors in this file have shapes that no tensor has, and are left out: it is not as it was recorded.'); }
	return sentence === undefined ? undefined : l10n.t('{0} What comes before that is shown: {1} steps.', sentence, stepCount);
}
