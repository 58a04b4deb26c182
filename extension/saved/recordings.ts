/**
 * The saved traces that are open, each read once, whoever looks at it; and their texts as documents, with the runs
 * behind them, as long as an editor shows one of these.
 */
import { type Disposable, EventEmitter, FileSystemError, languages, RelativePattern, type TextDocument, type TextDocumentContentProvider, Uri, workspace } from 'vscode';
import { parseSourceUri } from './sourceUri.ts';
import type { Channels } from '../log.ts';
import type { Recording } from './recording.ts';
import type { Runs } from '../run/runs.ts';

/** A file that is being written is read again this long after it changed, in milliseconds. */
const SETTLING = 300;

export class Recordings implements TextDocumentContentProvider, Disposable {
	readonly #channels: Channels;
	readonly #runs: Runs;
	readonly #open = new Map<string, Promise<Recording>>();
	/** Sessions that stand in them. */
	readonly #users = new Set<{ readonly file: string }>();
	/** Those that an editor of their own shows, and what watches the file. */
	readonly #shown = new Map<string, Disposable>();
	readonly #replaced = new EventEmitter<Recording>();
	/** The file was written anew, so another trace is in it. */
	readonly onDidReplace = this.#replaced.event;
	readonly #lost = new EventEmitter<Recording>();
	/** The file was deleted; what was read of it is there. */
	readonly onDidLose = this.#lost.event;
	readonly #textChanged = new EventEmitter<Uri>();
	readonly onDidChange = this.#textChanged.event;
	readonly #subscriptions: Disposable[];

	constructor(channels: Channels, runs: Runs) {
		this.#channels = channels;
		this.#runs = runs;
		this.#subscriptions = [
			this.#replaced, this.#lost, this.#textChanged,
			workspace.onDidOpenTextDocument(document => this.#opened(document)),
			workspace.onDidCloseTextDocument(document => {
				const file = parseSourceUri(document.uri)?.file;
				if (file) { void this.#dropUnused(file); }
			}),
		];
	}

	dispose(): void {
		for (const subscription of [...this.#subscriptions, ...this.#shown.values()]) { subscription.dispose(); }
		for (const recording of this.#open.values()) { void recording.then(each => each.dispose()); }
	}

	/** For an editor, which says when it is closed. */
	show(file: Uri): Promise<Recording> {
		const key = file.toString();
		if (!this.#shown.has(key)) { this.#shown.set(key, this.#watch(file)); }
		return this.#read(file);
	}

	closed(file: Uri): Promise<void> {
		this.#shown.get(file.toString())?.dispose();
		this.#shown.delete(file.toString());
		return this.#dropUnused(file);
	}

	/** For a debug session, which gives it back at its end; the file is watched as long. */
	use(file: Uri): { readonly recording: Promise<Recording>; readonly use: Disposable } {
		const user = { file: file.toString(), watch: this.#shown.has(file.toString()) ? undefined : this.#watch(file) };
		this.#users.add(user);
		const dispose = (): void => {
			user.watch?.dispose();
			if (this.#users.delete(user)) { void this.#dropUnused(file); }
		};
		return { recording: this.#read(file), use: { dispose } };
	}

	async provideTextDocumentContent(uri: Uri): Promise<string> {
		const place = parseSourceUri(uri);
		if (!place) { return ''; }
		const recording = await this.#read(place.file);
		await recording.finished;
		// A document that was closed long ago has lost its results.
		const run = recording.runs[place.source];
		if (run && this.#runs.of(run.uri).length === 0) { this.#runs.add(run); }
		return recording.trace.sources[place.source]?.text ?? recording.problem ?? '';
	}

	#read(file: Uri): Promise<Recording> {
		const key = file.toString();
		let recording = this.#open.get(key);
		if (!recording) { this.#open.set(key, recording = this.#start(file)); }
		return recording;
	}

	async #start(file: Uri): Promise<Recording> {
		const [{ Recording }, state] = await Promise.all([import('./recording.ts'), stateOf(file)]);
		const recording = new Recording(file, state);
		void recording.finished.then(() => {
			if (recording.problem !== undefined) { this.#channels.log.warn(`${file.toString()}: ${recording.problem}`); }
			for (const run of recording.runs) { this.#runs.add(run); }
		});
		return recording;
	}

	#watch(file: Uri): Disposable {
		const watcher = workspace.createFileSystemWatcher(new RelativePattern(Uri.joinPath(file, '..'), file.path.slice(file.path.lastIndexOf('/') + 1)));
		let timer: NodeJS.Timeout | undefined;
		const soon = (): void => {
			clearTimeout(timer);
			timer = setTimeout(() => void this.#lookAgain(file), SETTLING);
		};
		watcher.onDidChange(soon);
		watcher.onDidCreate(soon);
		watcher.onDidDelete(soon);
		return { dispose: () => { clearTimeout(timer); watcher.dispose(); } };
	}

	/** What writes a file by putting another in its place deletes it first; and what was written before it was read may be told of after. */
	async #lookAgain(file: Uri): Promise<void> {
		const [state, recording] = await Promise.all([stateOf(file), this.#open.get(file.toString())]);
		if (!recording) { return; }
		if (state !== undefined) {
			if (state !== recording.state || recording.isLost) { await this.#readAgain(file, recording); }
		} else if (recording.lose()) {
			this.#lost.fire(recording);
		}
	}

	async #readAgain(file: Uri, before: Recording): Promise<void> {
		const key = file.toString();
		const next = this.#start(file);
		this.#open.set(key, next);
		this.#forget(before);
		const recording = await next;
		this.#replaced.fire(recording);
		await recording.finished;
		for (const { uri } of workspace.textDocuments) { if (isTextOf(uri, key)) { this.#textChanged.fire(uri); } }
	}

	#forget(recording: Recording): void {
		recording.dispose();
		for (const run of recording.runs) { this.#runs.clear(run.uri); }
	}

	/** A name without an ending that tells is Python's. */
	#opened(document: TextDocument): void {
		if (parseSourceUri(document.uri) && document.languageId === 'plaintext') { void languages.setTextDocumentLanguage(document, 'python'); }
	}

	async #dropUnused(file: Uri): Promise<void> {
		const key = file.toString();
		const isUsed = (): boolean => this.#shown.has(key) || [...this.#users].some(user => user.file === key) || workspace.textDocuments.some(({ uri }) => isTextOf(uri, key));
		const opened = this.#open.get(key);
		if (!opened || isUsed()) { return; }
		const recording = await opened;
		if (isUsed() || this.#open.get(key) !== opened) { return; }
		this.#open.delete(key);
		this.#forget(recording);
	}
}

/** When it was written last and how large it is; undefined: it is gone. */
async function stateOf(file: Uri): Promise<string | undefined> {
	try {
		const { mtime, size } = await workspace.fs.stat(file);
		return `${mtime} ${size}`;
	} catch (error) {
		return error instanceof FileSystemError && error.code === 'FileNotFound' ? undefined : '';
	}
}

function isTextOf(uri: Uri, file: string): boolean {
	return parseSourceUri(uri)?.file.toString() === file;
}
