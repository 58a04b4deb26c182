/**
 * The runs of this session that have ended, as far as another one is compared with them: their losses, a megabyte at most, and
 * their texts, which are documents for the editor of differences. Both stay when their traces are let go.
 */
import { type Disposable, l10n, type TextDocumentContentProvider, Uri } from 'vscode';
import { MOST_KEPT, runLosses, type OtherRun } from '../../engine/slice/losses.ts';
import { EARLIER_SCHEME } from '../code/documents.ts';
import { inTurns } from '../inTurns.ts';
import type { Requested, Run } from './run.ts';
import type { Runs } from './runs.ts';

const KEPT = 50;

/** What a run is compared with; `text`: of what ran, if that is known. */
export interface Compared extends OtherRun { readonly text: Uri | undefined }

export interface EarlierRun extends Compared {
	readonly id: string;
	/** Of the document. */
	readonly uri: string;
	readonly name: string;
	/** What of it: the whole, or which cell. */
	readonly what: string;
	/** Milliseconds since 1970. */
	readonly started: number;
	readonly time: string;
}

export class EarlierRuns implements TextDocumentContentProvider, Disposable {
	/** By id, as they ended. */
	readonly #known = new Map<string, { readonly run: EarlierRun; readonly text: string }>();
	readonly #seen = new WeakSet<Run>();
	readonly #subscription: Disposable;

	constructor(runs: Runs) {
		this.#subscription = runs.onDidChange(uri => { for (const run of runs.of(uri)) { void this.#see(run); } });
	}

	dispose(): void {
		this.#subscription.dispose();
	}

	/** Those that had losses, newest first. */
	get all(): readonly EarlierRun[] {
		return [...this.#known.values()].map(({ run }) => run).filter(({ losses }) => losses.count > 0).reverse();
	}

	byId(id: string): EarlierRun | undefined {
		return this.#known.get(id)?.run;
	}

	/** The newest of the same document, or the same cell of it, that began before. */
	before({ id, uri, started, request }: Run): EarlierRun | undefined {
		const what = whatRan(request);
		return this.all.find(each => each.uri === uri.toString() && each.what === what && each.id !== id && each.started <= started);
	}

	provideTextDocumentContent({ query }: Uri): string {
		return this.#known.get(query)?.text ?? l10n.t('What ran then is not kept any longer.');
	}

	async #see(run: Run): Promise<void> {
		const own = this.#known.get(run.id);
		// Its document may have been renamed.
		if (own) { this.#known.set(run.id, { ...own, run: { ...own.run, uri: run.uri.toString() } }); }
		if (run.state === 'running' || run.file !== undefined || this.#seen.has(run)) { return; }
		this.#seen.add(run);
		const losses = await inTurns(runLosses(run.trace, MOST_KEPT));
		const { id, request, started } = run, { name, text } = request;
		const time = new Date(started).toLocaleTimeString();
		const known = { id, uri: run.uri.toString(), name, what: whatRan(request), started, time, title: l10n.t('the run of {0}', time), losses, text: Uri.from({ scheme: EARLIER_SCHEME, path: `/${/[^\\/]*$/.exec(name)![0] || 'source'}`, query: id }) };
		this.#known.set(id, { run: known, text });
		for (const old of [...this.#known.keys()].slice(0, -KEPT)) { this.#known.delete(old); }
	}
}

/** Where a cell or a fence begins or ends. */
const MARK = /^[\s>]*(?:```|~~~|# ?%%)/;

/** All of a document, or which of its cells: by the marks up to where its first piece begins and its last, which stay while code is edited and lines are added. */
function whatRan({ text, cells }: Requested): string {
	const lines = text.split('\n'), marksUpTo = (line: number): number => lines.slice(0, line).filter(each => MARK.test(each)).length;
	const first = cells[0], last = cells.at(-1);
	if (!first || !last) { return ''; }
	const count = first.text.split('\n').length;
	return JSON.stringify([cells.length === 1 && count >= lines.length - 1, marksUpTo(first.line), marksUpTo(last.line)]);
}
