/**
 * One run of code of one document: what was asked for, its trace as it grows, and where its lines stand in the
 * document now. It outlives the program, or never had one here, where its trace was read from a file; every reader in
 * the editor (values beside lines, hover, diagnostics, the panel) takes what it shows from here.
 */
import type { Uri } from 'vscode';
import type { CellRequest, RunRequest } from '../../engine/runtime/protocol.ts';
import { spentBudget } from '../../engine/trace/recorded.ts';
import type { TraceReader } from '../../engine/trace/reader.ts';
import type { Expectation } from '../../engine/snippet/snippet.ts';
import { LineMap, splitLines } from '../code/lineMap.ts';
import type { RecordedTrace } from './recordedTrace.ts';
import type { TraceBytes } from './traceBytes.ts';

/** 'cut': it ended before its time, with what was recorded until then. */
export type RunState = 'running' | 'ended' | 'stopped' | 'cut';

/** Of a request what its trace keeps too: the document as it was, and which of it was to run. A saved trace knows no more. */
export interface Requested extends Pick<RunRequest, 'uri' | 'name' | 'text'> { readonly cells: readonly Pick<CellRequest, 'line' | 'text' | 'language'>[] }

/** How a run comes to be: by a request to a runtime, or from a file. */
export interface RunOrigin {
	readonly request: Requested;
	/** Pasted output in the document, to be compared with what the cells print. */
	readonly expectations: readonly Expectation[];
	/** The file; undefined: it runs, or ran, in this session. */
	readonly file?: Uri;
	/** What runs it once more; undefined: it was read from a file. */
	readonly again?: RunRequest;
}

export class Run implements RecordedTrace {
	/** Follows the document when its file is renamed. */
	uri: Uri;
	state: RunState = 'running';
	/** Here, in this session. */
	readonly started = Date.now();
	readonly lines: LineMap;
	readonly bytes: TraceBytes;
	readonly id: string;
	readonly request: Requested;
	readonly expectations: readonly Expectation[];
	/** Where it was read from; undefined: it is of this session. */
	readonly file: Uri | undefined;
	readonly again: RunRequest | undefined;
	readonly trace: TraceReader;
	readonly #covered: ReadonlySet<number>;

	constructor(id: string, uri: Uri, { request, expectations, file, again }: RunOrigin, { trace, bytes }: RecordedTrace) {
		this.id = id;
		this.uri = uri;
		this.request = request;
		this.expectations = expectations;
		this.file = file;
		this.again = again;
		this.trace = trace;
		this.bytes = bytes;
		this.lines = new LineMap(request.text);
		this.#covered = new Set([
			...request.cells.flatMap(cell => [...linesFrom(cell.line, splitLines(cell.text).length)]),
			...expectations.flatMap(({ startLine, endLine }) => [...linesFrom(startLine, endLine - startLine + 1)]),
		]);
	}

	/** More may be recorded; the program may run on when its recording has ended. */
	get isRecording(): boolean {
		return this.state === 'running' && spentBudget(this.trace) === undefined;
	}

	/** The document among the sources of its trace (others are modules that it imported); -1 until it is recorded. */
	get ownSource(): number {
		return this.trace.sources.findIndex(source => source.uri === this.request.uri);
	}

	/** A cell of the trace belongs to the document itself. */
	isOwnCell(cell: number): boolean {
		const source = this.trace.cells[cell]?.source;
		return source !== undefined && this.trace.sources[source]?.uri === this.request.uri;
	}

	/** One of the request's cells began: an error in one ends the run before the next. */
	hasRun(cell: number): boolean {
		const request = this.request.cells[cell];
		return request !== undefined && this.trace.cells.some(({ source, line }) => line === request.line && this.trace.sources[source]?.uri === this.request.uri);
	}

	/** A line (zero-based, of the text that ran) is in one of the cells that ran, or is output that was pasted under them. */
	covers(line: number): boolean {
		return this.#covered.has(line);
	}

	/** Every line that ran, zero-based. */
	get coveredLines(): ReadonlySet<number> {
		return this.#covered;
	}
}

function* linesFrom(line: number, count: number): Iterable<number> {
	for (let i = 0; i < count; i++) { yield line - 1 + i; }
}
