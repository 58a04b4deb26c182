/** What a step gave to a target of its assignment, in the few characters that there are beside a line. */
import { PythonError, Refusal, NeedsOperators } from '../engine/expression/errors.ts';
import { Evaluator } from '../engine/expression/evaluate.ts';
import { Heap } from '../engine/expression/heap.ts';
import { parseExpression } from '../engine/expression/syntax.ts';
import { evaluate } from '../engine/trace/expression.ts';
import type { Step, Trace, Value } from '../engine/trace/model.ts';
import { inlineText } from './inlineText.ts';
import type { InlineValueFormat } from './settings.ts';
import type { Target } from './statements.ts';

export interface Assigned {
	readonly text: string;
	/** What the text shows is this, and not the target itself. */
	readonly whole: string | undefined;
	/** As it was recorded; undefined: a part that was computed from that. */
	readonly value: Value | undefined;
}

/** The target's value; of a part that can't be told, what it is a part of. undefined: better nothing. */
export function assignedTo(trace: Trace, { text, whole }: Target, step: Step, format: Exclude<InlineValueFormat, 'off'>): Assigned | undefined {
	const recorded = (name: string): { readonly text: string; readonly value: Value } | undefined => {
		const ref = evaluate(trace, name, step.frame, step.end);
		const value = ref === undefined ? undefined : trace.value(ref, step.end);
		const shown = value && inlineText(trace, value, step.end, format);
		return value && shown !== undefined ? { text: shown, value } : undefined;
	};
	const own = recorded(text);
	if (own) { return { ...own, whole: undefined }; }
	if (whole === undefined) { return undefined; }
	const computed = partText(trace, text, step, format);
	if (computed !== undefined) { return { text: computed, whole: undefined, value: undefined }; }
	const found = recorded(whole);
	return found && { ...found, whole };
}

function partText(trace: Trace, text: string, { frame, end }: Step, format: Exclude<InlineValueFormat, 'off'>): string | undefined {
	const heap = new Heap(trace);
	try {
		return inlineText(heap, new Evaluator(heap, frame, end).evaluate(parseExpression(text)), end, format);
	} catch (error) {
		if (error instanceof PythonError || error instanceof Refusal || error instanceof NeedsOperators) { return undefined; }
		throw error;
	}
}
