/**
 * Evaluates at moments of a trace: at once where it is told from what was recorded, else by asking the replay process.
 * Breakpoints' conditions, their messages, watches, hovers and the console all come through here.
 */
import { failureOf, verdictOf, type Answer, type Failure } from '../expression/answer.ts';
import { NeedsOperators } from '../expression/errors.ts';
import { Evaluator } from '../expression/evaluate.ts';
import { Heap } from '../expression/heap.ts';
import { parseExpression, type Expression } from '../expression/syntax.ts';
import type { Place } from '../replay/protocol.ts';
import type { Trace, Value } from '../trace/model.ts';
import type { Pace } from './pace.ts';
import type { Moment, Variable } from './types.ts';
import { variableOf } from './variables.ts';

/** The replay process, however it is reached. */
export interface Replay {
	evaluate(expression: Expression, place: Place, signal: AbortSignal | undefined): Promise<Answer>;
	/** By step a Verdict; `unknown` from where it was given up. */
	judge(expression: Expression, steps: Uint32Array, signal: AbortSignal): Promise<Int8Array>;
}

/** A value and where what it refers to is read. */
export interface Evaluated { readonly kind: 'value'; readonly value: Value; readonly heap: Heap; readonly expression: Expression }

type Parsed = { readonly expression: Expression } | { readonly failure: Failure };

/** Texts that are kept parsed. */
const MOST_PARSED = 200;

export class Evaluation {
	readonly #trace: Trace;
	readonly #replay: Replay;
	/** A breakpoint's message is the same at each hit. */
	readonly #parsed = new Map<string, Parsed>();

	constructor(trace: Trace, replay: Replay) {
		this.#trace = trace;
		this.#replay = replay;
	}

	/** undefined: the replay process would have to be asked. */
	evaluateAtOnce(expression: Expression, place: Place): Evaluated | Failure | undefined {
		const heap = new Heap(this.#trace);
		try {
			return { kind: 'value', value: new Evaluator(heap, place.frame, place.tick).evaluate(expression), heap, expression };
		} catch (error) {
			return error instanceof NeedsOperators ? undefined : failureOf(error);
		}
	}

	async evaluate(text: string, place: Place, signal?: AbortSignal): Promise<Evaluated | Failure> {
		const parsed = this.#parsed.get(text) ?? this.#parse(text);
		return 'failure' in parsed ? parsed.failure : this.evaluateParsed(parsed.expression, place, signal);
	}

	#parse(text: string): Parsed {
		let parsed: Parsed;
		try {
			parsed = { expression: parseExpression(text) };
		} catch (error) {
			parsed = { failure: failureOf(error) };
		}
		if (this.#parsed.size >= MOST_PARSED) this.#parsed.clear();
		this.#parsed.set(text, parsed);
		return parsed;
	}

	async evaluateParsed(expression: Expression, place: Place, signal?: AbortSignal): Promise<Evaluated | Failure> {
		const known = this.evaluateAtOnce(expression, place);
		if (known !== undefined) return known;
		const answer = await this.#replay.evaluate(expression, place, signal);
		return answer.kind === 'value' ? { kind: 'value', value: answer.computed.root, heap: new Heap(this.#trace, answer.computed), expression } : answer;
	}

	/** Whether it is true at each of these steps; what has no truth there is not. */
	async verdicts(expression: Expression, steps: readonly number[], pace: Pace): Promise<Int8Array> {
		const verdicts = new Int8Array(steps.length);
		for (const [i, index] of steps.entries()) {
			const verdict = this.#verdictAtOnce(expression, this.#trace.step(index));
			if (verdict === undefined) {
				verdicts.set(await this.#replay.judge(expression, Uint32Array.from(steps.slice(i)), pace.signal), i);
				return verdicts;
			}
			verdicts[i] = verdict;
			await pace.breathe();
		}
		return verdicts;
	}

	/** A message with the values of what stands in its braces; what has none stays as it is written. */
	async textWithValues(message: string, moment: Moment, signal: AbortSignal): Promise<string> {
		let text = '';
		let from = 0;
		for (const { 0: whole, 1: inner, index } of message.matchAll(/\{([^{}]+)\}/g)) {
			const found = await this.evaluate(inner!, moment, signal);
			text += message.slice(from, index) + (found.kind === 'value' ? variableFrom(found, inner!, moment.tick).text : whole);
			from = index + whole.length;
		}
		return text + message.slice(from);
	}

	#verdictAtOnce(expression: Expression, { frame, tick }: Place): number | undefined {
		try {
			return verdictOf(new Evaluator(new Heap(this.#trace), frame, tick), expression);
		} catch (error) {
			if (error instanceof NeedsOperators) return undefined;
			throw error;
		}
	}
}

/** What an operator joins is put in parentheses before a part of it is asked for. */
const JOINED: ReadonlySet<Expression['kind']> = new Set(['unary', 'binary', 'and', 'or', 'comparison', 'conditional']);

export function variableFrom({ value, heap, expression }: Evaluated, text: string, tick: number): Variable {
	const written = text.trim();
	return variableOf(heap, written, value, tick, JOINED.has(expression.kind) ? `(${written})` : written);
}
