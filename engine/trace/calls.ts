/** The ops of one call in the text: those of the sites that stand there, which the trace lists one by one. */
import { countUpTo } from './ascending.ts';
import type { Range, Step, Tick, Trace } from './model.ts';
import type { Rows } from './rows.ts';

/** The sites of a call, of the first so many of its line. */
interface Found { readonly sites: number[]; taken: number }

const known = new WeakMap<Trace, Map<string, Found>>();

export class OpsOfCall {
	readonly #trace: Trace;
	readonly #sites: readonly Rows[];

	/** @param range zero-based, of the text that ran */
	constructor(trace: Trace, source: number, range: Range) {
		this.#trace = trace;
		this.#sites = sitesOf(trace, source, range).map(site => trace.opsOfSite(site));
	}

	get length(): number {
		return this.#sites.reduce((sum, ops) => sum + ops.length, 0);
	}

	/** Those that had ended by a tick, the last one first, each with how many there are up to it. */
	*endedBy(tick: Tick): Generator<{ readonly op: number; readonly count: number }> {
		// They are in order of their ends, in each and over all.
		const left = this.#sites.map(ops => countUpTo(ops.length, place => this.#trace.op(ops.at(place)!).end, tick));
		for (let count = left.reduce((sum, each) => sum + each, 0); count > 0; count--) {
			let last = -1, op = -1;
			for (const [site, each] of left.entries()) {
				const candidate = each === 0 ? -1 : this.#sites[site]!.at(each - 1)!;
				if (candidate > op) [last, op] = [site, candidate];
			}
			left[last]!--;
			yield { op, count };
		}
	}
}

/** The last of them in one run of the line; undefined: there is none. */
export function lastOpOfCall(trace: Trace, source: number, range: Range, { frame, tick, end }: Step): number | undefined {
	for (const { op: index } of new OpsOfCall(trace, source, range).endedBy(end)) {
		const op = trace.op(index);
		if (op.end < tick) return undefined;
		if (op.frame === frame && op.tick >= tick) return index;
	}
	return undefined;
}

/** Each site of the line is looked at once, however many there are. */
function sitesOf(trace: Trace, source: number, range: Range): readonly number[] {
	let calls = known.get(trace);
	if (calls === undefined) known.set(trace, calls = new Map());
	const key = JSON.stringify([source, range.start.line, range.start.character, range.end.line, range.end.character]);
	const found = calls.get(key) ?? { sites: [], taken: 0 };
	calls.set(key, found);
	const all = trace.sitesOfLine(source, range.start.line + 1);
	while (found.taken < all.length) {
		const site = all.at(found.taken++)!, at = trace.rangeOfSite(site);
		if (at !== undefined && isSame(at.start, range.start) && isSame(at.end, range.end)) found.sites.push(site);
	}
	return found.sites;
}

function isSame(a: Range['start'], b: Range['start']): boolean {
	return a.line === b.line && a.character === b.character;
}
