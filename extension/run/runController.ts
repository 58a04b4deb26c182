/**
 * Runs code of documents: one run per document at a time, its trace read as it comes, Stop, and what is said when a
 * run ends otherwise than by itself. Shows nothing but that: what a run gave is shown by the readers of its trace.
 */
import { commands, type Disposable, l10n, type Tab, type TextDocument, type Uri, window, workspace } from 'vscode';
import type { Ended, Run as RuntimeRun } from '../../engine/runtime/host.ts';
import type { RunRequest } from '../../engine/runtime/protocol.ts';
import { isCutByBudget } from '../../engine/trace/recorded.ts';
import { contextKeys } from '../contextKeys.ts';
import { isActivePreview, isInTab, shows } from '../code/documents.ts';
import type { Channels } from '../log.ts';
import { ProgramOutput } from './programOutput.ts';
import { finish } from './recordedTrace.ts';
import { Run } from './run.ts';
import type { Runs } from './runs.ts';
import type { RunStatus } from './runStatus.ts';
import type { Runtimes } from './runtimes.ts';
import type { Asked } from '../code/snippets.ts';
import { requireTrust } from './trust.ts';

/** Readers are told of a growing trace this long after it grew, in milliseconds; while they are slow, more rarely. */
const PROGRESS = 10;
/** Starting the next process would take the processor from the window that paints this run's end. */
const NEXT_SPARE = 150;
/** How long the status bar says that a recording is not whole. */
const LIMIT_SHOWN = 15_000;
/** A document that moves to another group of editors, or becomes a file, closes its tab and opens another. */
const CLOSING = 500;
/** A renaming of which nothing more is heard has failed. */
const RENAMING = 10_000;
/** A program that runs for so long is one that its user may want to leave running. */
const LONG = 500;

interface Active {
	readonly run: Run;
	readonly request: RunRequest;
	readonly finished: Promise<void>;
	/** undefined: its process is not there yet. */
	process: RuntimeRun | undefined;
	stopping: boolean;
}

interface Waiting { readonly uri: Uri; isStopped: boolean }

export class RunController implements Disposable {
	readonly #channels: Channels;
	readonly #runs: Runs;
	readonly #runtimes: Runtimes;
	readonly #status: RunStatus;
	readonly #active = new Set<Active>();
	/** Runs that wait until the document's former one has ended. */
	readonly #waiting = new Set<Waiting>();
	/** Files and folders that are being renamed: their tabs close before the new names are told, on a slow machine long before. */
	readonly #renaming = new Set<string>();
	readonly #subscriptions: Disposable[];
	#count = 0;

	constructor(channels: Channels, runs: Runs, runtimes: Runtimes, status: RunStatus) {
		this.#channels = channels;
		this.#runs = runs;
		this.#runtimes = runtimes;
		this.#status = status;
		this.#subscriptions = [
			// VS Code keeps a document for minutes after its last tab is closed; its user doesn't.
			window.tabGroups.onDidChangeTabs(({ closed }) => { if (closed.length > 0) { setTimeout(() => this.#stopClosed(closed), CLOSING); } }),
			workspace.onWillRenameFiles(({ files }) => {
				for (const { oldUri } of files) {
					this.#renaming.add(oldUri.toString());
					setTimeout(() => this.#renaming.delete(oldUri.toString()), RENAMING);
				}
			}),
			workspace.onDidRenameFiles(({ files }) => { for (const { oldUri } of files) { this.#renaming.delete(oldUri.toString()); } }),
			workspace.onDidChangeWorkspaceFolders(({ removed }) => {
				for (const { uri, name } of removed) { this.#stopBelow(uri, l10n.t('The folder {0} left the workspace, so the run of its file was stopped.', name)); }
			}),
		];
	}

	dispose(): void {
		for (const subscription of this.#subscriptions) { subscription.dispose(); }
		for (const { process } of this.#active) { process?.kill(); }
	}

	isRunning(uri: Uri): boolean {
		return this.#of(uri) !== undefined;
	}

	/**
	 * Ends when the run has ended; undefined: nothing was run.
	 * @param ask makes the request from the document as it is when its former run has ended; undefined: nothing to run.
	 * @param began is told of the run before its program runs.
	 */
	async start(document: TextDocument, ask: () => Asked | undefined, began?: (run: Run) => void): Promise<Run | undefined> {
		if (!requireTrust()) { return undefined; }
		const waiting: Waiting = { uri: document.uri, isStopped: false };
		this.#waiting.add(waiting);
		const { newTrace } = await import('./newTrace.ts');
		// Who asked twice has waited twice for the same run, and the first has begun another meanwhile.
		for (let former = this.#of(document.uri); former; former = this.#of(document.uri)) { await this.#end(former); }
		this.#waiting.delete(waiting);
		const asked = waiting.isStopped ? undefined : ask();
		if (!asked) { return undefined; }
		const run = new Run(`${Date.now()}-${this.#count++}`, document.uri, { ...asked, again: asked.request }, newTrace());
		const begin = (): void => {
			this.#runs.add(run);
			began?.(run);
		};
		const active: Active = { run, request: asked.request, process: undefined, stopping: false, finished: Promise.resolve().then(() => this.#execute(active, begin)) };
		this.#active.add(active);
		contextKeys.running(true);
		const keeping = setTimeout(() => this.#keepTab(run), LONG);
		await active.finished;
		clearTimeout(keeping);
		return run;
	}

	/** Stops the run of a document, or all of them; ends when they have ended. */
	async stop(uri: Uri | undefined): Promise<void> {
		const isOf = (of: Uri): boolean => of.toString() === uri?.toString();
		const active = [...this.#active], waiting = [...this.#waiting];
		const isKnown = active.some(({ run }) => isOf(run.uri)) || waiting.some(each => isOf(each.uri));
		for (const each of waiting) { each.isStopped ||= !isKnown || isOf(each.uri); }
		await Promise.all(active.filter(({ run }) => !isKnown || isOf(run.uri)).map(each => this.#end(each)));
	}

	async #execute(active: Active, begin: () => void): Promise<void> {
		const { run, request } = active;
		this.#status.show(run, l10n.t('Starting the runtime'));
		try {
			const runtime = await this.#runtimes.take(request);
			if (active.stopping) { runtime.dispose(); run.state = 'stopped'; return begin(); }
			const output = new ProgramOutput(run, this.#channels);
			const progress = this.#progressOf(run, output);
			active.process = runtime.run(request, {
				onData: bytes => {
					run.bytes.push(bytes);
					run.trace.push(bytes);
					progress();
				},
				onStray: (stream, bytes) => this.#channels.log.info(`[${stream === 1 ? 'stdout' : 'stderr'}] ${Buffer.from(bytes).toString('utf8').trimEnd()}`),
			});
			// The program is on its way while the window is told.
			begin();
			runtime.ready.then(() => this.#status.show(run, undefined), () => undefined);
			try {
				this.#report(active, await active.process.done);
			} finally {
				output.end();
			}
		} catch (error) {
			finish(run);
			run.state = 'cut';
			if (!active.process) { begin(); }
			this.#channels.log.error(error instanceof Error ? error : String(error));
			this.#say(error instanceof Error ? error.message : String(error));
		} finally {
			this.#status.hide(run);
			this.#active.delete(active);
			contextKeys.running(this.#active.size > 0);
			this.#runs.touch(run);
			// The next run is to begin at once, too.
			if (request.cells[0]?.language === undefined) { setTimeout(() => void this.#runtimes.warm().catch((error: unknown) => this.#channels.log.warn(String(error))), NEXT_SPARE); }
		}
	}

	/** What is to be called when the trace has grown: shows it soon, not at each of a thousand pieces. */
	#progressOf(run: Run, output: ProgramOutput): () => void {
		let timer: NodeJS.Timeout | undefined;
		// The first piece waits too: a short program is over by then, and drawn once.
		let pause = PROGRESS;
		const show = (): void => {
			timer = undefined;
			// At the end all is shown at once.
			if (run.state !== 'running') { return; }
			const began = performance.now();
			output.follow();
			this.#runs.touch(run);
			pause = PROGRESS + 5 * (performance.now() - began);
		};
		return () => {
			// The process takes a while to go after its last word.
			if (run.trace.status !== undefined) { clearTimeout(timer); show(); return; }
			timer ??= setTimeout(show, pause);
		};
	}

	#report({ run, stopping }: Active, ended: Ended): void {
		finish(run);
		run.state = stopping ? 'stopped' : ended.how === 'exited' ? 'ended' : 'cut';
		this.#channels.log.debug(`${run.request.name}: ${run.state}, ${run.trace.stepCount} steps, ${Date.now() - run.started} ms`);
		if (run.trace.problem !== undefined) { this.#channels.log.warn(`${run.request.name}: ${run.trace.problem}`); }
		if (isCutByBudget(run.trace)) { window.setStatusBarMessage(`$(warning) ${l10n.t('Tensor Loupe: the recording of {0} left something out; the output says what.', run.request.name)}`, LIMIT_SHOWN); }
		if (stopping || ended.how === 'exited') { return; }
		this.#say(ended.how === 'killed'
			? l10n.t('The runtime process was ended from outside while {0} ran. What it did until then is shown.', run.request.name)
			: l10n.t('{0} could not be run to its end: {1}', run.request.name, ended.message));
	}

	#say(message: string): void {
		const showLog = l10n.t('Show Log');
		void window.showErrorMessage(message, showLog).then(chosen => { if (chosen === showLog) { this.#channels.log.show(); } });
	}

	#of(uri: Uri): Active | undefined {
		const key = uri.toString();
		return [...this.#active].find(({ run }) => run.uri.toString() === key);
	}

	async #end(active: Active | undefined): Promise<void> {
		if (!active) { return; }
		active.stopping = true;
		await active.process?.stop();
		await active.finished;
	}

	/** A look at another file would close the tab of a preview, and so stop its run. */
	#keepTab(run: Run): void {
		if (isActivePreview(run.uri)) { void commands.executeCommand('workbench.action.keepEditor'); }
	}

	#stopClosed(closed: readonly Tab[]): void {
		for (const active of this.#active) {
			const { uri, request } = active.run;
			if (active.stopping || !closed.some(({ input }) => shows(input, uri)) || isInTab(uri)) { continue; }
			if ([...this.#renaming].some(renamed => isAtOrBelow(uri, renamed))) { continue; }
			void this.#end(active);
			void window.showInformationMessage(l10n.t('{0} was closed, so its run was stopped.', request.name));
		}
	}

	#stopBelow(folder: Uri, message: string): void {
		for (const active of this.#active) {
			if (!isAtOrBelow(active.run.uri, folder.toString())) { continue; }
			void this.#end(active);
			void window.showInformationMessage(message);
		}
	}
}

function isAtOrBelow(uri: Uri, folder: string): boolean {
	return uri.toString() === folder || uri.toString().startsWith(`${folder}/`);
}
