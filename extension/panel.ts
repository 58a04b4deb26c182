/**
 * The panel beside the editor: it shows what a trace has to show, the newest run's or the one asked for. The page
 * draws; this side cuts slices from the trace and answers. One panel for the window, as it follows the work.
 */
import { type Disposable, env, l10n, type Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import type { Coordinate } from '../engine/slice/slice.ts';
import type { ToPanel } from '../webview/messages.ts';
import type { Channels } from './log.ts';
import { panelHtml, webviewRoot } from './panelHtml.ts';
import { revealOrigin } from './revealOrigin.ts';
import type { Run } from './run.ts';
import type { Runs } from './runs.ts';
import type { RecordedTrace, Surfaces } from './surfaces.ts';
import type { TraceFiles } from './traceFiles.ts';

export const PANEL_TYPE = 'tensorLoupe.panel';

/** A running program's contents are sent again at most this often, in milliseconds. */
const REFRESH = 250;

/** What the panel shows: a run of this session, or a trace that was saved in an earlier one. */
interface Shown extends RecordedTrace { readonly title: string; readonly run: Run | undefined; traceUri: string | undefined }

interface Coordinates { readonly x: Coordinate; readonly y: Coordinate }

/** Something asked for by id; `title` names a tensor as the user wrote it, `coordinates` are a surface's. */
export interface Selection { readonly id: string; readonly title?: string | undefined; readonly coordinates?: Coordinates }

export class Panel implements Disposable {
	readonly #extensionUri: Uri;
	readonly #channels: Channels;
	readonly #runs: Runs;
	readonly #files: TraceFiles;
	readonly #surfaces: Surfaces;
	readonly #subscription: Disposable;
	#panel: WebviewPanel | undefined;
	#shown: Shown | undefined;
	#selection: Selection | undefined;
	#ready = false;
	#refresh: NodeJS.Timeout | undefined;

	constructor(extensionUri: Uri, channels: Channels, runs: Runs, files: TraceFiles, surfaces: Surfaces) {
		this.#extensionUri = extensionUri;
		this.#channels = channels;
		this.#runs = runs;
		this.#files = files;
		this.#surfaces = surfaces;
		this.#subscription = runs.onDidChange(() => this.#followRuns());
	}

	dispose(): void {
		clearTimeout(this.#refresh);
		this.#subscription.dispose();
		this.#panel?.dispose();
	}

	/** Opens the panel or brings it to the front, the focus staying where it is. */
	async show(run: Run | undefined, selection: Selection | undefined): Promise<void> {
		if (run) { this.#set({ title: run.request.name, trace: run.trace, chunks: run.chunks, run, traceUri: undefined }, selection); }
		if (this.#panel) {
			this.#panel.reveal(undefined, true);
		} else {
			const options = { enableScripts: true, localResourceRoots: [webviewRoot(this.#extensionUri)] };
			this.#attach(window.createWebviewPanel(PANEL_TYPE, l10n.t('Tensor Loupe'), { viewColumn: ViewColumn.Beside, preserveFocus: true }, options));
		}
		await this.#send();
	}

	/** Takes over a panel that VS Code brings back after a reload, with the trace that it showed. */
	async restore(panel: WebviewPanel, stored: unknown): Promise<void> {
		const { parsePanelState } = await import('./panelMessages.ts');
		const state = parsePanelState(stored);
		this.#panel?.dispose();
		panel.webview.options = { enableScripts: true, localResourceRoots: [webviewRoot(this.#extensionUri)] };
		const saved = state.traceUri === undefined ? undefined : await this.#files.read(state.traceUri);
		if (saved) { this.#set({ ...saved, run: undefined, traceUri: state.traceUri }, state.selected === undefined ? undefined : { id: state.selected }); }
		this.#attach(panel);
	}

	#attach(panel: WebviewPanel): void {
		this.#panel = panel;
		this.#ready = false;
		panel.webview.onDidReceiveMessage(message => {
			this.#receive(message).catch((error: unknown) => this.#channels.log.error(error instanceof Error ? error : String(error)));
		});
		panel.onDidDispose(() => {
			if (this.#panel === panel) { this.#panel = undefined; this.#ready = false; }
		});
		panel.webview.html = panelHtml(panel.webview, this.#extensionUri, l10n.t('Tensor Loupe'), env.language);
	}

	async #receive(sent: unknown): Promise<void> {
		const { parseFromPanel } = await import('./panelMessages.ts');
		const message = parseFromPanel(sent);
		if (!message) { return this.#channels.log.warn('the panel sent something that is no message of its own'); }
		switch (message.type) {
			case 'ready':
				this.#ready = true;
				return this.#greet();
			case 'select':
				this.#selection = this.#selection?.id === message.id ? this.#selection : { id: message.id };
				return this.#sendSlice();
			case 'surface':
				this.#selection = { id: message.id, coordinates: { x: message.x, y: message.y } };
				return this.#sendSlice();
			case 'reveal': return revealOrigin(message.origin, this.#shown?.run);
			case 'copy': return env.clipboard.writeText(message.text);
		}
	}

	async #greet(): Promise<void> {
		const { panelStrings } = await import('./panelStrings.ts');
		await this.#post({ type: 'strings', strings: panelStrings() });
		await this.#send();
	}

	#set(shown: Shown, selection: Selection | undefined): void {
		this.#shown = shown;
		this.#selection = selection;
		if (shown.run && shown.run.state !== 'running') { void this.#save(shown, shown.run); }
	}

	/** So that a reload of the window finds the trace again. */
	async #save(shown: Shown, run: Run): Promise<void> {
		shown.traceUri = await this.#files.save(run);
		if (this.#shown === shown && this.#ready) { await this.#sendContents(); }
	}

	#followRuns(): void {
		const latest = this.#runs.latest;
		if (!this.#panel || !latest || this.#refresh) { return; }
		this.#refresh = setTimeout(() => {
			this.#refresh = undefined;
			const run = this.#runs.latest;
			if (!this.#panel || !run) { return; }
			const isNew = this.#shown?.run !== run;
			if (isNew && this.#shown?.run && this.#shown.run.started > run.started) { return; }
			if (isNew || this.#shown?.traceUri === undefined) {
				this.#set({ title: run.request.name, trace: run.trace, chunks: run.chunks, run, traceUri: undefined }, isNew ? undefined : this.#selection);
				this.#send().catch((error: unknown) => this.#channels.log.error(error instanceof Error ? error : String(error)));
			}
		}, latest.state === 'running' ? REFRESH : 0);
	}

	async #send(): Promise<void> {
		if (!this.#ready) { return; }
		await this.#sendContents();
		await this.#sendSlice();
	}

	async #sendContents(): Promise<void> {
		const shown = this.#shown;
		if (!shown) { return this.#post({ type: 'notice', text: l10n.t('Run some code to see its tensors here.') }); }
		const { contentsOf } = await import('../engine/slice/contents.ts');
		const entries = contentsOf(shown.trace);
		this.#selection ??= entries[0] && { id: entries[0].id };
		await this.#post({
			type: 'contents', title: shown.title, entries, selected: this.#selection?.id,
			state: { traceUri: shown.traceUri, selected: this.#selection?.id },
		});
		if (entries.length === 0 && shown.run?.state !== 'running') { await this.#post({ type: 'notice', text: l10n.t('This run made no tensors.') }); }
	}

	async #sendSlice(): Promise<void> {
		const [shown, selection] = [this.#shown, this.#selection];
		if (!shown || !selection || !this.#ready) { return; }
		const { cutSlice } = await import('./panelSlice.ts');
		const slice = cutSlice(shown.trace, selection);
		if (!slice) { return this.#post({ type: 'notice', text: l10n.t('The trace of this run does not hold that.') }); }
		await this.#post({ type: 'slice', id: selection.id, slice });
		if (slice.kind !== 'optimizer' || slice.surface || slice.surfaceNote !== undefined || shown.run?.state === 'running') { return; }
		const sendAgain = (): void => {
			const better = this.#shown === shown && this.#selection === selection ? cutSlice(shown.trace, selection) : undefined;
			if (better) { void this.#post({ type: 'slice', id: selection.id, slice: better }); }
		};
		await this.#surfaces.compute(shown, Number(selection.id.replace('optimizer:', '')), slice.x, slice.y, sendAgain);
	}

	async #post(message: ToPanel): Promise<void> {
		await this.#panel?.webview.postMessage(message);
	}
}
