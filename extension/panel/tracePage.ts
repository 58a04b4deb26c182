/**
 * The panel's page over a trace: hands it the list of what the trace has to show and the slices that it asks for, and
 * does what its buttons ask. Where the page stands, and which trace it shows, is said by its owner.
 */
import { type Disposable, env, l10n, type Uri, type WebviewPanel, type WebviewView } from 'vscode';
import type { Along } from '../../engine/slice/asked-path.ts';
import { followsMoment, idAt, optimizerOf } from '../../engine/slice/entry-ids.ts';
import type { WhatIf } from '../../engine/runtime/protocol.ts';
import type { HyperparameterValues } from '../../engine/slice/hyperparameters.ts';
import type { Coordinate, Origin, Slice, SliceSummary, WhatIfSlice } from '../../engine/slice/slice.ts';
import type { FromPanel, ToPanel } from '../../webview/messages.ts';
import { replayFor } from '../../engine/slice/replay-for.ts';
import { type Alike, alikeOf, findAlike } from './alike.ts';
import type { Made } from './applyHyperparameters.ts';
import type { Comparison } from './comparison.ts';
import { inTurns } from '../inTurns.ts';
import type { Channels } from '../log.ts';
import type { Position } from '../moment/position.ts';
import { panelHtml, webviewRoot } from './panelHtml.ts';
import type { RecordedTrace } from '../run/recordedTrace.ts';
import type { Rerun } from '../run/reruns.ts';
import type { Replays } from '../run/replays.ts';
import type { Run } from '../run/run.ts';

/** What a page shows: a run of this session, or a trace from a file. */
export interface Shown extends RecordedTrace {
	readonly title: string;
	/** undefined: it is a trace from a file. */
	readonly run?: Run | undefined;
	/** The file under which it is found again; undefined: it isn't saved. */
	readonly traceUri: string | undefined;
	/** The document that ran, or the trace's own file. */
	readonly place: Uri | undefined;
	/** More of it is to come. */
	readonly isGrowing: boolean;
	/** What is wrong with the file that it was read from, or why the recording ends before its program. */
	readonly problem: string | undefined;
	/** What is said where there is nothing to show; undefined: nothing yet. */
	readonly nothing: string | undefined;
	/** undefined: its program runs still, or its trace is from a file. */
	readonly again?: Again | undefined;
	/** Shows where something stands in the code. */
	reveal(origin: Origin): Promise<void>;
}

/** Runs its program once more; the newest that is asked for alone, until it is cancelled. */
export interface Again {
	/** `along`: what is asked of its path too. */
	run(whatIf: WhatIf, along: Along | undefined): Promise<Rerun | undefined>;
	cancel(): void;
	/** Writes the values into the code that made the optimizer. */
	apply(made: Made, values: HyperparameterValues): Promise<void>;
}

/** Where a page stands: a tab, or a view in a side bar or the bottom panel. */
export type Frame = WebviewPanel | WebviewView;

interface Coordinates { readonly x: Coordinate; readonly y: Coordinate }

/** Something asked for by id; `title` names a tensor as the user wrote it, `coordinates` are a surface's; `isBackward`: what comes back through an index map is asked for. */
export interface Selection { readonly id: string; readonly title?: string | undefined; readonly coordinates?: Coordinates; readonly isBackward?: boolean }

export class TracePage implements Disposable {
	readonly #extensionUri: Uri;
	readonly #channels: Channels;
	readonly #replays: Replays;
	readonly #position: Position;
	readonly #comparison: Comparison;
	readonly #subscription: Disposable;
	#isGreeted: () => void = () => {};
	/** Ends when the page in a tab has got its first contents. */
	readonly greeted = new Promise<void>(resolve => { this.#isGreeted = resolve; });
	#frame: Frame | undefined;
	#shown: Shown | undefined;
	#selection: Selection | undefined;
	/** The list as it was sent last. */
	#entries: readonly SliceSummary[] = [];
	/** What is selected as soon as the list has it, unless the user selects something before. */
	#awaited: Alike | undefined;
	#origin: Origin | undefined;
	/** Of the optimizer of that id: what was asked for, and what it came to. */
	#whatIf: { readonly id: string; readonly slice: WhatIfSlice } | undefined;
	#ready = false;
	/** The page itself is moving. */
	#moving = false;

	constructor(extensionUri: Uri, channels: Channels, replays: Replays, position: Position, comparison: Comparison) {
		this.#extensionUri = extensionUri;
		this.#channels = channels;
		this.#replays = replays;
		this.#position = position;
		this.#comparison = comparison;
		this.#subscription = position.onDidChange(trace => {
			if (trace === this.#shown?.trace) { this.#followPosition().catch((error: unknown) => this.#channels.log.error(error instanceof Error ? error : String(error))); }
		});
	}

	/** It stands somewhere. */
	get isOpen(): boolean {
		return this.#frame !== undefined;
	}

	/** It stands where it is seen. */
	get isVisible(): boolean {
		return this.#frame?.visible === true;
	}

	get shown(): Shown | undefined {
		return this.#shown;
	}

	get selection(): Selection | undefined {
		return this.#selection;
	}

	/** Where what is on show stands in the code, if that is known of it. */
	get origin(): Origin | undefined {
		return this.#origin;
	}

	/** Closes its tab; it can be attached to another. */
	close(): void {
		if (this.#frame && 'dispose' in this.#frame) { this.#frame.dispose(); }
	}

	dispose(): void {
		this.#subscription.dispose();
		this.close();
	}

	/** Fills a tab or a view with the page. */
	attach(frame: Frame): void {
		this.#frame = frame;
		this.#ready = false;
		frame.webview.options = { enableScripts: true, localResourceRoots: [webviewRoot(this.#extensionUri)] };
		frame.webview.onDidReceiveMessage(message => {
			this.#receive(message).catch((error: unknown) => this.#channels.log.error(error instanceof Error ? error : String(error)));
		});
		frame.onDidDispose(() => {
			if (this.#frame !== frame) { return; }
			this.#frame = undefined;
			this.#ready = false;
			// Nobody waits for it.
			this.#forgetWhatIf();
		});
		frame.webview.html = panelHtml(frame.webview, this.#extensionUri, l10n.t('Tensor Loupe'), env.language);
	}

	/** Brings it to the front, the focus staying where it is. */
	toFront(): void {
		if (this.#frame && 'reveal' in this.#frame) { this.#frame.reveal(undefined, true); } else { this.#frame?.show(true); }
	}

	/** What is sent next. */
	set(shown: Shown, selection: Selection | undefined): void {
		this.#forgetWhatIf();
		this.#shown = shown;
		this.#selection = selection;
		this.#awaited = undefined;
	}

	/** The same code's next trace: of it is shown what is shown now. */
	setNext(shown: Shown): void {
		const awaited = this.#awaited ?? (this.#selection && alikeOf(this.#entries, this.#selection.id));
		this.set(shown, undefined);
		this.#awaited = awaited;
	}

	/** It has grown, or is saved. */
	setAgain(shown: Shown): void {
		this.#shown = shown;
	}

	/** The list and the slice that is selected, once the page is there. */
	async send(): Promise<void> {
		if (!this.#ready) { return; }
		await this.sendContents();
		await this.#sendPosition(false);
		await this.#sendSlice();
	}

	async sendContents(): Promise<void> {
		if (!this.#ready) { return; }
		const shown = this.#shown;
		if (!shown) { return this.#post({ type: 'notice', text: l10n.t('Run some code to see its tensors here.') }); }
		const { contentsOf } = await import('../../engine/slice/contents.ts');
		const entries = await inTurns(contentsOf(shown.trace));
		if (this.#shown !== shown) { return; }
		this.#entries = entries;
		const awaited = this.#awaited && findAlike(entries, this.#awaited);
		if (awaited) { this.#select({ id: awaited.id }); }
		this.#selection ??= entries[0] && { id: entries[0].id };
		await this.#post({
			type: 'contents', title: shown.title, entries, selected: this.#selection?.id, problem: shown.problem,
			state: { traceUri: shown.traceUri, selected: this.#selection?.id },
		});
		await this.#sendTimeline(shown);
		if (entries.length === 0 && shown.nothing !== undefined) { await this.#post({ type: 'notice', text: shown.nothing }); }
	}

	async #sendTimeline(shown: Shown): Promise<void> {
		const [{ timelineOf }, { beside }] = await Promise.all([import('../../engine/slice/timeline.ts'), import('../../engine/slice/losses.ts')]);
		const timeline = await inTurns(timelineOf(shown.trace)), other = this.#comparison.of(shown);
		await this.#post({ type: 'timeline', timeline, other: other && { title: other.title, losses: beside(other.losses, timeline.losses.numbers) } });
	}

	/** Asks what its run is to be compared with, and shows that. */
	async compare(): Promise<void> {
		const shown = this.#shown;
		if (!shown) { return; }
		await this.#comparison.choose(shown);
		if (this.#shown) { await this.#sendTimeline(this.#shown); }
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
				this.#select(this.#selection?.id === message.id ? this.#selection : { id: message.id });
				return this.#sendSlice();
			case 'other': return this.#sendOther(message.id);
			case 'surface':
				this.#select({ id: message.id, coordinates: { x: message.x, y: message.y } });
				return this.#sendSlice();
			case 'norms': return this.#sendNorms(message.id, message.step);
			case 'backward':
				// Each slice that is sent before it is computed asks for it again.
				if (this.#selection?.id === message.id && this.#selection.isBackward === true) { return; }
				this.#select({ id: message.id, isBackward: true });
				return this.#sendSlice();
			case 'whatIf': return this.#runAgain(message.id, message.values);
			case 'apply': return this.#apply(message.id, message.values);
			case 'reveal': return this.#shown?.reveal(message.origin);
			case 'move': return this.#moveTo(message.tick);
			case 'seek': case 'walk': return this.#follow(message);
			case 'compare': return this.compare();
			case 'copy': return env.clipboard.writeText(message.text);
			case 'save': return (await import('./saveFile.ts')).saveFile(message.name, message.bytes, this.#shown?.place);
		}
	}

	#select(selection: Selection): void {
		this.#selection = selection;
		this.#awaited = undefined;
	}

	/** To where the line had ended in which something began. */
	#moveTo(tick: number): void {
		const trace = this.#shown?.trace;
		if (!trace) { return; }
		this.#moving = true;
		try {
			this.#position.move(trace, trace.stepAt(tick)?.end ?? tick);
		} finally {
			this.#moving = false;
		}
	}

	/** To where the timeline says; unlike a view that has moved itself, what is shown follows. */
	async #follow(message: Extract<FromPanel, { readonly type: 'seek' | 'walk' }>): Promise<void> {
		const { sought, walked } = await import('../../engine/slice/timeline.ts');
		const trace = this.#shown?.trace;
		if (trace) { this.#position.move(trace, message.type === 'seek' ? sought(trace, message.tick) : walked(trace, this.#position.of(trace), message.by, message.direction)); }
	}

	async #followPosition(): Promise<void> {
		await this.#sendPosition(this.#moving);
		if (this.#selection && followsMoment(this.#selection.id)) { await this.#sendSlice(); }
	}

	async #sendPosition(own: boolean): Promise<void> {
		if (!this.#ready || !this.#shown) { return; }
		const { placeOnTimeline } = await import('../../engine/slice/timeline.ts');
		const { trace } = this.#shown;
		const tick = this.#position.of(trace);
		await this.#post({ type: 'position', tick, place: placeOnTimeline(trace, tick), own });
	}

	#atPosition({ trace }: Shown, selection: Selection): Selection {
		return { ...selection, id: idAt(selection.id, this.#position.of(trace)) };
	}

	async #greet(): Promise<void> {
		const { panelStrings } = await import('./panelStrings.ts');
		await this.#post({ type: 'strings', strings: panelStrings() });
		await this.send();
		this.#isGreeted();
	}

	async #sendSlice(): Promise<void> {
		const [shown, selection] = [this.#shown, this.#selection];
		if (!shown || !selection || !this.#ready) { return; }
		const { cutSlice } = await import('./panelSlice.ts');
		// As of the moment that is looked at now.
		const asked = this.#atPosition(shown, selection);
		const isCurrent = (): boolean => this.#shown === shown && this.#selection === selection && this.#atPosition(shown, selection).id === asked.id;
		const slice = await inTurns(cutSlice(shown.trace, asked));
		if (!isCurrent()) { return; }
		this.#origin = slice && 'origin' in slice ? slice.origin : undefined;
		if (!slice) { return this.#post({ type: 'notice', text: asked.id === selection.id ? l10n.t('The trace of this run does not hold that.') : l10n.t('It was not there yet at the moment that is looked at.') }); }
		const wanted = slice.kind === 'indexMap' && selection.isBackward !== true ? undefined : replayFor(selection.id, slice);
		if (!wanted) { return this.#postSlice(selection.id, slice); }
		const { isGrowing } = shown;
		await this.#postSlice(selection.id, isGrowing ? wanted.without('replayAfterRun') : slice);
		if (isGrowing) { return; }
		const sendAgain = async (): Promise<void> => {
			const better = isCurrent() ? await inTurns(cutSlice(shown.trace, asked)) : undefined;
			if (better && isCurrent()) { await this.#postSlice(selection.id, better); }
		};
		const how = await this.#replays.compute(shown, wanted.request, () => void sendAgain());
		if (how === 'cancelled' && isCurrent()) {
			// Another page has asked for something of its own.
			await this.#replays.idle();
			return isCurrent() ? this.#sendSlice() : undefined;
		}
		if (how !== 'failed') { return; }
		const last = isCurrent() ? await inTurns(cutSlice(shown.trace, asked)) : undefined;
		const missing = last && replayFor(selection.id, last);
		if (missing && isCurrent()) { await this.#postSlice(selection.id, missing.without('replayGivenUp')); }
	}

	/** The program once more with those hyperparameters; with none, as it was recorded. */
	async #runAgain(id: string, values: HyperparameterValues): Promise<void> {
		const shown = this.#shown;
		this.#forgetWhatIf();
		if (!shown?.again) { return; }
		if (Object.keys(values).length === 0) { return this.#sendSlice(); }
		const asked = this.#whatIf = { id, slice: { values, steps: undefined, problem: undefined, isRunning: true } };
		// Not waited for: a surface may take long.
		this.#sendSlice().catch((error: unknown) => this.#channels.log.error(error instanceof Error ? error : String(error)));
		const { place } = await this.#optimizer(shown, id);
		if (this.#whatIf !== asked) { return; }
		if (place < 0) {
			// The trace has none of that id any more.
			this.#whatIf = undefined;
			return this.#sendSlice();
		}
		const along = await this.#along(shown, id);
		if (this.#whatIf !== asked) { return; }
		const result = await shown.again.run({ optimizer: place, values }, along)
			.catch((error: unknown): Rerun => ({ steps: undefined, problem: error instanceof Error ? error.message : String(error) }));
		if (!result || this.#whatIf !== asked) { return; }
		this.#whatIf = { id, slice: { values, ...result, isRunning: false } };
		await this.#sendSlice();
	}

	/** What is shown of an optimizer that its slice doesn't hold. */
	async #along({ trace }: Shown, id: string): Promise<Along | undefined> {
		const coordinates = this.#selection?.id === id ? this.#selection.coordinates : undefined;
		const [{ cutSlice }, { alongOf }] = await Promise.all([import('./panelSlice.ts'), import('../../engine/slice/asked-path.ts')]);
		const slice = coordinates && await inTurns(cutSlice(trace, { id }));
		return slice?.kind === 'optimizer' ? inTurns(alongOf(trace, optimizerOf(id), slice, coordinates!)) : undefined;
	}

	/** Into the code that made the optimizer. */
	async #apply(id: string, values: HyperparameterValues): Promise<void> {
		const shown = this.#shown;
		if (!shown?.again) { return; }
		const { made } = await this.#optimizer(shown, id);
		if (made) { await shown.again.apply(made, values); }
	}

	/** Which one it is, by first steps; and how it was made. */
	async #optimizer({ trace }: Shown, id: string): Promise<{ readonly place: number; readonly made: Made | undefined }> {
		const { Findings } = await import('../../engine/slice/findings.ts');
		const findings = Findings.of(trace);
		await inTurns(findings.follow());
		const { optimizers } = findings, place = optimizers.findIndex(({ ref }) => id === `optimizer:${ref}`), own = optimizers[place];
		if (!own) { return { place, made: undefined }; }
		// They are numbered as they are first seen, when they have been made.
		const alike = optimizers.filter(({ type }) => type === own.type);
		return { place, made: { type: own.type, place: alike.filter(({ ref }) => ref < own.ref).length, count: alike.length } };
	}

	#forgetWhatIf(): void {
		if (!this.#whatIf) { return; }
		this.#whatIf = undefined;
		this.#shown?.again?.cancel();
	}

	async #sendOther(id: string): Promise<void> {
		const shown = this.#shown;
		if (!shown) { return; }
		const { cutSlice } = await import('./panelSlice.ts');
		const slice = await inTurns(cutSlice(shown.trace, this.#atPosition(shown, { id })));
		if (slice && this.#shown === shown) { await this.#post({ type: 'slice', id, slice }); }
	}

	async #sendNorms(id: string, step: number): Promise<void> {
		const shown = this.#shown;
		if (!shown) { return; }
		const { cutNorms } = await import('./panelSlice.ts');
		const norms = await inTurns(cutNorms(shown.trace, id, step));
		if (norms && this.#shown?.trace === shown.trace) { await this.#post({ type: 'norms', id, norms }); }
	}

	/** With what was asked about it. */
	async #postSlice(id: string, slice: Slice): Promise<void> {
		const whatIf = !this.#shown?.again ? undefined : this.#whatIf?.id === id ? this.#whatIf.slice : { values: {}, steps: undefined, problem: undefined, isRunning: false };
		await this.#post({ type: 'slice', id, slice: slice.kind === 'optimizer' ? { ...slice, whatIf } : slice, isSelected: true });
	}

	async #post(message: ToPanel): Promise<void> {
		await this.#frame?.webview.postMessage(message);
	}
}
