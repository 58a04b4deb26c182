/** What a line that runs often had done by a moment: of an entry of the list, which holds the last, the one of then. */
import { countUpTo } from '../trace/ascending.ts';
import type { Backward, Ref, Tick, Trace } from '../trace/model.ts';

/** Of the ops of one site the last that had ended, else the first. */
export function opAt(trace: Trace, index: number, moment: Tick | undefined): number {
	if (moment === undefined || index >= trace.opCount) return index;
	const ops = trace.opsOfSite(trace.siteOfOp(index));
	return ops.at(Math.max(0, countUpTo(ops.length, place => trace.op(ops.at(place)!).end, moment) - 1)) ?? index;
}

/** Of the backward calls of one line the last that had begun, else the first; undefined: that root was not called so. */
export function backwardAt(trace: Trace, root: Ref, tick: Tick, moment: Tick): Backward | undefined {
	const own = trace.backwards.find(call => call.root === root && call.tick === tick);
	if (own === undefined) return undefined;
	const { cell } = trace.frame(own.frame);
	const isAlike = (call: Backward): boolean => call.line === own.line && trace.frame(call.frame).cell === cell;
	return trace.backwards.findLast(call => call.tick <= moment && isAlike(call)) ?? trace.backwards.find(isAlike);
}
