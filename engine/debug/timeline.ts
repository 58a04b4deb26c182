/**
 * Where a move leads in a recorded run, forwards or backwards, given breakpoints. Everything is looked up in indexes:
 * a move costs the open calls and the breakpoints, not the steps between here and there.
 *
 * Stepping over skips what is called, so a move looks for the next (or last) line of this frame or of one that called it.
 */
import type { Trace } from '../trace/model.ts';
import { Hits } from './hits.ts';
import { Steps } from './steps.ts';
import { textWithValues } from './variables.ts';
import type { Breakpoint, LogEntry, Move, Stop } from './types.ts';

export class Timeline {
	readonly steps: Steps;
	/** Stop where the exception that ended the run was raised. */
	stopsAtException = true;
	#hits: readonly Hits[] = [];

	constructor(trace: Trace) {
		this.steps = new Steps(trace);
	}

	set breakpoints(breakpoints: readonly Breakpoint[]) {
		// What has been counted for a breakpoint that stays is kept.
		this.#hits = breakpoints.map(breakpoint => this.#hits.find(hits => hits.breakpoint === breakpoint) ?? new Hits(this.steps.trace, breakpoint));
	}

	/**
	 * Where a move from a position leads; undefined: nowhere in what has been recorded so far.
	 * @param after the breakpoints up to here have been looked at before, when less was recorded
	 */
	find(move: Move, from: number, after = from): Stop | undefined {
		const { steps } = this;
		switch (move) {
			case 'continue': return this.#forwards(from, after, undefined);
			case 'stepIn': return this.#forwards(from, after, from + 1 < steps.count ? from + 1 : undefined);
			case 'next': return this.#forwards(from, after, this.#next(steps.chain(steps.frameAt(from)), from));
			case 'stepOut': return this.#forwards(from, after, this.#next(steps.chain(steps.frameAt(from)).slice(1), from));
			case 'stepBack': return this.#backwards(from, this.#previous(steps.chain(steps.frameAt(from)), from));
			case 'reverseContinue': return this.#backwards(from, undefined);
		}
	}

	/** Where the exception that ended the run was raised; undefined: none did, or not in recorded code. */
	get raise(): number | undefined {
		const { trace } = this.steps;
		const error = trace.errors.at(-1);
		if (error === undefined) return undefined;
		for (const { cell, source, line } of error.locations.toReversed()) {
			const last = cell < 0 ? undefined : trace.stepsOfLine(source, line).at(-1);
			if (last !== undefined) return last;
		}
		return undefined;
	}

	/** What breakpoints with a message say on the way, the first position excluded and the last included. */
	logs(after: number, upTo: number, most: number): LogEntry[] {
		const entries: LogEntry[] = [];
		for (const hits of this.#hits) {
			const { logMessage } = hits.breakpoint;
			if (logMessage === undefined) continue;
			for (let at = hits.first(after, upTo + 1), count = 0; at !== undefined && count < most; at = hits.first(at, upTo + 1), count++) {
				entries.push({ position: at, text: textWithValues(this.steps.trace, logMessage, this.steps.momentAt(at)) });
			}
		}
		return entries.sort((a, b) => a.position - b.position).slice(0, most);
	}

	#next(frames: readonly number[], from: number): number | undefined {
		return least(frames.map(frame => this.steps.firstAfter(frame, from)));
	}

	#previous(frames: readonly number[], from: number): number | undefined {
		const found = frames.map(frame => this.steps.lastBefore(frame, from)).filter(step => step !== undefined);
		return found.length === 0 ? undefined : Math.max(...found);
	}

	/** To a target, or to what stops before it. */
	#forwards(from: number, after: number, target: number | undefined): Stop | undefined {
		const before = (target ?? this.steps.count - 1) + 1;
		// Known when the run is over, and then behind what has been looked at.
		const raise = this.stopsAtException ? this.raise : undefined;
		const stops = this.#stopping.map(hits => hits.first(after, before));
		const found = least(raise !== undefined && raise > from && raise < before ? [raise, ...stops] : stops) ?? target;
		return found === undefined ? undefined : this.#stopAt(found);
	}

	#backwards(from: number, target: number | undefined): Stop {
		const after = (target ?? 0) - 1;
		const raise = this.stopsAtException ? this.raise : undefined;
		const stops = this.#stopping.map(hits => hits.last(after, from)).filter(step => step !== undefined);
		if (raise !== undefined && raise > after && raise < from) stops.push(raise);
		if (stops.length > 0) return this.#stopAt(Math.max(...stops));
		return target === undefined ? { position: 0, reason: 'entry', breakpoints: [] } : this.#stopAt(target);
	}

	#stopAt(position: number): Stop {
		const breakpoints = this.#stopping.filter(hits => hits.first(position - 1, position + 1) !== undefined).map(hits => hits.breakpoint.id);
		const isRaise = this.stopsAtException && position === this.raise;
		return { position, reason: isRaise ? 'exception' : breakpoints.length > 0 ? 'breakpoint' : 'step', breakpoints };
	}

	get #stopping(): readonly Hits[] {
		return this.#hits.filter(({ breakpoint }) => breakpoint.logMessage === undefined);
	}
}

function least(numbers: readonly (number | undefined)[]): number | undefined {
	const found = numbers.filter(number => number !== undefined);
	return found.length === 0 ? undefined : Math.min(...found);
}
