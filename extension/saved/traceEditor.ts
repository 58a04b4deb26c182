/** The editor of a `.loupe` file: the panel's page over the trace in it. Nothing of the runtime is needed for it. */
import { commands, type CustomDocument, type CustomReadonlyEditorProvider, type Disposable, l10n, type Tab, TabInputCustom, TabInputText, Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import type { Origin } from '../../engine/slice/slice.ts';
import type { Source } from '../../engine/trace/model.ts';
import { Comparison } from '../panel/comparison.ts';
import type { EarlierRuns } from '../run/earlierRuns.ts';
import type { Channels } from '../log.ts';
import type { Recording } from './recording.ts';
import type { Position } from '../moment/position.ts';
import type { Recordings } from './recordings.ts';
import type { Replays } from '../run/replays.ts';
import { showsSource } from '../settings.ts';
import { parseSourceUri } from './sourceUri.ts';
import { type Selection, TracePage } from '../panel/tracePage.ts';

export const TRACE_EDITOR = 'tensorLoupe.trace';

/** While a file is read, what there is of it is shown after so many milliseconds, until there is something. */
const FIRST_SIGHT = 200;
/** … and again after so many, or after so many times what that took. */
const LATER_SIGHT = 500;
const LATER_SIGHT_COSTS = 10;

interface Open { readonly page: TracePage; recording: Recording; following: Disposable; hasShownText: boolean }

export class TraceEditor implements CustomReadonlyEditorProvider, Disposable {
	readonly #extensionUri: Uri;
	readonly #channels: Channels;
	readonly #recordings: Recordings;
	readonly #replays: Replays;
	readonly #position: Position;
	readonly #earlier: EarlierRuns;
	readonly #subscription: Disposable;
	readonly #open = new Map<string, Open>();
	/** What is to be selected in an editor that is not there yet. */
	readonly #wanted = new Map<string, Selection>();

	constructor(extensionUri: Uri, channels: Channels, recordings: Recordings, replays: Replays, position: Position, earlier: EarlierRuns) {
		this.#extensionUri = extensionUri;
		this.#channels = channels;
		this.#recordings = recordings;
		this.#replays = replays;
		this.#position = position;
		this.#earlier = earlier;
		this.#subscription = recordings.onDidReplace(recording => this.#replace(recording));
	}

	dispose(): void {
		this.#subscription.dispose();
		for (const { page } of this.#open.values()) { page.dispose(); }
	}

	openCustomDocument(uri: Uri): CustomDocument {
		void this.#recordings.show(uri);
		return { uri, dispose: () => void this.#recordings.closed(uri) };
	}

	async resolveCustomEditor({ uri }: CustomDocument, panel: WebviewPanel): Promise<void> {
		const key = uri.toString();
		const recording = await this.#recordings.show(uri);
		const page = new TracePage(this.#extensionUri, this.#channels, this.#replays, this.#position, new Comparison(this.#earlier, this.#recordings));
		panel.iconPath = Uri.joinPath(this.#extensionUri, 'media', 'icon.png');
		page.set(recording, this.#wanted.get(key));
		this.#wanted.delete(key);
		const open: Open = { page, recording, following: this.#follow(recording, page), hasShownText: false };
		this.#open.set(key, open);
		panel.onDidDispose(() => {
			open.following.dispose();
			page.dispose();
			if (this.#open.get(key) === open) { this.#open.delete(key); }
			// Of a text that nobody has made his own.
			if (open.hasShownText) { void window.tabGroups.close(textTabs(uri).filter(({ isPreview }) => isPreview)); }
		});
		recording.hold(page.greeted);
		page.attach(panel);
		void this.#showText(open, panel);
	}

	/** The text as it ran beside the page of someone who has just opened it; who is elsewhere by then is not disturbed. */
	async #showText(open: Open, panel: WebviewPanel): Promise<void> {
		const { page, recording: before } = open;
		await Promise.all([before.finished, page.greeted]);
		// Its file may have been written anew meanwhile.
		if (open.recording !== before) { return this.#showText(open, panel); }
		const { recording } = open, [source] = recording.trace.sources;
		const isThere = this.#open.get(recording.uri.toString()) === open;
		if (!source || !isThere || !panel.active || !showsSource() || textTabs(recording.uri).length > 0) { return; }
		open.hasShownText = true;
		await recording.reveal(page.origin ?? firstLine(recording, source));
	}

	/** Selects something of a saved trace in its editor, which is opened if need be. */
	async show(file: Uri, selection: Selection | undefined): Promise<void> {
		const open = this.#open.get(file.toString());
		if (!open) {
			if (selection) { this.#wanted.set(file.toString(), selection); }
			await commands.executeCommand('vscode.openWith', file, TRACE_EDITOR, { viewColumn: ViewColumn.Beside, preserveFocus: true });
			return;
		}
		open.page.toFront();
		open.page.set(open.recording, selection ?? open.page.selection);
		await open.page.send();
	}

	/** The trace that is meant: one whose editor a menu names, or else the active tab's. */
	fileOf(argument: unknown): Uri | undefined {
		const input = window.tabGroups.activeTabGroup.activeTab?.input;
		if (argument instanceof Uri) { return this.#open.has(argument.toString()) ? argument : undefined; }
		return input instanceof TabInputCustom && input.viewType === TRACE_EDITOR ? input.uri : undefined;
	}

	/** What is read of it. */
	recordingOf(argument: unknown): Recording | undefined {
		const file = this.fileOf(argument);
		return file && this.#open.get(file.toString())?.recording;
	}

	/** Opens the text as it ran beside the editor of a trace, at the line of what the editor shows. */
	async showSource(argument: unknown): Promise<void> {
		const file = this.fileOf(argument);
		const open = file && this.#open.get(file.toString());
		if (!open) { return; }
		const { recording, page: { origin } } = open;
		await recording.finished;
		if (origin) { return recording.reveal(origin, true); }
		const source = await chosen(recording.trace.sources);
		if (source) { return recording.reveal(firstLine(recording, source), true); }
		if (recording.trace.sources.length === 0) { void window.showInformationMessage(l10n.t('This file holds no source text.')); }
	}

	/** Asks what the trace of the active tab is to be compared with; undefined: it has none. */
	compare(): Promise<void> | undefined {
		const file = this.fileOf(undefined);
		return file && this.#open.get(file.toString())?.page.compare();
	}

	/** Shows a trace as it is read: what there is soon, more now and then, all of it at the end. */
	#follow(recording: Recording, page: TracePage): Disposable {
		const send = (): Promise<void> => page.send().catch((error: unknown) => this.#channels.log.error(error instanceof Error ? error : String(error)));
		let due = performance.now() + FIRST_SIGHT;
		let isSending = false;
		let before: Selection | undefined;
		return recording.onDidChange(() => {
			if (!recording.isGrowing) {
				// What was chosen for want of the rest is chosen anew.
				page.set(recording, before !== undefined && page.selection === before ? undefined : page.selection);
				void send();
				return;
			}
			const began = performance.now();
			if (isSending || began < due) { return; }
			isSending = true;
			const sent = send();
			// The first names come before the rest: what grows meanwhile is looked through as it grows.
			if (page.selection === undefined) { recording.hold(sent); }
			void sent.then(() => {
				before ??= page.selection;
				isSending = false;
				// Most of the time is the reading's.
				const pause = page.selection === undefined ? FIRST_SIGHT : Math.max(LATER_SIGHT, LATER_SIGHT_COSTS * (performance.now() - began));
				due = performance.now() + pause;
			});
		});
	}

	#replace(recording: Recording): void {
		const open = this.#open.get(recording.uri.toString());
		if (!open) { return; }
		open.following.dispose();
		open.recording = recording;
		open.page.set(recording, undefined);
		open.following = this.#follow(recording, open.page);
	}
}

/** Of what ran of it. */
function firstLine({ trace }: Recording, source: Source): Origin {
	return { uri: source.uri, line: trace.cells.find(cell => cell.source === source.index)?.line ?? 1, range: undefined, tick: 0 };
}

function textTabs(file: Uri): readonly Tab[] {
	return window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => input instanceof TabInputText && parseSourceUri(input.uri)?.file.toString() === file.toString());
}

async function chosen(sources: readonly Source[]): Promise<Source | undefined> {
	if (sources.length < 2) { return sources[0]; }
	const items = sources.map(source => ({ label: source.name, source }));
	return (await window.showQuickPick(items, { placeHolder: l10n.t('Which source?') }))?.source;
}
