/**
 * Steps by frame, so that a move looks at the calls that are open and never at all steps: where a frame's next line is,
 * and its last one. Follows a trace that grows; each step is read once.
 */
import { countBelow } from '../trace/ascending.ts';
import { callChain } from '../trace/focus.ts';
import type { Trace } from '../trace/model.ts';
import { done, type Work } from '../trace/work.ts';
import type { Moment } from './types.ts';

export class Steps {
	readonly trace: Trace;
	readonly #frames: number[] = [];
	/** Per frame its steps, ascending. */
	readonly #ofFrame: number[][] = [];
	/** The frames that nothing called, and their steps: the cells of a document, which run one after another. */
	readonly #cells = new Set<number>();
	readonly #ofCells: number[] = [];

	constructor(trace: Trace) {
		this.trace = trace;
	}

	/** How many steps were recorded so far. Reads those that `follow` has not. */
	get count(): number {
		done(this.follow());
		return this.#frames.length;
	}

	/** Reads what has been recorded. */
	*follow(): Work<void> {
		while (this.#frames.length < this.trace.stepCount) {
			const index = this.#frames.length, { frame } = this.trace.step(index);
			this.#frames.push(frame);
			const own = this.#ofFrame[frame];
			if (own === undefined && this.trace.frame(frame).parent < 0) this.#cells.add(frame);
			if (own === undefined) this.#ofFrame[frame] = [index];
			else own.push(index);
			if (this.#cells.has(frame)) this.#ofCells.push(index);
			yield;
		}
	}

	/** The frame in which a position stands; after the last step, the outermost one of it. */
	frameAt(position: number): number {
		if (position < this.count) return this.#frames[position]!;
		const last = this.#frames.at(-1);
		return last === undefined ? -1 : callChain(this.trace, last, this.trace.lastTick).at(-1)!;
	}

	/** What a position stands for. */
	momentAt(position: number): Moment {
		if (position < this.count) return this.trace.step(position);
		const frame = this.frameAt(position);
		const last = this.lastBefore(frame, position);
		return { tick: this.trace.lastTick, frame, line: last === undefined ? 0 : this.trace.step(last).line };
	}

	/** The frames that are open at a position, innermost first. */
	chainAt(position: number): number[] {
		return callChain(this.trace, this.frameAt(position), this.momentAt(position).tick);
	}

	/** A frame's first step behind a position. */
	firstAfter(frame: number, position: number): number | undefined {
		const steps = this.#ofFrame[frame] ?? [];
		return steps[countBelow(steps, position + 1)];
	}

	/** A frame's last step before a position. */
	lastBefore(frame: number, position: number): number | undefined {
		const steps = this.#ofFrame[frame] ?? [];
		return steps[countBelow(steps, position) - 1];
	}

	/** The cells' own first step behind a position, in whichever cell. */
	firstOfCells(position: number): number | undefined {
		return this.#ofCells[countBelow(this.#ofCells, position + 1)];
	}

	/** The cells' own last step before a position. */
	lastOfCells(position: number): number | undefined {
		return this.#ofCells[countBelow(this.#ofCells, position) - 1];
	}
}
