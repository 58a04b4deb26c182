/** What a line that runs often had done by a moment: of an entry of the list, which holds the last, the one of then. */
import { countUpTo } from '../trace/ascending.ts';
import type { Backward, Op, Ref, Tick, Trace } from '../trace/model.ts';

/** Ops of a site that are looked at for one that shows something. */
const LOOKED_AT = 1000;

/** Of the ops of one site that show something the last that had ended, else the first. */
export function opAt(trace: Trace, index: number, moment: Tick | undefined, shows: (op: Op) => boolean): number {
	if (moment === undefined || index >= trace.opCount) return index;
	const ops = trace.opsOfSite(trace.siteOfOp(index)), count = countUpTo(ops.length, place => trace.op(ops.at(place)!).end, moment);
	const isOne = (place: number): boolean => shows(trace.op(ops.at(place)!));
	for (let place = count - 1; place >= Math.max(0, count - LOOKED_AT); place--) if (isOne(place)) return ops.at(place)!;
	for (let place = count; place < Math.min(ops.length, count + LOOKED_AT); place++) if (isOne(place)) return ops.at(place)!;
	return index;
}

/** Of the backward calls of one line the last that had begun, else the first; undefined: that root was not called so. */
export function backwardAt(trace: Trace, root: Ref, tick: Tick, moment: Tick): Backward | undefined {
	const own = trace.backwards.find(call => call.root === root && call.tick === tick);
	if (own === undefined) return undefined;
	const { cell } = trace.frame(own.frame);
	const isAlike = (call: Backward): boolean => call.line === own.line && trace.frame(call.frame).cell === cell;
	return trace.backwards.findLast(call => call.tick <= moment && isAlike(call)) ?? trace.backwards.find(isAlike);
}
