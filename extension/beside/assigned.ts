/** What a step gave to a target of its assignment, in the few characters that there are beside a line. */
import { evaluate } from '../../engine/trace/expression.ts';
import type { Step, Trace, Value } from '../../engine/trace/model.ts';
import { inlineText } from './inlineText.ts';
import { partOf } from '../moment/parts.ts';
import type { InlineValueFormat } from '../settings.ts';
import type { Target } from '../code/statements.ts';

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
	const part = partOf(trace, text, step.frame, step.end);
	const computed = part && inlineText(part.values, part.value, step.end, format);
	if (computed !== undefined) { return { text: computed, whole: undefined, value: undefined }; }
	const found = recorded(whole);
	return found && { ...found, whole };
}
