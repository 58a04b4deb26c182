/** What is said of an expression: a value, or why it has none; as it crosses from the replay process. */
import { PythonError, Refusal, type RefusalReason } from './errors.ts';
import type { Computed } from './heap.ts';

export type Failure =
	| { readonly kind: 'error'; readonly type: string; readonly message: string }
	| { readonly kind: 'refused'; readonly reason: RefusalReason; readonly subject: string };

export type Answer = { readonly kind: 'value'; readonly computed: Computed } | Failure;

/** Of what the evaluator throws; another error is a fault of ours and is thrown on. */
export function failureOf(error: unknown): Failure {
	if (error instanceof PythonError) return { kind: 'error', type: error.type, message: error.message };
	if (error instanceof Refusal) return { kind: 'refused', reason: error.reason, subject: error.subject };
	throw error;
}
