/**
 * The exception that ended a run as a diagnostic in the document that was run, on the innermost line and columns of
 * it that raised; the calls of the traceback that led there are its related information. It goes when the line is edited, as
 * the text that raised it is then gone.
 */
import { Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, type Disposable, l10n, languages, Location, Range, type Uri, workspace } from 'vscode';
import type { Location as TraceLocation, RunError } from '../engine/trace/model.ts';
import type { Run } from './run.ts';
import type { Runs } from './runs.ts';

/** An endless recursion has a thousand calls; the innermost tell. */
const MOST_CALLS = 20;

export class Problems implements Disposable {
	readonly #collection = languages.createDiagnosticCollection('tensorLoupe');
	readonly #runs: Runs;
	readonly #subscription: Disposable;

	constructor(runs: Runs) {
		this.#runs = runs;
		this.#subscription = runs.onDidChange(uri => this.#update(uri));
	}

	dispose(): void {
		this.#subscription.dispose();
		this.#collection.dispose();
	}

	#update(uri: Uri): void {
		const found = this.#runs.of(uri).flatMap(run => run.trace.errors.flatMap(error => this.#diagnostic(run, error) ?? []));
		this.#collection.set(uri, found);
	}

	/** undefined: the text that raised it has changed, none of the document's own lines took part, or it was the user's Stop. */
	#diagnostic(run: Run, error: RunError): Diagnostic | undefined {
		if (run.state === 'stopped' && error.type === 'KeyboardInterrupt') { return undefined; }
		const own = error.locations.findLastIndex(location => run.isOwnCell(location.cell));
		const range = own < 0 ? undefined : this.#range(run, error.locations[own]!);
		if (!range) { return undefined; }
		const diagnostic = new Diagnostic(range, error.message === '' ? error.type : `${error.type}: ${error.message}`, DiagnosticSeverity.Error);
		diagnostic.source = 'Tensor Loupe';
		diagnostic.code = error.type;
		diagnostic.relatedInformation = error.locations.slice(0, own).slice(-MOST_CALLS).flatMap(location => {
			const place = this.#range(run, location);
			return place ? [new DiagnosticRelatedInformation(new Location(run.uri, place), l10n.t('called here, in {0}', location.name))] : [];
		});
		return diagnostic;
	}

	/** Where the location's line stands now; undefined: not in the document, or changed. */
	#range(run: Run, location: TraceLocation): Range | undefined {
		if (!run.isOwnCell(location.cell)) { return undefined; }
		const document = workspace.textDocuments.find(candidate => candidate.uri.toString() === run.uri.toString());
		const line = document ? this.#runs.place(document, run, location.line - 1) : location.line - 1;
		return line === undefined ? undefined : toRange(location, line, run.lines.lines[location.line - 1]);
	}
}

/** The columns that Python gave; where it gave none, the line without the blanks at its ends. */
function toRange(location: TraceLocation, line: number, text: string | undefined): Range {
	const { range } = location;
	if (range) { return new Range(line, range.start.character, line + range.end.line - range.start.line, range.end.character); }
	return text === undefined ? new Range(line, 0, line, 1000) : new Range(line, text.length - text.trimStart().length, line, text.trimEnd().length);
}
