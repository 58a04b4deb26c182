/**
 * The breakpoints of a session: where each stands in the text that ran, whether it can be hit, and why not. A line is
 * known to run when it has run, so they are placed again as the recording grows.
 */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { l10n, type Uri } from 'vscode';
import type { Evaluation } from '../../engine/debug/evaluation.ts';
import { parseHitCondition } from '../../engine/debug/hits.ts';
import type { Breakpoint } from '../../engine/debug/types.ts';
import { failureOf, type Failure } from '../../engine/expression/answer.ts';
import { parseExpression, type Expression } from '../../engine/expression/syntax.ts';
import { openDocument } from '../code/documents.ts';
import { endOfRecording } from '../run/endOfRecording.ts';
import type { Run } from '../run/run.ts';
import { sentenceOf } from './sentences.ts';
import type { Statements } from './statements.ts';

interface Asked {
	readonly id: number;
	readonly condition: Expression | undefined;
	readonly hits: Breakpoint['hits'];
	readonly logMessage: string | undefined;
	/** What is wrong with it wherever it stands. */
	readonly problem: string | undefined;
	/** Lines of the text that ran, 1-based: the one that is meant and the others of its statement. Empty: no code of this run. */
	readonly lines: readonly number[];
	/** As the editor has it. */
	readonly askedLine: number;
	/** The condition as written, and why it could not be told at the line's last and first run, once that was asked. */
	readonly text: string;
	doubt: { failure: Failure | undefined; readonly isOver: boolean } | undefined;
	placed: Breakpoint | undefined;
	told: DebugProtocol.Breakpoint;
}

export class Breakpoints {
	readonly #run: Run;
	readonly #evaluation: Evaluation;
	readonly #changed: () => void;
	readonly #say: (sentence: string, line: number) => void;
	/** What has been said of conditions. */
	readonly #said = new Set<string>();
	readonly #statements: Statements;
	#own: readonly Asked[] = [];
	#count = 0;

	/**
	 * @param changed something else is to be said of one: they are to be placed again.
	 * @param say tells of a line of the text that ran, 1-based.
	 */
	constructor(run: Run, statements: Statements, evaluation: Evaluation, changed: () => void, say: (sentence: string, line: number) => void) {
		this.#run = run;
		this.#evaluation = evaluation;
		this.#changed = changed;
		this.#say = say;
		this.#statements = statements;
	}

	/** The run has code for a breakpoint to stand at. */
	get canStand(): boolean {
		return this.#statements.hasCode;
	}

	/** Those that can be hit. */
	get placed(): readonly Breakpoint[] {
		return this.#own.flatMap(({ placed }) => placed ?? []);
	}

	/** Takes a document's breakpoints in place of those that it had. */
	set(uri: Uri, asked: readonly DebugProtocol.SourceBreakpoint[]): readonly DebugProtocol.Breakpoint[] {
		if (uri.toString() !== this.#run.uri.toString()) {
			const message = l10n.t('This file is not recorded in this session.');
			return asked.map(({ line }) => ({ id: ++this.#count, verified: false, line, message }));
		}
		const document = openDocument(uri);
		this.#own = asked.map(each => this.#asked(each, document && each.line <= document.lineCount ? document.lineAt(each.line - 1).text : undefined));
		this.place();
		return this.#own.map(({ told }) => told);
	}

	/** Places all again; returns those of which something else is to be said now. */
	place(): DebugProtocol.Breakpoint[] {
		return this.#own.flatMap(breakpoint => {
			const told = this.#place(breakpoint);
			if (told.verified === breakpoint.told.verified && told.line === breakpoint.told.line && told.message === breakpoint.told.message) { return []; }
			breakpoint.told = told;
			return told;
		});
	}

	#asked({ line, condition, hitCondition, logMessage }: DebugProtocol.SourceBreakpoint, text: string | undefined): Asked {
		const ran = text === undefined ? line - 1 : this.#run.lines.ran(line - 1, text);
		const parsed = condition === undefined || condition.trim() === '' ? undefined : parsedCondition(condition);
		const hits = hitCondition === undefined || hitCondition.trim() === '' ? undefined : parseHitCondition(hitCondition);
		const problem = parsed !== undefined && !('expression' in parsed) ? l10n.t('The condition “{0}” can’t be told: {1}', condition!, sentenceOf(parsed))
			: hitCondition !== undefined && hitCondition.trim() !== '' && !hits ? l10n.t('The hit count “{0}” is not understood: a number, with ==, >=, >, <=, < or % before it.', hitCondition) : undefined;
		const id = ++this.#count;
		const lines = ran === undefined ? [] : this.#statements.at(ran + 1) ?? [];
		return { id, condition: parsed !== undefined && 'expression' in parsed ? parsed.expression : undefined, hits, logMessage: logMessage === '' ? undefined : logMessage, problem, lines, askedLine: line, text: condition ?? '', doubt: undefined, placed: undefined, told: { id, verified: false, line } };
	}

	#place(breakpoint: Asked): DebugProtocol.Breakpoint {
		const { id, lines, problem, condition, hits, logMessage } = breakpoint;
		const { trace, ownSource: source } = this.#run;
		const line = lines.find(each => trace.stepsOfLine(source, each).length > 0);
		const placed = breakpoint.placed;
		breakpoint.placed = line === undefined || problem !== undefined ? undefined : placed?.line === line ? placed : { id, source, line, condition, hits, logMessage };
		const shown = this.#now(line ?? lines[0]) ?? breakpoint.askedLine;
		const message = problem ?? this.#notRun(lines, line) ?? (condition && this.#neverTold(breakpoint, source, line!, condition));
		return message === undefined ? { id, verified: true, line: shown } : { id, verified: false, line: shown, message };
	}

	#notRun(lines: readonly number[], line: number | undefined): string | undefined {
		if (line !== undefined) { return undefined; }
		if (lines.length === 0) { return l10n.t('There is no code of this run here.'); }
		if (this.#run.isRecording) { return l10n.t('This line has not run yet.'); }
		const end = endOfRecording(this.#run);
		return end === undefined ? l10n.t('This line did not run.') : `${l10n.t('This line did not run while it was recorded.')} ${end}`;
	}

	/** A name that was not recorded at the line's first and last run is a mistake, or means something that was left out; so is a value without truth. */
	#neverTold(breakpoint: Asked, source: number, line: number, operand: Expression): string | undefined {
		// As a condition is asked: what has a value may have no truth.
		const condition: Expression = { kind: 'unary', operator: 'not', operand };
		const steps = this.#run.trace.stepsOfLine(source, line);
		// What is not there at a line's first run may be there at the next, which is about to come.
		if (this.#run.isRecording && steps.length < 2) { return undefined; }
		const ends = [steps.at(-1)!, steps.at(0)!];
		let failure: Failure | undefined;
		for (const index of ends) {
			const told = this.#evaluation.evaluateAtOnce(condition, this.#run.trace.step(index));
			if (told === undefined) { failure = this.#doubt(breakpoint, condition, ends); break; }
			if (told.kind === 'value' || this.#isOnItsWay(told)) { return undefined; }
			failure = told;
		}
		if (failure === undefined) { return undefined; }
		const sentence = l10n.t('The condition “{0}” can’t be told: {1}', breakpoint.text, sentenceOf(failure));
		const key = `${line} ${sentence}`;
		// A name that is missing may come yet; with values that are there it will hardly be otherwise.
		if (isOfValues(failure) && !this.#said.has(key)) {
			this.#said.add(key);
			this.#say(sentence, line);
		}
		return sentence;
	}

	/** Where tensors are to be computed it is asked while the program runs and when it has ended, and the answer comes later. */
	#doubt(breakpoint: Asked, condition: Expression, steps: readonly number[]): Failure | undefined {
		const isOver = !this.#run.isRecording;
		const before = breakpoint.doubt;
		if (before === undefined || (isOver && !before.isOver)) {
			const doubt = breakpoint.doubt = { failure: before?.failure, isOver };
			void this.#failureAt(condition, steps).then(failure => {
				doubt.failure = failure;
				this.#changed();
			}, () => undefined);
		}
		return breakpoint.doubt?.failure;
	}

	/** Why it is told at none of these steps. */
	async #failureAt(condition: Expression, steps: readonly number[]): Promise<Failure | undefined> {
		let failure: Failure | undefined;
		for (const index of steps) {
			const found = await this.#evaluation.evaluateParsed(condition, this.#run.trace.step(index));
			// Who could have told has ended: that says nothing of the condition.
			if (found.kind === 'value' || (found.kind === 'refused' && found.reason === 'process') || this.#isOnItsWay(found)) { return undefined; }
			failure = found;
		}
		return failure;
	}

	/** While the program runs, a value may come with the trace's next bytes. */
	#isOnItsWay(failure: Failure): boolean {
		return this.#run.isRecording && failure.kind === 'refused' && failure.reason === 'unrecorded';
	}

	#now(line: number | undefined): number | undefined {
		const now = line === undefined ? undefined : this.#run.lines.current(line - 1);
		return now === undefined ? undefined : now + 1;
	}
}

function isOfValues(failure: Failure): boolean {
	return failure.kind === 'error' && failure.type !== 'NameError' && failure.type !== 'AttributeError';
}

function parsedCondition(text: string): { readonly expression: Expression } | Failure {
	try {
		return { expression: parseExpression(text) };
	} catch (error) {
		return failureOf(error);
	}
}
