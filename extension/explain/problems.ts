/**
 * The exception that ended a run as a diagnostic in the document that was run, on the innermost line and columns of
 * it that raised; the calls of the traceback that led there are its related information. What can be said beyond PyTorch's
 * words (explain/explanations.ts) comes a moment later. It goes when the line is edited, as the text that raised it is then gone.
 */
import { Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, type Disposable, l10n, languages, Location, Range, type Uri } from 'vscode';
import { openDocument } from '../code/documents.ts';
import { failedId } from '../../engine/slice/entry-ids.ts';
import type { Location as TraceLocation, RunError } from '../../engine/trace/model.ts';
import { failedCallOf, raiseOf } from '../../engine/trace/raises.ts';
import type { Explained } from './explanations.ts';
import { OperandMarks } from './operandMarks.ts';
import type { Run } from '../run/run.ts';
import type { Runs } from '../run/runs.ts';

interface Problem {
	readonly run: Run;
	readonly error: RunError;
	readonly line: number;
	readonly diagnostic: Diagnostic;
	/** Where it and the calls that led there stand. */
	readonly places: readonly Range[];
	/** What can be said beyond its words is found out, or was. */
	isExplained: boolean;
	fixes: Explained['fixes'];
}

/** An endless recursion has a thousand calls; the innermost tell. */
const MOST_CALLS = 20;

export class Problems implements Disposable {
	readonly #collection = languages.createDiagnosticCollection('tensorLoupe');
	readonly #marks = new OperandMarks();
	readonly #runs: Runs;
	readonly #shown = new Map<string, readonly Problem[]>();
	readonly #subscription: Disposable;

	constructor(runs: Runs) {
		this.#runs = runs;
		this.#subscription = runs.onDidChange(uri => this.#update(uri));
	}

	dispose(): void {
		this.#subscription.dispose();
		this.#collection.dispose();
		this.#marks.dispose();
	}

	#update(uri: Uri): void {
		const found = this.#runs.of(uri).flatMap(run => run.trace.errors.flatMap(error => this.#problem(run, error) ?? []));
		if (found.length === 0 && !this.#shown.has(uri.toString())) { return; }
		// While a program runs, and at each key, most of the time nothing of them changes.
		const before = this.#shown.get(uri.toString());
		if (before?.length === found.length && found.every((problem, place) => isSame(problem, before[place]!, openDocument(uri) !== undefined))) { return; }
		this.#shown.set(uri.toString(), found);
		// Those that stay are moved by the editor until they are found anew.
		if (found.length === 0) { this.#marks.set(uri, []); }
		this.#collection.set(uri, found.map(({ diagnostic }) => diagnostic));
		if (found.length > 0) { void this.#explain(uri, found); } else { this.#shown.delete(uri.toString()); }
	}

	/** The edits for a diagnostic of ours, which VS Code hands back as a copy. */
	fixesOf(uri: Uri, diagnostic: Diagnostic): Explained['fixes'] {
		return this.#find(uri, diagnostic)?.fixes ?? [];
	}

	/** The call that raised it, as the panel is asked for it, where an index of it was out of bounds. */
	async failedMapOf(uri: Uri, diagnostic: Diagnostic): Promise<{ readonly run: string; readonly id: string } | undefined> {
		const problem = this.#find(uri, diagnostic);
		if (!problem) { return undefined; }
		const { run: { id: run, trace }, error, line } = problem;
		const raised = raiseOf(trace, error, line), call = raised && failedCallOf(trace, raised);
		const { hasIndexMap } = await import('../../engine/slice/index-map.ts');
		return call && hasIndexMap(trace, call) ? { run, id: failedId(call.index) } : undefined;
	}

	#find(uri: Uri, { message, range }: Diagnostic): Problem | undefined {
		return this.#shown.get(uri.toString())?.find(({ diagnostic }) => diagnostic.message === message && diagnostic.range.isEqual(range));
	}

	async #explain(uri: Uri, problems: readonly Problem[]): Promise<void> {
		const document = openDocument(uri);
		if (!document) { return; }
		for (const problem of problems) { problem.isExplained = true; }
		const { version } = document;
		const { explanationOf } = await import('./explanations.ts');
		const explained = await Promise.all(problems.map(({ run, error, line, diagnostic }) => explanationOf(document, run, error, line, diagnostic.range)));
		// The results are others by now, and have been explained anew; the text may be another in a place of no concern.
		if (this.#shown.get(uri.toString()) !== problems) { return; }
		if (document.version !== version) { return this.#explain(uri, problems); }
		problems.forEach((problem, place) => {
			const { sentence, operands = [], fixes = [] } = explained[place] ?? {};
			const { diagnostic } = problem;
			if (sentence !== undefined) { diagnostic.message += `\n\n${sentence}`; }
			diagnostic.relatedInformation = [...operands.map(({ range, text }) => new DiagnosticRelatedInformation(new Location(uri, range), text)), ...diagnostic.relatedInformation ?? []];
			problem.fixes = fixes;
		});
		this.#collection.set(uri, problems.map(({ diagnostic }) => diagnostic));
		this.#marks.set(uri, explained.flatMap(each => each?.operands ?? []));
	}

	/** undefined: the text that raised it has changed, none of the document's own lines took part, or it was the user's Stop. */
	#problem(run: Run, error: RunError): Problem | undefined {
		if (run.state === 'stopped' && error.type === 'KeyboardInterrupt') { return undefined; }
		const own = error.locations.findLastIndex(location => run.isOwnCell(location.cell));
		const range = own < 0 ? undefined : this.#range(run, error.locations[own]!);
		if (!range) { return undefined; }
		const diagnostic = new Diagnostic(range, error.message === '' ? error.type : `${error.type}: ${error.message}`, DiagnosticSeverity.Error);
		diagnostic.source = 'Tensor Loupe';
		diagnostic.code = error.type;
		const calls = error.locations.slice(0, own).slice(-MOST_CALLS).flatMap(location => {
			const place = this.#range(run, location);
			return place ? [{ name: location.name, place }] : [];
		});
		diagnostic.relatedInformation = calls.map(({ name, place }) => new DiagnosticRelatedInformation(new Location(run.uri, place), l10n.t('called here, in {0}', name)));
		return { run, error, line: error.locations[own]!.line, diagnostic, places: [range, ...calls.map(({ place }) => place)], isExplained: false, fixes: [] };
	}

	/** Where the location's line stands now; undefined: not in the document, or changed. */
	#range(run: Run, location: TraceLocation): Range | undefined {
		if (!run.isOwnCell(location.cell)) { return undefined; }
		const document = openDocument(run.uri);
		const line = document ? this.#runs.place(document, run, location.line - 1) : location.line - 1;
		return line === undefined ? undefined : toRange(location, line, run.lines.lines[location.line - 1]);
	}
}

/** The same error, where it was, of which there is no more to say. */
function isSame(one: Problem, before: Problem, isOpen: boolean): boolean {
	return one.error === before.error && one.run === before.run && (before.isExplained || !isOpen)
		&& one.places.length === before.places.length && one.places.every((place, i) => place.isEqual(before.places[i]!));
}

/** The columns that Python gave; where it gave none, the line without the blanks at its ends. */
function toRange(location: TraceLocation, line: number, text: string | undefined): Range {
	const { range } = location;
	if (range) { return new Range(line, range.start.character, line + range.end.line - range.start.line, range.end.character); }
	return text === undefined ? new Range(line, 0, line, 1000) : new Range(line, text.length - text.trimStart().length, line, text.trimEnd().length);
}
