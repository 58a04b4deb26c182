/** Where exceptions were raised in the program's own code, and which of them a session stops at. Follows a trace that grows. */
import type { Raised, Trace } from '../trace/model.ts';
import { countBelow } from '../trace/ascending.ts';
import { recordedError, uncaught } from '../trace/raises.ts';

export class Raises {
	/** Stop at every one, those that the program catches included. */
	stopsAtAll = false;
	/** Stop at the one that ended the run. */
	stopsAtUncaught = true;
	readonly #trace: Trace;
	/** By raise the step in which it happened, ascending. */
	readonly #positions: number[] = [];

	constructor(trace: Trace) {
		this.#trace = trace;
	}

	/** The first to stop at between two positions, both excluded. */
	first(after: number, before: number): number | undefined {
		const positions = this.#stopping;
		const found = positions[countBelow(positions, after + 1)];
		return found !== undefined && found < before ? found : undefined;
	}

	/** The last to stop at between two positions, both excluded. */
	last(after: number, before: number): number | undefined {
		const positions = this.#stopping;
		const found = positions[countBelow(positions, before) - 1];
		return found !== undefined && found > after ? found : undefined;
	}

	/** What was raised in a step: the last, where several were; undefined: nothing that is known. */
	at(position: number): Raised | undefined {
		const positions = this.#all;
		const index = countBelow(positions, position + 1) - 1;
		return positions[index] === position ? this.#trace.raised[index] : undefined;
	}

	/** Where the exception that ended the run was raised; undefined: none did, or not in recorded code. */
	get uncaught(): number | undefined {
		const error = recordedError(this.#trace);
		if (error === undefined) return undefined;
		const index = uncaught(this.#trace);
		if (index >= 0) return this.#all[index];
		// Of a trace without raises: the last run of the innermost line that the traceback knows.
		for (const { cell, source, line } of error.locations.toReversed()) {
			const last = cell < 0 ? undefined : this.#trace.stepsOfLine(source, line).at(-1);
			if (last !== undefined) return last;
		}
		return undefined;
	}

	get #stopping(): readonly number[] {
		if (this.stopsAtAll) return this.#all;
		const uncaught = this.stopsAtUncaught ? this.uncaught : undefined;
		return uncaught === undefined ? [] : [uncaught];
	}

	get #all(): readonly number[] {
		const { raised } = this.#trace;
		for (let index = this.#positions.length; index < raised.length; index++) {
			const step = this.#trace.stepAt(raised[index]!.tick);
			this.#positions.push(Math.max(this.#positions.at(-1) ?? 0, step?.index ?? 0));
		}
		return this.#positions;
	}
}
