/**
 * The position at which a session stands, and how it moves: waits for what is still to be recorded, and steps back over
 * the very steps that it took forwards, so that back is the inverse of forward whatever the forward steps were. One search
 * goes on at a time, in slices; jumping elsewhere gives it up.
 */
import { Pace } from './pace.ts';
import type { Timeline } from './timeline.ts';
import type { LogEntry, Move, Reason, Stop } from './types.ts';

/** Lines that breakpoints with a message say on one way. */
const MOST_LOGS = 10_000;

/** @param isCut there would have been more to say */
export type Log = (entries: readonly LogEntry[], isCut: boolean) => void;

export class Cursor {
	readonly timeline: Timeline;
	readonly #isOver: () => boolean;
	readonly #log: Log;
	#position = -1;
	/** From where the forward steps were taken, since the session last jumped. */
	#trail: number[] = [];
	/** A move that has not led anywhere yet, and up to where it has looked. */
	#waiting: { readonly move: Move; looked: number } | undefined;
	#search: AbortController | undefined;
	/** More was recorded during the search. */
	#isStale = false;

	/** @param isOver nothing more will be recorded */
	constructor(timeline: Timeline, isOver: () => boolean, log: Log) {
		this.timeline = timeline;
		this.#isOver = isOver;
		this.#log = log;
	}

	/** -1: before the first stop. */
	get position(): number {
		return this.#position;
	}

	get isWaiting(): boolean {
		return this.#waiting !== undefined;
	}

	/** undefined: it is on its way, `look` says when it has arrived; or it was given up. */
	async go(move: Move): Promise<Stop | undefined> {
		const isStep = move === 'next' || move === 'stepIn' || move === 'stepOut';
		const taken = move === 'stepBack' ? this.#trail.pop() : undefined;
		if (taken !== undefined) return this.jump(taken, 'step', this.#trail);
		if (!isStep) this.#trail = [];
		this.#giveUp();
		this.#waiting = { move, looked: this.#position };
		return this.look();
	}

	/** To be asked again when more has been recorded, or the run is over. */
	async look(): Promise<Stop | undefined> {
		const waiting = this.#waiting;
		if (waiting === undefined) return undefined;
		this.#isStale = true;
		if (this.#search !== undefined) return undefined;
		const search = this.#search = new AbortController();
		try {
			let stop: Stop | undefined;
			for (; stop === undefined && this.#isStale && !search.signal.aborted;) {
				this.#isStale = false;
				stop = await this.#find(waiting, new Pace(search.signal));
			}
			return search.signal.aborted ? undefined : stop;
		} catch (error) {
			if (search.signal.aborted) return undefined;
			throw error;
		} finally {
			if (this.#search === search) this.#search = undefined;
		}
	}

	async #find(waiting: { readonly move: Move; looked: number }, pace: Pace): Promise<Stop | undefined> {
		const { timeline } = this;
		const { move } = waiting;
		const from = this.#position;
		// Asked for before the steps are counted: what is recorded after this look is the next one's.
		const isOver = this.#isOver();
		for (const work = timeline.steps.follow(); !work.next().done;) if (pace.isDue) await pace.breathe();
		const { count } = timeline.steps;
		const stop = await timeline.find(move, from, waiting.looked, pace) ?? (isOver ? this.#end(move) : undefined);
		if (move !== 'reverseContinue' && move !== 'stepBack') await this.#tell(waiting.looked, stop?.position ?? count - 1, pace);
		pace.signal.throwIfAborted();
		if (stop === undefined) {
			waiting.looked = count - 1;
			return undefined;
		}
		if (move === 'next' || move === 'stepIn' || move === 'stepOut') this.#trail.push(from);
		this.#arrive(stop.position, stop.reason);
		return stop.position === 0 && from < 0 && stop.reason === 'step' ? { ...stop, reason: 'entry' } : stop;
	}

	/** Stands where the recording is now, or where it stood if that is whole; a move that was on its way is given up. */
	pause(): Stop {
		return this.jump(this.#isOver() && this.#position >= 0 ? this.#position : Math.max(0, this.timeline.steps.count - 1), 'pause');
	}

	jump(position: number, reason: Reason, trail: number[] = []): Stop {
		this.#giveUp();
		this.#trail = trail;
		return this.#arrive(position, reason);
	}

	#giveUp(): void {
		this.#search?.abort();
		this.#search = undefined;
	}

	/** Nothing stops before the end: first the last line is shown, then what it left. */
	#end(move: Move): Stop {
		const { count } = this.timeline.steps;
		return { position: move === 'continue' && this.#position < count - 1 ? count - 1 : count, reason: 'end', breakpoints: [] };
	}

	#arrive(position: number, reason: Reason): Stop {
		this.#waiting = undefined;
		this.#position = position;
		return { position, reason, breakpoints: [] };
	}

	async #tell(after: number, upTo: number, pace: Pace): Promise<void> {
		const entries = await this.timeline.logs(after, upTo, MOST_LOGS + 1, pace);
		if (entries.length > 0) this.#log(entries.slice(0, MOST_LOGS), entries.length > MOST_LOGS);
	}
}
