/**
 * One run of code of one document: what was asked for, its trace as it grows, and where its lines stand in the
 * document now. It outlives the program; every reader in the editor (values beside lines, hover, diagnostics, the
 * panel) takes what it shows from here.
 */
import type { Uri } from 'vscode';
import type { RunRequest } from '../engine/runtime/protocol.ts';
import type { TraceReader } from '../engine/trace/reader.ts';
import { LineMap, splitLines } from './lineMap.ts';

/** 'cut': it ended before its time, with what was recorded until then. */
export type RunState = 'running' | 'ended' | 'stopped' | 'cut';

export class Run {
	/** Follows the document when its file is renamed. */
	uri: Uri;
	state: RunState = 'running';
	readonly started = Date.now();
	readonly lines: LineMap;
	/** The trace's bytes as they came, for saving. */
	readonly chunks: Uint8Array[] = [];
	readonly id: string;
	readonly request: RunRequest;
	readonly trace: TraceReader;

	constructor(id: string, uri: Uri, request: RunRequest, trace: TraceReader) {
		this.id = id;
		this.uri = uri;
		this.request = request;
		this.trace = trace;
		this.lines = new LineMap(request.text);
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

	/** A line (zero-based, of the text that ran) is in one of the cells that ran. */
	covers(line: number): boolean {
		return this.request.cells.some(cell => line >= cell.line - 1 && line < cell.line - 1 + splitLines(cell.text).length);
	}

	/** Every line that ran, zero-based. */
	coveredLines(): number[] {
		return this.request.cells.flatMap(cell => splitLines(cell.text).map((_, i) => cell.line - 1 + i));
	}
}
