/**
 * The runs behind a saved trace, one for each of its texts: what was asked for is read from the trace's own cells and
 * sources, so that every reader of a run works over them, without a process and without the document.
 */
import type { Uri } from 'vscode';
import type { Expectation } from '../../engine/snippet/snippet.ts';
import type { Cell, Source } from '../../engine/trace/model.ts';
import { splitLines } from '../code/lineMap.ts';
import type { RecordedTrace } from '../run/recordedTrace.ts';
import { Run, type Requested, type RunState } from '../run/run.ts';
import { sourceUri } from './sourceUri.ts';

/** A longer text is not searched for pasted output. */
const LONGEST = 2 ** 20;

export async function savedRuns(file: Uri, recorded: RecordedTrace): Promise<Run[]> {
	const { sources, cells, errors, status, info } = recorded.trace;
	// Stop raises it, and nothing else that is usual.
	const state: RunState = status === undefined ? 'cut' : errors.some(({ type }) => type === 'KeyboardInterrupt') ? 'stopped' : 'ended';
	return Promise.all(sources.map(async source => {
		const uri = sourceUri(file, source.index, source.name);
		const request = requestedOf(source, cells, info?.language === 'javascript');
		const run = new Run(uri.toString(), uri, { request, expectations: await expectationsOf(request), file }, recorded);
		run.state = state;
		return run;
	}));
}

/** TypeScript is read as what JavaScript is a part of. */
function requestedOf({ index, uri, name, text }: Source, all: readonly Cell[], isScript: boolean): Requested {
	const lines = splitLines(text);
	const cells = all.filter(({ source }) => source === index).sort((a, b) => a.line - b.line);
	return {
		uri, name, text,
		cells: cells.flatMap(({ line, lines: count }, i) => {
			// The cells of one text follow each other; where someone has made a file in which they don't, no line is counted twice.
			const end = Math.min(line + count, cells[i + 1]?.line ?? Infinity, lines.length + 1);
			return line < 1 || end <= line ? [] : { line, text: lines.slice(line - 1, end - 1).join('\n'), ...isScript && { language: 'typescript' as const } };
		}),
	};
}

/** The pasted output that stands in the text and is about cells that ran. */
async function expectationsOf({ name, text, cells }: Requested): Promise<Expectation[]> {
	if (text.length > LONGEST || cells.some(({ language: its }) => its !== undefined)) { return []; }
	const { findRunnables, joinSnippets } = await import('../../engine/snippet/snippet.ts');
	const language = /\.(md|markdown)$/i.test(name) ? 'markdown' : 'python';
	const all = joinSnippets(findRunnables(text, language).filter(({ kind }) => kind !== 'file').map(({ snippet }) => snippet), language);
	return all.expectations.flatMap(expectation => {
		const ran = expectation.cells.map(index => {
			const cell = all.cells[index];
			return cells.findIndex(each => each.line === cell?.line && splitLines(each.text).length === splitLines(cell.text).length);
		});
		return ran.includes(-1) ? [] : { ...expectation, cells: ran };
	});
}
