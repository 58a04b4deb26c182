/**
 * The runs whose results are shown, by document, newest first. A run of one cell leaves the results of the others
 * standing: a line belongs to the newest run that covered it, and a run that has no line left is forgotten.
 * Follows edits, renames and closing; knows nothing of processes.
 */
import { type Disposable, EventEmitter, type TextDocument, Uri, workspace } from 'vscode';
import { openDocument } from '../code/documents.ts';
import type { Run } from './run.ts';

/** Bytes of traces that are kept for one document: a document may have many cells, and each run holds its whole trace in memory. */
const KEPT_PER_DOCUMENT = 512 * 2 ** 20;
/** Closed documents whose runs are kept. */
const KEPT_CLOSED = 8;

export interface LineOfRun {
	readonly run: Run;
	/** Zero-based line of the text that ran. */
	readonly line: number;
	/** The line's text is no longer what ran. */
	readonly changed: boolean;
}

export class Runs implements Disposable {
	readonly #byDocument = new Map<string, Run[]>();
	/** Texts of closed documents as they were at closing. */
	readonly #closedTexts = new Map<string, string>();
	readonly #changed = new EventEmitter<Uri>();
	/** A document's results changed: a run began, went on or ended, was cleared, or the text was edited. */
	readonly onDidChange = this.#changed.event;
	readonly #subscriptions: Disposable[];

	constructor() {
		this.#subscriptions = [
			workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
				const runs = this.#byDocument.get(document.uri.toString());
				if (!runs || contentChanges.length === 0) { return; }
				for (const run of runs) {
					run.lines.apply(contentChanges);
					if (sameText(document.getText(), run.request.text)) { run.lines.reset(); }
				}
				this.#changed.fire(document.uri);
			}),
			workspace.onDidRenameFiles(({ files }) => { for (const { oldUri, newUri } of files) { this.#rename(oldUri, newUri); } }),
			workspace.onDidSaveTextDocument(document => this.#saved(document)),
			workspace.onDidCloseTextDocument(document => this.#closed(document)),
			workspace.onDidOpenTextDocument(document => this.#reopened(document)),
		];
	}

	add(run: Run): void {
		const key = run.uri.toString();
		const document = openDocument(run.uri);
		const older = (this.#byDocument.get(key) ?? []).filter(other => [...other.coveredLines].some(line => {
			const now = other.lines.current(line);
			return now !== undefined && document !== undefined && !run.covers(now);
		}));
		this.#byDocument.delete(key);
		let bytes = 0;
		this.#byDocument.set(key, [run, ...older].filter(each => (bytes += each.bytes.length) <= KEPT_PER_DOCUMENT));
		this.#changed.fire(run.uri);
	}

	/** Tells readers that a run's trace has grown or ended. */
	touch(run: Run): void {
		if (this.of(run.uri).includes(run)) { this.#changed.fire(run.uri); }
	}

	of(uri: Uri): readonly Run[] {
		return this.#byDocument.get(uri.toString()) ?? [];
	}

	byId(id: string): Run | undefined {
		return [...this.#byDocument.values()].flat().find(run => run.id === id);
	}

	/** The newest of all of this session. */
	get latest(): Run | undefined {
		return this.#ofSession.reduce<Run | undefined>((newest, run) => newest === undefined || run.started >= newest.started ? run : newest, undefined);
	}

	/** No document has results of a run of this session. */
	get isEmpty(): boolean {
		return this.#ofSession.length === 0;
	}

	get #ofSession(): readonly Run[] {
		return [...this.#byDocument.values()].flat().filter(run => run.file === undefined);
	}

	/** The newest run in which the line that stands at a place now was run. */
	lineAt(document: TextDocument, now: number): LineOfRun | undefined {
		const text = document.lineAt(now).text;
		for (const run of this.of(document.uri)) {
			const line = run.lines.ran(now, text);
			if (line !== undefined && run.covers(line)) { return { run, line, changed: run.lines.lines[line] !== text }; }
		}
		return undefined;
	}

	/** Where a run's line stands now, if it stands there unchanged and no newer run has taken it over. */
	place(document: TextDocument, run: Run, line: number): number | undefined {
		const now = run.lines.current(line);
		if (now === undefined || now >= document.lineCount) { return undefined; }
		const owner = this.lineAt(document, now);
		return owner?.run === run && owner.line === line && !owner.changed ? now : undefined;
	}

	clear(uri: Uri): void {
		if (this.#byDocument.delete(uri.toString())) { this.#changed.fire(uri); }
	}

	dispose(): void {
		for (const subscription of this.#subscriptions) { subscription.dispose(); }
		this.#changed.dispose();
	}

	/** A folder's renaming takes its documents along. */
	#rename(oldUri: Uri, newUri: Uri): void {
		const [from, to] = [oldUri.toString(), newUri.toString()];
		for (const [key, runs] of [...this.#byDocument]) {
			if (key !== from && !key.startsWith(`${from}/`)) { continue; }
			const uri = Uri.parse(to + key.slice(from.length), true);
			this.#byDocument.delete(key);
			for (const run of runs) { run.uri = uri; }
			this.#byDocument.set(uri.toString(), runs);
			this.#changed.fire(Uri.parse(key, true));
			this.#changed.fire(uri);
		}
	}

	/** VS Code tells of no renaming where an untitled document becomes a file: a file with its text is saved, then it is emptied and closed. */
	#saved(document: TextDocument): void {
		if (this.of(document.uri).length > 0) { return; }
		const untitled = workspace.textDocuments.find(each => each.isUntitled && this.of(each.uri).length > 0 && sameText(each.getText(), document.getText()));
		if (untitled) { this.#rename(untitled.uri, document.uri); }
	}

	/** A document that comes back as it was closed has all its results; otherwise those runs whose whole text it has. */
	#reopened(document: TextDocument): void {
		const key = document.uri.toString();
		const runs = this.#byDocument.get(key);
		const closedText = this.#closedTexts.get(key);
		this.#closedTexts.delete(key);
		if (!runs || closedText === undefined) { return; }
		const text = document.getText();
		if (!sameText(text, closedText)) {
			const kept = runs.filter(run => run.state === 'running' || sameText(text, run.request.text));
			for (const run of kept) { run.lines.reset(); }
			if (kept.length > 0) { this.#byDocument.set(key, kept); } else { this.#byDocument.delete(key); }
		}
		this.#changed.fire(document.uri);
	}

	#closed(document: TextDocument): void {
		const key = document.uri.toString();
		if (!this.#byDocument.has(key)) { return; }
		this.#closedTexts.set(key, document.getText());
		for (const old of [...this.#closedTexts.keys()].slice(0, -KEPT_CLOSED)) {
			this.#closedTexts.delete(old);
			const uri = Uri.parse(old, true);
			if (this.of(uri).some(run => run.state === 'running')) { continue; }
			this.#byDocument.delete(old);
			this.#changed.fire(uri);
		}
	}
}

/** Line endings may be changed without changing the code. */
export function sameText(a: string, b: string): boolean {
	return a === b || a.replace(/\r\n?/g, '\n') === b.replace(/\r\n?/g, '\n');
}
