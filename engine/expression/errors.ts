/** Why an expression has no value: what Python itself would raise, or why it is not evaluated in a recording at all. */

/** An exception as Python and PyTorch word it. */
export class PythonError extends Error {
	readonly type: string;

	constructor(type: string, message: string) {
		super(message);
		this.type = type;
	}
}

/**
 * - `form`: more than an expression of names, attributes, subscripts, operators and calls
 * - `call`: what is called is no function that is known to be pure
 * - `inPlace`, `random`: a function of PyTorch's that writes, or draws random numbers
 * - `lacking`: PyTorch has it, the engine does not
 * - `unrecorded`: the trace does not hold it
 * - `size`: more than is gone through for an answer
 * - `time`, `process`: it took too long, or what evaluates it could not be started
 */
export type RefusalReason = 'form' | 'call' | 'inPlace' | 'random' | 'lacking' | 'unrecorded' | 'size' | 'time' | 'process';

export class Refusal extends Error {
	readonly reason: RefusalReason;
	/** What it is about, as written. */
	readonly subject: string;

	constructor(reason: RefusalReason, subject: string) {
		super(`${reason}: ${subject}`);
		this.reason = reason;
		this.subject = subject;
	}
}

/** The elements of tensors are to be computed with, which is not done here: the replay process does it. */
export class NeedsOperators extends Error {}

export function typeError(message: string): PythonError {
	return new PythonError('TypeError', message);
}
