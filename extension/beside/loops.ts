/** The loops of a document that ran, and the iteration of each that is looked at. */
import { Range, type TextDocument } from 'vscode';
import { focusAt } from '../../engine/trace/focus.ts';
import type { Iterations, LoopLines } from '../../engine/trace/loops.ts';
import type { Work } from '../../engine/trace/work.ts';
import { inTurns } from '../inTurns.ts';
import type { Position } from '../moment/position.ts';
import { codeIn, type PythonCode } from '../code/pythonAt.ts';
import type { Run } from '../run/run.ts';
import type { Runs } from '../run/runs.ts';

export interface RanLoop {
	readonly run: Run;
	/** Zero-based line of the document where its `for` or `while` stands. */
	readonly line: number;
	/** The last line of its body. */
	readonly last: number;
	/** Of the text that ran. */
	readonly lines: LoopLines;
}

/** A loop at an iteration. */
export interface LoopAt extends RanLoop { readonly iterations: Iterations }

/** Of those in a range, the ones whose header stands as it ran, with a body on lines of its own, that were come to. */
export async function loopsIn(document: TextDocument, range: Range, runs: Runs): Promise<RanLoop[]> {
	if (runs.of(document.uri).length === 0) { return []; }
	const codes = await codeIn(document, range);
	const { loopsIn: textsIn } = await import('../code/statements.ts');
	return inTurns(ran(document, range, runs, codes, textsIn));
}

function* ran(document: TextDocument, range: Range, runs: Runs, codes: readonly PythonCode[], textsIn: typeof import('../code/statements.ts').loopsIn): Work<RanLoop[]> {
	const { version } = document;
	const found: RanLoop[] = [];
	for (const code of codes) {
		for (const { from, body } of textsIn(code.tree, code.offsetAt(range.start), code.offsetAt(range.end.with({ character: Number.MAX_SAFE_INTEGER })))) {
			yield;
			// Edited meanwhile: who asked asks again.
			if (document.version !== version) { return []; }
			const line = code.positionAt(from).line;
			const colon = code.positionAt(body.from).line;
			const last = code.positionAt(Math.max(body.from, body.to - 1)).line;
			const at = line < range.start.line || line > range.end.line ? undefined : runs.lineAt(document, line);
			if (!at || at.changed || last === colon) { continue; }
			const { run } = at;
			const shift = at.line - line;
			const lines = { source: run.ownSource, header: at.line + 1, body: colon + shift + 2, last: last + shift + 1 };
			if (wasVisited(run, lines)) { found.push({ run, line, last, lines }); }
		}
	}
	return found;
}

/** undefined: its body never ran. */
export async function iterationsOf({ run, lines }: RanLoop, position: Position): Promise<Iterations | undefined> {
	const { iterationsAt } = await import('../../engine/trace/loops.ts');
	return inTurns(iterationsAt(run.trace, lines, focusAt(run.trace, position.of(run.trace))));
}

/** Those of a range that iterated. */
export async function loopsAt(document: TextDocument, range: Range, runs: Runs, position: Position): Promise<LoopAt[]> {
	const found: LoopAt[] = [];
	for (const loop of await loopsIn(document, range, runs)) {
		const iterations = await iterationsOf(loop, position);
		if (iterations) { found.push({ ...loop, iterations }); }
	}
	return found;
}

/** The innermost loop around a line, its header included. */
export async function loopAround(document: TextDocument, line: number, runs: Runs, position: Position): Promise<LoopAt | undefined> {
	const around = (await loopsIn(document, new Range(0, 0, line, 0), runs)).findLast(loop => loop.last >= line);
	const iterations = around && await iterationsOf(around, position);
	return iterations && { ...around, iterations };
}

function wasVisited({ trace }: Run, { source, header, body }: LoopLines): boolean {
	for (let line = header; line < body; line++) {
		if (trace.stepsOfLine(source, line).length > 0) { return true; }
	}
	return false;
}
