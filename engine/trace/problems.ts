/**
 * What can be wrong with a trace's bytes: every sentence in English, so that the editor can say it in the user's
 * language (`{0}`, `{1}` are the error's numbers, as in VS Code's `l10n.t`).
 */
export const PROBLEMS = {
	foreign: 'This is not a Tensor Loupe trace.',
	newer: 'The trace was written by a newer Tensor Loupe (format {0}; this one reads up to {1}).',
	older: 'The trace was written by an older Tensor Loupe (format {0}; this one reads {1}). Run the program again.',
	header: 'The trace is damaged: a frame\'s header does not match its checksum.',
	length: 'The trace is damaged: a frame has an impossible length.',
	payload: 'The trace is damaged: a frame does not match its checksum.',
	sequence: 'The trace is damaged: a frame is missing.',
	table: 'The trace is damaged: a table does not fit into its frame.',
	twice: 'The trace is damaged: a frame has a table twice.',
	children: 'The trace is damaged: a row lacks its parts.',
	cut: 'The trace was cut short: its last frame is not whole.',
} as const;

/** Something in the bytes isn't a trace of this version; the message is for people. */
export class TraceFormatError extends Error {
	override readonly name = 'TraceFormatError';
	readonly sentence: string;
	readonly numbers: readonly number[];

	constructor(sentence: (typeof PROBLEMS)[keyof typeof PROBLEMS], ...numbers: readonly number[]) {
		super(sentence.replace(/\{(\d)\}/g, (_, place) => String(numbers[Number(place)])));
		this.sentence = sentence;
		this.numbers = numbers;
	}
}
