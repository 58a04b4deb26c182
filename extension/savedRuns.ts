/**
 * The runs behind a saved trace, one for each of its texts: what was asked for is read from the trace's own cells and
 * sources, so that every reader of a run works over them, without a process and without the document.
 */
import type { Uri } from 'vscode';
import type { Cell, Source } from '../engine/trace/model.ts';
import { splitLines } from './lineMap.ts';
import type { RecordedTrace } from './recordedTrace.ts';
import { Run, type Requested, type RunState } from './run.ts';
import { sourceUri } from './sourceUri.ts';

export function savedRuns(file: Uri, recorded: RecordedTrace): Run[] {
	const { sources, cells, errors, status } = recorded.trace;
	// Stop raises it, and nothing else that is usual.
	const state: RunState = status === undefined ? 'cut' : errors.some(({ type }) => type === 'KeyboardInterrupt') ? 'stopped' : 'ended';
	return sources.map(source => {
		const uri = sourceUri(file, source.index, source.name);
		const run = new Run(uri.toString(), uri, { request: requestedOf(source, cells), expectations: [], file }, recorded);
		run.state = state;
		return run;
	});
}

function requestedOf({ index, uri, name, text }: Source, all: readonly Cell[]): Requested {
	const lines = splitLines(text);
	const cells = all.filter(({ source }) => source === index).sort((a, b) => a.line - b.line);
	return {
		uri, name, text,
		cells: cells.flatMap(({ line, lines: count }, i) => {
			// The cells of one text follow each other; where someone has made a file in which they don't, no line is counted twice.
			const end = Math.min(line + count, cells[i + 1]?.line ?? Infinity, lines.length + 1);
			return line < 1 || end <= line ? [] : { line, text: lines.slice(line - 1, end - 1).join('\n') };
		}),
	};
}
