/** What each line of a run has printed, gathered from its trace as it grows. Pure reading, each output looked at once. */
import type { Run } from './run.ts';

/** Characters of a line's text that are kept: for its hover. */
const KEPT = 8000;

export interface Printed {
	/** Of the line's last run. */
	readonly text: string;
	/** In how many runs of the line it printed. */
	readonly times: number;
	/** All of it went to stderr. */
	readonly isError: boolean;
}

interface Growing { text: string; times: number; isError: boolean; tick: number }

export class PrintedLines {
	readonly #run: Run;
	readonly #lines = new Map<number, Growing>();
	#outputs = 0;

	constructor(run: Run) {
		this.#run = run;
	}

	/** By zero-based line of the text that ran. */
	lines(): ReadonlyMap<number, Printed> {
		const { outputs } = this.#run.trace;
		for (; this.#outputs < outputs.length; this.#outputs++) {
			const output = outputs[this.#outputs]!;
			if (output.frame < 0 || !this.#run.isOwnCell(output.cell)) { continue; }
			const line = output.line - 1;
			// One call of print() writes in several pieces, in one step of its line.
			const tick = this.#run.trace.stepAt(output.tick)?.tick ?? output.tick;
			const before = this.#lines.get(line);
			if (before?.tick === tick) {
				if (before.text.length < KEPT) { before.text = (before.text + output.text).slice(0, KEPT); }
				before.isError &&= output.stream === 2;
			} else {
				this.#lines.set(line, { text: output.text.slice(0, KEPT), times: (before?.times ?? 0) + 1, isError: output.stream === 2, tick });
			}
		}
		return this.#lines;
	}
}
