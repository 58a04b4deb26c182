/** When a breakpoint was hit: the runs of its line at which its condition held, counted from the beginning of the run. */
import { Verdict } from '../expression/answer.ts';
import type { Trace } from '../trace/model.ts';
import type { Evaluation } from './evaluation.ts';
import type { Rows } from '../trace/rows.ts';
import type { Pace } from './pace.ts';
import { countBelow } from '../trace/ascending.ts';
import type { Breakpoint } from './types.ts';

/** A condition is asked for so many runs of the line at first, then for twice as many each time: a hit is often near. */
const FEWEST = 16, MOST = 4096;

export class Hits {
	readonly breakpoint: Breakpoint;
	readonly #trace: Trace;
	readonly #evaluation: Evaluation;
	/** By run of the line the condition's verdict, as far as it was asked. */
	#verdicts = new Int8Array(0);
	/** Steps at which the condition held, of the first `#looked` runs of the line; made only where hits are counted. */
	readonly #held: number[] = [];
	#looked = 0;

	constructor(trace: Trace, evaluation: Evaluation, breakpoint: Breakpoint) {
		this.#trace = trace;
		this.#evaluation = evaluation;
		this.breakpoint = breakpoint;
	}

	/** The first hit between two positions, both excluded. */
	async first(after: number, before: number, pace: Pace): Promise<number | undefined> {
		const runs = await this.#runs(before, pace);
		const end = countBelow(runs, before);
		for (let from = countBelow(runs, after + 1), size = FEWEST; from < end; from += size, size = Math.min(2 * size, MOST)) {
			const to = Math.min(from + size, end);
			const isKnown = await this.#ask(runs, from, to, pace);
			for (let i = from; i < to; i++) if (this.#counts(i)) return runs.at(i);
			if (!isKnown) return undefined;
		}
		return undefined;
	}

	/** The last hit between two positions, both excluded. */
	async last(after: number, before: number, pace: Pace): Promise<number | undefined> {
		const runs = await this.#runs(before, pace);
		const start = countBelow(runs, after + 1);
		for (let to = countBelow(runs, before), size = FEWEST; to > start; to -= size, size = Math.min(2 * size, MOST)) {
			const from = Math.max(start, to - size);
			const isKnown = await this.#ask(runs, from, to, pace);
			for (let i = to - 1; i >= from; i--) if (this.#counts(i)) return runs.at(i);
			if (!isKnown) return undefined;
		}
		return undefined;
	}

	/** What may be a hit: every run of the line, or those at which the condition held where these are counted. */
	async #runs(before: number, pace: Pace): Promise<Rows> {
		const { source, line, condition, hits } = this.breakpoint;
		const all = this.#trace.stepsOfLine(source, line);
		if (hits === undefined || condition === undefined) return all;
		const end = countBelow(all, before);
		while (this.#looked < end) {
			const to = Math.min(this.#looked + MOST, end);
			const verdicts = await this.#evaluation.verdicts(condition, all.slice(this.#looked, to), pace);
			const known = verdicts.indexOf(Verdict.unknown);
			const told = known < 0 ? verdicts : verdicts.subarray(0, known);
			for (const [i, verdict] of told.entries()) if (verdict === Verdict.true) this.#held.push(all.at(this.#looked + i)!);
			this.#looked += told.length;
			if (known >= 0) break;
		}
		return this.#held;
	}

	/** false: it was given up for some of these runs; the next search asks again. */
	async #ask(runs: Rows, from: number, to: number, pace: Pace): Promise<boolean> {
		const { condition, hits } = this.breakpoint;
		if (condition === undefined || hits !== undefined) return true;
		if (this.#verdicts.length < runs.length) {
			const longer = new Int8Array(Math.max(runs.length, 2 * this.#verdicts.length)).fill(Verdict.unknown);
			longer.set(this.#verdicts);
			this.#verdicts = longer;
		}
		const asked = this.#verdicts;
		const first = asked.indexOf(Verdict.unknown, from);
		if (first < 0 || first >= to) return true;
		asked.set(await this.#evaluation.verdicts(condition, runs.slice(first, to), pace), first);
		// It may have been made longer meanwhile.
		if (asked !== this.#verdicts) this.#verdicts.set(asked.subarray(first, to), first);
		return !asked.subarray(first, to).includes(Verdict.unknown);
	}

	#counts(index: number): boolean {
		const { hits, condition } = this.breakpoint;
		return hits !== undefined ? hits(index + 1) : condition === undefined || this.#verdicts[index] === Verdict.true;
	}
}

/** `3`, `== 3`, `>= 3`, `> 3`, `< 3`, `<= 3`, `% 3` as a function of the time, from 1; undefined: none of these, or one that never comes. */
export function parseHitCondition(text: string): ((time: number) => boolean) | undefined {
	const match = /^\s*(==|=|>=|>|<=|<|%)?\s*(\d+)\s*$/.exec(text);
	if (match === null) return undefined;
	const bound = Number(match[2]);
	switch (match[1]) {
		case '>=': return time => time >= bound;
		case '>': return time => time > bound;
		case '<=': return bound < 1 ? undefined : time => time <= bound;
		case '<': return bound <= 1 ? undefined : time => time < bound;
		case '%': return bound === 0 ? undefined : time => time % bound === 0;
		default: return bound < 1 ? undefined : time => time === bound;
	}
}
