/** When a breakpoint was hit: the runs of its line at which its condition held, counted from the beginning of the run. */
import type { Trace } from '../trace/model.ts';
import { holds } from './holds.ts';
import { countBelow } from './steps.ts';
import type { Breakpoint } from './types.ts';

export class Hits {
	readonly breakpoint: Breakpoint;
	readonly #trace: Trace;
	/** Steps at which the condition held, of the first `#looked` runs of the line; made only where hits are counted. */
	readonly #held: number[] = [];
	#looked = 0;

	constructor(trace: Trace, breakpoint: Breakpoint) {
		this.#trace = trace;
		this.breakpoint = breakpoint;
	}

	/** The first hit between two positions, both excluded. */
	first(after: number, before: number): number | undefined {
		const runs = this.#runs(before);
		for (let i = countBelow(runs, after + 1); i < runs.length && runs[i]! < before; i++) {
			if (this.#counts(runs, i)) return runs[i];
		}
		return undefined;
	}

	/** The last hit between two positions, both excluded. */
	last(after: number, before: number): number | undefined {
		const runs = this.#runs(before);
		for (let i = countBelow(runs, before) - 1; i >= 0 && runs[i]! > after; i--) {
			if (this.#counts(runs, i)) return runs[i];
		}
		return undefined;
	}

	/** What may be a hit: every run of the line, or those at which the condition held where these are counted. */
	#runs(before: number): readonly number[] {
		const { source, line, condition, hits } = this.breakpoint;
		const all = this.#trace.stepsOfLine(source, line);
		if (hits === undefined || condition === undefined) return all;
		for (; this.#looked < all.length && all[this.#looked]! < before; this.#looked++) {
			if (this.#holds(all[this.#looked]!)) this.#held.push(all[this.#looked]!);
		}
		return this.#held;
	}

	#counts(runs: readonly number[], index: number): boolean {
		return this.breakpoint.hits === undefined ? this.#holds(runs[index]!) : this.breakpoint.hits(index + 1);
	}

	#holds(index: number): boolean {
		const { condition } = this.breakpoint;
		if (condition === undefined) return true;
		const { frame, tick } = this.#trace.step(index);
		return holds(this.#trace, condition, frame, tick) === true;
	}
}

/** `3`, `== 3`, `>= 3`, `> 3`, `< 3`, `<= 3`, `% 3` as a function of the time, from 1; undefined: none of these. */
export function parseHitCondition(text: string): ((time: number) => boolean) | undefined {
	const match = /^\s*(==|=|>=|>|<=|<|%)?\s*(\d+)\s*$/.exec(text);
	if (match === null) return undefined;
	const bound = Number(match[2]);
	switch (match[1]) {
		case '>=': return time => time >= bound;
		case '>': return time => time > bound;
		case '<=': return time => time <= bound;
		case '<': return time => time < bound;
		case '%': return bound === 0 ? undefined : time => time % bound === 0;
		default: return time => time === bound;
	}
}
