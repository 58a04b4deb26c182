/**
 * What brought NaN or an infinity into an autograd graph from outside of it: data and numbers that need no gradient are no
 * nodes of the graph, and an op that was given NaN is not where it begins.
 */
import { floatRepr } from '../print/decimal.ts';
import type { Op, Ref, Trace, Value } from '../trace/model.ts';
import { nonFiniteKind } from '../trace/non-finite.ts';
import { tensorsIn } from './autograd-graph.ts';
import { nameInFrame, type Names } from './names.ts';
import type { NonFiniteGiven } from './slice.ts';

/** So many ops before another are looked through for the one that made what it was given, and so long may be what it is called by. */
const NEAR = 256;
const LONGEST = 40;

/** undefined: what an op was given explains nothing of what it gave. `hasNan`: it gave NaN, which an infinity may have become; else infinities alone. */
export function nonFiniteGiven(trace: Trace, op: Op, hasNan: boolean, names: Names): NonFiniteGiven | undefined {
	const given = op.inputs.flatMap(({ ref }) => trace.isScalar(ref) ? [ref] : tensorsIn(trace, ref, op.tick)).map(ref => ({ ref, kind: kindOf(trace, trace.value(ref, op.tick), op.tick) }));
	const found = (hasNan ? given.find(({ kind }) => kind === 'nan') : undefined) ?? given.find(({ kind }) => kind === 'infinite');
	return found?.kind && { kind: found.kind, title: titleOf(trace, op, found.ref, names) };
}

function kindOf(trace: Trace, value: Value | undefined, tick: number): NonFiniteGiven['kind'] | undefined {
	if (value?.kind === 'tensor') return nonFiniteKind(trace, value, tick);
	return value?.kind !== 'float' || Number.isFinite(value.value) ? undefined : Number.isNaN(value.value) ? 'nan' : 'infinite';
}

/** As the call has it: its name, or else the code that made it. */
function titleOf(trace: Trace, op: Op, ref: Ref, names: Names): string {
	const value = trace.value(ref, op.tick);
	return nameInFrame(trace, op.frame, op.tick, ref) ?? names.of(ref) ?? (value?.kind === 'float' ? floatRepr(value.value) : codeOf(trace, op, ref) ?? (value?.kind === 'tensor' ? `[${value.shape.join(', ')}]` : ''));
}

function codeOf(trace: Trace, user: Op, ref: Ref): string | undefined {
	for (let index = user.index - 1; index >= Math.max(0, user.index - NEAR); index--) {
		const op = trace.op(index);
		if (!op.outputs.includes(ref)) continue;
		const source = trace.sources[trace.cells[op.cell]?.source ?? -1], range = trace.rangeOfOp(index);
		if (source === undefined || range === undefined || range.start.line !== range.end.line) return undefined;
		const code = source.text.split('\n')[range.start.line]?.slice(range.start.character, range.end.character);
		return code === '' || (code?.length ?? Infinity) > LONGEST ? undefined : code;
	}
	return undefined;
}
