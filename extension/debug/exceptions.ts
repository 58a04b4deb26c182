/** What a session says of an exception at which it stands: its words and its traceback, and what can be said beyond them. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { Range } from 'vscode';
import { stackAt } from '../../engine/debug/stack.ts';
import type { Timeline } from '../../engine/debug/timeline.ts';
import { openDocument } from '../code/documents.ts';
import { splitLines } from '../code/lineMap.ts';
import type { Tick } from '../../engine/trace/model.ts';
import type { Run } from '../run/run.ts';
import { lineNow } from './sources.ts';

/** The two filters; the protocol's client sends back the names. */
export const RAISED = 'raised', UNCAUGHT = 'uncaught';

interface Known { readonly tick: Tick; readonly type: string; readonly message: string; /** Python's own; undefined where the program went on. */ readonly traceback: string | undefined; readonly isUncaught: boolean; readonly range: Range | undefined; readonly line: number }

/** undefined: nothing was raised where a session stands. */
export function exceptionAt(run: Run, timeline: Timeline, position: number): Known | undefined {
	const { raises } = timeline;
	const error = run.trace.errors.at(-1);
	const isUncaught = error !== undefined && raises.uncaught === position;
	const raised = raises.at(position);
	const [type, message] = isUncaught ? [error.type, error.message] : [raised?.type, raised?.message ?? ''];
	if (type === undefined) { return undefined; }
	const place = raised ?? error?.locations.findLast(({ cell }) => run.isOwnCell(cell));
	const line = place?.line ?? 1;
	const moved = lineNow(run, line) - line;
	const range = place?.range && new Range(place.range.start.line + moved, place.range.start.character, place.range.end.line + moved, place.range.end.character);
	return { tick: raised?.tick ?? error?.tick ?? run.trace.lastTick, type, message, traceback: isUncaught ? error.traceback : undefined, isUncaught, range, line };
}

/** Python's line: its type and what it says. */
export function wordsOf({ type, message }: Pick<Known, 'type' | 'message'>): string {
	return message === '' ? type : `${type}: ${message}`;
}

export async function exceptionInfo(run: Run, timeline: Timeline, position: number, known: Known): Promise<DebugProtocol.ExceptionInfoResponse['body']> {
	const { tick, type, message, traceback = tracebackAt(run, timeline, position, wordsOf(known)), isUncaught, range, line } = known;
	const document = openDocument(run.uri);
	const { explanationOf } = await import('../explain/explanations.ts');
	const explained = document && range && await explanationOf(document, run, { type, message, tick }, line, range);
	const sentences = [message, explained?.sentence ?? '', ...new Set((explained?.operands ?? []).map(({ text }) => text))].filter(text => text !== '');
	return {
		exceptionId: type, description: sentences.join('\n'), breakMode: isUncaught ? 'unhandled' : 'always',
		details: { message, typeName: type, fullTypeName: type, stackTrace: traceback.trimEnd() },
	};
}

/** As Python prints it, of the calls that are open. */
function tracebackAt(run: Run, { steps }: Timeline, position: number, last: string): string {
	const texts = new Map<number, readonly string[]>();
	const frames = stackAt(steps, position).toReversed().map(({ name, source, line }) => {
		const { text = '', name: file = run.request.name } = run.trace.sources[source] ?? {};
		let lines = texts.get(source);
		if (!lines) { texts.set(source, lines = splitLines(text)); }
		return `  File "${file}", line ${line}, in ${name}\n    ${(lines[line - 1] ?? '').trim()}\n`;
	});
	return `Traceback (most recent call last):\n${frames.join('')}${last}`;
}
