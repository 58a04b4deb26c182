/** The loops of a document that ran, and the iteration of each that is looked at. */
import { Range, type TextDocument } from 'vscode';
import { codeIn, type Code } from '../code/codeAt.ts';
import { syntaxOf } from '../code/syntax.ts';
import { inTurns } from '../inTurns.ts';
import type { Position } from '../moment/position.ts';
import type { Run } from '../run/run.ts';
import type { Runs } from '../run/runs.ts';
import { lineOf, lineStarts } from '../text.ts';
import { focusAt } from '../../engine/trace/focus.ts';
import type { Iterations, LoopLines } from '../../engine/trace/loops.ts';
import type { Work } from '../../engine/trace/work.ts';

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

/** A loop of the text that ran, in lines of it, by that of its header: zero-based. */
type Bodies = ReadonlyMap<number, { readonly body: number; readonly last: number }>;

/** What is in a body now says nothing of what was in it. */
const bodies = new WeakMap<Run, Promise<Bodies>>();

/** Of those in a range, the ones whose header stands as it ran, with a body on lines of its own, that were come to. */
export async function loopsIn(document: TextDocument, range: Range, runs: Runs): Promise<RanLoop[]> {
	if (runs.of(document.uri).length === 0) { return []; }
	const codes = await codeIn(document, range);
	const { version } = document;
	const ofRun = new Map(await Promise.all(runs.of(document.uri).map(async (run): Promise<[Run, Bodies]> => [run, await bodiesOf(run, codes)])));
	// Edited meanwhile: who asked asks again.
	return inTurns(ran(document, range, runs, codes, ofRun, () => document.version === version));
}

function* ran(document: TextDocument, range: Range, runs: Runs, codes: readonly Code[], ofRun: ReadonlyMap<Run, Bodies>, isCurrent: () => boolean): Work<RanLoop[]> {
	const found: RanLoop[] = [];
	for (const code of codes) {
		for (const { from, body } of code.syntax.loopsIn(code.tree, code.offsetAt(range.start), code.offsetAt(range.end.with({ character: Number.MAX_SAFE_INTEGER })))) {
			yield;
			if (!isCurrent()) { return []; }
			const line = code.positionAt(from).line, colon = code.positionAt(body.from).line;
			if (line < range.start.line || line > range.end.line) { continue; }
			const header = Array.from({ length: colon - line + 1 }, (_, i) => runs.lineAt(document, line + i));
			const first = header[0];
			const stands = first && header.every((at, i) => at && !at.changed && at.run === first.run && at.line === first.line + i);
			const own = stands ? ofRun.get(first.run)?.get(first.line) : undefined;
			if (!own) { continue; }
			const lines = { source: first!.run.ownSource, header: first!.line + 1, body: own.body + 1, last: own.last + 1 };
			if (wasVisited(first!.run, lines)) { found.push({ run: first!.run, line, last: code.positionAt(Math.max(body.from, body.to - 1)).line, lines }); }
		}
	}
	return found;
}

/** @param codes what is most likely the same text, parsed */
function bodiesOf(run: Run, codes: readonly Code[]): Promise<Bodies> {
	let found = bodies.get(run);
	if (!found) { bodies.set(run, found = parsed(run, codes)); }
	return found;
}

async function parsed(run: Run, codes: readonly Code[]): Promise<Bodies> {
	const found = new Map<number, { readonly body: number; readonly last: number }>();
	for (const { line: first, text, language } of run.request.cells) {
		const same = codes.find(code => code.text === text && code.language === language), { parsing, loopsIn: loops } = await syntaxOf(language);
		const { tree } = same ?? await inTurns(parsing(text));
		const starts = lineStarts(text), at = (offset: number): number => first - 1 + lineOf(starts, offset);
		for (const { from, body } of loops(tree)) {
			const loop = { body: at(body.from) + 1, last: at(Math.max(body.from, body.to - 1)) };
			if (loop.last >= loop.body) { found.set(at(from), loop); }
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

/** The innermost loop around a line, its header included, that iterated. */
export async function loopAround(document: TextDocument, line: number, runs: Runs, position: Position): Promise<LoopAt | undefined> {
	for (const loop of (await loopsIn(document, new Range(0, 0, line, 0), runs)).filter(each => each.last >= line).reverse()) {
		const iterations = await iterationsOf(loop, position);
		if (iterations) { return { ...loop, iterations }; }
	}
	return undefined;
}

function wasVisited({ trace }: Run, { source, header, body }: LoopLines): boolean {
	for (let line = header; line < body; line++) {
		if (trace.stepsOfLine(source, line).length > 0) { return true; }
	}
	return false;
}
