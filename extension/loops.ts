/** The loops of a document that ran, and the iteration of each that is looked at. */
import { Range, type TextDocument } from 'vscode';
import { focusAt } from '../engine/trace/focus.ts';
import type { Iterations } from '../engine/trace/loops.ts';
import { inTurns } from './inTurns.ts';
import type { Position } from './position.ts';
import { codeIn } from './pythonAt.ts';
import type { Run } from './run.ts';
import type { Runs } from './runs.ts';

export interface RanLoop {
	readonly run: Run;
	/** Zero-based line of the document where its `for` or `while` stands. */
	readonly line: number;
	/** The last line of its body. */
	readonly last: number;
	readonly iterations: Iterations;
}

/** Of those in a range, the ones whose header stands as it ran, with a body on lines of its own, that ran at all. */
export async function loopsOf(document: TextDocument, range: Range, runs: Runs, position: Position): Promise<RanLoop[]> {
	if (runs.of(document.uri).length === 0) { return []; }
	const codes = await codeIn(document, range);
	const [{ loopsIn }, { iterationsAt }] = await Promise.all([import('./statements.ts'), import('../engine/trace/loops.ts')]);
	const found: RanLoop[] = [];
	for (const code of codes) {
		for (const { from, body } of loopsIn(code.tree)) {
			const line = code.positionAt(from).line;
			const colon = code.positionAt(body.from).line;
			const last = code.positionAt(Math.max(body.from, body.to - 1)).line;
			const at = line < range.start.line || line > range.end.line ? undefined : runs.lineAt(document, line);
			if (!at || at.changed || last === colon) { continue; }
			const { run } = at;
			const shift = at.line - line;
			const lines = { source: run.ownSource, header: at.line + 1, body: colon + shift + 2, last: last + shift + 1 };
			const iterations = await inTurns(iterationsAt(run.trace, lines, focusAt(run.trace, position.of(run.trace))));
			if (iterations) { found.push({ run, line, last, iterations }); }
		}
	}
	return found;
}

/** The innermost loop around a line, its header included. */
export async function loopAt(document: TextDocument, line: number, runs: Runs, position: Position): Promise<RanLoop | undefined> {
	const loops = await loopsOf(document, new Range(0, 0, line, 0), runs, position);
	return loops.findLast(loop => loop.last >= line);
}
