/**
 * A page for the window, as it follows the work: in a tab beside the editor, or docked in a side bar or the bottom panel.
 * It shows the newest run, or the one asked for, and finds what it showed when the window is reloaded.
 */
import { type Disposable, l10n, ViewColumn, type Uri, window } from 'vscode';
import type { Origin } from '../../engine/slice/slice.ts';
import { endOfRecording, nothingToShow } from '../run/endOfRecording.ts';
import type { Channels } from '../log.ts';
import { Reruns } from '../run/reruns.ts';
import { revealOrigin } from './revealOrigin.ts';
import type { Run } from '../run/run.ts';
import type { Runs } from '../run/runs.ts';
import type { Runtimes } from '../run/runtimes.ts';
import type { TraceFiles } from '../saved/traceFiles.ts';
import type { Again, Frame, Selection, Shown, TracePage } from './tracePage.ts';

export const PANEL_TYPE = 'tensorLoupe.panel';
export const VIEW_TYPE = 'tensorLoupe.view';

/** A running program's contents are sent again at most this often, in milliseconds. */
const REFRESH = 250;

export class Panel implements Disposable {
	readonly #channels: Channels;
	readonly #runs: Runs;
	readonly #files: TraceFiles;
	readonly #page: TracePage;
	readonly #reruns: Reruns;
	readonly #subscription: Disposable;
	/** What the page shows, unless that is a trace of an earlier session. */
	#run: Run | undefined;
	/** The newest run when it was last decided what to show: only a newer one takes the page over. */
	#newest: Run | undefined;
	#refresh: NodeJS.Timeout | undefined;
	/** How long it took to send it last, in milliseconds. */
	#cost = 0;
	/** Runs have changed since the page was last told. */
	#isBehind = false;

	constructor(channels: Channels, runs: Runs, runtimes: Runtimes, files: TraceFiles, page: TracePage) {
		this.#channels = channels;
		this.#runs = runs;
		this.#files = files;
		this.#page = page;
		this.#reruns = new Reruns(runtimes);
		this.#subscription = runs.onDidChange(() => this.#followRuns());
	}

	dispose(): void {
		clearTimeout(this.#refresh);
		this.#subscription.dispose();
		this.#page.dispose();
		this.#reruns.dispose();
	}

	get isVisible(): boolean {
		return this.#page.isVisible;
	}

	/** Opens it as a tab, if it stands nowhere yet, or brings it to the front; the focus stays where it is. */
	async show(run: Run | undefined, selection: Selection | undefined): Promise<void> {
		if (run) {
			this.#newest = this.#runs.latest;
			this.#set(run, shown => this.#page.set(shown, selection));
		}
		if (this.#page.isOpen) {
			this.#page.toFront();
		} else {
			this.#page.attach(window.createWebviewPanel(PANEL_TYPE, l10n.t('Tensor Loupe'), { viewColumn: ViewColumn.Beside, preserveFocus: true }));
		}
		await this.#page.send();
	}

	/** Asks what its run is to be compared with. */
	compare(): Promise<void> {
		return this.#page.compare();
	}

	/** Takes over a tab that VS Code brings back after a reload, or a view that is opened, with the trace that it showed; else the newest run. */
	async restore(frame: Frame, stored: unknown): Promise<void> {
		const { parsePanelState } = await import('./panelMessages.ts');
		const state = parsePanelState(stored);
		this.#page.close();
		const saved = state.traceUri === undefined ? undefined : await this.#files.read(state.traceUri);
		if (saved) {
			this.#run = undefined;
			const ended = { trace: saved.trace, state: 'ended', file: undefined } as const;
			const shown: Shown = { ...saved, traceUri: state.traceUri, place: undefined, isGrowing: false, problem: endOfRecording(ended), nothing: nothingToShow(ended), reveal: origin => revealOrigin(origin, undefined) };
			this.#page.set(shown, state.selected === undefined ? undefined : { id: state.selected });
		} else if (this.#runs.latest) {
			this.#newest = this.#runs.latest;
			this.#set(this.#newest, shown => this.#page.set(shown, undefined));
		}
		this.#page.attach(frame);
	}

	#set(run: Run, hand: (shown: ShownRun) => void): void {
		const shown = new ShownRun(run, this.#reruns);
		this.#run = run;
		hand(shown);
		if (run.state !== 'running') { void this.#save(shown); }
	}

	/** So that a reload of the window finds the trace again. */
	async #save(shown: ShownRun): Promise<void> {
		shown.traceUri = await this.#files.save(shown.run);
		if (this.#page.shown === shown) { await this.#page.sendContents(); }
	}

	/** Sends again what has grown: not before it was sent, and while a program runs not before a pause. */
	#followRuns(): void {
		const latest = this.#runs.latest;
		if (!this.#page.isOpen || !latest) { return; }
		if (this.#refresh) { this.#isBehind = true; return; }
		this.#isBehind = false;
		this.#refresh = setTimeout(() => {
			const began = performance.now();
			this.#send().catch((error: unknown) => this.#channels.log.error(error instanceof Error ? error : String(error))).finally(() => {
				this.#cost = performance.now() - began;
				this.#refresh = undefined;
				if (this.#isBehind) { this.#followRuns(); }
			});
		}, latest.state === 'running' ? Math.max(REFRESH, 5 * this.#cost) : 0);
	}

	async #send(): Promise<void> {
		const latest = this.#runs.latest;
		if (!this.#page.isOpen || !latest) { return; }
		// With the newest one's results cleared, an older one is no news.
		const isNew = latest !== this.#newest && !(this.#newest && this.#newest.started > latest.started);
		if (isNew) { this.#newest = latest; }
		const run = isNew ? latest : this.#run;
		if (!run) { return; }
		if (isNew || this.#page.shown?.traceUri === undefined) {
			const isSameCode = this.#run?.uri.toString() === run.uri.toString();
			this.#set(run, shown => !isNew ? this.#page.setAgain(shown) : isSameCode ? this.#page.setNext(shown) : this.#page.set(shown, undefined));
			await this.#page.send();
		}
	}
}

/** A run of this session as its page sees it. */
class ShownRun implements Shown {
	readonly run: Run;
	readonly #reruns: Reruns;
	traceUri: string | undefined;

	constructor(run: Run, reruns: Reruns) {
		this.run = run;
		this.#reruns = reruns;
	}

	get title(): string {
		return this.run.request.name;
	}

	get place(): Uri | undefined {
		return this.run.file ?? (this.run.uri.scheme === 'untitled' ? undefined : this.run.uri);
	}

	get trace(): Run['trace'] {
		return this.run.trace;
	}

	get bytes(): Run['bytes'] {
		return this.run.bytes;
	}

	get isGrowing(): boolean {
		return this.run.state === 'running';
	}

	/** What is shown as its end is not the program's. */
	get problem(): string | undefined {
		return endOfRecording(this.run);
	}

	get nothing(): string | undefined {
		return this.isGrowing ? undefined : nothingToShow(this.run);
	}

	get again(): Again | undefined {
		const { again } = this.run;
		return this.isGrowing || !again ? undefined : {
			run: (whatIf, along) => this.#reruns.run(again, whatIf, along),
			cancel: () => this.#reruns.cancel(),
			apply: async (made, values) => (await import('./applyHyperparameters.ts')).applyHyperparameters(this.run, made, values),
		};
	}

	reveal(origin: Origin): Promise<void> {
		return revealOrigin(origin, this.run);
	}
}
