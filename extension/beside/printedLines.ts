/** What each line of a run has printed, gathered from its trace as it grows. Pure reading, each output looked at once. */
import { countUpTo } from '../../engine/trace/ascending.ts';
import type { Tick } from '../../engine/trace/model.ts';
import { compacted } from '../../engine/trace/overwritten.ts';
import type { Run } from '../run/run.ts';

/** Characters of a line's text that are kept: for its hover. */
const KEPT = 8000;

export interface Printed {
	/** Of the line's last run, as it was written. */
	readonly text: string;
	/** In how many runs of the line it printed. */
	readonly times: number;
	/** All of it went to stderr. */
	readonly isError: boolean;
}

/** A bar that is written anew needs no more than it shows. */
function joined(text: string, more: string): string {
	const all = text.length < KEPT ? text + more : text;
	return all.length <= KEPT ? all : compacted(all).slice(0, KEPT);
}

/** `starts`: of each run of the line, the first of its outputs. */
interface Growing { text: string; times: number; isError: boolean; tick: number; readonly starts: number[] }

export class PrintedLines {
	readonly #run: Run;
	readonly #lines = new Map<number, Growing>();
	#outputs = 0;

	constructor(run: Run) {
		this.#run = run;
	}

	/** By zero-based line of the text that ran; `until` a tick, or to the end. */
	lines(until?: Tick): ReadonlyMap<number, Printed> {
		this.#follow();
		return until === undefined ? this.#lines : this.#linesUntil(until);
	}

	#follow(): void {
		const { outputs } = this.#run.trace;
		for (; this.#outputs < outputs.length; this.#outputs++) {
			const output = outputs[this.#outputs]!;
			if (output.frame < 0 || !this.#run.isOwnCell(output.cell)) { continue; }
			const line = output.line - 1;
			// One call of print() writes in several pieces, in one step of its line.
			const tick = this.#run.trace.stepAt(output.tick)?.tick ?? output.tick;
			const before = this.#lines.get(line);
			if (before?.tick === tick) {
				before.text = joined(before.text, output.text);
				before.isError &&= output.stream === 2;
			} else {
				const starts = before?.starts ?? [];
				starts.push(this.#outputs);
				this.#lines.set(line, { text: joined('', output.text), times: starts.length, isError: output.stream === 2, tick, starts });
			}
		}
	}

	#linesUntil(until: Tick): Map<number, Printed> {
		const { outputs } = this.#run.trace;
		const found = new Map<number, Printed>();
		for (const [line, { starts }] of this.#lines) {
			const times = countUpTo(starts.length, index => outputs[starts[index]!]!.tick, until);
			if (times === 0) { continue; }
			let text = '';
			let isError = true;
			for (let i = starts[times - 1]!; i < (starts[times] ?? outputs.length) && text.length < KEPT; i++) {
				const output = outputs[i]!;
				if (output.line - 1 !== line || output.tick > until) { continue; }
				text = joined(text, output.text);
				isError &&= output.stream === 2;
			}
			found.set(line, { text, times, isError });
		}
		return found;
	}
}
