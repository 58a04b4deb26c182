/**
 * Where a move leads in a recorded run, forwards or backwards, given breakpoints. Everything is looked up in indexes:
 * a move costs the open calls and the breakpoints, not the steps between here and there; only conditions are asked step by
 * step, in slices.
 *
 * Stepping over skips what is called, so a move looks for the next (or last) line of this frame or of one that called it,
 * and at a cell's end for the first line of the next cell.
 */
import type { Trace } from '../trace/model.ts';
import type { Evaluation } from './evaluation.ts';
import { Hits } from './hits.ts';
import type { Pace } from './pace.ts';
import { Raises } from './raises.ts';
import { Steps } from './steps.ts';
import type { Breakpoint, LogEntry, Move, Stop } from './types.ts';

export class Timeline {
	readonly steps: Steps;
	readonly raises: Raises;
	readonly evaluation: Evaluation;
	#hits: readonly Hits[] = [];

	constructor(trace: Trace, evaluation: Evaluation) {
		this.steps = new Steps(trace);
		this.raises = new Raises(trace);
		this.evaluation = evaluation;
	}

	set breakpoints(breakpoints: readonly Breakpoint[]) {
		// What has been asked for a breakpoint that stays is kept.
		this.#hits = breakpoints.map(breakpoint => this.#hits.find(hits => hits.breakpoint === breakpoint) ?? new Hits(this.steps.trace, this.evaluation, breakpoint));
	}

	/**
	 * Where a move from a position leads; undefined: nowhere in what has been recorded so far.
	 * @param after the breakpoints up to here have been looked at before, when less was recorded
	 */
	async find(move: Move, from: number, after: number, pace: Pace): Promise<Stop | undefined> {
		const { steps } = this;
		switch (move) {
			case 'continue': return this.#forwards(from, after, undefined, pace);
			case 'stepIn': return this.#forwards(from, after, from + 1 < steps.count ? from + 1 : undefined, pace);
			case 'next': return this.#forwards(from, after, this.#next(steps.chainAt(from), from), pace);
			case 'stepOut': return this.#forwards(from, after, this.#out(steps.chainAt(from), from), pace);
			case 'stepBack': return this.#backwards(from, this.#previous(steps.chainAt(from), from), pace);
			case 'reverseContinue': return this.#backwards(from, undefined, pace);
		}
	}

	/** What breakpoints with a message say on the way, the first position excluded and the last included. */
	async logs(after: number, upTo: number, most: number, pace: Pace): Promise<LogEntry[]> {
		const found: { position: number; message: string }[] = [];
		for (const hits of this.#hits) {
			const { logMessage } = hits.breakpoint;
			if (logMessage === undefined) continue;
			for (let at = await hits.first(after, upTo + 1, pace), count = 0; at !== undefined && count < most; at = await hits.first(at, upTo + 1, pace), count++) found.push({ position: at, message: logMessage });
		}
		const entries: LogEntry[] = [];
		for (const { position, message } of found.sort((a, b) => a.position - b.position).slice(0, most)) {
			entries.push({ position, text: await this.evaluation.textWithValues(message, this.steps.momentAt(position), pace.signal) });
			await pace.breathe();
		}
		return entries;
	}

	#next(frames: readonly number[], from: number): number | undefined {
		return least([...frames.map(frame => this.steps.firstAfter(frame, from)), this.steps.firstOfCells(from)]);
	}

	/** Out of a call to its caller, out of a cell to the next one. */
	#out([frame, ...callers]: readonly number[], from: number): number | undefined {
		return callers.length > 0 ? this.#next(callers, from) : this.steps.firstOfCells(frame === undefined ? from : this.steps.lastBefore(frame, Infinity) ?? from);
	}

	#previous(frames: readonly number[], from: number): number | undefined {
		return greatest([...frames.map(frame => this.steps.lastBefore(frame, from)), this.steps.lastOfCells(from)]);
	}

	/** To a target, or to what stops before it. */
	async #forwards(from: number, after: number, target: number | undefined, pace: Pace): Promise<Stop | undefined> {
		// Which exception nobody catches is known when the run is over, and then behind what has been looked at.
		let found = least([target, this.raises.first(from, (target ?? this.steps.count - 1) + 1)]);
		for (const hits of this.#stopping) found = await hits.first(after, (found ?? this.steps.count - 1) + 1, pace) ?? found;
		return found === undefined ? undefined : this.#stopAt(found, pace);
	}

	async #backwards(from: number, target: number | undefined, pace: Pace): Promise<Stop> {
		let found = greatest([target, this.raises.last((target ?? 0) - 1, from)]);
		for (const hits of this.#stopping) found = await hits.last((found ?? 0) - 1, from, pace) ?? found;
		return found === undefined ? { position: 0, reason: 'entry', breakpoints: [] } : this.#stopAt(found, pace);
	}

	async #stopAt(position: number, pace: Pace): Promise<Stop> {
		const breakpoints: number[] = [];
		for (const hits of this.#stopping) if (await hits.first(position - 1, position + 1, pace) !== undefined) breakpoints.push(hits.breakpoint.id);
		const isRaise = this.raises.first(position - 1, position + 1) !== undefined;
		return { position, reason: isRaise ? 'exception' : breakpoints.length > 0 ? 'breakpoint' : 'step', breakpoints };
	}

	get #stopping(): readonly Hits[] {
		return this.#hits.filter(({ breakpoint }) => breakpoint.logMessage === undefined);
	}
}

function least(numbers: readonly (number | undefined)[]): number | undefined {
	return numbers.reduce((least, number) => least === undefined || (number !== undefined && number < least) ? number : least, undefined);
}

function greatest(numbers: readonly (number | undefined)[]): number | undefined {
	return numbers.reduce((greatest, number) => greatest === undefined || (number !== undefined && number > greatest) ? number : greatest, undefined);
}
