/** The ops of one call in the text, in order of time: each op of its line is looked at once, however often it runs. */
import type { Range, Step, Trace } from './model.ts';
import type { Work } from './work.ts';

/** `places`: whether the call stands at each place of its line's ops. */
interface Found { readonly ops: number[]; readonly places: Map<string, boolean>; taken: number }

/** Ops that are taken at a time. */
const MANY = 256;
/** Ops of a line that are looked at for its last ones. */
const RECENT = 1000;

const known = new WeakMap<Trace, Map<string, Found>>();

/** @param range zero-based, of the text that ran */
export function* opsOfCall(trace: Trace, source: number, range: Range): Work<readonly number[]> {
	let calls = known.get(trace);
	if (calls === undefined) known.set(trace, calls = new Map());
	const key = JSON.stringify([source, range.start.line, range.start.character, range.end.line, range.end.character]);
	const found = calls.get(key) ?? { ops: [], places: new Map<string, boolean>(), taken: 0 };
	calls.set(key, found);
	const all = trace.opsOfLine(source, range.start.line + 1);
	while (found.taken < all.length) {
		const op = all.at(found.taken++)!;
		const place = trace.opPlace(op);
		let isHere = found.places.get(place);
		if (isHere === undefined) found.places.set(place, isHere = isAt(trace, op, range));
		if (isHere) found.ops.push(op);
		if (found.taken % MANY === 0) yield;
	}
	return found.ops;
}

/** The last of them in one run of the line, of those that ran recently; undefined: there is none. */
export function lastOpOfCall(trace: Trace, source: number, range: Range, { frame, tick, end }: Step): number | undefined {
	return trace.opsOfLine(source, range.start.line + 1).slice(-RECENT).findLast((index) => {
		const op = trace.op(index);
		return op.frame === frame && op.tick >= tick && op.tick <= end && isAt(trace, index, range);
	});
}

function isAt(trace: Trace, op: number, range: Range): boolean {
	const at = trace.rangeOfOp(op);
	return at !== undefined && isSame(at.start, range.start) && isSame(at.end, range.end);
}

function isSame(a: Range['start'], b: Range['start']): boolean {
	return a.line === b.line && a.character === b.character;
}
