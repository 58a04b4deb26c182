/** What is said of an expression: a value, or why it has none; as it crosses from the replay process. */
import { NeedsOperators, PythonError, Refusal, type RefusalReason } from './errors.ts';
import type { Evaluator } from './evaluate.ts';
import type { Computed } from './heap.ts';
import type { Expression } from './syntax.ts';

export type Failure =
	| { readonly kind: 'error'; readonly type: string; readonly message: string }
	| { readonly kind: 'refused'; readonly reason: RefusalReason; readonly subject: string };

export type Answer = { readonly kind: 'value'; readonly computed: Computed } | Failure;

/** Of what the evaluator throws; another error is a fault of ours and is thrown on. */
export function failureOf(error: unknown): Failure {
	if (error instanceof PythonError) return { kind: 'error', type: error.type, message: error.message };
	if (error instanceof Refusal) return { kind: 'refused', reason: error.reason, subject: error.subject };
	// A list without end, or one in itself, in somebody's trace.
	if (error instanceof RangeError) return { kind: 'refused', reason: 'size', subject: '' };
	throw error;
}

/** `none`: the expression has no truth there, as where a name means nothing yet. `unknown`: it was not asked, or that was given up. */
export const Verdict = { none: -1, false: 0, true: 1, unknown: 2 } as const;

/** Whether an expression is true; what is wrong with it at one moment is that moment's affair. Throws NeedsOperators. */
export function verdictOf(evaluator: Evaluator, expression: Expression): number {
	try {
		return evaluator.truth(evaluator.evaluate(expression)) ? Verdict.true : Verdict.false;
	} catch (error) {
		if (error instanceof NeedsOperators) throw error;
		failureOf(error);
		return Verdict.none;
	}
}
